"""The participants in an export, and the facts about the treaty. Pure. docs/sources.md#un.

A date in brackets is an act that no longer has effect; the table does not say since when.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.models import ConsentKind, Field, Listed, Period, PrintedChart, PrintedRow
from tracker.sources.markup.xmltree import every, only, root_of, shape, shown, some
from tracker.sources.untc.about import about_treaty
from tracker.sources.untc.cells import acts, text_of
from tracker.sources.untc.columns import Role, columns_of
from tracker.sources.untc.repair import repaired

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from tracker.sources.markup.xmltree import Element
    from tracker.sources.untc.cells import Act
    from tracker.sources.untc.columns import Column

_MOST_ROWS = 1000  # States and organisations together are about 300
_NAME_LENGTH = 200  # characters; the longest name in use has 52
_BRACKETED = re.compile(r"\[ ?([^][]+?) ?\]")
_BLANKS = re.compile("[\u2000-\u200f]")  # as `repaired` writes a byte that was no typography: no name has one
_EXTRA_LENGTH = 500  # characters kept of an unknown column


def parse(body: bytes, number: str | None) -> PrintedChart:
    """Read the participants of one treaty. `number` is that of the requested treaty, or None.

    Raises ParseError: the kinds of `root_of`; undecodable; shape for a missing element (the site answers an unknown
    number with status 200) and for an unknown letter, date or markup; wrong_treaty.
    """
    treaty = only(root_of(repaired(body), "Document"), "Treaty")
    table = only(treaty, "Participants", "Table", "TGroup")
    columns = columns_of(text_of(entry)[0] for entry in every(only(table, "Thead", "Row"), "Entry"))
    rows = some(only(table, "Tbody", "Rows"), "Row", _MOST_ROWS)
    return replace(about_treaty(treaty, number), rows=tuple(_row(row, columns) for row in rows))


@dataclass(frozen=True, slots=True)
class _Consent:
    day: date
    kind: ConsentKind


def _row(row: Element, columns: list[Column]) -> PrintedRow:
    entries = list(every(row, "Entry"))
    if len(entries) != len(columns):
        raise shape(f"rows of {len(columns)} entries", f"one of {len(entries)}")
    cells = [(column, *text_of(entry)) for column, entry in zip(columns, entries, strict=True)]
    name = next(text for column, text, _ in cells if column.role is Role.NAME)
    printed = next(
        "".join(entry.itertext())
        for entry, (column, *_) in zip(entries, cells, strict=True)
        if column.role is Role.NAME
    )
    if not 0 < len(name) <= _NAME_LENGTH or _BLANKS.search(printed):
        raise shape(f"a participant's name of at most {_NAME_LENGTH} characters", shown(printed))
    notes = [mark for _, _, marks in cells for mark in marks]
    bracketed = _BRACKETED.fullmatch(name)
    given = [(column, text) for column, text, _ in cells if column.role is not Role.NAME]
    filled = _filled(bracketed.group(1) if bracketed else name, notes, given)
    if bracketed and filled.listed is not Listed.FORMER:
        raise shape(f"a participant in brackets to have all its dates in brackets: {shown(name)}", "others")
    return filled


def _filled(name: str, notes: list[str], cells: list[tuple[Column, str]]) -> PrintedRow:
    signed: list[Act] = []
    consents: list[_Consent] = []
    extra = [(column.header, text[:_EXTRA_LENGTH]) for column, text in cells if column.role is Role.OTHER and text]
    ended: list[tuple[Role, Act, ConsentKind | None]] = []
    for column, text in ((column, text) for column, text in cells if column.role is not Role.OTHER):
        for act in acts(text, f"{column.header} of {shown(name)}"):
            kind = _meaning(column, act, name)
            if act.ended:
                ended.append((column.role, act, kind))
            elif kind is None and column.role is Role.CONSENT:
                extra.append((column.header, act.text))
            else:
                signed += [act] if column.role is Role.SIGNATURE else []
                consents += [_Consent(act.day, kind)] if kind else []
    if len(signed) > 1 or len(consents) > 1:
        raise shape(f"one signature and one consent of {shown(name)}", f"{len(signed)} and {len(consents)}")
    consent = consents[0] if consents else None
    return PrintedRow(
        name=name,
        signed_on=_signed_on(signed, consent),
        consent_on=consent.day if consent else None,
        consent_kind=consent.kind if consent else None,
        known=_known(column for column, _ in cells),
        notes=(*notes, *(act.text for _, act, _ in ended)),
        listed=None if consent or all(role is Role.SIGNATURE for role, *_ in ended) else Listed.FORMER,
        former=_former(ended),
        extra=tuple(extra),
    )


def _former(ended: Sequence[tuple[Role, Act, ConsentKind | None]]) -> tuple[Period, ...]:
    """The participations that the acts in brackets began. A signature alone began none."""
    signed = [act.day for role, act, _ in ended if role is Role.SIGNATURE]
    consents = sorted((act.day, kind) for _, act, kind in ended if kind)
    return tuple(
        Period(
            signed_on=max((day for day in signed if day <= consented), default=None),
            consent_on=consented,
            consent_kind=kind,
        )
        for consented, kind in consents
    )


def _signed_on(signed: list[Act], consent: _Consent | None) -> date | None:
    if signed:
        return signed[0].day
    definitive = consent is not None and consent.kind is ConsentKind.DEFINITIVE_SIGNATURE
    return consent.day if consent and definitive else None


def _known(columns: Iterable[Column]) -> frozenset[Field]:
    signatures = any(column.role is Role.SIGNATURE for column in columns)
    return frozenset({Field.SIGNED_ON, Field.CONSENT_ON} if signatures else {Field.CONSENT_ON})


def _meaning(column: Column, act: Act, name: str) -> ConsentKind | None:
    """The kind of consent of an act; None for a simple signature and for provisional application."""
    if act.letter and act.letter not in column.letters:
        raise shape(f"{shown(name)} to have a letter that {shown(column.header)} defines", shown(act.letter))
    if column.role is Role.SIGNATURE:
        kind = column.letters.get(act.letter)
        if kind not in (None, ConsentKind.DEFINITIVE_SIGNATURE):
            raise shape(f"{shown(name)} to have a signature under {shown(column.header)}", act.text)
        return kind
    if act.letter:
        return column.letters[act.letter]
    if column.plain is None and not act.ended:
        raise shape(
            f"{shown(name)} to have a letter: {shown(column.header)} also names acts that bind nobody", act.text
        )
    return column.plain
