"""What many treaties cost: checks, answers, the site, and the memory of the daemon (docs/performance.md).

    make scale                               400 treaties, about a minute
    python tests/measure/scale.py 50 site    so many treaties; `site` builds the site too, seconds a treaty

Prints processor time, SQL statements and rows, for each treaty; for an answer, what it takes with nobody counting, the
best of several. Not a test: tests/ingest/test_many.py counts.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from many import Work
    from world import Row, World

    from db.store import Store

TREATIES = 400
DAEMON = 120.0  # MB at most
PASS = 1.3  # an unchanged pass beside as many single checks, at most
SETTLED = 8.0  # seconds at rest
ASKED = 10  # times: other programs of the machine disturb the best of them least


def timed(name: str, store: Store, treaties: int, work: Callable[[], object]) -> float:
    """Print one line; returns seconds of processor time, which other programs of the machine disturb least."""
    from many import measured

    began = time.process_time()
    with measured(store) as found:
        work()
    taken = time.process_time() - began
    each = taken / treaties * 1000
    print(f"{name:28} {taken:8.2f} s {each:8.2f} ms each  {_counts(found, treaties)}", flush=True)
    return taken


def answered(name: str, store: Store, treaties: int, work: Callable[[], object]) -> None:
    """The same line of an answer: counted once, and timed without the counting, which is no part of it."""
    from many import measured

    with measured(store) as found:
        work()
    taken = min(_processor_time(store, work) for _ in range(ASKED))
    each = taken / treaties * 1000
    print(f"{name:28} {taken:8.2f} s {each:8.2f} ms each  {_counts(found, treaties)}", flush=True)


def _processor_time(store: Store, work: Callable[[], object]) -> float:
    store.charts.forget_read()
    began = time.process_time()
    work()
    return time.process_time() - began


def _counts(found: Work, treaties: int) -> str:
    return f"{found.statements / treaties:7.1f} statements and {found.rows / treaties:7.1f} rows each"


def checks(w: World, treaties: int, rows: list[Row], with_site: bool) -> float:
    """Passes and answers in one process; returns what an unchanged pass costs beside single checks."""
    from many import numbers
    from world import but

    from db.knowledge import Knowledge
    from jobs.passes import Session, check_at
    from jobs.publish.site import build_site
    from jobs.service.status import status
    from tracker.answers.figures import figures
    from tracker.answers.standing import parties

    config = w.config
    wanted = [(treaty, treaty.sources) for treaty in config.treaties]
    with ExitStack() as stack:
        session = Session.open(config, lambda: w.now, stack)
        store = session.run.store

        def one_pass() -> None:
            w.wait(seconds=60)
            assert not [entry.error for entry in check_at(session, wanted) if entry.error]

        def single_checks() -> None:
            for _ in range(treaties):
                w.wait(seconds=60)
                check_at(session, wanted[:1])

        timed("first pass", store, treaties, one_pass)
        unchanged = timed("unchanged pass", store, treaties, one_pass)
        single = timed("single checks of one treaty", store, treaties, single_checks)
        altered = [*rows[:-1], but(rows[-1], extra={**rows[-1].extra, "Reserves": True})]
        for number in numbers(treaties):
            w.show(*altered, number=number)
        timed("changed pass", store, treaties, one_pass)
        answered("parties", store, treaties, lambda: parties(Knowledge(store), now=w.now))
        answered("figures", store, treaties, lambda: figures(Knowledge(store), now=w.now, day=None))
        answered("status", store, treaties, lambda: status(store, now=w.now))
        if with_site:
            folder = w.folder / "site"
            timed("site build", store, treaties, lambda: build_site(store, folder, now=w.now))
            timed("site build, nothing changed", store, treaties, lambda: build_site(store, folder, now=w.now))
    return unchanged / single


def memory(folder: Path, treaties: int, rows: list[Row]) -> float:
    """MB of the daemon at rest, after two checks of each treaty."""
    from many import many
    from soak import Daemon, resident

    from jobs.clock import utc_now

    with many(folder, treaties, rows, more='[schedule]\ncheck = "every 60s"\n') as w:
        w.standin.now = utc_now
        with Daemon(w) as daemon:
            daemon.until(2 * treaties)
            time.sleep(SETTLED)
            return resident(daemon.process.pid)


def main(treaties: int, with_site: bool) -> int:
    """Measure, print, judge."""
    from bench import facts
    from many import many

    rows = facts()
    print(f"{treaties} treaties of {len(rows)} rows; processor time; load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder, many(Path(folder), treaties, rows) as w:
        ratio = checks(w, treaties, rows, with_site)
    print(f"an unchanged pass costs {ratio:.2f} × single checks (at most {PASS})")
    with tempfile.TemporaryDirectory() as folder:
        found = memory(Path(folder), treaties, rows)
    print(f"daemon at rest {found:.1f} MB (at most {DAEMON:.0f})")
    return 1 if ratio > PASS or found > DAEMON else 0


if __name__ == "__main__":
    sys.path.insert(0, os.fspath(Path(__file__).parents[1] / "support"))
    given = sys.argv[1:]
    sys.exit(main(next((int(one) for one in given if one.isdigit()), TREATIES), "site" in given))
