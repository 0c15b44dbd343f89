"""The whole site as files: the pages of the menu, one a treaty, one a participant, and what programs read. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from tracker.answers.history.records import change_object
from tracker.answers.standing import sourced
from tracker.export.tables import PARTY_COLUMNS
from tracker.language import Language, _, fill, said, spoken
from tracker.models.addresses import folder_of
from tracker.report.amendment import redline
from tracker.site import line_charts, maps, treaty_pages
from tracker.site.about import dataset, gaps
from tracker.site.between import Between
from tracker.site.chronology import chronology
from tracker.site.front import front
from tracker.site.names import names, territory_anchor
from tracker.site.pages import Page, assets, names_of, render, script, statuses_of, whole
from tracker.site.routes import Routes
from tracker.site.service import contact, not_found, subscribe
from tracker.site.sitemap import sitemap
from tracker.site.timelines import drawn_until
from tracker.site.world_map import world_map
from tracker.sources.official_pages import official_pages
from tracker.wording.notices import disclaimer, history_head
from tracker.wording.published import of_year
from tracker.wording.site import controls
from tracker.wording.site import pages as words
from tracker.wording.site.values import SCRIPT_WORDS
from tracker.wording.sources import banner
from tracker.wording.words import dated_in_words, number_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tracker.answers.territories import TerritorialApplication
    from tracker.law.figures import Figures
    from tracker.site.model import Site, TreatyContent
    from tracker.site.names import Names
    from tracker.site.pages import File


def _looked_for(path: str) -> bool:
    return path.endswith(".html") and path != "404.html" and not path.startswith("embed/")


def _in_words(path: str) -> bool:
    """True for a file that says something; tables and JSON are the same in every language, and there once."""
    return path.startswith("feeds/") or path == "calendar.ics"


def build(site: Site) -> Iterator[File]:
    """Every file of the site in the language that is spoken, in an order in which they can be written while the site is
    read: nothing links to what is not there yet, and the newest status day is said once every page shows what was known
    on it. The same content gives the same bytes."""
    statuses = statuses_of(site)
    ids = (treaty.status.treaty.id for treaty in site.treaties)
    foot = {
        "statuses": statuses,
        "version": site.version,
        "history_head": history_head(site.history_head),
        "disclaimer": disclaimer(ids),
        "banner": banner(site.provenances),
        "address": site.address,
        "contact": contact(site.contact),
        "documents": site.documents,
        "languages": site.languages,
        "official_pages": {
            treaty.status.treaty.id: official_pages(treaty.status.treaty, spoken()) for treaty in site.treaties
        },
    }
    yield from assets()
    yield script("assets/words.js", "words_of_scripts", said(SCRIPT_WORDS))
    made = set()
    first = spoken() is Language.ENGLISH
    known = names(site)
    yield from known.files()
    answers = Answers.of(site)
    yield from answers.between.files()
    yield from answers.routes.files()
    for page in pages(site, answers, known):
        for file in render(page, foot):
            made.add(file.path)
            yield file
    if site.address and first:
        found = (path for path in made if _looked_for(path))
        listed = sorted(f"{folder_of(language)}{path}" for path in found for language in site.languages)
        yield whole("sitemap.xml", sitemap(site.address, listed))
    for path, content in site.files.items():
        if path not in made and (first or _in_words(path)):  # of what is a page's twin too, the twin
            yield whole(path, content)
    yield script("assets/status.js", "status_of_treaties", statuses)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What the pages that answer questions are made of."""

    between: Between
    routes: Routes

    @classmethod
    def of(cls, site: Site) -> Answers:
        """The answers of all treaties."""
        between = Between(site)
        return cls(between=between, routes=Routes(site, between))


def pages(site: Site, answers: Answers, known: Names) -> Iterator[Page]:
    """Every page, those that others link to first."""
    yield from treaty_pages.participants(site)
    yield from treaty_pages.treaties(site)
    yield known.page()
    yield subscribe(site)
    yield not_found(site.address)
    yield _about(site)
    yield _changes(site)
    yield chronology(site)
    yield answers.between.page()
    yield answers.routes.page()
    yield _table(site)
    yield _territories(site)
    yield _time(site)
    yield _map(site)
    yield from _embedded(site)
    yield front(site)


# ---- map ---------------------------------------------------------------------------------------


def _map(site: Site, *, embedded: bool = False) -> Page:
    data = maps.over_time(site)
    days = [status["status_as_of"] for status in statuses_of(site) if status["status_as_of"]]
    opened = [t.status.treaty.opened_on.isoformat() for t in site.treaties if t.status.treaty.opened_on]
    shown = site.treaties[0] if site.treaties else None
    first, status_as_of = min(opened, default="2001-11-23"), max(days, default="2001-11-23")
    return Page(
        path="embed/map.html" if embedded else "map.html",
        title=_(controls.EMBED_MAP if embedded else words.MAP),
        template="embed_map.html" if embedded else "map.html",
        layout="embed.html" if embedded else "layout.html",
        context={
            "names": names_of(site),
            "map": maps.drawn(site, shown, ("europe", "caribbean")) if shown else None,
            "first_day": first,
            "status_as_of": status_as_of,  # the last day of the slider, which its script moves on
            "lists": treaty_pages.lists(site, shown.status.treaty.id) if shown else [],
            "data": data,
        },
        twin=None if embedded else data,
    )


# ---- over time ---------------------------------------------------------------------------------


def _time(site: Site) -> Page:
    return Page(
        path="time.html",
        title=_(words.TIME),
        template="time.html",
        context={"treaties": [_line(treaty) for treaty in site.treaties]},
        twin={treaty.status.treaty.id: treaty.series for treaty in site.treaties},
    )


def _embedded(site: Site) -> Iterator[Page]:
    """The map and the lines, for frames in other pages."""
    if site.treaties:
        yield _map(site, embedded=True)
    for one in map(_line, site.treaties):
        if one["drawing"]:
            yield Page(
                path=f"embed/time-{one['treaty']}.html",
                title=fill(controls.EMBED_TIME, treaty=one["name"]),
                template="embed_time.html",
                context={"one": one},
                twin=None,
                layout="embed.html",
            )


def _line(treaty: TreatyContent) -> dict[str, object]:
    status = treaty.status
    found: dict[str, object] = {
        "treaty": status.treaty.id,
        "name": status.treaty.name,
        "status_as_of": status.status_as_of,
    }
    found["number"] = number_label(status.treaty)
    if status.status_as_of is None or not treaty.series:
        return {**found, "drawing": None}
    points = [(each.day, [getattr(each.counts, key) for key in words.COUNTS]) for each in treaty.series]
    drawing = line_charts.over_time(
        points, tuple(map(_, words.COUNTS.values())), drawn_until(treaty), title=words.lines(status.treaty)
    )
    return {
        **found,
        "title": words.lines(status.treaty),
        "drawing": Markup(drawing),  # noqa: S704 - numbers, days and escaped names
        "years": _years(treaty),
        "last": treaty.series[-1].counts,
    }


def _years(treaty: TreatyContent) -> list[tuple[str, Figures, tuple[str, ...]]]:
    """Of each year its label, the counts at its end, and what was published in it."""
    assert treaty.status.status_as_of is not None  # noqa: S101 - _line has seen to it
    first, last = treaty.series[0].day.year, treaty.status.status_as_of.year
    years = []
    for year in range(first, last + 1):
        until = [each for each in treaty.series if each.day.year <= year]
        published = treaty.published[year]
        official = of_year(published.official, published.follows, year, published.bounds)
        years.append((words.year(year, whole=year < last), until[-1].counts, tuple(map(dated_in_words, official))))
    return years


# ---- table ----------------------------------------------------------------------------


def _table(site: Site) -> Page:
    ids = list(names_of(site))
    by_key = {(row.participant, row.treaty): row for row in site.parties}
    people, data = treaty_pages.people(site), [sourced(row) for row in site.parties]
    return Page(
        path="table.html",
        title=_(words.TABLE),
        template="table.html",
        context={
            "names": names_of(site),
            "rows": [
                {
                    "participant": participant,
                    "name": name,
                    "group": next((r.group for r in site.parties if r.participant == participant), None),
                    "standings": {treaty: by_key.get((participant, treaty)) for treaty in ids},
                }
                for participant, name in people
            ],
            "columns": PARTY_COLUMNS,
            "data": data,
        },
        twin=data,
    )


# ---- territories -------------------------------------------------------------------------------


def _territories(site: Site) -> Page:
    names = names_of(site)
    first = {one.territory: one for one in reversed(site.territories)}  # where a link to a territory leads
    return Page(
        path="territories.html",
        title=_(words.TERRITORIES),
        template="territories.html",
        context={
            "names": names,
            "treaties": [
                (treaty, name, [(one, _anchor(one, first)) for one in site.territories if one.treaty == treaty])
                for treaty, name in names.items()
            ],
        },
        twin=list(site.territories),
    )


def _anchor(one: TerritorialApplication, first: Mapping[str, TerritorialApplication]) -> str | None:
    return territory_anchor(one.territory) if first[one.territory] is one else None


# ---- changes, about ----------------------------------------------------------------------------


def _changes(site: Site) -> Page:
    entries = sorted(site.entries, key=lambda entry: (entry.change.detected_at, entry.change.id), reverse=True)
    return Page(
        path="changes.html",
        title=_(words.CHANGES),
        template="changes.html",
        context={
            "names": names_of(site),
            "entries": [(entry, redline(entry.change)) for entry in entries],
            "kinds": sorted({entry.change.kind.value for entry in entries}),
            "natures": sorted({entry.change.nature.value for entry in entries}),
        },
        twin=[change_object(entry.change) for entry in site.entries],
    )


def _about(site: Site) -> Page:
    statuses = statuses_of(site)
    return Page(
        path="about.html",
        title=_(words.ABOUT),
        template="about.html",
        context={
            "names": names_of(site),
            "statuses": statuses,
            "bundled": any(known["source"] and not known["last_good"] for known in statuses),
            "findings": site.findings,
            "gaps": gaps(site),
            "citation": site.citations[""],
            "origin": world_map(),  # its source, its licence and the decisions about borders
            "dataset": dataset(site),
            "version": site.version,
            "licence": site.licence,
        },
        twin={"sources": statuses, "gaps": gaps(site), "findings": site.findings},
    )
