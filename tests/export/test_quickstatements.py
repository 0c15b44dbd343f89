"""QuickStatements: an act of a participant with its day and its source, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from states import ALBANIA

from jobs.publish.quickstatements import DEPOSITARIES
from tracker.cli import cli
from tracker.errors import UsageError
from tracker.export.quickstatements import Reason, acts_of, items, to_quickstatements
from tracker.participants import table
from tracker.sources.registry import KINDS
from tracker.wording.datasets.wikidata import left_out

if TYPE_CHECKING:
    from click.testing import Result
    from world import World

ROW: dict[str, Any] = {
    "treaty": "ets-185",
    "participant": "ALB",
    "standing": "party",
    "signed_on": "2001-11-23",
    "consent_on": "2002-06-20",
    "predecessor": None,
    "marks": [],
    "provenance": "source",
    "last_good": "2026-06-15T12:00:01.000Z",
}
PAGES = {"ets-185": "https://www.coe.int/chart?treatynum=185"}


def written(**values: Any) -> tuple[list[str], dict[Reason, int]]:
    found = to_quickstatements(acts_of([{**ROW, **values}]), items({"ets-185": "Q1"}), PAGES)
    return found.lines, {reason: len(acts) for reason, acts in found.left_out.items()}


def test_each_act_is_a_line() -> None:
    """Version 1 of the format: item, property, value, then qualifiers and references, a tab between two."""
    lines, left_out = written()
    rest = 'S854\t"https://www.coe.int/chart?treatynum=185"\tS813\t+2026-06-15T00:00:00Z/11'

    assert lines == [
        f"Q1\tP1891\tQ222\tP585\t+2001-11-23T00:00:00Z/11\t{rest}",
        f"Q1\tP6193\tQ222\tP585\t+2002-06-20T00:00:00Z/11\t{rest}",
    ]
    assert left_out == {}


@pytest.mark.parametrize(
    ("values", "reason", "acts"),
    [
        ({"treaty": "cets-225"}, Reason.NO_TREATY, 2),
        ({"participant": "NLD"}, Reason.NO_PARTICIPANT, 2),
        ({"participant": "ZZZ"}, Reason.NO_PARTICIPANT, 2),
        ({"provenance": "replay"}, Reason.NOT_READ, 2),
        ({"provenance": "bundled", "last_good": None}, Reason.NOT_READ, 2),
        ({"predecessor": "SCG"}, Reason.OF_ANOTHER, 2),
        ({"standing": "former"}, Reason.ENDED, 2),
        ({"marks": ["r"], "consent_on": None}, Reason.NOT_FINAL, 1),
    ],
)
def test_what_might_be_false_is_left_out(values: dict[str, Any], reason: Reason, acts: int) -> None:
    assert written(**values) == ([], {reason: acts})


def test_without_a_page_there_is_no_reference() -> None:
    found = to_quickstatements(acts_of([ROW]), items({"ets-185": "Q1"}), {"ets-185": None})

    assert (found.lines, list(found.left_out)) == ([], [Reason.NO_PAGE])


def test_the_table_names_participants_and_items_once() -> None:
    known = items({})

    assert set(known.participants) <= set(table().by_id)
    assert len(set(known.participants.values())) == len(known.participants)
    assert known.treaties == {}, "none was looked up at Wikidata: see the table"


@pytest.mark.parametrize("given", ["ets-185", "ets-185=185", "ets-185=Q0", 'ets-185=Q1\tP31\t"x"'])
def test_an_item_is_an_item(w: World, given: str) -> None:
    refused = run(w, "--item", given).exception
    assert isinstance(refused, UsageError)
    assert "expected a treaty and its item, like ets-185=Q" in str(refused)


def run(w: World, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["--db", str(w.folder / "tracker.db"), "export", "quickstatements", *arguments])


def test_a_replay_gives_none_and_it_says_so(w: World) -> None:
    w.show(ALBANIA)
    w.check()
    done = run(w, "--item", "ets-185=Q1")

    assert (done.exit_code, done.stdout) == (0, "")
    assert "left out: 2 acts that were not read from the depositary's own server (ALB)" in done.stderr
    assert "the items were not checked against Wikidata" in done.stderr


def test_the_sources_that_can_be_referred_to_are_kinds() -> None:
    assert set(KINDS) >= DEPOSITARIES


def test_what_is_left_out_is_named() -> None:
    said = left_out(Reason.NO_TREATY, 2, ["ets-185"])
    assert said == "left out: 2 acts under a treaty without a known item (ets-185); name it with --item"
    assert all(left_out(reason, 1, ["x"]) for reason in Reason)
