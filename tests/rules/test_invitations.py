"""docs/rules-of-change.md, "Invitations": who counts as invited, and what is told when that begins or ends."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from changes import figures, settles
from pages import Fact, gen3, members_page
from states import ALBANIA, NIGER
from world import World, but, row, seen, shown, told, waiting, world

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.models.records import SourceResult

FACT = Fact(name="Albania", code="ALB", signed=date(2001, 11, 23), consent=date(2002, 6, 20), in_force=date(2004, 7, 1))


@pytest.mark.parametrize(
    ("act", "kind"),
    [({"signed": "2026-06-10"}, "signed"), ({"consent": "2026-06-10"}, "acceded")],
    ids=["signs", "accedes"],
)
def test_invited_then_acts(w: World, act: dict[str, str], kind: str) -> None:
    """That act, never `invitation_ended`, no vanishing."""
    shown(w, ALBANIA, NIGER)

    entry = shown(w, ALBANIA, but(NIGER, **act))

    assert (told(entry), entry.pending) == ([(kind, "NER")], ())
    settles(w)


def test_invited_and_acceded_in_one_read(w: World) -> None:
    """A participant that appears with its accession was never seen among the invited."""
    shown(w, ALBANIA)

    assert told(shown(w, ALBANIA, but(NIGER, consent="2026-06-10"))) == [("acceded", "NER")]


def test_the_mark_a_without_a_date(tmp_path: Path) -> None:
    """It is an invitation, whatever `blank_non_member` says: in the service …"""
    with world(tmp_path, blank_non_member="none") as w:
        shown(w, ALBANIA)
        entry = shown(w, ALBANIA, but(NIGER, extra={"Mark": "a"}))

        assert seen(entry.changes) == [("invited", "event", "NER", "invited", None, "invited", None)]
        assert w.parties()["NER"]["standing"] == "invited"


def test_the_mark_a_in_the_chart_comes_and_goes(tmp_path: Path) -> None:
    """… and in the chart as a page, where the row may stay when the mark is gone."""
    blank = Fact(name="Niger", code="NIG", group="non_member")
    invited = Fact(name="Niger", code="NIG", group="non_member", mark="a", notes=("4",))
    with world(tmp_path, sources=("coe-chart",), blank_non_member="none") as w:
        w.show_chart(gen3([FACT, blank]))
        w.check()
        w.show_chart(gen3([FACT, invited]))
        assert told(w.check()) == [("invited", "NER")]
        w.show_chart(gen3([FACT, blank]))
        assert waiting(w.check()) == [("NER", "invited")]
        w.wait(hours=12)
        assert told(w.check()) == [("invitation_ended", "NER")]


@pytest.mark.parametrize(
    ("configured", "expected"), [("invited", [("invited", "NER")]), ("none", [])], ids=["invited", "none"]
)
def test_a_blank_non_member(tmp_path: Path, configured: str, expected: list[tuple[str, str]]) -> None:
    """It counts only where the treaty's config says so; elsewhere it may only mean "entitled to sign"."""
    with world(tmp_path, blank_non_member=configured) as w:
        shown(w, ALBANIA)

        assert told(shown(w, ALBANIA, NIGER)) == expected
        assert ("NER" in w.parties()) is bool(expected)
        assert told(shown(w, ALBANIA)) == []
        w.wait(days=1)
        assert told(w.check()) == ([("invitation_ended", "NER")] if expected else [])


@pytest.mark.parametrize("name", ["Russian Federation", "Ireland"], ids=["was a member", "is a member"])
def test_never_a_member_of_the_council(w: World, name: str) -> None:
    """A blank non-member row never counts for a State that is or was a member of the Council."""
    shown(w, ALBANIA)

    assert told(shown(w, ALBANIA, row(name, "non_member"))) == []
    assert set(w.parties()) == {"ALB"}


TONGA = row("Tonga", "non_member", code="TON", consent="2017-05-09", in_force="2017-09-01")
DATELESS = row("Tonga", "non_member", code="TON")


@pytest.mark.parametrize("row_stays", [True, False], ids=["the dates go", "the row goes and comes back blank"])
def test_a_lost_consent_is_no_invitation(w: World, row_stays: bool) -> None:
    """A row that lost its dates is no decision to invite: not when the loss is confirmed, and not later."""
    shown(w, ALBANIA, TONGA)
    shown(w, ALBANIA, *([DATELESS] if row_stays else []))
    w.wait(hours=12)
    assert {kind for kind, _ in told(w.check())} == {"retracted"}
    w.wait(days=1)

    assert told(shown(w, ALBANIA, DATELESS)) == []
    w.wait(days=1)
    assert told(w.check()) == []
    assert "TON" not in w.parties()
    assert figures(w, "ets-185")["invited"] == 0


def test_the_mark_a_invites_after_a_lost_consent(w: World) -> None:
    """The chart says so in so many words."""
    shown(w, ALBANIA, TONGA)
    shown(w, ALBANIA, DATELESS)
    w.wait(hours=12)
    w.check()

    assert told(shown(w, ALBANIA, but(DATELESS, extra={"Mark": "a"}))) == [("invited", "TON")]
    assert w.parties()["TON"]["standing"] == "invited"

    w.wait(days=1)
    assert told(shown(w, ALBANIA, DATELESS)) == []  # from then on a blank row is what it is for all others
    assert w.parties()["TON"]["standing"] == "invited"
    w.wait(days=1)
    shown(w, ALBANIA)
    w.wait(days=1)
    assert told(w.check()) == [("invitation_ended", "TON")]


def test_a_lost_invitation_is_one_change(w: World) -> None:
    """A lost invited row is `invitation_ended` alone (field `invited`), one vanishing; it waits."""
    shown(w, ALBANIA, NIGER)

    entry = shown(w, ALBANIA)
    assert (entry.outcome, entry.changes, waiting(entry)) == ("unchanged", (), [("NER", "invited")])
    assert w.parties()["NER"]["standing"] == "invited"

    w.wait(hours=12)
    entry = w.check()
    assert seen(entry.changes) == [("invitation_ended", "event", "NER", "invited", "invited", None, None)]
    assert "no longer" in entry.changes[0].summary
    assert "NER" not in w.parties()
    settles(w)


def test_the_decision_to_invite_is_told_where_it_is_known(w: World) -> None:
    """To the day, in the table of invitations; else the sentence says that it is not given."""
    shown(w, ALBANIA)

    entry = shown(w, ALBANIA, row("Kenya", "non_member"), NIGER)
    assert [change.summary.partition("States invited to accede to the ")[2] for change in entry.changes] == [
        "Budapest Convention (decision of 9 October 2024).",
        "Budapest Convention; the date of the decision is not given.",
    ]


def test_an_invitation_that_is_back(w: World) -> None:
    """Ended and listed again: told, a second time."""
    shown(w, ALBANIA, NIGER)
    shown(w, ALBANIA)
    w.wait(hours=12)
    w.check()

    assert told(shown(w, ALBANIA, NIGER)) == [("invited", "NER")]
    assert w.parties()["NER"]["standing"] == "invited"


def test_an_invited_one_becomes_a_member_state(w: World) -> None:
    """`invitation_ended`, once confirmed, and the summary says that it became a member State."""
    belarus = row("Belarus", "non_member")
    shown(w, ALBANIA, belarus)

    entry = shown(w, ALBANIA, but(belarus, group="member"))
    assert (told(entry), waiting(entry)) == ([("group_changed", "BLR")], [("BLR", "invited")])  # not blank: invited

    w.wait(hours=12)
    entry = w.check()
    assert told(entry) == [("invitation_ended", "BLR")]
    assert "member State" in entry.changes[0].summary


def members(w: World, *listed: str) -> SourceResult:
    """The members' page lists one party and these; one pass."""
    w.show_members(members_page(["Albania"], listed))
    return w.check()


def test_the_members_page_alone(tmp_path: Path) -> None:
    """Its list is who is invited, less the chart's signatories; here it is the treaty's only source."""
    with world(tmp_path, sources=("coe-members",)) as w:
        assert members(w, "Guatemala").outcome == "baseline"
        assert told(members(w, "Guatemala", "Niger")) == [("invited", "NER")]
        assert waiting(members(w, "Guatemala")) == [("NER", "invited")]
        w.wait(hours=12)
        assert told(w.check()) == [("invitation_ended", "NER")]
        assert w.parties()["GTM"]["standing"] == "invited"
