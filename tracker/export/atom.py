"""Atom feeds (RFC 4287): one entry a change, or one an act, with ids that never change. Pure."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from tracker.language import Language, _, spoken
from tracker.models import Field, moment
from tracker.models.addresses import CHRONOLOGY_PATH, act_path, dossier_path, treaty_path
from tracker.sources.official_pages import official_pages
from tracker.wording import exports as words
from tracker.wording.notices import disclaimer, notes_on
from tracker.wording.sources import banner
from tracker.wording.subject_lines import subject_of
from tracker.wording.words import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from tracker.answers.chronology import DatedAct
    from tracker.models import Change, Treaty
    from tracker.models.addresses import SiteAddress
    from tracker.models.head import Head
    from tracker.models.reports import Entry

_ATOM = "http://www.w3.org/2005/Atom"
_NEWEST = 100  # entries of a feed; the whole history is in changes.json
_HEAD = "urn:convention-tracker:history-head"  # of the category that is the head of the history
_HTML, _FEED = "text/html", "application/atom+xml"
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "convention-tracker")


def feed(
    title: str,
    key: str,
    entries: Sequence[Entry],
    treaties: dict[str, Treaty],
    *,
    began: datetime,
    site: SiteAddress | None = None,
    head_of: Callable[[Change], Head | None] = lambda _: None,
) -> bytes:
    """A feed of changes, newest first. `key` names it for ever; `began` dates a feed without entries; `site`: where it
    is published; `head_of` gives the head of the history as it was when a change was told."""
    newest = sorted(entries, key=lambda entry: entry.change.id, reverse=True)[:_NEWEST]
    said = banner(entry.provenance for entry in newest)
    cut = words.newest_of(_NEWEST, len(entries)) if len(entries) > _NEWEST else None
    return _written(
        title,
        key,
        [_entry(entry, treaties[entry.change.treaty], site) for entry in newest],
        subtitle=" ".join(filter(None, (cut, said, *disclaimer(treaties)))),
        updated=newest[0].change.detected_at if newest else began,
        head=head_of(newest[0].change) if newest else None,
        site=site,
        page=_page_of(key, treaties),
    )


def feed_of_acts(
    acts: Sequence[DatedAct],
    treaties: dict[str, Treaty],
    *,
    began: datetime,
    site: SiteAddress | None = None,
    head: Head | None = None,
) -> bytes:
    """A feed of acts by their own dates, the latest first, whether or not they were observed; `began` and `site` as of
    `feed`, `head` is the end of the history now."""
    dated = [(act.act.on, act) for act in acts if act.act.on]
    latest = dated[::-1][:_NEWEST]
    cut = words.newest_acts(_NEWEST, len(dated)) if len(dated) > _NEWEST else None
    said = banner(act.provenance for _on, act in latest)
    return _written(
        _(words.FEED_OF_ACTS),
        "acts",
        [_entry_of_act(act, on, treaties[act.treaty], site) for on, act in latest],
        subtitle=" ".join(filter(None, (cut, said, *disclaimer(treaties)))),
        updated=max((_updated(act, on) for on, act in latest), default=began),
        head=head,
        site=site,
        page=CHRONOLOGY_PATH,
    )


def _written(
    title: str,
    key: str,
    entries: Iterable[ET.Element],
    *,
    subtitle: str,
    updated: datetime,
    head: Head | None,
    site: SiteAddress | None,
    page: str,
) -> bytes:
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": spoken()})
    _text(root, "id", _urn(key))
    _text(root, "title", title)
    _text(root, "subtitle", subtitle)
    _text(root, "updated", moment(updated))
    _text(ET.SubElement(root, "author"), "name", "convention tracker")
    if head:
        ET.SubElement(root, "category", {"term": str(head), "scheme": _HEAD})
    if site:
        _link(root, "self", site.page(f"feeds/{key}.xml"), _FEED)
        _link(root, "alternate", site.page(page), _HTML)
    root.extend(entries)
    ET.indent(root)
    body: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return body + b"\n"


def _page_of(key: str, treaties: Mapping[str, Treaty]) -> str:
    """The page of the site that shows what a feed tells."""
    if key in treaties:
        return treaty_path(key)
    return dossier_path(key) if key.isupper() else "changes.html"


def _link(parent: ET.Element, relation: str, address: str, kind: str, language: Language | None = None) -> None:
    """RFC 4287, 4.2.7; the language is named where it is not that of the feed."""
    other = {"hreflang": language.value} if language and language is not spoken() else {}
    ET.SubElement(parent, "link", {"rel": relation, "type": kind, "href": address, **other})


def _links(element: ET.Element, change: Change, treaty: Treaty, site: SiteAddress | None) -> None:
    """Where a reader who opens the entry goes: to the change, else to the depositary's chart; and what is beside it."""
    official = official_pages(treaty)
    source = official.statements if change.field is Field.STATEMENT else official.chart
    if site:
        _link(element, "alternate", site.change(change.id), _HTML)
        if change.participant:
            _link(element, "related", site.dossier(change.participant), _HTML)
    if source:
        _link(element, "via" if site else "alternate", source, _HTML, Language.ENGLISH)


def _entry(entry: Entry, treaty: Treaty, site: SiteAddress | None) -> ET.Element:
    change = entry.change
    element = ET.Element("entry")
    _text(element, "id", change_urn(change) if spoken() is Language.ENGLISH else _urn(change_urn(change)))
    _text(element, "title", subject_of([change], treaty))
    _text(element, "updated", moment(change.detected_at))
    _links(element, change, treaty, site)
    _text(element, "summary", change.summary)
    ET.SubElement(element, "content", {"type": "text"}).text = _fit(
        " ".join((words.entry(entry), *notes_on(change.summary)))
    )
    for term in (change.treaty, change.kind, change.nature, change.participant):
        if term:
            ET.SubElement(element, "category", {"term": _fit(term)})
    return element


def _updated(act: DatedAct, on: date) -> datetime:
    """When an entry was news: when the act was told; what nobody was told of, on its own day."""
    return act.noticed_at or datetime.combine(on, time(), UTC)


def _entry_of_act(act: DatedAct, on: date, treaty: Treaty, site: SiteAddress | None) -> ET.Element:
    element = ET.Element("entry")
    _text(element, "id", _urn(f"act {act.key}"))
    _text(element, "title", act.sentence.removesuffix("."))
    _text(element, "published", moment(datetime.combine(on, time(), UTC)))
    _text(element, "updated", moment(_updated(act, on)))
    if site:
        _link(element, "alternate", site.page(act_path(act.key)), _HTML)
        if act.participant:
            _link(element, "related", site.dossier(act.participant), _HTML)
    if source := official_pages(treaty).chart:
        _link(element, "via" if site else "alternate", source, _HTML, Language.ENGLISH)
    said = words.act(act.sentence, act.basis)
    _text(element, "summary", said)
    ET.SubElement(element, "content", {"type": "text"}).text = _fit(" ".join((said, *notes_on(act.sentence))))
    for term in (act.treaty, act.act.kind, act.participant):
        if term:
            ET.SubElement(element, "category", {"term": _fit(term)})
    return element


def _urn(key: str) -> str:
    """An id for ever. What another language tells is another feed, and another entry (RFC 4287, 4.2.6)."""
    named = key if spoken() is Language.ENGLISH else f"{spoken()} {key}"
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, named)}"


def change_urn(change: Change) -> str:
    """The name of a change that no rebuild, no rewording and no move of the database alters."""
    parts = (change.treaty, change.participant, change.kind, change.field, change.before, change.after, change.id)
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, repr(tuple(str(part) for part in parts)))}"


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = _fit(text)


def _fit(text: str) -> str:
    """One line that XML 1.0 can hold: of what is no control character, only U+FFFE and U+FFFF are not allowed in it."""
    return one_line(text).replace("\ufffe", "").replace("\uffff", "")
