"""The bundled statements from secondary sources: what each says of articles is said under those."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

BUNDLED = Path(__file__).parents[2] / "tracker" / "data" / "baseline" / "statements.json"
AUTHORITIES = [
    one
    for statements in json.loads(BUNDLED.read_text(encoding="utf-8")).values()
    for one in statements
    if one["kind"] == "authority"
]


def articles(text: str) -> set[str]:
    """The articles on authorities that a remark names; a number of four digits is a year, and of two a day."""
    return set(re.findall(r"(?:^|\b(?:art\.|Article|and) )(24|27|35)\b", text))


@pytest.mark.parametrize("one", AUTHORITIES, ids=lambda one: f"{one['participant']} {one['article']}")
def test_a_remark_on_an_authority_is_about_its_own_article(one: dict[str, str]) -> None:
    """A State that designates nobody for extradition may well have designated somebody for assistance."""
    remark = one["text"].partition(": ")[2]

    named = articles(remark)
    assert not named or re.match(r"\d+", one["article"])[0] in named, one["text"]
