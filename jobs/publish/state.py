"""What a folder of pages was built from, and the bytes that each of its files had: is there anything to build?"""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from db.contents import contents
from jobs.files import write_atomically
from tracker.answers.standing import SEAT
from tracker.models.times import day_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from db.store import Store

STATE = ".site-state.json"  # in the folder of the pages, beside the list of its files

#: What makes the pages: the program with its templates and tables, and the library that fills the templates.
_MAKERS = ("tracker", "jobs", "db", "jinja2", "markupsafe")


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """`made_of`: a digest of what the pages were made from. `digests`: path → digest of the bytes that were written."""

    made_of: str | None = None
    digests: Mapping[str, str] = field(default_factory=dict)

    def lies_in(self, folder: Path) -> bool:
        """True if every file is there with the bytes that were written."""
        return all(digest_of(folder / path) == digest for path, digest in self.digests.items())


def read_state(folder: Path) -> State:
    """What the last finished build noted; nothing if there was none, or if its note cannot be read."""
    try:
        held = json.loads((folder / STATE).read_bytes())
        digests = {str(path): str(digest) for path, digest in held["digests"].items()}
        return State(made_of=str(held["made_of"]), digests=digests)
    except (OSError, ValueError, RecursionError, LookupError, TypeError, AttributeError):
        return State()


def write_state(folder: Path, state: State) -> None:
    """Note what the pages were made from. Written last: a build that is killed leaves the earlier note, or none."""
    held = {"made_of": state.made_of, "digests": dict(state.digests)}
    write_atomically(folder / STATE, json.dumps(held, indent=0, sort_keys=True).encode() + b"\n")


def digest_of(path: Path) -> str | None:
    """The digest of a file's bytes; None if it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def made_of(store: Store, seats: Iterable[str], now: datetime, published: str) -> str:
    """A digest of all that pages are made from: what is known, the day (at each seat and in UTC), and the program.

    `published`: where the pages lie for others, and what lies beside them. Call it in the transaction in which the
    pages' content is read.
    """
    days = sorted({f"{seat} {day_at(now, seat)}" for seat in (SEAT, "UTC", *seats)})
    return hashlib.sha256("\0".join((contents(store), *days, published, *_program())).encode()).hexdigest()


def _program() -> Iterator[str]:
    """What makes the pages, as it is installed: a file that was edited counts like a new version."""
    yield sys.version
    for name in _MAKERS:
        found = find_spec(name)
        for root in (found and found.submodule_search_locations) or ():
            for path in sorted(Path(root).rglob("*")):
                if "__pycache__" not in path.parts and path.is_file():
                    seen = path.stat()
                    yield f"{path.relative_to(root)} {seen.st_size} {seen.st_mtime_ns}"
