"""Every interface answers the same generated questions identically: Python, the command line, the tools for assistants,
the site and the example queries. `tests/demo/test_demo.py` asks the same of the demo."""

from __future__ import annotations

import ast
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from everything import lived_through
from interfaces import Interfaces
from questions import Generator
from world import SECOND_PROTOCOL, Row, World, declaration, row, world

from db.store import Store
from jobs.publish.site import build_site

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).resolve().parents[2]
STATES = ("Albania", "France", "Serbia", "Türkiye", "Ireland", "Denmark", "Netherlands", "Andorra")
OTHERS = ("Brazil", "Japan", "Tonga", "Niger", "Côte d'Ivoire")


def agree(database: Path, now: datetime, count: int, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """So many questions; how many of them each interface was asked."""
    monkeypatch.setattr("jobs.clock.utc_now", lambda: now)
    site = database.parent / "site"
    with Store.open(database) as store:
        build_site(store, site, now=now)
    asked = Generator(185, database).questions(count)
    return Interfaces(database, site).compare(asked)


def test_they_agree_on_a_history_of_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Doubts, decisions, archived copies, other sources, rows that cannot be read."""
    asked = agree(lived_through(tmp_path), datetime(2028, 1, 1, 12, tzinfo=UTC), 70, monkeypatch)
    assert asked["python"] == 70
    assert min(asked.values()) > 0, asked


def test_they_agree_on_a_random_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Acts that come, move and vanish, under two treaties, with statements of any day."""
    random = Random(224)  # noqa: S311 - the same history in each run
    with world(tmp_path, more=SECOND_PROTOCOL) as w:
        for _ in range(3):
            _go_on(w, random)
            w.wait(days=20)
    asked = agree(w.folder / "tracker.db", w.now, 70, monkeypatch)
    assert asked["python"] == 70
    assert min(asked.values()) > 0, asked


def _go_on(w: World, random: Random) -> None:
    for number, opened in (("185", date(2001, 11, 23)), ("224", date(2022, 5, 12))):
        w.show(*(_row(random, name, opened, w.now.date()) for name in (*STATES, *OTHERS)), number=number)
        stated = (_statement(random, name) for name in random.sample(STATES, 4))
        w.declare(*stated, number=number)
    w.check_all()
    w.read_statements()


def _row(random: Random, name: str, opened: date, today: date) -> Row:
    days = sorted(opened + timedelta(days=random.randrange((today - opened).days)) for _ in range(2))
    signed, consent = (str(day) if random.random() < 0.6 else None for day in days)
    in_force = str(days[1].replace(day=1) + timedelta(days=124)) if consent and random.random() < 0.7 else None
    group = "member" if name in STATES else "non_member"
    return row(name, group, signed=signed, consent=consent, in_force=in_force)


def _statement(random: Random, name: str) -> dict[str, object]:
    text = random.choice(
        ("It reserves the right not to apply it.", "The authority is the Ministry.", "Not in Greenland.")
    )
    return declaration(name, text, article=random.choice(("7", "22", "24", "29")), effective="2010-07-01")


def test_commands_and_tools_ask_by_the_methods() -> None:
    """What a question takes, and what it means, is written once: in `tracker.api` and below."""
    asking = [*ROOT.glob("tracker/cli/ask/*.py"), *ROOT.glob("tracker/cli/history/*.py"), ROOT / "tracker" / "mcp.py"]
    shapes = {"tracker.answers.to_json", "tracker.answers.figures"} | {
        f"tracker.answers.history.{name}" for name in ("checks", "records")
    }
    for path in asking:
        of_answers = {name for name in _imported(path) if name.startswith(("tracker.answers", "db."))}
        assert of_answers <= shapes, path


def _imported(path: Path) -> set[str]:
    """The modules that a module imports when it runs."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = []
    return {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
