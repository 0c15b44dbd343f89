"""The content of the site with names as the language that is spoken has them. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.models import but
from tracker.participants.folding import place_in_alphabet
from tracker.wording.words import called, dated_in_words, treaty_title

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.answers.dossier import Dossier
    from tracker.answers.standing import StandingRow
    from tracker.answers.territories import TerritorialApplication
    from tracker.models.reports import Entry
    from tracker.site.model import Site, TreatyContent


def with_names_spoken(site: Site) -> Site:
    """A site whose participants and treaties have other names than those that sources print."""
    titles = {treaty.status.treaty.id: treaty_title(treaty.status.treaty) for treaty in site.treaties}
    return replace(
        site,
        treaties=tuple(map(_treaty, site.treaties)),
        parties=tuple(_in_order(but(row, name=called(row.name)) for row in site.parties)),
        dossiers={key: _dossier(held, titles) for key, held in site.dossiers.items()},
        entries=tuple(map(_entry, site.entries)),
        acts=tuple(replace(act, name=_or_none(act.name)) for act in site.acts),
        territories=tuple(map(_territory, site.territories)),
        findings=tuple(replace(finding, name=_or_none(finding.name)) for finding in site.findings),
    )


def _in_order(rows: Iterable[StandingRow]) -> list[StandingRow]:
    return sorted(rows, key=lambda row: place_in_alphabet(row.name))


def _or_none(name: str | None) -> str | None:
    return None if name is None else called(name)


def _treaty(content: TreatyContent) -> TreatyContent:
    followed = content.status.treaty
    return replace(
        content,
        status=replace(content.status, treaty=replace(followed, name=treaty_title(followed))),
        agenda=tuple(replace(item, name=_or_none(item.name)) for item in content.agenda),
        statements=tuple(replace(stated, name=called(stated.name)) for stated in content.statements),
    )


def _dossier(held: Dossier, titles: dict[str, str]) -> Dossier:
    treaties = (replace(own, title=titles.get(own.treaty, own.title)) for own in held.treaties)
    return replace(held, name=called(held.name), treaties=tuple(treaties))


def _territory(one: TerritorialApplication) -> TerritorialApplication:
    return replace(one, name=called(one.name), answer=replace(one.answer, words=dated_in_words(one.answer.words)))


def _entry(entry: Entry) -> Entry:
    return replace(entry, change=replace(entry.change, name=_or_none(entry.change.name)))
