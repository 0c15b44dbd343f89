"""The XML export of a treaty's status in the United Nations Treaty Collection. Pure. docs/sources.md#un.

Columns are identified by their header. It also defines the letters after dates: `a` accession, `A` acceptance. A date
in brackets is an act that no longer has effect; the table does not say since when.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import TYPE_CHECKING

from tracker.errors import ErrorKind, ParseError
from tracker.models import ConsentKind, Field, Listed, PrintedChart, PrintedRow, Totals
from tracker.sources.markup.xmltree import every, first, folded, local, only, root_of, shape, shown, some

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tracker.sources.markup.xmltree import Element

_MOST_ROWS = 1000  # States and organisations together are about 300
_NAME_LENGTH = 200  # characters; the longest name in use has 52
_HEADER_LENGTH = 500
_EXTRA_LENGTH = 500  # characters kept of an unknown column


def parse(body: bytes, number: str | None) -> PrintedChart:
    """Read the participants of one treaty. `number` is that of the requested treaty, or None.

    Raises ParseError: the kinds of `root_of`; undecodable; shape for a missing element (the site answers an unknown
    number with status 200) and for an unknown letter, date or markup; wrong_treaty.
    """
    treaty = only(root_of(repaired(body), "Document"), "Treaty")
    table = only(treaty, "Participants", "Table", "TGroup")
    columns = [_column(entry) for entry in every(only(table, "Thead", "Row"), "Entry")]
    _check(columns)
    rows = some(only(table, "Tbody", "Rows"), "Row", _MOST_ROWS)
    return _about(treaty, tuple(_row(row, columns) for row in rows), number)


# ---- the bytes ----------------------------------------------------------------------------------

_DECLARATION = re.compile(rb"""\s*<\?xml\b[^>]{0,100}?\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["'][^>]{0,100}\?>""")
_ENCODINGS = {"iso-8859-1": "latin-1", "windows-1252": "cp1252", "utf-8": "utf-8", "us-ascii": "ascii"}
#: The export cuts typographic characters to their low byte: U+201C to 0x1C, U+2013 to 0x13. XML allows none of them.
_CUT = re.compile("[\x10-\x1f]")
#: It also cuts U+2026 to 0x26, so an ellipsis and an ampersand cannot be distinguished.
_BARE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)")


def repaired(body: bytes) -> bytes:
    """The export as UTF-8 with its known damage repaired. Unknown damage stays, and becomes an error later."""
    declared = _DECLARATION.match(body)
    if declared is None:
        return body
    name = declared.group(1).decode("ascii").lower()
    try:
        text = body[declared.end() :].decode(_ENCODINGS[name])
    except (KeyError, UnicodeDecodeError) as error:
        raise ParseError(ErrorKind.UNDECODABLE, f"the export cannot be read as the {name} it declares") from error
    text = _CUT.sub(lambda found: chr(0x2000 + ord(found[0])), text)
    return _BARE.sub("&amp;", text).encode()


# ---- the columns --------------------------------------------------------------------------------


class _Role(Enum):
    NAME = auto()
    SIGNATURE = auto()
    CONSENT = auto()
    OTHER = auto()  # provisional application, notifications: kept with the row as printed


@dataclass(frozen=True, slots=True)
class _Column:
    """One column, described by its header. `letters`: the meaning of a letter after a date, None if it is no consent.
    `plain`: the meaning of a date without a letter.
    """

    header: str
    role: _Role
    letters: Mapping[str, ConsentKind | None]
    plain: ConsentKind


_DEFINED = re.compile(r"([A-Za-z][A-Za-z' -]*?) ?\(([A-Za-z]{1,3})\)")
_NO_CONSENT = ("provisional application",)
_ACTIONS = {
    "ratification": ConsentKind.RATIFICATION,
    "acceptance": ConsentKind.ACCEPTANCE,
    "approval": ConsentKind.APPROVAL,
    "accession": ConsentKind.ACCESSION,
    "succession": ConsentKind.SUCCESSION,
    "formal confirmation": ConsentKind.FORMAL_CONFIRMATION,
    "definitive signature": ConsentKind.DEFINITIVE_SIGNATURE,
    "consent to be bound": ConsentKind.CONSENT,
}
_BROAD = frozenset({ConsentKind.RATIFICATION, ConsentKind.ACCEPTANCE, ConsentKind.APPROVAL})


def _column(entry: Element) -> _Column:
    header, _ = _text(entry)
    if not 0 < len(header) <= _HEADER_LENGTH:
        raise shape(f"a header of at most {_HEADER_LENGTH} characters", shown(header))
    defined = {letter: _action(words) for words, letter in _DEFINED.findall(header)}
    plain = [part for part in re.split(r"[,;/]", _DEFINED.sub("", header).lower()) if part.strip()]
    return _Column(header, _role(header.lower()), defined, _plain(kind for part in plain for kind in _named(part)))


def _role(header: str) -> _Role:
    if header.startswith("participant"):
        return _Role.NAME
    if header.startswith("signature"):
        return _Role.SIGNATURE
    return _Role.CONSENT if any(_named(header)) else _Role.OTHER


def _named(words: str) -> Iterator[ConsentKind]:
    return (kind for action, kind in _ACTIONS.items() if action in words)


def _action(words: str) -> ConsentKind | None:
    """The meaning of a letter. An unknown action is a consent of unspecified kind."""
    words = words.lower()
    if any(phrase in words for phrase in _NO_CONSENT):
        return None
    return next(_named(words), ConsentKind.CONSENT)


def _plain(kinds: Iterable[ConsentKind]) -> ConsentKind:
    found = set(kinds)
    if len(found) == 1:
        return found.pop()
    return ConsentKind.RATIFICATION_ACCEPTANCE_OR_APPROVAL if found and found <= _BROAD else ConsentKind.CONSENT


def _check(columns: list[_Column]) -> None:
    roles = [column.role for column in columns]
    headers = shown(", ".join(column.header for column in columns))
    if roles.count(_Role.NAME) != 1 or roles.count(_Role.SIGNATURE) > 1:
        raise shape("one column of participants, and at most one of signatures", headers)
    if _Role.CONSENT not in roles:
        raise shape("a column of ratifications, accessions or the like", headers)


# ---- the rows -----------------------------------------------------------------------------------

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_DAY = r"([0-9]{1,2}) ([A-Z][a-z]{2}) ([0-9]{4})"
_ACT = re.compile(rf"(\[ ?)?{_DAY}(?: ?([A-Za-z]{{1,3}}))?(?(1) ?\])")
_NOTE = re.compile(r"<(superscript|sup)>([^<>]*)</\1>", re.IGNORECASE)
_MARK = re.compile(r"[0-9A-Za-z*†‡]+")


@dataclass(frozen=True, slots=True)
class _Act:
    """A date in a cell with its letter. `ended` means that it is in brackets."""

    day: date
    letter: str
    ended: bool
    text: str


@dataclass(frozen=True, slots=True)
class _Consent:
    day: date
    kind: ConsentKind


def _row(row: Element, columns: list[_Column]) -> PrintedRow:
    entries = list(every(row, "Entry"))
    if len(entries) != len(columns):
        raise shape(f"rows of {len(columns)} entries", f"one of {len(entries)}")
    cells = [(column, *_text(entry)) for column, entry in zip(columns, entries, strict=True)]
    name = next(text for column, text, _ in cells if column.role is _Role.NAME)
    if not 0 < len(name) <= _NAME_LENGTH:
        raise shape(f"a participant's name of at most {_NAME_LENGTH} characters", shown(name))
    notes = [mark for _, _, marks in cells for mark in marks]
    return _filled(name, notes, [(column, text) for column, text, _ in cells if column.role is not _Role.NAME])


def _filled(name: str, notes: list[str], cells: list[tuple[_Column, str]]) -> PrintedRow:
    signed: list[_Act] = []
    consents: list[_Consent] = []
    extra = [(column.header, text[:_EXTRA_LENGTH]) for column, text in cells if column.role is _Role.OTHER and text]
    ended = []
    for column, text in ((column, text) for column, text in cells if column.role is not _Role.OTHER):
        for act in _acts(text, f"{column.header} of {shown(name)}"):
            kind = _meaning(column, act, name)
            if act.ended:
                ended.append((column.role, act))
            elif kind is None and column.role is _Role.CONSENT:
                extra.append((column.header, act.text))
            else:
                signed += [act] if column.role is _Role.SIGNATURE else []
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
        notes=(*notes, *(act.text for _, act in ended)),
        listed=None if consent or all(role is _Role.SIGNATURE for role, _ in ended) else Listed.FORMER,
        extra=tuple(extra),
    )


def _signed_on(signed: list[_Act], consent: _Consent | None) -> date | None:
    if signed:
        return signed[0].day
    definitive = consent is not None and consent.kind is ConsentKind.DEFINITIVE_SIGNATURE
    return consent.day if consent and definitive else None


def _known(columns: Iterable[_Column]) -> frozenset[Field]:
    signatures = any(column.role is _Role.SIGNATURE for column in columns)
    return frozenset({Field.SIGNED_ON, Field.CONSENT_ON} if signatures else {Field.CONSENT_ON})


def _acts(text: str, where: str) -> Iterator[_Act]:
    """The dates of a cell. Raises ParseError(shape) for any other content."""
    if _ACT.sub("", text).strip():
        raise shape(f"{where} to be dates like '25 Oct 2025 a' or '[ 3 Oct 1975 ]'", shown(text))
    for found in _ACT.finditer(text):
        yield _Act(_day(found, where), found.group(5) or "", found.group(1) is not None, found.group())


def _day(found: re.Match[str], where: str) -> date:
    try:
        return date(int(found.group(4)), _MONTHS.index(found.group(3)) + 1, int(found.group(2)))
    except ValueError:
        raise shape(f"{where} to be a day of the calendar", shown(found.group())) from None


def _meaning(column: _Column, act: _Act, name: str) -> ConsentKind | None:
    """The kind of consent of an act; None for a simple signature and for provisional application."""
    if act.letter and act.letter not in column.letters:
        raise shape(f"{shown(name)} to have a letter that {shown(column.header)} defines", shown(act.letter))
    if column.role is _Role.SIGNATURE:
        kind = column.letters.get(act.letter)
        return kind if kind is ConsentKind.DEFINITIVE_SIGNATURE else None
    return column.letters[act.letter] if act.letter else column.plain


def _text(entry: Element) -> tuple[str, tuple[str, ...]]:
    """The text of a cell, and its footnote marks. The export escapes its markup (`&lt;superscript&gt;1,2&lt;/…`)."""
    inner = "".join(f"<{local(child)}>{child.text or ''}</{local(child)}>{child.tail or ''}" for child in entry)
    written = (entry.text or "") + inner
    marks = tuple(mark for _, content in _NOTE.findall(written) for mark in _MARK.findall(content))
    text = folded(_NOTE.sub(" ", written))
    if "<" in text or ">" in text:
        raise shape("no markup but footnotes", shown(text))
    return text, marks


# ---- about the treaty ---------------------------------------------------------------------------

_IN_FORCE = re.compile(r"([0-9]{1,2}) ([A-Z][a-z]{2})[a-z]* ([0-9]{4})\b")
_PLACE = re.compile(r"([0-9]{1,3})\s?\.\s")
_TAG = re.compile(r"<[^<>]{0,100}>")


def _about(treaty: Element, rows: tuple[PrintedRow, ...], number: str | None) -> PrintedChart:
    """Add the facts in the head of the export. `Conclusion` is not read: it is the adoption, not the opening."""
    header = next(every(treaty, "Header"), None)
    if header is None:
        return PrintedChart(rows=rows)
    title = _text_at(header, "Titlesect")
    if title and number:
        _refuse_other(title, number)
    in_force = _text_at(header, "EIF", "Labeltext")
    return PrintedChart(
        rows=rows,
        title=_PLACE.sub("", title, count=1) if title and _PLACE.match(title) else title,
        in_force_on=_entry_into_force(in_force) if in_force else None,
        shows_in_force_on=in_force is not None,
        totals=_totals(header),
    )


def _text_at(header: Element, *path: str) -> str | None:
    """The text of the first element at a path without markup and footnotes; None if there is none."""
    found: Element | None = header
    for name in path:
        found = first(found, name) if found is not None else None
    text = "".join(str(part) for part in found.itertext()) if found is not None else ""
    return folded(_TAG.sub(" ", _NOTE.sub("", text))) or None


def _refuse_other(title: str, number: str) -> None:
    """Refuse another treaty: a title may begin with its place in the chapter ("16. United Nations Convention …")."""
    place = _PLACE.match(title)
    if place and place.group(1) not in number.split("-"):
        raise ParseError(ErrorKind.WRONG_TREATY, f"asked for {number}, got no. {place.group(1)}: {shown(title)}")


def _entry_into_force(text: str) -> date | None:
    """The date at the start of "1 January 2026, in accordance with article 65(1)."; None for "Not yet in force"."""
    found = _IN_FORCE.match(text)
    if found is None:
        return None
    try:
        return date(int(found.group(3)), _MONTHS.index(found.group(2)) + 1, int(found.group(1)))
    except ValueError:
        raise shape("the day of entry into force", shown(text)) from None


def _totals(header: Element) -> Totals | None:
    """The number of parties. The number of signatories is not used: the UN includes those that have ratified since."""
    found = re.search(r"[0-9]{1,4}", _text_at(header, "Status", "Parties") or "")
    return Totals(consents=int(found.group())) if found else None
