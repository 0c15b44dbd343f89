"""An official figure, as somebody published it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 - msgspec reads the annotations at run time


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A published figure, valid for the day `as_of`. `text` says what was published.

    `official` is False for a figure of the press or of another body, which is checked and never given as official.
    """

    treaty: str
    figure: str  # the name of a count in `Figures`
    value: int
    as_of: date
    source: str
    text: str | None = None
    address: str | None = None
    official: bool = True
