"""A consent that reached the threshold and is no longer shown: nobody knows whether the treaty entered into force."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from in_sql import between_in_sql, figures_in_sql
from sites import build
from week import FOUR, PARENT, counts, dates, live, two, week

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from world import World

OCTOBER = "2026-10-01"
FIVE = FOUR | {"Finland": "2026-06-15"}


@pytest.fixture(scope="module")
def w(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Finland's ratification, the fifth, is shown in June and no longer in July; it is October now."""
    with week(tmp_path_factory.mktemp("fifth")) as made:
        live(made, "2026-06-16", FIVE)
        for day in ("2026-07-10", "2026-07-11", "2026-10-05"):
            live(made, day, FOUR)
        yield made


def test_between_two_others(w: World) -> None:
    """From the day on which it would have entered into force with the fifth, the answer is not known."""
    found = two(w, "SRB", "JPN")

    assert (found["in_force"], found["in_force_as_known"], found["treaty_in_force"]) == (None, None, None)
    assert found["treaty_entry_with_lost"] == OCTOBER
    assert found["answer"] == (
        "Not known: whether CETS 224 is in force between Serbia and Japan on 2026-10-05; with consents that sources "
        "showed and no longer show, it would have entered into force on 2026-10-01 by article 16(3): ask the "
        "depositary."
    )


def test_not_before_that_day(w: World) -> None:
    """With the fifth consent or without it, it was not in force."""
    found = two(w, "SRB", "JPN", "2026-09-30")
    assert (found["in_force"], found["treaty_entry_with_lost"]) == (False, None)
    assert found["answer"].startswith("No: ")
    assert counts(w, "2026-09-30")["treaty_in_force"] is False


def test_the_one_that_was_lost(w: World) -> None:
    found = two(w, "SRB", "FIN")
    assert found["in_force"] is None
    assert "it was shown for Finland until" in found["answer"]


def test_who_never_consented_is_not_bound(w: World) -> None:
    """Whatever the fifth consent was worth, France has not consented."""
    found = two(w, "SRB", "FRA")
    assert found["in_force"] is False
    assert "France" in found["answer"]


def test_figures(w: World) -> None:
    """Consents are counted as shown; whether there are Parties is not known, and nothing is expected."""
    found = counts(w)
    assert (found["consents"], found["counted"], found["threshold"]["reached"]) == (4, 4, False)
    assert (found["in_force"], found["treaty_in_force"], found["by_rule"]) == (None, None, None)
    assert found["entry_with_lost"] == OCTOBER
    assert dates(w) == {}


@pytest.mark.parametrize("day", ["2026-09-30", OCTOBER, "2026-10-05", "2027-01-01"])
def test_sql_says_the_same(w: World, day: str) -> None:
    with w.store() as store:
        treaty = store.treaties.treaty("cets-224")
        assert treaty is not None
        on = date.fromisoformat(day)
        said = counts(w, day)
        in_sql = figures_in_sql(store, treaty.id, on)
        assert in_sql == {name: said[name] for name in in_sql or ()}
        for pair in (("SRB", "JPN"), ("SRB", "FIN"), ("SRB", "FRA")):
            told = two(w, *pair, day)
            assert between_in_sql(store, treaty, *pair, on)["in_force"] == told["in_force_as_known"]


def test_page(w: World) -> None:
    """No page says that there are no Parties."""
    build(w)
    text = BeautifulSoup((w.folder / "site" / "treaty" / "cets-224.html").read_bytes(), "lxml").get_text(" ")
    said = " ".join(text.split())
    assert "4 consents; whether it is in force is not known, because a consent is no longer shown" in said
    assert "not in force" not in said


def test_a_consent_to_the_parent_that_is_lost(tmp_path: Path) -> None:
    """Article 2(1)(a) asks that both be Parties to the Convention: whether Japan still is, nobody knows."""
    with week(tmp_path) as made:
        live(made, "2026-06-16", FIVE, dict.fromkeys(FIVE, OCTOBER))
        for day in ("2026-10-05", "2026-10-06"):
            live(made, day, FIVE, dict.fromkeys(FIVE, OCTOBER), parent=PARENT | {"Japan": (None, None)})

        found = two(made, "SRB", "JPN")

    assert (found["in_force"], found["treaty_in_force"]) == (None, True)
    assert "whether ETS 185 is in force for Japan is not known" in found["answer"]
