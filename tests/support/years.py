"""A simulated year: the real daemon and real commands on a clock of their own, against a register of what must be told.

    with year(folder, seed=1, days=365, kills=1000) as y:
        y.live()
        y.judge()

Acts appear at the stand-in on random days. Outages, kills, restores, a clock that is set, a disk that is full and a
database that is moved come at random between and inside passes, all from one seed.
"""

from __future__ import annotations

import math
import os
import random
import resource
import signal
import sqlite3
import time
from collections import Counter
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clockwork import BEGINNING, Clock, Works
from daemons import channel
from receivers import ids_in, receiver
from world import SECOND_PROTOCOL, Row, World, but, row, world

from jobs.demo.standin import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from receivers import Receiver

DAY, SLICE = 86_400.0, 21_600.0
SCHEDULE = """
[schedule]
check = "every 6h"
deliver = "every 3h"
heartbeat = "every 6h"
roll_over = "every 6h"
[health]
heartbeat = "beat.json"
"""
NAMES = (
    *("Albania", "Armenia", "Austria", "Belgium", "Bulgaria", "Croatia", "Cyprus", "Denmark", "Estonia", "Finland"),
    *("France", "Georgia", "Germany", "Greece", "Hungary", "Iceland", "Ireland", "Italy", "Latvia", "Lithuania"),
    *("Luxembourg", "Malta", "Monaco", "Norway", "Poland", "Portugal", "Romania", "Serbia", "Spain", "Sweden"),
)
TREATIES = {"185": "ets-185", "224": "cets-224"}
OUTAGES = (
    *(Fault.BROKEN, Fault.BUSY, Fault.REFUSED, Fault.EMPTY, Fault.NO_ROWS, Fault.CUT, Fault.PORTAL, Fault.SHELL),
    *(Fault.TRUNCATED, Fault.NOT_UTF8, Fault.CHALLENGE_403, Fault.CHALLENGE_503, Fault.MOVED_AWAY, Fault.CLOCK_AHEAD),
    *(Fault.WRONG_TREATY, Fault.NO_DATE, Fault.JSON_AS_HTML, Fault.BUSY_ONCE),
)
SKEWS = tuple(timedelta(hours=hours) for hours in (-720, -49, -25, -2, -1, 1, 2, 23))
#: Commands that are killed; those that need the database for themselves while no daemon runs.
BESIDE = (
    *(("check",), ("backup",), ("verify",), ("status",), ("parties",), ("export", "csv"), ("changes", "--json")),
    *(("site", "build", "-o", "pages"), ("reference", "ets-185", NAMES[0], "signed_on", "JJ1C"), ("report",)),
)
ALONE = (("rebuild",), ("restore", ""), ("check",), ("backup",), ("run",))


@dataclass(frozen=True)
class Act:
    """What appears at the depositary, and must be told once."""

    day: int
    number: str
    name: str
    field: str
    value: str


@dataclass(frozen=True)
class Measured:
    """How the service is at one moment."""

    day: int
    memory: float  # MB
    descriptors: int
    size: float  # MB
    entries: int
    changes: int


@dataclass
class Year:
    """One run: what there is, and what happened so far."""

    w: World
    hook: Receiver
    works: Works
    clock: Clock
    chance: random.Random
    days: int
    kills: int
    lively: float = 0.35  # how likely an act is on a day
    lived: int = 0
    acts: list[Act] = field(default_factory=list)
    daemon: int | None = None
    happened: Counter[str] = field(default_factory=Counter)
    heads: list[str] = field(default_factory=list)
    killed: list[float] = field(default_factory=list)  # monotonic
    restored: list[float] = field(default_factory=list)
    measured: list[Measured] = field(default_factory=list)
    say: Callable[[str], object] = lambda _: None
    ends: dict[str, int] = field(default_factory=dict)  # what was begun → the day it ends

    # ---- the depositary -----------------------------------------------------------------------------

    def plan(self) -> None:
        """Signatures and consents on random days; the entry into force is printed with the consent."""
        rows: dict[tuple[str, str], Row] = {}
        for number in TREATIES:
            for name in NAMES:
                signed = "2022-05-12" if self.chance.random() < 0.4 else None
                rows[number, name] = row(name, signed=signed)
        self.rows = rows
        for day in range(2, self.days - 1):
            if self.chance.random() < self.lively:
                self.acts += self._act(day, rows)
        for number, name in rows:
            rows[number, name] = row(name, signed=self._first(number, name))

    def _first(self, number: str, name: str) -> str | None:
        later = any(act.field == "signed_on" and (act.number, act.name) == (number, name) for act in self.acts)
        return None if later else self.rows[number, name].signed

    def _act(self, day: int, rows: dict[tuple[str, str], Row]) -> list[Act]:
        free = [key for key, found in rows.items() if found.consent is None]
        if not free:
            return []
        number, name = key = self.chance.choice(free)
        on = (BEGINNING + timedelta(days=day - 1)).date()
        if rows[key].signed is None:
            rows[key] = but(rows[key], signed=str(on))
            return [Act(day, number, name, "signed_on", str(on))]
        force = _first_of_month(on, 4)
        rows[key] = but(rows[key], consent=str(on), in_force=str(force))
        return [Act(day, number, name, "consent_on", str(on))]

    def show(self, day: int) -> None:
        """The charts of a day."""
        for act in self.acts:
            if act.day == day:
                key = act.number, act.name
                if act.field == "signed_on":
                    self.rows[key] = but(self.rows[key], signed=act.value)
                else:
                    force = str(_first_of_month(date.fromisoformat(act.value), 4))
                    self.rows[key] = but(self.rows[key], consent=act.value, in_force=force)
        for number in TREATIES:
            self.w.show(*(found for (of, _), found in self.rows.items() if of == number), number=number)

    # ---- processes -----------------------------------------------------------------------------------

    def tracker(self, *argv: str) -> int:
        return self.works.start("--config", str(self.w.path), *argv)

    def done(self, *argv: str) -> tuple[int, str]:
        """A command that nobody disturbs: its exit code and what it said."""
        code = self.works.code(self.tracker(*argv), 120)
        assert code is not None
        return code, (self.w.folder / "out").read_text()

    def begin(self) -> None:
        """What a supervisor does: start the daemon if none runs."""
        if self.daemon is not None and self.works.code(self.daemon) is not None:
            self.happened["ended by itself, started again"] += 1
            self.daemon = None
        if self.daemon is None:
            self.daemon = self.tracker("run")

    def kill(self, key: int, what: str) -> None:
        self.happened[f"killed: {what}"] += 1
        self.killed.append(time.monotonic())
        self.works.end(key)

    def end(self, number: int = signal.SIGTERM) -> None:
        if self.daemon is not None:
            code = self.works.end(self.daemon, number)
            assert code in (0, 1, 2, 3, -number), code  # the last: before it listens to signals
            self.daemon = None

    def go_to(self, limit: float) -> None:
        """All that is due by then is done, by as many lives of the daemon as it takes."""
        self.clock.allow(limit)
        for _ in range(20):
            self.begin()
            assert self.daemon is not None
            waited = time.monotonic()
            while not self.clock.has_reached and self.works.code(self.daemon) is None:
                assert time.monotonic() < waited + 120, f"nothing moves on day {self.clock.passed / DAY:.2f}"
                time.sleep(0.002)
            if self.clock.has_reached:
                return
            self.clock.jump(self.clock.passed + 600)
            if self.clock.passed >= limit:
                return

    # ---- what happens --------------------------------------------------------------------------------

    def live(self, ends: float = math.inf) -> None:
        """All the days, or those that begin before a moment of the machine's monotonic clock."""
        self.plan()
        self.show(0)
        self.go_to(SLICE)
        for day in range(1, self.days + 1):
            if time.monotonic() > ends:
                break
            self.lived = day
            self.show(day)
            self.faults(day)
            for part in range(4):
                limit = day * DAY + (part + 1) * SLICE
                for _ in range(self._kills_by(limit) - len(self.killed)):
                    self.disturb(limit)
                self.go_to(limit)
            self.decide()
            self.note(day)
        self.mend()
        self.decide()
        self.go_to((self.lived + 2) * DAY)
        self.decide()
        self.go_to((self.lived + 3) * DAY)
        self.end()

    def _kills_by(self, passed: float) -> int:
        return round(self.kills * min(1.0, passed / (self.days * DAY)))

    def disturb(self, limit: float) -> None:
        """One kill: of the daemon at work, or of a command beside it or alone."""
        which = self.chance.random()
        if which < 0.5:
            self.begin()
            assert self.daemon is not None
            self.clock.allow(limit)
            time.sleep(self.chance.uniform(0, 0.25))
            self.kill(self.daemon, "run")
            self.daemon = None
            return
        argv = self.chance.choice(BESIDE if which < 0.8 else ALONE)
        if which < 0.8:
            self.begin()
        else:
            self.end()
        if argv == ("run",):
            self.daemon = None
        if argv[0] == "restore":
            self.restore(kill=True)
            return
        key = self.tracker(*argv)
        time.sleep(self.chance.uniform(0, 0.3))
        self.kill(key, argv[0])

    def restore(self, *, kill: bool) -> None:
        """Of one of the newest backups; then the history goes on from there, and acts since are told again.

        The very first backup has no head in its name: it was made before the first read.
        """
        copies = sorted((self.w.folder / "backups").glob("*-*-*-*.db"), key=lambda path: path.stat().st_mtime)[-3:]
        if not copies:
            return
        copy = self.chance.choice(copies)
        before = self.last()
        key = self.tracker("restore", str(copy))
        if kill:
            time.sleep(self.chance.uniform(0, 0.15))
            self.kill(key, "restore")
        else:
            assert self.works.code(key, 60) == 0
        if self.last() < before:
            self.happened["restored"] += 1
            self.restored.append(time.monotonic())
            self.heads = [head for head in self.heads if int(head.split(":")[0]) <= self.last()]

    def faults(self, day: int) -> None:
        """Begin some, and end those whose time has come."""
        for what, until in list(self.ends.items()):
            if until <= day:
                self.undo(what)
        for what, likely in (("outage", 0.08), ("receiver", 0.05), ("clock", 0.06), ("disk", 0.04)):
            if self.chance.random() < likely and what not in self.ends:
                self.ends[what] = day + self.chance.randint(1, 3 if what == "outage" else 1)
                self.happened[what] += 1
                self.do(what)
        if not self.kills:
            return  # one life, to see how it grows
        if self.chance.random() < 0.04:
            self.move()
        if self.chance.random() < 0.03:
            self.end()
            self.restore(kill=False)

    def do(self, what: str) -> None:
        if what == "outage":
            self.w.standin.fault = self.chance.choice(OUTAGES)
        elif what == "receiver":
            self.hook.status = 500
        elif what == "clock":
            self.clock.skew(self.chance.choice(SKEWS))
        else:
            size = self.w.folder.joinpath("tracker.db").stat().st_size
            self.leave_room(self.chance.choice((0, 4096, size // 2, size, size + 8192)))

    def undo(self, what: str) -> None:
        self.ends.pop(what)
        if what == "outage":
            self.w.standin.fault = None
        elif what == "receiver":
            self.hook.status = 200
        elif what == "clock":
            self.clock.skew(timedelta())
        else:
            self.leave_room(resource.RLIM_INFINITY)

    def leave_room(self, size: int) -> None:
        """No file of the running daemon grows beyond this: for it the disk is full."""
        if self.daemon is not None and self.works.code(self.daemon) is None:
            with suppress(ProcessLookupError):  # it ended meanwhile
                resource.prlimit(self.daemon, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    def mend(self) -> None:
        for what in list(self.ends):
            self.undo(what)

    def move(self) -> None:
        """Under the running daemon, which must notice; or while none runs, behind a symbolic link or back."""
        name, place = self.w.folder / "tracker.db", self.w.folder / "elsewhere.db"
        if self.chance.random() < 0.5:
            self.happened["moved under the daemon"] += 1
            self.begin()
            real = name.resolve()
            real.rename(aside := real.with_name("aside"))
            assert self.daemon is not None
            assert self.works.code(self.daemon, 60) not in (None, 0)
            self.daemon = None
            aside.rename(real)
            return
        self.happened["linked or unlinked"] += 1
        self.end()
        if name.is_symlink():
            name.unlink()
            _rename(place, name)
        else:
            _rename(name, place)
            name.symlink_to(place.name)

    def decide(self) -> None:
        """A person accepts what is doubtful: long outages leave many acts to one chart."""
        if self.ends.keys() & {"outage", "clock"}:
            return
        for (item,) in self.ask("SELECT id FROM quarantine_item WHERE decision = 'open'"):
            self.happened["accepted by a person"] += self.done("quarantine", "accept", str(item))[0] == 0

    # ---- what there is -------------------------------------------------------------------------------

    def ask(self, sql: str) -> list[Any]:
        with closing(sqlite3.connect(f"file:{self.w.folder}/tracker.db?mode=ro", uri=True, timeout=60)) as connection:
            return connection.execute(sql).fetchall()

    def last(self) -> int:
        return int(self.ask("SELECT max(id) FROM log")[0][0] or 0)

    def note(self, day: int) -> None:
        """A head leaves the machine; each month the service is measured."""
        if day % 7 == 1:
            [(number, chain)] = self.ask("SELECT id, chain FROM log ORDER BY id DESC LIMIT 1")
            self.heads.append(f"{number}:{chain.hex()}")
        if day % 30 == 0 or day == self.days:
            self.measure(day)

    def measure(self, day: int) -> None:
        self.begin()
        process = Path(f"/proc/{self.daemon}")
        lines = (process / "status").read_text().splitlines()
        memory = next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024
        size = sum(path.stat().st_size for path in self.w.folder.glob("*.db*") if not path.is_symlink()) / 1e6
        [(entries,)], [(changes,)] = (self.ask(f"SELECT count(*) FROM {table}") for table in ("log", "change"))  # noqa: S608
        self.say(f"day {day}, {len(self.killed)} kills, {memory:.1f} MB, {changes} changes")
        self.measured.append(Measured(day, memory, len(os.listdir(process / "fd")), size, entries, changes))  # noqa: PTH208

    # ---- the judgement -------------------------------------------------------------------------------

    def judge(self) -> list[str]:
        """Everything that is not as it must be."""
        return [*self._register(), *self._messages(), *self._history()]

    def due(self) -> list[Act]:
        """What appeared."""
        return [act for act in self.acts if act.day <= self.lived]

    def _register(self) -> Iterator[str]:
        acts = "SELECT treaty, name, field, after FROM change WHERE field IN ('signed_on', 'consent_on')"
        found = Counter(self.ask(acts))
        for act in self.due():
            times = found.pop((TREATIES[act.number], act.name, act.field, act.value), 0)
            if times != 1:
                yield f"{act} is stored {times} times"
        for key, times in found.items():
            yield f"{key} never happened, and is stored {times} times"

    def _messages(self) -> Iterator[str]:
        told: dict[tuple[int, int], float] = {}
        for at, message in zip(self.hook.times, self.hook.got, strict=True):
            era = sum(moment < at for moment in self.restored)
            for change in ids_in(message["message"]):
                before = told.get((era, change))
                if before is not None and not any(before < moment < at for moment in self.killed):
                    yield f"change {change} was sent twice, and nobody was killed between"
                told[era, change] = at
        text = "\n".join(message["message"] for message in self.hook.got)
        for act in self.due():
            if act.name not in text:
                yield f"{act} was not sent"
        waiting = self.ask("SELECT id, change FROM outbox WHERE state <> 'delivered'")
        if waiting:
            yield f"not delivered: {waiting}"

    def _history(self) -> Iterator[str]:
        for argv in (("verify",), ("verify", *(f"--against={head}" for head in self.heads))):
            code, said = self.done(*argv)
            if code:
                yield f"{argv}: {said[-500:]}"
        log = (self.w.folder / "log").read_text(errors="replace")
        for line in log.splitlines():
            if "Traceback" in line or "mistake of this program" in line or "a thread has died" in line:
                yield line[:2000]

    def table(self) -> str:
        columns = ("day", "memory, MB", "descriptors", "database with log and kept copies, MB", "log rows", "changes")
        head = [f"| {' | '.join(columns)} |", "|---" * len(columns) + "|"]
        rows = (
            f"| {m.day} | {m.memory:.1f} | {m.descriptors} | {m.size:.1f} | {m.entries} | {m.changes} |"
            for m in self.measured
        )
        return "\n".join([*head, *rows])


def _rename(database: Path, target: Path) -> None:
    """As a person must: with the log that a killed process left."""
    for tail in ("", "-wal", "-shm"):
        if (part := database.with_name(f"{database.name}{tail}")).exists():
            part.rename(target.with_name(f"{target.name}{tail}"))


def _first_of_month(day: date, later: int) -> date:
    months = day.year * 12 + day.month - 1 + later
    return date(months // 12, months % 12 + 1, 1)


@contextmanager
def year(folder: Path, *, seed: int, days: int, kills: int) -> Iterator[Year]:
    """A service that has not begun yet."""
    with receiver() as hook, world(folder, more=SECOND_PROTOCOL + SCHEDULE + channel("legal", hook.url)) as w:
        clock, works = Clock(folder / "clock"), Works(folder)
        w.standin.now = clock.truth
        y = Year(w, hook, works, clock, random.Random(seed), days, kills)  # noqa: S311 - the same year each time
        try:
            yield y
        finally:
            y.end(signal.SIGKILL)
            works.close()
