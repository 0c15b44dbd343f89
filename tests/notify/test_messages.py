"""What a message says: mail, JSON and digests; `tracker notify`; and no secret of an address anywhere."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
import pytest
from channels import BRAZIL, RATIFIED, channel, deliver_to, states
from receivers import Post, ids_in, mailbox, part, receiver
from states import HUNGARY, IRELAND
from world import SECOND_PROTOCOL, World, but

import tracker.cli
import tracker.deliver
from jobs.context import begin
from jobs.notify.digest import digest
from jobs.notify.outbox import deliver
from jobs.service import daemon
from jobs.service.status import status
from tracker.config.shapes import Digest
from tracker.deliver import Message, send
from tracker.errors import ConfigError
from tracker.models import ChangeKind, Field, Nature
from tracker.models.cadences import parse_cadence
from tracker.wording.subject_lines import subject_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tracker.models import Change


def digest_to(w: World, name: str) -> None:
    with w.store() as store:
        run = begin(store, w.config, w.now)
        chosen = next(c for c in w.config.channels if c.name == name)
        digest(run, chosen)
        deliver(run, chosen)


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

    assert mail["Subject"] == "Hungary ratified the Second Additional Protocol"
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
        ("signed", "event", "Hungary signed the Budapest Convention"),
        ("acceded", "event", "Hungary acceded to the Budapest Convention"),
        ("denounced", "event", "Hungary denounced the Budapest Convention"),
        ("invited", "event", "Hungary is listed as invited to accede to the Budapest Convention"),
        ("signed", "correction", "The chart of the Budapest Convention again shows what it had shown of Hungary"),
        ("renamed", "editorial", "The chart of the Budapest Convention prints another name for Hungary"),
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
    hostile = replace(told, name="Hun\r\nBcc: all@example.org\x1b[2Jgary\u202e")
    assert subject_of([hostile], treaty).isprintable()


def test_every_kind_of_change_has_its_sentence(make: Callable[..., World], post: Post) -> None:
    """Of one participant and of three, as each nature; the treaty's own changes too."""
    w = make(channel("legal"))
    w.show(RATIFIED, IRELAND, BRAZIL)
    w.check()
    [change], [treaty] = w.changes(), w.config.treaties
    for kind in ChangeKind:
        for nature in Nature:
            told = replace(
                change, kind=kind, nature=nature, field=Field.STATEMENT if "statement" in kind else Field.ROW
            )
            one = subject_of([told], treaty)
            three = subject_of([replace(told, participant=who, name=who) for who in ("AAA", "BBB", "CCC")], treaty)
            assert "Budapest Convention" in one
            assert "{" not in one + three
            if not kind.startswith("treaty_"):
                assert "Hungary" in one
                assert "3 States" in three
    assert len(post.sent) == 1


def test_a_state_that_split_is_named_once(make: Callable[..., World], post: Post) -> None:
    """What it did is shown in the rows of both its successors."""
    w = make(channel("legal"))
    w.show(RATIFIED, IRELAND, BRAZIL)
    w.check()
    [ratified], [treaty] = [change for change in w.changes() if change.kind == "ratified"], w.config.treaties
    signed = replace(ratified, kind=ChangeKind.SIGNED, field=Field.SIGNED_ON)
    union = [replace(signed, participant=key, name="Serbia and Montenegro") for key in ("MNE", "SRB")]
    others = [replace(signed, participant=key, name=name) for key, name in (("ALB", "Albania"), ("MLT", "Malta"))]

    def said(*changes: Change) -> str:
        return subject_of(changes, treaty).partition(":")[0]

    assert said(*union) == "Serbia and Montenegro signed the Budapest Convention"
    assert said(*union, ratified) == "Hungary ratified and Serbia and Montenegro signed the Budapest Convention"
    assert said(*union, others[0]) == "Albania and Serbia and Montenegro signed the Budapest Convention"
    assert said(*union, *others) == "3 States signed the Budapest Convention"
    shown = replace(union[0], kind=ChangeKind.GROUP_CHANGED, nature=Nature.EDITORIAL)
    assert said(shown, replace(shown, participant="SRB")).endswith("lists Serbia and Montenegro under another heading")
    assert len(post.sent) == 1


def test_who_a_day_belongs_to_is_named_where_two_acted(make: Callable[..., World]) -> None:
    w = make()
    w.show(RATIFIED, IRELAND, BRAZIL)
    w.check()
    [ratified, *_], [treaty] = w.changes(), w.config.treaties
    ahead = replace(ratified, kind=ChangeKind.ENTRY_INTO_FORCE_SET, field=Field.IN_FORCE_ON)
    since = replace(ahead, kind=ChangeKind.ENTERED_INTO_FORCE)
    signed = replace(ratified, kind=ChangeKind.SIGNED, participant="LVA", name="Latvia", field=Field.SIGNED_ON)

    assert subject_of([ratified, ahead], treaty).endswith(": in force for it on 1 June 2026")
    assert subject_of([ratified, ahead, signed], treaty) == (
        "Hungary ratified and Latvia signed the Budapest Convention: in force for Hungary on 1 June 2026"
    )
    assert subject_of([ratified, since, signed], treaty).endswith(": in force for Hungary since 1 June 2026")


@pytest.mark.parametrize(("form", "mark"), [("text", "five\n====="), ("markdown", "# Hungary"), ("html", "<h1")])
def test_the_form_that_was_asked_for_arrives(make: Callable[..., World], form: str, mark: str) -> None:
    """As it is: Apprise converts only for services that cannot show it."""
    with receiver() as hook:
        w = make(channel("hook", hook.url, format=form))
        w.show(RATIFIED, IRELAND, BRAZIL)
        w.check()
        [got] = hook.got

    assert mark in got["message"]
    assert ids_in(got["message"]) == [1]
    assert got["title"] == "Hungary ratified the Budapest Convention: the first of five"


def test_the_word_of_the_address_on_its_form_stands() -> None:
    with receiver() as hook:
        send("hook", f"{hook.url}?format=text", Message(subject="s", text="t", html="<p>told</p>"))

    assert hook.got[0]["message"].strip() == "told"


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
        "Weekly digest, 8 to 15 June 2026: no change; all sources read",
        "Weekly digest, 15 June 2026: 2 changes; all sources read",
        "Weekly digest, 15 June 2026: no change; all sources read",
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
    assert message.subject == "Daily digest, 14 to 15 June 2026: no change; not all sources read"
    assert "the Treaty Office's data service (coe-service) of ETS 185 is down" in " ".join(message.text.split())


def test_a_digest_says_when_a_source_was_not_asked_for_long(make: Callable[..., World], post: Post) -> None:
    w = make(channel("day", digest="daily"))
    w.wait(days=2)
    digest_to(w, "day")

    [message] = post.to("day")
    assert message.subject == "Daily digest, 16 to 17 June 2026: no change; not all sources read"
    assert "was last read successfully on 15 June 2026" in " ".join(message.text.split())


def test_a_digest_says_when_a_chart_is_in_doubt(make: Callable[..., World], post: Post) -> None:
    w = make(channel("day", digest="daily", alerts=False))
    w.show(*(but(HUNGARY, signed="1999-01-01"), IRELAND, BRAZIL))
    assert w.check().outcome == "quarantined"
    digest_to(w, "day")

    assert post.subjects("day") == ["Daily digest, 14 to 15 June 2026: no change; not all sources read"]
    assert "waits for a person" in " ".join(post.to("day")[0].text.split())


def test_trouble_with_another_treaty_or_channel_is_not_this_readers(make: Callable[..., World], post: Post) -> None:
    other = '[[treaty]]\nid = "ets-189"\nnumber = "189"\nname = "First Protocol"\nsources = ["coe-chart"]\n'
    w = make(channel("legal", treaties=["ets-189"]), channel("day", digest="daily", treaties=["ets-185"]), more=other)
    digest_to(w, "day")

    assert post.subjects("day") == ["Daily digest, 14 to 15 June 2026: no change; all sources read"]


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

    assert mail["Subject"] == "Weekly digest, 8 to 15 June 2026: no change; all sources read"
    assert "no change; all sources read" in part(mail, "text/plain")
    assert "no change; all sources read" in part(mail, "text/html")


# ---- notify -----------------------------------------------------------------------------------------


def tracker_(w: World, *argv: str) -> int:
    return tracker.cli.run(["--config", str(w.path), *argv])


def test_notify_test_tries_the_channels(make: Callable[..., World], capsys: pytest.CaptureFixture[str]) -> None:
    with receiver() as good, receiver() as bad:
        bad.status = 500
        w = make(
            channel("good", good.url),
            channel("bad", bad.url),
            channel("off", "env:NO_SUCH_VARIABLE"),
            channel("away", "file:no.url"),
        )
        capsys.readouterr()
        assert tracker_(w, "notify", "test", "good") == 0
        assert tracker_(w, "notify", "test", "--json") == 1
        said = capsys.readouterr().out
        assert tracker_(w, "notify", "test", "goood") == 2
        assert "did you mean 'good'?" in capsys.readouterr().err

    rows = json.loads(said.partition("\n")[2])
    assert [(row["name"], row["ok"]) for row in rows] == [
        ("good", True),
        ("bad", False),
        ("off", False),
        ("away", False),
    ]
    assert [row["error"] for row in rows[1:]] == [
        "channel bad answered 500",
        "off: the variable NO_SUCH_VARIABLE is not set",
        "off: the file no.url cannot be read or is empty",
    ]
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


def test_an_at_sign_in_the_user_of_a_mail_server_says_how_it_is_written(
    make: Callable[..., World], capsys: pytest.CaptureFixture[str]
) -> None:
    """The usual form of a mail user."""
    w = make()
    url = "mailtos://registry@ministry.example:hunter2@mail.ministry.example?to=legal@ministry.example"
    w.path.write_text(w.path.read_text() + channel("legal", url))
    capsys.readouterr()

    assert tracker_(w, "config", "check") == 2
    said = capsys.readouterr().err
    assert "write an @ in the user or the password as %40" in said
    assert "hunter2" not in said


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
