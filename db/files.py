"""Whole copies of the database: one file without a write-ahead log beside it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from db.database import readable

if TYPE_CHECKING:
    from pathlib import Path


WAIT = 30.0  # seconds for a check, or another copy, to come to its end


TAILS = ("-wal", "-shm")  # what SQLite keeps beside a database


def into_one_file(database: Path) -> None:
    """Bring what stands in the WAL into the file. What is replaced may be damaged: that is no reason not to."""
    try:
        with closing(sqlite3.connect(database, timeout=WAIT)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error:
        return


def in_one_file(copy: Path) -> None:
    """A copy is one file, without a WAL: it can be read from where nothing can be written."""
    try:
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise readable(error, copy) from error
