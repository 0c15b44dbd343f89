"""Asks the command line as an outsider does: a process of its own, its exit code, what it printed."""

from __future__ import annotations

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from contract import forks
from contract.outlines import outline

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from contract.outlines import Scrubber

_HIDDEN = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "PYTHONPATH")

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    def answer(self, scrub: Scrubber) -> dict[str, Any]:
        """Its exit code and the outline of the JSON it printed; what it said instead if that is none."""
        try:
            value = json.loads(self.out)
        except ValueError:
            return {"exit": self.code, "no JSON": scrub.text(self.out[:300] + self.err[-600:])}
        return {"exit": self.code, "json": outline(scrub.value(value))}


def environment(home: Path) -> Mapping[str, str]:
    """The environment of a command: no proxy, and no configuration of this machine's user."""
    kept = {name: value for name, value in os.environ.items() if name.upper() not in _HIDDEN}
    return {**kept, "XDG_CONFIG_HOME": str(home), "PYTHONIOENCODING": "utf-8"}


def command(*argv: str) -> list[str]:
    """The words that start the tracker."""
    return [sys.executable, "-m", "tracker", *argv]


def ask(folder: Path, line: str, *more: str) -> Said:
    """Run `tracker …` in a folder; a line is split at blanks, `more` are words that may hold some."""
    asked = forks.Asked(argv=[*line.split(), *more], folder=str(folder), environment=environment(folder / "nobody"))
    return Said(**forks.run(asked))


def each(lines: Sequence[str], do: Callable[[str], T]) -> dict[str, T]:
    """Line → what came of it, two at a time: each is a process of its own."""
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(lines, pool.map(do, lines), strict=True))
