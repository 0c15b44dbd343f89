"""One term for each thing: standings, kinds of consent, groups, marks, acts, what can be done next. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tracker.language import N_, _, fill
from tracker.law import NextAct
from tracker.models import ChangeKind, ConsentKind, Field, Group, Nature, Standing, StatementKind
from tracker.wording.words import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

# ---- participants ------------------------------------------------------------------------------

#: What a participant is.
GROUPS: Mapping[str, str] = {
    Group.MEMBER: N_("member State of the Council of Europe"),
    Group.NON_MEMBER: N_("not a member State of the Council of Europe"),
    Group.ORGANISATION: N_("international organisation"),
}
#: The heading of a chart that lists it.
GROUP_HEADINGS: Mapping[str, str] = {
    Group.MEMBER: N_("the member States of the Council of Europe"),
    Group.NON_MEMBER: N_("the non-member States"),
    Group.ORGANISATION: N_("the international organisations"),
}

#: A date of a row, with what it is of.
DATED_FACTS: Mapping[Field, str] = {
    Field.SIGNED_ON: N_("signature {day}"),
    Field.CONSENT_ON: N_("consent {day}"),
    Field.IN_FORCE_ON: N_("entry into force {day}"),
    Field.DENOUNCED_ON: N_("denunciation {day}"),
    Field.LEFT_ON: N_("effect of the denunciation {day}"),
    Field.SUSPENDED_ON: N_("suspension {day}"),
}

# ---- standings ---------------------------------------------------------------------------------

#: A standing in a word.
STANDINGS: Mapping[Standing, str] = {
    Standing.PARTY: N_("Party"),
    Standing.CONTRACTING: N_("Consented"),
    Standing.SIGNATORY: N_("Signed"),
    Standing.INVITED: N_("Invited"),
    Standing.FORMER: N_("Former Party"),
    Standing.NONE: "–",
}
#: What a standing means, for readers who are no lawyers.
MEANINGS: Mapping[Standing, str] = {
    Standing.PARTY: N_("the treaty is in force for it"),
    Standing.CONTRACTING: N_("has consented; no source prints that it is in force for it yet"),
    Standing.SIGNATORY: N_("has signed; signing is not being bound"),
    Standing.INVITED: N_("may accede; being invited is not joining"),
    Standing.FORMER: N_("has left the treaty"),
    Standing.NONE: N_("no act known"),
}

# ---- consents and marks ------------------------------------------------------------------------


_CONSENT_KINDS: Mapping[str, str] = {
    ConsentKind.RATIFICATION: N_("ratification"),
    ConsentKind.ACCEPTANCE: N_("acceptance"),
    ConsentKind.APPROVAL: N_("approval"),
    ConsentKind.RATIFICATION_ACCEPTANCE_OR_APPROVAL: N_("ratification, acceptance or approval"),
    ConsentKind.ACCESSION: N_("accession"),
    ConsentKind.SUCCESSION: N_("succession"),
    ConsentKind.DEFINITIVE_SIGNATURE: N_("definitive signature"),
    ConsentKind.FORMAL_CONFIRMATION: N_("formal confirmation"),
}
_SOME_CONSENT = N_("consent")


def consent_kind(value: str | None) -> str:
    """A kind of consent inside a sentence."""
    if value and value in _CONSENT_KINDS:
        return _(_CONSENT_KINDS[value])
    return one_line((value or "").replace("_", " ")) or _(_SOME_CONSENT)


#: The meaning of a letter of the chart's columns.
LETTERS: Mapping[str, str] = {
    "R": N_("reservations"),
    "D": N_("declarations, denunciations or derogations"),
    "A": N_("authorities"),
    "T": N_("territorial application"),
    "C": N_("communications"),
    "O": N_("objections"),
}
#: The letter under which the chart marks a kind of statement. It has none for OTHER.
LETTER_OF: Mapping[str, str] = {
    StatementKind.RESERVATION: "R",
    StatementKind.DECLARATION: "D",
    StatementKind.DENUNCIATION: "D",
    StatementKind.DEROGATION: "D",
    StatementKind.AUTHORITY: "A",
    StatementKind.TERRITORIAL_APPLICATION: "T",
    StatementKind.COMMUNICATION: "C",
    StatementKind.OBJECTION: "O",
}
#: The same in a cell of a matrix; what shares the letter of another kind is named, as nothing else distinguishes it.
MATRIX_CELLS: Mapping[str, str] = {
    **LETTER_OF,
    StatementKind.DENUNCIATION: "denunciation",
    StatementKind.DEROGATION: "derogation",
    StatementKind.OTHER: "?",
}


def matrix_key() -> str:
    """What the letters of such a cell mean."""
    return "R reservation, D declaration, A authority, T territorial application, C communication, O objection, ? other"


_MARK, _LETTER, _NO_LETTER = N_("{meaning} ({letter}.)"), N_("the letter {letter}"), N_("the letter not given")


def mark(letter: str) -> str:
    """A mark of a chart: `reservations (R.)`; of an unknown one its letter."""
    if letter in LETTERS:
        return fill(_MARK, meaning=_(LETTERS[letter]), letter=letter)
    return fill(_LETTER, letter=one_line(letter)) if one_line(letter) else _(_NO_LETTER)


# ---- acts --------------------------------------------------------------------------------------

#: An act in the history of a participant.
ACTS: Mapping[str, str] = {
    ChangeKind.SIGNED: N_("Signed"),
    ChangeKind.RATIFIED: N_("Deposited its instrument"),
    ChangeKind.ACCEPTED: N_("Accepted"),
    ChangeKind.APPROVED: N_("Approved"),
    ChangeKind.ACCEDED: N_("Acceded"),
    ChangeKind.SUCCEEDED: N_("Succeeded"),
    ChangeKind.CONSENTED: N_("Consented"),
    ChangeKind.ENTERED_INTO_FORCE: N_("The treaty entered into force for it"),
    ChangeKind.ENTRY_INTO_FORCE_SET: N_("The treaty enters into force for it"),
    ChangeKind.DENOUNCED: N_("Denounced the treaty"),
    ChangeKind.DENUNCIATION_EFFECTIVE: N_("Its denunciation took effect"),
    ChangeKind.SUSPENDED: N_("Its participation was suspended"),
    ChangeKind.SUSPENSION_ENDED: N_("Its participation is no longer shown as suspended"),
    ChangeKind.INVITED: N_("Listed as invited to accede"),
}
#: What a participant could do next.
NEXT_ACTS: Mapping[str, str] = {
    NextAct.SIGN: N_("sign"),
    NextAct.CONSENT: N_("ratify, accept or approve"),
    NextAct.ACCEDE: N_("accede"),
    NextAct.BE_INVITED: N_("be invited to accede"),
}
_LABELS: Mapping[ChangeKind, str] = {
    ChangeKind.SIGNED: N_("Signature"),
    ChangeKind.RATIFIED: N_("Consent"),
    ChangeKind.ACCEPTED: N_("Acceptance"),
    ChangeKind.APPROVED: N_("Approval"),
    ChangeKind.ACCEDED: N_("Accession"),
    ChangeKind.SUCCEEDED: N_("Succession"),
    ChangeKind.CONSENTED: N_("Consent"),
    ChangeKind.ENTRY_INTO_FORCE_SET: N_("Date set"),
    ChangeKind.TREATY_ENTRY_INTO_FORCE_SET: N_("Date set"),
    ChangeKind.ENTERED_INTO_FORCE: N_("In force"),
    ChangeKind.TREATY_ENTERED_INTO_FORCE: N_("In force"),
    ChangeKind.DENOUNCED: N_("Denunciation"),
    ChangeKind.DENUNCIATION_EFFECTIVE: N_("Denunciation"),
    ChangeKind.SUSPENDED: N_("Suspension"),
    ChangeKind.SUSPENSION_ENDED: N_("Suspension"),
    ChangeKind.INVITED: N_("Invitation"),
    ChangeKind.INVITATION_ENDED: N_("Invitation"),
    ChangeKind.STATEMENT_MADE: N_("Statement"),
    ChangeKind.STATEMENT_AMENDED: N_("Statement"),
    ChangeKind.STATEMENT_WITHDRAWN: N_("Statement"),
    ChangeKind.TERRITORY_EXTENDED: N_("Territory"),
    ChangeKind.TERRITORY_EXCLUDED: N_("Territory"),
    ChangeKind.TERRITORY_EFFECT: N_("Territory"),
    ChangeKind.STATEMENT_NO_LONGER_SHOWN: N_("Statement"),
    ChangeKind.FLAG_ADDED: N_("Mark"),
    ChangeKind.FLAG_REMOVED: N_("Mark"),
    ChangeKind.CONSENT_KIND_SET: N_("Kind of consent"),
    ChangeKind.CORRECTED: N_("Correction"),
    ChangeKind.RETRACTED: N_("No longer shown"),
    ChangeKind.RENAMED: N_("Name"),
    ChangeKind.GROUP_CHANGED: N_("Grouping"),
}


_SHOWN_AGAIN, _BUNDLED_LIST = N_("Shown again"), N_("Bundled list")


def change_label(kind: ChangeKind, nature: Nature) -> str:
    """A change in a word or two."""
    if nature is Nature.CORRECTION and kind is not ChangeKind.CORRECTED:
        return _(_SHOWN_AGAIN)
    if nature is Nature.EDITORIAL and kind in {ChangeKind.CORRECTED, ChangeKind.RETRACTED}:
        return _(_BUNDLED_LIST)
    return _(_LABELS[kind])


# ---- acts by their own dates --------------------------------------------------------------------


class _Stated(Protocol):
    @property
    def consent_kind(self) -> ConsentKind: ...
    @property
    def statements(self) -> tuple[int, ...]: ...


class _Act(Protocol):
    """What an answer says of an act."""

    @property
    def kind(self) -> ChangeKind: ...
    @property
    def consent_kind(self) -> ConsentKind | None: ...
    @property
    def stated_kind(self) -> _Stated | None: ...
    @property
    def ad_referendum(self) -> bool: ...
    @property
    def in_name_of(self) -> str | None: ...
    @property
    def name_then(self) -> str | None: ...


_BROAD = "deposited its instrument of ratification, acceptance or approval"  # the chart does not distinguish the three
_NOT_SUSPENDED = "suspension no longer shown"  # no chart prints its end
_STATED = " ({kind}, by {proofs})"
_AD_REFERENDUM = " ad referendum, subject to confirmation"
_BY, _AS = " by {name}", " as {name}"


def act_in_words(act: _Act) -> str:
    """`acceded`, `signed ad referendum, subject to confirmation`, `signed by Serbia and Montenegro`."""
    broad = act.consent_kind is ConsentKind.RATIFICATION_ACCEPTANCE_OR_APPROVAL
    line = (
        _BROAD if broad else _NOT_SUSPENDED if act.kind is ChangeKind.SUSPENSION_ENDED else act.kind.replace("_", " ")
    )
    if stated := act.stated_kind:
        proofs = ", ".join(f"statement {proof}" for proof in stated.statements)
        line += _STATED.format(kind=stated.consent_kind, proofs=proofs)
    if act.ad_referendum:
        line += _AD_REFERENDUM
    if act.in_name_of:
        return line + _BY.format(name=act.in_name_of)
    return line + (_AS.format(name=act.name_then) if act.name_then else "")


_OBSERVED = N_("observed, change {change}")
_CORRECTED = N_("the date was corrected, change {change}")
_ARCHIVED = N_("from an archived copy of {published_on}, not observed")
_BUNDLED = N_("from the bundled list, not observed")
_CHART = N_("from the chart, not observed")


def basis(*, change: int | None, observed: bool, corrected: bool, archived: date | None, bundled: bool) -> str:
    """Whether the tracker saw it happen, and if not, who says that it did. `corrected`: what it saw is that a date
    became another; `archived`: the day on which an archived copy, and nothing else, showed it."""
    if observed or corrected:
        return fill(_OBSERVED if observed else _CORRECTED, change=change)
    if archived:
        return fill(_ARCHIVED, published_on=archived)
    return _(_BUNDLED if bundled else _CHART)


_NONE = "no act on record"
_BETWEEN, _SINCE, _UNTIL = " between {since} and {until}", " since {since}", " until {until}"


def no_act(since: date | None, until: date | None) -> str:
    """`no act on record between 1990-01-01 and 1991-01-01`."""
    span = (_BETWEEN if until else _SINCE) if since else _UNTIL if until else ""
    return _NONE + span.format(since=since, until=until)
