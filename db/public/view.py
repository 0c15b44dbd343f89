"""What a description of a public view is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One view: what a row stands for, and what each column means, in the order of the columns."""

    name: str
    title: str
    description: str
    columns: Mapping[str, str]


# what several views have in common
TREATY = "Id of the treaty: `ets-185`, `cets-224`, `untc-xviii-16`."
PARTICIPANT = "Id of the participant: ISO 3166-1 alpha-3 (`BRA`); besides, `EUE`, `XKX`, and `SCG` for a former State."
STATUS = "The day that the source speaks of, at the depositary's seat; nothing is known after it. Null: not known."
