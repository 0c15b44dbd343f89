"""What was lost, what was suspended, what is not yet in effect, and who could be invited: question → answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from world import Row, World, but, declaration, row, world

import tracker.cli

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PROTOCOL = """
[[treaty]]
id = "cets-224"
number = "224"
name = "Second Additional Protocol"
opened_on = 2022-05-12
sources = ["coe-service"]
"""

UK = row("United Kingdom", code="UK", signed="2001-11-23", consent="2011-05-25", in_force="2011-09-01")
TONGA = row("Tonga", "non_member", code="TON", consent="2017-05-09", in_force="2017-09-01")
MAURITIUS = row("Mauritius", "non_member", code="MAR", consent="2013-11-15", in_force="2014-03-01")
JAPAN = row("Japan", "non_member", code="JAP", signed="2001-11-23", consent="2012-07-03", in_force="2012-11-01")
SERBIA = row("Serbia", code="SAM", signed="2005-04-07", consent="2009-04-14", in_force="2009-08-01")
MONTENEGRO = row("Montenegro", code="MOT", signed="2005-04-07", consent="2010-03-03", in_force="2010-07-01")
ALBANIA = row("Albania", code="ALB", signed="2001-11-23", consent="2002-06-20", in_force="2004-07-01")
FRANCE = row("France", code="FRA", signed="2001-11-23", consent="2006-01-10", in_force="2006-05-01")
GEORGIA = row("Georgia", code="GEO", signed="2008-04-01", consent="2012-06-06", in_force="2012-10-01")
RUSSIA = row("Russian Federation", "non_member", code="RUS")
KAZAKHSTAN = row("Kazakhstan", "non_member", code="KAZ")
NIGERIA = row("Nigeria", "non_member", code="NIR")
BENIN = row("Benin", "non_member", code="BEN", consent="2026-06-16", in_force="2026-10-01")
BOTSWANA = row("Botswana", "non_member", code="BOT", consent="2026-06-16", in_force="2026-10-01")
FLAGGED = but(
    ALBANIA,
    extra={"Reserves": 1, "Declarations": 0, "Objections": 0, "Territoires": 0, "Communications": 0},
)

BEFORE: tuple[Row, ...] = (
    *(UK, TONGA, but(MAURITIUS, extra={"DateSuspension": "2026-05-03T00:00:00"}), JAPAN, SERBIA, MONTENEGRO),
    *(FLAGGED, FRANCE, GEORGIA, RUSSIA, KAZAKHSTAN, NIGERIA, but(BENIN, consent=None, in_force=None)),
)
AFTER: tuple[Row, ...] = (
    *(UK, but(TONGA, consent=None, in_force=None), but(MAURITIUS, extra={"DateSuspension": None}), JAPAN),
    *(SERBIA, MONTENEGRO, FLAGGED, FRANCE, but(GEORGIA, group="non_member"), RUSSIA),
    *(but(KAZAKHSTAN, group="member"), NIGERIA, BENIN, BOTSWANA),
)


@pytest.fixture(scope="module")
def w(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """15 June: as BEFORE. 17 June: as AFTER, and confirmed the next day."""
    with world(tmp_path_factory.mktemp("lost"), more=PROTOCOL) as made:
        made.show(*BEFORE)
        made.show(row("Japan", "non_member", code="JAP", signed="2022-05-12", consent="2023-08-10"), number="224")
        made.declare(declaration("Japan", "Japan reserves the right not to apply it.", article="7"), number="224")
        made.declare(declaration("Japan", "Japan reserves another right.", article="9", effective="2012-11-01"))
        made.check_all()
        made.read_statements()
        made.wait(days=2)
        made.show(*AFTER)
        for _ in range(2):
            made.check_all()
            made.read_statements()
            made.wait(days=1)
        yield made


@pytest.fixture
def said(w: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """What a command printed."""
    monkeypatch.chdir(w.folder)
    monkeypatch.setattr("jobs.clock.utc_now", lambda: w.now)

    def run(*command: str) -> str:
        capsys.readouterr()
        assert tracker.cli.run(list(command)) == 0
        return capsys.readouterr().out

    return run


@pytest.fixture
def ask(said: Callable[..., str]) -> Callable[..., Any]:
    """The same with --json, as values."""
    return lambda *command: json.loads(said(*command, "--json"))


# ---- between two --------------------------------------------------------------------------------

#: One, the other, the day → in_force, and words that the answer holds.
BETWEEN = {
    "lost: a past day": (
        ("Tonga", "UK", "2020-01-01"),
        None,
        ("Not known: whether", "no longer shown since", "ask the depositary"),
    ),
    "lost: today": (("UK", "Tonga", "2026-06-18"), None, ("Not known: whether", "ask the depositary")),
    "lost: before it was bound": (("Tonga", "UK", "2017-08-31"), False, ("No: ",)),
    "lost: before it consented": (("Tonga", "UK", "2016-01-01"), False, ("No: ", "invited then is not known")),
    "suspended: inside": (
        ("Mauritius", "UK", "2026-05-10"),
        True,
        ("In force, its operation suspended for Mauritius since 2026-05-03: ETS 185",),
    ),
    "suspended: the day before": (("Mauritius", "UK", "2026-05-02"), True, ("Yes: ETS 185",)),
    "suspended: no longer shown": (("Mauritius", "UK", "2026-06-17"), True, ("Yes: ETS 185",)),
    "a member is never invited": (("France", "Germany", "2005-01-01"), False, ("Germany had neither signed nor",)),
    "a former member is not either": (
        ("Albania", "Russia", "2010-01-01"),
        False,
        ("neither signed nor consented.",),
    ),
    "nobody before the entry into force": (("Albania", "Fiji", "2004-06-30"), False, ("Fiji had neither signed nor",)),
    "perhaps one after it": (("Albania", "Fiji", "2004-07-01"), False, ("whether it was invited then is not known",)),
}


@pytest.mark.parametrize(("question", "in_force", "words"), BETWEEN.values(), ids=BETWEEN)
def test_between(
    ask: Callable[..., Any], question: tuple[str, str, str], in_force: bool | None, words: tuple[str, ...]
) -> None:
    """As a value and in words; "not known" stands where it is meant, and nowhere else."""
    one, other, day = question
    [found] = ask("between", one, other, "--treaty", "ets-185", "--as-of", day)

    assert found["in_force"] is in_force
    assert [missing for missing in words if missing not in found["answer"]] == []
    assert ("not known" in found["answer"].lower()) is any("not known" in each.lower() for each in words)


# ---- a dossier ----------------------------------------------------------------------------------


def _standing(found: Any) -> Any:
    return found["treaties"][0]["standing"], found["treaties"][0]["could_do_next"]


def _council(found: Any) -> Any:
    return found["council_member"], found["group"]


def _suspensions(found: Any) -> Any:
    acts = found["treaties"][0]["acts"]
    return [(act["kind"], act["on"]) for act in acts if act["field"] == "suspended_on"]


def _in_effect(found: Any) -> Any:
    return [(own["in_effect"], own["awaits_entry"]) for held in found["treaties"] for own in held["statements"]]


#: Who, the day (None: today), what of the dossier is looked at → what it must be.
STATE = {
    "lost: not invited": ("Tonga", None, _standing, ("none", [])),
    "suspended: both acts": (
        *("Mauritius", None, _suspensions),
        [("suspended", "2026-05-03"), ("suspension_ended", "2026-06-17")],
    ),
    "suspended: a day inside": (
        *("Mauritius", "2026-05-10"),
        lambda found: found["treaties"][0]["suspended_on"],
        "2026-05-03",
    ),
    "in effect: once bound": ("Japan", "2023-08-10", _in_effect, [(True, False), (False, True)]),
    "in effect: not before consent": ("Japan", "2012-10-31", _in_effect, [(False, False), (False, False)]),
    "a member by the chart": ("Kazakhstan", None, _council, (True, "member")),
    "not before the chart said so": ("Kazakhstan", "2026-06-16", _council, (False, "non_member")),
    "no member by the chart": ("Georgia", None, _council, (False, "non_member")),
    "a member before any chart": ("Georgia", "2010-01-01", _council, (True, "member")),
    "next: Russia took part": ("Russia", None, _standing, ("none", [])),
    "next: Kosovo has no row": ("Kosovo", None, _standing, ("none", [])),
    "next: Palestine has no row": ("Palestine", None, _standing, ("none", [])),
    "next: an invited State accedes": ("Nigeria", None, _standing, ("invited", ["accede"])),
}


@pytest.mark.parametrize(("who", "day", "of", "expected"), STATE.values(), ids=STATE)
def test_state(ask: Callable[..., Any], who: str, day: str | None, of: Callable[[Any], Any], expected: Any) -> None:
    """One thing of a dossier."""
    assert of(ask("state", who, *(("--as-of", day) if day else ()))) == expected


def test_a_statement_that_is_not_yet_in_effect_says_so(said: Callable[..., str]) -> None:
    """A reservation to a protocol that is not in force was made, and has no effect yet."""
    [line] = [line for line in said("state", "Japan").splitlines() if "article 7" in line]
    assert "made, takes effect with entry into force" in line


def test_what_was_lost_is_not_called_nothing(said: Callable[..., str]) -> None:
    """A dossier in the terminal tells the loss, and not also that nothing was signed."""
    printed = said("state", "TON", "--as-of", "2018-01-01")

    assert "no longer shows" in printed
    assert "nothing signed or consented" not in printed


# ---- figures, flags, findings, changes ----------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "signatures", "signatories"), [("2005-04-06", 4, 3), ("2005-05-01", 5, 4), ("2006-06-03", 6, 4)]
)
def test_parts_of_one_state_count_once(ask: Callable[..., Any], day: str, signatures: int, signatories: int) -> None:
    """Serbia and Montenegro signed once; from 2006-06-03 on there are two States, and two rows that print it."""
    found = ask("figures", "--treaty", "ets-185", "--as-of", day)["treaties"]["ets-185"]
    assert (found["signatures"], found["signatories"]) == (signatures, signatories)


def test_a_lost_consent_is_in_no_figure(ask: Callable[..., Any]) -> None:
    """It is not shown as a consent any more, and it is no invitation."""
    found = ask("figures", "--treaty", "ets-185")["treaties"]["ets-185"]
    assert (found["invited"], found["consents"]) == (1, 10)


def test_flags_of_a_day_without_a_chart_are_null(ask: Callable[..., Any]) -> None:
    """The first chart is of 15 June 2026: before that nobody knows what was marked."""
    flags = {day: ask("parties", "ets-185", "--as-of", day)[0]["flags"] for day in ("2026-06-14", "2026-06-15")}
    assert flags == {"2026-06-14": None, "2026-06-15": ["R"]}


def test_an_accession_without_an_invitation_is_a_finding(ask: Callable[..., Any]) -> None:
    """Botswana was never listed as invited. Benin was; the accession of Mauritius is older than the first chart."""
    findings = [one["participant"] for one in ask("reconcile") if one["status"] == "invitation_not_seen"]
    assert findings == ["BWA"]


def test_nobody_was_told_of_an_invitation(w: World) -> None:
    """No change of the kind `invited` follows from a row that lost its dates."""
    told = {(change.kind.value, change.participant) for change in w.changes()}
    assert ("retracted", "TON") in told
    assert "invited" not in {kind for kind, _ in told}
