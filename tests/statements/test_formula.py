"""The depositary's formula, split off the State's own words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.statements.formula import Withdraws, parts
from tracker.statements.listing import deposited_on

NOTE = "a Note verbale from the Permanent Representation of Sweden, dated 28 May 2026"


@pytest.mark.parametrize(
    ("formula", "contained_in", "registered_on", "language"),
    [
        (
            f"Declaration contained in {NOTE}, registered at the Secretariat General on 2 June 2026 – Or. Engl.",
            NOTE,
            date(2026, 6, 2),
            "English",
        ),
        (
            "Reservation contained in the instrument of ratification deposited on 5 June 2012 - Or. Fr.",
            "the instrument of ratification deposited on 5 June 2012",
            None,
            "French",
        ),
        (
            "Reservations contained in the instrument of approval, deposited on 1 June 2006 - Or. Engl./Fr.",
            "the instrument of approval, deposited on 1 June 2006",
            None,
            "English and French",
        ),
        (
            "Déclaration consignée dans une lettre, enregistrée au Secrétariat Général le 1er juin 2026 – Or. angl.",
            "une lettre",
            date(2026, 6, 1),
            "English",
        ),
        (
            "Réserve consignée dans l’instrument de ratification déposé le 5 juin 2012 - Or. fr.",
            "l’instrument de ratification déposé le 5 juin 2012",
            None,
            "French",
        ),
        ("Declaration made at the time of signature, on 23 November 2001 - Or. Engl.", None, None, "English"),
        (
            "Declaration contained in a letter dated 3 May 2010",
            "a letter dated 3 May 2010",
            None,
            None,
        ),
    ],
)
def test_formulas(formula: str, contained_in: str | None, registered_on: date | None, language: str | None) -> None:
    found = parts(f"{formula}\nThe Government declares what it declares.")

    assert (found.contained_in, found.registered_on, found.original_language) == (contained_in, registered_on, language)
    assert (found.formula.strip(), found.operative) == (formula, "The Government declares what it declares.")
    assert found.withdraws is None


def test_the_words_may_follow_on_the_same_line() -> None:
    text = "Reservation contained in a letter deposited on 5 June 2012 - Or. Engl. In accordance with Article 4."

    assert parts(text).operative == "In accordance with Article 4."


@pytest.mark.parametrize(
    ("begins", "withdraws"),
    [
        ("Withdrawal of reservation contained in", Withdraws.WHOLE),
        ("Withdrawal of the reservation to Article 4, paragraph 2, contained in", Withdraws.WHOLE),
        ("Partial withdrawal of a reservation contained in", Withdraws.PART),
        ("Retrait de réserve consigné dans", Withdraws.WHOLE),
        ("Retrait partiel de la réserve consigné dans", Withdraws.PART),
        ("Reservation contained in", None),
    ],
)
def test_withdrawals(begins: str, withdraws: Withdraws | None) -> None:
    assert parts(f"{begins} {NOTE} - Or. Engl.\nAll of it.").withdraws is withdraws


@pytest.mark.parametrize(
    "text",
    [
        "The Government declares that the declaration contained in its letter of 5 June 2012 stands.",
        "Declarations contained in treaties are many. They are read.",
        "Reservation contained in a letter.\nDeclaration contained in another letter - Or. Engl.\nText.",
        "",
    ],
)
def test_all_else_is_the_states_own(text: str) -> None:
    """No day and no language: no formula."""
    assert parts(text).formula == ""
    assert parts(text).operative == text


def test_a_formula_alone_is_shown() -> None:
    text = "Withdrawal of reservation contained in a letter deposited on 5 June 2012 - Or. Engl."

    assert (parts(text).operative, parts(text).shown) == ("", text)


def test_days_in_french_headers() -> None:
    assert deposited_on("Réserve consignée dans l'instrument de ratification déposé le 5 juin 2012 - Or. fr.") == date(
        2012, 6, 5
    )


_PIECES = st.sampled_from(
    (
        *("Declaration", "Réserve", "Withdrawal of", "contained in", "consignée dans", "a letter,", "on 2 June 2026"),
        *("registered at the Secretariat General", "-", "– Or. Engl.", "Or. fr.", "\n", "  ", "The Government", "."),
    )
)


@given(st.lists(_PIECES | st.text(max_size=6), max_size=14).map(" ".join))
def test_no_text_is_lost(text: str) -> None:
    found = parts(text)

    assert found.formula + found.operative == text
