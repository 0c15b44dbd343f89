"""Which text of a French list is that of which statement: by what the columns say alone, and never where in doubt."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stated import entry, lists, statement

from tracker.errors import ErrorKind, ParseError
from tracker.guard.language import language_of, refuse_list_in_other_language
from tracker.language import Language
from tracker.models import PrintedStatement, PrintedStatements, Statement
from tracker.participants import table
from tracker.statements.french import in_french
from tracker.statements.identity import label

ENGLISH_TEXT = "The Government declares that it shall not apply this article to its territory."
FRENCH_TEXT = "Le Gouvernement déclare que cet article ne s'applique pas à son territoire."


def columns(one: Statement) -> tuple[object, ...]:
    """What both languages print of a statement."""
    return one.participant, label(one), one.effective_on, one.withdrawn_on


@given(lists(), lists())
def test_a_text_is_given_to_the_only_one_that_it_can_be_of(ours: tuple[Statement, ...], french: Any) -> None:
    """Columns that agree, which neither list has twice; each text is given at most once."""
    found = in_french(ours, french)

    assert len(set(found.values())) == len(found)
    own, theirs = Counter(map(columns, ours)), Counter(map(columns, french))
    for one, other in found.items():
        assert columns(ours[one]) == columns(french[other])
        assert own[columns(ours[one])] == theirs[columns(ours[one])] == 1
        days = {ours[one].deposited_on, french[other].deposited_on} - {None}
        assert len(days) <= 1


@given(lists(), st.data())
def test_order_does_not_matter(ours: tuple[Statement, ...], data: st.DataObject) -> None:
    """Neither list's, as they are sorted by names, which differ."""
    french = data.draw(st.permutations(ours))
    given_one = {ours[one]: french[other] for one, other in in_french(ours, french).items()}
    again = data.draw(st.permutations(ours))

    assert {again[one]: ours[other] for one, other in in_french(again, ours).items()} == given_one
    assert all(columns(one) == columns(other) for one, other in given_one.items())


@given(lists(), st.data())
def test_one_that_is_missing_takes_no_other_with_it(ours: tuple[Statement, ...], data: st.DataObject) -> None:
    """What is missing from either list has no counterpart; what is left keeps its own, or has none."""
    alone = Counter(map(columns, ours))
    true = [one for one in ours if alone[columns(one)] == 1]
    kept = [one for one in true if data.draw(st.booleans())]
    known = [one for one in true if data.draw(st.booleans())]

    found = {known[one]: kept[other] for one, other in in_french(known, kept).items()}
    assert found == {one: one for one in known if one in kept}


@given(lists(), st.data())
def test_one_that_is_there_twice_has_no_counterpart(ours: tuple[Statement, ...], data: st.DataObject) -> None:
    """In either list: nothing says which of the two it is."""
    if not ours:
        return
    twice = data.draw(st.sampled_from(ours))
    for one, other in in_french(ours, (*ours, twice)).items():
        assert columns(ours[one]) != columns(twice)
        assert columns(((*ours, twice))[other]) != columns(twice)
    assert all(columns(((*ours, twice))[one]) != columns(twice) for one in in_french((*ours, twice), ours))


@pytest.mark.parametrize(("day", "is_the_same"), [(date(2023, 8, 10), True), (None, True), (date(2023, 8, 11), False)])
def test_days_of_deposit_must_not_contradict(day: date | None, is_the_same: bool) -> None:
    """One list may lack a statement of the same State, kind, article and days that the other has."""
    ours = statement(deposited_on=date(2023, 8, 10))
    assert in_french([ours], [statement(FRENCH_TEXT, deposited_on=day)]) == ({0: 0} if is_the_same else {})


# ---- the language of a list -----------------------------------------------------------------------


def printed(*found: tuple[str, str, str]) -> PrintedStatements:
    """A list of (who, nature, text)."""
    return PrintedStatements(
        statements=tuple(
            PrintedStatement(who=who, nature=nature, article=None, text=text, html="") for who, nature, text in found
        )
    )


E, F = ENGLISH_TEXT, FRENCH_TEXT


@pytest.mark.parametrize(
    ("language", "found"),
    [
        (Language.FRENCH, printed(("Allemagne", "Réserve", F), ("Norvège", "Déclaration", F))),
        (Language.FRENCH, printed(("GER", "2", F), ("NOR", "10", F), ("FRA", "10", F))),
        (Language.FRENCH, printed(("FRA", "Déclaration", E))),
        (Language.FRENCH, printed(("Allemagne", "Reservation", E), ("Norvège", "Declaration", F))),
        (Language.ENGLISH, printed(("Germany", "Reservation", E), ("Norway", "Declaration", E))),
        (Language.ENGLISH, printed(("Switzerland", "Declaration", F))),  # a text that nobody translated
        (Language.ENGLISH, printed(("FRA", "Declaration", F))),
        (Language.ENGLISH, printed(("FRA", "10", E), ("NOR", "3", "12, Main Road"))),
    ],
)
def test_a_list_in_the_other_language_is_refused(language: Language, found: PrintedStatements) -> None:
    """Both ways round."""
    refuse_list_in_other_language(found, table(), language)
    [other] = set(Language) - {language}
    with pytest.raises(ParseError) as refused:
        refuse_list_in_other_language(found, table(), other)
    assert refused.value.kind is ErrorKind.SHAPE


def test_a_list_that_tells_nothing_is_not_refused() -> None:
    """An empty one, or codes and numbers alone."""
    for found in (printed(), printed(("FRA", "10", "1234"))):
        for language in Language:
            refuse_list_in_other_language(found, table(), language)


@pytest.mark.parametrize(
    ("text", "language"), [(E, Language.ENGLISH), (F, Language.FRENCH), ("Oslo", None), ("", None)]
)
def test_the_language_of_a_text(text: str, language: Language | None) -> None:
    """By the words that only one of the two has."""
    assert language_of(text) is language


def test_kinds_are_known_by_their_french_words() -> None:
    """A denunciation stands among the declarations in both."""
    from stated import parsed

    [reservation, authority, denunciation] = parsed(
        entry(F, nature_Dec="Réserve"),
        entry(F, nature_Dec="Autorités"),
        entry("Dénonciation consignée dans une lettre du Gouvernement.", nature_Dec="Déclarations"),
    )
    assert [one.kind.value for one in (reservation, authority, denunciation)] == [
        "reservation", "authority", "denunciation",
    ]  # fmt: skip
