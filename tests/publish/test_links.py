"""The way to the source: official pages, links of feeds and pages, and evidence beside the site."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import feedparser
import pytest
from bs4 import BeautifulSoup
from histories import hungary_consents
from serving import serving
from states import HUNGARY, IRELAND
from world import but

from db.store import Store
from jobs.publish.site import build_site
from tracker.config import load
from tracker.errors import ConfigError
from tracker.language import Language
from tracker.models import Treaty
from tracker.models.addresses import evidence_path
from tracker.sources.official_pages import official_pages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from world import World

BASE = "https://treaties.example.org/cybercrime/"
PUBLISH = f'[publish]\nfolder = "public"\nurl = "{BASE}"\nevidence = true\n'
CHART = "https://www.coe.int/en/web/conventions/full-list?module=signatures-by-treaty&treatynum={}"


@pytest.fixture
def w(open_world: Callable[..., World]) -> World:
    """A world that is published at an address; Hungary's consent was told."""
    return hungary_consents(open_world(more=PUBLISH))


def build(w: World, **published: object) -> Path:
    folder = w.folder / "public"
    with Store.open(w.folder / "tracker.db") as store:
        build_site(store, folder, now=w.now, **(published or {"address": w.config.site, "evidence": True}))  # type: ignore[arg-type]  # as the daemon does
    return folder


# ---- official pages ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("treaty", "chart", "others"),
    [
        (Treaty(id="ets-185", number="185", name=""), CHART.format("185"), True),
        (Treaty(id="ets-12a", number="012A", name=""), CHART.format("012A"), True),
        (Treaty(id="cets-224", number="2/24&x=1", name=""), CHART.format("2%2F24%26x%3D1"), True),
        (
            Treaty(id="untc-xviii-16", number="XVIII-16", name=""),
            "https://treaties.un.org/Pages/ViewDetails.aspx?src=TREATY&mtdsg_no=XVIII-16&chapter=18&clang=_en",
            False,
        ),
        (Treaty(id="untc-xxvii-7", number="XXVII-7", name=""), None, False),
        (Treaty(id="ets-185", number="", name=""), None, False),
    ],
)
def test_official_pages_are_those_known_and_none_is_guessed(treaty: Treaty, chart: str | None, *, others: bool) -> None:
    found = official_pages(treaty)
    assert found.chart == chart
    assert (found.text is not None, found.statements is not None) == (others, others)


FRENCH_TEXTS = {"ets-185": "168008156d", "ets-189": "1680081610", "cets-224": "1680ad0df7"}


@pytest.mark.parametrize("key", [*FRENCH_TEXTS, "ets-30"])
def test_in_french_the_text_is_the_french_one_where_its_address_is_known(key: str) -> None:
    """No address of another French page is known: none is made of the English one."""
    treaty = Treaty(id=key, number=key.partition("-")[2], name="")
    english, french = official_pages(treaty), official_pages(treaty, Language.FRENCH)

    assert (french.chart, french.statements) == (english.chart, english.statements)
    assert english.text_language is Language.ENGLISH
    if key in FRENCH_TEXTS:
        assert (french.text, french.text_language) == (f"https://rm.coe.int/{FRENCH_TEXTS[key]}", Language.FRENCH)
    else:
        assert french == english


# ---- the configuration ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("https://treaties.example.org", "https://treaties.example.org/"),
        ("https://example.org:8443/a/b/", "https://example.org:8443/a/b/"),
        ("http://localhost:8001", "http://localhost:8001/"),
        ("http://[::1]:8001", "http://[::1]:8001/"),
    ],
)
def test_an_address_of_the_site(open_world: Callable[..., World], url: str, base: str) -> None:
    site = open_world(more=f'[publish]\nurl = "{url}"\n').config.site
    assert site is not None
    assert site.page() == site.page("index.html") == base
    assert site.change(350) == f"{base}changes.html#change-350"


@pytest.mark.parametrize(
    "url",
    [
        *("", "treaties.example.org", "ftp://example.org", "javascript:alert(1)", "https://", "https://e.org/?a=b"),
        *(
            "https://e.org/#x",
            "https://u:p@e.org/",
            "http://example.org/",
            "https://e.org:port/",
            'https://e.org/\\"<x>',
        ),
        "https://e.org/a b",
    ],
)
def test_what_is_no_address_of_a_site_is_refused(open_world: Callable[..., World], url: str) -> None:
    w = open_world(more=f'[publish]\nurl = "{url}"\n')
    with pytest.raises(ConfigError, match=r"\[publish\] url"):
        load(w.path)


# ---- feeds ------------------------------------------------------------------------------------------


def test_feeds_are_valid_and_lead_to_the_change_and_its_source(w: World) -> None:
    for name, page in (
        ("all", "changes.html"),
        ("ets-185", "treaty/ets-185.html"),
        ("HUN", "participant/HUN.html"),
        ("IRL", "participant/IRL.html"),
    ):
        read = feedparser.parse((w.folder / "public/feeds" / f"{name}.xml").read_bytes())
        assert not read.bozo, read.get("bozo_exception")
        assert read.version == "atom10"
        assert read.feed.language == "en"
        assert {(one.rel, one.href, one.type) for one in read.feed.links} == {
            ("self", f"{BASE}feeds/{name}.xml", "application/atom+xml"),
            ("alternate", f"{BASE}{page}", "text/html"),
        }
        for entry in read.entries:
            assert entry.link == f"{BASE}changes.html#change-1"
            assert {(one.rel, one.href) for one in entry.links} == {
                ("alternate", f"{BASE}changes.html#change-1"),
                ("related", f"{BASE}participant/HUN.html"),
                ("via", CHART.format("185")),
            }


def test_without_an_address_an_entry_leads_to_the_official_chart(open_world: Callable[..., World]) -> None:
    w = hungary_consents(open_world(more='[publish]\nfolder = "public"\n'))
    read = feedparser.parse((w.folder / "public/feeds/all.xml").read_bytes())
    assert not read.bozo
    assert [entry.link for entry in read.entries] == [CHART.format("185")]


# ---- pages ------------------------------------------------------------------------------------------


def test_pages_have_their_address_their_picture_and_the_official_chart(w: World) -> None:
    folder = build(w)
    sitemap = ET.fromstring((folder / "sitemap.xml").read_bytes())  # noqa: S314 - our own file
    listed = {found.text for found in sitemap.iter() if found.tag.endswith("loc")}
    pages = {str(path.relative_to(folder)): path for path in folder.rglob("*.html")}
    for name in [name for name in pages if name == "404.html" or name.startswith("embed/")]:
        del pages[name]  # nobody looks for these
    assert listed == {f"{BASE}{'' if name == 'index.html' else name}" for name in pages}
    for name, path in pages.items():
        page = BeautifulSoup(path.read_bytes(), "lxml")
        own = f"{BASE}{'' if name == 'index.html' else name}"
        canonical = page.select_one("link[rel=canonical]")
        assert canonical is not None
        assert canonical["href"] == own
        told = {str(meta["property"]): str(meta["content"]) for meta in page.select("meta[property]")}
        assert told["og:url"] == own
        picture = told["og:image"].removeprefix(BASE)
        assert (folder / picture).read_bytes().startswith(b"\x89PNG")
    for name in ("index.html", "changes.html", "treaty/ets-185.html", "participant/HUN.html"):
        page = BeautifulSoup(pages[name].read_bytes(), "lxml")
        assert page.select(f'a[href="{CHART.format("185")}"]'), name
    own_feed = BeautifulSoup(pages["participant/HUN.html"].read_bytes(), "lxml").select(
        'link[type="application/atom+xml"]'
    )
    assert [link["href"] for link in own_feed] == ["../feeds/HUN.xml", "../feeds/all.xml"]


def test_without_an_address_pages_claim_none(w: World) -> None:
    folder = build(w, address=None, evidence=False)
    page = (folder / "index.html").read_text()
    assert "canonical" not in page
    assert "og:" not in page
    assert not (folder / "sitemap.xml").exists()
    assert not (folder / "documents").exists()


# ---- evidence ---------------------------------------------------------------------------------------


def test_evidence_lies_beside_the_pages_byte_for_byte(w: World) -> None:
    folder = build(w)
    with w.store() as store:
        kept = {one.id: store.archive.body(one.sha256) for one in store.archive.all()}
    assert kept
    for number, body in kept.items():
        assert (folder / f"documents/{number}.json").read_bytes() == body
    linked = {
        str(link["href"]).rpartition("/")[2]
        for name in ("changes.html", "participant/HUN.html", "about.html")
        for link in BeautifulSoup((folder / name).read_bytes(), "lxml").select('a[href*="documents/"]')
    }
    assert linked
    assert linked <= {f"{number}.json" for number in kept}

    build(w, address=None, evidence=False)
    assert not list((folder / "documents").glob("*"))
    assert "documents/" not in (folder / "changes.html").read_text()


@pytest.mark.parametrize(
    ("media_type", "path"),
    [
        ("application/json; charset=utf-8", "documents/7.json"),
        ("text/html", "documents/7.txt"),
        ("text/xml", "documents/7.txt"),
        ("image/svg+xml", "documents/7.txt"),
        ("application/xhtml+xml", "documents/7.txt"),
        ("application/pdf", "documents/7.bin"),
        ("../../x", "documents/7.bin"),
        ("", "documents/7.bin"),
    ],
)
def test_the_pages_of_others_cannot_run_here(media_type: str, path: str) -> None:
    assert evidence_path(7, media_type) == path


def test_serve_says_that_a_feed_is_one(w: World) -> None:
    with serving(w.folder / "tracker.db", site=build(w)) as server:
        assert server.get("feeds/all.xml").headers["content-type"] == "application/atom+xml; charset=utf-8"
        assert server.get("sitemap.xml").headers["content-type"].partition(";")[0] in ("application/xml", "text/xml")


# ---- the order of news ------------------------------------------------------------------------------


def test_news_are_ordered_by_when_they_were_noticed(w: World) -> None:
    """A date that lies ahead is not newer than what was noticed after it."""
    w.wait(hours=1)
    w.show(but(HUNGARY, consent="2026-06-01", in_force="2027-03-01"), IRELAND)
    w.check()
    w.wait(hours=1)
    w.show(but(HUNGARY, consent="2026-06-01", in_force="2027-03-01"), but(IRELAND, consent="2026-06-03"))
    w.check()
    page = BeautifulSoup((build(w) / "index.html").read_bytes(), "lxml")
    told = [str(found.get_text()) for found in page.select("section[aria-labelledby=last] .sentence")]
    assert told[0].startswith("Ireland deposited")
    shown = [str(found["datetime"]) for found in page.select("section[aria-labelledby=last] time")]
    assert max(shown) <= "2026-06-15"
