"""Compare two charts of one treaty and source: differences, pending values, and the new baseline. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from tracker.diff.order import in_legal_order
from tracker.diff.rows import (
    RowComparison,
    Vanished,
    acted,
    blank_row,
    compare_rows,
    corrected,
    describe_dates,
    invitation,
    lost_invitation,
    without_acts,
)
from tracker.law import reached
from tracker.models import DATE_FIELDS, ChangeKind, Chart, Difference, Field, Group, Listed, Nature, Pending, Row, but

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonRules:
    """How to compare two charts. The defaults are those of `tracker diff`, which confirms everything at once."""

    today: date
    now: datetime | None = None
    confirm_after: timedelta | None = None  # None: a vanished value counts as gone at once
    pending: tuple[Pending, ...] = ()
    #: (participant, field, value) of retracted facts: if one returns, it is "shown again"
    retracted: Collection[tuple[str | None, Field, str]] = ()
    #: the baseline is the list bundled with the package; the chart never showed it
    bundled: bool = False
    #: participants that another source still lists as invited
    invited_elsewhere: Collection[str] = ()
    #: participants whose signature or consent another source shows
    acted_elsewhere: Collection[str] = ()
    #: participants that an older version reported as invited by a blank row: a rebuild reports it again (same ids)
    invitations_told: Collection[str] = ()
    #: former State → its successors
    successors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The result of comparing a new chart with the baseline.

    `state` is the new baseline: the new chart with unknown fields and pending values carried over. `vanished` counts
    vanished values, including those already pending; `corrected` counts moved dates. The guard limits both.
    """

    differences: tuple[Difference, ...]
    pending: tuple[Pending, ...]
    state: Chart
    vanished: int
    corrected: int


def compare(old: Chart, new: Chart, rules: ComparisonRules) -> Comparison:
    """Compare two charts by docs/rules-of-change.md."""
    paired, succeeded = _pair(old, new, rules)
    lost = [v for pair in paired for v in pair.vanished]
    left = [row for pair in paired if (row := _without(pair.row, lost)) is not None]
    vanished = [*_treaty_date_gone(old, new, left, rules), *lost]
    confirmed, pending = _wait(vanished, rules)
    settled = [(pair, _without(pair.row, confirmed)) for pair in paired]
    listed = {row.participant: row for pair, row in settled if row and pair.listed_anew and not acted(row)}
    rows = tuple(but(row, invited=True) if row.participant in listed else row for _, row in settled if row)
    in_force_on = _treaty_in_force_on(old, new, rows, confirmed, rules)
    on_record = {*rules.retracted, *_of_ended_periods(old)}
    differences = [
        *(d for pair in paired for d in pair.differences),
        *succeeded,
        *(invitation(row) for row in listed.values()),
        *_treaty_differences(old, in_force_on),
        *(_gone(v, paired) for v in confirmed),
    ]
    state = replace(
        new,
        rows=rows,
        number=new.number or old.number,
        title=new.title or old.title,
        opened_on=new.opened_on or old.opened_on,
        in_force_on=in_force_on,
        status_as_of=new.status_as_of or old.status_as_of,
    )
    return Comparison(
        differences=in_legal_order([_finish(d, rules, on_record) for d in differences]),
        pending=pending,
        state=state,
        vanished=len(vanished),
        corrected=sum(1 for d in differences if d.kind is ChangeKind.CORRECTED),
    )


def as_baseline(chart: Chart) -> Chart:
    """A first chart as baseline: if it prints no date for the treaty, with the earliest date of its participants."""
    if chart.shows_in_force_on:
        return chart
    return replace(chart, in_force_on=_earliest(chart.rows))


# ---- rows in pairs ------------------------------------------------------------------------------


def _pair(old: Chart, new: Chart, rules: ComparisonRules) -> tuple[list[RowComparison], list[Difference]]:
    before = {row.participant: row for row in old.rows}
    after = {row.participant: row for row in new.rows}
    inherited = dict(_inherited(before, after, rules))
    known, flags_known = _known_in(old)
    acted_before = {who for who, field, _ in rules.retracted if field in (Field.SIGNED_ON, Field.CONSENT_ON)}
    pairs = []
    for participant in sorted(before | after):
        was, now = before.get(participant), after.get(participant)
        if now is None:
            assert was is not None  # noqa: S101 - the key came from one of the two
            lost = None if participant in inherited.values() else _lost(was, rules)
            if lost:
                pairs.append(lost)
        else:
            ground = inherited_row(now, before.get(inherited.get(participant, "")))
            was = was or ground or blank_row(now, known | now.known, flags_known)
            if (was is now or was == now) and not now.invited:
                pair = RowComparison(row=now)  # nearly all; the row as read now is one object from read to read
            elif _may_be_no_invitation(was, new) and (participant in acted_before or acted(was) or was.former):
                pair = _without_invitation(was, now, new, rules)
            else:
                pair = compare_rows(was, now, seen_on=_day_of(new, rules), sparse=new.sparse)
            pairs.append(_still_without_act(pair, rules))
    told = [_succession(before[former], after[heir]) for heir, former in sorted(inherited.items())]
    return pairs, told


def _day_of(chart: Chart, rules: ComparisonRules) -> date:
    return chart.status_as_of or rules.today


def _may_be_no_invitation(was: Row, new: Chart) -> bool:
    """True unless the chart has the mark `a`, or invites it already: then a blank row is an invitation as ever."""
    return was.participant not in new.marked and not was.invited


def _without_invitation(was: Row, now: Row, new: Chart, rules: ComparisonRules) -> RowComparison:
    """Compare rows of a participant that has an act on record, and that a blank row therefore does not invite.

    To invite is a decision (ETS 185 art. 37(1)). A row that lost its dates is none, even if the retraction is told.
    """
    pair = compare_rows(_uninvited(was), _uninvited(now), seen_on=_day_of(new, rules), sparse=new.sparse)
    if now.invited and now.participant in rules.invitations_told:
        pair = replace(pair, differences=(*pair.differences, invitation(now)))
    return pair


def _uninvited(row: Row) -> Row:
    return but(row, invited=False) if row.invited else row


def _known_in(chart: Chart) -> tuple[frozenset[Field], frozenset[str]]:
    """The fields and letters that the chart's source shows at all. A missing row had none of them."""
    fields = frozenset().union(*(row.known for row in chart.rows))
    letters = frozenset().union(*(row.flags_known for row in chart.rows))
    return fields, letters


def _inherited(
    before: Mapping[str, Row], after: Mapping[str, Row], rules: ComparisonRules
) -> Iterator[tuple[str, str]]:
    """(heir, former State) for each former State's row that was replaced by its successors' with the same dates."""
    for former, heirs in rules.successors.items():
        if former not in before or former in after:
            continue
        for heir in heirs:
            if heir in after and heir not in before and _same_dates(before[former], after[heir]):
                yield heir, former


def _same_dates(former: Row, heir: Row) -> bool:
    return bool(former.dates) and all(heir.dates.get(field) == value for field, value in former.dates.items())


def inherited_row(heir: Row, former: Row | None) -> Row | None:
    """The former State's row under its successor's name, so that comparing the two shows no new signature."""
    if former is None:
        return None
    return but(former, participant=heir.participant, name=heir.name, code=heir.code, group=heir.group)


def _succession(former: Row, heir: Row) -> Difference:
    return Difference(
        kind=ChangeKind.GROUP_CHANGED,
        nature=Nature.EDITORIAL,
        rule="one row becomes its successors' rows with the same dates",
        field=Field.GROUP,
        participant=heir.participant,
        name=heir.name,
        before=former.name,
        after=heir.name,
    )


def _lost(row: Row, rules: ComparisonRules) -> RowComparison | None:
    """A row that is missing from the new chart. None if nothing of it is kept and there is nothing to report."""
    if reached(row.left_on, rules.today):
        return RowComparison(row=row)  # the period has ended and stays on record
    if not row.dates and row.former:
        return RowComparison(row=row)  # all periods have ended and stay on record
    if row.dates or row.listed is Listed.PARTY:
        gone = Vanished(participant=row.participant, name=row.name, field=Field.ROW, before=describe_dates(row))
        return RowComparison(row=row, vanished=(gone,))
    if row.invited and row.participant not in rules.acted_elsewhere:
        return RowComparison(row=row, vanished=(lost_invitation(row),))
    return None


def _still_without_act(pair: RowComparison, rules: ComparisonRules) -> RowComparison:
    """Do not report a lost invitation if another source shows that the participant signed or consented."""
    if pair.row.participant not in rules.acted_elsewhere:
        return pair
    kept = tuple(v for v in pair.vanished if v.field is not Field.INVITED)
    return pair if kept == pair.vanished else replace(pair, vanished=kept, row=but(pair.row, invited=False))


# ---- the treaty's own entry into force ----------------------------------------------------------


def _treaty_date_gone(old: Chart, new: Chart, left: Iterable[Row], rules: ComparisonRules) -> Iterator[Vanished]:
    """The treaty's date if it vanished: the chart no longer prints it, or no participant's date is left to give it."""
    if old.in_force_on is None or (new.in_force_on if new.shows_in_force_on else _earliest(left)) is not None:
        return
    if new.shows_in_force_on or (not _is_history(old.in_force_on, rules) and _shows_entry_into_force(new)):
        before = old.in_force_on.isoformat()
        yield Vanished(participant=None, name=None, field=Field.TREATY_IN_FORCE_ON, before=before)


def _treaty_in_force_on(
    old: Chart, new: Chart, rows: Iterable[Row], confirmed: Iterable[Vanished], rules: ComparisonRules
) -> date | None:
    """The treaty's own entry into force: as printed, or the earliest of its participants' if the chart prints none."""
    before = old.in_force_on
    kept = None if any(v.field is Field.TREATY_IN_FORCE_ON for v in confirmed) else before
    if new.shows_in_force_on:
        return new.in_force_on or kept
    if before is not None and _is_history(before, rules):
        return before
    return _earliest(rows) or kept


def _is_history(when: date, rules: ComparisonRules) -> bool:
    """True if the treaty entered into force in the past: then a later "earliest date" of the rows proves nothing."""
    waits = any(pending.field is Field.TREATY_IN_FORCE_ON for pending in rules.pending)
    return when < rules.today and not waits


def _earliest(rows: Iterable[Row]) -> date | None:
    dates = [
        when
        for row in rows
        for when in (row.in_force_on, *(period.in_force_on for period in row.former))
        if when is not None
    ]
    return min(dates, default=None)


def _treaty_differences(old: Chart, after: date | None) -> Iterator[Difference]:
    before = old.in_force_on
    if before == after or (before is None and not _shows_entry_into_force(old)):
        return
    if before is None and after is not None:
        yield Difference(
            kind=ChangeKind.TREATY_ENTRY_INTO_FORCE_SET,
            nature=Nature.EVENT,
            rule="entry-into-force date of the treaty appears",
            field=Field.TREATY_IN_FORCE_ON,
            after=after.isoformat(),
            effective_on=after,
        )
    elif before is not None and after is not None:
        yield corrected(Field.TREATY_IN_FORCE_ON, before, after, None, None)


def _shows_entry_into_force(chart: Chart) -> bool:
    """False if the source shows no entry into force at all: a date that becomes known is then not a change."""
    return chart.shows_in_force_on or not chart.rows or any(Field.IN_FORCE_ON in row.known for row in chart.rows)


# ---- vanished values wait -----------------------------------------------------------------------


def _wait(vanished: list[Vanished], rules: ComparisonRules) -> tuple[list[Vanished], tuple[Pending, ...]]:
    """Split vanished values into those that a second read confirms and those that still wait.

    See docs/rules-of-change.md#vanishing-waits.
    """
    if rules.confirm_after is None or rules.now is None:
        return vanished, ()
    before = {(p.participant, p.field): p for p in rules.pending}
    confirmed, waiting = [], []
    for gone in vanished:
        wait = before.get((gone.participant, gone.field)) or _begin(gone, rules.now, bundled=rules.bundled)
        read_before = (gone.participant, gone.field) in before
        elsewhere = gone.field is Field.INVITED and gone.participant in rules.invited_elsewhere
        if read_before and rules.now - wait.since >= rules.confirm_after and not elsewhere:
            confirmed.append(replace(gone, bundled=wait.bundled))
        else:
            waiting.append(wait)
    return confirmed, tuple(waiting)


def _begin(gone: Vanished, now: datetime, *, bundled: bool) -> Pending:
    return Pending(participant=gone.participant, field=gone.field, before=gone.before, since=now, bundled=bundled)


def _gone(gone: Vanished, paired: Iterable[RowComparison]) -> Difference:
    difference = _gone_from_chart(gone, paired)
    return against_bundled(difference) if gone.bundled else difference


def _gone_from_chart(gone: Vanished, paired: Iterable[RowComparison]) -> Difference:
    if gone.field is Field.INVITED:
        member = any(p.row.group is Group.MEMBER for p in paired if p.row.participant == gone.participant)
        return Difference(
            kind=ChangeKind.INVITATION_ENDED,
            nature=Nature.EVENT,
            rule="became a member State" if member else "an invited one is gone without signature or consent",
            field=Field.INVITED,
            participant=gone.participant,
            name=gone.name,
            before=gone.before,
        )
    dated = gone.field is not Field.ROW
    return Difference(
        kind=ChangeKind.RETRACTED,
        nature=Nature.RETRACTION,
        rule="a date vanishes, confirmed" if dated else "a row vanishes, confirmed",
        field=gone.field,
        participant=gone.participant,
        name=gone.name,
        before=gone.before,
        effective_on=date.fromisoformat(gone.before) if dated else None,
    )


def _without(row: Row, confirmed: Iterable[Vanished]) -> Row | None:
    """The row without the confirmed vanished values; None if the row itself vanished."""
    for gone in confirmed:
        if gone.participant != row.participant:
            continue
        if gone.field is Field.ROW:
            return without_acts(row) if row.former else None
        emptied = False if gone.field is Field.INVITED else None
        row = but(row, **{gone.field: emptied})
    return row if row.consent_on else but(row, consent_kind=None)


# ---- finishing ----------------------------------------------------------------------------------


def _of_ended_periods(chart: Chart) -> Iterator[tuple[str, Field, str]]:
    """The facts of periods that ended. If the chart goes back to one, its dates appear, and are no acts anew."""
    for row in chart.rows:
        for period in row.former:
            for name in DATE_FIELDS:
                if when := getattr(period, name, None):
                    yield row.participant, name, when.isoformat()


def _finish(
    difference: Difference, rules: ComparisonRules, on_record: Collection[tuple[str | None, Field, str | None]]
) -> Difference:
    if rules.bundled and difference.before is not None and difference.nature is not Nature.EDITORIAL:
        return against_bundled(difference)
    again = (difference.participant, difference.field, difference.after) in on_record
    if again and difference.nature is Nature.EVENT:
        return replace(difference, nature=Nature.CORRECTION, shown_again=True)
    return difference


def against_bundled(difference: Difference) -> Difference:
    """Make a difference from the bundled list editorial: the chart itself never showed the earlier value."""
    rule = f"{difference.rule}; the bundled list had {difference.before}"
    return replace(difference, nature=Nature.EDITORIAL, rule=rule, bundled=True)
