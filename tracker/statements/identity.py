"""What two printings of one statement may differ in, and which old and new statements are the same. Pure.

Nobody numbers statements: the depositary's list has no ids, is put in another order, and its markup is redone. So a
statement is known by its participant, kind, article and text; by its text alone if it was labelled anew; by most of
its text if that was edited; and by nearly all of it if both happened.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias
from zlib import crc32

from tracker.models import StatementKind
from tracker.participants.folding import unify

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from tracker.models import Statement

#: Of the pairs of neighbouring words, the share that both texts have. An edit leaves most of them; two statements to
#: one article that begin with the same formula share less.
_ALIKE = 0.3
#: Of the shorter text's, the share that the longer one has: a paragraph was added to, or taken from, a short text.
_CONTAINED = 0.7

#: Of the pairs of neighbouring words, the share that both texts have where the label is another one too: formulas make
#: statements under different labels alike.
_ALIKE_ELSEWHERE = 0.6

_LARGEST = 2**32  # above every hash
_KEPT = 256  # pairs of words kept of a text to estimate these shares by; as many as a page and a half have
#: Places apart, in the order of their texts: in a long list of changed statements only such are compared, or 5,000
#: would be 25 million comparisons.
_NEAR = 10
_FEW = 2_500  # comparisons up to which every old one is held against every new one

_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+")


def text_key(text: str) -> str:
    """The text as two printings of it agree: without blanks, quotation marks and invisible characters, dashes and
    compatibility forms unified. Capitals and accents count."""
    return "".join(unify(unicodedata.normalize("NFKC", unify(text))).replace("'", "").split())


def label(statement: Statement) -> tuple[str, str, str]:
    """Under what it is listed: kind (of an unknown one the source's word) and article, blanks and capitals folded."""
    nature = " ".join(statement.nature.casefold().split()) if statement.kind is StatementKind.OTHER else ""
    return statement.kind.value, nature, "".join((statement.article or "").casefold().split())


def same(one: Statement, other: Statement) -> bool:
    """True if both say the same of the same participant: order, markup, blanks and quotation marks do not count, nor
    does what was read out of the text (day of deposit, territories)."""
    return identity(one) == identity(other)


def identity(statement: Statement) -> tuple[object, ...]:
    """What `same` compares."""
    return statement.participant, *_whole(_Marked.of(statement))


def pairs(old: Iterable[Statement], new: Iterable[Statement]) -> Iterator[tuple[Statement | None, Statement | None]]:
    """Every statement once, each old one with the new one that it has become; None stands for "there is none".

    A pair may be `same`. Neither the result nor its order depends on the order of the lists: it goes by participant,
    kind, article and text, and of one participant those that are gone come last.
    """
    before, after = _by_participant(old), _by_participant(new)
    for participant in sorted(before.keys() | after.keys()):
        yield from _pairs(before.get(participant, []), after.get(participant, []))


@dataclass(frozen=True, slots=True)
class _Marked:
    """A statement with what it is compared by."""

    statement: Statement
    label: tuple[str, str, str]
    text: str

    @classmethod
    def of(cls, statement: Statement) -> _Marked:
        return cls(statement, label(statement), text_key(statement.text))


def _by_participant(statements: Iterable[Statement]) -> dict[str, list[_Marked]]:
    found: dict[str, list[_Marked]] = defaultdict(list)
    for statement in statements:
        found[statement.participant].append(_Marked.of(statement))
    for marked in found.values():
        marked.sort(key=_whole)
    return found


def _whole(one: _Marked) -> tuple[tuple[str, str, str], str, str, str]:
    return one.label, one.text, str(one.statement.effective_on), str(one.statement.withdrawn_on)


def _labelled(one: _Marked) -> tuple[object, ...]:
    return one.label, one.text


def _article_and_text(one: _Marked) -> tuple[object, ...]:
    return one.label[2], one.text


def _kind_and_text(one: _Marked) -> tuple[object, ...]:
    return one.label[:2], one.text


def _text(one: _Marked) -> str:
    return one.text


#: From the surest sign that two are the same to the least.
_SIGNS: tuple[Callable[[_Marked], Hashable], ...] = (_whole, _labelled, _kind_and_text, _article_and_text, _text)


def _pairs(old: list[_Marked], new: list[_Marked]) -> Iterator[tuple[Statement | None, Statement | None]]:
    became: dict[int, int] = {}  # place in the new list → place in the old one
    for sign in _SIGNS:
        _match_equal(old, new, became, sign)
    _match_alike(old, new, became)
    _match_moved(old, new, became)
    for place, one in enumerate(new):
        yield (old[became[place]].statement if place in became else None), one.statement
    kept = set(became.values())
    for place, one in enumerate(old):
        if place not in kept:
            yield one.statement, None


def _match_equal(
    old: list[_Marked], new: list[_Marked], became: dict[int, int], sign: Callable[[_Marked], Hashable]
) -> None:
    """Match those that are equal by a sign: of several, the first with the first."""
    kept = set(became.values())
    free: dict[Hashable, list[int]] = defaultdict(list)
    for place in reversed(range(len(old))):
        if place not in kept:
            free[sign(old[place])].append(place)
    for place, one in enumerate(new):
        if place not in became and (found := free.get(sign(one))):
            became[place] = found.pop()


def _match_alike(old: list[_Marked], new: list[_Marked], became: dict[int, int]) -> None:
    """Match those of one label whose texts are alike, the most alike first."""
    left: dict[Hashable, tuple[list[_Placed], list[_Placed]]] = defaultdict(lambda: ([], []))
    for side, free in enumerate(_free(old, new, became)):
        for place, one in free:
            left[one.label][side].append((place, one))
    for olds, news in left.values():
        _match_group(olds, news, became)


def _match_moved(old: list[_Marked], new: list[_Marked], became: dict[int, int]) -> None:
    """Match those labelled anew whose texts were edited as well, if they are very much alike: the most alike first.

    Formulas make statements to two articles alike but for the numbers in them. So under another article one text must
    hold all the numbers of the other.
    """
    olds, news = (sorted(free, key=lambda found: found[1].text) for free in _free(old, new, became))
    _match_group(olds, news, became, least=_ALIKE_ELSEWHERE, may_be=_may_have_moved)


def _may_have_moved(one: _Marked, other: _Marked) -> bool:
    if _article_number(one) == _article_number(other):
        return True
    before, after = (set(_NUMBER.findall(marked.statement.text)) for marked in (one, other))
    return before <= after or after <= before


def _article_number(one: _Marked) -> list[str]:
    """What tells articles apart in their label: `Ex-7` is article 7."""
    return _NUMBER.findall(one.label[2])[:1]


_Placed: TypeAlias = "tuple[int, _Marked]"


def _free(old: list[_Marked], new: list[_Marked], became: dict[int, int]) -> tuple[list[_Placed], list[_Placed]]:
    """Those of the old list, and of the new one, that are not matched yet."""
    kept = set(became.values())
    return (
        [found for found in enumerate(old) if found[0] not in kept],
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
    """Match those that `may_be` the same and whose texts are alike, the share `least` or more; the most alike first."""
    if not old or not new:
        return
    sketches_old = [_Sketch.of(one.statement.text) for _, one in old]
    sketches_new = [_Sketch.of(one.statement.text) for _, one in new]
    found = []
    for at_new in range(len(new)):
        for at_old in _candidates(at_new, len(old), len(new)):
            likeness = _likeness(sketches_old[at_old], sketches_new[at_new])
            if likeness is not None and likeness >= least and may_be(old[at_old][1], new[at_new][1]):
                found.append((-likeness, at_new, at_old))
    taken: set[int] = set()
    for _, at_new, at_old in sorted(found):
        if at_old not in taken and new[at_new][0] not in became:
            taken.add(at_old)
            became[new[at_new][0]] = old[at_old][0]


def _candidates(place: int, olds: int, news: int) -> range:
    if olds * news <= _FEW:
        return range(olds)
    return range(max(0, place - _NEAR), min(olds, place + _NEAR + 1))


@dataclass(frozen=True, slots=True)
class _Sketch:
    """The pairs of neighbouring words of a text, by the smallest of their hashes: of bounded size (Broder's
    "bottom-k" estimate of how much two sets share, exact for texts of fewer than _KEPT words)."""

    size: int
    least: tuple[int, ...]  # smallest first
    known: frozenset[int]  # the same

    @classmethod
    def of(cls, text: str) -> _Sketch:
        words = _WORD.findall(unify(text).casefold())
        neighbours = zip(["", *words], words, strict=False)
        hashes = {crc32(f"{one} {two}".encode("utf-8", "replace")) for one, two in neighbours}
        least = tuple(sorted(hashes)[:_KEPT])
        return cls(len(hashes), least, frozenset(least))

    @property
    def reach(self) -> int:
        """The hash up to which it holds all there are."""
        return self.least[-1] if self.size > len(self.least) else _LARGEST


def _likeness(one: _Sketch, other: _Sketch) -> float | None:
    """The share of pairs of words that both texts have, None if that is too little for them to be the same."""
    if not one.size or not other.size:
        return None
    both = len(one.known & other.known)
    reach = min(one.reach, other.reach)
    share = both / (bisect_right(one.least, reach) + bisect_right(other.least, reach) - both)
    common = share * (one.size + other.size) / (1 + share)
    return share if share >= _ALIKE or common / min(one.size, other.size) >= _CONTAINED else None
