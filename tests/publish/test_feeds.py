"""Files for other programs: Atom that a reader can rely on, whole files, written only when there is something new."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from histories import hungary_consents
from states import HUNGARY, IRELAND
from world import START, World, but, world

from jobs.demo.standin import Fault
from jobs.publish.feeds import publish
from tracker.export.atom import change_urn, feed
from tracker.models import Change, ChangeKind, Field, Nature
from tracker.models.reports import Entry

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = '</title><script>alert(1)</script> & "x" ]]> \x1b[31m\ufffe\uffff\u202e\x00'


@pytest.fixture
def w(open_world: Callable[..., World]) -> World:
    """A world that publishes; Hungary's consent was told."""
    return hungary_consents(open_world(more='[publish]\nfolder = "public"\n'))


def read(w: World, name: str) -> ET.Element:
    return ET.fromstring((w.folder / "public/feeds" / name).read_bytes())  # noqa: S314 - our own file


def texts(element: ET.Element, name: str) -> list[str]:
    return [found.text or "" for found in element.iter(ATOM + name)]


def files(w: World) -> dict[str, tuple[int, int]]:
    """Each file by inode and time: what was not written again keeps both."""
    return {
        str(path.relative_to(w.folder)): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in (w.folder / "public").rglob("*")
        if path.is_file()
    }


# ---- the feed ------------------------------------------------------------------------------------------


def assert_valid(root: ET.Element) -> None:
    """RFC 4287, 4.1.1 and 4.1.2: what must be there, once."""
    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            [found] = element.findall(ATOM + name)
            assert found.text
        stamp = element.findtext(f"{ATOM}updated")
        assert stamp
        assert datetime.fromisoformat(stamp).tzinfo is not None
        assert element.findtext(f"{ATOM}id", "").startswith("urn:uuid:")
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    ids = [entry.findtext(f"{ATOM}id") for entry in root.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    for entry in root.iter(f"{ATOM}entry"):
        assert entry.findtext(f"{ATOM}content")
        assert entry.findtext(f"{ATOM}summary")


def test_a_feed_for_all_each_treaty_and_each_participant(w: World) -> None:
    assert {name for name in files(w) if name.endswith("xml")} == {
        f"public/feeds/{name}.xml" for name in ("acts", "all", "ets-185", "HUN", "IRL")
    }
    assert read(w, "IRL.xml").findall(f"{ATOM}entry") == []  # it did nothing yet, and can be subscribed to
    for name in ("all.xml", "ets-185.xml", "HUN.xml"):
        root = read(w, name)
        assert_valid(root)
        [entry] = root.findall(f"{ATOM}entry")
        assert entry.findtext(f"{ATOM}title") == "Hungary ratified the Budapest Convention"
        assert "Hungary deposited its instrument" in entry.findtext(f"{ATOM}summary", "")
        assert "evidence 3, sha256 " in entry.findtext(f"{ATOM}content", "")
        assert "change 1" in entry.findtext(f"{ATOM}content", "")
    assert len({read(w, name).findtext(f"{ATOM}id") for name in ("all.xml", "ets-185.xml", "HUN.xml")}) == 3


def test_one_entry_a_change_newest_first(w: World) -> None:
    w.wait(hours=1)
    w.show(
        but(HUNGARY, consent="2026-06-01", in_force="2026-05-01"),
        but(IRELAND, consent="2026-06-02", in_force="2026-05-01"),
    )
    w.check()

    told = list(reversed(w.changes()))
    assert texts(read(w, "all.xml"), "summary") == [change.summary for change in told]
    assert [entry.findtext(f"{ATOM}id") for entry in read(w, "all.xml").findall(f"{ATOM}entry")] == [
        change_urn(change) for change in told
    ]
    assert len(texts(read(w, "IRL.xml"), "summary")) == sum(change.participant == "IRL" for change in told)


def test_ids_outlive_the_files_the_folder_and_the_program(w: World, tmp_path: Path) -> None:
    before = read(w, "all.xml")
    with w.store() as store:
        publish(store, tmp_path / "elsewhere", now=w.now)
    after = ET.fromstring((tmp_path / "elsewhere/feeds/all.xml").read_bytes())  # noqa: S314 - our own file

    assert texts(after, "id") == texts(before, "id")
    # frozen: readers of the feed would see every change again
    assert texts(before, "id") == [
        "urn:uuid:915b97cf-0135-5d7a-859f-0f31fcde849f",
        "urn:uuid:485f3ab8-e0f6-5c02-8b23-8c171f6abf65",
    ]


def test_a_feed_before_the_first_change(tmp_path: Path) -> None:
    with world(tmp_path, more='[publish]\nfolder = "public"\n') as w:
        w.show(HUNGARY)
        w.check()
        with w.store() as store:
            publish(store, w.folder / "public", now=w.now)
        root = read(w, "all.xml")
    assert_valid(root)
    assert root.findall(f"{ATOM}entry") == []


@pytest.mark.parametrize("field", ["name", "summary", "source", "before", "after"])
def test_hostile_text_stays_text(w: World, field: str) -> None:
    change = replace(
        Change(
            id=7,
            detected_at=START,
            treaty="ets-185",
            participant="HUN",
            name="Hungary",
            kind=ChangeKind.RENAMED,
            nature=Nature.EDITORIAL,
            field=Field.NAME,
            before="a",
            after="b",
            effective_on=None,
            source="coe-service",
            snapshot=1,
            previous_snapshot=None,
            summary="renamed",
            rule="renamed",
        ),
        **{field: HOSTILE},
    )
    treaties = {treaty.id: replace(treaty, name=HOSTILE) for treaty in w.config.treaties}
    body = feed(HOSTILE, "x", [Entry(change=change)], treaties, began=START)
    root = ET.fromstring(body)  # noqa: S314 - our own

    assert_valid(root)
    assert {element.tag for element in root.iter() if "script" in element.tag} == set()
    for character in "\x1b\x00\ufffe\uffff\u202e":
        assert character not in body.decode()


def test_a_long_history_is_a_feed_of_its_newest_hundred(w: World) -> None:
    [change] = w.changes()
    treaties = {treaty.id: treaty for treaty in w.config.treaties}
    entries = [Entry(change=replace(change, id=key)) for key in range(1, 251)]
    root = ET.fromstring(feed("t", "k", entries, treaties, began=START))  # noqa: S314 - our own

    found = [entry.findtext(f"{ATOM}content", "") for entry in root.findall(f"{ATOM}entry")]
    assert len(found) == 100
    assert "change 250" in found[0]


# ---- the files -----------------------------------------------------------------------------------------


def test_changes_json_is_the_list_of_the_command(w: World) -> None:
    [told] = json.loads((w.folder / "public/changes.json").read_text())
    [change] = w.changes()
    assert told["id"] == change.id
    assert told["summary"] == change.summary
    assert set(told) >= {"kind", "nature", "field", "before", "after", "effective_on", "source", "snapshot"}


def test_nothing_is_written_where_nothing_changed(w: World) -> None:
    before = files(w)
    for _ in range(3):
        w.wait(hours=1)
        w.check()
    w.standin.fault = Fault.BROKEN
    w.check()
    with w.store() as store:
        assert publish(store, w.folder / "public", now=datetime.now(UTC)) == []
    assert files(w) == before

    w.standin.fault = None
    w.show(but(HUNGARY, consent="2026-06-01"), but(IRELAND, consent="2026-06-02"))
    w.check()
    after = files(w)
    assert after["public/feeds/HUN.xml"] == before["public/feeds/HUN.xml"]
    assert {name for name in after if after[name] != before.get(name)} == {
        "public/calendar.ics",  # one consent less is needed
        "public/changes.json",
        "public/feeds/acts.xml",
        "public/feeds/all.xml",
        "public/feeds/ets-185.xml",
        "public/feeds/IRL.xml",
    }


def test_a_reader_sees_the_old_file_or_the_new_one(w: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Written beside it and moved: a disk that fills half-way leaves what was there."""
    before = {path: path.read_bytes() for path in (w.folder / "public").rglob("*") if path.is_file()}

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    w.show(but(HUNGARY, consent="2026-06-02"), IRELAND)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Exception, match="No space left"):
        w.check()

    assert {path: path.read_bytes() for path in (w.folder / "public").rglob("*") if path.is_file()} == before


def test_roll_overs_and_rows_without_a_participant_have_their_entries(tmp_path: Path) -> None:
    with world(tmp_path, more='[publish]\nfolder = "public"\n') as w:
        w.show(HUNGARY)
        w.check()
        w.wait(hours=1)
        w.show(but(HUNGARY, consent="2026-03-01", in_force="2026-07-01"))
        w.check()
        w.wait(days=16)
        w.check()
        kinds = {element.get("term") for element in read(w, "all.xml").iter(f"{ATOM}category")}
        assert {"entered_into_force", "treaty_entered_into_force", "event", "HUN"} <= kinds
        assert_valid(read(w, "all.xml"))


# ---- acts by their own dates --------------------------------------------------------------------------


def test_a_feed_of_acts_is_filled_from_the_chart(w: World) -> None:
    """Also what nobody was told of is there, on its own day, and says so; what was observed says when."""
    root = read(w, "acts.xml")
    assert_valid(root)
    entries = {entry.findtext(f"{ATOM}title"): entry for entry in root.iter(f"{ATOM}entry")}
    signed = entries["Ireland signed the Budapest Convention on 28 February 2002"]
    assert signed.findtext(f"{ATOM}published") == signed.findtext(f"{ATOM}updated") == "2002-02-28T00:00:00.000Z"
    assert str(signed.findtext(f"{ATOM}summary")).endswith("(from the chart, not observed)")
    [told] = [entry for title, entry in entries.items() if title and title.startswith("Hungary deposited")]
    assert "(observed, change" in str(told.findtext(f"{ATOM}summary"))
    assert str(told.findtext(f"{ATOM}updated")) > str(told.findtext(f"{ATOM}published"))
    days = texts(root, "published")
    assert days == sorted(days, reverse=True)


def test_the_ids_of_acts_stay(w: World) -> None:
    """Another act comes in, and the others keep theirs."""
    before = texts(read(w, "acts.xml"), "id")
    w.show(but(IRELAND, consent="2026-06-15"), but(HUNGARY, consent="2026-06-01"))
    w.wait(days=1)
    w.check_all()
    with w.store() as store:
        publish(store, w.folder / "public", now=w.now)
    after = texts(read(w, "acts.xml"), "id")
    assert len(after) == len(before) + 1
    assert set(before) < set(after)
