"""Digests: when they are due, which period they name, and what waits for one."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from channels import BRAZIL, RATIFIED, channel, deliver_to
from receivers import Post, receiver
from states import IRELAND

import tracker.cli
from jobs.cadence import next_after, previous_before
from jobs.context import begin
from jobs.notify.digest import cadence_of, digest
from tracker.errors import ConfigError
from tracker.wording.words import period_in_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from world import World


def digest_to(w: World, name: str) -> None:
    with w.store() as store:
        digest(begin(store, w.config, w.now), next(c for c in w.config.channels if c.name == name))
    deliver_to(w, name)


def tracker_(w: World, *argv: str) -> int:
    return tracker.cli.run(["--config", str(w.path), *argv])


PARIS = '[deliver]\ndigest_at = "08:30"\ntime_zone = "Europe/Paris"\n'


@pytest.mark.parametrize(
    ("kind", "more", "after", "due"),
    [
        ("daily", "", "2026-06-17T06:59", "2026-06-17T07:00"),
        ("daily", PARIS, "2026-06-17T06:00", "2026-06-17T06:30"),  # summer: two hours before UTC
        ("daily", PARIS, "2026-12-17T06:00", "2026-12-17T07:30"),
        ("weekly", PARIS, "2026-06-17T06:00", "2026-06-22T06:30"),
        ("monthly", PARIS, "2026-06-17T06:00", "2026-07-01T06:30"),
        ("monthly", "", "2026-12-01T07:00", "2027-01-01T07:00"),
    ],
)
def test_a_digest_is_due_at_its_hour_in_its_zone(
    make: Callable[..., World], kind: str, more: str, after: str, due: str
) -> None:
    config = make(channel("c", digest=kind), more=more).config
    cadence = cadence_of(config, config.channels[0])
    assert cadence is not None
    moment, expected = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (after, due))
    assert next_after(cadence, moment) == expected
    assert previous_before(cadence, expected + timedelta(minutes=1)) == expected


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ('digest_at = "7:00"', "[deliver] digest_at '7:00': expected hours and minutes like \"07:00\""),
        ('digest_at = "24:00"', "[deliver] digest_at '24:00'"),
        ('time_zone = "Europe/Pariss"', "is not known; did you mean 'Europe/Paris'?"),
        ('time_zone = "Europe"', "[deliver] time_zone 'Europe' is not known"),
        ('time_zone = "../etc"', "[deliver] time_zone '../etc' is not known"),
    ],
)
def test_an_hour_or_zone_that_is_none(make: Callable[..., World], key: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        _ = make(more=f"[deliver]\n{key}\n").config
    assert said in str(caught.value)


def test_the_subject_names_the_period(make: Callable[..., World], post: Post) -> None:
    w = make(channel("month", digest="monthly"))
    w.now = datetime(2026, 7, 1, 7, tzinfo=UTC)
    w.show(RATIFIED, IRELAND, BRAZIL)
    w.check()
    digest_to(w, "month")

    [message] = post.to("month")
    assert message.subject == "Monthly overview, June 2026: 1 change; all sources read"
    assert "Monthly overview, June 2026" in message.text


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ((2026, 6, 8), (2026, 6, 15), "8 to 15 June 2026"),
        ((2026, 5, 30), (2026, 6, 6), "30 May to 6 June 2026"),
        ((2025, 12, 29), (2026, 1, 5), "29 December 2025 to 5 January 2026"),
        ((2025, 12, 1), (2026, 1, 1), "December 2025"),
        ((2026, 6, 8), (2026, 6, 8), "8 June 2026"),
    ],
)
def test_a_period_in_words(first: tuple[int, int, int], last: tuple[int, int, int], said: str) -> None:
    assert period_in_words(date(*first), date(*last)) == said


def test_what_waits_for_a_digest_is_not_undelivered(
    make: Callable[..., World], post: Post, capsys: pytest.CaptureFixture[str]
) -> None:
    w = make(channel("week", digest="weekly"))
    w.show(RATIFIED, IRELAND, BRAZIL)
    w.check()
    capsys.readouterr()
    tracker_(w, "status", "--json")
    found = json.loads(capsys.readouterr().out)
    assert (found["undelivered"], found["waiting_for_digest"]) == (0, 1)
    tracker_(w, "status")
    assert "1 waits for a digest" in capsys.readouterr().out
    tracker_(w, "notify", "list", "--json")
    [row] = json.loads(capsys.readouterr().out)
    assert (row["waiting"], row["waiting_for_digest"]) == (0, 1)
    assert post.sent == []


# ---- preview and test -------------------------------------------------------------------------------


def test_a_preview_shows_what_would_be_sent_and_sends_nothing(
    make: Callable[..., World], post: Post, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    w = make(channel("legal", format="html"), channel("week", digest="weekly"), channel("quiet", kinds=["signed"]))
    post.refusing.add("legal")
    w.show(RATIFIED, IRELAND, BRAZIL)
    w.check()
    post.tried.clear()
    capsys.readouterr()
    assert tracker_(w, "notify", "preview", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert [(one["channel"], one["kind"]) for one in found] == [
        ("legal", "message"),
        ("week", "digest"),
        ("quiet", "example"),
    ]
    assert found[0]["subject"] == "Hungary ratified the Budapest Convention: the first of five"
    assert "1 change;" in found[1]["subject"]
    assert "No treaty has changed" in " ".join(found[2]["text"].split())

    assert tracker_(w, "notify", "preview", "legal") == 0
    printed = capsys.readouterr().out
    assert found[0]["text"].rstrip() in printed, "line by line, as it is sent"
    assert printed.startswith(f"legal: message: {found[0]['subject']}\n\n")
    assert tracker_(w, "notify", "preview", "legal", "-o", str(tmp_path / "mail.html")) == 0
    assert "<html" in (tmp_path / "mail.html").read_text()
    assert tracker_(w, "notify", "preview", "week", "-o", str(tmp_path / "none.html")) == 2
    assert tracker_(w, "notify", "preview", "legl") == 2
    assert post.tried == []


def test_a_test_message_is_as_long_as_a_real_one(make: Callable[..., World]) -> None:
    with receiver() as hook:
        w = make(channel("hook", hook.url))
        assert tracker_(w, "notify", "test") == 0
        [test] = hook.got
        w.show(RATIFIED, IRELAND, BRAZIL)
        w.check()
        real = hook.got[-1]
    assert "No treaty has changed" in " ".join(test["message"].split())
    assert 0.8 < len(test["message"]) / len(real["message"]) < 1.25
