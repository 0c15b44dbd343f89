"""What a pass costs beside what people would use instead: webchanges, urlwatch, changedetection.io.

    make peers

Four documents (two charts, two lists of statements) of one stand-in, in one run. All figures are processor time, which
a busy machine disturbs least: the smallest of some rounds, in which each program has its turn. Prints Markdown; keeps
it as build/peers/table.md and build/peers/figures.json. Not a test: nothing here asserts a time.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import requests
from world import World, body, but, declaration

from jobs.demo.standin import SERVICE_PATH, STATEMENTS_PATH, StandIn

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
from bench import facts  # noqa: E402 - the folder above

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = HERE.parents[2]
ENVIRONMENTS = ROOT / "build" / "peers"
VERSIONS = dict(line.split("==") for line in (HERE / "versions.txt").read_text().split())
NUMBERS = ("185", "189")
DOCUMENTS = 2 * len(NUMBERS)
STATEMENTS = 60  # in each list
ROUNDS = int(os.environ.get("ROUNDS", "9"))
QUIET = 0.005  # seconds of processor time in half a second: at rest
FLOOR, TRACKER, CHANGEDETECTION = "floor", "tracker", "changedetection.io"

SECOND = """
[[treaty]]
id = "ets-189"
number = "189"
name = "A second treaty"
opened_on = 2001-11-23  # the rows are those of ETS 185
sources = ["coe-service"]
"""

ONE_SHOT, ONE_SHOT_CHANGED = "a pass of its own process, nothing changed", "the same, all four changed"
RESIDENT, RESIDENT_CHANGED = "a pass of a resident process, nothing changed", "the same with all four changed"
HELP, START = "`--help` (floor: bare Python)", "start of the service, until it rests"
PEAK, REST = "memory of a pass of its own process, at most", "memory of the service at rest"


# ---- the documents ------------------------------------------------------------------------------------


class Documents:
    """What the stand-in shows; `change` edits one row of each chart and one statement of each list."""

    def __init__(self, w: World) -> None:
        self._world = w
        self._rows = facts()
        self._edits = 0
        self._show()

    def change(self) -> None:
        """Each of the documents differs from now on."""
        self._edits += 1
        self._show()

    def _show(self) -> None:
        at, times = self._edits % 40, self._edits // 40
        shown = list(self._rows)
        shown[at] = but(shown[at], extra=dict(shown[at].extra, Reserves=times % 2 == 0))
        texts = [f"The Party reserves the right under paragraph {number}. " * 8 for number in range(STATEMENTS)]
        texts[at] += f"As amended {self._edits} times."
        for number in NUMBERS:
            self._world.standin.charts[number] = body(*shown, number=number)
            entries = [declaration(row.name, text) for row, text in zip(shown, texts, strict=False)]
            self._world.declare(*entries, number=number)

    def urls(self) -> list[str]:
        """The addresses that every program reads."""
        origin = self._world.standin.origin
        charts = [f"{origin}{SERVICE_PATH}?NumSte={number}&langue=ENG" for number in NUMBERS]
        return charts + [f"{origin}{STATEMENTS_PATH}?numSte={number}&codeNature=0&langue=ENG" for number in NUMBERS]


# ---- the programs -------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Program:
    """One column of the table: how it is run."""

    name: str
    first: list[str]  # its first pass
    again: list[str]  # a later one
    help: list[str]
    service: list[str] = field(default_factory=list)
    passes: list[str] = field(default_factory=list)  # makes a pass for each line of its standard input


class CannotRunError(Exception):
    """A program does not run here, or does not read what it should."""


def programs(w: World, urls: list[str]) -> list[Program]:
    """All of them, in the order of the table."""
    watchers = [_watcher(name, w, urls) for name in ("urlwatch", "webchanges")]
    return [_floor(w, urls), _tracker(w), *watchers, _changedetection(w, urls)]


def _binary(name: str, program: str) -> str:
    return str(ENVIRONMENTS / name / "bin" / program)


def _floor(w: World, urls: list[str]) -> Program:
    python = _binary(TRACKER, "python")
    reading = [str(HERE / "floor.py"), str(w.folder / "floor.db"), w.standin.key, *urls]
    command = [python, *reading]
    return Program(name=FLOOR, first=command, again=command, help=[python, "-c", "pass"], passes=[python, *reading])


def _tracker(w: World) -> Program:
    text = w.path.read_text()
    resident, daemon = w.folder / "resident.toml", w.folder / "daemon.toml"
    resident.write_text(text.replace("tracker.db", "resident.db"))
    daemon.write_text(text.replace("tracker.db", "daemon.db"))
    program = _binary(TRACKER, "tracker")
    check = [program, "--config", str(w.path), "check"]
    return Program(
        name=TRACKER,
        first=check,
        again=check,
        help=[program, "--help"],
        service=[program, "--config", str(daemon), "run"],
        passes=[_binary(TRACKER, "python"), str(HERE / "passes.py"), str(resident)],
    )


def _watcher(name: str, w: World, urls: list[str]) -> Program:
    """Urlwatch, or its fork webchanges, with a list of jobs."""
    folder = w.folder / name
    folder.mkdir()
    jobs = [f'name: "{at}"\nurl: "{url}"\nheaders:\n  token: {w.standin.key}\n' for at, url in enumerate(urls)]
    (folder / "jobs.yaml").write_text("---\n".join(jobs))
    program = _binary(name, name)
    kept, listed = ("--cache", "--urls") if name == "urlwatch" else ("--database", "--jobs")
    files = {listed: "jobs.yaml", "--config": "config.yaml", kept: "kept.db", "--hooks": "hooks.py"}
    command = [program, *(part for option, file in files.items() for part in (option, str(folder / file)))]
    return Program(name=name, first=command, again=command, help=[program, "--help"])


def _changedetection(w: World, urls: list[str]) -> Program:
    program = _binary(CHANGEDETECTION, "changedetection.io")
    port = str(_free_port())
    command = [program, "-C", "-d", str(w.folder / "datastore"), "-h", "127.0.0.1", "-p", port, "-l", "WARNING"]
    options = json.dumps({"headers": {"token": w.standin.key}})
    watches = [part for at, url in enumerate(urls) for part in ("-u", url, f"-u{at}", options)]
    return Program(
        name=CHANGEDETECTION,
        first=[*command, "-b", *watches],
        again=[*command, "-b", "-r", "all"],
        help=[program, "--help"],
        service=command,
    )


def _free_port() -> int:
    import socket

    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


def _version_of(environment: str, package: str) -> str:
    asked = f"from importlib.metadata import version; print(version({package!r}))"
    command = [_binary(environment, "python"), "-c", asked]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


# ---- measuring ----------------------------------------------------------------------------------------


@dataclass(kw_only=True)
class Run:
    """One run of all measurements; `found` is what → program → the smallest value (ms or MB)."""

    standin: StandIn
    environment: dict[str, str]
    absent: dict[str, str] = field(default_factory=dict)  # program → why it is not measured
    found: dict[str, dict[str, float]] = field(default_factory=dict)

    def keep(self, what: str, program: str, value: float) -> None:
        """Keep the smallest."""
        values = self.found.setdefault(what, {})
        values[program] = min(value, values.get(program, value))

    def process(self, command: Sequence[str], documents: int = DOCUMENTS) -> tuple[float, float]:
        """Milliseconds and MB of a command that reads so many documents. Raises CannotRunError."""
        before = len(self.standin.requests)
        spent = [sys.executable, str(HERE / "spent.py"), *command]
        shown = subprocess.run(spent, capture_output=True, text=True, check=False, env=self.environment)
        asked = len(self.standin.requests) - before
        if shown.returncode or asked != documents:
            said = "".join(shown.stderr.splitlines()[-1:])
            raise CannotRunError(f"{Path(command[0]).name} read {asked} documents of {documents}. {said}")
        seconds, size = shown.stdout.split()
        return float(seconds) * 1000, int(size) / 1024

    @contextmanager
    def service(self, program: Program) -> Iterator[Service]:
        """A service at rest."""
        process = subprocess.Popen(
            program.service, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=self.environment
        )
        try:
            service = Service(process.pid, self.standin)
            if program.name == CHANGEDETECTION:
                service.answer_at(program.service)
            service.settle()
            yield service
        finally:
            process.terminate()
            process.wait()


class Service:
    """A process that stays, seen from outside."""

    def __init__(self, pid: int, standin: StandIn) -> None:
        self._pid = pid
        self._standin = standin
        self._address = self._token = ""

    def spent(self) -> float:
        """Milliseconds of processor time of all threads until now: the clock of clock_getcpuclockid(3)."""
        return time.clock_gettime_ns((~self._pid << 3) | 2) / 1e6

    def size(self) -> float:
        """Resident memory, in MB."""
        lines = Path(f"/proc/{self._pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:"))

    def settle(self) -> float:
        """Wait until it rests; milliseconds of processor time that it takes at rest, a second."""
        while True:
            before = self.spent()
            time.sleep(1)
            if (used := self.spent() - before) < 2 * QUIET * 1000:
                return used

    def answer_at(self, command: list[str]) -> None:
        """Wait until changedetection.io answers, and find the key that it wrote."""
        folder, port = (command[command.index(option) + 1] for option in ("-d", "-p"))
        self._address = f"http://127.0.0.1:{port}/api/v1/"
        kept = json.loads((Path(folder) / "changedetection.json").read_text())
        self._token = kept["settings"]["application"]["api_access_token"]
        while True:
            try:
                self._ask("watch")
                return
            except OSError:
                time.sleep(0.5)

    def recheck(self) -> float:
        """Milliseconds of a pass over all watches, without what the service takes at rest."""
        at_rest = self.settle()
        before, asked, began = self.spent(), len(self._standin.requests), time.monotonic()
        self._ask("watch?recheck_all=1")
        while len(self._standin.requests) < asked + DOCUMENTS:
            time.sleep(0.1)
        self.settle()
        return self.spent() - before - at_rest * (time.monotonic() - began)

    def _ask(self, path: str) -> None:
        requests.get(self._address + path, headers={"x-api-key": self._token}, timeout=60).raise_for_status()


class Lines:
    """A process that makes a pass for each line, and says so."""

    def __init__(self, command: list[str], run: Run, stack: ExitStack) -> None:
        self._process = stack.enter_context(
            subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, env=run.environment
            )
        )
        assert self._process.stdin
        stack.callback(self._process.stdin.close)
        self._service = Service(self._process.pid, run.standin)
        self.said: set[str] = set()
        self.recheck()

    def recheck(self) -> float:
        """Milliseconds of one pass."""
        assert self._process.stdin
        assert self._process.stdout
        before = self._service.spent()
        self._process.stdin.write("\n")
        said = self._process.stdout.readline().split()
        if not said:
            raise SystemExit("a resident process ended")
        self.said.update(said)
        return self._service.spent() - before


def able(run: Run, wanted: list[Program]) -> list[Program]:
    """Those that are installed and run; the table says which are not. Compiles them, and makes their first pass."""
    found = []
    for program in wanted:
        try:
            if program.name != FLOOR and not (ENVIRONMENTS / program.name / "installed").exists():
                raise CannotRunError("not installed: see what pip said")
            run.process(program.first)
            run.process(program.again)
        except CannotRunError as error:
            if program.name in (FLOOR, TRACKER):
                raise
            run.absent[program.name] = " ".join(str(error).split())
        else:
            found.append(program)
    return found


def one_shot(run: Run, measured: list[Program], documents: Documents) -> None:
    """Processes of their own, in turns."""
    for _ in range(ROUNDS):
        for program in measured:
            run.keep(HELP, program.name, run.process(program.help, 0)[0])
        for program in measured:
            spent, size = run.process(program.again)
            run.keep(ONE_SHOT, program.name, spent)
            run.keep(PEAK, program.name, size)
    for _ in range(ROUNDS):  # afterwards: what was found may wait for a second read, which a later pass looks after
        documents.change()
        for program in measured:
            run.keep(ONE_SHOT_CHANGED, program.name, run.process(program.again)[0])


def resident(run: Run, measured: list[Program], documents: Documents) -> None:
    """Processes that stay, in turns."""
    with ExitStack() as stack:
        lines = {program.name: Lines(program.passes, run, stack) for program in measured if program.passes}
        watching = {
            program.name: stack.enter_context(run.service(program))
            for program in measured
            if program.service and not program.passes
        }
        staying = {**lines, **watching}
        for one in staying.values():
            one.recheck()  # what is loaded when it is first needed
        for what in [RESIDENT] * ROUNDS + [RESIDENT_CHANGED] * ROUNDS:
            if what == RESIDENT_CHANGED:
                documents.change()
            for name, one in staying.items():
                run.keep(what, name, one.recheck())
        for name, service in watching.items():
            run.keep(REST, name, service.size())
        for name, process in lines.items():
            print(f"{name}, resident: {', '.join(sorted(process.said))}", file=sys.stderr)


def services(run: Run, measured: list[Program]) -> None:
    """The start of each service, and its memory."""
    for _ in range(3):
        for program in measured:
            if program.service:
                with run.service(program) as service:
                    run.keep(START, program.name, service.spent())
                    if program.name == TRACKER:
                        run.keep(REST, program.name, service.size())


# ---- the table ----------------------------------------------------------------------------------------


def cell(run: Run, what: str, name: str) -> str:
    """A figure as it is printed: milliseconds beside the floor, or MB."""
    values = run.found[what]
    if name in run.absent:
        return "not measured"
    if name not in values:
        return "has none"
    if what in (PEAK, REST):
        return f"{values[name]:.0f} MB"
    if name == FLOOR or FLOOR not in values:
        return f"{values[name]:.0f} ms" if values[name] >= 100 else f"{values[name]:.1f} ms"
    return f"{values[name] / values[FLOOR]:.2f} ×"


def table(run: Run, named: dict[str, str]) -> list[str]:
    """The lines of the table, in Markdown."""
    order = [ONE_SHOT, ONE_SHOT_CHANGED, RESIDENT, RESIDENT_CHANGED, HELP, START, PEAK, REST]
    head = ["what", *(f"{name} {version}".strip() for name, version in named.items())]
    rows = [[what, *(cell(run, what, name) for name in named)] for what in order]
    lines = [head, ["---"] * len(head), *rows]
    return [f"| {' | '.join(line)} |" for line in lines]


def machine() -> str:
    """Where and when, and how busy it was."""
    load = ", ".join(f"{value:.0f}" for value in os.getloadavg())
    return (
        f"{datetime.now(UTC):%-d %B %Y}: Python {platform.python_version()}, {os.cpu_count()} cores "
        f"({platform.machine()}), load {load}, best of {ROUNDS} rounds."
    )


def main() -> None:
    """Measure, print, keep."""
    began = machine()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment |= {
        "ALLOW_IANA_RESTRICTED_ADDRESSES": "true",  # changedetection.io reads no loopback address otherwise
        "DISABLE_VERSION_CHECK": "true",
    }
    with tempfile.TemporaryDirectory() as folder, StandIn() as standin:
        w = World(Path(folder), standin, more=SECOND)
        standin.now = lambda: datetime.now(UTC)  # other processes have the clock of the system
        documents = Documents(w)
        run = Run(standin=standin, environment=environment | {"HOME": folder})
        measured = able(run, programs(w, documents.urls()))
        one_shot(run, measured, documents)
        resident(run, measured, documents)
        services(run, measured)
    ours = _version_of(TRACKER, "convention-tracker")
    named = {FLOOR: "", TRACKER: ours, **{name: VERSIONS[name] for name in ("urlwatch", "webchanges", CHANGEDETECTION)}}
    absent = [f"Not measured: {name}: {why}" for name, why in run.absent.items()]
    text = "\n".join([began, "", *table(run, named), *([""] if absent else []), *absent]) + "\n"
    (ENVIRONMENTS / "table.md").write_text(text)
    figures = {"machine": began, "versions": named, "smallest": run.found, "absent": run.absent}
    (ENVIRONMENTS / "figures.json").write_text(json.dumps(figures, indent=2) + "\n")
    print(text, end="")


if __name__ == "__main__":
    main()
