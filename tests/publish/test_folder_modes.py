"""Who may enter the folders of files that were written: as many as may read the files, whatever the umask."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from world import row, world

import tracker.cli
from jobs.clock import utc_now
from jobs.files import atomic_file, remove_unfinished, write_atomically
from jobs.locks import locked
from tracker.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


@pytest.fixture(params=[0o022, 0o027, 0o077])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    """Of the process, for one test."""
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode(path: Path) -> int:
    """The rights of a file or folder."""
    return path.stat().st_mode & 0o777


@pytest.mark.usefixtures("umask")
def test_whoever_may_read_what_is_published_may_enter_its_folders(tmp_path: Path) -> None:
    """Feeds and calendar in a folder that a pass makes, with the parents that it makes."""
    with world(tmp_path, more='[publish]\nfolder = "www/treaties/public"\n') as w:
        w.show(row("Hungary", signed="2001-11-23"))
        w.check()
        w.show(row("Hungary", signed="2001-11-23", consent="2003-12-04"))
        w.check()
    made = list((tmp_path / "www").rglob("*"))
    assert (tmp_path / "www/treaties/public/feeds/all.xml") in made
    assert {mode(path) for path in (tmp_path / "www", *made) if path.is_dir()} == {0o755}
    assert {mode(path) for path in made if path.is_file()} == {0o644}


@pytest.mark.usefixtures("umask")
def test_a_folder_that_was_there_keeps_its_rights(tmp_path: Path) -> None:
    """Its owner chose them."""
    own = tmp_path / "own"
    own.mkdir()
    own.chmod(0o750)
    write_atomically(own / "made" / "file", b"")
    assert (mode(own), mode(own / "made")) == (0o750, 0o755)


@pytest.mark.usefixtures("umask")
def test_the_folder_of_a_secret_file_is_closed(tmp_path: Path) -> None:
    """A file for its owner alone lies in a folder for its owner alone."""
    write_atomically(tmp_path / "made" / "file", b"", mode=0o600)
    assert (mode(tmp_path / "made"), mode(tmp_path / "made" / "file")) == (0o700, 0o600)


def test_a_file_in_the_place_of_a_folder_is_named(tmp_path: Path) -> None:
    """As before: an error of use, not a mistake of the program."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UsageError, match="cannot write"):
        write_atomically(tmp_path / "file" / "inside", b"")


@pytest.mark.parametrize(
    ("narrow", "build", "there"),
    [(0o000, ("site", "build"), "www/public/assets"), (0o027, ("site", "build", "-o", "other/site"), "other/site")],
)
def test_commands_keep_private_what_is_not_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, narrow: int, build: Sequence[str], there: str
) -> None:
    """Database, copies and locks for their owner alone; the site and its folders for all, beside them."""
    monkeypatch.chdir(tmp_path)
    before = os.umask(narrow)
    try:
        with world(tmp_path, more='[publish]\nfolder = "www/public"\n') as w:
            settings = w.folder / "config.toml"
            settings.write_text(settings.read_text().replace('"tracker.db"', '"var/lib/tracker.db"'))
            w.standin.now = utc_now
            w.show(row("Hungary", signed="2001-11-23"))
            for command in (("check",), ("backup",), build):
                assert tracker.cli.run(["--config", str(settings), *command]) == 0
    finally:
        os.umask(before)
    made = {path: mode(path) for path in w.folder.rglob("*") if path.name != "config.toml"}
    private = [path for path in made if path.is_relative_to(w.folder / "var")]
    assert {path.name.partition("-")[0] for path in private} >= {"lib", "tracker.db", "tracker", "backups"}
    assert {made[path] for path in private if path.is_file()} == {0o600}
    assert made[w.folder / "var/lib/backups"] == 0o700
    public = [path for path in made if not path.is_relative_to(w.folder / "var/lib/backups") and path.is_dir()]
    assert {w.folder / there, w.folder / "var/lib"} <= set(public)
    assert {path: oct(made[path]) for path in public if made[path] != 0o755} == {}
    files = [path for path in made if path.is_file() and path not in private and not path.name.endswith(".lock")]
    assert {made[path] for path in files} == {0o644}


# ---- what a kill leaves -------------------------------------------------------------------------


def test_half_files_are_removed_at_the_next_start(tmp_path: Path) -> None:
    """Those with our names, and no others."""
    folder = tmp_path / "public"
    with world(tmp_path, more='[publish]\nfolder = "public"\n[health]\nheartbeat = "beat.json"\n') as w:
        w.show(row("Hungary", signed="2001-11-23"))
        w.check()
        (tmp_path / "backups").mkdir()
        (folder / "feeds").mkdir(parents=True, exist_ok=True)
        ours = [
            tmp_path / "tracker.db.part",
            tmp_path / "tracker.db.part-journal",
            tmp_path / ".tracker.db.restoring",
            tmp_path / ".tracker.db.restoring-wal",
            tmp_path / ".beat.json.abcd_123",
            tmp_path / "backups/tracker.partial",
            tmp_path / "backups/tracker.partial-journal",
            folder / ".changes.json.abcdefgh",
            folder / "feeds/.all.xml.a1b2c3d4",
        ]
        others = [
            tmp_path / "notes.part",
            tmp_path / ".other.json.abcd_123",
            tmp_path / "backups/tracker-2.partial",
            folder / ".htaccess",
            folder / ".notes.txt.abcdefgh",
            folder / ".changes.json.ABCDEFGH",
        ]
        for path in (*ours, *others):
            path.write_bytes(b"half")
        (folder / ".linked.json.abcdefgh").symlink_to(tmp_path / "notes.part")
        w.check()
    assert [path for path in ours if path.exists()] == []
    assert [path for path in others if not path.exists()] == []
    assert (folder / ".linked.json.abcdefgh").is_symlink()


def test_a_write_that_goes_on_keeps_its_file(tmp_path: Path) -> None:
    """Another write to the same file, and a start, leave it alone; a killed one is swept by the next write."""
    target = tmp_path / "out.json"
    (tmp_path / ".out.json.deadbeef").write_bytes(b"half")
    with atomic_file(target) as file:
        file.write(b"first")
        remove_unfinished(tmp_path, lambda _: True)
        write_atomically(target, b"second")
        assert target.read_bytes() == b"second"
    assert target.read_bytes() == b"first"
    assert [path.name for path in tmp_path.iterdir()] == ["out.json"]


def test_a_backup_that_goes_on_keeps_its_copy(tmp_path: Path) -> None:
    """The lock of backups is held."""
    with world(tmp_path) as w:
        w.show(row("Hungary", signed="2001-11-23"))
        w.check()
        (tmp_path / "backups").mkdir()
        partial = tmp_path / "backups/tracker.partial"
        partial.write_bytes(b"half")
        with locked(tmp_path / "backups/.tracker.db.lock", "a backup"):
            w.check()
            assert partial.exists()
        w.check()
        assert not partial.exists()
