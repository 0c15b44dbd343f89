"""The table in memory. Look up a participant by a source's spelling, by what a person typed, or by id."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from tracker.errors import ConfigError, ErrorKind, ParseError, UsageError, quoted
from tracker.participants.folding import fold, without_accents
from tracker.participants.participant import Participant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tracker.participants.french import FrenchName

_ARTICLE = re.compile(r"(?:the |l[ae] |les |l'|de |het )")
#: "Republic of Korea, the", "Netherlands (Kingdom of the), the", "Gambia (the)"
_ARTICLE_AFTER = re.compile(r"(?:, ?| \()(?:the|l[ae]|les|l'|de|het)\)?$")
#: "Yugoslavia (< 25-06-1991)": the Dutch register's name of a State of which another one is the successor.
_FORMER = re.compile(r"(?P<name>.{1,150}?) ?\((?:<|until|before|up to|tot|voor|t/m) ?(?P<end>[^()]{4,30})\)?")
_END = re.compile(
    r"(?:(?:(?P<day>[0-9]{1,2})[-/. ])?(?P<month>[0-9]{1,2}[-/.]|[a-z]{3,9}\.? ))?(?P<year>[0-9]{4})"
    r"|(?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2})"
)
_MONTHS = ("jan", "feb", "mar mrt maa", "apr", "may mei", "jun", "jul", "aug", "sep", "oct okt", "nov", "dec")
#: "Türkiye (formerly Turkey)", "USSR (Union of Soviet Socialist Republics)": both must mean the same one.
_TWICE = re.compile(
    r"(?P<one>[^()]{2,100}) \((?:(?:formerly(?: known as)?|previously|now|ex-?|also|voorheen|thans|anciennement) )?"
    r"(?P<other>[^()]{2,100})\)?"
)
#: "Myanmar/Burma": the same.
_EITHER = re.compile(r"(?P<one>[^()/]{2,100}?) ?/ ?(?P<other>[^()/]{2,100})")
#: "Poland, Republic of", "Korea (the Republic of)", "Bolivie (État plurinational de)": the formal name is looked up.
_INVERTED = re.compile(
    r"(?P<name>[^(),]{2,100}?)(?:, | (?P<open>\())(?:the |la |le |l'|les )?"
    r"(?P<form>[^(),]{2,100}? (?:of(?: the)?|de(?: la| l')?|du|des|d'))(?(open)\))"
)
#: "Slovak Rep.", "St Vincent & the Grenadines", "Lao P.D.R."
_SHORTENED = (
    (re.compile(r"\brep\.?(?=[ ,)]|$)"), "republic"),
    (re.compile(r"(?<= )&(?= )"), "and"),
    (re.compile(r"^st\.?(?= )"), "saint"),
    (re.compile(r"(?<=\b[a-z])\.(?=[a-z]\b|[ ,)]|$)"), ""),
)
#: "C?te", "Alb\0ania", "C™te", "C&ocirc;te": no name has a question mark, a control, a sign or an entity within it.
_NO_LETTER = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffd]|\w\?\w|&#?\w{1,8};|[¡-©«-´¶-¹»-¿×÷“„™€‡†‰‹›˜œŸ¤]\w")
#: "TГјrkiye", "T端rkiye", "T√ºrkiye": no name has letters of two scripts or a mathematical sign in one word.
_MIXED = re.compile(
    r"[A-Za-z][\u0370-\u1dff\u2190-\u2bff\u2e80-\ua6ff\uac00-\ud7af\uf900-\ufaff\uff61-\uffdc]"
    r"|[\u0370-\u1dff\u2190-\u2bff\u2e80-\ua6ff\uac00-\ud7af\uf900-\ufaff\uff61-\uffdc][A-Za-z]"
)
_OTHER_PLACES = ("northern ireland",)  # parts of a State whose names hold the name of another
_SHOWN = 100  # characters of a spelling that are compared or shown: a broken page may give a very long one
_SUGGESTIONS = 3  # participants named in an error
_CODE = 3  # letters; with fewer typed, too many spellings would match


@dataclass(frozen=True, slots=True, eq=False)
class Participants:
    """All known participants and spellings. Immutable: `with_spellings` returns a new table."""

    by_id: Mapping[str, Participant] = field(repr=False)
    by_spelling: Mapping[str, str] = field(repr=False)  # folded spelling → id

    def resolve(self, spelling: str, *, suggest: bool = True) -> str:
        """The id of the participant that a source's spelling means.

        Codes are not accepted: the Council of Europe's AUS is Austria. Raises ParseError, kind `unknown_spelling`, or
        `undecodable` for letters that were read in a wrong charset. `suggest`: the error names the nearest known ones,
        which takes milliseconds.
        """
        key = fold(spelling)
        if found := self._spelled(key):
            return found
        if _is_damaged(spelling):
            raise ParseError(
                ErrorKind.UNDECODABLE,
                f"the participant {_shown(spelling)} is damaged: read or stored in a wrong charset, or escaped twice",
            )
        raise ParseError(
            ErrorKind.UNKNOWN_SPELLING,
            f"unknown participant {_shown(spelling)}{self._nearest(key, self.by_spelling) if suggest else ''}; "
            "if the source is right, add it under [participants] in config.toml",
        )

    def find(self, text: str) -> str:
        """The id of the participant that a person typed, as a spelling or as an ISO code in any case.

        Raises UsageError.
        """
        key = fold(text)
        if found := self.typed(text):
            return found
        known = {**{code.casefold(): code for code in self.by_id}, **self.by_spelling}
        raise UsageError(f"no participant {_shown(text)}{self._nearest(key, known)}")

    def typed(self, text: str) -> str | None:
        """The same, or None if nobody has this spelling or code."""
        key = fold(text)
        return self._spelled(key) or self._coded(key)

    def spelled(self, text: str) -> str | None:
        """The id of the participant that has this spelling, or None."""
        return self._spelled(fold(text))

    def french(self, spelling: str) -> FrenchName | None:
        """What French calls the participant that has this spelling; None for a spelling that nobody has."""
        key = fold(spelling)
        found = self._spelled(key)
        known = self.by_id.get(found) if found else None
        return known.french_of(key) if known else None

    def named_in(self, text: str) -> frozenset[str]:
        """The ids of the participants that a text names. The longer name wins: Guinea-Bissau does not name Guinea."""
        found = (self.by_spelling.get(match[0]) for match in _any_name(self).finditer(fold(text)))
        return frozenset(one for one in found if one)

    def get(self, participant: str) -> Participant:
        """The participant with this id. For an id that is not in the table, the name is the id itself."""
        return self.by_id.get(participant) or Participant(id=participant, name=participant)

    def predecessor_on(self, participant: str, day: date) -> Participant | None:
        """The predecessor State that acted on this day, under its name of that day; None if the participant itself
        existed, or none is known."""
        if self.get(participant).existed_on(day):
            return None
        former = next((p for p in self.by_id.values() if participant in p.successors and p.existed_on(day)), None)
        return _under_name_of(former, day) if former else None

    def state_on(self, participant: str, day: date) -> Participant:
        """The State that it belonged to on a day: a former one, or itself."""
        return self.predecessor_on(participant, day) or self.get(participant)

    def one_state_on(self, one: str, other: str, day: date) -> Participant | None:
        """The State that both belonged to on a day, if it was one and the same."""
        found, its = self.state_on(one, day), self.state_on(other, day)
        return _under_name_of(found, day) if found.id == its.id else None

    def name_then(self, participant: str, day: date | None, printed: str) -> str | None:
        """The participant's name on a day, if that was another than the printed one of today."""
        found = self.get(participant).name_on(day) if day else None
        return found if found and fold(found) != fold(printed) else None

    def acting_on(self, participant: str, day: date) -> str:
        """The id of the State that acted on a day: the participant's own, or that of its predecessor."""
        known = self.by_id.get(participant)
        if known is None or known.existed is None:
            return participant  # nearly all
        former = self.predecessor_on(participant, day)
        return former.id if former else participant

    def rows_of(self, participant: str) -> tuple[str, ...]:
        """The ids of all in whose rows a participant's acts of some day may stand.

        Its own, those of its successors, and of the former States that it was part of with their other successors.
        """
        former = [known for known in self.by_id.values() if participant in known.successors]
        after = (*self.get(participant).successors, *(key for one in former for key in (one.id, *one.successors)))
        return tuple(dict.fromkeys((participant, *after)))

    def former_states(self) -> dict[str, tuple[str, ...]]:
        """The ids of all former States, each with those of its successors."""
        return {known.id: known.successors for known in self.by_id.values() if known.successors}

    def ever_member(self, participant: str) -> bool:
        """True if the participant is or was a member of the Council of Europe."""
        return self.get(participant).ever_member

    def with_spellings(self, extra: Mapping[str, str]) -> Participants:
        """A new table with an operator's own spellings (config `[participants]`): spelling → id.

        An unknown id becomes a new State, or a new organisation if ` organisation` follows it. A known alpha-2 code
        means that participant. Raises ConfigError for a spelling that already means another participant, for an empty
        spelling or id, and for an organisation that the table has as a State.
        """
        by_id, by_spelling = dict(self.by_id), dict(self.by_spelling)
        known = Participants(by_id, by_spelling)  # shares both dicts: each line is checked against those before it
        for spelling, given in extra.items():
            key, (code, _, kind) = fold(spelling), given.strip().partition(" ")
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
            made = by_id.setdefault(meant, replace(known.get(meant), organisation=bool(kind)))
            if kind and not made.organisation:
                raise ConfigError(f"[participants] {_shown(spelling)} = {_shown(given)}: {made.name} is a State")
        return known

    def _spelled(self, key: str) -> str | None:
        """The id that a folded spelling means, also with an article before or after it, or with the day of its end."""
        if found := next((self.by_spelling[form] for form in _without_articles(key) if form in self.by_spelling), None):
            return found
        if former := _FORMER.fullmatch(key):
            named, end = self._spelled(former["name"]), _end(former["end"])
            return named if named and end and self._stood_before(named, end) else None
        if inverted := _INVERTED.fullmatch(key):
            formal = f"{inverted['form']} {inverted['name']}".replace("' ", "'")
            if found := self.by_spelling.get(formal):
                return found
        if twice := _TWICE.fullmatch(key) or _EITHER.fullmatch(key):
            one, other = self._spelled(twice["one"]), self._spelled(twice["other"]) or self._coded(twice["other"])
            if one and one == other:
                return one
        longer = _in_full(key)
        return self._spelled(longer) if longer != key else None

    def _stood_before(self, participant: str, end: date) -> bool:
        """True unless the State began on or after the day of its end, as written: then another one is meant."""
        try:
            return self.get(participant).existed_on(end - timedelta(days=1))
        except OverflowError:
            return False

    def _coded(self, key: str) -> str | None:
        code = key.upper()
        if code in self.by_id:
            return code
        return next((p.id for p in self.by_id.values() if p.alpha_2 == code), None)

    def _named(self, participant: str) -> str:
        return f"{self.get(participant).name} ({participant})"

    def _nearest(self, key: str, known: Mapping[str, str]) -> str:
        # several spellings of one participant may match: show each participant once
        ids = list(dict.fromkeys(known[match] for match in close_spellings(key, known)))[:_SUGGESTIONS]
        return f", nearest known: {', '.join(map(self._named, ids))}" if ids else ""


def _under_name_of(participant: Participant, day: date) -> Participant:
    name = participant.name_on(day)
    return replace(participant, name=name) if name else participant


@lru_cache(maxsize=8)
def _any_name(table: Participants) -> re.Pattern[str]:
    """Finds every spelling of a table of participants."""
    longest_first = sorted((*table.by_spelling, *_OTHER_PLACES), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


def _end(text: str) -> date | None:
    """The day of "25-06-1991", "25 June 1991", "1991"; None for other texts."""
    found = _END.fullmatch(text.strip())
    try:
        if found is None or found["iso"]:
            return date.fromisoformat(text.strip())
        month = (found["month"] or "1").rstrip("-/. ")
        if not month.isdigit():
            month = str(next((at for at, names in enumerate(_MONTHS, 1) if month[:3] in names.split()), 0))
        return date(int(found["year"]), int(month), int(found["day"] or 1))
    except ValueError:
        return None


def _in_full(key: str) -> str:
    """A folded spelling with the usual abbreviations written out."""
    for short, full in _SHORTENED:
        key = short.sub(full, key)
    return key


def _without_articles(key: str) -> Iterator[str]:
    """The spelling, and its forms without an article before it, after it, and both."""
    shorter = _ARTICLE_AFTER.sub("", key)
    for form in dict.fromkeys((key, shorter)):
        yield form
        if article := _ARTICLE.match(form):
            yield form[article.end() :]


def without_leading_article(key: str) -> str:
    """A folded spelling without "the" or a French article before it."""
    article = _ARTICLE.match(key)
    return key[article.end() :] if article else key


def close_spellings(key: str, known: Iterable[str]) -> list[str]:
    """Folded spellings that a folded one may have been meant for, the likeliest first."""
    spellings = list(known)
    return _begun(key[:_SHOWN], spellings) + _alike(key[:_SHOWN], spellings)


def _begun(typed: str, known: Iterable[str]) -> list[str]:
    """Spellings whose words begin with the typed ones, in the same order and ignoring accents; the shortest first."""
    words = without_accents(typed).split()
    if len("".join(words)) < _CODE:
        return []
    return sorted((one for one in known if _begins(words, without_accents(one).split())), key=len)


def _begins(typed: list[str], words: list[str]) -> bool:
    left = iter(words)
    return all(any(word.startswith(beginning) for word in left) for beginning in typed)


def _alike(typed: str, known: Iterable[str]) -> list[str]:
    """Spellings close enough to be a typing error. In a code, only the last letter may differ."""
    if len(typed) <= _CODE:
        return [one for one in known if len(one) == len(typed) and one[:2] == typed[:2]]
    # imported only when there is an error to report, because it slows down every start
    from difflib import get_close_matches

    # Strict cutoffs: with difflib's default (0.6), "Taiwan" would suggest "Vatican". Four letters get a little more
    # room.
    return get_close_matches(typed, known, n=4 * _SUGGESTIONS, cutoff=0.75 if len(typed) == _CODE + 1 else 0.8)


def _is_damaged(spelling: str) -> bool:
    """True for text in a wrong charset, or escaped twice: "TÃ¼rkiye", "C\x92te", "T\ufffdrkiye"."""
    if _NO_LETTER.search(spelling) or _MIXED.search(spelling):
        return True
    for charset in ("cp1252", "latin-1"):
        try:
            if not spelling.isascii() and spelling.encode(charset).decode():
                return True
        except UnicodeError:
            continue
    return False


def _shown(text: str) -> str:
    return quoted(text, _SHOWN)
