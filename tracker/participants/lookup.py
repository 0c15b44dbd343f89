"""The table in memory, and the three ways to ask it: by spelling, by what a person typed, by id."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.errors import ConfigError, ErrorKind, ParseError, UsageError
from tracker.participants.folding import fold, without_accents
from tracker.participants.participant import Participant

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

_ARTICLE = re.compile(r"(?:the |l[ae] |les |l')")
_SHOWN = 100  # characters of a spelling that are compared or shown: a page may hold anything
_SUGGESTIONS = 3
_CODE = 3  # letters; fewer do not say which words are meant


@dataclass(frozen=True, slots=True, eq=False)
class Participants:
    """Every known participant and spelling; a changed table is another object."""

    by_id: Mapping[str, Participant] = field(repr=False)
    by_spelling: Mapping[str, str] = field(repr=False)  # folded spelling → id

    def resolve(self, spelling: str) -> str:
        """The id of the participant that a source means. Codes are not spellings: AUS would be Austria.

        Raises ParseError, kind `unknown_spelling`.
        """
        key = fold(spelling)
        if found := self._spelled(key):
            return found
        raise ParseError(
            ErrorKind.UNKNOWN_SPELLING,
            f"unknown participant {_shown(spelling)}{self._nearest(key, self.by_spelling)}; "
            "if the source is right, add it under [participants] in config.toml",
        )

    def find(self, text: str) -> str:
        """The id of the participant that a person means: a spelling, else an ISO code in any case.

        Raises UsageError.
        """
        key = fold(text)
        if found := self._spelled(key) or self._coded(key):
            return found
        known = {**{code.casefold(): code for code in self.by_id}, **self.by_spelling}
        raise UsageError(f"no participant {_shown(text)}{self._nearest(key, known)}")

    def spelled(self, text: str) -> str | None:
        """The id of the participant of which a text is a known spelling, or None."""
        return self._spelled(fold(text))

    def named_in(self, text: str) -> frozenset[str]:
        """The ids of the participants that a text names; of a name within a name (Guinea-Bissau) the longer counts."""
        longest_first = sorted(self.by_spelling, key=len, reverse=True)
        pattern = rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)"
        return frozenset(self.by_spelling[found[0]] for found in re.finditer(pattern, fold(text)))

    def get(self, participant: str) -> Participant:
        """The participant of that id; one that the table does not have is its id and no more."""
        return self.by_id.get(participant) or Participant(id=participant, name=participant)

    def predecessor_on(self, participant: str, day: date) -> Participant | None:
        """The former State whose act it was, if the participant did not act for itself on that day."""
        if self.get(participant).existed_on(day):
            return None
        former = (p for p in self.by_id.values() if participant in p.successors and p.existed_on(day))
        return next(former, None)

    def ever_member(self, participant: str) -> bool:
        """True if the participant is or was a member of the Council of Europe."""
        return self.get(participant).ever_member

    def with_spellings(self, extra: Mapping[str, str]) -> Participants:
        """The table with an operator's own spellings (config `[participants]`), each with the id it means.

        An id that the table does not have becomes a participant; an alpha-2 that it has is that participant's id.
        Raises ConfigError for a spelling that already means another participant, and for an empty one.
        """
        by_id, by_spelling = dict(self.by_id), dict(self.by_spelling)
        known = Participants(by_id, by_spelling)  # grows below, so that two lines are checked against each other
        for spelling, given in extra.items():
            key, code = fold(spelling), given.strip()
            meant = known._coded(code) or code.upper()
            if not key or not meant:
                raise ConfigError(f"[participants] {_shown(spelling)} = {_shown(given)}: neither may be empty")
            owner = known._spelled(key) or known._coded(key)
            if owner not in (None, meant):
                raise ConfigError(
                    f"[participants] {_shown(spelling)} = {_shown(given)}: "
                    f"this spelling already means {known._named(owner)}; remove the line"
                )
            by_spelling[key] = meant
            by_id.setdefault(meant, known.get(meant))
        return known

    def _spelled(self, key: str) -> str | None:
        article = _ARTICLE.match(key)
        return self.by_spelling.get(key) or (self.by_spelling.get(key[article.end() :]) if article else None)

    def _coded(self, key: str) -> str | None:
        code = key.upper()
        if code in self.by_id:
            return code
        return next((p.id for p in self.by_id.values() if p.alpha_2 == code), None)

    def _named(self, participant: str) -> str:
        return f"{self.get(participant).name} ({participant})"

    def _nearest(self, key: str, known: Mapping[str, str]) -> str:
        # Several spellings of one participant may be near: one name is enough to know it by.
        near = _begun(key[:_SHOWN], known) + _alike(key[:_SHOWN], known)
        ids = list(dict.fromkeys(known[match] for match in near))[:_SUGGESTIONS]
        return f", nearest known: {', '.join(map(self._named, ids))}" if ids else ""


def _begun(typed: str, known: Iterable[str]) -> list[str]:
    """The spellings whose words begin with those typed, in their order and whatever the accents: the shortest first."""
    words = without_accents(typed).split()
    if len("".join(words)) < _CODE:
        return []
    return sorted((one for one in known if _begins(words, without_accents(one).split())), key=len)


def _begins(typed: list[str], words: list[str]) -> bool:
    left = iter(words)
    return all(any(word.startswith(beginning) for word in left) for beginning in typed)


def _alike(typed: str, known: Iterable[str]) -> list[str]:
    """The spellings that are hardly another: "Taiwan" is no misprint of "Vatican". Of a code the last letter may be."""
    if len(typed) <= _CODE:
        return [one for one in known if len(one) == len(typed) and one[:2] == typed[:2]]
    # Only needed when something is wrong, so its import is not paid by every start.
    from difflib import get_close_matches

    return get_close_matches(typed, known, n=4 * _SUGGESTIONS, cutoff=0.75 if len(typed) == _CODE + 1 else 0.8)


def _shown(text: str) -> str:
    return repr(text) if len(text) <= _SHOWN else repr(text[:_SHOWN]) + "…"
