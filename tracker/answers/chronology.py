"""What happened, in order of the acts' own dates, whether or not the tracker was there to notice it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from tracker.answers.participation import ActAnswer, acts_of, part_in, statements_of, with_stated_kinds
from tracker.answers.standing import answers_for, find_named
from tracker.answers.to_json import flat
from tracker.errors import UsageError
from tracker.law import reached
from tracker.law.periods import acts_by
from tracker.models import DATE_FIELDS, ChangeKind, Difference, Field, Nature, Provenance
from tracker.models.times import iso
from tracker.participants import table
from tracker.participants.folding import place_in_alphabet
from tracker.wording.sentences import SentenceContext, summarise
from tracker.wording.terms import act_in_words, basis

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tracker.answers.participation import Part
    from tracker.answers.standing import Answer
    from tracker.answers.view import View
    from tracker.models import Change, Treaty
    from tracker.participants import Participants


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedAct:
    """An act, or a date that took effect, with what it stands on.

    `participant` and `name` are None for the treaty's own entry into force. `observed`: the tracker noticed it when it
    happened, or when a source first showed it; `noticed_at` is that moment. Otherwise it was there when the chart was
    first read, or an archived copy shows it. `words` and `basis` say the act and that in English; `sentence` is the
    whole of it.
    """

    treaty: str
    participant: str | None
    name: str | None
    act: ActAnswer = field(metadata=flat())
    words: str
    sentence: str
    observed: bool
    noticed_at: datetime | None
    basis: str
    status_as_of: date | None
    not_known_after: date | None
    last_good: datetime | None
    provenance: Provenance

    @property
    def key(self) -> str:
        """What names it for ever, whoever tells it, and however exactly its kind is known."""
        ended = "-ended" if self.act.kind is ChangeKind.SUSPENSION_ENDED else ""
        return f"{self.treaty}-{self.participant or 'itself'}-{self.act.field}-{self.act.on}{ended}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The days asked about, both inclusive. Without any, what has no date belongs to it too."""

    since: date | None = None
    until: date | None = None

    def __contains__(self, on: object) -> bool:
        if not isinstance(on, date):
            return self.since is None and self.until is None
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


def chronology(
    view: View,
    *,
    now: datetime,
    treaties: Iterable[str] = (),
    participants: Iterable[str] = (),
    since: date | None = None,
    until: date | None = None,
    day: date | None = None,
) -> tuple[list[DatedAct], list[Answer]]:
    """The acts done, and the dates that took effect, between two days, oldest first; with the answers they come from.

    A current invitation has no date: it comes first, and only where no days are named. Dates ahead of `day` (today)
    belong to the calendar. Raises UsageError.
    """
    if since and until and until < since:
        raise UsageError(f"{until} is before {since}: name the earlier day first")
    window = Window(since=since, until=until)
    named = [find_named(view, text) for text in participants]
    known = table().with_spellings(view.spellings())
    answers = answers_for(view, treaties, now, day)
    found: list[tuple[tuple[object, ...], DatedAct]] = []
    for nth, answer in enumerate(answers):
        wanted = dict.fromkeys(one.id for one in named) if named else sorted(row.participant for row in answer.rows)
        told = {change.id: change for change in view.changes(answer.known.treaty.id)}
        acts = [act for key in wanted for act in _of(view, part_in(answer, key, known), known, window, told)]
        if not named:
            acts += _of_treaty(view, answer, window)
        found += [(_place(act, nth), act) for act in acts]
    found.sort(key=lambda held: held[0])
    return [act for _, act in found], answers


#: Within one day: acts in legal order; the treaty's own entry into force before those for its participants.
_ORDER = (Field.INVITED, Field.SIGNED_ON, Field.CONSENT_ON, Field.TREATY_IN_FORCE_ON, *DATE_FIELDS[2:])


def _place(act: DatedAct, treaty: int) -> tuple[object, ...]:
    return (
        act.act.on or date.min,
        treaty,
        _ORDER.index(act.act.field),
        place_in_alphabet(act.name or ""),
        act.act.kind,
    )


def _of(
    view: View, part: Part, participants: Participants, window: Window, told: Mapping[int, Change]
) -> Iterator[DatedAct]:
    answer = part.answer
    # evidence is looked up only for whom something happened then
    if part.row is None or not any(act.on in window for act in acts_by(part.row, answer.day)):
        return
    for act in with_stated_kinds(acts_of(view, part, participants), statements_of(view, part)):
        if act.on in window:
            change = told.get(act.change) if act.change else None
            yield _dated(answer, act, change, participant=part.participant, name=part.name)


def _of_treaty(view: View, answer: Answer, window: Window) -> Iterator[DatedAct]:
    """The treaty's own entry into force, as the newest chart prints it."""
    on = answer.known.chart.in_force_on
    if on is None or not reached(on, answer.day) or on not in window:
        return
    kinds = (ChangeKind.TREATY_ENTERED_INTO_FORCE, ChangeKind.TREATY_ENTRY_INTO_FORCE_SET)
    told = [one for one in view.changes(answer.known.treaty.id) if one.kind in kinds and one.after == iso(on)]
    change = min(told, key=lambda one: (one.published_on is not None, kinds.index(one.kind), one.id), default=None)
    act = ActAnswer(
        kind=ChangeKind.TREATY_ENTERED_INTO_FORCE,
        consent_kind=None,
        field=Field.TREATY_IN_FORCE_ON,
        on=on,
        in_name_of=None,
        evidence=answer.known.snapshot.evidence,
        archived=None,
        change=change.id if change else None,
        bundled=answer.known.snapshot.bundled,
    )
    yield _dated(answer, act, change, participant=None, name=None)


def _dated(
    answer: Answer, act: ActAnswer, change: Change | None, *, participant: str | None, name: str | None
) -> DatedAct:
    known = answer.known
    live = change is not None and change.published_on is None
    observed = live and change is not None and change.nature is Nature.EVENT
    return DatedAct(
        treaty=known.treaty.id,
        participant=participant,
        name=name,
        act=act,
        words=act_in_words(act),
        sentence=_sentence(known.treaty, act, participant, name),
        observed=observed,
        noticed_at=change.detected_at if change and live else None,
        basis=basis(
            change=act.change,
            observed=observed,
            corrected=live and not observed,
            archived=act.archived.published_on if act.archived and act.evidence is None else None,
            bundled=act.bundled,
        ),
        status_as_of=known.status_as_of,
        not_known_after=answer.not_known_after,
        last_good=known.last_good_at,
        provenance=known.provenance,
    )


def _sentence(treaty: Treaty, act: ActAnswer, participant: str | None, name: str | None) -> str:
    """As a message would have told it. How far the treaty was from force then is not said."""
    difference = Difference(
        kind=act.kind,
        nature=Nature.EVENT,
        rule="",
        field=act.field,
        participant=participant,
        name=name,
        after=iso(act.on) if act.on else None,
        effective_on=act.on,
    )
    context = SentenceContext(
        in_force=True,
        consent_kind=act.consent_kind,
        predecessor=act.in_name_of,
        name_then=act.name_then,
        ad_referendum=act.ad_referendum,
    )
    return summarise(difference, treaty=treaty, context=context)
