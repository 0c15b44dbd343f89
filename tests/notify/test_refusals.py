"""Why a message was not taken decides what becomes of it: refused for good, for now, or perhaps taken."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from channels import BRAZIL, RATIFIED, channel, deliver_to
from chats import Chats, chats
from receivers import Post, receiver
from states import IRELAND
from world import World, but

import tracker.deliver
from tracker.deliver import DeliveryError, Message, Outcome, send
from tracker.fetch.headers import pause_asked_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MESSAGE = Message(subject="s", text="t", id="x")


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Iterator[Chats]:
    with chats(monkeypatch) as found:
        yield found


def refused(url: str) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        send("chat", url, MESSAGE)
    return caught.value


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(s, Outcome.NEVER) for s in (400, 401, 403, 404, 410, 413, 422)]
    + [(s, Outcome.LATER) for s in (408, 425, 429, 500, 502, 503)],
)
def test_a_status_says_whether_to_try_again(services: Chats, status: int, outcome: Outcome) -> None:
    services.refusals = [(status, {})]
    assert refused(services.url).outcome is outcome


@pytest.mark.parametrize("service", ["discord", "telegram", "slack", "ntfy"])
def test_a_service_that_refuses_for_good(services: Chats, service: str) -> None:
    services.refusals = [(403, {})] * 3
    assert refused(services.address(service)).outcome is Outcome.NEVER


def test_what_cannot_be_reached_was_not_sent() -> None:
    assert refused("json://127.0.0.1:9/").outcome is Outcome.LATER
    assert refused("json://nowhere.invalid/").outcome is Outcome.LATER


def test_an_answer_that_breaks_off_or_never_comes_leaves_a_doubt(services: Chats) -> None:
    services.refusals = [None]
    assert refused(services.url).outcome is Outcome.UNKNOWN
    with receiver() as silent:
        silent.hanging = True
        assert refused(f"{silent.url}?rto=0.3").outcome is Outcome.UNKNOWN


def test_a_message_in_parts_of_which_one_was_taken_is_in_doubt(services: Chats) -> None:
    url = services.address("discord")
    calls = [0]
    whole = services.answer

    def second_fails(path: str, body: bytes) -> tuple[int, bytes]:
        calls[0] += 1
        return whole(path, body) if calls[0] == 1 else (503, b"{}")

    services.answer = second_fails  # type: ignore[method-assign]
    with pytest.raises(DeliveryError) as caught:
        send("chat", url, Message(subject="s", text="word " * 600, id="x"))
    assert caught.value.outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("said", "at", "pause"),
    [
        ("120", None, timedelta(minutes=2)),
        ("0.5", None, timedelta(seconds=0.5)),
        ("-3", None, None),
        ("Fri, 27 Nov 2026 10:00:00 GMT", "Fri, 27 Nov 2026 09:00:00 GMT", timedelta(hours=1)),
        ("Fri, 27 Nov 2026 08:00:00 GMT", "Fri, 27 Nov 2026 09:00:00 GMT", timedelta()),
        ("Fri, 27 Nov 2026 10:00:00 GMT", None, None),
        ("soon", None, None),
        ("nan", None, None),
        ("1e400", None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_what_retry_after_says(said: str | None, at: str | None, pause: timedelta | None) -> None:
    headers = {"Retry-After": said, "Date": at}
    assert pause_asked_for({name: value for name, value in headers.items() if value is not None}) == pause


# ---- what becomes of it -----------------------------------------------------------------------------


def read(w: World, *, ireland: str | None = None) -> None:
    w.show(RATIFIED, but(IRELAND, consent=ireland) if ireland else IRELAND, BRAZIL)
    w.check()


def found(w: World, name: str) -> list[tuple[str, int]]:
    with w.store() as store:
        return [(row.state, row.attempts) for row in store.outbox.deliveries(channel=name)]


def test_one_that_is_refused_for_good_is_parked_told_and_holds_nothing_up(
    make: Callable[..., World], services: Chats
) -> None:
    with receiver() as ops:
        w = make(channel("chat", services.url), channel("ops", ops.url))
        services.refusals = [(413, {})]
        read(w)
        read(w, ireland="2026-06-10")
        deliver_to(w, "ops")

        assert found(w, "chat") == [("parked", 1), ("delivered", 0)]
        [told] = [one for one in ops.got if one["title"].startswith("Tracker: channel chat refuses")]
    assert "answered 413: Hungary ratified" in told["message"]
    assert "tracker notify retry chat" in told["message"]


@pytest.mark.parametrize(("asked", "pause"), [("7200", 7200), ("1", 30), ("9999999", 6 * 3600)])
def test_a_pause_that_is_asked_for_is_kept_within_bounds(
    make: Callable[..., World], services: Chats, asked: str, pause: float
) -> None:
    w = make(channel("chat", services.url))
    services.refusals = [(429, {"Retry-After": asked})]
    read(w)
    with w.store() as store:
        [row] = store.outbox.deliveries(states=["waiting"])
    assert row.next_try_at == w.now + timedelta(seconds=pause)
    w.wait(seconds=pause - 3)
    assert deliver_to(w, "chat") == 0
    w.wait(seconds=3)
    assert deliver_to(w, "chat") == 1


def test_what_was_perhaps_taken_is_repeated_three_times_and_holds_nothing_up(
    make: Callable[..., World], post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[float, str]] = []

    def send(name: str, _: str, message: Message) -> None:
        if name == "slow" and message.subject.startswith("Hungary"):
            sent.append(((w.now - began).total_seconds(), message.id))
            raise DeliveryError("channel slow did not say whether it took the message", Outcome.UNKNOWN)
        post.sent.append((name, message))

    monkeypatch.setattr(tracker.deliver, "send", send)
    w = make(channel("slow"), channel("ops"))
    began = w.now
    read(w)
    read(w, ireland="2026-06-10")
    assert post.subjects("slow") == ["Ireland ratified the Budapest Convention: the second of five"]
    for _ in range(60 * 24):
        w.wait(minutes=1)
        deliver_to(w, "slow")
    deliver_to(w, "ops")

    assert len({key for _, key in sent}) == 1
    first, *later = [at for at, _ in sent]
    assert [round((at - first) / 60) for at in later] == pytest.approx([15, 75, 435], abs=3)
    assert [state for state, _ in found(w, "slow")] == ["parked", "delivered"]
    assert post.subjects("ops")[-1] == "Tracker: channel slow perhaps has a message"


def test_an_alert_overtakes_a_report_that_waits(make: Callable[..., World], post: Post) -> None:
    w = make(channel("legal"))
    post.refusing.add("legal")
    read(w)
    good, w.standin.charts["185"] = w.standin.charts["185"], b"{}"
    for _ in range(3):
        w.check()
    w.standin.charts["185"] = good
    post.refusing.clear()
    w.wait(hours=2)
    deliver_to(w, "legal")

    assert [one.alert for one in post.to("legal")] == [True, False]
