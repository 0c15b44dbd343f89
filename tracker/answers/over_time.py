"""What is known of a treaty now, as spans of days: what the SQL views take from the law.

Each function of the law is asked on the days on which its answer may change; between two of them it stays the same.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from tracker.answers.figures import days_of
from tracker.answers.knowledge import known
from tracker.answers.losses import is_retraction, loss_on, turning_days_of
from tracker.answers.standing import by_rule_since, left_by_rule_on
from tracker.law import as_of, clauses_of, counting_parent, reached, standing_on
from tracker.law.doubt import contradiction_on
from tracker.law.figures import figures_on
from tracker.law.lost import days_with_lost
from tracker.law.periods import dates_of, periods_of
from tracker.law.relations import (
    having_lost,
    itself_on,
    parent_side,
    relation_of,
    shows_entries,
    under_parent,
    with_lost,
)
from tracker.law.sides import side_on
from tracker.law.standing import ever_consented, organisation, period_on
from tracker.law.unknown import undated
from tracker.models import Chart, Row, Standing
from tracker.models.over_time import BoundSpan, Counts, OverTime, RuleSpan
from tracker.participants import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.answers.knowledge import KnownTreaty
    from tracker.answers.view import View
    from tracker.law import ParentClauses
    from tracker.law.relations import Itself
    from tracker.law.sides import Side
    from tracker.models import Change, Treaty

SpanT = TypeVar("SpanT", RuleSpan, BoundSpan)


def over_time(view: View, treaty: Treaty) -> OverTime:
    """The spans and figures of a treaty; empty if nothing was read of it."""
    stands = known(view, treaty)
    if stands is None:
        return OverTime()
    lost: defaultdict[str, list[Change]] = defaultdict(list)
    for change in view.told_by_other_sources(treaty.id, treaty.sources[0]):  # with all that was taken back
        if change.participant and is_retraction(change):
            lost[change.participant].append(change)
    itself, clauses = _itself(stands.chart), clauses_of(treaty)
    rows: dict[str, Row] = {row.participant: row for row in stands.chart.rows}
    spans = [
        _spans(who, rows.get(who), tuple(lost.get(who, ())), itself, _above(stands, who), clauses)
        for who in sorted(rows.keys() | lost.keys())
    ]
    return OverTime(
        rules=tuple(span for rules, _ in spans for span in rules),
        bound=tuple(span for _, bound in spans for span in bound),
        counts=tuple(_counts(stands)),
    )


# ---- each participant ---------------------------------------------------------------------------


def _itself(chart: Chart) -> Chart:
    """What a chart says of the treaty itself; nothing else of it than this and its own row matters to a participant."""
    return Chart(
        rows=(),
        in_force_on=chart.in_force_on,
        shows_in_force_on=shows_entries(chart),
        entry_by_rule=chart.entry_by_rule,
        entries_with_lost=chart.entries_with_lost,
    )


def _above(stands: KnownTreaty, participant: str) -> Chart | None:
    """What the parent's chart says of a participant."""
    parent = stands.parent
    if parent is None:
        return None
    row = parent.row(participant)
    return Chart(
        rows=(row,) if row else (), status_as_of=parent.status_as_of, entries_with_lost=parent.entries_with_lost
    )


_Spans = tuple[tuple[RuleSpan, ...], tuple[BoundSpan, ...]]


@lru_cache(maxsize=1024)  # of a treaty that changed, nearly all participants stand as they did
def _spans(
    participant: str,
    row: Row | None,
    lost: tuple[Change, ...],
    itself: Chart,
    above: Chart | None,
    clauses: ParentClauses,
) -> _Spans:
    timeline = _Timeline(participant, row, lost, itself, above, clauses)
    return tuple(_merged(timeline.rules())), tuple(_merged(timeline.bound()))


@dataclass(frozen=True, slots=True)
class _Timeline:
    """One participant on any day. `lost`: its retractions; `chart`: of the treaty itself; `parent`: of it alone."""

    participant: str
    row: Row | None
    lost: tuple[Change, ...]
    chart: Chart
    parent: Chart | None
    clauses: ParentClauses

    def rules(self) -> Iterator[RuleSpan]:
        """What the rule adds to the standing, of each day on which that may change."""
        row = self.row
        if row is None or not any(one.entry_by_rule or one.left_by_rule or one.rule_decides for one in periods_of(row)):
            return  # most rows: every date is printed
        for day, until in self._days(row, ()):
            then = as_of(row, day)
            yield RuleSpan(
                participant=row.participant,
                from_on=day,
                until_on=until,
                period=_party_by_rule(row, day),
                by_rule_since=by_rule_since(then, day),
                left_by_rule_on=left_by_rule_on(then, day),
            )

    def bound(self) -> Iterator[BoundSpan]:
        """Whether the treaty is in force for it, of each day on which that may change."""
        participant, row, lost = self.participant, self.row, self.lost
        name = row.name if row else next((told.name for told in lost if told.name), participant)
        for day, until in self._days(row or Row(participant=participant, name=name), lost):
            itself, above = self._itself_on(day), parent_side(row, self.parent, day)
            own = with_lost(side_on(row, day, None, {}), row, self.chart, day)
            side = having_lost(under_parent(own, above, self.clauses), loss_on(lost, row, day))
            both = relation_of(side, side, itself)  # what it is to another of its kind
            yield BoundSpan(
                participant=participant,
                name=name,
                from_on=day,
                until_on=until,
                in_force=both.in_force,
                since=both.since,
                by_rule_since=both.by_rule_since,
                lost_on=side.unshown_since,
                undated=row is not None and undated(row, own, day) and self._never_known(own, above, itself),
            )

    def _never_known(self, own: Side, above: Side | None, itself: Itself) -> bool:
        unknown = under_parent(replace(own, bound=None), above, self.clauses)
        return relation_of(unknown, unknown, itself).in_force is None

    def _days(self, row: Row, lost: Iterable[Change]) -> Iterator[tuple[date, date | None]]:
        turns = sorted(self._turns(row, lost))
        return zip(turns, [*turns[1:], None], strict=True)

    def _itself_on(self, day: date) -> Itself:
        # what the consents of a day let expect, and the day has reached, is what all consents do
        chart = self.chart
        return itself_on(chart, day, {None: chart.entry_by_rule} if chart.entry_by_rule else {})

    def _turns(self, row: Row, lost: Iterable[Change]) -> set[date]:
        """The days on which something of a row may change."""
        chart = self.chart
        above = self.parent.row(row.participant) if self.parent else None
        days = {date.min, *dates_of(row), *(dates_of(above) if above else ())}
        days |= {day for day in (chart.in_force_on, chart.entry_by_rule) if day}
        days |= days_with_lost(chart, (None, row.participant)) | days_with_lost(self.parent, (row.participant,))
        days |= {day for day in table().get(row.participant).existed or () if day}
        return days.union(*(turning_days_of(change) for change in lost))


def _party_by_rule(row: Row, day: date) -> int | None:
    """The period that counts, if it makes a Party by the rule alone."""
    if not any(period.rule_decides for period in periods_of(row)) or standing_on(row, day) is not Standing.PARTY:
        return None
    counts = period_on(row, day)
    if not reached(counts.entry_by_rule, day):
        return None
    return next(number for number, period in enumerate(periods_of(row)) if period is counts)


def _merged(spans: Iterable[SpanT]) -> Iterator[SpanT]:
    """Without those of which there is nothing to say, and with equal neighbours as one."""
    held: SpanT | None = None
    for span in spans:
        if held and _content(held) == _content(span):
            held = replace(held, until_on=span.until_on)
            continue
        if held and _says_something(held):
            yield held
        held = span
    if held and _says_something(held):
        yield held


_OF_BOUND = attrgetter("in_force", "since", "by_rule_since", "lost_on", "undated")
_OF_RULE = attrgetter("period", "by_rule_since", "left_by_rule_on")


def _content(span: RuleSpan | BoundSpan) -> object:
    """What a span says, without its days; spans of one participant are compared."""
    return _OF_BOUND(span) if isinstance(span, BoundSpan) else _OF_RULE(span)


def _says_something(span: RuleSpan | BoundSpan) -> bool:
    if isinstance(span, BoundSpan):
        return span.in_force is not False or span.undated
    return _OF_RULE(span) != (None, None, None)


# ---- figures ------------------------------------------------------------------------------------


def _counts(stands: KnownTreaty) -> Iterator[Counts]:
    first = _first_day(stands)
    if first is None:
        return
    # of those that never consented nothing is counted here, nor is anything in doubt but an end
    rows = (row for row in stands.chart.rows if ever_consented(row) or any(one.left_on for one in periods_of(row)))
    chart = replace(stands.chart, rows=tuple(rows))
    before = None
    for day in sorted(_days_of_figures(chart, stands)):
        if day < first:
            continue
        then = replace(chart, rows=tuple(as_of(row, day) for row in chart.rows))
        found = figures_on(then, stands.treaty, day, invited_known=False, parent=stands.parent)
        counts = Counts(
            day=day,
            in_force=found.in_force,
            treaty_in_force=found.treaty_in_force,
            counted=found.counted,
            by_rule=found.by_rule,
        )
        if before is None or replace(before, day=day) != counts:
            yield counts
            before = counts


def _first_day(stands: KnownTreaty) -> date | None:
    """The first day on which figures may differ from what printed dates give, or count less consents than there are, or
    on which printed dates contradict each other; None: there is none. Before it the printed dates decide, and all
    consents count."""
    chart, treaty = stands.chart, stands.treaty
    periods = [period for row in chart.rows for period in periods_of(row)]
    few = treaty.threshold is not None and not treaty.threshold.organisations
    if (
        (treaty.threshold and counting_parent(treaty, stands.parent))
        or (few and any(organisation(row) and ever_consented(row) for row in chart.rows))
        or any(period.rule_decides and period.entry_by_rule for period in periods)
    ):
        return date.min
    by_rule = {
        chart.entry_by_rule,
        *days_with_lost(chart, (None,)),
        *(day for row in chart.rows for day in dates_of(row) if contradiction_on(row, day)),
        *(day for one in periods for day in (one.entry_by_rule, one.left_by_rule)),
    }
    return min((day for day in by_rule if day), default=None)


def _days_of_figures(chart: Chart, stands: KnownTreaty) -> set[date]:
    """The days on which figures may change, the parent's included if those that consented to it are counted alone."""
    days = {date.min, *days_of(chart)}
    if (parent := stands.parent) and counting_parent(stands.treaty, parent):
        consented = {row.participant for row in chart.rows}
        days |= days_of(replace(parent, rows=tuple(row for row in parent.rows if row.participant in consented)))
    return days
