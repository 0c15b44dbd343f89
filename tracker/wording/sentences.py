"""One difference → one plain English sentence in treaty law's words. Pure.

A sentence says what a source shows, and claims no reason that the source does not give.
It is plain text: names are printed as they came, and whoever writes HTML or Markdown escapes them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.models import ChangeKind, ConsentKind, Field, Group
from tracker.statements.compare import particulars
from tracker.wording.statements import about, indefinite, noun, possessive
from tracker.wording.words import (
    capital,
    cardinal,
    date_of,
    day_in_words,
    one_line,
    ordinal,
    the_instrument,
    the_treaty,
    treaty_title,
    value_in_words,
    with_article,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from tracker.models import Difference, Statement, Threshold, Treaty
    from tracker.statements import StatementDifference

_BUNDLED_LIST = "the list bundled with the tracker"
_NO_REASON = "it gives no reason"


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceContext:
    """What a sentence may say beside the difference itself; what is not known is left out of it."""

    in_force: bool  # is the treaty itself in force
    consents: int | None = None  # place of this consent among all consents, by date; the first is 1
    consent_kind: ConsentKind | None = None  # None: no more exact than the kind of the change
    threshold: Threshold | None = None
    predecessor: str | None = None  # the former State whose act it was
    bundled: bool = False  # compared with the list that ships with the package, not with an earlier chart
    became_member: bool = False  # an invitation ended because the State joined the Council of Europe
    in_force_on: date | None = None  # of this consent
    left_on: date | None = None  # of this denunciation
    invited_on: date | None = None  # the decision, where known
    statement: StatementDifference | None = None  # what was made, amended or withdrawn
    source_label: str = "the chart"
    published_on: date | None = None  # of the archived copy in which back-fill found it


def summarise(difference: Difference, *, treaty: Treaty, context: SentenceContext) -> str:
    """The one sentence that tells a difference. Never raises, never more than one line."""
    told = _Told(difference, treaty, context)
    body = _body(told)
    if context.published_on:  # docs/glossary.md#notices
        seen = f"seen in an archived copy published on {day_in_words(context.published_on)}"
        body = f"{body.removesuffix('.')} ({seen}; not observed by us then)"
    return body if body.endswith(".") else f"{body}."


@dataclass(frozen=True, slots=True)
class _Told:
    """A difference with the words that several sentences share."""

    difference: Difference
    treaty: Treaty
    context: SentenceContext

    @property
    def row(self) -> str:
        """The participant in whose row it stands."""
        name = one_line(self.difference.name or "") or one_line(self.difference.participant or "")
        return with_article(name) if name else "a participant"

    @property
    def who(self) -> str:
        """Whose act it was."""
        return with_article(self.context.predecessor) if self.context.predecessor else self.row

    @property
    def instrument(self) -> str:
        return the_treaty(self.treaty)

    @property
    def source(self) -> str:
        """At the start of a sentence."""
        return capital(one_line(self.context.source_label))

    @property
    def day(self) -> date | None:
        return self.difference.effective_on or date_of(self.difference.after)

    @property
    def on(self) -> str:
        return f" on {day_in_words(self.day)}" if self.day else " on a date that is not given"

    @property
    def given(self) -> str:
        """The date where the source's date may be of more than one act."""
        return f" (date given: {day_in_words(self.day)})" if self.day else ""

    @property
    def subject(self) -> str:
        """What the field of the difference is about: `the date of signature of X by Y`."""
        return _SUBJECT[self.difference.field].format(who=self.who, treaty=self.instrument)

    @property
    def today_in(self) -> list[str]:
        """Where a former State's act is found."""
        return [] if self.who == self.row else [f"shown today in the row of {self.row}"]


_SUBJECT = {
    Field.SIGNED_ON: "the date of signature of {treaty} by {who}",
    Field.CONSENT_ON: "the date on which {who} expressed its consent to be bound by {treaty}",
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


def _body(told: _Told) -> str:
    if told.difference.shown_again:
        return _shown_again(told)
    if told.context.bundled and told.difference.kind in _AGAINST_BUNDLED:
        return _AGAINST_BUNDLED[told.difference.kind](told)
    return _SENTENCES[told.difference.kind](told)


def _bracket(parts: list[str]) -> str:
    return f" ({'; '.join(parts)})" if parts else ""


# ---- acts --------------------------------------------------------------------------------------


def _signed(told: _Told) -> str:
    return f"{capital(told.who)} signed {told.instrument}{told.on}{_bracket(told.today_in)}"


def _deposited(instrument: str) -> Callable[[_Told], str]:
    def sentence(told: _Told) -> str:
        what = f"deposited its instrument of {instrument} of {told.instrument}"
        return f"{capital(told.who)} {what}{told.on}{_consent_tail(told)}"

    return sentence


def _ratified(told: _Told) -> str:
    # The chart's broad column tells no more than this; the exact kind needs evidence of its own.
    exact = told.context.consent_kind is ConsentKind.RATIFICATION
    return _deposited("ratification" if exact else "ratification, acceptance or approval")(told)


def _acceded(told: _Told) -> str:
    what = f"acceded to {told.instrument}, depositing its instrument"
    return f"{capital(told.who)} {what}{told.on}{_consent_tail(told)}"


def _succeeded(told: _Told) -> str:
    return f"{capital(told.who)} succeeded to {told.instrument}{told.on}{_consent_tail(told)}"


def _consented(told: _Told) -> str:
    kind = told.context.consent_kind
    if kind is ConsentKind.FORMAL_CONFIRMATION:
        return _deposited("formal confirmation")(told)
    definitive = kind is ConsentKind.DEFINITIVE_SIGNATURE
    how = " by signature without reservation as to ratification" if definitive else ""
    what = f"expressed its consent to be bound by {told.instrument}{how}"
    return f"{capital(told.who)} {what}{told.on}{_consent_tail(told)}"


def _consent_tail(told: _Told) -> str:
    """How far the treaty is from force, whose row it is, and when it enters into force for the State."""
    tail = _bracket([*told.today_in, *_towards_force(told)])
    starts = told.context.in_force_on
    if starts:
        tail += f"; {the_instrument(told.treaty)} enters into force for it on {day_in_words(starts)}"
    return tail


def _towards_force(told: _Told) -> list[str]:
    context = told.context
    if context.in_force:
        return []
    place, threshold, noun = context.consents, context.threshold, the_instrument(told.treaty)
    if place is None or threshold is None:
        counted = [] if place is None else [f"the {ordinal(place)} consent"]
        return [*counted, f"{noun} is not in force"]
    needed = f"{cardinal(threshold.needed)} needed"
    if threshold.members is not None:
        needed += f", {cardinal(threshold.members)} of them by member States"
    if place > threshold.needed:
        return [f"the {ordinal(place)} consent, with {needed}", f"{noun} is not in force"]
    yet = " yet" if place == threshold.needed else ""
    return [f"the {ordinal(place)} of {needed}", f"{noun} is not{yet} in force"]


def _date_given(field: Field) -> Callable[[_Told], str]:
    # Tense-free on purpose: whether that day lies ahead depends on when the sentence is read.
    def sentence(told: _Told) -> str:
        day = day_in_words(told.day) if told.day else "no date"
        what = _SUBJECT[field].format(who=told.who, treaty=told.instrument)
        return f"{told.source} gives {day} as {what}{_bracket(told.today_in)}"

    return sentence


def _entered(told: _Told) -> str:
    what = f"entered into force for {told.who}"
    return f"{capital(told.instrument)} {what}{told.on}{_bracket(told.today_in)}"


def _treaty_entered(told: _Told) -> str:
    return f"{capital(told.instrument)} entered into force{told.on}"


def _denounced(told: _Told) -> str:
    ends = told.context.left_on
    notified = f"notification{told.on}"
    effect = f"takes effect on {day_in_words(ends)}" if ends else "the date on which it takes effect is not given"
    return f"{capital(told.who)} denounced {told.instrument} ({notified}; {effect})"


def _denunciation_effective(told: _Told) -> str:
    body = f"The denunciation of {told.instrument} by {told.who} took effect{told.on}"
    return f"{body}; {told.who} is no longer a Party to it" if told.context.in_force else body


def _suspended(told: _Told) -> str:
    return f"The operation of {told.instrument} was suspended for {told.who}{told.on}"


def _suspension_ended(told: _Told) -> str:
    began = date_of(told.difference.before)
    ended = told.on if told.day else ""
    since = f" (it began on {day_in_words(began)})" if began else ""
    return f"The suspension of the operation of {told.instrument} for {told.who} ended{ended}{since}"


# ---- invitations -------------------------------------------------------------------------------


def _invited(told: _Told) -> str:
    body = f"{capital(told.row)} appears among the States invited to accede to {told.instrument}"
    decided = told.context.invited_on or told.day
    if decided:
        return f"{body} (decision of {day_in_words(decided)})"
    return f"{body}; the date of the decision is not given"


def _invitation_ended(told: _Told) -> str:
    body = f"{capital(told.row)} is no longer listed among the States invited to accede to {told.instrument}"
    if told.context.became_member:
        return f"{body}; it has become a member State of the Council of Europe"
    return f"{body}; neither a signature nor an accession is shown, and no reason is given"


# ---- statements --------------------------------------------------------------------------------

_THE_LIST = "the depositary's list"
_SOME_STATEMENT = "reservation, declaration or other statement"


def _about(told: _Told, statement: Statement | None) -> str:
    return about(statement, told.instrument) if statement else f"{_SOME_STATEMENT} under {told.instrument}"


def _whose(told: _Told, statement: Statement | None) -> str:
    return f"{possessive(told.who)} {_about(told, statement)}"


def _statement_made(told: _Told) -> str:
    made = told.context.statement.statement if told.context.statement else None
    body = f"{capital(told.who)} made {indefinite(_about(told, made))}"
    if made is None:
        return f"{body}{told.given}"
    days = (("deposited on", made.deposited_on), ("effective", made.effective_on))
    dated = "".join(f", {word} {day_in_words(day)}" for word, day in days if day)
    gone = ""
    if made.withdrawn_on:
        gone = f"; {_THE_LIST} shows it withdrawn with effect from {day_in_words(made.withdrawn_on)}"
    return f"{body}{dated or '; no date is given'}{gone}"


def _statement_amended(told: _Told) -> str:
    act = told.context.statement
    before, after = (act.before, act.after) if act else (None, None)
    otherwise = _listed_otherwise(told, before, after) if before and after else ""
    whose = _whose(told, before)
    if otherwise and before and told.difference.before == particulars(before):
        return f"{capital(_THE_LIST)} now lists {whose} {otherwise}; the text is the same"
    also = f" and is now listed {otherwise}" if otherwise else ""
    judged = f"whether this is a partial withdrawal or a new {noun(after) if after else 'statement'} is not judged here"
    return f"The text of {whose} was amended{also}; {judged}"


def _listed_otherwise(told: _Told, before: Statement, after: Statement) -> str:
    """What of the label and the dates is new: `as a declaration …, with 1 May 2026 (before: no date) as …`."""
    now = _about(told, after)
    parts = [f"as {indefinite(now)}"] if now != _about(told, before) else []
    for what, old, new in (
        ("effect", before.effective_on, after.effective_on),
        ("withdrawal", before.withdrawn_on, after.withdrawn_on),
    ):
        if old != new:
            day, earlier = (day_in_words(one) if one else "no date" for one in (new, old))
            parts.append(f"with {day} as its date of {what} (before: {earlier})")
    return ", ".join(parts)


def _statement_withdrawn(told: _Told) -> str:
    gone = told.context.statement.statement if told.context.statement else None
    if told.difference.effective_on is None:
        dated = f", effective {day_in_words(gone.effective_on)}" if gone and gone.effective_on else ""
        return f"{capital(_THE_LIST)} no longer shows {_whose(told, gone)}{dated}; {_NO_REASON}"
    day = day_in_words(told.difference.effective_on)
    return f"{capital(told.who)} withdrew its {_about(told, gone)}, with effect from {day}"


# ---- what the source shows otherwise than before -----------------------------------------------

_FLAGS = {
    "R": "reservations (R.)",
    "D": "declarations, denunciations or derogations (D.)",
    "A": "authorities (A.)",
    "T": "territorial application (T.)",
    "C": "communications (C.)",
    "O": "objections (O.)",
}


def _flag(told: _Told) -> str:
    letter = told.difference.after or told.difference.before or ""
    return _FLAGS.get(letter) or f"the letter {one_line(letter) or 'not given'}"


def _flag_added(told: _Told) -> str:
    return f"{told.source} now marks {_flag(told)} for {told.row} under {told.instrument}"


def _flag_removed(told: _Told) -> str:
    return f"{told.source} no longer marks {_flag(told)} for {told.row} under {told.instrument}"


def _kind(text: str | None) -> str:
    if text == ConsentKind.RATIFICATION_ACCEPTANCE_OR_APPROVAL:
        return "ratification, acceptance or approval"
    return one_line((text or "").replace("_", " ")) or "consent"


def _consent_kind_set(told: _Told) -> str:
    before = told.difference.before
    known = f", where it was recorded as {_kind(before)}" if before else ""
    consent = f"The consent of {told.who} to be bound by {told.instrument}"
    return f"{consent} is now recorded as {_kind(told.difference.after)}{known}"


def _corrected(told: _Told) -> str:
    before, after = value_in_words(told.difference.before), value_in_words(told.difference.after)
    return f"{told.source} now shows {after} where it showed {before} as {told.subject}; {_NO_REASON}"


def _retracted(told: _Told) -> str:
    return f"{told.source} no longer shows {_lost(told)}; {_NO_REASON}"


def _lost(told: _Told) -> str:
    before = told.difference.before
    if told.difference.field is Field.ROW:
        return f"{told.row} under {told.instrument}{_dates_of_row(before)}"
    return f"{value_in_words(before)} as {told.subject}" if before else told.subject


_ROW_WORDS = {
    Field.SIGNED_ON: "signature",
    Field.CONSENT_ON: "consent",
    Field.IN_FORCE_ON: "entry into force",
    Field.DENOUNCED_ON: "denunciation",
    Field.LEFT_ON: "effect of the denunciation",
    Field.SUSPENDED_ON: "suspension",
}
_ROW_DATE = re.compile(rf"({'|'.join(_ROW_WORDS)})\W{{1,4}}(\d{{4}}-\d\d-\d\d)", re.ASCII)


def _dates_of_row(before: str | None) -> str:
    """The dates that a lost row held: ` (signature 28 June 2023; consent 5 February 2026)`."""
    dates = [f"{_ROW_WORDS[Field(name)]} {value_in_words(day)}" for name, day in _ROW_DATE.findall(before or "")]
    return _bracket(dates or ([one_line(before)] if before else []))


def _quoted(text: str | None) -> str:
    return f'"{one_line(text or "")}"'


def _renamed(told: _Told) -> str:
    before, after = _quoted(told.difference.before), _quoted(told.difference.after)
    return f"{told.source} now prints {after} where it printed {before} ({treaty_title(told.treaty)})"


_GROUPS: dict[str, str] = {
    Group.MEMBER: "the member States of the Council of Europe",
    Group.NON_MEMBER: "the non-member States",
    Group.ORGANISATION: "the international organisations",
}


def _group_changed(told: _Told) -> str:
    before, after = told.difference.before or "", told.difference.after or ""
    for_treaty = f" ({treaty_title(told.treaty)})"
    if after in _GROUPS:
        where = f", where it listed it among {_GROUPS[before]}" if before in _GROUPS else ""
        return f"{told.source} now lists {told.row} among {_GROUPS[after]}{where}{for_treaty}"
    successor = with_article(after) if after else told.row
    place = f" in place of {with_article(before)}" if before else ""
    return f"{told.source} now shows {successor}{place}, with the same dates{for_treaty}"


def _shown_again(told: _Told) -> str:
    label = one_line(told.context.source_label)
    if told.difference.kind is ChangeKind.INVITED:
        return f"{capital(told.row)} is shown again among the States invited to accede to {told.instrument}"
    day = f", {day_in_words(told.day)}," if told.day else ""
    return f"{capital(told.subject)}{day} is shown again in {label}"


# ---- against the bundled list: the source never showed the other value -------------------------


def _corrected_bundled(told: _Told) -> str:
    before, after = value_in_words(told.difference.before), value_in_words(told.difference.after)
    return f"{told.source} shows {after} as {told.subject}; {_BUNDLED_LIST} had {before}"


def _retracted_bundled(told: _Told) -> str:
    if told.difference.field is Field.ROW:
        shown = f"{told.source} does not show {told.row} under {told.instrument}"
        return f"{shown}; {_BUNDLED_LIST} did{_dates_of_row(told.difference.before)}"
    before = value_in_words(told.difference.before)
    return f"{told.source} does not show {told.subject}; {_BUNDLED_LIST} had {before}"


def _renamed_bundled(told: _Told) -> str:
    before, after = _quoted(told.difference.before), _quoted(told.difference.after)
    return f"{told.source} prints {after} under {told.instrument}; {_BUNDLED_LIST} had {before}"


_AGAINST_BUNDLED: dict[ChangeKind, Callable[[_Told], str]] = {
    ChangeKind.CORRECTED: _corrected_bundled,
    ChangeKind.RETRACTED: _retracted_bundled,
    ChangeKind.RENAMED: _renamed_bundled,
}

_SENTENCES: dict[ChangeKind, Callable[[_Told], str]] = {
    ChangeKind.SIGNED: _signed,
    ChangeKind.RATIFIED: _ratified,
    ChangeKind.ACCEPTED: _deposited("acceptance"),
    ChangeKind.APPROVED: _deposited("approval"),
    ChangeKind.ACCEDED: _acceded,
    ChangeKind.SUCCEEDED: _succeeded,
    ChangeKind.CONSENTED: _consented,
    ChangeKind.ENTRY_INTO_FORCE_SET: _date_given(Field.IN_FORCE_ON),
    ChangeKind.TREATY_ENTRY_INTO_FORCE_SET: _date_given(Field.TREATY_IN_FORCE_ON),
    ChangeKind.ENTERED_INTO_FORCE: _entered,
    ChangeKind.TREATY_ENTERED_INTO_FORCE: _treaty_entered,
    ChangeKind.DENOUNCED: _denounced,
    ChangeKind.DENUNCIATION_EFFECTIVE: _denunciation_effective,
    ChangeKind.SUSPENDED: _suspended,
    ChangeKind.SUSPENSION_ENDED: _suspension_ended,
    ChangeKind.INVITED: _invited,
    ChangeKind.INVITATION_ENDED: _invitation_ended,
    ChangeKind.STATEMENT_MADE: _statement_made,
    ChangeKind.STATEMENT_AMENDED: _statement_amended,
    ChangeKind.STATEMENT_WITHDRAWN: _statement_withdrawn,
    ChangeKind.FLAG_ADDED: _flag_added,
    ChangeKind.FLAG_REMOVED: _flag_removed,
    ChangeKind.CONSENT_KIND_SET: _consent_kind_set,
    ChangeKind.CORRECTED: _corrected,
    ChangeKind.RETRACTED: _retracted,
    ChangeKind.RENAMED: _renamed,
    ChangeKind.GROUP_CHANGED: _group_changed,
}
