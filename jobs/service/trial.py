"""What the daemon tries before it says that it is ready: everything that its jobs will write.

A command run once as root leaves files that the service's user cannot write. Then every job would fail, for ever, and
nobody could be told.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from db.copies import folder_of, lock_of
from db.place import cannot_write
from jobs.locks import SITE_LOCK, turn_of
from tracker.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from db.store import Store
    from tracker.config import Config


def try_writes(store: Store, config: Config) -> None:
    """Write and take back what the jobs will write. Raises UsageError, which names the file and its owner."""
    store.database.try_write()
    for lock in _locks(config):
        if lock.exists() and not os.access(lock, os.W_OK):
            raise UsageError(cannot_write(lock, "Permission denied"))
    for folder in _folders(config):
        _try_folder(folder)


def _locks(config: Config) -> Iterator[Path]:
    yield turn_of(config.database)
    yield lock_of(config.database)
    if config.publish_folder:
        yield config.publish_folder / SITE_LOCK


def _folders(config: Config) -> Iterator[Path]:
    yield folder_of(config.database)
    if config.heartbeat:
        yield config.heartbeat.parent
    if config.publish_git:
        yield config.publish_git
    if config.publish_folder:
        yield config.publish_folder
        for place, names, _ in os.walk(config.publish_folder):
            yield from (Path(place) / name for name in names)


def _try_folder(folder: Path) -> None:
    """Make a file in a folder, or in the first of its parents that is there."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise UsageError(cannot_write(folder, error.strerror)) from error
