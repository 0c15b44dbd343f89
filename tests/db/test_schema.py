"""The SQL interface: every view described, docs/schema.md as the database is, and its fourteen questions as written."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from world import SECOND_PROTOCOL, World, but, declaration, row, world

from db.knowledge import Knowledge
from db.public.describe import VIEWS, View, type_of
from db.public.queries import QUERIES, Query
from db.store import Store
from jobs.demo.standin import Fault
from tracker.answers import figures, standing
from tracker.answers.figures import series
from tracker.answers.to_json import to_json
from tracker.models import (
    FLAG_LETTERS,
    ChangeKind,
    Chart,
    Field,
    Nature,
    Reach,
    Row,
    Standing,
    StatementKind,
    Treaty,
    Validators,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).parents[2] / "docs"

#: Of the full-text search; not an interface.
BEHIND = {"statement_standing"}

DENMARK = declaration(
    "Denmark",
    "The Government declares that the Convention shall not apply to the Feroe Islands and Greenland.",
    nature="Territorial Application",
    article="38",
    effective="2005-10-01",
)


def _bundled(treaty: str) -> list[dict[str, Any]]:
    name = files("tracker") / "data" / "baseline" / f"{treaty}.json"
    rows: list[dict[str, Any]] = json.loads(name.read_text())["rows"]
    return rows


def _shown(treaty: str) -> list[Any]:
    """The bundled list, as the service would show it."""
    return [
        row(
            found["name"],
            found["group"],
            code=found.get("code", "XXX"),
            signed=found.get("signed_on"),
            consent=found.get("consent_on"),
            in_force=found.get("in_force_on"),
        )
        for found in _bundled(treaty)
    ]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Two treaties from the bundled lists, then read live: Ireland has ratified and Mauritius is
    suspended meanwhile; and a list of statements."""
    with world(tmp_path_factory.mktemp("schema"), more=SECOND_PROTOCOL) as made:
        made.init()
        convention = [
            but(shown, extra={"DateSuspension": "2026-06-10T00:00:00"}) if shown.name == "Mauritius" else shown
            for shown in _shown("ets-185")
            if shown.name != "Ireland"
        ]
        ireland = row("Ireland", signed="2002-02-28", consent="2026-06-01", in_force="2026-10-01")
        made.show(*convention, ireland)
        made.show(*_shown("cets-224"), number="224")
        made.declare(DENMARK, {**DENMARK, "date_Effet": "soon"})
        assert [entry.outcome for entry in made.check_all()] == ["changed", "unchanged"]
        yield made


@pytest.fixture(scope="module")
def db(filled: World) -> Iterator[sqlite3.Connection]:
    """The database as docs/schema.md says to open it, on the day of that read."""
    with closing(sqlite3.connect(f"file:{filled.folder / 'tracker.db'}?mode=ro", uri=True)) as connection:
        connection.create_function("date", 1, lambda _: filled.now.date().isoformat())
        yield connection


def rows_of(db: sqlite3.Connection, sql: str, parameters: Any = ()) -> list[dict[str, Any]]:
    """The answer, a dict a row."""
    cursor = db.execute(sql, parameters)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, found, strict=True)) for found in cursor]


# ---- described --------------------------------------------------------------------------------------


def test_the_document_is_the_one_that_the_script_makes(tmp_path: Path) -> None:
    """`make schema` brings it up to date."""
    made = tmp_path / "schema.md"
    subprocess.run([sys.executable, str(DOCS / "schema.py"), str(made)], check=True)

    assert made.read_text() == (DOCS / "schema.md").read_text(), "run `make schema`"


def test_every_view_is_described(db: sqlite3.Connection) -> None:
    """Those of docs/schema.md among them; a view that is no interface is named here."""
    views = {name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'view'")}
    assert {view.name for view in VIEWS} == views - BEHIND
    assert {
        "parties",
        "membership_history",
        "changes",
        "snapshots",
        "statements",
        "figures_by_day",
        "evidence",
        "source_health",
    } <= views


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_every_column_is_described(db: sqlite3.Connection, view: View) -> None:
    """In the order in which it comes, in sentences."""
    columns = [name for _, name, *_ in db.execute(f"PRAGMA table_xinfo({view.name})")]
    assert list(view.columns) == columns
    for text in (view.description, *view.columns.values()):
        assert text.rstrip("`").endswith((".", "…")) or text.endswith("`"), text
    assert not view.title.endswith(".")


_SHAPES = {
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
    "moment": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"),
    "integer": re.compile(r"-?\d+"),
    "JSON": re.compile(r"\[.*\]"),
    "text": re.compile(r".*", re.DOTALL),
}


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_values_are_of_the_type_that_is_told(db: sqlite3.Connection, view: View) -> None:
    """And a column is null only where its description says what null means."""
    found = rows_of(db, f"SELECT * FROM {view.name}")  # noqa: S608 - our own view
    assert found
    for column, text in view.columns.items():
        shape = _SHAPES[type_of(column)]
        for value in (one[column] for one in found):
            if value is None:
                assert "Null:" in text, f"{column}: null, and not said why"
            else:
                assert shape.fullmatch(str(value)), f"{column}: {value}"
                assert isinstance(value, int) == (type_of(column) == "integer"), column


@pytest.mark.parametrize(
    ("view", "column", "words"),
    [
        ("changes", "kind", ChangeKind),
        ("changes", "nature", Nature),
        ("parties", "standing", set(Standing) - {Standing.NONE}),
        ("membership_history", "standing", set(Standing) - {Standing.NONE}),
        ("statements", "kind", StatementKind),
        ("territories", "reach", Reach),
    ],
)
def test_closed_sets_are_told_whole(view: str, column: str, words: Any) -> None:
    """A word that is added in Python is added to the description."""
    text = next(found for found in VIEWS if found.name == view).columns[column]
    assert all(f"`{word}`" in text for word in words)


def test_flags_are_told_in_order() -> None:
    """By the letters of the chart."""
    text = next(view for view in VIEWS if view.name == "parties").columns["flags"]
    assert re.findall(r"\b([RDATCO]) ", text) == list(FLAG_LETTERS)


# ---- the same as --json -----------------------------------------------------------------------------


def test_parties_are_those_of_the_command(filled: World, db: sqlite3.Connection) -> None:
    """Of real charts: every column of every row."""
    with filled.store() as store:
        told = to_json(standing.parties(Knowledge(store), now=filled.now)[0])
    in_sql = {(row["treaty"], row["participant"]): row for row in rows_of(db, "SELECT * FROM parties")}
    for found in in_sql.values():
        found["flags"] = json.loads(found["flags"]) if found["flags"] else None

    assert len(told) > 100
    assert in_sql == {(row["treaty"], row["participant"]): {key: row[key] for key in in_sql[_key(row)]} for row in told}


def _key(row: dict[str, Any]) -> tuple[str, str]:
    return row["treaty"], row["participant"]


def test_statements_are_those_of_the_command(filled: World, db: sqlite3.Connection) -> None:
    """Bundled ones, and once the list was read."""
    for _ in range(2):
        in_sql = rows_of(db, "SELECT * FROM statements ORDER BY id")
        for found in in_sql:
            found |= {name: json.loads(found[name]) for name in ("articles", "territories", "sources")}
            found["bundled"] = bool(found["bundled"])
        told = sorted(filled.statements(), key=lambda statement: statement["id"])
        assert in_sql == [{key: statement[key] for key in in_sql[0]} for statement in told]
        filled.read_statements()


def test_territories_are_those_of_the_statements(db: sqlite3.Connection) -> None:
    """As rows of their own."""
    within = [
        (statement["id"], territory["name"], territory["reach"])
        for statement in rows_of(db, "SELECT * FROM statements")
        for territory in json.loads(statement["territories"])
    ]
    apart = rows_of(db, "SELECT * FROM territories")
    assert within
    assert sorted((row["statement"], row["territory"], row["reach"]) for row in apart) == sorted(within)


# ---- figures of record (docs/sources.md#law) ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("treaty", "day", "figures"),
    [
        ("ets-185", "2001-11-22", None),
        ("ets-185", "2004-06-30", {"in_force": 0, "treaty_in_force": 0}),
        ("ets-185", "2004-07-01", {"treaty_in_force": 1}),
        ("ets-185", "2022-11-30", {"consents": 68, "signatories": 2, "invited": None, "total": None}),
        ("ets-185", "2024-06-20", {"consents": 75, "signatories": 2}),
        ("ets-185", "2024-10-09", {"consents": 76, "signatories": 2}),
        (
            "ets-185",
            "2026-04-25",
            {"consents": 81, "in_force": 81, "signatories": 2, "invited": 14, "total": 97, "treaty_in_force": 1},
        ),
        ("ets-185", "2026-06-01", {"consents": 82, "in_force": 81, "signatories": 1}),
        ("ets-185", "2026-10-01", {"consents": 82, "in_force": 82}),
        ("cets-224", "2022-11-30", {"signatures": 30, "invited": 0, "treaty_in_force": 0}),
        ("cets-224", "2023-12-31", {"signatures": 43}),
        ("cets-224", "2024-12-31", {"signatures": 48}),
    ],
)
def test_figures_of_record(
    db: sqlite3.Connection, treaty: str, day: str, figures: dict[str, int | None] | None
) -> None:
    """On their days, asked as the document says."""
    asked = "SELECT * FROM figures_by_day WHERE treaty = ? AND day <= ? ORDER BY day DESC LIMIT 1"
    found = rows_of(db, asked, (treaty, day))
    assert (figures is None) == (not found)
    assert not figures or {name: found[0][name] for name in figures} == figures


def test_the_series_is_that_of_the_command(filled: World, db: sqlite3.Connection) -> None:
    """`tracker figures --series`: the same days, the same figures; the view goes on to dates that are to come.

    The command also has the days on which only the official figure is a new one.
    """
    with filled.store() as store:
        told = to_json(series(Knowledge(store), now=filled.now, treaties=(), day=None))["treaties"]
    for treaty in ("ets-185", "cets-224"):
        in_sql = rows_of(db, "SELECT * FROM figures_by_day WHERE treaty = ? AND day <= '2026-06-15'", (treaty,))
        keys = in_sql[0].keys() - {"treaty"}
        counted = keys - {"day"}
        held = told[treaty]["series"]
        moved = [
            row
            for before, row in zip([None, *held], held, strict=False)
            if before is None or any(before[key] != row[key] for key in counted)
        ]
        assert len(moved) < len(held)
        assert [{key: row[key] for key in keys} for row in in_sql] == [{key: row[key] for key in keys} for row in moved]


# ---- the fourteen questions -------------------------------------------------------------------------

_ASKED = {query.name: query for query in QUERIES}


def ask(db: sqlite3.Connection, name: str, **values: str) -> list[dict[str, Any]]:
    """A question as written, with its example's values unless others are given."""
    return rows_of(db, _ASKED[name].sql, {**_ASKED[name].parameters, **values})


def test_there_are_fourteen() -> None:
    """Of different names, each with an example of every parameter."""
    assert len(_ASKED) == len(QUERIES) == 14
    for query in QUERIES:
        assert set(re.findall(r":([a-z]+)", query.sql)) == set(query.parameters), query.name


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_a_question_reads_views_alone(query: Query) -> None:
    """The tables behind them are no interface."""
    read = set(re.findall(r"\b(?:FROM|JOIN)\s+(\w+)", query.sql))
    named = set(re.findall(r"\bWITH (\w+) AS", query.sql))
    assert read - named
    assert read - named <= {view.name for view in VIEWS}


def test_acts_of_a_year(db: sqlite3.Connection) -> None:
    """Brazil's entry into force was before the first read: nobody was told."""
    found = {(row["participant"], row["kind"]): row for row in ask(db, "acts_of_a_year")}
    assert (found["BRA", "entered_into_force"]["acted_on"], found["BRA", "entered_into_force"]["observed"]) == (
        "2023-03-01",
        0,
    )


def test_bound_between(db: sqlite3.Connection) -> None:
    """Brazil's entry into force is the later one; the day before, it was a contracting State."""
    before = {row["treaty"]: row for row in ask(db, "bound_between")}["ets-185"]
    after = {row["treaty"]: row for row in ask(db, "bound_between", day="2023-03-01")}["ets-185"]
    assert (before["in_force"], before["since"], before["standing_a"], before["standing_b"]) == (
        0,
        None,
        "contracting",
        "party",
    )
    assert (after["in_force"], after["since"], after["standing_a"]) == (1, "2023-03-01", "party")
    assert {row["treaty"]: row["in_force"] for row in ask(db, "bound_between", day="2026-04-25")}["cets-224"] == 0


@pytest.mark.parametrize(("day", "in_force"), [("2020-02-01", 0), ("2020-04-01", None)])
def test_a_register_without_days_of_entry_into_force(tmp_path: Path, day: str, in_force: int | None) -> None:
    """Between two that consented: not in force before the treaty itself is, then not known; with another it is not."""
    treaty = Treaty(id="untc-xviii-16", number="XVIII-16", name="UN Convention", sources=("untc-xml",))
    known = frozenset({Field.CONSENT_ON})
    rows = tuple(Row(participant=who, name=who, consent_on=date(2020, 1, 1), known=known) for who in ("ALB", "BRA"))
    chart = Chart(rows=rows, in_force_on=date(2020, 4, 1), shows_in_force_on=True, status_as_of=date(2026, 6, 15))
    noon = datetime(2026, 6, 15, 12, tzinfo=UTC)
    with Store.open(tmp_path / "tracker.db", create=True) as store:
        store.treaties.follow({"treaties": []}, (treaty,), noon)
        feed = store.treaties.feed(treaty.id, "untc-xml")
        with store.transaction():
            log = store.log.write(noon, "check", feed=feed.id)
            key = store.charts.add(feed.id, chart, log=log, evidence=None, observed_at=noon)
            store.log.note_good(
                feed,
                noon,
                status_as_of=chart.status_as_of,
                snapshot=key,
                evidence=None,
                reading="",
                validators=Validators(),
            )
        (both,) = ask(store.database.conn, "bound_between", a="ALB", b="BRA", day=day)
        (one,) = ask(store.database.conn, "bound_between", a="ALB", b="JPN", day=day)
        counted = to_json(figures.figures(Knowledge(store), now=noon, day=date.fromisoformat(day)))["treaties"][
            treaty.id
        ]

    assert (both["in_force"], one["in_force"]) == (in_force, 0)
    assert (counted["consents"], counted["in_force"]) == (2, in_force)


def test_parties_on(db: sqlite3.Connection) -> None:
    """Exactly those of the day: nobody has left."""
    day = "2015-12-03"
    by_hand = {r["participant"] for r in _bundled("ets-185") if r.get("in_force_on") and r["in_force_on"] <= day}
    found = [row["participant"] for row in ask(db, "parties_on")]
    assert len(found) == 47
    assert set(found) == by_hand


def test_consented_but_not_signed(db: sqlite3.Connection) -> None:
    """Of the Convention's Parties, those that the Second Protocol's chart does not show."""
    acted = {r["participant"] for r in _bundled("cets-224") if r.get("signed_on") or r.get("consent_on")}
    consented = {r["participant"] for r in _bundled("ets-185") if r.get("consent_on")} | {"IRL"}
    found = {row["participant"] for row in ask(db, "consented_but_not_signed")}
    assert found == consented - acted
    assert "AUS" in found
    assert "JPN" not in found


def test_figures_over_time(db: sqlite3.Connection) -> None:
    """From the opening for signature, when thirty signed."""
    found = ask(db, "figures_over_time")
    assert (found[0]["day"], found[0]["signatures"], found[0]["consents"]) == ("2001-11-23", 30, 0)
    assert [row["day"] for row in found] == sorted({row["day"] for row in found})
    assert found[-1]["day"] == "2026-10-01"


def test_consents_by_year(db: sqlite3.Connection) -> None:
    """Each is counted once, whatever intervals it has since."""
    found = ask(db, "consents_by_year")
    assert found[0] == {"year": "2002", "consents": 2, "so_far": 2}
    assert sum(row["consents"] for row in found) == found[-1]["so_far"] == 82


def test_signatories_waiting(db: sqlite3.Connection) -> None:
    """South Africa, since the first day; Ireland no longer."""
    (found,) = ask(db, "signatories_waiting")
    assert (found["participant"], found["signed_on"]) == ("ZAF", "2001-11-23")
    assert found["days"] == 8970  # until 2026-06-15


def test_acceded_as_non_members(db: sqlite3.Connection) -> None:
    """Thirty-three, Australia first; Japan and others that had signed are not among them."""
    found = ask(db, "acceded_as_non_members")
    assert found[0]["participant"] == "AUS"
    assert len(found) == 33
    assert not {"JPN", "USA", "CAN"} & {row["participant"] for row in found}


def test_record_behind_route(db: sqlite3.Connection) -> None:
    """Both sides have a row; Denmark's has what it stated under the article."""
    usa, denmark = ask(db, "record_behind_route", asked="DNK", article="38")
    assert (usa["side"], usa["participant"], usa["standing"], usa["statement"]) == ("asker", "USA", "party", None)
    assert (denmark["side"], denmark["standing"], denmark["kind"]) == ("asked", "party", "territorial_application")
    assert denmark["on_record_from"] == "depositary"
    assert denmark["text"] in DENMARK["texte_Decl"]
    nobody = ask(db, "record_behind_route", asker="IRL", asked="DNK", article="38", day="2001-01-01")
    assert [(row["side"], row["standing"], row["statement"]) for row in nobody] == [
        ("asker", "none", None),
        ("asked", "none", None),
    ]


def test_reservations_to_article(db: sqlite3.Connection) -> None:
    """Japan's to article 7 of the Second Protocol; not by a part of the number."""
    assert [row["participant"] for row in ask(db, "reservations_to_article")] == ["JPN"]
    assert ask(db, "reservations_to_article", article="17") == []
    assert ask(db, "reservations_to_article", article="9", treaty="ets-185") == []


def test_territories_of(db: sqlite3.Connection) -> None:
    """What is on record of Denmark."""
    found = {(row["participant"], row["territory"]): row["reach"] for row in ask(db, "territories_of")}
    assert found["DNK", "Greenland"] == "excluded"


def test_known_by(db: sqlite3.Connection) -> None:
    """The bundled lists are history: the first news is of the read, and the day before there was none."""
    assert [(row["kind"], row["participant"]) for row in ask(db, "known_by")] == [
        ("suspended", "MUS"),
        ("entry_into_force_set", "IRL"),
        ("ratified", "IRL"),
    ]
    assert ask(db, "known_by", day="2026-06-14") == []


def test_evidence_for(db: sqlite3.Connection) -> None:
    """The bundled list before, the service's answer after."""
    before, after = ask(db, "evidence_for")
    assert (before["chart"], after["chart"]) == ("before", "after")
    assert "NumSte=185" in after["url"]
    assert len(after["sha256"]) == 64
    assert after["evidence"] != before["evidence"]


def test_sources_by_age(db: sqlite3.Connection) -> None:
    """Each source of each treaty, its list of statements too."""
    found = {(row["treaty"], row["source"]): row for row in ask(db, "sources_by_age")}
    assert found["ets-185", "coe-service"]["state"] == "ok"
    assert found["ets-185", "coe-service"]["status_as_of"] == "2026-06-15"


PRINTED = (
    *("7", "7(9)(a)", "Ex-7", "5, 7 and 9", "Article 7", "17", "77", "6-8", "7bis", "Preamble", "", None),
    *("14(3)(b)", "29.7", "9, paragraph 7.a", "14, 15 and 29.4"),
)


@pytest.mark.parametrize("article", ["3", "4", "7", "9", "14", "17", "29", "7bis"])
def test_article_numbers_are_found_whole(tmp_path: Path, article: str) -> None:
    """What `tracker statements --article` finds for a number: ranges too, and no number of a paragraph."""
    with world(tmp_path) as w:
        w.show(row("Albania"))
        w.declare(*(declaration("Albania", f"It reserves {n}.", article=one) for n, one in enumerate(PRINTED)))
        w.check()
        with closing(sqlite3.connect(w.folder / "tracker.db")) as connection:
            asked = ask(connection, "reservations_to_article", treaty="ets-185", article=article, day="2026-06-15")
        told = w.statements(article=article)

    assert bool(told) is (article not in ("3", "4"))
    assert sorted(found["text"] for found in asked) == sorted(found["text"] for found in told)


# ---- opened as the document says --------------------------------------------------------------------


def test_a_reader_of_its_own_beside_a_writer(filled: World) -> None:
    """It reads what was committed, and cannot write."""
    path = filled.folder / "tracker.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM change")
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as reader:
            assert reader.execute("SELECT count(*) FROM changes").fetchone()[0] > 0
            with pytest.raises(sqlite3.OperationalError, match="readonly"):
                reader.execute("DELETE FROM log")
        writer.execute("ROLLBACK")


def test_a_source_that_was_never_read_is_not_called_well(tmp_path: Path) -> None:
    """As in `tracker status`: unread until a read succeeds."""
    asked = "SELECT state FROM source_health WHERE treaty = 'ets-185' AND source = 'coe-service'"
    states = []
    with world(tmp_path) as w:
        w.show(row("Albania", signed="2001-11-23"))
        for faults in ({"/WS_LFRConventions/api/signatures": Fault.BROKEN}, {}):
            w.standin.faults = faults
            w.check_all()
            w.wait(hours=7)
            with w.store() as store:
                states += [state for (state,) in store.database.conn.execute(asked)]
    assert states == ["unread", "ok"]
