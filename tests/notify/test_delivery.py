"""What channels are owed and how they get it: each alone, in order, once, again until it is given up."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from channels import BRAZIL, RATIFIED, channel, deliver_to, states
from receivers import Post, ids_in, receiver
from states import HUNGARY, IRELAND
from world import World, but

import tracker.cli
import tracker.deliver
from db.stores.outbox import Outbox
from jobs.service.status import status
from tracker.deliver import DeliveryError, Message, send
from tracker.models.cadences import parse_cadence

if TYPE_CHECKING:
    from collections.abc import Callable


HUNGARY_RATIFIED = "Hungary ratified the Budapest Convention: the first of five"


def next_try(w: World) -> Any:
    with w.store() as store:
        return next((row.next_try_at for row in store.outbox.deliveries(states=["waiting"])), None)


# ---- what is sent -----------------------------------------------------------------------------------


def test_a_change_is_sent_once_with_its_id_and_a_subject(make: Callable[..., World], post: Post) -> None:
    w = make(channel("legal"))
    w.show(RATIFIED, IRELAND, BRAZIL)
    w.check()
    for _ in range(3):
        w.check()
        assert deliver_to(w, "legal") == 0

    [message] = post.to("legal")
    assert message.subject == "Hungary ratified the Budapest Convention: the first of five"
    assert ids_in(message.text) == [w.changes()[0].id]
    assert "Hungary deposited its instrument" in message.text
    assert "not a publication of the Council of Europe" in " ".join(message.text.split())


def test_what_one_read_finds_is_one_message(make: Callable[..., World], post: Post) -> None:
    w = make(channel("legal"))
    w.show(
        but(HUNGARY, consent="2026-01-05", in_force="2026-05-01"),
        but(IRELAND, consent="2026-01-06", in_force="2026-05-01"),
        BRAZIL,
    )
    w.check()

    [message] = post.to("legal")
    assert message.subject == "Hungary and Ireland ratified the Budapest Convention; in force since 1 May 2026"
    assert ids_in(message.text) == [change.id for change in w.changes()]


def test_a_new_channel_gets_no_old_change(make: Callable[..., World], post: Post) -> None:
    w = make(channel("legal"))
    w.show(RATIFIED, IRELAND, BRAZIL)
    w.check()
    w.path.write_text(w.path.read_text() + channel("new"))
    w.check()
    assert post.to("new") == []

    w.show(RATIFIED, but(IRELAND, consent="2026-06-10"), BRAZIL)
    w.check()
    assert post.subjects("new") == ["Ireland ratified the Budapest Convention: the second of five"]


@pytest.mark.parametrize(
    ("filters", "told"),
    [
        ({}, [f"{HUNGARY_RATIFIED}; Brazil acceded to the Budapest Convention"]),
        (
            {"treaties": ["ets-185"]},
            [f"{HUNGARY_RATIFIED}; Brazil acceded to the Budapest Convention"],
        ),
        ({"participants": ["Hungary"]}, [HUNGARY_RATIFIED]),
        (
            {"participants": ["HUN", "Brazil"]},
            [f"{HUNGARY_RATIFIED}; Brazil acceded to the Budapest Convention"],
        ),
        ({"kinds": ["acceded"]}, ["Brazil acceded to the Budapest Convention: the second of five"]),
        ({"kinds": ["signed"]}, []),
        ({"natures": ["correction"]}, []),
        ({"participants": ["Hungary"], "kinds": ["acceded"]}, []),
    ],
)
def test_filters(make: Callable[..., World], post: Post, filters: dict[str, Any], told: list[str]) -> None:
    w = make(channel("legal", **filters))
    w.show(RATIFIED, IRELAND, but(BRAZIL, consent="2026-06-02"))
    w.check()

    assert post.subjects("legal") == told


def test_editorial_changes_only_where_asked_for(make: Callable[..., World], post: Post) -> None:
    w = make(channel("legal"), channel("all", natures=["editorial"]))
    w.show(HUNGARY, but(IRELAND, group="non_member"), BRAZIL)
    w.check()

    assert post.to("legal") == []
    assert post.subjects("all") == ["The chart of the Budapest Convention lists Ireland under another heading"]


def test_a_correction_and_a_retraction_go_to_whoever_got_the_fact(make: Callable[..., World], post: Post) -> None:
    """Even if their filters exclude it; and to nobody else whose filters do."""
    w = make(
        channel("acts", kinds=["ratified"], natures=["event"]),
        channel("others", participants=["Ireland"], natures=["event"]),
    )
    w.show(RATIFIED, IRELAND, BRAZIL)
    w.check()
    w.show(but(HUNGARY, consent="2026-06-02"), IRELAND, BRAZIL)
    w.check()
    w.show(HUNGARY, IRELAND, BRAZIL)
    for _ in range(2):
        w.wait(hours=1)
        w.check()

    assert post.subjects("acts") == [
        "Hungary ratified the Budapest Convention: the first of five",
        "The chart of the Budapest Convention shows another date for Hungary",
        "The chart of the Budapest Convention no longer shows what it had shown of Hungary",
    ]
    assert post.to("others") == []


def test_a_row_that_is_lost_reaches_whoever_got_one_of_its_dates(make: Callable[..., World], post: Post) -> None:
    w = make(channel("acts", kinds=["acceded"], natures=["event"]))
    w.show(HUNGARY, IRELAND, but(BRAZIL, consent="2026-06-02"))
    w.check()
    w.show(HUNGARY, IRELAND)
    for _ in range(2):
        w.wait(hours=1)
        w.check()

    assert [change.field for change in w.changes()][-1] == "row"
    assert len(post.to("acts")) == 2


# ---- failures ---------------------------------------------------------------------------------------


def test_a_channel_that_fails_is_tried_again_later_and_later(make: Callable[..., World], post: Post) -> None:
    w = make(channel("legal"), more='[deliver]\ngive_up_after = "2d"\n')
    post.refusing.add("legal")
    w.show(RATIFIED, IRELAND, BRAZIL)
    w.check()
    began, tries = w.now, [w.now]
    while due := next_try(w):
        w.now = due - timedelta(seconds=2)
        deliver_to(w, "legal")
        assert len(post.tried) == len(tries), "before its time"
        deliver_to(w, "legal")
        tries.append(w.now)

    pauses = [(b - a).total_seconds() for a, b in pairwise(tries)]
    assert pauses[:7] == [30, 60, 120, 240, 480, 960, 1920]
    assert max(pauses[7:]) <= 3660
    assert w.now - began == pytest.approx(timedelta(days=2), abs=timedelta(minutes=1))
    assert states(w) == [("legal", "parked")]


def test_one_that_fails_delays_no_other(make: Callable[..., World], post: Post) -> None:
    w = make(channel("a"), channel("b"), channel("c"))
    post.refusing |= {"a", "b"}
    w.show(RATIFIED, IRELAND, BRAZIL)
    w.check()
    assert states(w) == [("a", "waiting"), ("b", "waiting"), ("c", "delivered")]

    post.refusing.clear()
    w.wait(minutes=1)
    w.check()
    w.check()
    assert {name: len(post.to(name)) for name in "abc"} == {"a": 1, "b": 1, "c": 1}


def test_a_hook_that_answers_500_404_or_nothing(make: Callable[..., World]) -> None:
    """A status is told, and nothing else of the address; 404 is parked at once; others have their message."""
    with receiver() as broken, receiver() as missing, receiver() as silent, receiver() as good:
        broken.status, missing.status, silent.hanging = 500, 404, True
        hooks = {"broken": broken, "missing": missing, "silent": silent, "good": good}
        w = make(
            *(channel(name, f"{hook.url}hunter2?rto={0.3 if hook.hanging else 30}") for name, hook in hooks.items())
        )
        w.show(RATIFIED, IRELAND, BRAZIL)
        w.check()

    with w.store() as store:
        found = {row.channel: (row.state, row.last_error) for row in store.outbox.deliveries()}
    assert found == {
        "broken": ("waiting", "channel broken answered 500"),
        "missing": ("parked", "channel missing answered 404"),
        "silent": ("waiting", "channel silent did not say whether it took the message"),
        "good": ("delivered", None),
    }
    assert good.told() == [1]


def test_a_plug_in_that_breaks_is_a_channel_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_(*_: object, **__: object) -> bool:
        raise ValueError("json://user:hunter2@host")

    monkeypatch.setattr("apprise.Apprise.notify", break_)
    with pytest.raises(DeliveryError) as caught:
        send("legal", "json://user:hunter2@host/", Message(subject="s", text="t"))
    assert str(caught.value) == "channel legal did not take the message (ValueError)"
    assert caught.value.__suppress_context__


def test_messages_keep_their_order(make: Callable[..., World], post: Post) -> None:
    """What follows one that was not taken waits; alerts come before changes."""
    w = make(channel("legal"), more="")
    post.refusing.add("legal")
    w.show(RATIFIED, IRELAND, BRAZIL)
    w.check()
    w.wait(hours=2)
    good, w.standin.charts["185"] = w.standin.charts["185"], b"{}"
    for _ in range(3):
        w.check()
    w.standin.charts["185"] = good
    w.show(RATIFIED, but(IRELAND, consent="2026-06-10"), BRAZIL)
    w.check()
    assert set(post.tried) == {"legal"}
    post.refusing.clear()
    w.wait(hours=2)
    w.check()

    assert [subject.partition(" ")[0] + subject[-8:] for subject in post.subjects("legal")] == [
        "Tracker: is down",
        "Tracker: is back",
        "Hungary of five",
        "Ireland of five",
    ]


def test_one_message_that_is_refused_is_not_overtaken(
    make: Callable[..., World], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until it is given up: then the next has its turn."""
    sent: list[str] = []

    def send(_: str, __: str, message: Message) -> None:
        if message.subject.startswith("Hungary"):
            raise DeliveryError("too long")
        sent.append(message.subject)

    monkeypatch.setattr(tracker.deliver, "send", send)
    w = make(channel("legal"), more='[deliver]\ngive_up_after = "1h"\n')
    w.show(RATIFIED, IRELAND, BRAZIL)
    w.check()
    w.show(RATIFIED, but(IRELAND, consent="2026-06-10"), BRAZIL)
    w.check()
    deliver_to(w, "legal")
    assert sent == []

    w.wait(hours=1)
    deliver_to(w, "legal")
    assert sent == ["Ireland ratified the Budapest Convention: the second of five"]
    assert states(w) == [("legal", "parked"), ("legal", "delivered")]


def test_given_up_is_parked_shown_and_told_to_the_others_once(make: Callable[..., World], post: Post) -> None:
    w = make(
        channel("legal"), channel("ops"), channel("readers", alerts=False), more='[deliver]\ngive_up_after = "1h"\n'
    )
    post.refusing.add("legal")
    for day in range(1, 4):  # three messages, each as old as the other two
        w.show(but(HUNGARY, consent=f"2026-06-0{day}"), IRELAND, BRAZIL)
        w.check()
    post.sent.clear()
    for _ in range(12):
        w.wait(minutes=10)
        for name in ("legal", "ops", "readers"):
            deliver_to(w, name)

    with w.store() as store:
        found = status(store, now=w.now, cadence=parse_cadence("every 1d"))
    assert (found["parked"], found["undelivered"], found["healthy"]) == (3, 0, False)
    assert "3 deliveries parked" in " ".join(found["reasons"])
    assert post.subjects("ops") == ["Tracker: channel legal is parked"]
    assert "tracker notify retry legal" in post.to("ops")[0].text
    assert post.to("readers") == []


def test_a_machine_that_was_off_does_not_give_up_at_the_first_try(make: Callable[..., World], post: Post) -> None:
    w = make(channel("legal"))
    w.show(RATIFIED, IRELAND, BRAZIL)
    with w.store() as store:
        owed = len(store.outbox.deliveries())
    post.refusing.add("legal")
    w.check()
    with w.store() as store:
        assert len(store.outbox.deliveries()) == owed + 1
        store.database.conn.execute("UPDATE outbox SET failing_since = NULL, attempts = 0, next_try_at = NULL")
    w.wait(days=7)
    deliver_to(w, "legal")
    assert states(w) == [("legal", "waiting")]
    w.wait(days=3)
    deliver_to(w, "legal")
    assert states(w) == [("legal", "parked")]


def test_what_was_parked_has_its_whole_time_again(make: Callable[..., World], post: Post) -> None:
    w = make(channel("legal"))
    post.refusing.add("legal")
    w.show(RATIFIED, IRELAND, BRAZIL)
    w.check()
    w.wait(days=4)
    deliver_to(w, "legal")
    with w.store() as store:
        assert store.outbox.unpark("legal") == 1
    deliver_to(w, "legal")
    assert states(w) == [("legal", "waiting")]

    post.refusing.clear()
    w.wait(minutes=5)
    assert deliver_to(w, "legal") == 1
    assert states(w) == [("legal", "delivered")]


def test_a_clock_that_was_set_back_does_not_stop_deliveries(make: Callable[..., World], post: Post) -> None:
    w = make(channel("legal"))
    post.refusing.add("legal")
    w.show(RATIFIED, IRELAND, BRAZIL)
    w.check()
    post.refusing.clear()
    w.wait(days=-365)
    assert deliver_to(w, "legal") == 1


def test_a_send_that_was_not_marked_is_repeated_and_carries_the_same_ids(
    make: Callable[..., World], post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one case in which a message may come twice: the process died between the send and its mark."""
    w = make(channel("legal"))
    w.show(RATIFIED, IRELAND, BRAZIL)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Outbox, "delivered", die)
        with pytest.raises(KeyboardInterrupt):
            w.check()
    assert deliver_to(w, "legal") == 1
    first, second = post.to("legal")
    assert ids_in(first.text) == ids_in(second.text) == [1]
