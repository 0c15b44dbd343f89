"""States that succeeded others, in a register that has a row for the former State, or shows a notified succession."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from registers import untc, untc_saved
from world import row, world

import tracker.cli
from tracker.models import ConsentKind, Group, PrintedChart, PrintedRow
from tracker.participants import table
from tracker.sources.interpret import interpret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

HEADERS = (
    "Participant",
    "Signature",
    "Acceptance(A), Ratification, Approval(AA), Accession(a), Succession(d), Formal confirmation(c)",
)
ROWS = (
    ("Yugoslavia (former)", "10 Mar 1980", "3 Mar 1985"),
    ("Croatia", "", "12 Oct 1992 d"),
    ("Slovenia", "", "1 Mar 1993 a"),
    ("Serbia", "", "12 Mar 2001 d"),
    ("Belarus", "", "1 Apr 1984"),
    ("Russian Federation", "", "5 May 1983"),
    ("Armenia", "", "1 Nov 1991 a"),
    ("France", "10 Mar 1980", "5 May 1981 AA"),
    ("Chad", "", "3 Mar 1983"),
    ("Niger", "", "[ 9 Sep 1983 ] 10 Oct 1999 a"),
)


@pytest.fixture
def ask(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Callable[..., Any]]:
    """Ask `between … france` about the register."""
    with world(tmp_path, more=untc_saved("Fictional Convention", "1980-01-01", needed=3)) as made:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr("jobs.clock.utc_now", lambda: made.now)
        made.show(row("Albania", signed="2001-11-23"))
        entry = "1 March 1984, in accordance with article 65(1)."
        (tmp_path / "un.xml").write_bytes(untc(*ROWS, headers=HEADERS, in_force=entry))
        made.check_all()

        def asked(who: str, day: str, other: str = "france") -> Any:
            capsys.readouterr()
            assert tracker.cli.run(["between", who, other, "--treaty", "untc-xviii-16", "--as-of", day, "--json"]) == 0
            [found] = json.loads(capsys.readouterr().out)
            return found

        yield asked


ANSWERS: dict[str, tuple[str, str, bool | None, str]] = {
    "what the former State did was done for its parts": (
        "croatia", "1990-01-01", True, "between Croatia (then Yugoslavia) and France on 1990-01-01, since 1985-04-02",
    ),
    "also for a part of a part": ("serbia", "1990-01-01", True, "between Serbia (then Yugoslavia) and France"),
    "before it acted, nothing was": ("croatia", "1984-06-01", False, "Yugoslavia had signed but not consented"),
    "by whose row another successor has": (
        "kazakhstan", "1990-01-01", True, "Kazakhstan (then the Union of Soviet Socialist Republics)",
    ),
    "a State that acted for itself is no former one": ("ussr", "1983-04-01", False, "had neither signed nor consented"),
    "a succession may go back to the beginning of the State": (
        "croatia", "1991-12-01", None,
        "Croatia succeeded by a notification of 1992-10-12, and no source prints from which day that has effect",
    ),
    "and under the name of that day": (
        "serbia", "1995-12-01", None, "the Federal Republic of Yugoslavia succeeded by a notification of 2001-03-12",
    ),
    "of one that did nothing, nobody says whether it succeeded": (
        "bosnia and herzegovina", "1995-12-01", None,
        "Yugoslavia, of which Bosnia and Herzegovina was part until 1992-03-03, was bound or had consented, and no act",
    ),
    "one that acceded did not inherit": ("slovenia", "1992-12-01", False, "Slovenia had neither signed nor consented"),
    "an end that nobody dated may have come later": ("niger", "1990-06-01", None, "Not known: "),
    "and is over with the next consent": ("niger", "1999-12-01", True, "Yes: "),
}  # fmt: skip


@pytest.mark.parametrize("case", ANSWERS)
def test_between_a_successor_and_another(case: str, ask: Callable[..., Any]) -> None:
    """The chart's own rows decide who acted; where no act of a successor is shown, nothing is made up."""
    who, day, in_force, words = ANSWERS[case]
    found = ask(who, day)

    assert found["in_force"] is in_force
    assert words in found["answer"]


def test_parts_of_one_state(ask: Callable[..., Any]) -> None:
    """Croatia and Serbia were parts of Yugoslavia, not of the State that took its name later."""
    assert "were one State, Yugoslavia" in ask("croatia", "1990-01-01", "serbia")["answer"]
    assert "were one State, the Federal Republic of Yugoslavia" in ask("montenegro", "1995-01-01", "serbia")["answer"]
    assert ask("serbia", "1995-01-01", "SCG")["answer"].startswith("No: on 1995-01-01 Serbia was part of one State")


@pytest.mark.parametrize(("day", "group"), [("2005-01-01", "member"), ("2006-06-04", "non_member")])
def test_a_part_was_a_member_of_the_council_with_its_whole(
    ask: Callable[..., Any], capsys: pytest.CaptureFixture[str], day: str, group: str
) -> None:
    """Montenegro was a part of a member State, and became one itself in 2007."""
    ask("serbia", day)
    assert tracker.cli.run(["state", "montenegro", "--as-of", day, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["group"] == group


@pytest.mark.parametrize(
    ("in_force_on", "kind"),
    [(date(2006, 6, 3), ConsentKind.CONSENT), (date(2007, 2, 1), ConsentKind.ACCESSION), (None, ConsentKind.ACCESSION)],
)
def test_no_accession_is_inferred_that_goes_back(in_force_on: date | None, kind: ConsentKind) -> None:
    """Where a source prints no kinds, a consent with an earlier effect may be a succession."""
    printed = PrintedRow(name="Montenegro", group=Group.MEMBER, consent_on=date(2006, 10, 23), in_force_on=in_force_on)
    [found] = interpret(PrintedChart(rows=(printed,)), table(), blank_non_member_invited=None).rows

    assert found.consent_kind is kind
