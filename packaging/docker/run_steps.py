"""The steps of the Dockerfile without Docker: in a clean folder and a fresh environment, as far as that can go.

    python packaging/docker/run_steps.py

All stages share one root, so that what one stage installs lies where the next expects it. `useradd` and `chown` are
not carried out, and neither are USER and the read-only root; instead it is checked that the commands write nowhere but
in the volume. Needs a package index, as `docker build` does. Ends with code 0 if every step did.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
CONTEXT = HERE.parent.parent
_NOT_HERE = ("useradd", "chown")  # need root, and change this machine
_IGNORED = ("FROM", "USER", "STOPSIGNAL")


def need(true: bool, said: str) -> None:
    """Or end here."""
    if not true:
        sys.exit(said)


def instructions(text: str) -> list[tuple[str, str]]:
    """The Dockerfile as (INSTRUCTION, rest), continued lines joined, comments gone."""
    kept = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    joined = "\n".join(kept).replace("\\\n", " ")
    return [(word.upper(), rest.strip()) for word, _, rest in (line.partition(" ") for line in joined.splitlines())]


class Build:
    """A folder that stands for the root of the image."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.cwd = root
        self.env = {"HOME": str(root), "PATH": f"{self._shims()}:{os.environ['PATH']}", **_network()}
        self.volumes: list[Path] = []
        self.commands: dict[str, list[str]] = {}

    def _shims(self) -> Path:
        """`python` is the one that runs this; what may not be done here is only said."""
        folder = self.root / ".shims"
        folder.mkdir()
        (folder / "python").symlink_to(sys.executable)
        for name in _NOT_HERE:
            (folder / name).write_text(f'#!/bin/sh\necho "not done here: {name} $*"\n')
            (folder / name).chmod(0o755)
        return folder

    def there(self, path: str) -> Path:
        """A path of the image."""
        return self.root / path.lstrip("/") if path.startswith("/") else self.cwd / path

    def moved(self, text: str) -> str:
        """A command or value with the image's own folders in the place they have here."""
        return re.sub(r"(?<![\w./-])/(?=(opt|data|src)\b)", f"{self.root}/", text)

    def do(self, word: str, rest: str) -> None:
        """One instruction."""
        print(f"== {word} {rest}", flush=True)
        if word in _IGNORED:
            return
        getattr(self, f"do_{word.lower()}")(rest)

    def do_workdir(self, rest: str) -> None:
        """The folder is made, as Docker does."""
        self.cwd = self.there(rest)
        self.cwd.mkdir(parents=True, exist_ok=True)

    def do_copy(self, rest: str) -> None:
        """From the context, or from a stage: then it is where it belongs."""
        *sources, target = (part for part in rest.split() if not part.startswith("--"))
        if rest.startswith("--from="):
            need(all(self.there(source).exists() for source in sources), f"not there: {rest}")
            return
        for source in sources:
            self._copy(CONTEXT / source, self.there(target), into=len(sources) > 1 or target.endswith("/"))

    def _copy(self, source: Path, target: Path, *, into: bool) -> None:
        if source.is_dir():
            shutil.copytree(
                source, target, symlinks=True, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__")
            )
            return
        place = target / source.name if into or target.is_dir() else target
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, place)

    def do_run(self, rest: str) -> None:
        """In a shell, where the image would."""
        subprocess.run(["/bin/sh", "-ec", self.moved(rest)], cwd=self.cwd, env=self.env, check=True)  # noqa: S603 - our own file

    def do_env(self, rest: str) -> None:
        """Values for what follows."""
        for pair in shlex.split(rest):
            name, _, value = pair.partition("=")
            self.env[name] = self.moved(value).replace("$PATH", self.env["PATH"])

    def do_volume(self, rest: str) -> None:
        """Where alone may be written."""
        self.volumes.append(self.there(rest))

    def do_healthcheck(self, rest: str) -> None:
        """Kept, to be run."""
        self.commands["HEALTHCHECK"] = json.loads(self.moved(rest[rest.index("[") :]))

    def do_entrypoint(self, rest: str) -> None:
        """Kept, to be run."""
        self.commands["ENTRYPOINT"] = json.loads(self.moved(rest))

    def do_cmd(self, rest: str) -> None:
        """Kept: what runs without an argument."""
        self.commands["CMD"] = json.loads(self.moved(rest))

    def call(self, *command: str, codes: tuple[int, ...] = (0,)) -> str:
        """Run a command of the image."""
        print(f"-- {' '.join(command)}", flush=True)
        done = subprocess.run(  # noqa: S603 - our own file
            command, cwd=self.cwd, env=self.env, text=True, capture_output=True, check=False, timeout=120
        )
        print(done.stdout + done.stderr, end="", flush=True)
        need(done.returncode in codes, f"ended with {done.returncode}")
        return done.stdout

    def outside(self) -> dict[str, int]:
        """Every file that is not in the volume, with the time it was written."""
        return {
            str(path): path.lstat().st_mtime_ns
            for path in self.root.rglob("*")
            if not any(path.is_relative_to(volume) for volume in self.volumes)
        }


def _network() -> dict[str, str]:
    """What pip needs to reach its index."""
    names = (
        "PIP_INDEX_URL",
        "PIP_EXTRA_INDEX_URL",
        "PIP_CERT",
        "PIP_CONFIG_FILE",
        "SSL_CERT_FILE",
        "REQUESTS_CA_BUNDLE",
    )
    proxies = ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy")
    return {name: os.environ[name] for name in (*names, *proxies) if name in os.environ}


def main() -> int:
    """Build, then run what the image would."""
    with tempfile.TemporaryDirectory(prefix="image-") as folder:
        build = Build(Path(folder))
        for word, rest in instructions((HERE / "Dockerfile").read_text()):
            build.do(word, rest)
        before = build.outside()
        entry = build.commands["ENTRYPOINT"]
        build.call(*entry, "--version")
        build.call(*entry, "init")
        build.call(*entry, "config", "check")
        # the bundled lists are loaded and nothing was read: not healthy, and it says why
        said = build.call(*build.commands["HEALTHCHECK"], codes=(1,))
        need("was never read" in said, "the health check does not say what is wrong")
        build.call(*entry, *build.commands["CMD"], "--help")
        changed = [path for path, at in build.outside().items() if before.get(path) != at]
        need(not changed, f"written outside the volume: {changed[:5]}")
    print("the steps of the Dockerfile work")
    return 0


if __name__ == "__main__":
    sys.exit(main())
