"""`--cite`: what any answer rests on, put as a citation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.answers.standing import SEAT, answers_for
from tracker.errors import UsageError
from tracker.models import moment
from tracker.models.times import day_at
from tracker.wording.citations import Citation, Cited, cite
from tracker.wording.notices import nothing_to_cite
from tracker.wording.words import listed, official_reference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime

    from tracker.answers.standing import Answer
    from tracker.answers.view import View


def citation_of(
    view: View,
    question: Callable[[str], str],
    form: str,
    *,
    now: datetime,
    treaties: Iterable[str] = (),
    day: date | None,
) -> str:
    """The citation of an answer about treaties, or all; `question` puts their labels into its title.

    Raises UsageError where nothing had been read of any of them: there is nothing to cite.
    """
    treaties = tuple(treaties)
    stands = rests_on(view, now=now, treaties=treaties, day=day)
    if not stands:
        raise UsageError(nothing_to_cite(view.known_at, treaties))
    return cite(
        Citation(
            question=question(listed(official_reference(cited.treaty) for cited in stands)),
            as_of=day or day_at(now, SEAT),
            known_at=moment(view.known_at) if view.known_at else None,
            rests_on=stands,
            accessed_on=day_at(now, "UTC"),
        ),
        form,
    )


def rests_on(
    view: View,
    *,
    now: datetime,
    treaties: Iterable[str] = (),
    day: date | None = None,
) -> list[Cited]:
    """What answers about treaties, or all, rest on."""
    return [_cited(view, a) for a in answers_for(view, treaties, now, day)]


def _cited(view: View, answer: Answer) -> Cited:
    known = answer.known
    return Cited(
        treaty=known.treaty,
        source=known.feed.source,
        provenance=known.provenance,
        status_as_of=known.status_as_of,
        read_on=day_at(known.last_good_at, "UTC") if known.last_good_at else None,
        sha256=view.evidence(known.snapshot.evidence).sha256 if known.snapshot.evidence else None,
    )
