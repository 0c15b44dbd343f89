"""When a treaty enters into force, for a State and at all; the date expected where none is printed. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.law.by_rule import counting_parent, threshold_reached_on
from tracker.law.lost import entry_with_lost
from tracker.law.rules import SHIPPED_RULES, MonthsAfter
from tracker.law.standing import consents_by, counted_by, ended_by_rule, reached, standing_on
from tracker.models import Group, Standing

if TYPE_CHECKING:
    from datetime import date

    from tracker.law.rules import EntryRule
    from tracker.models import Chart, Row, Threshold, Treaty


def entry_by_rule(consent_on: date, months: int) -> date:
    """The first day of the month after `months` months have passed since a consent (docs/sources.md#law).

    With three months, 2018-03-28 gives 2018-07-01, and 1 January gives 1 May.
    """
    return MonthsAfter(months=months).after(consent_on)


def expected_entry(consent_on: date, rule: EntryRule, treaty_in_force_on: date | None) -> date | None:
    """When a treaty enters into force for a State: by the rule, but never before the treaty itself.

    None if the treaty's own entry into force is not known.
    """
    return None if treaty_in_force_on is None else max(rule.for_state(consent_on), treaty_in_force_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Countdown:
    """How many consents a treaty lacks to enter into force, and who could give the next ones.

    `could_consent` holds the signatories; for a protocol, only those bound by its parent. `could_sign` holds those that
    the parent binds and that have not signed, if the protocol is open only to them. `entry_with_lost`: the day on which
    it would have entered into force with consents that sources no longer show, if that has come.
    """

    threshold: Threshold
    consents: tuple[Row, ...]  # those that count, in order of consent
    not_counted: tuple[Row, ...]
    members: int  # how many of them are by member States
    could_consent: tuple[Row, ...]
    could_sign: tuple[Row, ...]
    entry_with_lost: date | None = None

    @property
    def missing(self) -> int:
        """How many consents are still needed, in all or from members, whichever is more."""
        members = max((self.threshold.members or 0) - self.members, 0)
        return max(self.threshold.needed - len(self.consents), members)


def countdown(chart: Chart, treaty: Treaty, day: date, parent: Chart | None = None) -> Countdown | None:
    """How far the treaty is from entering into force; None if it is in force or its threshold is not known.

    Also None once enough have consented, even if some of them have left since: then the day is fixed.
    """
    if treaty.threshold is None or reached(chart.in_force_on, day):
        return None
    counting = counting_parent(treaty, parent)
    if reached(threshold_reached_on(chart.rows, treaty.threshold, counting), day):
        return None
    counted = counted_by(chart.rows, treaty.threshold, day, counting)
    bound = _bound(parent, day) if treaty.parent and parent else None
    signed = [row for row in chart.rows if standing_on(row, day) is Standing.SIGNATORY]
    rules = SHIPPED_RULES.get(treaty.id)
    involved = {row.participant for row in chart.rows if standing_on(row, day) is not Standing.NONE}
    return Countdown(
        threshold=treaty.threshold,
        consents=tuple(counted),
        not_counted=tuple(row for row in consents_by(chart.rows, day) if row not in counted),
        members=sum(1 for row in counted if row.group is Group.MEMBER),
        could_consent=tuple(row for row in signed if bound is None or row.participant in bound),
        could_sign=tuple(row for key, row in bound.items() if key not in involved)
        if bound and rules and rules.signed_by_parents
        else (),
        entry_with_lost=entry_with_lost(chart, None, day),
    )


def _bound(parent: Chart, day: date) -> dict[str, Row]:
    return {row.participant: row for row in consents_by(parent.rows, day) if not ended_by_rule(row, day)}
