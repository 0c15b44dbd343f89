"""Between requests and before another try the fetcher waits as long as it should, and no longer."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

import pytest
from fetching import CHART, NOW, OK, SHORT, chart_of, failed, fetcher, page, read, serve

from jobs.demo.standin import PAGE_PATH, SERVICE_PATH, Fault, StandIn
from tracker.errors import ErrorKind, FetchError
from tracker.fetch import Fetcher, HttpSettings


def test_a_retry_waits_as_long_as_the_server_asks(standin: StandIn) -> None:
    slept: list[float] = []
    standin.fault = Fault.BUSY_ONCE
    standin.retry_after = 7
    assert read(fetcher(slept.append, retries=3), chart_of(standin)).body == CHART
    assert slept == [7]


def test_a_retry_after_may_be_a_moment_by_the_servers_own_clock() -> None:
    slept: list[float] = []
    busy = b"HTTP/1.1 503 Busy\r\nDate: Sat, 25 Apr 2020 12:00:00 GMT\r\n"
    busy += b"Retry-After: Sat, 25 Apr 2020 12:00:09 GMT\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    with serve(busy, OK + SHORT) as (url, _):
        assert read(fetcher(slept.append, retries=1), page(url)).body == b"ok"
    assert slept == [9]


def test_a_wait_longer_than_the_read_may_take_is_not_slept(standin: StandIn) -> None:
    slept: list[float] = []
    standin.fault = Fault.BUSY_ONCE
    standin.retry_after = 3600
    error = failed(fetcher(slept.append, retries=3), chart_of(standin))
    assert (error.kind, error.status, error.date) == (ErrorKind.HTTP_STATUS, 429, NOW)
    assert "3600 s" in error.message
    assert slept == []


@pytest.mark.parametrize(
    ("status", "said", "seconds"),
    [
        (b"429 Too Many Requests", b"", 60),
        (b"429 Too Many Requests", b"soon", 60),
        (b"429 Too Many Requests", b"-5", 60),
        (b"429 Too Many Requests", b"90, 30", 90),
        (b"429 Too Many Requests", b"9" * 20, 86400),
        (b"403 Forbidden", b"3600", 3600),
        (b"500 Internal Server Error", b"3600", 3600),
        (b"503 Service Unavailable", b"soon", None),
        (b"404 Not Found", b"3600", None),
    ],
)
def test_a_refused_host_is_left_alone(status: bytes, said: bytes, seconds: int | None) -> None:
    """As long as it asks for, with whichever status; after a 429 in any case. A page that is gone is no host."""
    noted: dict[str, datetime] = {}

    class Noted:
        until = staticmethod(noted.get)
        note = staticmethod(noted.__setitem__)

    settings = HttpSettings(contact="mailto:t@example.org", version="9", min_gap=timedelta(0), retries=0)
    refusal = (
        b"HTTP/1.1 " + status + b"\r\nRetry-After: " + said + b"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    )
    with serve(refusal) as (url, asked):
        one = Fetcher(settings, now=lambda: NOW, sleep=lambda _: None, pauses=Noted())
        for _ in range(2):
            with pytest.raises(FetchError):
                one.get(page(url))
    assert [until - NOW for until in noted.values()] == ([timedelta(seconds=seconds)] if seconds else [])
    assert len(asked) == (1 if seconds else 2)


@pytest.mark.parametrize("said", [b"soon", b"", b"-1", b"\xff", b"Mon, 01 Jan 0001 00:00:00 GMT"])
def test_a_retry_after_that_says_nothing_is_no_wait(said: bytes) -> None:
    slept: list[float] = []
    busy = b"HTTP/1.1 503 Busy\r\nRetry-After: " + said + b"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    with serve(busy, OK + SHORT) as (url, _):
        assert read(fetcher(slept.append, retries=1), page(url)).body == b"ok"
    assert slept == []


@pytest.mark.parametrize(
    ("fault", "requests"),
    [
        (Fault.BUSY, 4),
        (Fault.CUT, 2),
        (Fault.HANG, 2),
        (Fault.BROKEN, 1),
        (Fault.REFUSED, 1),
        (Fault.CHALLENGE_503, 1),
        (Fault.MOVED_AWAY, 1),
        (Fault.OVERSIZED, 1),
    ],
)
def test_only_what_may_pass_is_tried_again(standin: StandIn, fault: Fault, requests: int) -> None:
    standin.fault = fault
    timeout = timedelta(seconds=0.3 if fault is Fault.HANG else 5)
    failed(fetcher(retries=3, timeout=timeout, max_bytes=1000), chart_of(standin))
    assert len(standin.requests) == requests


def test_retries_back_off(standin: StandIn) -> None:
    slept: list[float] = []
    standin.fault = Fault.BUSY
    failed(fetcher(slept.append, retries=3), chart_of(standin))
    assert slept == [1, 2]


def test_requests_to_one_host_keep_their_distance(standin: StandIn) -> None:
    clock = [100.0]
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock[0] += seconds

    settings = HttpSettings(contact="c", version="9", min_gap=timedelta(seconds=2), retries=1)
    standin.faults[SERVICE_PATH] = Fault.BUSY_ONCE
    with Fetcher(settings, now=lambda: NOW, sleep=sleep, monotonic=lambda: clock[0]) as one:
        one.get(chart_of(standin))  # waits 1 s as asked, and 1 s more for the distance
        clock[0] += 0.5
        one.get(page(standin.page_url))
        clock[0] += 60
        one.get(page(f"{standin.origin}{PAGE_PATH}"))
    assert slept == [1, 1, 1.5]


def test_a_host_that_lets_two_reads_run_out_of_time_is_left_alone_for_a_while(standin: StandIn) -> None:
    """Thirty treaties of a host that does not answer cost what two cost. One answer in between, and it counts anew."""
    passed = [0.0]
    settings = HttpSettings(contact="c", version="9", min_gap=timedelta(), retries=0, timeout=timedelta(seconds=0.1))
    clock = lambda: time.monotonic() + passed[0]  # noqa: E731 - as Fetcher takes it
    with Fetcher(settings, now=lambda: NOW, monotonic=clock) as one:
        for fault in (Fault.HANG, None, Fault.HANG, Fault.HANG):
            standin.fault = fault
            assert failed(one, chart_of(standin)) if fault else read(one, chart_of(standin))
        standin.fault = None
        refused = [failed(one, chart_of(standin)) for _ in range(28)]
        assert {error.kind for error in refused} == {ErrorKind.TIMEOUT}
        assert "two reads in a row ran out of time" in refused[0].message
        assert len(standin.requests) == 4
        passed[0] = 1.0
        assert read(one, chart_of(standin)).body == CHART
        assert len(standin.requests) == 5
