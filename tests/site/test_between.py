"""The answers about two that the site is built with are those of `tracker between`, for every pair and on any day."""

from __future__ import annotations

import gzip
import json
import random
import re
from dataclasses import replace
from datetime import date
from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from charts import DAYS, TODAY, baseline, examples, register, styles
from couples import VECTORS, Built, as_text, couples_world, held, vectors
from hypothesis import given
from hypothesis import strategies as st
from sites import build
from world import SECOND_PROTOCOL, world

from db.knowledge import Knowledge
from jobs.publish.site import build_site
from tracker.answers.between import between
from tracker.answers.membership import could_be_invited
from tracker.answers.to_json import to_json
from tracker.language import Language, speaking
from tracker.law import as_of
from tracker.law.relations import relation_on
from tracker.models import Threshold, Treaty, but
from tracker.models.addresses import folder_of
from tracker.models.times import day_at
from tracker.participants import table
from tracker.site import between as parts
from tracker.site.histories import Histories
from tracker.site.model import Ground
from tracker.site.pairs import MARKED, Pairs
from tracker.wording.parties import party_words
from tracker.wording.relations import STANDING, relation_in_words
from tracker.wording.words import dated_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import Any

    from world import World

    from tracker.answers.view import View
    from tracker.models import Chart, Row
    from tracker.wording.parties import PartyWords


@pytest.fixture(scope="module")
def w(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The world, its site built."""
    with couples_world(tmp_path_factory.mktemp("couples")) as made:
        build(made, languages=tuple(VECTORS))
        yield made


@pytest.fixture(scope="module")
def built(w: World) -> Built:
    """What lies in its folder."""
    return Built.read(w.folder / "site")


def asked(view: View, w: World, treaty: str, a: str, b: str, day: str) -> Mapping[str, Any]:
    """What `tracker between` answers."""
    [said] = to_json(between(view, a, b, now=w.now, treaties=[treaty], day=date.fromisoformat(day)))
    return said


def questions(built: Built, chance: random.Random, *, own: int, other: int) -> Iterator[tuple[str, str, str, str]]:
    """For every pair and treaty so many days around those on which its answer turns, and around those of other
    pairs: a day that was missed is one of those."""
    for treaty in built.page["treaties"]:
        turns = {pair: built.days(treaty, *pair) for pair in permutations(built.files, 2)}
        every = sorted({day for days in turns.values() for day in days})
        for (a, b), days in turns.items():
            for day in (*chance.sample(days, own), *chance.sample(every, other)):
                yield treaty, a, b, day


# ---- as the command does ------------------------------------------------------------------------


def test_every_pair_is_answered_as_the_command_does(w: World, built: Built) -> None:
    """In force, since when, and the sentence to the letter, whichever is named first."""
    today, answers = day_at(w.now, "Europe/Paris").isoformat(), set()
    with w.store() as store:
        view = Knowledge(store)
        for treaty, a, b, day in questions(built, random.Random(1), own=4, other=4):  # noqa: S311 - the same each time
            said = asked(view, w, treaty, a, b, day)
            wanted = (said["in_force_as_known"], said["since"], dated_in_words(said["answer"]))
            assert built.verdict(treaty, a, b, day, today) == wanted, (treaty, a, b, day)
            answers.add(said["answer"])
    for told in (
        *("were one State", "was part of one State", "did not exist", "then Serbia and Montenegro", "no longer shows"),
        *("suspended", "had left", "invited to accede", "whether it was invited then is not known", "had consented"),
        *("expected on", "not printed by a source", "Not known after", " is in force", "itself was not in force"),
    ):
        assert any(told in answer for answer in answers), told


def test_every_pair_is_answered_in_french_as_the_command_would(w: World) -> None:
    """But for what is no longer shown: the history is kept in English, and the site tells it anew."""
    today, french = day_at(w.now, "Europe/Paris").isoformat(), Built.read(w.folder / "site/fr")
    compared = 0
    with w.store() as store, speaking(Language.FRENCH):
        view = Knowledge(store)
        for treaty, a, b, day in questions(french, random.Random(4), own=2, other=1):  # noqa: S311 - the same each time
            said = asked(view, w, treaty, a, b, day)
            shown = french.verdict(treaty, a, b, day, today)
            assert not re.search(r"[{}|]|\b(the|was|is|and|not)\b", shown[2]), shown
            if not (said["retracted_a"] or said["retracted_b"]):
                assert shown == (said["in_force_as_known"], said["since"], dated_in_words(said["answer"]))
                compared += 1
    assert compared > 1000


def test_sides_statements_and_objections_are_those_of_the_command(w: World, built: Built) -> None:
    seen: dict[str, int] = {"standing": 0, "statements": 0, "objections": 0, "territories": 0}
    with w.store() as store:
        view = Knowledge(store)
        for treaty, a, b, day in questions(built, random.Random(2), own=1, other=1):  # noqa: S311 - the same each time
            said, objections = asked(view, w, treaty, a, b, day), set()
            for letter, one, other in (("a", a, b), ("b", b, a)):
                side = built.side(treaty, one, day)
                assert side.split("; ")[0] == STANDING[said[f"standing_{letter}"]], (treaty, one, day)
                stated = built.statements(treaty, one, day)
                assert {found["id"] for found in stated} == {found["id"] for found in said[f"statements_{letter}"]}
                objections |= {found["id"] for found in stated if other in found["objects_to"]}
                effects = " ".join(held(found["in_effect"], day, None)[1] for found in stated)
                territories = said[f"territories_{letter}"]
                assert all(territory["name"] in effects for territory in territories)
                seen["standing"] += said[f"standing_{letter}"] != "none"
                seen["statements"] += len(stated)
                seen["territories"] += len(territories)
            assert objections == {found["id"] for found in said["objections"]}
            seen["objections"] += len(objections)
    assert all(seen.values()), seen


def test_the_bundled_lists_are_answered_as_the_command_does_within_150_kb(tmp_path: Path) -> None:
    """Some hundred participants: a sample of their pairs; and a reader loads the answers of one participant alone."""
    with world(tmp_path, more=SECOND_PROTOCOL) as w:
        w.init()
        build(w)
        folder = tmp_path / "site"
        built, today = Built.read(folder), day_at(w.now, "Europe/Paris").isoformat()
        chance = random.Random(3)  # noqa: S311 - the same each time
        pairs, asked_of = list(permutations(built.files, 2)), set()
        with w.store() as store:
            view = Knowledge(store)
            for a, b in chance.sample(pairs, 150):
                treaty = chance.choice(list(built.page["treaties"]))
                for day in chance.sample(built.days(treaty, a, b), 2):
                    said = asked(view, w, treaty, a, b, day)
                    wanted = (said["in_force_as_known"], said["since"], dated_in_words(said["answer"]))
                    assert built.verdict(treaty, a, b, day, today) == wanted, (treaty, a, b, day)
                    asked_of.add(said["in_force"])
    assert asked_of >= {True, False}
    page = BeautifulSoup((folder / "between.html").read_bytes(), "lxml")
    loads = [folder / str(one["src"]) for one in page.select("script[src]")]
    loads += [folder / str(one["href"]) for one in page.select("link[rel=stylesheet]")]
    loads += [folder / "between.html", max((folder / "between").iterdir(), key=lambda path: path.stat().st_size)]
    assert sum(len(gzip.compress(path.read_bytes())) for path in loads) <= 150_000


def test_many_treaties_are_dealt_out_to_parts(w: World, built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page and its first files hold what they held of fewer treaties; the rest lies beside, the same answers."""
    monkeypatch.setattr(parts, "PART", 1)
    folder = w.folder / "parts"
    with w.store() as store:
        build_site(store, folder, now=w.now)
    first = Built.read(folder)
    assert first.page["treaties"] == {"ets-185": built.page["treaties"]["ets-185"]}
    other = json.loads((folder / "between/1/treaties.js").read_text().partition(" = ")[2].removesuffix(";\n"))
    assert other == {"cets-224": built.page["treaties"]["cets-224"]}
    for participant, own in built.files.items():
        name, _, value = (folder / f"between/1/{participant}.js").read_text().removesuffix(";\n").partition(" = ")
        assert name == f'window.between_with["1/{participant}"]'
        assert {**first.files[participant], **json.loads(value)} == own
    page = BeautifulSoup((folder / "between.html").read_bytes(), "lxml")
    chosen = {str(one["value"]): one["data-part"] for one in page.select("select[name=treaty] option")}
    assert chosen == {"ets-185": "0", "cets-224": "1"}


# ---- as the law does ----------------------------------------------------------------------------

_RULED = Treaty(id="ets-185", number="185", name="Convention", threshold=Threshold(needed=2), months_after_consent=3)

days = st.sampled_from(DAYS) | st.dates(date(2001, 1, 1), date(2027, 12, 31))


def party(row: Row, chart: Chart, day: date, mark: str, *, first: bool) -> PartyWords:
    """One side as the sentence has it, under a mark."""
    relation = relation_on(row, None, chart, day, _RULED) if first else relation_on(None, row, chart, day, _RULED)
    return party_words(
        table(),
        row.participant,
        mark,
        side=relation.a if first else relation.b,
        row=as_of(row, day),
        day=day,
        invited_known=day >= TODAY
        or not could_be_invited(table().get(row.participant), _RULED, chart.in_force_on, day),
    )


@examples(80)
@given(
    style=styles, rows=register(min_size=2), day=st.sampled_from(DAYS) | st.dates(date(2001, 1, 1), date(2027, 12, 31))
)
def test_whatever_a_source_prints_the_answer_is_that_of_the_law(style: object, rows: object, day: date) -> None:
    """Lists without dates, expected entries and treaties without a day of their own too."""
    chart = replace(baseline(style, rows), status_as_of=TODAY)  # type: ignore[arg-type]
    invited = {row.participant: row for row in chart.rows if row.invited}
    ground = Ground(
        chart=chart,
        status_as_of=TODAY,
        invited=(),
        invited_now=invited,
        retractions={},
        statements=(),
        named={},
        precluded={},
        late={},
    )
    pairs = Pairs(_RULED, Histories(_RULED, ground, MARKED), [row.participant for row in chart.rows])
    found = pairs.all()
    for one, other in permutations(chart.rows, 2):
        a, b = (row if day >= TODAY else but(row, invited=False) for row in (one, other))
        relation = relation_on(a, b, chart, day, _RULED)
        [_, number] = held(found[one.participant][other.participant], day.isoformat(), TODAY.isoformat())
        in_force, since, sentence, late, *_ = pairs.verdicts[number]
        assert (in_force, since) == (relation.in_force, relation.since.isoformat() if relation.since else None)
        wanted = relation_in_words(
            relation,
            party(a, chart, day, "{a}", first=True),
            party(b, chart, day, "{b}", first=False),
            treaty=_RULED,
            day=day,
            today=date.max,
            not_known_after=TODAY if day > TODAY else None,
        )
        said = (late if day > TODAY else sentence).replace("{was}", "was").replace("{had}", "had")
        said = said.replace("{day}", day.isoformat()).replace("{status}", TODAY.isoformat())
        assert dated_in_words(said) == dated_in_words(wanted)


# ---- as the script does -------------------------------------------------------------------------


@pytest.mark.parametrize("language", VECTORS)
def test_the_vectors_that_the_script_is_tested_with_are_of_today(w: World, language: Language) -> None:
    """tests/js looks up the same answers in JavaScript; `python tests/support/couples.py` writes them."""
    with speaking(language):
        found = vectors(w, Built.read(w.folder / "site" / folder_of(language)))
        assert VECTORS[language].read_text() == as_text(found)
