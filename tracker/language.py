"""The language that is spoken, and its phrases: gettext catalogues in `tracker/locale`, English in the code. Pure.

Whoever writes for a reader says `with speaking(language):` around the call that makes the text, and around nothing
else: a message, a report, a page. Below, a phrase is looked up when it is used. Each thread speaks its own language.

    _("…")                      a phrase, looked up now
    N_("…")                     a phrase of a table or constant, only marked: `_` or `fill` looks it up
    fill("…", who=…)            a phrase with its places filled
    P_("{count} …", "{count} …")  a phrase for one and for many; `counting` chooses and fills it

`make messages` collects the phrases and compiles the catalogues. docs/decisions/0022-french.md has the reasons.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from gettext import GNUTranslations


class Language(StrEnum):
    """A language that the tracker speaks, by its ISO 639-1 code."""

    ENGLISH = "en"
    FRENCH = "fr"


class Plural(NamedTuple):
    """A phrase for one and for several."""

    one: str
    many: str


_spoken: ContextVar[Language] = ContextVar("language", default=Language.ENGLISH)


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Speak a language in this block. A generator must not yield inside it: its caller would speak it too."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def spoken() -> Language:
    """The language that is spoken now."""
    return _spoken.get()


def _(phrase: str) -> str:
    """The phrase in the language that is spoken."""
    language = _spoken.get()
    return phrase if language is Language.ENGLISH or not phrase else _catalogue(language).gettext(phrase)


def N_(phrase: str) -> str:  # noqa: N802 - gettext's own name for it
    """The phrase itself, marked for the catalogues."""
    return phrase


def P_(one: str, many: str) -> Plural:  # noqa: N802 - like N_
    """A phrase for one and for several, marked for the catalogues."""
    return Plural(one, many)


def fill(phrase: str, /, **words: object) -> str:
    """The phrase in the language that is spoken, its places filled."""
    return _(phrase).format(**words)


def counting(phrase: Plural, number: int, /, **words: object) -> str:
    """The form of the phrase for this number in the language that is spoken, its places filled; `{count}` is the number
    unless the words say otherwise."""
    language = _spoken.get()
    if language is Language.ENGLISH:
        form = phrase.one if number == 1 else phrase.many
    else:
        form = _catalogue(language).ngettext(*phrase, number)
    return form.format(**{"count": number, **words})


@cache
def _catalogue(language: Language) -> GNUTranslations:
    from gettext import GNUTranslations  # neither is needed for English
    from pathlib import Path

    with (Path(__file__).with_name("locale") / language / "LC_MESSAGES" / "tracker.mo").open("rb") as file:
        return GNUTranslations(file)
