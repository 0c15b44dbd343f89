"""The static site as readers meet it: in a real browser, from a folder and from a server, with mouse and keyboard."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import threading
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from sites import EVIL_NAME, ILL, ROWS, build, site_world
from world import SECOND_PROTOCOL, World, but, row, world

from db.knowledge import Knowledge
from jobs.publish.tables import Wanted
from jobs.publish.tables import gather as exported
from tracker.answers.between import between
from tracker.answers.to_json import to_json
from tracker.export.tables import to_csv
from tracker.language import Language
from tracker.participants import table
from tracker.wording.words import dated_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Download


#: A page of each kind.
KINDS = (
    *("index.html", "map.html", "time.html", "table.html", "between.html?a=BRA&b=PRT&day=2024-05-05", "changes.html"),
    *(
        "route.html",
        "territories.html",
        "about.html",
        "names.html",
        "subscribe.html",
        "chronology.html",
        "404.html",
        "participant/IND.html",
        "treaty/ets-185.html",
    ),
    *(
        "embed/map.html",
        "embed/time-ets-185.html",
        "participant/TON.html",
        "participant/XIA.html",
        "participant/BRA.html",
    ),
)


class _Quiet(SimpleHTTPRequestHandler):
    """As any web server would serve the folder."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder on loopback; the address of its root."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def w(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A world with changes, and with names and texts that someone means ill by; its site is built."""
    with site_world(tmp_path_factory.mktemp("site"), evil=True) as made:
        signed = [but(one, signed="2026-06-10") if one.name == "Kazakhstan" else one for one in (*ROWS, *ILL)]
        both = [but(one, consent="2026-06-12") if one.name == "Ireland" else one for one in signed]
        for shown in (signed, both):
            made.wait(hours=24)
            made.show(*shown)
            made.check()
        build(made)
        yield made


@pytest.fixture(scope="module")
def site(w: World) -> Iterator[str]:
    """Its address."""
    with served(w.folder / "site") as address:
        yield address


def standing_shown(page: Page, participant: str) -> str:
    """How the map shows a participant."""
    return page.locator(f"#map-lands [data-id={participant}]").first.get_attribute("class") or ""


# ---- every page ----------------------------------------------------------------------------------


def test_every_page_loads_from_a_folder_and_from_a_server_without_complaint(page: Page, site: str, w: World) -> None:
    folder = w.folder / "site"
    bare = {folder / "participant" / f"{key}.html" for key in table().by_id if not w.parties().get(key)}
    bare -= {folder / "participant" / "IND.html"}  # the others are as it
    for path in sorted({*folder.rglob("*.html")} - bare - {folder / "404.html"}):
        name = path.relative_to(folder).as_posix()
        for address in (path.as_uri(), f"{site}{name}"):
            page.goto(address)
            assert page.locator("h1").count() == 1
            assert "ago" in page.locator("body").inner_text() or name != "index.html"


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_no_page_keeps_anyone_out_or_scrolls_sideways(page: Page, site: str, width: int, scheme: Any) -> None:
    """Each width and each scheme once: what is too wide does not depend on colours."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    for path in KINDS:
        page.goto(f"{site}{path}")
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
        grave = [one for one in found.response["violations"] if one["impact"] in ("serious", "critical")]
        assert not grave, (path, [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in grave])
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("width", [900, 390])
def test_no_page_in_french_scrolls_sideways(page: Page, w: World, width: int) -> None:
    """Its words are longer."""
    page.set_viewport_size({"width": width, "height": 900})
    build(w, "both", languages=tuple(Language))
    for path in KINDS:
        if path != "404.html":  # it is of no folder: a server shows it
            page.goto(f"{(w.folder / 'both' / 'fr').as_uri()}/{path}")
            assert page.locator("h1").count() == 1, path
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_without_javascript_the_pages_can_be_read(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for path, said in (
        ("index.html", "Status as of"),
        ("map.html", "The same in words"),
        ("time.html", "consents"),
        ("table.html", "Brazil"),
        ("between.html", "since the later of the two days"),
        ("changes.html", "Kazakhstan signed"),
        ("about.html", "How it was read"),
        ("treaty/ets-185.html", "Who stands where"),
        ("participant/BRA.html", "Acceded"),
    ):
        page.goto(f"{site}{path}")
        assert said.lower() in page.locator("body").inner_text().lower(), path
    page.goto(f"{site}map.html")
    assert "party" in standing_shown(page, "BRA")
    context.close()


def test_a_keyboard_finds_the_content_and_sees_where_it_is(page: Page, site: str) -> None:
    page.goto(f"{site}index.html")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    box = skip.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert skip.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_a_page_prints_without_what_only_a_screen_can_use(page: Page, site: str) -> None:
    page.goto(f"{site}table.html")
    page.emulate_media(media="print")
    expect(page.locator("nav")).to_be_hidden()
    expect(page.locator("form.filters")).to_be_hidden()
    expect(page.locator("#participants")).to_be_visible()
    assert page.pdf().startswith(b"%PDF")


def test_nothing_scraped_runs(page: Page, site: str, troubles: list[str]) -> None:
    page.on("dialog", lambda dialog: (troubles.append(f"a dialog: {dialog.message}"), dialog.dismiss()))
    for path in (*KINDS, "participant/XIB.html", "between.html?a=XIA&b=XIB", "map.html?day=2026-06-17"):
        page.goto(f"{site}{path}")
        assert page.locator("img, iframe, object, embed").count() == 0, path
        assert page.locator("script:not([src]):not([type$=json])").count() == 0, path
    page.goto(f"{site}participant/XIA.html")
    expect(page.locator("h1")).to_have_text(EVIL_NAME)
    page.goto(f"{site}map.html")
    assert EVIL_NAME in page.locator("#standing-lists").inner_text()
    page.goto(f"{site}participant/BRA.html")
    expect(page.locator(".quoted").first).to_have_text("Reservedhere and no more.")
    assert page.locator(".quoted a[href]").count() == 0


def test_a_page_that_did_not_change_says_the_newest_status_day(page: Page, tmp_path: Path) -> None:
    with site_world(tmp_path) as w:
        build(w)
        w.wait(hours=24)
        w.check()
        assert "participant/BRA.html" not in build(w).written
    page.goto((tmp_path / "site/participant/BRA.html").as_uri())
    expect(page.locator("footer time")).to_have_text("16 June 2026")
    page.goto((tmp_path / "site/map.html").as_uri())
    expect(page.locator("#shown")).to_have_text("Budapest Convention on 16 June 2026")


# ---- map -----------------------------------------------------------------------------------------


def test_the_slider_changes_the_map_the_lists_and_the_address(page: Page, site: str) -> None:
    page.goto(f"{site}map.html")
    slider = page.get_by_role("slider")
    assert "party" in standing_shown(page, "BRA")
    assert "signatory" in standing_shown(page, "KAZ")
    expect(page.locator(".legend [data-count=party]")).to_have_text("4")

    slider.focus()
    page.keyboard.press("Home")
    expect(page.locator("#shown")).to_have_text("Budapest Convention on 23 November 2001")
    expect(page).to_have_url(re.compile(r"\?treaty=ets-185&day=2001-11-23$"))
    assert "none" in standing_shown(page, "BRA")
    assert "Albania" in page.locator("#standing-lists").inner_text()
    assert "Brazil" not in page.locator("#standing-lists").inner_text()
    expect(page.locator(".legend [data-count=party]")).to_have_text("0")
    expect(slider).to_have_attribute("aria-valuetext", "23 November 2001")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#shown")).to_have_text("Budapest Convention on 24 November 2001")
    page.keyboard.press("PageUp")
    later = page.locator("input[name=day]").input_value()
    assert later > "2002-01-01"
    page.keyboard.press("ArrowLeft")
    assert page.locator("input[name=day]").input_value() == str(date.fromisoformat(later) - timedelta(days=1))
    page.keyboard.press("End")
    expect(page.locator("#shown")).to_have_text("Budapest Convention on 17 June 2026")

    box = slider.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * 0.75, box["y"] + box["height"] / 2)
    day = page.locator("input[name=day]").input_value()
    assert "2019-01-01" < day < "2022-01-01"
    expect(page).to_have_url(re.compile(f"day={day}"))


def test_buttons_lead_from_act_to_act(page: Page, site: str) -> None:
    page.goto(f"{site}map.html?day=2010-06-30")
    later = page.get_by_role("button", name="Later act")
    later.click()
    expect(page.locator("#shown")).to_have_text("Budapest Convention on 1 July 2010")
    page.get_by_role("button", name="Earlier act").press("Enter")
    expect(page.locator("#shown")).to_have_text("Budapest Convention on 24 March 2010")
    page.goto(f"{site}map.html?day=2026-06-17")
    expect(later).to_be_disabled()


def test_a_link_to_the_map_shows_its_treaty_and_day(page: Page, tmp_path: Path) -> None:
    with world(tmp_path, more=SECOND_PROTOCOL) as w:
        w.init()
        build(w)
    address = (tmp_path / "site/map.html").as_uri()
    page.goto(f"{address}?treaty=cets-224&day=2023-08-10")
    expect(page.locator("#shown")).to_have_text("Second Additional Protocol on 10 August 2023")
    assert "contracting" in standing_shown(page, "JPN")
    page.locator("#choice [name=treaty]").select_option("ets-185")
    assert "party" in standing_shown(page, "JPN")
    expect(page).to_have_url(re.compile("treaty=ets-185&day=2023-08-10"))
    page.goto(f"{address}?treaty=nonsense&day=never")
    shown = "Budapest Convention on 29 April 2026; not known after 25 April 2026"  # the Protocol's list is newer
    expect(page.locator("#shown")).to_have_text(shown)


def test_the_map_leads_to_the_dossiers(page: Page, site: str) -> None:
    page.goto(f"{site}map.html")
    page.locator("#map-lands [data-id=BRA]").click()
    expect(page.locator("h1")).to_have_text("Brazil")


def test_on_any_day_the_map_says_what_the_database_says(page: Page, w: World, site: str) -> None:
    page.goto(f"{site}map.html")
    days = ("2001-11-23", "2004-07-01", "2018-01-01", "2020-05-31", "2020-06-01", "2021-03-01", "2026-06-17")
    for day in days:
        page.locator("input[name=day]").fill(day)
        for participant, answer in w.parties(day).items():
            if page.locator(f"#map-lands [data-id={participant}]").count():
                assert standing_shown(page, participant).endswith(answer["standing"]), (day, participant)


# ---- table ---------------------------------------------------------------------------------------


def rows_shown(page: Page) -> list[str]:
    """The names in the rows of the table that are to be seen, in order."""
    return page.locator("#participants tbody tr:visible th").all_inner_texts()


def downloaded(page: Page) -> str:
    """The CSV that the button gives."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV of what is shown").click()
    download: Download = waiting.value
    assert download.suggested_filename == "participants.csv"
    return download.path().read_bytes().decode()


def test_the_csv_of_the_table_is_what_the_database_holds(page: Page, w: World, site: str) -> None:
    page.goto(f"{site}table.html")
    with w.store() as store:
        wanted = to_csv(exported(store, Wanted(), now=w.now))
    assert downloaded(page) == wanted
    page.get_by_label("Search").fill("port")
    assert rows_shown(page) == ["Portugal"]
    lines = list(csv.DictReader(io.StringIO(downloaded(page), newline="")))
    assert [line["participant"] for line in lines] == ["PRT"]
    assert lines[0]["consent_on"] == "2010-03-24"


def test_a_cell_that_a_spreadsheet_would_run_is_text(page: Page, tmp_path: Path) -> None:
    ill = '=HYPERLINK("x"),1'
    with world(tmp_path, more=f"[participants]\n'{ill}' = 'XIC'\n") as w:
        w.show(*ROWS, row(ill, "non_member", signed="2020-01-02"))
        w.check()
        build(w)
        with w.store() as store:
            wanted = to_csv(exported(store, Wanted(), now=w.now))
    page.goto((tmp_path / "site/table.html").as_uri())
    assert "'=HYPERLINK" in wanted
    assert downloaded(page) == wanted


def test_filters_and_search_by_mouse_and_keyboard(page: Page, site: str) -> None:
    page.goto(f"{site}table.html")
    assert len(rows_shown(page)) == 9
    page.get_by_label("Search").click()
    page.keyboard.type("cote ivoire")
    assert rows_shown(page) == ["Côte d'Ivoire"], "folded, any order"
    expect(page).to_have_url(re.compile(r"words=cote\+ivoire"))
    expect(page.locator("output")).to_have_text("1 of 9 shown")
    page.get_by_label("Search").fill("")
    page.get_by_label("Budapest Convention").focus()
    page.keyboard.type("Party")
    assert set(rows_shown(page)) == {"Albania", "Brazil", "Portugal", "Tonga"}
    page.get_by_label("Group").select_option("member")
    assert rows_shown(page) == ["Albania", "Portugal"]
    page.goto(f"{site}table.html?words=BRA")
    assert rows_shown(page) == ["Brazil"]
    expect(page.get_by_label("Search")).to_have_value("BRA")


def test_headings_sort_by_mouse_and_keyboard(page: Page, site: str) -> None:
    page.goto(f"{site}table.html")
    heading = page.locator("#participants th", has=page.get_by_role("button", name="Consent")).last
    button = heading.get_by_role("button")
    button.click()
    expect(heading).to_have_attribute("aria-sort", "ascending")
    assert rows_shown(page)[:3] == ["Albania", "Portugal", "Tonga"]
    button.focus()
    page.keyboard.press("Enter")
    expect(heading).to_have_attribute("aria-sort", "descending")
    assert rows_shown(page)[:3] == ["Ireland", "Côte d'Ivoire", "Brazil"]
    assert "Kazakhstan" in rows_shown(page)[-3:], "what has no date stands last"
    page.get_by_role("button", name="Participant").click()
    assert page.locator("th[aria-sort]").count() == 1


# ---- changes -------------------------------------------------------------------------------------


def test_changes_are_filtered_and_a_link_opens_one(page: Page, site: str) -> None:
    page.goto(f"{site}changes.html")
    shown = page.locator("#entries > li:visible")
    everything = shown.count()
    assert everything == 2
    page.get_by_label("Kind").select_option("signed")
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text("Kazakhstan signed")
    key = shown.get_attribute("id")
    page.get_by_label("Kind").select_option("")
    page.get_by_label("Words").focus()
    page.keyboard.type("ireland 2026")
    expect(shown).to_have_count(1)
    expect(page).to_have_url(re.compile(r"words=ireland\+2026"))

    page.goto(f"{site}index.html")
    page.goto(f"{site}changes.html?words=ireland#{key}")
    one = page.locator(f"#{key}")
    expect(one.locator("details")).to_have_attribute("open", "")
    expect(one).to_be_in_viewport()
    source = "a replay on this machine (no page of the Treaty Office was read)"
    for said in ("nothing", "10 June 2026", source, "sha256"):
        expect(one.locator("dl")).to_contain_text(said)


# ---- between -------------------------------------------------------------------------------------


def test_between_answers_as_the_command_does(page: Page, w: World, site: str) -> None:
    people = ("ALB", "IRL", "PRT", "BRA", "CIV", "KAZ", "TON")
    turns = ("2004-07-01", "2010-07-01", "2017-09-01", "2020-06-01", "2021-06-01", "2023-03-01", "2026-09-01")
    around = [str(date.fromisoformat(day) + timedelta(days=by)) for day in turns for by in (-1, 0, 1)]
    chance = random.Random(6)  # noqa: S311 - the same questions in every run
    questions = [(*chance.sample(people, 2), day) for day in around for _ in range(2)]
    questions += [("PRT", "TON", day) for day in ("2018-01-01", "2020-05-31", "2020-06-01", "2021-05-31", "2021-06-01")]
    page.clock.set_fixed_time(w.now)
    page.goto(f"{site}between.html")
    answers = set()
    with w.store() as store:
        for a, b, day in questions:
            page.locator("[name=a]").select_option(a)
            page.locator("[name=b]").select_option(b)
            page.locator("[name=day]").fill(day)
            [wanted] = to_json(between(Knowledge(store), a, b, now=w.now, day=date.fromisoformat(day)))
            found = page.locator("#answer section")
            shown = (found.get_attribute("data-in-force"), found.get_attribute("data-since"))
            assert shown == (json.dumps(wanted["in_force"]), wanted["since"] or ""), (a, b, day)
            assert found.locator(".verdict").inner_text() == dated_in_words(wanted["answer"])
            answers.add(shown[0])
            listed = found.locator("li li").count()
            assert listed == len(wanted["statements_a"]) + len(wanted["statements_b"]), (a, b, day)
    assert answers == {"true", "false", "null"}  # null: a day to come
    assert len(questions) >= 30


def test_a_link_asks_its_question(page: Page, site: str, w: World) -> None:
    page.goto(f"{site}between.html?a=BRA&b=TON&day=2024-01-01")
    expect(page.locator("#answer .verdict")).to_have_text(
        "Yes: ETS 185 was in force between Brazil and Tonga on 1 January 2024, since 1 March 2023."
    )
    page.goto((w.folder / "site/between.html").as_uri() + "?a=TON&b=BRA&day=2022-01-01")
    expect(page.locator("#answer .verdict")).to_contain_text("not in force between Tonga and Brazil on 1 January 2022")
    page.goto(f"{site}between.html?a=BRA&b=BRA")
    expect(page.locator("#answer")).to_have_text("Choose two different participants.")
    page.goto(f"{site}between.html?a=BRA&b=TON&day=2026-07-01")
    expect(page.locator("#answer .verdict")).to_contain_text(
        "on 1 July 2026, since 1 March 2023. Not known after 17 June 2026: what happened later is not counted."
    )
