"""What a stand-in for a source gave is said to be so wherever it goes; what no source gave, too."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from histories import hungary_consents

import tracker.cli
from db.store import Store
from jobs.publish.feeds import publish
from jobs.publish.report import gather
from jobs.publish.web.tables import metadata
from tracker.models.records import Filter
from tracker.report.render import Format, render

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from world import World

MADE = "a replay on this machine"
NAME = "the Treaty Office's data service"
BUNDLED = "from the list bundled with the tracker; no source has been read yet"


@pytest.fixture
def w(open_world: Callable[..., World]) -> World:
    """A configuration like any other, whose service is on loopback."""
    return hungary_consents(open_world())


def in_one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("form", [Format.TEXT, Format.MARKDOWN, Format.HTML])
def test_a_report_says_it_first_and_at_each_source(w: World, form: Format) -> None:
    with w.store() as store:
        said = in_one_line(render(gather(store, Filter(), now=w.now), form).replace("&#39;", "'"))
    assert NAME not in said
    assert f"source: {MADE} (no page of the Treaty Office was read)" in said.replace("\\", "")
    banner, title = said.find(f"Demonstration data: {MADE}"), said.lower().rfind("what changed")
    assert -1 < banner < title


def test_files_for_programs_say_it(w: World) -> None:
    """The feed's subtitle and each entry, and the calendar's description."""
    folder = w.folder / "public"
    with w.store() as store:
        publish(store, folder, now=w.now)
    feed = (folder / "feeds/all.xml").read_text(encoding="utf-8")
    assert f"<subtitle>Demonstration data: {MADE}" in feed
    assert feed.count(f"read from {MADE} (no page") == feed.count("<entry>") > 0
    calendar = (folder / "calendar.ics").read_text(encoding="utf-8").replace("\r\n ", "")
    assert f"DESCRIPTION:Demonstration data: {MADE}" in calendar


@pytest.mark.parametrize(
    "command",
    [
        ("parties", "ets-185"),
        ("figures",),
        ("figures", "--series"),
        ("state", "hungary"),
        ("between", "hungary", "ireland"),
    ],
    ids=" ".join,
)
def test_answers_have_a_key_for_it_and_a_word(
    w: World, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    database = ("--db", str(w.folder / "tracker.db"))
    assert tracker.cli.run([*database, *command, "--json"]) == 0
    found = capsys.readouterr().out
    assert '"provenance": "replay"' in found
    json.loads(found)
    assert tracker.cli.run([*database, *command]) == 0
    out = capsys.readouterr()
    assert f"(demonstration data: {MADE})" in out.out + out.err


def test_evidence_and_tables_for_strangers_say_it(w: World, capsys: pytest.CaptureFixture[str]) -> None:
    path = w.folder / "tracker.db"
    assert tracker.cli.run(["--db", str(path), "evidence", "1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["provenance"] == "replay"
    described = metadata(path)
    assert described["description"].startswith(f"Demonstration data: {MADE}")
    assert described["databases"]["tracker"]["description"].startswith(f"Demonstration data: {MADE}")


@pytest.mark.parametrize("form", [Format.TEXT, Format.MARKDOWN, Format.HTML])
def test_before_the_first_read_a_report_names_the_bundled_list_and_no_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], form: Format
) -> None:
    monkeypatch.chdir(tmp_path)
    assert tracker.cli.run(["init"]) == 0
    capsys.readouterr()
    assert tracker.cli.run(["report", "--format", form.value]) == 0
    said = in_one_line(capsys.readouterr().out.replace("&#39;", "'"))
    assert BUNDLED in said
    assert NAME not in said
    assert "fetched" not in said
    assert "Demonstration" not in said


# ---- what the bundled list alone has -------------------------------------------------------------


def asked(capsys: pytest.CaptureFixture[str], *command: str) -> str:
    capsys.readouterr()
    assert tracker.cli.run(list(command)) == 0
    return capsys.readouterr().out


def treaty_of(found: str, treaty: str) -> dict[str, Any]:
    held: dict[str, Any] = next(one for one in json.loads(found)["treaties"] if one["treaty"] == treaty)
    return held


def test_an_act_cites_the_newest_page_that_shows_it(w: World, capsys: pytest.CaptureFixture[str]) -> None:
    """Also where its row is as it was: an older version of the row names only the page that first had it."""
    with w.store() as store:
        newest = store.charts.snapshots()[-1].evidence
    acts = treaty_of(asked(capsys, "--db", str(w.folder / "tracker.db"), "state", "ireland", "--json"), "ets-185")[
        "acts"
    ]
    assert [(act["evidence"], act["bundled"]) for act in acts] == [(newest, False)] * len(acts)
    assert acts


def test_what_only_the_bundled_list_has_is_marked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its acts; and of ETS 189 what was inferred, and how sure it is."""
    monkeypatch.chdir(tmp_path)
    asked(capsys, "init")
    assert all(act["bundled"] for act in treaty_of(asked(capsys, "state", "malta", "--json"), "ets-185")["acts"])
    said = asked(capsys, "state", "malta")
    assert "(bundled list)]" in said
    assert "bundled list, not read from the depositary: evidence: Council of Europe, news of 2025-06-05" in said
    assert "confidence: medium" in said
    assert "Computed, not printed: 2025-10-01." in said
    assert treaty_of(asked(capsys, "state", "malta", "--json"), "ets-189")["bundled_basis"]["confidence"] == "medium"


def test_a_paraphrase_is_never_a_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    asked(capsys, "init")
    found = json.loads(asked(capsys, "statements", "--json"))
    assert found
    assert {(one["text"], one["html"]) for one in found} == {(None, None)}
    assert all(one["summary"] for one in found)
    assert "paraphrase, not the text: Japan reserves" in asked(capsys, "statements", "--participant", "japan")
    assert "(secondary sources, text not read" in asked(capsys, "state", "japan")
    exported = json.loads(asked(capsys, "export", "json"))["statements"]
    assert {one["text"] for one in exported} == {None}
    with Store.open(tmp_path / "tracker.db", read_only=True) as store:
        [view] = metadata_rows(store)
    assert view == (0, len(found))
    asked(capsys, "site", "build", "-o", "site")
    page = (tmp_path / "site/participant/JPN.html").read_text(encoding="utf-8")
    assert "On record from secondary sources" in page
    assert 'class="quoted"' not in page


def metadata_rows(store: Store) -> list[tuple[int, int]]:
    """How many texts and summaries strangers see."""
    rows = store.database.conn.execute("SELECT count(text), count(summary) FROM statements").fetchall()
    return [tuple(row) for row in rows]


def test_figures_have_a_column_for_each_key(w: World, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (("figures",), ("figures", "--series")):
        head = asked(capsys, "--db", str(w.folder / "tracker.db"), *command).splitlines()[0].split("\t")
        assert {"counted", "official_consents", "official_signatures", "official_total"} <= set(head)
