"""docs/architecture.md shows the floors that import-linter holds; CONTRIBUTING.md says what belongs on each."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")

_spec = importlib.util.spec_from_file_location("architecture", ROOT / "docs" / "architecture.py")
assert _spec
assert _spec.loader
architecture = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(architecture)

FLOORS = architecture.floors()
PACKAGES = [name.replace(".", "/") for floor in FLOORS for name in floor]
JOBS = [f"jobs/{path.parent.name}" for path in sorted((ROOT / "jobs").glob("*/__init__.py"))]


def test_the_picture_is_the_contract() -> None:
    assert architecture.read(DOCUMENT) == FLOORS, (
        "docs/architecture.md does not show the layers of pyproject.toml: run `make picture`, "
        "and correct the tables below the picture"
    )


def test_the_contract_within_tracker_has_the_same_floors() -> None:
    """Two contracts say one rule: the second sees that no module of tracker is left out."""
    inner = architecture.floors(within="tracker")
    outer = [tuple(name for name in floor if name.startswith("tracker.")) for floor in FLOORS]

    assert inner == [floor for floor in outer if floor]


def explained_in(document: str) -> set[str]:
    """The packages in the first column of a document's tables."""
    cells = re.findall(r"^\| (`[^|]*) \|", (ROOT / document).read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`([\w/]+)`", cell)}


def test_each_package_is_explained() -> None:
    """In the table below the picture."""
    assert set(PACKAGES) - explained_in("docs/architecture.md") == set()


def test_contributors_are_told_what_belongs_where() -> None:
    assert {*PACKAGES, *JOBS} - explained_in("CONTRIBUTING.md") == set()
