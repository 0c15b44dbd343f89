"""Read the shipped table, `tracker/data/participants.tsv`. The head of the file explains its columns."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.participants.folding import fold, without_accents, without_accents_on_capitals
from tracker.participants.lookup import Participants
from tracker.participants.participant import Participant

if TYPE_CHECKING:
    from collections.abc import Iterator

# A plain path: importing importlib.resources would take longer than reading the table.
_FILE = Path(__file__).parents[1] / "data" / "participants.tsv"


@cache
def table() -> Participants:
    """The shipped table, read once."""
    return read(_FILE.read_text(encoding="utf-8"))


def read(text: str) -> Participants:
    """Parse a table. Raises ValueError for a malformed line, or a spelling of two participants."""
    by_id: dict[str, Participant] = {}
    by_spelling: dict[str, str] = {}
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        participant, spellings = _participant(line)
        if by_id.setdefault(participant.id, participant) is not participant:
            raise ValueError(f"{participant.id} has two lines")
        for spelling in spellings:
            owner = by_spelling.setdefault(fold(spelling), participant.id)
            if owner != participant.id:
                raise ValueError(f"{spelling!r} is a spelling of {owner} and of {participant.id}")
    return Participants(by_id, by_spelling)


def _participant(line: str) -> tuple[Participant, Iterator[str]]:
    key, alpha_2, kind, name, name_fr, council, codes, existed, successors, spellings = line.split("\t")
    participant = Participant(
        id=key,
        name=name,
        name_fr=name_fr or None,
        alpha_2=alpha_2 or None,
        organisation=_organisation(kind),
        council=tuple(_membership(period) for period in council.split()),
        codes=tuple(codes.split()),
        existed=_period(existed) if existed else None,
        successors=tuple(successors.split()),
    )
    return participant, _variants([name, name_fr, *spellings.split(" | ")])


def _variants(spellings: list[str]) -> Iterator[str]:
    """Each spelling, and the forms of it without accents that people type."""
    for spelling in filter(None, spellings):
        if spelling.isascii():
            yield spelling
        else:
            yield from {spelling, without_accents(spelling), without_accents_on_capitals(spelling)}


def _organisation(kind: str) -> bool:
    if kind not in ("state", "organisation"):
        raise ValueError(f"{kind!r} is neither state nor organisation")
    return kind == "organisation"


def _period(text: str) -> tuple[date | None, date | None]:
    start, _, end = text.partition("/")
    return date.fromisoformat(start) if start else None, date.fromisoformat(end) if end else None


def _membership(text: str) -> tuple[date, date | None]:
    start, end = _period(text)
    if start is None:
        raise ValueError(f"membership {text!r} has no first day")
    return start, end
