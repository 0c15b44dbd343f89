"""Every name that the command line knows leads to a page: by the search box, the table, the changes, the list."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Page, expect
from sites import SPELLINGS, build, site_world

from tracker.participants import table
from tracker.participants.territories import territories, territory_named
from tracker.site.names import compared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from world import World


@pytest.fixture(scope="module")
def w(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A world with spellings of its own; its site is built."""
    with site_world(tmp_path_factory.mktemp("site"), evil=True) as made:
        build(made)
        yield made


def address(w: World, path: str, query: str = "") -> str:
    return (w.folder / "site" / path).as_uri() + query


def typed(page: Page, text: str) -> list[str]:
    """What the box offers for a text."""
    page.locator("#find").fill(text)
    page.wait_for_function("() => window.names_known")
    return page.locator("#find-list li").all_inner_texts()


def test_every_spelling_and_code_of_the_command_line_leads_to_the_same_participant(page: Page, w: World) -> None:
    known = table().with_spellings(w.config.spellings)
    texts = [*known.by_spelling, *known.by_id, *(one.alpha_2 for one in known.by_id.values() if one.alpha_2)]
    texts += [f"the {one.name}" for one in table().by_id.values()]
    page.goto(address(w, "names.html"))
    found = dict(
        zip(texts, page.evaluate("(texts) => texts.map((text) => named(text)?.participant)", texts), strict=True)
    )
    assert SPELLINGS
    assert len(texts) > 1500
    assert {text: id_ for text, id_ in found.items() if id_ != known.typed(text)} == {}


def test_what_is_compared_is_the_same_in_both_languages(page: Page, w: World) -> None:
    texts = [*table().by_spelling, "Côte d’Ivoire", "2nd Protocol", "CETS No. 224", "Straße", "ﬁn", "", "…"]
    page.goto(address(w, "names.html"))
    assert page.evaluate("(texts) => texts.map(compared)", texts) == [compared(text) for text in texts]


def test_territories_lead_to_where_they_are_answered(page: Page, w: World) -> None:
    page.goto(address(w, "names.html"))
    for one in territories():
        if table().typed(one.name) is None:
            assert territory_named(one.name) is one
            first = page.evaluate("(text) => namesLike(text)[0]", one.name)
            assert first["name"] == one.name
            assert first["path"].split("#")[0] in ("territories.html", f"participant/{one.participant}.html")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        *(("turkey", "Türkiye"), ("UK", "United Kingdom"), ("cote d'ivoire", "Côte d'Ivoire"), ("bra", "Brazil")),
        *(("allemagne", "Germany"), ("czechia", "Czech Republic"), ("ind", "India"), ("greenland", "Greenland")),
        *((text, "Budapest Convention") for text in ("185", "ets 185", "budap", "convention on cyber")),
    ],
)
def test_the_box_finds_what_people_type(page: Page, w: World, text: str, first: str) -> None:
    page.goto(address(w, "index.html"))
    assert typed(page, text)[0].startswith(first)


def test_the_box_works_by_keyboard_alone(page: Page, w: World) -> None:
    page.goto(address(w, "treaty/ets-185.html"))
    field = page.get_by_role("combobox", name="Find a State or treaty")
    field.focus()
    typed(page, "guinea")
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("#find-list [aria-selected=true]")
    expect(chosen).to_have_count(1)
    expect(field).to_have_attribute("aria-activedescendant", "find-1")
    page.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    typed(page, "uk")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("United Kingdom")


def test_of_a_state_on_no_chart_it_is_said_that_nothing_is_known(page: Page, w: World) -> None:
    said = "Nothing is known of India: no signature, consent or invitation is on record."
    page.goto(address(w, "index.html"))
    assert typed(page, "india")[0].split() == ["India", "nothing", "known"]
    page.goto(address(w, "table.html", "?words=inde"))
    expect(page.locator("output")).to_have_text(f"0 of 9 shown {said}")
    page.get_by_role("link", name=said).click()
    expect(page.locator("main .lead")).to_have_text(said)
    expect(page.locator("main")).to_contain_text("No signature and no consent is on record")


def test_a_name_that_nobody_knows_leads_to_all_names(page: Page, w: World) -> None:
    page.goto(address(w, "index.html"))
    assert typed(page, "zzzz") == []
    expect(page.locator("#find-said")).to_contain_text("Nothing is known by the name “zzzz”")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Every name that is known here")
    expect(page.locator("output")).to_contain_text("0 of ")


def test_table_and_changes_find_other_spellings_and_no_other_state(page: Page, w: World) -> None:
    page.goto(address(w, "table.html", "?words=republic of ireland"))
    shown = page.locator("#participants tbody tr:visible th")
    assert shown.all_inner_texts() == ["Ireland"]
    page.locator("form[data-filter] [name=words]").fill("brésil")
    assert shown.all_inner_texts() == ["Brazil"]


def test_without_a_script_the_list_has_every_name_and_how_else_it_is_written(w: World) -> None:
    page = BeautifulSoup((w.folder / "site/names.html").read_bytes(), "lxml")
    rows = {" ".join(row.th.a.get_text().split()): row for row in page.select("#names tr") if row.th and row.th.a}
    assert "also found as: inde" in " ".join(rows["India"].get_text(" ").split())
    assert rows["India"].a["href"] == "participant/IND.html"
    assert "ETS 185: Party" in rows["Brazil"].get_text()
    assert rows["Budapest Convention"].a["href"] == "treaty/ets-185.html"
    assert page.select_one("form[data-filter][hidden]")
    twin = json.loads((w.folder / "site/names.json").read_bytes())
    assert len(twin["participants"]) >= len(table().by_id)


def test_a_former_state_names_its_successors(w: World) -> None:
    page = BeautifulSoup((w.folder / "site/participant/SCG.html").read_bytes(), "lxml")
    assert "succeeded by Montenegro , Serbia" in " ".join(page.main.get_text(" ").split())  # type: ignore[union-attr]
