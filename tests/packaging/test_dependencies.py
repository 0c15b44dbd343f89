"""The table of dependencies names what is installed, no more and no less."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_each_dependency_has_its_reason_in_the_documents() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = [
        *project["dependencies"],
        *project["optional-dependencies"]["web"],
        *project["optional-dependencies"]["browser"],
        *project["optional-dependencies"]["mcp"],
        *project["optional-dependencies"]["stamps"],
    ]
    explained = re.findall(r"^\| `([\w-]+)` \|", (ROOT / "docs/dependencies.md").read_text(), flags=re.MULTILINE)

    assert explained == [re.split(r"[<>=]", one)[0] for one in needed]
