"""The page that answers as `tracker between` does, and its answers: files that its script looks up. Pure.

What is said grows with the treaties, and what a reader loads must not. So they are dealt out to parts of `PART`: the
first stands in the page itself and in `between/<participant>.js`, another one in `between/<part>/treaties.js` and
`between/<part>/<participant>.js`, and a reader chooses a treaty.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, TypeVar

from tracker.answers.between.side_by_side import places_in_order, places_of
from tracker.language import _, said
from tracker.law.articles import assists, rules_of, slots_of
from tracker.models import StatementKind
from tracker.models.times import iso
from tracker.site.effects import applies, days_of_statement, objections
from tracker.site.histories import Histories
from tracker.site.intervals import BEGINNING
from tracker.site.pages import Page, inline, lasting_script, script, statuses_of
from tracker.site.pairs import MARKED, Pairs
from tracker.site.treaty_pages import people
from tracker.wording.grammar import for_script, mark_of
from tracker.wording.relations import past, present, side_in_words
from tracker.wording.site.pages import BETWEEN
from tracker.wording.site.values import ANSWER, statement_effect
from tracker.wording.statements import beside, names_other, none_listed, under_article
from tracker.wording.words import dated_in_words, number_label, one_line, with_article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tracker.answers.route import Stated
    from tracker.models.records import StoredStatement
    from tracker.site.intervals import Day
    from tracker.site.model import Site, TreatyContent
    from tracker.site.pages import File
    from tracker.site.pairs import Answers

_T = TypeVar("_T")

#: Treaties of which a reader loads the answers at once. One costs about 5 kB on the wire for each participant.
PART = 10


class Between:
    """The answers of all treaties, computed once for the page and its data files."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._names = {participant: one_line(name) for participant, name in people(site)}
        self.histories = {
            treaty.status.treaty.id: Histories(treaty.status.treaty, treaty.ground, MARKED) for treaty in site.treaties
        }
        self._pairs = {treaty.status.treaty.id: self._paired(treaty) for treaty in site.treaties}

    def _paired(self, treaty: TreatyContent) -> Pairs:
        own = treaty.status.treaty
        histories = self.histories[own.id]
        return Pairs(own, histories, tuple(self._names), objections(treaty.ground, histories), treaty.ground.late)

    @property
    def parts(self) -> list[tuple[TreatyContent, ...]]:
        """The treaties in parts. Those that the page of articles asks about stand in the first."""
        treaties = self._site.treaties
        if len(treaties) > PART:
            treaties = tuple(sorted(treaties, key=lambda one: not _asked_of_route(one.status.treaty.id)))
        return [treaties[first : first + PART] for first in range(0, len(treaties), PART)] or [()]

    def page(self) -> Page:
        """The page itself."""
        days = [status["status_as_of"] for status in statuses_of(self._site) if status["status_as_of"]]
        data = self.data()
        return Page(
            path="between.html",
            title=_(BETWEEN),
            template="between.html",
            context={
                "people": people(self._site),
                "status_as_of": max(days, default=""),
                "data": data,
                "treaties": self._choices(),
            },
            twin=data,
        )

    def _choices(self) -> list[tuple[str, str, str, int]]:
        """What a reader chooses from if there is more than one part: a treaty, its name and number, and its part."""
        treaties = [one.status.treaty for one in self._site.treaties]
        part_of = {one.status.treaty.id: number for number, part in enumerate(self.parts) for one in part}
        if len(treaties) <= PART:
            return []
        return [(one.id, one.name, number_label(one), part_of[one.id]) for one in treaties]

    def files(self) -> Iterator[File]:
        """Of each participant its answers with every other, as scripts: a page in a folder can load no other data."""
        for number, part in enumerate(self.parts):
            room = f"{number}/" if number else ""
            if number:
                held = {one.status.treaty.id: self._of_treaty(one) for one in part}
                yield lasting_script(f"between/{room}treaties.js", f"between_parts[{number}]", held)
            pairs = {one.status.treaty.id: self._pairs[one.status.treaty.id] for one in part}
            found = {treaty: (of.all(), of) for treaty, of in pairs.items()}
            for participant in self._names:
                own = {treaty: _answers(every[participant], of) for treaty, (every, of) in found.items()}
                name = f"between_with[{inline(room + participant)}]"
                yield script(f"between/{room}{participant}.js", name, own)

    def applying(self, treaty: TreatyContent, statement: int) -> list[tuple[str, bool]]:
        """The days from which a statement applies or no longer does; "" is the beginning."""
        histories = self.histories[treaty.status.treaty.id]
        stored = next(one for one in treaty.ground.statements if one.id == statement)
        turns = _turns((day, effect is not None) for day, effect in _effects(stored, histories))
        return [(day or "", applies) for day, applies in turns]

    def data(self) -> dict[str, object]:
        """What the page itself holds: names (`inside`: as a sentence has them), and what it says besides verdicts, of
        the treaties of the first part."""
        return {
            "names": self._names,
            "inside": {
                key: inside for key, name in self._names.items() if (inside := for_script(with_article(name))) != name
            },
            "words": said(ANSWER),
            "tenses": {name: asdict(tense) for name, tense in (("past", past()), ("present", present()))},
            "treaties": {treaty.status.treaty.id: self._of_treaty(treaty) for treaty in self.parts[0]},
            "unread": [one_line(name) for name in self._site.unread],
        }

    def _of_treaty(self, treaty: TreatyContent) -> dict[str, object]:
        """`sides`: participant → [[day, what it was], …]; `inside`: a name that this treaty prints otherwise; `places`:
        [[place of the text, whether it is always shown], …], and `none_listed` what stands there if nothing was stated.
        A day is as in `tracker.site.intervals`."""
        own, histories = treaty.status.treaty, self.histories[treaty.status.treaty.id]
        pairs = self._pairs[own.id]
        read, slots = {one.id: one for one in treaty.stated}, slots_of(own.id).all
        inside = {key: with_article(histories.name(key)) for key in self._names}
        return {
            "name": one_line(own.name),
            "number": number_label(own),
            "seat": own.seat,
            "status_as_of": iso(treaty.status.status_as_of),
            "inside": {key: for_script(name) for key, name in inside.items() if name != with_article(self._names[key])},
            "sides": {
                participant: _turns((turn.label, dated_in_words(side_in_words(turn.holds.side))) for turn in turns)
                for participant, turns in pairs.sides.items()
            },
            "statements": [
                {
                    **_statement(stored, histories, treaty.ground.named.get(stored.id, frozenset())),
                    **_besides(read[stored.id]),
                }
                for stored in treaty.ground.statements
            ],
            "places": [(place, place in slots) for place in places_in_order(own.id, treaty.stated)],
            "none_listed": dated_in_words(none_listed(iso(treaty.statements_read_on))),
            "statements_read": treaty.statements_read,
        }


def _asked_of_route(treaty: str) -> bool:
    return bool(rules_of(treaty)) or assists(treaty)


def _answers(every: Mapping[str, Answers], pairs: Pairs) -> dict[str, object]:
    """`verdicts`: those that occur, each [in force, since, sentence, sentence after the last day that is known];
    `answers`: [[day, number of a verdict], …], each list once; `with`: participant → number of a list."""
    numbers: dict[int, int] = {}
    lists: dict[Answers, int] = {}
    others = {
        other: lists.setdefault(
            tuple((day, numbers.setdefault(number, len(numbers))) for day, number in answers), len(lists)
        )
        for other, answers in every.items()
    }
    return {"verdicts": [pairs.verdicts[number] for number in numbers], "answers": list(lists), "with": others}


def _statement(stored: StoredStatement, histories: Histories, named: frozenset[str]) -> dict[str, object]:
    """`in_effect`: [[day, how it is in effect (null: it is not)], …]; `names`: whom it names, `objects_to`: the same of
    an objection; `naming`: what comes before it, of `{a}` that names `{b}`."""
    objects = stored.statement.kind is StatementKind.OBJECTION
    who = mark_of("a", with_article(stored.statement.name))
    return {
        "id": stored.id,
        "key": stored.key,
        "participant": stored.statement.participant,
        "title": under_article(stored.statement),
        "in_effect": _turns(_effects(stored, histories)),
        "objects_to": sorted(named) if objects else [],
        "names": sorted(named),
        "naming": names_other(who, stored.statement.kind, "{b}") if named else None,
    }


def _besides(read: Stated) -> dict[str, object]:
    """`places`: those of the text that it is about (null: no article is printed); `beside`: what stands there."""
    return {"places": places_of(read), "beside": beside([read.statement], None)}


def _effects(stored: StoredStatement, histories: Histories) -> Iterator[tuple[Day, str | None]]:
    for day in days_of_statement(stored, histories):
        effect = statement_effect(stored.statement, day) if applies(stored, histories, day) else None
        yield "" if day == BEGINNING else day.isoformat(), effect


def _turns(found: Iterable[tuple[Day, _T]]) -> list[tuple[Day, _T]]:
    """Without the days on which nothing turns."""
    kept: list[tuple[Day, _T]] = []
    for day, held in found:
        if not kept or kept[-1][1] != held:
            kept.append((day, held))
    return kept
