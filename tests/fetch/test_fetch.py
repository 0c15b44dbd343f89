"""Whatever a server does, a Response, a NotModified or a FetchError of the right kind. On loopback only."""

from __future__ import annotations

import gc
import socket
import warnings
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import requests
from fetching import CHART, NOW, OK, SHORT, chart_of, failed, fetcher, page, read, serve

from jobs.demo.standin import Fault, StandIn
from tracker.errors import ErrorKind, FetchError, ParseError
from tracker.fetch import read_file
from tracker.fetch.headers import server_date
from tracker.fetch.wire import Session
from tracker.models import Media, NotModified, Request, Response, Validators
from tracker.sources.coe import service as coe_service

if TYPE_CHECKING:
    from pathlib import Path


DATE = "Sat, 25 Apr 2026 12:00:00 GMT"

# ---- a good answer -----------------------------------------------------------------------------


def test_a_body_comes_with_its_headers_and_both_clocks(standin: StandIn) -> None:
    answer = read(fetcher(), chart_of(standin))
    assert (answer.status, answer.body) == (200, CHART)
    assert (answer.media_type, answer.charset) == ("application/json", "utf-8")
    assert (answer.fetched_at, answer.date) == (NOW, NOW)
    assert answer.tls is None
    assert answer.headers["date"] == DATE


def test_a_request_says_who_asks_and_for_what(standin: StandIn) -> None:
    with fetcher(contact="mailto:ł@example.org\r\nX: y") as one:
        one.get(chart_of(standin))
        one.get(page(standin.page_url))
    service, shell = (asked.headers for asked in standin.requests)
    assert service["user-agent"] == "convention-tracker/9 (+mailto:?@example.org X: y)"
    assert (service["accept"], service["token"]) == ("application/json", standin.key)
    assert shell["accept"].startswith("text/html,")
    assert "token" not in shell


def test_a_packed_body_comes_unpacked(standin: StandIn) -> None:
    standin.fault = Fault.GZIP
    assert read(fetcher(), chart_of(standin)).body == CHART


def test_a_server_without_a_date_gives_none(standin: StandIn) -> None:
    standin.fault = Fault.NO_DATE
    assert read(fetcher(), chart_of(standin)).date is None


def test_a_wrong_clock_is_reported_as_it_is(standin: StandIn) -> None:
    standin.fault = Fault.CLOCK_AHEAD
    answer = read(fetcher(), chart_of(standin))
    assert answer.date == NOW + timedelta(hours=49)
    assert answer.fetched_at == NOW


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        (DATE, NOW),
        ("Saturday, 25-Apr-26 12:00:00 GMT", NOW),
        ("Sat, 25 Apr 2026 14:00:00 +0200", NOW),
        ("Sat, 25 Apr 2026 12:00:00 -0000", NOW),
        *((text, None) for text in ("", "now", "Sat, 99 Foo 2026", "1 Jan 99999")),
        (None, None),
    ],
)
def test_a_date_is_read_tolerantly(text: str | None, moment: datetime | None) -> None:
    assert server_date(text) == moment


def test_nothing_changed_is_told_apart_only_for_those_who_asked(standin: StandIn) -> None:
    standin.conditional = True
    with fetcher() as one:
        first = one.get(chart_of(standin))
        assert isinstance(first, Response)
        validators = Validators(etag=first.headers["etag"], last_modified=first.headers["last-modified"])
        assert one.get(chart_of(standin), validators) == NotModified(fetched_at=NOW, date=NOW)
        standin.charts["185"] = b"[[],[],[]]"
        assert isinstance(one.get(chart_of(standin), validators), Response)


def test_cookies_are_neither_kept_nor_shown() -> None:
    with serve(OK + b"Set-Cookie: a=b; Path=/\r\n" + SHORT) as (url, asked), fetcher() as one:
        first = one.get(page(url))
        one.get(page(url))
    assert isinstance(first, Response)
    assert "set-cookie" not in first.headers
    assert all(b"cookie" not in request.lower() for request in asked)
    assert len(asked) == 2


def test_credentials_in_netrc_are_not_sent(standin: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    read(fetcher(), chart_of(standin))
    assert "authorization" not in standin.requests[0].headers


# ---- a bad one ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "kind", "status"),
    [
        (Fault.MOVED_AWAY, ErrorKind.REDIRECTED, 301),
        (Fault.CHALLENGE_403, ErrorKind.BLOCKED, 403),
        (Fault.CHALLENGE_503, ErrorKind.BLOCKED, 503),
        (Fault.REFUSED, ErrorKind.HTTP_STATUS, 401),
        (Fault.BUSY, ErrorKind.HTTP_STATUS, 503),
        (Fault.BROKEN, ErrorKind.HTTP_STATUS, 500),
        (Fault.CUT, ErrorKind.CONNECTION, 200),
        (Fault.BOMB, ErrorKind.TOO_LARGE, 200),
        (Fault.OVERSIZED, ErrorKind.TOO_LARGE, 200),
        (Fault.ENDLESS, ErrorKind.TOO_LARGE, 200),
    ],
)
def test_a_fault_has_its_kind_and_keeps_the_servers_clock(
    standin: StandIn, fault: Fault, kind: ErrorKind, status: int
) -> None:
    standin.fault = fault
    error = failed(fetcher(max_bytes=1_000_000), chart_of(standin))
    assert (error.kind, error.status, error.date) == (kind, status, NOW)
    assert standin.api_url in error.message
    assert "\n" not in error.message


@pytest.mark.parametrize("fault", [Fault.HANG, Fault.DRIP_HEADERS, Fault.DRIP_BODY])
def test_a_server_that_hangs_or_drips_does_not_hold_us(standin: StandIn, fault: Fault) -> None:
    standin.fault = fault
    error = failed(fetcher(timeout=timedelta(seconds=0.3)), chart_of(standin))
    assert error.kind is ErrorKind.TIMEOUT
    assert "0.3 s" in error.message
    assert error.status == (200 if fault is Fault.DRIP_BODY else None)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault.PORTAL, ErrorKind.MEDIA_TYPE),
        (Fault.HTML_AS_JSON, ErrorKind.MEDIA_TYPE),
        (Fault.SHELL, ErrorKind.BLOCKED),
        (Fault.TRUNCATED, ErrorKind.SHAPE),
        (Fault.EMPTY, ErrorKind.SHAPE),
        (Fault.NO_ROWS, ErrorKind.SHAPE),
        (Fault.WRONG_TREATY, ErrorKind.WRONG_TREATY),
        (Fault.NOT_UTF8, ErrorKind.UNDECODABLE),
        (Fault.JSON_AS_HTML, None),
    ],
)
def test_what_comes_with_200_is_for_the_parser_to_judge(standin: StandIn, fault: Fault, kind: ErrorKind | None) -> None:
    standin.fault = fault
    answer = read(fetcher(), chart_of(standin))
    found = None
    try:
        coe_service.parse(answer.body, "185")
    except ParseError as error:
        found = error.kind
    assert found is kind


def test_403_with_a_page_is_blocked_and_with_json_is_not(standin: StandIn) -> None:
    standin.refuse_with = 403
    standin.fault = Fault.REFUSED
    assert failed(fetcher(), chart_of(standin)).kind is ErrorKind.HTTP_STATUS
    answer = b"HTTP/1.1 403 No\r\nContent-Length: 13\r\n\r\n<html>no</html>"
    with serve(answer) as (url, _):
        assert failed(fetcher(), page(url)).kind is ErrorKind.BLOCKED


def test_a_part_of_a_page_is_an_error() -> None:
    """None was asked for, and its rest would look like acts that were taken back."""
    part = b"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-1/9\r\n"
    with serve(part + SHORT) as (url, _):
        assert failed(fetcher(), page(url)).kind is ErrorKind.HTTP_STATUS


def test_304_to_someone_who_did_not_ask_is_an_error() -> None:
    with serve(b"HTTP/1.1 304 Not Modified\r\n\r\n") as (url, _):
        error = failed(fetcher(), page(url))
    assert (error.kind, error.status) == (ErrorKind.HTTP_STATUS, 304)


def test_nobody_listening_is_a_failed_connection() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        error = failed(fetcher(), page(url))
    assert error.kind is ErrorKind.CONNECTION
    assert "refused" in error.message


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "http://",
        "http://[::1",
        "http://a:b:c/",
        "http://127.0.0.1:99999/",
        "ftp://127.0.0.1/",
        f"http://{'x' * 64}.invalid.{'y' * 300}/",
        "http://127.0.0.1:1/\ud800",
        "http://xn--\u0130\ufeff../",
    ],
)
def test_an_address_that_is_none_is_a_failed_connection(url: str) -> None:
    assert failed(fetcher(), page(url)).kind is ErrorKind.CONNECTION


def test_a_key_that_cannot_be_a_header_is_a_failed_connection(standin: StandIn) -> None:
    asked = Request(url=standin.page_url, expects=Media.HTML, headers={"token": "a\r\nb"})
    assert failed(fetcher(), asked).kind is ErrorKind.CONNECTION


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(b"", id="closed at once"),
        pytest.param(b"\x00\xff\xfe nonsense\r\n\r\n", id="no status line"),
        pytest.param(b"HTTP/1.1 abc OK\r\n\r\n", id="status is no number"),
        pytest.param(b"HTTP/1.1 99999 OK\r\n\r\n", id="status out of range"),
        pytest.param(b"SSH-2.0-OpenSSH_9.2\r\n", id="another protocol"),
        pytest.param(OK + b"A: b\r\n" * 200 + b"\r\n", id="too many headers"),
        pytest.param(OK + b"A: " + b"b" * 100_000 + b"\r\n\r\n", id="a header too long"),
        pytest.param(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", id="chunk of no size"),
        pytest.param(OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhel", id="chunk cut"),
        pytest.param(OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 60 + b"\r\nhel", id="chunk of any size"),
        pytest.param(OK + b"Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello", id="not packed as said"),
        pytest.param(OK + b"Content-Encoding: " + b"gzip," * 40 + b"gzip\r\n\r\nhello", id="packed many times"),
        pytest.param(OK + b"Content-Length: 50\r\n\r\nhello", id="shorter than said"),
        pytest.param(b"HTTP/1.1 100 Continue\r\n\r\n" * 50, id="continue, and nothing"),
    ],
)
def test_nothing_but_a_fetch_error_escapes(answer: bytes) -> None:
    with serve(answer) as (url, _):
        assert failed(fetcher(), page(url)).kind is ErrorKind.CONNECTION


def test_two_lengths_are_a_failed_connection() -> None:
    with serve(OK + b"Content-Length: 5, 6\r\n\r\nhello") as (url, _), warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # urllib3 leaves this one socket to the collector
        assert failed(fetcher(), page(url)).kind is ErrorKind.CONNECTION
        gc.collect()


@pytest.mark.parametrize(
    "headers",
    [
        b"Content-Length: -5",
        b"Content-Length: five",
        b"no colon at all",
        b": no name",
        b"A: b\r\n folded",
        b"\xff\xfe: \xff",
        b"Content-Type: ;;;charset",
        b"Set-Cookie: \xff=;;expires=;max-age=x",
        b"Date: \xff",
        b"ETag: " + b"e" * 5000,
    ],
)
def test_strange_headers_do_no_harm(headers: bytes) -> None:
    with serve(OK + headers + b"\r\n\r\nhello") as (url, _):
        answer = read(fetcher(), page(url))
    assert all("\n" not in value and len(value) <= 1000 for value in answer.headers.values())
    assert all(name == name.lower() for name in answer.headers)


def test_a_length_beyond_all_bounds_is_refused_unread() -> None:
    with serve(OK + b"Content-Length: " + b"9" * 3000 + b"\r\n\r\n") as (url, _):
        assert failed(fetcher(), page(url)).kind is ErrorKind.TOO_LARGE


# ---- redirects ---------------------------------------------------------------------------------


def moved(location: str, status: int = 302) -> bytes:
    return f"HTTP/1.1 {status} Moved\r\nLocation: {location}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()


def test_a_redirect_on_the_same_host_is_followed() -> None:
    with serve(moved("/b"), moved("?c#d", 308), OK + SHORT) as (url, asked):
        answer = read(fetcher(), page(url))
    assert answer.body == b"ok"
    assert answer.url == f"{url}b?c"
    assert [request.split()[1] for request in asked] == [b"/", b"/b", b"/b?c"]


@pytest.mark.parametrize(
    "location",
    [
        "http://www.coe.int/?NumSte=210",
        "//www.coe.int/",
        "http://127.0.0.1:1/",
        "https://127.0.0.1/",
        "http://localhost/",
        "http://127.0.0.1@example.org/",
        "http://example.org\\@127.0.0.1/",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://[::1",
        "http://a:b:c/",
    ],
)
def test_a_redirect_elsewhere_is_refused_naming_the_target(location: str) -> None:
    with serve(moved(location, 301)) as (url, asked):
        error = failed(fetcher(), page(url))
    assert (error.kind, error.status) == (ErrorKind.REDIRECTED, 301)
    assert location.rpartition("\\")[2].removeprefix("//") in error.message
    assert len(asked) == 1


def test_redirects_in_a_circle_or_without_end_are_refused() -> None:
    with serve(moved("/b"), moved("/")) as (url, asked):
        assert failed(fetcher(), page(url)).kind is ErrorKind.REDIRECTED
    assert len(asked) == 2
    with serve(*(moved(f"/{n}") for n in range(9))) as (url, asked):
        assert failed(fetcher(), page(url)).kind is ErrorKind.REDIRECTED
    assert len(asked) == 6


def test_a_redirect_to_nowhere_is_a_status() -> None:
    with serve(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n") as (url, _):
        assert failed(fetcher(), page(url)).kind is ErrorKind.HTTP_STATUS


# ---- files -------------------------------------------------------------------------------------


def test_a_saved_page_is_read_like_a_fetched_one(tmp_path: Path) -> None:
    path = tmp_path / "chart é.html"
    path.write_bytes(b"<p>chart</p>")
    answer = read_file(path, lambda: NOW)
    assert (answer.status, answer.body, answer.date, answer.fetched_at) == (200, b"<p>chart</p>", None, NOW)
    assert answer.url.startswith("file:///")
    assert (answer.media_type, answer.charset) == ("", None)


def test_a_file_that_is_missing_or_no_file_says_so(tmp_path: Path) -> None:
    for path, said in ((tmp_path / "none.html", "does not exist"), (tmp_path, "is not a file")):
        with pytest.raises(FetchError, match=said) as caught:
            read_file(path, lambda: NOW)
        assert caught.value.kind is ErrorKind.CONNECTION
        assert str(path) in caught.value.message


def test_a_file_beyond_the_bound_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "big.html"
    path.write_bytes(b"12345")
    assert read_file(path, lambda: NOW, 5).body == b"12345"
    with pytest.raises(FetchError) as caught:
        read_file(path, lambda: NOW, 4)
    assert caught.value.kind is ErrorKind.TOO_LARGE


def test_the_environment_is_read_once_for_each_host(monkeypatch: pytest.MonkeyPatch) -> None:
    """Proxies and certificates of the environment count, and who is to be reached without a proxy."""
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", "near.example")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/etc/own.pem")
    asked: list[str] = []
    ask = requests.sessions.get_environ_proxies

    def counted(url: str, **more: Any) -> dict[str, str]:
        asked.append(url)
        return ask(url, **more)

    monkeypatch.setattr(requests.sessions, "get_environ_proxies", counted)
    with Session({}) as session:
        for place in range(3):
            far = session.merge_environment_settings(f"http://far.example/{place}", {}, True, None, None)
            near = session.merge_environment_settings(f"http://near.example/{place}", {}, True, None, None)
            assert far["proxies"]["http"] == "http://proxy.example:3128"
            assert (near["proxies"], near["verify"], near["stream"]) == ({}, "/etc/own.pem", True)
            far["proxies"].clear()  # as a caller may
        own = session.merge_environment_settings("http://far.example/", {"http": "http://own"}, True, None, None)
        assert own["proxies"]["http"] == "http://own"
    assert asked == ["http://far.example/0", "http://near.example/0", "http://far.example/"]


NO_ADDRESS = (
    "office.example has no address here (Name or service not known): no network, or no name server;"
    " behind a proxy set HTTPS_PROXY"
)


@pytest.mark.parametrize(
    ("proxy", "error", "said"),
    [
        (
            None,
            socket.gaierror(-2, "Name or service not known"),
            NO_ADDRESS,
        ),
        (None, ConnectionRefusedError(111, "Connection refused"), "Connection refused"),
        (
            "http://proxy.example:3128",
            socket.gaierror(-2, "Name or service not known"),
            "the proxy that the environment names cannot be used: Name or service not known",
        ),
    ],
)
def test_no_connection_is_told_in_words(
    monkeypatch: pytest.MonkeyPatch, proxy: str | None, error: OSError, said: str
) -> None:
    """Without a number of this system's errors, which says nothing to who reads it in a mail."""

    def dial(*_: object) -> None:
        raise error

    monkeypatch.setattr("tracker.fetch.wire._dial", dial)
    if proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy)
    assert failed(fetcher(), page("https://office.example/chart")).message == f"https://office.example/chart: {said}"
