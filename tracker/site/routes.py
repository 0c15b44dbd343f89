"""The page that answers as `tracker route` does: what each side's statements mean for an article, computed here and
joined by the page's script. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from tracker.answers.route import Listing, Record, Way, checks
from tracker.answers.route.question import RECENT
from tracker.language import _, fill, said
from tracker.law.articles import DataClass, assists, notes_of, rules_of
from tracker.models.times import iso
from tracker.participants.territories import territories
from tracker.site.intervals import BEGINNING
from tracker.site.pages import Page, inline, lasting_script, script, statuses_of
from tracker.site.treaty_pages import people
from tracker.wording import route as words
from tracker.wording.grammar import for_script
from tracker.wording.site.pages import ROUTE
from tracker.wording.site.values import DATA_CHOICE, ROUTE_WORDS
from tracker.wording.words import called, dated_in_words, number_of, with_article

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.answers.route import RouteTest, Stated
    from tracker.law.articles import ArticleRule
    from tracker.site.between import Between
    from tracker.site.model import Site, TreatyContent
    from tracker.site.pages import File

#: The list of statements, as the page's script fills its day in.
_READ, _UNREAD = Listing(status_as_of=None, named="{listed}"), Listing.of(None)

#: The kinds of data that may be asked for; None: any.
_DATA = (None, *DataClass)


class Routes:
    """The answers of all treaties that the rule table knows, computed once for the page and its data files."""

    def __init__(self, site: Site, between: Between) -> None:
        self._site = site
        self._between = between
        self._treaties = {
            treaty.status.treaty.id: treaty for treaty in site.treaties if rules_of(treaty.status.treaty.id)
        }

    def page(self) -> Page:
        """The page itself."""
        days = [status["status_as_of"] for status in statuses_of(self._site) if status["status_as_of"]]
        data = self._data()
        articles = [
            (f"{treaty}.{article}", words.place(held.status.treaty, article), _(rule.title))
            for treaty, held in self._treaties.items()
            for article, rule in rules_of(treaty).items()
        ]
        return Page(
            path="route.html",
            title=_(ROUTE),
            template="route.html",
            context={
                "people": people(self._site),
                "articles": articles,
                "territories": [(one.participant, one.name, called(one.name)) for one in territories()],
                "data_classes": [(str(one), fill(DATA_CHOICE, data=_(words.DATA[one]))) for one in DataClass],
                "status_as_of": max(days, default=""),
                "data": data,
            },
            twin=data,
        )

    def files(self) -> Iterator[File]:
        """Of each participant what its statements mean, as a script: a page in a folder can load no other data."""
        yield lasting_script("route/between.js", "between_data", self._between.data())
        for participant, _name in people(self._site):
            numbers: dict[tuple[object, ...], int] = {}
            treaties = {treaty: self._sides(participant, held, numbers) for treaty, held in self._treaties.items()}
            places = {treaty: _places(participant, held, numbers) for treaty, held in self._treaties.items()}
            held = {"tests": list(numbers), "treaties": treaties, "places": places}
            yield script(f"route/{participant}.js", f"route_with[{inline(participant)}]", held)

    # ---- one side ------------------------------------------------------------------------------

    def _sides(
        self, participant: str, held: TreatyContent, numbers: dict[tuple[object, ...], int]
    ) -> list[tuple[str, dict[str, dict[str, object]]]]:
        """[[day, article → its tests], …]: `asked` and `asker`, each by the kind of data asked for."""
        own, parent = self._stated(participant, held), self._stated_under_parent(participant, held)
        name = self._between.histories[held.status.treaty.id].name(participant)
        found = []
        for day in sorted({day for one in (*own, *parent) for day in _days(one)} | {""}):
            record = Record(
                participant=participant,
                name=name,
                day=date.fromisoformat(day) if day else date.min,
                stated=_applying(own, day),
                parent=_applying(parent, day),
            )
            listed = _READ if held.statements_read else _UNREAD
            rules = rules_of(held.status.treaty.id).items()
            found.append((day, {article: _side(record, article, rule, listed, numbers) for article, rule in rules}))
        return found

    def _stated(self, participant: str, held: TreatyContent) -> list[tuple[list[tuple[str, bool]], Stated]]:
        """The statements of a participant, each with the days on which it begins or ends to apply."""
        return [
            (self._between.applying(held, stated.id), stated)
            for stated in held.stated
            if stated.statement.participant == participant
        ]

    def _stated_under_parent(
        self, participant: str, held: TreatyContent
    ) -> list[tuple[list[tuple[str, bool]], Stated]]:
        parent = next((one for one in self._site.treaties if one.status.treaty.id == held.status.treaty.parent), None)
        return self._stated(participant, parent) if parent else []

    # ---- the page's own data -------------------------------------------------------------------

    def _data(self) -> dict[str, object]:
        followed = [treaty.status.treaty for treaty in self._site.treaties]
        return {
            "names": dict(people(self._site)),
            "words": {
                **said(ROUTE_WORDS),
                "answers": said(words.ANSWERS),
                "not_recent": _(words.NOT_RECENT),
                "in": _(words.IN_TERRITORY),
                "by": _(words.BY_TERRITORY),
                "no_matter_where": _(words.NOT_ASKED),
            },
            "not_decided": said(words.NOT_DECIDED),
            "territories": {one.name: for_script(with_article(one.name)) for one in territories()},
            "ranks": [str(way) for way in Way],
            "recent_days": RECENT.days,
            "assistance": {treaty.id: number_of(treaty.id) for treaty in followed if assists(treaty.id)},
            "treaties": {treaty: self._of_treaty(held) for treaty, held in self._treaties.items()},
        }

    def _of_treaty(self, held: TreatyContent) -> dict[str, object]:
        treaty = held.status.treaty
        histories = self._between.histories[treaty.id]
        names = {participant: histories.name(participant) for participant, _name in people(self._site)}
        usual = dict(people(self._site))
        return {
            "seat": treaty.seat,
            "status_as_of": iso(held.status.status_as_of),
            "listed_on": iso(held.statements_read_on),
            "names": {key: name for key, name in names.items() if name != usual[key]},
            "notes": said(notes_of(treaty.id)),
            "limits": words.limits("{status}", "{listed}" if held.statements_read else None, held.status.provenance),
            "list_not_known": [words.list_not_known(named) for named in ("{listed}", None)],
            "articles": {article: _article(held, article, rule) for article, rule in rules_of(treaty.id).items()},
        }


def _days(held: tuple[list[tuple[str, bool]], Stated]) -> Iterator[str]:
    """The days on which what a statement does may turn: those on which it begins or ends, or is no longer listed."""
    turns, stated = held
    yield from (day for day, _applies in turns)
    if shown_on := stated.statement.last_shown_on:
        yield (shown_on + timedelta(days=1)).isoformat()


def _applying(stated: Sequence[tuple[list[tuple[str, bool]], Stated]], day: str) -> tuple[Stated, ...]:
    """Those that apply on a day."""
    return tuple(one for turns, one in stated if [applies for since, applies in turns if since <= day][-1:] == [True])


def _side(
    record: Record, article: str, rule: ArticleRule, listed: Listing, numbers: dict[tuple[object, ...], int]
) -> dict[str, object]:
    def number(test: RouteTest | None) -> int | None:
        return None if test is None else _number(test, numbers)

    needs_authority = bool(rule.authorities or rule.parent_authorities)
    return {
        "excluded_by_asked": [number(checks.excluded(record, rule, data, listed)) for data in _DATA],
        "excluded_by_asker": [number(checks.excluded_by_asker(record, rule, data, listed)) for data in _DATA],
        "conditions": number(checks.conditions(record, rule, listed)),
        "authorities": number(checks.authority(record, rule, listed)) if needs_authority else None,
        "unread": number(checks.unread_of(record, article, listed)),
    }


def _places(
    participant: str, held: TreatyContent, numbers: dict[tuple[object, ...], int]
) -> dict[str, list[tuple[str, int]]]:
    """Territory → [[day, number of its test], …], where the treaty is in force between the two."""
    found = {}
    for known, turns in held.in_territories.items():
        if known.participant == participant:
            tests = ((day, checks.territory(known.name, said, in_force=True)) for day, said in turns)
            found[known.name] = [
                ("" if day == BEGINNING else day.isoformat(), _number(test, numbers)) for day, test in tests
            ]
    return found


def _number(test: RouteTest, numbers: dict[tuple[object, ...], int]) -> int:
    """The place of a test in the list of those that occur."""
    found = (test.result, dated_in_words(test.words), test.rule, test.statements)
    return numbers.setdefault(found, len(numbers))


def _article(held: TreatyContent, article: str, rule: ArticleRule) -> dict[str, object]:
    """What an answer says of the article whoever asks."""
    place = words.place(held.status.treaty, article)
    tests = [checks.article(rule, place, data) for data in _DATA]
    return {
        "place": place,
        "title": _(rule.title),
        "way": _(rule.way),
        "then": rule.then,
        "review": None
        if rule.reviewed_by
        else words.not_reviewed(held.status.treaty.id, article, text_read=rule.text_read),
        "article": [(test.result, test.words, test.rule) for test in tests],
        "agreement": None
        if rule.agreement is None
        else {
            "rule": rule.agreement,
            "in_force": words.other_treaty_in_force("{treaties}", place),
            "not_known": words.other_treaty_not_known(place),
        },
    }
