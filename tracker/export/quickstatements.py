"""Acts as QuickStatements for Wikidata (version 1): a line an act, with its day and its source. Pure.

Whoever uploads the lines makes statements to the world: what might be false is left out, and named. Items and
properties stand in a reviewed table, `tracker/data/wikidata.tsv`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.models import Provenance, Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tracker.export.tables import Object

# A plain path: importing importlib.resources would take longer than reading the table.
_TABLE = Path(__file__).parents[1] / "data" / "wikidata.tsv"
_ITEM = re.compile(r"Q[1-9][0-9]*")


class Reason(StrEnum):
    """Why an act is left out."""

    NO_TREATY = "no_treaty"  # the item of the treaty is not known
    NO_PARTICIPANT = "no_participant"  # the item of the participant is not known, or more than one may be meant
    NO_PAGE = "no_page"  # there is no official page to refer to, or it was read from another register
    NOT_READ = "not_read"  # not read from the depositary: bundled, or given by a stand-in
    OF_ANOTHER = "of_another"  # the act was a former State's
    ENDED = "ended"  # its participation has ended: the statement alone would say that it goes on
    NOT_FINAL = "not_final"  # a signature subject to confirmation


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A signature (`role` signed) or a consent to be bound (consented), of a row of `parties`."""

    role: str
    on: str
    row: Object


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """Ids at Wikidata: of properties by role, of participants and treaties by their ids."""

    properties: Mapping[str, str]
    participants: Mapping[str, str]
    treaties: Mapping[str, str]


@dataclass(slots=True)
class Written:
    """The lines, and the acts left out."""

    lines: list[str] = field(default_factory=list)
    left_out: dict[Reason, list[Act]] = field(default_factory=dict)


def is_item(text: str) -> bool:
    """True for the id of an item, like Q42."""
    return _ITEM.fullmatch(text) is not None


def items(treaties: Mapping[str, str]) -> Items:
    """The reviewed table, with items of treaties that somebody looked up (id → item)."""
    held = _held()
    return Items(
        properties=held["property"],
        participants=held["participant"],
        treaties={**held["treaty"], **treaties},
    )


@cache
def _held() -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = {"property": {}, "participant": {}, "treaty": {}}
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, key, item, _ = line.split("\t")
            if item:
                found[kind][key] = item
    return found


def acts_of(parties: Iterable[Object]) -> Iterator[Act]:
    """The acts of rows of `parties`."""
    for row in parties:
        for role in ("signed", "consented"):
            on = row["signed_on" if role == "signed" else "consent_on"]
            if on:
                yield Act(role=role, on=on, row=row)


def to_quickstatements(acts: Iterable[Act], known: Items, pages: Mapping[str, str | None]) -> Written:
    """The acts that can be stated. `pages`: of each treaty the depositary's own page of who takes part."""
    found = Written()
    for act in acts:
        reason = _reason(act, known, pages)
        if reason:
            found.left_out.setdefault(reason, []).append(act)
        else:
            found.lines.append(_line(act, known, pages))
    return found


def _reason(act: Act, known: Items, pages: Mapping[str, str | None]) -> Reason | None:
    row = act.row
    hindered = (
        (row["provenance"] != Provenance.SOURCE or not row["last_good"], Reason.NOT_READ),
        (row["treaty"] not in known.treaties, Reason.NO_TREATY),
        (row["participant"] not in known.participants, Reason.NO_PARTICIPANT),
        (not pages.get(row["treaty"]), Reason.NO_PAGE),
        (row["predecessor"], Reason.OF_ANOTHER),
        (row["standing"] == Standing.FORMER, Reason.ENDED),
        (act.role == "signed" and "r" in row["marks"], Reason.NOT_FINAL),
    )
    return next((reason for hinders, reason in hindered if hinders), None)


def _line(act: Act, known: Items, pages: Mapping[str, str | None]) -> str:
    row, of = act.row, known.properties
    return "\t".join(
        (
            known.treaties[row["treaty"]],
            of[act.role],
            known.participants[row["participant"]],
            *(of["on"], _day(act.on)),
            *(_reference(of["address"]), f'"{pages[row["treaty"]]}"'),
            *(_reference(of["retrieved"]), _day(row["last_good"][:10])),
        )
    )


def _reference(name: str) -> str:
    """A property in a reference: `S854` for P854."""
    return f"S{name[1:]}"


def _day(day: str) -> str:
    """A day with its precision (11)."""
    return f"+{day}T00:00:00Z/11"
