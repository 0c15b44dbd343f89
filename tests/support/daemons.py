"""The daemon for tests: what the service shows, and what to wait for."""

from __future__ import annotations

import json
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

from states import SIGNED
from world import World, but

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


QUICK = '[schedule]\ncheck = "every 1s"\ndeliver = "every 1s"\nheartbeat = "every 1s"\nroll_over = "every 1s"\n'
PATIENCE = 60.0  # seconds until a test gives up: a hang, not a measure


def steps() -> Iterator[list[Any]]:
    """Charts: nobody has ratified, then one State more each time."""
    for ratified in range(len(SIGNED) + 1):
        yield [
            but(state, consent=f"2003-01-{place + 1:02d}") if place < ratified else state
            for place, state in enumerate(SIGNED)
        ]


def until(true: Callable[[], object], what: str = "") -> None:
    """Wait for something to become true."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"never: {what or true}"
        time.sleep(0.02)


def channel(name: str, url: str, **keys: object) -> str:
    lines = [f"{key} = {json.dumps(value)}" for key, value in {"name": name, "url": url, **keys}.items()]
    return "[[notify]]\n" + "\n".join(lines) + "\n"


def ask(w: World, sql: str) -> list[Any]:
    """A question to the database while the daemon has it; nothing before there is one."""
    try:
        with closing(sqlite3.connect(f"file:{w.folder}/tracker.db?mode=ro", uri=True)) as connection:
            return [found[0] for found in connection.execute(sql).fetchall()]
    except sqlite3.OperationalError:
        return []
