"""The site in English and, below `fr/`, in French: the same facts in both, and no English left in the French one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import feedparser
import pytest
from bs4 import BeautifulSoup
from icalendar import Calendar
from sites import site_world

from db.store import Store
from jobs.publish.site import build_site
from tracker.config.checks import languages
from tracker.errors import ConfigError
from tracker.language import Language
from tracker.models.addresses import SiteAddress
from tracker.participants.folding import without_accents

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from world import World

    from jobs.publish.folder import Built

ADDRESS = SiteAddress("https://treaties.example.org/")
BOTH = (Language.ENGLISH, Language.FRENCH)
#: Frequent words that are no French ones.
ENGLISH = re.compile(
    r"\b(the|of|and|is|was|were|with|from|which|that|has|have|had|been|not|by|known|read|since|until|day|under|"
    r"treaty|treaties|State|States|signed|ratified|acceded|consented|Party|force|changes|evidence)\b(?!\.\w)"
)


def build(w: World, name: str, address: SiteAddress | None = ADDRESS) -> Built:
    with Store.open(w.folder / "tracker.db") as store:
        return build_site(store, w.folder / name, now=w.now, address=address, languages=BOTH)


@pytest.fixture(scope="module")
def w(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A world whose site is there in both languages."""
    with site_world(tmp_path_factory.mktemp("site")) as made:
        build(made, "site")
        yield made


@pytest.fixture(scope="module")
def pages(w: World) -> dict[str, tuple[BeautifulSoup, BeautifulSoup]]:
    """Path → the page in English and in French: one dossier of each ten, and all others."""
    folder = w.folder / "site"
    found = sorted(str(path.relative_to(folder / "fr")) for path in (folder / "fr").rglob("*.html"))
    dossiers = [path for path in found if path.startswith("participant/")]
    chosen = [path for path in found if path not in dossiers or path in dossiers[::10]]
    return {path: (soup(folder / path), soup(folder / "fr" / path)) for path in chosen}


def soup(path: Path) -> BeautifulSoup:
    page = BeautifulSoup(path.read_bytes(), "lxml")
    for other in page.select("script, code, .languages"):
        other.decompose()
    return page


def test_links_to_english_pages_say_so(w: World) -> None:
    """The official text is the French one; the chart's page is known in English alone."""
    for folder, address in (("fr/", "https://rm.coe.int/168008156d"), ("", "module=treaty-detail")):
        page = soup(w.folder / "site" / f"{folder}treaty/ets-185.html")
        [text] = page.select(f'.facts a[href*="{address}"]')
        assert text.get("hreflang") is None
        [chart] = page.select('.facts a[href*="signatures-by-treaty"]')
        assert chart.get("hreflang") == ("en" if folder else None)
        feed = feedparser.parse((w.folder / "site" / f"{folder}feeds/acts.xml").read_bytes())
        official = [link for entry in feed.entries for link in entry.links if "www.coe.int" in link.href]
        assert {link.get("hreflang") for link in official} == {"en" if folder else None}


def test_a_calendar_in_french_names_the_language_of_its_texts(w: World) -> None:
    """RFC 5545, 3.2.10; and it is read as the English one is."""
    french, english = ((w.folder / "site" / path).read_bytes() for path in ("fr/calendar.ics", "calendar.ics"))
    assert b"LANGUAGE" not in english
    made, events = Calendar.from_ical(french), Calendar.from_ical(english).walk("VEVENT")
    assert made["DESCRIPTION"].params["LANGUAGE"] == "fr"
    assert len(made.walk("VEVENT")) == len(events) > 0
    for event in made.walk("VEVENT"):
        assert {event[name].params["LANGUAGE"] for name in ("SUMMARY", "DESCRIPTION", "CATEGORIES")} == {"fr"}


def days(page: BeautifulSoup) -> list[str]:
    return sorted(str(time.get("datetime")) for time in page.select("time"))


def whom(page: BeautifulSoup) -> list[str]:
    found = (re.search(r"participant/([A-Z]{3})\.html", str(link.get("href"))) for link in page.select("a[href]"))
    return sorted(one[1] for one in found if one)


def numbers(page: BeautifulSoup) -> list[str]:
    body = page.find("main")
    assert body
    for key in body.select(".cite"):  # BibTeX's key is of the words
        key.decompose()
    return sorted(re.findall(r"\d+", body.get_text(" ")))


def test_each_page_is_there_with_the_same_days_numbers_and_participants(
    w: World,
    pages: dict[str, tuple[BeautifulSoup, BeautifulSoup]],
) -> None:
    every = {str(path.relative_to(w.folder / "site")) for path in (w.folder / "site").glob("*.html")}
    assert every | {"treaty/ets-185.html"} <= pages.keys()
    for path, (english, french) in pages.items():
        assert days(french) == days(english), path
        assert whom(french) == whom(english), path
        assert numbers(french) == numbers(english), path


def test_no_english_is_left(pages: dict[str, tuple[BeautifulSoup, BeautifulSoup]]) -> None:
    """But in quoted texts of statements, the names under which somebody is found, and what says that it is English."""
    left = {}
    for path, (_, french) in pages.items():
        for data in french.select(".quoted, .basis, .statement, .cite, ins, del, [lang=en]"):
            data.decompose()
        if found := ENGLISH.findall(re.sub(r"[«“][^»”]*[»”]", "", french.get_text(" "))):
            left[path] = found
    assert left == {}


def test_pages_name_each_other(pages: dict[str, tuple[BeautifulSoup, BeautifulSoup]]) -> None:
    for path, (english, french) in pages.items():
        assert english.html
        assert french.html
        assert (english.html["lang"], french.html["lang"]) == ("en", "fr"), path
        if path.startswith("embed/"):
            continue
        own = "" if path == "index.html" else path
        for page in (english, french):
            named = {str(link["hreflang"]): link["href"] for link in page.select("head link[hreflang]")}
            assert named == {"en": f"{ADDRESS.base}{own}", "fr": f"{ADDRESS.base}fr/{own}"}, path
        assert [link["href"] for link in french.select("link[rel=canonical]")] == [f"{ADDRESS.base}fr/{own}"]


def test_every_link_of_the_french_pages_leads_somewhere(
    w: World, pages: dict[str, tuple[BeautifulSoup, BeautifulSoup]]
) -> None:
    for path, (_, french) in pages.items():
        here = (w.folder / "site/fr" / path).parent
        for link in french.select("a[href], link[href], script[src]"):
            to = str(link.get("href") or link.get("src")).partition("#")[0].partition("?")[0]
            if to and not re.match(r"https?:|mailto:|data:|/", to):
                assert (here / to).is_file(), (path, to)


def test_data_are_there_once(w: World) -> None:
    fr = w.folder / "site/fr"
    assert not list(fr.rglob("*.json"))
    assert not list(fr.rglob("*.csv"))


def test_feeds_are_others_with_the_same_entries(w: World) -> None:
    for name in ("all", "acts", "ets-185"):
        english, french = (
            feedparser.parse((w.folder / "site" / folder / f"feeds/{name}.xml").read_bytes()) for folder in ("", "fr")
        )
        assert not french.bozo
        assert french.feed.language == "fr"
        assert french.feed.id != english.feed.id
        assert len(french.entries) == len(english.entries)
        assert [one.updated for one in french.entries] == [one.updated for one in english.entries]
        assert not {one.id for one in french.entries} & {one.id for one in english.entries}
        links = [link.href for link in french.feed.links if link.rel == "self"]
        assert links == [f"{ADDRESS.base}fr/feeds/{name}.xml"]


def test_states_have_their_french_names(pages: dict[str, tuple[BeautifulSoup, BeautifulSoup]]) -> None:
    heading = pages["table.html"][1].select_one('tr[data-id="BRA"] th')
    assert heading
    assert heading.get_text() == "Brésil"


def test_names_stand_in_the_order_of_the_french_alphabet(pages: dict[str, tuple[BeautifulSoup, BeautifulSoup]]) -> None:
    lists = [
        [one.get_text() for one in names.select("a")] for names in pages["treaty/ets-185.html"][1].select(".names")
    ]
    assert any(len(names) > 1 for names in lists)
    assert all(names == sorted(names, key=lambda name: without_accents(name).casefold()) for names in lists)


def test_nothing_is_written_if_nothing_changed(w: World) -> None:
    assert build(w, "site").written == ()


def test_english_alone_says_nothing_of_languages(w: World) -> None:
    with Store.open(w.folder / "tracker.db") as store:
        build_site(store, w.folder / "alone", now=w.now)
    assert not (w.folder / "alone/fr").exists()
    assert b"hreflang" not in (w.folder / "alone/index.html").read_bytes()


def test_english_is_always_one_of_the_languages() -> None:
    assert languages([Language.FRENCH, Language.ENGLISH]) == BOTH
    with pytest.raises(ConfigError, match='"en" is always one of them'):
        languages([Language.FRENCH])
