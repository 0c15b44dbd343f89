"""Reconciliation, pure: sources side by side, dates against the rule, protocols and parents, official figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from charts import CHART, FULL_SERVICE, REGISTER, SERVICE, TODAY, examples, register, seen, styles
from hypothesis import given
from hypothesis import strategies as st

from jobs.ingest.bundled import bundled_list, chart_of
from tracker.answers.reconciliation import shipped_claims
from tracker.law import SHIPPED_RULES, MonthsAfter, entry_by_rule, expected_entry
from tracker.models import DATE_FIELDS, Chart, ConsentKind, Field, Listed, Row, Treaty, but
from tracker.reconcile import (
    Claim,
    Counted,
    Parent,
    Side,
    Status,
    check_claim,
    check_entries,
    check_parent,
    compare_sides,
)
from tracker.wording.findings import explanation

if TYPE_CHECKING:
    from charts import Entry, Style


K = ConsentKind
DATES = frozenset(DATE_FIELDS[:5])
PRINTED = DATES | {Field.CONSENT_KIND}
BROAD = K.RATIFICATION_ACCEPTANCE_OR_APPROVAL


def day(text: str | None) -> date | None:
    """An ISO date."""
    return date.fromisoformat(text) if text else None


def state(
    signed: str | None = None,
    consent: str | None = None,
    in_force: str | None = None,
    *,
    participant: str = "LUX",
    known: frozenset[Field] = DATES,
    kind: ConsentKind | None = None,
    **values: Any,
) -> Row:
    """One row as a source shows it."""
    return Row(
        participant=participant,
        name={"LUX": "Luxembourg", "BEN": "Benin", "FRA": "France"}[participant],
        signed_on=day(signed),
        consent_on=day(consent),
        in_force_on=day(in_force),
        consent_kind=kind,
        known=known,
        **values,
    )


def side(source: str, *rows: Row, grace: int = 0, seen_on: str | None = "2026-06-15", **chart: Any) -> Side:
    """One source."""
    return Side(
        source=source,
        chart=Chart(rows=rows, **chart),
        evidence={"one": 1, "two": 2, "three": 3}.get(source),
        grace=timedelta(days=grace),
        seen_on=day(seen_on),
    )


# ---- sources side by side -----------------------------------------------------------------------


ALONE = state(participant="FRA")
SHOWS = state("2003-01-28", "2014-10-16", "2015-02-01")


@pytest.mark.parametrize(
    ("one", "two", "settings", "expected"),
    [
        pytest.param(SHOWS, SHOWS, {}, {}, id="the-same"),
        pytest.param(
            SHOWS, but(SHOWS, in_force_on=date(2015, 5, 1)), {}, {"in_force_on": "differ"}, id="three-months-apart"
        ),
        pytest.param(SHOWS, but(SHOWS, in_force_on=None), {}, {"in_force_on": "missing"}, id="missing-in-two"),
        pytest.param(but(SHOWS, signed_on=None), SHOWS, {}, {"signed_on": "missing"}, id="missing-in-one"),
        pytest.param(
            state(None, "2024-06-20"),
            state("2024-06-20"),
            {},
            {"signed_on": "missing", "consent_on": "missing"},
            id="an-accession-logged-as-a-signature",
        ),
        pytest.param(
            SHOWS,
            ALONE,
            {},
            {"signed_on": "missing", "consent_on": "missing", "in_force_on": "missing"},
            id="no-row-in-two",
        ),
        pytest.param(state("2026-05-01"), ALONE, {"grace": 60}, {"signed_on": "lagging"}, id="within-its-grace"),
        pytest.param(state("2026-04-16"), ALONE, {"grace": 60}, {"signed_on": "missing"}, id="past-its-grace"),
        pytest.param(state("2026-06-15"), ALONE, {}, {"signed_on": "missing"}, id="no-grace-by-default"),
        pytest.param(
            state("2026-06-10"), ALONE, {"seen_on": "2026-06-09"}, {"signed_on": "lagging"}, id="not-read-since"
        ),
        pytest.param(
            state("2020-01-01", "2026-05-30", "2026-10-01"),
            state("2020-01-01"),
            {"grace": 60},
            {"consent_on": "lagging", "in_force_on": "lagging"},
            id="its-entry-into-force-lags-with-the-consent",
        ),
        pytest.param(
            state("2020-01-01", "2026-02-05", "2026-06-01"),
            state("2020-01-01", "2026-02-05"),
            {"grace": 60},
            {"in_force_on": "missing"},
            id="an-entry-into-force-is-as-old-as-its-consent",
        ),
        pytest.param(
            state("2020-01-01"), state("2026-06-01"), {"grace": 60}, {"signed_on": "differ"}, id="the-one-ahead-errs"
        ),
        pytest.param(
            state("2026-06-01"), state("2020-01-01"), {"grace": 60}, {"signed_on": "lagging"}, id="the-old-period-yet"
        ),
        pytest.param(SHOWS, state(known=frozenset(), listed=Listed.PARTY), {}, {}, id="a-party-without-a-date"),
        pytest.param(
            state("2020-01-01"),
            state(known=frozenset(), listed=Listed.PARTY),
            {},
            {"consent_on": "missing"},
            id="a-party-that-one-knows-as-signatory",
        ),
        pytest.param(
            SHOWS,
            state(known=frozenset(), listed=Listed.SIGNATORY_OR_INVITED),
            {},
            {"consent_on": "missing"},
            id="not-listed-as-a-party",
        ),
        pytest.param(
            SHOWS,
            state("2003-01-28", None, "2015-02-01", kind=K.DEFINITIVE_SIGNATURE),
            {},
            {},
            id="the-dutch-S-without-a-date",
        ),
        pytest.param(
            state("2020-01-01", "2020-01-01", kind=K.DEFINITIVE_SIGNATURE),
            state("2020-01-01"),
            {},
            {},
            id="a-definitive-signature-without-a-letter",
        ),
        pytest.param(SHOWS, state(known=frozenset()), {}, {}, id="a-source-that-tells-of-no-act"),
        pytest.param(state(), state(), {}, {}, id="nothing-done"),
    ],
)
def test_two_sources_side_by_side(one: Row, two: Row, settings: dict[str, Any], expected: dict[str, str]) -> None:
    """What does not agree, act by act; the second source is the one with the settings."""
    both = [side("one", one), side("two", two, **settings)]
    found = [finding for finding in compare_sides("ets-189", both, TODAY) if finding.participant == "LUX"]
    assert {finding.field: finding.status for finding in found if not finding.status.agreed} == expected
    assert all(explanation(finding) for finding in found)


def test_a_difference_names_both_values_both_sources_and_both_evidences() -> None:
    """All that a person needs to look it up."""
    two = but(SHOWS, in_force_on=date(2015, 5, 1))
    [found] = [
        f for f in compare_sides("ets-189", [side("one", SHOWS), side("two", two)], TODAY) if not f.status.agreed
    ]
    assert (found.treaty, found.participant, found.name, found.field) == ("ets-189", "LUX", "Luxembourg", "in_force_on")
    assert [(v.source, v.value, v.evidence) for v in found.values] == [
        ("one", "2015-02-01", 1),
        ("two", "2015-05-01", 2),
    ]
    assert explanation(found) == "one shows 2015-02-01; two shows 2015-05-01"


@pytest.mark.parametrize(
    ("one", "two", "agree"),
    [
        pytest.param(BROAD, K.ACCEPTANCE, True, id="broad-and-acceptance"),
        pytest.param(BROAD, K.RATIFICATION, True, id="broad-and-ratification"),
        pytest.param(BROAD, K.ACCESSION, False, id="broad-and-accession"),
        pytest.param(BROAD, K.SUCCESSION, False, id="broad-and-succession"),
        pytest.param(K.APPROVAL, K.ACCEPTANCE, False, id="two-exact-ones"),
        pytest.param(K.CONSENT, K.SUCCESSION, True, id="a-letter-that-says-nothing"),
        pytest.param(K.CONSENT, BROAD, True, id="nothing-and-broad"),
        pytest.param(K.ACCESSION, K.ACCESSION, True, id="the-same"),
    ],
)
def test_merged_letters_are_what_they_can_mean(one: ConsentKind, two: ConsentKind, agree: bool) -> None:
    """R of one register may be the acceptance of another (docs/sources.md#dutch-register)."""
    both = [side(name, but(SHOWS, known=PRINTED, consent_kind=kind)) for name, kind in (("one", one), ("two", two))]
    [kinds] = [found for found in compare_sides("ets-185", both, TODAY) if found.field == "consent_kind"]
    assert kinds.status is (Status.AGREE if agree else Status.DIFFER)
    assert [shown.value for shown in kinds.values] == [one, two]


def test_a_kind_that_was_inferred_contradicts_nobody() -> None:
    """The service prints no mark: accession is our reading of a missing signature."""
    inferred, printed = but(SHOWS, consent_kind=K.ACCESSION), but(SHOWS, known=PRINTED, consent_kind=BROAD)
    found = list(compare_sides("ets-185", [side("one", inferred), side("two", printed)], TODAY))
    assert {finding.status for finding in found} == {Status.AGREE}
    assert "consent_kind" not in {finding.field for finding in found}


@given(rows=register(), one=styles, two=styles)
@examples(60)
def test_sources_that_show_the_same_facts_never_disagree(rows: tuple[Entry, ...], one: Style, two: Style) -> None:
    """Whatever each kind of source prints of them and leaves out."""
    sides = [Side(source=style.name, chart=seen(style, rows), seen_on=TODAY) for style in (one, two)]
    found = [one for one in compare_sides("ets-185", sides, TODAY) if one.field != Field.CONSENT_KIND]
    assert [one for one in found if one.status is not Status.AGREE] == []


@given(rows=st.tuples(register(), register(), register()), grace=st.integers(0, 90))
@examples(30)
def test_the_order_of_the_sources_changes_no_verdict(rows: tuple[tuple[Entry, ...], ...], grace: int) -> None:
    """Each act is judged by what is shown, not by who shows it first."""
    styles_ = (CHART, FULL_SERVICE, REGISTER)
    sides = [
        Side(source=style.name, chart=seen(style, shown), grace=timedelta(days=grace), seen_on=TODAY)
        for style, shown in zip(styles_, rows, strict=True)
    ]
    verdicts = [
        {(found.participant, found.field): found.status for found in compare_sides("ets-185", order, TODAY)}
        for order in (sides, sides[::-1], [sides[1], sides[2], sides[0]])
    ]
    assert verdicts[0] == verdicts[1] == verdicts[2]


@given(rows=register())
@examples(10)
def test_one_source_has_nothing_to_disagree_with(rows: tuple[Entry, ...]) -> None:
    """Nothing is compared with nothing."""
    assert not list(compare_sides("ets-185", [Side(source="one", chart=seen(SERVICE, rows))], TODAY))
    assert not list(compare_sides("ets-185", [], TODAY))


# ---- entry into force against the rule ----------------------------------------------------------


@pytest.mark.parametrize(
    ("consent", "in_force"),
    [
        pytest.param("2018-03-28", "2018-07-01", id="within-a-year"),
        pytest.param("2020-11-30", "2021-03-01", id="the-end-of-november"),
        pytest.param("2020-10-31", "2021-02-01", id="the-end-of-october"),
        pytest.param("2020-01-01", "2020-05-01", id="the-first-of-a-month"),
        pytest.param("2020-12-31", "2021-04-01", id="the-end-of-a-year"),
    ],
)
def test_the_rule_of_three_months(consent: str, in_force: str) -> None:
    """The first day of the month after three months have passed (docs/sources.md#law)."""
    assert entry_by_rule(date.fromisoformat(consent), 3) == day(in_force)
    assert expected_entry(date.fromisoformat(consent), MonthsAfter(months=3), None) is None
    assert expected_entry(date.fromisoformat(consent), MonthsAfter(months=3), date(2030, 1, 1)) == date(2030, 1, 1)


@given(consent=st.dates(date(1949, 5, 5), date(2100, 1, 1)), months=st.integers(0, 120))
def test_the_rule_counts_whole_months(consent: date, months: int) -> None:
    """A first day, so many months and one after the month of the consent; never before so many months are over."""
    found = entry_by_rule(consent, months)
    assert found.day == 1
    assert (found.year - consent.year) * 12 + found.month - consent.month == months + 1


BUDAPEST = Treaty(id="ets-185", number="185", name="Budapest Convention", months_after_consent=3, parent=None)
SECOND = Treaty(id="cets-224", number="224", name="Second Protocol", months_after_consent=3, parent="ets-185")
FIRST = Treaty(id="ets-189", number="189", name="First Protocol", months_after_consent=3, parent="ets-185")


def budapest() -> Chart:
    """The bundled list of ETS 185."""
    body = bundled_list("ets-185")
    assert body
    return chart_of(body)


def test_the_bundled_list_fits_the_rule_but_for_the_founders() -> None:
    """81 printed dates: 77 fit; the four founding consents are raised to the treaty's own entry into force."""
    found = list(check_entries(BUDAPEST, [Side(source="one", chart=budapest())]))
    of = {status: {one.participant for one in found if one.status is status} for status in Status}

    assert len(found) == 81
    assert len(of[Status.RULE_FITS]) == 77
    assert of[Status.RULE_FLOOR] == {"ALB", "HRV", "EST", "HUN"}
    assert of[Status.RULE] == set()
    assert "LTU" in of[Status.RULE_FITS]  # the fifth and the trigger: it fits both
    floor = next(one for one in found if one.participant == "ALB")
    assert [(value.source, value.value) for value in floor.values] == [
        ("one", "2004-07-01"),
        ("the treaty's rule", "2004-07-01"),
    ]
    assert "raised to 2004-07-01" in explanation(floor)


@pytest.mark.parametrize(
    ("given_row", "chart", "expected"),
    [
        pytest.param(SHOWS, {"in_force_on": date(2006, 3, 1)}, [Status.RULE_FITS], id="fits"),
        pytest.param(
            but(SHOWS, in_force_on=date(2015, 5, 1)), {"in_force_on": date(2006, 3, 1)}, [Status.RULE], id="another"
        ),
        pytest.param(
            but(SHOWS, in_force_on=date(2015, 2, 1)),
            {"in_force_on": date(2016, 1, 1)},
            [Status.RULE],
            id="too-soon",
        ),
        pytest.param(
            but(SHOWS, in_force_on=date(2016, 1, 1)),
            {"in_force_on": date(2016, 1, 1)},
            [Status.RULE_FLOOR],
            id="raised-to-the-floor",
        ),
        pytest.param(but(SHOWS, consent_kind=K.SUCCESSION), {"in_force_on": date(2006, 3, 1)}, [], id="succession"),
        pytest.param(SHOWS, {}, [], id="before-the-treaty-is-in-force"),
        pytest.param(but(SHOWS, in_force_on=None), {"in_force_on": date(2006, 3, 1)}, [], id="none-printed"),
    ],
)
def test_a_printed_entry_into_force_against_the_rule(
    given_row: Row, chart: dict[str, Any], expected: list[Status]
) -> None:
    """A mismatch is a finding; nothing is expected of a succession, nor before the treaty is in force."""
    found = list(check_entries(FIRST, [side("one", given_row, **chart)]))
    assert [one.status for one in found] == expected
    assert not list(check_entries(replace(FIRST, months_after_consent=None), [side("one", given_row, **chart)]))


def test_a_registers_date_is_held_against_the_depositarys_entry_into_force() -> None:
    """The floor is that of the first source that has one; the rule tells which of two dates is the odd one."""
    wrong = but(SHOWS, in_force_on=date(2015, 5, 1))
    sides = [side("one", SHOWS, in_force_on=date(2006, 3, 1)), side("two", wrong, in_force_on=date(2015, 5, 1))]
    assert [(one.values[0].source, one.status) for one in check_entries(FIRST, sides)] == [
        ("one", Status.RULE_FITS),
        ("two", Status.RULE),
    ]


# ---- a protocol's parent ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("treaty", "act", "parent", "expected"),
    [
        pytest.param(FIRST, state(None, "2015-01-01"), state(None, "2014-01-01"), {}, id="prior"),
        pytest.param(FIRST, state(None, "2015-01-01"), state(None, "2015-01-01"), {}, id="simultaneous"),
        pytest.param(
            FIRST, state(None, "2015-01-01"), state(None, "2015-01-02"), {"consent_on": "parent_missing"}, id="later"
        ),
        pytest.param(
            FIRST, state(None, "2015-01-01"), state("2014-01-01"), {"consent_on": "parent_missing"}, id="signed-only"
        ),
        pytest.param(
            FIRST,
            state(None, "2015-01-01"),
            state(None, "2010-01-01", left_on=date(2012, 1, 1)),
            {"consent_on": "parent_missing"},
            id="left-before",
        ),
        pytest.param(FIRST, state("2015-01-01"), state("2014-01-01"), {}, id="a-signature-of-the-first"),
        pytest.param(
            SECOND, state("2023-01-01"), state("2014-01-01"), {"signed_on": "parent_missing"}, id="one-of-the-second"
        ),
        pytest.param(
            SECOND,
            state("2023-01-01", "2024-01-01"),
            ALONE,
            {"signed_on": "parent_missing", "consent_on": "parent_missing"},
            id="unknown-to-the-parent",
        ),
        pytest.param(FIRST, state(None, "2026-06-20"), ALONE, {"consent_on": "lagging"}, id="parent-not-read-since"),
    ],
)
def test_a_protocol_needs_its_parent(treaty: Treaty, act: Row, parent: Row, expected: dict[str, str]) -> None:
    """Consent to ETS 185 must be prior or simultaneous; CETS 224 is signed by those alone who gave it
    (docs/sources.md#law)."""
    found = list(check_parent(treaty, side("one", act), Parent(treaty="ets-185", side=side("two", parent))))
    assert {one.field: one.status for one in found} == expected
    for one in found:
        assert [(value.source, value.evidence) for value in one.values] == [("one", 1), ("two", 2)]


def test_the_bundled_lists_breach_no_parent() -> None:
    """Every signatory of the Second Protocol had consented to the Convention."""
    body = bundled_list("cets-224")
    assert body
    signed = Side(source="one", chart=chart_of(body))
    assert not list(check_parent(SECOND, signed, Parent(treaty="ets-185", side=Side(source="two", chart=budapest()))))
    assert {key: rules.parent for key, rules in SHIPPED_RULES.items()} == {
        "ets-185": None,
        "ets-189": "ets-185",
        "cets-224": "ets-185",
        "untc-xviii-16": None,
    }


# ---- official figures ---------------------------------------------------------------------------


CLAIM = Claim(treaty="cets-224", figure="signatures", value=2, as_of=date(2024, 12, 31), source="somebody")


def counted(*signed: str, **figures: int | None) -> Counted:
    """What we count of so many signatures."""
    rows = tuple(state(when, participant=who) for when, who in zip(signed, ("LUX", "BEN", "FRA"), strict=False))
    on_day = sum(1 for when in signed if when <= "2024-12-31")
    return Counted(figures={"signatures": on_day, **figures}, rows=rows, source="one", known_until=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("claim", "ours", "status", "said"),
    [
        pytest.param(CLAIM, counted("2023-01-01", "2023-02-01"), "claim_same", "the same", id="same"),
        pytest.param(
            CLAIM,
            counted("2022-05-12", "2023-01-01", "2024-12-12"),
            "claim_differs",
            "counted here 3 by the dates shown, 2 without France (2024-12-12)",
            id="an-act-shortly-before",
        ),
        pytest.param(
            CLAIM,
            counted("2022-05-12", "2025-01-10"),
            "claim_differs",
            "counted here 1 by the dates shown, 2 with Benin (2025-01-10)",
            id="an-act-shortly-after",
        ),
        pytest.param(
            CLAIM, counted("2022-05-12", "2022-05-12", "2022-05-12"), "claim_differs", "no acts near", id="unexplained"
        ),
        pytest.param(
            CLAIM,
            counted("2022-05-12", "2022-05-12", "2022-05-12", signatories=2),
            "claim_same",
            "read as signatures that no consent has followed; 3 in all",
            id="another-reading",
        ),
        pytest.param(
            replace(CLAIM, figure="total"), counted(total=None), "claim_unknown", "not known", id="a-count-we-lack"
        ),
        pytest.param(
            replace(CLAIM, figure="in_force"), counted(in_force=None), "claim_unknown", "for whom it was", id="parties"
        ),
        pytest.param(CLAIM, None, "claim_unknown", "nothing has been read", id="never-read"),
        pytest.param(
            replace(CLAIM, as_of=date(2027, 1, 1)), counted(), "claim_unknown", "after 2026-01-01", id="not-known-after"
        ),
    ],
)
def test_an_official_figure_against_ours(claim: Claim, ours: Counted | None, status: str, said: str) -> None:
    """The same, different with the acts that explain it, or not known; never guessed."""
    found = check_claim(claim, ours)
    assert (found.status, found.participant, found.field) == (status, None, claim.figure)
    assert found.values[0].value == claim.value
    assert explanation(found).startswith("somebody: 2 ")
    assert said in explanation(found)


def test_the_claims_that_ship_are_those_collected() -> None:
    """Each names a count that there is, a treaty that ships, and who said it."""
    claims = shipped_claims()
    assert {claim.treaty for claim in claims} == {key for key in SHIPPED_RULES if key.startswith(("ets-", "cets-"))}
    assert {claim.figure for claim in claims} <= {
        "consents",
        "in_force",
        "signatories",
        "invited",
        "total",
        "signatures",
    }
    assert all(claim.source for claim in claims)
    assert len({(claim.treaty, claim.figure, claim.as_of, claim.value) for claim in claims}) == len(claims) == 42
