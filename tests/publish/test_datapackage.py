"""`datapackage.json` describes the tables as they are: each line is checked by it (`tests/support/datapackages.py`)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from datapackages import tables, wrong
from states import HUNGARY, IRELAND
from world import World, but, declaration, row

from jobs.publish.site import build_site

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PUBLISH = '[publish]\ngit = "data"\nfolder = "public"\nurl = "https://treaties.example.org/"\nlicence = "CC-BY-4.0"\n'


@pytest.fixture
def w(open_world: Callable[..., World]) -> World:
    """A world that publishes a chart with an odd name, statements and a change, in both forms."""
    w = open_world(more=PUBLISH)
    w.show(HUNGARY, but(IRELAND, consent="2025-01-02", in_force="2025-05-01"), row("Nigeria", "non_member"))
    w.declare(declaration("Ireland", "Two\nlines"))
    w.check()
    w.wait(hours=1)
    w.show(but(HUNGARY, consent="2026-06-01"), but(IRELAND, consent="2025-01-02", in_force="2025-05-01"))
    w.check()
    with w.store() as store:
        build_site(store, w.folder / "public", now=w.now, address=w.config.site, licence=w.config.publish_licence)
    return w


def described(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "datapackage.json").read_bytes())
    return found


@pytest.mark.parametrize(
    ("name", "filled"), [("data", ("changes", "participants", "treaties", "statements")), ("public", ("data",))]
)
def test_every_table_is_as_it_says(w: World, name: str, filled: tuple[str, ...]) -> None:
    """Types, keys and references of every line; no column is left undescribed."""
    assert wrong(w.folder / name) == []
    held = tables(w.folder / name)
    assert all(held[table] for table in filled), "none of them is empty"


OTHERWISE = [
    ("participants.csv", "2026-06-01", "tomorrow", "consent_on is no date: tomorrow"),
    ("participants.csv", "ets-185", "ets-999", "participants: treaty leads nowhere: {'ets-999'}"),
    ("participants.csv", "IRL", "HUN", "participants: its primary key is doubtful"),
    ("changes.csv", "detected_at", "seen_at", "changes: its columns are"),
    ("statements.jsonl", '"id"', '"number"', "number is not known here"),
    ("datapackage.json", '"participants"', '"Participants"', "Participants: name, format or encoding"),
]


def test_a_table_that_is_otherwise_is_noticed(w: World) -> None:
    for file, before, after, told in OTHERWISE:
        path = w.folder / "data" / file
        text = path.read_text()
        path.write_text(text.replace(before, after, 1))
        assert told in " ".join(wrong(w.folder / "data"))
        path.write_text(text)
    assert wrong(w.folder / "data") == []


def test_it_says_whose_and_which_it_is(w: World) -> None:
    with w.store() as store:
        told, news = store.log.head_of_change(1), store.log.head_of_news()
    in_git, on_site = described(w.folder / "data"), described(w.folder / "public")

    assert (in_git["version"], on_site["version"]) == (str(told), str(news))
    assert on_site["homepage"] == "https://treaties.example.org/"
    for found in (in_git, on_site):
        assert found["licenses"] == [{"name": "CC-BY-4.0", "path": "https://spdx.org/licenses/CC-BY-4.0"}]
        [source] = found["sources"]
        assert source["title"] == "Convention on Cybercrime (ETS No. 185)"
        assert source["path"].startswith("https://www.coe.int/")
        assert found["description"].startswith("Demonstration data: ")
        assert "names no licence" not in found["description"]


def test_no_licence_is_invented(open_world: Callable[..., World]) -> None:
    w = open_world(more='[publish]\ngit = "data"\n')
    w.show(HUNGARY)
    w.check()
    found = described(w.folder / "data")

    assert "licenses" not in found
    assert "names no licence" in found["description"]
