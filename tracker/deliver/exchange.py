"""What became of the requests that one message needed.

The plug-ins of Apprise say no more than "not taken", and what to do next depends on why: docs/decisions/0021.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING

import requests

from tracker.deliver.message import Outcome
from tracker.fetch.headers import pause_asked_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import timedelta

_WAITS = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS)
#: What `requests` raises before anything of a message was sent; it says ConnectionError of later faults too.
_NOT_SENT = ("NewConnectionError", "NameResolutionError", "ConnectTimeoutError", "SSLError", "ProxyError")


@dataclass(slots=True)
class Exchange:
    """The answers to the requests of one message, in order. `status` is that of the last refusal."""

    outcomes: list[Outcome] = field(default_factory=list)
    status: int | None = None
    retry_after: timedelta | None = None

    def answered(self, answer: requests.Response) -> None:
        """Note an answer."""
        outcome = outcome_of(answer.status_code)
        self.outcomes.append(outcome)
        if outcome is not Outcome.TAKEN:
            self.status = answer.status_code
            self.retry_after = pause_asked_for(answer.headers)

    def failed(self, error: Exception) -> None:
        """Note that no answer came."""
        self.outcomes.append(Outcome.LATER if _was_not_sent(error) else Outcome.UNKNOWN)

    def outcome(self) -> Outcome:
        """Of a message that was not taken as a whole. If a part was taken, an early retry would double it."""
        found = set(self.outcomes)
        if Outcome.NEVER in found:
            return Outcome.NEVER
        if Outcome.UNKNOWN in found or {Outcome.TAKEN, Outcome.LATER} <= found:
            return Outcome.UNKNOWN
        return Outcome.LATER


def outcome_of(status: int) -> Outcome:
    """What an HTTP status means for a message."""
    if status < HTTPStatus.MULTIPLE_CHOICES:
        return Outcome.TAKEN
    refused = HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR and status not in _WAITS
    return Outcome.NEVER if refused else Outcome.LATER


def _was_not_sent(error: BaseException) -> bool:
    seen: set[int] = set()
    causes: list[object] = [error]
    while causes:
        one = causes.pop()
        if not isinstance(one, BaseException) or id(one) in seen:
            continue
        seen.add(id(one))
        if type(one).__name__ in _NOT_SENT:
            return True
        causes += [*one.args, getattr(one, "reason", None)]
    return False


_watched: ContextVar[Exchange | None] = ContextVar("_watched", default=None)
_send = requests.Session.send


def _noted(session: requests.Session, request: requests.PreparedRequest, **settings: object) -> requests.Response:
    exchange = _watched.get()
    if exchange is None:
        return _send(session, request, **settings)  # type: ignore[arg-type]  # as they came
    try:
        answer = _send(session, request, **settings)  # type: ignore[arg-type]  # as they came
    except (requests.RequestException, OSError) as error:
        exchange.failed(error)
        raise
    if not answer.is_redirect:
        exchange.answered(answer)
    return answer


# A plug-in makes its own session for each request and keeps the answer to itself: there is no other place to look.
# Without `watched` around it, in the rest of the program, a session does as ever.
requests.Session.send = _noted  # type: ignore[method-assign, assignment]  # its keywords are passed on


@contextmanager
def watched() -> Iterator[Exchange]:
    """Note the requests of this thread while it lasts."""
    exchange = Exchange()
    token = _watched.set(exchange)
    try:
        yield exchange
    finally:
        _watched.reset(token)
