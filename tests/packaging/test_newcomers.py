"""What a newcomer types first: the commands that the product prints work for how it was installed."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import tracker.cli
from tracker.cli.kit import messages
from tracker.installed import Installation, to_add

ROOT = Path(__file__).resolve().parents[2]
WEB = ("datasette<0.66", "httpcore>=1.0")


def installed(**how: object) -> Installation:
    given: dict[str, object] = {"python": "/venv/bin/python", "prefix": "/venv", "source": None, "editable": False}
    return Installation(**{**given, "pip": True, **how})  # type: ignore[arg-type] # as named


@pytest.mark.parametrize(
    ("how", "command"),
    [
        (
            {"source": "/home/ann/convention-tracker", "editable": True},
            "/venv/bin/python -m pip install -e '/home/ann/convention-tracker[web]'",
        ),
        ({"source": "/opt/convention-tracker"}, "/venv/bin/python -m pip install '/opt/convention-tracker[web]'"),
        ({"source": "git+https://example.org/t.git"}, "pip install 'convention-tracker[web] @ git+https://example.org"),
        ({"source": "/opt/t", "pip": False}, "uv pip install --python /venv/bin/python '/opt/t[web]'"),
        (
            {"prefix": "/home/ann/.local/share/pipx/venvs/convention-tracker"},
            "pipx inject convention-tracker 'datasette<0.66' 'httpcore>=1.0'",
        ),
        (
            {"prefix": "/home/ann/.local/share/uv/tools/convention-tracker", "source": "/home/ann/t.whl"},
            "uv tool install --with 'datasette<0.66' --with 'httpcore>=1.0' /home/ann/t.whl",
        ),
        ({}, "/venv/bin/python -m pip install 'datasette<0.66' 'httpcore>=1.0'"),
    ],
)
def test_what_is_missing_is_installed_as_the_rest_was(how: dict[str, object], command: str) -> None:
    """Into the same environment, from the same place; never by a name that nobody has registered."""
    said = to_add("web", WEB, installed(**how))
    assert command in said
    assert not re.search(r"install '?convention-tracker(\[\w+\])?'?( |$)(?!@)", said)


def test_no_text_of_the_product_names_a_package_that_nobody_owns() -> None:
    """`pip install convention-tracker` would install what a stranger has put under that name."""
    texts = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "config.toml"]
    texts += [path for folder in ("tracker", "jobs", "db", "packaging") for path in (ROOT / folder).rglob("*.*")]
    named = re.compile(r"(pip|pipx|uv tool|uv) install [^\n`]*?(?<![/\w.])convention-tracker(\[[\w,]+\])?['`\s](?! *@)")
    texts = [path for path in texts if path.suffix in {".md", ".py", ".toml", ".service"} and path.is_file()]
    found = [str(path.relative_to(ROOT)) for path in texts if named.search(path.read_text("utf-8"))]
    assert found == []


@pytest.mark.parametrize(
    ("program", "printed"),
    [
        ("/clone/.venv/bin/tracker", "try: .venv/bin/tracker --db d parties; run `.venv/bin/tracker check`"),
        ("/elsewhere/my bin/tracker", "try: '/elsewhere/my bin/tracker' --db d parties; run `'/elsewhere/my bin/trac"),
        ("/clone/tracker/__main__.py", f"try: {sys.executable} -m tracker --db d parties; run `{sys.executable} -m"),
        ("/usr/bin/pytest", "try: tracker --db d parties; run `tracker check`"),
    ],
)
def test_hints_run_as_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], program: str, printed: str
) -> None:
    monkeypatch.setattr("sys.argv", [program])
    monkeypatch.setattr("os.getcwd", lambda: "/clone")
    messages.say("try: tracker --db d parties; run `tracker check`")
    assert capsys.readouterr().out.startswith(printed)


def test_on_the_path_the_name_alone_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    there = tmp_path / "tracker"
    there.write_text("#!/bin/sh\n")
    there.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.argv", [str(there)])
    messages.say("run `tracker check`")
    assert capsys.readouterr().out == "run `tracker check`\n"


def test_an_error_is_a_hint_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", [str(tmp_path / "bin/tracker")])
    assert tracker.cli.run(["parties"]) == 2
    assert "run `bin/tracker init`" in capsys.readouterr().err


@pytest.mark.packaging
def test_make_mends_an_environment_without_pip(tmp_path: Path) -> None:
    """Debian without python3-venv leaves a .venv that has Python and no pip; after apt-get, `make` goes on."""
    make = shutil.which("make")
    if make is None:
        pytest.skip("no make here")
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "packaging/docker", tmp_path / "packaging/docker")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / ".venv")], check=True)
    done = subprocess.run(
        [make, ".venv/installed", "PIP=true", f"PYTHON={sys.executable}"],
        check=False,
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    subprocess.run([str(tmp_path / ".venv/bin/python"), "-m", "pip", "--version"], check=True, capture_output=True)


def test_the_readme_installs_the_extra_without_freezing_the_program() -> None:
    """An install that is not editable would copy the program: the next `git pull` changes nothing."""
    text = (ROOT / "README.md").read_text("utf-8")
    assert re.findall(r"pip install (?!-e )'?\.", text) == []
