"""What the program and the worker exchange: one line of JSON there, one line of JSON and the page back."""

from __future__ import annotations

import msgspec

from tracker.errors import ErrorKind  # noqa: TC001 - msgspec reads the annotations at run time


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """One page to read. `kind` names the kind of source, which knows the marks of a complete page."""

    url: str
    kind: str
    chromium: str  # path of the program
    identity: str  # added to the User-Agent
    seconds: float  # from the start of the worker to its end
    max_bytes: int  # of the page as rendered, in UTF-8


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """How it ended: with a page, whose bytes follow this line, or with an error. Headers are those of the document."""

    url: str
    status: int | None = None
    headers: dict[str, str] = {}
    browser: str = ""  # name and version
    pauses: dict[str, str] = {}  # `Retry-After` of each host of data that answered with an error
    error: ErrorKind | None = None
    message: str = ""
