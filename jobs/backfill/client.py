"""The HTTP client of the Internet Archive, with the pauses that it asks for (docs/sources.md#archive)."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker import __version__
from tracker.errors import ErrorKind, FetchError, ParseError, excerpt
from tracker.fetch import Fetcher, HttpSettings
from tracker.models import Response
from tracker.sources import wayback

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tracker.config import Config
    from tracker.models import Capture, Request
    from tracker.sources.wayback import IndexPage, Query

MIN_GAP = timedelta(seconds=2.5)  # between two requests: at most 24 a minute
_PAUSE = 60.0  # seconds to wait if the archive names no time, or does not answer
_LONGEST_PAUSE = 900.0  # seconds; if asked to wait longer we give up, and a person may run the command again
_BUSY = (429, 503)
_BUSY_ATTEMPTS, _ATTEMPTS = 6, 2  # an archive that answers "too busy" is tried more often than one that fails
_SERVER = 500  # the lowest status of a server error


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """Sends requests to the archive at `base`. `sleep` waits; `say` gets a line that says why."""

    fetcher: Fetcher
    sleep: Callable[[float], None]
    say: Callable[[str], None]
    base: str = wayback.ARCHIVE_URL

    def index(self, query: Query, resume: str | None) -> IndexPage:
        """Fetch a page of the index. Raises FetchError, ParseError."""
        page = wayback.parse_index(self._get(wayback.index_request(self.base, query, resume)).body)
        if resume and page.resume == resume:
            raise ParseError(ErrorKind.SHAPE, "the archive's index repeats itself: its resume key stays the same")
        return page

    def replay(self, capture: Capture) -> tuple[Response, datetime]:
        """Fetch the raw bytes of a capture. The archive may answer with a capture of about the same time.

        Returns the response and the time of the capture that was sent. Raises FetchError.
        """
        response = self._get(wayback.replay_request(self.base, capture))
        captured_at = wayback.landed(response.url)
        if captured_at is None:
            text = f"the capture of {capture.timestamp} leads to {excerpt(response.url, 200)}, which is not a capture"
            raise FetchError(ErrorKind.REDIRECTED, text)
        return response, captured_at

    def _get(self, request: Request) -> Response:
        """Send a request, with retries. Raises FetchError."""
        attempt = 1
        while True:
            try:
                answer = self.fetcher.get(request)
            except FetchError as error:
                if not is_transient(error) or attempt >= _attempts(error) or error.retry_after > _LONGEST_PAUSE:
                    raise
                wait = error.retry_after or _PAUSE
                self.say(f"waiting {wait:.0f} s: {error.message}")
                self.sleep(wait)
                attempt += 1
            else:
                assert isinstance(answer, Response)  # noqa: S101 - asked without validators
                return answer


def is_transient(error: FetchError) -> bool:
    """True if the same request may succeed later."""
    if error.kind in (ErrorKind.TIMEOUT, ErrorKind.CONNECTION):
        return True
    return error.status is not None and (error.status in _BUSY or error.status >= _SERVER)


def _attempts(error: FetchError) -> int:
    return _BUSY_ATTEMPTS if error.status in _BUSY else _ATTEMPTS


def open_archive(
    config: Config,
    *,
    now: Callable[[], datetime],
    base: str = wayback.ARCHIVE_URL,
    min_gap: timedelta = MIN_GAP,
    sleep: Callable[[float], None] = time.sleep,
    say: Callable[[str], None] = lambda _: None,
) -> Archive:
    """Make a client with the contact of a configuration. The caller closes its fetcher."""
    settings = HttpSettings(
        contact=config.contact,
        version=__version__,
        timeout=config.http.timeout,
        min_gap=max(min_gap, config.http.min_gap),
        retries=0,  # `Archive` retries by itself, with longer pauses
        max_bytes=config.http.max_bytes,
    )
    return Archive(fetcher=Fetcher(settings, now=now, sleep=sleep), sleep=sleep, say=say, base=base)
