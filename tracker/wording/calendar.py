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
from tracker.language import N_, P_, _, counting, fill
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
from tracker.wording.words import alphabetical, called, clauses, listed, number_of, one_line, treaty_title, with_article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from tracker.calendar import Item
    from tracker.models import Row, Threshold, Treaty

_WHAT = {
    ItemKind.PRINTED_ENTRY: N_("entry into force"),
    ItemKind.EXPECTED_ENTRY: N_("entry into force"),
    ItemKind.TREATY_ENTRY: N_("entry into force of the treaty itself"),
    ItemKind.DENUNCIATION_EFFECT: N_("denunciation takes effect"),
    ItemKind.TERRITORY_EFFECT: N_("entry into force in {territories}"),
    ItemKind.INVITATION_EXPIRY: N_("invitation, valid five years and can be extended"),
    ItemKind.COUNTDOWN: N_("consents still needed"),
}
_LENGTH = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}
_ABOUT = N_("about {day}")
_COMPUTED = N_("computed here from the treaty's own rule; no source has printed it")
_CAVEATS = {
    ItemKind.INVITATION_EXPIRY: (
        N_("an invitation is valid five years and can be extended; no later decision known to us")
    ),
    ItemKind.COUNTDOWN: (
        N_("who could come next follows from the chart and the treaty's text; nobody is known to prepare for it")
    ),
}


def what(item: Item) -> str:
    """What happens then, in a few words."""
    return fill(_WHAT[item.kind], territories=_territories(item))


def _territories(item: Item) -> str:
    return listed(with_article(name) for name in item.territories)


def when(item: Item) -> str:
    """The date as far as it is known: `2027-10-06`; of a warning `about 2028-02`; empty without one."""
    if item.day is None:
        return ""
    day = item.day.isoformat()[: _LENGTH[item.precision]]
    return fill(_ABOUT, day=day) if item.kind is ItemKind.INVITATION_EXPIRY else day


def caveat(item: Item) -> str | None:
    """What the date must not be taken for; None for one that is printed."""
    return None if item.printed else _(_CAVEATS.get(item.kind, _COMPUTED))


# ---- on what ground ------------------------------------------------------------------------------

_TREATY_PRINTED = N_("as the source shows it for the treaty, or first for a participant")
_PRINTED = N_("as the source prints it")
_PRINTED_CONSENT = N_("as the source prints it; consent of {day}")
_END_PRINTED = N_("as the source prints it; denounced on {day}")
_END_PRINTED_UNDATED = N_("as the source prints it; denounced on a date that is not given")
_REACHED = N_("{needed} consents reached on {day}; {rule}")
_REACHED_OF_MEMBERS = N_("{needed} consents, {members} of them by member States, reached on {day}; {rule}")
_CONSENT = N_("consent of {day}; {rule}")
_CONSENT_RAISED = N_(
    "consent of {day}; {rule}: {by_rule}, raised to {floor}, when the treaty itself enters into force, as expected"
)
_CONSENT_RAISED_PRINTED = N_(
    "consent of {day}; {rule}: {by_rule}, raised to {floor}, when the treaty itself enters into force, as printed"
)
_CONSENT_REACHED = N_("consent of {day}, one of those that bring it into force: {reached}")
_DENOUNCED = N_("denounced on {day}; {rule}")
_PARENT_LEFT = N_("denunciation of {parent}, which is also one of this protocol ({article})")
_EXTENDED = N_("as the statement on territorial application says")
_EXTENDED_DATED = N_("as the statement on territorial application says; received on {day}")
_INVITED_ON = N_("invited on {day}; five years")
_INVITED_IN = N_("invited in {day}; five years")


def basis(item: Item) -> str:
    """Where the date comes from."""
    match item.basis:
        case TreatyPrinted():
            return _(_TREATY_PRINTED)
        case EntryPrinted(consent_on=day):
            return fill(_PRINTED_CONSENT, day=day) if day else _(_PRINTED)
        case EndPrinted(denounced_on=day):
            return fill(_END_PRINTED, day=day) if day else _(_END_PRINTED_UNDATED)
        case Invited(invited=invited, to_the_day=exact):
            return fill(_INVITED_ON if exact else _INVITED_IN, day=invited)
        case Extended(received_on=day):
            return fill(_EXTENDED_DATED, day=day) if day else _(_EXTENDED)
        case Denounced() | ParentLeft() as end:
            return _end_by_rule(end)
        case ThresholdReached() as reached:
            return _reached(reached)
        case Consented() as consent:
            return _consented(consent)
        case Missing() as missing:
            return clauses(_missing(missing))


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
        return fill(_DENOUNCED, day=end.on, rule=applied_to_denunciation(end.rule, end.on, end.article))
    return fill(_PARENT_LEFT, parent=parent_label(end.parent), article=article_in_words(end.article))


def _reached(found: ThresholdReached) -> str:
    needed: Threshold = found.threshold
    return fill(
        _REACHED_OF_MEMBERS if needed.members else _REACHED,
        needed=needed.needed,
        members=needed.members,
        day=found.on,
        rule=applied_to_treaty(found.rule, found.on, found.article),
    )


def _consented(found: Consented) -> str:
    if found.reached:
        return fill(_CONSENT_REACHED, day=found.on, reached=_reached(found.reached))
    template = _CONSENT
    if found.floor:
        template = _CONSENT_RAISED_PRINTED if found.floor_printed else _CONSENT_RAISED
    return fill(
        template,
        day=found.on,
        rule=applied_to_state(found.rule, found.on, found.article),
        by_rule=found.rule.for_state(found.on),
        floor=found.floor,
    )


_COUNTDOWN = N_("{treaty}: {basis}.")
_COUNTED = N_("{count} of {needed}")
_MEMBERS_COUNTED = N_("{count} of the {needed} needed from member States")
_NOT_IN_FORCE = N_("not in force")
_HAVE_CONSENTED = N_("consented: {names}")
_COULD_CONSENT = N_("signed, could consent next: {names}")
_COULD_CONSENT_COUNTED = P_("{count} has signed and could consent next", "{count} have signed and could consent next")
_COULD_SIGN = N_("{count} others, bound by {parent}, could sign")


def _missing(found: Missing, *, brief: bool = False) -> Iterator[str]:
    """How far it is, and who could come next: by name, or in `brief` how many."""
    countdown, threshold = found.countdown, found.countdown.threshold
    yield fill(_COUNTED, count=len(countdown.consents), needed=threshold.needed)
    if threshold.members:
        yield fill(_MEMBERS_COUNTED, count=countdown.members, needed=threshold.members)
    yield _(NOT_TOLD_WITH_LOST if countdown.entry_with_lost else _NOT_IN_FORCE)
    if countdown.consents:
        yield fill(_HAVE_CONSENTED, names=_names(countdown.consents))
    if countdown.could_consent and brief:
        yield counting(_COULD_CONSENT_COUNTED, len(countdown.could_consent))
    elif countdown.could_consent:
        yield fill(_COULD_CONSENT, names=", ".join(alphabetical(called(row.name) for row in countdown.could_consent)))
    if countdown.could_sign:
        yield fill(_COULD_SIGN, count=len(countdown.could_sign), parent=number_of(found.parent or ""))


def _names(rows: Iterable[Row]) -> str:
    return ", ".join(called(row.name) for row in rows)


def countdown_sentence(item: Item, treaty: Treaty) -> str:
    """How far a treaty is from its threshold: `Second Additional Protocol: 2 of 5; …`."""
    return fill(_COUNTDOWN, treaty=treaty_title(treaty), basis=basis(item))


# ---- in a calendar program -----------------------------------------------------------------------

_HEADLINES = {
    ItemKind.PRINTED_ENTRY: N_("{treaty}: entry into force for {name}"),
    ItemKind.EXPECTED_ENTRY: N_("{treaty}: entry into force for {name}"),
    ItemKind.TREATY_ENTRY: N_("{treaty}: entry into force"),
    ItemKind.DENUNCIATION_EFFECT: N_("{treaty}: denunciation by {name} takes effect"),
    ItemKind.TERRITORY_EFFECT: N_("{treaty}: entry into force in {territories} ({name})"),
    # a day may be read before it and long after: nothing here is of the day of reading (docs/glossary.md#notices)
    ItemKind.INVITATION_EXPIRY: (
        N_("{treaty}: invitation of {name}, five years unless extended: {when}; no later decision known to us")
    ),
}
_EXPECTED = N_("{headline} ({how}, not printed; computed here)")
_COMPUTED_HERE = N_("{headline} (computed here)")
_UNREAD = N_("{treaty}: nothing has been read yet.")
_UNDATED = N_("{treaty}: {basis} (as of {day}).")


def headline(item: Item, treaty: Treaty) -> str:
    """The title of an event."""
    said = fill(
        _HEADLINES[item.kind],
        treaty=treaty_title(treaty),
        name=called(item.name or item.participant or ""),
        when=when(item),
        territories=_territories(item),
    )
    if item.printed:
        return said
    return fill(_EXPECTED if item.unprinted else _COMPUTED_HERE, headline=said, how=item.how)


_INVITATION = N_("invitation")


def category(item: Item) -> str:
    """By what programs sort events: the same as `what`, in a word where that says more than a kind."""
    return _(_INVITATION) if item.kind is ItemKind.INVITATION_EXPIRY else what(item)


_WHEN, _BASIS, _CAUTION = N_("{day}: {what}."), N_("Basis: {basis}."), N_("Caution: {caution}.")
_NOT_KNOWN_AFTER, _SOURCE = N_("Expected {day}, not printed; not known after {last}."), N_("Source: {source}.")


def details(item: Item, *, status_as_of: date | None, read_from: str) -> Iterator[str]:
    """What an event says below its title."""
    yield one_line(fill(_WHEN, day=when(item), what=what(item)))
    yield one_line(fill(_BASIS, basis=basis(item)))
    if caution := caveat(item):
        yield one_line(fill(_CAUTION, caution=caution))
    if item.unprinted and status_as_of:
        yield fill(_NOT_KNOWN_AFTER, day=when(item), last=status_as_of)
    yield one_line(fill(_SOURCE, source=read_from))


_READ, _NO_DAY = N_("{source}, status as of {day}"), N_("no day it names")
_READ_WITH = N_("{source}, status as of {day}, evidence {evidence}")


def read_from(source: str, provenance: Provenance, *, status_as_of: date | None, evidence: int | None) -> str:
    """What the dates rest on."""
    read = source if provenance is Provenance.SOURCE else source_in_words(source, provenance)
    day = status_as_of or _(_NO_DAY)
    return fill(_READ_WITH if evidence else _READ, source=read, day=day, evidence=evidence)


_CALENDAR = N_("Treaty dates: {treaties}")


def calendar_name(treaties: Iterable[Treaty]) -> str:
    """What the whole calendar is called."""
    return one_line(fill(_CALENDAR, treaties=", ".join(map(treaty_title, treaties))))


def undated(item: Item, treaty: Treaty, status_as_of: date | None) -> str:
    """An item that no day can hold, in a line: programs show it above all events."""
    said = clauses(_missing(item.basis, brief=True)) if isinstance(item.basis, Missing) else basis(item)
    return fill(_UNDATED, treaty=treaty_title(treaty), basis=said, day=status_as_of)


def unread(treaty: Treaty) -> str:
    """A treaty of which there is nothing to show."""
    return fill(_UNREAD, treaty=treaty_title(treaty))
