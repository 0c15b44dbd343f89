"""`tracker demo`: 25 years of the real history, each of its facts told once, in the month in which it happened."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pages
import pytest
from in_sql import assert_same
from interfaces import Interfaces
from questions import Generator

from db.knowledge import Knowledge
from db.store import Store
from db.stores.log import log_entry_of
from jobs.demo.scenario import LAST, moment_of
from jobs.ingest import bundled as baseline
from tracker.answers.figures import figures
from tracker.answers.to_json import to_json
from tracker.models import Change, ChangeKind, Nature, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tracker.models.records import LogEntry

CONVENTION, PROTOCOL = "ets-185", "cets-224"
FOUNDERS = {"ALB", "HRV", "EST", "HUN"}
CONSENTS = {ChangeKind.RATIFIED, ChangeKind.ACCEDED}


@dataclass(frozen=True)
class Demo:
    """What a replay left behind."""

    folder: Path
    said: tuple[str, ...]
    changes: tuple[Change, ...]
    log: tuple[LogEntry, ...]
    figures: dict

    def told(self, treaty: str, *kinds: ChangeKind) -> list[Change]:
        """The changes of a treaty of some kinds."""
        return [change for change in self.changes if change.treaty == treaty and change.kind in kinds]

    def on(self, day: str) -> list[tuple[str, str | None]]:
        """What was told on a day of the Convention, as (kind, participant), in order."""
        found = [c for c in self.changes if c.treaty == CONVENTION and c.detected_at.date().isoformat() == day]
        return [(str(change.kind), change.participant) for change in found]


@pytest.fixture(scope="module")
def demo(demo_folder: Path, demo_said: tuple[str, ...]) -> Demo:
    """One replay for all tests of this module, and for those of the documents."""
    with Store.open(demo_folder / "tracker.db", read_only=True) as store:
        last = max(change.detected_at for change in store.changes.find())
        counted = to_json(figures(Knowledge(store), now=last, day=date(2026, 4, 29)))["treaties"]
        return Demo(
            demo_folder, demo_said, tuple(store.changes.find()), tuple(map(log_entry_of, store.log.entries())), counted
        )


# ---- the facts ---------------------------------------------------------------------------------


def bundled(treaty: str) -> list[tuple[str, str, date, date | None, date | None]]:
    """(participant, act, its date, …) of the bundled list: what must be told."""
    chart = baseline.chart_of(baseline.bundled_list(treaty))
    return [
        (row.participant, act, when, row.consent_on, row.in_force_on)
        for row in chart.rows
        for act, when in (("signed", row.signed_on), ("consent", row.consent_on), ("in_force", row.in_force_on))
        if when
    ]


FACTS = {treaty: bundled(treaty) for treaty in (CONVENTION, PROTOCOL)}
KINDS = {"signed": {ChangeKind.SIGNED}, "consent": CONSENTS, "in_force": {ChangeKind.ENTERED_INTO_FORCE}}


def test_the_bundled_lists_hold_the_facts_counted_in_the_design() -> None:
    """212 facts of ETS 185, 56 of CETS 224."""
    counted = {treaty: Counter(fact[1] for fact in facts) for treaty, facts in FACTS.items()}

    assert counted == {
        CONVENTION: {"signed": 50, "consent": 81, "in_force": 81},
        PROTOCOL: {"signed": 52, "consent": 4},
    }


@pytest.mark.parametrize(
    ("treaty", "name", "later"),
    [
        (CONVENTION, "ets-185-chart-2026-04-25.csv", set()),
        (PROTOCOL, "cets-224-2026-02-05.csv", {("CRI", "consent", date(2026, 4, 15))}),
    ],
)
def test_the_bundled_lists_are_the_tables_they_were_made_from(treaty: str, name: str, later: set[Any]) -> None:
    """Every date of the shared table, what came after it, and no other."""
    columns = {"signed": "signature", "consent": "consent", "in_force": "entry_into_force"}
    table = {
        (row["iso3"], act, date.fromisoformat(row[column]))
        for row in pages.shared_rows(f"data/{name}")
        for act, column in columns.items()
        if row[column]
    }

    assert {fact[:3] for fact in FACTS[treaty]} == table | later


@pytest.mark.parametrize(
    ("treaty", "fact"),
    [pytest.param(t, fact, id=f"{t}-{fact[0]}-{fact[1]}") for t, facts in FACTS.items() for fact in facts],
)
def test_each_act_is_told_once_in_its_month(demo: Demo, treaty: str, fact: tuple) -> None:
    """One change of the act's kind, with its date, detected in the month in which it happened."""
    participant, act, when, *_ = fact

    told = [change for change in demo.told(treaty, *KINDS[act]) if change.participant == participant]

    assert [(change.after, change.effective_on) for change in told] == [(when.isoformat(), when)]
    assert month(told[0]) == (when.year, when.month)
    assert told[0].nature is Nature.EVENT
    assert told[0].before is None
    assert told[0].summary.endswith(".")


@pytest.mark.parametrize(
    "fact", [pytest.param(fact, id=fact[0]) for fact in FACTS[CONVENTION] if fact[1] == "in_force"]
)
def test_each_entry_into_force_is_announced_once(demo: Demo, fact: tuple) -> None:
    """Set in the month of the consent, as the chart then prints it; for the founders when the fifth consented."""
    participant, _, when, consent_on, _ = fact
    printed_on = date(2004, 3, 18) if participant in FOUNDERS else consent_on

    told = [c for c in demo.told(CONVENTION, ChangeKind.ENTRY_INTO_FORCE_SET) if c.participant == participant]

    assert [(change.after, change.before) for change in told] == [(when.isoformat(), None)]
    assert month(told[0]) == (printed_on.year, printed_on.month)


def month(change: Change) -> tuple[int, int]:
    """The month in which a change was told."""
    return change.detected_at.year, change.detected_at.month


def test_nothing_else_is_told(demo: Demo) -> None:
    """The acts, their announcements, and the treaty's own two: no correction, no retraction, nothing editorial."""
    assert Counter(c.kind for c in demo.changes if c.treaty == CONVENTION) == {
        ChangeKind.SIGNED: 50,
        ChangeKind.RATIFIED: consents_with(CONVENTION, signed=True),
        ChangeKind.ACCEDED: consents_with(CONVENTION, signed=False),
        ChangeKind.ENTRY_INTO_FORCE_SET: 81,
        ChangeKind.ENTERED_INTO_FORCE: 81,
        ChangeKind.TREATY_ENTRY_INTO_FORCE_SET: 1,
        ChangeKind.TREATY_ENTERED_INTO_FORCE: 1,
    }
    assert Counter(c.kind for c in demo.changes if c.treaty == PROTOCOL) == {
        ChangeKind.SIGNED: 52,
        ChangeKind.RATIFIED: 4,
    }
    assert {change.nature for change in demo.changes} == {Nature.EVENT}


def consents_with(treaty: str, *, signed: bool) -> int:
    """How many consented, with or without a signature."""
    signatories = {fact[0] for fact in FACTS[treaty] if fact[1] == "signed"}
    return sum(1 for fact in FACTS[treaty] if fact[1] == "consent" and (fact[0] in signatories) is signed)


# ---- single days -------------------------------------------------------------------------------


def test_the_fifth_consent_of_2004(demo: Demo) -> None:
    """31 March 2004: Lithuania's ratification, the treaty's date, then that of the five."""
    five = ["ALB", "EST", "HRV", "HUN", "LTU"]

    assert demo.on("2004-03-31") == [
        ("ratified", "LTU"),
        ("treaty_entry_into_force_set", None),
        *[("entry_into_force_set", who) for who in five],
    ]
    ratified = demo.told(CONVENTION, ChangeKind.RATIFIED)[4]
    assert (ratified.participant, ratified.effective_on) == ("LTU", date(2004, 3, 18))
    assert "fifth of five" in ratified.summary


def test_the_entry_into_force_of_2004(demo: Demo) -> None:
    """31 July 2004: the treaty entered into force, and for its five founders; besides what else July brought."""
    five = ["ALB", "EST", "HRV", "HUN", "LTU"]
    told = demo.on("2004-07-31")
    expected = [("treaty_entered_into_force", None), *[("entered_into_force", who) for who in five]]

    assert [fact for fact in told if fact in expected] == expected
    rest = {fact for fact in told if fact not in expected}
    july = {who for who, act, when, *_ in FACTS[CONVENTION] if act != "in_force" and month_of(when) == (2004, 7)}
    assert {who for _, who in rest} == july


def month_of(when: date) -> tuple[int, int]:
    """The month of a day."""
    return when.year, when.month


def test_serbia_and_montenegro_signed(demo: Demo) -> None:
    """The signature of 7 April 2005 is told in the name of the State whose act it was."""
    signed = [c for c in demo.told(CONVENTION, ChangeKind.SIGNED) if c.effective_on == date(2005, 4, 7)]

    assert {change.participant for change in signed} == {"SRB", "MNE"}
    assert {change.name for change in signed} == {"Serbia and Montenegro"}
    assert all(change.summary.startswith("Serbia and Montenegro signed") for change in signed)
    later = [c for c in demo.told(CONVENTION, *CONSENTS) if c.participant in ("SRB", "MNE")]
    assert {change.name for change in later} == {"Serbia", "Montenegro"}


def test_the_protocol_is_not_in_force(demo: Demo) -> None:
    """Four consents of five: none of the summaries speaks of a Party, or of an entry into force."""
    texts = [change.summary for change in demo.told(PROTOCOL, *CONSENTS)]

    assert [
        ordinal
        for text in texts
        for ordinal in ("first", "second", "third", "fourth")
        if f"the {ordinal} of five" in text
    ] == ["first", "second", "third", "fourth"]
    assert all("not in force" in text for text in texts)
    assert not [change for change in demo.changes if change.treaty == PROTOCOL and "Part" in change.summary]


# ---- what is left behind -----------------------------------------------------------------------


def test_no_guard_trips(demo: Demo) -> None:
    """Every read is accepted: none failed, none quarantined."""
    outcomes = Counter(entry.outcome for entry in demo.log if entry.what == "check")

    assert set(outcomes) == {Outcome.BASELINE, Outcome.CHANGED, Outcome.UNCHANGED}
    assert outcomes[Outcome.BASELINE] == 2
    assert not [entry for entry in demo.log if entry.outcome in (Outcome.FAILED, Outcome.QUARANTINED)]


def test_a_read_at_the_end_of_every_month(demo: Demo) -> None:
    """25 years of the one treaty and four of the other: no month is left out."""
    months = sorted({(entry.at.year, entry.at.month) for entry in demo.log if entry.what == "check"})

    assert months[0] == (2001, 10)
    assert months[-1] == (2026, 4)
    assert len(months) == 12 * 24 + 7


def test_figures_at_the_end(demo: Demo) -> None:
    """81 consents, all in force, 2 signatories, 50 signatures; of the Protocol 4, none, 48, 52."""
    counted = {
        treaty: [found[key] for key in ("consents", "in_force", "signatories", "signatures")]
        for treaty, found in demo.figures.items()
    }

    assert counted == {CONVENTION: [81, 81, 2, 50], PROTOCOL: [4, 0, 48, 52]}
    assert said(demo.said, "ets-185", "81 consents, 81 in force, 2 signatories, 50 signatures")
    assert said(demo.said, "cets-224 on 2026-04-29", "4 consents, 0 in force, 48 signatories, 52 signatures")


def said(lines: Iterable[str], *words: str) -> bool:
    """Does a line hold all the words?"""
    return any(all(word in line for word in words) for line in lines)


def test_the_database_is_sound(demo: Demo) -> None:
    """SQLite's own checks find nothing."""
    with closing(sqlite3.connect(demo.folder / "tracker.db")) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_the_report_tells_them_all(demo: Demo) -> None:
    """An HTML page that names every one that acted, with the foot that every report has."""
    page = (demo.folder / "report.html").read_text(encoding="utf-8")

    assert page.lstrip().lower().startswith("<!doctype html")
    assert "Serbia and Montenegro signed" in page
    assert "unofficial" in page
    assert all(change.name.split()[0] in page for change in demo.changes if change.name)


# ---- the same in SQL ----------------------------------------------------------------------------


def test_sql_says_what_the_answers_say(demo: Demo) -> None:
    """On thirty days from the opening of the Convention on, of those who acted late and of those who did not."""
    with Store.open(demo.folder / "tracker.db", read_only=True) as store:
        for treaty in store.treaties.all():
            for number in range(30):
                day = date(2001, 11, 1) + number * timedelta(days=305)
                assert_same(
                    store,
                    treaty,
                    day,
                    [("FRA", "HUN"), ("SRB", "MNE"), ("IRL", "JPN")],
                    now=datetime(2026, 6, 15, 12, tzinfo=UTC),
                )


# ---- the interfaces ----------------------------------------------------------------------------


def test_every_interface_answers_alike(demo: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixty generated questions; `tests/api/test_interfaces.py` asks the others."""
    monkeypatch.setattr("jobs.clock.utc_now", lambda: moment_of(LAST[PROTOCOL]))
    database = demo.folder / "tracker.db"
    asked = Interfaces(database, demo.folder / "site").compare(Generator(189, database).questions(60))
    assert asked["python"] == 60
    assert min(asked.values()) > 0, asked
