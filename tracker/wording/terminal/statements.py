"""Statements as lines below a State, and one of them in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.wording.statements import no_longer_listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

#: Said of a statement whose text the depositary's list has not given yet.
SECONDARY = "secondary sources, text not read"
AWAITS_ENTRY = "made, takes effect with entry into force"
NO_ARTICLE = "no article"
NO_ARTICLE_IN_MATRIX = "none"
LAST_SHOWN = "last shown on: {day}; no longer listed; no withdrawal is on record"
NONE_MATCHES = "no known statement matches"
NOTHING_TO_SEARCH = "nothing to search for: give a word or a number from the text"
EFFECTIVE_ON = "effective on"
WITHDRAWN_ON = "withdrawn on"

_UNREAD_LIST = "reservations and declarations: their list was never read, so there may be some"
_UNREAD_LIST_OTHERS = "reservations and declarations: their list was never read, so there may be others"
_UNREAD_ROW = "1 row of the list of statements could not be read: see `tracker statements`"
_UNREAD_ROWS = "{count} rows of the list of statements could not be read: see `tracker statements`"
_LAST_READ_FAILED = "the last read of the list of statements failed: {error}"
_INHERITED = "under {parent}, and here by article {article} of {treaty} unless it declared otherwise: {line}"
_NOT_ASKED_FOR = (
    "{treaty}: no list in French was ever read: it is where a channel's `language` or `[publish] languages` names fr"
)
_NEVER_READ = "{treaty}: the list in French was never read"
_FRENCH_FAILED = "{treaty}: the last read of the list in French failed: {error}"
_UNMATCHED = "{treaty}: texts in French of which it is not certain whose they are, and that are not shown: {count}"
_OUTDATED = "{treaty}: texts in French that did not change when the English ones did, and are not shown: {count}"
#: Before a text, where French was asked for.
IN_ENGLISH = "[in English] {text}"
_LINE = "{what}: {text} [{proofs}]"
_LINE_OF_DAYS = "{what} ({days}): {text} [{proofs}]"
_AROUND = "1 statement is listed under article {article} without that paragraph: see --article {article}"
_MANY_AROUND = "{count} statements are listed under article {article} without that paragraph: see --article {article}"
_TERRITORY = "territory {reach}: {name} [statement {statement}]"


def unread_list(*shown: object) -> str:
    """The note after statements of which the list was never read: the bundled list is incomplete."""
    return _UNREAD_LIST_OTHERS if any(shown) else _UNREAD_LIST


def in_territory(territory: str, words: str, statements: Sequence[int]) -> str:
    """Whether a treaty applies in a territory, with the statements on which that rests."""
    noun = "statement" if len(statements) == 1 else "statements"
    proofs = f" [{noun} {', '.join(map(str, statements))}]" if statements else ""
    return f"{territory}: {words}{proofs}"


def territory(reach: str, name: str, statement: int) -> str:
    """What a statement says of a territory."""
    return _TERRITORY.format(reach=reach.replace("_", " "), name=name, statement=statement)


def territory_in_full(name: str, reach: str, from_on: date | None, until_on: date | None) -> str:
    """The same with its days."""
    days = "".join(f" {word} {day}" for word, day in (("from", from_on), ("until", until_on)) if day)
    return f"territory: {name}, {reach.replace('_', ' ')}{days}"


def inherited(parent: str, treaty: str, article: str, line: str) -> str:
    """A statement under the parent treaty, and by which article of a treaty it applies under that too."""
    return _INHERITED.format(parent=parent, article=article, treaty=treaty, line=line)


def list_faults(unread_rows: int, last_error: str | None) -> Iterator[str]:
    """What may be missing from a list of statements: rows that could not be read, and why its last read failed."""
    if unread_rows:
        yield (_UNREAD_ROWS if unread_rows > 1 else _UNREAD_ROW).format(count=unread_rows)
    if last_error:
        yield _LAST_READ_FAILED.format(error=last_error)


def in_french(
    treaty: str, *, asked: bool, read: bool, unmatched: int, outdated: int, last_error: str | None
) -> Iterator[str]:
    """Why statements may be shown in English where French was asked for."""
    if not asked:
        yield _NOT_ASKED_FOR.format(treaty=treaty)
    elif not read:
        yield _NEVER_READ.format(treaty=treaty)
    if last_error:
        yield _FRENCH_FAILED.format(treaty=treaty, error=last_error)
    if unmatched:
        yield _UNMATCHED.format(treaty=treaty, count=unmatched)
    if outdated:
        yield _OUTDATED.format(treaty=treaty, count=outdated)


def line(what: str, days: Sequence[str], text: str, statement: int, formula: Iterable[str]) -> str:
    """A statement on one line: `what` it is, its days, its words, its id and what the depositary's formula says."""
    proofs = "; ".join((f"statement {statement}", *formula))
    return (_LINE_OF_DAYS if days else _LINE).format(what=what, days="; ".join(days), text=text, proofs=proofs)


def finding(status: str, explanation: str) -> str:
    """What `tracker reconcile` finds on a statement, as a line under it."""
    return f"  {status.replace('_', ' ')}: {explanation}"


def formula(contained_in: str | None, registered_on: date | None, original_language: str | None) -> Iterator[str]:
    """What the depositary's formula says: in which document it came, when that was registered, its language."""
    if contained_in:
        yield f"contained in {contained_in}"
    if registered_on:
        yield f"registered at the Secretariat General on {registered_on}"
    if original_language:
        yield f"original: {original_language}"


def days_of(
    day: date,
    *,
    effective: date | None,
    withdrawn: date | None,
    last_shown_on: date | None,
    unlisted: bool,
    applies: bool,
) -> Iterator[str]:
    """When a statement takes effect or is withdrawn, unless it is simply in effect on the day."""
    if withdrawn:
        yield f"{'withdrawn' if withdrawn <= day else 'to be withdrawn'} {withdrawn}"
    elif unlisted:
        yield no_longer_listed(str(last_shown_on))
    elif (effective or day) > day:
        yield f"from {effective}"
    if effective is None:
        yield "day of effect not given"
        if not applies and not withdrawn:
            yield f"nothing signed or consented by {day}"


def around(article: str, count: int) -> str:
    """How many more statements are listed under an article than under its paragraph that was asked for."""
    return (_MANY_AROUND if count > 1 else _AROUND).format(count=count, article=article)


def title(name: str, treaty: str, what: str, statement: int) -> str:
    """The first line of a statement in full."""
    return f"{name}, {treaty}: {what} (statement {statement})"


def nothing_found(search: str | None) -> str:
    """That no statement answers, and what a search needs."""
    if search is not None and not any(character.isalnum() for character in search):
        return NOTHING_TO_SEARCH
    return NONE_MATCHES
