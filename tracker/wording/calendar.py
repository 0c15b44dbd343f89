"""The dates of a calendar in words: what happens, when, on what ground, and what they must not be taken for. Pure.

Days are ISO, as a table has them; whoever writes prose puts them in words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.calendar import ItemKind, Precision
from tracker.calendar.basis import (
    Consented,
    Denounced,
    EndPrinted,
    EntryPrinted,
    Extended,
    Invited,
    Missing,
    ParentLeft,
    ThresholdReached,
    TreatyPrinted,
)
from tracker.models import Provenance
from tracker.wording.figures import NOT_TOLD_WITH_LOST
from tracker.wording.rules import (
    applied_to_denunciation,
    applied_to_state,
    applied_to_treaty,
    article_in_words,
    parent_label,
)
from tracker.wording.sources import source_in_words
from tracker.wording.words import listed, one_line, treaty_title, with_article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from tracker.calendar import Item
    from tracker.models import Row, Threshold, Treaty

_WHAT = {
    ItemKind.PRINTED_ENTRY: "entry into force",
    ItemKind.EXPECTED_ENTRY: "entry into force",
    ItemKind.TREATY_ENTRY: "entry into force of the treaty itself",
    ItemKind.DENUNCIATION_EFFECT: "denunciation takes effect",
    ItemKind.TERRITORY_EFFECT: "entry into force in {territories}",
    ItemKind.INVITATION_EXPIRY: "invitation, valid five years and can be extended",
    ItemKind.COUNTDOWN: "consents still needed",
}
_LENGTH = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}
_COMPUTED = "computed here from the treaty's own rule; no source has printed it"
_CAVEATS = {
    ItemKind.INVITATION_EXPIRY: (
        "an invitation is valid five years and can be extended; no later decision known to us"
    ),
    ItemKind.COUNTDOWN: (
        "who could come next follows from the chart and the treaty's text; nobody is known to prepare for it"
    ),
}


def what(item: Item) -> str:
    """What happens then, in a few words."""
    return _WHAT[item.kind].format(territories=_territories(item))


def _territories(item: Item) -> str:
    return listed(with_article(name) for name in item.territories)


def when(item: Item) -> str:
    """The date as far as it is known: `2027-10-06`; of a warning `about 2028-02`; empty without one."""
    if item.day is None:
        return ""
    day = item.day.isoformat()[: _LENGTH[item.precision]]
    return f"about {day}" if item.kind is ItemKind.INVITATION_EXPIRY else day


def caveat(item: Item) -> str | None:
    """What the date must not be taken for; None for one that is printed."""
    return None if item.printed else _CAVEATS.get(item.kind, _COMPUTED)


# ---- on what ground ------------------------------------------------------------------------------

_TREATY_PRINTED = "as the source shows it for the treaty, or first for a participant"
_PRINTED = "as the source prints it"
_PRINTED_CONSENT = "as the source prints it; consent of {day}"
_END_PRINTED = "as the source prints it; denounced on {day}"
_END_PRINTED_UNDATED = "as the source prints it; denounced on a date that is not given"
_REACHED = "{needed} consents reached on {day}; {rule}"
_REACHED_OF_MEMBERS = "{needed} consents, {members} of them by member States, reached on {day}; {rule}"
_CONSENT = "consent of {day}; {rule}"
_CONSENT_RAISED = (
    "consent of {day}; {rule}: {by_rule}, raised to {floor}, when the treaty itself enters into force, as expected"
)
_CONSENT_RAISED_PRINTED = (
    "consent of {day}; {rule}: {by_rule}, raised to {floor}, when the treaty itself enters into force, as printed"
)
_CONSENT_REACHED = "consent of {day}, one of those that bring it into force: {reached}"
_DENOUNCED = "denounced on {day}; {rule}"
_PARENT_LEFT = "denunciation of {parent}, which is also one of this protocol ({article})"
_EXTENDED = "as the statement on territorial application says"
_EXTENDED_DATED = "as the statement on territorial application says; received on {day}"
_INVITED_ON = "invited on {day}; five years"
_INVITED_IN = "invited in {day}; five years"


def basis(item: Item) -> str:
    """Where the date comes from."""
    match item.basis:
        case TreatyPrinted():
            return _TREATY_PRINTED
        case EntryPrinted(consent_on=day):
            return _PRINTED_CONSENT.format(day=day) if day else _PRINTED
        case EndPrinted(denounced_on=day):
            return _END_PRINTED.format(day=day) if day else _END_PRINTED_UNDATED
        case Invited(invited=invited, to_the_day=exact):
            return (_INVITED_ON if exact else _INVITED_IN).format(day=invited)
        case Extended(received_on=day):
            return _EXTENDED_DATED.format(day=day) if day else _EXTENDED
        case Denounced() | ParentLeft() as end:
            return _end_by_rule(end)
        case ThresholdReached() as reached:
            return _reached(reached)
        case Consented() as consent:
            return _consented(consent)
        case Missing() as missing:
            return "; ".join(_missing(missing))


def article_of(item: Item) -> str | None:
    """The article behind a date that follows from the treaty's rule, as the text numbers it."""
    match item.basis:
        case Denounced() | ParentLeft() | ThresholdReached():
            return item.basis.article
        case Consented() as consent:
            return consent.reached.article if consent.reached else consent.article
        case _:
            return None


def _end_by_rule(end: Denounced | ParentLeft) -> str:
    if isinstance(end, Denounced):
        return _DENOUNCED.format(day=end.on, rule=applied_to_denunciation(end.rule, end.on, end.article))
    return _PARENT_LEFT.format(parent=parent_label(end.parent), article=article_in_words(end.article))


def _reached(found: ThresholdReached) -> str:
    needed: Threshold = found.threshold
    return (_REACHED_OF_MEMBERS if needed.members else _REACHED).format(
        needed=needed.needed,
        members=needed.members,
        day=found.on,
        rule=applied_to_treaty(found.rule, found.on, found.article),
    )


def _consented(found: Consented) -> str:
    if found.reached:
        return _CONSENT_REACHED.format(day=found.on, reached=_reached(found.reached))
    template = _CONSENT
    if found.floor:
        template = _CONSENT_RAISED_PRINTED if found.floor_printed else _CONSENT_RAISED
    return template.format(
        day=found.on,
        rule=applied_to_state(found.rule, found.on, found.article),
        by_rule=found.rule.for_state(found.on),
        floor=found.floor,
    )


_COUNTED = "{count} of {needed}"
_MEMBERS_COUNTED = "{count} of the {needed} needed from member States"
_NOT_IN_FORCE = "not in force"
_HAVE_CONSENTED = "consented: {names}"
_COULD_CONSENT = "signed, could consent next: {names}"
_COULD_SIGN = "{count} others, bound by {parent}, could sign"


def _missing(found: Missing) -> Iterator[str]:
    countdown, threshold = found.countdown, found.countdown.threshold
    yield _COUNTED.format(count=len(countdown.consents), needed=threshold.needed)
    if threshold.members:
        yield _MEMBERS_COUNTED.format(count=countdown.members, needed=threshold.members)
    yield NOT_TOLD_WITH_LOST if countdown.entry_with_lost else _NOT_IN_FORCE
    if countdown.consents:
        yield _HAVE_CONSENTED.format(names=_names(countdown.consents))
    if countdown.could_consent:
        yield _COULD_CONSENT.format(names=_names(countdown.could_consent))
    if countdown.could_sign:
        yield _COULD_SIGN.format(count=len(countdown.could_sign), parent=found.parent)


def _names(rows: Iterable[Row]) -> str:
    return ", ".join(row.name for row in rows)


def countdown_sentence(item: Item, treaty: Treaty) -> str:
    """How far a treaty is from its threshold: `Second Additional Protocol: 2 of 5; …`."""
    return f"{treaty.name}: {basis(item)}."


# ---- in a calendar program -----------------------------------------------------------------------

_HEADLINES = {
    ItemKind.PRINTED_ENTRY: "{treaty}: entry into force for {name}",
    ItemKind.EXPECTED_ENTRY: "{treaty}: entry into force for {name}",
    ItemKind.TREATY_ENTRY: "{treaty}: entry into force",
    ItemKind.DENUNCIATION_EFFECT: "{treaty}: denunciation by {name} takes effect",
    ItemKind.TERRITORY_EFFECT: "{treaty}: entry into force in {territories} ({name})",
    # a day may be read before it and long after: nothing here is of the day of reading (docs/glossary.md#notices)
    ItemKind.INVITATION_EXPIRY: (
        "{treaty}: invitation of {name}, valid five years and can be extended; {when}, no later decision known to us"
    ),
}
_EXPECTED = "{headline} ({how}, not printed; computed here)"
_COMPUTED_HERE = "{headline} ({how}; computed here)"
_UNREAD = "{treaty}: nothing has been read yet."
_UNDATED = "{treaty}: {basis} (as of {day})."


def headline(item: Item, treaty: Treaty) -> str:
    """The title of an event."""
    said = _HEADLINES[item.kind].format(
        treaty=treaty_title(treaty),
        name=one_line(item.name or item.participant or ""),
        when=when(item),
        territories=_territories(item),
    )
    if item.printed:
        return said
    return (_EXPECTED if item.unprinted else _COMPUTED_HERE).format(headline=said, how=item.how)


def details(item: Item, *, status_as_of: date | None, read_from: str) -> Iterator[str]:
    """What an event says below its title."""
    yield one_line(f"{when(item)}: {what(item)}.")
    yield one_line(f"Basis: {basis(item)}.")
    if caution := caveat(item):
        yield one_line(f"Caution: {caution}.")
    if item.unprinted and status_as_of:
        yield f"Expected {when(item)}, not printed; not known after {status_as_of}."
    yield one_line(f"Source: {read_from}.")


def read_from(source: str, provenance: Provenance, *, status_as_of: date | None, evidence: int | None) -> str:
    """What the dates rest on."""
    read = source if provenance is Provenance.SOURCE else source_in_words(source, provenance)
    shown = f", evidence {evidence}" if evidence else ""
    return f"{read}, status as of {status_as_of or 'no day it names'}{shown}"


def calendar_name(treaties: Iterable[Treaty]) -> str:
    """What the whole calendar is called."""
    return one_line(f"Treaty dates: {', '.join(map(treaty_title, treaties))}")


def undated(item: Item, treaty: Treaty, status_as_of: date | None) -> str:
    """An item that no day can hold."""
    return _UNDATED.format(treaty=treaty_title(treaty), basis=basis(item), day=status_as_of)


def unread(treaty: Treaty) -> str:
    """A treaty of which there is nothing to show."""
    return _UNREAD.format(treaty=treaty_title(treaty))
