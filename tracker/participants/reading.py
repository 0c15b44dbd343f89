"""Read the shipped tables, `participants.tsv` and `other_names.tsv` in tracker/data. The head of each explains it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.participants.folding import fold, without_accents, without_accents_on_capitals
from tracker.participants.french import french_name
from tracker.participants.lookup import Participants
from tracker.participants.participant import Participant

if TYPE_CHECKING:
    from collections.abc import Iterator

# A plain path: importing importlib.resources would take longer than reading the table.
_DATA = Path(__file__).parents[1] / "data"


@cache
def table() -> Participants:
    """The shipped table, read once."""
    files = (_DATA / name for name in ("participants.tsv", "other_names.tsv"))
    return read(*(file.read_text(encoding="utf-8") for file in files))


def read(text: str, other_names: str = "") -> Participants:
    """Parse the tables. Raises ValueError for a malformed line, or a spelling of two participants."""
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
    for line in other_names.splitlines():
        if not line.startswith("#"):
            participant = _named(by_id, by_spelling, line)
            by_id[participant.id] = participant
    return Participants(by_id, by_spelling)


def _participant(line: str) -> tuple[Participant, Iterator[str]]:
    key, alpha_2, kind, name, name_fr, in_fr, council, codes, existed, successors, spellings = line.split("\t")
    participant = Participant(
        id=key,
        name=name,
        french=french_name(name_fr, in_fr),
        alpha_2=alpha_2 or None,
        organisation=_organisation(kind),
        council=tuple(_membership(period) for period in council.split()),
        codes=tuple(codes.split()),
        existed=_period(existed) if existed else None,
        successors=tuple(successors.split()),
    )
    return participant, _variants([name, name_fr, *spellings.split(" | ")])


def _named(by_id: dict[str, Participant], by_spelling: dict[str, str], line: str) -> Participant:
    """The participant with one more name, which must be a spelling of it."""
    key, name, until, depositary, name_fr, in_fr = line.split("\t")
    if by_spelling.get(fold(name)) != key and by_spelling.get(fold(name.removeprefix("the "))) != key:
        raise ValueError(f"{name!r} is no spelling of {key}")
    found = by_id[key]
    if other := french_name(name_fr, in_fr):
        found = replace(found, other_french=(*found.other_french, (fold(name), other)))
    if not until:
        return replace(found, names_at=(*found.names_at, (depositary, name)))
    names = sorted((*found.former_names, (name, date.fromisoformat(until))), key=lambda one: one[1])
    return replace(found, former_names=tuple(names))


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
