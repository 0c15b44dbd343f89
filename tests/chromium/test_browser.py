"""A page that JavaScript draws, read in a real Chromium: what gives a chart, and how anything else fails."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from browser import needed
from pages import json_service, some_facts
from shells import AT_ONCE, HALF, ROW_BY_ROW, SORRY, shell

from jobs.demo.standin import Answer, Asked, Fault, StandIn
from tracker.errors import ErrorKind, FetchError, ParseError
from tracker.fetch import HttpSettings
from tracker.fetch.browser import Browser
from tracker.fetch.browser import client as browser_client
from tracker.models import Media, Request, Response
from tracker.sources.registry import parse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tracker.models import PrintedChart

HTML = "text/html; charset=utf-8"
#: Every way in which a page opens a window on its own host; what it got is told to the server.
POPUPS = """<a id="a" target="_blank" href="/window"></a><a id="r" target="_blank" rel="noopener" href="/window"></a>
<form id="f" target="_blank" action="/window"></form><form id="p" target="_blank" action="/window" method="post"></form>
<script>
  let opened = 0;
  for (const from of ["/window", "about:blank", ""]) {
    const other = window.open(from);
    if (!other) continue;
    opened++;
    other.fetch?.("/window");
    other.location = "/window";
    other.document.write("<img src='/window'><script src='/window'></" + "script>");
  }
  window.open("/window", "named", "popup,noopener");
  for (const link of ["a", "r"]) document.getElementById(link).click();
  for (const form of ["f", "p"]) document.getElementById(form).submit();
  fetch("/opened?" + opened);
</script>"""
#: Rows that nobody sees, each hidden in another way.
DECOYS = "".join(
    f'<table style="{table}"><tbody><tr style="{row}"><td><a href="?CodePays=ATL">Atlantis</a></td>'
    "<td>01/02/2003</td><td>01/02/2004</td><td>01/06/2004</td><td></td><td></td></tr></tbody></table>"
    for table, row in (
        ("display: none", ""),
        ("", "display: none"),
        ("visibility: hidden", ""),
        ("", "visibility: collapse"),
        ("opacity: 0", ""),
    )
).replace("</", "<\\/")
CHALLENGE = (
    b"<html><head><title>Just a moment...</title></head>"
    b"<body><script>fetch('/solved'); location = '/good'</script></body></html>"
)
FACTS = some_facts()
LONG, SHORT = 30, 10  # seconds of a time limit: for reads that end by themselves, and for those that never would


def browser(seconds: float = LONG, **more: int) -> Browser:
    """A browser with a time limit."""
    settings = HttpSettings(
        contact="mailto:t@example.org", version="9", timeout=timedelta(seconds=seconds), retries=0, **more
    )
    return Browser(settings=settings, now=lambda: datetime.now(UTC))


def read(url: str, seconds: float = LONG, **more: int) -> Response | FetchError:
    try:
        return browser(seconds, **more).get(Request(url=url, expects=Media.HTML), "coe-browser")
    except FetchError as error:
        return error


class Pages(StandIn):
    """A stand-in with one page for each case, under names: `www` is the page's host, `elsewhere` another's."""

    def __init__(self) -> None:
        super().__init__()
        self.port = self.origin.rpartition(":")[2]
        self.charts["185"] = json_service(FACTS)
        self.answers: dict[str, Answer] = {}

    def address(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def answer(self, asked: Asked) -> Answer:
        if asked.path in self.answers:
            self.requests.append(asked)
            return self.answers[asked.path]
        return super().answer(asked)

    def asked_for(self, path: str) -> list[Asked]:
        return [asked for asked in self.requests if asked.path == path]


def redirect(to: str) -> Answer:
    return Answer(status=302, content_type=HTML, headers={"Location": to})


def script(text: str) -> str:
    return f"<script>{text}</script>"


@pytest.fixture(scope="module")
def standin() -> Iterator[Pages]:
    needed()
    with Pages() as made:
        yield made


@pytest.fixture(scope="module")
def found(standin: Pages) -> dict[str, Response | FetchError]:
    """Each page, read once; two at a time."""
    other = standin.address("/elsewhere.js", "localhost")
    socket = other.replace("http", "ws")
    draws_only = script(f"window.drawn = fetch; fetch = () => new Promise(() => {{}}); ({AT_ONCE!r})")
    pages = {
        "good": shell(standin),
        "slow": shell(standin, ROW_BY_ROW),
        "half": shell(standin, HALF),
        "error_page": shell(standin, SORRY),
        "restless": shell(standin, f"{AT_ONCE} setInterval(() => {{ document.title += '.'; }}, 20);"),
        "endless": shell(
            standin, before=script("const ask = fetch; setInterval(() => ask('/never'), 200)") + draws_only
        ),
        "busy": shell(standin, before=script("setTimeout(() => { while (true) {} }, 0)") + draws_only),
        "storm": shell(
            standin, before=script("const ask = fetch; setInterval(() => ask('/storm_of'), 1)") + draws_only
        ),
        "loop": script("location.reload()").encode(),
        "hidden_rows": shell(standin, f"{AT_ONCE} root.insertAdjacentHTML('beforeend', `{DECOYS}`);"),
        "foreign_script": shell(standin, before=f'<script src="{other}"></script>'),
        "redirected_script": shell(standin, before='<script src="/to_elsewhere"></script>'),
        "foreign_requests": shell(
            standin,
            before=f'<link rel="preconnect" href="{other}"><img src="{other}"><iframe src="{other}"></iframe>'
            + script(f"new WebSocket('{socket}'); navigator.sendBeacon('{other}', 'x')"),
        ),
        "download": shell(
            standin, before='<a id="d" href="/file" download></a>' + script("document.getElementById('d').click()")
        ),
        "popup": shell(standin, before=POPUPS),
        "worker": shell(standin, before=script("navigator.serviceWorker?.register('/service_worker.js')")),
        "leaves": script(f"location = '{other}'").encode(),
        "dialog": shell(standin, before=script("alert('?'); confirm('?')")),
        "challenge": CHALLENGE,
        "latin": shell(standin).replace(b"<head>", b'<head><meta charset="iso-8859-1">'),
    }
    for name, page in pages.items():
        standin.bodies[f"/{name}"] = (HTML, page)
    standin.bodies["/never"] = standin.bodies["/storm_of"] = ("text/plain", b"")
    standin.bodies["/window"] = (HTML, shell(standin))
    standin.bodies["/opened"] = ("text/plain", b"")
    standin.bodies["/elsewhere.js"] = ("text/javascript", b"document.title = 'elsewhere';")
    standin.bodies["/service_worker.js"] = ("text/javascript", b"")
    standin.bodies["/file"] = ("application/octet-stream", b"x" * 1000)
    standin.answers |= {
        "/to_elsewhere": redirect(other),
        "/moved": redirect(standin.address("/good", "localhost")),
        "/within": redirect("/good"),
        "/broken": Answer(status=500, content_type=HTML, body=b"<html><title>Error</title></html>"),
        "/pause": Answer(status=503, content_type=HTML, body=b"<html></html>", headers={"Retry-After": "120"}),
        "/forbidden": Answer(status=403, content_type=HTML, body=b"<html><title>No</title></html>"),
        "/challenge_503": Answer(status=503, content_type=HTML, body=CHALLENGE),
        "/attached": Answer(
            content_type=HTML, body=b"<html></html>", headers={"Content-Disposition": "attachment; filename=a.html"}
        ),
        "/json": Answer(body=b"[[],[],[]]"),
    }
    never = {"half", "restless", "error_page", "endless", "busy"}
    names = [*pages, *(path.strip("/") for path in standin.answers if path != "/to_elsewhere"), "gone"]
    with ThreadPoolExecutor(2) as pool:
        read_one = lambda name: read(standin.address(f"/{name}"), SHORT if name in never else LONG)  # noqa: E731
        return dict(zip(names, pool.map(read_one, names), strict=True))


def chart(response: Response | FetchError) -> PrintedChart:
    assert isinstance(response, Response), response
    return parse("coe-browser", response.body, charset=response.charset, number="185")


def said(error: Response | FetchError) -> tuple[ErrorKind, str]:
    assert isinstance(error, FetchError), error
    return error.kind, error.message


# ---- a chart ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "good",
        "hidden_rows",
        "slow",
        "within",
        "latin",
        "foreign_script",
        "redirected_script",
        "foreign_requests",
        "download",
        "popup",
        "worker",
        "dialog",
    ],
)
def test_a_chart_is_read_as_it_is_drawn(found: dict[str, Response | FetchError], name: str) -> None:
    """Whatever else the page tries, and if it draws its totals before its rows."""
    read_chart = chart(found[name])

    assert [row.name for row in read_chart.rows] == [fact.name for fact in FACTS]
    assert read_chart.totals is not None
    assert (read_chart.totals.consents, read_chart.totals.signatories) == (5, 2)


def test_the_page_as_drawn_is_the_evidence(found: dict[str, Response | FetchError]) -> None:
    """With the document's own headers, but for those that are not true of the page as drawn."""
    answer = found["good"]
    assert isinstance(answer, Response)

    assert (answer.status, answer.media_type, answer.charset) == (200, "text/html", "utf-8")
    assert answer.date is not None
    assert answer.headers["x-drawn-by"].startswith("Chrome/")
    assert not {"content-length", "etag", "last-modified"} & set(answer.headers)
    assert "Côte d’Ivoire".encode() in answer.body
    with pytest.raises(ParseError):  # what the server sent is no chart
        parse("coe-browser", shell_of(answer), charset="utf-8", number="185")


def shell_of(answer: Response) -> bytes:
    return b"<!DOCTYPE html><noscript>You need to enable JavaScript to run this app.</noscript>" + answer.body[:0]


def test_it_says_who_asks(standin: Pages, found: dict[str, Response | FetchError]) -> None:
    assert isinstance(found["good"], Response)

    (asked, *_) = standin.asked_for("/good")
    assert asked.headers["user-agent"].endswith(" convention-tracker/9 (+mailto:t@example.org)")
    assert "HeadlessChrome" in asked.headers["user-agent"]
    assert asked.headers["accept-language"].startswith("en")


@pytest.mark.usefixtures("found")
@pytest.mark.parametrize("path", ["/elsewhere.js", "/service_worker.js", "/window"])
def test_what_the_page_may_not_ask_for_is_never_asked(standin: Pages, path: str) -> None:
    """Not by a script, an image, a frame, a socket or a beacon, not after a redirect, and not in another window."""
    assert standin.asked_for(path) == []


@pytest.mark.usefixtures("found")
def test_no_window_is_opened_at_all(standin: Pages) -> None:
    """Not even an empty one, from which a script of the page could ask for something."""
    assert [dict(asked.query) for asked in standin.asked_for("/opened")] == [{"0": ""}]


def test_the_data_service_may_be_another_host_of_the_same_domain(standin: Pages) -> None:
    """It gives data, and no scripts. A service in another domain gives nothing."""
    for host, given in (("ws.chart.localhost", True), ("ws.other.localhost", False)):
        api = standin.address("/service/", host)
        page = shell(standin, before=f'<script src="{api}code.js"></script>').replace(
            standin.api_url.encode(), api.encode()
        )
        standin.bodies["/two_hosts"] = (HTML, page)
        standin.answers["/service/api/signatures"] = Answer(
            body=json_service(FACTS), headers={"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*"}
        )
        answer = read(standin.address("/two_hosts", "www.chart.localhost"), LONG if given else SHORT)
        assert isinstance(answer, Response) is given, answer
        assert standin.asked_for("/service/code.js") == []


# ---- no chart -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("half", ErrorKind.TIMEOUT, "misses the totals at its foot"),
        ("error_page", ErrorKind.TIMEOUT, "misses the totals at its foot"),
        ("endless", ErrorKind.TIMEOUT, "misses"),
        ("restless", ErrorKind.TIMEOUT, "it never stopped changing"),
        ("busy", ErrorKind.TIMEOUT, "kept the browser busy"),
        ("storm", ErrorKind.TOO_LARGE, "asked for more than 500 things"),
        ("loop", ErrorKind.REDIRECTED, "leads to itself again"),
        ("leaves", ErrorKind.REDIRECTED, "another host"),
        ("moved", ErrorKind.REDIRECTED, "another host"),
        ("broken", ErrorKind.HTTP_STATUS, "answered 500"),
        ("gone", ErrorKind.HTTP_STATUS, "answered 404"),
        ("challenge", ErrorKind.BLOCKED, "a challenge page of Cloudflare"),
        ("challenge_503", ErrorKind.BLOCKED, "a challenge page of Cloudflare"),
        ("forbidden", ErrorKind.BLOCKED, "answered 403 with a page"),
        ("attached", ErrorKind.MEDIA_TYPE, "a file to download"),
        ("json", ErrorKind.MEDIA_TYPE, "a file to download"),
    ],
)
def test_a_read_without_a_chart_says_why(
    found: dict[str, Response | FetchError], name: str, kind: ErrorKind, words: str
) -> None:
    got, message = said(found[name])

    assert (got, words in message) == (kind, True), message


@pytest.mark.usefixtures("found")
def test_the_script_of_a_challenge_never_runs(standin: Pages) -> None:
    """It would ask for something, and lead to a page with a chart."""
    assert standin.asked_for("/solved") == []


def test_a_pause_that_the_host_asks_for_is_told(found: dict[str, Response | FetchError]) -> None:
    error = found["pause"]

    assert isinstance(error, FetchError)
    assert (error.kind, error.status, error.retry_after) == (ErrorKind.HTTP_STATUS, 503, 120)


@pytest.mark.usefixtures("found")
def test_a_page_that_asks_without_end_is_stopped(standin: Pages) -> None:
    """It would be a load on its host for as long as the read may take."""
    assert len(standin.asked_for("/storm_of")) < 500
    assert len(standin.asked_for("/loop")) == 10


def test_a_pause_that_the_data_service_asks_for_is_told(standin: Pages) -> None:
    """The page itself has no such header; the pause is of the host of the data."""
    standin.answers["/service/busy"] = Answer(status=429, body=b"{}", headers={"Retry-After": "120"})
    standin.bodies["/waits"] = (HTML, script("fetch('/service/busy')").encode())
    noted: dict[str, datetime] = {}

    class Noted:
        until = noted.get
        note = noted.__setitem__

    with pytest.raises(FetchError, match="answered 429"):
        replace(browser(2), pauses=Noted()).get(
            Request(url=standin.address("/waits"), expects=Media.HTML), "coe-browser"
        )

    assert set(noted) == {"127.0.0.1", "data of 127.0.0.1"}


@pytest.mark.parametrize(("fault", "kind"), [(Fault.BROKEN, ErrorKind.HTTP_STATUS), (Fault.HANG, ErrorKind.TIMEOUT)])
@pytest.mark.usefixtures("standin")
def test_the_data_service_fails(fault: Fault, kind: ErrorKind) -> None:
    with Pages() as other:
        other.bodies["/page"] = (HTML, shell(other))
        other.faults["/WS_LFRConventions/api/signatures"] = fault

        assert said(read(other.address("/page"), SHORT))[0] is kind


def test_a_page_that_is_too_large(standin: Pages) -> None:
    standin.bodies["/large"] = (HTML, shell(standin, before="<p>" + "x" * 200_000 + "</p>"))

    assert said(read(standin.address("/large"), max_bytes=100_000))[0] is ErrorKind.TOO_LARGE


def test_a_chart_that_the_reader_refuses_is_handed_over(standin: Pages) -> None:
    """So that its bytes are kept, and the refusal says what is wrong."""
    standin.bodies["/unread"] = (HTML, shell(standin).replace(b'" a" : ""', b'" zz" : ""'))

    with pytest.raises(ParseError, match="expected a date like"):
        chart(read(standin.address("/unread"), SHORT))


@pytest.mark.usefixtures("standin")
def test_no_connection() -> None:
    assert said(read("http://127.0.0.1:9/"))[0] is ErrorKind.CONNECTION


# ---- what must be installed ---------------------------------------------------------------------


def test_without_chromium_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    kind, message = said(read("http://127.0.0.1:9/"))

    assert (kind, "apt-get install chromium" in message) == (ErrorKind.CONNECTION, True)


def test_without_playwright_it_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser_client.importlib.util, "find_spec", lambda _: None)

    kind, message = said(read("http://127.0.0.1:9/"))

    assert (kind, "[browser]" in message) == (ErrorKind.CONNECTION, True)


def test_a_chromium_that_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser_client, "program", lambda: shutil.which("false"))

    kind, message = said(read("http://127.0.0.1:9/"))

    assert (kind, "does not start" in message) == (ErrorKind.CONNECTION, True)
