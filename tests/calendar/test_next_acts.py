"""Who may act next, what lapses, what a revision of the calendar is, and how it is configured."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest
from charts import TODAY, examples
from hypothesis import given
from hypothesis import strategies as st
from rules import BUDAPEST, FIRST, GROUPS, SECOND, UN, M, N, O, chart, chart_185

from db.store import Store
from tracker.calendar import Invitation, Item, ItemKind, Precision, agenda, invitations, revision
from tracker.calendar.basis import TreatyPrinted
from tracker.calendar.invitations import decided_on, read
from tracker.config import load
from tracker.errors import ConfigError
from tracker.law import DaysAfter, MonthsAfter, NextAct, entry_rule, next_acts
from tracker.models import Change, ChangeKind, Chart, Field, Group, Nature, Standing, Threshold, Treaty, but
from tracker.participants import table
from tracker.wording import calendar as words

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random


PRINTED = TreatyPrinted()

# ---- invitations -------------------------------------------------------------------------------------------


def expiries(found: Chart, *given: Invitation, day: date = date(2026, 4, 25)) -> dict[str | None, Item]:
    items = agenda(found, BUDAPEST, day=day, invitations=given or invitations())
    return {item.participant: item for item in items if item.kind is ItemKind.INVITATION_EXPIRY}


def test_the_invitations_that_ship_with_the_package() -> None:
    """Five years after the decision, as far as it is known; Mexico's has no term, of others no date is known."""
    found = expiries(chart_185())

    assert {key: words.when(item) for key, item in found.items()} == {
        "GTM": "about 2025",
        "KEN": "about 2029-10-09",
        "KOR": "about 2028-02",
        "MOZ": "about 2029-02-07",
        "MWI": "about 2029-10-09",
        "PNG": "about 2029-10-09",
        "SYC": "about 2030-06-18",
        "TLS": "about 2027-10-06",
    }
    assert words.basis(found["KOR"]) == "invited in 2023-02; five years"
    assert (found["KOR"].precision, found["KOR"].until) == (Precision.MONTH, date(2028, 3, 1))
    assert words.basis(found["TLS"]) == "invited on 2022-10-06; five years"
    for item in found.values():
        assert (
            words.caveat(item) == "an invitation is valid five years and can be extended; no later decision known to us"
        )
        assert (item.printed, item.how) == (False, "warning")


def test_only_who_is_still_listed() -> None:
    """Who signed, acceded or is gone from the chart is warned of no more."""
    of = {row.participant: row for row in chart_185().rows}
    for other in (
        chart(but(of["KEN"], consent_on=date(2026, 4, 1))),
        chart(but(of["KEN"], signed_on=date(2026, 4, 1))),
        chart(but(of["KEN"], invited=False)),
        chart(but(of["KEN"], invited=None)),
        chart(),
    ):
        assert expiries(other) == {}
    assert set(expiries(chart(of["KEN"]))) == {"KEN"}
    assert expiries(chart(of["KEN"]), Invitation(participant="KEN", treaty="ets-24", invited="", lapses_on=TODAY)) == {}


def test_each_line_of_the_table_is_of_a_known_participant() -> None:
    found = invitations()
    assert {one.participant for one in found} <= set(table().by_id)
    assert len({(one.participant, one.treaty) for one in found}) == len(found)
    [mexico] = [one for one in found if one.participant == "MEX"]
    assert mexico.lapses_on is None


@pytest.mark.parametrize(
    ("participant", "treaty", "day", "decided"),
    [
        pytest.param("KEN", "ets-185", "2024-10-09", "2024-10-09", id="its-own-day"),
        pytest.param("KEN", "ets-185", "2029-10-09", "2024-10-09", id="its-last-day"),
        pytest.param("KEN", "ets-185", "2024-10-08", None, id="before"),
        pytest.param("KEN", "ets-185", "2029-10-10", None, id="lapsed"),
        pytest.param("KEN", "ets-24", "2026-04-25", None, id="another-treaty"),
        pytest.param("KOR", "ets-185", "2026-04-25", None, id="only-the-month-is-known"),
        pytest.param("MEX", "ets-185", "2026-04-25", None, id="no-date"),
        pytest.param("FRA", "ets-185", "2026-04-25", None, id="never-invited"),
    ],
)
def test_the_decision_to_invite(participant: str, treaty: str, day: str, decided: str | None) -> None:
    """Given where it is known to the day, and while the invitation holds."""
    found = decided_on(participant, treaty, date.fromisoformat(day))
    assert found == (date.fromisoformat(decided) if decided else None)


@pytest.mark.parametrize(
    ("line", "lapses", "precision"),
    [
        ("KEN\tets-185\t2024-02-29\t", "2029-02-28", Precision.DAY),
        ("KEN\tets-185\t2024-12\t", "2029-12-01", Precision.MONTH),
        ("KEN\tets-185\t2024\t", "2029-01-01", Precision.YEAR),
        ("KEN\tets-185\t2024-10-09\t2031-02", "2031-02-01", Precision.MONTH),
    ],
    ids=["a-leap-day", "a-month", "a-year", "extended"],
)
def test_a_line_of_the_table(line: str, lapses: str, precision: Precision) -> None:
    [found] = read(f"# a comment\n{line}\n")
    assert (found.lapses_on, found.precision) == (date.fromisoformat(lapses), precision)


@pytest.mark.parametrize("date_of", ["soon", "", "2024-2", "2024-13", "2024-02-30", "2024-01-01-01", "20240101"])
def test_what_is_no_date_is_refused(date_of: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        list(read(f"KEN\tets-185\t{date_of}\t"))


# ---- who may act next ----------------------------------------------------------------------------------------


S = Standing
SIGN, CONSENT, ACCEDE, BE_INVITED = NextAct.SIGN, NextAct.CONSENT, NextAct.ACCEDE, NextAct.BE_INVITED


@pytest.mark.parametrize(
    ("treaty", "standing", "parent", "group", "acts"),
    [
        pytest.param(BUDAPEST, S.NONE, None, M, {SIGN}, id="185-a-member-signs"),
        pytest.param(BUDAPEST, S.NONE, None, N, {BE_INVITED}, id="185-a-non-member-is-invited-first"),
        pytest.param(BUDAPEST, S.INVITED, None, N, {ACCEDE}, id="185-the-invited-accedes"),
        pytest.param(BUDAPEST, S.SIGNATORY, None, M, {CONSENT}, id="185-the-signatory-consents"),
        pytest.param(BUDAPEST, S.SIGNATORY, None, N, {CONSENT}, id="185-south-africa"),
        pytest.param(BUDAPEST, S.CONTRACTING, None, M, set(), id="185-nothing-left-before-entry"),
        pytest.param(BUDAPEST, S.PARTY, None, N, set(), id="185-nothing-left"),
        pytest.param(BUDAPEST, S.FORMER, None, M, set(), id="185-a-former-one-is-not-claimed"),
        pytest.param(BUDAPEST, S.NONE, None, O, set(), id="185-not-open-to-organisations"),
        pytest.param(BUDAPEST, S.NONE, None, None, set(), id="185-no-heading-no-claim"),
        pytest.param(SECOND, S.NONE, S.PARTY, M, {SIGN}, id="224-a-party-signs"),
        pytest.param(SECOND, S.NONE, S.CONTRACTING, N, {SIGN}, id="224-a-contracting-state-signs"),
        pytest.param(SECOND, S.NONE, S.SIGNATORY, M, set(), id="224-a-signatory-of-185-may-not"),
        pytest.param(SECOND, S.NONE, S.INVITED, N, set(), id="224-nor-an-invited-one"),
        pytest.param(SECOND, S.NONE, S.NONE, M, set(), id="224-nor-a-stranger"),
        pytest.param(SECOND, S.NONE, S.FORMER, M, set(), id="224-nor-a-former-party"),
        pytest.param(SECOND, S.NONE, None, M, set(), id="224-parent-unknown"),
        pytest.param(SECOND, S.SIGNATORY, S.PARTY, N, {CONSENT}, id="224-the-signatory-consents"),
        pytest.param(SECOND, S.SIGNATORY, S.FORMER, N, set(), id="224-not-after-leaving-185"),
        pytest.param(SECOND, S.SIGNATORY, S.SIGNATORY, N, set(), id="224-not-before-185"),
        pytest.param(SECOND, S.SIGNATORY, None, N, {CONSENT}, id="224-parent-not-followed"),
        pytest.param(FIRST, S.NONE, S.PARTY, M, {SIGN}, id="189-a-member-party-signs"),
        pytest.param(FIRST, S.NONE, S.PARTY, N, {ACCEDE}, id="189-who-acceded-accedes"),
        pytest.param(FIRST, S.NONE, S.SIGNATORY, M, {SIGN}, id="189-a-signatory-signs"),
        pytest.param(FIRST, S.NONE, S.INVITED, N, set(), id="189-first-185"),
        pytest.param(FIRST, S.NONE, S.NONE, M, set(), id="189-a-stranger"),
        pytest.param(FIRST, S.SIGNATORY, S.SIGNATORY, N, {CONSENT}, id="189-both-at-once"),
        pytest.param(FIRST, S.SIGNATORY, S.NONE, N, set(), id="189-not-without-185"),
        pytest.param(UN, S.NONE, None, N, set(), id="un-nothing-is-claimed"),
        pytest.param(UN, S.SIGNATORY, None, N, {CONSENT}, id="un-the-signatory-consents"),
    ],
)
def test_what_a_participant_could_do_next(
    treaty: Treaty, standing: Standing, parent: Standing | None, group: Group | None, acts: set[NextAct]
) -> None:
    assert set(next_acts(treaty, standing=standing, parent_standing=parent, group=group)) == acts


def test_whether_the_parent_was_signed_settles_the_first_protocol() -> None:
    """Japan and the United States signed ETS 185 and may sign; who acceded may accede, ETS 189 arts 9 and 11."""
    for signed, act in ((True, SIGN), (False, ACCEDE)):
        for group in (M, N):
            found = next_acts(FIRST, standing=S.NONE, parent_standing=S.PARTY, group=group, parent_signed=signed)
            assert found == (act,)


@given(st.sampled_from([BUDAPEST, FIRST, SECOND, UN]), st.sampled_from(S), st.none() | st.sampled_from(S), GROUPS)
@examples(200)
def test_who_is_bound_or_was_has_nothing_to_do(
    treaty: Treaty, standing: Standing, parent: Standing | None, group: Group | None
) -> None:
    """At most one act; none for who consented or left; nobody is invited to a protocol."""
    acts = next_acts(treaty, standing=standing, parent_standing=parent, group=group)

    assert len(acts) <= 1
    if standing in (S.PARTY, S.CONTRACTING, S.FORMER):
        assert acts == ()
    assert treaty.by_invitation or BE_INVITED not in acts


# ---- revisions -----------------------------------------------------------------------------------------------


def change(kind: ChangeKind, field: Field, participant: str | None = "ALB", **values: Any) -> Change:
    """One change that was told."""
    settings: dict[str, Any] = {
        "id": 1, "detected_at": None, "treaty": "ets-185", "participant": participant, "name": None, "kind": kind,
        "nature": Nature.EVENT, "field": field, "before": None, "after": None, "effective_on": None, "source": "one",
        "snapshot": None, "previous_snapshot": None, "summary": "", "rule": "",
    }  # fmt: skip
    return Change(**settings | values)


#: What may be told of anybody, in any order; None stands for the treaty's own date, which can only be set while it is
#: not shown, and corrected or retracted while it is.
TOLD = st.lists(
    st.none()
    | st.builds(
        change,
        st.sampled_from(ChangeKind),
        st.sampled_from([field for field in Field if field is not Field.TREATY_IN_FORCE_ON]),
        st.sampled_from(["ALB", "BRA"]),
        published_on=st.none() | st.just(TODAY),
    ),
    max_size=12,
)
KINDS = [kind for kind in ItemKind if kind is not ItemKind.COUNTDOWN]


@given(TOLD, st.sampled_from(KINDS), st.booleans(), st.randoms(use_true_random=False))
@examples(200)
def test_a_revision_never_falls(told: list[Change | None], kind: ItemKind, shown: bool, choice: Random) -> None:
    """However the history goes on, and whether the treaty's own date is shown or not."""
    whose = None if kind is ItemKind.TREATY_ENTRY else "ALB"
    item = Item(kind=kind, treaty="ets-185", day=TODAY, participant=whose, printed=True, basis=PRINTED)
    past: list[Change] = []
    seen = [revision(item, past, Chart(rows=(), in_force_on=TODAY if shown else None))]
    for one in told:
        if one is None:
            how = choice.choice([ChangeKind.CORRECTED, ChangeKind.RETRACTED])
            how = how if shown else ChangeKind.TREATY_ENTRY_INTO_FORCE_SET
            shown = how is not ChangeKind.RETRACTED
            one = change(how, Field.TREATY_IN_FORCE_ON, None)  # noqa: PLW2901 - as the history has it
        past.append(one)
        seen.append(revision(item, past, Chart(rows=(), in_force_on=TODAY if shown else None)))

    assert seen == sorted(seen)


def test_what_counts_as_a_revision() -> None:
    """Its own dates and those it rests on; not a flag, a name, a day that came, or what back-fill found."""
    item = Item(
        kind=ItemKind.EXPECTED_ENTRY,
        treaty="ets-185",
        day=TODAY,
        participant="ALB",
        printed=False,
        basis=PRINTED,
    )
    in_force, without = Chart(rows=(), in_force_on=date(2004, 7, 1)), Chart(rows=())
    moved = change(ChangeKind.CORRECTED, Field.CONSENT_ON)
    other = change(ChangeKind.RATIFIED, Field.CONSENT_ON, "BRA")
    idle = [
        change(ChangeKind.FLAG_ADDED, Field.FLAGS),
        change(ChangeKind.RENAMED, Field.NAME),
        change(ChangeKind.ENTERED_INTO_FORCE, Field.IN_FORCE_ON),
        change(ChangeKind.RATIFIED, Field.CONSENT_ON, published_on=TODAY),
    ]

    assert revision(item, idle, in_force) == revision(item, [], without) == 0
    assert revision(item, [*idle, moved], in_force) == 1
    assert revision(item, [other], in_force) == 0  # ETS 185 is in force: Brazil's consent moves nothing of Albania's
    assert revision(item, [other], without) == 1  # before, it does
    own = change(ChangeKind.TREATY_ENTRY_INTO_FORCE_SET, Field.TREATY_IN_FORCE_ON, None)
    assert revision(item, [other, own, other], in_force) == 2


# ---- the configuration -----------------------------------------------------------------------------------------


BASE = """
[[treaty]]
id = "{id}"
number = "1"
name = "A treaty"
sources = ["coe-service"]
{more}

[sources.coe-service]
api_url = "https://one.example/"
page_url = "https://one.example/"
"""


def configured(tmp_path: Path, more: str, key: str = "ets-24") -> Treaty:
    """The treaty that a configuration describes."""
    path = tmp_path / "config.toml"
    path.write_text(BASE.format(id=key, more=more))
    [treaty] = load(path).treaties
    return treaty


def test_the_rule_of_the_configuration(tmp_path: Path) -> None:
    days = "threshold = { needed = 40, organisations = false }\ndays_after_threshold = 90\ndays_after_consent = 30"
    treaty = configured(tmp_path, days)
    assert entry_rule(treaty) == DaysAfter(treaty_days=90, state_days=30)
    assert treaty.threshold == Threshold(needed=40, organisations=False)
    assert entry_rule(configured(tmp_path, "months_after_consent = 1")) == MonthsAfter(months=1)
    assert entry_rule(configured(tmp_path, "")) is None
    # what is said takes the place of what ships with the package
    assert entry_rule(configured(tmp_path, days, "ets-185")) == DaysAfter(treaty_days=90, state_days=30)
    assert entry_rule(configured(tmp_path, "", "ets-185")) == MonthsAfter(months=3)
    assert entry_rule(configured(tmp_path, "", "untc-xviii-16")) == DaysAfter(treaty_days=90, state_days=30)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("days_after_threshold = 90", "days_after_threshold without days_after_consent"),
        ("days_after_consent = 30", "days_after_consent without days_after_threshold"),
        (
            "months_after_consent = 3\ndays_after_threshold = 90\ndays_after_consent = 30",
            "a treaty has one rule; keep one",
        ),
        ("days_after_threshold = 90\ndays_after_consent = 30", "without threshold: add the number of consents"),
        (
            "threshold = { needed = 4 }\ndays_after_threshold = 9000\ndays_after_consent = 30",
            "days_after_threshold = 9000: expected 0 to 3660",
        ),
        ("threshold = { needed = 4 }\ndays_after_threshold = -1\ndays_after_consent = 30", "expected 0 to 3660"),
        ("threshold = { needed = 4, organisation = false }", "did you mean 'organisations'?"),
        ('threshold = { needed = 4, organisations = "no" }', "expected true or false"),
        ("days_after_treshold = 90", "did you mean 'days_after_threshold'?"),
    ],
)
def test_rules_that_are_refused(tmp_path: Path, more: str, said: str) -> None:
    with pytest.raises(ConfigError, match=r"\[\[treaty\]\] ets-24") as caught:
        configured(tmp_path, more)
    assert said in str(caught.value)


def test_the_shipped_example_of_the_un(tmp_path: Path) -> None:
    """Uncommented, the block in config.toml carries the rule; the database gives back the same treaty."""
    shipped_file = (files("tracker") / "data" / "config.toml").read_text(encoding="utf-8")
    _, _, rest = shipped_file.partition('# id = "untc-xviii-16"\n')
    lines = [line.removeprefix("# ") for line in rest.partition("\n\n")[0].splitlines()]
    rule = "\n".join(line for line in lines if line.startswith(("threshold", "days")))
    treaty = configured(tmp_path, rule, "untc-xviii-16")
    assert replace(treaty, sources=(), number="XVIII-16", name="UN", seat=UN.seat) == UN

    with Store.open(tmp_path / "tracker.db", create=True) as store:
        store.treaties.follow({}, [treaty, replace(BUDAPEST, sources=("one",))], datetime(2026, 6, 15, tzinfo=UTC))
        assert store.treaties.all() == [treaty, replace(BUDAPEST, sources=("one",))]
