"""The map of a treaty, parts of it enlarged, and what colours it on any day. Pure."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from tracker.language import _
from tracker.models import Standing
from tracker.site.intervals import BY_RULE, LEFT_BY_RULE, mark_of_row, spans
from tracker.site.territories import extensions, standings
from tracker.site.world_map import Look, View, draw, inset, world_map
from tracker.wording.site import pages as words
from tracker.wording.site.kinds import VIEWS
from tracker.wording.words import called, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.site.intervals import Spans
    from tracker.site.model import Site, TreatyContent
    from tracker.site.world_map import Marker, WorldMap

#: The Greater Antilles too, so that a reader knows where the small islands lie.
_CARIBBEAN = View(x=2400, y=1440, width=700, height=640)


@cache
def _world() -> WorldMap:
    world = world_map()
    views = {**world.views, "caribbean": _CARIBBEAN}
    return replace(world, views=views, markers=tuple(_seen(marker) for marker in world.markers))


def _seen(marker: Marker) -> Marker:
    inside = (
        _CARIBBEAN.x <= marker.x <= _CARIBBEAN.x + _CARIBBEAN.width
        and _CARIBBEAN.y <= marker.y <= _CARIBBEAN.y + _CARIBBEAN.height
    )
    return replace(marker, views=tuple(dict.fromkeys((*marker.views, "caribbean")))) if inside else marker


def drawn(site: Site, treaty: TreatyContent, insets: Iterable[str] = ()) -> dict[str, object]:
    """The map of a treaty on its status day, with enlarged parts of it."""
    name, world = treaty.status.treaty.name, _world()
    own = {row.participant: row for row in site.parties if row.treaty == treaty.status.treaty.id}
    looks = {key: _look(row.name, mark_of_row(row)) for key, row in own.items()}
    looks |= {
        spot.id: _look(spot.name, Standing.NONE) for spot in world.markers if spot.id not in looks and not spot.of
    }
    day = treaty.status.status_as_of.isoformat() if treaty.status.status_as_of else ""
    looks |= {key: _look(territory, standing) for key, territory, standing in standings(treaty, own, day)}
    # draw() and inset() escape what they are given
    return {
        "treaty": treaty.status.treaty.id,
        "name": name,
        "counts": _counts(site, treaty, [mark_of_row(row) for row in own.values()]),
        "drawing": Markup(draw(world, looks, label=words.map_of(name))),  # noqa: S704
        "insets": [_inset(world, looks, name, view) for view in insets],
    }


def _counts(site: Site, treaty: TreatyContent, marks: list[str]) -> dict[str, int]:
    """How many have each mark. What only the rule gives is named where it is so of any treaty on any day."""
    ever = {mark for each in site.treaties for own in _standings(each).values() for _, mark in own}
    shown = [value.value for value in Standing if value is not Standing.INVITED or invited_known(treaty)]
    return {mark: marks.count(mark) for mark in (*shown, *({BY_RULE, LEFT_BY_RULE} & ever))}


def _inset(world: WorldMap, looks: dict[str, Look], treaty: str, view: str) -> dict[str, object]:
    drawing = inset(world, looks, label=words.map_of(treaty, view), view=view)
    return {"view": view, "name": _(VIEWS[view]), "drawing": Markup(drawing)}  # noqa: S704 - inset() escapes


def _look(name: str, standing: str) -> Look:
    return Look(css=standing, title=words.place(name, standing))


# ---- any day -----------------------------------------------------------------------------------


def over_time(site: Site) -> dict[str, object]:
    """Standings over time: treaty → participant or territory → [[day, standing], …]."""
    found = [one for treaty in site.treaties for one in extensions(treaty)]
    return {
        "words": words.map_words(),
        "names": {row.participant: one_line(row.name) for row in site.parties},
        "territories": {one.id: {"name": called(one.name), "of": one.state} for one in found},
        "treaties": {
            treaty.status.treaty.id: {
                "name": one_line(treaty.status.treaty.name),
                "status_as_of": treaty.status.status_as_of.isoformat() if treaty.status.status_as_of else None,
                "by_invitation": treaty.status.treaty.by_invitation,
                "invited_known": invited_known(treaty),
                "standings": _standings(treaty),
            }
            for treaty in site.treaties
        },
    }


def invited_known(treaty: TreatyContent) -> bool:
    """Is it known who was invited on the status day?"""
    figures = treaty.status.figures
    return figures is not None and figures["invited"] is not None


def _standings(treaty: TreatyContent) -> dict[str, Spans]:
    found = spans(treaty.chart, treaty.status.status_as_of)
    territories = {one.id: one.spans(found.get(one.state, ())) for one in extensions(treaty)}
    return found | territories
