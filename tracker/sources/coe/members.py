"""The Cybercrime Division's page of Parties and observers to the Budapest Convention (docs/sources.md#members). Pure.

It prints names without dates, under headings. Signatories and invited States are one list.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.errors import ErrorKind, ParseError, quoted
from tracker.models import Listed, PrintedChart, PrintedRow, Totals
from tracker.participants import table
from tracker.sources.markup import tables
from tracker.sources.markup.tables import Rows
from tracker.sources.markup.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.sources.markup.tables import Line

_ENTRY = 6  # an entry may be an h6; other headings open a section
_LONGEST_NAME = 120
_NUMBER = "185"  # of the only treaty that has such a page
#: The Convention alone: others are the "Arab Convention on Combating …", that "of the United Nations against …".
_OURS = re.compile(
    r"convention on cyber ?crime|cyber ?crime convention|convention sur la cyber ?criminalite"
    r"|(?:convention (?:de|of) )budapest|budapest convention(?! on the)"
)
_PROTOCOL = re.compile(r"proto[ck]ol")
_NAMES_A_TREATY = re.compile(rf"convention|agreement|accord|traite|treaty|charter|{_PROTOCOL.pattern}")
_OF_PARTIES = re.compile(r"\bparties\b|\bmembers\b|\bmembres\b|\bsignator|\bsignataires\b")
_CHART = re.compile(r"[?&;](?:treatynum|numste)=0*([0-9]{1,4}[a-z]?)\b", re.IGNORECASE)
_SECTIONS = (
    (re.compile(r"(?:states |etats )?parties(?: (?:to|a)\b.*)?"), Listed.PARTY),
    (re.compile(r"signator(?:ies|y states) and (?:states )?invited to accede.*"), Listed.SIGNATORY_OR_INVITED),
    (re.compile(r"(?:etats )?signataires et (?:etats )?invites a (?:y )?adherer.*"), Listed.SIGNATORY_OR_INVITED),
)
#: "81 Parties", "Parties to the Convention (81)", "Parties: 81 States", "14 invited and 2 signatories".
_COUNT = re.compile(
    r"(?:(?:as of|as at|on|au) [0-9]{1,2}[ /.][a-z0-9]+[ /.][0-9]{4}|\(?c?ets (?:no\.? ?)?[0-9]+\)?)"
    r"|(?<![0-9/.])[(\[:+ ]*\b(?:total:? ?)?(?P<count>[0-9]{1,3})\b(?![/.][0-9])(?: states| etats| parties$)?[)\]]?"
)


def parse(body: bytes, charset: str | None, number: str | None = None) -> PrintedChart:
    """Read the names under each heading as printed. `number` is that of the requested treaty, or None.

    Raises ParseError: blocked, media_type, undecodable; wrong_treaty for the page of another treaty; shape for a
    heading that is missing or has no entries.
    """
    soup = tables.page(body, charset)
    lines = tables.lines(soup, Rows.NONE)
    _check_number(number)
    _check_links([str(link.get("href") or "") for link in soup.find_all("a")])
    rows = tuple(_rows(lines))
    for listed in (Listed.PARTY, Listed.SIGNATORY_OR_INVITED):
        if not any(row.listed is listed for row in rows):
            wanted = "Parties to the Convention" if listed is Listed.PARTY else "Signatories and invited to accede"
            raise ParseError(ErrorKind.SHAPE, f"expected entries under a heading {wanted!r}, got none")
    headings = [(line.heading, line.text) for line in lines if line.heading]
    _check_words([(0, soup.title.get_text() if soup.title else ""), *headings])
    return PrintedChart(rows=rows, totals=_totals(lines))


def _check_number(number: str | None) -> None:
    if number is not None and number.strip().lstrip("0") != _NUMBER:
        raise ParseError(ErrorKind.WRONG_TREATY, f"asked for treaty {number}, got a page of {_NUMBER} alone")


def _check_words(headings: Sequence[tuple[int, str]]) -> None:
    """Refuse the page of another convention or of a protocol: the page has no number, so its words must say it."""
    words = [(level, plain(text[: 2 * _LONGEST_NAME]).strip(" :")) for level, text in headings]
    for level, text in words:
        named = (level == 1 or _OF_PARTIES.search(text)) and _NAMES_A_TREATY.search(text)
        if named and (_PROTOCOL.search(text) or not _OURS.search(text)):
            raise ParseError(ErrorKind.WRONG_TREATY, f"expected the Convention on Cybercrime, got {quoted(text, 80)}")
    if not any(_OURS.search(text) for _, text in words):
        raise ParseError(ErrorKind.WRONG_TREATY, "expected the Convention on Cybercrime in the title or a heading")


def _check_links(links: Sequence[str]) -> None:
    """Refuse a page that leads to the charts of other treaties alone."""
    numbers = sorted({found.group(1) for link in links if (found := _CHART.search(link))})
    if numbers and _NUMBER not in numbers:
        raise ParseError(
            ErrorKind.WRONG_TREATY, f"expected the Convention on Cybercrime, got links to {', '.join(numbers[:4])}"
        )


def _rows(lines: list[Line]) -> Iterator[PrintedRow]:
    section: Listed | None = None
    for line in lines:
        if 0 < line.heading < _ENTRY:
            section = _section(line.text)
        elif section and _is_entry(line):
            yield PrintedRow(name=line.text, listed=section)


def _section(text: str) -> Listed | None:
    words = " ".join(_COUNT.sub(" ", plain(text[: 2 * _LONGEST_NAME])).split()).strip(" :-–")
    return next((listed for pattern, listed in _SECTIONS if pattern.fullmatch(words)), None)


def _totals(lines: list[Line]) -> Totals | None:
    """How many each list should hold, where its heading says so: a list's length must equal it."""
    counts: dict[Listed, int] = {}
    for line in lines:
        section = _section(line.text) if 0 < line.heading < _ENTRY else None
        found = _counted(line.text, section) if section else None
        if section and found is not None:
            counts[section] = found
    if not counts:
        return None
    return Totals(consents=counts.get(Listed.PARTY), listed=counts.get(Listed.SIGNATORY_OR_INVITED))


def _counted(text: str, section: Listed) -> int | None:
    """The count that a heading names; of two, that of the signatories and that of the invited, the sum."""
    matches = _COUNT.finditer(plain(text[: 2 * _LONGEST_NAME]))
    numbers = [found["count"] for found in matches if found["count"] and found["count"] != _NUMBER]
    most = 2 if section is Listed.SIGNATORY_OR_INVITED else 1
    return sum(map(int, numbers)) if 0 < len(numbers) <= most else None


def _is_entry(line: Line) -> bool:
    """True for a name after its flag or in an h6, and for a known one alone in its line, whose flag is missing.

    False for the link to the full list, which has an icon too.
    """
    if ":" in line.text or len(line.text) > _LONGEST_NAME:
        return False
    marked = line.image or line.heading == _ENTRY
    return not line.part_link if marked else table().spelled(line.text) is not None
