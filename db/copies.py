"""Copies of the database: consistent, and complete or not there."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from db.faults import readable
from db.place import BACKUPS, place_of
from db.reading import WAIT, open_reading

if TYPE_CHECKING:
    from pathlib import Path


def folder_of(database: Path) -> Path:
    """The folder with the copies of a database."""
    return place_of(database).parent / BACKUPS


def lock_of(database: Path) -> Path:
    """The file of the lock that one backup at a time holds."""
    return folder_of(database) / f".{place_of(database).name}.lock"


def partial_of(database: Path) -> Path:
    """The copy that is being made: always the same name, so that the next one replaces what a killed one left."""
    return folder_of(database) / f"{database.stem}.partial"


def restoring_of(database: Path) -> Path:
    """The copy that is being restored."""
    return database.with_name(f".{database.name}.restoring")


def part_of(path: Path) -> Path:
    """The copy that is being kept: a fixed name, so that the next copy removes what a kill left behind."""
    return path.with_name(f"{path.name}.part")


def keep_copy(path: Path, target: Path) -> None:
    """Copy a database. The target appears only when the copy is complete."""
    part = part_of(path)
    part.unlink(missing_ok=True)
    copy_database(path, part)
    part.replace(target)


def copy_database(source: Path, target: Path) -> None:
    """Make a consistent copy of a database that other processes may be writing. Raises DatabaseError, BusyError."""
    try:
        with (
            closing(open_reading(place_of(source), WAIT).connection) as original,
            closing(sqlite3.connect(target)) as copy,
        ):
            original.backup(copy)
    except sqlite3.Error as error:
        raise readable(error, source) from error
