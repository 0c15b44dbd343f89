"""The kind `file`: a page of another kind that a person saved."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - msgspec reads the annotations at run time
from typing import ClassVar

from tracker.sources.kind import Settings


class SavedFile(Settings, frozen=True, kw_only=True):
    """A page or response that a person saved. It is read from disk as the kind `of`."""

    name: ClassVar[str] = "file"

    path: str  # relative to the configuration file
    of: str  # the kind of the page
    published_on: date
