"""What the treaty's own rule gives where no source prints a date: entry into force, and the end of participation. Pure.

The instrument decides, and a chart is evidence of it: a blank cell is no statement.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from tracker.law.rules import clauses_of, denunciation_rule, entry_rule
from tracker.law.standing import as_of, consented_to, ever_consented, threshold_reached
from tracker.models import ConsentKind, Field, Listed, Period, Row, but

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from tracker.law.rules import DenunciationRule, EntryRule
    from tracker.models import Chart, Threshold, Treaty

PeriodT = TypeVar("PeriodT", Period, Row)


def counting_parent(treaty: Treaty, parent: Chart | None) -> Chart | None:
    """The parent's chart, if only consents of those who consented to the parent count towards the threshold."""
    return parent if clauses_of(treaty).counted else None


def threshold_reached_on(rows: Iterable[Row], threshold: Threshold, parent: Chart | None = None) -> date | None:
    """The first day with enough consents, and enough of them by members; None if there was none.

    Only consents with a known date count. A participation that ended before that day does not. `parent` is as in
    `counted_by`; a consent to the parent may then be what makes an earlier consent count.
    """
    held = tuple(row for row in rows if ever_consented(row))
    if len(held) < threshold.needed:
        return None
    of_parent = [row for row in (parent.row(row.participant) for row in held) if row] if parent else []
    periods: list[Period | Row] = [*held, *of_parent]
    for row in (*held, *of_parent):
        periods += row.former
    days = {period.consent_on for period in periods if period.consent_on}
    return next((day for day in sorted(days) if threshold_reached(held, threshold, day, parent)), None)


def expected_treaty_entry(rows: Iterable[Row], treaty: Treaty, parent: Chart | None = None) -> date | None:
    """When the treaty itself enters into force by its own text; None if the threshold is not reached."""
    rule, threshold = entry_rule(treaty), treaty.threshold
    if rule is None or threshold is None:
        return None
    reached_on = threshold_reached_on(rows, threshold, counting_parent(treaty, parent))
    return rule.for_treaty(reached_on) if reached_on else None


def complete(chart: Chart, treaty: Treaty, parent: Chart | None = None) -> Chart:
    """The chart with the dates by the treaty's rule in addition to the printed ones.

    A printed date is never overridden. `parent` is the parent's chart, itself complete; None: no parent, or not known.
    """
    rule = _Rule(
        entry=entry_rule(treaty),
        denunciation=denunciation_rule(treaty),
        ends_with_parent=clauses_of(treaty).denounced is not None,
        floor=chart.in_force_on,
        printed=chart.in_force_on is not None,
        parent=parent,
        counting=counting_parent(treaty, parent),
    )
    rows, itself = tuple(rule.row(row) for row in chart.rows), None
    if chart.in_force_on is None:  # a consent that has ended by the rule does not count towards the treaty's own entry
        itself = expected_treaty_entry(rows, treaty, parent)
        rows = tuple(replace(rule, floor=itself).row(row) for row in rows) if itself else rows
    return replace(chart, entry_by_rule=itself, rows=rows)


def expected_entries(chart: Chart, treaty: Treaty, parent: Chart | None = None) -> dict[str, date]:
    """The expected entry into force of each participant that consented and has no printed one.

    A printed date is never overridden. No date is expected while the treaty's threshold is not reached, for a
    succession (its date may be later than its effect, docs/sources.md#law), for a participation that was denounced, or
    for one without consent to the parent where that is needed.
    """
    return _expected(complete(chart, treaty, parent))


def _expected(completed: Chart) -> dict[str, date]:
    awaited = (row for row in completed.rows if not (row.denounced_on or row.left_on))
    return {row.participant: row.entry_by_rule for row in awaited if row.entry_by_rule}


def expected_by(chart: Chart, treaty: Treaty, day: date, parent: Chart | None = None) -> dict[str | None, date]:
    """Entries into force that the consents of a day let expect and that no source prints.

    The keys are participants; None stands for the treaty itself.
    """
    return expected_then(replace(chart, rows=tuple(as_of(row, day) for row in chart.rows)), treaty, parent)


def expected_then(then: Chart, treaty: Treaty, parent: Chart | None = None) -> dict[str | None, date]:
    """The same of a chart whose rows are as the law saw them on the day."""
    then = complete(then, treaty, parent)
    found: dict[str | None, date] = {None: then.entry_by_rule} if then.entry_by_rule else {}
    return found | dict(_expected(then).items())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """The treaty's rules with the day from which the treaty is in force, as printed or by the rule.

    `counting` is as in `counting_parent`.
    """

    entry: EntryRule | None
    denunciation: DenunciationRule | None
    ends_with_parent: bool
    floor: date | None
    printed: bool
    parent: Chart | None
    counting: Chart | None

    def row(self, row: Row) -> Row:
        decides = self.printed and Field.IN_FORCE_ON not in row.known
        if not row.former:
            return self._dated(row, row.participant, decides=decides)  # most rows
        former = tuple(self._dated(one, row.participant, decides=decides) for one in row.former)
        current = self._dated(row, row.participant, decides=decides)
        return current if former == row.former else but(current, former=former)

    def _dated(self, period: PeriodT, participant: str, *, decides: bool) -> PeriodT:
        left = self._left(period, participant)
        entry = self._entry(period, participant, period.left_on or left)
        if (period.entry_by_rule, period.left_by_rule, period.rule_decides) == (entry, left, decides):
            return period  # most rows, and `replace` is slow
        return but(period, entry_by_rule=entry, left_by_rule=left, rule_decides=decides)

    def _left(self, period: Period | Row, participant: str) -> date | None:
        if period.left_on:
            return None
        ends = []
        if self.denunciation and period.denounced_on:
            ends.append(self.denunciation.after(period.denounced_on))
        if self.ends_with_parent and period.consent_on:
            ends += [end for end in self._parent_ends(participant) if end > period.consent_on]
        return min(ends) if ends else None

    def _parent_ends(self, participant: str) -> Iterator[date]:
        row = self.parent.row(participant) if self.parent else None
        periods: tuple[Period | Row, ...] = (*row.former, row) if row else ()
        for period in periods:
            end = period.left_on or period.left_by_rule
            if end:
                yield end

    def _entry(self, period: Period | Row, participant: str, end: date | None) -> date | None:
        if self.entry is None or self.floor is None or period.consent_on is None or not _awaits_entry(period, end):
            return None
        entry = max(self.entry.for_state(period.consent_on), self.floor)
        if end and end <= entry:
            return None
        return entry if self.counting is None or consented_to(self.counting, participant, entry) else None


def _awaits_entry(period: Period | Row, end: date | None) -> bool:
    unknown_end = period.denounced_on is not None and end is None
    ended = unknown_end or (isinstance(period, Row) and period.listed is Listed.FORMER)
    return period.in_force_on is None and period.consent_kind is not ConsentKind.SUCCESSION and not ended
