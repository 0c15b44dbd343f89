"""What channels are owed and how they get it: each alone, in order, once, again until it is given up; and no secret
of an address anywhere."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from receivers import Post, ids_in, mailbox, part, receiver
from states import HUNGARY, IRELAND
from world import SECOND_PROTOCOL, World, but, row

import tracker.cli
import tracker.deliver
from db.stores.outbox import Outbox
from jobs.context import begin
from jobs.notify.digest import digest
from jobs.notify.outbox import deliver
from jobs.service import daemon
from jobs.service.status import status
from tracker.config.shapes import Digest
from tracker.deliver import DeliveryError, Message, send
from tracker.errors import ConfigError
from tracker.models import ChangeKind, Nature
from tracker.models.cadences import parse_cadence
from tracker.wording.subject_lines import subject_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BRAZIL = row("Brazil", "non_member")
RATIFIED = but(HUNGARY, consent="2026-06-01")


def channel(name: str, url: str = "json://nowhere.invalid/", **keys: object) -> str:
    lines = [f"{key} = {json.dumps(value)}" for key, value in {"name": name, "url": url, **keys}.items()]
    return "\n[[notify]]\n" + "\n".join(lines) + "\n"


@pytest.fixture
def make(open_world: Callable[..., World]) -> Callable[..., World]:
    """A world with some channels, where Hungary, Ireland and Brazil were read already."""

    def start(*channels: str, more: str = "", **settings: Any) -> World:
        w = open_world(more="".join(channels) + more, **{"confirm_after": "0s", **settings})
        w.show(HUNGARY, IRELAND, BRAZIL)
        w.check()
        w.wait(hours=1)
        return w

    return start


def deliver_to(w: World, name: str) -> int:
    """What the daemon's job does for a channel."""
    w.wait(seconds=1)
    with w.store() as store:
        return deliver(begin(store, w.config, w.now), next(c for c in w.config.channels if c.name == name))


def digest_to(w: World, name: str) -> None:
    with w.store() as store:
        run = begin(store, w.config, w.now)
        chosen = next(c for c in w.config.channels if c.name == name)
        digest(run, chosen)
        deliver(run, chosen)


def next_try(w: World) -> Any:
    with w.store() as store:
        return next((row.next_try_at for row in store.outbox.deliveries(states=["waiting"])), None)


def states(w: World) -> list[tuple[str, str]]:
    with w.store() as store:
        return [(row.channel, row.state) for row in store.outbox.deliveries()]


# ---- what is sent -----------------------------------------------------------------------------------


def test_a_change_is_sent_once_with_its_id_and_a_subject(make: Callable[..., World], post: Post) -> None:
    w = make(channel("legal"))
    w.show(RATIFIED, IRELAND, BRAZIL)
    w.check()
    for _ in range(3):
        w.check()
        assert deliver_to(w, "legal") == 0

    [message] = post.to("legal")
    assert message.subject == "Hungary: consent to the Budapest Convention"
    assert ids_in(message.text) == [w.changes()[0].id]
    assert "Hungary deposited its instrument" in message.text
    assert "not a publication of the Council of Europe" in " ".join(message.text.split())


def test_changes_of_one_participant_in_one_read_are_one_message(make: Callable[..., World], post: Post) -> None:
    w = make(channel("legal"))
    w.show(
        but(HUNGARY, consent="2026-01-05", in_force="2026-05-01"),
        but(IRELAND, consent="2026-01-06", in_force="2026-05-01"),
        BRAZIL,
    )
    w.check()

    assert len(post.to("legal")) == len({change.participant for change in w.changes()})
    carried = [key for message in post.to("legal") for key in ids_in(message.text)]
    assert sorted(carried) == [change.id for change in w.changes()]


def test_a_new_channel_gets_no_old_change(make: Callable[..., World], post: Post) -> None:
    w = make(channel("legal"))
    w.show(RATIFIED, IRELAND, BRAZIL)
    w.check()
    w.path.write_text(w.path.read_text() + channel("new"))
    w.check()
    assert post.to("new") == []

    w.show(RATIFIED, but(IRELAND, consent="2026-06-10"), BRAZIL)
    w.check()
    assert post.subjects("new") == ["Ireland: consent to the Budapest Convention"]


@pytest.mark.parametrize(
    ("filters", "told"),
    [
        ({}, ["Hungary", "Brazil"]),
        ({"treaties": ["ets-185"]}, ["Hungary", "Brazil"]),
        ({"participants": ["Hungary"]}, ["Hungary"]),
        ({"participants": ["HUN", "Brazil"]}, ["Hungary", "Brazil"]),
        ({"kinds": ["acceded"]}, ["Brazil"]),
        ({"kinds": ["signed"]}, []),
        ({"natures": ["correction"]}, []),
        ({"participants": ["Hungary"], "kinds": ["acceded"]}, []),
    ],
)
def test_filters(make: Callable[..., World], post: Post, filters: dict[str, Any], told: list[str]) -> None:
    w = make(channel("legal", **filters))
    w.show(RATIFIED, IRELAND, but(BRAZIL, consent="2026-06-02"))
    w.check()

    assert [subject.partition(":")[0] for subject in post.subjects("legal")] == told


def test_editorial_changes_only_where_asked_for(make: Callable[..., World], post: Post) -> None:
    w = make(channel("legal"), channel("all", natures=["editorial"]))
    w.show(HUNGARY, but(IRELAND, group="non_member"), BRAZIL)
    w.check()

    assert post.to("legal") == []
    assert post.subjects("all") == ["Ireland: editorial change in the chart of the Budapest Convention"]


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
        "Hungary: consent to the Budapest Convention",
        "Hungary: correction in the chart of the Budapest Convention",
        "Hungary: no longer shown in the chart of the Budapest Convention",
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


# ---- forms ------------------------------------------------------------------------------------------


def test_a_mail_has_text_and_html_and_names_state_and_act(make: Callable[..., World]) -> None:
    signed = but(HUNGARY, signed="2023-01-01")
    with mailbox() as box:
        w = make(channel("mail", box.url), more=SECOND_PROTOCOL)
        w.show(signed, number="224")
        w.check(treaties=["cets-224"])
        w.show(but(signed, consent="2026-02-05"), number="224")
        w.check(treaties=["cets-224"])
        [mail] = box.got

    assert mail["Subject"] == "Hungary: consent to the Second Additional Protocol"
    assert mail["To"] == "legal@example.org"
    assert mail.get_content_type() == "multipart/alternative"
    for kind in ("text/plain", "text/html"):
        assert "Hungary deposited its instrument" in part(mail, kind)
        assert ids_in(part(mail, kind)) == [1]
    assert "<" not in part(mail, "text/plain")
    assert "<h1" in part(mail, "text/html")


@pytest.mark.parametrize(
    ("kind", "nature", "said"),
    [
        ("signed", "event", "Hungary: signature of the Budapest Convention"),
        ("acceded", "event", "Hungary: accession to the Budapest Convention"),
        ("denounced", "event", "Hungary: denunciation of the Budapest Convention"),
        ("invited", "event", "Hungary: invitation to accede to the Budapest Convention"),
        ("signed", "correction", "Hungary: correction in the chart of the Budapest Convention"),
        ("renamed", "editorial", "Hungary: editorial change in the chart of the Budapest Convention"),
    ],
)
def test_subjects(make: Callable[..., World], post: Post, kind: str, nature: str, said: str) -> None:
    w = make(channel("legal"))
    w.show(RATIFIED, IRELAND, BRAZIL)
    w.check()
    assert len(post.sent) == 1
    [change], [treaty] = w.changes(), w.config.treaties
    told = replace(change, kind=ChangeKind(kind), nature=Nature(nature))
    assert subject_of([told], treaty) == said
    assert subject_of([told, told, told], treaty) == f"{said} (and 2 more changes)"
    hostile = replace(told, name="Hun\r\nBcc: all@example.org\x1b[2Jgary\u202e")
    assert subject_of([hostile], treaty).isprintable()


def test_every_kind_of_change_has_its_words() -> None:
    from tracker.wording.subject_lines import _ACT

    editorial = {"flag_added", "flag_removed", "consent_kind_set", "renamed", "group_changed"}
    assert {kind.value for kind in ChangeKind} - {kind.value for kind in _ACT} == editorial | {"corrected", "retracted"}


@pytest.mark.parametrize(("form", "mark"), [("text", "WHAT CHANGED"), ("markdown", "# What changed"), ("html", "<h1")])
def test_the_form_that_was_asked_for_arrives(make: Callable[..., World], form: str, mark: str) -> None:
    """As it is: Apprise converts only for services that cannot show it."""
    with receiver() as hook:
        w = make(channel("hook", hook.url, format=form))
        w.show(RATIFIED, IRELAND, BRAZIL)
        w.check()
        [got] = hook.got

    assert mark in got["message"]
    assert ids_in(got["message"]) == [1]
    assert got["title"] == "Hungary: consent to the Budapest Convention"


def test_the_word_of_the_address_on_its_form_stands() -> None:
    with receiver() as hook:
        send("hook", f"{hook.url}?format=text", Message(subject="s", text="t", html="<p>told</p>"))

    assert hook.got[0]["message"].strip() == "told"


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
    """A status is told, and nothing else of the address; other channels have their message."""
    with receiver() as broken, receiver() as missing, receiver() as silent, receiver() as good:
        broken.status, missing.status, silent.hanging = 500, 404, True
        hooks = {"broken": broken, "missing": missing, "silent": silent, "good": good}
        w = make(*(channel(name, f"{hook.url}hunter2?cto=1&rto=0.3") for name, hook in hooks.items()))
        w.show(RATIFIED, IRELAND, BRAZIL)
        w.check()

    with w.store() as store:
        found = {row.channel: (row.state, row.last_error) for row in store.outbox.deliveries()}
    assert found == {
        "broken": ("waiting", "channel broken answered 500"),
        "missing": ("waiting", "channel missing answered 404"),
        "silent": ("waiting", "channel silent did not take the message"),
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
    """What follows one that was not taken waits; alerts and changes stand in one line."""
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

    assert [subject.partition(":")[0] + subject[-8:] for subject in post.subjects("legal")] == [
        "Hungaryonvention"[:7] + "nvention",
        "Tracker is down",
        "Tracker is back",
        "Irelandnvention",
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
    w.show(RATIFIED, but(IRELAND, consent="2026-06-10"), BRAZIL)
    w.check()
    deliver_to(w, "legal")
    assert sent == []

    w.wait(hours=1)
    deliver_to(w, "legal")
    assert sent == ["Ireland: consent to the Budapest Convention"]
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


# ---- digests ----------------------------------------------------------------------------------------


def test_a_digest_gathers_and_is_sent_also_when_nothing_changed(make: Callable[..., World], post: Post) -> None:
    w = make(channel("week", digest="weekly"))
    digest_to(w, "week")
    w.show(RATIFIED, IRELAND, but(BRAZIL, consent="2026-06-02"))
    w.check()
    assert len(post.sent) == 1
    digest_to(w, "week")
    digest_to(w, "week")

    assert post.subjects("week") == [
        "Weekly digest: no change; all sources read",
        "Weekly digest: 2 changes; all sources read",
        "Weekly digest: no change; all sources read",
    ]
    assert [sorted(ids_in(message.text)) for message in post.to("week")] == [[], [1, 2], []]
    assert set(states(w)) == {("week", "delivered")}


def test_a_digest_says_when_not_all_sources_could_be_read(make: Callable[..., World], post: Post) -> None:
    w = make(channel("day", digest="daily", alerts=False))
    w.standin.charts["185"] = b"{}"
    for _ in range(3):
        w.check()
    digest_to(w, "day")

    [message] = post.to("day")
    assert message.subject == "Daily digest: no change; not all sources read"
    assert "coe-service of ets-185 is down" in " ".join(message.text.split())


def test_a_digest_says_when_a_source_was_not_asked_for_long(make: Callable[..., World], post: Post) -> None:
    w = make(channel("day", digest="daily"))
    w.wait(days=2)
    digest_to(w, "day")

    [message] = post.to("day")
    assert message.subject == "Daily digest: no change; not all sources read"
    assert "was last read well on 2026-06-15" in " ".join(message.text.split())


def test_a_digest_says_when_a_chart_is_in_doubt(make: Callable[..., World], post: Post) -> None:
    w = make(channel("day", digest="daily", alerts=False))
    w.show(*(but(HUNGARY, signed="1999-01-01"), IRELAND, BRAZIL))
    assert w.check().outcome == "quarantined"
    digest_to(w, "day")

    assert post.subjects("day") == ["Daily digest: no change; not all sources read"]
    assert "waits for a person" in " ".join(post.to("day")[0].text.split())


def test_trouble_with_another_treaty_or_channel_is_not_this_readers(make: Callable[..., World], post: Post) -> None:
    other = '[[treaty]]\nid = "ets-189"\nnumber = "189"\nname = "First Protocol"\nsources = ["coe-chart"]\n'
    w = make(channel("legal", treaties=["ets-189"]), channel("day", digest="daily", treaties=["ets-185"]), more=other)
    digest_to(w, "day")

    assert post.subjects("day") == ["Daily digest: no change; all sources read"]


def test_a_digest_that_is_not_taken_is_tried_again_whole(make: Callable[..., World], post: Post) -> None:
    w = make(channel("week", digest="weekly"))
    w.show(RATIFIED, IRELAND, BRAZIL)
    w.check()
    post.refusing.add("week")
    digest_to(w, "week")
    assert states(w) == [("week", "in_digest")]
    w.wait(days=4)
    deliver_to(w, "week")
    with w.store() as store:
        assert status(store, now=w.now, cadence=parse_cadence("every 1d"))["parked"] == 1
        store.outbox.unpark("week")
    post.refusing.clear()
    deliver_to(w, "week")

    assert [ids_in(message.text) for message in post.to("week")] == [[1]]
    assert states(w) == [("week", "delivered")]


def test_a_mailed_digest_has_both_parts(make: Callable[..., World]) -> None:
    with mailbox() as box:
        w = make(channel("week", box.url, digest="weekly"))
        digest_to(w, "week")
        [mail] = box.got

    assert mail["Subject"] == "Weekly digest: no change; all sources read"
    assert "no change; all sources read" in part(mail, "text/plain")
    assert "no change; all sources read" in part(mail, "text/html")


# ---- notify -----------------------------------------------------------------------------------------


def tracker_(w: World, *argv: str) -> int:
    return tracker.cli.run(["--config", str(w.path), *argv])


def test_notify_test_tries_the_channels(make: Callable[..., World], capsys: pytest.CaptureFixture[str]) -> None:
    with receiver() as good, receiver() as bad:
        bad.status = 500
        w = make(channel("good", good.url), channel("bad", bad.url), channel("off", "env:NO_SUCH_VARIABLE"))
        capsys.readouterr()
        assert tracker_(w, "notify", "test", "good") == 0
        assert tracker_(w, "notify", "test", "--json") == 1
        said = capsys.readouterr().out
        assert tracker_(w, "notify", "test", "goood") == 2
        assert "did you mean 'good'?" in capsys.readouterr().err

    rows = json.loads(said.partition("\n")[2])
    assert [(row["name"], row["ok"]) for row in rows] == [("good", True), ("bad", False), ("off", False)]
    assert rows[1]["error"] == "channel bad answered 500"
    assert {message["title"] for message in good.got} == {"Tracker: a test message"}
    assert w.changes() == []


def test_notify_list_and_retry(make: Callable[..., World], post: Post, capsys: pytest.CaptureFixture[str]) -> None:
    w = make(channel("legal"), more='[deliver]\ngive_up_after = "0s"\n')
    post.refusing.add("legal")
    w.show(RATIFIED, IRELAND, BRAZIL)
    w.check()
    capsys.readouterr()
    assert tracker_(w, "notify", "list", "--json") == 0
    [listed] = json.loads(capsys.readouterr().out)
    assert (listed["name"], listed["on"], listed["waiting"], listed["parked"]) == ("legal", True, 0, 1)
    assert listed["last_error"] == "channel legal answered 500"

    post.refusing.clear()
    assert tracker_(w, "notify", "retry", "legal") == 0
    assert states(w) == [("legal", "delivered")]
    assert tracker_(w, "notify", "retry", "leegal") == 2


def test_notify_list_without_a_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "config.toml"
    path.write_text(channel("legal"))
    assert tracker.cli.run(["--config", str(path), "notify", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["waiting"] == 0


# ---- addresses and secrets --------------------------------------------------------------------------


@pytest.mark.parametrize("url", ["http://127.0.0.1/hunter2", "hunter2", "slack://hunter2", "json://"])
@pytest.mark.parametrize("command", [("config", "check"), ("notify", "test"), ("notify", "list"), ("check",)])
def test_an_address_that_is_none_is_exit_2(
    make: Callable[..., World], capsys: pytest.CaptureFixture[str], url: str, command: tuple[str, ...]
) -> None:
    w = make()
    w.path.write_text(w.path.read_text() + channel("legal", url))
    capsys.readouterr()

    assert tracker_(w, *command) == 2
    said = capsys.readouterr()
    assert "[[notify]] legal: not an Apprise address" in said.err
    assert "hunter2" not in said.out + said.err
    with pytest.raises(ConfigError, match="not an Apprise address"):
        daemon.run(w.config, now=lambda: w.now, stop=threading.Event())


def test_a_variable_that_is_not_set_is_a_warning_and_the_channel_is_off(
    make: Callable[..., World], post: Post, capsys: pytest.CaptureFixture[str]
) -> None:
    w = make(channel("legal", "env:NO_SUCH_VARIABLE"))
    w.show(RATIFIED, IRELAND, BRAZIL)
    w.check()

    assert post.tried == []
    assert states(w) == []
    assert tracker_(w, "config", "check") == 0
    assert "the variable NO_SUCH_VARIABLE is not set" in capsys.readouterr().err


def test_a_secret_may_stand_in_a_file(make: Callable[..., World], post: Post, tmp_path: Path) -> None:
    """Beside the configuration, in its first line; one that is not there turns the channel off."""
    (tmp_path / "legal.url").write_text("json://user:hunter2@nowhere.invalid/\nnot this\n")
    w = make(channel("legal", "file:legal.url"), channel("gone", "file:no.url"), more='[health]\nping_url = "file:p"\n')
    assert [found.url for found in w.config.channels] == ["json://user:hunter2@nowhere.invalid/", None]
    assert w.config.ping_url is None
    assert "[[notify]] gone: the file no.url cannot be read or is empty: off" in w.config.warnings
    assert "[health] ping_url: the file p cannot be read or is empty: off" in w.config.warnings
    w.show(RATIFIED, IRELAND, BRAZIL)
    w.check()
    assert len(post.to("legal")) == 1


def test_an_empty_address_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(channel("legal", " "))
    from tracker.config import load

    with pytest.raises(ConfigError, match="url is empty"):
        load(path)


def test_no_secret_in_any_error_output_or_in_the_database(
    make: Callable[..., World],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Hooks that fail in every way, and a mail server that is not there."""
    with receiver() as hook:
        hook.status = 500
        monkeypatch.setenv("HOOK", f"json://user:hunter2@{hook.address}/sesame?-token=sesame")
        (tmp_path / "mail").write_text("mailto://user:hunter2@127.0.0.1:9?from=a@example.org&to=b@example.org\n")
        w = make(channel("hook", "env:HOOK"), channel("mail", "file:mail"), more='[deliver]\ngive_up_after = "0s"\n')
        w.show(RATIFIED, IRELAND, BRAZIL)
        w.check()
        for command in (
            ("status", "--json"),
            ("notify", "list", "--json"),
            ("notify", "test"),
            ("notify", "retry", "--json"),
            ("why", "1", "--json"),
            ("config", "check", "--json"),
        ):
            tracker_(w, *command)
    assert hook.asked >= 3

    said = capfd.readouterr()
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("tracker.db*"))
    for secret in ("hunter2", "sesame"):
        assert secret not in said.out + said.err
        assert secret.encode() not in kept
        assert secret not in repr(w.config)
    assert b"answered 500" in kept


def test_replacing_a_channels_form_keeps_what_it_is_owed(make: Callable[..., World], post: Post) -> None:
    """From digest to immediate: what waited for the digest is sent."""
    w = make(channel("legal", digest="weekly"))
    w.show(RATIFIED, IRELAND, BRAZIL)
    w.check()
    with w.store() as store:
        run = begin(store, w.config, w.now)
        assert deliver(run, msgspec.structs.replace(w.config.channels[0], digest=Digest.IMMEDIATE)) == 1
    assert [ids_in(message.text) for message in post.to("legal")] == [[1]]
