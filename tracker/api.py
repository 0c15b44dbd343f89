"""The questions of the command line, for Python.

    import tracker

    with tracker.open("tracker.db") as t:
        rows = t.parties("ets-185", as_of="2015-12-03")
        frame = pandas.DataFrame(tracker.to_dicts(rows))

Read-only. Each method reads one moment of the database and returns the frozen values that the command of its name
prints; `to_dicts` turns them into what `--json` prints (docs/json.md). Days are dates or ISO texts (`2015-12-03`),
moments are UTC (`2026-03-01T00:00:00Z`). `as_of` is the day that is asked about (today if left out), `known_at` the
moment by which something had to be known to count (now if left out).

Every method raises UsageError for an unknown treaty, State or id, and DatabaseError for a file that cannot be read.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from db.knowledge import read_knowledge
from db.store import Store
from tracker.answers.between import between
from tracker.answers.calendar import DatedItem, calendar_items, gather
from tracker.answers.chronology import DatedAct, chronology
from tracker.answers.comparison import ComparisonRow, compare
from tracker.answers.dossier import Dossier, dossier
from tracker.answers.figures import FiguresAnswer, SeriesAnswer, figures, series
from tracker.answers.history.provenance import Why, why
from tracker.answers.history.records import ChangeAnswer, EvidenceAnswer, SnapshotHead
from tracker.answers.history.snapshots import SnapshotAnswer, difference, snapshot, snapshots
from tracker.answers.movement import MovementAnswer, movement
from tracker.answers.reconciliation import FindingAnswer, explained, reconcile
from tracker.answers.route import Asked, Route, route
from tracker.answers.side_by_side import side_by_side
from tracker.answers.standing import KnowledgeAge, StandingRow, answers_for, choose, find_participants, parties
from tracker.answers.statements import StatementAnswer, ask
from tracker.answers.territories import TerritorialApplication, territorial_applications
from tracker.answers.to_json import to_json
from tracker.errors import UsageError
from tracker.law.articles import DataClass
from tracker.models import parse_day, parse_moment
from tracker.models.records import Filter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import TracebackType

    from db.knowledge import Knowledge
    from tracker.answers.between import Between
    from tracker.answers.to_json import Object
    from tracker.models import Treaty

    Day = date | str
    Moment = datetime | str
    Names = str | Iterable[str]


def open_database(path: str | Path = "tracker.db") -> Tracker:
    """Open a tracker's database for questions. Raises NoDatabaseError, BusyError, DatabaseError."""
    return Tracker(Store.open(Path(path), read_only=True))


def to_dicts(found: object) -> list[Object]:
    """The values as `--json` prints them, one dictionary each; what pandas.DataFrame takes."""
    values = list(found) if isinstance(found, list | tuple) else [found]
    return cast("list[Object]", to_json(values))


class Tracker:
    """An open database. Use it in a `with` block, or close it."""

    def __init__(self, store: Store, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._store = store
        self._now = now

    def __enter__(self) -> Tracker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._store.__exit__(kind, error, trace)

    def close(self) -> None:
        """Close the database."""
        self._store.__exit__(None, None, None)

    @contextmanager
    def _known(self, known_at: Moment | None = None) -> Iterator[Knowledge]:
        with read_knowledge(self._store, _moment(known_at)) as view:
            yield view

    # ---- who is what ----

    def treaties(self) -> list[Treaty]:
        """The treaties followed, in the configuration's order, then those that once were."""
        with self._known() as view:
            return list(view.treaties())

    def ages(
        self, treaties: Names = (), *, as_of: Day | None = None, known_at: Moment | None = None
    ) -> dict[str, KnowledgeAge]:
        """How old the knowledge of each treaty is, by its id; one of which nothing was read is left out."""
        with self._known(known_at) as view:
            found = answers_for(view, _names(treaties), self._now(), _day(as_of))
            return {answer.known.treaty.id: answer.age for answer in found}

    def parties(
        self,
        treaties: Names = (),
        *,
        as_of: Day | None = None,
        known_at: Moment | None = None,
        standing: Names = (),
    ) -> list[StandingRow]:
        """Who is party, contracting, signatory, invited or former on a day (VCLT arts 2(1)(f) and (g)). `standing`
        keeps only these; `none` must be named to be seen."""
        with self._known(known_at) as view:
            wanted = _names(treaties)
            return parties(view, now=self._now(), treaties=wanted, day=_day(as_of), standings=_names(standing))[0]

    def territories(
        self,
        names: Names = "all",
        treaties: Names = (),
        *,
        as_of: Day | None = None,
        known_at: Moment | None = None,
    ) -> list[TerritorialApplication]:
        """Whether treaties apply in territories, by the statements on record (ETS 185 art. 38)."""
        with self._known(known_at) as view:
            asked = {"treaties": _names(treaties), "day": _day(as_of), "names": _names(names)}
            return territorial_applications(view, now=self._now(), **asked)[0]  # type: ignore[arg-type] # as named

    def state(self, name: str, *, as_of: Day | None = None, known_at: Moment | None = None) -> Dossier:
        """Everything that is known of a State, an organisation or a territory."""
        with self._known(known_at) as view:
            return dossier(view, name, now=self._now(), day=_day(as_of))

    def compare(
        self, one: str, other: str, *, as_of: Day | None = None, known_at: Moment | None = None
    ) -> list[ComparisonRow]:
        """Who takes part in one of two treaties, in both or in neither."""
        with self._known(known_at) as view:
            return compare(view, one, other, now=self._now(), day=_day(as_of))[0]

    # ---- between two ----

    def between(
        self,
        one: str,
        other: str,
        treaties: Names = (),
        *,
        as_of: Day | None = None,
        known_at: Moment | None = None,
        statements: bool = False,
    ) -> list[Between]:
        """Whether each treaty is in force between two participants (VCLT arts 24, 54, 57, 58); `statements` adds those
        of both sides, by place of the text."""
        with self._known(known_at) as view:
            found = between(view, one, other, now=self._now(), treaties=_names(treaties), day=_day(as_of))
            return [side_by_side(view, held) for held in found] if statements else found

    def route(
        self,
        asker: str,
        asked: str,
        *,
        article: str | None = None,
        treaties: Names = (),
        data: str | None = None,
        in_: str | None = None,
        by: str | None = None,
        as_of: Day | None = None,
        known_at: Moment | None = None,
    ) -> list[Route]:
        """May the asker turn to the asked under an article of ETS 185 or CETS 224, by the record? `in_`: a territory of
        the asked, where its provider is; `by`: one of the asker, whose authority asks. `data`: subscriber, traffic or
        content."""
        question = Asked(
            asker=asker,
            asked=asked,
            article=article,
            treaties=_names(treaties),
            data=DataClass(data) if data else None,
            day=_day(as_of),
            in_=in_,
            by=by,
        )
        with self._known(known_at) as view:
            return route(view, question, now=self._now())

    # ---- counts and dates ----

    def figures(
        self, treaties: Names = (), *, as_of: Day | None = None, known_at: Moment | None = None
    ) -> FiguresAnswer:
        """The counts of each treaty on a day, with the official ones beside them."""
        with self._known(known_at) as view:
            return figures(view, now=self._now(), day=_day(as_of), treaties=_names(treaties))

    def series(self, treaties: Names = (), *, as_of: Day | None = None, known_at: Moment | None = None) -> SeriesAnswer:
        """The counts of each treaty from its first act to a day."""
        with self._known(known_at) as view:
            return series(view, now=self._now(), treaties=_names(treaties), day=_day(as_of))

    def movement(
        self, first: Day, last: Day, treaties: Names = (), *, known_at: Moment | None = None
    ) -> MovementAnswer:
        """What the counts were on two days, and which acts lie between."""
        one, other = _day(first), _day(last)
        if one is None or other is None:
            raise UsageError("name two days")
        with self._known(known_at) as view:
            return movement(view, now=self._now(), first=one, last=other, treaties=_names(treaties))

    def calendar(
        self, treaties: Names = (), *, everything: bool = False, known_at: Moment | None = None
    ) -> list[DatedItem]:
        """Dates to come, printed or by the treaty's own rule; `everything`: also those that have passed."""
        with self._known(known_at) as view:
            found = gather(view, treaties=_names(treaties))
            return calendar_items(found, now=self._now(), everything=everything)

    # ---- statements ----

    def statements(
        self,
        treaties: Names = (),
        *,
        participants: Names = (),
        article: str | None = None,
        search: str | None = None,
        as_of: Day | None = None,
        known_at: Moment | None = None,
    ) -> list[StatementAnswer]:
        """Reservations, declarations, objections and other statements, whole."""
        with self._known(known_at) as view:
            return ask(
                view,
                treaties=_names(treaties),
                participants=_names(participants),
                article=article,
                search=search,
                day=_day(as_of),
            )

    # ---- what happened, and what was recorded ----

    def acts(
        self,
        treaties: Names = (),
        *,
        participants: Names = (),
        since: Day | None = None,
        until: Day | None = None,
        as_of: Day | None = None,
        known_at: Moment | None = None,
    ) -> list[DatedAct]:
        """Acts and dates that took effect, by their own date, oldest first, also those of before the first read; an
        invitation, which has no date, only where no days are named."""
        with self._known(known_at) as view:
            return chronology(
                view,
                now=self._now(),
                treaties=_names(treaties),
                participants=_names(participants),
                since=_day(since),
                until=_day(until),
                day=_day(as_of),
            )[0]

    def changes(
        self,
        treaties: Names = (),
        *,
        participants: Names = (),
        kinds: Names = (),
        natures: Names = (),
        since: Day | None = None,
        until: Day | None = None,
    ) -> list[ChangeAnswer]:
        """The changes recorded, oldest first, by the day on which they were noticed."""
        with self._known() as view:
            wanted = Filter(
                since=_day(since),
                until=_day(until),
                treaties=tuple(treaty.id for treaty in choose(view, _names(treaties))) if _names(treaties) else (),
                participants=find_participants(view, _names(participants)),
                kinds=_names(kinds),
                natures=_names(natures),
            )
            return [ChangeAnswer.of(change) for change in self._store.changes.find(wanted)]

    def why(self, change: int) -> Why:
        """The rule, charts, evidence and deliveries of a change."""
        with self._known() as view:
            return why(view, change)

    def snapshots(self, treaties: Names = ()) -> list[SnapshotHead]:
        """The stored charts, oldest first."""
        with self._known() as view:
            return [SnapshotHead.of(item) for item in snapshots(view, _names(treaties))]

    def snapshot(self, number: int) -> SnapshotAnswer:
        """One stored chart with its rows."""
        with self._known() as view:
            return snapshot(view, number)

    def diff(self, before: int, after: int) -> list[ChangeAnswer]:
        """What differs between two stored charts of one treaty."""
        with self._known() as view:
            return difference(view, before, after, now=self._now())

    def evidence(self, number: int) -> EvidenceAnswer:
        """Where and when a page was fetched, and its SHA-256."""
        with self._known() as view:
            return EvidenceAnswer.of(view.evidence(number))

    def evidence_body(self, number: int) -> bytes:
        """The exact bytes of a page, as received."""
        with self._known() as view:
            return self._store.archive.body(view.evidence(number).sha256)

    def reconcile(self, treaties: Names = (), *, everything: bool = False) -> list[FindingAnswer]:
        """Where sources, rules of treaties and official figures disagree; `everything`: also where they agree."""
        with self._known() as view:
            found = reconcile(view, now=self._now(), treaties=_names(treaties))
            return [explained(one) for one in found if everything or not one.status.agreed]


def _names(given: Names) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def _day(given: Day | None) -> date | None:
    if given is None or (isinstance(given, date) and not isinstance(given, datetime)):
        return given
    if isinstance(given, str):
        with suppress(ValueError):
            return parse_day(given)
    raise UsageError(f"{given!r} is not a day like 2026-02-05")


def _moment(given: Moment | None) -> datetime | None:
    if given is None:
        return None
    if isinstance(given, datetime):
        if given.tzinfo is None:
            raise UsageError(f"{given!r} has no time zone: give a moment in UTC")
        return given.astimezone(UTC)
    try:
        return parse_moment(given)
    except (ValueError, OverflowError):
        raise UsageError(f"{given!r} is not a moment like 2026-02-05T12:00:00Z") from None
