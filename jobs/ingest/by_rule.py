"""What a sentence says by the treaty's own rule: the place of a consent, and the end that a denunciation brings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from tracker.answers.knowledge import known
from tracker.law import (
    clauses_of,
    consented_to,
    counting_parent,
    denunciation_article,
    denunciation_rule,
    expected_treaty_entry,
    reached,
)
from tracker.law.place import place_of
from tracker.wording.rules import parent_label
from tracker.wording.words import one_line, the_treaty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.answers.view import View
    from tracker.config import Config
    from tracker.models import Chart, Row, Treaty
    from tracker.wording.sentences import SentenceContext


def parent_chart(view: View, config: Config, treaty: Treaty) -> Chart | None:
    """The chart of the parent treaty as it is known, if its consents decide which ones count."""
    followed = next((one for one in config.treaties if one.id == treaty.parent), None)
    if followed is None or not clauses_of(treaty).counted:
        return None
    found = known(view, followed)
    return found.chart if found else None


def with_place(
    sentence: SentenceContext, chart: Chart, row: Row, treaty: Treaty, today: date, parent: Chart | None
) -> SentenceContext:
    """The place of a consent among those that count, by date: "the fifth of five"."""
    counting = counting_parent(treaty, parent)
    if row.consent_on is None:
        return sentence
    if counting and not consented_to(counting, row.participant, today):
        return replace(sentence, uncounted_without=parent_label(treaty.parent or ""))
    place = place_of(chart, row, treaty, today, parent)
    if place is None:
        return sentence  # a consent of an organisation that is not counted in addition to its members'
    decisive = place.decisive
    return replace(
        sentence,
        consents=place.first,
        last_place=place.last if place.last > place.first else None,
        decisive=(decisive.consent_on, one_line(decisive.name)) if decisive and decisive.consent_on else None,
        reached_on=place.reached_on,
        expected_on=place.expected_on,
    )


def with_move(
    view: View, sentence: SentenceContext, row: Row, before: int | None, treaty: Treaty, parent: Chart | None
) -> SentenceContext:
    """The day on which the treaty was expected to enter into force by the chart `before`, if it was another one and
    the consent is among those that moved it."""
    if sentence.expected_on is None or before is None or not reached(row.consent_on, sentence.reached_on or date.max):
        return sentence
    chart = view.chart(before)
    expected = None if chart.in_force_on else expected_treaty_entry(chart.rows, treaty, parent)
    return replace(sentence, expected_before=expected) if expected != sentence.expected_on else sentence


def with_end(
    view: View, config: Config, sentence: SentenceContext, row: Row, treaty: Treaty, today: date
) -> SentenceContext:
    """When a denunciation takes effect by the treaty's rule, and which protocols fall with the treaty."""
    rule = denunciation_rule(treaty)
    return replace(
        sentence,
        denounced_on=row.denounced_on,
        left_by_rule=rule.after(row.denounced_on) if rule and row.denounced_on else None,
        left_article=denunciation_article(treaty),
        also_denounces=tuple(_falling(view, config, row, treaty, today)),
    )


def _falling(view: View, config: Config, row: Row, treaty: Treaty, today: date) -> Iterator[tuple[str, str]]:
    """The protocols of a treaty whose text says that they are denounced with it, if the participant consented to
    them: the article and the name."""
    for protocol in config.treaties:
        clause = clauses_of(protocol).denounced
        if protocol.parent == treaty.id and clause:
            found = known(view, protocol)
            if found and consented_to(found.chart, row.participant, today):
                yield clause, the_treaty(protocol)
