"""What the documents and the docstrings point to exists: files, headings, paths."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted(
    path
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "tests").glob("*.md"))
    if path.name != "CHANGELOG.md"  # it speaks of what was
)
CODE = sorted(path for folder in ("tracker", "jobs", "db", "tests") for path in (ROOT / folder).rglob("*.py"))

CITED = re.compile(r"\bdocs/[\w./-]+\.md(?:#[\w-]+)?")
LINKED = re.compile(r"\]\((?!https?:|mailto:)([^)\s]+)\)")
PATH = re.compile(r"`((?:tracker|jobs|db|tests|docs|tools|packaging)/[\w./-]*)(?:::\w+)?`")


def heading_ids(document: Path) -> set[str]:
    """The anchors that GitHub gives to the headings of a document."""
    text = re.sub(r"^```.*?^```", "", document.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def leads_nowhere(target: str, folder: Path) -> str | None:
    """What is missing of `path#heading`, if anything."""
    name, _, heading = target.partition("#")
    path = folder / name
    if name and not path.exists():
        return f"{target}: no such file"
    if heading and heading not in heading_ids(path):
        return f"{target}: no such heading"
    return None


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_documents_cited_in_code_exist(path: Path) -> None:
    cited = sorted(set(CITED.findall(path.read_text(encoding="utf-8"))))

    assert [wrong for target in cited if (wrong := leads_nowhere(target, ROOT))] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    targets = LINKED.findall(document.read_text(encoding="utf-8"))
    own = document.name
    wrong = [
        wrong
        for target in targets
        if (wrong := leads_nowhere(target if target[0] != "#" else own + target, document.parent))
    ]

    assert wrong == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_paths_named_in_documents_exist(document: Path) -> None:
    named = PATH.findall(document.read_text(encoding="utf-8"))

    assert [path for path in named if not ((ROOT / path).exists() or (ROOT / f"{path}.py").is_file())] == []


@pytest.mark.parametrize(
    "package",
    sorted(path for root in ("tracker", "jobs", "db") for path in (ROOT / root).rglob("__init__.py")),
    ids=lambda path: str(path.parent.relative_to(ROOT)),
)
def test_each_package_says_what_belongs_there(package: Path) -> None:
    said = ast.get_docstring(ast.parse(package.read_text(encoding="utf-8"))) or ""
    lines = [line for line in said.splitlines() if line.strip()]

    assert len(lines) > 1 or package.parent == ROOT / "tracker"  # the one line of the product
