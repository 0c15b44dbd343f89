"""Names in a sentence: articles, short names of treaties, ordinals."""

from __future__ import annotations

import pytest

from tracker.models import Treaty
from tracker.wording.words import ordinal, the_instrument, the_treaty, with_article


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("Netherlands", "the Netherlands"),
        ("United States of America", "the United States of America"),
        ("United Kingdom", "the United Kingdom"),
        ("Philippines", "the Philippines"),
        ("Dominican Republic", "the Dominican Republic"),
        ("Czech Republic", "the Czech Republic"),
        ("Slovak Republic", "the Slovak Republic"),
        ("Republic of Korea", "the Republic of Korea"),
        ("Republic of Moldova", "the Republic of Moldova"),
        ("European Union", "the European Union"),
        ("Holy See", "the Holy See"),
        ("Marshall Islands", "the Marshall Islands"),
        ("Russian Federation", "the Russian Federation"),
        ("Central African Republic", "the Central African Republic"),
        ("the former Yugoslav Republic of Macedonia", "the former Yugoslav Republic of Macedonia"),
        ("Bosnia and Herzegovina", "Bosnia and Herzegovina"),
        ("Côte d’Ivoire", "Côte d’Ivoire"),
        ("Kosovo*", "Kosovo*"),
        ("Serbia and Montenegro", "Serbia and Montenegro"),
        ("Moldova (Republic of)", "Moldova (Republic of)"),
        ("Netherlands, the Kingdom of the", "Netherlands, the Kingdom of the"),
    ],
)
def test_article(name: str, inside: str) -> None:
    """Printed names are kept; the article is added where English needs it."""
    assert with_article(name) == inside


@pytest.mark.parametrize(
    ("name", "full", "short"),
    [
        ("Budapest Convention", "the Budapest Convention", "the Convention"),
        ("Second Additional Protocol", "the Second Additional Protocol", "the Protocol"),
        ("European Social Charter", "the European Social Charter", "the Charter"),
        ("Protocol amending the Convention", "the Protocol amending the Convention", "the Protocol"),
        ("Convention on Cybercrime", "the Convention on Cybercrime", "the Convention"),
        ("The Statute", "the Statute", "the Statute"),
        ("ETS 148", "ETS 148", "the treaty"),
        ("", "CETS 224", "the treaty"),
    ],
)
def test_treaty_names(name: str, full: str, short: str) -> None:
    """A treaty is named in full once and by its noun after that."""
    treaty = Treaty(id="cets-224", number="224", name=name)

    assert (the_treaty(treaty), the_instrument(treaty)) == (full, short)


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (1, "first"),
        (5, "fifth"),
        (12, "twelfth"),
        (13, "13th"),
        (21, "21st"),
        (22, "22nd"),
        (103, "103rd"),
        (111, "111th"),
    ],
)
def test_ordinals(number: int, word: str) -> None:
    """Words to twelfth, digits after."""
    assert ordinal(number) == word
