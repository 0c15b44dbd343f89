"""Which cell of a row stands under which heading of the chart. Pure.

Labels decide. Where rows have more cells than the heading has columns (the mark in a cell of its own, blank cells that
only part the others: docs/sources.md#chart), what all rows of that width hold decides which cells are the additional
ones; and where that leaves two readings that are equally good, the page is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING

from tracker.errors import ErrorKind, ParseError
from tracker.models import FLAG_LETTERS, Field
from tracker.sources.markup.dates import LOOKS_LIKE, PRINTED
from tracker.sources.markup.tables import short
from tracker.sources.markup.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.sources.markup.tables import Line

_LONGEST_LABEL = 100
_MOST_READINGS = 5_000  # of one width; beyond that the heading and the rows have nothing in common
_SAMPLE = 300  # rows that are weighed: more than any chart has


class Kind(Enum):
    """What a column holds."""

    STATE = auto()
    DATE = auto()
    NOTES = auto()
    FLAGS = auto()
    OTHER = auto()  # a column this program does not know: harmless


@dataclass(frozen=True, slots=True)
class Label:
    """The heading of a column. `field` of a date; `letters` of one flag, or of all in one cell."""

    kind: Kind
    field: Field | None = None
    letters: str = ""


STATE = Label(Kind.STATE)
NOTES = Label(Kind.NOTES)
OTHER = Label(Kind.OTHER)
REQUIRED = (Field.SIGNED_ON, Field.CONSENT_ON, Field.IN_FORCE_ON)

_TAIL = r"(?: (?:or|ou|et|and) .*)?"
_LABELS = (
    (re.compile(r"states?|etats?|(?:state|etat|country|pays)" + _TAIL), STATE),
    (
        re.compile(r"(?:non )?(?:members?|membres|etats)\b.*|(?:international )?organi[sz]ations?\b.*"),
        STATE,
    ),  # a section
    (re.compile(r"(?:date (?:of |de )?(?:the |la )?)?signatures?"), Label(Kind.DATE, Field.SIGNED_ON)),
    (re.compile(r"(?:date (?:of |de )?(?:the |la )?)?ratifications?" + _TAIL), Label(Kind.DATE, Field.CONSENT_ON)),
    (
        re.compile(r"(?:date (?:of |d')?)?(?:entry in(?:to)? force|entree en vigueur)"),
        Label(Kind.DATE, Field.IN_FORCE_ON),
    ),
    (
        re.compile(r"(?:date (?:of |de )?(?:the |la )?)?(?:denunciation|denonciation)"),
        Label(Kind.DATE, Field.DENOUNCED_ON),
    ),
    (re.compile(r".*\b(?:effect|effet)\b.*\b(?:denunciation|denonciation)"), Label(Kind.DATE, Field.LEFT_ON)),
    (re.compile(r"(?:denunciation|denonciation)\b.*\b(?:effect|effet|effective)\b.*"), Label(Kind.DATE, Field.LEFT_ON)),
    (re.compile(r"(?:date (?:of |de )?(?:the |la )?)?suspension"), Label(Kind.DATE, Field.SUSPENDED_ON)),
    (re.compile(r"notes?|renvois?"), NOTES),
)
_FLAGS = re.compile(rf"[{FLAG_LETTERS}]|(?:[{FLAG_LETTERS}]\. ?)+|{FLAG_LETTERS}")


@dataclass(frozen=True, slots=True)
class Header:
    """The heading of a chart, a place for each column; None belongs to the column before it."""

    places: tuple[Label | None, ...]

    @property
    def labels(self) -> frozenset[Label]:
        """Its labels, without order."""
        return frozenset(label for label in self.places if label)

    @property
    def fields(self) -> frozenset[Field]:
        """The dates it has columns for."""
        return frozenset(label.field for label in self.labels if label.field)

    @property
    def letters(self) -> frozenset[str]:
        """The flags it has columns for."""
        return frozenset(letter for label in self.labels for letter in label.letters)

    def variants(self) -> tuple[tuple[Label | None, ...], ...]:
        """The places with a cell for each letter under one heading `R.D.A.T.C.O.`, and as they stand."""
        apart: list[Label | None] = []
        for label in self.places:
            letters = label.letters if label else ""
            apart.extend([Label(Kind.FLAGS, letters=letter) for letter in letters] if letters else [label])
        return tuple(dict.fromkeys((tuple(apart), self.places)))


def known_labels(line: Line) -> int:
    """How many of the required dates a line has labels for: three make a heading."""
    if len(line.cells) < len(REQUIRED):
        return 0
    return len({label.field for cell in line.cells if (label := _label(cell.text))} & set(REQUIRED))


def header_of(line: Line) -> Header | None:
    """The heading that a line is, or None. Raises ParseError(shape) for a date with two columns, or no State's."""
    if known_labels(line) < len(REQUIRED):
        return None
    places = list(_places(line))
    _check_once(places, line)
    if STATE not in places:
        unnamed = _unnamed(line)
        if unnamed is None:
            raise ParseError(ErrorKind.SHAPE, f"expected a column of States, got {short(line.text, 200)}")
        places[unnamed] = STATE
    return Header(tuple(places))


def owners(header: Header, rows: Sequence[Sequence[str]]) -> list[tuple[Label, ...]]:
    """For each row the label that each of its cells belongs to. Raises ParseError(shape)."""
    by_width: dict[int, list[int]] = {}
    for at, row in enumerate(rows):
        by_width.setdefault(len(row), []).append(at)
    found: dict[int, tuple[Label, ...]] = {}
    for width, members in by_width.items():
        found.update(zip(members, _of_width(header, width, [rows[at] for at in members]), strict=True))
    return [found[at] for at in range(len(rows))]


# ---- headings ----------------------------------------------------------------------------------


def _label(text: str) -> Label | None:
    """The label of a heading's cell; None if it is blank."""
    if not text:
        return None
    if len(text) > _LONGEST_LABEL or text[0].isdigit():
        return OTHER
    if _FLAGS.fullmatch(text):
        return Label(Kind.FLAGS, letters=text.replace(".", "").replace(" ", ""))
    first = re.split(r"\s*[/,|(]\s*", plain(text.strip("() :")), maxsplit=1)[0]  # "Entry into force/Entrée en vigueur"
    return next((label for pattern, label in _LABELS if pattern.fullmatch(first)), OTHER)


def _places(line: Line) -> Iterator[Label | None]:
    for cell in line.cells:
        label = _label(cell.text)
        if label and cell.span == len(label.letters):
            yield from (Label(Kind.FLAGS, letters=letter) for letter in label.letters)
        else:
            yield label
            yield from [OTHER if label is OTHER else None] * (cell.span - 1)


def _unnamed(line: Line) -> int | None:
    """The place of a blank heading (the oldest charts do not name the State's column), else of an unknown one."""
    unknown, at = None, 0
    for cell in line.cells:
        label = _label(cell.text)
        if label is None:
            return at
        if label is OTHER and unknown is None:
            unknown = at
        at += cell.span
    return unknown


def _check_once(places: Sequence[Label | None], line: Line) -> None:
    dates = [label.field for label in places if label and label.field]
    if len(dates) != len(set(dates)):
        raise ParseError(ErrorKind.SHAPE, f"expected one column of each date, got {short(line.text, 200)}")


# ---- rows --------------------------------------------------------------------------------------


class _Holds(Enum):
    """What a cell looks like; whether it is right is decided later, by whoever reads it."""

    NOTHING = auto()
    DATE = auto()
    MARK = auto()
    NUMBER = auto()
    LETTERS = auto()
    CROSS = auto()
    TEXT = auto()


BLANK = re.compile(r"[-–—/. ]*|date ?: ?/ ?/", re.IGNORECASE)
_LOOKS = (
    (BLANK, _Holds.NOTHING),
    (re.compile(rf"(?:{PRINTED}|{LOOKS_LIKE.pattern}).*", re.DOTALL), _Holds.DATE),
    (re.compile(r"[Xx]"), _Holds.CROSS),
    (re.compile(r"\(?[a-z]{1,2}\)?(?: [0-9 ,;()]+)?"), _Holds.MARK),
    (re.compile(r"[0-9 ,;()]+"), _Holds.NUMBER),
    (re.compile(r"(?:[A-Z]\. ?)+"), _Holds.LETTERS),
)
_MARK = re.compile(r"(?:^|[^a-z])(a|su|s|r)(?![a-z])")
_MARKED = {  # the dates a mark may stand at
    "a": (Field.CONSENT_ON,),
    "su": (Field.CONSENT_ON, Field.SIGNED_ON),
    "s": (Field.SIGNED_ON, Field.CONSENT_ON),
    "r": (Field.SIGNED_ON,),
}
_ANY = frozenset(_Holds)
_OWN = {  # what may stand in the cell under a label
    Kind.STATE: frozenset({_Holds.TEXT}),
    Kind.DATE: frozenset({_Holds.NOTHING, _Holds.DATE, _Holds.MARK}),
    Kind.NOTES: frozenset({_Holds.NOTHING, _Holds.NUMBER, _Holds.MARK}),
    Kind.FLAGS: frozenset({_Holds.NOTHING, _Holds.LETTERS, _Holds.CROSS}),
    Kind.OTHER: _ANY,
}
_ADDITIONAL = {  # what may stand in an additional cell after it
    Kind.STATE: frozenset({_Holds.NOTHING, _Holds.NUMBER}),
    Kind.DATE: frozenset({_Holds.NOTHING, _Holds.MARK, _Holds.NUMBER}),
    Kind.NOTES: frozenset({_Holds.NOTHING, _Holds.NUMBER, _Holds.MARK}),
    Kind.FLAGS: frozenset({_Holds.NOTHING, _Holds.LETTERS}),
    Kind.OTHER: _ANY,
}
_LOOSE = frozenset({_Holds.NOTHING, _Holds.MARK, _Holds.NUMBER, _Holds.LETTERS})


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to lay the labels over rows that are wider than the heading, and what speaks against it."""

    offences: int
    oddity: float
    laid: tuple[Label, ...]


def _holds(text: str) -> _Holds:
    return next((what for pattern, what in _LOOKS if pattern.fullmatch(text)), _Holds.TEXT)


def _of_width(header: Header, width: int, rows: Sequence[Sequence[str]]) -> list[tuple[Label, ...]]:
    variants = header.variants()
    for places in variants:
        if len(places) == width:
            return [_filled(places)] * len(rows)
    if width < min(len(places) for places in variants):
        return [_filled(header.places[:width])] * len(rows)  # cells left out at the end of a row
    narrower = [places for places in variants if len(places) < width]
    for places in narrower:
        if all(len(_mark_cells(row)) == width - len(places) for row in rows):
            return [_own_marks([places], row) for row in rows]  # each row is wider by just its own marks
    for places in narrower:
        if found := _spread(places, rows):
            return [found] * len(rows)
    return [_own_marks(narrower, row) for row in rows]


def _filled(places: Sequence[Label | None]) -> tuple[Label, ...]:
    """Each place with the label it belongs to."""
    filled: list[Label] = []
    for label in places:
        filled.append(label or (filled[-1] if filled else OTHER))
    return tuple(filled)


def _spread(places: tuple[Label | None, ...], rows: Sequence[Sequence[str]]) -> tuple[Label, ...] | None:
    """The best way to lay the labels over wider rows, None if there is none.

    Raises ParseError(shape) if two ways that read differently are equally good.
    """
    width = len(rows[0])
    held = [frozenset(_holds(row[at]) for row in rows) for at in range(width)]
    loose = [at for at in range(width) if held[at] <= _LOOSE]
    if comb(len(loose), width - len(places)) > _MOST_READINGS:
        return None
    readings: dict[tuple[object, ...], tuple[float, tuple[Label, ...]]] = {}
    for additional in combinations(loose, width - len(places)):
        laid = _lay(places, additional, held)
        if laid is None:
            continue
        read = _as_read(laid, held)
        oddity = _oddity(laid, additional)
        if read not in readings or oddity < readings[read][0]:
            readings[read] = (oddity, laid)
    weighed = [_Reading(_offences_of(laid, rows), oddity, laid) for oddity, laid in readings.values()]
    return _best(weighed, held, rows) if weighed else None


def _lay(
    places: tuple[Label | None, ...], additional: tuple[int, ...], held: Sequence[frozenset[_Holds]]
) -> tuple[Label, ...] | None:
    """The labels over the cells, the `additional` ones with the label before them; None if a cell does not fit."""
    remaining = iter(places)
    laid: list[Label] = []
    for at, kinds in enumerate(held):
        label = None if at in additional else next(remaining)
        owner = label or (laid[-1] if laid else OTHER)
        if not kinds <= (_OWN if label else _ADDITIONAL)[owner.kind]:
            return None
        laid.append(owner)
    return tuple(laid)


def _as_read(laid: tuple[Label, ...], held: Sequence[frozenset[_Holds]]) -> tuple[object, ...]:
    """What makes a difference to the reader: numbers are notes and letters flags wherever they stand."""
    return tuple(
        None if kinds <= {_Holds.NOTHING, _Holds.NUMBER, _Holds.LETTERS} and owner.kind is not Kind.OTHER else owner
        for owner, kinds in zip(laid, held, strict=True)
    )


def _oddity(laid: tuple[Label, ...], additional: tuple[int, ...]) -> float:
    """Additional cells stand after a date, for its mark; else at the end; elsewhere they are odd."""
    last = max(set(range(len(laid))) - set(additional))
    return sum(0 if laid[at].kind is Kind.DATE else 0.5 if at > last else 1 for at in additional)


def _best(
    readings: list[_Reading], held: Sequence[frozenset[_Holds]], rows: Sequence[Sequence[str]]
) -> tuple[Label, ...]:
    """The reading that offends the order of acts least, and is the least odd; never a guess between equals.

    A cross says nothing but where it stands, so how odd a reading is never decides under which letter.
    """
    best, *others = sorted(readings, key=lambda reading: (reading.offences, reading.oddity))
    crossed = [at for at, kinds in enumerate(held) if _Holds.CROSS in kinds]
    for other in others:
        if other.offences > best.offences:
            break
        if other.oddity == best.oddity or any(other.laid[at] != best.laid[at] for at in crossed):
            raise ParseError(
                ErrorKind.SHAPE,
                f"cannot tell which of {len(rows[0])} cells is which column: {short(' | '.join(rows[0]), 200)}",
            )
    return best.laid


def _offences_of(laid: tuple[Label, ...], rows: Sequence[Sequence[str]]) -> int:
    """How often a reading offends the order of acts: no entry into force without consent, no consent without
    signature unless marked, no denunciation before entry into force, no effect of a denunciation without one.
    """
    return sum(_offences(laid, row) for row in rows[:_SAMPLE])


def _offences(laid: tuple[Label, ...], row: Sequence[str]) -> int:
    dated: set[Field] = set()
    marked: dict[Field, str] = {}
    for owner, text in zip(laid, row, strict=True):
        if owner.field and _holds(text) is _Holds.DATE:
            dated.add(owner.field)
        if owner.field and (mark := _MARK.search(text)):
            marked[owner.field] = mark.group(1)
    consented = Field.CONSENT_ON in dated or marked.get(Field.SIGNED_ON) == "s"
    return (
        2 * (Field.IN_FORCE_ON in dated and not consented)
        + (Field.CONSENT_ON in dated and Field.SIGNED_ON not in dated and not marked)
        + 2 * (Field.DENOUNCED_ON in dated and Field.IN_FORCE_ON not in dated)
        + 2 * (Field.LEFT_ON in dated and Field.DENOUNCED_ON not in dated)
        + sum(field not in _MARKED[letter] for field, letter in marked.items())
    )


def _mark_cells(row: Sequence[str]) -> list[int]:
    """Cells that hold nothing but the mark of the date before them."""
    return [at for at in range(1, len(row)) if _holds(row[at]) is _Holds.MARK and _holds(row[at - 1]) is _Holds.DATE]


def _own_marks(variants: Sequence[tuple[Label | None, ...]], row: Sequence[str]) -> tuple[Label, ...]:
    """Rows that have a cell more only where they have a mark: the mark's cell belongs to the date before it."""
    marks = _mark_cells(row)
    for places in variants:
        if len(row) - len(marks) == len(places):
            remaining = iter(places)
            return _filled([None if at in marks else next(remaining) for at in range(len(row))])
    raise ParseError(
        ErrorKind.SHAPE,
        f"expected rows of {' or '.join(str(len(places)) for places in variants)} cells,"
        f" got {len(row)}: {short(' | '.join(row), 200)}",
    )
