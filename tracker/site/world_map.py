"""The map of the world: the committed shapes of `tracker/data/map.json`, and an inline SVG drawn from them.

`docs/map/build.py` makes the file from `docs/map/borders.md`, the decisions about borders, which are `WorldMap.notes`.
The drawing has no style of its own: a stylesheet colours the classes. A shape without a look has the class `plain`,
`dependent` or `no-statement`; the last never takes a look, whatever the chart says.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.wording.site.pages import apart, no_statement, on_map

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILE = Path(__file__).parents[1] / "data" / "map.json"
# Radius of a marker by the width of its view: the world is drawn widest. A stylesheet may say otherwise (`r`).
_SPOT = {"world": 1 / 280}
_SPOT_CLOSER = 1 / 150


class Kind(StrEnum):
    """What an area of the map is, for colouring it."""

    STATE = "state"  # takes the standing of its State
    DEPENDENT = "dependent"  # does not: only a declaration of territorial application colours it
    NO_STATEMENT = "no_statement"  # hatched: the map says nothing about it


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """An area. `of`: the State of a dependent territory. `d`: SVG path data, for fill-rule evenodd."""

    id: str | None  # of the participant, or the ISO 3166-1 alpha-3 code of the territory
    name: str | None  # in English; None where the depositaries have none
    kind: Kind
    of: str | None
    d: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """The place of a State or territory that is too small to see or to click in some of the views."""

    id: str
    name: str
    kind: Kind
    of: str | None
    x: int
    y: int
    views: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What part of the map is looked at, in its units."""

    x: int
    y: int
    width: int
    height: int

    @property
    def box(self) -> str:
        """The value of an SVG's viewBox."""
        return f"{self.x} {self.y} {self.width} {self.height}"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldMap:
    """Everything that the file says. `notes`: the decisions about borders, for the page to print."""

    source: str
    licence: str
    notes: tuple[str, ...]
    views: Mapping[str, View]
    shapes: tuple[Shape, ...]
    markers: tuple[Marker, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a participant or territory is shown: a class for the stylesheet, the words of its tooltip."""

    css: str
    title: str


@cache
def world_map() -> WorldMap:
    """The shipped map, read once."""
    read = json.loads(_FILE.read_text(encoding="utf-8"))
    return WorldMap(
        source=f"{read['origin']['data']}, from {read['origin']['package']}",
        licence=read["licence"],
        notes=tuple(read["origin"]["notes"]),
        views={name: View(x=x, y=y, width=w, height=h) for name, (x, y, w, h) in read["views"].items()},
        shapes=tuple(Shape(**{**shape, "kind": Kind(shape["kind"])}) for shape in read["shapes"]),
        markers=tuple(
            Marker(**{**marker, "kind": Kind(marker["kind"]), "views": tuple(marker["views"])})
            for marker in read["markers"]
        ),
    )


def draw(world: WorldMap, looks: Mapping[str, Look], *, label: str, view: str = "world") -> str:
    """The map as inline SVG; `looks` by the id of participants and territories. Once on a page: it has ids."""
    lands = "".join(_land(shape, looks, world) for shape in world.shapes)
    # by the box of each area, so that a small one in an enlarged view is hatched as finely as a large one in the world
    hatch = (
        '<defs><pattern id="map-hatch" width=".16" height=".16" patternContentUnits="objectBoundingBox">'
        '<rect class="hatch-ground" width=".16" height=".16"/>'
        '<path class="hatch-line" d="M-.02 .18 .18-.02M-.02 .02 .02-.02M.14 .18 .18 .14" stroke-width=".035"/>'
        "</pattern></defs>"
    )
    return _svg(f'{hatch}<g id="map-lands">{lands}</g>', world, looks, label=label, view=view)


def inset(world: WorldMap, looks: Mapping[str, Look], *, label: str, view: str) -> str:
    """Another view of the map that `draw` drew on the same page: its shapes once more, at no cost in bytes."""
    return _svg('<use href="#map-lands"/>', world, looks, label=label, view=view)


def _svg(lands: str, world: WorldMap, looks: Mapping[str, Look], *, label: str, view: str) -> str:
    shown = world.views[view]
    radius = round(shown.width * _SPOT.get(view, _SPOT_CLOSER), 1)
    markers = (marker for marker in world.markers if view in marker.views and marker.id in looks)
    spots = "".join(_spot(marker, looks[marker.id], radius) for marker in markers)
    head = _attributes({"class": f"map map-{view}", "viewBox": shown.box, "role": "img", "aria-label": label})
    return f"<svg{head}>{lands}<g>{spots}</g></svg>"


def _land(shape: Shape, looks: Mapping[str, Look], world: WorldMap) -> str:
    look = _look(shape, looks, world)
    fill = "url(#map-hatch)" if shape.kind is Kind.NO_STATEMENT else None
    head = _attributes({"class": f"land {look.css}", "data-id": shape.id, "fill": fill, "d": shape.d})
    return f"<path{head}><title>{escape(look.title)}</title></path>"


def _look(shape: Shape, looks: Mapping[str, Look], world: WorldMap) -> Look:
    if shape.kind is Kind.NO_STATEMENT:
        return Look(css="no-statement", title=no_statement(shape.name))
    if shape.id is not None and shape.id in looks:
        return looks[shape.id]
    if shape.kind is Kind.DEPENDENT:
        return Look(css="dependent", title=apart(shape.name or "", _name(shape.of, world) or ""))
    return Look(css="plain", title=on_map(shape.name or ""))


def _name(state: str | None, world: WorldMap) -> str | None:
    return next((shape.name for shape in world.shapes if shape.id == state), state)


def _spot(marker: Marker, look: Look, radius: float) -> str:
    head = _attributes({"class": f"spot {look.css}", "data-id": marker.id, "cx": marker.x, "cy": marker.y, "r": radius})
    return f"<circle{head}><title>{escape(look.title)}</title></circle>"


def _attributes(values: Mapping[str, object]) -> str:
    return "".join(_attribute(name, value) for name, value in values.items() if value is not None)


def _attribute(name: str, value: object) -> str:
    return f' {name}="{escape(str(value))}"'
