"""Statements for tests: entries of the data service as its clients know them, and random lists for property tests."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from tracker.models import ChangeKind, Statement, StatementKind
from tracker.participants import table
from tracker.sources.coe import statements as coe_statements
from tracker.statements import StatementDifference
from tracker.statements.interpret import interpret
from tracker.statements.listing import numbered

if TYPE_CHECKING:
    from collections.abc import Iterable

#: The header is the depositary's; the text is made up in the manner of such texts.
RESERVATION = (
    "<p>Reservation contained in the instrument of acceptance deposited on 10 August 2023 - Or. Engl.</p>"
    "<p>Pursuant to Article 7, paragraph 9.a, the Government reserves the right not to apply Article 7 in whole.</p>"
)


def entry(texte: str = RESERVATION, **keys: Any) -> dict[str, Any]:
    """One entry of an answer of `getDeclarations`."""
    usual = {
        "code_Pays": {"Value": "JAP"},
        "code_Organisation": {"Libelle": "Null"},
        "nature_Dec": "Reservation",
        "numero_Article": "7",
        "date_Effet": None,
        "date_Effet_Retrait": None,
        "texte_Decl": texte,
    }
    return {**usual, **keys}


def parsed(*entries: object) -> tuple[Statement, ...]:
    """What the product reads out of an answer with these entries."""
    return interpret(coe_statements.parse(json.dumps(entries).encode()), table()).statements


def statement(text: str = "The Government reserves the right not to apply it.", **values: Any) -> Statement:
    """A statement, Japan's reservation to article 7 unless said otherwise."""
    usual = {
        "participant": "JPN",
        "name": "Japan",
        "kind": StatementKind.RESERVATION,
        "nature": "Reservation",
        "article": "7",
        "order": 1,
        "html": "",
    }
    return Statement(**{**usual, **values}, text=text)


_WORDS = st.sampled_from(
    ["the", "Government", "reserves", "right", "not", "to", "apply", "Article", "7", "9", "in", "whole", "declares"]
)
_texts = st.lists(_WORDS, max_size=12).map(" ".join)
_days = st.none() | st.sampled_from([date(2004, 7, 1), date(2012, 11, 1), date(2024, 8, 1)])


def statements(texts: st.SearchStrategy[str] = _texts) -> st.SearchStrategy[Statement]:
    """One statement; few participants, kinds and words, so that many are nearly the same."""
    return st.builds(
        Statement,
        participant=st.sampled_from(["JPN", "NLD"]),
        name=st.sampled_from(["Japan", "Netherlands"]),
        kind=st.sampled_from([StatementKind.RESERVATION, StatementKind.DECLARATION, StatementKind.OTHER]),
        nature=st.sampled_from(["Reservation", "Notification"]),
        article=st.sampled_from([None, "7", "Ex-25"]),
        order=st.just(1),
        text=texts,
        html=st.just(""),
        deposited_on=_days,
        effective_on=_days,
        withdrawn_on=_days,
        last_shown_on=st.none(),
    )


def with_history() -> st.SearchStrategy[tuple[Statement, ...]]:
    """A list as it stands after some statements left it."""
    left = st.none() | st.sampled_from([date(2025, 5, 1), date(2026, 5, 1)])
    each = st.builds(lambda one, day: replace(one, last_shown_on=day), statements(), left)
    return st.lists(each, max_size=8).map(numbered)


def lists() -> st.SearchStrategy[tuple[Statement, ...]]:
    """A list as a source gives it."""
    return st.lists(statements(), max_size=8).map(numbered)


def differences(each: st.SearchStrategy[Statement]) -> st.SearchStrategy[StatementDifference]:
    """Any act on a statement."""
    return st.one_of(
        each.map(lambda one: StatementDifference(kind=ChangeKind.STATEMENT_MADE, after=one)),
        each.map(lambda one: StatementDifference(kind=ChangeKind.STATEMENT_NO_LONGER_SHOWN, before=one)),
        st.builds(StatementDifference, kind=st.just(ChangeKind.STATEMENT_AMENDED), before=each, after=each),
        st.builds(StatementDifference, kind=st.just(ChangeKind.STATEMENT_WITHDRAWN), before=each, after=each),
    )


def without(statements: Iterable[Statement], *gone: Statement) -> tuple[Statement, ...]:
    """The list as it stands when some have left it."""
    return numbered(one for one in statements if one not in gone)


def later(one: Statement, **values: Any) -> Statement:
    """The statement as a later list has it."""
    return replace(one, **values)
