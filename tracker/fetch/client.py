"""The HTTP client of the sources. Each request ends in a Response, a NotModified or a FetchError."""

from __future__ import annotations

import http
import http.client
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Self

import msgspec
from urllib3.exceptions import MaxRetryError
from urllib3.util import Retry

from tracker.errors import ErrorKind, FetchError
from tracker.fetch.attempt import (
    SHOWN,
    WIRE,
    AttemptError,
    Call,
    Moved,
    attempt_error,
    error_of,
    follow,
    host_of,
    peek,
    too_long,
)
from tracker.fetch.files import MAX_BYTES
from tracker.fetch.headers import cached_for, clock_of, conditions, evidence_headers, integer, retry_after
from tracker.fetch.pauses import Silences, keep_pause, note_pause
from tracker.fetch.wire import DhAdapter, Session, within
from tracker.models import Media, NotModified, Response
from tracker.models.wire import GONE
from tracker.sources.markup.media import looks_like_html
from tracker.sources.markup.shields import blocked, blocked_by, nothing

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import datetime

    import requests

    from tracker.fetch.pauses import Pauses
    from tracker.models import Request, Validators

_ACCEPT = {
    Media.JSON: "application/json",
    Media.HTML: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.1",
    Media.XML: "application/xml,text/xml;q=0.9,*/*;q=0.1",
}
_TRY_AGAIN = frozenset({429, 502, 503, 504})  # statuses of a server that is overloaded or restarting
_MOVED = frozenset({301, 302, 303, 307, 308})
_UNSAID = 60.0  # seconds that a host is left alone after a 429 that does not say how long
_BACKOFF = 0.5  # seconds; urllib3 retries at once, then after 2, 4, 8 … times this
_CHUNK = 64 * 1024  # bytes
# For a POST: retry only if no connection was made, because a request that reached the server must not be sent twice.
_ONCE = Retry(total=None, connect=3, read=0, other=0, backoff_factor=_BACKOFF)
_LEAST = 0.001  # seconds of an attempt: a timeout of 0 would make the socket non-blocking


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpSettings:
    """Limits and identity of the client.

    `timeout` limits one attempt, from connecting to the last byte; up to `retries` more attempts follow. One `get`
    takes at most (retries + 1) × timeout. That includes waits for Retry-After, but not waits for `min_gap`.
    """

    contact: str  # how the server's operators can reach us
    version: str
    timeout: timedelta = timedelta(seconds=30)
    min_gap: timedelta = timedelta(seconds=2)  # between two requests to one host
    retries: int = 3
    max_bytes: int = MAX_BYTES  # of a body, as sent and as unpacked


class Fetcher:
    """Fetches pages over one session. Use it in one thread only, and close it or use it as a context manager.

    `now` gives the time of a fetch (UTC); `sleep` and `monotonic` are used for waits. Sockets use the real clock.
    `pauses` remembers which host asked not to be asked, and until when; None: nobody remembers. A host that let two
    reads in a row run out of time is left alone for ten times the time-out.
    """

    def __init__(
        self,
        settings: HttpSettings,
        *,
        now: Callable[[], datetime],
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
        dh_hosts: Collection[str] = (),
        pauses: Pauses | None = None,
    ) -> None:
        self._settings = settings
        self._now = now
        self._sleep = sleep
        self._monotonic = monotonic
        self._timeout = settings.timeout.total_seconds()
        self._longest = self._timeout * (settings.retries + 1)  # seconds of one call, without waits for the gap
        self._dh_hosts = {host.lower() for host in dh_hosts}
        self._pauses = pauses
        self._silences = Silences(self._timeout)
        self._asked_at: dict[str, float] = {}  # host → when it was last asked, monotonic
        self._policy = Retry(
            total=settings.retries,
            read=1,  # only one retry after a silent timeout, because each attempt costs a whole timeout
            status_forcelist=_TRY_AGAIN,
            backoff_factor=_BACKOFF,
        )
        contact = " ".join(settings.contact.split()).encode("ascii", "replace").decode()
        self._session = Session(
            {
                "User-Agent": f"convention-tracker/{settings.version} (+{contact})",
                "Accept-Encoding": "gzip, deflate",
                "Accept-Language": "en",  # the names of a page in another language would all look like changes
            }
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._session.close()

    def get(self, request: Request, validators: Validators | None = None) -> Response | NotModified:
        """Fetch a page; NotModified if it did not change since `validators`. Raises only FetchError."""
        asked = conditions(validators)
        call = Call(
            url=request.url,
            host=host_of(request.url),
            headers={"Accept": _ACCEPT[request.expects], **_in_utf8(request.headers), **asked},
            conditional=bool(asked),
            ends=self._monotonic() + self._longest,
            policy=self._policy,
        )
        self._silences.keep(call.host, call.url[:SHOWN], self._monotonic())
        failed_after = None
        try:
            answer = self._with_retries(call)
            while isinstance(answer, Moved):
                follow(call, answer)
                call.policy = self._policy
                answer = self._with_retries(call)
            return answer
        except FetchError:
            failed_after = self._longest - (call.ends - self._monotonic())  # waits for the gap have moved the end
            raise
        finally:
            self._silences.note(call.host, failed_after=failed_after, at=self._monotonic())

    def post_json(self, url: str, payload: Mapping[str, object], headers: Mapping[str, str]) -> Response:
        """POST a JSON body. Raises only FetchError.

        The request is retried only if no connection was made, and redirects are not followed.
        """
        call = Call(
            url=url,
            host=host_of(url),
            headers={"Accept": _ACCEPT[Media.JSON], "Content-Type": "application/json", **_in_utf8(headers)},
            conditional=False,
            ends=self._monotonic() + self._longest,
            policy=_ONCE.new(connect=self._settings.retries),
            body=msgspec.json.encode(payload),
        )
        answer = self._with_retries(call)
        if isinstance(answer, Response):
            return answer
        said = f"answered {answer.answer.status_code} and redirects" if isinstance(answer, Moved) else "answered 304"
        raise FetchError(ErrorKind.REDIRECTED, f"{url}: {said}")

    def _with_retries(self, call: Call) -> Response | NotModified | Moved:
        """Make attempts until one succeeds or none is left."""
        while True:
            keep_pause(self._pauses, call.host, call.url[:SHOWN], self._now())
            self._keep_gap(call)
            try:
                return self._attempt(call)
            except AttemptError as failed:
                self._wait_for_retry(failed, call)

    def _keep_gap(self, call: Call) -> None:
        if call.host not in self._asked_at:
            return
        gap = self._asked_at[call.host] + self._settings.min_gap.total_seconds() - self._monotonic()
        if gap > 0:
            self._sleep(gap)
            call.ends += gap

    def _serve_dh(self, host: str) -> None:
        """Mount the adapter at the first request to the host, because creating its TLS contexts takes milliseconds."""
        for prefix in (f"https://{host}/", f"https://{host}:"):
            if prefix not in self._session.adapters:
                self._session.mount(prefix, DhAdapter())

    def _wait_for_retry(self, failed: AttemptError, call: Call) -> None:
        """Wait for the next attempt, or raise the FetchError if there is none."""
        if not failed.retry:
            self._note_pause(failed, call)
            raise failed.error from failed
        try:
            call.policy = call.policy.increment("GET", call.url, error=failed.cause)
        except MaxRetryError:
            self._note_pause(failed, call)
            raise failed.error from failed
        wait = max(call.policy.get_backoff_time(), failed.wait)
        left = call.ends - self._monotonic()
        if wait >= left:
            self._note_pause(failed, call)
            raise too_long(failed, wait, left) from failed
        if wait > 0:
            self._sleep(wait)

    def _note_pause(self, failed: AttemptError, call: Call) -> None:
        """Leave the host alone as long as it asked for; a minute if it is asked too often and does not say how long."""
        unsaid = _UNSAID if failed.error.status == http.HTTPStatus.TOO_MANY_REQUESTS else 0.0
        note_pause(self._pauses, call.host, failed.wait or unsaid, self._now())

    def _attempt(self, call: Call) -> Response | NotModified | Moved:
        if call.host in self._dh_hosts and call.url.lower().startswith("https:"):
            self._serve_dh(call.host)
        seconds = max(_LEAST, min(self._timeout, call.ends - self._monotonic()))
        answer = None
        try:
            with within(seconds):
                answer = self._session.request(
                    "GET" if call.body is None else "POST",
                    call.url,
                    headers=call.headers,
                    data=call.body,
                    stream=True,
                    allow_redirects=False,
                    timeout=seconds,
                )
                with answer:
                    return self._judge(call, answer)
        except WIRE as error:
            raise attempt_error(error, call, seconds, answer) from error
        finally:
            self._asked_at[call.host] = self._monotonic()

    def _judge(self, call: Call, answer: requests.Response) -> Response | NotModified | Moved:
        status = answer.status_code
        if status == http.HTTPStatus.NOT_MODIFIED and call.conditional:
            return NotModified(
                fetched_at=self._now(), date=clock_of(answer.headers), cached_for=cached_for(answer.headers)
            )
        if status in _MOVED and "Location" in answer.headers:
            return Moved(answer.headers["Location"], answer)
        if not 200 <= status < 300 or status == http.HTTPStatus.PARTIAL_CONTENT:  # no part was asked for
            raise self._refusal(call, answer)
        tls = getattr(answer.raw.connection, "tls", None)  # reading the body returns the connection to the pool
        body = self._body(call, answer)
        if what := blocked_by(answer.headers) or nothing(status, body):
            raise AttemptError(error_of(ErrorKind.BLOCKED, call, f"answered {status} with {what}", answer))
        return Response(
            url=answer.url,
            status=status,
            headers=evidence_headers(answer.headers),
            body=body,
            fetched_at=self._now(),
            date=clock_of(answer.headers),
            cached_for=cached_for(answer.headers),
            tls=tls,
        )

    def _body(self, call: Call, answer: requests.Response) -> bytes:
        """The unpacked body. Raises AttemptError(TOO_LARGE) as soon as more than the limit has arrived."""
        bound = self._settings.max_bytes
        body = bytearray()
        too_large = (integer(answer.headers.get("Content-Length")) or 0) > bound
        while not too_large and (chunk := answer.raw.read(_CHUNK, decode_content=True)):
            body += chunk
            too_large = len(body) > bound or answer.raw.tell() > bound
        if too_large:
            raise AttemptError(error_of(ErrorKind.TOO_LARGE, call, f"the body is larger than {bound} bytes", answer))
        return bytes(body)

    def _refusal(self, call: Call, answer: requests.Response) -> AttemptError:
        """The failure that a status other than 2xx means: a block by a bot filter, or an HTTP error."""
        body = peek(answer)
        status = answer.status_code
        said = f"answered {status} {http.client.responses.get(status, '')}".rstrip()
        pause = 0.0 if status in GONE else retry_after(answer.headers, self._now())
        if what := blocked(body) or blocked_by(answer.headers):
            return AttemptError(error_of(ErrorKind.BLOCKED, call, f"{said} with {what}", answer), wait=pause)
        if status == http.HTTPStatus.FORBIDDEN and looks_like_html(body):
            return AttemptError(error_of(ErrorKind.BLOCKED, call, f"{said} with a page", answer), wait=pause)
        error = error_of(ErrorKind.HTTP_STATUS, call, said, answer)
        if not call.policy.is_retry("GET", status):
            return AttemptError(error, wait=pause)
        error.retry_after = pause
        return AttemptError(error, retry=True, wait=pause)


def _in_utf8(headers: Mapping[str, str]) -> dict[str, str]:
    """Header values sent as UTF-8. http.client encodes them as latin-1 and fails for other characters."""
    return {name: value.encode("utf-8").decode("latin-1") for name, value in headers.items()}
