"""History from archived copies: the index and the replay of an archive that fails as the real one does
(docs/sources.md#archive)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click
import pages
import pytest
from archives import (
    GEN1,
    GEN2,
    PLAIN1,
    D,
    acts,
    archived,
    asked_by,
    expected,
    few,
    good,
    history,
    page,
    run,
    second,
    stamp,
    troubled,
)
from click.testing import CliRunner
from pages import facts_185, gen2, gen3
from world import World, row, told, world

from jobs.backfill import archive as backfill
from jobs.backfill import client
from jobs.backfill.files import from_files
from jobs.locks import alone
from jobs.publish.feeds import publish
from tracker.cli import cli
from tracker.errors import BusyError, ConfigError, ParseError, UsageError
from tracker.models import Capture
from tracker.models.records import Filter
from tracker.participants import table
from tracker.sources import wayback as source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def test_the_acts_found_equal_the_facts(tmp_path: Path) -> None:
    """Twenty years of ETS 185 in three generations: every act once, none besides, dated by act and by publication."""
    facts = [fact for fact in facts_185() if fact.mark != "a" or fact.consent]
    with archived(tmp_path, troubled(facts)) as (here, archive):
        [found] = run(here, archive)
        changes = here.changes()

        assert acts(changes) == expected(facts, D[0], D[-1])
        assert len([c for c in changes if c.nature.value == "event" and c.participant]) == len(acts(changes))
        assert {c.nature.value for c in changes} == {"event", "editorial"}
        assert {c.participant for c in changes if c.kind.value == "group_changed"} == {"SRB", "MNE"}
        assert not [c for c in changes if c.participant == "RUS"]
        assert found.error is None
        assert found.used == len(D) + 2  # the revisit and the equal digest are the page once more
    for change in changes:
        assert change.source == "archive"
        assert change.published_on in D
        words = "(seen in an archived copy published on "
        assert words in change.summary
        assert change.summary.endswith("; not observed by us then).")


def test_what_adds_nothing_is_skipped_with_its_reason(tmp_path: Path) -> None:
    """Truncated, cut, gone, empty, older, another treaty's, the same again: each by its own words; gaps are named."""
    with archived(tmp_path, troubled(few())) as (here, archive):
        [found] = run(here, archive)

    reasons = {one.timestamp[:8]: one.reason for one in found.skipped}
    said = {
        "20050801": "the same bytes as the copy of 20050501",
        "20090601": "shape",
        "20110101": "wrong_treaty",
        "20120101": "stale",
        "20130101": "the same bytes as the copy of",
        "20140201": "",
        "20160101": "connection",
        "20160201": "http_status",
        "20180101": "blocked",
        "20180201": "shape",
        "20200101": "the same bytes as the copy of 20190909",
    }
    assert {day: reason for day, reason in reasons.items() if not reason.startswith(said.get(day, "?"))} == {}
    assert set(said) - {"20130101", "20140201"} <= set(reasons)
    assert ("20130101" in reasons) != ("20140201" in reasons)
    assert (found.listed, found.missing) == (22, 2)
    assert (date(2001, 11, 23), D[0]) in found.gaps
    assert (D[7], D[8]) in found.gaps
    assert [asked for asked in here.standin.requests if asked.path.startswith("/web/20200101")] == []


@pytest.mark.parametrize("requests", range(0, 26, 5))
def test_interrupted_and_resumed_is_uninterrupted(tmp_path: Path, requests: int) -> None:
    """Killed at any request and run again, it gives the same changes, ids and snapshots."""
    held = troubled(few())
    for name in ("whole", "broken"):
        (tmp_path / name).mkdir()
    with archived(tmp_path / "whole", held) as (here, archive):
        run(here, archive)
        whole = history(here)
    with archived(tmp_path / "broken", held) as (here, archive):
        with pytest.raises(KeyboardInterrupt):
            run(Interrupting(here, requests), archive)
        here.wait(days=1)
        run(here, archive)

        assert history(here) == whole
        run(here, archive)
        assert history(here) == whole


class Interrupting:
    """A world whose clock, asked once too often, is a person who presses Ctrl-C."""

    def __init__(self, here: World, requests: int) -> None:
        self._here = here
        self._left = requests + 3

    def __getattr__(self, name: str) -> Any:
        if name == "now":
            self._left -= 1
            if self._left < 0:
                raise KeyboardInterrupt
        return getattr(self._here, name)


def test_a_capture_that_comes_late_takes_its_place(tmp_path: Path) -> None:
    """An archive that goes down ends the run, with what came recorded; what comes later is put where it belongs."""
    held = troubled(few())
    for name in ("whole", "late"):
        (tmp_path / name).mkdir()
    with archived(tmp_path / "whole", held) as (here, archive):
        run(here, archive)
        whole = history(here)
    with archived(tmp_path / "late", held) as (here, archive):
        archive.dies_after = 20
        [found] = run(here, archive)
        assert found.error is not None
        assert "503" in found.error
        assert found.changes
        archive.dies_after = None
        missing = archive.held.pop(3)  # that of 2007
        run(here, archive)
        archive.held.append(missing)
        run(here, archive)

        assert history(here) == whole


def test_limit_fetches_in_order_of_publication(tmp_path: Path) -> None:
    """So many captures now, the rest another time; the result is the same."""
    held = good(few())
    for name in ("whole", "parts"):
        (tmp_path / name).mkdir()
    with archived(tmp_path / "whole", held) as (here, archive):
        run(here, archive)
        whole = history(here)
    with archived(tmp_path / "parts", held) as (here, archive):
        [found] = run(here, archive, limit=5)
        assert (found.used, found.missing) == (5, 7)
        run(here, archive, limit=100)
        assert history(here) == whole


def test_it_waits_when_asked_to(tmp_path: Path) -> None:
    """429 with Retry-After, then without: as long as it says, else a minute (docs/sources.md#archive)."""
    with archived(tmp_path, good(few())) as (here, archive):
        archive.busy = ["7", None, "3"]
        [found] = run(here, archive)

        assert archive.slept == [7.0, 60.0, 3.0]
        assert (found.error, found.used) == (None, len(D))


def test_a_wait_beyond_patience_ends_the_run(tmp_path: Path) -> None:
    """What asks us to come back tomorrow is not waited for."""
    with archived(tmp_path, good(few())) as (here, archive):
        archive.busy = ["86400"]
        [found] = run(here, archive)

        assert archive.slept == []
        assert found.error is not None
        assert "429" in found.error


def test_no_more_than_24_questions_a_minute() -> None:
    """docs/sources.md#archive, by the gap between any two."""
    assert timedelta(minutes=1) / client.MIN_GAP <= 24


def test_nothing_reaches_anybody_and_live_reads_go_on(tmp_path: Path) -> None:
    """No outbox, no feed, no health, no answer: and what happens next is told live as if there were no copies."""
    channel = '\n[[notify]]\nname = "legal"\nurl = "json://127.0.0.1:9/"\ndigest = "daily"\n'
    shown = [row("Albania", signed="2001-11-23", consent="2002-06-20", in_force="2004-07-01"), row("Ireland")]
    with archived(tmp_path, good(few()), more=channel) as (here, archive):
        here.show(*shown)
        here.check()
        before = here.parties(), here.parties("2010-01-01"), status(here)
        run(here, archive)
        with here.store() as store:
            assert store.outbox.deliveries() == []
            assert len(store.outbox.notices(states=("waiting", "delivered", "parked"))) == 0
            assert [feed.source for feed in store.treaties.feeds()] == ["coe-service"]
            assert store.database.conn.execute("SELECT source FROM source_health").fetchall() == [
                ("coe-service",),
                ("statements",),
            ]
            publish(store, tmp_path / "public", now=here.now)
        assert "Andorra" not in (tmp_path / "public/feeds/all.xml").read_text()
        assert before == (here.parties(), here.parties("2010-01-01"), status(here))
        assert here.check().outcome.value == "unchanged"

        here.show(*shown, row("Andorra", signed="2013-04-23"))
        assert told(here.check()) == [("signed", "AND")]
        with here.store() as store:
            assert [delivery.channel for delivery in store.outbox.deliveries()] == ["legal"]


def status(here: World) -> Any:
    """Without the head of the history, which goes on with each row of the log."""
    from jobs.service.status import status as ask

    with here.store() as store:
        return ask(store, now=here.now) | {"history_head": None}


def test_what_was_told_live_is_not_found_again(tmp_path: Path) -> None:
    """One fact is told once: a copy of last year shows nothing that a live read had not told."""
    with archived(tmp_path, good(few())) as (here, archive):
        here.show(row("Ireland"))
        here.check()
        here.show(row("Ireland"), row("Andorra", signed="2013-04-23"))
        here.check()
        run(here, archive)

        signed = [c.source for c in here.changes() if (c.participant, c.kind.value) == ("AND", "signed")]
        assert signed == ["coe-service"]


def test_what_vanishes_is_confirmed_by_the_next_copy(tmp_path: Path) -> None:
    """A date missing from one copy is nothing; from two, it is retracted, dated by the second."""
    facts = few()
    without = [replace(fact, signed=None) if fact.name == "Ireland" else fact for fact in facts]
    days = [date(2016, month, 1) for month in (1, 2, 3, 4, 5)]
    held = [second(day, chosen) for day, chosen in zip(days, (facts, without, facts, without, without), strict=True)]
    with archived(tmp_path, held) as (here, archive):
        run(here, archive)

        [lost] = [change for change in here.changes() if change.participant == "IRL"]
        assert (lost.kind.value, lost.before, lost.published_on) == ("retracted", "2002-02-28", days[4])


def test_a_french_page_renames_nobody(tmp_path: Path) -> None:
    """An address may hide its language: the page shows it."""
    names = {fact.name: table().get(table().resolve(fact.name)).name_fr for fact in few()}
    translated = [replace(fact, name=names[fact.name] or fact.name) for fact in few()]
    french = page(gen2, translated, date(2016, 2, 1), layout=pages.Layout(own_cells=True, french=True))
    held = [second(D[6], few()), second(date(2016, 2, 1), few(), body=french), second(D[7], few())]
    with archived(tmp_path, held) as (here, archive):
        [found] = run(here, archive)

        assert [one.reason for one in found.skipped] == ["shape: expected the English page, got the French one"]
        assert "renamed" not in {change.kind.value for change in here.changes()}


def test_a_dry_run_lists_and_fetches_nothing(tmp_path: Path) -> None:
    """What there is, oldest first; no database is made."""
    with archived(tmp_path, good(few())) as (here, archive):
        asking = asked_by(here, archive)
        with asking.fetcher:
            listed = backfill.list_captures(here.config, asking)

        assert [capture.timestamp for _, capture in listed] == [stamp(day) for day in D]
        assert not [asked for asked in here.standin.requests if asked.path.startswith("/web/")]
        assert not (tmp_path / "tracker.db").exists()


def test_saved_pages_take_their_day_from_the_page(tmp_path: Path) -> None:
    """`backfill FILE…`: in any order, beside the archive's copies; a page without a day needs one."""
    facts = few()
    with archived(tmp_path, [second(D[6], facts), second(D[9], facts)]) as (here, archive):
        run(here, archive)
        paths = [saved(tmp_path, "2019.html", page(gen3, facts, D[8])), saved(tmp_path, "bad.html", b"<p>no chart</p>")]
        paths.append(saved(tmp_path, "2017.html", page(gen2, facts, D[7])))
        [found], refused = from_files(here.config, paths, now=lambda: here.now, kind="coe-chart")

        assert (found.used, found.treaty) == (4, "ets-185")
        assert [one.address for one in refused] == [str(paths[1])]
        with here.store() as store:
            shots = store.charts.snapshots()
            assert [shot.published_on for shot in shots] == [
                day for day in (D[6], D[7], D[8], D[9]) if day in shown(shots)
            ]
            origins = {store.archive.evidence(shot.evidence or 0).origin for shot in shots}
        assert origins == {"archived", "saved"}
        again = from_files(here.config, paths[:1], now=lambda: here.now, kind="coe-chart")
        assert again[0][0].changes == ()


def shown(shots: Sequence[Any]) -> set[date]:
    return {shot.published_on for shot in shots}


def saved(folder: Path, name: str, body: bytes) -> Path:
    path = folder / name
    path.write_bytes(body)
    return path


def test_the_command(tmp_path: Path) -> None:
    """`backfill FILE…` and `backfill file … FILE…`; exit codes 0, 1, 2 and 3."""
    with world(tmp_path) as here:
        path = saved(tmp_path, "old.html", page(gen2, few(), D[6]))
        newer = saved(tmp_path, "newer.html", page(gen2, few(), D[9]))
        asked = ["--config", str(here.path), "--json"]
        done = CliRunner().invoke(cli, ["backfill", str(newer), str(path), *asked], standalone_mode=False)
        assert done.return_value == 0
        [found] = json.loads(done.stdout)["treaties"]
        assert (found["used"], found["error"]) == (2, None)
        assert {change["source"] for change in found["changes"]} == {"archive"}
        words = ["backfill", "file", "--treaty", "ets-185", "--kind", "coe-chart", str(path), *asked]
        assert CliRunner().invoke(cli, words, standalone_mode=False).return_value == 0
        bad = saved(tmp_path, "bad.html", b"")
        assert CliRunner().invoke(cli, ["backfill", str(bad), *asked], standalone_mode=False).return_value == 1
        with alone(tmp_path / "tracker.db", "run"):
            for what in (["wayback"], ["wayback", "--dry-run"], [str(path)]):
                held = CliRunner().invoke(cli, ["backfill", *what, *asked], standalone_mode=False).exception
                assert isinstance(held, BusyError)
                assert held.alone
        unknown = CliRunner().invoke(cli, ["backfill", "wayback", "--treaty", "ets-158", *asked], standalone_mode=False)
        assert isinstance(unknown.exception, UsageError)


def test_the_command_asks_the_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`backfill wayback`: the list, then the run; what is skipped and where copies lack is said; 130 when stopped."""
    with archived(tmp_path, troubled(few())) as (here, archive):
        monkeypatch.setattr(client, "open_archive", lambda *_, **__: asked_by(here, archive))

        listed = invoke(here, "--dry-run", "--json")
        assert [set(one) for one in json.loads(listed.stdout)] == [{"treaty", "timestamp", "address", "size"}] * 22
        assert "22 captures listed, none fetched" in invoke(here, "--dry-run", "--treaty", "ets-185").stderr
        done = invoke(here)
        assert done.return_value == 0
        for words in ("skipped 20110101", "between 2017-06-05 and 2019-09-09", "2 not fetched", "nobody was notified"):
            assert words in done.stdout
        archive.dies_after = 0
        assert invoke(here).return_value == 1
        monkeypatch.setattr(backfill, "begin", interrupted)
        assert isinstance(invoke(here).exception, click.Abort)


def invoke(here: World, *options: str) -> Any:
    words = ["--config", str(here.path), "backfill", "wayback", *options]
    return CliRunner().invoke(cli, words, standalone_mode=False)


def interrupted(*_: Any) -> None:
    raise KeyboardInterrupt


def test_which_addresses_are_charts() -> None:
    """A prefix also lists other treaties, other languages and other pages."""
    assert source.is_chart(GEN1, "185")
    assert source.is_chart(PLAIN1, "185")
    assert source.is_chart(GEN2, "185")
    assert source.is_chart("http://conventions.coe.int/treaty/Commun/ChercheSig.asp?CL=ENG&NT=005", "5")
    for other in (PLAIN1 + "0", GEN1.replace("ENG", "FRE"), GEN2.replace("185", "189"), GEN2.replace("/en/", "/fr/")):
        assert not source.is_chart(other, "185")
    assert [query.prefix.rpartition("?")[2] for query in source.queries("12A")[:1]] == ["NT=012A"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b'[["timestamp"],["2004"]]',
        b'[["timestamp","original"',
        b"<html></html>",
        b"[[1]]",
        b'[["a"],["b","c"]]',
    ],
)
def test_an_index_that_is_none_is_refused(body: bytes) -> None:
    """Half an answer is not a short list."""
    with pytest.raises(ParseError):
        source.parse_index(body)


def test_an_empty_index_is_no_error() -> None:
    """The archive has nothing of a treaty."""
    assert source.parse_index(b"[]\n").captures == ()


def test_an_address_is_asked_for_as_it_was_captured() -> None:
    """All of it, in the path; only what would end it is quoted."""
    capture = Capture(timestamp="20040618101500", original="http://a.int/x.asp?NT=185&DF=18/06/04#top", digest="X")
    asked = source.replay_request("https://web.archive.org", capture).url

    assert asked == "https://web.archive.org/web/20040618101500id_/http://a.int/x.asp?NT=185&DF=18/06/04%23top"
    assert source.landed(asked) == datetime(2004, 6, 18, 10, 15, tzinfo=UTC)
    assert source.landed("https://web.archive.org/web/http://a.int/") is None


def test_the_name_is_kept_for_copies(tmp_path: Path) -> None:
    """No source may be called as the feed of archived copies is."""
    more = '\n[sources.archive]\nkind = "coe-chart"\nurl = "http://127.0.0.1/"\n'
    with world(tmp_path, more=more) as here, pytest.raises(ConfigError, match="archived copies"):
        _ = here.config


def test_filters_see_what_was_found(tmp_path: Path) -> None:
    """`changes` lists it among the rest, by the day it was found."""
    with archived(tmp_path, good(few())) as (here, archive):
        run(here, archive)
        with here.store() as store:
            assert store.changes.find(Filter(since=here.now.date(), participants=("AND",), kinds=("signed",)))
