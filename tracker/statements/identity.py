"""Match the statements of an old and a new list. Pure.

The depositary's list has no ids; its order and markup change. So a statement is identified by its participant, kind,
article and text. If its label changed, the text alone identifies it. If its text was edited, most of the text must
agree; if both changed, nearly all of it. A statement that had left the list comes back only with the same text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, TypeAlias
from zlib import crc32

from tracker.models import StatementKind
from tracker.participants.folding import unify

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence

    from tracker.models import Statement

#: The minimum share of common pairs of neighbouring words (of all pairs in both texts). An edit keeps most pairs; two
#: statements to one article that only begin with the same formula share fewer.
_ALIKE = 0.3
#: Or the minimum share of the shorter text's pairs that the longer one has: a paragraph was added or removed.
_CONTAINED = 0.7

#: The minimum share if the label differs too. It is higher, because formulas make statements under different labels
#: similar.
_ALIKE_ELSEWHERE = 0.6

_LARGEST = 2**32  # above every hash
_MIXED = 0x9E3779B1  # an odd number that spreads the hashes of neighbouring words (Knuth, volume 3, 6.4)
_KEPT = 256  # pairs of words kept per text to estimate these shares: as many as one and a half pages have
#: In a long list, a statement is compared only with the old ones that share the most of its rare pairs of words, and
#: with its neighbours in the order of their texts. Otherwise 5,000 changed ones would need 25 million comparisons.
_MOST = 8  # old statements that share rare pairs
_NEAR = 2  # places
_SAMPLED = 24  # pairs of each text that are looked up, those with the smallest hashes
_RARE = 16  # old statements at most that have a rare pair
_FEW = 400  # up to this many comparisons, every old statement is compared with every new one

_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+")


def text_key(text: str) -> str:
    """The text for comparison, without blanks, quotation marks and invisible characters.

    Dashes and compatibility forms are unified. Capitals and accents count.
    """
    return "".join(unify(unicodedata.normalize("NFKC", unify(text))).replace("'", "").split())


def label(statement: Statement) -> tuple[str, str, str]:
    """The label of a statement: kind, the source's word if the kind is unknown, and article; blanks and case folded."""
    nature = " ".join(statement.nature.casefold().split()) if statement.kind is StatementKind.OTHER else ""
    return statement.kind.value, nature, "".join((statement.article or "").casefold().split())


def same(one: Statement, other: Statement) -> bool:
    """True if both are the same statement of the same participant.

    Order, markup, blanks and quotation marks do not count, nor do values read from the text (day of deposit,
    territories).
    """
    return identity(one) == identity(other)


def identity(statement: Statement) -> tuple[object, ...]:
    """The key that `same` compares."""
    return statement.participant, *_full_key(_Marked.of(statement))


def pairs(old: Iterable[Statement], new: Iterable[Statement]) -> Iterator[tuple[Statement | None, Statement | None]]:
    """Pair each old statement with the new one that continues it; None on one side if there is none.

    A pair may be `same`. The result does not depend on the order of the lists: it is ordered by participant, kind,
    article and text, and the removed statements of a participant come last.
    """
    before, after = _by_participant(old), _by_participant(new)
    for participant in sorted(before.keys() | after.keys()):
        yield from _pairs(before.get(participant, []), after.get(participant, []))


@dataclass(frozen=True)
class _Marked:
    """A statement with its keys for comparison; its sketch is made only if no key is equal."""

    statement: Statement
    label: tuple[str, str, str]
    text: str

    @classmethod
    def of(cls, statement: Statement) -> _Marked:
        return cls(statement, label(statement), text_key(statement.text))

    @cached_property
    def sketch(self) -> _Sketch:
        return _Sketch.of(self.statement.text)


def _by_participant(statements: Iterable[Statement]) -> dict[str, list[_Marked]]:
    found: dict[str, list[_Marked]] = defaultdict(list)
    for statement in statements:
        found[statement.participant].append(_Marked.of(statement))
    for marked in found.values():
        marked.sort(key=_full_key)
    return found


def _full_key(one: _Marked) -> tuple[tuple[str, str, str], str, str, str]:
    return one.label, one.text, str(one.statement.effective_on), str(one.statement.withdrawn_on)


def _unchanged_key(one: _Marked) -> tuple[object, ...]:
    return one.statement.last_shown_on, _full_key(one)


def _labelled(one: _Marked) -> tuple[object, ...]:
    return one.label, one.text


def _article_and_text(one: _Marked) -> tuple[object, ...]:
    return one.label[2], one.text


def _kind_and_text(one: _Marked) -> tuple[object, ...]:
    return one.label[:2], one.text


def _text(one: _Marked) -> str:
    return one.text


#: Keys by which two statements can be equal, from the most reliable to the least.
_SIGNS: tuple[Callable[[_Marked], Hashable], ...] = (_full_key, _labelled, _kind_and_text, _article_and_text, _text)


def _pairs(old: list[_Marked], new: list[_Marked]) -> Iterator[tuple[Statement | None, Statement | None]]:
    became: dict[int, int] = {}  # place in the new list → place in the old one
    unlisted = {place for place, one in enumerate(old) if one.statement.last_shown_on}
    _match_equal(old, new, became, _unchanged_key)
    for sign in _SIGNS:
        _match_equal(old, new, became, sign, but=unlisted)
    _match_alike(old, new, became)
    _match_moved(old, new, became)
    for sign in _SIGNS if unlisted else ():
        _match_equal(old, new, became, sign)
    for place, one in enumerate(new):
        yield (old[became[place]].statement if place in became else None), one.statement
    kept = set(became.values())
    for place, one in enumerate(old):
        if place not in kept:
            yield one.statement, None


def _match_equal(
    old: list[_Marked],
    new: list[_Marked],
    became: dict[int, int],
    sign: Callable[[_Marked], Hashable],
    but: Collection[int] = (),
) -> None:
    """Match statements with equal keys. If several have the same key, match them in order.

    `but` are places in the old list that are left out.
    """
    kept = {*became.values(), *but}
    free: dict[Hashable, list[int]] = defaultdict(list)
    for place in reversed(range(len(old))):
        if place not in kept:
            free[sign(old[place])].append(place)
    for place, one in enumerate(new):
        if place not in became and (found := free.get(sign(one))):
            became[place] = found.pop()


def _match_alike(old: list[_Marked], new: list[_Marked], became: dict[int, int]) -> None:
    """Match statements under the same label whose texts are similar, the most similar first."""
    left: dict[Hashable, tuple[list[_Placed], list[_Placed]]] = defaultdict(lambda: ([], []))
    for side, free in enumerate(_free(old, new, became)):
        for place, one in free:
            left[one.label][side].append((place, one))
    for olds, news in left.values():
        _match_group(olds, news, became)


def _match_moved(old: list[_Marked], new: list[_Marked], became: dict[int, int]) -> None:
    """Match statements whose label and text both changed, if the texts are very similar; the most similar first.

    Formulas make statements to two articles equal except for the numbers in them. So if the article differs, one text
    must contain all numbers of the other.
    """
    olds, news = (sorted(free, key=lambda found: found[1].text) for free in _free(old, new, became))
    _match_group(olds, news, became, least=_ALIKE_ELSEWHERE, may_be=_may_have_moved)


def _may_have_moved(one: _Marked, other: _Marked) -> bool:
    if _article_number(one) == _article_number(other):
        return True
    before, after = (set(_NUMBER.findall(marked.statement.text)) for marked in (one, other))
    return before <= after or after <= before


def _article_number(one: _Marked) -> list[str]:
    """The number of the article in a label: `Ex-7` is article 7."""
    return _NUMBER.findall(one.label[2])[:1]


_Placed: TypeAlias = "tuple[int, _Marked]"


def _free(old: list[_Marked], new: list[_Marked], became: dict[int, int]) -> tuple[list[_Placed], list[_Placed]]:
    """The statements of the old and of the new list that are not matched yet; of the old ones, those that it showed."""
    kept = set(became.values())
    return (
        [found for found in enumerate(old) if found[0] not in kept and not found[1].statement.last_shown_on],
        [found for found in enumerate(new) if found[0] not in became],
    )


def _match_group(
    old: Sequence[_Placed],
    new: Sequence[_Placed],
    became: dict[int, int],
    *,
    least: float = 0.0,
    may_be: Callable[[_Marked, _Marked], bool] = lambda *_: True,
) -> None:
    """Match statements that `may_be` the same and share at least `least` of their pairs; the most similar first."""
    if not old or not new:
        return
    sketches_old = [one.sketch for _, one in old]
    sketches_new = [one.sketch for _, one in new]
    found = []
    for at_new, candidates in enumerate(_candidates(sketches_old, sketches_new)):
        for at_old in candidates:
            likeness = _likeness(sketches_old[at_old], sketches_new[at_new])
            if likeness is not None and likeness >= least and may_be(old[at_old][1], new[at_new][1]):
                found.append((-likeness, at_new, at_old))
    taken: set[int] = set()
    for _, at_new, at_old in sorted(found):
        if at_old not in taken and new[at_new][0] not in became:
            taken.add(at_old)
            became[new[at_new][0]] = old[at_old][0]


def _candidates(old: Sequence[_Sketch], new: Sequence[_Sketch]) -> Iterator[Iterable[int]]:
    """For each new statement, the places of the old ones with which it is compared."""
    if len(old) * len(new) <= _FEW:
        yield from (range(len(old)) for _ in new)
        return
    having: dict[int, list[int]] = defaultdict(list)
    for place, sketch in enumerate(old):
        for pair in sketch.least[:_SAMPLED]:
            having[pair].append(place)
    for place, sketch in enumerate(new):
        rare = (having.get(pair, ()) for pair in sketch.least[:_SAMPLED])
        shared = Counter(at for places in rare if len(places) <= _RARE for at in places)
        most = sorted(shared, key=lambda at: (-shared[at], at))[:_MOST]
        yield {*most, *range(max(0, place - _NEAR), min(len(old), place + _NEAR + 1))}


@dataclass(frozen=True, slots=True)
class _Sketch:
    """A sample of bounded size of a text's pairs of neighbouring words: those with the smallest hashes.

    It is Broder's "bottom-k" sketch, which estimates how much two sets share; exact for texts of at most _KEPT pairs.
    """

    size: int  # distinct pairs in the text
    least: tuple[int, ...]  # their smallest hashes, in ascending order
    known: frozenset[int]  # the same as a set

    @classmethod
    def of(cls, text: str) -> _Sketch:
        words = [_hash(word) for word in _WORD.findall(unify(text).casefold())]
        hashes = {(one * _MIXED ^ two) * _MIXED % _LARGEST for one, two in zip([0, *words], words, strict=False)}
        least = tuple(sorted(hashes)[:_KEPT])
        return cls(len(hashes), least, frozenset(least))

    @property
    def reach(self) -> int:
        """The hash up to which the sketch is complete."""
        return self.least[-1] if self.size > len(self.least) else _LARGEST


@lru_cache(maxsize=65_536)
def _hash(word: str) -> int:
    return crc32(word.encode("utf-8", "replace"))


def _likeness(one: _Sketch, other: _Sketch) -> float | None:
    """The share of pairs of words that both texts have; None if it is too small for them to be the same."""
    if not one.size or not other.size:
        return None
    both = len(one.known & other.known)
    reach = min(one.reach, other.reach)
    share = both / (bisect_right(one.least, reach) + bisect_right(other.least, reach) - both)
    common = share * (one.size + other.size) / (1 + share)
    return share if share >= _ALIKE or common / min(one.size, other.size) >= _CONTAINED else None
