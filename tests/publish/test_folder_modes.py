"""Who may enter the folders of files that were written: as many as may read the files, whatever the umask."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from world import row, world

from jobs.files import write_atomically
from tracker.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
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
