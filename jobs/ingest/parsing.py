"""From archived bytes to a chart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from db.knowledge import Knowledge
from tracker.answers.knowledge import ledger_of, signatories
from tracker.guard.charts import is_ahead, refuse_ahead, refuse_stale, refuse_wrong_treaty
from tracker.guard.language import refuse_other_language
from tracker.models.wire import charset_of
from tracker.sources.interpret import interpret, less_signatories
from tracker.sources.registry import kind_of, parse, published_on

if TYPE_CHECKING:
    from jobs.context import Pass
    from jobs.ingest.subject import Received
    from tracker.models import Chart, Treaty
    from tracker.models.records import Evidence


def parse_chart(run: Pass, received: Received) -> Chart:
    """Parse a chart that is to be judged. Raises ParseError, also for another treaty or language, or a stale chart."""
    chart = _as_stamped(run, received)
    source = run.config.sources[received.feed.source]
    refuse_other_language(chart, run.participants, usual_names=kind_of(source).usual_names)
    refuse_wrong_treaty(chart, received.treaty.number_for(received.feed.source))
    today, before = run.today(received.treaty), received.feed.status_as_of
    refuse_ahead(chart.status_as_of, today)
    refuse_stale(chart.status_as_of, before if before and not is_ahead(before, today) else None)
    return _completed(run, received.treaty, chart)


def parse_chart_again(run: Pass, received: Received) -> Chart:
    """Parse a chart that was believed before, as the log says. Raises ParseError."""
    return _completed(run, received.treaty, _as_stamped(run, received))


def chart_of_evidence(run: Pass, treaty: Treaty, evidence: Evidence, *, kind: str, number: str) -> Chart:
    """Parse archived bytes as a kind of page. Raises ParseError."""
    body = run.store.archive.body(evidence.sha256)
    return interpret(
        parse(kind, body, charset=charset_of(evidence.headers), number=number),
        run.participants,
        blank_non_member_invited=treaty.blank_non_member_invited,
        by_invitation=treaty.by_invitation,
    )


def _as_stamped(run: Pass, received: Received) -> Chart:
    """Parse the chart. Its status day is the printed one, else the one that the person who saved the page gave."""
    treaty, name = received.treaty, received.feed.source
    source = run.config.sources[name]
    chart = chart_of_evidence(run, treaty, received.evidence, kind=kind_of(source).name, number=treaty.number_for(name))
    return replace(chart, status_as_of=chart.status_as_of or published_on(source))


def _completed(run: Pass, treaty: Treaty, chart: Chart) -> Chart:
    """Give the chart a status day, and remove rows that only other sources can explain."""
    chart = replace(chart, status_as_of=chart.status_as_of or run.today(treaty))
    if not any(row.listed for row in chart.rows):
        return chart
    # only the members' page lists signatories and the invited together
    ledger = ledger_of(Knowledge(run.store), treaty)
    return less_signatories(chart, signatories(ledger.state, run.today(treaty))) if ledger.state.rows else chart
