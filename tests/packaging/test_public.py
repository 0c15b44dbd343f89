"""What a stranger meets first: the README as an index of packages shows it, the citation, the forms, the workflows."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from readme_renderer import markdown

import tracker

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("github-workflows", ".github/workflows/*.yml"),
        ("github-issue-forms", ".github/ISSUE_TEMPLATE/[!c]*.yml"),
        ("github-issue-config", ".github/ISSUE_TEMPLATE/config.yml"),
        ("dependabot", ".github/dependabot.yml"),
        ("citation-file-format", "CITATION.cff"),
    ],
)
def test_it_is_what_its_schema_says(schema: str, files: str) -> None:
    import check_jsonschema  # a second; only here

    paths = sorted(ROOT.glob(files))
    assert paths
    done = CliRunner().invoke(check_jsonschema.main, ["--builtin-schema", f"vendor.{schema}", *map(str, paths)])
    assert done.exit_code == 0, done.output


def test_the_workflows_have_no_known_weakness() -> None:
    """Each action is named by its commit, each job has only the rights that it needs."""
    command = [BIN / "zizmor", "--offline", "--no-progress", "--quiet", ROOT / ".github"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_workflows_run_what_a_person_runs() -> None:
    """`make` and nothing else that could differ; each target exists."""
    [targets] = re.findall(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    ran = [line for path in WORKFLOWS for line in re.findall(r"run: (.+)", path.read_text())]
    named = [line.removeprefix("make ") for line in ran if line.startswith("make ")]
    assert {"test", "packaging", "operate", "audit", "docs", "dist"} == set(named)
    assert set(named) <= set(targets.split())
    assert [line.split()[0] for line in ran if not line.startswith("make ")] == ["test"]  # the tag is the version


def test_each_python_that_is_claimed_is_tested() -> None:
    text = (ROOT / ".github/workflows/test.yml").read_text()
    [tested] = re.findall(r"python: \[(.+)\]", text)
    versions = re.findall(r'"(3\.\d+)"', tested)
    claimed = [line.rpartition(" ")[2] for line in PROJECT["classifiers"] if "Python :: 3." in line]
    assert versions[0] == PROJECT["requires-python"].removeprefix(">=")
    assert set(claimed) <= set(versions)


def test_a_release_needs_no_secret_and_says_that_it_was_never_run() -> None:
    text = (ROOT / ".github/workflows/release.yml").read_text()
    assert "WRITTEN, NEVER RUN" in text
    assert "secrets." not in text
    assert text.count("id-token: write") == 1


def test_the_forms_ask_for_what_doctor_says() -> None:
    forms = [path for path in (ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml"]
    assert len(forms) == 3
    assert [path.name for path in forms if "`tracker doctor --json`" not in path.read_text()] == []


def test_the_citation_is_of_this_version() -> None:
    """Or of the last one, while the next is being written."""
    cited = dict(re.findall(r"^([\w-]+): (\S+)$", (ROOT / "CITATION.cff").read_text(), re.MULTILINE))
    released = re.findall(r"^## (\S+) - (\S+)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert (cited["version"], cited["date-released"]) == released[0]
    assert cited["version"] == tracker.__version__
    assert cited["license"] == PROJECT["license"]


def test_the_readme_renders_where_there_is_no_repository_around_it() -> None:
    """As PyPI renders it: no picture and no link that leads nowhere, and every paragraph there."""
    command = [sys.executable, "-m", "hatch_fancy_pypi_readme"]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    html = markdown.render(shown)
    assert html
    assert re.findall(r'(?:src|href)="(?!https?:|#)[^"]*"', html) == []
    assert "<img" not in html
    assert html.count("<h2>") + html.count("<h2 ") == (ROOT / "README.md").read_text("utf-8").count("\n## ")
    assert "docs/operate.md says how to install" in re.sub(r"\s+", " ", shown)
