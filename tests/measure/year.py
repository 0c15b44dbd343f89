"""A simulated year of the daemon, with a thousand kills: nothing may be lost, told twice, or unchained.

    make soak                                a year with kills, then one in one life of the daemon (0 kills)
    python tests/measure/year.py 365 1000    days, kills; then the seed, and minutes after which no day begins

Prints how the service grew, what happened to it, and what is not as it must be; ends with code 1 if there is any. The
same seed plans the same acts and faults; where in its work a process is killed depends on the machine.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

DAYS, KILLS, SEED, MINUTES = 365, 1000, 1, 24 * 60


def main(days: int = DAYS, kills: int = KILLS, seed: int = SEED, minutes: int = MINUTES) -> int:
    """Live, print, judge."""
    from years import year

    folder = Path(tempfile.mkdtemp(prefix="year-", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None))  # noqa: S108
    began = time.monotonic()
    with year(folder, seed=seed, days=days, kills=kills) as y:
        y.say = lambda text: print(text, flush=True)
        y.live(began + minutes * 60)
        print(y.table())
        for what, times in sorted(y.happened.items()):
            print(f"  {times:5} {what}")
        took = (time.monotonic() - began) / 60
        print(f"seed {seed}: {y.lived} days, {len(y.killed)} kills, {len(y.due())} acts, {took:.0f} minutes")
        wrong = y.judge()
        print(
            "\n".join(wrong) or f"nothing lost, nothing told twice; the chain is whole, and {len(y.heads)} heads hold"
        )
    if wrong:
        print(f"kept for a look: {folder}")
        return 1
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.path.insert(0, os.fspath(Path(__file__).parents[1] / "support"))
    sys.exit(main(*map(int, sys.argv[1:])))
