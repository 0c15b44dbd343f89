"""What a sentence says by the treaty's own rule: the place of a consent, and the end that a denunciation brings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from db.knowledge import Knowledge
from tracker.answers.knowledge import known
from tracker.law import (
    clauses_of,
    consented_to,
    consents_by,
    counted_by,
    counting_parent,
    denunciation_article,
    denunciation_rule,
    expected_treaty_entry,
    threshold_reached_on,
)
from tracker.wording.rules import parent_label
from tracker.wording.words import one_line, the_treaty

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jobs.context import Pass
    from tracker.models import Chart, Row, Treaty
    from tracker.wording.sentences import SentenceContext


def parent_chart(run: Pass, treaty: Treaty) -> Chart | None:
    """The chart of the parent treaty as it is known, if its consents decide which ones count."""
    followed = next((one for one in run.config.treaties if one.id == treaty.parent), None)
    if followed is None or not clauses_of(treaty).counted:
        return None
    found = known(Knowledge(run.store), followed)
    return found.chart if found else None


def with_place(
    sentence: SentenceContext, chart: Chart, row: Row, treaty: Treaty, today: date, parent: Chart | None
) -> SentenceContext:
    """The place of a consent among those that count, by date: "the fifth of five"."""
    threshold, counting = treaty.threshold, counting_parent(treaty, parent)
    if row.consent_on is None:
        return sentence
    if counting and not consented_to(counting, row.participant, today):
        return replace(sentence, uncounted_without=parent_label(treaty.parent or ""))
    counted = counted_by(chart.rows, threshold, today, counting) if threshold else consents_by(chart.rows, today)
    days = [other.consent_on or date.max for other in counted]
    if all(other.participant != row.participant for other in counted):
        return sentence  # a consent of an organisation that is not counted in addition to its members'
    place, last = sum(day < row.consent_on for day in days) + 1, sum(day <= row.consent_on for day in days)
    expected = expected_treaty_entry(chart.rows, treaty, parent) if chart.in_force_on is None else None
    reached_on = threshold_reached_on(chart.rows, threshold, counting) if expected and threshold else None
    return replace(
        sentence,
        consents=place,
        last_place=last if last > place else None,
        decisive=_decisive(counted, last, threshold.needed if threshold else None),
        reached_on=reached_on,
        expected_on=expected,
    )


def _decisive(counted: Sequence[Row], last: int, needed: int | None) -> tuple[date, str] | None:
    """The consent that reaches the threshold, if it is of a later day than the one that ends at `last`."""
    if needed is None or not last < needed <= len(counted):
        return None
    found = counted[needed - 1]
    return (found.consent_on, one_line(found.name)) if found.consent_on else None


def with_end(run: Pass, sentence: SentenceContext, row: Row, treaty: Treaty, today: date) -> SentenceContext:
    """When a denunciation takes effect by the treaty's rule, and which protocols fall with the treaty."""
    rule = denunciation_rule(treaty)
    return replace(
        sentence,
        denounced_on=row.denounced_on,
        left_by_rule=rule.after(row.denounced_on) if rule and row.denounced_on else None,
        left_article=denunciation_article(treaty),
        also_denounces=tuple(_falling(run, row, treaty, today)),
    )


def _falling(run: Pass, row: Row, treaty: Treaty, today: date) -> Iterator[tuple[str, str]]:
    """The protocols of a treaty whose text says that they are denounced with it, if the participant consented to
    them: the article and the name."""
    for protocol in run.config.treaties:
        clause = clauses_of(protocol).denounced
        if protocol.parent == treaty.id and clause:
            found = known(Knowledge(run.store), protocol)
            if found and consented_to(found.chart, row.participant, today):
                yield clause, the_treaty(protocol)
