"""What the program is made of: exports of the lock, licences, known advisories.

python tools/supply.py export     write packaging/docker/*.txt from uv.lock
python tools/supply.py pin NAME   a package and its hashes, for pip, without anything but Python
python tools/supply.py require FILE [GROUP …]   the locked extras and groups of developers, for pip; no group: all
python tools/supply.py licences   write docs/licences.md from the installed packages
python tools/supply.py sbom WHEEL what the wheel may need, with its extras, as CycloneDX beside it
python tools/supply.py audit      ask for advisories on what the lock names; code 1 only if there are some
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DOCKER = ROOT / "packaging/docker"
LICENCES = ROOT / "docs/licences.md"
_TOOLS = Path(sys.executable).parent

_HEAD = """# Licences

What the tracker with its extras `web`, `browser`, `mcp` and `stamps` brings, and under which licence, as its packages
say themselves. Made by `make licences`; a test compares it with what is installed. The tracker is under the MIT
licence.

Under the MPL are `certifi` and `publicsuffixlist`: changes to their files must be published; none is made here.

| package | licence |
|---|---|
"""


def locked() -> dict[str, list[dict[str, Any]]]:
    """The packages of uv.lock by name: of a few, one version for old Pythons and one for new ones."""
    found: dict[str, list[dict[str, Any]]] = {}
    for package in tomllib.loads((ROOT / "uv.lock").read_text())["package"]:
        found.setdefault(package["name"], []).append(package)
    return found


def shipped(packages: dict[str, list[dict[str, Any]]]) -> list[str]:
    """The names of all that a user may get: with the extras, without the tools of developers."""
    [ours] = packages["convention-tracker"]
    wanted = [*ours["dependencies"], *(one for extra in ours["optional-dependencies"].values() for one in extra)]
    found: set[str] = set()
    while wanted:
        one = wanted.pop()
        if one["name"] in found and not one.get("extra"):
            continue
        found.add(one["name"])
        for package in packages[one["name"]]:
            extras = package.get("optional-dependencies", {})
            more = list(package.get("dependencies", ()))
            more += [dep for name in one.get("extra", ()) for dep in extras.get(name, ())]
            wanted += [dep for dep in more if dep["name"] not in found]
    return sorted(found)


def export() -> int:
    """The locked versions with their hashes, as pip reads them: of the program and `serve`, and of what builds it."""
    _export(DOCKER / "requirements.txt", "--no-dev", "--extra", "web")
    _export(DOCKER / "build-requirements.txt", "--only-group", "package")
    return 0


def pin(name: str) -> str:
    """One package that needs no other, in the locked version: what a fresh machine installs to read the lock."""
    [package] = locked()[name]
    files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
    return " ".join([f"{name}=={package['version']}", *(f"--hash={file['hash']}" for file in files)])


def require(to: Path, *groups: str) -> int:
    """What the tests or all tools of a developer need, with the extras."""
    asked = [f"--group={name}" for name in groups] or ["--all-groups"]
    _export(to, "--no-default-groups", "--all-extras", *asked)  # else uv adds the group `dev`, which is all of them
    return 0


def _export(to: Path, *which: str) -> Path:
    to.parent.mkdir(parents=True, exist_ok=True)
    asked = ["export", "--quiet", "--frozen", "--no-emit-project", "--no-header", "--no-annotate"]
    subprocess.run([_TOOLS / "uv", *asked, *which, "--output-file", to], cwd=ROOT, check=True)  # noqa: S603 - ours
    return to


def _with_extras() -> Path:
    return _export(ROOT / "build/locked.txt", "--no-dev", "--all-extras")


def sbom(wheel: Path) -> int:
    """What the wheel may need, in the locked versions, beside the wheel."""
    out = wheel.with_suffix(".cdx.json")
    asked = [
        "requirements",
        "--pyproject",
        ROOT / "pyproject.toml",
        "--mc-type",
        "application",
        "--output-reproducible",
    ]
    subprocess.run(  # noqa: S603 - ours
        [_TOOLS / "cyclonedx-py", *asked, "--output-format", "JSON", "--output-file", out, _with_extras()], check=True
    )
    print(f"{out}: {len(json.loads(out.read_text())['components'])} packages")
    return 0


def licences_table() -> str:
    """docs/licences.md, from the metadata of the installed packages. A package of another system is left out."""
    asked = ["--format=json", "--from=mixed", "--with-system", "--packages", *shipped(locked())]
    done = subprocess.run([_TOOLS / "pip-licenses", *asked], capture_output=True, text=True, check=True)  # noqa: S603 - ours
    rows = sorted((_normal(one["Name"]), one["License"]) for one in json.loads(done.stdout))
    return _HEAD + "".join(f"| `{name}` | {' '.join(licence.split())} |\n" for name, licence in rows)


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def audit() -> int:
    """Say what is known against the locked versions. Without data that is said, and nothing is concluded."""
    asked = ["--format=json", "--progress-spinner=off", "--disable-pip", "--require-hashes"]
    done = subprocess.run(  # noqa: S603 - ours
        [_TOOLS / "pip-audit", *asked, "--requirement", _with_extras()],
        capture_output=True,
        text=True,
        check=False,
    )
    code, said = verdict(done.stdout, done.stderr)
    print(said)
    return code


def verdict(out: str, err: str) -> tuple[int, str]:
    """The exit code and the words for what pip-audit printed."""
    try:
        packages = json.loads(out)["dependencies"]
    except (ValueError, KeyError):
        reason = (err.strip().splitlines() or ["it said nothing"])[-1]
        return 0, f"NOT AUDITED: there is no advisory data ({reason})"
    known = [f"{one['name']} {one['version']}: {bad['id']}" for one in packages for bad in one.get("vulns", ())]
    asked = [one for one in packages if "skip_reason" not in one]
    if not asked:
        return 0, f"NOT AUDITED: there is no advisory data for any of {len(packages)} packages"
    skipped = f"; no data for {len(packages) - len(asked)}" if len(asked) < len(packages) else ""
    if known:
        return 1, "\n".join([*known, f"{len(known)} advisories on {len(asked)} packages{skipped}"])
    return 0, f"no advisory on {len(asked)} packages{skipped}"


def main(what: str, *names: str) -> int:
    """Do what is asked."""
    if what == "licences":
        LICENCES.write_text(licences_table())
        return 0
    if what == "sbom":
        return sbom(Path(names[0]))
    if what == "pin":
        print(pin(*names))
        return 0
    if what == "require":
        return require(Path(names[0]), *names[1:])
    return {"export": export, "audit": audit}[what]()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
