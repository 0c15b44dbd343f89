"""A participant's standing towards a treaty on a day. Pure.

VCLT = Vienna Convention on the Law of Treaties (1969).
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from tracker.models import ConsentKind, Field, Group, Listed, Period, Row, Standing, but
from tracker.participants import table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from tracker.models import Chart, Threshold

# If several periods give different standings, the first in this order wins.
_RANK = (
    Standing.PARTY,
    Standing.CONTRACTING,
    Standing.FORMER,
    Standing.SIGNATORY,
    Standing.INVITED,
    Standing.NONE,
)


def standing_on(row: Row, day: date) -> Standing:
    """The participant's standing towards the treaty on a day, as far as the row shows it (VCLT arts 2(1)(f) and (g)).

    Acts after the day have not happened yet. A State that no longer exists is nothing to a treaty, even if its row
    shows no end (a register prints none). An invitation has no date, so it counts on every day. A date by the
    treaty's rule makes a Party only where the source prints no entry into force for any participant.
    """
    if table().get(row.participant).ended_by(day):
        return Standing.NONE
    if not row.former and row.listed is None and not row.invited:
        return _of_period(row, day)  # most rows
    periods: tuple[Period | Row, ...] = (*row.former, row)
    standings = [_of_period(period, day) for period in periods]
    if by_list_alone(row):
        standings.append(Standing.PARTY)  # the members' page lists Parties without dates
    if row.listed is Listed.FORMER and not any(period.end_unknown for period in row.former):
        standings.append(Standing.FORMER)  # a list of former participants without their dates
    if row.invited:
        standings.append(Standing.INVITED)
    return min(standings, key=_RANK.index)


def each_state_once(rows: Iterable[Row], day: date) -> tuple[Row, ...]:
    """The rows without those that double another: parts of one State on the day have one act, in each of their rows.

    Of such rows, the one with the strongest standing stays.
    """
    known, every = table(), tuple(rows)
    acting = [known.acting_on(row.participant, day) for row in every]
    if len(set(acting)) == len(every):
        return every  # nearly all charts
    states: dict[str, list[Row]] = {}
    for state, row in zip(acting, every, strict=True):
        states.setdefault(state, []).append(row)

    def strength(row: Row) -> tuple[int, str]:
        return _RANK.index(standing_on(row, day)), row.participant

    return tuple([held[0] if len(held) == 1 else min(held, key=strength) for held in states.values()])


def _of_period(period: Period | Row, day: date) -> Standing:
    if _ended_some_day(period):
        # it ended after the consent; until a source prints the day, no day after the consent is known to be before it
        if reached(period.consent_on, day):
            return Standing.FORMER
        return Standing.SIGNATORY if reached(period.signed_on, day) else Standing.NONE
    if reached(period.left_on, day):
        return Standing.FORMER
    if reached(period.in_force_on, day) or (period.rule_decides and reached(period.entry_by_rule, day)):
        return Standing.PARTY
    if reached(period.consent_on, day):
        return Standing.CONTRACTING
    if reached(period.signed_on, day):
        return Standing.SIGNATORY
    return Standing.NONE


def _ended_some_day(period: Period | Row) -> bool:
    return isinstance(period, Period) and period.end_unknown


def period_on(row: Row, day: date) -> Period | Row:
    """The period that counts on a day: the one that gives the standing, and the last of those that give the same.

    The SQL views have the same rule. It is the row itself before any has begun, and where a list without dates gives
    the standing.
    """
    return _counting(row, row.former, day) if row.former else row  # most rows have but one


def _counting(row: Row, former: tuple[Period, ...], day: date) -> Period | Row:
    periods: tuple[Row | Period, ...] = (row, *reversed(former))
    found = min(periods, key=lambda period: _RANK.index(_of_period(period, day)))
    return row if by_list_alone(row) and _of_period(found, day) is not Standing.PARTY else found


def by_list_alone(row: Row) -> bool:
    """True if a list names it as a Party, and no date of an act is known; a suspension leaves it a Party (VCLT 57)."""
    return row.listed is Listed.PARTY and not row.dates.keys() - {Field.SUSPENDED_ON}


def current_period(row: Row, day: date) -> Period | Row | None:
    """The period that counts on a day, if it had begun with a consent or an entry into force and had not ended."""
    period = period_on(row, day)
    return period if _runs(period, day) else None


def _runs(period: Period | Row, day: date) -> bool:
    begun = reached(period.consent_on, day) or reached(period.in_force_on, day)
    return begun and not reached(period.left_on, day) and not _ended_some_day(period)


def shown_on(row: Row, day: date) -> Period | Row:
    """The same of the periods whose end is printed, or is still to come."""
    if not row.former:
        return row  # most rows
    return _counting(row, tuple(one for one in row.former if not one.end_unknown), day)


def as_of(row: Row, day: date) -> Row:
    """The row on a day, without later acts, and with the period that counts then (`period_on`).

    A new signature after a period that ended is shown with that period, because a signature alone begins no new one.
    A consent whose participation ended on a day that nobody printed stays in `former` alone. What took effect is shown
    with its act also where that is dated later: the two contradict each other (`contradiction_on`).
    """
    if _lasts(row, day):
        return row  # most rows
    current = shown_on(row, day)
    began, ended = reached(current.in_force_on, day), reached(current.left_on, day)
    succeeds = current.consent_kind is ConsentKind.SUCCESSION  # it may be deposited after its effect
    consented = reached(current.consent_on, day) or (began and not succeeds)
    denounced = reached(current.denounced_on, day) or ended
    signed_on = current.signed_on if reached(current.signed_on, day) else row.signed_on
    then = (
        signed_on if reached(signed_on, day) else None,
        current.consent_on if consented else None,
        current.consent_kind if consented else None,
        current.in_force_on if consented or began else None,
        current.denounced_on if denounced else None,
        current.left_on if denounced else None,
        current.entry_by_rule if consented else None,
        current.left_by_rule if consented or denounced else None,
        suspended_since(row, day),
        row.suspensions and tuple(each for each in row.suspensions if reached(each.until_on, day)),
        # dates are more exact
        None if row.listed is Listed.PARTY and not by_list_alone(row) else row.listed,
    )
    if then == _OF_A_DAY(row):
        return row  # most rows, and `replace` is slow
    return but(row, **dict(zip(_NAMES_OF_A_DAY, then, strict=True)))


def _lasts(row: Row, day: date) -> bool:
    """True if the row shows a consent that has come, and neither an end nor an interruption: all of it is shown."""
    ended = row.former or row.denounced_on or row.left_on or row.suspended_on or row.suspensions or row.listed
    return not ended and reached(row.consent_on, day) and (row.signed_on is None or row.signed_on <= day)


_NAMES_OF_A_DAY = (
    *("signed_on", "consent_on", "consent_kind", "in_force_on", "denounced_on", "left_on"),
    *("entry_by_rule", "left_by_rule", "suspended_on", "suspensions", "listed"),
)
_OF_A_DAY = attrgetter(*_NAMES_OF_A_DAY)


def suspended_since(row: Row, day: date) -> date | None:
    """The day since which the operation of the treaty is suspended for the participant on a day (VCLT art. 57)."""
    if reached(row.suspended_on, day):
        return row.suspended_on
    if not row.suspensions:
        return None  # most rows
    found = [ended.suspended_on for ended in row.suspensions if ended.suspended_on <= day < ended.until_on]
    return max(found, default=None)


def provisional_on(row: Row | None, day: date) -> date | None:
    """Since when a participant applies the treaty provisionally on a day (VCLT art. 25); none that is bound by it."""
    if row is None or not reached(row.provisional_on, day):
        return None
    return None if standing_on(row, day) in (Standing.PARTY, Standing.FORMER) else row.provisional_on


def period_to_end(row: Row) -> Period | Row | None:
    """The period whose printed end is the row's: its own, or an earlier one that still ran when it consented anew."""
    if row.left_on or not row.former:
        return row if row.left_on else None  # most rows
    last = row.former[-1]
    return last if last.left_on and row.consent_on and last.left_on > row.consent_on else None


def ended_before_entry(period: Period | Row) -> bool:
    """True if a denunciation takes effect on or before the printed entry into force, which then never happens.

    By the day that is printed, or else by the one that the treaty's rule gives.
    """
    end = period.left_on or period.left_by_rule
    return bool(period.in_force_on and end and end <= period.in_force_on)


def reached(when: date | None, day: date) -> bool:
    """True if the date is known and has come by the day."""
    return when is not None and when <= day


def ever_consented(row: Row) -> bool:
    """False if no date and no list says that the participant was ever bound or contracting: its row never counts."""
    periods: tuple[Period | Row, ...] = (*row.former, row)
    return row.listed is not None or any(p.consent_on or p.in_force_on or p.entry_by_rule for p in periods)


def consents_by(rows: Iterable[Row], day: date) -> list[Row]:
    """Rows of Parties and contracting States on a day, in order of consent (both count: docs/sources.md#law)."""
    bound = (Standing.PARTY, Standing.CONTRACTING)
    standing = [row for row in rows if ever_consented(row) and standing_on(row, day) in bound]
    return sorted(standing, key=lambda row: (row.consent_on or day, row.participant))


def counted_by(rows: Iterable[Row], threshold: Threshold, day: date, parent: Chart | None = None) -> list[Row]:
    """The consents on a day that count towards a threshold, in order of consent; none that a denunciation has ended.

    `parent` is the chart of the parent treaty where only its Parties and contracting States count (CETS 224 art.
    16(3)): see `counting_parent`.

    The UN's text does not count an organisation's instrument in addition to its members' (docs/sources.md#un). Such
    instruments
    are never counted then, because no source tells which States are members of an organisation. The chart's headings
    tell which participant is an organisation; if a register has none, the table of participants does.
    """
    held = (row for row in consents_by(rows, day) if threshold.organisations or not organisation(row))
    counted = [row for row in held if not ended_by_rule(row, day)]
    return counted if parent is None else [row for row in counted if consented_to(parent, row.participant, day)]


def consented_to(chart: Chart, participant: str, day: date) -> bool:
    """True if a participant is Party or contracting to the treaty of a chart on a day, and not out by its rule."""
    row = chart.row(participant)
    bound = row is not None and standing_on(row, day) in (Standing.PARTY, Standing.CONTRACTING)
    return bound and row is not None and not ended_by_rule(row, day)


def ended_by_rule(row: Row, day: date) -> bool:
    """True if the participation ended by a day by the treaty's rule, and no source prints the end."""
    if not row.former and row.left_by_rule is None:
        return False  # most rows
    current = current_period(row, day)
    return current is not None and reached(current.left_by_rule, day)


def organisation(row: Row) -> bool:
    """True if the participant is an international organisation."""
    return row.group is Group.ORGANISATION or table().get(row.participant).organisation


def threshold_reached(rows: Iterable[Row], threshold: Threshold, day: date, parent: Chart | None = None) -> bool:
    """True if there are enough consents on the day, and enough of them by member States. `parent` as in counted_by."""
    counted = counted_by(rows, threshold, day, parent)
    members = sum(1 for row in counted if row.group is Group.MEMBER)
    return len(counted) >= threshold.needed and members >= (threshold.members or 0)


def definitive(row: Row) -> bool:
    """True if consent was *inferred* from a signature and an entry into force without a printed date of consent."""
    return row.consent_kind is ConsentKind.DEFINITIVE_SIGNATURE and Field.CONSENT_KIND not in row.known
