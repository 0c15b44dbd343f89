"""Assign the cells of each row to the columns of the chart's heading. Pure.

Labels decide. Rows may have more cells than the heading has columns: a mark in a cell of its own, or blank cells
between the others (docs/sources.md#chart). Then the content of all rows of that width decides which cells are
additional. If two readings are equally good, the page is refused.
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
_MOST_READINGS = 5_000  # of one width: more mean that the heading does not belong to the rows
_SAMPLE = 300  # rows that are examined: more than any chart has


class Kind(Enum):
    """The content of a column."""

    STATE = auto()
    DATE = auto()
    NOTES = auto()
    FLAGS = auto()
    OTHER = auto()  # an unknown column is ignored


@dataclass(frozen=True, slots=True)
class Label:
    """The label of a column. `field` is set for a date; `letters` holds one flag, or all flags of one cell."""

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
    """The heading of a chart: one place per column. None belongs to the column before it."""

    places: tuple[Label | None, ...]

    @property
    def labels(self) -> frozenset[Label]:
        """Its labels."""
        return frozenset(label for label in self.places if label)

    @property
    def fields(self) -> frozenset[Field]:
        """The dates that have a column."""
        return frozenset(label.field for label in self.labels if label.field)

    @property
    def letters(self) -> frozenset[str]:
        """The flags that have a column."""
        return frozenset(letter for label in self.labels for letter in label.letters)

    def variants(self) -> tuple[tuple[Label | None, ...], ...]:
        """The places with one cell for each letter of a heading `R.D.A.T.C.O.`, and the places as printed."""
        apart: list[Label | None] = []
        for label in self.places:
            letters = label.letters if label else ""
            apart.extend([Label(Kind.FLAGS, letters=letter) for letter in letters] if letters else [label])
        return tuple(dict.fromkeys((tuple(apart), self.places)))


def known_labels(line: Line) -> int:
    """The number of required dates that a line has labels for. A line with all three is a heading."""
    if len(line.cells) < len(REQUIRED):
        return 0
    return len({label.field for cell in line.cells if (label := _label(cell.text))} & set(REQUIRED))


def header_of(line: Line) -> Header | None:
    """The heading in a line, or None. Raises ParseError(shape) for two columns of one date, or no column of States."""
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
    """For each row, the label of each of its cells. Raises ParseError(shape)."""
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
    """The place of a blank label (the oldest charts do not name the State's column), else of an unknown one."""
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
    """What a cell looks like. The reader of the row decides later whether its content is valid."""

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
_MARKED = {  # the dates that a mark may belong to
    "a": (Field.CONSENT_ON,),
    "su": (Field.CONSENT_ON, Field.SIGNED_ON),
    "s": (Field.SIGNED_ON, Field.CONSENT_ON),
    "r": (Field.SIGNED_ON,),
}
_ANY = frozenset(_Holds)
_OWN = {  # allowed content of the cell under a label
    Kind.STATE: frozenset({_Holds.TEXT}),
    Kind.DATE: frozenset({_Holds.NOTHING, _Holds.DATE, _Holds.MARK}),
    Kind.NOTES: frozenset({_Holds.NOTHING, _Holds.NUMBER, _Holds.MARK}),
    Kind.FLAGS: frozenset({_Holds.NOTHING, _Holds.LETTERS, _Holds.CROSS}),
    Kind.OTHER: _ANY,
}
_ADDITIONAL = {  # allowed content of an additional cell after it
    Kind.STATE: frozenset({_Holds.NOTHING, _Holds.NUMBER}),
    Kind.DATE: frozenset({_Holds.NOTHING, _Holds.MARK, _Holds.NUMBER}),
    Kind.NOTES: frozenset({_Holds.NOTHING, _Holds.NUMBER, _Holds.MARK}),
    Kind.FLAGS: frozenset({_Holds.NOTHING, _Holds.LETTERS}),
    Kind.OTHER: _ANY,
}
_LOOSE = frozenset({_Holds.NOTHING, _Holds.MARK, _Holds.NUMBER, _Holds.LETTERS})


@dataclass(frozen=True, slots=True)
class _Reading:
    """One assignment of labels to rows that are wider than the heading, with its faults."""

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
        return [_cut(header, row) for row in rows]  # the last cells of the row are missing
    narrower = [places for places in variants if len(places) < width]
    for places in narrower:
        if all(len(mark_cells(row)) == width - len(places) for row in rows):
            return [_own_marks([places], row) for row in rows]  # each row is wider by exactly its own marks
    for places in narrower:
        if found := _spread(places, rows):
            return [found] * len(rows)
    return [_own_marks(narrower, row) for row in rows]


def _cut(header: Header, row: Sequence[str]) -> tuple[Label, ...]:
    """The labels of a row without its last cells: none is blank at its end, and each fits its label; else refused."""
    laid = _filled(header.places[: len(row)])
    held = [_holds(text) for text in row]
    if held[-1] is _Holds.NOTHING or any(what not in _OWN[label.kind] for label, what in zip(laid, held, strict=True)):
        raise ParseError(ErrorKind.SHAPE, f"expected a cell for each column, got {short(' | '.join(row), 200)}")
    return laid


def _filled(places: Sequence[Label | None]) -> tuple[Label, ...]:
    """Give each place the label that it belongs to."""
    filled: list[Label] = []
    for label in places:
        filled.append(label or (filled[-1] if filled else OTHER))
    return tuple(filled)


def _spread(places: tuple[Label | None, ...], rows: Sequence[Sequence[str]]) -> tuple[Label, ...] | None:
    """The best assignment of labels to wider rows, or None.

    Raises ParseError(shape) if two equally good assignments give different results.
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
    """Assign labels to cells. `additional` cells take the label before them. Returns None if a cell does not fit."""
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
    """The part of an assignment that changes the result. Numbers are notes and letters are flags in any column."""
    return tuple(
        None if kinds <= {_Holds.NOTHING, _Holds.NUMBER, _Holds.LETTERS} and owner.kind is not Kind.OTHER else owner
        for owner, kinds in zip(laid, held, strict=True)
    )


def _oddity(laid: tuple[Label, ...], additional: tuple[int, ...]) -> float:
    """How unusual the additional cells are: 0 after a date (for its mark), 0.5 at the end, 1 elsewhere, in sum."""
    last = max(set(range(len(laid))) - set(additional))
    return sum(0 if laid[at].kind is Kind.DATE else 0.5 if at > last else 1 for at in additional)


def _best(
    readings: list[_Reading], held: Sequence[frozenset[_Holds]], rows: Sequence[Sequence[str]]
) -> tuple[Label, ...]:
    """The reading with the fewest offences against the order of acts, then the least odd one.

    Raises ParseError(shape) between equals. A cross means nothing but its column, so oddity never decides under which
    letter it is.
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
    """Count the offences of a reading against the order of acts.

    An offence is an entry into force without consent, a consent without signature or mark, a denunciation without entry
    into force, or the effect of a denunciation without one.
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


def mark_cells(row: Sequence[str]) -> list[int]:
    """The cells that hold only the mark of the date before them."""
    return [at for at in range(1, len(row)) if _holds(row[at]) is _Holds.MARK and _holds(row[at - 1]) is _Holds.DATE]


def _own_marks(variants: Sequence[tuple[Label | None, ...]], row: Sequence[str]) -> tuple[Label, ...]:
    """Labels of a row that has one more cell for each mark: the mark's cell belongs to the date before it."""
    marks = mark_cells(row)
    for places in variants:
        if len(row) - len(marks) == len(places):
            remaining = iter(places)
            return _filled([None if at in marks else next(remaining) for at in range(len(row))])
    raise ParseError(
        ErrorKind.SHAPE,
        f"expected rows of {' or '.join(str(len(places)) for places in variants)} cells,"
        f" got {len(row)}: {short(' | '.join(row), 200)}",
    )
