"""The head of the log's chain at a row: it proves that the history up to that row is unchanged (docs/security.md)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterator

_FORM = re.compile(r"(?<![0-9A-Za-z:])([1-9][0-9]{0,17}):([0-9a-f]{64})(?![0-9A-Za-z])")


@dataclass(frozen=True, slots=True, order=True)
class Head:
    """The hash (SHA-256, hexadecimal) in which the chain ends at a row of the log."""

    row: int
    chain: str

    def __str__(self) -> str:
        """The form in which it is printed: `<row>:<hash>`."""
        return f"{self.row}:{self.chain}"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The inverse of `str`; None for any other text."""
        found = _FORM.fullmatch(text.strip())
        return cls(int(found[1]), found[2]) if found else None

    @classmethod
    def all_in(cls, text: str) -> Iterator[Self]:
        """Every head that stands in a text, in its order."""
        return (cls(int(found[1]), found[2]) for found in _FORM.finditer(text))

    @property
    def short(self) -> str:
        """The form in names of files: the row and twelve digits."""
        return f"{self.row}-{self.chain[:12]}"
