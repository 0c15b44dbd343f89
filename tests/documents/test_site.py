"""The documentation as a site: built strictly (no broken link or anchor, no page left out), and without a network."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]


def maker(name: str) -> ModuleType:
    """A module of docs/, which is no package."""
    spec = importlib.util.spec_from_file_location(f"docs_{name}", ROOT / f"docs/{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def site() -> Path:
    """The built site: build/docs, which stays. A warning of the build is an error, with its text."""
    folder = ROOT / "build/docs"
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", folder],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


def words(page: Path) -> str:
    """What a reader sees of a page, outside code."""
    text = re.search(r"<article.*?</article>", page.read_text(encoding="utf-8"), re.DOTALL)
    assert text, page
    return re.sub(r"<[^>]+>", "", re.sub(r"<(pre|code)\b.*?</\1>", "", text[0], flags=re.DOTALL))


@pytest.mark.docs
def test_the_site_is_whole_loads_nothing_and_leaves_no_mark_up(site: Path) -> None:
    pages = [page for page in site.rglob("*.html") if page.name != "404.html"]
    assert len(pages) > 40
    elsewhere = re.compile(r'<(?:script|img|iframe|link)\b[^>]*\b(?:src|href)="?(?:https?:)?//[^>]*>')
    for page in pages:
        assert elsewhere.findall(page.read_text(encoding="utf-8")) == [], page
        assert re.findall(r"```|\]\(|:::|\*\*", words(page)) == [], page

    commands = (site / "commands.html").read_text(encoding="utf-8")
    assert "--standing STANDING" in commands
    assert 'id="tracker-notify-preview"' in commands
    settings = (site / "configuration.html").read_text(encoding="utf-8")
    assert "a vanished value is retracted once a second read" in settings
    python = (site / "python.html").read_text(encoding="utf-8")
    assert "Whether each treaty is in force between two participants" in python
    assert "of five needed" in (site / "notebooks/who-is-bound.html").read_text(encoding="utf-8")
    assert (site / "architecture.html").read_text(encoding="utf-8").count("<code>tracker.answers</code>") == 1


def test_every_key_of_the_configuration_has_a_meaning() -> None:
    """From the comments of config.toml; addresses and keys of sources are explained above their tables."""
    rows = re.findall(r"^\| `(\w+)` \|.*\|([^|]*)\|$", maker("configuration").markdown(), re.MULTILINE)
    assert len(rows) > 60
    assert {key for key, meaning in rows if not meaning.strip()} == {"url", "api_url", "api_key"}
    assert [key for key, meaning in rows if "any source" in meaning and key not in ("grace", "terms_accepted")] == []


def test_the_defaults_are_those_that_the_file_shows() -> None:
    """config.toml says "every key is shown with its default"; the page takes defaults from the types."""
    shown = dict(re.findall(r'^(\w+) = ("[^"]+"|\d+) +#', (ROOT / "config.toml").read_text("utf-8"), re.MULTILINE))
    made = dict(re.findall(r"^\| `(\w+)` \| [^|]+ \| `([^`]+)` \|", maker("configuration").markdown(), re.MULTILINE))
    common = set(shown) & set(made)
    assert len(common) > 15
    assert {key: made[key] for key in common} == {key: shown[key] for key in common}


def test_the_man_page_is_that_of_the_program() -> None:
    """`make man` writes it anew."""
    kept = (ROOT / "packaging/man/tracker.1").read_text(encoding="utf-8")
    assert kept == maker("commands").manual()
    assert kept.count("\n.SS ") > 40
    assert max(map(len, kept.splitlines())) < 500


def shown(notebook: Path) -> list[str]:
    """What its cells print and show, as text."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", ())]
    return ["".join(output.get("text") or output["data"]["text/plain"]) for output in outputs]


@pytest.mark.docs
def test_the_notebook_shows_what_it_kept(demo_folder: Path, tmp_path: Path) -> None:
    """`make notebook` keeps what it shows now."""
    now = tmp_path / "now.ipynb"
    subprocess.run([sys.executable, ROOT / "docs/notebook.py", demo_folder.parent, now], check=True)
    wanted = shown(ROOT / "docs/notebooks/who-is-bound.ipynb")
    assert len(wanted) == 6
    assert shown(now) == wanted
