"""What one read found, in one sentence: templates, each a whole sentence, for one participant and for many. Pure."""

from __future__ import annotations

from typing import NamedTuple

from tracker.language import N_
from tracker.models import Change, ChangeKind, Field, Nature


class Forms(NamedTuple):
    """A sentence about one participant, and about several. `{who}`: a name, two, or "8 States"."""

    one: str
    many: str


def _same(sentence: str) -> Forms:
    return Forms(sentence, sentence)


class Topic(NamedTuple):
    """What several changes of one read have in common: they are told in one sentence."""

    name: str
    forms: Forms


_SHOWN = N_("The chart of {treaty} shows another date for {who}")
_AGAIN = N_("The chart of {treaty} again shows what it had shown of {who}")
_GONE = N_("The chart of {treaty} no longer shows what it had shown of {who}")
_LIST_AGAIN = N_("The depositary's list again shows what it had shown of {who} under {treaty}")
_LIST_GONE = N_("The depositary's list no longer shows what it had shown of {who} under {treaty}")

#: Of the treaty's own date of entry into force.
_ITS_DATE = {
    "corrected": N_("The chart shows another date of entry into force of {treaty}"),
    "again": N_("The chart again shows the date of entry into force of {treaty}"),
    "gone": N_("The chart no longer shows the date of entry into force of {treaty}"),
}

#: In the order in which they are news. What is one act in the chart's column "Ratification" is called so here; the
#: sentence of the change itself says "ratification, acceptance or approval".
EVENTS: dict[ChangeKind, Forms] = {
    ChangeKind.RATIFIED: _same(N_("{who} ratified {treaty}")),
    ChangeKind.ACCEPTED: _same(N_("{who} accepted {treaty}")),
    ChangeKind.APPROVED: _same(N_("{who} approved {treaty}")),
    ChangeKind.ACCEDED: _same(N_("{who} acceded to {treaty}")),
    ChangeKind.SUCCEEDED: _same(N_("{who} succeeded to {treaty}")),
    ChangeKind.CONSENTED: _same(N_("{who} consented to be bound by {treaty}")),
    ChangeKind.DENOUNCED: _same(N_("{who} denounced {treaty}")),
    ChangeKind.DENUNCIATION_EFFECTIVE: Forms(
        N_("The denunciation of {treaty} by {who} took effect"),
        N_("The denunciations of {treaty} by {who} took effect"),
    ),
    ChangeKind.TREATY_ENTERED_INTO_FORCE: _same(N_("{treaty} entered into force")),
    ChangeKind.SIGNED: _same(N_("{who} signed {treaty}")),
    ChangeKind.TREATY_ENTRY_INTO_FORCE_SET: _same(N_("{treaty} has its date of entry into force")),
    ChangeKind.ENTERED_INTO_FORCE: _same(N_("{treaty} entered into force for {who}")),
    ChangeKind.SUSPENDED: _same(N_("The operation of {treaty} was suspended for {who}")),
    ChangeKind.SUSPENSION_ENDED: _same(N_("The suspension of the operation of {treaty} for {who} is no longer shown")),
    ChangeKind.STATEMENT_WITHDRAWN: _same(N_("{who} withdrew {what} under {treaty}")),
    ChangeKind.STATEMENT_MADE: _same(N_("{who} made {what} under {treaty}")),
    ChangeKind.STATEMENT_AMENDED: _same(N_("The text of {what} of {who} under {treaty} was amended")),
    ChangeKind.TERRITORY_EXTENDED: Forms(
        N_("{who} extended {treaty} to a territory or territories"), N_("{who} extended {treaty} to territories")
    ),
    ChangeKind.TERRITORY_EXCLUDED: Forms(
        N_("{who} excluded a territory or territories from {treaty}"), N_("{who} excluded territories from {treaty}")
    ),
    ChangeKind.TERRITORY_EFFECT: _same(N_("{treaty} entered into force in territories of {who}")),
    ChangeKind.ENTRY_INTO_FORCE_SET: Forms(
        N_("{who} has a date of entry into force of {treaty}"), N_("{who} have dates of entry into force of {treaty}")
    ),
    ChangeKind.INVITED: Forms(
        N_("{who} is listed as invited to accede to {treaty}"), N_("{who} are listed as invited to accede to {treaty}")
    ),
    ChangeKind.INVITATION_ENDED: Forms(
        N_("{who} is no longer listed as invited to accede to {treaty}"),
        N_("{who} are no longer listed as invited to accede to {treaty}"),
    ),
}
_EDITORIAL: dict[ChangeKind, Forms] = {
    ChangeKind.CONSENT_KIND_SET: Forms(
        N_("The kind of consent of {who} to {treaty} is known more exactly"),
        N_("The kinds of consent of {who} to {treaty} are known more exactly"),
    ),
    ChangeKind.GROUP_CHANGED: _same(N_("The chart of {treaty} lists {who} under another heading")),
    ChangeKind.RENAMED: Forms(
        N_("The chart of {treaty} prints another name for {who}"),
        N_("The chart of {treaty} prints other names for {who}"),
    ),
    ChangeKind.FLAG_ADDED: _same(N_("The chart of {treaty} has other marks for {who}")),
    ChangeKind.FLAG_REMOVED: _same(N_("The chart of {treaty} has other marks for {who}")),
    ChangeKind.CORRECTED: _same(N_("The chart of {treaty} and the list bundled with the tracker differ on {who}")),
    ChangeKind.RETRACTED: _same(N_("The chart of {treaty} and the list bundled with the tracker differ on {who}")),
}
#: What the source did, and no participant.
_BY_SOURCE = (ChangeKind.CORRECTED, ChangeKind.RETRACTED, ChangeKind.STATEMENT_NO_LONGER_SHOWN)
_ORDER = [kind.value for kind in EVENTS]

#: Both acts of one participant in one read.
_SIGNED_AND: dict[ChangeKind, Forms] = {
    ChangeKind.RATIFIED: _same(N_("{who} signed and ratified {treaty}")),
    ChangeKind.ACCEPTED: _same(N_("{who} signed and accepted {treaty}")),
    ChangeKind.APPROVED: _same(N_("{who} signed and approved {treaty}")),
    ChangeKind.CONSENTED: _same(N_("{who} signed {treaty} and consented to be bound by it")),
}
#: Acts of different participants in one read; the second is a signature.
AND_OTHERS_SIGNED: dict[str, str] = {
    ChangeKind.RATIFIED: N_("{who} ratified and {others} signed {treaty}"),
    ChangeKind.ACCEPTED: N_("{who} accepted and {others} signed {treaty}"),
    ChangeKind.APPROVED: N_("{who} approved and {others} signed {treaty}"),
    ChangeKind.ACCEDED: N_("{who} acceded to {treaty} and {others} signed it"),
    ChangeKind.SUCCEEDED: N_("{who} succeeded to {treaty} and {others} signed it"),
    ChangeKind.CONSENTED: N_("{who} consented to be bound by {treaty} and {others} signed it"),
    "signed+ratified": N_("{who} signed and ratified {treaty} and {others} signed it"),
    "signed+accepted": N_("{who} signed and accepted {treaty} and {others} signed it"),
    "signed+approved": N_("{who} signed and approved {treaty} and {others} signed it"),
    "signed+consented": N_("{who} signed {treaty} and consented to be bound by it, and {others} signed it"),
}


def topic_of(change: Change, *, signed_too: bool) -> Topic:
    """What a change is told as. `signed_too`: its participant signed in the same read."""
    topic = _topic(change, signed_too=signed_too)
    itself = change.participant is None and topic.name in _ITS_DATE
    return Topic(topic.name, _same(_ITS_DATE[topic.name])) if itself else topic


def _topic(change: Change, *, signed_too: bool) -> Topic:
    kind, nature = change.kind, change.nature
    if kind not in EVENTS and (nature is Nature.EDITORIAL or kind not in _BY_SOURCE):
        name = "bundled" if kind in (ChangeKind.CORRECTED, ChangeKind.RETRACTED) else kind.value
        return Topic("flags" if change.field is Field.FLAGS else name, _EDITORIAL.get(kind) or _same(_SHOWN))
    listed = change.field is Field.STATEMENT
    if kind is ChangeKind.CORRECTED:
        return Topic("corrected", _same(_SHOWN))
    if kind in _BY_SOURCE or nature is Nature.RETRACTION:
        return Topic("gone", _same(_LIST_GONE if listed else _GONE))
    if nature is Nature.CORRECTION:
        return Topic("again", _same(_LIST_AGAIN if listed else _AGAIN))
    if signed_too and kind in _SIGNED_AND:
        return Topic(f"signed+{kind.value}", _SIGNED_AND[kind])
    return Topic(kind.value, EVENTS[kind])


def weight(topic: str) -> int:
    """The place of a topic among the news of a read: the smallest comes first."""
    kind = topic.removeprefix("signed+")
    if kind in _ORDER:
        return _ORDER.index(kind)
    return len(_ORDER) + (0 if topic in ("corrected", "gone", "again") else 1)
