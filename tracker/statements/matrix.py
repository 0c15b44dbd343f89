"""The statements that apply on a day, by article and participant. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from tracker.models import Statement, StatementKind

_PART = re.compile(r"(\d{1,9})|(\D+|\d+)")


def in_effect(statement: Statement, day: date, *, acted: bool) -> bool:
    """True if a statement applies on a day.

    A statement without a day of effect applies from its deposit on (if that is known), but only once its participant
    has `acted`: a reservation has no effect before signature or consent.
    """
    if statement.effective_on is None:
        begun = acted and (statement.deposited_on is None or statement.deposited_on <= day)
    else:
        begun = statement.effective_on <= day
    return begun and (statement.withdrawn_on is None or day < statement.withdrawn_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """A table of articles and participants. Each cell has the kinds of its statements, one for each statement.

    Articles are in natural order (7 before 10). Statements without an article are under None, which comes last.
    """

    articles: tuple[str | None, ...]
    participants: tuple[str, ...]
    cells: Mapping[tuple[str | None, str], tuple[StatementKind, ...]]


def matrix(statements: Iterable[Statement]) -> Matrix:
    """Arrange statements by article and participant."""
    cells: dict[tuple[str | None, str], list[StatementKind]] = defaultdict(list)
    for statement in statements:
        cells[statement.article, statement.participant].append(statement.kind)
    return Matrix(
        articles=tuple(sorted({article for article, _ in cells}, key=natural)),
        participants=tuple(sorted({participant for _, participant in cells})),
        cells={place: tuple(kinds) for place, kinds in cells.items()},
    )


def natural(article: str | None) -> tuple[bool, list[tuple[int, str]]]:
    """A sort key for articles that compares numbers as numbers."""
    parts = _PART.findall(article or "")
    return article is None, [(int(number or 0), words.casefold()) for number, words in parts]
