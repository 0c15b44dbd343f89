"""Statements as a sentence names them: `reservation to Article 7 of the Second Additional Protocol`. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from tracker.errors import excerpt
from tracker.models import StatementKind
from tracker.statements import Withdraws, withdraws
from tracker.statements.listing import registered
from tracker.wording.words import capital, one_line, with_article

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from tracker.models import Statement

_NOUNS = {
    StatementKind.RESERVATION: "reservation",
    StatementKind.DECLARATION: "declaration",
    StatementKind.AUTHORITY: "designation of an authority",
    StatementKind.TERRITORIAL_APPLICATION: "statement on territorial application",
    StatementKind.COMMUNICATION: "communication",
    StatementKind.OBJECTION: "objection",
    StatementKind.DENUNCIATION: "statement of denunciation",
    StatementKind.DEROGATION: "notice of derogation",
    StatementKind.OTHER: "statement",
}
_WITHDRAWALS = {Withdraws.WHOLE: "withdrawal", Withdraws.PART: "partial withdrawal"}
_PREPOSITIONS = {StatementKind.RESERVATION: "to", StatementKind.OBJECTION: "concerning"}


class Listed(Protocol):
    """A statement, or an answer about one."""

    @property
    def kind(self) -> StatementKind:
        """The kind."""

    @property
    def article(self) -> str | None:
        """The article as printed."""


class Worded(Protocol):
    """A statement, or an answer about one."""

    @property
    def text(self) -> str | None:
        """The text, with the depositary's header; None if it was not read."""


class Numbered(Listed, Worded, Protocol):
    """An answer about a statement."""

    @property
    def id(self) -> int:
        """The id of its version."""


_LONGEST = 80  # characters of a printed article or nature
_SEVERAL = re.compile(r"\d\D*(?:,|&|\band\b|\bto\b|[-–]\s*\d)")


def noun(statement: Statement) -> str:
    """The kind in words; of an unknown one the source's own: `statement ("Notification")`."""
    word = _NOUNS[statement.kind]
    nature = _short(statement.nature)
    named = f'{word} ("{nature}")' if statement.kind is StatementKind.OTHER and nature else word
    withdrawn = withdraws(statement)
    return f"{_WITHDRAWALS[withdrawn]} of {indefinite(named)}" if withdrawn else named


def about(statement: Statement, treaty: str) -> str:
    """The noun with what it is about; `treaty` as a sentence has it: `the Second Additional Protocol`."""
    preposition = _PREPOSITIONS.get(statement.kind, "under")
    article = article_words(statement.article)
    return f"{noun(statement)} {preposition} {f'{article} of ' if article else ''}{treaty}"


def article_words(article: str | None) -> str:
    """A printed article in a sentence: `Article 7`, `Articles 5, 7 and 9`; empty if there is none."""
    plain = _short(article or "")
    if not plain:
        return ""
    if plain[:3].casefold() == "art":
        return plain[:1].upper() + plain[1:]
    return f"{'Articles' if _SEVERAL.search(plain) else 'Article'} {plain}"


def names_other(who: str, kind: StatementKind, other: str) -> str:
    """What comes before the whole text of a statement by which one State names another."""
    return f"{capital(with_article(who))} has made {indefinite(_NOUNS[kind])} that names {with_article(other)}: read it"


def no_longer_listed(day: str) -> str:
    """What is known of a statement after it left the list; `day` is the last one on which the list showed it."""
    return f"was in effect until last shown on {day}; no longer listed; no withdrawal is on record"


def under_article(statement: Listed) -> str:
    """A statement as lists name it: `reservation under article 7`; the kind alone where no article is printed."""
    kind = statement.kind.value.replace("_", " ")
    article = article_words(statement.article)
    return f"{kind} under {article[:1].lower()}{article[1:]}" if article else kind


def beside(statements: Iterable[Numbered], read_on: date | None) -> str:
    """What one side stated under a place, in a table of two: `reservation [statement 20]`, else that nothing is listed;
    `read_on` None: the list was never read."""
    named = [
        f"{one.kind.value.replace('_', ' ')} [statement {one.id}]{'' if one.text else ', from secondary sources'}"
        for one in statements
    ]
    return "; ".join(named) or none_listed(read_on)


def none_listed(read_on: date | str | None) -> str:
    """That nothing is listed under a place, as of the day on which the list was read."""
    return f"none listed as of {read_on}" if read_on else "none on record, list never read"


def received(statement: Worded) -> str:
    """How the day on which it came is introduced: an instrument is deposited, a notification is registered."""
    if statement.text is None:
        return "received on"  # who tells of it does not say as what it came
    return "registered at the Secretariat General on" if registered(statement.text) else "deposited on"


def indefinite(phrase: str) -> str:
    """The phrase with `a` or `an`."""
    return f"{'an' if phrase[:1] in 'aeiou' else 'a'} {phrase}"


def possessive(name: str) -> str:
    """`Japan's`, `the Netherlands'`."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def _short(text: str) -> str:
    plain = one_line(text)
    return excerpt(plain, _LONGEST)


def particulars(statement: Statement) -> str:
    """Under what a statement is listed: `reservation, article 7, effective 2023-08-10`.

    The database keeps this text with a change of a label or a date: it must stay as it is.
    """
    words = [statement.kind.value.replace("_", " ")]
    if statement.kind is StatementKind.OTHER and statement.nature:
        words.append(f'"{statement.nature}"')
    if statement.article:
        words.append(f"article {statement.article}")
    if statement.effective_on:
        words.append(f"effective {statement.effective_on}")
    if statement.withdrawn_on:
        words.append(f"withdrawn {statement.withdrawn_on}")
    return ", ".join(words)


def statement_in_words(text: str | None, summary: str | None) -> str:
    """The text of a statement; where only a summary from secondary sources is known, that, marked as such."""
    return f"{PARAPHRASE}: {summary}" if text is None and summary else text or ""


#: What stands where the depositary's text was not read.
PARAPHRASE = "paraphrase, not the text"
