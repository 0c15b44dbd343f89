"""One page in Chromium: what it may ask for, what stands in the way, and the page as soon as its marks are there."""

from __future__ import annotations

import base64
import contextlib
import http
import os
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import sync_playwright

from tracker.errors import ErrorKind, FetchError, ParseError, excerpt, quoted
from tracker.fetch.browser.messages import Order, Outcome
from tracker.fetch.browser.rules import is_allowed, names_served, service_of
from tracker.fetch.headers import evidence_headers
from tracker.models.wire import charset_of
from tracker.sources.coe.app_page import access_in
from tracker.sources.markup.media import looks_like_html
from tracker.sources.markup.shields import blocked_by, is_challenge, obstacle
from tracker.sources.registry import KINDS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, Response, Route

    from tracker.sources.kind import SourceKind

_LOOK = 250  # ms between two looks at the page
_SPARE = 1.0  # seconds before the deadline in which the page that there is can still be handed over
_SHOWN = 300  # characters of an address or of the browser's own words in an error
_ITS_OWN = "[err] "  # before a line that the browser itself printed
_NOTED = 5  # hosts and answers named in an error
_SEATS_ZONE = "Europe/Paris"  # dates are drawn as they are at the depositary's seat
_PAUSED_AT = [
    {"urlPattern": "*", "requestStage": "Request"},
    {"urlPattern": "*", "resourceType": "Document", "requestStage": "Response"},
]
_MOST_REQUESTS = 500  # that one read lets go; the page of a chart needs some dozens
_MOST_DOCUMENTS = 10  # the page, its redirects, and a reload or two
# The page as it is drawn, or its length if that is too long to be handed over. A lone surrogate is no text. Rows that
# are not shown are left out: people do not see them. A copy belongs to a document in which no script runs.
_DRAWN = """(() => {
  const all = "tr, [role=row]", cells = "td, [role=cell], [role=gridcell]";
  const isShown = cell => cell.checkVisibility({visibilityProperty: true, opacityProperty: true});
  const rows = [...document.querySelectorAll(all)];
  const hidden = rows.map(row => row.querySelector(cells) !== null && ![...row.children].some(isShown));
  let root = document.documentElement;
  if (hidden.includes(true)) {
    root = document.implementation.createHTMLDocument().importNode(root, true);
    [...root.querySelectorAll(all)].forEach((row, at) => hidden[at] && row.remove());
  }
  const page = "<!DOCTYPE html>\\n" + (root ? root.outerHTML : "");
  return page.length > %d ? page.length : page.toWellFormed();
})()"""


def visit(order: Order, ends: float) -> tuple[Outcome, bytes]:
    """Read the page. `ends`: when, on the monotonic clock. What it started is not ended here."""
    started = sync_playwright().start()
    ends -= _SPARE
    try:
        browser = started.chromium.launch(
            executable_path=order.chromium,
            chromium_sandbox=os.geteuid() != 0,  # Chromium has none for root
            args=_arguments(order.url),
            ignore_default_args=["--disable-popup-blocking"],  # no person clicks here: no window is ever opened
            timeout=_milliseconds(ends),
        )
    except BrowserError as error:
        text = f"{order.url}: Chromium ({order.chromium}) does not start: {_words(error)}"
        return Outcome(url=order.url, error=ErrorKind.CONNECTION, message=text), b""
    visiting = _Visit(order, browser, ends)
    try:
        page = visiting.complete()
        return visiting.outcome(), page
    except FetchError as error:
        return visiting.outcome(error), b""


def _arguments(url: str) -> list[str]:
    return [
        f"--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE {names_served(url)}",
        "--no-proxy-server",
        "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
        "--disable-gpu",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-breakpad",
        "--no-pings",
    ]


class _Visit:
    """The page, and what was seen of it so far."""

    def __init__(self, order: Order, browser: Browser, ends: float) -> None:
        self._order = order
        self._ends = ends
        self._browser = browser
        self._service: str | None = None  # the data service that the page names
        self._refused: FetchError | None = None  # why this read gives no page
        self._status = 0
        self._headers: dict[str, str] = {}
        self._not_asked: dict[str, None] = {}  # hosts, in the order in which the page wanted them
        self._failures: dict[str, None] = {}  # answers of the data service that were errors
        self._pauses: dict[str, str] = {}  # what hosts of data said as `Retry-After`
        self._asked = self._documents = 0  # requests that were let go, and those for the page itself
        context = self._context()
        self._page = context.new_page()
        context.route("**/*", self._only_this_page)
        self._page.on("response", self._note_answer)
        self._page.on("crash", self._note_crash)
        self._devtools: CDPSession = context.new_cdp_session(self._page)
        self._frame: str = self._devtools.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
        self._devtools.on("Fetch.requestPaused", self._paused)
        self._devtools.send("Fetch.enable", {"patterns": _PAUSED_AT})

    def _context(self) -> BrowserContext:
        version = self._browser.new_browser_cdp_session().send("Browser.getVersion")
        self._product = f"{version['product']}"
        return self._browser.new_context(
            accept_downloads=False,
            service_workers="block",
            locale="en-GB",
            timezone_id=_SEATS_ZONE,
            user_agent=f"{version['userAgent']} {self._order.identity}",
        )

    # ---- the page ----

    def complete(self) -> bytes:
        """The page once it holds its marks and no longer changes. Raises FetchError."""
        self._open()
        kind = KINDS[self._order.kind]
        page, misses, is_read = b"", "everything", False
        while time.monotonic() < self._ends:
            before, page = page, self._drawn()
            if page == before and not misses:
                return page
            if page != before:
                misses, is_read = _missed(kind, page)
            self._wait()
        if page and not is_read:
            return page  # the reader refuses it again, with its bytes kept
        raise self._late(misses)

    def outcome(self, error: FetchError | None = None) -> Outcome:
        """What is said beside the page: the document's own answer, and the error if there is no page."""
        return Outcome(
            url=self._order.url,
            status=self._status or None,
            headers=evidence_headers(self._headers),
            browser=self._product,
            pauses=self._pauses,
            error=error.kind if error else None,
            message=error.message if error else "",
        )

    def _open(self) -> None:
        try:
            self._page.goto(self._order.url, wait_until="commit", timeout=_milliseconds(self._ends))
        except BrowserError as error:
            self._raise_refusal()
            raise self._failure(error) from error

    def _drawn(self) -> bytes:
        """The page as it is drawn now; empty while another one is about to take its place."""
        self._raise_refusal()
        limit = self._order.max_bytes
        try:
            world = self._devtools.send(
                "Page.createIsolatedWorld", {"frameId": self._frame, "worldName": "convention-tracker"}
            )
            found = self._devtools.send(
                "Runtime.evaluate",
                {"expression": _DRAWN % limit, "returnByValue": True, "contextId": world["executionContextId"]},
            )
        except BrowserError:
            self._raise_refusal()
            return b""
        drawn = found["result"].get("value", "")
        page = drawn.encode() if isinstance(drawn, str) else None
        if page is None or len(page) > limit:
            raise self._error(ErrorKind.TOO_LARGE, f"the page as drawn is larger than {limit} bytes")
        if is_challenge(page):
            raise self._error(ErrorKind.BLOCKED, "drew a challenge page")
        return page

    def _wait(self) -> None:
        try:
            self._page.wait_for_timeout(_LOOK)
        except BrowserError as error:
            self._raise_refusal()
            raise self._failure(error) from error

    # ---- what it asks for ----

    def _only_this_page(self, route: Route) -> None:
        """Let the requests of the one page pass to `_paused`. Any other page is a popup, and gets nothing.

        It is not closed: that would let go the request that is held back.
        """
        with contextlib.suppress(BrowserError):
            try:
                ours = route.request.frame.page == self._page
            except BrowserError:  # the first request of a popup, which has no page yet
                ours = False
            if ours:
                route.continue_()
            else:
                route.fulfill(status=http.HTTPStatus.NO_CONTENT)  # an error would be tried again by the browser

    def _paused(self, event: dict[str, Any]) -> None:
        with contextlib.suppress(BrowserError):  # the page may be gone
            passes = self._judged(event) if "responseStatusCode" in event else self._may_ask(event)
            if passes:
                self._devtools.send("Fetch.continueRequest", {"requestId": event["requestId"]})
            else:
                self._devtools.send(
                    "Fetch.failRequest", {"requestId": event["requestId"], "errorReason": "BlockedByClient"}
                )

    def _is_document(self, event: dict[str, Any]) -> bool:
        return bool(event["resourceType"] == "Document" and event["frameId"] == self._frame)

    def _may_ask(self, event: dict[str, Any]) -> bool:
        url, kind = event["request"]["url"], event["resourceType"]
        if is_allowed(url, kind, page=self._order.url, service=self._service):
            return self._within_bounds(event)
        if self._is_document(event):
            self._refuse(ErrorKind.REDIRECTED, f"leads to another host or a weaker scheme: {quoted(url, _SHOWN)}")
        else:
            self._not_asked[url.partition("://")[2].partition("/")[0][:_SHOWN]] = None
        return False

    def _within_bounds(self, event: dict[str, Any]) -> bool:
        """Count a request. A page that asks without end is a load on its host in our name."""
        self._asked += 1
        self._documents += self._is_document(event)
        if self._documents > _MOST_DOCUMENTS:
            return self._refuse(ErrorKind.REDIRECTED, f"was loaded {_MOST_DOCUMENTS} times and leads to itself again")
        if self._asked > _MOST_REQUESTS:
            return self._refuse(ErrorKind.TOO_LARGE, f"asked for more than {_MOST_REQUESTS} things")
        return True

    def _judged(self, event: dict[str, Any]) -> bool:
        """Whether the document is given to the browser: not a challenge, an error, or a file. Before anything runs."""
        status = event["responseStatusCode"]
        if not self._is_document(event) or status in range(300, 400):
            return True
        headers = {entry["name"].lower(): entry["value"] for entry in event.get("responseHeaders", ())}
        answer = self._devtools.send("Fetch.getResponseBody", {"requestId": event["requestId"]})
        body = base64.b64decode(answer["body"]) if answer["base64Encoded"] else answer["body"].encode()
        is_file = "attachment" in headers.get("content-disposition", "").lower() or not looks_like_html(body)
        if is_file and self._status:
            return False  # the page that there is wants to store a file: it stays as it is
        self._status, self._headers = status, headers
        if what := obstacle(status, headers, body):
            return self._refuse(ErrorKind.BLOCKED, f"answered {status} with {what}")
        if status not in range(200, 300):
            return self._refuse(ErrorKind.HTTP_STATUS, f"answered {status}")
        if is_file:
            return self._refuse(ErrorKind.MEDIA_TYPE, "expected HTML, got a file to download")
        self._service = service_of(access_in(body, charset_of(headers)).api_url, self._order.url)
        return True

    def _note_answer(self, answer: Response) -> None:
        """Note the errors of the data service, and a challenge in its place."""
        if answer.request.resource_type not in ("xhr", "fetch"):
            return
        if what := blocked_by(answer.headers):
            self._refuse(ErrorKind.BLOCKED, f"its data service {excerpt(answer.url, _SHOWN)} answered with {what}")
        if answer.status >= http.HTTPStatus.BAD_REQUEST:
            if asked_for := answer.headers.get("retry-after"):
                self._pauses[urlsplit(answer.url).hostname or ""] = asked_for[:_SHOWN]
            self._failures[f"{excerpt(answer.url, _SHOWN)} answered {answer.status}"] = None

    def _note_crash(self, _: Page) -> None:
        self._refuse(ErrorKind.CONNECTION, "the page crashed the browser")

    # ---- errors ----

    def _error(self, kind: ErrorKind, text: str) -> FetchError:
        return FetchError(kind, f"{excerpt(self._order.url, _SHOWN)}: {text}")

    def _refuse(self, kind: ErrorKind, text: str) -> bool:
        """Note why this read gives no page; the first reason counts."""
        self._refused = self._refused or self._error(kind, text)
        return False

    def _raise_refusal(self) -> None:
        if self._refused is not None:
            raise self._refused

    def _late(self, misses: str) -> FetchError:
        lacks = f"it misses {misses}" if misses else "it never stopped changing"
        text = f"the page was not complete within {self._order.seconds:.0f} s: {lacks}"
        if self._failures:
            failed = "; ".join(list(self._failures)[:_NOTED])
            return self._error(ErrorKind.HTTP_STATUS, f"{text}; {failed}")
        if self._not_asked:
            text = f"{text}; it wanted what is not asked for, of {', '.join(list(self._not_asked)[:_NOTED])}"
        return self._error(ErrorKind.TIMEOUT, text)

    def _failure(self, error: BrowserError) -> FetchError:
        """What the browser's own error means."""
        said = _words(error)
        if "ERR_CERT" in said or "ERR_SSL" in said:
            return self._error(ErrorKind.TLS, f"TLS failed: {said}")
        if "Timeout" in said or "TIMED_OUT" in said:
            return self._error(ErrorKind.TIMEOUT, f"no answer within {self._order.seconds:.0f} s")
        return self._error(ErrorKind.CONNECTION, said)


def _missed(kind: type[SourceKind], page: bytes) -> tuple[str, bool]:
    """What the page still misses in words, empty if it is complete; and False if it has its marks but no reader."""
    try:
        return kind.misses(page) or "", True
    except ParseError as error:
        return f"a form that can be read ({error.message})", False


def _milliseconds(ends: float) -> float:
    """The time left, for Playwright: 0 would mean no limit."""
    return max(1.0, (ends - time.monotonic()) * 1000)


def _words(error: BrowserError) -> str:
    """The browser's message on one line: what it said itself as it ended, if it did, without its log."""
    message = str(error.message).partition("Call log:")[0]
    errors = [line.partition(_ITS_OWN)[2] for line in message.splitlines() if _ITS_OWN in line]
    return excerpt(" ".join(" ".join(errors[-_NOTED:] or [message]).split()), _SHOWN)
