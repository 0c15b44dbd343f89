"""Lists of statements through the whole pipeline: read over HTTP, told once two reads agree, or not believed."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from declared import AMENDED, FRANCE, NORWAY, ON_TERRITORY, RESERVED, TURKIYE, declared, later, texts
from states import ALBANIA
from world import World, declaration, world

from db.knowledge import Knowledge
from jobs.demo.standin import SERVICE_PATH, STATEMENTS_PATH, Fault
from jobs.ingest.decisions import accept, reject
from jobs.publish.feeds import publish
from jobs.publish.report import gather
from jobs.service.status import status
from tracker.answers.history import provenance
from tracker.answers.statements import ages
from tracker.answers.to_json import to_json
from tracker.cli import cli
from tracker.cli.kit.options import Globals
from tracker.errors import ConfigError, UsageError
from tracker.models import SourceState
from tracker.models.cadences import parse_cadence
from tracker.report.render import Format, render

if TYPE_CHECKING:
    from pathlib import Path

    from receivers import Post

    from tracker.models import Change


CHANNEL = '\n[[notify]]\nname = "legal"\nurl = "json://127.0.0.1:9/"\ndigest = "daily"\n'


@pytest.fixture
def w(w: World) -> World:
    """Three statements on the list, none of them read yet."""
    return declared(w)


def kinds(changes: list[Change]) -> list[tuple[str, str | None]]:
    """What was told, as (kind, participant)."""
    return [(change.kind.value, change.participant) for change in changes]


# ---- told once two reads agree ----------------------------------------------------------------------


def test_the_first_list_is_history(w: World) -> None:
    """Nobody is told of what was there before the first read; a check by hand reads the list."""
    w.check()

    assert w.changes() == []
    assert [(s["participant"], s["kind"], s["article"]) for s in w.statements()] == [
        ("FRA", "reservation", "20"),
        ("NOR", "declaration", "38"),
        ("TUR", "authority", "24"),
    ]


def test_made_amended_and_withdrawn_are_told_by_the_second_read_and_once(w: World) -> None:
    """One read waits, one that agrees tells, a third has nothing to tell; nothing of it stands in a chart's entry."""
    w.declare(FRANCE, NORWAY)
    w.check()
    w.declare(AMENDED, {**NORWAY, "date_Effet_Retrait": "2026-05-01T00:00:00"}, TURKIYE)

    assert w.check().changes == ()
    assert w.changes() == []
    w.wait(hours=13)
    assert w.check().changes == ()
    told = w.changes()
    assert kinds(told) == [("statement_amended", "FRA"), ("statement_withdrawn", "NOR"), ("statement_made", "TUR")]
    assert all((c.source, c.field, c.snapshot, c.nature) == ("statements", "statement", None, "event") for c in told)
    assert told[1].effective_on is not None
    assert told[1].effective_on.isoformat() == "2026-05-01"

    later(w)
    assert len(w.changes()) == 3
    assert [s["withdrawn_on"] for s in w.statements(participants=["norway"])] == ["2026-05-01"]


def test_a_second_read_too_soon_does_not_confirm(w: World) -> None:
    """`confirm_after` must have passed between the two."""
    w.read_statements()
    w.declare(AMENDED, NORWAY, TURKIYE)
    w.read_statements()
    w.wait(hours=1)
    w.read_statements()

    assert w.changes() == []
    assert kinds([change for entry in later(w) for change in entry.changes]) == [("statement_amended", "FRA")]


def test_an_equal_one_waits_for_itself(w: World) -> None:
    """A second statement with the same words is told once two reads show two."""
    w.declare(NORWAY)
    w.read_statements()
    w.declare(NORWAY, FRANCE)
    later(w)
    w.declare(NORWAY, FRANCE, FRANCE)
    later(w)
    assert kinds(w.changes()) == [("statement_made", "FRA")]

    later(w)
    assert kinds(w.changes()) == [("statement_made", "FRA")] * 2
    assert len(w.statements()) == 3


def test_with_0s_the_second_read_confirms(tmp_path: Path) -> None:
    """Never the first."""
    with world(tmp_path, confirm_after="0s") as w:
        w.declare(FRANCE)
        w.read_statements()
        w.declare(FRANCE, NORWAY)

        assert w.read_statements()[0].changes == ()
        assert kinds(list(w.read_statements()[0].changes)) == [("statement_made", "NOR")]


@pytest.mark.parametrize("conditional", [False, True])
def test_the_same_bytes_and_a_304_count_as_a_read(w: World, *, conditional: bool) -> None:
    """The second read need not be parsed anew to agree."""
    w.standin.conditional = conditional
    w.read_statements()
    w.declare(AMENDED, NORWAY, TURKIYE)
    w.read_statements()

    assert kinds([change for entry in later(w) for change in entry.changes]) == [("statement_amended", "FRA")]
    assert ("if-none-match" in w.standin.requests[-1].headers) is conditional


def test_seen_otherwise_in_between_it_begins_anew(w: World) -> None:
    """A difference that went and came back is no confirmed one."""
    w.read_statements()
    w.declare(NORWAY, TURKIYE)
    later(w)
    w.declare(FRANCE, NORWAY, TURKIYE)
    later(w)
    w.declare(NORWAY, TURKIYE)
    later(w)
    assert w.changes() == []

    later(w)
    assert kinds(w.changes()) == [("statement_no_longer_shown", "FRA")]


def test_a_failed_read_counts_as_nothing(w: World) -> None:
    """It neither confirms nor clears."""
    w.read_statements()
    w.declare(AMENDED, NORWAY, TURKIYE)
    w.read_statements()
    w.standin.faults[STATEMENTS_PATH] = Fault.BROKEN
    assert later(w)[0].outcome == "failed"
    assert w.changes() == []

    w.standin.faults.clear()
    later(w)
    assert kinds(w.changes()) == [("statement_amended", "FRA")]


def test_there_and_back_is_two_changes(w: World) -> None:
    """A→B→A, each seen twice."""
    w.read_statements()
    for shown in (AMENDED, FRANCE):
        w.declare(shown, NORWAY, TURKIYE)
        later(w)
        later(w)

    one, two = w.changes()
    assert kinds([one, two]) == [("statement_amended", "FRA")] * 2
    assert (one.before, one.after) == (two.after, two.before)


def test_reordered_rewrapped_and_with_other_entities_it_is_the_same(w: World) -> None:
    """What a person would read as the same text is no change, and no new version."""
    w.read_statements()
    before = w.statements()
    wrapped = RESERVED.replace(" ", "\n  ").replace("Republic", "Re&#112;ublic")
    w.declare(TURKIYE, NORWAY, {**FRANCE, "texte_Decl": f"<div><p style='x'>{wrapped}&nbsp;</p></div>"})
    later(w)
    later(w)

    assert w.changes() == []
    ids = {found["participant"]: found["id"] for found in before}
    assert {found["participant"]: found["id"] for found in w.statements()} == ids


def test_what_is_told_is_owed_once_and_explained(tmp_path: Path) -> None:
    """Owed to each channel once; `why`, the report and the feeds know a change without a chart."""
    with world(tmp_path, more=CHANNEL) as w:
        w.show(ALBANIA)
        w.declare(FRANCE)
        w.check()
        w.declare(AMENDED)
        w.check()
        w.wait(hours=13)
        w.check()
        w.check()
        with w.store() as store:
            (change,) = store.changes.find()
            assert [owed.channel for owed in store.outbox.deliveries(change=change.id)] == ["legal"]
            found = to_json(provenance.why(Knowledge(store), change.id))
            assert (found["snapshot"], found["previous_snapshot"]) == (None, None)
            assert [item["source"] for item in found["evidence"]] == ["statements"]
            for form in Format:
                assert "France" in render(gather(store, answers_filter(), now=w.now), form)
            publish(store, tmp_path / "public", now=w.now)
        assert "statement_amended" in (tmp_path / "public" / "changes.json").read_text()
        assert "France" in (tmp_path / "public" / "feeds" / "ets-185.xml").read_text()


def test_what_is_told_is_delivered_once(tmp_path: Path, post: Post) -> None:
    """In the pass by hand that confirms it."""
    with world(tmp_path, more=CHANNEL.replace("daily", "immediate"), confirm_after="0s") as w:
        w.show(ALBANIA)
        w.declare(FRANCE)
        w.check()
        w.declare(AMENDED)
        w.check()
        assert post.sent == []
        w.check()
        w.check()

        (message,) = post.to("legal")
        assert "France" in message.text


def answers_filter() -> Any:
    """All changes."""
    from tracker.models.records import Filter

    return Filter()


def test_a_statement_is_nothing_to_the_chart(w: World) -> None:
    """Told of a participant, it adds no row to what is known of the treaty, and no finding."""
    w.check()
    before = w.parties()
    w.declare(FRANCE, NORWAY, TURKIYE, declaration("Japan", ON_TERRITORY, nature="Declaration", article="38"))
    w.check()
    w.wait(hours=13)
    w.check()

    assert kinds(w.changes()) == [("statement_made", "JPN")]
    assert w.parties().keys() == before.keys()
    assert w.check().outcome == "unchanged"


# ---- failures, health -------------------------------------------------------------------------------


_BAD = [
    fault
    for fault in Fault
    if fault
    not in (
        *(Fault.GZIP, Fault.NO_DATE, Fault.JSON_AS_HTML, Fault.BUSY_ONCE, Fault.WRONG_TREATY, Fault.NOT_UTF8),
        *(Fault.HANG, Fault.DRIP_BODY, Fault.DRIP_HEADERS),
    )
]


@pytest.mark.parametrize("fault", _BAD)
def test_a_list_that_fails_changes_neither_outcome_nor_exit_code(
    w: World, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever comes in its place: the chart is as it was, the statements stand, and the list's own health shows it."""
    w.check()
    w.standin.faults[STATEMENTS_PATH] = fault
    monkeypatch.setattr("jobs.clock.utc_now", lambda: w.now)

    done = CliRunner().invoke(cli, ["--config", str(w.path), "check", "--json"], obj=Globals())
    assert done.exit_code == 0, done.output
    assert [check["outcome"] for check in json.loads(done.stdout)["checks"]] == ["unchanged"]
    with w.store() as store:
        (listed,) = store.treaties.document_feeds("statements")
    assert (listed.state, listed.failures) == (SourceState.DEGRADED, 1)
    assert len(w.statements()) == 3
    assert w.changes() == []


def test_a_slow_list_is_given_up(tmp_path: Path) -> None:
    """Its time-out is that of every request."""
    with world(tmp_path) as w:
        w.path.write_text(w.path.read_text().replace('timeout = "5s"', 'timeout = "1s"'))
        w.show(ALBANIA)
        w.standin.faults[STATEMENTS_PATH] = Fault.HANG

        assert w.check().outcome == "baseline"
        with w.store() as store:
            assert "1" in (store.treaties.document_feeds("statements")[0].last_error or "")


def test_a_service_without_such_a_list_is_no_reason_for_alarm(tmp_path: Path) -> None:
    """Shown with its state, and neither unhealthy nor alerted while nothing ever came; afterwards like any source."""
    with world(tmp_path, more=CHANNEL) as w:
        w.show(ALBANIA)
        w.standin.faults[STATEMENTS_PATH] = Fault.BROKEN
        for _ in range(4):
            w.check()
        with w.store() as store:
            found = status(store, now=w.now)
            assert (found["healthy"], store.outbox.notices()) == (True, [])
        lines = {line["source"]: line["state"] for line in found["sources"]}
        assert lines == {"coe-service": "ok", "statements": "down"}

        w.standin.faults.clear()
        w.check()
        w.standin.faults[STATEMENTS_PATH] = Fault.BROKEN
        for _ in range(3):
            w.check()
        with w.store() as store:
            found = status(store, now=w.now)
            [subject] = [notice.subject for notice in store.outbox.notices()]
        assert subject == "Tracker: the Treaty Office's list of statements (ETS 185) is down"
        assert not found["healthy"]
        assert found["reasons"][0].startswith("the Treaty Office's list of statements of ETS 185 is down")


def test_a_list_not_read_for_two_of_its_cadences_is_late(w: World) -> None:
    """Its own cadence, not that of checks."""
    w.check()
    w.wait(hours=40)
    for hours, late in ((0, False), (10, True)):
        w.wait(hours=hours)
        w.check(sources=["coe-service"]) if not late else None
        with w.store() as store:
            checks, lists = parse_cadence("every 5d"), parse_cadence("every 4h")
            reasons = status(store, now=w.now, cadence=checks, list_cadence=lists)["reasons"]
        assert bool(reasons) is late


def test_where_the_chart_failed_the_list_is_not_asked_for(w: World) -> None:
    """The service is down: no second question."""
    w.standin.faults[SERVICE_PATH] = Fault.BROKEN
    w.check()

    assert STATEMENTS_PATH not in {asked.path for asked in w.standin.requests}


def test_a_treaty_without_the_service_has_no_list(tmp_path: Path) -> None:
    """A page of its own kind has none."""
    with world(tmp_path, sources=("coe-members",)) as w:
        assert w.read_statements() == []


def test_a_refused_key_is_found_on_the_page(w: World) -> None:
    """As for the chart."""
    w.read_statements()
    w.standin.key = "another-key-of-the-stand-in"

    assert later(w)[0].outcome == "unchanged"


def test_no_source_may_take_the_name(tmp_path: Path) -> None:
    """Its feed would be another's."""
    more = '[sources.statements]\nkind = "coe-members"\nurl = "http://127.0.0.1:9/"\n'
    with world(tmp_path, more=more) as w, pytest.raises(ConfigError, match="statements"):
        assert w.config


# ---- quarantine -------------------------------------------------------------------------------------


def test_an_empty_list_after_a_full_one_is_quarantined_once(tmp_path: Path) -> None:
    """One item, one alert, nothing told, the statements stand; a later full list supersedes it."""
    with world(tmp_path, more=CHANNEL) as w:
        w.show(ALBANIA)
        w.declare(FRANCE, NORWAY)
        w.check()
        w.declare()
        for _ in range(3):
            assert w.check().outcome == "unchanged"
        with w.store() as store:
            (item,) = store.decisions.items(only_open=True)
            assert (item.source, item.kind) == ("statements", "statements")
            assert ["list of statements" in notice.subject for notice in store.outbox.notices()] == [True]
        assert (len(w.statements()), w.changes()) == (2, [])

        w.declare(FRANCE, NORWAY)
        w.check()
        with w.store() as store:
            assert [found.decision for found in store.decisions.items()] == ["superseded"]


def test_accepted_it_applies_whole_and_at_once(w: World) -> None:
    """A person has said that all of them are gone."""
    w.check()
    w.declare()
    w.check()
    with w.store() as store:
        (item,) = store.decisions.items()

    entry = accept(w.config, item.id, lambda: w.now)
    assert (entry.source, len(entry.changes)) == ("statements", 3)
    assert kinds(w.changes()) == [("statement_no_longer_shown", who) for who in ("FRA", "NOR", "TUR")]
    assert [found["last_shown_on"] for found in w.statements()] == ["2026-06-15"] * 3
    with pytest.raises(UsageError):
        accept(w.config, item.id, lambda: w.now)


def test_rejected_it_stays_rejected(w: World) -> None:
    """The same bytes again are the same item."""
    w.check()
    w.declare()
    w.check()
    with w.store() as store:
        (item,) = store.decisions.items()
    reject(w.config, item.id, lambda: w.now)
    w.check()

    with w.store() as store:
        assert [found.decision for found in store.decisions.items()] == ["rejected"]
    assert len(w.statements()) == 3


def test_accepted_later_it_was_not_known_before(w: World) -> None:
    """Until a person believes that all are gone they stand, also when that is asked afterwards."""
    w.check()
    w.declare()
    w.wait(hours=1)
    w.check()
    read, doubted = w.now, w.now + timedelta(days=1)
    w.wait(days=3)
    before = w.statements(known_at=doubted)
    accept(w.config, 1, lambda: w.now)

    assert (len(before), w.statements(known_at=doubted)) == (3, before)
    assert [found["last_shown_on"] for found in before] == [None] * 3
    assert [found["last_shown_on"] for found in w.statements(known_at=w.now)] == ["2026-06-15"] * 3
    with w.store() as store:
        (then,), (now,) = ages(Knowledge(store, doubted)), ages(Knowledge(store, w.now))
    assert then.read_at
    assert now.read_at
    assert then.read_at < now.read_at == read


# ---- all or nothing ---------------------------------------------------------------------------------


def test_a_transaction_that_breaks_leaves_nothing(w: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Broken off between the new version and the change: neither is there, and the next read tells it once."""
    w.read_statements()
    w.declare(AMENDED, NORWAY, TURKIYE)
    w.read_statements()

    def broken(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("jobs.ingest.statements.record_statement_changes", broken)
        with pytest.raises(KeyboardInterrupt):
            later(w)
    assert (texts(w, participants=["FRA"]), w.changes()) == ([RESERVED], [])

    later(w)
    later(w)
    assert kinds(w.changes()) == [("statement_amended", "FRA")]
