"""Who tells a fact: what the ledger remembers, and what the authority and another source add to it. One rule each.
Pure (docs/rules-of-change.md#several-sources)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tracker.diff.ledger import Ledger, unreported
from tracker.models import Change, ChangeKind, Chart, Difference, Field, Group, Nature, Row, but

DAY = date(2026, 1, 15)
LATER = date(2026, 3, 1)
BRAZIL = Row(participant="BRA", name="Brazil", group=Group.NON_MEMBER, invited=False, known=frozenset(Field))
CHART = Chart(rows=(BRAZIL,))

SIGNED = Change(
    id=1,
    detected_at=datetime(2026, 1, 16, tzinfo=UTC),
    treaty="ets-185",
    participant="BRA",
    name="Brazil",
    kind=ChangeKind.SIGNED,
    nature=Nature.EVENT,
    field=Field.SIGNED_ON,
    before=None,
    after="2026-01-15",
    effective_on=DAY,
    source="other",
    snapshot=1,
    previous_snapshot=None,
    summary="Brazil signed.",
    rule="a date appears",
)
RETRACTED = replace(
    SIGNED,
    id=2,
    kind=ChangeKind.RETRACTED,
    nature=Nature.RETRACTION,
    before="2026-01-15",
    after=None,
    source="authority",
)
INVITED = replace(SIGNED, kind=ChangeKind.INVITED, field=Field.INVITED, after="invited", effective_on=None)
UNINVITED = replace(INVITED, kind=ChangeKind.INVITATION_ENDED, before="invited", after=None)
SUSPENDED = replace(SIGNED, kind=ChangeKind.SUSPENDED, field=Field.SUSPENDED_ON)
RESUMED = replace(SUSPENDED, kind=ChangeKind.SUSPENSION_ENDED, before="2026-01-15", after=None)


def held(*told: Change, chart: Chart = CHART) -> Ledger:
    return Ledger.of("authority", chart, told)


# ---- what is remembered -------------------------------------------------------------------------


def test_what_another_source_told_completes_the_chart() -> None:
    ledger = held(SIGNED)

    assert ledger.elsewhere == {("BRA", Field.SIGNED_ON): SIGNED}
    assert ledger.state.rows == (but(BRAZIL, signed_on=DAY),)
    assert (ledger.retracted, ledger.invitations_ended) == (frozenset(), frozenset())


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(replace(SIGNED, source="authority"), id="by the authority"),
        pytest.param(replace(SIGNED, nature=Nature.EDITORIAL), id="of the wording"),
        pytest.param(replace(SIGNED, after=None), id="without a value"),
    ],
)
def test_what_is_not_another_sources_fact_is_not_remembered(told: Change) -> None:
    ledger = held(told)

    assert (ledger.elsewhere, ledger.state) == ({}, CHART)


def test_what_the_authority_shows_by_now_is_no_longer_only_elsewhere() -> None:
    shown = Chart(rows=(but(BRAZIL, signed_on=LATER),))
    ledger = held(SIGNED, chart=shown)

    assert (ledger.elsewhere, ledger.state) == ({}, shown)


@pytest.mark.parametrize(
    ("invited", "lacks"),
    [
        (BRAZIL, True),
        (but(BRAZIL, invited=True), False),
        (but(BRAZIL, signed_on=DAY), False),
        (but(BRAZIL, consent_on=DAY), False),
    ],
    ids=["blank", "invited", "signed", "consented"],
)
def test_an_invitation_is_lacking_only_before_any_act(invited: Row, *, lacks: bool) -> None:
    assert bool(held(INVITED, chart=Chart(rows=(invited,))).elsewhere) is lacks


def test_a_row_of_its_own_is_lacking_too() -> None:
    other = replace(SIGNED, participant="JPN", name="Japan")

    assert held(other).elsewhere == {("JPN", Field.SIGNED_ON): other}
    assert [row.participant for row in held(other).state.rows] == ["BRA", "JPN"]


@pytest.mark.parametrize(("in_force_on", "lacks"), [(None, True), (LATER, False)])
def test_the_treatys_own_date(in_force_on: date | None, *, lacks: bool) -> None:
    told = replace(
        SIGNED,
        participant=None,
        name=None,
        kind=ChangeKind.TREATY_ENTRY_INTO_FORCE_SET,
        field=Field.TREATY_IN_FORCE_ON,
    )
    ledger = held(told, chart=replace(CHART, in_force_on=in_force_on))

    assert bool(ledger.elsewhere) is lacks
    assert ledger.state.in_force_on == (DAY if lacks else in_force_on)


def test_a_retraction_of_the_authority_is_remembered_and_takes_the_fact_away() -> None:
    ledger = held(SIGNED, RETRACTED)

    assert (ledger.elsewhere, ledger.state) == ({}, CHART)
    assert ledger.retracted == {("BRA", Field.SIGNED_ON, "2026-01-15")}


def test_a_retraction_of_another_source_only_takes_the_fact_away() -> None:
    ledger = held(SIGNED, replace(RETRACTED, source="other"))

    assert (ledger.elsewhere, ledger.retracted) == ({}, frozenset())


def test_a_retracted_row_takes_each_of_its_dates_away_and_no_other() -> None:
    consent = replace(SIGNED, kind=ChangeKind.ACCEDED, field=Field.CONSENT_ON)
    in_force = replace(SIGNED, kind=ChangeKind.ENTRY_INTO_FORCE_SET, field=Field.IN_FORCE_ON)
    lost = replace(RETRACTED, field=Field.ROW, before="signed_on 2026-01-15, consent_on 2026-01-15")
    ledger = held(SIGNED, consent, in_force, lost)

    assert list(ledger.elsewhere) == [("BRA", Field.IN_FORCE_ON)]
    assert ledger.retracted == {
        ("BRA", Field.SIGNED_ON, "2026-01-15"),
        ("BRA", Field.CONSENT_ON, "2026-01-15"),
    }


@pytest.mark.parametrize(("began", "ended"), [(INVITED, UNINVITED), (SUSPENDED, RESUMED)])
def test_what_ended_is_no_longer_a_fact(began: Change, ended: Change) -> None:
    """And an end that nobody had told the beginning of is none either."""
    assert list(held(began).elsewhere) == [("BRA", began.field)]
    assert held(began, ended).elsewhere == {}
    assert held(ended).elsewhere == {}
    assert held(began, ended).retracted == frozenset()


def test_an_invitation_that_ended_is_remembered_until_it_is_renewed() -> None:
    assert held(INVITED).invitations_ended == frozenset()
    assert held(INVITED, UNINVITED).invitations_ended == {"BRA"}
    assert held(INVITED, UNINVITED, INVITED).invitations_ended == frozenset()
    assert held(UNINVITED, replace(INVITED, participant="JPN")).invitations_ended == {"BRA"}
    assert held(UNINVITED, SIGNED).invitations_ended == {"BRA"}


# ---- what the authority tells -------------------------------------------------------------------

NEW = Difference(
    kind=ChangeKind.SIGNED,
    nature=Nature.EVENT,
    rule="a date appears",
    field=Field.SIGNED_ON,
    participant="BRA",
    name="Brazil",
    after="2026-01-15",
    effective_on=DAY,
)
ENDED = replace(NEW, kind=ChangeKind.INVITATION_ENDED, field=Field.INVITED, before="invited", after=None)
ANOTHER_DATE = replace(NEW, after="2026-01-16", effective_on=date(2026, 1, 16))


def by_authority(difference: Difference, ledger: Ledger) -> tuple[Difference, ...]:
    return unreported([difference], ledger, source="authority", authority=True)


@pytest.mark.parametrize(
    ("difference", "told"),
    [
        pytest.param(NEW, (), id="told before"),
        pytest.param(
            ANOTHER_DATE,
            (
                replace(
                    ANOTHER_DATE,
                    kind=ChangeKind.CORRECTED,
                    nature=Nature.CORRECTION,
                    rule="the authority shows another date than other did",
                    before="2026-01-15",
                ),
            ),
            id="another date",
        ),
        pytest.param(replace(NEW, participant="JPN"), (replace(NEW, participant="JPN"),), id="of another participant"),
        pytest.param(replace(NEW, field=Field.CONSENT_ON), (replace(NEW, field=Field.CONSENT_ON),), id="another field"),
        pytest.param(
            replace(ANOTHER_DATE, before="2026-01-14"),
            (replace(ANOTHER_DATE, before="2026-01-14"),),
            id="its own correction",
        ),
        pytest.param(
            replace(NEW, before="2026-01-14"),
            (replace(NEW, before="2026-01-14"),),
            id="its own correction to that date",
        ),
        pytest.param(
            replace(NEW, before="2026-01-15", after=None),
            (replace(NEW, before="2026-01-15", after=None),),
            id="its own retraction",
        ),
        pytest.param(replace(NEW, after=None), (replace(NEW, after=None),), id="without a value"),
    ],
)
def test_what_the_authority_shows_after_another_source(difference: Difference, told: tuple[Difference, ...]) -> None:
    assert by_authority(difference, held(SIGNED)) == told


def test_what_only_the_authority_shows_is_told() -> None:
    assert by_authority(NEW, held()) == (NEW,)


def test_the_end_of_an_invitation_is_told_once() -> None:
    assert by_authority(ENDED, held(INVITED)) == (ENDED,)
    assert by_authority(ENDED, held(INVITED, UNINVITED)) == ()
    assert by_authority(replace(ENDED, participant="JPN"), held(INVITED, UNINVITED)) != ()


# ---- what another source tells ------------------------------------------------------------------


def by_another(difference: Difference, ledger: Ledger, only_after: date | None = None) -> bool:
    found = unreported([difference], ledger, source="other", authority=False, only_after=only_after)
    assert found in ((), (difference,))
    return bool(found)


@pytest.mark.parametrize("nature", [Nature.CORRECTION, Nature.RETRACTION])
@pytest.mark.parametrize(
    ("ledger", "told"),
    [
        pytest.param(held(SIGNED), True, id="by it alone"),
        pytest.param(held(replace(SIGNED, source="third")), False, id="by a third"),
        pytest.param(held(replace(SIGNED, after="2026-01-14")), False, id="of another value"),
        pytest.param(held(), False, id="by nobody"),
    ],
)
def test_a_source_takes_back_what_it_alone_told(nature: Nature, ledger: Ledger, *, told: bool) -> None:
    after = "2026-01-16" if nature is Nature.CORRECTION else None
    difference = replace(NEW, kind=ChangeKind.CORRECTED, nature=nature, before="2026-01-15", after=after)

    assert by_another(difference, ledger) is told
    assert by_another(difference, ledger, only_after=LATER) is told  # it was told, however old it is


@pytest.mark.parametrize(
    ("ledger", "told"),
    [
        pytest.param(held(SIGNED), True, id="by it"),
        pytest.param(held(replace(SIGNED, source="third")), False, id="by a third"),
        pytest.param(held(replace(SIGNED, participant="JPN", name="Japan")), False, id="of another"),
    ],
)
def test_a_lost_row_is_told_by_the_source_that_told_one_of_its_facts(ledger: Ledger, *, told: bool) -> None:
    lost = replace(
        NEW,
        kind=ChangeKind.RETRACTED,
        nature=Nature.RETRACTION,
        field=Field.ROW,
        before="signed_on 2026-01-15",
        after=None,
    )

    assert by_another(lost, ledger) is told


def test_what_is_shown_again_is_no_event_of_another_source() -> None:
    """A correction, but none of a value: only the authority shows again."""
    again = replace(NEW, nature=Nature.CORRECTION, before="2026-01-15", shown_again=True)

    assert not by_another(again, held(SIGNED))
    assert not by_another(replace(NEW, nature=Nature.EDITORIAL), held())


@pytest.mark.parametrize(
    ("effective_on", "told"), [(date(2026, 1, 14), False), (DAY, False), (date(2026, 1, 16), True)]
)
def test_the_first_chart_of_a_source_tells_only_what_is_newer(effective_on: date, *, told: bool) -> None:
    shown = replace(NEW, effective_on=effective_on)

    assert by_another(shown, held(), only_after=DAY) is told
    assert by_another(shown, held())


def test_an_invitation_has_no_date_so_the_first_chart_of_a_source_tells_none() -> None:
    invited = replace(NEW, kind=ChangeKind.INVITED, field=Field.INVITED, after="invited", effective_on=None)

    assert not by_another(invited, held(), only_after=DAY)
    assert by_another(invited, held())


def test_another_source_tells_the_end_of_an_invitation_once() -> None:
    assert by_another(ENDED, held(INVITED))
    assert not by_another(ENDED, held(INVITED, UNINVITED))
    assert by_another(replace(ENDED, participant="JPN"), held(INVITED, UNINVITED))


@pytest.mark.parametrize(("source", "told"), [("other", True), ("third", False), ("authority", False)])
def test_only_the_source_that_told_a_suspension_tells_its_end(source: str, *, told: bool) -> None:
    ended = replace(NEW, kind=ChangeKind.SUSPENSION_ENDED, field=Field.SUSPENDED_ON, before="2026-01-15", after=None)

    assert by_another(ended, held(replace(SUSPENDED, source=source))) is told


@pytest.mark.parametrize(
    ("taken_back", "told"),
    [
        pytest.param(RETRACTED, False, id="the same"),
        pytest.param(replace(RETRACTED, before="2026-01-14"), True, id="another date"),
        pytest.param(replace(RETRACTED, participant="JPN"), True, id="of another participant"),
        pytest.param(replace(RETRACTED, field=Field.CONSENT_ON), True, id="another field"),
    ],
)
def test_what_the_authority_took_back_is_not_told_by_another(taken_back: Change, *, told: bool) -> None:
    assert by_another(NEW, held(taken_back)) is told


@pytest.mark.parametrize(
    ("field", "row", "told"),
    [
        pytest.param(Field.SIGNED_ON, BRAZIL, True, id="new"),
        pytest.param(Field.SIGNED_ON, but(BRAZIL, signed_on=LATER), False, id="shown"),
        pytest.param(Field.SIGNED_ON, but(BRAZIL, consent_on=DAY), False, id="one act under another name"),
        pytest.param(Field.CONSENT_ON, but(BRAZIL, denounced_on=DAY), False, id="the same of a denunciation"),
        pytest.param(Field.SIGNED_ON, but(BRAZIL, consent_on=LATER), True, id="of another day"),
        pytest.param(Field.SIGNED_ON, but(BRAZIL, in_force_on=DAY), True, id="an effect is no act"),
        pytest.param(Field.IN_FORCE_ON, but(BRAZIL, consent_on=DAY), True, id="nor is an act an effect"),
    ],
)
def test_an_act_is_told_once_under_whatever_name(field: Field, row: Row, *, told: bool) -> None:
    assert by_another(replace(NEW, field=field), held(chart=Chart(rows=(row,)))) is told


def test_an_act_of_one_that_has_no_row_is_told() -> None:
    assert by_another(replace(NEW, participant="JPN"), held())
    treaty = replace(NEW, participant=None, kind=ChangeKind.TREATY_ENTRY_INTO_FORCE_SET, field=Field.TREATY_IN_FORCE_ON)
    assert by_another(treaty, held())
    assert not by_another(treaty, held(chart=replace(CHART, in_force_on=LATER)))
