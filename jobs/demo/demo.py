"""`tracker demo`: 25 years of two treaties, replayed through the complete pipeline against a stand-in on loopback.

One simulated clock drives the reads, the roll-over and the stand-in's `Date` header. The rows are the bundled facts.
The chart lists the 46 members of 2026 from the start, which is a simplification, and non-members from their first act.
"""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from db.knowledge import Knowledge
from jobs.demo.scenario import CONVENTION, LAST, NUMBER, Facts, Step, moment_of, plan
from jobs.demo.standin import StandIn
from jobs.files import make_folder, write_atomically
from jobs.ingest.bundled import load_bundled_statements
from jobs.passes import Session, check_at
from jobs.publish.folder import is_site
from jobs.publish.report import gather
from jobs.publish.site import build_site
from tracker.answers.figures import figures
from tracker.config import load
from tracker.errors import DatabaseError, UsageError
from tracker.models import Outcome, Provenance
from tracker.models.records import Filter
from tracker.wording.sources import source_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from db.store import Store
    from tracker.models import Change

_MARKER = ".made-by-tracker-demo"


_CONFIG = """\
# Written by `tracker demo`. Its server is gone, so `tracker check` fails; all other commands work.
[tracker]
database = "tracker.db"
contact = "mailto:demo@localhost"

[http]
min_gap = "0s"

[[treaty]]
id = "ets-185"
number = "185"
name = "Budapest Convention"
opened_on = 2001-11-23
sources = ["coe-service"]

[[treaty]]
id = "cets-224"
number = "224"
name = "Second Additional Protocol"
opened_on = 2022-05-12
sources = ["coe-service"]

[sources.coe-service]
api_url = "{api_url}"
page_url = "{page_url}"
api_key = "{key}"
"""


@dataclass(slots=True)
class _Clock:
    """The simulated time."""

    at: datetime = datetime(2001, 10, 31, 12, tzinfo=UTC)

    def now(self) -> datetime:
        """Return the simulated time."""
        return self.at


def replay(
    folder: Path,
    *,
    say: Callable[[str], None],
    track: Callable[[list[Step]], Iterable[Step]] = iter,
) -> None:
    """Replay the history into a folder and `say` the result. Raises UsageError for a folder not made by the demo."""
    _make_folder(folder)
    steps = list(plan())
    say(f"replaying {len(steps)} monthly reads of ETS 185 and CETS 224 from a stand-in on loopback")
    clock = _Clock()
    with ExitStack() as stack:
        standin = stack.enter_context(StandIn(clock.now))
        path = folder / "config.toml"
        write_atomically(
            path, _CONFIG.format(api_url=standin.api_url, page_url=standin.page_url, key=standin.key).encode()
        )
        config = load(path)
        session = Session.open(config, clock.now, stack)
        facts = Facts.bundled()
        for step in track(steps):
            clock.at = moment_of(step.day)
            standin.charts[NUMBER[step.treaty]] = facts.body(step)
            treaty = config.treaty(step.treaty)
            assert treaty is not None  # noqa: S101 - the configuration above follows both
            for entry in check_at(session, [(treaty, treaty.sources)]):
                if entry.outcome in (Outcome.FAILED, Outcome.QUARANTINED):
                    raise DatabaseError(
                        f"the demo's read of {step.treaty} on {step.day} was {entry.outcome}: {entry.error}"
                    )
        for treaty in config.treaties:
            # the stand-in serves no statements, so the bundled ones are loaded
            load_bundled_statements(session.run.moved_to(clock.now()), treaty)
        _write_report(session.run.store, folder / "report.html", clock.now())
        build_site(session.run.store, folder / _SITE, now=clock.now())
        _conclude(session.run.store, folder, facts.invited(), say)


# ---- the folder, the report, the summary ----------------------------------------------------------


#: Everything that a demo writes. A folder that holds anything else is not replaced.
_SITE = "site"
_OWN = frozenset({_MARKER, "config.toml", "report.html", "tracker.db", "tracker.db-wal", "tracker.db-shm", _SITE})


def _make_folder(folder: Path) -> None:
    """Make an empty folder with the demo's marker. The files of an earlier demo are removed one by one."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise UsageError(f"{folder} was not made by the demo (it is not a folder): name another one with -o")
    if folder.exists():
        _clear(folder)
    make_folder(folder, 0o755)
    (folder / _MARKER).touch()


def _clear(folder: Path) -> None:
    held = {path.name: path for path in folder.iterdir()}
    marker = held.get(_MARKER)
    if held and (marker is None or marker.is_symlink() or not marker.is_file()):
        raise UsageError(f"{folder} was not made by the demo: name another folder with -o")
    site = held.pop(_SITE, None)
    foreign = sorted(name for name, path in held.items() if name not in _OWN or path.is_dir())
    if site and not is_site(site):
        foreign.append(_SITE)
    if foreign:
        raise UsageError(f"{folder} holds what the demo did not make ({foreign[0]}): name another folder with -o")
    if site:
        shutil.rmtree(site)
    for path in held.values():
        path.unlink()


def _write_report(store: Store, path: Path, now: datetime) -> None:
    from tracker.report.render import Format, render

    write_atomically(path, render(gather(store, Filter(), now=now), Format.HTML).encode("utf-8"))


_SHOWN = 5


def _conclude(store: Store, folder: Path, invited: int, say: Callable[[str], None]) -> None:
    now = moment_of(max(LAST.values()))
    changes = store.changes.find()
    say(f"{len(changes)} changes recorded; the last {_SHOWN}:")
    for change in changes[-_SHOWN:]:
        say(f"  {_day(change)}  {change.summary}")
    for treaty, day in LAST.items():
        counted = figures(Knowledge(store), now=now, day=day, treaties=[treaty]).treaties[treaty].counts
        say(
            f"{treaty} on {day}: {counted.consents} consents, {counted.in_force} in force, "
            f"{counted.signatories} signatories, {counted.signatures} signatures"
        )
    say(f"invited: not replayed; {invited} on {LAST[CONVENTION]}")
    database = folder / "tracker.db"
    say(f"database: {database}   (try: tracker --db {database} parties ets-185 --as-of 2015-12-03)")
    say(f"source:   {source_in_words('coe-service', Provenance.REPLAY)}")
    say(f"report:   {folder / 'report.html'}")
    say(f"site:     {folder / _SITE / 'index.html'}   (or: tracker --db {database} serve)")


def _day(change: Change) -> str:
    return str(change.effective_on or change.detected_at.date())
