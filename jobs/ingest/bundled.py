"""The lists bundled with the package: history that is known before the first live read."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING

import msgspec

from db.store import Store
from jobs.beginning import ensure_database
from jobs.context import begin
from jobs.ingest.effects import remember_history
from jobs.locks import turn
from tracker.law import SHIPPED_RULES
from tracker.models import (
    DATE_FIELDS,
    FLAG_LETTERS,
    STATEMENTS,
    Chart,
    ConsentKind,
    Field,
    Group,
    Listed,
    Response,
    Row,
    Statement,
    but,
)
from tracker.models.records import ListedStatement
from tracker.statements.articles import article_numbers

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from jobs.context import Pass
    from tracker.config import Config
    from tracker.models import Treaty
    from tracker.models.records import Evidence, Feed

_FOLDER = files("tracker") / "data" / "baseline"


def bundled_list(treaty: str) -> bytes | None:
    """The bundled list of a treaty as bytes, or None if there is none."""
    if treaty not in SHIPPED_RULES:
        return None
    path = _FOLDER / f"{treaty}.json"
    return path.read_bytes() if path.is_file() else None


def as_response(treaty: str, body: bytes, at: datetime) -> Response:
    """Return the list as a response, to be archived like any page; its address marks it as bundled."""
    return Response(url=f"bundled:{treaty}.json", status=200, headers={}, body=body, fetched_at=at)


class _BundledRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a bundled list. Without `flags` it is not known which it has.

    `listed` is for a Party whose day of consent no source gives. `evidence`, `confidence` and `remark` say where the
    row is from and what is not loaded of it.
    """

    participant: str
    name: str
    code: str | None
    group: Group
    signed_on: str | None = None
    consent_on: str | None = None
    consent_kind: str | None = None
    in_force_on: str | None = None
    invited: bool = False
    flags: str | None = None
    notes: tuple[str, ...] = ()
    listed: Listed | None = None
    evidence: str | None = None
    confidence: str | None = None
    remark: str | None = None

    @property
    def extra(self) -> tuple[tuple[str, str], ...]:
        """What the list says of the row itself."""
        said = (("evidence", self.evidence), ("confidence", self.confidence), ("remark", self.remark))
        return tuple((key, value) for key, value in said if value)


class _BundledList(msgspec.Struct, frozen=True, kw_only=True):
    """A bundled list; `source` says in words where it was compiled from.

    A `partial` list was gathered act by act: a date that a row lacks is unknown there, and not "none".
    """

    number: str | None
    title: str | None
    opened_on: str | None
    in_force_on: str | None
    status_as_of: str | None
    source: str
    rows: tuple[_BundledRow, ...]
    partial: bool = False


def chart_of(body: bytes) -> Chart:
    """The chart in a bundled list. Flags are known only where the list has them."""
    held = msgspec.json.decode(body, type=_BundledList)
    return Chart(
        rows=tuple(sorted((_row(row, partial=held.partial) for row in held.rows), key=lambda row: row.participant)),
        number=held.number,
        title=held.title,
        opened_on=_day(held.opened_on),
        in_force_on=_day(held.in_force_on),
        status_as_of=_day(held.status_as_of),
    )


def bundled_statements() -> bytes:
    """The bundled statements of all treaties, as bytes."""
    return (_FOLDER / "statements.json").read_bytes()


def statements_of(body: bytes, treaty: str) -> tuple[Statement, ...]:
    """The bundled statements to one treaty."""
    held = msgspec.json.decode(body, type=dict[str, list[Statement]])
    return tuple(held.get(treaty, ()))


def source_of(body: bytes) -> str:
    """What a bundled list was compiled from, in words."""
    return msgspec.json.decode(body, type=_BundledList).source


def _row(held: _BundledRow, *, partial: bool) -> Row:
    row = Row(
        participant=held.participant,
        name=held.name,
        code=held.code,
        group=held.group,
        consent_kind=ConsentKind(held.consent_kind) if held.consent_kind else None,
        invited=None if partial else held.invited,
        known=frozenset({*DATE_FIELDS[:5], Field.CONSENT_KIND}),
        flags=frozenset(held.flags or ""),
        flags_known=frozenset() if held.flags is None else frozenset(FLAG_LETTERS),
        notes=held.notes,
        listed=held.listed,
        extra=held.extra,
        signed_on=_day(held.signed_on),
        consent_on=_day(held.consent_on),
        in_force_on=_day(held.in_force_on),
    )
    if not partial:
        return row
    kind = {Field.CONSENT_KIND} if row.consent_kind else set()
    return but(row, known=frozenset({*row.dates, *kind}))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def load_baselines(config: Config, now: Callable[[], datetime]) -> list[str]:
    """Load the bundled chart of each treaty that has no chart yet, and the bundled statements of each treaty that has
    no list of statements yet. Returns one sentence for each step taken."""
    ensure_database(config)
    with turn(config), Store.open(config.database) as store:
        run = begin(store, config, now())
        loaded = [(_load(run, treaty), _load_statements(run, treaty)) for treaty in config.treaties]
    return [sentence for sentences in loaded for sentence in sentences if sentence]


def _load_statements(run: Pass, treaty: Treaty) -> str | None:
    count = load_bundled_statements(run, treaty)
    noun = "statement" if count == 1 else "statements"
    return f"{treaty.id}: {count} {noun} on record, from secondary sources" if count else None


def _load(run: Pass, treaty: Treaty) -> str:
    feed = run.store.treaties.feed(treaty.id, treaty.sources[0])
    body = bundled_list(treaty.id)
    if feed.snapshot is not None:
        return f"{treaty.id}: already has a chart; unchanged"
    if body is None:
        return f"{treaty.id}: no list is bundled; the first check gives the baseline"
    evidence = run.store.archive.keep(feed.id, as_response(treaty.id, body, run.at), origin="bundled")
    chart = record_bundled_chart(run, treaty, feed, evidence)
    return f"{treaty.id}: {len(chart.rows)} rows as of {chart.status_as_of} ({source_of(body)})"


def record_bundled_chart(run: Pass, treaty: Treaty, feed: Feed, evidence: Evidence) -> Chart:
    """Make the archived bundled list the baseline of a feed. Raises DatabaseError if its bytes are damaged."""
    chart = chart_of(run.store.archive.body(evidence.sha256))
    with run.recorder.transaction():
        log = run.recorder.log(run.at, "init", feed=feed.id, evidence=evidence.id, configuration=run.configuration)
        snapshot = run.store.charts.add(feed.id, chart, log=log, evidence=evidence.id, observed_at=run.at, bundled=True)
        run.store.log.note_bundled(feed, snapshot, evidence.id, chart.status_as_of)
        remember_history(run, treaty, chart, chart.status_as_of or run.today(treaty))
    return chart


def load_bundled_statements(run: Pass, treaty: Treaty) -> int:
    """Record the bundled statements of a treaty that has no list yet; returns their number."""
    held = bundled_statements()
    if not statements_of(held, treaty.id):
        return 0
    feed = run.store.treaties.document_feed(treaty.id, STATEMENTS)
    if feed.evidence is not None:
        return 0
    response = as_response(STATEMENTS, held, run.at)
    return record_bundled_statements(run, treaty, feed, run.store.archive.keep(feed.id, response, origin="bundled"))


def record_bundled_statements(run: Pass, treaty: Treaty, feed: Feed, evidence: Evidence) -> int:
    """Record the archived bundled statements of a feed. Raises DatabaseError if their bytes are damaged."""
    statements = statements_of(run.store.archive.body(evidence.sha256), treaty.id)
    with run.recorder.transaction():
        run.recorder.log(run.at, "init", feed=feed.id, evidence=evidence.id, configuration=run.configuration)
        run.store.statements.replace(
            feed.id,
            [ListedStatement(statement=one, articles=article_numbers(one.article)) for one in statements],
            at=run.at,
            evidence=evidence.id,
            bundled=True,
        )
        run.store.log.note_bundled(feed, None, evidence.id, None)
    return len(statements)
