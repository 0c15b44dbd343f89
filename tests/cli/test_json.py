"""What `--json` prints, to the letter of docs/json.md: keys are added, never renamed."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pages
import pytest
from states import ALBANIA, BRAZIL, IRELAND, NIGERIA
from world import World, but, row

import tracker.cli
from tracker.models import ChangeKind, Field, Nature, Standing

if TYPE_CHECKING:
    from collections.abc import Callable

CHANGE = {
    *("id", "detected_at", "treaty", "participant", "name", "kind", "nature", "field", "before", "after"),
    *("effective_on", "source", "snapshot", "previous_snapshot", "summary"),
}
PARTY = {
    *("treaty", "participant", "name", "standing", "signed_on", "consent_on", "consent_kind", "in_force_on"),
    *("denounced_on", "left_on", "suspended_on", "group", "flags", "status_as_of"),
}
FIGURES = {
    *("consents", "in_force", "signatories", "invited", "total", "signatures", "treaty_in_force", "threshold"),
    "status_as_of",
}
SNAPSHOT = {"id", "treaty", "source", "observed_at", "published_on", "evidence", "rows"}
QUARANTINE = {"id", "treaty", "source", "read_at", "reason", "evidence", "decision", "decided_at"}
PARSED = ["file", "kind", "treaty", "status_as_of", "rows", "totals", "doubts", "error"]
TREATY = {"id", "number", "title", "opened_on", "in_force_on"}


@pytest.fixture
def w(w: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """A world that was read twice: Brazil acceded in between, Nigeria is no longer listed."""
    monkeypatch.chdir(w.folder)
    monkeypatch.setattr("jobs.clock.utc_now", lambda: w.now)
    w.show(ALBANIA, IRELAND, NIGERIA)
    w.check()
    w.show(ALBANIA, IRELAND, BRAZIL)
    w.check()
    return w


@pytest.fixture
def ask(w: World, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """Run a command with --json; what it printed, as values. `code` is the exit code it must end with."""

    def run(command: str, code: int = 0) -> Any:
        assert w
        assert tracker.cli.run([*command.split(), "--json"]) == code
        return json.loads(capsys.readouterr().out)

    return run


def is_day(text: object) -> bool:
    """YYYY-MM-DD."""
    return isinstance(text, str) and date.fromisoformat(text).isoformat() == text


def is_moment(text: object) -> bool:
    """ISO 8601 in UTC, with Z."""
    return isinstance(text, str) and text.endswith("Z") and bool(datetime.fromisoformat(text))


def assert_change(change: dict[str, Any]) -> None:
    """A change object of docs/json.md."""
    assert set(change) >= CHANGE
    assert isinstance(change["id"], int)
    assert is_moment(change["detected_at"])
    assert change["kind"] in set(ChangeKind)
    assert change["nature"] in set(Nature)
    assert change["field"] in set(Field)
    assert all(
        change[key] is None or isinstance(change[key], str) for key in ("before", "after", "participant", "name")
    )
    assert change["effective_on"] is None or is_day(change["effective_on"])
    assert all(change[key] is None or isinstance(change[key], int) for key in ("snapshot", "previous_snapshot"))
    assert re.fullmatch(r"[A-Z].*\.", change["summary"])


def assert_party(party: dict[str, Any]) -> None:
    """A row of `parties`."""
    assert set(party) >= PARTY
    assert party["standing"] in set(Standing)
    for key in (*(key for key in PARTY if key.endswith("_on")), "status_as_of"):
        assert party[key] is None or is_day(party[key])
    assert party["group"] in ("member", "non_member", "organisation")
    assert party["flags"] is None or set(party["flags"]) <= set("RDATCO")


@pytest.mark.parametrize("keys", [CHANGE, PARTY, FIGURES, SNAPSHOT, QUARANTINE, set(PARSED), TREATY])
def test_the_keys_are_documented(keys: set[str]) -> None:
    """In docs/json.md."""
    document = (Path(__file__).resolve().parents[2] / "docs" / "json.md").read_text(encoding="utf-8")

    assert keys - set(re.findall(r"`(\w+)`", document)) == set()


def test_check_prints_an_entry_for_each_source(w: World, ask: Callable[..., Any]) -> None:
    """The entry of a read: changes and pending are lists, error is null or has kind and message."""
    w.show(but(ALBANIA, consent="2002-06-21"), IRELAND, BRAZIL)
    [entry] = ask("check")["checks"]

    assert list(entry) == ["treaty", "source", "outcome", "changes", "pending", "error"]
    assert (entry["treaty"], entry["source"], entry["outcome"]) == ("ets-185", "coe-service", "changed")
    assert_change(*entry["changes"])
    [pending] = entry["pending"]
    assert {**pending, "since": None} == {"participant": "NGA", "field": "invited", "before": "invited", "since": None}
    assert is_moment(pending["since"])
    assert entry["error"] is None


def test_check_says_what_failed(w: World, ask: Callable[..., Any]) -> None:
    """A failed read: no change, the kind of the error, exit code 1."""
    w.standin.charts["185"] = b"[[],[],[]]"
    [entry] = ask("check", code=1)["checks"]

    assert (entry["outcome"], entry["changes"]) == ("failed", [])
    assert entry["error"]["kind"] == "shape"
    assert isinstance(entry["error"]["message"], str)


def test_a_quarantined_chart_is_listed_shown_and_decided(w: World, ask: Callable[..., Any]) -> None:
    """The same item in every command; the decision and its time are null-free once taken."""
    w.show(but(ALBANIA, consent="1990-01-01"), IRELAND, BRAZIL)
    [entry] = ask("check", code=1)["checks"]
    assert (entry["outcome"], entry["error"]["kind"]) == ("quarantined", "impossible_date")

    [item] = ask("quarantine list")
    assert set(item) >= QUARANTINE
    assert is_moment(item["read_at"])
    assert (item["decision"], item["decided_at"]) == ("open", None)
    assert "impossible_date" in item["reason"]
    assert isinstance(item["evidence"], int)
    assert ask("quarantine show 1") == item
    assert ask("status", code=1)["quarantined"] == 1

    rejected = ask("quarantine reject 1")
    assert (rejected["decision"], is_moment(rejected["decided_at"])) == ("rejected", True)
    [again] = ask("check", code=1)["checks"]
    assert (again["outcome"], len(ask("quarantine list"))) == ("quarantined", 1)
    assert ask("quarantine show 1")["decision"] == "rejected"


def test_an_accepted_chart_is_applied(w: World, ask: Callable[..., Any]) -> None:
    """`accept` prints the entry, with its changes."""
    w.show(but(ALBANIA, consent="1990-01-01"), IRELAND, BRAZIL)
    ask("check", code=1)
    entry = ask("quarantine accept 1")

    told = [(change["kind"], change["participant"]) for change in entry["changes"]]
    assert sorted(told) == [("corrected", "ALB"), ("invitation_ended", "NGA")]
    assert ask("quarantine show 1")["decision"] == "accepted"


def test_status(ask: Callable[..., Any]) -> None:
    """Healthy after a good read; counts are integers, moments are moments."""
    found = ask("status")

    assert set(found) >= {"healthy", "reasons", "sources", "quarantined", "undelivered", "parked"}
    assert (found["healthy"], found["reasons"]) == (True, [])
    assert [found[key] for key in ("quarantined", "undelivered", "parked")] == [0, 0, 0]
    assert [source["source"] for source in found["sources"]] == ["coe-service", "statements"]
    for source in found["sources"]:
        assert (source["treaty"], source["state"]) == ("ets-185", "ok")
        assert is_moment(source["last_good"])
        assert is_moment(source["next_due"])


def test_status_speaks_of_what_is_followed(w: World, ask: Callable[..., Any]) -> None:
    """A treaty newly in the configuration was never read; one that has left it is nobody's worry, read or not."""
    text = w.path.read_text()
    w.path.write_text(text.replace('id = "ets-185"\nnumber = "185"', 'id = "ets-189"\nnumber = "189"'))
    found = ask("status", code=1)
    [reason] = found["reasons"]
    assert reason == "the Treaty Office's data service (coe-service) of ETS 189 was never read: run `tracker check`"
    assert [(source["treaty"], source["last_good"]) for source in found["sources"]] == [("ets-189", None)]

    w.show(row("Albania", signed="2003-05-26"), number="189")
    ask("check")
    w.wait(days=1)
    ask("check")
    for command in ("status", "status --db tracker.db"):
        assert (ask(command)["reasons"], len(ask(command)["sources"])) == ([], 2)


def test_parties(ask: Callable[..., Any]) -> None:
    """Everybody with a standing; filters; the day asked about."""
    found = ask("parties")
    for party in found:
        assert_party(party)
    assert [(party["participant"], party["standing"]) for party in found] == [
        ("ALB", "party"),
        ("BRA", "party"),
        ("IRL", "signatory"),
        ("NGA", "invited"),
    ]
    assert [party["participant"] for party in ask("parties ets-185 --standing signatory --standing invited")] == [
        "IRL",
        "NGA",
    ]
    then = {party["participant"]: party["standing"] for party in ask("parties --as-of 2003-01-01")}
    assert then == {"ALB": "contracting", "IRL": "signatory"}


def test_figures(ask: Callable[..., Any]) -> None:
    """The counts of docs/glossary.md for each treaty; integers, or null where nobody knows."""
    found = ask("figures")
    assert set(found) == {"as_of", "treaties"}
    assert is_day(found["as_of"])
    counted = found["treaties"]["ets-185"]
    assert set(counted) >= FIGURES
    assert {key: counted[key] for key in FIGURES - {"threshold", "status_as_of"}} == {
        "consents": 2,
        "in_force": 2,
        "signatories": 1,
        "invited": 1,
        "total": 4,
        "signatures": 2,
        "treaty_in_force": True,
    }
    assert counted["threshold"] == {"needed": 5, "of_which_members": 3, "reached": True}

    before = ask("figures --as-of 2003-01-01")
    assert before["as_of"] == "2003-01-01"
    counted = before["treaties"]["ets-185"]
    assert (counted["invited"], counted["total"], counted["treaty_in_force"]) == (None, None, False)


def test_changes_and_their_filters(w: World, ask: Callable[..., Any]) -> None:
    """Oldest first; days are inclusive and of `detected_at` in UTC; filters may be repeated."""
    found = ask("changes")
    for change in found:
        assert_change(change)
    assert [(change["id"], change["kind"]) for change in found] == [
        (1, "acceded"),
        (2, "entry_into_force_set"),
        (3, "entered_into_force"),
    ]
    day = w.now.date().isoformat()
    for wanted, ids in {
        f"--since {day}": [1, 2, 3],
        f"--until {day}": [1, 2, 3],
        "--since 2026-06-16": [],
        "--until 2026-06-14": [],
        "--kind acceded --kind entered_into_force": [1, 3],
        "--kind ACCEDED": [1],
        "--nature editorial": [],
        "--nature editorial --nature event": [1, 2, 3],
        "--treaty ets-185": [1, 2, 3],
        "--participant bra": [1, 2, 3],
        "--participant br": [1, 2, 3],
        "--participant Brésil": [1, 2, 3],
        "--participant Ireland": [],
        "--participant Ireland --participant Brazil": [1, 2, 3],
    }.items():
        assert [change["id"] for change in ask(f"changes {wanted}")] == ids, wanted


def test_a_change_at_the_end_of_a_utc_day(w: World, ask: Callable[..., Any]) -> None:
    """23:59 UTC is that day, although it is the next one in Strasbourg."""
    w.now = w.now.replace(hour=23, minute=59)
    w.show(but(ALBANIA, consent="2002-06-21"), IRELAND, BRAZIL)
    w.check()

    assert [change["kind"] for change in ask("changes --since 2026-06-15 --nature correction")] == ["corrected"]
    assert ask("changes --since 2026-06-16") == []


def test_why(ask: Callable[..., Any]) -> None:
    """The rule, both snapshots, the evidence and the deliveries of one change."""
    found = ask("why 1")

    assert set(found) >= {"change", "rule", "snapshot", "previous_snapshot", "evidence", "deliveries"}
    assert_change(found["change"])
    assert (found["snapshot"]["id"], found["previous_snapshot"]["id"]) == (2, 1)
    assert [item["id"] for item in found["evidence"]] == [3, 1]
    assert all(re.fullmatch(r"[0-9a-f]{64}", item["sha256"]) for item in found["evidence"])
    assert found["deliveries"] == []


def test_snapshots_and_what_differs(ask: Callable[..., Any]) -> None:
    """Heads in a list; one with its rows, as `parties` has them, all standings and `invited`; changes between two."""
    heads = ask("snapshots")
    assert [set(head) >= SNAPSHOT and head["rows"] for head in heads] == [3, 4]
    assert is_moment(heads[0]["observed_at"])

    chart = ask("snapshot 2")
    for party in chart["rows"]:
        assert_party(party)
        assert party["invited"] in (True, False, None)

    between = ask("diff 1 2")
    assert [set(change) >= CHANGE and change["kind"] for change in between] == ["acceded", "entry_into_force_set"]
    assert ask("diff 1 1") == []


def test_evidence(ask: Callable[..., Any]) -> None:
    """Where bytes came from."""
    found = ask("evidence 1")
    assert (found["id"], found["treaty"], found["origin"]) == (1, "ets-185", "live")


def test_report_as_json_is_the_list_of_changes(ask: Callable[..., Any], w: World) -> None:
    """As `changes` prints it, each with the head of the history."""
    with w.store() as store:
        head = str(store.log.head())
    assert ask("report") == [{**change, "history_head": head} for change in ask("changes")]
    assert ask("report --since 2026-06-16") == []


def test_doctor(ask: Callable[..., Any], w: World) -> None:
    """An object, without the key."""
    w.standin.bodies["/chart"] = ("text/html", b"<html><body>no chart</body></html>")
    found = ask("doctor", code=1)

    by_name = {source["source"]: source for source in found["sources"]}
    assert by_name["coe-service"]["ok"]
    assert not by_name["coe-chart"]["ok"]
    assert w.standin.key not in json.dumps(found)


# ---- parse: one object a line -----------------------------------------------------------------------


@pytest.fixture
def parse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., list[dict[str, Any]]]:
    """`tracker parse --json` where there is no configuration."""
    monkeypatch.chdir(tmp_path)

    def run(kind: str, *files: str, code: int = 0) -> list[dict[str, Any]]:
        assert tracker.cli.run(["parse", kind, *files, "--json"]) == code
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return run


def test_parse_a_response_of_the_service(tmp_path: Path, parse: Callable[..., Any]) -> None:
    """No status day, no totals; blank non-members may be invited or not: null."""
    (tmp_path / "185.json").write_bytes(pages.json_service(pages.facts_185()))
    [found] = parse("coe-service", "185.json")

    assert list(found) == PARSED
    assert set(found["treaty"]) == TREATY
    assert (found["file"], found["kind"], found["treaty"]["id"]) == ("185.json", "coe-service", "ets-185")
    assert (found["treaty"]["number"], found["status_as_of"], found["totals"]) == ("185", None, None)
    assert found["error"] is None
    assert all(set(party) >= {*PARTY, "invited"} for party in found["rows"])
    acted = {"party", "signatory"}
    blank = [party for party in found["rows"] if party["group"] == "non_member" and party["standing"] not in acted]
    assert [(party["standing"], party["invited"]) for party in blank] == [("none", None)] * 14
    assert sum(party["standing"] == "party" for party in found["rows"]) == 81


def test_parse_charts_of_several_kinds_and_files(tmp_path: Path, parse: Callable[..., Any]) -> None:
    """A line a file, in the order given; standing on the status day."""
    for name, page in {"one": pages.gen1, "two": pages.gen2, "three": pages.gen3}.items():
        (tmp_path / name).write_bytes(page(pages.facts_185()))
    found = parse("coe-chart", "one", "two", "three")

    assert [line["file"] for line in found] == ["one", "two", "three"]
    for line in found:
        assert (line["treaty"]["opened_on"], line["status_as_of"], len(line["rows"])) == (
            "2001-11-23",
            "2026-04-25",
            97,
        )
        assert sum(party["invited"] is True for party in line["rows"]) == 14


def test_parse_the_members_page(tmp_path: Path, parse: Callable[..., Any]) -> None:
    """Parties without dates; the mixed list has neither standing nor invitation."""
    facts = pages.facts_185()
    parties = [fact.name for fact in facts if fact.consent]
    mixed = [fact.name for fact in facts if not fact.consent]
    (tmp_path / "members.html").write_bytes(pages.members_page(parties, mixed))
    [found] = parse("coe-members", "members.html")

    assert found["treaty"] == dict.fromkeys(found["treaty"])
    listed = [party for party in found["rows"] if party["standing"] == "party"]
    assert (len(listed), {party["signed_on"] or party["consent_on"] for party in listed}) == (81, {None})
    others = [party for party in found["rows"] if party not in listed]
    assert [(party["standing"], party["invited"]) for party in others] == [(None, None)] * 16


def test_parse_says_what_is_wrong_with_a_file(tmp_path: Path, parse: Callable[..., Any]) -> None:
    """The good ones are printed all the same; exit code 1."""
    (tmp_path / "good").write_bytes(pages.json_service(pages.facts_224()))
    (tmp_path / "page").write_bytes(pages.gen3(pages.facts_185()))
    with (tmp_path / "huge").open("wb") as file:
        file.truncate(200_000_000)
    found = parse("coe-service", "good", "page", "absent", ".", "huge", code=1)

    assert [line["error"] and line["error"]["kind"] for line in found] == [
        None,
        "media_type",
        "connection",
        "connection",
        "too_large",
    ]
    for line in found[1:]:
        assert list(line) == PARSED
        assert (set(line["treaty"].values()), line["rows"], line["totals"]) == ({None}, [], None)
