"""A printed chart → a chart with known participants: spellings, marks, consent, invitations. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from tracker.models import DATE_FIELDS, Chart, ConsentKind, Field, Group, Listed, Period, PrintedRow, Row, but
from tracker.models.chart import AD_REFERENDUM, PROVISIONAL, period_of
from tracker.participants import table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from tracker.models import PrintedChart
    from tracker.participants import Participants
    from tracker.participants.participant import Participant

_KIND_OF_MARK = {
    "a": ConsentKind.ACCESSION,
    "s": ConsentKind.DEFINITIVE_SIGNATURE,
    "su": ConsentKind.SUCCESSION,
}


def interpret(
    printed: PrintedChart,
    participants: Participants,
    *,
    blank_non_member_invited: bool | None,
    by_invitation: bool = True,
) -> Chart:
    """Resolve every spelling and read the marks.

    `blank_non_member_invited`: True if a blank row of a non-member means an invitation to this treaty; None if that is
    not known (a page parsed without a configuration). If accession is not `by_invitation`, nobody is invited, whatever
    mark is printed (docs/rules-of-change.md#invitations). Raises ParseError(unknown_spelling).
    """
    grouped: defaultdict[str, list[Row]] = defaultdict(list)
    marked = set()
    for row in printed.rows:
        identified = _row(row, printed.shows_marks, participants, blank_non_member_invited)
        if identified.invited and not by_invitation:
            identified = but(identified, invited=False)
        grouped[identified.participant].append(identified)
        if row.mark == "a" or row.listed:
            marked.add(identified.participant)
    return Chart(
        rows=tuple(_fold(rows) for _, rows in sorted(grouped.items())),
        number=printed.number,
        title=printed.title,
        opened_on=printed.opened_on,
        in_force_on=printed.in_force_on,
        shows_in_force_on=printed.shows_in_force_on,
        status_as_of=printed.status_as_of,
        totals=printed.totals,
        duplicates=tuple(name for name, rows in sorted(grouped.items()) if len(_current(rows)) > 1),
        marked=frozenset(marked),
        sparse=printed.sparse,
    )


def less_signatories(chart: Chart, signatories: Collection[str]) -> Chart:
    """Decide who is invited on the members' page, which lists signatories and invited States together: those who are
    not signatories of the chart (docs/sources.md#members)."""
    return replace(chart, rows=tuple(_without_signatory(row, signatories) for row in chart.rows))


def _without_signatory(row: Row, signatories: Collection[str]) -> Row:
    if row.listed is not Listed.SIGNATORY_OR_INVITED:
        return row
    return but(row, invited=row.participant not in signatories)


@lru_cache(maxsize=1024)  # of a chart that changed, nearly all rows are those of the last read
def _row(
    row: PrintedRow,
    shows_marks: bool,
    participants: Participants,
    blank_non_member_invited: bool | None,
) -> Row:
    participant = participants.resolve(row.name)
    consent_on, kind, kind_printed = _consent(row, shows_marks)
    acted = bool(row.signed_on or consent_on)
    return Row(
        participant=participant,
        name=row.name,
        code=row.code,
        group=row.group or _group_of_own(participants.get(participant)),
        signed_on=row.signed_on,
        consent_on=consent_on,
        consent_kind=kind,
        in_force_on=row.in_force_on,
        denounced_on=row.denounced_on,
        left_on=row.left_on,
        suspended_on=row.suspended_on,
        invited=False
        if acted
        else _invited(row, shows_marks, participants.ever_member(participant), blank_non_member_invited),
        known=row.known | ({Field.CONSENT_KIND} if kind_printed else set()),
        flags=row.flags,
        flags_known=row.flags_known,
        notes=row.notes,
        listed=row.listed,
        former=row.former,
        extra=(*row.extra, *_read_extra(row)),
    )


_DAY = re.compile(r"(\[?)\s*([0-9]{1,2})\s+([A-Z][a-z]{2})[a-z]*\s+([0-9]{4})")
_DUTCH_PROVISIONAL = "DatumVoorlopigeToepassing"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _read_extra(row: PrintedRow) -> Iterator[tuple[str, str]]:
    """What is understood of marks and values that have no field of their own."""
    if row.mark == "r":
        yield AD_REFERENDUM
    for name, text in row.extra:
        if name == _DUTCH_PROVISIONAL:
            with suppress(ValueError):
                yield PROVISIONAL, date.fromisoformat(text).isoformat()
        if "provisional application" not in name.lower():
            continue
        for found in _DAY.finditer(text):
            if not found[1] and found[3] in _MONTHS:  # one in brackets has ended
                with suppress(ValueError):
                    yield PROVISIONAL, date(int(found[4]), _MONTHS.index(found[3]) + 1, int(found[2])).isoformat()


def _group_of_own(participant: Participant) -> Group | None:
    """The group of an organisation that only the configuration knows: later readers of the row have the table alone."""
    own = participant.organisation and participant.id not in table().by_id
    return Group.ORGANISATION if own else None


def _consent(row: PrintedRow, shows_marks: bool) -> tuple[date | None, ConsentKind | None, bool]:
    """The date and kind of the consent, and whether the source prints the kind (docs/sources.md#rows)."""
    if row.mark == "s" and row.signed_on:
        return row.consent_on or row.signed_on, ConsentKind.DEFINITIVE_SIGNATURE, True
    if row.consent_on is None:
        if row.signed_on and row.in_force_on and row.consent_kind is None:
            return row.signed_on, ConsentKind.DEFINITIVE_SIGNATURE, False
        return None, None, False
    if row.consent_kind:
        return row.consent_on, row.consent_kind, True
    if row.mark in _KIND_OF_MARK:
        return row.consent_on, _KIND_OF_MARK[row.mark], True
    if not shows_marks and row.in_force_on and row.in_force_on < row.consent_on:
        return row.consent_on, ConsentKind.CONSENT, False  # as of a succession: no ratification or accession goes back
    if shows_marks or row.signed_on:
        # the chart's column "Ratification" also holds acceptance and approval
        return row.consent_on, ConsentKind.RATIFICATION_ACCEPTANCE_OR_APPROVAL, shows_marks
    return row.consent_on, ConsentKind.ACCESSION, False


def _invited(
    row: PrintedRow, shows_marks: bool, ever_member: bool, blank_non_member_invited: bool | None
) -> bool | None:
    """Whether the row means an invitation; None if the source does not say (docs/rules-of-change.md#invitations)."""
    if row.mark == "a":
        return True
    if row.listed is Listed.SIGNATORY_OR_INVITED:
        return None
    if any(getattr(row, name) for name in DATE_FIELDS):
        return False
    if row.group is None and row.listed is None:
        return None  # a register of parties says nothing about invitations
    if row.group is not Group.NON_MEMBER:
        return False
    if blank_non_member_invited:
        return not ever_member
    if blank_non_member_invited is False and shows_marks:
        return False
    return None


def _current(rows: list[Row]) -> list[Row]:
    return [row for row in rows if _is_current(row)]


def _is_current(row: Row) -> bool:
    return not (row.denounced_on or row.left_on)


def _fold(rows: list[Row]) -> Row:
    """Merge the rows of a participant into one. Rows with a denunciation become its former periods."""
    if len(rows) == 1:
        return _without_earlier_denunciation(rows[0])
    ordered = sorted(rows, key=lambda row: (_is_current(row), str(row.consent_on or ""), str(row.signed_on or "")))
    current = ordered[-1]
    return but(current, former=tuple(period_of(row) for row in ordered[:-1] if row.denounced_on or row.left_on))


def _without_earlier_denunciation(row: Row) -> Row:
    """Move a denunciation that is older than the consent of its row into an earlier period."""
    left = row.denounced_on or row.left_on
    if left is None or row.consent_on is None or row.consent_on <= left:
        return row
    earlier = Period(denounced_on=row.denounced_on, left_on=row.left_on)
    return but(row, denounced_on=None, left_on=None, former=(*row.former, earlier))
