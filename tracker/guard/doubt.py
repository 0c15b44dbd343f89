"""One reason to have a person look at a document before it is accepted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.errors import ErrorKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A reason in words, of a kind."""

    kind: ErrorKind
    message: str
