"""Statements as a sentence names them: `reservation to Article 7 of the Second Additional Protocol`. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from tracker.errors import excerpt
from tracker.language import N_, _, fill
from tracker.models import StatementKind
from tracker.statements import Withdraws, withdraws
from tracker.statements.listing import registered
from tracker.wording.words import capital, clauses, one_line, thing, with_article

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from tracker.models import Statement
    from tracker.wording.grammar import Noun

#: With their articles, from which French knows their gender.
_NOUNS = {
    StatementKind.RESERVATION: N_("a reservation"),
    StatementKind.DECLARATION: N_("a declaration"),
    StatementKind.AUTHORITY: N_("a designation of an authority"),
    StatementKind.TERRITORIAL_APPLICATION: N_("a statement on territorial application"),
    StatementKind.COMMUNICATION: N_("a communication"),
    StatementKind.OBJECTION: N_("an objection"),
    StatementKind.DENUNCIATION: N_("a statement of denunciation"),
    StatementKind.DEROGATION: N_("a notice of derogation"),
    StatementKind.OTHER: N_("a statement"),
}
_WITHDRAWALS = {Withdraws.WHOLE: N_("a withdrawal of {noun:a}"), Withdraws.PART: N_("a partial withdrawal of {noun:a}")}
_ABOUT = {
    StatementKind.RESERVATION: (N_("{noun} to {treaty}"), N_("{noun} to {article} of {treaty}")),
    StatementKind.OBJECTION: (N_("{noun} concerning {treaty}"), N_("{noun} concerning {article} of {treaty}")),
}
_ABOUT_ANY = N_("{noun} under {treaty}"), N_("{noun} under {article} of {treaty}")
_CALLED = N_('{noun} ("{nature}")')


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


def noun(statement: Statement) -> Noun:
    """The kind in words; of an unknown one the source's own: `statement ("Notification")`. `{noun:a}` has its article,
    `{noun:the}` the definite one."""
    word = thing(_(_NOUNS[statement.kind]))
    nature = _short(statement.nature)
    named = word.within(_(_CALLED), "noun", nature=nature) if statement.kind is StatementKind.OTHER and nature else word
    withdrawn = withdraws(statement)
    return thing(fill(_WITHDRAWALS[withdrawn], noun=named)) if withdrawn else named


def about(statement: Statement, treaty: Noun) -> Noun:
    """The noun with what it is about; `treaty` as a sentence has it: `the Second Additional Protocol`."""
    bare, under = _ABOUT.get(statement.kind, _ABOUT_ANY)
    article = article_words(statement.article)
    return noun(statement).within(_(under if article else bare), "noun", article=article, treaty=treaty)


_ONE_ARTICLE, _ARTICLES = N_("Article {numbers}"), N_("Articles {numbers}")


def article_words(article: str | None) -> str:
    """A printed article in a sentence: `Article 7`, `Articles 5, 7 and 9`; empty if there is none."""
    plain = _short(article or "")
    if not plain:
        return ""
    if plain[:3].casefold() == "art":
        return plain[:1].upper() + plain[1:]
    return fill(_ARTICLES if _SEVERAL.search(plain) else _ONE_ARTICLE, numbers=plain)


_NAMES_OTHER = N_("{who} has made {what:a} that names {other}: read it")
_NO_LONGER_LISTED = N_("was in effect until last shown on {day}; no longer listed; no withdrawal is on record")


def names_other(who: str, kind: StatementKind, other: str) -> str:
    """What comes before the whole text of a statement by which one State names another."""
    what = thing(_(_NOUNS[kind]))
    return capital(fill(_NAMES_OTHER, who=with_article(who), what=what, other=with_article(other)))


def no_longer_listed(day: str) -> str:
    """What is known of a statement after it left the list; `day` is the last one on which the list showed it."""
    return fill(_NO_LONGER_LISTED, day=day)


#: As lists name them.
KINDS: Mapping[str, str] = {
    StatementKind.RESERVATION: N_("reservation"),
    StatementKind.DECLARATION: N_("declaration"),
    StatementKind.AUTHORITY: N_("authority"),
    StatementKind.TERRITORIAL_APPLICATION: N_("territorial application"),
    StatementKind.COMMUNICATION: N_("communication"),
    StatementKind.OBJECTION: N_("objection"),
    StatementKind.DENUNCIATION: N_("denunciation"),
    StatementKind.DEROGATION: N_("derogation"),
    StatementKind.OTHER: N_("other"),
}
#: The same with their articles, where that is another noun than in a sentence.
_LISTED = {
    StatementKind.AUTHORITY: N_("an authority"),
    StatementKind.TERRITORIAL_APPLICATION: N_("a territorial application"),
    StatementKind.DENUNCIATION: N_("a denunciation"),
    StatementKind.DEROGATION: N_("a derogation"),
    StatementKind.OTHER: N_("an other"),
}


def listed_kind(kind: StatementKind) -> Noun:
    """A kind as lists name it; `{noun:a}` has its article, `{noun:the}` the definite one."""
    return thing(_({**_NOUNS, **_LISTED}[kind]))


_UNDER = N_("{kind} under {article}")


def under_article(statement: Listed) -> str:
    """A statement as lists name it: `reservation under article 7`; the kind alone where no article is printed."""
    kind = _(KINDS[statement.kind])
    printed = article_words(statement.article)
    article = f"{printed[:1].lower()}{printed[1:]}"
    return fill(_UNDER, kind=kind, article=article) if article else kind


_BESIDE = N_("{kind} [statement {id}]")
_BESIDE_SECONDARY = N_("{kind} [statement {id}], from secondary sources")
_NONE_LISTED, _NEVER_READ = N_("none listed as of {day}"), N_("none on record, list never read")


def beside(statements: Iterable[Numbered], read_on: date | None) -> str:
    """What one side stated under a place, in a table of two: `reservation [statement 20]`, else that nothing is listed;
    `read_on` None: the list was never read."""
    named = [fill(_BESIDE if one.text else _BESIDE_SECONDARY, kind=_(KINDS[one.kind]), id=one.id) for one in statements]
    return clauses(named) or none_listed(read_on)


def none_listed(read_on: date | str | None) -> str:
    """That nothing is listed under a place, as of the day on which the list was read."""
    return fill(_NONE_LISTED, day=read_on) if read_on else _(_NEVER_READ)


_RECEIVED, _REGISTERED = N_("received on"), N_("registered at the Secretariat General on")
_DEPOSITED = N_("deposited on")


def received(statement: Worded) -> str:
    """How the day on which it came is introduced: an instrument is deposited, a notification is registered."""
    if statement.text is None:
        return _(_RECEIVED)  # who tells of it does not say as what it came
    return _(_REGISTERED) if registered(statement.text) else _(_DEPOSITED)


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
    return fill(_PARAPHRASED, summary=summary) if text is None and summary else text or ""


_PARAPHRASED = N_("paraphrase, not the text: {summary}")
