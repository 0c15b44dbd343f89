"""Values exchanged with servers: requests, responses, validators, archived captures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

#: HTTP statuses of an address that is no more. Its host may have another one.
GONE = frozenset({404, 410})


class Media(StrEnum):
    """The format that a body must have, whatever its header says."""

    JSON = "json"
    HTML = "html"
    XML = "xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The request for one treaty's page.

    `key_page` is the page to read a new API key from if the current one is refused (only for coe-service).
    """

    url: str
    expects: Media
    headers: Mapping[str, str] = field(default_factory=dict)
    key_page: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """The server's validators for a conditional request (RFC 9110 section 13)."""

    etag: str | None = None
    last_modified: str | None = None


def charset_of(headers: Mapping[str, str]) -> str | None:
    """The charset that a `content-type` names, as written in small letters; None if it names none, or several."""
    named = set()
    for part in re.split("[;,]", headers.get("content-type", ""))[1:]:
        key, _, value = part.partition("=")
        if key.strip().lower() == "charset":
            named.add(value.strip("\"' ").lower())
    return (named.pop() or None) if len(named) == 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A response with its unpacked body. `date` is the server's clock (UTC); None for a file. `cached_for`: how long a
    cache had held it."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    fetched_at: datetime
    date: datetime | None = None
    cached_for: timedelta = timedelta()
    tls: str | None = None  # protocol and cipher, shown by `tracker doctor`

    @property
    def media_type(self) -> str:
        """The media type of the Content-Type header without parameters; empty if there is none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The charset the header names, if any."""
        return charset_of(self.headers)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """The server answered that the page did not change."""

    fetched_at: datetime
    date: datetime | None = None
    cached_for: timedelta = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """A copy of a page as an archive's index lists it. `timestamp` is UTC, yyyymmddhhmmss; `size` is in bytes."""

    timestamp: str
    original: str  # the address that was captured
    digest: str  # equal for equal bytes
    size: int | None = None

    @property
    def captured_at(self) -> datetime:
        """When the page was public (UTC). Raises ValueError for a malformed timestamp."""
        return datetime.strptime(self.timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
