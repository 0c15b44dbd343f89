"""New databases for tests: one is made in a process, the others are copies of it. The steps of the schema would take a
third of the time of all tests.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from threading import get_ident
from typing import TYPE_CHECKING

from db.schema import steps
from jobs import beginning

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def copy_new_databases(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let a check put a copy where there is nothing; everything else is made as ever. The first is kept in `folder`."""
    make, first, known = beginning._make, folder / "new.db", list(steps.STEPS)

    def copied(place: Path, *, anew: bool) -> None:
        is_older = list(steps.STEPS) != known
        if anew or is_older or place.exists() or not place.parent.is_dir():
            make(place, anew=anew)
            return
        if not first.exists():
            make(first, anew=False)
        copy = folder / f"copy-{get_ident()}.db"
        shutil.copyfile(first, copy)
        with suppress(FileExistsError):  # another process was quicker
            os.link(copy, place)
        copy.unlink()

    monkeypatch.setattr(beginning, "_make", copied)
