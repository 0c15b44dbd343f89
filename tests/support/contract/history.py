"""What the command line, the database and the written files say of the 25 years that `tracker demo` replays."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from contract import written
from contract.asking import Said, ask, each
from contract.outlines import outline

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from contract.outlines import Scrubber

_DAY = "--as-of 2026-04-25"
_KNOWN = "--as-of 2015-12-03 --known-at 2016-01-15T00:00:00Z"

#: Each is asked with --json.
QUESTIONS = (
    *("status", "verify", "config check", "doctor", "notify list", "quarantine list", "reconcile", "reconcile --all"),
    *("reconcile --treaty cets-224", f"parties {_DAY}", f"parties ets-185 {_KNOWN}", f"parties --cite text {_DAY}"),
    *(f"parties ets-185 --standing signatory --standing party {_DAY}", "parties ets-185 --as-of 2003-12-31"),
    *(f"figures {_DAY}", f"figures {_KNOWN}", f"figures --treaty cets-224 {_DAY}", f"figures --series {_DAY}"),
    *(f"state turkiye {_DAY}", f"state HUN {_KNOWN}", f"state denmark {_DAY}", f"state japan {_DAY}"),
    *("between brazil tonga --as-of 2024-01-01", f"between france gb {_KNOWN}", f"between denmark japan {_DAY}"),
    *(f"between greenland japan {_DAY}", f"state curaçao {_DAY}", f"parties ets-185 --territory all {_DAY}"),
    *(f"between US ireland --treaty ets-185 {_DAY}", f"compare ets-185 cets-224 {_DAY}"),
    *(f"compare cets-224 ets-185 {_DAY}", "compare ets-185 cets-224 --as-of 2023-03-01"),
    *("changes", "changes --participant hungary", "changes --treaty cets-224 --kind ratified"),
    *("changes --since 2015-01-01 --until 2015-12-31 --nature event", "why 12", "why 56", "why 350"),
    *("report --format json", "report --since 2026-01-01 --format json", "statements", "statements --treaty ets-185"),
    *("statements --article 7(9)", "statements --search greenland", "statements --matrix --treaty ets-185"),
    *(f"statements {_DAY} --participant japan", "calendar --all", "calendar --all --treaty ets-185", "snapshots"),
    *("snapshots --treaty cets-224", "snapshot 3", "snapshot 103", "diff 2 3", "diff 1 101", "evidence 7"),
    *("evidence 104", "export json", f"route serbia japan {_DAY}", f"route usa austria --article 29 {_DAY}"),
)

#: Tables for programs: the columns and what is in them.
TABLES = {
    "export csv": f"export csv {_DAY}",
    "export csv, known earlier": f"export csv {_KNOWN}",
    "export csv --treaty": f"export csv --treaty cets-224 {_DAY}",
    "export csv --territories": f"export csv --territories {_DAY}",
    "report csv": "report --format csv",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The folder above the demo's, and what the demo printed."""

    folder: Path
    scrub: Scrubber
    said: Said

    @property
    def demo(self) -> Path:
        """The folder that the demo made."""
        return self.folder / "demo"


def replay(folder: Path, scrub: Scrubber) -> History:
    """Run the demo in a folder."""
    return History(folder=folder, scrub=scrub, said=ask(folder, "demo -o demo"))


def answers(history: History) -> dict[str, Any]:
    """Question → exit code and outline of the answer."""

    def answer(question: str) -> dict[str, Any]:
        return ask(history.demo, f"{question} --json").answer(history.scrub)

    return each(QUESTIONS, answer)


def tables(history: History) -> dict[str, Any]:
    """What the exports hold that programs read."""

    def text(line: str) -> str:
        return ask(history.demo, line).out

    def table(name: str) -> dict[str, str]:
        return written.table(text(TABLES[name]), history.scrub)

    found: dict[str, Any] = each(tuple(TABLES), table)
    found["export jsonl"] = written.lines(text(f"export jsonl {_DAY}"), history.scrub)
    found["parties, tab-separated"] = written.table(text(f"parties {_DAY}"), history.scrub, "\t")
    for form in ("xlsx", "warc"):
        ask(history.demo, f"export {form} -o {history.folder}/all.{form}")
    found["export xlsx"] = written.workbook(history.folder / "all.xlsx")
    found["export warc"] = written.warc(history.folder / "all.warc", history.scrub)
    dates = history.folder / "dates.ics"
    ask(history.demo, f"calendar --all -o {dates}")
    found["calendar -o"] = written.read(dates, lambda text: written.calendar(text, history.scrub))
    ask(history.demo, f"evidence 7 -o {history.folder}/7.json")
    found["evidence -o"] = written.read(history.folder / "7.json", lambda text: outline(json.loads(text)))
    found["report.html"] = written.read(history.demo / "report.html", written.anchors)
    return found


def views(history: History) -> dict[str, Any]:
    """View → its columns, how many rows it has, and an outline of them."""
    with closing(sqlite3.connect(f"file:{history.demo}/tracker.db?mode=ro", uri=True)) as db:
        db.row_factory = sqlite3.Row
        names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name")]
        return {name: _view(db, name, history.scrub) for name in names}


def _view(db: sqlite3.Connection, name: str, scrub: Scrubber) -> dict[str, Any]:
    columns = [f"{row['name']} {row['type']}".strip() for row in db.execute(f'PRAGMA table_info("{name}")')]
    found = [scrub.value(dict(row)) for row in db.execute(f'SELECT * FROM "{name}"')]  # noqa: S608 - a name from the database
    found.sort(key=lambda row: json.dumps(list(row.values())))
    return {"columns": columns, "rows": len(found), "values": outline(found)}


def site(history: History) -> dict[str, Any]:
    """The pages' twins as JSON, and what programs or links find in the other files."""
    folder, scrub = history.demo / "site", history.scrub
    found: dict[str, Any] = {}
    for path in sorted(folder.glob("*.json")):
        if not path.name.startswith("."):
            found[path.name] = outline(scrub.value(json.loads(path.read_bytes())))
    for name in ("participant", "treaty"):
        values = [json.loads(path.read_bytes()) for path in sorted((folder / name).glob("*.json"))]
        found[f"{name}/*.json"] = outline(scrub.value(values))
    found["data.csv"] = written.read(folder / "data.csv", lambda text: written.table(text, scrub))
    found["calendar.ics"] = written.read(folder / "calendar.ics", lambda text: written.calendar(text, scrub))
    for name in ("all.xml", "ets-185.xml", "HUN.xml", "FRA.xml"):
        found[f"feeds/{name}"] = written.read(folder / "feeds" / name, lambda text: written.feed(text, scrub))
    for name in ("index", "about", "map", "table", "time", "between", "changes", "participant/HUN", "treaty/ets-185"):
        found[f"{name}.html"] = written.read(folder / f"{name}.html", written.anchors)
    return found


def files(history: History) -> Iterator[tuple[str, Any]]:
    """What the demo wrote."""
    yield "demo -o demo", {"exit": history.said.code, "files": written.names(history.demo, history.scrub)}
