"""Discrepancies as a user meets them: through the database and the command, in one alert, in one sentence."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from pages import About, Fact, gen3
from states import ALBANIA, IRELAND
from world import World, but, day_of, row, world

import tracker.cli
from db.knowledge import Knowledge
from db.store import Store
from jobs.context import begin
from jobs.notify.disagreements import watch
from tracker.answers.reconciliation import reconcile, sentence
from tracker.reconcile import Finding, Shown, Status
from tracker.reconcile.reasons import Dates
from tracker.wording.findings import disagreements, explanation, summary

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


# ---- the whole, through the database ------------------------------------------------------------


OPS = '\n[[notify]]\nname = "ops"\nurl = "json://nowhere.invalid/"\ndigest = "daily"\n'  # a check delivers no digest


def on_chart(w: World, *rows: Any) -> None:
    """The chart as a page shows these rows."""
    facts = [
        Fact(
            name=one.name,
            group=one.group,
            signed=day_of(one.signed),
            consent=day_of(one.consent),
            in_force=day_of(one.in_force),
        )
        for one in rows
    ]
    w.show_chart(gen3(facts, About(status=w.now.date())))


@pytest.fixture
def w(open_world: Callable[..., World], monkeypatch: pytest.MonkeyPatch) -> World:
    """Two sources of one treaty that disagree on when Ireland signed."""
    made = open_world(sources=("coe-service", "coe-chart"), more=OPS)
    monkeypatch.chdir(made.folder)
    monkeypatch.setattr("jobs.clock.utc_now", lambda: made.now)
    made.show(ALBANIA, IRELAND)
    on_chart(made, ALBANIA, but(IRELAND, signed="2002-02-27"))
    made.check_all()
    return made


@pytest.fixture
def ask(w: World, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, Any, str]]:
    """`tracker reconcile --json`: exit code, answer, errors."""

    def run(*words: str) -> tuple[int, Any, str]:
        assert w
        code = tracker.cli.run(["reconcile", *words, "--json"])
        out, err = capsys.readouterr()
        return code, json.loads(out) if out else None, err

    return run


def test_the_command_lists_what_does_not_agree(ask: Callable[..., tuple[int, Any, str]]) -> None:
    """A list of objects, the evidence of both; a summary beside it; exit 0 all the same."""
    code, found, err = ask("--treaty", "ets-185")
    [odd] = [one for one in found if one["participant"]]
    assert code == 0
    assert {"treaty", "participant", "field", "status", "values", "explanation"} <= set(odd)
    assert (odd["treaty"], odd["participant"], odd["field"], odd["status"]) == ("ets-185", "IRL", "signed_on", "differ")
    assert odd["values"] == [
        {"source": "coe-service", "value": "2002-02-28", "evidence": 1},
        {"source": "coe-chart", "value": "2002-02-27", "evidence": 2},
    ]
    assert "1 differs" in err
    assert all(one["status"] != "agree" for one in found)

    everything = ask("--all")[1]
    assert {one["status"] for one in everything} >= {"agree", "differ", "rule_floor"}
    assert len(everything) > len(found)


def test_an_unknown_treaty_is_a_mistake_of_the_persons(ask: Callable[..., tuple[int, Any, str]]) -> None:
    """Exit 2, naming the nearest."""
    code, _, err = ask("--treaty", "ets-18")
    assert (code, "ets-185" in err) == (2, True)


def test_the_grace_of_a_source_is_the_configurations(w: World, ask: Callable[..., tuple[int, Any, str]]) -> None:
    """A signature of last week that the page does not show yet."""
    signs = row("Iceland", signed="2026-06-09")
    w.path.write_text(w.path.read_text().replace("[sources.coe-chart]", '[sources.coe-chart]\ngrace = "60d"'))
    w.show(ALBANIA, IRELAND, signs)
    on_chart(w, ALBANIA, IRELAND)
    w.wait(hours=1)
    w.check_all()
    statuses = {(one["participant"], one["field"]): one["status"] for one in ask()[1]}
    assert statuses["ISL", "signed_on"] == "lagging"

    w.wait(days=60)
    on_chart(w, ALBANIA, IRELAND)
    w.check_all()
    assert {(one["participant"], one["field"]): one["status"] for one in ask()[1]}["ISL", "signed_on"] == "missing"


def test_the_bundled_lists_against_the_official_figures(tmp_path: Path) -> None:
    """Known days are the same; 47 signatures against 48 are Peru's; the invited of past days are not known."""
    shipped = 'id = "cets-224"\nnumber = "224"\nname = "Second Protocol"\nsources = ["coe-service"]\n'
    with world(tmp_path, more=f"\n[[treaty]]\n{shipped}") as w:
        w.init()
        with w.store() as store:
            found = [one for one in reconcile(Knowledge(store), now=w.now) if one.status.startswith("claim")]
    by = {(one.treaty, one.field, one.values[0].value, one.status): one for one in found}
    peru = by["cets-224", "signatures", 47, Status.CLAIM_DIFFERS]
    assert [value.value for value in peru.values] == [47, 48]
    assert "47 without Peru (2024-12-12)" in explanation(peru)
    press = by["ets-185", "consents", 77, Status.CLAIM_DIFFERS]
    assert [(value.source, value.value) for value in press.values] == [("published figure", 77), ("coe-service", 76)]
    assert {key[:3] for key in by if key[3] is Status.CLAIM_DIFFERS} == {
        ("cets-224", "signatures", 47),
        ("ets-185", "consents", 77),
    }
    assert {key[:3] for key in by if key[3] is Status.CLAIM_UNKNOWN} == {
        *(("ets-185", "invited", number) for number in (18, 19, 22)),
        *(("ets-185", "total", number) for number in (82, 91, 93, 96, 97)),  # 97: of 2026-04-17
    }
    assert "no consent has followed; 46 in all" in explanation(by["cets-224", "signatures", 44, Status.CLAIM_SAME])
    assert ("ets-185", "total", 97, Status.CLAIM_SAME) in by


# ---- one alert ----------------------------------------------------------------------------------


def look(w: World) -> int:
    """The daemon's job, now."""
    with w.store() as store:
        return watch(begin(store, w.config, w.now))


def alerts(w: World) -> list[str]:
    """What is owed to who takes alerts."""
    with w.store() as store:
        return [notice.text for notice in store.outbox.notices() if "disagree" in notice.subject]


def test_a_disagreement_that_lasts_is_one_alert(w: World) -> None:
    """Not at the first look, once at one that is late enough, and never again while it stays."""
    assert (look(w), alerts(w)) == (0, [])
    w.wait(hours=11)
    assert look(w) == 0
    w.wait(hours=2)
    assert look(w) == 1
    [told] = alerts(w)
    assert "Ireland (signature): coe-service shows 2002-02-28; coe-chart shows 2002-02-27" in told
    assert "tracker reconcile" in told
    w.wait(days=30)
    assert look(w) == 0
    assert len(alerts(w)) == 1


def test_an_alert_about_the_treaty_itself_names_nobody() -> None:
    found = Finding(
        treaty="ets-185",
        participant=None,
        name=None,
        field="treaty_in_force_on",
        status=Status.DIFFER,
        values=(Shown(source="coe-service", value="2004-07-01"), Shown(source="coe-chart", value="2004-07-02")),
        reason=Dates(shown=(("coe-service", "2004-07-01"), ("coe-chart", "2004-07-02"))),
    )
    told, *_ = disagreements([found]).text.splitlines()
    assert told.startswith("ETS 185, the treaty itself (entry into force): coe-service shows 2004-07-01")


def test_another_disagreement_is_another_alert(w: World) -> None:
    """Other values, or the same ones come back after agreement: each must last anew."""
    look(w)
    w.wait(days=1)
    look(w)
    for signed in ("2002-02-26", "2002-02-28", "2002-02-26"):
        on_chart(w, ALBANIA, but(IRELAND, signed=signed))
        w.check_all()
        assert look(w) == 0
        w.wait(days=1)
        assert look(w) == (signed != "2002-02-28")
    assert len(alerts(w)) == 3


def test_what_may_only_lag_is_no_alert(w: World) -> None:
    """Nor is a rule, a parent or an official figure: those stand in the command's answer."""
    w.path.write_text(w.path.read_text().replace("[sources.coe-chart]", '[sources.coe-chart]\ngrace = "60d"'))
    w.show(ALBANIA, IRELAND, row("Iceland", signed="2026-06-09"))
    on_chart(w, ALBANIA, IRELAND)
    w.check_all()
    look(w)
    w.wait(days=2)
    assert (look(w), alerts(w)) == (0, [])


def test_a_look_that_finds_nothing_new_writes_nothing(w: World) -> None:
    """It is done every day for years."""
    look(w)
    with Store.open(w.folder / "tracker.db", read_only=True) as store:
        assert watch(begin(store, w.config, w.now)) == 0


# ---- in one sentence ----------------------------------------------------------------------------


def test_the_line_of_a_report(w: World) -> None:
    """What was compared, and how it came out."""
    with w.store() as store:
        said = sentence(Knowledge(store), now=w.now, treaties=["ets-185"])
    assert said.startswith("Compared: 3 facts agree between sources; 1 differs; 2 are explained by the treaty's own; ")
    assert said.endswith(".")


def test_nothing_to_compare_is_said_too() -> None:
    """An empty list is an answer."""
    assert summary([]) == "Compared: there is nothing to compare yet."
    assert summary([Status.LAGGING] * 2) == "Compared: 2 may only lag."
