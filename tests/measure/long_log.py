"""What `verify` and `rebuild` cost on a long log, and whether a check has to wait for a rebuild.

    python tests/measure/long_log.py 100000     a log of so many entries; about a minute for each million

A real history, then reads that found nothing new, hourly and with an outage now and then, written by the real log.
What is measured runs in processes of its own. Prints a table; nothing here asserts.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from states import ALBANIA, HUNGARY, IRELAND
from world import but, world

from db.files import remove
from db.store import Store
from jobs.rebuild.rebuild import rebuild
from jobs.rebuild.verify import Tracks, verify
from tracker.errors import ErrorKind
from tracker.models import Outcome
from tracker.models.times import day_at

if TYPE_CHECKING:
    from world import World

_OUTAGE = 500  # every so many reads one fails
_AT_ONCE = 50_000  # reads written in one transaction


def lengthen(w: World, entries: int) -> None:
    """Write reads of unchanged bytes until the log has so many entries."""
    with Store.open(w.config.database) as store:
        [feed] = store.treaties.feeds("ets-185")
        configuration = store.treaties.configuration_in_force()
        assert configuration is not None
        assert feed.reading is not None
        missing = entries - len(store.log.entries())
        for begin in range(0, missing, _AT_ONCE):
            with store.transaction():
                for number in range(begin, min(begin + _AT_ONCE, missing)):
                    w.now += timedelta(minutes=1)
                    failed = number % _OUTAGE == 0 and number < missing - 1
                    store.log.write(
                        w.now,
                        "check",
                        feed=feed.id,
                        outcome=Outcome.FAILED if failed else Outcome.UNCHANGED,
                        evidence=None if failed else feed.evidence,
                        error=(ErrorKind.TIMEOUT, "no answer") if failed else None,
                        configuration=configuration,
                        status_as_of=None if failed else w.now.date(),
                        whole=not failed,
                    )
        with store.transaction():
            store.log.note_good(
                feed,
                w.now,
                status_as_of=day_at(w.now, w.config.treaties[0].seat),
                snapshot=feed.snapshot,
                evidence=feed.evidence,
                reading=feed.reading,
                validators=feed.validators,
                body_at=w.now,
            )


def measured(what: str, database: Path) -> None:
    """Run one of the two in this process, and print what it took."""
    began, used = time.perf_counter(), time.process_time()
    if what == "verify":
        seen = verify(database, Tracks(bodies=lambda found: found, entries=lambda found: found))
        result = f"{seen.entries} entries, findings: {[finding.message for finding in seen.findings]}"
    else:
        from jobs.clock import utc_now

        done = rebuild(database, now=utc_now(), track=lambda found: found)
        result = f"{done.entries} entries, refused: {done.refused}"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds, processor = time.perf_counter() - began, time.process_time() - used
    print(f"{what:24} {seconds:7.1f} s  {processor:7.1f} s of processor  {peak:5.0f} MB at most  {result}", flush=True)


def run(what: str, database: Path) -> subprocess.Popen[bytes]:
    """One of the two in a process of its own."""
    return subprocess.Popen([sys.executable, __file__, what, str(database)])


def main(entries: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder, world(Path(folder)) as w:
        w.show(ALBANIA, IRELAND, HUNGARY)
        w.check()
        w.wait(hours=1)
        w.show(ALBANIA, but(IRELAND, consent="2026-06-10"), HUNGARY)
        w.check()
        lengthen(w, entries)
        database = w.config.database
        print(f"a log of {entries} entries, {database.stat().st_size / 1e6:.0f} MB")
        run("verify", database).wait()
        rebuilding = run("rebuild", database)
        longest, checks = 0.0, 0
        while rebuilding.poll() is None:
            w.wait(minutes=1)
            began = time.perf_counter()
            w.check()
            longest, checks = max(longest, time.perf_counter() - began), checks + 1
            time.sleep(0.2)
        print(f"{checks} checks during the rebuild; the longest took {longest:.1f} s")
        run("verify", database).wait()
        remove(database)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        measured(sys.argv[1], Path(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
