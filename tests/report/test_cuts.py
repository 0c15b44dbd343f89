"""What is too long to be shown whole says so, how much is missing, and where the whole is."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from db.store import Store
from jobs.setup.doctor import _commonest
from tracker.cli.kit.tables import Table, _without_spare
from tracker.errors import UsageError, excerpt, quoted
from tracker.export.atom import feed
from tracker.export.xlsx import _clean
from tracker.fetch.headers import evidence_headers
from tracker.models import Change, ChangeKind, Field, Nature, Treaty
from tracker.models.reports import Entry
from tracker.report.amendment import redline

if TYPE_CHECKING:
    from pathlib import Path

AT = datetime(2026, 6, 15, tzinfo=UTC)


def change(number: int) -> Change:
    """A signature with this id."""
    return Change(
        id=number,
        treaty="ets-185",
        participant="HUN",
        name="Hungary",
        kind=ChangeKind.SIGNED,
        nature=Nature.EVENT,
        field=Field.SIGNED_ON,
        before=None,
        after="2001-11-23",
        effective_on=date(2001, 11, 23),
        detected_at=AT,
        summary="Hungary signed.",
        source="coe-service",
        rule="signed",
        snapshot=None,
        previous_snapshot=None,
    )


def test_an_excerpt_says_how_much_is_missing() -> None:
    assert excerpt("abc", 3) == "abc"
    assert excerpt("abcdef", 4) == "abcd… (2 more characters)"
    assert quoted("abc", 3) == "'abc'"
    assert quoted("ab'\ncdef", 4) == '"ab\'\\n"… (4 more characters)'


def test_a_feed_names_the_file_with_the_rest() -> None:
    """Only once it is cut."""
    treaty = Treaty(id="ets-185", number="185", name="Convention on Cybercrime")
    entries = [Entry(change=change(number)) for number in range(1, 103)]
    cut = feed("All", "all", entries, {"ets-185": treaty}, began=AT).decode()
    assert "The 100 newest of 102 changes; all of them are in changes.json." in cut
    assert cut.count("<entry>") == 100
    assert "newest of" not in feed("All", "all", entries[:100], {"ets-185": treaty}, began=AT).decode()


def test_a_cell_of_a_workbook() -> None:
    """Spreadsheets take 32,767 characters; the library would leave out such a cell."""
    assert _clean("a" * 32_767) == "a" * 32_767
    cut = _clean("a" * 40_000)
    assert len(cut) <= 32_767
    kept = len(cut) - len(cut.lstrip("a"))
    assert cut.lstrip("a").startswith(f"… ({40_000 - kept} more characters")
    assert "export csv" in cut


def test_columns_left_out_of_a_table() -> None:
    table = Table(columns=("name", "evidence"), rows=(("Hungary", "e" * 60),))
    narrower = _without_spare(table, 20, ["evidence"])
    assert narrower is not None
    assert narrower.below == "left out to fit: evidence (a wider terminal or --json has them)"


def test_headers_kept_as_evidence() -> None:
    [value] = evidence_headers({"X-Long": "a" * 5_000}).values()
    kept = value.index("…")
    assert value[kept:] == f"… ({5_000 - kept} more characters)"


def test_an_amendment_too_long_for_a_message() -> None:
    amended = replace(
        change(7), kind=ChangeKind.STATEMENT_AMENDED, before="old " * 3_000 + "one", after="new " * 3_000 + "two"
    )
    found = redline(amended)
    assert found.note
    assert "change no. 7 holds both texts whole, with " in found.note
    shown = sum(len(segment.text.removesuffix("…")) for segment in found.segments)
    left = int(found.note.rpartition("with ")[2].split()[0])
    assert shown + left == len("old " * 3_000 + "one" + "new " * 3_000 + "two")


def test_unknown_values_are_counted() -> None:
    values = Counter({f"value {number}" + "x" * 30: number for number in range(1, 9)})
    found = _commonest(values)
    assert sum(found.values()) == values.total()
    assert list(found)[-1] == "… and 3 more"
    assert all("more characters" in key for key in list(found)[:-1])


def test_a_query_of_too_many_words_is_refused(tmp_path: Path) -> None:
    """Rather than searched for the first of them."""
    with Store.open(tmp_path / "t.db", create=True) as store, pytest.raises(UsageError, match="2001 different words"):
        store.statements.search(" ".join(f"w{number}" for number in range(2_001)))
