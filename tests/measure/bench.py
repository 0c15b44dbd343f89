"""What a check costs beside a bare script that does the least a check must: fetch, hash, one insert
(docs/decisions/0015-budgets.md).

Run by `make bench`; prints ratios to a floor measured in the same run. Not a test: nothing here asserts a time.
"""

from __future__ import annotations

import hashlib
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import requests
from pages import SHARED
from stated import statement
from world import World, body, row

from db.knowledge import Knowledge
from db.store import Store
from jobs.clock import utc_now
from jobs.demo.standin import StandIn
from jobs.ingest import bundled
from jobs.ingest.bundled import load_baselines
from jobs.locks import turn
from jobs.passes import Session, check_at
from jobs.publish.site import build_site
from tracker.answers.standing import parties
from tracker.config import load
from tracker.diff import ComparisonRules, compare
from tracker.guard.charts import doubts
from tracker.models import Limits, Outcome
from tracker.participants import table
from tracker.sources.interpret import interpret
from tracker.sources.registry import parse
from tracker.statements import compare as compare_statements

if TYPE_CHECKING:
    from collections.abc import Callable

    from world import Row

_ROUNDS = 200


def facts() -> list[Row]:
    """The 97 rows of ETS 185, padded as the service pads them."""
    chart = bundled.chart_of(bundled.bundled_list("ets-185") or b"")
    return [
        row(
            r.name,
            (r.group or "member"),
            code=r.code or "XXX",
            signed=str(r.signed_on) if r.signed_on else None,
            consent=str(r.consent_on) if r.consent_on else None,
            in_force=str(r.in_force_on) if r.in_force_on else None,
            extra={"Reserves": False, "Declarations": False, "DateDenonciation": None, "Filler": "x" * 80},
        )
        for r in chart.rows
    ]


def time_of(work: Callable[[], object], rounds: int = _ROUNDS) -> float:
    """The median of some rounds, in milliseconds."""
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def say(what: str, value: float, floor: float | None, budget: str) -> None:
    """One line of the table."""
    ratio = f"{value / floor:5.2f} × floor" if floor else " " * 13
    print(f"{what:52} {value:8.2f} ms  {ratio}  at most {budget}")


def main() -> None:
    """Measure and print."""
    rows = facts()
    with tempfile.TemporaryDirectory() as folder, StandIn() as standin, ExitStack() as stack:
        w = World(Path(folder), standin)
        w.show(*rows)
        print(f"a chart of {len(rows)} rows, {len(standin.charts['185'])} bytes; medians of {_ROUNDS}")

        http = requests.Session()
        db = sqlite3.connect(Path(folder) / "floor.db")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE seen (at REAL, sha TEXT, body BLOB)")
        url = f"{standin.api_url}api/signatures?NumSte=185&langue=ENG"

        def floor(with_body: bool) -> None:
            answer = http.get(url, headers={"token": standin.key}, timeout=30)
            sha = hashlib.sha256(answer.content).hexdigest()
            db.execute("INSERT INTO seen VALUES (?, ?, ?)", (time.time(), sha, answer.content if with_body else None))
            db.commit()

        config = w.config
        session = Session.open(config, lambda: w.now, stack)

        def one_check() -> Outcome:
            w.wait(seconds=60)
            with turn(config):
                [found] = check_at(session, [(config.treaties[0], ("coe-service",))])
            return found.outcome

        def another(index: int) -> bytes:
            """One flag of one row appears, or goes; none twice, which would be doubted, and so cost less."""
            turn, place = divmod(index, len(rows))
            flip = dict(rows[place].extra, **{("Reserves", "Declarations")[turn // 2]: turn % 2 == 0})
            shown[place] = row(**{**vars(rows[place]), "extra": flip})
            return body(*shown)

        shown = list(rows)
        others = iter([another(index) for index in range(_ROUNDS)])

        def changed_check() -> None:
            standin.charts["185"] = next(others)
            assert one_check() is Outcome.CHANGED

        one_check()
        bare_unchanged, bare_changed = time_of(lambda: floor(False)), time_of(lambda: floor(True))
        size = w.folder / "tracker.db"
        say("floor, resident, unchanged", bare_unchanged, None, "-")
        say("floor, resident, changed", bare_changed, None, "-")
        say("unchanged check inside the daemon", time_of(one_check), bare_unchanged, "1.5 × floor")
        before = _bytes(size)
        for _ in range(1000):
            one_check()
        print(
            f"{'growth per unchanged check':52} {(_bytes(size) - before) / 1000:8.0f} bytes           at most 150 bytes"
        )
        before = _bytes(size)
        say("changed check inside the daemon", time_of(changed_check), bare_changed, "4 × floor")
        print(f"{'growth per changed check':52} {(_bytes(size) - before) / _ROUNDS:8.0f} bytes           at most 6 kB")

        _processes(w, url)
        _pure(rows)
        _long_list()
        _site(w.folder)
        with Store.open(size) as store:
            say(
                "parties --as-of, inside the process",
                time_of(lambda: parties(Knowledge(store), now=w.now, day=w.now.date())),
                None,
                "10 ms",
            )
            say("changes, inside the process", time_of(store.changes.find), None, "10 ms")


def _bytes(path: Path) -> int:
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return path.stat().st_size


def _processes(w: World, url: str) -> None:
    code = (
        "import requests, hashlib, sqlite3, sys, time;"
        "a = requests.get(sys.argv[1], headers={'token': sys.argv[2]}, timeout=30);"
        "d = sqlite3.connect(':memory:'); d.execute('CREATE TABLE t (a, b)');"
        "d.execute('INSERT INTO t VALUES (?, ?)', (time.time(), hashlib.sha256(a.content).hexdigest())); d.commit()"
    )
    floor = [sys.executable, "-c", code, url, w.standin.key]
    # processes have the real clock: a world of their own
    w.standin.now = lambda: datetime.now(UTC)
    w.path.write_text(w.path.read_text().replace("tracker.db", "processes.db"))
    tracker = [sys.executable, "-m", "tracker"]
    # as installed: modules are compiled once, also where PYTHONDONTWRITEBYTECODE is set
    compiled = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    compiled["PYTHONPYCACHEPREFIX"] = str(w.folder / "compiled")

    def process(*command: str) -> float:
        def run() -> None:
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=compiled)

        run()  # compiles
        return time_of(run, 15)

    alone = process(*floor)
    bare = process(sys.executable, "-c", "pass")
    as_process = process(*tracker, "--config", str(w.path), "--json", "check")
    helped = process(*tracker, "--help")
    say("floor, a process of its own", alone, None, "-")
    say("tracker check, a process of its own", as_process, alone, "2.0 × floor")
    say("bare Python", bare, None, "-")
    say("tracker --help beyond bare Python", helped - bare, None, "90 ms")


def _site(folder: Path) -> None:
    """The whole site of the bundled history, and of the same site again."""
    config = folder / "shipped" / "config.toml"
    config.parent.mkdir()
    config.write_bytes((Path(__file__).parents[2] / "config.toml").read_bytes())
    load_baselines(load(config), now=utc_now)
    with Store.open(load(config).database) as store:
        folders = (folder / "sites" / str(number) for number in range(5))
        whole = time_of(lambda: build_site(store, next(folders), now=utc_now()), 5)
        again = time_of(lambda: build_site(store, folder / "sites" / "0", now=utc_now()), 5)
    say("site build, three treaties, all of it", whole, None, "5000 ms")
    say("site build, nothing changed", again, None, "300 ms")


def _pure(rows: list[Row]) -> None:
    from pages import Fact, gen3

    service = body(*rows)
    page = gen3(
        tuple(
            Fact(
                name=r.name,
                code=r.code,
                group=r.group,
                signed=_day(r.signed),
                consent=_day(r.consent),
                in_force=_day(r.in_force),
            )
            for r in rows
        )
    )

    def judge(kind: str, content: bytes) -> None:
        printed = parse(kind, content, charset="utf-8", number="185")
        chart = interpret(printed, table(), blank_non_member_invited=True)
        found = compare(chart, chart, ComparisonRules(today=date(2026, 6, 15)))
        doubts(chart, chart, found, limits=Limits(), today=date(2026, 6, 15), opened_on=None)

    say("parse + guard + diff, JSON", time_of(lambda: judge("coe-service", service), 50), None, "5 ms")
    say("parse + guard + diff, HTML", time_of(lambda: judge("coe-chart", page), 20), None, "60 ms")


def _long_list() -> None:
    """Each of 5,000 statements relabelled and edited in one read."""
    odd = random.Random(1)  # noqa: S311 - the same each time
    words = [f"{one}{two}" for one in "abcdefghijklmnopqrstuvwxyz" for two in range(90)]
    texts = [" ".join(odd.choices(words, k=120)) for _ in range(5_000)]
    old = [statement(text, participant=f"P{at % 60}", article="4") for at, text in enumerate(texts)]
    new = [statement(f"As amended: {text}", participant=f"P{at % 60}", article="Ex-4") for at, text in enumerate(texts)]
    say("5,000 statements relabelled and edited", time_of(lambda: compare_statements(old, new), 1), None, "2 s")


def _day(text: str | None) -> object:
    return date.fromisoformat(text) if text else None


if __name__ == "__main__":
    assert SHARED is not None
    main()
