"""Whatever a server does, a Response, a NotModified or a FetchError of the right kind. On loopback only."""

from __future__ import annotations

import contextlib
import gc
import os
import shutil
import socket
import ssl
import subprocess
import threading
import warnings
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from jobs.demo.standin import PAGE_PATH, SERVICE_PATH, Fault, ServiceRow, StandIn, service_body
from tracker.errors import ErrorKind, FetchError, ParseError
from tracker.fetch import Fetcher, HttpSettings, read_file
from tracker.fetch.headers import server_date
from tracker.fetch.wire import DhAdapter
from tracker.models import Media, NotModified, Request, Response, Validators
from tracker.sources.coe import service as coe_service

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

NOW = datetime(2026, 4, 25, 12, 0, tzinfo=UTC)
DATE = "Sat, 25 Apr 2026 12:00:00 GMT"
CHART = service_body([ServiceRow(code="HON", name="Hungary", number="185")])
OK = b"HTTP/1.1 200 OK\r\n"
SHORT = b"Content-Length: 2\r\nConnection: close\r\n\r\nok"
OPENSSL = shutil.which("openssl")


@pytest.fixture(autouse=True)
def direct(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy of the machine between a test and its own loopback."""
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with StandIn(lambda: NOW) as one:
        one.charts["185"] = CHART
        yield one


def fetcher(sleep: Callable[[float], None] = lambda _: None, **settings: Any) -> Fetcher:
    """A fetcher that does not wait between requests and gives up soon."""
    given = {"contact": "mailto:t@example.org", "version": "9", "min_gap": timedelta(0), "retries": 0, **settings}
    given.setdefault("timeout", timedelta(seconds=5))
    return Fetcher(HttpSettings(**given), now=lambda: NOW, sleep=sleep)


def chart_of(standin: StandIn) -> Request:
    return coe_service.request(api_url=standin.api_url, page_url=standin.page_url, api_key=standin.key, number="185")


def page(url: str) -> Request:
    return Request(url=url, expects=Media.HTML)


def read(one: Fetcher, request: Request) -> Response:
    with one:
        answer = one.get(request)
    assert isinstance(answer, Response)
    return answer


def failed(one: Fetcher, request: Request) -> FetchError:
    with one, pytest.raises(FetchError) as caught:
        one.get(request)
    return caught.value


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


# ---- waiting and trying again ------------------------------------------------------------------


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


# ---- TLS ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate for 127.0.0.1, with its key, in one file."""
    if OPENSSL is None:
        pytest.skip("no openssl binary to make a certificate with")
    folder = tmp_path_factory.mktemp("tls")
    names = "subjectAltName=IP:127.0.0.1"
    command = f"req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext {names} -keyout key -out crt"
    subprocess.run([OPENSSL, *command.split()], cwd=folder, check=True, capture_output=True)
    both = folder / "both.pem"
    both.write_bytes((folder / "key").read_bytes() + (folder / "crt").read_bytes())
    return both


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, trusted by this machine."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    return certificate


def small_dh(certificate: Path) -> ssl.SSLContext:
    """A server as conventions-ws.coe.int is said to be: TLS 1.2, DHE only, a key of 1024 bits."""
    prime = bytes.fromhex(  # RFC 2409, second Oakley group
        "00ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404dd"
        "ef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed"
        "ee386bfb5a899fa5ae9f24117c4b1fe649286651ece65381ffffffffffffffff"
    )
    numbers = b"\x02\x81" + bytes([len(prime)]) + prime + b"\x02\x01\x02"
    parameters = certificate.with_name("dh.pem")
    parameters.write_text(ssl.DER_cert_to_PEM_cert(b"\x30\x81" + bytes([len(numbers)]) + numbers)
                          .replace("CERTIFICATE", "DH PARAMETERS"))  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("DHE-RSA-AES256-GCM-SHA384:@SECLEVEL=0")
    context.load_dh_params(str(parameters))
    return context


def ordinary(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def dh_fetcher() -> Fetcher:
    settings = HttpSettings(contact="c", version="9", min_gap=timedelta(0), retries=0, timeout=timedelta(seconds=5))
    return Fetcher(settings, now=lambda: NOW, dh_hosts=["127.0.0.1"])


HELLO = OK + b"Content-Length: 5\r\n\r\nhello"


def test_a_trusted_certificate_is_accepted_and_the_cipher_named(trusted: Path) -> None:
    with serve(HELLO, tls=ordinary(trusted)) as (url, _):
        answer = read(fetcher(), page(url))
    assert answer.body == b"hello"
    assert answer.tls is not None
    assert answer.tls.startswith("TLSv1.3 TLS_")


@pytest.mark.parametrize("make", [fetcher, dh_fetcher])
def test_a_self_signed_certificate_is_refused_whatever_the_host(certificate: Path, make: Callable[[], Fetcher]) -> None:
    with serve(HELLO, tls=ordinary(certificate)) as (url, asked):
        error = failed(make(), page(url))
    assert error.kind is ErrorKind.TLS
    assert "self-signed" in error.message
    assert asked == []


def test_a_certificate_for_another_name_is_refused(trusted: Path) -> None:
    with serve(HELLO, tls=ordinary(trusted)) as (url, _):
        assert failed(fetcher(), page(url.replace("127.0.0.1", "localhost"))).kind is ErrorKind.TLS


def test_a_small_dh_key_is_accepted_of_the_named_host_alone(trusted: Path) -> None:
    with serve(HELLO, tls=small_dh(trusted)) as (url, _):
        assert failed(fetcher(), page(url)).kind is ErrorKind.TLS
        answer = read(dh_fetcher(), page(url))
    assert answer.body == b"hello"
    assert answer.tls == "TLSv1.2 DHE-RSA-AES256-GCM-SHA384"


def test_the_named_host_is_asked_without_dhe_first(trusted: Path) -> None:
    with serve(HELLO, tls=ordinary(trusted)) as (url, _):
        assert read(dh_fetcher(), page(url)).body == b"hello"


def test_a_certificate_is_verified_of_the_named_host_too(certificate: Path) -> None:
    with serve(HELLO, tls=small_dh(certificate)) as (url, asked):
        assert failed(dh_fetcher(), page(url)).kind is ErrorKind.TLS
    assert asked == []


def test_a_server_that_hangs_in_the_handshake_does_not_hold_us() -> None:
    with serve(hang=True) as (url, _):
        error = failed(fetcher(timeout=timedelta(seconds=0.3)), page(url.replace("http:", "https:")))
    assert error.kind is ErrorKind.TIMEOUT


def test_dripped_headers_over_tls_do_not_hold_us(trusted: Path) -> None:
    with serve(OK + b"A: " + b"b" * 1000, tls=ordinary(trusted), drip=0.02) as (url, _):
        error = failed(fetcher(timeout=timedelta(seconds=0.4)), page(url))
    assert error.kind is ErrorKind.TIMEOUT


def test_the_lowered_level_goes_through_a_proxy_as_well() -> None:
    adapter = DhAdapter()
    direct = adapter.poolmanager.connection_pool_kw["ssl_context"]
    proxied = adapter.proxy_manager_for("http://127.0.0.1:1").connection_pool_kw["ssl_context"]
    assert direct is proxied
    assert (direct.verify_mode, direct.check_hostname) == (ssl.CERT_REQUIRED, True)
    adapter.close()


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


# ---- a server of a few bytes -------------------------------------------------------------------


@contextlib.contextmanager
def serve(
    *answers: bytes, tls: ssl.SSLContext | None = None, hang: bool = False, drip: float = 0.0
) -> Iterator[tuple[str, list[bytes]]]:
    """Gives these bytes, one answer a connection, the last one again and again; collects what was asked."""
    asked: list[bytes] = []
    over = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.05)

    def talk(connection: socket.socket) -> None:
        if hang:
            over.wait()
            return
        if tls is not None:
            connection = tls.wrap_socket(connection, server_side=True)
        with connection:
            if request := connection.recv(65536):
                asked.append(request)
            answer = answers[min(len(asked), len(answers)) - 1]
            for piece in (answer,) if not drip else (answer[n : n + 1] for n in range(len(answer))):
                connection.sendall(piece)
                if drip and over.wait(drip):
                    return

    def listen() -> None:
        while not over.is_set():
            with contextlib.suppress(OSError):
                connection, _ = listener.accept()
                connection.settimeout(5)
                with connection:
                    talk(connection)

    thread = threading.Thread(target=listen)
    thread.start()
    try:
        port = listener.getsockname()[1]
        yield f"{'https' if tls else 'http'}://127.0.0.1:{port}/", asked
    finally:
        over.set()
        thread.join()
        listener.close()
