"""The committed map says what `docs/map/borders.md` decided, and the drawing says no more than it is told.

Places are projected here by formulae of this file's own, so that a mistake in the script that drew the map shows.
"""

from __future__ import annotations

import gzip
import json
import math
import random
import re
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tracker.participants import table
from tracker.site.world_map import Kind, Look, Shape, draw, inset, world_map

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tracker" / "data"
SVG = "{http://www.w3.org/2000/svg}"


# --- where a place is on the map ------------------------------------------------------------------------------------


def project(lon: float, lat: float) -> tuple[float, float]:
    """Equal Earth, with the parameters that the file gives."""
    given = json.loads((DATA / "map.json").read_text())["projection"]
    assert given["name"] == "Equal Earth"
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    meridian = given["central_meridian"]
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(lat)))
    slope = 9 * a4 * t**8 + 7 * a3 * t**6 + 3 * a2 * t**2 + a1
    x = 2 * math.sqrt(3) * math.radians((lon - meridian + 180) % 360 - 180) * math.cos(t) / (3 * slope)
    y = a4 * t**9 + a3 * t**7 + a2 * t**3 + a1 * t
    return given["x0"] + given["scale"] * x, given["y0"] - given["scale"] * y


@cache
def rings(d: str) -> list[list[tuple[int, int]]]:
    """The rings of path data that knows m, relative steps and z alone."""
    assert re.fullmatch(r"(m[-\d ]+z)+", d)
    found, start = [], (0, 0)
    for part in d.split("m")[1:]:
        numbers = [int(number) for number in re.findall(r"-?\d+", part)]
        (x, y), points = start, []
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
        start = points[0]
        found.append(points)
    return found


@cache
def spans(d: str) -> list[tuple[list[tuple[int, int]], int, int]]:
    """The rings with their least and greatest y."""
    return [(ring, min(y for _, y in ring), max(y for _, y in ring)) for ring in rings(d)]


def within(shape: Shape, x: float, y: float) -> bool:
    """Even-odd, as the stylesheet fills."""
    crossings = 0
    for ring, low, high in spans(shape.d):
        if not low <= y <= high:
            continue
        for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
            if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
                crossings += 1
    return crossings % 2 == 1


def at(lon: float, lat: float) -> list[Shape]:
    x, y = project(lon, lat)
    return [shape for shape in world_map().shapes if within(shape, x, y)]


@pytest.mark.parametrize(
    ("place", "lon", "lat", "expected"),
    [
        ("Simferopol", 34.10, 44.95, "UKR"),
        ("Sevastopol", 33.65, 44.60, "UKR"),
        ("Kerch", 36.35, 45.30, "UKR"),
        ("Armiansk, on the isthmus", 33.69, 46.11, "UKR"),
        ("Kherson, north of it", 33.60, 46.40, "UKR"),
        ("Donetsk", 37.80, 48.00, "UKR"),
        ("Krasnodar, across the strait", 38.97, 45.04, "RUS"),
        ("Moscow", 37.62, 55.75, "RUS"),
        ("Anadyr, near the antimeridian", 176.5, 64.9, "RUS"),
        ("Egvekinot, beyond it", -178.5, 66.6, "RUS"),
        ("Anchorage", -149.5, 61.3, "USA"),
        ("Nuuk's inland", -49.5, 64.5, "GRL"),
        ("Copenhagen's island", 11.9, 55.5, "DNK"),
        ("San Juan's inland", -66.4, 18.2, "PRI"),
        ("Nouméa's inland", 165.6, -21.5, "NCL"),
        ("Stanley's island", -58.9, -51.7, "FLK"),
        ("Paris", 2.35, 48.86, "FRA"),
        ("Cayenne's inland, a department", -53.0, 4.0, "FRA"),
        ("Mariehamn's Finland", 25.0, 62.0, "FIN"),
        ("Spitsbergen", 17.2, 78.95, "NOR"),
        ("Tbilisi", 44.80, 41.70, "GEO"),
        ("Sukhumi's inland", 41.4, 42.95, "GEO"),
        ("Tskhinvali", 43.97, 42.23, "GEO"),
        ("Stepanakert", 46.75, 39.83, "AZE"),
        ("Tiraspol", 29.60, 46.90, "MDA"),
        ("Hargeisa", 44.06, 9.56, "SOM"),
        ("Mogadishu's inland", 45.2, 2.2, "SOM"),
        ("Nicosia's south", 33.0, 34.85, "CYP"),
        ("East Jerusalem", 35.25, 31.79, "PSE"),
        ("Ramallah", 35.20, 31.90, "PSE"),
        ("Hebron", 35.10, 31.53, "PSE"),
        ("Tel Aviv's inland", 34.87, 32.05, "ISR"),
        ("Tiberias's west", 35.45, 32.80, "ISR"),
        ("Damascus", 36.30, 33.51, "SYR"),
        ("Rabat's inland", -6.5, 33.8, "MAR"),
        ("Tan-Tan, north of 27°40'", -11.1, 28.2, "MAR"),
        ("Belgrade", 20.46, 44.80, "SRB"),
        ("Tirana", 19.82, 41.33, "ALB"),
        ("Fiji's Vanua Levu", 179.2, -16.6, "FJI"),
    ],
)
def test_a_place_lies_where_the_decisions_put_it(place: str, lon: float, lat: float, expected: str) -> None:
    assert [shape.id for shape in at(lon, lat)] == [expected], place


@pytest.mark.parametrize(
    ("place", "lon", "lat"),
    [
        ("Pristina", 21.17, 42.66),
        ("Mitrovica's north", 20.80, 42.95),
        ("Laayoune", -13.10, 27.10),
        ("Dakhla's inland", -15.0, 23.5),
        ("Tifariti, east of the berm", -10.57, 26.16),
        ("Kyrenia", 33.32, 35.29),
        ("Taipei", 121.50, 25.00),
        ("Quneitra's west, the Golan", 35.75, 33.05),
    ],
)
def test_of_some_places_the_map_makes_no_statement(place: str, lon: float, lat: float) -> None:
    assert [shape.kind for shape in at(lon, lat)] == [Kind.NO_STATEMENT], place


def test_no_place_lies_in_two_shapes() -> None:
    chance = random.Random(6)  # noqa: S311 - the same places at each run
    spread = [(chance.uniform(-180, 180), math.degrees(math.asin(chance.uniform(-0.8, 0.98)))) for _ in range(1700)]
    europe = [(chance.uniform(-10, 45), chance.uniform(35, 70)) for _ in range(300)]
    hits = [at(lon, lat) for lon, lat in spread + europe]
    assert [[shape.id for shape in found] for found in hits if len(found) > 1] == []
    assert sum(map(len, hits)) > 500, "the places must be on land to say anything"


# --- what the file holds --------------------------------------------------------------------------------------------


def states() -> set[str]:
    """The States that are there today."""
    return {key for key, p in table().by_id.items() if p.alpha_2 and not p.organisation}


def shown() -> set[str | None]:
    return {shape.id for shape in world_map().shapes} | {marker.id for marker in world_map().markers}


def test_every_state_of_the_table_has_a_shape_or_a_marker() -> None:
    assert states() - shown() == set()


@pytest.mark.parametrize("baseline", ["ets-185", "cets-224"])
def test_every_state_of_a_bundled_baseline_can_be_seen(baseline: str) -> None:
    rows = json.loads((DATA / "baseline" / f"{baseline}.json").read_text())["rows"]
    assert {row["participant"] for row in rows} - shown() <= {"EUE"}


def test_every_id_is_a_state_or_a_territory_of_one() -> None:
    for area in (*world_map().shapes, *world_map().markers):
        if area.kind is Kind.STATE:
            assert area.id in states()
            assert area.of is None
        elif area.kind is Kind.DEPENDENT:
            assert area.id not in states()
            assert area.of in states()
            assert area.name


def test_a_shape_of_an_id_is_one() -> None:
    ids = [shape.id for shape in world_map().shapes if shape.id]
    assert len(ids) == len(set(ids))


def test_the_territories_of_the_depositarys_declarations_stand_apart() -> None:
    apart = {area.id: area.of for area in (*world_map().shapes, *world_map().markers) if area.kind is Kind.DEPENDENT}
    assert apart.items() >= {
        "GRL": "DNK", "FRO": "DNK", "TKL": "NZL", "ABW": "NLD", "CUW": "NLD", "SXM": "NLD", "BES": "NLD",
        "GIB": "GBR", "JEY": "GBR", "GGY": "GBR", "IMN": "GBR",
    }.items()  # fmt: skip
    markers = {marker.id: (marker.x, marker.y) for marker in world_map().markers}
    for ident, lon, lat in [("CUW", -68.93, 12.11), ("TKL", -171.8, -9.2), ("KIR", 173.0, 1.4), ("AND", 1.52, 42.51)]:
        assert math.dist(markers[ident], project(lon, lat)) < 6, f"{ident} is elsewhere"


def test_kosovo_is_never_a_state_of_the_map_and_taiwan_has_no_name() -> None:
    silent = {shape.id: shape.name for shape in world_map().shapes if shape.kind is Kind.NO_STATEMENT}
    assert silent["XKX"] == "Kosovo*"
    assert "XKX" not in {marker.id for marker in world_map().markers}
    assert "Taiwan" not in (DATA / "map.json").read_text(encoding="utf-8"), "the depositaries have no such name"


def test_names_are_those_of_the_table() -> None:
    named = {area.id: area.name for area in (*world_map().shapes, *world_map().markers) if area.kind is Kind.STATE}
    assert named == {key: table().get(key).name for key in named if key}


def test_markers_lie_inside_the_views_that_show_them() -> None:
    for marker in world_map().markers:
        for name in marker.views:
            view = world_map().views[name]
            assert view.x < marker.x < view.x + view.width, marker.id
            assert view.y < marker.y < view.y + view.height, marker.id


def test_the_view_of_europe_holds_the_council_and_the_view_of_the_world_everything() -> None:
    europe, world = world_map().views["europe"], world_map().views["world"]
    for lon, lat in [(-24, 65), (-9, 38.7), (49.8, 40.4), (25.8, 71.0), (33, 34.7), (34.8, 31.5)]:
        x, y = project(lon, lat)
        assert europe.x < x < europe.x + europe.width
        assert europe.y < y < europe.y + europe.height
    corners = [point for shape in world_map().shapes for ring in rings(shape.d) for point in ring]
    assert min(x for x, _ in corners) >= world.x
    assert max(x for x, _ in corners) <= world.x + world.width
    assert min(y for _, y in corners) >= world.y
    assert max(y for _, y in corners) <= world.y + world.height


def test_the_file_keeps_its_budget_and_says_where_it_is_from() -> None:
    payload = (DATA / "map.json").read_bytes()
    assert len(payload) <= 120_000
    assert len(gzip.compress(payload, 9)) <= 45_000
    said = json.loads(payload)
    assert "Natural Earth" in said["origin"]["data"]
    assert said["origin"]["package_sha256"] in (ROOT / "docs" / "map" / "build.py").read_text()
    assert "public domain" in world_map().licence
    assert "world-atlas" in world_map().source


def test_the_notes_of_the_file_are_the_reviewed_decisions() -> None:
    text = (ROOT / "docs" / "map" / "borders.md").read_text(encoding="utf-8")
    reviewed = [" ".join(item.split()) for item in re.split(r"^\* ", text, flags=re.MULTILINE)[1:]]
    assert list(world_map().notes) == reviewed
    assert "imply no opinion" in reviewed[0]


# --- the drawing ----------------------------------------------------------------------------------------------------

HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(1)> & 'x'"


def parse(svg: str) -> ET.Element:
    return ET.fromstring(svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1))  # noqa: S314 - our own


def looks(**given: str) -> dict[str, Look]:
    return {ident: Look(css=css, title=f"{ident}: {css}") for ident, css in given.items()}


def lands(svg: str, ident: str) -> ET.Element:
    (found,) = [path for path in parse(svg).iter(f"{SVG}path") if path.get("data-id") == ident]
    return found


def test_a_state_takes_its_look_and_a_territory_does_not_take_its_states() -> None:
    svg = draw(world_map(), looks(DNK="party", FRA="signatory"), label="ETS 185")
    assert lands(svg, "DNK").get("class") == "land party"
    assert lands(svg, "FRA").get("class") == "land signatory"
    assert lands(svg, "GRL").get("class") == "land dependent"
    assert lands(svg, "GRL").findtext(f"{SVG}title") == "Greenland: shown apart from Denmark"
    assert lands(svg, "SWE").get("class") == "land plain"


def test_a_declaration_colours_a_territory() -> None:
    svg = draw(world_map(), looks(GRL="party"), label="a treaty")
    assert lands(svg, "GRL").get("class") == "land party"


def test_an_area_of_no_statement_is_hatched_whatever_it_is_told() -> None:
    svg = draw(world_map(), looks(XKX="party"), label="a treaty")
    assert lands(svg, "XKX").get("class") == "land no-statement"
    assert lands(svg, "XKX").get("fill") == "url(#map-hatch)"
    assert lands(svg, "XKX").findtext(f"{SVG}title") == "Kosovo*: no statement"
    assert parse(svg).find(f".//{SVG}pattern[@id='map-hatch']") is not None


def test_markers_are_drawn_for_those_that_have_a_look_in_the_views_that_need_them() -> None:
    told = looks(TON="party", MLT="party", CUW="party")

    def spots(svg: str) -> set[str | None]:
        return {spot.get("data-id") for spot in parse(svg).iter(f"{SVG}circle")}

    assert spots(draw(world_map(), told, label="world")) == {"TON", "MLT", "CUW"}
    assert spots(inset(world_map(), told, label="Europe", view="europe")) == {"MLT"}
    assert spots(inset(world_map(), told, label="the Caribbean", view="caribbean")) == {"CUW"}


def test_an_inset_draws_the_same_shapes_without_repeating_them() -> None:
    svg = inset(world_map(), {}, label="Europe", view="europe")
    (use,) = parse(svg).iter(f"{SVG}use")
    whole = parse(draw(world_map(), {}, label="the world"))
    assert whole.find(f".//*[@id='{use.get('href', '')[1:]}']") is not None
    assert len(svg) < 1000


def test_nothing_told_becomes_markup() -> None:
    hostile = {key: Look(css=HOSTILE, title=HOSTILE) for key in ("FRA", "TON")}
    for svg in (draw(world_map(), hostile, label=HOSTILE), inset(world_map(), hostile, label=HOSTILE, view="world")):
        tags = {element.tag.removeprefix(SVG) for element in parse(svg).iter()}
        assert tags <= {"svg", "defs", "pattern", "rect", "path", "g", "title", "circle", "use"}
        assert parse(svg).get("aria-label") == HOSTILE
        assert "<script" not in svg


def test_the_drawing_needs_no_exception_from_a_strict_policy() -> None:
    for element in parse(draw(world_map(), looks(FRA="party", TON="party"), label="a treaty")).iter():
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")]


def test_the_drawing_is_one_image() -> None:
    """With its name, for those who do not see it; the lists beside it hold the links."""
    svg = parse(draw(world_map(), looks(FRA="party"), label="a treaty"))
    assert (svg.get("role"), svg.get("aria-label")) == ("img", "a treaty")
