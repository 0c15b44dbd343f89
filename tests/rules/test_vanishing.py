"""docs/rules-of-change.md#vanishing-waits: nothing is taken back on the word of one read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from states import ALBANIA, BRAZIL, IRELAND, NIGER
from world import SECOND_PROTOCOL, Row, World, but, row, seen, shown, told, waiting, world

from jobs.demo.standin import Fault
from tracker.answers.history.checks import CheckAnswer
from tracker.answers.to_json import to_json

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tracker.models.records import SourceResult

LATER = row("Chile", "non_member", consent="2026-06-01", in_force="2026-10-01")


@pytest.fixture
def eager(open_world: Callable[..., World]) -> World:
    """A world whose next read confirms."""
    return open_world(confirm_after="0s")


def leaving(given: Row, denounced: str, ends: str) -> Row:
    """The row with a denunciation."""
    keys = {"DateDenonciation": f"{denounced}T00:00:00", "DateEffetDenonciation": f"{ends}T00:00:00"}
    return but(given, extra=keys)


def came(entry: SourceResult) -> tuple[str, list[Any], list[Any]]:
    """Outcome, what was told, what waits."""
    return entry.outcome.value, told(entry), waiting(entry)


# ---- the first read without it ------------------------------------------------------------------

GOES = {
    "a date": (IRELAND, row("Ireland"), "IRL", "signed_on", "2002-02-28"),
    "a row": (BRAZIL, None, "BRA", "row", None),
    "an invitation": (NIGER, None, "NER", "invited", "invited"),
}


@pytest.mark.parametrize("what", GOES)
def test_the_first_read_only_waits(w: World, what: str) -> None:
    """`unchanged`, pending with participant, field, before, since; answers still show the old value."""
    given, after, who, field, before = GOES[what]
    shown(w, ALBANIA, given)
    was = w.parties()[who]
    w.wait(hours=1)

    entry = to_json(CheckAnswer.of(shown(w, ALBANIA, *([after] if after else []))))

    assert (entry["outcome"], entry["changes"], entry["error"]) == ("unchanged", [], None)
    (pending,) = entry["pending"]
    assert set(pending) == {"participant", "field", "before", "since"}
    assert (pending["participant"], pending["field"]) == (who, field)
    assert pending["before"] == before or (field == "row" and "2022-11-30" in pending["before"])
    assert pending["since"].startswith("2026-06-15T13:00:02")
    assert {**w.parties()[who], "last_good": None} == {**was, "last_good": None}  # the read itself was good


def test_other_facts_of_that_read_are_told(w: World) -> None:
    """`changed` for other facts, with the vanished one pending."""
    shown(w, ALBANIA, IRELAND)

    assert came(shown(w, ALBANIA, row("Ireland"), row("Brazil", "non_member", consent="2026-06-10"))) == (
        "changed",
        [("acceded", "BRA")],
        [("IRL", "signed_on")],
    )


# ---- confirmed ----------------------------------------------------------------------------------


def same_bytes(_: World) -> None:
    """The very same answer."""


def other_bytes(w: World) -> None:
    """Another answer, still without it."""
    w.show(but(ALBANIA, extra={"Remarque": "none"}), row("Ireland"))


def not_modified(w: World) -> None:
    """304 to whoever has this answer."""
    assert w.standin.conditional


@pytest.mark.parametrize("then", [same_bytes, other_bytes, not_modified], ids=lambda then: then.__name__)
@pytest.mark.parametrize(
    ("seconds", "confirmed"), [(-1, False), (0, True), (1, True)], ids=["just before", "exactly", "after"]
)
def test_a_later_read_confirms(w: World, then: Callable[[World], None], seconds: int, confirmed: bool) -> None:
    """A later good read at least `confirm_after` on confirms; the same bytes or a 304 count as a read."""
    w.standin.conditional = then is not_modified
    shown(w, ALBANIA, IRELAND)
    shown(w, ALBANIA, row("Ireland"))
    since = w.now
    then(w)
    w.now = since + timedelta(hours=12, seconds=seconds - 1)  # the pass itself takes a second

    entry = w.check()

    assert w.now == since + timedelta(hours=12, seconds=seconds)
    expected = ("changed", [("retracted", "IRL")], []) if confirmed else ("unchanged", [], [("IRL", "signed_on")])
    assert came(entry) == expected


def test_a_304_was_indeed_given(w: World) -> None:
    """The stand-in was asked with the validators it gave."""
    w.standin.conditional = True
    shown(w, ALBANIA, IRELAND)
    shown(w, ALBANIA, row("Ireland"))
    w.wait(hours=12)

    assert told(w.check()) == [("retracted", "IRL")]
    assert "if-none-match" in w.standin.requests[-1].headers


def test_since_is_the_first_read_without_it(w: World) -> None:
    """Reads in between neither confirm nor start anew; every entry lists what waits."""
    shown(w, ALBANIA, IRELAND)
    w.show(ALBANIA, row("Ireland"))
    first = w.check().pending
    for _ in range(3):
        w.wait(hours=3)
        assert w.check().pending == first
    w.wait(hours=3)

    assert told(w.check()) == [("retracted", "IRL")]
    assert w.check().pending == ()


def test_each_waits_for_itself(w: World) -> None:
    """Two that vanish at different reads are confirmed at different reads."""
    shown(w, ALBANIA, IRELAND, BRAZIL)
    shown(w, ALBANIA, row("Ireland"), BRAZIL)
    w.wait(hours=6)
    assert waiting(shown(w, ALBANIA, row("Ireland"))) == [("BRA", "row"), ("IRL", "signed_on")]
    w.wait(hours=6)
    assert came(w.check()) == ("changed", [("retracted", "IRL")], [("BRA", "row")])
    w.wait(hours=6)
    assert came(w.check()) == ("changed", [("retracted", "BRA")], [])


def test_a_date_waits_and_then_the_whole_row_goes(w: World) -> None:
    """The row that goes after one of its dates is one retraction in all, or two that do not overlap."""
    shown(w, ALBANIA, BRAZIL)
    shown(w, ALBANIA, but(BRAZIL, in_force=None))
    w.wait(hours=1)
    shown(w, ALBANIA)
    w.wait(hours=12)
    w.check()

    retracted = [change for change in w.changes() if change.kind == "retracted"]
    assert [change.field for change in retracted] in (["row"], ["in_force_on", "row"])
    assert "BRA" not in w.parties()


@pytest.mark.parametrize("what", GOES)
def test_zero_seconds_the_second_read_confirms(eager: World, what: str) -> None:
    """With "0s" the second read confirms, never the first."""
    given, after, who, field, _ = GOES[what]
    shown(eager, ALBANIA, given)

    entry = shown(eager, ALBANIA, *([after] if after else []))
    assert came(entry) == ("unchanged", [], [(who, field)])

    entry = eager.check()
    assert came(entry) == ("changed", [("invitation_ended" if field == "invited" else "retracted", who)], [])


# ---- seen again ---------------------------------------------------------------------------------


@pytest.mark.parametrize("what", GOES)
def test_seen_again_in_between(w: World, what: str) -> None:
    """Cleared: nothing is told, nothing waits, and a later absence waits anew."""
    given, after, who, field, _ = GOES[what]
    rest = [after] if after else []
    shown(w, ALBANIA, given)
    shown(w, ALBANIA, *rest)
    w.wait(hours=6)

    assert came(shown(w, ALBANIA, given)) == ("unchanged", [], [])

    w.wait(hours=6)
    assert came(shown(w, ALBANIA, *rest)) == ("unchanged", [], [(who, field)])
    w.wait(hours=6)
    assert came(w.check()) == ("unchanged", [], [(who, field)])
    assert w.changes() == []


def test_seen_again_with_another_date(w: World) -> None:
    """A pending date that is back with another one has moved."""
    shown(w, ALBANIA, IRELAND)
    shown(w, ALBANIA, row("Ireland"))

    entry = shown(w, ALBANIA, but(IRELAND, signed="2002-03-01"))

    assert (seen(entry.changes), entry.pending) == (
        [("corrected", "correction", "IRL", "signed_on", "2002-02-28", "2002-03-01", "2002-03-01")],
        (),
    )


def test_seen_again_after_the_wait_is_over(w: World) -> None:
    """Nobody read in between: seen again at the next good read, however late, is no retraction."""
    shown(w, ALBANIA, IRELAND)
    shown(w, ALBANIA, row("Ireland"))
    w.wait(days=30)

    assert came(shown(w, ALBANIA, IRELAND)) == ("unchanged", [], [])


# ---- reads that count as nothing ----------------------------------------------------------------


def fail(w: World) -> str:
    """A read that failed."""
    w.standin.fault = Fault.BROKEN
    outcome = w.check().outcome
    w.standin.fault = None
    return outcome


def doubt(w: World) -> str:
    """A read whose chart is doubtful, and which shows the pending value again."""
    w.show(ALBANIA, IRELAND, but(BRAZIL, consent="2030-01-01"))
    return w.check().outcome


@pytest.mark.parametrize(("bad", "outcome"), [(fail, "failed"), (doubt, "quarantined")], ids=["failed", "quarantined"])
def test_bad_reads_neither_confirm_nor_clear(w: World, bad: Callable[[World], str], outcome: str) -> None:
    """Failed and quarantined reads count as nothing."""
    shown(w, ALBANIA, IRELAND)
    shown(w, ALBANIA, row("Ireland"))
    w.wait(hours=12)

    assert bad(w) == outcome
    assert w.changes() == []
    assert w.parties()["IRL"]["signed_on"] == "2002-02-28"

    assert told(shown(w, ALBANIA, row("Ireland"))) == [("retracted", "IRL")]


def test_bad_reads_list_what_waits(w: World) -> None:
    """What waits is listed with a failed read too."""
    shown(w, ALBANIA, IRELAND)
    shown(w, ALBANIA, row("Ireland"))
    w.standin.fault = Fault.BROKEN

    assert waiting(w.check()) == [("IRL", "signed_on")]


def test_a_failed_read_is_not_the_second(eager: World) -> None:
    """With "0s" a failed read is no read: the second good one confirms."""
    shown(eager, ALBANIA, IRELAND)
    assert fail(eager) == "failed"
    assert came(shown(eager, ALBANIA, row("Ireland"))) == ("unchanged", [], [("IRL", "signed_on")])
    assert fail(eager) == "failed"
    assert told(eager.check()) == [("retracted", "IRL")]


# ---- what waits is not rolled over --------------------------------------------------------------


@pytest.mark.parametrize("lost", ["date", "row"])
def test_a_pending_entry_into_force_is_not_rolled_over(w: World, lost: str) -> None:
    """Not until seen again; then it is."""
    shown(w, ALBANIA, LATER)
    w.now = datetime(2026, 9, 30, 12, tzinfo=UTC)
    shown(w, ALBANIA, *([but(LATER, in_force=None)] if lost == "date" else []))
    w.now = datetime(2026, 9, 30, 23, tzinfo=UTC)  # 1 October in Paris

    entry = w.check()
    assert (told(entry), len(entry.pending)) == ([], 1)

    assert told(shown(w, ALBANIA, LATER)) == [("entered_into_force", "CHL")]


def test_a_pending_denunciation_is_not_rolled_over(w: World) -> None:
    """The day of effect passes while the denunciation is not shown: told once it is seen again, and confirmed."""
    given = leaving(BRAZIL, "2026-06-01", "2026-10-01")
    blank = but(BRAZIL, extra={"DateDenonciation": None, "DateEffetDenonciation": None})
    shown(w, ALBANIA, given)
    w.wait(days=1)
    w.check()
    w.now = datetime(2026, 9, 30, 12, tzinfo=UTC)
    assert waiting(shown(w, ALBANIA, blank)) == [("BRA", "denounced_on"), ("BRA", "left_on")]
    w.now = datetime(2026, 9, 30, 23, tzinfo=UTC)
    assert told(w.check()) == []

    w.wait(hours=1)
    assert told(shown(w, ALBANIA, given)) == [("denunciation_effective", "BRA")]


def test_a_retracted_entry_into_force_is_never_rolled_over(w: World) -> None:
    """What is gone does not take effect."""
    shown(w, ALBANIA, LATER)
    shown(w, ALBANIA, but(LATER, in_force=None))
    w.wait(hours=12)
    assert told(w.check()) == [("retracted", "CHL")]
    w.now = datetime(2026, 10, 2, tzinfo=UTC)

    assert told(w.check()) == []


YOUNG = (
    row("Serbia", signed="2022-05-12", consent="2023-02-09", in_force="2026-10-01"),
    row("Japan", "non_member", signed="2022-05-12", consent="2023-08-10", in_force="2026-10-01"),
)


@pytest.mark.parametrize(
    "lost",
    [datetime(2026, 9, 30, 20, tzinfo=UTC), datetime(2026, 9, 29, 12, tzinfo=UTC)],
    ids=["still pending", "retracted"],
)
def test_the_treatys_date_goes_with_those_it_came_from(tmp_path: Path, lost: datetime) -> None:
    """The treaty's date is the earliest printed for a participant: none printed any more, nothing takes effect."""
    with world(tmp_path, more=SECOND_PROTOCOL) as w:
        w.show(*YOUNG, number="224")
        w.check(treaties=["cets-224"])
        w.now = lost
        w.show(*(but(each, in_force=None) for each in YOUNG), number="224")
        w.check(treaties=["cets-224"])

        w.now = datetime(2026, 9, 30, 23, tzinfo=UTC)  # 1 October in Paris
        entry = w.check(treaties=["cets-224"])

        assert [kind for kind, _ in told(entry) if kind != "retracted"] == []


# ---- denunciation_effective needs confirmation --------------------------------------------------

PAST = leaving(BRAZIL, "2026-01-10", "2026-05-01")


def test_a_denunciation_already_past_waits_for_a_second_read(w: World) -> None:
    """`denounced` at once; that it took effect only when a good read at least `confirm_after` on still shows it."""
    shown(w, ALBANIA, BRAZIL)

    assert told(shown(w, ALBANIA, PAST)) == [("denounced", "BRA")]
    w.wait(hours=6)
    assert told(w.check()) == []
    w.wait(hours=6)
    assert told(w.check()) == [("denunciation_effective", "BRA")]
    w.wait(hours=12)
    assert told(w.check()) == []


def test_zero_seconds_the_second_read_shows_it_effective(eager: World) -> None:
    """With "0s" the second read, never the first."""
    shown(eager, ALBANIA, BRAZIL)

    assert told(shown(eager, ALBANIA, PAST)) == [("denounced", "BRA")]
    assert told(eager.check()) == [("denunciation_effective", "BRA")]


def test_a_failed_read_does_not_confirm_a_denunciation(w: World) -> None:
    """Failed reads count as nothing, though dates that are reached are told with them."""
    shown(w, ALBANIA, BRAZIL)
    shown(w, ALBANIA, PAST)
    w.wait(hours=13)
    w.standin.fault = Fault.BROKEN
    assert told(w.check()) == []
    w.standin.fault = None

    assert told(w.check()) == [("denunciation_effective", "BRA")]


def test_a_denunciation_that_one_read_showed_is_never_effective(w: World) -> None:
    """Shown once by mistake: retracted when confirmed, never told as effective."""
    blank = but(BRAZIL, extra={"DateDenonciation": None, "DateEffetDenonciation": None})
    shown(w, ALBANIA, blank)
    shown(w, ALBANIA, PAST)
    w.wait(hours=12)
    assert told(shown(w, ALBANIA, blank)) == []
    w.wait(hours=12)
    w.check()

    assert [change.kind for change in w.changes()] == ["denounced", "retracted", "retracted"]
    assert w.parties()["BRA"]["standing"] == "party"


def test_a_key_that_no_row_carries_any_more(w: World) -> None:
    """Known → unknown is never a change: without the key in any row the denunciation stands as it was."""
    shown(w, ALBANIA, PAST)
    w.wait(days=1)

    assert came(shown(w, ALBANIA, BRAZIL)) == ("unchanged", [], [])
    assert w.parties()["BRA"]["standing"] == "former"
