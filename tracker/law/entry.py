"""When a treaty enters into force, for a State and at all; the date expected where none is printed. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

from tracker.law.rules import SHIPPED_RULES
from tracker.law.standing import as_of, consents_by, counted_by, reached, standing_on, threshold_reached
from tracker.models import ConsentKind, Group, Listed, Standing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from tracker.models import Chart, Period, Row, Threshold, Treaty


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthsAfter:
    """Entry into force on the first day of the month after `months` months (ETS 185 art. 36(3) and (4);
    docs/sources.md#law).

    The months count from a State's own consent; for the treaty itself, from the consent that reached the threshold.
    """

    months: int

    def for_state(self, consent_on: date) -> date:
        """When the treaty enters into force for a State, if it is in force by then."""
        return entry_by_rule(consent_on, self.months)

    def for_treaty(self, reached_on: date) -> date:
        """When the treaty itself does."""
        return entry_by_rule(reached_on, self.months)

    def words_for_state(self, consent_on: date) -> str:
        """The rule applied to a consent, for people."""
        return f"{self.months} months after {consent_on}, then the next first day"

    words_for_treaty = words_for_state


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysAfter:
    """Entry into force a fixed number of days after the deposit of an instrument.

    The days count from a State's own instrument; for the treaty itself, from the one that reached the threshold. In the
    UN's treaty XVIII-16 these are the 30th and the 90th day (from memory: docs/sources.md#un).
    """

    treaty_days: int
    state_days: int

    def for_state(self, consent_on: date) -> date:
        """When the treaty enters into force for a State, if it is in force by then."""
        return consent_on + timedelta(days=self.state_days)

    def for_treaty(self, reached_on: date) -> date:
        """When the treaty itself does."""
        return reached_on + timedelta(days=self.treaty_days)

    def words_for_state(self, consent_on: date) -> str:
        """The rule applied to a consent, for people."""
        return f"{self.state_days} days after {consent_on}"

    def words_for_treaty(self, reached_on: date) -> str:
        """The rule applied to the consent that reached the threshold, for people."""
        return f"{self.treaty_days} days after {reached_on}"


EntryRule: TypeAlias = MonthsAfter | DaysAfter


def entry_rule(treaty: Treaty) -> EntryRule | None:
    """The treaty's rule of entry into force, from its configuration or the package; None if not known."""
    if treaty.months_after_consent is not None:
        return MonthsAfter(months=treaty.months_after_consent)
    if treaty.days_after_threshold is not None and treaty.days_after_consent is not None:
        return DaysAfter(treaty_days=treaty.days_after_threshold, state_days=treaty.days_after_consent)
    return None


def entry_by_rule(consent_on: date, months: int) -> date:
    """The first day of the month after `months` months have passed since a consent (docs/sources.md#law).

    With three months, 2018-03-28 gives 2018-07-01, and 1 January gives 1 May.
    """
    years, month = divmod(consent_on.month + months, 12)
    return consent_on.replace(year=consent_on.year + years, month=month + 1, day=1)


def expected_entry(consent_on: date, rule: EntryRule, treaty_in_force_on: date | None) -> date | None:
    """When a treaty enters into force for a State: by the rule, but never before the treaty itself.

    None if the treaty's own entry into force is not known.
    """
    return None if treaty_in_force_on is None else max(rule.for_state(consent_on), treaty_in_force_on)


def threshold_reached_on(rows: Iterable[Row], threshold: Threshold) -> date | None:
    """The first day with enough consents, and enough of them by members; None if there was none.

    Only consents with a known date count. A participation that ended before that day does not.
    """
    held = tuple(rows)
    periods: list[Period | Row] = [*held]
    for row in held:
        periods += row.former
    days = {period.consent_on for period in periods if period.consent_on}
    return next((day for day in sorted(days) if threshold_reached(held, threshold, day)), None)


def expected_treaty_entry(rows: Iterable[Row], treaty: Treaty) -> date | None:
    """When the treaty itself enters into force by its own text; None if the threshold is not reached."""
    rule, reached_on = entry_rule(treaty), treaty.threshold and threshold_reached_on(rows, treaty.threshold)
    return rule.for_treaty(reached_on) if rule and reached_on else None


def expected_entries(chart: Chart, treaty: Treaty) -> dict[str, date]:
    """The expected entry into force of each participant that consented and has no printed one.

    A printed date is never overridden. No date is expected while the treaty's threshold is not reached, for a
    succession (its date may be later than its effect, docs/sources.md#law), or for a participation that ended.
    """
    rule = entry_rule(treaty)
    floor = chart.in_force_on or expected_treaty_entry(chart.rows, treaty)
    if rule is None or floor is None:
        return {}
    return {
        row.participant: max(rule.for_state(row.consent_on), floor)
        for row in chart.rows
        if row.consent_on and _awaits_entry(row)
    }


def expected_by(chart: Chart, treaty: Treaty, day: date) -> dict[str | None, date]:
    """Entries into force that the consents of a day let expect and that no source prints.

    The keys are participants; None stands for the treaty itself.
    """
    return expected_then(replace(chart, rows=tuple(as_of(row, day) for row in chart.rows)), treaty)


def expected_then(then: Chart, treaty: Treaty) -> dict[str | None, date]:
    """The same of a chart whose rows are as the law saw them on the day."""
    itself = None if then.in_force_on else expected_treaty_entry(then.rows, treaty)
    found: dict[str | None, date] = {None: itself} if itself else {}
    return found | dict(expected_entries(then, treaty).items())


def _awaits_entry(row: Row) -> bool:
    ended = row.denounced_on or row.left_on or row.listed is Listed.FORMER
    return row.in_force_on is None and row.consent_kind is not ConsentKind.SUCCESSION and not ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Countdown:
    """How many consents a treaty lacks to enter into force, and who could give the next ones.

    `could_consent` holds the signatories; for a protocol, only those bound by its parent. `could_sign` holds those that
    the parent binds and that have not signed, if the protocol is open only to them.
    """

    threshold: Threshold
    consents: tuple[Row, ...]  # those that count, in order of consent
    members: int  # how many of them are by member States
    could_consent: tuple[Row, ...]
    could_sign: tuple[Row, ...]

    @property
    def missing(self) -> int:
        """How many consents are still needed, in all or from members, whichever is more."""
        members = max((self.threshold.members or 0) - self.members, 0)
        return max(self.threshold.needed - len(self.consents), members)


def countdown(chart: Chart, treaty: Treaty, day: date, parent: Chart | None = None) -> Countdown | None:
    """How far the treaty is from entering into force; None if it is in force or its threshold is not known."""
    if treaty.threshold is None or reached(chart.in_force_on, day):
        return None
    counted = counted_by(chart.rows, treaty.threshold, day)
    bound = _bound(parent, day) if treaty.parent and parent else None
    signed = [row for row in chart.rows if standing_on(row, day) is Standing.SIGNATORY]
    rules = SHIPPED_RULES.get(treaty.id)
    involved = {row.participant for row in chart.rows if standing_on(row, day) is not Standing.NONE}
    return Countdown(
        threshold=treaty.threshold,
        consents=tuple(counted),
        members=sum(1 for row in counted if row.group is Group.MEMBER),
        could_consent=tuple(row for row in signed if bound is None or row.participant in bound),
        could_sign=tuple(row for key, row in bound.items() if key not in involved)
        if bound and rules and rules.signed_by_parents
        else (),
    )


def _bound(parent: Chart, day: date) -> dict[str, Row]:
    return {row.participant: row for row in consents_by(parent.rows, day)}
