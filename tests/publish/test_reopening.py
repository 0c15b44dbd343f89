"""`tracker serve` shows the file that lies under the database's name now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from serving import serving
from states import ALBANIA, BRAZIL
from world import World, world

from jobs.service.backup import backup, restore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        made.show(ALBANIA)
        made.check()
        yield made


def test_after_a_restore_it_shows_what_was_restored(w: World) -> None:
    database = w.folder / "tracker.db"
    copy = backup(database, now=w.now)
    w.show(ALBANIA, BRAZIL)
    w.check()
    with serving(database) as served:
        assert len(served.ask("SELECT id FROM changes")[1]) == 3
        restore(database, copy, now=w.now)
        assert served.ask("SELECT id FROM changes") == (200, [])
        w.check()
        assert len(served.ask("SELECT id FROM changes")[1]) == 3, "and what is written into it since"

        database.rename(w.folder / "away.db")
        answer = served.get("db/tracker/parties.json")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
        assert str(w.folder) not in answer.text
        (w.folder / "away.db").rename(database)
        assert len(served.ask("SELECT id FROM changes")[1]) == 3


def test_nothing_is_left_beside_a_database_that_was_served(w: World) -> None:
    before = sorted(path.name for path in w.folder.iterdir())
    with serving(w.folder / "tracker.db") as served:
        assert served.ask("SELECT count(*) FROM parties") == (200, [[1]])
        served.process.terminate()
        assert served.process.wait(60) == 0
    assert sorted(path.name for path in w.folder.iterdir()) == before
