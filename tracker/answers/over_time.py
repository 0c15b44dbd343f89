"""What is known of a treaty now, as spans of days: what the SQL views take from the law.

Each function of the law is asked on the days on which its answer may change; between two of them it stays the same.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from tracker.answers.figures import days_of
from tracker.answers.knowledge import known
from tracker.answers.participation import is_retraction, lost_on, turning_days_of
from tracker.answers.standing import by_rule_since, left_by_rule_on
from tracker.law import as_of, clauses_of, counting_parent, reached, standing_on
from tracker.law.figures import figures_on
from tracker.law.lost import days_with_lost
from tracker.law.relations import (
    having_lost,
    itself_on,
    parent_side,
    periods_of,
    relation_of,
    side_on,
    under_parent,
    with_lost,
)
from tracker.law.standing import ever_consented, organisation
from tracker.models import Row, Standing
from tracker.models.over_time import BoundSpan, Counts, OverTime, RuleSpan
from tracker.participants import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tracker.answers.knowledge import KnownTreaty
    from tracker.answers.view import View
    from tracker.law.relations import Itself, Side
    from tracker.models import Change, Chart, Treaty

SpanT = TypeVar("SpanT", RuleSpan, BoundSpan)


def over_time(view: View, treaty: Treaty) -> OverTime:
    """The spans and figures of a treaty; empty if nothing was read of it."""
    stands = known(view, treaty)
    if stands is None:
        return OverTime()
    lost: defaultdict[str, list[Change]] = defaultdict(list)
    for change in view.changes(treaty.id):
        if change.participant and is_retraction(change):
            lost[change.participant].append(change)
    timeline = _Timeline(stands)
    rows: dict[str, Row] = {row.participant: row for row in stands.chart.rows}
    everyone = sorted(rows.keys() | lost.keys())
    return OverTime(
        rules=tuple(span for who in sorted(rows) for span in _merged(timeline.rules(rows[who]))),
        bound=tuple(span for who in everyone for span in _merged(timeline.bound(who, rows.get(who), lost[who]))),
        counts=tuple(_counts(stands)),
    )


# ---- each participant ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Timeline:
    """One treaty on any day."""

    stands: KnownTreaty

    def rules(self, row: Row) -> Iterator[RuleSpan]:
        """What the rule adds to the standing, of each day on which that may change."""
        if not any(one.entry_by_rule or one.left_by_rule or one.rule_decides for one in periods_of(row)):
            return  # most rows: every date is printed
        for day, until in self._spans(row, ()):
            then = as_of(row, day)
            yield RuleSpan(
                participant=row.participant,
                from_on=day,
                until_on=until,
                period=_party_by_rule(row, day),
                by_rule_since=by_rule_since(then, day),
                left_by_rule_on=left_by_rule_on(then, day),
            )

    def bound(self, participant: str, row: Row | None, lost: Sequence[Change]) -> Iterator[BoundSpan]:
        """Whether the treaty is in force for it, of each day on which that may change. `lost`: its retractions."""
        name = row.name if row else next((told.name for told in lost if told.name), participant)
        clauses, parent = clauses_of(self.stands.treaty), self.stands.parent
        for day, until in self._spans(row or Row(participant=participant, name=name), lost):
            itself, above = self._itself_on(day), parent_side(row, parent, day)
            own = with_lost(side_on(row, day, None, {}), row, self.stands.chart, day)
            side = having_lost(under_parent(own, above, clauses), lost_on(lost, row, day))
            both = relation_of(side, side, itself)  # what it is to another of its kind
            unknown = under_parent(replace(own, bound=None), above, clauses)
            yield BoundSpan(
                participant=participant,
                name=name,
                from_on=day,
                until_on=until,
                in_force=both.in_force,
                since=both.since,
                by_rule_since=both.by_rule_since,
                lost_on=side.lost_on,
                undated=_is_undated(row, own) and relation_of(unknown, unknown, itself).in_force is None,
            )

    def _spans(self, row: Row, lost: Iterable[Change]) -> Iterator[tuple[date, date | None]]:
        turns = sorted(self._turns(row, lost))
        return zip(turns, [*turns[1:], None], strict=True)

    def _itself_on(self, day: date) -> Itself:
        # what the consents of a day let expect, and the day has reached, is what all consents do
        chart = self.stands.chart
        return itself_on(chart, day, {None: chart.entry_by_rule} if chart.entry_by_rule else {})

    def _turns(self, row: Row, lost: Iterable[Change]) -> set[date]:
        """The days on which something of a row may change."""
        chart, parent = self.stands.chart, self.stands.parent
        above = parent.row(row.participant) if parent else None
        days = {date.min, *_days_of(row), *(_days_of(above) if above else ())}
        days |= {day for day in (chart.in_force_on, chart.entry_by_rule) if day}
        days |= days_with_lost(chart, (None, row.participant)) | days_with_lost(parent, (row.participant,))
        days |= {day for day in table().get(row.participant).existed or () if day}
        return days.union(*(turning_days_of(change) for change in lost))


def _days_of(row: Row) -> Iterator[date]:
    for period in periods_of(row):
        for day in (
            *(period.signed_on, period.consent_on, period.in_force_on, period.denounced_on, period.left_on),
            *(period.entry_by_rule, period.left_by_rule),
        ):
            if day:
                yield day


def _party_by_rule(row: Row, day: date) -> int | None:
    """The last period that makes a Party by the rule alone."""
    if not any(period.rule_decides for period in periods_of(row)) or standing_on(row, day) is not Standing.PARTY:
        return None
    found = [
        number
        for number, period in enumerate(periods_of(row))
        if period.rule_decides and reached(period.entry_by_rule, day) and not reached(period.left_on, day)
    ]
    return found[-1] if found else None


def _is_undated(row: Row | None, side: Side) -> bool:
    listed = row is not None and row.listed is not None
    return listed and not side.begins and side.standing in (Standing.PARTY, Standing.FORMER)


def _merged(spans: Iterable[SpanT]) -> Iterator[SpanT]:
    """Without those of which there is nothing to say, and with equal neighbours as one."""
    held: SpanT | None = None
    for span in spans:
        if held and replace(held, from_on=span.from_on, until_on=span.until_on) == span:
            held = replace(held, until_on=span.until_on)
            continue
        if held and _says_something(held):
            yield held
        held = span
    if held and _says_something(held):
        yield held


def _says_something(span: RuleSpan | BoundSpan) -> bool:
    if isinstance(span, BoundSpan):
        return span.in_force is not False or span.undated
    return (span.period, span.by_rule_since, span.left_by_rule_on) != (None, None, None)


# ---- figures ------------------------------------------------------------------------------------


def _counts(stands: KnownTreaty) -> Iterator[Counts]:
    first = _first_day(stands)
    if first is None:
        return
    # of those that never consented nothing is counted here
    chart = replace(stands.chart, rows=tuple(row for row in stands.chart.rows if ever_consented(row)))
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
    """The first day on which figures may differ from what printed dates give, or count less consents than there are;
    None: there is none. Before it the printed dates decide, and all consents count."""
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
