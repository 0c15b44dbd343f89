"""The calendar as iCalendar (RFC 5545, and RFC 7986 for the calendar's own properties): all-day events. Pure.

The same data gives the same bytes: nothing here is of the moment of writing.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from icalendar import STATUS, TRANSP, Calendar, Event

from tracker.calendar import ItemKind
from tracker.language import Language, spoken
from tracker.models import Provenance
from tracker.wording import calendar as words
from tracker.wording.notices import disclaimer, notes_on
from tracker.wording.sources import banner
from tracker.wording.words import number_label, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime

    from icalendar import Component

    from tracker.calendar import Item
    from tracker.models import Treaty

_PRODUCT = "-//convention tracker//EN"
_HOST = "convention-tracker"  # the right side of every UID: frozen, as calendars know an event by it
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "convention-tracker/calendar")
_REFRESH = timedelta(hours=12)

#: What of a participant (or of the treaty) an event is about: a date first expected, then printed, is one event.
_FIELD = {
    ItemKind.PRINTED_ENTRY: "in_force_on",
    ItemKind.EXPECTED_ENTRY: "in_force_on",
    ItemKind.TREATY_ENTRY: "in_force_on",
    ItemKind.DENUNCIATION_EFFECT: "left_on",
    ItemKind.TERRITORY_EFFECT: "territories",
    ItemKind.INVITATION_EXPIRY: "invited",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The items of one treaty, each with its revision (SEQUENCE), and what they rest on.

    `stamp` is when the chart was observed that they are read from; `provenance`: who gave it.
    """

    treaty: Treaty
    source: str
    status_as_of: date | None
    evidence: int | None
    stamp: datetime
    items: Sequence[tuple[Item, int]]
    provenance: Provenance = Provenance.SOURCE

    @property
    def read_from(self) -> str:
        """What the items rest on, in words."""
        return words.read_from(self.source, self.provenance, status_as_of=self.status_as_of, evidence=self.evidence)


def calendar(sheets: Sequence[Sheet], *, unread: Sequence[Treaty] = ()) -> bytes:
    """One calendar of the treaties; what has no date, and of which nothing has been read, stands in the calendar's own
    description."""
    foot = disclaimer(treaty.id for treaty in (*(sheet.treaty for sheet in sheets), *unread))
    foot = (*notes_on(" ".join(_undated(sheets))), *foot)
    ids = "+".join(sheet.treaty.id for sheet in sheets)
    made = Calendar.new(
        prodid=_PRODUCT,
        name=words.calendar_name((*(sheet.treaty for sheet in sheets), *unread)),
        description=one_line(" ".join((*_banner(sheets), *_undated(sheets), *map(words.unread, unread), *foot))),
        uid=str(uuid.uuid5(_NAMESPACE, ids)),
    )
    made.add("REFRESH-INTERVAL", _REFRESH, parameters={"VALUE": "DURATION"})  # RFC 7986, 5.7: no default type
    for sheet in sheets:
        for item, sequence in sheet.items:
            if item.day is not None:
                made.add_component(_event(sheet, item, sequence))
    if spoken() is not Language.ENGLISH:
        for component in made.walk():
            _name_language(component)
    body: bytes = made.to_ical()
    return body


def _name_language(component: Component) -> None:
    """RFC 5545, 3.2.10: the language of what is text."""
    for name in ("NAME", "SUMMARY", "DESCRIPTION", "CATEGORIES"):
        if name in component:
            component[name].params["LANGUAGE"] = spoken().value


def _banner(sheets: Iterable[Sheet]) -> Iterator[str]:
    said = banner(sheet.provenance for sheet in sheets)
    if said:
        yield said


def _undated(sheets: Iterable[Sheet]) -> Iterator[str]:
    for sheet in sheets:
        for item, _ in sheet.items:
            if item.day is None:
                yield words.undated(item, sheet.treaty, sheet.status_as_of)


def _event(sheet: Sheet, item: Item, sequence: int) -> Event:
    treaty = sheet.treaty
    whose = "/".join((item.participant or "treaty", *item.territories))
    return Event.new(
        uid=one_line(f"{treaty.id}/{whose}/{_FIELD[item.kind]}@{_HOST}"),
        sequence=sequence,
        stamp=sheet.stamp,
        start=item.day,
        end=item.until,
        summary=words.headline(item, treaty),
        description="\n".join(_description(sheet, item)),
        status=STATUS.CONFIRMED if item.printed else STATUS.TENTATIVE,
        transparency=TRANSP.TRANSPARENT,  # nobody is busy
        categories=[number_label(treaty), words.category(item), item.how],
    )


def _description(sheet: Sheet, item: Item) -> Iterator[str]:
    yield from words.details(item, status_as_of=sheet.status_as_of, read_from=sheet.read_from)
    yield from notes_on(item.name or "")
    yield from disclaimer((sheet.treaty.id,))
