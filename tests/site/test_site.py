"""The static site as files: what each page says; only what changed is rewritten; nothing scraped is markup."""

from __future__ import annotations

import gzip
import json
import os
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import msgspec
import pytest
from bs4 import BeautifulSoup
from charts import TODAY, baseline, examples, register, styles
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st
from sites import ROWS, STATEMENTS, build, lying, restate, site_world
from world import SECOND_PROTOCOL, World, body, but, declaration, row, world

import jobs.locks
import jobs.publish.folder
import jobs.publish.gathering
from jobs.locks import SITE_LOCK
from jobs.publish.folder import LIST
from jobs.publish.site import build_site
from jobs.publish.state import STATE
from jobs.publish.tables import Wanted
from jobs.publish.tables import gather as exported
from tracker.answers.figures import series
from tracker.errors import BusyError, UsageError
from tracker.export.tables import to_csv
from tracker.law import standing_on
from tracker.participants import table
from tracker.site.intervals import spans
from tracker.site.pages import POLICY
from tracker.wording.notices import DISCLAIMER, KOSOVO_NOTE
from tracker.wording.site.pages import MENU

if TYPE_CHECKING:
    from collections.abc import Iterator


#: What says that the status day moved: the script that every page reads, the pages and files that are about it.
#: Pages that are not in the menu.
OTHERS = {"names.html", "404.html", "embed/map.html", "embed/time-ets-185.html"}
DATED = {
    *("assets/status.js", "data.csv", "calendar.ics", "route/between.js"),
    *(f"{name}.{kind}" for name in ("index", "about", "route", "between") for kind in ("html", "json")),
}


@pytest.fixture(scope="module")
def w(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A world whose site is built; tests of this module only read it."""
    with site_world(tmp_path_factory.mktemp("site"), evil=True) as made:
        build(made)
        yield made


@pytest.fixture
def own(tmp_path: Path) -> Iterator[World]:
    """A world of a test's own, its site built."""
    with site_world(tmp_path) as made:
        build(made)
        yield made


@pytest.fixture(scope="module")
def pages(w: World) -> dict[str, BeautifulSoup]:
    """Every page of it."""
    folder = w.folder / "site"
    found = sorted(folder.rglob("*.html"))
    return {str(path.relative_to(folder)): BeautifulSoup(path.read_bytes(), "lxml") for path in found}


# ---- every page ----------------------------------------------------------------------------------


def test_pages_are_those_of_the_menu_and_one_a_treaty_and_participant(pages: dict[str, BeautifulSoup]) -> None:
    ids = ("ALB", "IRL", "PRT", "BRA", "CIV", "KAZ", "TON", "XIA", "XIB")
    ids += tuple(table().by_id)  # also those of which nothing is known
    wanted = {path for path, _ in MENU} | {"treaty/ets-185.html"} | {f"participant/{id_}.html" for id_ in ids}
    assert set(pages) == wanted | OTHERS


def test_every_page_has_the_policy_the_words_of_the_foot_a_title_of_its_own_and_a_twin(
    w: World, pages: dict[str, BeautifulSoup]
) -> None:
    titles = [page.title.string for page in pages.values() if page.title]
    assert len(set(titles)) == len(titles) == len(pages)
    for path, page in pages.items():
        policy = page.find("meta", {"http-equiv": "Content-Security-Policy"})
        assert policy is not None, path
        assert policy["content"] == POLICY, path
        assert len(page.find_all("h1")) == 1, path
        if path.startswith("embed/"):  # it says in a line where it is from
            assert "an unofficial compilation from public sources" in page.get_text(), path
            continue
        foot = " ".join(page.footer.get_text().split()) if page.footer else ""
        for sentence in DISCLAIMER:
            assert sentence in foot, path
        assert "status as of 15 June 2026; source: a replay on this machine (no page of the Treaty" in foot, path
        head = page.find(class_="banner")
        assert head is not None, path
        assert "Demonstration data: a replay on this machine" in head.get_text(), path
        assert re.search(r"evidence no\. \d+ \(sha256 [0-9a-f]{12}\)", foot), path
        twin = page.find("link", {"rel": "alternate", "type": "application/json"})
        if path == "404.html":
            assert twin is None
            continue
        assert twin is not None
        json.loads((w.folder / "site" / path).with_name(str(twin["href"])).read_bytes())
        assert page.html is not None
        assert page.html["lang"] == "en"


def test_nothing_scraped_is_markup_and_nothing_is_inline(w: World, pages: dict[str, BeautifulSoup]) -> None:
    for path, page in pages.items():
        for element in page.find_all(True):
            assert element.name not in ("img", "iframe", "object", "embed", "style", "base"), path
            assert not [name for name in element.attrs if name.startswith("on") or name == "style"], path
            assert not str(element.get("href", "")).strip().lower().startswith("javascript:"), path
        for script in page.find_all("script"):
            runs = script.get("type") in (None, "", "module", "text/javascript")
            assert bool(script.get("src")) is runs, path
            if not runs:
                json.loads(script.string or "")
        assert "\u202e" not in page.get_text() or path in (
            "map.html",
            "embed/map.html",
            "between.html",
            "table.html",
        ), path
    assert "<img src=x onerror=alert(1)>" in pages["participant/XIA.html"].get_text()
    said = pages["participant/BRA.html"].select_one(".quoted")
    assert said is not None
    assert said.get_text() == "Reservedhere and no more."
    for path, content in lying(w.folder / "site").items():
        if path.endswith(".js"):
            assert b"<script" not in content
            assert "\u2028".encode() not in content


def test_every_link_leads_to_a_file_and_to_an_anchor_that_is_there(w: World, pages: dict[str, BeautifulSoup]) -> None:
    folder = w.folder / "site"
    for path, page in pages.items():
        for element in page.find_all(href=True) + page.find_all(src=True):
            link = urlsplit(str(element.get("href") or element.get("src")))
            if link.scheme == "data" or element.name == "use":
                continue
            if element.name == "a" and link.netloc == "www.coe.int":  # the depositary's own pages, and nobody else's
                assert (link.scheme, link.path) == ("https", "/en/web/conventions/full-list"), (path, link)
                continue
            assert (link.scheme, link.netloc) == ("", ""), (path, link)
            here = Path(path).parent if path != "404.html" else Path()  # it is shown at any depth
            assert path != "404.html" or link.path.startswith("/") or not link.path, link
            target = os.path.normpath(here / unquote(link.path).lstrip("/")) if link.path else path
            assert (folder / target).is_file(), (path, link)
            if link.fragment and target.endswith(".html"):
                assert pages[target].find(id=link.fragment), (path, link)


def test_ids_are_unique_on_a_page(pages: dict[str, BeautifulSoup]) -> None:
    for path, page in pages.items():
        ids = [element["id"] for element in page.find_all(id=True)]
        assert len(ids) == len(set(ids)), path


# ---- what they say -------------------------------------------------------------------------------


def test_the_table_for_programs_is_what_export_gives(w: World) -> None:
    with w.store() as store:
        wanted = to_csv(exported(store, Wanted(), now=w.now))
    assert (w.folder / "site" / "data.csv").read_bytes() == wanted.encode()


def test_twins_hold_what_the_commands_answer(w: World) -> None:
    folder = w.folder / "site"
    table = {each["participant"]: each for each in json.loads((folder / "table.json").read_bytes())}
    for participant, answer in w.parties().items():
        assert {key: table[participant][key] for key in answer} == answer
    assert json.loads((folder / "participant" / "TON.json").read_bytes())["treaties"][0]["standing"] == "party"
    assert json.loads((folder / "treaty" / "ets-185.json").read_bytes())["figures"]["consents"] == 5


def test_the_page_of_territories_says_what_the_list_says(tmp_path: Path) -> None:
    """Each answer in words, with its statements; its twin is `parties --territory all`."""
    with world(tmp_path) as w:
        w.init()
        build(w)
    rows = json.loads((tmp_path / "site" / "territories.json").read_bytes())
    page = BeautifulSoup((tmp_path / "site" / "territories.html").read_bytes(), "lxml")
    shown = [" ".join(row.get_text(" ").split()) for row in page.select("tbody tr")]

    assert len(shown) == len(rows) > 50
    assert any(line.startswith("Greenland Denmark excluded – No: Denmark excluded Greenland") for line in shown)
    assert (tmp_path / "site" / "territories.csv").read_text(encoding="utf-8").count("\n") == len(rows) + 1


def test_before_any_change_the_front_page_shows_the_latest_acts_on_record(pages: dict[str, BeautifulSoup]) -> None:
    section = pages["index.html"].select_one("section[aria-labelledby=last]")
    assert section is not None
    told = [" ".join(item.get_text(" ").split()) for item in section.select("li")]
    assert told[0] == "4 May 2026 Budapest Convention Côte d'Ivoire : acceded"
    assert len(told) == 8


def test_the_front_page_says_the_status_day_first_and_what_a_count_is_not(pages: dict[str, BeautifulSoup]) -> None:
    page = pages["index.html"]
    first = page.select_one("main > h1 + ul")
    assert first is not None
    assert "status as of 15 June 2026" in first.get_text()
    text = " ".join(page.get_text(" ").split())
    assert "Signing is not being bound" in text
    assert "Being invited to accede is not joining" in text
    assert "1 September 2026" in text, "what takes effect next"


def test_statements_stand_in_a_matrix_of_participants_and_articles(pages: dict[str, BeautifulSoup]) -> None:
    matrix = pages["treaty/ets-185.html"].select_one("table.matrix")
    assert matrix is not None
    heads = [cell.get_text() for cell in matrix.select("thead th")]
    assert heads[:3] == ["Participant", "Art. 22", "Art. 24"]
    portugal = next(tr for tr in matrix.select("tbody tr") if "Portugal" in tr.get_text())
    assert [cell.get_text().strip() for cell in portugal.select("td")] == ["R", "A", ""]


def test_of_too_many_articles_there_is_a_list(tmp_path: Path) -> None:
    with site_world(tmp_path) as w:
        restate(w, *(declaration("Portugal", f"No. {number}.", article=str(number)) for number in range(1, 41)))
        build(w)
        page = BeautifulSoup((tmp_path / "site/treaty/ets-185.html").read_bytes(), "lxml")
    assert page.select_one("table.matrix") is None
    assert "Article 40" in page.get_text()


def test_an_amended_statement_is_shown_word_by_word(own: World) -> None:
    reserved, *others = STATEMENTS
    restate(own, {**reserved, "texte_Decl": reserved["texte_Decl"].replace("whole", "part")}, *others)
    build(own)
    page = BeautifulSoup((own.folder / "site/changes.html").read_bytes(), "lxml")
    assert [one.get_text().strip() for one in page.select("#entries del")] == ["whole"]
    assert [one.get_text().strip() for one in page.select("#entries ins")] == ["part"]


def test_a_count_that_is_not_known_is_said_to_be(own: World) -> None:
    """Of a register that prints no day of entry into force for participants, and a treaty whose rule is not known: on
    the front page and over time."""
    with own.store() as store, store.transaction():
        store.database.conn.execute(
            "UPDATE row_version SET in_force_on = NULL, known = replace(known, 'in_force_on', 'name')"
        )
        store.database.conn.execute("UPDATE treaty SET months_after_consent = NULL")
    build(own)
    files = {name: (own.folder / "site" / name).read_bytes() for name in ("time.html", "index.html")}
    told = {name: BeautifulSoup(content, "lxml").get_text(" ") for name, content in files.items()}

    assert "the treaty being in force for them (not known)" in told["time.html"]
    assert "for how many of them it is in force is not known" in told["index.html"]
    assert not any("None" in text for text in told.values())


def test_kosovo_has_its_note_wherever_it_occurs(tmp_path: Path) -> None:
    with world(tmp_path) as w:
        w.show(*ROWS[:3], row("Kosovo*", "non_member", consent="2026-01-01"))
        w.check()
        build(w)
    dossier = BeautifulSoup((tmp_path / "site/participant/XKX.html").read_bytes(), "lxml")
    assert dossier.h1 is not None
    assert dossier.h1.get_text() == "Kosovo*"
    assert dossier.footer is not None
    assert KOSOVO_NOTE in dossier.footer.get_text()
    assert json.loads((tmp_path / "site/participant/XKX.json").read_bytes())["names_note"] == KOSOVO_NOTE
    other = (tmp_path / "site/participant/ALB.html").read_text()
    assert KOSOVO_NOTE not in other


def test_the_data_are_described_for_search_engines(pages: dict[str, BeautifulSoup], w: World) -> None:
    script = pages["about.html"].find("script", {"type": "application/ld+json"})
    assert script is not None
    held = json.loads(script.string or "")
    assert (held["@context"], held["@type"]) == ("https://schema.org", "Dataset")
    assert held["temporalCoverage"] == "2001-11-23/2026-06-15"
    for offered in held["distribution"]:
        assert (w.folder / "site" / offered["contentUrl"]).is_file()


def test_before_anything_was_read_there_is_a_site_that_says_so(tmp_path: Path) -> None:
    with world(tmp_path) as w:
        w.standin.charts["185"] = b"{}"
        w.check()
        build(w)
        assert "nothing has been read yet" in (tmp_path / "site/index.html").read_text()
        w.show(*ROWS)
        w.check()
        assert "participant/BRA.html" in build(w).written


def test_the_front_page_and_what_it_loads_weigh_at_most_150_kb(tmp_path: Path) -> None:
    with world(tmp_path, more=SECOND_PROTOCOL) as w:
        w.init()
        build(w)
    page = BeautifulSoup((tmp_path / "site/index.html").read_bytes(), "lxml")
    loads = [str(one["src"]) for one in page.select("script[src]")]
    loads += [str(one["href"]) for one in page.select("link[rel=stylesheet]")]
    assert len(loads) >= 3
    weight = sum(len(gzip.compress((tmp_path / "site" / path).read_bytes())) for path in ("index.html", *loads))
    assert weight <= 150_000


# ---- standings over time -------------------------------------------------------------------------


def _held(entries: tuple[tuple[str | None, ...], ...], day: date) -> tuple[object, ...] | None:
    """What the scripts of the pages do: the last entry that began by then; None is the status day."""
    found = None
    for entry in entries:
        if (TODAY.isoformat() if entry[0] is None else entry[0]) > day.isoformat():
            break
        found = entry
    return found


@examples(60)
@given(style=styles, rows=register(), day=st.dates(date(2001, 1, 1), date(2027, 12, 31)))
def test_what_a_page_is_given_says_of_any_day_what_the_law_says(style: object, rows: object, day: date) -> None:
    chart = replace(baseline(style, rows), status_as_of=TODAY)  # type: ignore[arg-type]
    lines = spans(chart, TODAY)
    for one in chart.rows:
        as_known = one if day >= TODAY else msgspec.structs.replace(one, invited=False)
        held = _held(lines.get(one.participant, ()), day)
        assert (held[1] if held else "none") == standing_on(as_known, day)


def test_files_are_written_in_an_order_that_a_reader_can_follow(tmp_path: Path) -> None:
    """Nothing links to what is not there yet, and the newest status day is said last: a killed build claims no day
    that its pages do not know."""
    with site_world(tmp_path) as w:
        written = list(build(w).written)
    dossiers = [place for place, name in enumerate(written) if name.startswith("participant/")]
    assert max(dossiers) < written.index("table.html") < written.index("index.html")
    assert written[-1] == "assets/status.js"


def test_one_build_a_folder_at_a_time(own: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two would sweep away each other's files: the second waits, and says so where the first does not end."""
    monkeypatch.setattr(jobs.locks, "PATIENCE", 0.05)
    build(own)
    with FileLock(own.folder / "site" / SITE_LOCK), pytest.raises(BusyError, match="another build"):
        build(own)


def test_a_check_that_ends_during_a_build_changes_no_page_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All pages are of one moment: none has what another lacks."""
    with site_world(tmp_path) as w:
        build(w, "before")
        shown = [but(one, consent="2026-06-16") if one.name == "Ireland" else one for one in ROWS]

        def told_meanwhile(*args: Any, **settings: Any) -> Any:
            w.show(*shown)
            assert w.check().changes
            return series(*args, **settings)

        monkeypatch.setattr(jobs.publish.gathering, "series", told_meanwhile)
        build(w, "during")
    assert lying(tmp_path / "during") == lying(tmp_path / "before")


def test_a_build_reads_each_thing_once(own: World) -> None:
    """However many pages there are: what one page was told by the store, the next one takes from the same knowledge."""
    asked: list[str] = []
    with own.store() as store:
        store.database.conn.set_trace_callback(asked.append)
        build_site(store, own.folder / "counted", now=own.now)
    assert 10 < len(asked) < 250


# ---- only what changed ---------------------------------------------------------------------------


def test_the_same_data_give_the_same_bytes_and_are_written_once(own: World) -> None:
    first = lying(own.folder / "site")
    again = build(own)
    assert (again.written, again.removed) == ((), ())
    build(own, "other")
    assert lying(own.folder / "other") == first


def test_a_status_day_that_moves_rewrites_what_is_about_it_alone(own: World) -> None:
    build(own)
    own.wait(hours=24)
    own.check()
    written = set(build(own).written)
    assert "assets/status.js" in written
    assert written <= DATED
    own.wait(minutes=5)
    own.check()
    assert set(build(own).written) <= {"assets/status.js", "data.csv"}, "another read on the same day"


def test_a_change_rewrites_what_it_touches_alone(own: World) -> None:
    own.wait(hours=24)
    own.check()
    build(own)
    own.wait(hours=1)
    own.show(*(but(one, signed="2026-06-10") if one.name == "Kazakhstan" else one for one in ROWS))
    own.check()
    written = set(build(own).written)
    both = {f"{name}.{kind}" for name in ("map", "time", "table", "between", "changes") for kind in ("html", "json")}
    of_it = {"treaty/ets-185.html", "treaty/ets-185.json", "participant/KAZ.html", "participant/KAZ.json"}
    names = {"embed/map.html", "embed/time-ets-185.html", "names.html", "names.json", "assets/names.js"}
    feeds = {"feeds/all.xml", "feeds/ets-185.xml", "feeds/KAZ.xml", "datapackage.json"}
    feeds |= {"chronology.html", "chronology.json", "feeds/acts.xml"}
    answers = {f"between/{path.name}" for path in (own.folder / "site" / "between").iterdir()}
    routes = {"route/between.js"}
    assert written - DATED == (both | of_it | feeds | answers | routes | names) - DATED
    assert written >= both | routes
    assert DATED - written <= {"calendar.ics", "about.html", "route.html", "route.json"}


def test_a_page_that_is_no_more_is_removed_and_nothing_else(own: World) -> None:
    folder = own.folder / "site"
    listed = json.loads((folder / LIST).read_bytes())
    (folder / "participant" / "OLD.html").write_text("gone")
    (folder / "participant" / "MINE.html").write_text("somebody's own")
    (folder / LIST).write_text(json.dumps({**listed, "participant/OLD.html": "x"}))
    assert build(own).removed == ("participant/OLD.html",)
    assert (folder / "participant" / "MINE.html").exists()


def test_a_file_that_went_missing_comes_back(own: World) -> None:
    (own.folder / "site" / "map.html").unlink()
    assert build(own).written == ("map.html",)


def test_an_index_of_somebody_else_is_never_overwritten(own: World) -> None:
    other = own.folder / "www"
    other.mkdir()
    (other / "index.html").write_text("mine")
    with pytest.raises(UsageError, match=r"index\.html that the tracker did not make"):
        build(own, "www")
    assert lying(other) == {"index.html": b"mine"}


def test_a_list_that_names_files_elsewhere_removes_nothing(own: World) -> None:
    folder = own.folder / "site"
    outside = own.folder / "keep.txt"
    outside.write_text("keep")
    (folder / "link.html").symlink_to(outside)
    (folder / "inner.html").symlink_to(folder / "about.html")
    elsewhere = own.folder / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "page.html").write_text("keep")
    (folder / "linked").symlink_to(elsewhere)
    names = ("../keep.txt", str(outside), "link.html", "inner.html", "linked/page.html", ".", "", "\0", "x" * 5000)
    listed = json.loads((folder / LIST).read_bytes())
    (folder / LIST).write_text(json.dumps(listed | dict.fromkeys(names, "x")))
    assert build(own).removed == ()
    assert outside.read_text() == (elsewhere / "page.html").read_text() == "keep"
    assert (folder / "link.html").is_symlink()
    assert (folder / "inner.html").is_symlink()


@pytest.mark.parametrize("content", [b"[]", b"{}", b'{"index.html": 5}', b'["x"]'])
def test_a_list_that_says_nothing_of_use_costs_a_whole_build(own: World, content: bytes) -> None:
    whole = lying(own.folder / "site")
    (own.folder / "site" / LIST).write_bytes(content)
    assert set(build(own).written) == set(whole) - {LIST, STATE, SITE_LOCK}
    assert lying(own.folder / "site") == whole


@pytest.mark.parametrize("content", [b"{", b"\xff", b"[" * 100_000])
def test_a_list_that_cannot_be_read_is_named(own: World, content: bytes) -> None:
    (own.folder / "site" / LIST).write_bytes(content)
    with pytest.raises(UsageError, match=r"\.site\.json cannot be read"):
        build(own)


def test_a_folder_of_the_site_that_is_a_link_is_not_written_through(own: World) -> None:
    elsewhere = own.folder / "elsewhere"
    elsewhere.mkdir()
    (own.folder / "www").mkdir()
    (own.folder / "www" / "participant").symlink_to(elsewhere)
    with pytest.raises(UsageError, match="is a link"):
        build(own, "www")
    assert lying(elsewhere) == {}


def test_a_killed_build_leaves_whole_pages_and_the_next_one_mends_it(
    own: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = lying(own.folder / "site")
    writes = jobs.publish.folder.write_atomically
    for survived in (0, 1, 7, 30):
        left = survived

        def killed(path: Path, content: bytes) -> None:
            nonlocal left
            if not left:
                path.parent.mkdir(parents=True, exist_ok=True)
                (path.parent / f".{path.name}.abcd1234").write_bytes(content[:10])  # what mkstemp had made
                raise KeyboardInterrupt
            left -= 1
            writes(path, content)

        name = f"killed{survived}"
        (own.folder / name).mkdir()
        monkeypatch.setattr(jobs.publish.folder, "write_atomically", killed)
        with pytest.raises(KeyboardInterrupt):
            build(own, name)
        monkeypatch.undo()
        for path, content in lying(own.folder / name).items():
            if not Path(path).name.startswith("."):
                assert content == whole[path], "half a page"
        build(own, name)
        assert lying(own.folder / name) == whole


def test_a_build_of_a_changed_site_that_is_killed_is_mended(own: World, monkeypatch: pytest.MonkeyPatch) -> None:
    own.wait(hours=1)
    own.standin.charts["185"] = body(
        *(but(one, signed="2026-06-10") if one.name == "Kazakhstan" else one for one in ROWS)
    )
    own.check()
    writes, left = jobs.publish.folder.write_atomically, 4

    def killed(path: Path, content: bytes) -> None:
        nonlocal left
        if not left:
            raise KeyboardInterrupt
        left -= 1
        writes(path, content)

    monkeypatch.setattr(jobs.publish.folder, "write_atomically", killed)
    with pytest.raises(KeyboardInterrupt):
        build(own)
    monkeypatch.undo()
    assert "participant/KAZ.html" in build(own).written
    assert build(own).written == ()
    build(own, "fresh")
    mended, fresh = lying(own.folder / "site"), lying(own.folder / "fresh")
    assert mended[LIST] == fresh[LIST]
    assert mended["participant/KAZ.html"] == fresh["participant/KAZ.html"]
