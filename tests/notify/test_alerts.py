"""When a person must know: an outage, its reminders, its end; a chart in doubt; a job that fails; signs of life."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from receivers import Post, receiver
from states import FIVE
from world import World, but

from jobs.context import begin
from jobs.demo.standin import Fault
from jobs.notify.alerts import after_job
from jobs.service import heartbeat
from jobs.service.status import status
from tracker.models.cadences import parse_cadence

if TYPE_CHECKING:
    from collections.abc import Callable

OPS = '\n[[notify]]\nname = "ops"\nurl = "json://nowhere.invalid/"\n'
READERS = '\n[[notify]]\nname = "readers"\nurl = "json://nowhere.invalid/"\nalerts = false\n'


@pytest.fixture
def make(open_world: Callable[..., World]) -> Callable[..., World]:
    """A world with two channels, where five signatures were read already."""

    def start(*, tracker: str = "", more: str = "", **settings: Any) -> World:
        w = open_world(more=OPS + READERS + more, **settings)
        w.path.write_text(w.path.read_text().replace("[http]", f"{tracker}\n[http]"))
        w.show(*FIVE)
        w.check()
        w.wait(minutes=1)
        return w

    return start


def found(w: World, cadence: str = "every 1m") -> dict[str, Any]:
    with w.store() as store:
        return status(store, now=w.now, cadence=parse_cadence(cadence))


# ---- an outage ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", [Fault.BROKEN, Fault.SHELL, Fault.CHALLENGE_403, Fault.NO_ROWS, Fault.TRUNCATED])
def test_an_hour_of_outage(make: Callable[..., World], post: Post, fault: Fault) -> None:
    """One alert, the reminders configured, one recovery notice; nothing invented, before and after."""
    w = make(tracker='remind_every = "20m"')
    w.standin.fault = fault
    states = []
    for _ in range(20):
        w.wait(seconds=179)
        w.check()
        states.append(found(w, "every 3m")["sources"][0]["state"])
    w.standin.fault = None
    for _ in range(5):
        w.wait(seconds=179)
        w.check()

    assert post.subjects("ops") == [
        "Tracker: the Treaty Office's data service (ETS 185) is down",
        "Tracker: the Treaty Office's data service (ETS 185) is still down",
        "Tracker: the Treaty Office's data service (ETS 185) is still down",
        "Tracker: the Treaty Office's data service (ETS 185) is back",
    ]
    assert post.to("readers") == []
    assert states == ["degraded"] * 2 + ["down"] * 18
    assert w.changes() == []
    assert len(w.parties()) == len(FIVE)
    assert found(w)["sources"][0]["state"] == "ok"


def test_an_outage_tells_its_error_and_its_last_good_read(make: Callable[..., World], post: Post) -> None:
    w = make()
    w.standin.fault = Fault.BROKEN
    for _ in range(3):
        w.check()

    [message] = post.to("ops")
    assert message.alert
    assert "3 reads in a row failed" in message.text
    assert "500" in message.text
    assert "Last good read: 15 June 2026, 12:00 UTC" in message.text


def test_a_failure_that_passes_alerts_nobody(make: Callable[..., World], post: Post) -> None:
    """The count starts anew with every good read."""
    w = make()
    for _ in range(5):
        for fault in (Fault.BROKEN, Fault.BROKEN, None):
            w.standin.fault = fault
            w.check()

    assert post.sent == []


def test_a_second_outage_is_told_anew(make: Callable[..., World], post: Post) -> None:
    w = make()
    for _ in range(2):
        for fault in (Fault.BROKEN, Fault.BROKEN, Fault.BROKEN, None):
            w.standin.fault = fault
            w.check()

    assert [subject.rpartition(" ")[2] for subject in post.subjects("ops")] == ["down", "back", "down", "back"]


def test_a_recovery_that_brings_a_change_tells_both(make: Callable[..., World], post: Post) -> None:
    w = make()
    w.standin.fault = Fault.BROKEN
    for _ in range(3):
        w.check()
    w.standin.fault = None
    w.show(but(FIVE[0], consent="2026-06-01"), *FIVE[1:])
    w.check()

    assert [subject.partition(" ")[0] for subject in post.subjects("ops")] == ["Tracker:", "Tracker:", "Albania"]
    assert len(post.to("readers")) == 1


def test_reminders_go_on_when_the_clock_was_set_back(make: Callable[..., World], post: Post) -> None:
    w = make()
    w.standin.fault = Fault.BROKEN
    for _ in range(3):
        w.check()
    w.wait(days=-400)
    w.check()

    assert len(post.to("ops")) == 2


# ---- quarantine --------------------------------------------------------------------------------------


def test_a_doubtful_chart_alerts_once(make: Callable[..., World], post: Post) -> None:
    w = make()
    w.show(*FIVE[:1])
    for _ in range(5):
        assert w.check().outcome == "quarantined"
    [message] = post.to("ops")
    assert message.subject == "Tracker: a chart of ETS 185 needs a person"
    assert "tracker quarantine show 1" in message.text
    assert "retractions" in message.text

    w.show(but(FIVE[0], consent="2026-06-01"))
    w.check()
    assert len(post.to("ops")) == 2, "another chart is another item"
    assert found(w)["healthy"] is False


# ---- jobs that fail ------------------------------------------------------------------------------------


def test_a_job_that_fails_is_told_once_and_its_recovery_once(make: Callable[..., World], post: Post) -> None:
    w = make()
    with w.store() as store:
        run = begin(store, w.config, w.now)
        for error in ("full", "full", None, None, "full"):
            after_job(run, "backup", error)
    w.check()

    assert post.subjects("ops") == [
        "Tracker: job backup fails",
        "Tracker: job backup is well again",
        "Tracker: job backup fails",
    ]


# ---- signs of life ---------------------------------------------------------------------------------------


def beat(w: World) -> bool:
    with w.store() as store:
        return heartbeat.beat(store, w.config, now=w.now)


def test_the_heartbeat_file(make: Callable[..., World]) -> None:
    w = make(more='[health]\nheartbeat = "beat.json"\n')
    path = w.folder / "beat.json"
    assert beat(w) is True
    assert json.loads(path.read_text()) == {"at": "2026-06-15T12:01:01.000Z", "healthy": True, "reasons": []}

    w.wait(days=1)
    assert beat(w) is False
    told = json.loads(path.read_text())
    assert told["healthy"] is False
    assert "was last read successfully on" in told["reasons"][0]


def test_the_ping_comes_only_while_all_is_well(make: Callable[..., World], monkeypatch: pytest.MonkeyPatch) -> None:
    with receiver() as hook:
        monkeypatch.setenv("PING_URL", f"http://{hook.address}/hunter2")
        w = make(more='[health]\nping_url = "env:PING_URL"\n')
        beat(w)
        assert hook.asked == 1
        w.standin.fault = Fault.BROKEN
        for _ in range(3):
            w.check()
        beat(w)
        assert hook.asked == 1


def test_a_ping_that_does_not_arrive_names_no_address(
    make: Callable[..., World], monkeypatch: pytest.MonkeyPatch
) -> None:
    with receiver() as hook:
        hook.status = 404
        for url, told in (
            (f"http://{hook.address}/hunter2", r"was refused \(status 404\)"),
            ("http://127.0.0.1:9/hunter2", r"did not arrive \(ConnectionError\)"),
            ("hunter2", r"did not arrive \(MissingSchema\)"),
        ):
            monkeypatch.setenv("PING_URL", url)
            w = make(more='[health]\nping_url = "env:PING_URL"\n')
            with pytest.raises(ConnectionError, match=told) as caught:
                beat(w)
            assert "hunter2" not in str(caught.value)


# ---- status --------------------------------------------------------------------------------------------


def test_status_shows_alerts_and_digests_that_are_owed(make: Callable[..., World], post: Post) -> None:
    """Not only changes: a parked alert is a delivery that is parked."""
    w = make(more='[deliver]\ngive_up_after = "1h"\n')
    post.refusing.add("ops")
    w.standin.fault = Fault.BROKEN
    for _ in range(3):
        w.check()
    assert (found(w)["undelivered"], found(w)["parked"]) == (1, 0)

    w.standin.fault = None
    w.now += timedelta(hours=2)
    w.check()
    assert found(w)["parked"] == 1
    assert found(w)["healthy"] is False


def test_status_shows_the_jobs_and_how_they_ended(make: Callable[..., World]) -> None:
    w = make()
    with w.store() as store:
        store.job_runs.started("backup", w.now, late=True)
        store.job_runs.finished("backup", w.now + timedelta(seconds=1), "OSError: disk full")
        store.job_runs.started("roll_over", w.now, late=False)

    backup, roll_over = found(w)["jobs"]
    assert (backup["job"], backup["error"], backup["ok_at"], backup["late"]) == (
        "backup",
        "OSError: disk full",
        None,
        True,
    )
    assert (roll_over["job"], roll_over["finished_at"], roll_over["error"]) == ("roll_over", None, None)
