"""How long a server, or a cache before it, is believed: "not modified", an old page, a pause that was asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from states import ALBANIA, IRELAND
from world import SECOND_PROTOCOL, World, but, world

import tracker.cli
from jobs.demo.standin import Answer, Asked, StandIn
from tracker.errors import ErrorKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHANNEL = '\n[[notify]]\nname = "ops"\nurl = "json://127.0.0.1:9/x"\nalerts = true\n'


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path, more=SECOND_PROTOCOL + CHANNEL) as made:
        made.show(ALBANIA)
        made.show(ALBANIA, number="224")
        yield made


def subjects(w: World) -> list[str]:
    """The subjects of alerts."""
    with w.store() as store:
        return [subject for (subject,) in store.database.conn.execute("SELECT subject FROM notice ORDER BY id")]


def answering(monkeypatch: pytest.MonkeyPatch, **headers: str) -> None:
    """Add headers to every answer."""
    usual = StandIn.answer

    def answer(self: StandIn, asked: Asked) -> Answer:
        given = usual(self, asked)
        if "if-none-match" in asked.headers and headers.get("ETag") == asked.headers["if-none-match"]:
            return Answer(status=304, headers=headers, date=given.date)
        cached = timedelta(seconds=int(headers["Age"])) if headers.get("Age", "").isdigit() else timedelta()
        date = given.date - cached if given.date else None  # of the server, and not of the cache
        return replace(given, headers={**given.headers, **headers}, date=date)

    monkeypatch.setattr(StandIn, "answer", answer)


def conditional(w: World) -> list[bool]:
    """Of each request whether it carried a validator; the list is emptied."""
    found = ["if-none-match" in asked.headers for asked in w.standin.requests]
    w.standin.requests.clear()
    return found


def test_not_modified_is_believed_for_a_day(w: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """An ETag that never changes hides a ratification for a day at most."""
    answering(monkeypatch, ETag='"v1"')
    w.check(treaties=["ets-185"])
    w.check(treaties=["ets-185"])
    assert any(conditional(w))
    w.show(ALBANIA, but(IRELAND, signed="2026-06-15"))
    for _ in range(3):
        w.wait(hours=6)
        assert not w.check(treaties=["ets-185"]).changes
    w.wait(hours=7)
    assert [change.kind for change in w.check(treaties=["ets-185"]).changes] == ["signed"]
    service = "the Treaty Office's data service (ETS 185)"
    assert subjects(w) == [f"Tracker: {service} says that pages did not change which did"]


def test_a_validator_that_lied_is_not_sent_again(w: World, monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, ETag='"v1"')
    w.check(treaties=["ets-185"])
    w.wait(hours=25)
    w.show(ALBANIA, but(IRELAND, signed="2026-06-15"))
    w.check(treaties=["ets-185"])
    conditional(w)
    w.wait(minutes=5)
    w.check(treaties=["ets-185"])
    assert not any(conditional(w))
    w.show(ALBANIA)
    w.check(treaties=["ets-185"])
    assert len(subjects(w)) == 1


def test_a_server_that_keeps_its_word_is_asked_as_before(w: World) -> None:
    w.standin.conditional = True
    w.check(treaties=["ets-185"])
    conditional(w)
    for _ in range(2):
        w.wait(hours=1)
        assert w.check(treaties=["ets-185"]).outcome == "unchanged"
    assert any(conditional(w))
    w.wait(hours=30)
    assert w.check(treaties=["ets-185"]).outcome == "unchanged"
    assert subjects(w) == []


def test_answers_say_when_the_whole_page_was_read_last(
    w: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    w.standin.conditional = True
    w.check(treaties=["ets-185"])
    w.wait(hours=2)
    w.check(treaties=["ets-185"])
    monkeypatch.chdir(w.folder)
    capsys.readouterr()
    assert tracker.cli.run(["parties", "ets-185"]) == 0
    assert "not modified since the whole page was read on 2026-06-15 12:00" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("age", "outcome"),
    [
        *(("3600", "baseline"), ("200000", "failed"), ("many", "baseline")),
        *(("200000, 10", "failed"), ("200000.5", "failed"), ("-200000", "baseline")),
    ],
)
def test_what_a_cache_has_held_for_long_is_refused(
    w: World, monkeypatch: pytest.MonkeyPatch, age: str, outcome: str
) -> None:
    answering(monkeypatch, Age=age)
    entry = w.check(treaties=["ets-185"])
    assert entry.outcome == outcome
    if entry.error:
        assert entry.error[0] is ErrorKind.STALE


def busy(monkeypatch: pytest.MonkeyPatch, seconds: str) -> None:
    """The host asks for a pause."""

    def answer(self: StandIn, asked: Asked) -> Answer:
        self.requests.append(asked)
        return Answer(status=429, headers={"Retry-After": seconds}, date=self.now())

    monkeypatch.setattr(StandIn, "answer", answer)


def test_a_pause_is_the_hosts_for_all_treaties_passes_and_restarts(w: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        busy(patch, "3600")
        entries = w.check_all()
        assert len(w.standin.requests) == 1
        assert [entry.outcome for entry in entries] == ["failed", "failed"]
        assert entries[1].error is not None
        assert "asked to wait until 2026-06-15 13:00 UTC: it is not asked before" in entries[1].error[1]
        w.wait(minutes=30)
        w.check_all()
        assert len(w.standin.requests) == 1
    w.wait(minutes=31)
    assert "failed" not in [entry.outcome for entry in w.check_all()]


@pytest.mark.parametrize("seconds", ["99999999999999", "999999999"])
def test_a_pause_lasts_a_day_at_most(w: World, monkeypatch: pytest.MonkeyPatch, seconds: str) -> None:
    with monkeypatch.context() as patch:
        busy(patch, seconds)
        w.check_all()
    w.wait(hours=25)
    assert w.check().outcome == "baseline"


def test_a_clock_that_was_set_back_does_not_lengthen_a_pause(w: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        busy(patch, "3600")
        w.check_all()
    w.wait(days=-3)
    assert w.check().outcome == "baseline"
