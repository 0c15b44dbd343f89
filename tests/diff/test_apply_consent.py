"""Apply one difference to a row: the kind of a consent, the period it belongs to, and the row it creates. Pure."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.diff import apply
from tracker.models import ChangeKind, Chart, ConsentKind, Difference, Field, Nature, Row

CONSENTED = date(2010, 1, 1)
DENOUNCED = date(2015, 3, 1)


def consent(kind: ChangeKind, on: date, nature: Nature = Nature.EVENT) -> Difference:
    return Difference(
        kind=kind,
        nature=nature,
        rule="any",
        field=Field.CONSENT_ON,
        participant="BRA",
        name="Brazil",
        after=on.isoformat(),
    )


def after(difference: Difference, *rows: Row) -> Row:
    """The only row of a chart after one difference."""
    (row,) = apply(Chart(rows=rows), [difference]).rows
    return row


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (ChangeKind.RATIFIED, ConsentKind.RATIFICATION_ACCEPTANCE_OR_APPROVAL),
        (ChangeKind.ACCEPTED, ConsentKind.ACCEPTANCE),
        (ChangeKind.APPROVED, ConsentKind.APPROVAL),
        (ChangeKind.ACCEDED, ConsentKind.ACCESSION),
        (ChangeKind.SUCCEEDED, ConsentKind.SUCCESSION),
    ],
)
def test_a_consent_has_the_kind_that_its_change_names(change: ChangeKind, kind: ConsentKind) -> None:
    row = after(consent(change, CONSENTED), Row(participant="BRA", name="Brazil"))
    assert (row.consent_on, row.consent_kind) == (CONSENTED, kind)


def test_a_corrected_date_of_consent_keeps_its_kind() -> None:
    held = Row(participant="BRA", name="Brazil", consent_on=CONSENTED, consent_kind=ConsentKind.ACCESSION)
    row = after(consent(ChangeKind.CORRECTED, date(2010, 1, 2), Nature.CORRECTION), held)
    assert (row.consent_on, row.consent_kind) == (date(2010, 1, 2), ConsentKind.ACCESSION)


@pytest.mark.parametrize(("on", "periods"), [(DENOUNCED, 0), (date(2015, 3, 2), 1)])
def test_only_a_consent_after_the_day_of_the_denunciation_begins_a_period(on: date, periods: int) -> None:
    held = Row(participant="BRA", name="Brazil", consent_on=CONSENTED, denounced_on=DENOUNCED)
    row = after(consent(ChangeKind.ACCEDED, on), held)
    assert len(row.former) == periods
    assert row.denounced_on == (None if periods else DENOUNCED)


def test_a_row_that_a_difference_creates_is_not_invited() -> None:
    entry = Difference(
        kind=ChangeKind.ENTRY_INTO_FORCE_SET,
        nature=Nature.EVENT,
        rule="any",
        field=Field.IN_FORCE_ON,
        participant="BRA",
        name="Brazil",
        after="2010-05-01",
    )
    assert after(entry).invited is False
