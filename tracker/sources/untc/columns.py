"""What a column of the export holds, by its header, which also defines the letters after dates. Pure.

`a` may be accession in one treaty and approval in another. A column of provisional acts is never one of consents: a
State that applies a treaty provisionally has not consented to be bound (VCLT art. 25).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from tracker.models import ConsentKind
from tracker.sources.markup.xmltree import shape, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_LONGEST = 500  # characters of a header


class Role(Enum):
    """The content of a column."""

    NAME = auto()
    SIGNATURE = auto()
    CONSENT = auto()
    OTHER = auto()  # provisional acts, notifications: kept with the row as printed


@dataclass(frozen=True, slots=True)
class Column:
    """One column, described by its header.

    `letters`: the meaning of a letter after a date, None if it is no consent. `plain`: the meaning of a date without a
    letter; None if the header does not tell a consent from a provisional act.
    """

    header: str
    role: Role
    letters: Mapping[str, ConsentKind | None]
    plain: ConsentKind | None


_PROVISIONAL = "provisional"
#: "Withdrawal of acceptance", "Notification of non-acceptance": no act by which a participant is bound.
_NO_ACT = re.compile(
    r"denunciation|termination|withdraw|cessation|objection|reject|refus|suspension|entry into force|\beffect"
    r"|provisional|temporar|interim|succession to (?:the )?signature"
    r"|\bnon[- ]?(?=accept|ratif|approv|accession|particip)|reservation|\bpending\b|\bintention\b|\brequest"
)
#: "Acceptance, provisional": it says of which kind the act before it is.
_KIND_OF_ACT = re.compile(r" *(?:provisional|temporary|interim)(?:ly)? *")
_CHOICE = re.compile(r"\bor\b|\band\b|[/&]")
_LETTER = re.compile(r"\(([A-Za-z]{1,3})\)")
#: "under article 7 (a)": a part of an article, and no letter of the table.
_ARTICLE = re.compile(r"\b(?:articles?|paragraphs?|paras?\.?|sections?|annex(?:es)?) [0-9IVX][0-9IVX(), and]*$")
_ACTIONS = {
    "ratification": ConsentKind.RATIFICATION,
    "acceptance": ConsentKind.ACCEPTANCE,
    "approval": ConsentKind.APPROVAL,
    "accession": ConsentKind.ACCESSION,
    "succession": ConsentKind.SUCCESSION,
    "formal confirmation": ConsentKind.FORMAL_CONFIRMATION,
    "definitive signature": ConsentKind.DEFINITIVE_SIGNATURE,
    "consent to be bound": ConsentKind.CONSENT,
    "participation": ConsentKind.CONSENT,
}
_APPLICATION = "application"  # of a convention to an agency: alone, it is how a State takes part
_BROAD = frozenset({ConsentKind.RATIFICATION, ConsentKind.ACCEPTANCE, ConsentKind.APPROVAL})


def columns_of(headers: Iterable[str]) -> list[Column]:
    """The columns of a table. Raises ParseError(shape) without a column of participants and one of consents."""
    found = [_column(header) for header in headers]
    if not any(column.role is Role.CONSENT for column in found):
        found = [_as_application(column) for column in found]
    roles = [column.role for column in found]
    all_headers = shown(", ".join(column.header for column in found))
    if roles.count(Role.NAME) != 1 or roles.count(Role.SIGNATURE) > 1:
        raise shape("one column of participants, and at most one of signatures", all_headers)
    if Role.CONSENT not in roles:
        raise shape("a column of ratifications, accessions or the like", all_headers)
    return found


def _column(header: str) -> Column:
    if not 0 < len(header) <= _LONGEST:
        raise shape(f"a header of at most {_LONGEST} characters", shown(header))
    parts = list(_parts(header))
    undefined = [words for words, letter in parts if letter is None]
    unclear = any(_NO_ACT.search(words) for words in undefined)
    return Column(
        header,
        _role(header.lower(), parts),
        _letters(parts),
        None if unclear else _plain(kind for words in undefined for kind in _named(words)),
    )


def _as_application(column: Column) -> Column:
    """The column "Application" of a table without any other acts, as one of consents of unspecified kind."""
    if column.header.lower().strip() != _APPLICATION:
        return column
    return Column(column.header, Role.CONSENT, column.letters, ConsentKind.CONSENT)


def _parts(header: str) -> Iterator[tuple[str, str | None]]:
    """The actions in a header in small letters, each with its letter: "Accession(a), Acceptance" → accession a, …"""
    rest = header
    while rest:
        found = next(_letters_in(rest), None)
        defined = rest[: found.start()] if found else rest
        *alone, words = re.split(r"[,;]", defined)
        yield from ((each.lower(), None) for each in alone if each.strip())
        if found is None:
            if words.strip():
                yield words.lower(), None
            return
        *before, words = _choices(words.lower())
        yield from ((each, None) for each in before)
        yield words, found.group(1)
        rest = rest[found.end() :]


def _choices(words: str) -> list[str]:
    """The acts that share a letter's words: "ratification or accession" (a) defines the letter of the last one."""
    cuts = [found.end() for found in _CHOICE.finditer(words) if any(_named(words[found.end() :]))]
    return [words[: cuts[-1]], words[cuts[-1] :]] if cuts and any(_named(words[: cuts[-1]])) else [words]


def _letters_in(text: str) -> Iterator[re.Match[str]]:
    for found in _LETTER.finditer(text):
        if not (found.group(1).islower() and _ARTICLE.search(text[: found.start()])):
            yield found


def _role(header: str, parts: list[tuple[str, str | None]]) -> Role:
    if header.startswith("participant"):
        return Role.NAME
    if header.startswith("signature"):
        return Role.SIGNATURE
    if header.startswith(_PROVISIONAL) or any(_KIND_OF_ACT.fullmatch(words) for words, _ in parts):
        return Role.OTHER  # "Provisional application by virtue of signature, … or accession thereto"
    acts = (words for words, _ in parts if not _NO_ACT.search(words))
    return Role.CONSENT if any(any(_named(words)) for words in acts) else Role.OTHER


def _letters(parts: list[tuple[str, str | None]]) -> dict[str, ConsentKind | None]:
    """The meaning of each letter. An unknown action is a consent of unspecified kind; a known one goes before it."""
    found: dict[str, ConsentKind | None] = {}
    for words, letter in sorted(parts, key=lambda part: any(_named(part[0]))):
        if letter is not None:
            found[letter] = None if _NO_ACT.search(words) else next(_named(words), ConsentKind.CONSENT)
    return found


def _named(words: str) -> Iterator[ConsentKind]:
    """The kinds of consent that words name, in their order."""
    at = {action: words.find(action) for action in _ACTIONS}
    return (_ACTIONS[action] for action in sorted(at, key=at.__getitem__) if at[action] >= 0)


def _plain(kinds: Iterable[ConsentKind]) -> ConsentKind:
    found = set(kinds)
    if len(found) == 1:
        return found.pop()
    return ConsentKind.RATIFICATION_ACCEPTANCE_OR_APPROVAL if found and found <= _BROAD else ConsentKind.CONSENT
