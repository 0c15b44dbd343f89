"""`tracker init`: a configuration to start from, and the bundled history."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from db.store import Store
from jobs import baseline
from jobs.check import turn
from jobs.run import begin
from jobs.settle import remember_history
from jobs.statement_lists import load_bundled
from jobs.writing import write_whole
from tracker.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from jobs.run import Run
    from tracker.config import Config
    from tracker.models import Chart, Treaty
    from tracker.models.records import Evidence, Feed


def write_config(path: Path) -> bool:
    """Write the shipped configuration if none is there; True if it was written. Raises ConfigError."""
    if path.exists():
        return False
    try:
        write_whole(path, (files("tracker") / "data" / "config.toml").read_bytes())
    except UsageError as error:
        raise ConfigError(f"{error}; choose another place with --config") from error
    return True


def load_baselines(config: Config, now: Callable[[], datetime]) -> list[str]:
    """Load the bundled list of each treaty that has no chart yet, and the bundled statements of each that has no list
    of them yet; says what it did, a sentence each."""
    with turn(config), Store.open(config.database, create=True) as store:
        run = begin(store, config, now())
        said = [(_load(run, treaty), _load_statements(run, treaty)) for treaty in config.treaties]
    return [sentence for sentences in said for sentence in sentences if sentence]


def _load_statements(run: Run, treaty: Treaty) -> str | None:
    loaded = load_bundled(run, treaty)
    noun = "statement" if loaded == 1 else "statements"
    return f"{treaty.id}: {loaded} {noun} on record, from secondary sources" if loaded else None


def _load(run: Run, treaty: Treaty) -> str:
    feed = run.store.feed(treaty.id, treaty.sources[0])
    body = baseline.bundled(treaty.id)
    if feed.snapshot is not None:
        return f"{treaty.id}: has a chart already, left as it is"
    if body is None:
        return f"{treaty.id}: no list is bundled; the first check gives the baseline"
    evidence = run.store.keep(feed.id, baseline.as_response(treaty.id, body, run.at), origin="bundled")
    chart = record(run, treaty, feed, evidence)
    return f"{treaty.id}: {len(chart.rows)} rows as of {chart.status_as_of} ({baseline.source_of(body)})"


def record(run: Run, treaty: Treaty, feed: Feed, evidence: Evidence) -> Chart:
    """Let a feed stand on the bundled list that was kept for it. Raises DatabaseError if its bytes are damaged."""
    chart = baseline.chart_of(run.store.body(evidence.sha256))
    with run.store.transaction():
        log = run.store.log(run.at, "init", feed=feed.id, evidence=evidence.id, configuration=run.configuration)
        snapshot = run.store.add_snapshot(
            feed.id, chart, log=log, evidence=evidence.id, observed_at=run.at, bundled=True
        )
        run.store.note_bundled(feed, snapshot, evidence.id, chart.status_as_of)
        remember_history(run, treaty, chart, chart.status_as_of or run.today(treaty))
    return chart
