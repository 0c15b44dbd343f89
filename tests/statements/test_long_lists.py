"""A long list of which each statement is relabelled and edited in one read: few comparisons, and each is found."""

from __future__ import annotations

import random

import pytest
from stated import statement

from tracker.models import ChangeKind
from tracker.statements import compare, identity

MOST = 20  # comparisons of two texts for each statement
ODD = random.Random(1)  # noqa: S311 - the same each time
WORDS = [f"{first}{second}{last}" for first in "bdfgklmnprst" for second in "aeiou" for last in "bdfgklmnprst"]
FORMULA = "In accordance with the Convention the Government of the Republic declares that it reserves the right to"


@pytest.mark.parametrize("people", [1, 40])
@pytest.mark.parametrize("edit", ["first", "last"])
def test_each_is_found_with_few_comparisons(monkeypatch: pytest.MonkeyPatch, people: int, edit: str) -> None:
    texts = [f"{FORMULA} {' '.join(ODD.choices(WORDS, k=40))}" for _ in range(2_000)]
    old = [statement(text, participant=f"P{at % people}", article="4") for at, text in enumerate(texts)]
    new = [
        statement(
            f"Lastly amended: {text}" if edit == "first" else f"{text} as amended",
            participant=f"P{at % people}",
            article="Ex-4",
        )
        for at, text in enumerate(texts)
    ]
    compared = []
    likeness = identity._likeness
    monkeypatch.setattr(identity, "_likeness", lambda *both: compared.append(1) or likeness(*both))

    found = compare(old, new)

    assert {one.kind for one in found} == {ChangeKind.STATEMENT_AMENDED}
    assert all(one.before and one.after and one.before.text in one.after.text for one in found)
    assert len(compared) <= MOST * len(old)
