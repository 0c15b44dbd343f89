"""A difference with the words that several sentences share. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.models import ConsentKind, Field
from tracker.wording.words import (
    agreeing,
    capital,
    date_of,
    day_in_words,
    one_line,
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
_THEN = "{name} (then {then})"
_IN_ROW = "shown today in the row of {row}"

_SUBJECT = {
    Field.SIGNED_ON: "the date of signature of {treaty} by {who}",
    Field.CONSENT_ON: "the date on which {who} expressed {its} consent to be bound by {treaty}",
    Field.CONSENT_KIND: "the kind of consent of {who} to be bound by {treaty}",
    Field.IN_FORCE_ON: "the date of entry into force of {treaty} for {who}",
    Field.DENOUNCED_ON: "the date of denunciation of {treaty} by {who}",
    Field.LEFT_ON: "the date on which the denunciation of {treaty} by {who} takes effect",
    Field.SUSPENDED_ON: "the date of suspension of the operation of {treaty} for {who}",
    Field.INVITED: "the invitation of {who} to accede to {treaty}",
    Field.FLAGS: "a mark for {who} under {treaty}",
    Field.NAME: "the name of {who} under {treaty}",
    Field.GROUP: "the heading under which {who} stands for {treaty}",
    Field.ROW: "the row of {who} under {treaty}",
    Field.STATEMENT: "the statement of {who} under {treaty}",
    Field.TREATY_IN_FORCE_ON: "the date of entry into force of {treaty}",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A difference, the treaty, and what else is known."""

    difference: Difference
    treaty: Treaty
    context: SentenceContext

    def say(self, template: str, **words: str) -> str:
        """The template with its places filled: these words, and those that every sentence may use.

        `who` acted, `row` is the participant whose row holds it (the same, but for a former State's acts).
        """
        said = template.format(
            who=self.who,
            row=self.row,
            are=agreeing(self.who, "is", "are"),
            its=self.its,
            it=self.it,
            row_are=agreeing(self.row, "is", "are"),
            appear=agreeing(self.row, "appears", "appear"),
            they_have=agreeing(self.row, "it has", "they have"),
            those=self.those,
            treaty=self.instrument,
            short=the_instrument(self.treaty),
            title=treaty_title(self.treaty),
            source=one_line(self.context.source_label),
            on=self.on,
            before=value_in_words(self.difference.before),
            after=value_in_words(self.difference.after),
            **words,
        )
        return capital(said)

    @property
    def row(self) -> str:
        """The participant whose row holds it."""
        name = one_line(self.difference.name or "") or one_line(self.difference.participant or "")
        return with_article(name) if name else "a participant"

    @property
    def who(self) -> str:
        """Whose act it was."""
        if self.context.predecessor:
            return with_article(self.context.predecessor)
        then = self.context.name_then
        return _THEN.format(name=self.row, then=with_article(then)) if then else self.row

    @property
    def its(self) -> str:
        """The possessive pronoun of whose act it was."""
        return agreeing(self.row, "its", "their")

    @property
    def it(self) -> str:
        """The pronoun of whose act it was."""
        return agreeing(self.row, "it", "them")

    @property
    def those(self) -> str:
        """What the invited are called together with this participant: `*` marks a name that is no State's here."""
        return "those" if self.row.endswith("*") else "the States"

    @property
    def instrument(self) -> str:
        """The treaty inside a sentence."""
        return the_treaty(self.treaty)

    @property
    def day(self) -> date | None:
        """The day of the act or of its effect."""
        return self.difference.effective_on or date_of(self.difference.after)

    @property
    def on(self) -> str:
        """`on 5 February 2026`."""
        return f"on {day_in_words(self.day)}" if self.day else "on a date that is not given"

    @property
    def subject(self) -> str:
        """What the field of the difference is about: `the date of signature of X by Y`."""
        return self.about(self.difference.field)

    def about(self, field: Field) -> str:
        """The same of a field."""
        return _SUBJECT[field].format(who=self.who, its=self.its, treaty=self.instrument)

    @property
    def row_of_another(self) -> list[str]:
        """Where a former State's act is found."""
        return [_IN_ROW.format(row=self.row)] if self.context.predecessor and self.who != self.row else []


def remarks(found: Iterable[str]) -> str:
    """Remarks that follow a sentence: ` (first; second)`, or nothing."""
    said = "; ".join(found)
    return f" ({said})" if said else ""
