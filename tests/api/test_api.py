"""`tracker.open`: each method answers what the command of its name prints with `--json`."""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from states import ALBANIA, BRAZIL, HUNGARY, IRELAND, NIGER
from world import World, but, declaration, world

import tracker
import tracker.cli
from tracker.errors import NoDatabaseError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tracker.api import Tracker


@pytest.fixture(scope="module")
def w(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Two reads: Ireland consents in the second; Albania has made a declaration."""
    with world(tmp_path_factory.mktemp("api")) as made:
        made.declare(declaration("Albania", "Albania declares that its authority is the Ministry.", article="24"))
        made.show(ALBANIA, IRELAND, BRAZIL, HUNGARY, NIGER)
        made.check_all()
        made.read_statements()
        made.wait(days=1)
        made.show(ALBANIA, but(IRELAND, consent="2026-06-15"), BRAZIL, HUNGARY, NIGER)
        made.check_all()
        yield made


@pytest.fixture
def t(w: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tracker]:
    """The database, on the world's clock."""
    monkeypatch.chdir(w.folder)
    monkeypatch.setattr("jobs.clock.utc_now", lambda: w.now)
    with tracker.open(w.folder / "tracker.db") as opened:
        opened._now = lambda: w.now  # the test's clock
        yield opened


QUESTIONS: dict[str, tuple[tuple[str, ...], Callable[[Tracker], object]]] = {
    "parties": (("parties", "ets-185"), lambda t: t.parties("ets-185")),
    "parties on a day": (
        ("parties", "ets-185", "--as-of", "2010-01-01", "--standing", "party"),
        lambda t: t.parties(["ets-185"], as_of=date(2010, 1, 1), standing="party"),
    ),
    "parties as known then": (
        ("parties", "--known-at", "2026-06-15T13:00:00Z"),
        lambda t: t.parties(known_at="2026-06-15T13:00:00Z"),
    ),
    "territories": (("parties", "--territory", "greenland"), lambda t: t.territories("greenland")),
    "state": (("state", "ireland"), lambda t: t.state("ireland")),
    "between": (
        ("between", "albania", "brazil", "--as-of", "2024-01-01"),
        lambda t: t.between("albania", "brazil", as_of="2024-01-01"),
    ),
    "between with statements": (
        ("between", "albania", "brazil", "--statements"),
        lambda t: t.between("albania", "brazil", statements=True),
    ),
    "route": (
        ("route", "brazil", "albania", "--article", "29"),
        lambda t: t.route("brazil", "albania", article="29"),
    ),
    "figures": (("figures", "--as-of", "2020-01-01"), lambda t: t.figures(as_of="2020-01-01")),
    "series": (("figures", "--series"), lambda t: t.series()),
    "movement": (
        ("figures", "--between", "2022-01-01", "2026-06-16"),
        lambda t: t.movement("2022-01-01", "2026-06-16"),
    ),
    "calendar": (("calendar", "--all"), lambda t: t.calendar(everything=True)),
    "statements": (
        ("statements", "--participant", "albania", "--article", "24"),
        lambda t: t.statements(participants="albania", article="24"),
    ),
    "acts": (("acts", "ets-185", "--since", "2002-01-01"), lambda t: t.acts("ets-185", since="2002-01-01")),
    "changes": (("changes", "--nature", "event"), lambda t: t.changes(natures="event")),
    "why": (("why", "1"), lambda t: t.why(1)),
    "snapshots": (("snapshots",), lambda t: t.snapshots()),
    "snapshot": (("snapshot", "2"), lambda t: t.snapshot(2)),
    "diff": (("diff", "1", "2"), lambda t: t.diff(1, 2)),
    "evidence": (("evidence", "1"), lambda t: t.evidence(1)),
    "reconcile": (("reconcile", "--all"), lambda t: t.reconcile(everything=True)),
}


@pytest.mark.parametrize("what", QUESTIONS)
def test_a_method_answers_as_the_command_does(t: Tracker, capsys: pytest.CaptureFixture[str], what: str) -> None:
    command, method = QUESTIONS[what]
    capsys.readouterr()
    assert tracker.cli.run([*command, "--json"]) == 0
    printed: Any = json.loads(capsys.readouterr().out)

    found = method(t)
    assert tracker.to_dicts(found) == (printed if isinstance(found, list) else [printed])
    assert found


def test_the_bytes_of_a_page(t: Tracker, w: World) -> None:
    """As they came."""
    with w.store() as store:
        item = store.archive.evidence(1)
        assert t.evidence_body(1) == store.archive.body(item.sha256)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda t: t.parties("ets-999"), "ets-999"),
        (lambda t: t.parties(as_of="2026-13-01"), "is not a day"),
        (lambda t: t.parties(as_of="20260101"), "is not a day"),
        (lambda t: t.parties(known_at="yesterday"), "is not a moment"),
        (lambda t: t.parties(known_at=datetime(2026, 1, 1)), "no time zone"),  # noqa: DTZ001 - that is the test
        (lambda t: t.state("nowhere"), "nowhere"),
        (lambda t: t.why(9999), "9999"),
    ],
)
def test_what_cannot_be_answered_is_a_usage_error(t: Tracker, ask: Callable[[Tracker], object], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        ask(t)


def test_a_moment_may_have_any_time_zone(t: Tracker) -> None:
    """It is the same moment."""
    at = datetime(2026, 6, 15, 13, tzinfo=UTC)
    assert t.parties(known_at=at) == t.parties(known_at="2026-06-15T13:00:00Z")


def test_nothing_is_made_where_there_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(NoDatabaseError):
        tracker.open(tmp_path / "tracker.db")
    assert list(tmp_path.iterdir()) == []


def test_the_package_is_light() -> None:
    """`import tracker` loads nothing of it: commands pay for what they use."""
    assert set(dir(sys.modules["tracker"])) >= {"__version__"}
    with pytest.raises(AttributeError):
        tracker.nothing  # noqa: B018 - the attribute is asked for
