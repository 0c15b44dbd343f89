"""The tracker, resident: a pass over charts and lists of statements, as its daemon makes them, for each line read.

passes.py CONFIG
"""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path

from jobs.clock import utc_now
from jobs.locks import turn
from jobs.passes import Session, check_at, statements_at
from tracker.config import load

config = load(Path(sys.argv[1]))
wanted = [(treaty, treaty.sources) for treaty in config.treaties]
with ExitStack() as stack:
    session = Session.open(config, utc_now, stack)
    for _ in sys.stdin:
        with turn(config):
            read = check_at(session, wanted) + statements_at(session, config.treaties)
        print(*sorted({str(entry.outcome) for entry in read}), flush=True)
