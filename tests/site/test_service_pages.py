"""Whom to ask, how to be told, where nothing is: pages around the facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from sites import site_world

from db.store import Store
from jobs.publish.site import build_site
from tracker.models.addresses import SiteAddress
from tracker.site.service import contact

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from world import World

ADDRESS = SiteAddress("https://treaties.example.org/cyber/")


@pytest.fixture(scope="module")
def w(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A world with a site that is published by somebody, and one that is not."""
    with site_world(tmp_path_factory.mktemp("site")) as made, Store.open(made.folder / "tracker.db") as store:
        build_site(store, made.folder / "site", now=made.now)
        build_site(store, made.folder / "www", now=made.now, address=ADDRESS, contact="mailto:registry@ministry.test")
        yield made


def page(folder: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((folder / name).read_bytes(), "lxml")


def text(folder: Path, name: str) -> str:
    return " ".join(page(folder, name).get_text(" ").split())


@pytest.mark.parametrize(
    ("given", "link"),
    [
        ("mailto:a@b.test", '<a href="mailto:a@b.test">a@b.test</a>'),
        ("a@b.test", '<a href="mailto:a@b.test">a@b.test</a>'),
        ("https://b.test/", '<a href="https://b.test/">https://b.test/</a>'),
        ("the <registry>", "the &lt;registry&gt;"),
        ("javascript:alert(1)@b", '<a href="mailto:javascript:alert(1)@b">javascript:alert(1)@b</a>'),
        ("mailto:you@example.org", None),
        ("", None),
    ],
)
def test_a_contact_is_a_link_where_it_is_an_address(given: str, link: str | None) -> None:
    assert contact(given) == link


def test_every_page_names_whom_to_ask_if_the_configuration_does(w: World) -> None:
    for name in ("index.html", "participant/BRA.html", "subscribe.html", "about.html"):
        assert page(w.folder / "www", name).footer.find("a", href="mailto:registry@ministry.test"), name  # type: ignore[union-attr]
        assert not page(w.folder / "site", name).find("a", href=lambda to: bool(to and to.startswith("mailto:"))), name
    assert "These pages are kept by registry@ministry.test" in text(w.folder / "www", "about.html")
    assert "Whoever built these pages has given no address" in text(w.folder / "site", "about.html")
    assert "They have given no address here to ask at" in text(w.folder / "site", "subscribe.html")


def test_subscribing_names_every_kind_of_address(w: World) -> None:
    links = {str(one["href"]) for one in page(w.folder / "site", "subscribe.html").main.find_all("a")}  # type: ignore[union-attr]
    assert links == {"feeds/all.xml", "feeds/ets-185.xml", "calendar.ics", "changes.json", "names.html#participants"}


def test_a_missing_page_leads_back_from_any_depth(w: World) -> None:
    for folder, root in (("site", "/"), ("www", "/cyber/")):
        found = page(w.folder / folder, "404.html")
        links = [str(one["href"]) for one in found.find_all("a") if not str(one["href"]).startswith(("#", "mailto:"))]
        assert all(link.startswith(root) for link in links if not link.startswith("https://www.coe.int"))
        assert found.find("script", src=f"{root}assets/common.js")
    assert "404" not in (w.folder / "www" / "sitemap.xml").read_text()


def test_what_may_be_done_with_the_data_is_said(w: World) -> None:
    said = text(w.folder / "site", "about.html")
    assert "are under the MIT licence" in said
    assert "The shapes of the map: Natural Earth is in the public domain" in said
