"""docs/rules-of-change.md, what is not believed: `failed`, `quarantined` at each boundary, decisions, clock, health."""

from __future__ import annotations

import json
import socket
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from pages import About, Fact, gen3
from states import ALBANIA, BRAZIL, IRELAND
from world import Row, World, body, but, row, shown, told, waiting, world

from jobs.demo.standin import Fault
from jobs.ingest import decisions
from jobs.service.status import status
from tracker.errors import UsageError
from tracker.models import Decision, SourceState

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tracker.models.records import SourceResult

CHILE = row("Chile", "non_member", consent="2026-06-10")
LATER = but(CHILE, in_force="2026-10-01")

# fmt: off
MEMBERS = (
    "Andorra", "Armenia", "Austria", "Azerbaijan", "Belgium", "Bulgaria", "Croatia", "Cyprus",
    "Denmark", "Estonia", "Finland", "France", "Georgia", "Germany", "Greece", "Hungary", "Iceland",
    "Italy", "Latvia", "Liechtenstein", "Lithuania", "Luxembourg", "Malta", "Monaco", "Norway",
)
# fmt: on


@pytest.fixture
def w(w: World) -> World:
    """A world that has read its first chart from the service."""
    w.show(ALBANIA, IRELAND)
    w.check()
    return w


@pytest.fixture
def chart(open_world: Callable[..., World]) -> World:
    """A world that has read its first chart from the page."""
    made = open_world(sources=("coe-chart",), blank_non_member="none")
    made.show_chart(gen3(FACTS))
    made.check()
    return made


def refused(w: World, entry: SourceResult, outcome: str, kind: str) -> str:
    """The entry is this refusal, and nothing came of it; its message."""
    assert entry.error is not None, entry
    assert (entry.outcome, entry.error[0].value, entry.changes) == (outcome, kind, ())
    assert w.changes() == []
    return entry.error[1]


def items(w: World, *, only_open: bool = False) -> list[Any]:
    """What is in quarantine."""
    with w.store() as store:
        return store.decisions.items(only_open=only_open)


# ---- failed: the wire ---------------------------------------------------------------------------


def closed_port() -> int:
    """A port of 127.0.0.1 on which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def configured(w: World, old: str, new: str) -> None:
    """Another value in the configuration."""
    text = w.path.read_text()
    assert old in text
    w.path.write_text(text.replace(old, new))


def hang(w: World) -> None:
    """The source says nothing at all."""
    configured(w, 'timeout = "5s"', 'timeout = "1s"')
    w.standin.fault = Fault.HANG


def unreachable(w: World) -> None:
    """Nobody listens."""
    configured(w, f'api_url = "{w.standin.origin}', f'api_url = "http://127.0.0.1:{closed_port()}')


def plain_where_tls_is_due(w: World) -> None:
    """The other side speaks no TLS."""
    configured(w, f'api_url = "{w.standin.origin}', f'api_url = "{w.standin.origin.replace("http:", "https:")}')


def not_found(w: World) -> None:
    """404."""
    configured(w, f'api_url = "{w.standin.api_url}', f'api_url = "{w.standin.origin}/elsewhere/')


def faulty(fault: Fault) -> Callable[[World], None]:
    """This is wrong with every answer."""

    def spoil(w: World) -> None:
        w.standin.fault = fault

    spoil.__name__ = fault.value
    return spoil


def shows(what: bytes) -> Callable[[World], None]:
    """The service answers with these bytes."""

    def answer(w: World) -> None:
        w.standin.charts["185"] = what

    return answer


def rows_with(**changed: Any) -> bytes:
    """The service's answer with other keys in one row; None removes a key."""
    lists = json.loads(body(ALBANIA, IRELAND))
    lists[0][1] = {key: value for key, value in (lists[0][1] | changed).items() if value != "gone"}
    return json.dumps(lists).encode()


WIRE = [
    (hang, "timeout"),
    (unreachable, "connection"),
    (faulty(Fault.CUT), "connection"),
    (plain_where_tls_is_due, "tls"),
    (not_found, "http_status"),
    (faulty(Fault.BUSY), "http_status"),
    (faulty(Fault.BROKEN), "http_status"),
    (faulty(Fault.REFUSED), "http_status"),
    (faulty(Fault.SHELL), "blocked"),
    (faulty(Fault.CHALLENGE_403), "blocked"),
    (faulty(Fault.CHALLENGE_503), "blocked"),
    (faulty(Fault.MOVED_AWAY), "redirected"),
    (faulty(Fault.PORTAL), "media_type"),
    (faulty(Fault.HTML_AS_JSON), "media_type"),
    (faulty(Fault.OVERSIZED), "too_large"),
    (faulty(Fault.ENDLESS), "too_large"),
    (faulty(Fault.BOMB), "too_large"),
    (faulty(Fault.NOT_UTF8), "undecodable"),
    (faulty(Fault.TRUNCATED), "shape"),
    (faulty(Fault.EMPTY), "shape"),
    (faulty(Fault.NO_ROWS), "shape"),
    (faulty(Fault.WRONG_TREATY), "wrong_treaty"),
    (faulty(Fault.CLOCK_AHEAD), "clock"),
]


@pytest.mark.parametrize(("spoil", "kind"), WIRE, ids=[f"{kind}-{spoil.__name__}" for spoil, kind in WIRE])
def test_the_wire_fails(w: World, spoil: Callable[[World], None], kind: str) -> None:
    """`failed` with its kind: no event, no baseline change; the next good read tells what is new, and no more."""
    text = w.path.read_text()
    spoil(w)

    message = refused(w, w.check(), "failed", kind)

    assert message
    assert "\n" not in message
    w.path.write_text(text)
    w.standin.fault = None
    assert told(shown(w, ALBANIA, IRELAND, CHILE)) == [("acceded", "CHL")]
    assert items(w) == []


@pytest.mark.parametrize("fault", [Fault.GZIP, Fault.JSON_AS_HTML, Fault.NO_DATE], ids=lambda fault: fault.value)
def test_what_is_no_failure(w: World, fault: Fault) -> None:
    """JSON under a wrong header is JSON ("whatever the header says"); a packed body and no `Date` are fine."""
    w.standin.fault = fault

    assert told(shown(w, ALBANIA, IRELAND, CHILE)) == [("acceded", "CHL")]


# ---- failed: the page ---------------------------------------------------------------------------

SPOILED = {
    "a required key is missing": (rows_with(DateSignature="gone"), "shape"),
    "an unknown date format": (rows_with(DateSignature="23/11/2001"), "shape"),
    "no day of the calendar": (rows_with(DateSignature="2001-02-30T00:00:00"), "shape"),
    "two lists instead of three": (b"[[],[]]", "shape"),
    "an object": (b'{"Message":"moved"}', "shape"),
    "two marks in a row": (rows_with(One="a", Two="su"), "shape"),
    "an unknown spelling": (rows_with(LibPaysOrga="Atlantis"), "unknown_spelling"),
    "one row of another treaty": (rows_with(NumSTE="189"), "wrong_treaty"),
}


@pytest.mark.parametrize("what", SPOILED)
def test_the_answer_is_no_chart(w: World, what: str) -> None:
    """Decoded strictly, else `failed`."""
    spoiled, kind = SPOILED[what]
    shows(spoiled)(w)

    message = refused(w, w.check(), "failed", kind)

    assert kind != "unknown_spelling" or "Atlantis" in message
    assert shown(w, ALBANIA, IRELAND).outcome == "unchanged"


FACTS = (
    Fact(name="Albania", code="ALB", signed=date(2001, 11, 23), consent=date(2002, 6, 20), in_force=date(2004, 7, 1)),
    Fact(name="Ireland", code="IRE", signed=date(2002, 2, 28)),
)
PAGE = gen3(FACTS).decode()
SPOILED_PAGES = {
    "JSON where HTML is due": (body(ALBANIA), "media_type"),
    "a shell": (b"<html><body>You need to enable JavaScript to run this app.</body></html>", "blocked"),
    "a page without a chart": (b"<!DOCTYPE html><html><body><h1>Portal</h1></body></html>", "shape"),
    "no rows": (gen3([]), "shape"),
    "a column is missing": (PAGE.replace("<th>Ratification</th>", "<th>Remarks</th>").encode(), "shape"),
    "an unknown mark": (PAGE.replace("20/06/2002", "20/06/2002 x").encode(), "shape"),
    "an unknown date format": (PAGE.replace("20/06/2002", "2002.06.20").encode(), "shape"),
    "an unknown spelling": (PAGE.replace("Albania", "Atlantis").encode(), "unknown_spelling"),
    "another treaty": (gen3(FACTS, About(number="189")), "wrong_treaty"),
    "older than the baseline": (gen3(FACTS, About(status=date(2026, 4, 24))), "stale"),
}


@pytest.mark.parametrize("what", SPOILED_PAGES)
def test_the_page_is_no_chart(chart: World, what: str) -> None:
    """The same for the chart as a page."""
    spoiled, kind = SPOILED_PAGES[what]
    chart.show_chart(spoiled)

    refused(chart, chart.check(), "failed", kind)

    chart.show_chart(gen3(FACTS))
    assert chart.check().outcome == "unchanged"


@pytest.mark.parametrize("status", [date(2026, 4, 25), date(2026, 4, 26)], ids=["the same day", "a day later"])
def test_not_older_is_not_stale(chart: World, status: date) -> None:
    """Only a "status as of" older than the baseline's is stale."""
    chart.show_chart(gen3([*FACTS, Fact(name="Malta", code="MLT")], About(status=status)))

    assert chart.check().outcome == "unchanged"


def test_a_failed_first_read_is_no_baseline(tmp_path: Path) -> None:
    """The next good one is."""
    with world(tmp_path) as made:
        made.show(ALBANIA)
        made.standin.fault = Fault.NO_ROWS
        assert made.check().outcome == "failed"
        made.standin.fault = None
        assert (made.check().outcome, made.changes()) == ("baseline", [])


# ---- quarantined: duplicate ---------------------------------------------------------------------

DENOUNCED = {"DateDenonciation": "2024-01-10T00:00:00", "DateEffetDenonciation": "2024-05-01T00:00:00"}


@pytest.mark.parametrize(
    "twice",
    [(BRAZIL, BRAZIL), (row("Czech Republic"), row("Czechia")), (BRAZIL, but(BRAZIL, group="member"))],
    ids=["one spelling", "two spellings", "two groups"],
)
def test_a_participant_twice(w: World, twice: tuple[Row, Row]) -> None:
    """`duplicate`."""
    refused(w, shown(w, ALBANIA, IRELAND, *twice), "quarantined", "duplicate")


def test_twice_but_all_but_one_denounced(w: World) -> None:
    """… unless all but one row is denounced."""
    again = but(BRAZIL, consent="2026-06-10", in_force="2026-10-01")

    assert shown(w, ALBANIA, IRELAND, but(BRAZIL, extra=DENOUNCED), again).outcome == "changed"
    assert w.parties()["BRA"]["consent_on"] == "2026-06-10"


# ---- quarantined: rows --------------------------------------------------------------------------


def blanks(count: int) -> list[Row]:
    """Member States that did nothing: they count as rows, never as vanishings."""
    return [row(name) for name in MEMBERS[:count]]


@pytest.mark.parametrize(
    ("before", "after", "passes"),
    [(20, 18, True), (20, 17, False), (21, 19, True), (21, 18, False), (19, 1, True), (25, 23, True), (25, 22, False)],
)
def test_fewer_than_nine_in_ten_rows(tmp_path: Path, before: int, after: int, passes: bool) -> None:
    """From 20 baseline rows up, fewer than 90 % of them: `rows`."""
    with world(tmp_path) as w:
        shown(w, *blanks(before))
        entry = shown(w, *blanks(after))

        assert entry.outcome == ("unchanged" if passes else "quarantined")
        assert entry.pending == ()
        assert passes or refused(w, entry, "quarantined", "rows")


# ---- quarantined: retractions -------------------------------------------------------------------

PARTIES = [
    row(name, signed="2001-11-23", consent="2003-01-10", in_force="2004-07-01")
    for name in ("Austria", "Belgium", "Croatia", "Denmark", "Estonia", "Finland", "France")
]


def facts_gone(count: int) -> list[Row]:
    """The parties, of which some have lost a date."""
    return [but(each, signed=None) if at < count else each for at, each in enumerate(PARTIES)]


@pytest.mark.parametrize("how", ["dates", "rows", "invitations"])
@pytest.mark.parametrize(("count", "passes"), [(3, True), (4, False)])
def test_vanishings(tmp_path: Path, how: str, count: int, passes: bool) -> None:
    """More than 3 vanishings: `retractions`; exactly 3 pass. A lost row or invitation counts once."""
    invited = [row(name, "non_member") for name in ("Benin", "Fiji", "Kenya", "Malawi", "Rwanda")]
    after = {
        "dates": [*facts_gone(count), *invited],
        "rows": [*PARTIES[count:], *invited],
        "invitations": [*PARTIES, *invited[count:]],
    }
    with world(tmp_path) as w:
        shown(w, *PARTIES, *invited)
        entry = shown(w, *after[how])

        assert (entry.outcome, len(entry.pending)) == (("unchanged", 3) if passes else ("quarantined", 0))
        assert passes or refused(w, entry, "quarantined", "retractions")


@pytest.mark.parametrize(("more", "passes"), [(1, True), (2, False)])
def test_vanishings_pending_included(tmp_path: Path, more: int, passes: bool) -> None:
    """Those already pending count."""
    with world(tmp_path) as w:
        shown(w, *PARTIES)
        assert len(shown(w, *facts_gone(2)).pending) == 2

        entry = shown(w, *facts_gone(2 + more))

        assert entry.outcome == ("unchanged" if passes else "quarantined")
        assert len(entry.pending) == (3 if passes else 2)


def test_confirmed_ones_no_longer_count(tmp_path: Path) -> None:
    """Three confirmed, then three more: the baseline is that of the last accepted chart."""
    with world(tmp_path) as w:
        shown(w, *PARTIES)
        shown(w, *facts_gone(3))
        w.wait(hours=12)
        assert [kind for kind, _ in told(w.check())] == ["retracted"] * 3
        assert len(shown(w, *facts_gone(6)).pending) == 3


def test_what_is_no_vanishing(tmp_path: Path) -> None:
    """Blank rows, and rows whose denunciation took effect, never count."""
    gone = [but(each, extra=DENOUNCED) for each in PARTIES[:5]]
    with world(tmp_path) as w:
        shown(w, ALBANIA, *gone, row("Malta"), row("Monaco"), row("Norway"))
        entry = shown(w, ALBANIA)

        assert (entry.outcome, entry.pending, w.changes()) == ("unchanged", (), [])


def test_a_denounced_row_beside_a_blank_one_is_no_vanishing(w: World) -> None:
    """Both gone after the denunciation took effect: nothing, the period stays."""
    shown(w, ALBANIA, IRELAND, but(BRAZIL, extra=DENOUNCED), row("Brazil", "member"))
    entry = shown(w, ALBANIA, IRELAND)

    assert (entry.outcome, entry.pending) == ("unchanged", ())
    assert w.parties()["BRA"]["standing"] == "former"


def test_the_limit_is_configured(tmp_path: Path) -> None:
    """`max_retractions`."""
    with world(tmp_path) as w:
        configured(w, "confirm_after", "max_retractions = 1\nconfirm_after")
        shown(w, *PARTIES)
        refused(w, shown(w, *facts_gone(2)), "quarantined", "retractions")


# ---- quarantined: corrections, dates, totals ----------------------------------------------------


def moved(count: int) -> list[Row]:
    """The parties, of which some show another day of signature."""
    return [but(each, signed="2001-11-24") if at < count else each for at, each in enumerate(PARTIES)]


@pytest.mark.parametrize(("count", "passes"), [(5, True), (6, False)])
def test_moved_dates(tmp_path: Path, count: int, passes: bool) -> None:
    """More than 5 moved dates: `corrections`; exactly 5 pass."""
    with world(tmp_path) as w:
        shown(w, *PARTIES)
        entry = shown(w, *moved(count))

        assert [kind for kind, _ in told(entry)] == (["corrected"] * 5 if passes else [])
        assert passes or refused(w, entry, "quarantined", "corrections")


DATES = {
    "signed a day ahead": ({"signed": "2026-06-16"}, True),
    "signed two days ahead": ({"signed": "2026-06-17"}, False),
    "consent a day ahead": ({"consent": "2026-06-16"}, True),
    "consent two days ahead": ({"consent": "2026-06-17"}, False),
    "in force far ahead": ({"consent": "2026-06-10", "in_force": "2030-01-01"}, True),
    "signed on the day it was opened": ({"signed": "2001-11-23"}, True),
    "signed before it was opened": ({"signed": "2001-11-22"}, False),
    "consent before it was opened": ({"consent": "2001-11-22"}, False),
    "in force before it was opened": ({"consent": "2002-01-10", "in_force": "2001-11-22"}, False),
}


@pytest.mark.parametrize("what", DATES)
def test_impossible_dates(w: World, what: str) -> None:
    """Before the treaty opened; a signature or consent more than a day after today."""
    values, passes = DATES[what]
    entry = shown(w, ALBANIA, IRELAND, row("Brazil", "non_member", **values))

    assert entry.outcome == ("changed" if passes else "quarantined")
    assert passes or refused(w, entry, "quarantined", "impossible_date")


def test_what_was_ahead_passes_a_day_later(w: World) -> None:
    """The same bytes are judged anew at each read: two days ahead yesterday, a day ahead today."""
    ahead = (ALBANIA, IRELAND, row("Brazil", "non_member", consent="2026-06-17"))
    refused(w, shown(w, *ahead), "quarantined", "impossible_date")
    w.wait(days=1)

    assert told(w.check()) == [("acceded", "BRA")]
    assert [item.decision for item in items(w)] == [Decision.SUPERSEDED]


def test_today_is_the_depositarys(w: World) -> None:
    """Today is the date in Paris: at 22:30 UTC of 15 June it is the 16th, and the 17th is a day ahead."""
    w.now = datetime(2026, 6, 15, 22, 30, tzinfo=UTC)

    assert shown(w, ALBANIA, IRELAND, row("Brazil", "non_member", consent="2026-06-17")).outcome == "changed"


@pytest.mark.parametrize(
    ("totals", "passes"), [((1, 1), True), ((0, 1), False), ((1, 2), False)], ids=["right", "signatures", "consents"]
)
def test_printed_totals(chart: World, totals: tuple[int, int], passes: bool) -> None:
    """Printed totals that differ from the rows."""
    chart.show_chart(gen3(FACTS, About(totals=totals)))
    entry = chart.check()

    assert entry.outcome == ("unchanged" if passes else "quarantined")
    assert passes or refused(chart, entry, "quarantined", "totals")


def test_totals_at_the_edge_of_several_doubts(chart: World) -> None:
    """Where several apply, any of them is named and the message lists all."""
    broken = [replace(FACTS[0], signed=date(2001, 11, 1)), *FACTS[1:]]
    chart.show_chart(gen3([*broken, FACTS[1]], About(totals=(0, 7))))

    entry = chart.check()

    assert entry.error is not None
    assert entry.error[0].value in ("duplicate", "impossible_date", "totals")
    assert all(kind in entry.error[1] for kind in ("duplicate", "impossible_date", "totals"))


# ---- what is in quarantine ----------------------------------------------------------------------

DOUBTFUL = (ALBANIA, IRELAND, but(CHILE, consent="2026-06-20"))


def test_a_doubtful_chart_changes_nothing(w: World) -> None:
    """Kept with its reason; no change from it, no new baseline: the next good chart is compared with the last one."""
    refused(w, shown(w, *DOUBTFUL), "quarantined", "impossible_date")

    (item,) = items(w)
    assert (item.treaty, item.source, item.decision) == ("ets-185", "coe-service", Decision.OPEN)
    assert "Chile" in item.reason
    assert "CHL" not in w.parties()
    assert told(shown(w, ALBANIA, IRELAND, CHILE)) == [("acceded", "CHL")]


def test_the_same_again_is_the_same_item(w: World) -> None:
    """The same bytes and reason again are the same item; the outcome stays `quarantined`."""
    shown(w, *DOUBTFUL)
    w.wait(hours=6)

    assert (w.check().outcome, len(items(w))) == ("quarantined", 1)


def test_other_bytes_are_another_item(w: World) -> None:
    """Another doubtful chart is an item of its own."""
    shown(w, *DOUBTFUL)
    shown(w, *DOUBTFUL, BRAZIL)

    assert len(items(w, only_open=True)) == 2


def test_rejected_and_seen_again_stays_rejected(w: World) -> None:
    """The outcome is still `quarantined`, and nobody is asked again."""
    shown(w, *DOUBTFUL)
    decisions.reject(w.config, items(w)[0].id, lambda: w.now)
    w.wait(hours=6)

    assert w.check().outcome == "quarantined"
    assert [item.decision for item in items(w)] == [Decision.REJECTED]


@pytest.mark.parametrize("decision", [Decision.ACCEPTED, Decision.SUPERSEDED])
def test_back_after_it_was_decided_it_is_open_again(tmp_path: Path, decision: Decision) -> None:
    """As another item, of its own read: alerted, counted in `status`, acceptable; what was decided stays on record."""
    channel = '\n[[notify]]\nname = "legal"\nurl = "json://127.0.0.1:9/"\n'
    with world(tmp_path, more=channel) as w:
        shown(w, *PARTIES)
        shown(w, *facts_gone(4))
        if decision is Decision.ACCEPTED:
            decisions.accept(w.config, 1, lambda: w.now)
        shown(w, *PARTIES)
        for _ in range(2):
            w.wait(hours=1)
            assert shown(w, *facts_gone(4)).outcome == "quarantined"

        first, again = items(w)
        assert (first.decision, again.decision) == (decision, Decision.OPEN)
        assert (again.evidence, again.reason) == (first.evidence, first.reason)
        with w.store() as store:
            assert status(store, now=w.now)["quarantined"] == 1
            alerts = [notice.text for notice in store.outbox.notices() if notice.kind == "alert"]
        assert [f"quarantine show {item.id}`" in text for item, text in zip((first, again), alerts, strict=True)]

        w.wait(hours=1)
        assert decisions.accept(w.config, again.id, lambda: w.now).outcome == "changed"
        assert w.parties()["AUT"]["signed_on"] is None


def test_rejected_and_read_again_it_can_still_be_accepted(w: World) -> None:
    """By a person who thinks again, though another chart was accepted between the two reads."""
    shown(w, *DOUBTFUL)
    decisions.reject(w.config, items(w)[0].id, lambda: w.now)
    shown(w, ALBANIA, IRELAND)
    shown(w, *DOUBTFUL)
    (item,) = items(w)

    assert (item.decision, item.read_at) == (Decision.REJECTED, w.now)
    assert told(decisions.accept(w.config, item.id, lambda: w.now)) == [("acceded", "CHL")]


def test_accept_applies_the_chart_whole(tmp_path: Path) -> None:
    """Vanishings confirmed at once, acts told, the chart the new baseline."""
    with world(tmp_path) as w:
        shown(w, *PARTIES)
        shown(w, *facts_gone(4), CHILE)
        w.wait(hours=1)

        entry = decisions.accept(w.config, items(w)[0].id, lambda: w.now)

        assert sorted(kind for kind, _ in told(entry)) == ["acceded", *["retracted"] * 4]
        assert (entry.outcome, entry.pending) == ("changed", ())
        assert w.parties()["AUT"]["signed_on"] is None
        assert [item.decision for item in items(w)] == [Decision.ACCEPTED]
        assert (w.check().outcome, w.check().pending) == ("unchanged", ())


def test_accept_confirms_what_was_pending(tmp_path: Path) -> None:
    """Also what had begun to wait before."""
    with world(tmp_path) as w:
        shown(w, *PARTIES)
        shown(w, *facts_gone(2))
        shown(w, *facts_gone(4))

        entry = decisions.accept(w.config, items(w)[0].id, lambda: w.now)

        assert [kind for kind, _ in told(entry)] == ["retracted"] * 4
        assert entry.pending == ()


def test_accept_of_a_first_chart(tmp_path: Path) -> None:
    """A first chart that was doubtful becomes the baseline when accepted: history, not news."""
    with world(tmp_path) as w:
        shown(w, *DOUBTFUL)
        entry = decisions.accept(w.config, items(w)[0].id, lambda: w.now)

        assert (entry.outcome, entry.changes) == ("baseline", ())


def test_accept_is_refused_for_what_is_older(w: World) -> None:
    """An item older than the baseline: refused, nothing changes."""
    shown(w, *DOUBTFUL)
    w.wait(hours=1)
    shown(w, ALBANIA, IRELAND)

    with pytest.raises(UsageError):
        decisions.accept(w.config, items(w)[0].id, lambda: w.now)
    assert w.changes() == []


def test_a_later_accepted_read_supersedes(w: World) -> None:
    """Open items of that source are closed as `superseded`; rejected ones stay rejected."""
    shown(w, *DOUBTFUL)
    shown(w, *DOUBTFUL, BRAZIL)
    decisions.reject(w.config, items(w)[0].id, lambda: w.now)

    assert shown(w, ALBANIA, IRELAND).outcome == "unchanged"
    assert [item.decision for item in items(w)] == [Decision.REJECTED, Decision.SUPERSEDED]


def test_superseded_by_the_same_bytes_as_the_baseline(w: World) -> None:
    """The read that closes them may be the very same answer as accepted before, or a 304."""
    w.standin.conditional = True
    shown(w, ALBANIA, IRELAND)
    shown(w, *DOUBTFUL)
    assert len(items(w, only_open=True)) == 1

    assert shown(w, ALBANIA, IRELAND).outcome == "unchanged"
    assert items(w, only_open=True) == []


def test_an_unknown_item(w: World) -> None:
    """Exit 2."""
    with pytest.raises(UsageError):
        decisions.accept(w.config, 77, lambda: w.now)


# ---- the clock ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("off", "passes"),
    [(86_400, True), (86_401, False), (-86_400, True), (-86_401, False)],
    ids=["a day ahead", "more", "a day behind", "more behind"],
)
def test_our_clock_against_theirs(w: World, off: int, passes: bool) -> None:
    """More than `clock_tolerance` apart, either way: `failed`, kind `clock`."""
    w.standin.now = lambda: w.now + timedelta(seconds=off)

    entry = shown(w, ALBANIA, IRELAND, CHILE)

    assert entry.outcome == ("changed" if passes else "failed")
    assert passes or refused(w, entry, "failed", "clock")


@pytest.mark.parametrize(("back", "passes"), [(86_400, True), (86_401, False)], ids=["a day behind", "more"])
def test_our_clock_against_our_past(w: World, back: int, passes: bool) -> None:
    """More than that behind the last observation; the server's clock went back with ours, or says nothing."""
    last = w.now
    w.standin.fault = Fault.NO_DATE
    w.now = last - timedelta(seconds=back + 1)  # the pass itself takes a second

    entry = shown(w, ALBANIA, IRELAND, CHILE)

    assert last - w.now == timedelta(seconds=back)
    assert entry.outcome == ("changed" if passes else "failed")
    assert passes or refused(w, entry, "failed", "clock")


def test_the_clock_is_judged_for_the_same_bytes_too(w: World) -> None:
    """An answer that did not change says nothing about our clock either."""
    w.standin.now = lambda: w.now + timedelta(days=2)

    refused(w, w.check(), "failed", "clock")


def test_a_clock_that_jumped_ahead_rolls_nothing_over(w: World) -> None:
    """A year ahead by mistake: failed, and nothing takes effect."""
    shown(w, ALBANIA, IRELAND, LATER)
    true = w.now
    w.standin.now = lambda: true
    w.now = true + timedelta(days=365)

    entry = w.check()

    assert (entry.outcome, told(entry)) == ("failed", [])


@pytest.mark.parametrize(("days", "rolls"), [(7, True), (8, False)])
def test_no_roll_over_without_a_clock(w: World, days: int, rolls: bool) -> None:
    """Unless a `Date` within tolerance was seen in the last 7 days by our clock."""
    shown(w, ALBANIA, IRELAND, LATER)
    w.now = datetime(2026, 9, 28, tzinfo=UTC)
    w.check()
    w.standin.fault = Fault.NO_DATE
    w.now += timedelta(days=days) - timedelta(seconds=1)

    entry = w.check()
    assert (entry.outcome, told(entry)) == ("unchanged", [("entered_into_force", "CHL")] if rolls else [])

    w.standin.fault = None
    assert told(w.check()) == ([] if rolls else [("entered_into_force", "CHL")])


SAVED = """
[sources.saved]
kind = "file"
path = "chart.html"
of = "coe-chart"
published_on = 2026-06-15
"""


def test_a_file_has_no_date(tmp_path: Path) -> None:
    """No `Date` (files): no comparison; and, nobody's clock having agreed with ours, no roll-over."""
    with world(tmp_path, sources=("saved",), more=SAVED) as w:
        soon = Fact(name="Chile", group="non_member", consent=date(2026, 6, 10), mark="a", in_force=date(2026, 10, 1))
        (tmp_path / "chart.html").write_bytes(gen3([*FACTS, soon], About(status=date(2026, 6, 15))))
        assert w.check().outcome == "baseline"
        w.now = datetime(2026, 10, 2, tzinfo=UTC)

        entry = w.check()
        assert (entry.outcome, told(entry)) == ("unchanged", [])


@pytest.mark.parametrize("fault", [Fault.BROKEN, Fault.CUT, Fault.NO_ROWS], ids=lambda fault: fault.value)
def test_roll_over_though_the_read_failed(w: World, fault: Fault) -> None:
    """Dates are reached whatever a source does; told in the treaty's entry, whose outcome speaks of the chart."""
    shown(w, ALBANIA, IRELAND, LATER)
    w.now = datetime(2026, 9, 30, 12, tzinfo=UTC)
    w.check()
    w.now = datetime(2026, 10, 1, 12, tzinfo=UTC)
    w.standin.fault = fault

    entry = w.check()

    assert (entry.outcome, told(entry)) == ("failed", [("entered_into_force", "CHL")])
    w.standin.fault = None
    assert told(w.check()) == []


def test_roll_over_though_the_chart_is_doubtful(w: World) -> None:
    """The last accepted chart stands, and its dates are reached."""
    shown(w, ALBANIA, IRELAND, LATER)
    w.now = datetime(2026, 10, 1, 12, tzinfo=UTC)

    entry = shown(w, ALBANIA, IRELAND, LATER, row("Benin", "non_member", consent="2030-01-01"))

    assert (entry.outcome, told(entry)) == ("quarantined", [("entered_into_force", "CHL")])


# ---- health -------------------------------------------------------------------------------------


def state(w: World) -> SourceState:
    """The health of the one source."""
    with w.store() as store:
        return SourceState(store.treaties.feeds("ets-185")[0].state)


def test_health(w: World) -> None:
    """ok → degraded (a failure) → down (`down_after` = 3 in a row) → ok."""
    assert state(w) is SourceState.OK
    w.standin.fault = Fault.BROKEN
    states = []
    for _ in range(4):
        w.check()
        states.append(state(w))
    w.standin.fault = None
    w.check()

    assert states == [SourceState.DEGRADED, SourceState.DEGRADED, SourceState.DOWN, SourceState.DOWN]
    assert state(w) is SourceState.OK


def test_a_good_read_starts_the_count_anew(w: World) -> None:
    """Down only after three *in a row*."""
    for fault in (Fault.BROKEN, Fault.BROKEN, None, Fault.BROKEN, Fault.BROKEN):
        w.standin.fault = fault
        w.check()

    assert state(w) is SourceState.DEGRADED


def healthy(w: World) -> bool:
    """`tracker status`."""
    from jobs.service.status import status

    with w.store() as store:
        found: bool = status(store, now=w.now)["healthy"]
    return found


def test_healthy(w: World) -> None:
    """No source down, no open quarantine, a good read of each source within twice its cadence."""
    assert healthy(w)
    shown(w, *DOUBTFUL)
    assert not healthy(w)
    decisions.reject(w.config, items(w)[0].id, lambda: w.now)
    assert healthy(w)
    w.wait(hours=13)
    assert not healthy(w)
    shown(w, ALBANIA, IRELAND)
    assert healthy(w)


def test_down_is_not_healthy(w: World) -> None:
    """A source that is down."""
    w.standin.fault = Fault.BROKEN
    for expected in (True, True, False):
        w.check()
        assert healthy(w) is expected


def test_waiting_is_no_doubt(w: World) -> None:
    """Something that waits is in no quarantine, and all is healthy."""
    assert waiting(shown(w, ALBANIA)) == [("IRL", "row")]
    assert healthy(w)
