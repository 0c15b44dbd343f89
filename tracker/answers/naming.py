"""Which treaty is meant by what a person typed: its id, its number, or words of its name that fit no other one."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from tracker.errors import UsageError, closest, nearest
from tracker.participants.folding import without_accents
from tracker.wording.words import number_label, official_reference, official_title, treaty_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.models import Treaty

_WORDS = re.compile(r"[^\W_]+")
_UNSAID = frozenset({"the", "no", "of", "on", "to", "and"})  # left out, or said, as people like
_ORDINALS = {"1st": "first", "2nd": "second", "3rd": "third"}


def find_treaty(given: str, followed: Iterable[Treaty]) -> Treaty:
    """The treaty that is meant. Raises UsageError naming the nearest, or all that it could be."""
    treaties = list(followed)
    found = treaties_named(given, treaties)
    if len(found) == 1:
        return found[0]
    if found:
        which = ", ".join(f"{one.id} ({treaty_title(one)})" for one in found)
        raise UsageError(f"{given!r} could be several treaties: {which}")
    raise UsageError(f"no treaty {given!r}{_nearest(given, treaties)}")


def treaties_named(given: str, treaties: Sequence[Treaty]) -> list[Treaty]:
    """Those that a text can mean: the ids, numbers and names it equals; else the names, else the titles, of which it
    has words or their beginnings."""
    typed = given.strip().lower()
    exact = [one for one in treaties if one.id == typed]
    words = _words(given)
    if exact or not words:
        return exact
    for forms in (_designations, _names):
        if equal := [one for one in treaties if words in map(_words, forms(one))]:
            return equal
    for text in (treaty_title, official_title):
        if begun := [one for one in treaties if _begins(words, _words(text(one)))]:
            return begun
    return []


def _designations(treaty: Treaty) -> tuple[str, ...]:
    return treaty.id, treaty.number, number_label(treaty), official_reference(treaty)


def _names(treaty: Treaty) -> tuple[str, ...]:
    return treaty_title(treaty), official_title(treaty).partition(" (")[0], official_title(treaty)


def _words(text: str) -> list[str]:
    found = _WORDS.findall(without_accents(unicodedata.normalize("NFKC", text)).casefold())
    return [_ORDINALS.get(word, word) for word in found if word not in _UNSAID]


def _begins(given: list[str], words: list[str]) -> bool:
    """True if each word typed is one of the name's, or the beginning of one of at least three letters."""
    return all(word in words or (len(word) > 2 and any(one.startswith(word) for one in words)) for word in given)


def _nearest(given: str, treaties: Sequence[Treaty]) -> str:
    ids = [one.id for one in treaties]
    typed = given.strip().lower()
    if closest(typed, ids):
        return nearest(typed, ids)
    names = {" ".join(_words(treaty_title(one))): one for one in treaties}
    meant = names.get(closest(" ".join(_words(given)), list(names)) or "")
    return f"; did you mean {meant.id!r} ({treaty_title(meant)})?" if meant else nearest(given, ids)
