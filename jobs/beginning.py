"""The first opening of a database: made where there never was one, refused where one was lost.

A new database takes the first charts for its baseline, and tells nobody what they show. So a lost one must never be
followed by a new one unless a person says so (`tracker init --new`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.database import is_unmade
from db.place import lost, place_of, signs_of_a_past
from db.store import Store
from jobs.files import make_folder
from tracker.errors import ConfigError, DatabaseError, NoDatabaseError, UsageError

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from tracker.config import Config


def ensure_database(config: Config) -> None:
    """Make the database if there is none. It comes before its locks, which are signs of it from then on.

    Raises NoDatabaseError if there are signs that there was one.
    """
    place = place_of(config.database)
    if not is_unmade(place):
        return
    signs = _signs(config, blank=place.exists() and place.stat().st_size > 0)
    if signs and is_unmade(place):  # another process may have made it meanwhile
        raise NoDatabaseError(lost(place, signs))
    _make(place, anew=False)


def begin_anew(config: Config, *, now: datetime) -> None:
    """Make a new database where one was lost. What that left behind is kept.

    Raises UsageError if there is a database: it is for a person to move it away.
    """
    place = place_of(config.database)
    if not is_unmade(place):
        raise UsageError(f"there is a database at {place}: move it away before you begin anew, or run `tracker init`")
    for tail in ("-wal", "-shm"):  # SQLite would take them for those of the new one
        if (left := place.with_name(f"{place.name}{tail}")).exists():
            left.replace(place.with_name(f"{place.name}.replaced-{now:%Y%m%dT%H%M%SZ}{tail}"))
    _make(place, anew=True)


def _make(place: Path, *, anew: bool) -> None:
    try:
        make_folder(place.parent, 0o755)  # the site may lie beside the database, which only its owner may read
    except OSError as error:
        raise DatabaseError(f"cannot make the folder of {place}: {error.strerror}; name another file") from error
    Store.open(place, create=True, anew=anew).database.conn.close()


def _signs(config: Config, *, blank: bool) -> list[Path]:
    found = signs_of_a_past(config.database, blank=blank)
    if _is_configured(config):
        from jobs.publish.folder import LIST  # slow to import, and most databases are there

        written = [config.heartbeat, *([config.publish_folder / LIST] if config.publish_folder else [])]
        found += [path for path in written if path and path.exists()]
    return found


def _is_configured(config: Config) -> bool:
    """False if --db names another database than the configuration: its heartbeat and pages are of that other one."""
    from tracker.config import load

    try:
        return place_of(load(config.path).database) == place_of(config.database)
    except ConfigError:
        return True
