"""Everything outsiders rely on, gathered from the outside; what differs between two recordings, in words."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contract import history, keys, refusals, service, tree
from contract.outlines import Scrubber

if TYPE_CHECKING:
    from collections.abc import Iterator

PATH = Path(__file__).with_name("contract.json")


def gather(folder: Path) -> dict[str, Any]:
    """The contract of the program that is installed; worlds are built in a folder that is empty."""
    scrub = Scrubber(folder=folder)
    replayed = history.replay(folder, scrub)
    with ThreadPoolExecutor(2) as pool:  # two worlds that know nothing of each other
        parts = [pool.submit(_of_history, replayed), pool.submit(_of_installation, folder, scrub, replayed.demo)]
    found: dict[str, Any] = {"commands": tree.tree(), "configuration": keys.keys(folder / "init", scrub)}
    for part in parts:
        for name, content in part.result().items():
            found[name] = {**found.get(name, {}), **content}
    return json.loads(json.dumps(found, sort_keys=True))


def _of_history(replayed: history.History) -> dict[str, dict[str, Any]]:
    return {
        "answers": history.answers(replayed),
        "tables": history.tables(replayed),
        "views": history.views(replayed),
        "site": history.site(replayed),
        "files": dict(history.files(replayed)),
        "exit codes": {"demo": refusals.codes_of_history(replayed.demo)},
    }


def _of_installation(folder: Path, scrub: Scrubber, demo: Path) -> dict[str, dict[str, Any]]:
    lived = service.live(folder / "installation", scrub)
    return {
        "answers": {**lived.noted, **service.parsed(folder, demo)},
        "files": dict(service.files(lived)),
        "exit codes": {
            "config check": refusals.codes_of_configurations(folder),
            "while the daemon runs": refusals.codes_while_held(lived),
        },
    }


def read() -> dict[str, Any]:
    """The contract that was recorded."""
    return json.loads(PATH.read_text(encoding="utf-8"))


def write(found: dict[str, Any]) -> None:
    """Record a contract."""
    text = json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True)
    PATH.write_text(f"{text}\n", encoding="utf-8")


def differences(before: Any, after: Any, place: str = "") -> Iterator[str]:
    """What differs, one line each: gone, changed, or new."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted(before.keys() | after.keys()):
            inner = f"{place} → {key}" if place else key
            if key not in after:
                yield f"GONE: {inner} (was {_short(before[key])})"
            elif key not in before:
                yield f"new: {inner} (is {_short(after[key])})"
            else:
                yield from differences(before[key], after[key], inner)
    elif before != after:
        yield f"CHANGED: {place}: was {_short(before)}, is {_short(after)}"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 160 else f"{text[:157]}…"
