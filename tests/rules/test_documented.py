"""docs/rules-of-change.md names every kind of change, nature and error, and tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tracker.errors import ErrorKind
from tracker.models import ChangeKind, Nature

ROOT = Path(__file__).resolve().parents[2]
RULES = (ROOT / "docs" / "rules-of-change.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", RULES)))


def in_rows(text: str) -> set[str]:
    """Words in code type in the rows of a document's tables."""
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    return {word for row in rows for word in re.findall(r"`(\w+)`", row)}


@pytest.mark.parametrize("word", [*ChangeKind, *Nature, *ErrorKind])
def test_each_kind_has_a_row(word: str) -> None:
    assert word in in_rows(RULES), f"docs/rules-of-change.md has no row for `{word}`"


@pytest.mark.parametrize(("path", "name"), NAMED, ids=[name for _, name in NAMED])
def test_each_rule_names_a_test_that_exists(path: str, name: str) -> None:
    file = ROOT / path
    assert file.is_file(), f"docs/rules-of-change.md names {path}, which does not exist"
    defined = re.search(rf"^def {name}\(", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert defined, f"docs/rules-of-change.md names {name}, which {path} does not define"


def test_each_rule_has_a_test() -> None:
    """Every row of a table whose last column is "test"."""
    tables = [table.splitlines() for table in re.findall(r"(?:^\|.*\n)+", RULES, flags=re.MULTILINE)]
    rows = [row for head, _, *below in tables if head.endswith("| test |") for row in below]

    assert len(rows) > len(ChangeKind)
    assert [row for row in rows if "::" not in row.rsplit(" | ", 1)[1]] == []
