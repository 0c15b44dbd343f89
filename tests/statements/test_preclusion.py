"""Objections that preclude the entry into force between two States: only in the set forms."""

from __future__ import annotations

import pytest
from stated import statement

from tracker.models import StatementKind
from tracker.participants import table
from tracker.statements import in_set_form, opposed_by, precluded_by

REASON = "Sweden has examined the reservation made by Peru, which is incompatible with the object and purpose."


def precluded(text: str, kind: StatementKind = StatementKind.OBJECTION) -> frozenset[str]:
    return precluded_by(statement(text, participant="SWE", name="Sweden", kind=kind), table())


@pytest.mark.parametrize(
    "form",
    [
        "This objection precludes the entry into force of the Convention between Sweden and Peru.",
        "This objection shall preclude the entry into force of the Convention between Peru and Sweden.",
        "This objection therefore precludes the entry into force of the Convention as between Sweden and Peru.",
        "The present objection precludes the entry into force of the Protocol between the Kingdom of Sweden and Peru.",
        "This objection precludes the entry into force of the Convention between Sweden and the Republic of Peru.",
        "This objection precludes the entry into force, in its entirety, of the Convention between the two States.",
        "Cette objection fait obstacle à l’entrée en vigueur de la Convention entre la Suède et le Pérou.",
    ],
)
def test_it_precludes(form: str) -> None:
    assert precluded(f"{REASON}\n{form}") == {"PER"}
    assert precluded(f"{REASON} {form} Sweden regrets it.") == {"PER"}


@pytest.mark.parametrize(
    "form",
    [
        "This objection does not preclude the entry into force of the Convention between Sweden and Peru.",
        "This objection shall not preclude the entry into force of the Convention between Sweden and Peru.",
        "Without precluding the entry into force of the Convention between Sweden and Peru, Sweden objects.",
        "The Convention enters into force between Sweden and Peru without Peru benefiting from its reservation.",
        "Peru said: “This objection precludes the entry into force of the Convention between Sweden and Peru.”",
        'The words "This objection precludes the entry into force of the Convention between Sweden and Peru." are old.',
        "“This objection precludes the entry into force of the Convention between Sweden and Peru.",
        "Norway's objection precludes the entry into force of the Convention between Norway and Peru.",
        "This objection precludes the entry into force of the Convention between Norway and Peru.",
        "If this objection precludes the entry into force of the Convention between Sweden and Peru, so be it.",
        "This objection precludes the entry into force of the Convention between Sweden and Peru, unless withdrawn.",
        "Nobody says that this objection precludes the entry into force of the Convention between Sweden and Peru.",
        "This objection precludes the entry into force of Article 9 of the Convention between Sweden and Peru.",
        "This objection may preclude the entry into force of the Convention between Sweden and Peru.",
        "Cette objection ne fait pas obstacle à l'entrée en vigueur de la Convention entre la Suède et le Pérou.",
    ],
)
def test_all_else_is_text(form: str) -> None:
    assert precluded(f"{REASON}\n{form}") == frozenset()


def test_both_forms_express_nothing_definite() -> None:
    forms = (
        "This objection does not preclude the entry into force of the Convention between Sweden and Peru.",
        "This objection precludes the entry into force of the Convention between Sweden and Peru.",
    )
    assert precluded("\n".join((REASON, *forms))) == precluded("\n".join((REASON, *reversed(forms)))) == frozenset()


def test_only_an_objection() -> None:
    form = "This objection precludes the entry into force of the Convention between Sweden and Peru."
    assert precluded(form, StatementKind.DECLARATION) == frozenset()


def test_two_states_of_several_are_not_named() -> None:
    text = (
        "Sweden objects to the reservations of Peru and Chile."
        " This objection precludes the entry into force of the Convention between the two States."
    )
    assert precluded(text) == frozenset()


@pytest.mark.parametrize(
    "form",
    [
        "Sweden opposes the entry into force of the Convention between Sweden and Peru.",
        "Sweden states its opposition to the entry into force of the Convention as between Sweden and Peru.",
        "Sweden considers that the Convention shall not enter into force between Sweden and the Republic of Peru.",
        "The Convention will not come into force between Sweden and Peru as long as the reservation is not withdrawn.",
        "Accordingly, Sweden does not consider itself bound by the Convention in its relations with Peru.",
        "Sweden does not consider the Convention to be in force between the two States.",
        "There are no treaty relations under this Convention between Sweden and Peru.",
        "This objection precludes the entry into force of the Convention between Sweden and Peru, unless withdrawn.",
        "This objection thus precludes the entry into force of the Convention.",
        "La Suède s’oppose à l’entrée en vigueur de la Convention entre la Suède et le Pérou.",
        "La Convention n’entrera pas en vigueur entre la Suède et le Pérou.",
    ],
)
@pytest.mark.parametrize("kind", [StatementKind.OBJECTION, StatementKind.DECLARATION, StatementKind.COMMUNICATION])
def test_other_words_may_mean_the_same(form: str, kind: StatementKind) -> None:
    made = statement(f"{REASON}\n{form}", participant="SWE", name="Sweden", kind=kind)

    assert opposed_by(made, table()) == {"PER"}
    assert (precluded_by(made, table()), in_set_form(made)) == (frozenset(), False)


@pytest.mark.parametrize(
    "form",
    [
        "This objection does not preclude the entry into force of the Convention between Sweden and Peru.",
        "This objection shall not, however, preclude the entry into force of the Convention between the two States.",
        "This objection does not constitute an obstacle to the entry into force of the Convention with Peru.",
        "Sweden does not oppose the entry into force of the Convention between Sweden and Peru.",
        "Without precluding the entry into force of the Convention between Sweden and Peru, Sweden objects.",
        "The Convention enters into force between Sweden and Peru without Peru benefiting from its reservation.",
        "The provisions to which the reservation relates do not apply as between Sweden and Peru.",
        "This objection precludes the entry into force of Article 9 of the Convention between Sweden and Peru.",
        "Norway's objection precludes the entry into force of the Convention between Norway and Peru.",
        "Peru said: “Peru opposes the entry into force of the Convention between Sweden and Peru.”",
        "Sweden shall not be implied to enter into any dealing with Peru.",
        "Cette objection ne fait pas obstacle à l'entrée en vigueur de la Convention entre la Suède et le Pérou.",
        "La Suède ne s'oppose pas à l'entrée en vigueur de la Convention entre la Suède et le Pérou.",
        "Sweden will not make a reservation. Peru has treaty relations with Sweden.",
    ],
)
def test_what_says_that_it_is_in_force_or_speaks_of_something_else(form: str) -> None:
    assert (
        opposed_by(
            statement(f"{REASON}\n{form}", participant="SWE", name="Sweden", kind=StatementKind.OBJECTION), table()
        )
        == frozenset()
    )
