"""A world with everything that an answer about two can turn on, and the look-up of its page in the plainest Python.

python tests/support/couples.py: write the vectors that tests/js reads, after the page or its answers changed on purpose
"""

from __future__ import annotations

import json
import re
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup
from sites import build
from world import but, declaration, row, world

from db.knowledge import Knowledge
from tracker.answers.between import between
from tracker.answers.between.side_by_side import side_by_side
from tracker.answers.to_json import to_json
from tracker.language import Language, said, speaking, spoken
from tracker.models.addresses import folder_of
from tracker.models.times import day_at
from tracker.wording.site.values import SCRIPT_WORDS
from tracker.wording.words import day_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from world import World

_JS = Path(__file__).parents[1] / "js"
VECTORS = {Language.ENGLISH: _JS / "between.json", Language.FRENCH: _JS / "between.fr.json"}
#: Of whom the vectors of a language hold the answers: French adds words, and no look-up of its own.
FIRSTS = {Language.ENGLISH: ("ALB", "SRB"), Language.FRENCH: ("NLD",)}

PROTOCOLS = """
[participants]
"Ruritania" = "XRU"

[[treaty]]
id = "cets-224"
number = "224"
name = "Second Additional Protocol"
opened_on = 2022-05-12
sources = ["coe-service"]

[[treaty]]
id = "ets-189"
number = "189"
name = "First Additional Protocol"
opened_on = 2003-01-28
sources = ["coe-service"]
"""

_ALBANIA = row("Albania", signed="2001-11-23", consent="2002-06-20", in_force="2004-07-01")
_IRELAND = row("Ireland", signed="2002-02-28")
_FRANCE = row("France", signed="2001-11-23", consent="2006-01-10", in_force="2006-05-01")
_NIGERIA = row("Nigeria", "non_member")
CHART = (
    *(_ALBANIA, _IRELAND, _FRANCE, _NIGERIA),
    row("Netherlands", signed="2001-11-23", consent="2006-11-16", in_force="2007-03-01"),
    row("Brazil", "non_member", consent="2022-11-30", in_force="2023-03-01"),
    row("Kenya", "non_member", consent="2026-05-02", in_force="2026-09-01"),
    row("Serbia", signed="2005-04-07", consent="2009-04-14", in_force="2009-08-01"),
    row("Montenegro", signed="2005-04-07", consent="2010-03-03", in_force="2010-07-01"),
    row(
        "Andorra",
        signed="2013-04-23",
        consent="2016-11-16",
        in_force="2017-03-01",
        extra={"DateSuspension": "2020-01-01T00:00:00"},
    ),
    row(
        "Turkey",
        signed="2010-11-10",
        consent="2014-09-29",
        in_force="2015-01-01",
        extra={"DateDenonciation": "2018-02-28T00:00:00", "DateEffetDenonciation": "2018-06-01T00:00:00"},
    ),
    row("Turkey", consent="2020-03-10", in_force="2020-07-01"),
    row("Japan", "non_member", consent="2026-04-02"),
)

#: The fifth consent to the Protocol was given, and nothing is printed of its entry into force on 2026-10-01.
PROTOCOL = (
    *(row(name, signed="2022-05-12", consent="2023-02-09") for name in ("Albania", "Serbia", "Brazil", "Netherlands")),
    row("France", signed="2022-05-12", consent="2026-06-10"),
    row("Ireland", signed="2022-05-12"),
    row("Serbia and Montenegro"),
    row("Ruritania", "non_member"),
)

_LIST = (
    declaration("France", "France reserves one right.", article="9", effective="2006-05-01", withdrawn="2020-01-01"),
    declaration("Netherlands", "The police.", nature="Authority", article="24"),
    declaration("Netherlands", "It extends to Aruba.", nature="Territorial Application", effective="2010-01-01"),
    declaration("Albania", "Albania objects to the reservation of France.", nature="Objection"),
    declaration(
        "Albania",
        "This objection precludes the entry into force of the Convention between Albania and the Netherlands.",
        nature="Objection",
        effective="2010-01-01",
        withdrawn="2015-06-01",
    ),
    declaration(
        "Albania",
        "Albania objects to the reservation of France."
        " This objection precludes the entry into force of the Convention between Albania and France.",
        nature="Objection",
        effective="2012-01-01",
        withdrawn="2013-01-01",
    ),
    declaration("Brazil", "It has no dealings with the so-called Kingdom of the Netherlands.", nature="Declaration"),
    declaration("Nigeria", "It would reserve a right.", article="4"),
)


@contextmanager
def couples_world(folder: Path) -> Iterator[World]:
    """Read twice, a day apart: between the two Ireland's signature and Nigeria's invitation are gone, and Kazakhstan is
    invited."""
    with world(folder, more=PROTOCOLS, confirm_after="0s") as w:
        w.show(*CHART)
        w.show(*PROTOCOL, number="224")
        w.declare(*_LIST)
        w.check_all()
        w.read_statements()
        w.wait(hours=24)
        kept = [one for one in CHART if one not in (_IRELAND, _NIGERIA)]
        w.show(*kept, but(_IRELAND, signed=None), row("Kazakhstan", "non_member"))
        for _ in range(2):
            w.check_all()
            w.wait(hours=1)
        yield w


# ---- the page's look-up -------------------------------------------------------------------------


def held(entries: Any, day: str, status: str | None) -> Any:
    """What holds on a day: the last entry that began by then; None is the status day."""
    found = None
    for entry in entries:
        since = status if entry[0] is None else entry[0]
        if since is None or since > day:
            break
        found = entry
    return found


@dataclass(frozen=True, kw_only=True)
class Built:
    """A site's answers about two, as they lie in its folder."""

    page: Mapping[str, Any]
    files: Mapping[str, Any]  # by participant

    @classmethod
    def read(cls, folder: Path) -> Built:
        data = BeautifulSoup((folder / "between.html").read_bytes(), "lxml").select_one("#data")
        assert data
        page = json.loads(data.get_text())
        files = {}
        for path in sorted((folder / "between").glob("*.js")):
            name, _, value = path.read_text().removesuffix(";\n").partition(" = ")
            assert name == f'window.between_with["{path.stem}"]'
            files[path.stem] = json.loads(value)
        return cls(page=page, files=files)

    def verdict(self, treaty: str, a: str, b: str, day: str, today: str) -> tuple[bool | None, str | None, str]:
        """In force, since when, and the sentence with days in words."""
        known = self.page["treaties"][treaty]
        status = known["status_as_of"]
        in_force, since, _, _ = self._verdict(treaty, a, b, day)
        names = self.page["names"] | self.page["inside"] | known["inside"]
        values = {
            **self.page["tenses"]["past" if day < today else "present"],
            "a": names[a],
            "b": names[b],
            "day": day_in_words(date.fromisoformat(day)),
            "status": day_in_words(date.fromisoformat(status)) if status else "",
        }
        sentence = self.sentence(treaty, a, b, day)
        return in_force, since, filled(sentence, values)

    def sentence(self, treaty: str, a: str, b: str, day: str) -> str:
        """The same before names, days and tense are filled in."""
        status = self.page["treaties"][treaty]["status_as_of"]
        _, _, sentence, late = self._verdict(treaty, a, b, day)
        return late if status and day > status else sentence

    def _verdict(self, treaty: str, a: str, b: str, day: str) -> tuple[bool | None, str | None, str, str]:
        own, status = self.files[a][treaty], self.page["treaties"][treaty]["status_as_of"]
        [_, number] = held(own["answers"][own["with"][b]], day, status)
        in_force, since, sentence, late, *_ = own["verdicts"][number]
        return in_force, since, sentence, late

    def side(self, treaty: str, participant: str, day: str) -> str:
        """What one side was."""
        known = self.page["treaties"][treaty]
        return str(held(known["sides"][participant], day, known["status_as_of"])[1])

    def statements(self, treaty: str, participant: str, day: str) -> list[Mapping[str, Any]]:
        """Those of a participant that were in effect."""
        known = self.page["treaties"][treaty]
        own = [one for one in known["statements"] if one["participant"] == participant]
        return [one for one in own if held(one["in_effect"], day, known["status_as_of"])[1] is not None]

    def days(self, treaty: str, a: str, b: str) -> list[str]:
        """The days on which the answer turns, each with the ones around it."""
        known, own = self.page["treaties"][treaty], self.files[a][treaty]
        status = known["status_as_of"]
        turns = [day or status for day, _ in own["answers"][own["with"][b]] if day != ""]
        around = [
            date.fromisoformat(day) + timedelta(days=by) for day in (*turns, "1999-01-01", status) for by in (-1, 0, 1)
        ]
        return sorted({day.isoformat() for day in around})


def filled(sentence: str, values: Mapping[str, Any]) -> str:
    """A sentence with its places filled; a name may be given with its forms and how it agrees."""

    def word(place: re.Match[str]) -> str:
        value, asked = values[place[1]], (place[2] or "").split("|")
        if isinstance(value, str):
            return value
        if len(asked) == 1:
            return str(value[asked[0]])
        return asked[value["plural"] if len(asked) == 2 else 2 * value["plural"] + value["feminine"]]

    return re.sub(r"\{(\w+)(?::([^{}]*))?\}", word, sentence)


# ---- vectors for the script ---------------------------------------------------------------------


def vectors(w: World, built: Built) -> dict[str, Any]:
    """The page's data, files of answers, and what `tracker between` says wherever another sentence is due, in the
    language that is spoken. Answers that quote the history are in English alone: other languages tell it anew."""
    today, firsts = day_at(w.now, "Europe/Paris").isoformat(), FIRSTS[spoken()]
    cases, seen = [], set()
    with w.store() as store:
        view = Knowledge(store)
        for a, b, treaty in product(firsts, built.files, ("ets-185", "cets-224")):
            for day in built.days(treaty, a, b) if a != b else ():
                sentence = built.sentence(treaty, a, b, day)
                if (sentence, day < today) not in seen:
                    seen.add((sentence, day < today))
                    [found] = between(view, a, b, now=w.now, treaties=[treaty], day=date.fromisoformat(day))
                    answered = to_json(side_by_side(view, found))
                    if spoken() is Language.ENGLISH or not (found.a.retracted or found.b.retracted):
                        cases.append({"a": a, "b": b, **_case(answered)})
    return {
        "words": said(SCRIPT_WORDS),
        "today": today,
        "page": built.page,
        "files": {a: built.files[a] for a in firsts},
        "cases": cases,
    }


def _case(answered: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **{key: answered[key] for key in ("treaty", "as_of", "answer", "in_force", "since")},
        "statements": [one["id"] for key in "ab" for one in answered[f"statements_{key}"]],
        "naming": [one["id"] for one in answered["naming_other"]],
        "side_by_side": [[row["place"], row["words_a"], row["words_b"]] for row in answered["side_by_side"]],
    }


def as_text(value: Any) -> str:
    """The vectors as they are stored: a case a line."""
    lines = [json.dumps(case, ensure_ascii=False) for case in value["cases"]]
    head = json.dumps({key: held for key, held in value.items() if key != "cases"}, ensure_ascii=False)
    return f'{head[:-1]}, "cases": [\n' + ",\n".join(lines) + "\n]}\n"


def _write() -> None:
    with tempfile.TemporaryDirectory() as folder, couples_world(Path(folder)) as w:
        build(w, languages=tuple(VECTORS))
        for language, path in VECTORS.items():
            with speaking(language):
                path.write_text(as_text(vectors(w, Built.read(Path(folder) / "site" / folder_of(language)))))


if __name__ == "__main__":
    _write()
