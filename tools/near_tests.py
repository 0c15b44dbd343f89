"""Runs the tests nearest to what has changed, nearest first, for at most fifteen seconds.

    python tools/near_tests.py [BASE]

Changed is what differs from the commit BASE (default: HEAD) and what git does not know yet. A test file is near if it
has changed itself, if it has the name of a changed module, or if it imports a changed module or its package.
Ends with pytest's code; with 0 if the time ran out and nothing had failed until then.
"""

from __future__ import annotations

import ast
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 15


def changed(base: str) -> list[Path]:
    """Paths below the root, those of files that are gone included."""
    lines = (
        _git("diff", "--name-only", "--no-renames", base, "--"),
        _git("ls-files", "--others", "--exclude-standard"),
    )
    return sorted({Path(line) for output in lines for line in output.splitlines()})


def _git(*words: str) -> str:
    command = ("git", *words)
    return subprocess.run(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, check=True).stdout  # noqa: S603 - words of our own


def module_of(path: Path) -> str | None:
    """The name a test imports it by; of a template, a script or a style sheet: the package that ships it."""
    if path.parts[0] == "tests":
        return path.stem if path.suffix == ".py" else None
    if path.suffix == ".py":
        return ".".join(path.with_suffix("").parts).removesuffix(".__init__")
    package = next((folder for folder in path.parents if (ROOT / folder / "__init__.py").is_file()), None)
    # `tracker` itself would be near to every test
    return ".".join(package.parts) if package and len(package.parts) > 1 else None


def imported_by(test: Path) -> set[str]:
    """Every module, and every name that might be one."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(test.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{name.name}" for name in node.names)
    return found


def distance(test: Path, paths: list[Path]) -> int | None:
    """0: changed itself; 1: named like a changed module; 2: imports one; 3: imports the package of one; None: far."""
    if test.relative_to(ROOT) in paths:
        return 0
    modules = {module for path in paths if (module := module_of(path))}
    names = {f"test_{name}" for module in modules for name in (module.replace(".", "_"), module.rpartition(".")[2])}
    if test.stem in names:
        return 1
    known = imported_by(test)
    if modules & known:
        return 2
    packages = {module.rpartition(".")[0] for module in modules} - {"", "tracker", "jobs", "db"}
    return 3 if packages & known else None


def main() -> int:
    """Choose, say what was chosen, run."""
    paths = changed(sys.argv[1] if len(sys.argv) > 1 else "HEAD")
    distances = {test: distance(test, paths) for test in sorted((ROOT / "tests").rglob("test_*.py"))}
    near = sorted((far, test) for test, far in distances.items() if far is not None)
    if not near:
        print(f"{len(paths)} changed files, no test near them")
        return 0
    files = [str(test.relative_to(ROOT)) for _, test in near]
    print(f"{len(paths)} changed files; the tests near them, at most {SECONDS} seconds:", *files, flush=True)
    workers = ["-n", "2"] if len(files) > 2 else []  # starting workers takes longer than a few files
    command = [sys.executable, "-m", "pytest", "-q", "-x", *workers, *files]
    with subprocess.Popen(command, cwd=ROOT) as run:  # noqa: S603 - words of our own
        try:
            code = run.wait(SECONDS)
            return 0 if code == pytest.ExitCode.NO_TESTS_COLLECTED else code  # all were deselected: pytest said so
        except subprocess.TimeoutExpired:
            run.send_signal(signal.SIGINT)  # as Ctrl-C: pytest says how far it came
            if run.wait() == pytest.ExitCode.TESTS_FAILED:
                return pytest.ExitCode.TESTS_FAILED
    print(f"stopped after {SECONDS} seconds without a failure in what ran (see above); `make test` runs all tests")
    return 0


if __name__ == "__main__":
    sys.exit(main())
