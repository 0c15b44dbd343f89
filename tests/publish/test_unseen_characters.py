"""Characters that turn the direction of writing or cannot be seen: kept as evidence, in nothing that goes out."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from serving import add_statements, serving, statement
from world import SECOND_PROTOCOL, row, world

from tracker.cli import main
from tracker.models.outward import escaped_json, seen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

UNSEEN = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
NAME = "Alb\u200bania\u202e"
TEXT = "Albania \u2067reserves\u2069 the \ufeffright\u200f."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A database whose pages printed such characters."""
    made = tmp_path_factory.mktemp("unseen")
    with world(made, more=f'{SECOND_PROTOCOL}\n[publish]\nfolder = "public"\n') as w:
        w.show(row("Hungary", signed="2001-11-23"))
        w.check()
        w.show(row("Hungary", signed="2001-11-23"), row(NAME, signed="2001-11-23", consent="2002-06-20"))
        w.wait(hours=13)
        w.check()
        w.wait(hours=13)
        w.check()
        with w.store() as store:
            add_statements(store, statement("ALB", NAME, "7\u202e", TEXT))
        yield made


def run(folder: Path, *argv: str) -> None:
    """A command on the database."""
    with pytest.raises(SystemExit) as ended:
        main(["--db", str(folder / "tracker.db"), *argv])
    assert ended.value.code in (0, None)


def test_the_page_had_them(folder: Path) -> None:
    """The fixture would prove nothing without: they came through to the database."""
    with serving(folder / "tracker.db") as served:
        length = served.ask("SELECT length(name) FROM parties WHERE participant = 'ALB' AND treaty = 'ets-185'")
        assert length == (200, [[len(NAME)]])
        for path in ("parties", "parties.csv", "parties.json", "statements", "statements.csv", "changes"):
            answer = served.get(f"db/tracker/{path}")
            assert answer.status_code == 200
            assert "Albania" in answer.text
            assert UNSEEN.findall(answer.text) == []


def test_site_and_feeds(folder: Path) -> None:
    run(folder, "site", "build", "-o", str(folder / "site"))
    files = [path for name in ("site", "public") for path in (folder / name).rglob("*") if path.is_file()]
    assert {path.suffix for path in files} >= {".html", ".json", ".js", ".csv", ".xml", ".ics"}
    assert sum("Albania" in path.read_text() for path in files if path.suffix in (".html", ".csv", ".xml")) > 3
    texts = [path for path in files if path.suffix != ".png"]
    assert {str(path): UNSEEN.findall(path.read_text()) for path in texts if UNSEEN.search(path.read_text())} == {}


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "xlsx"])
def test_exports(folder: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / f"out.{form}"
    run(folder, "export", form, "-o", str(out))
    if form == "xlsx":
        with ZipFile(out) as packed:
            text = "".join(packed.read(name).decode() for name in packed.namelist() if name.endswith(".xml"))
    else:
        text = out.read_text()
    assert "Albania" in seen(text)
    assert UNSEEN.findall(text) == []


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_reports(folder: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / "out"
    run(folder, "report", "--format", form, "-o", str(out))
    assert UNSEEN.findall(out.read_text()) == []


def test_json_keeps_them_as_escapes() -> None:
    held = {"name": NAME, "text": TEXT, "end": "a\u2028b\x9b"}
    written = escaped_json(json.dumps(held, ensure_ascii=False))
    assert json.loads(written) == held
    assert written.isascii()
