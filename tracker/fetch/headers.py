"""Headers of an answer: what is kept of them as evidence, and what they say. Tolerant: a server may send anything."""

from __future__ import annotations

import email.utils
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.models import Validators

_NAME, _VALUE = 100, 1000  # characters kept of a header; http.client takes at most 100 headers
_DIGITS = 15  # of a number in a header; more would not change what it means
_COOKIES = frozenset({"set-cookie", "set-cookie2"})


def retry_after(headers: Mapping[str, str], now: datetime) -> float:
    """Seconds the server asks to wait, by its own clock if it shows one; 0 if it does not say."""
    text = headers.get("Retry-After", "")
    seconds = whole(text)
    if seconds is not None:
        return float(seconds)
    until = server_date(text)
    if until is None:
        return 0.0
    return max(0.0, (until - (server_date(headers.get("Date")) or now)).total_seconds())


def conditions(validators: Validators | None) -> dict[str, str]:
    """The headers that ask "changed since?"."""
    if validators is None:
        return {}
    asked = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in asked.items() if value}


def kept(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers as evidence: lower-case names, one line each, bounded, no cookies."""
    return {
        name.lower()[:_NAME]: " ".join(value.split())[:_VALUE]
        for name, value in headers.items()
        if name.lower() not in _COOKIES
    }


def whole(text: str | None) -> int | None:
    """A whole number in a header, None if it is none."""
    digits = (text or "").strip()
    return int(digits[:_DIGITS]) if digits.isascii() and digits.isdigit() else None


def server_date(text: str | None) -> datetime | None:
    """A date in a header (RFC 9110 section 5.6.7), None if absent or unreadable."""
    try:
        value = email.utils.parsedate_to_datetime(text or "")
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC)
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
