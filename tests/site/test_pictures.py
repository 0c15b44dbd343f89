"""Pictures are saved, put into other pages, played and read by keyboard; wide tables print whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect
from sites import build, site_world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from world import World


@pytest.fixture(scope="module")
def w(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A world whose site is built."""
    with site_world(tmp_path_factory.mktemp("site")) as made:
        build(made)
        yield made


def address(w: World, path: str, query: str = "") -> str:
    return (w.folder / "site" / path).as_uri() + query


def saved(page: Page, kind: str) -> tuple[str, Path]:
    """The name and the file that a button gives."""
    with page.expect_download() as waiting:
        page.locator(f"[data-save={kind}]").first.click()
    return waiting.value.suggested_filename, waiting.value.path()


@pytest.mark.parametrize(
    ("path", "query", "name", "said"),
    [
        ("map.html", "?day=2012-01-01", "map", "Budapest Convention on 1 January 2012"),
        ("time.html", "", "over-time-ets-185", "Budapest Convention: consents, signatures and Parties over time"),
        ("participant/TON.html", "", "TON", "Tonga"),
    ],
)
def test_a_picture_is_saved_with_its_legend_and_where_it_is_from(
    page: Page, w: World, path: str, query: str, name: str, said: str
) -> None:
    page.goto(address(w, path, query))
    suggested, file = saved(page, "svg")
    svg = file.read_text()
    assert suggested == f"{name}.svg"
    assert said in svg
    assert "an unofficial compilation from public sources" in svg
    assert "class=" not in svg, "it needs no stylesheet"
    assert ("Borders and shading imply no opinion" in svg) is (name == "map")
    suggested, file = saved(page, "png")
    content = file.read_bytes()
    assert suggested == f"{name}.png"
    assert content.startswith(b"\x89PNG")
    assert int.from_bytes(content[16:20], "big") == 1800


def test_arrow_keys_read_a_map_from_state_to_state(page: Page, w: World) -> None:
    page.goto(address(w, "map.html"))
    picture = page.locator("svg.map").first
    picture.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".tip")).to_have_text("Albania: Party")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".tip")).to_have_text("Brazil: Party")
    page.keyboard.press("Escape")
    expect(page.locator(".tip")).to_be_hidden()
    page.keyboard.press("End")
    expect(page.locator(".tip")).to_have_text("Tonga: Party")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Tonga")


def test_arrow_keys_read_lines_and_acts(page: Page, w: World) -> None:
    page.goto(address(w, "time.html"))
    page.locator("figure.chart svg").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".tip")).to_have_text("From 23 November 2001: consents 0, signatures 2, Parties 0")
    page.goto(address(w, "participant/TON.html"))
    page.locator("figure svg").focus()
    page.keyboard.press("Home")
    expect(page.locator(".tip")).to_have_text("9 May 2017: Acceded")


def test_the_map_plays_from_act_to_act_and_stops(page: Page, w: World) -> None:
    page.goto(address(w, "map.html", "?day=2026-05-03"))
    button = page.locator("button[name=play]")
    button.press("Enter")
    expect(page.locator("#shown")).to_have_text("Budapest Convention on 4 May 2026")
    expect(button).to_have_text("Play")  # nothing follows
    expect(page.locator("#shown")).to_have_attribute("aria-live", "polite")
    expect(page).to_have_url(re.compile(r"day=2026-05-04"))
    button.press("Enter")
    expect(button).to_have_text("Pause")
    button.press("Enter")
    expect(button).to_have_text("Play")


def test_a_picture_stands_in_a_page_of_somebody_else(page: Page, w: World) -> None:
    page.goto(address(w, "map.html", "?treaty=ets-185&day=2012-01-01"))
    frame = page.evaluate(
        """() => new Promise((done) => {
          window.copyText = (text) => (done(text), Promise.resolve(true));
          document.querySelector("[data-embed]").click();
        })"""
    )
    assert re.search(r'<iframe src="file:[^"]*/embed/map\.html\?treaty=ets-185&amp;day=2012-01-01" title="', frame)
    other = w.folder / "article.html"
    other.write_text(f"<!doctype html><title>An article</title>{frame}")
    page.goto(other.as_uri())
    inside = page.frame_locator("iframe")
    expect(inside.locator("#shown")).to_have_text("Budapest Convention on 1 January 2012")
    expect(inside.get_by_role("link", name="Convention tracker")).to_have_attribute("target", "_blank")


def test_copying_says_so_and_gives_the_whole_address(page: Page, w: World) -> None:
    page.goto(address(w, "subscribe.html"))
    text = page.evaluate(
        """() => new Promise((done) => {
          window.copyText = (text) => (done(text), Promise.resolve(true));
          document.querySelector("button[data-copy]").click();
        })"""
    )
    assert text == address(w, "feeds/all.xml")
    expect(page.locator("button[data-copy] + span").first).to_have_text("Copied.")


def test_a_citation_of_today_names_the_page_the_day_and_the_head(page: Page, w: World) -> None:
    page.goto(address(w, "about.html"))
    said = page.locator("[data-cite]").inner_text()
    assert re.search(r"about\.html, read on \d+ \w+ 20\d\d\. Head of the history: \d+:[0-9a-f]{64}$", said)


def test_a_wide_table_prints_whole_and_with_its_heads_on_each_page(page: Page, w: World) -> None:
    page.goto(address(w, "table.html"))
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1032, "height": 700})  # A4 landscape without its margins, in CSS pixels
    assert page.evaluate("document.querySelector('#participants').scrollWidth") <= 1032
    assert page.evaluate("getComputedStyle(document.querySelector('.wide')).overflowX") == "visible"
    assert (
        page.evaluate("getComputedStyle(document.querySelector('#participants thead')).display") == "table-header-group"
    )
    expect(page.locator("#find-form")).to_be_hidden()
    size = re.search(rb"/MediaBox ?\[0 0 ([0-9.]+) ([0-9.]+)\]", page.pdf(prefer_css_page_size=True))
    assert size
    assert float(size[1]) > float(size[2]), "landscape"
