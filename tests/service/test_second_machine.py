"""The documented way to a second machine: Litestream replicates the database of a running service, which is lost."""

from __future__ import annotations

import io
import signal
import subprocess
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from daemons import QUICK, ask, steps, until
from machines import BUCKET, CONFIG, Litestream, object_store, program, replicating
from processes import running
from world import World

import tracker.cli
from jobs.clock import utc_now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.operate

RATIFIED = "SELECT count(*) FROM change WHERE kind = 'ratified'"


@pytest.fixture(params=["another disk", "object store"])
def replica(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where the replica is, as TRACKER_REPLICA says it."""
    if request.param == "another disk":
        yield f"file://{tmp_path}/replica"
        return
    with object_store(tmp_path / "store") as address:
        yield f"s3://{BUCKET}/tracker?endpoint={address}&force-path-style=true&region=eu-central-1"


def said(w: World, *argv: str, code: int = 0) -> str:
    """What a command printed that has to end with this code."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        ended = tracker.cli.run(["--config", str(w.path), *argv])
    assert ended == code, out.getvalue()
    return out.getvalue()


def head(w: World) -> str:
    with w.store() as store:
        found = store.log.head()
    assert found
    return str(found)


def second_machine(w: World) -> World:
    """Another folder with the same configuration, and nothing else."""
    folder = w.folder / "second"
    folder.mkdir()
    other = World(folder, w.standin)
    w.standin.now = utc_now
    other.path.write_text(w.path.read_text())
    return other


def test_the_service_goes_on_on_a_second_machine(live: Callable[..., World], replica: str) -> None:
    """The first is gone between two moments; what it had told is not told again, and what came later is told there."""
    w, charts = live(QUICK), steps()
    w.show(*next(charts))
    with running(w) as first, replicating(w.folder / "tracker.db", replica) as litestream:
        first.ready()
        until(lambda: ask(w, "SELECT id FROM snapshot"))
        w.show(*next(charts))
        until(lambda: ask(w, RATIFIED) == [1])
        known = head(w)
        litestream.synced()
        first.end(signal.SIGKILL)
        litestream.end(kill=True)

    second = second_machine(w)
    there = Litestream(second.folder / "tracker.db", replica)
    there.restore()
    said(second, "verify", "--against", known)
    said(second, "verify")
    assert said(second, "parties") == said(w, "parties")
    said(second, "check")
    assert ask(second, RATIFIED) == [1], "the second machine tells again what the first had told"

    with running(second) as daemon, replicating(second.folder / "tracker.db", f"file://{second.folder}/its-own") as own:
        daemon.ready()
        w.show(*next(charts))
        until(lambda: ask(second, RATIFIED) == [2])
        own.synced()
        assert daemon.end() == 0


def test_what_was_written_while_it_was_away_is_replicated(live: Callable[..., World], tmp_path: Path) -> None:
    """Without Litestream the last process to close the database folds the log into it."""
    w, replica = live(), f"file://{tmp_path}/replica"
    database = w.folder / "tracker.db"
    said(w, "check")
    with replicating(database, replica) as litestream:
        litestream.synced()
        litestream.end()
        w.show(*list(steps())[1])
        said(w, "check")
        assert not Path(f"{database}-wal").exists()
        litestream.start()
        litestream.synced()

    second = second_machine(w)
    Litestream(second.folder / "tracker.db", replica).restore()
    assert head(second) == head(w)
    assert ask(second, RATIFIED) == [1]


def test_after_a_restore_it_goes_on_if_it_was_stopped_meanwhile(live: Callable[..., World], tmp_path: Path) -> None:
    """As the unit does: it ends with the service, which must be stopped for a restore."""
    w, replica = live(), f"file://{tmp_path}/replica"
    database = w.folder / "tracker.db"
    said(w, "check")
    said(w, "backup")
    with replicating(database, replica) as litestream:
        w.show(*list(steps())[1])
        said(w, "check")
        litestream.synced()
        litestream.end()
        (copy,) = (w.folder / "backups").glob("*.db")
        said(w, "restore", str(copy))
        litestream.start()
        litestream.synced()

    second = second_machine(w)
    Litestream(second.folder / "tracker.db", replica).restore()
    assert head(second) == head(w)
    assert ask(second, RATIFIED) == [0]


def test_a_copy_that_follows_is_read(live: Callable[..., World], tmp_path: Path) -> None:
    """`litestream restore -f` keeps a copy for readers on another machine."""
    w, replica = live(), f"file://{tmp_path}/replica"
    said(w, "check")
    second = second_machine(w)
    with replicating(w.folder / "tracker.db", replica) as litestream:
        litestream.synced()
        there = Litestream(second.folder / "tracker.db", replica)
        argv = [program("litestream"), "restore", "-f", "-config", str(CONFIG), str(there.database)]
        follow = subprocess.Popen(argv, env=there.env, stderr=subprocess.DEVNULL)
        try:
            until((second.folder / "tracker.db").exists)
            w.show(*list(steps())[1])
            said(w, "check")
            litestream.synced()
            until(lambda: ask(second, RATIFIED) == [1])
            assert said(second, "parties") == said(w, "parties")
        finally:
            follow.kill()
            follow.wait()
