"""The Cybercrime Division's page of Parties and observers to the Budapest Convention (docs/sources.md#members). Pure.

It prints names without dates, under headings. Signatories and invited States are one list.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.errors import ErrorKind, ParseError
from tracker.models import Listed, PrintedChart, PrintedRow, Totals
from tracker.sources.markup import tables
from tracker.sources.markup.tables import Rows
from tracker.sources.markup.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.sources.markup.tables import Line

_ENTRY = 6  # an entry may be an h6; other headings open a section
_LONGEST_NAME = 120
_NUMBER = "185"  # of the only treaty that has such a page
_OURS = re.compile(r"cybercrim|budapest")
_PROTOCOL = re.compile(r"proto[ck]ol")
_NAMES_A_TREATY = re.compile(rf"convention|agreement|accord|traite|treaty|charter|{_PROTOCOL.pattern}")
_SECTIONS = (
    (re.compile(r"(?:states |etats )?parties(?: (?:to|a)\b.*)?"), Listed.PARTY),
    (re.compile(r"signator(?:ies|y states) and (?:states )?invited to accede.*"), Listed.SIGNATORY_OR_INVITED),
    (re.compile(r"(?:etats )?signataires et (?:etats )?invites a (?:y )?adherer.*"), Listed.SIGNATORY_OR_INVITED),
)
#: "81 Parties", "Parties to the Convention (81)", "Parties: 81".
_COUNT = re.compile(r"^(\d{1,3})\s+(?=\D)|(?:\(|\[|:\s*)(\d{1,3})[)\]]?$")


def parse(body: bytes, charset: str | None, number: str | None = None) -> PrintedChart:
    """Read the names under each heading as printed. `number` is that of the requested treaty, or None.

    Raises ParseError: blocked, media_type, undecodable; wrong_treaty for the page of another treaty; shape for a
    heading that is missing or has no entries.
    """
    soup = tables.page(body, charset)
    lines = tables.lines(soup, Rows.NONE)
    _check_number(number)
    rows = tuple(_rows(lines))
    for listed in (Listed.PARTY, Listed.SIGNATORY_OR_INVITED):
        if not any(row.listed is listed for row in rows):
            wanted = "Parties to the Convention" if listed is Listed.PARTY else "Signatories and invited to accede"
            raise ParseError(ErrorKind.SHAPE, f"expected entries under a heading {wanted!r}, got none")
    _check_words([soup.title.get_text() if soup.title else "", *(line.text for line in lines if line.heading)])
    return PrintedChart(rows=rows, totals=_totals(lines))


def _check_number(number: str | None) -> None:
    if number is not None and number.strip().lstrip("0") != _NUMBER:
        raise ParseError(ErrorKind.WRONG_TREATY, f"asked for treaty {number}, got a page of {_NUMBER} alone")


def _check_words(headings: Sequence[str]) -> None:
    """Refuse the page of another convention or of a protocol: the page has no number, so its words must say it."""
    words = [plain(text[: 2 * _LONGEST_NAME]).strip(" :") for text in headings]
    for text in words[1:]:
        named = any(pattern.fullmatch(text) for pattern, _ in _SECTIONS) and _NAMES_A_TREATY.search(text)
        if named and (_PROTOCOL.search(text) or not _OURS.search(text)):
            raise ParseError(ErrorKind.WRONG_TREATY, f"expected the Convention on Cybercrime, got {text[:80]!r}")
    if not any(_OURS.search(text) for text in words):
        raise ParseError(ErrorKind.WRONG_TREATY, "expected the Convention on Cybercrime in the title or a heading")


def _rows(lines: list[Line]) -> Iterator[PrintedRow]:
    section: Listed | None = None
    for line in lines:
        if 0 < line.heading < _ENTRY:
            section = _section(line.text)
        elif section and _is_entry(line):
            yield PrintedRow(name=line.text, listed=section)


def _section(text: str) -> Listed | None:
    words = _COUNT.sub("", plain(text[: 2 * _LONGEST_NAME]).strip(" :")).strip(" :")
    return next((listed for pattern, listed in _SECTIONS if pattern.fullmatch(words)), None)


def _totals(lines: list[Line]) -> Totals | None:
    """How many each list should hold, where its heading says so: a list's length must equal it."""
    counts = {
        section: int(found.group(1) or found.group(2))
        for line in lines
        if 0 < line.heading < _ENTRY
        and (section := _section(line.text))
        and (found := _COUNT.search(plain(line.text[: 2 * _LONGEST_NAME]).strip(" :")))
        and _NUMBER not in found.groups()
    }
    if not counts:
        return None
    return Totals(consents=counts.get(Listed.PARTY), listed=counts.get(Listed.SIGNATORY_OR_INVITED))


def _is_entry(line: Line) -> bool:
    """True for a name after its flag or in an h6; False for the link to the full list, which has an icon too."""
    if not (line.image or line.heading == _ENTRY) or ":" in line.text or len(line.text) > _LONGEST_NAME:
        return False
    return not line.part_link
