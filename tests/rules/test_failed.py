"""docs/rules-of-change.md, what is not believed: `failed` on the wire, by the page and by the clock; and health."""

from __future__ import annotations

import json
import socket
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from doubts import CHILE, DOUBTFUL, FACTS, configured, items, refused
from doubts import chart as chart
from doubts import w as w
from pages import About, Fact, gen3
from states import ALBANIA, IRELAND
from world import World, body, but, row, shown, told, waiting, world

from jobs.demo.standin import PAGE_PATH, Fault
from jobs.ingest import decisions
from jobs.service.status import status
from tracker.models import SourceState

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


LATER = but(CHILE, in_force="2026-10-01")


# ---- failed: the wire ---------------------------------------------------------------------------


def closed_port() -> int:
    """A port of 127.0.0.1 on which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def hang(w: World) -> None:
    """The source says nothing at all."""
    configured(w, 'timeout = "5s"', 'timeout = "1s"')
    w.standin.fault = Fault.HANG


def unreachable(w: World) -> None:
    """Nobody listens, nor does the service's page say where else it is."""
    w.standin.faults[PAGE_PATH] = Fault.BROKEN
    configured(w, f'api_url = "{w.standin.origin}', f'api_url = "http://127.0.0.1:{closed_port()}')


def plain_where_tls_is_due(w: World) -> None:
    """The other side speaks no TLS."""
    configured(w, f'api_url = "{w.standin.origin}', f'api_url = "{w.standin.origin.replace("http:", "https:")}')


def not_found(w: World) -> None:
    """404, and the page that names the service's address is gone too."""
    w.standin.faults[PAGE_PATH] = Fault.BROKEN
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


@pytest.mark.parametrize(("status", "passes"), [("2026-06-16", True), ("2026-06-17", False), ("2035-01-01", False)])
@pytest.mark.parametrize("first", [True, False])
def test_a_page_of_days_to_come_is_refused(tmp_path: Path, status: str, passes: bool, first: bool) -> None:
    """Else every page of the years until then would be older, and refused for that."""
    with world(tmp_path, sources=("coe-chart",)) as w:
        if not first:
            w.show_chart(gen3(FACTS, About(status=date(2026, 6, 14))))
            w.check()
        w.show_chart(gen3(FACTS, About(status=date.fromisoformat(status))))
        entry = w.check()
        assert (entry.outcome != "failed") is passes
        if entry.error:
            assert entry.error[0] == "clock"
            assert status in entry.error[1]
            w.show_chart(gen3(FACTS, About(status=date(2026, 6, 15))))
            assert w.check().outcome != "failed"


def test_a_failed_first_read_is_no_baseline(tmp_path: Path) -> None:
    """The next good one is."""
    with world(tmp_path) as made:
        made.show(ALBANIA)
        made.standin.fault = Fault.NO_ROWS
        assert made.check().outcome == "failed"
        made.standin.fault = None
        assert (made.check().outcome, made.changes()) == ("baseline", [])


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
