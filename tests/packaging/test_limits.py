"""What is small enough to be read at once: functions, modules, folders, files of tests (CONTRIBUTING.md, "Rules")."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
CODE = sorted(path for package in ("tracker", "jobs", "db") for path in (ROOT / package).rglob("*.py"))
TESTS = sorted(path for path in (ROOT / "tests").rglob("*.py") if "node_modules" not in path.parts)

LONGER = {
    "db/schema/views.py: figures",  # the SQL of one view, which is read as one text
}


def long_functions(source: str) -> Iterator[str]:
    for found in ast.walk(ast.parse(source)):
        if isinstance(found, (ast.FunctionDef, ast.AsyncFunctionDef)):
            assert found.end_lineno is not None
            if found.end_lineno - found.lineno >= 50:
                yield found.name


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_function_is_longer_than_50_lines() -> None:
    long = {f"{name_of(path)}: {name}" for path in CODE for name in long_functions(path.read_text(encoding="utf-8"))}

    assert long - LONGER == set()


@pytest.mark.parametrize(("paths", "most"), [(CODE, 400), (TESTS, 600)], ids=["code", "tests"])
def test_no_module_is_longer(paths: list[Path], most: int) -> None:
    lines = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}

    assert {name: many for name, many in lines.items() if many > most} == {}


def test_no_folder_holds_more_than_22_modules() -> None:
    """Its `__init__` says what they are, and is not counted."""
    many = Counter(name_of(path.parent) for path in CODE if path.name != "__init__.py")

    assert {name: count for name, count in many.items() if count > 22} == {}
