"""Facts about the treaty on a page of its chart: number, title, days, status and totals. Pure."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from tracker.errors import ErrorKind, ParseError, quoted
from tracker.models import Totals
from tracker.sources.markup.dates import first_date, printed_day
from tracker.sources.markup.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from tracker.sources.markup.tables import Line

_LONGEST = 120  # characters of a label or a title's line that are looked at

_STATUS = re.compile(r"(?:status as (?:of|at)|(?:situation|statut|etat) au) ?:? ?(?=[0-9])")
_NUMBER_OF = r"(?:total|number|nombre)(?: (?:number|total))?(?: of| de| des)"
_SIGNATURES = re.compile(
    rf"{_NUMBER_OF} signatures (?:not followed by|non suivies de) ratifications?[^a-z0-9]{{0,9}}([0-9]{{1,4}})\b"
)
_CONSENTS = re.compile(
    rf"{_NUMBER_OF} ratifications? ?(?:[/,]|and|or|et|ou) ?(?:accessions?|adhesions?)[^a-z0-9]{{0,9}}([0-9]{{1,4}})\b"
)

_TITLED = 4  # h1 to h4 open a treaty; sections of its chart are h5 or rows
_TREATY = re.compile(r"\b(?:convention|protocole?|agreement|accord|treaty|traite|charter|charte)\b")
_TITLE = re.compile(r"(?:title|titre) ?:?$")
_REFERENCE = re.compile(r"reference ?:?$")
OPENING = re.compile(r"(?:opening (?:of the treaty|for signature)|ouverture (?:a la signature|du traite))\b ?:?")
IN_FORCE = re.compile(r"(?:entry in(?:to)? force|entree en vigueur)\b ?:?")
_FACTS = (_TITLE, _REFERENCE, OPENING, IN_FORCE)
_MOST_PLACES = 20  # of one label; each may have a long text below it
_LINES_BELOW = 4  # a place, a condition of several lines, the date
_DATE_BELOW = re.compile(r"\bdate ?:.*", re.IGNORECASE)
_NO_DATE = re.compile(r"/ ?/")

#: A treaty's number, with all that makes it another one: `1850`, `18 5`, `185-189`.
NUMBER = r"[0-9]{1,9}[A-Z]?(?:(?:[-. ]| ?[/&] ?)[0-9]{1,9}(?![0-9./]))*"
_SERIES = re.compile(
    rf"[\[(]?\b(?:CETS|ETS|STCE|STE)\b ?(?:No\.?|N\.?[°ºo]\.?)? ?:? ?({NUMBER})\b[\])]?", re.IGNORECASE
)
_SERIES_LISTED = re.compile(rf"{_SERIES.pattern}|[,;&/]|\b(?:and|et)\b", re.IGNORECASE)
_OF_TREATY = re.compile(rf"\b(?:treaty|traité) (?:no\.? |n° ?)?({NUMBER})\b", re.IGNORECASE)


def _values(preamble: Sequence[Line], label: re.Pattern[str]) -> Iterator[str]:
    """Texts that may be the value of a label: the rest of its cell, the next cell, or the lines below.

    Raises ParseError(shape) for a label that stands too often.
    """
    places = 0
    for at, line in enumerate(preamble):
        for column, cell in enumerate(line.cells):
            if label.match(plain(cell.text[:_LONGEST])):
                places += 1
                if places > _MOST_PLACES:
                    raise ParseError(
                        ErrorKind.SHAPE,
                        f"expected at most {_MOST_PLACES} times a label above the chart, got more: "
                        f"{quoted(cell.text, _LONGEST)}",
                    )
                yield cell.text
                if column + 1 < len(line.cells) and not _is_label(line.cells[column + 1].text):
                    yield line.cells[column + 1].text
                yield from _below(preamble, at, column)


def _below(preamble: Sequence[Line], at: int, column: int) -> Iterator[str]:
    """The texts below a label: those of its column if the line has other cells, else the complete lines."""
    alone = sum(bool(cell.text) for cell in preamble[at].cells) == 1
    for down, line in enumerate(preamble[at + 1 : at + 1 + _LINES_BELOW]):
        text = line.text if alone or len(line.cells) == 1 else "".join(c.text for c in line.cells[column : column + 1])
        if _is_label(text):
            return
        if dated := _DATE_BELOW.search(text):
            yield dated.group()
        elif down == 0 and alone and not _STATUS.search(plain(text)):
            yield text


def _is_label(text: str) -> bool:
    words = plain(text[:_LONGEST])
    return any(label.match(words) for label in _FACTS)


def fact_date(preamble: Sequence[Line], label: re.Pattern[str], where: str) -> tuple[bool, date | None]:
    """Whether the page has a place for this date of the treaty, and the date. `Date : //` means no date."""
    shown = False
    for text in _values(preamble, label):
        shown = True
        if found := first_date(text, where):
            return True, found
        if _NO_DATE.search(text):
            break
    return shown, None


def title(preamble: Sequence[Line]) -> str | None:
    """The treaty's title without its number: next to its label, before its number, or on the line above."""
    labelled = [text for text in _values(preamble, _TITLE) if not _is_label(text)]
    before = [line.text for line in preamble if _SERIES.search(line.text) and _without_number(line.text)]
    above = [
        former.text
        for former, line in pairwise(preamble)
        if _SERIES.fullmatch(line.text) and not _is_label(former.text)
    ]
    named = (_without_number(text) for text in (*labelled[:1], *above, *before))
    return next((name for name in named if name), None)


def _without_number(text: str) -> str:
    return _SERIES.sub("", text[: 4 * _LONGEST]).strip(" -–:")


def numbers(preamble: Sequence[Line]) -> list[str]:
    """The treaty's number wherever it is printed: in lines and cells of its own, in the heading, after the title.

    Only a page that has it nowhere there may have it in any other line.
    """
    cells = [cell.text for line in preamble for cell in line.cells]
    alone = (_SERIES.finditer(text) for text in cells if not _SERIES_LISTED.sub("", text).strip())
    heading = (_OF_TREATY.finditer(text) for text in cells if "signatures" in text.lower())
    name = title(preamble)
    after = (list(_SERIES.finditer(text)) for text in cells if name and _without_number(text) == name)
    single = (found for found in after if len(found) == 1)  # else one of them is that of the treaty it amends
    own = [found.group(1).upper() for group in (*alone, *heading, *single) for found in group]
    return own or [found.group(1).upper() for text in cells for found in list(_SERIES.finditer(text))[-1:]][:1]


def refuse_second(lines: Sequence[Line], headings: Sequence[int]) -> None:
    """Raise ParseError(shape) if another treaty's title, reference or status stands between the column headings."""
    for line in lines[headings[0] + 1 : headings[-1]]:
        words = [plain(cell.text[:_LONGEST]) for cell in line.cells]
        about_it = any(pattern.match(text) for text in words for pattern in (_STATUS, _TITLE, _REFERENCE, OPENING))
        if about_it or (0 < line.heading <= _TITLED and any(map(_TREATY.search, words))):
            raise ParseError(
                ErrorKind.SHAPE, f"expected the chart of one treaty, got a second one: {quoted(line.text, _LONGEST)}"
            )


def further(lines: Sequence[Line], headings: Sequence[int]) -> Iterator[str | None]:
    """The numbers of the titles above the other column headings: a page may hold the charts of several treaties."""
    for above, at in pairwise(headings):
        for line in lines[above + 1 : at]:
            if (line.row and len(line.cells) > 1) or len(line.text) > 4 * _LONGEST:
                continue
            found = _SERIES.search(line.text)
            if found and found.start() > 0 and found.end() < len(line.text):
                found = None  # a note names another treaty within its text
            if found is None and "signatures" in line.text.lower():
                found = _OF_TREATY.search(line.text)
            if found:
                yield found.group(1)


def only_number(found: Iterable[str | None]) -> str:
    """The number that heading, reference and links of a page agree on. Raises ParseError."""
    numbers = {number.lstrip("0").upper(): number for number in found if number}
    if not numbers:
        raise ParseError(ErrorKind.WRONG_TREATY, "expected the chart of a treaty, got a page that names none by number")
    if len(numbers) > 1:
        raise ParseError(
            ErrorKind.SHAPE, f"expected the chart of one treaty, got those of {' and '.join(sorted(numbers)[:4])}"
        )
    return next(iter(numbers.values()))


def status(text: str) -> date | None:
    """The printed status day of the page."""
    found = _STATUS.search(text)
    return printed_day(text[found.end() :], "status as of") if found else None


def totals(text: str) -> Totals | None:
    """The totals printed below the chart."""
    consents, signatories = (
        int(found.group(1)) if (found := pattern.search(text)) else None for pattern in (_CONSENTS, _SIGNATURES)
    )
    if consents is None and signatories is None:
        return None
    return Totals(consents=consents, signatories=signatories)
