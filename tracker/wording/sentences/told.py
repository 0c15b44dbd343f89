"""A difference with the words that several sentences share. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.language import N_, _, fill
from tracker.models import ConsentKind, Field
from tracker.wording.sources import source_label
from tracker.wording.words import (
    capital,
    clauses,
    date_of,
    day_in_words,
    one_line,
    somebody,
    the_instrument,
    the_treaty,
    treaty_title,
    value_in_words,
    with_article,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from tracker.models import Difference, Threshold, Treaty
    from tracker.statements import StatementDifference
    from tracker.wording.grammar import Noun


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceContext:
    """The context of a sentence about a difference. Unknown values are left out of the sentence."""

    in_force: bool  # is the treaty itself in force
    consents: int | None = None  # place of this consent among those that count, by date; the first is 1
    last_place: int | None = None  # of the consents of the same day
    decisive: tuple[date, str] | None = None  # the consent that reaches the threshold, if this one came before it
    uncounted_without: str | None = None  # the parent treaty, without consent to which this consent does not count
    reached_on: date | None = None  # the threshold, by that consent
    expected_on: date | None = None  # the treaty's own entry into force by its rule, if no source prints it
    expected_before: date | None = None  # the same until this consent was read, if it was another day
    consent_kind: ConsentKind | None = None  # None: no more exact than the kind of the change
    threshold: Threshold | None = None
    predecessor: str | None = None  # the former State whose act it was
    name_then: str | None = None  # the participant's name on the day of the act, if it was another than today's
    ad_referendum: bool = False  # signed subject to confirmation, by the chart's mark
    bundled: bool = False  # compared with the list that ships with the package, not with an earlier chart
    became_member: bool = False  # an invitation ended because the State joined the Council of Europe
    in_force_on: date | None = None  # of this consent
    left_on: date | None = None  # of this denunciation
    denounced_on: date | None = None  # its notification
    left_by_rule: date | None = None  # its effect by the treaty's rule, if no source prints it
    left_article: str | None = None  # the article that holds that rule
    also_denounces: tuple[tuple[str, str], ...] = ()  # protocols that fall with the treaty: article and name
    invited_on: date | None = None  # the decision, where known
    statement: StatementDifference | None = None  # what was made, amended or withdrawn
    source_label: str = "the chart"
    unconfirmed: tuple[str, str] | None = None  # the source that alone shows it so far, and the treaty's first one
    published_on: date | None = None  # of the archived copy in which back-fill found it


#: With its name of that day: `Türkiye (then Turkey)`.
_THEN = N_("{name} (then {then})")
_IN_ROW = N_("shown today in the row of {row}")

_ON, _ON_NO_DATE = N_("on {day}"), N_("on a date that is not given")
_THOSE, _THE_STATES = N_("those"), N_("the States")
_REMARKS = N_(" ({said})")

_SUBJECT = {
    Field.SIGNED_ON: N_("the date of signature of {treaty} by {who}"),
    Field.CONSENT_ON: N_("the date on which {who} expressed {row:its|their} consent to be bound by {treaty}"),
    Field.CONSENT_KIND: N_("the kind of consent of {who} to be bound by {treaty}"),
    Field.IN_FORCE_ON: N_("the date of entry into force of {treaty} for {who}"),
    Field.DENOUNCED_ON: N_("the date of denunciation of {treaty} by {who}"),
    Field.LEFT_ON: N_("the date on which the denunciation of {treaty} by {who} takes effect"),
    Field.SUSPENDED_ON: N_("the date of suspension of the operation of {treaty} for {who}"),
    Field.INVITED: N_("the invitation of {who} to accede to {treaty}"),
    Field.FLAGS: N_("a mark for {who} under {treaty}"),
    Field.NAME: N_("the name of {who} under {treaty}"),
    Field.GROUP: N_("the heading under which {who} stands for {treaty}"),
    Field.ROW: N_("the row of {who} under {treaty}"),
    Field.STATEMENT: N_("the statement of {who} under {treaty}"),
    Field.TREATY_IN_FORCE_ON: N_("the date of entry into force of {treaty}"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A difference, the treaty, and what else is known."""

    difference: Difference
    treaty: Treaty
    context: SentenceContext

    def say(self, template: str, **words: str) -> str:
        """The template in the language spoken, its places filled: these words, and those that every sentence may use.

        `who` acted, `row` is the participant whose row holds it (the same, but for a former State's acts).
        """
        said = fill(
            template,
            who=self.who,
            row=self.row,
            those=self.those,
            treaty=self.instrument,
            short=the_instrument(self.treaty),
            title=treaty_title(self.treaty),
            source=source_label(self.context.source_label),
            on=self.on,
            before=value_in_words(self.difference.before),
            after=value_in_words(self.difference.after),
            **words,
        )
        return capital(said)

    @property
    def row(self) -> Noun:
        """The participant whose row holds it."""
        name = one_line(self.difference.name or "") or one_line(self.difference.participant or "")
        return with_article(name) if name else somebody()

    @property
    def who(self) -> Noun:
        """Whose act it was."""
        if self.context.predecessor:
            return with_article(self.context.predecessor)
        then = self.context.name_then
        return self.row.within(_(_THEN), "name", then=with_article(then)) if then else self.row

    @property
    def those(self) -> str:
        """What the invited are called together with this participant: `*` marks a name that is no State's here."""
        return _(_THOSE) if self.row.endswith("*") else _(_THE_STATES)

    @property
    def instrument(self) -> Noun:
        """The treaty inside a sentence."""
        return the_treaty(self.treaty)

    @property
    def day(self) -> date | None:
        """The day of the act or of its effect."""
        return self.difference.effective_on or date_of(self.difference.after)

    @property
    def on(self) -> str:
        """`on 5 February 2026`."""
        return fill(_ON, day=day_in_words(self.day)) if self.day else _(_ON_NO_DATE)

    @property
    def subject(self) -> str:
        """What the field of the difference is about: `the date of signature of X by Y`."""
        return self.about(self.difference.field)

    def about(self, field: Field) -> str:
        """The same of a field."""
        return fill(_SUBJECT[field], who=self.who, row=self.row, treaty=self.instrument)

    @property
    def row_of_another(self) -> list[str]:
        """Where a former State's act is found."""
        return [fill(_IN_ROW, row=self.row)] if self.context.predecessor and self.who != self.row else []


def remarks(found: Iterable[str]) -> str:
    """Remarks that follow a sentence: ` (first; second)`, or nothing."""
    said = clauses(found)
    return fill(_REMARKS, said=said) if said else ""
