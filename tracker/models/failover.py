"""What stands beside a treaty's first source while that one cannot be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Failover:
    """Another source of a treaty, read after the first one went down.

    `down` is the first source and `last_good` its last accepted read (UTC). `source` was read at `read_at`;
    `differences` counts the values in which their last charts differ.
    """

    down: str
    last_good: datetime | None
    source: str
    read_at: datetime
    differences: int
