"""One source's fault is one source's: whatever it is, the others are read, and the fault is logged and counted."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pytest
from states import ALBANIA, IRELAND
from world import SECOND_PROTOCOL, World, body, row

import jobs.ingest.charts
from jobs.service.status import status
from jobs.setup.parse import parse_file
from tracker.errors import DatabaseError
from tracker.models import Outcome
from tracker.sources.kinds.coe_service import CoeService

if TYPE_CHECKING:
    from collections.abc import Callable

UNEXPECTED = (RuntimeError("\x1b[31mred\ud800"), RecursionError(), MemoryError(), KeyError("x"), OverflowError("int"))
CHARSETS = ("utf-7", "unicode_escape", "raw_unicode_escape")


@pytest.fixture
def two(open_world: Callable[..., World]) -> World:
    """A world of two treaties: the first is read from two sources."""
    made = open_world(sources=("coe-chart", "coe-service"), more=SECOND_PROTOCOL)
    made.show(ALBANIA, IRELAND)
    made.show(row("Serbia", signed="2022-05-12"), number="224")
    return made


@pytest.mark.parametrize("charset", CHARSETS)
def test_a_hostile_charset_fails_its_source_alone(two: World, charset: str) -> None:
    """The others are read, in the same pass."""
    two.standin.bodies["/chart"] = (f"text/html; charset={charset}", b"<html><body>+2AA-\\ud800</body></html>")
    entries = two.check_all()
    assert [entry.outcome for entry in entries] == [Outcome.FAILED, Outcome.BASELINE, Outcome.BASELINE]
    assert entries[0].error is not None
    assert entries[0].error[0] == "undecodable"


@pytest.mark.parametrize("error", UNEXPECTED, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("where", ["fetch", "parse", "judge", "record"])
def test_any_exception_is_a_failed_read(
    two: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception, where: str
) -> None:
    """Wherever it is raised: `failed`, logged with its traceback, counted; the other treaty is read."""
    two.check_all(sources=["coe-service"])
    two.show(ALBANIA)
    two.standin.charts["224"] = body(row("Serbia", signed="2022-05-13"), number="224")

    def raising(given: Any, *more: Any) -> Any:
        # a port or a hash may hold these digits, too
        if "cets-224" in str(given) or "224" in more:
            raise AssertionError("the other treaty must be read as ever")
        raise error

    broken = {
        "fetch": (CoeService, "request"),
        "parse": (jobs.ingest.parsing, "interpret"),
        "judge": (jobs.ingest.charts.ComparedChart, "doubts"),
        "record": (jobs.ingest.charts.ComparedChart, "store"),
    }[where]
    original = getattr(*broken)
    calls: list[int] = []

    def once(*given: Any, **more: Any) -> Any:
        calls.append(1)
        return raising(*given) if len(calls) == 1 else original(*given, **more)

    monkeypatch.setattr(*broken, once)
    with caplog.at_level(logging.ERROR):
        first, second = two.check_all(sources=["coe-service"])

    assert (first.outcome, second.outcome) == (Outcome.FAILED, Outcome.CHANGED)
    assert first.error is not None
    assert first.error[0] == "shape"
    assert type(error).__name__ in first.error[1]
    assert "\x1b" not in first.error[1] + caplog.text
    assert "Traceback" in caplog.text
    with two.store() as store:
        feed = store.treaties.feed("ets-185", "coe-service")
    assert (feed.failures, feed.state) == (1, "degraded")
    assert len(two.parties()) == 2, "the baseline stays"


def test_a_broken_database_is_no_source_s_fault(two: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends the pass, as before."""

    def raising(*_: Any) -> Any:
        raise DatabaseError("damaged")

    monkeypatch.setattr(jobs.ingest.charts.ComparedChart, "doubts", raising)
    with pytest.raises(DatabaseError):
        two.check_all(sources=["coe-service"])


def test_parse_says_it_too(two: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """`tracker parse` ends with an error of the file."""
    page = two.folder / "saved.json"
    page.write_bytes(body(ALBANIA))
    monkeypatch.setattr("jobs.setup.parse.interpret", lambda *_, **__: 1 / 0)
    found = parse_file("coe-service", page, today=two.now.date(), spellings={})
    assert found.error is not None
    assert found.error.kind == "shape"


def test_health_is_told(two: World) -> None:
    """A source that fails with a mistake of this program is down like any other."""
    two.standin.bodies["/chart"] = ("text/html; charset=utf-7", b"<html>+2AA-</html>")
    for _ in range(3):
        two.check_all()
    with two.store() as store:
        assert not status(store, now=two.now)["healthy"]
