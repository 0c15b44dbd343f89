"""Questions of a lawyer on the days that matter, and the answers, through the command line.

The days: a consent or a treaty takes effect, somebody leaves, the fifth consent comes. A blank cell is no statement.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from registers import untc, untc_saved
from world import but, row, world

import tracker.cli

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from world import Row, World

PROTOCOLS = """
[[treaty]]
id = "ets-189"
number = "189"
name = "First Additional Protocol"
opened_on = 2003-01-28
sources = ["coe-service"]

[[treaty]]
id = "cets-224"
number = "224"
name = "Second Additional Protocol"
opened_on = 2022-05-12
sources = ["coe-service"]
"""

FRANCE = row("France", signed="2001-11-23", consent="2006-01-10", in_force="2006-05-01")
HUNGARY = row("Hungary", signed="2001-11-23", consent="2003-12-04", in_force="2004-07-01")
SERBIA = row("Serbia", signed="2005-04-07", consent="2009-04-14", in_force="2009-08-01")
FINLAND = row("Finland", signed="2001-11-23", consent="2007-05-24", in_force="2007-09-01")
ALBANIA = row("Albania", signed="2001-11-23", consent="2002-06-20", in_force="2004-07-01")
JAPAN = row("Japan", "non_member", signed="2001-11-23", consent="2012-07-03", in_force="2012-11-01")
COSTA_RICA = row("Costa Rica", "non_member", consent="2017-09-22", in_force="2018-01-01")
BRAZIL = row("Brazil", "non_member", consent="2022-11-30", in_force="2023-03-01")
TONGA = row("Tonga", "non_member", consent="2017-05-09", in_force="2017-09-01")
IRELAND = row("Ireland", signed="2002-02-28")
CONVENTION = (FRANCE, HUNGARY, SERBIA, FINLAND, ALBANIA, JAPAN, COSTA_RICA, BRAZIL, TONGA, IRELAND)


def also(name: str, consent: str | None = None, in_force: str | None = None, group: str = "member") -> Row:
    """A row of the Second Protocol."""
    return row(name, group, signed="2022-05-12", consent=consent, in_force=in_force)


FOUR = (
    also("Serbia", "2023-02-09"),
    also("Japan", "2023-08-10", group="non_member"),
    also("Hungary", "2026-02-05"),
    also("Costa Rica", "2026-04-15", group="non_member"),
)
FIFTH = (*FOUR, also("Finland", "2026-06-15"))
IN_FORCE = tuple(but(one, in_force="2026-10-01") for one in FIFTH)
DENOUNCED = {"DateDenonciation": "2026-05-10T00:00:00"}
SERBIA_OUT = {"DateDenonciation": "2026-06-10T00:00:00"}
KENYA = row("Kenya", "non_member", consent="2026-05-02", extra=DENOUNCED)
LEFT = {"DateDenonciation": "2026-11-10T00:00:00", "DateEffetDenonciation": "2027-03-01T00:00:00"}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What the charts show, and how many days after 15 June 2026 they are read again and the question is asked."""

    convention: tuple[Row, ...] = CONVENTION
    second: tuple[Row, ...] = FOUR
    first: tuple[Row, ...] = ()
    days: int = 0


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Shown], World]]:
    """Show charts, and read them twice."""
    opened: list[AbstractContextManager[World]] = []

    def shown(what: Shown) -> World:
        opened.append(world(tmp_path, more=PROTOCOLS, confirm_after="0s"))
        made = opened[0].__enter__()
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr("jobs.clock.utc_now", lambda: made.now)
        made.show(*what.convention)
        made.show(*what.second, number="224")
        made.show(*what.first, number="189")
        made.check_all()
        made.wait(days=what.days)
        made.check_all()
        return made

    yield shown
    for one in opened:
        one.__exit__(None, None, None)


def asked(capsys: pytest.CaptureFixture[str], *command: str) -> Any:
    """What a command answers with --json."""
    capsys.readouterr()
    assert tracker.cli.run([*command, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def leaving(who: Row, **extra: str) -> tuple[Row, ...]:
    """The Convention's chart, with one row changed."""
    return tuple(but(one, extra=extra) if one is who else one for one in CONVENTION)


BLANK = tuple(but(one, consent="2026-06-30") if one is IRELAND else one for one in CONVENTION)
FIRST = (
    row("France", consent="2006-01-10", in_force="2006-05-01"),
    row("Hungary", consent="2006-01-10", in_force="2006-05-01"),
)

#: Name → (charts, two States, treaty, day, in force, in force as known, words of the answer).
BETWEEN: dict[str, tuple[Shown, str, str, bool | None, str]] = {
    # 1.1: the rule's day has come, and the chart prints nothing
    "the day before the rule's day, a consent is not yet in force": (
        Shown(convention=BLANK, days=150), "ireland france ets-185", "2026-09-30", False,
        "expected on 2026-10-01 by the treaty's rule",
    ),
    "from the rule's day on, a blank cell is no statement": (
        Shown(convention=BLANK, days=150), "ireland france ets-185", "2026-10-01", None,
        "36(4) in force since 2026-10-01; the depositary's chart does not print it (status as of 2026-11-12)",
    ),
    "the same on the chart's day": (
        Shown(convention=BLANK, days=150), "ireland france ets-185", "2026-11-12", None,
        "by article 36(4) in force since 2026-10-01",
    ),
    "and on a later day": (
        Shown(convention=BLANK, days=150), "ireland france ets-185", "2026-11-20", None,
        "by article 36(4) in force since 2026-10-01",
    ),
    "a treaty whose own day has passed unprinted": (
        Shown(second=FIFTH, days=150), "japan finland cets-224", "2026-11-12", None,
        "by article 16(3) in force since 2026-10-01; the depositary's chart does not print it",
    ),
    "before that day it is not in force": (
        Shown(second=FIFTH, days=150), "japan finland cets-224", "2026-09-30", False,
        "the Protocol itself was not in force (expected on 2026-10-01 by the treaty's rule",
    ),
    "who lacks nothing but consent gets a firm No": (
        Shown(convention=BLANK, second=FIFTH, days=150), "ireland japan cets-224", "2026-11-12", False, "Ireland",
    ),
    # 1.2: a denunciation whose effect is not printed
    "before the notification, a plain Yes": (
        Shown(convention=leaving(TONGA, **DENOUNCED)), "tonga brazil ets-185", "2026-05-09", True, "Yes: ETS 185 was",
    ),
    "between notification and effect the Yes warns": (
        Shown(convention=leaving(TONGA, **DENOUNCED)), "tonga brazil ets-185", "2026-06-15", True,
        "Tonga has denounced it (2026-05-10), by article 47(2) with effect from 2026-09-01, which no source prints",
    ),
    "after the rule's day nobody is bound for ever": (
        Shown(convention=leaving(TONGA, **DENOUNCED), days=204), "tonga brazil ets-185", "2027-01-05", None,
        "by article 47(2) Tonga is no longer bound since 2026-09-01 (denounced on 2026-05-10), and no source prints",
    ),
    "a printed effect: the Yes warns until then": (
        Shown(convention=leaving(HUNGARY, **LEFT), days=200), "hungary japan ets-185", "2026-12-31", True,
        "Hungary has denounced it (2026-11-10), with effect from 2027-03-01",
    ),
    "and then it is No": (
        Shown(convention=leaving(HUNGARY, **LEFT), days=270), "hungary japan ets-185", "2027-03-01", False,
        "Hungary had left with effect from 2027-03-01",
    ),
    # 1.3: a protocol does not outlive its parent
    "the Second Protocol warns of the parent's denunciation": (
        Shown(convention=leaving(HUNGARY, **LEFT), second=IN_FORCE, days=200), "hungary japan cets-224", "2026-12-31",
        True,
        "denounced ETS 185 (2026-11-10), and with it, under article 24(3), the Protocol, with effect from 2027-03-01",
    ),
    "and ends with it": (
        Shown(convention=leaving(HUNGARY, **LEFT), second=IN_FORCE, days=270), "hungary japan cets-224", "2027-03-01",
        False,
        "Hungary is no longer bound by ETS 185, and article 2(1)(a) asks that both be Parties to ETS 185",
    ),
    "a parent left by the rule alone leaves the Protocol unknown": (
        Shown(
            convention=leaving(HUNGARY, DateDenonciation="2026-11-10T00:00:00"), second=IN_FORCE, days=270
        ),
        "hungary japan cets-224", "2027-03-01", None,
        "by article 47(2) of ETS 185 Hungary is no longer bound by it since 2027-03-01, and no source prints the day",
    ),
    "the First Protocol has no such clause, and says what it applies": (
        Shown(convention=leaving(HUNGARY, **LEFT), first=FIRST, days=270), "hungary france ets-189", "2027-03-01",
        True,
        "Hungary is no longer bound by ETS 185, whose articles the Protocol applies (article 8)",
    ),
    "and that it was denounced, before that has effect": (
        Shown(convention=leaving(HUNGARY, **LEFT), first=FIRST, days=200), "hungary france ets-189", "2026-12-31",
        True,
        "Hungary has denounced ETS 185 (2026-11-10), whose articles the Protocol applies (article 8), with effect from",
    ),
    "also when no source prints that effect": (
        Shown(convention=leaving(HUNGARY, DateDenonciation="2026-05-10T00:00:00"), first=FIRST, days=100),
        "hungary france ets-189", "2026-09-05", True, "by article 47(2) with effect from 2026-09-01, which no source",
    ),
    "and that one was never bound by it": (
        Shown(first=(*FIRST, row("Ireland", consent="2006-01-10", in_force="2006-05-01"))), "ireland france ets-189",
        "2026-06-15", True, "Ireland is not bound by ETS 185, whose articles the Protocol applies (article 8)",
    ),
    # 1.2, 1.3: denounced after the consent and before it took effect
    "who denounced before the entry into force is warned of": (
        Shown(convention=(*CONVENTION, KENYA)), "kenya france ets-185", "2026-06-15", False,
        "Kenya has denounced it (2026-05-10), by article 47(2) with effect from 2026-09-01, which no source prints",
    ),
    "and by the rule no longer bound, it is not known": (
        Shown(convention=(*CONVENTION, KENYA), days=100), "kenya france ets-185", "2026-09-01", None,
        "by article 47(2) Kenya is no longer bound since 2026-09-01 (denounced on 2026-05-10), and no source prints",
    ),
    "a State out of the Convention by the rule before the Protocol's day": (
        Shown(convention=leaving(SERBIA, **SERBIA_OUT), second=FIFTH, days=150), "serbia japan cets-224",
        "2026-10-01", None,
        "by article 47(2) of ETS 185 Serbia is no longer bound by it since 2026-10-01, and no source prints the day",
    ),
    # 1.13: a day to come
    "a day to come is not known, and nothing that is known ends it": (
        Shown(), "tonga france ets-185", "2030-01-01", None, "As known on 2026-06-15, nothing ends it: ETS 185 is in",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BETWEEN)
def test_between_two(case: str, read: Callable[[Shown], World], capsys: pytest.CaptureFixture[str]) -> None:
    shown, question, day, in_force, words = BETWEEN[case]
    read(shown)
    one, other, treaty = question.split()
    [found] = asked(capsys, "between", one, other, "--treaty", treaty, "--as-of", day)
    [mirrored] = asked(capsys, "between", other, one, "--treaty", treaty, "--as-of", day)

    assert (found["in_force"], mirrored["in_force"]) == (in_force, in_force)
    assert words in found["answer"]


def test_a_day_to_come_is_told_apart_in_the_data(
    read: Callable[[Shown], World], capsys: pytest.CaptureFixture[str]
) -> None:
    """1.13: a program reads null, and beside it what is known."""
    read(Shown())
    later, today = (
        asked(capsys, "between", "tonga", "france", "--treaty", "ets-185", "--as-of", day)[0]
        for day in ("2030-01-01", "2026-06-15")
    )

    assert (later["in_force"], later["in_force_as_known"]) == (None, True)
    assert (today["in_force"], today["in_force_as_known"]) == (True, True)


# ---- figures ------------------------------------------------------------------------------------

COUNTS = ("consents", "counted", "in_force", "by_rule", "treaty_in_force")
FIGURES: dict[str, tuple[Shown, str, str, tuple[int | bool | None, ...]]] = {
    "185, one consent overdue": (Shown(convention=BLANK, days=150), "ets-185", "2026-11-12", (10, 10, None, 10, True)),
    "185, the day before": (Shown(convention=BLANK, days=150), "ets-185", "2026-09-30", (10, 10, 9, None, True)),
    "185, an end overdue": (
        Shown(convention=leaving(TONGA, **DENOUNCED), days=204), "ets-185", "2027-01-05", (9, 8, None, 8, True),
    ),
    "224, the treaty overdue": (Shown(second=FIFTH, days=150), "cets-224", "2026-11-12", (5, 5, None, 5, None)),
    "224, four": (Shown(), "cets-224", "2026-06-15", (4, 4, 0, None, False)),
    "224, Ireland has only signed the Convention": (
        Shown(second=(*FOUR, also("Ireland", "2026-06-10"))), "cets-224", "2026-06-15", (5, 4, 0, None, False),
    ),
    "224, a State has left the Convention by the rule before the fifth consent": (
        Shown(
            convention=leaving(SERBIA, **SERBIA_OUT), second=(*FOUR, also("Finland", "2026-10-02")), days=112
        ), "cets-224", "2026-10-05", (5, 4, 0, None, False),
    ),
    "224, a Party has left the Convention": (
        Shown(convention=leaving(HUNGARY, **LEFT), second=IN_FORCE, days=270), "cets-224", "2027-03-12",
        (5, 4, None, 4, True),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FIGURES)
def test_figures(case: str, read: Callable[[Shown], World], capsys: pytest.CaptureFixture[str]) -> None:
    """1.1, 1.3, 1.4: what is overdue is not counted as printed, and who does not count is not counted."""
    shown, treaty, day, counts = FIGURES[case]
    read(shown)
    found = asked(capsys, "figures", "--treaty", treaty, "--as-of", day)["treaties"][treaty]
    listed = asked(capsys, "parties", treaty, "--as-of", day)

    assert tuple(found[key] for key in COUNTS) == counts
    assert sum(one["standing"] in ("party", "contracting") for one in listed) == found["consents"]


# ---- what is told ---------------------------------------------------------------------------------


def deposits(made: World) -> list[str]:
    """The sentences of the consents to the Second Protocol, the newest last."""
    return [change.summary for change in made.changes() if (change.treaty, change.field) == ("cets-224", "consent_on")]


TOLD: dict[str, tuple[tuple[Row, ...], tuple[str, ...]]] = {
    "the fifth says when": (
        FIFTH,
        ("the fifth of five needed; the Protocol is not yet in force; by its own terms it enters into force on 1 Oct",),
    ),
    "who does not count is told why": (
        (*FOUR, also("Ireland", "2026-06-10")), ("not counted here: no consent to ETS 185 is shown",),
    ),
    "two of one day are not ranked": (
        (*FOUR, also("Finland", "2026-06-10"), also("France", "2026-06-10")),
        ("the fifth and sixth, deposited on the same day",) * 2,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", TOLD)
def test_a_consent_in_words(case: str, read: Callable[[Shown], World]) -> None:
    """1.4"""
    rows, words = TOLD[case]
    made = read(Shown())
    made.show(*rows, number="224")
    made.wait(hours=1)
    made.check_all()

    assert len(deposits(made)) == len(words)
    for said, wanted in zip(deposits(made), words, strict=True):
        assert wanted in said


def test_a_consent_that_was_published_late_names_the_fifth(read: Callable[[Shown], World]) -> None:
    """1.4: the fourth comes to light after the fifth; the threshold was then reached earlier."""
    told = (*FOUR[:3], also("Finland", "2026-06-10"), also("France", "2026-06-12"))
    made = read(Shown(second=told))
    made.show(*told, FOUR[3], number="224")
    made.wait(hours=1)
    made.check_all()
    [said] = deposits(made)

    assert "the fourth of five needed; with it the fifth consent is that of 12 June 2026, France" not in said
    assert "the fourth of five needed; with it the fifth consent is that of 10 June 2026, Finland" in said


def test_a_denunciation_in_words(read: Callable[[Shown], World]) -> None:
    """1.2 and 1.3: by the rule where no effect is printed; the notification's day stays when the effect appears."""
    made = read(Shown(second=FOUR))
    made.show(*leaving(HUNGARY, **DENOUNCED))
    made.wait(hours=1)
    made.check_all()
    made.show(*leaving(HUNGARY, **DENOUNCED, DateEffetDenonciation="2026-10-01T00:00:00"))
    made.wait(hours=1)
    made.check_all()
    denounced, given = (change for change in made.changes() if change.kind == "denounced")

    assert "notification on 10 May 2026" in denounced.summary
    assert "by article 47, paragraph 2 it takes effect on 1 September 2026, computed here" in denounced.summary
    assert "under article 24, paragraph 3 of the Second Additional Protocol this also denounces" in denounced.summary
    assert (given.effective_on, given.after) == (date(2026, 5, 10), "2026-10-01")
    assert "now gives 1 October 2026 as the day on which the denunciation" in given.summary
    assert "notified on 10 May 2026, takes effect" in given.summary


CONTRADICTED = {"DateDenonciation": "2026-05-10T00:00:00", "DateEffetDenonciation": "2026-04-01T00:00:00"}


def test_dates_that_contradict_each_other_answer_nothing(
    read: Callable[[Shown], World], capsys: pytest.CaptureFixture[str]
) -> None:
    """An end before its denunciation: one of the two is wrong, and nobody knows which."""
    read(Shown(convention=leaving(TONGA, **CONTRADICTED)))
    [told] = asked(capsys, "between", "tonga", "brazil", "--treaty", "ets-185", "--as-of", "2026-04-15")
    [before] = asked(capsys, "between", "tonga", "brazil", "--treaty", "ets-185", "--as-of", "2026-03-31")
    figures = asked(capsys, "figures", "--treaty", "ets-185", "--as-of", "2026-04-15")["treaties"]["ets-185"]
    [found] = [one for one in asked(capsys, "reconcile") if one["status"] == "contradiction"]

    assert told["in_force"] is told["in_force_as_known"] is None
    assert "end of participation 2026-04-01, before denunciation 2026-05-10: ask the depositary" in told["answer"]
    assert before["in_force"] is True
    assert figures["in_force"] is None
    assert (found["participant"], found["field"]) == ("TON", "left_on")
    assert "contradict each other" in found["explanation"]


# ---- findings and the calendar --------------------------------------------------------------------


def test_what_is_overdue_is_a_finding(read: Callable[[Shown], World], capsys: pytest.CaptureFixture[str]) -> None:
    """1.1, 1.2 and 1.3"""
    read(
        Shown(convention=leaving(TONGA, **DENOUNCED), second=FIFTH, days=204),
    )
    found = [one for one in asked(capsys, "reconcile") if one["status"] == "overdue"]
    named = {(one["treaty"], one["participant"], one["field"]) for one in found}

    assert ("ets-185", "TON", "left_on") in named
    assert ("cets-224", None, "treaty_in_force_on") in named
    assert ("cets-224", "FIN", "in_force_on") in named
    assert any(one["explanation"].startswith("by article 47(2) no longer bound since 2026-09-01") for one in found)


def test_a_printed_effect_is_held_against_the_rule(
    read: Callable[[Shown], World], capsys: pytest.CaptureFixture[str]
) -> None:
    """1.2 c: 15 February is no first day of a month."""
    odd = {"DateDenonciation": "2026-05-10T00:00:00", "DateEffetDenonciation": "2027-02-15T00:00:00"}
    read(Shown(convention=leaving(TONGA, **odd)))
    [found] = [
        one
        for one in asked(capsys, "reconcile", "--treaty", "ets-185")
        if (one["participant"], one["field"]) == ("TON", "left_on")
    ]

    assert found["status"] == "rule"
    assert found["explanation"].endswith("after 2026-05-10 (article 47, paragraph 2): 2026-09-01")


def test_the_calendar_has_the_effect_by_the_rule(
    read: Callable[[Shown], World], capsys: pytest.CaptureFixture[str]
) -> None:
    """1.2 a, in the dossier too."""
    read(Shown(convention=leaving(TONGA, **DENOUNCED)))
    items = asked(capsys, "calendar", "--treaty", "ets-185")
    dossier = asked(capsys, "state", "tonga")["treaties"][0]["expected"]

    for found in (items, dossier):
        [end] = [one for one in found if one["kind"] == "denunciation_effect"]
        assert (end["day"], end["printed"], end["how"]) == ("2026-09-01", False, "expected")
        assert "(article 47, paragraph 2)" in end["basis"]


def test_a_return_is_a_second_period_and_no_act_is_shown_twice(
    read: Callable[[Shown], World], capsys: pytest.CaptureFixture[str]
) -> None:
    """1.2 e: the row of the return repeats the signature."""
    gone = but(HUNGARY, extra={"DateDenonciation": "2010-01-10", "DateEffetDenonciation": "2010-05-01"})
    back = but(HUNGARY, consent="2015-02-10", in_force="2015-06-01")
    read(Shown(convention=(*(one for one in CONVENTION if one is not HUNGARY), gone, back)))
    held = asked(capsys, "state", "hungary")["treaties"][0]

    assert [act["kind"] for act in held["acts"]].count("signed") == 1
    assert [period["consent_on"] for period in held["periods"]] == ["2003-12-04", "2015-02-10"]


def test_parties_and_dossier_carry_the_rules_days(
    read: Callable[[Shown], World], capsys: pytest.CaptureFixture[str]
) -> None:
    """1.1 and 1.2: the standing is that of the chart, and the rule's day stands beside it."""
    overdue = tuple(but(one, extra=DENOUNCED) if one is TONGA else one for one in BLANK)
    read(Shown(convention=overdue, days=204))
    listed = {one["participant"]: one for one in asked(capsys, "parties", "ets-185")}
    ireland, tonga = (asked(capsys, "state", name)["treaties"][0] for name in ("ireland", "tonga"))
    for irish, tongan in ((listed["IRL"], listed["TON"]), (ireland, tonga)):
        assert (irish["standing"], irish["by_rule_since"]) == ("contracting", "2026-10-01")
        assert (tongan["standing"], tongan["left_by_rule_on"]) == ("party", "2026-09-01")


# ---- the United Nations' convention ---------------------------------------------------------------

HEADERS = ("Participant", "Signature", "Acceptance(A), Ratification, Approval(AA), Accession(a)")
ROWS = (
    ("Qatar", "25 Oct 2025", "1 Feb 2026"),
    ("Viet Nam", "25 Oct 2025", "1 Mar 2026"),
    ("European Union", "25 Oct 2025", "2 Mar 2026 AA"),
)


@pytest.mark.parametrize(
    ("day", "in_force", "standing", "words"),
    [
        ("2026-05-30", True, "party", "since 2026-05-30 by article 65(2): the register of UNTC XVIII-16 prints no day"),
        ("2026-06-09", False, "contracting", "expected on 2026-06-10 by the treaty's rule"),
        ("2026-06-10", True, "party", "since 2026-06-10 by article 65(2)"),
    ],
)
def test_a_register_that_prints_no_day_for_a_state(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    day: str,
    in_force: bool,
    standing: str,
    words: str,
) -> None:
    """1.9: the thirtieth day after its own deposit, or with the Convention; told as following from the rule."""
    togo = ("Togo", "25 Oct 2025", "11 May 2026")
    other = "viet nam" if day == "2026-05-30" else "togo"
    with world(tmp_path, more=untc_saved(needed=2)) as made:
        about = {"headers": HEADERS, "in_force": "30 May 2026, in accordance with article 65(1)."}
        (tmp_path / "un.xml").write_bytes(untc(*ROWS, togo, **about))
        made.check_all()
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr("jobs.clock.utc_now", lambda: made.now)
        [found] = asked(capsys, "between", "qatar", other, "--treaty", "untc-xviii-16", "--as-of", day)
        figures = asked(capsys, "figures", "--treaty", "untc-xviii-16", "--as-of", day)["treaties"]["untc-xviii-16"]
        listed = asked(capsys, "parties", "untc-xviii-16", "--as-of", day)

    assert (found["in_force"], found["standing_b"]) == (in_force, standing)
    assert words in found["answer"]
    assert sum(one["standing"] == "party" for one in listed) == figures["in_force"]
    assert (figures["counted"], figures["by_rule"]) == (figures["consents"] - 1, figures["in_force"])


def test_an_organisation_is_not_counted_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """1.9: two of the three needed count, and the report says so."""
    with world(tmp_path, more=untc_saved(needed=3)) as made:
        about = {"headers": HEADERS, "in_force": "Not yet in force"}
        (tmp_path / "un.xml").write_bytes(untc(*ROWS, **about))
        made.check_all()
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr("jobs.clock.utc_now", lambda: made.now)
        capsys.readouterr()
        assert tracker.cli.run(["report"]) == 0
        said = " ".join(capsys.readouterr().out.split())

    assert "2 of the 3 consents needed; not in force, no Parties yet; 1 more that does not count towards them" in said


def test_who_is_out_by_the_rule_is_not_told_what_it_could_do(
    read: Callable[[Shown], World], capsys: pytest.CaptureFixture[str]
) -> None:
    read(Shown(convention=leaving(TONGA, **DENOUNCED), days=77))  # 31 August
    before = asked(capsys, "state", "tonga", "--as-of", "2026-08-31")["treaties"]
    after = asked(capsys, "state", "tonga", "--as-of", "2026-09-01")["treaties"]

    assert [one["could_do_next"] for one in before if one["treaty"] == "cets-224"] == [["sign"]]
    assert [one["could_do_next"] for one in after if one["treaty"] == "cets-224"] == [[]]
