"""Headers of a response: which are kept as evidence, and what they mean. A malformed header is never an error."""

from __future__ import annotations

import email.utils
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tracker.errors import excerpt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.models import Validators

_NAME, _VALUE = 100, 1000  # characters kept of a header's name and value; http.client itself allows only 100 headers
_NOTE = 40  # characters in which a cut value says so
_SECONDS = re.compile(r"\d+(\.\d+)?", re.ASCII)
_LONGEST = 9  # digits of a pause: 31 years
_DIGITS = 15  # of a number in a header: enough for any real length or wait, and safe to convert
_OLDEST = 10 * 365 * 86_400  # seconds of an `Age` that are believed
_COOKIES = frozenset({"set-cookie", "set-cookie2"})


def retry_after(headers: Mapping[str, str], now: datetime) -> float:
    """The seconds of `pause_asked_for`; 0 if the server asks for none."""
    pause = pause_asked_for(headers, now)
    return pause.total_seconds() if pause else 0.0


def pause_asked_for(headers: Mapping[str, str], now: datetime | None = None) -> timedelta | None:
    """The pause that the server asks for (RFC 9110 section 10.2.3): seconds, also with a fraction, as chat services
    send them; or a date, by the server's own clock if it sends one. None if it says neither."""
    text = headers.get("Retry-After", "").strip()
    several = [part.strip() for part in text.split(",")]  # two headers of one name are joined so
    if all(map(_SECONDS.fullmatch, several)):
        return timedelta(seconds=max(float(part[:_LONGEST]) for part in several))
    until, clock = server_date(text), server_date(headers.get("Date")) or now
    return None if until is None or clock is None else max(timedelta(), until - clock)


def cached_for(headers: Mapping[str, str]) -> timedelta:
    """How long a cache has held the response (RFC 9111 section 5.1); none: it came from the server itself."""
    age = headers.get("Age", "").partition(",")[0].partition(".")[0]  # of several the first, and no fraction
    return timedelta(seconds=min(integer(age) or 0, _OLDEST))


def clock_of(headers: Mapping[str, str]) -> datetime | None:
    """The server's clock: its `Date`, and the time since then that a cache adds; None if it sends none."""
    date = server_date(headers.get("Date"))
    try:
        return date and date + cached_for(headers)
    except OverflowError:
        return None


def conditions(validators: Validators | None) -> dict[str, str]:
    """The headers of a conditional request (RFC 9110 section 13)."""
    if validators is None:
        return {}
    asked = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in asked.items() if value}


def evidence_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers to keep as evidence: lower-case names, one line each, shortened, without cookies."""
    return {
        name.lower()[:_NAME]: excerpt(" ".join(value.split()), _VALUE - _NOTE)
        for name, value in headers.items()
        if name.lower() not in _COOKIES
    }


def integer(text: str | None) -> int | None:
    """A non-negative integer in a header; None if it is not one."""
    digits = (text or "").strip()
    return int(digits[:_DIGITS]) if digits.isascii() and digits.isdigit() else None


def server_date(text: str | None) -> datetime | None:
    """A date in a header (RFC 9110 section 5.6.7), in UTC; None if missing or malformed."""
    try:
        value = email.utils.parsedate_to_datetime(text or "")
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC)
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
