"""Laws of comparing lists of statements, for any two lists."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from stated import lists, statements, with_history

from tracker.models import ChangeKind
from tracker.sources.coe.statement_text import read
from tracker.statements import Side, apply, as_difference, compare, pairs, same, word_difference
from tracker.statements.identity import identity, text_key
from tracker.statements.listing import numbered
from tracker.wording.statements import particulars

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

    from tracker.models import Statement


def said(listed: Iterable[Statement]) -> Counter[object]:
    """What a list says, whatever its order and markup."""
    return Counter(identity(one) for one in listed)


def standing(listed: Iterable[Statement]) -> tuple[Statement, ...]:
    return tuple(one for one in listed if one.withdrawn_on is None and one.last_shown_on is None)


@given(lists())
def test_a_list_does_not_differ_from_itself(one: tuple[Statement, ...]) -> None:
    assert compare(one, one) == ()


@given(with_history(), lists())
def test_applying_what_differs_gives_the_new_list(old: tuple[Statement, ...], new: tuple[Statement, ...]) -> None:
    """Up to order and markup; what was printed as withdrawn and left the list stays, and what left it before."""
    applied = apply(old, compare(old, new))

    assert said(standing(applied)) == said(standing(new))
    assert said(new) <= said(applied)
    assert said(applied) - said(new) <= said(one for one in old if one.withdrawn_on or one.last_shown_on)
    assert compare(applied, new) == ()


@given(with_history(), lists(), st.randoms(use_true_random=False))
def test_the_order_of_lists_is_no_matter(
    old: tuple[Statement, ...], new: tuple[Statement, ...], random: Random
) -> None:
    """The same differences in the same order, so that a second read confirms what a first one showed."""
    shuffled = [list(old), list(new)]
    for side in shuffled:
        random.shuffle(side)

    again = compare(*(numbered(side) for side in shuffled))

    assert [one.key for one in again] == [one.key for one in compare(old, new)]


@given(with_history(), lists(), st.data())
def test_what_is_confirmed_first_leaves_the_rest_as_it_was(
    old: tuple[Statement, ...], new: tuple[Statement, ...], data: st.DataObject
) -> None:
    """Differences wait each for itself: with some applied, the others are found again under the same keys."""
    found = compare(old, new)
    some = [one for one in found if data.draw(st.booleans())]

    left = compare(apply(old, some), new)

    assert Counter(one.key for one in left) == Counter(one.key for one in found) - Counter(one.key for one in some)


@given(with_history(), with_history())
def test_each_statement_is_in_one_pair(old: tuple[Statement, ...], new: tuple[Statement, ...]) -> None:
    found = list(pairs(old, new))

    assert Counter(before for before, _ in found if before) == Counter(old)
    assert Counter(after for _, after in found if after) == Counter(new)
    assert len(compare(old, new)) <= len(found)


@given(statements(), st.sampled_from(["“{}”", "'{}'", "  {}\n", "\u00ad{}\u200b", "\u00a0{}"]))
def test_what_two_printings_may_differ_in(one: Statement, form: str) -> None:
    """Quotation marks, blanks, invisible characters, order, markup and what is read out of the text."""
    printed = replace(one, text=form.format(one.text), html="<p>x</p>", order=9, deposited_on=None)

    assert same(one, printed)
    assert compare([one], [printed]) == ()


@given(lists(), lists())
def test_an_amendment_shows_two_sides_that_differ(old: tuple[Statement, ...], new: tuple[Statement, ...]) -> None:
    for found in compare(old, new):
        told = as_difference(found, particulars=particulars)

        assert told.kind is ChangeKind.STATEMENT_AMENDED or None in (told.before, told.after)
        assert told.before != told.after


@given(
    st.text(alphabet="ab .,\n“\"'-é", max_size=60),
    st.text(alphabet="ab .,\n“\"'-é", max_size=60),
)
def test_a_word_difference_holds_both_texts(before: str, after: str) -> None:
    """Kept and removed words are the old text, kept and added ones the new; neighbours are of two sides."""
    found = word_difference(before, after)

    assert text_key("".join(one.text for one in found if one.side is not Side.ADDED)) == text_key(before)
    assert text_key("".join(one.text for one in found if one.side is not Side.REMOVED)) == text_key(after)
    assert all(one.side is not two.side for one, two in pairwise(found))
    assert text_key(before) != text_key(after) or not any(one.side is not Side.KEPT for one in found)


_MARKUP = st.lists(
    st.sampled_from(
        [
            *("<p>", "</p>", "<b>", "</a>", "<td>", "word", " ", "\n", "é", "e\u0301", "'", ">"),
            *("<script>", "</script>", "<style>", "<svg onload=x>", "<a href='javascript:x'>", "<iframe src=x>"),
            *("<!--", "-->", "<![CDATA[", "<math><mi>", "<textarea>", "<noscript>", "&lt;", "&#0;", "&#x202e;"),
            '<p title="</noscript><img src=x onerror=x>">',
        ]
    ),
    max_size=15,
).map("".join)


@given(_MARKUP)
def test_no_markup_gets_through(markup: str) -> None:
    """The safe subset read again as markup holds nothing but itself, and the text is plain and clean."""
    html, text = read(markup)
    again, _ = read(html)

    assert not any(word in html.lower() for word in ("<script", "<svg", "<img", "<iframe", "<style", 'href="java'))
    assert "onerror=x>" not in html
    assert read(again)[0] == again
    assert all(line == " ".join(line.split()) and line for line in text.split("\n") if text)
    assert not any(sign in text + html for sign in "\x00\u202e")
