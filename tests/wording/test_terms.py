"""Every member of a closed set has its term, and every reason its template."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

import pytest

from tracker.law import NextAct
from tracker.models import FLAG_LETTERS, ChangeKind, Group, Nature, Standing, StatementKind
from tracker.wording import reasons, terms
from tracker.wording.grammar import Noun
from tracker.wording.words import number_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@pytest.mark.parametrize(
    ("table", "members"),
    [
        pytest.param(terms.GROUPS, Group, id="groups"),
        pytest.param(terms.GROUP_HEADINGS, Group, id="headings"),
        pytest.param(terms.STANDINGS, Standing, id="standings"),
        pytest.param(terms.MEANINGS, Standing, id="meanings"),
        pytest.param(terms.NEXT_ACTS, NextAct, id="next acts"),
        pytest.param(terms.LETTERS, FLAG_LETTERS, id="letters"),
        pytest.param(terms.MATRIX_CELLS, StatementKind, id="cells"),
    ],
)
def test_a_table_has_all_of_its_set_and_nothing_else(table: Mapping[str, str], members: Iterable[str]) -> None:
    assert set(table) == set(members)
    assert all(table.values())


def test_every_change_has_a_label() -> None:
    assert all(terms.change_label(kind, nature) for kind in ChangeKind for nature in Nature)


def test_a_change_is_labelled_by_what_it_means() -> None:
    assert terms.change_label(ChangeKind.SIGNED, Nature.EVENT) == "Signature"
    assert terms.change_label(ChangeKind.SIGNED, Nature.CORRECTION) == "Shown again"
    assert terms.change_label(ChangeKind.RETRACTED, Nature.EDITORIAL) == "Bundled list"


def test_a_mark_is_named_or_shown() -> None:
    assert terms.mark("R") == "reservations (R.)"
    assert terms.mark("Z") == "the letter Z"
    assert terms.mark("") == "the letter not given"


def test_no_other_kind_of_statement_looks_like_an_objection() -> None:
    """A cell of the matrix: what is of no known kind has no letter of the chart."""
    assert [kind for kind in StatementKind if terms.LETTER_OF.get(kind) == "O"] == [StatementKind.OBJECTION]
    assert StatementKind.OTHER not in terms.LETTER_OF


def test_the_number_of_a_treaty_is_read_from_its_id() -> None:
    assert [number_of(id_) for id_ in ("ets-185", "untc-xviii-16")] == ["ETS 185", "UNTC XVIII-16"]


@pytest.mark.parametrize("code", reasons.Why)
def test_every_reason_is_one_clause_with_its_words_in_place(code: reasons.Why) -> None:
    """Each word is asked for by its name, so that a translation can move it."""
    words = {name: Noun(f"<{name}>") for name in ("who", "former", "treaty", "day", "spans", "gone", "rule")}
    said = reasons.Reason(code=code, words=words).clause(was="<was>", had="<had>")
    assert "{" not in said
    assert "<" in said
    assert said[-1] not in string.whitespace


def test_what_is_no_longer_shown_follows_the_reason() -> None:
    reason = reasons.Reason(code=reasons.Why.LEFT, words={"who": "Brazil"}, gone="the chart no longer shows its row")
    assert reason.clause(was="was", had="had") == "Brazil had left; the chart no longer shows its row"
