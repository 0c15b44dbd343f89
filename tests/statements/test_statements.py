"""Statements: what is a change of one, how it is told, what stands when, and word by word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from stated import later, statement

from tracker.errors import ErrorKind
from tracker.models import ChangeKind, Field, Nature, Reach, Statement, StatementKind, Territory
from tracker.statements import (
    Side,
    StatementDifference,
    apply,
    article_matches,
    articles_around,
    as_difference,
    compare,
    doubts,
    in_effect,
    matrix,
    same,
    word_difference,
)
from tracker.wording.statements import particulars

MADE, AMENDED, WITHDRAWN = ChangeKind.STATEMENT_MADE, ChangeKind.STATEMENT_AMENDED, ChangeKind.STATEMENT_WITHDRAWN
GONE = ChangeKind.STATEMENT_NO_LONGER_SHOWN

# ---- what is a change --------------------------------------------------------------------------


TEXT = "The Government reserves the right not to apply Article 7 to offences committed before the entry into force."
OTHER = "Requests under this article are sent to the central authority at the Ministry of Justice, in English."


def kinds(old: list[Statement], new: list[Statement]) -> list[ChangeKind]:
    return [found.kind for found in compare(old, new)]


def test_a_statement_put_before_another_is_one_made() -> None:
    """Not a chain of amendments, though the order of all the others moves."""
    old = [statement(TEXT), statement(f"{TEXT} And more.", order=2)]
    new = [statement(OTHER), *(later(one, order=one.order + 1) for one in old)]

    assert kinds(old, new) == [MADE]
    assert compare(old, new)[0].after == new[0]


@pytest.mark.parametrize(
    "edited",
    [
        pytest.param(TEXT.replace("before", "after"), id="a word"),
        pytest.param(f"{TEXT} {' '.join(f'Case {n} is {n}th.' for n in range(90))}", id="much added to a short text"),
        pytest.param(" ".join(TEXT.split()[:10]), id="half of it taken out"),
    ],
)
def test_an_edited_text_is_one_amendment(edited: str) -> None:
    assert kinds([statement(TEXT)], [statement(edited)]) == [AMENDED]


def test_another_text_is_another_statement() -> None:
    assert sorted(kinds([statement(TEXT)], [statement(OTHER)])) == [MADE, GONE]


def test_two_edited_statements_keep_apart() -> None:
    """Each is matched with the text it is like, whatever their order."""
    old = [statement(TEXT), statement(OTHER, order=2)]
    new = [statement(f"{OTHER} Or in French."), statement(f"{TEXT} In full.", order=2)]

    found = {(one.before.text, one.after.text) for one in compare(old, new) if one.before and one.after}

    assert found == {(TEXT, f"{TEXT} In full."), (OTHER, f"{OTHER} Or in French.")}


@pytest.mark.parametrize(
    "values",
    [
        {"kind": StatementKind.DECLARATION},
        {"article": "9"},
        {"article": None},
        {"effective_on": date(2012, 11, 1)},
        {"kind": StatementKind.OTHER, "nature": "Notification"},
    ],
)
def test_another_label_or_date_is_an_amendment(values: dict[str, Any]) -> None:
    one = statement(TEXT)

    assert kinds([one], [later(one, **values)]) == [AMENDED]


@pytest.mark.parametrize(
    "values",
    [
        {"nature": "2"},
        {"article": " 7 "},
        {"order": 4},
        {"html": "<b>x</b>"},
        {"name": "JAPAN"},
        {"deposited_on": date(2012, 7, 3)},
        {"territories": (Territory(name="x", reach=Reach.INCLUDED),)},
    ],
)
def test_what_is_no_difference(values: dict[str, Any]) -> None:
    """Another word of the source for the same kind; order, markup, name; what is read out of the same text."""
    one = statement(TEXT)

    assert same(one, later(one, **values))
    assert kinds([one], [later(one, **values)]) == []


def test_a_participant_s_statement_is_never_another_s() -> None:
    one = statement(TEXT)

    assert sorted(kinds([one], [later(one, participant="NLD")])) == [MADE, GONE]


def test_a_day_of_withdrawal_is_a_withdrawal() -> None:
    """Also where its notice was put into the text: one act."""
    one = statement(TEXT)
    gone = later(one, withdrawn_on=date(2026, 3, 1), text=f"{TEXT} [Withdrawn by a letter of February 2026.]")

    (found,) = compare([one], [gone])

    assert (found.kind, found.before, found.after, found.vanished) == (WITHDRAWN, one, gone, False)


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        pytest.param({}, {"article": "Ex-7", "withdrawn_on": date(2026, 5, 3)}, WITHDRAWN, id="withdrawn"),
        pytest.param({"article": None}, {"article": "7"}, AMENDED, id="an article"),
        pytest.param({}, {"article": "7(9)(a)"}, AMENDED, id="a paragraph"),
        pytest.param({}, {"kind": StatementKind.DECLARATION}, AMENDED, id="a kind"),
        pytest.param({}, {"article": "9"}, AMENDED, id="another article, the same numbers in the text"),
    ],
)
def test_labelled_anew_and_edited_is_one_act(before: dict[str, Any], after: dict[str, Any], kind: ChangeKind) -> None:
    """Where nearly all of the text is the same."""
    old, new = statement(TEXT, **before), statement(TEXT.replace("offences", "crimes"), **after)

    (found,) = compare([old, statement(OTHER)], [statement(OTHER), new])

    assert (found.kind, found.before, found.after) == (kind, old, new)


def test_two_that_changed_places_and_one_was_edited() -> None:
    old = [statement(TEXT), statement(OTHER, article="8")]
    new = [statement(OTHER), statement(f"{TEXT} It adds this.", article="8")]

    assert kinds(old, new) == [AMENDED, AMENDED]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(TEXT.replace("Article 7", "Article 8"), id="the formula, for another article"),
        pytest.param(" ".join(TEXT.split()[:9]), id="half of it"),
    ],
)
def test_under_another_label_alike_is_not_enough(text: str) -> None:
    """A State may withdraw one reservation and make another with the same formula."""
    assert sorted(kinds([statement(TEXT)], [statement(text, article="8")])) == [MADE, GONE]


def test_what_leaves_the_list_is_no_longer_shown() -> None:
    (found,) = compare([statement(TEXT)], [])

    assert (found.kind, found.vanished) == (GONE, True)


def test_what_was_withdrawn_may_leave_the_list() -> None:
    gone = statement(TEXT, withdrawn_on=date(2026, 3, 1))

    assert compare([gone], []) == ()
    assert apply([gone], ()) == (gone,)


def test_a_withdrawal_taken_back_is_an_amendment() -> None:
    gone = statement(TEXT, withdrawn_on=date(2026, 3, 1))

    assert kinds([gone], [later(gone, withdrawn_on=None)]) == [AMENDED]


def test_two_equal_statements_are_two() -> None:
    twice = [statement(TEXT), statement(TEXT, order=2)]

    assert kinds(twice, twice[:1]) == [GONE]
    assert kinds(twice[:1], twice) == [MADE]


def test_an_act_on_a_statement_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="JPN"):
        apply([], [StatementDifference(kind=GONE, before=statement(TEXT))])


def test_a_difference_is_known_again() -> None:
    """By a key that the markup and order of a later read leave as it is, and that no other difference has."""
    old, new = statement(TEXT), statement(f"{TEXT} More.")
    (found,) = compare([old], [new])
    (again,) = compare([old], [later(new, order=3, html="<i>", text=f"{TEXT}\n More.")])
    others = [*compare([old], []), *compare([], [new]), *compare([old], [later(new, text=f"{TEXT} Most.")])]

    assert found.key == again.key
    assert len({found.key, *(one.key for one in others)}) == 4


def test_thousands_of_changed_statements() -> None:
    """All of one label, all edited: each is found again."""
    old = [
        statement(f"Statement {place} of many, about the matter {place * 7}.", order=place) for place in range(3_000)
    ]
    new = [later(one, text=f"{one.text} Edited.") for one in old]

    found = compare(old, new)

    assert {one.kind for one in found} == {AMENDED}
    assert all(one.before and one.after and one.after.text == f"{one.before.text} Edited." for one in found)
    assert len(compare(old, ())) == 3_000


# ---- telling -----------------------------------------------------------------------------------


def test_as_a_difference_of_the_treaty() -> None:
    made = statement(TEXT, deposited_on=date(2023, 8, 10), effective_on=date(2024, 8, 1))
    (found,) = compare([], [made])

    told = as_difference(found, particulars=particulars)

    assert (told.kind, told.nature, told.field) == (MADE, Nature.EVENT, Field.STATEMENT)
    assert (told.participant, told.name, told.before, told.after) == ("JPN", "Japan", None, TEXT)
    assert told.rule


def test_the_day_of_the_act_named() -> None:
    """Made: deposit, else effect. Amended: what is new. Withdrawn: the withdrawal's. Never a day of something else."""
    dated = statement(TEXT, deposited_on=date(2023, 8, 10), effective_on=date(2024, 8, 1))
    edited = later(dated, text=f"{TEXT} More.")

    def day(old: list[Statement], new: list[Statement]) -> date | None:
        (found,) = compare(old, new)
        return as_difference(found, particulars=particulars).effective_on

    assert day([], [dated]) == date(2023, 8, 10)
    assert day([], [later(dated, deposited_on=None)]) == date(2024, 8, 1)
    assert day([dated], [edited]) is None
    assert day([dated], [later(edited, deposited_on=date(2026, 1, 5))]) == date(2026, 1, 5)
    assert day([dated], [later(dated, effective_on=date(2024, 9, 1))]) == date(2024, 9, 1)
    assert day([dated], []) is None
    assert day([dated], [later(dated, withdrawn_on=date(2026, 3, 1))]) == date(2026, 3, 1)


def test_where_the_text_is_the_same_label_and_dates_are_told() -> None:
    one = statement(TEXT, effective_on=date(2024, 8, 1))
    (found,) = compare([one], [later(one, kind=StatementKind.DECLARATION)])

    told = as_difference(found, particulars=particulars)

    assert told.before == "reservation, article 7, effective 2024-08-01"
    assert told.after == "declaration, article 7, effective 2024-08-01"


def test_an_unknown_nature_is_part_of_the_label() -> None:
    one = statement(TEXT, kind=StatementKind.OTHER, nature="Notification")
    (found,) = compare([one], [later(one, nature="Note")])

    told = as_difference(found, particulars=particulars)

    assert (told.before, told.after) == ('other, "Notification", article 7', 'other, "Note", article 7')


# ---- asking of what stands ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("effective", "withdrawn", "acted", "applies"),
    [
        (None, None, True, True),
        (None, None, False, False),
        ("2024-08-01", None, False, True),
        ("2024-08-02", None, True, False),
        (None, "2024-08-02", True, True),
        (None, "2024-08-01", True, False),
    ],
)
def test_in_effect_from_its_day_until_the_day_of_withdrawal(
    effective: str | None, withdrawn: str | None, acted: bool, applies: bool
) -> None:
    """One without a day of effect applies once its participant has signed or consented."""
    days = [date.fromisoformat(day) if day else None for day in (effective, withdrawn)]
    one = statement(TEXT, effective_on=days[0], withdrawn_on=days[1])

    assert in_effect(one, date(2024, 8, 1), acted=acted) is applies


def test_without_a_day_of_effect_it_applies_from_its_deposit() -> None:
    """Nobody has reserved before it said so."""
    one = statement(TEXT, deposited_on=date(2023, 8, 10))

    assert not in_effect(one, date(2023, 8, 9), acted=True)
    assert in_effect(one, date(2023, 8, 10), acted=True)


NAMES_7 = [
    "7",
    "Article 7",
    "7(9)(a)",
    "Ex-7",
    "5, 7 and 9",
    "art. 7",
    "6-8",
    "6 – 8",
    "Articles 6 to 8",
    "7.9.a",
    "27, 7",
]
NOT_7 = ["17", "70", "7bis", "7a", "27.7", "27(7)", "Article 1, paragraphs 5, 6 and 7", "8-6", "", None, "VII"]


@pytest.mark.parametrize("printed", NAMES_7)
def test_articles_named(printed: str) -> None:
    assert article_matches("7", printed)
    assert article_matches("Article 7", printed)


@pytest.mark.parametrize("printed", NOT_7)
def test_articles_not_named(printed: str | None) -> None:
    assert not article_matches("7", printed)


@pytest.mark.parametrize(
    ("asked", "printed", "named"),
    [
        ("7(9)", "7(9)(a)", True),
        ("7.9", "Article 7, paragraph 9.a", True),
        ("7.9", "7", False),
        ("7.9", "7.8", False),
        ("7 bis", "Article 7bis", True),
        ("7, paragraph 2", "Article 7, paragraphs 1 and 2", True),
        ("preamble", "Preamble", True),
        ("preamble", "7", False),
        ("", "7", False),
        ("", "", False),
        ("7", "7 " * 100_000, True),
        ("7", "1-" * 100_000, False),
        ("22-b", "22(b)", True),
        ("22-B", "Article 22.b", True),
        ("22-b", "22", False),
        ("22-b", "22(a)", False),
        ("22", "22-b", True),
        ("22-bis", "22bis", True),
        ("22-bis", "22", False),
        ("7-9", "8", True),
    ],
)
def test_paragraphs_and_oddities(asked: str, printed: str, named: bool) -> None:
    assert article_matches(asked, printed) is named


@pytest.mark.parametrize(
    ("asked", "printed", "around"),
    [
        ("7(9)(a)", "7", ("7",)),
        ("7(9)(a)", "7(9)", ("7",)),
        ("7(9)(a)", "6-8", ("7",)),
        ("22-b", "Article 22", ("22",)),
        ("7(9), 22-b", "7, 22", ("7", "22")),
        ("7(9)(a)", "7(8)", ()),
        ("7(9)(a)", "7(9)(a)", ()),
        ("7", "7", ()),
        ("7(9)", None, ()),
    ],
)
def test_articles_printed_without_the_paragraph(asked: str, printed: str | None, around: tuple[str, ...]) -> None:
    """What an asked paragraph stands in is no answer, but worth a word."""
    assert articles_around(asked, printed) == around


def test_a_matrix_of_articles_and_participants() -> None:
    found = matrix(
        [
            statement(TEXT, article="10"),
            statement(TEXT, article="7", participant="NLD"),
            statement(OTHER, article="7", participant="NLD", kind=StatementKind.DECLARATION),
            statement(TEXT, article=None),
        ]
    )

    assert found.articles == ("7", "10", None)
    assert found.participants == ("JPN", "NLD")
    assert found.cells["7", "NLD"] == (StatementKind.RESERVATION, StatementKind.DECLARATION)
    assert ("7", "JPN") not in found.cells


# ---- doubt -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "doubtful"),
    [(1, 0, True), (0, 0, False), (0, 5, False), (10, 5, False), (10, 4, True), (9, 1, False), (300, 149, True)],
)
def test_a_list_that_lost_too_much_waits_for_a_person(before: int, after: int, doubtful: bool) -> None:
    found = doubts([statement(TEXT)] * before, [statement(TEXT)] * after)

    assert [one.kind for one in found] == ([ErrorKind.STATEMENTS] if doubtful else [])


def test_withdrawn_statements_may_leave_all_at_once() -> None:
    gone = statement(TEXT, withdrawn_on=date(2026, 3, 1))

    assert doubts([gone] * 20, []) == ()


# ---- word by word ------------------------------------------------------------------------------


def test_words_taken_out_and_put_in() -> None:
    found = word_difference(
        "not to apply Article 7 in whole.\nIt “may” ask.", "not to apply Article 7 in part.\nIt 'may' ask."
    )

    assert [(one.side, one.text) for one in found] == [
        (Side.KEPT, "not to apply Article 7 in"),
        (Side.REMOVED, " whole"),
        (Side.ADDED, " part"),
        (Side.KEPT, ".\nIt 'may' ask."),
    ]


def test_single_words_between_edits_are_part_of_them() -> None:
    """Two sentences with "of the" in common are shown one after the other, not as a mosaic."""
    found = word_difference("start here a b of c d stop here now", "start here x y of w z stop here now")

    assert [one.side for one in found] == [Side.KEPT, Side.REMOVED, Side.ADDED, Side.KEPT]
    assert found[1].text == " a b of c d"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a " * 100_000, "b " * 100_000),
        ("a b " * 50_000, "b a c " * 30_000),
        ("a\n" * 50_000, "a b\n" * 30_000),
        ("x" * 500_000, "y" * 500_000),
    ],
)
def test_texts_without_end_are_shown_one_after_the_other(before: str, after: str) -> None:
    found = word_difference(before, after)

    assert len(found) <= 3
    assert replace(found[-1], text="").side is not Side.REMOVED
