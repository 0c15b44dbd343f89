"""Draws the map of the site: Natural Earth's countries, patched, projected once, into `tracker/data/map.json`.

    npm pack world-atlas@2.0.2
    pip install 'shapely>=2.1'      # beside the tracker, which does not need it itself
    python docs/map/build.py world-atlas-2.0.2.tgz

The same archive gives the same bytes. Natural Earth draws de facto lines: `borders.md` says where this map departs from
them and where it does not, and goes into the file as `origin.notes`.
"""

from __future__ import annotations

import hashlib
import json
import math
import sys
import tarfile
from pathlib import Path

import shapely
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box
from shapely.ops import split, unary_union

from tracker.participants import fold, table

ROOT = Path(__file__).parents[2]
TARGET = ROOT / "tracker" / "data" / "map.json"

ARCHIVE_SHA256 = "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97"
MEMBER = "package/countries-50m.json"

ORIGIN = {
    "data": "Natural Earth 4.1.0, 1:50m, Admin 0 countries",
    "package": "world-atlas 2.0.2 (npm), countries-50m.json",
    "package_sha256": ARCHIVE_SHA256,
    "made_by": "docs/map/build.py",
}
LICENCE = (
    "Natural Earth is in the public domain; the packaging world-atlas is under the ISC licence, (c) Michael Bostock"
)

BORDERS = Path(__file__).with_name("borders.md")

# The projection: Equal Earth, which inflates no State. Its middle is 11° E, so that the cut falls into the Bering
# Strait and neither Russia nor Fiji is cut.
MERIDIAN = 11.0
WIDTH = 10_000  # units from edge to edge of the whole Earth; coordinates are whole units
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
_EDGE = 2 * math.sqrt(3) * math.pi / (3 * A1)
SCALE = WIDTH / (2 * _EDGE)
TOP = 83.7  # degrees north at y = 0: the north of Greenland

# How much is kept. Around Europe, where the treaties are and a view looks closer, a magnifying glass holds more.
TOLERANCE = 7.0  # units: the square root of the area by which leaving a point out may change a coast
SMALLEST = 20.0  # square units: an island below is left out, unless it is the largest of its State
GLASS = {"lon": 14.0, "lat": 49.0, "radius": 750.0, "power": 2.6}

# What is looked at: west, south, east and north of points that must be inside, in degrees.
LOOKS = {
    "europe": ((-24.6, 65.5), (-10.5, 52.0), (35.5, 29.4), (20.0, 71.3), (50.5, 40.3)),
    "caribbean": ((-73.0, 19.5), (-58.6, 9.9)),
}
# A State whose largest piece is smaller than this in square units of a view has a marker there.
TOO_SMALL = {"world": 1000.0, "europe": 260.0, "caribbean": 40.0}

NO_STATEMENT = {  # Natural Earth's name → id and name here
    "Kosovo": ("XKX", "Kosovo*"),
    "W. Sahara": ("ESH", "Western Sahara"),
    "N. Cyprus": (None, "Northern part of Cyprus"),
    "Taiwan": (None, None),
    "Siachen Glacier": (None, None),
    "Golan": (None, None),
}
DEPENDENT = {  # id → name and State
    "ABW": ("Aruba", "NLD"),
    "AIA": ("Anguilla", "GBR"),
    "ASM": ("American Samoa", "USA"),
    "ATF": ("French Southern Territories", "FRA"),
    "BES": ("Bonaire, Sint Eustatius and Saba", "NLD"),
    "BLM": ("Saint Barthélemy", "FRA"),
    "BMU": ("Bermuda", "GBR"),
    "CCK": ("Cocos (Keeling) Islands", "AUS"),
    "CUW": ("Curaçao", "NLD"),
    "CXR": ("Christmas Island", "AUS"),
    "CYM": ("Cayman Islands", "GBR"),
    "FLK": ("Falkland Islands (Malvinas)", "GBR"),
    "FRO": ("Faroe Islands", "DNK"),
    "GGY": ("Guernsey", "GBR"),
    "GIB": ("Gibraltar", "GBR"),
    "GRL": ("Greenland", "DNK"),
    "GUM": ("Guam", "USA"),
    "HKG": ("Hong Kong", "CHN"),
    "HMD": ("Heard Island and McDonald Islands", "AUS"),
    "IMN": ("Isle of Man", "GBR"),
    "JEY": ("Jersey", "GBR"),
    "MAC": ("Macao", "CHN"),
    "MAF": ("Saint Martin (French part)", "FRA"),
    "MNP": ("Northern Mariana Islands", "USA"),
    "MSR": ("Montserrat", "GBR"),
    "NCL": ("New Caledonia", "FRA"),
    "NFK": ("Norfolk Island", "AUS"),
    "PCN": ("Pitcairn", "GBR"),
    "PRI": ("Puerto Rico", "USA"),
    "PYF": ("French Polynesia", "FRA"),
    "SGS": ("South Georgia and the South Sandwich Islands", "GBR"),
    "SHN": ("Saint Helena, Ascension and Tristan da Cunha", "GBR"),
    "SPM": ("Saint Pierre and Miquelon", "FRA"),
    "SXM": ("Sint Maarten (Dutch part)", "NLD"),
    "TCA": ("Turks and Caicos Islands", "GBR"),
    "TKL": ("Tokelau", "NZL"),
    "VGB": ("British Virgin Islands", "GBR"),
    "VIR": ("United States Virgin Islands", "USA"),
    "WLF": ("Wallis and Futuna", "FRA"),
}
PLACES = {  # id → where its marker stands, if not on the middle of the largest piece
    "CCK": (96.83, -12.17),
    "CXR": (105.63, -10.49),
    "COK": (-159.78, -21.23),  # Rarotonga
    "FSM": (158.2, 6.9),  # Pohnpei
    "GIB": (-5.35, 36.14),
    "KIR": (173.0, 1.4),  # Tarawa
    "MDV": (73.5, 4.2),  # Malé
    "MHL": (171.3, 7.1),  # Majuro
    "SYC": (55.46, -4.65),  # Mahé
    "TKL": (-171.82, -9.2),  # Nukunonu
    "TUV": (179.2, -8.5),  # Funafuti
    "VAT": (12.45, 41.9),
}
# From Lebanon to Jordan, east of the Hula valley and of the Sea of Galilee: the Golan is what lies beyond.
GOLAN = ((35.627756, 33.274605), (35.63, 33.11), (35.62, 32.98), (35.622, 32.9), (35.655, 32.82), (35.645, 32.73))
GOLAN_END = (35.609756, 32.682628)
SAHARA_NORTH = 27.657  # 27°40' N as the 1:50m data has it, where Algeria meets both


def main(archive: Path) -> None:
    """Write the map. Exits with a message where the archive is not the one that this script was reviewed with."""
    payload = archive.read_bytes()
    if (found := hashlib.sha256(payload).hexdigest()) != ARCHIVE_SHA256:
        sys.exit(f"{archive} has sha256 {found}, not {ARCHIVE_SHA256}: npm pack world-atlas@2.0.2")
    with tarfile.open(archive) as tar:
        topology = json.load(tar.extractfile(MEMBER))
    areas = {key: projected(area) for key, area in patched(named(topology)).items()}
    text = in_lines(document({key: rounded(area) for key, area in simplified(areas).items()}))
    TARGET.write_text(text, encoding="utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {len(text.encode()):,} bytes")


# --- reading -------------------------------------------------------------------------------------------------------


def named(topology: dict) -> dict[str, MultiPolygon]:
    """Natural Earth's name → its area in degrees. The name, as the numeric ISO code is given twice or not at all."""
    arcs = [_arc(arc, topology["transform"]) for arc in topology["arcs"]]
    found = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        rings = [[_ring(ring, arcs) for ring in polygon] for polygon in polygons]
        area = MultiPolygon([Polygon(outer, holes) for outer, *holes in rings])
        if area.area:  # the Holy See is a point at this scale
            found[geometry["properties"]["name"]] = area
    del found["Antarctica"]
    return found


def _arc(steps: list, transform: dict) -> list[tuple[float, float]]:
    (kx, ky), (tx, ty) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for dx, dy in steps:
        x, y = x + dx, y + dy
        points.append((x * kx + tx, y * ky + ty))
    return points


def _ring(numbers: list[int], arcs: list) -> list[tuple[float, float]]:
    """One ring, unrolled where it crosses the antimeridian, whole on the side of the map's cut where most of it is."""
    points: list = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        for lon, lat in arc[1:] if points else arc:
            turn = 360 * round((points[-1][0] - lon) / 360) if points else 0
            points.append((lon + turn, lat))
    middle = sum(lon for lon, _ in points) / len(points)
    turn = 360 * math.floor((middle - (MERIDIAN - 180)) / 360)
    # two meridians that are one: the same vertex must be the same number on both sides
    return [(round(lon - turn, 9), lat) for lon, lat in points]


# --- what is drawn otherwise than Natural Earth does ----------------------------------------------------------------


def patched(found: dict[str, MultiPolygon]) -> dict[str, MultiPolygon]:
    """Key → area. The key is the id of a participant or territory, or "-" and Natural Earth's name without one."""
    _move(found, "Russia", "Ukraine", lambda p: p.contains(Point(34.10, 44.95)))
    _move(found, "Morocco", "W. Sahara", lambda p: p.bounds[3] <= SAHARA_NORTH + 1e-3, cut=_parallel(SAHARA_NORTH))
    _move(found, "Israel", "Golan", lambda p: p.bounds[0] > 35.6, cut=LineString([*GOLAN, GOLAN_END]))
    _move(found, "Somaliland", "Somalia", lambda _: True)
    _move(found, "Åland", "Finland", lambda _: True)
    _move(found, "Ashmore and Cartier Is.", "Australia", lambda _: True)
    _move(found, "Netherlands", "Caribbean Netherlands", lambda p: p.bounds[2] < -60)
    _move(found, "New Zealand", "Tokelau", lambda p: p.bounds[1] > -12)
    _move(found, "Indian Ocean Ter.", "Christmas I.", lambda p: p.bounds[0] > 100)
    _move(found, "Indian Ocean Ter.", "Cocos Is.", lambda _: True)
    del found["Br. Indian Ocean Ter."]
    return {_key(name): area for name, area in found.items()}


def _parallel(lat: float) -> LineString:
    return LineString([(-30, lat), (-8.6, lat)])


def _move(found: dict, giver: str, taker: str, which, cut: LineString | None = None) -> None:
    """The pieces of the giver that `which` picks go to the taker; the line between them vanishes."""
    area = found[giver]
    if cut:  # its ends on the vertices that the neighbours have too, lest a gap opens between them
        cut = shapely.snap(cut, shapely.extract_unique_points(area), 1e-5)
    pieces = [q for p in area.geoms for q in (split(p, cut).geoms if cut else [p])]
    moved = [piece for piece in pieces if which(piece)]
    left = [piece for piece in pieces if not which(piece)]
    if not moved:
        sys.exit(f"nothing of {giver} to move to {taker}")
    found[taker] = _multi(unary_union([*moved, *found[taker].geoms] if taker in found else moved))
    if left:
        found[giver] = _multi(unary_union(left))
    else:
        del found[giver]


def _multi(area) -> MultiPolygon:
    return area if area.geom_type == "MultiPolygon" else MultiPolygon([area])


# Natural Earth's names that are neither a spelling of the participants table nor the name of a territory above.
SHORT = {
    "American Samoa": "ASM", "Antigua and Barb.": "ATG", "Bosnia and Herz.": "BIH", "Brunei": "BRN",
    "British Virgin Is.": "VGB", "Caribbean Netherlands": "BES", "Cayman Is.": "CYM", "Central African Rep.": "CAF",
    "Christmas I.": "CXR", "Cocos Is.": "CCK", "Cook Is.": "COK", "Dem. Rep. Congo": "COD", "Dominican Rep.": "DOM",
    "Eq. Guinea": "GNQ", "eSwatini": "SWZ", "Faeroe Is.": "FRO", "Falkland Is.": "FLK", "Fr. Polynesia": "PYF",
    "Fr. S. Antarctic Lands": "ATF", "Heard I. and McDonald Is.": "HMD", "Marshall Is.": "MHL",
    "N. Mariana Is.": "MNP", "Norfolk Island": "NFK", "Pitcairn Is.": "PCN", "S. Geo. and the Is.": "SGS",
    "S. Sudan": "SSD", "Saint Helena": "SHN", "Sint Maarten": "SXM", "Solomon Is.": "SLB", "St-Barthélemy": "BLM",
    "St-Martin": "MAF", "St. Pierre and Miquelon": "SPM", "St. Vin. and Gren.": "VCT",
    "São Tomé and Principe": "STP", "Turks and Caicos Is.": "TCA", "U.S. Virgin Is.": "VIR",
    "Wallis and Futuna Is.": "WLF",
}  # fmt: skip


def _key(name: str) -> str:
    if name in NO_STATEMENT:
        return NO_STATEMENT[name][0] or f"-{name}"
    territory = next((key for key, (long, _) in DEPENDENT.items() if long == name), None)
    key = SHORT.get(name) or territory or table().by_spelling.get(fold(name))
    if key is None:
        sys.exit(f"{name} is no participant and no territory: add it to SHORT or DEPENDENT")
    return key


# The States that are there today; a former one has no alpha-2 code.
STATES = {key: p.name for key, p in table().by_id.items() if p.alpha_2 and not p.organisation}


# --- projecting and simplifying -------------------------------------------------------------------------------------


def project(lon: float, lat: float) -> tuple[float, float]:
    """Degrees → units, y downwards. Equal Earth (Šavrič, Patterson, Jenny 2018) on a sphere."""
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(lat)))
    t2 = theta * theta
    t6 = t2**3
    slope = A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2)
    x = 2 * math.sqrt(3) * math.radians(lon - MERIDIAN) * math.cos(theta) / (3 * slope)
    return x * SCALE + WIDTH / 2, _TOP_Y - _height(theta) * SCALE


def _height(theta: float) -> float:
    t2 = theta * theta
    return theta * (A1 + A2 * t2 + t2**3 * (A3 + A4 * t2))


_TOP_Y = _height(math.asin(math.sqrt(3) / 2 * math.sin(math.radians(TOP)))) * SCALE


def home(lon: float) -> float:
    """The longitude on the map's side of its cut."""
    return (lon - MERIDIAN + 180) % 360 + MERIDIAN - 180


def projected(area: MultiPolygon) -> MultiPolygon:
    """The area in units."""
    return shapely.transform(area, lambda points: [project(lon, lat) for lon, lat in points])


def simplified(areas: dict[str, MultiPolygon]) -> dict[str, MultiPolygon]:
    """The areas with fewer points; a border between two of them stays the same line for both.

    Seen through a glass that enlarges Europe, so that one tolerance keeps more there. The points that are left are
    points of the original: they are put back to where they were.
    """
    centre = project(GLASS["lon"], GLASS["lat"])
    back: dict[tuple[float, float], tuple[float, float]] = {}

    def enlarge(points):
        seen = [_through(tuple(point), centre) for point in points]
        back.update(zip(seen, (tuple(point) for point in points), strict=True))
        return seen

    enlarged = [shapely.transform(area, enlarge) for area in areas.values()]
    fewer = shapely.coverage_simplify(enlarged, TOLERANCE)
    return {
        key: _multi(shapely.transform(area, lambda points: [back[tuple(point)] for point in points]))
        for key, area in zip(areas, fewer, strict=True)
    }


def _through(point: tuple[float, float], centre: tuple[float, float]) -> tuple[float, float]:
    dx, dy = point[0] - centre[0], point[1] - centre[1]
    far = math.hypot(dx, dy)
    if not far:
        return point
    radius, power = GLASS["radius"], GLASS["power"]
    seen = far * power if far <= radius else far + radius * (power - 1)
    return round(centre[0] + dx * seen / far, 6), round(centre[1] + dy * seen / far, 6)


# --- writing --------------------------------------------------------------------------------------------------------

Ring = list[tuple[int, int]]


def rounded(area: MultiPolygon) -> list[list[Ring]]:
    """Polygons of rings in whole units, largest first, without repeated points and without what is too small."""
    polygons = sorted(area.geoms, key=lambda p: -p.area)
    kept = [p for n, p in enumerate(polygons) if n == 0 or p.area >= SMALLEST / _fineness(p)]
    return [rings for p in kept if (rings := [r for r in map(_whole, [p.exterior, *p.interiors]) if len(r) > 2])]


def _fineness(polygon: Polygon) -> float:
    """How much smaller an island may be here than elsewhere."""
    x, y = polygon.centroid.coords[0]
    centre = project(GLASS["lon"], GLASS["lat"])
    return GLASS["power"] ** 2 if math.hypot(x - centre[0], y - centre[1]) < GLASS["radius"] * 1.3 else 1.0


def _whole(ring) -> Ring:
    points = [(round(x), round(y)) for x, y in ring.coords[:-1]]
    apart = [p for n, p in enumerate(points) if p != points[n - 1]]
    # and points in the middle of a straight line, which rounding has made
    return [p for n, p in enumerate(apart) if not _straight(apart[n - 1], p, apart[(n + 1) % len(apart)])]


def _straight(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> bool:
    (ux, uy), (vx, vy) = (b[0] - a[0], b[1] - a[1]), (c[0] - b[0], c[1] - b[1])
    return ux * vy == uy * vx and ux * vx + uy * vy > 0


def path(polygons: list[list[Ring]]) -> str:
    """SVG path data: relative steps, the first point of each ring relative to the first of the ring before."""
    parts, start = [], (0, 0)
    for ring in (r for rings in polygons for r in rings):
        at, text = start, ""
        for x, y in ring:
            text += _step(x - at[0]) + _step(y - at[1])
            at = (x, y)
        parts.append("m" + text.lstrip() + "z")
        start = ring[0]
    return "".join(parts)


def _step(value: int) -> str:
    return str(value) if value < 0 else f" {value}"


def document(drawn: dict[str, list[list[Ring]]]) -> dict:
    """The file's content."""
    shapes = [_shape(key, polygons) for key, polygons in sorted(drawn.items()) if polygons]
    views = {"world": _frame([p for s in drawn.values() for rings in s for p in rings[0]], 40)}
    for name, corners in LOOKS.items():
        views[name] = _frame([project(*corner) for corner in corners], 10)
    return {
        "origin": {**ORIGIN, "notes": notes(BORDERS.read_text(encoding="utf-8"))},
        "licence": LICENCE,
        "projection": {
            "name": "Equal Earth",
            "central_meridian": MERIDIAN,
            "scale": round(SCALE, 6),
            "x0": WIDTH / 2,
            "y0": round(_TOP_Y, 6),
        },
        "views": views,
        "shapes": shapes,
        "markers": _markers(drawn, views),
    }


def in_lines(content: dict) -> str:
    """JSON with a line for each shape and marker, so that a difference can be read."""
    lines = []
    for name, value in content.items():
        items = [_json(item) for item in value] if isinstance(value, list) else None
        lines.append(f"{_json(name)}:" + ("[\n" + ",\n".join(items) + "\n]" if items else _json(value)))
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _shape(key: str, polygons: list[list[Ring]]) -> dict:
    known = {ident or f"-{natural_earth}": (ident, name) for natural_earth, (ident, name) in NO_STATEMENT.items()}
    if key in known:
        ident, name = known[key]
        said = {"id": ident, "name": name, "kind": "no_statement", "of": None}
    elif key in DEPENDENT:
        name, state = DEPENDENT[key]
        said = {"id": key, "name": name, "kind": "dependent", "of": state}
    else:
        said = {"id": key, "name": STATES[key], "kind": "state", "of": None}
    return {**said, "d": path(polygons)}


def notes(markdown: str) -> list[str]:
    """The items of the list of decisions, a line each."""
    return [" ".join(item.split()) for item in markdown.split("\n* ")[1:]]


def _frame(points: list[tuple[float, float]], margin: int) -> list[int]:
    """x, y, width, height around the points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    x, y = math.floor(min(xs)) - margin, math.floor(min(ys)) - margin
    return [x, y, math.ceil(max(xs)) + margin - x, math.ceil(max(ys)) + margin - y]


def _markers(drawn: dict[str, list[list[Ring]]], views: dict[str, list[int]]) -> list[dict]:
    """One for each State and territory that is too small to see in some view, with the views where it is."""
    markers = []
    for key in sorted({*STATES, *DEPENDENT} - {"XKX"}):
        largest = Polygon(drawn[key][0][0]) if drawn.get(key) else None
        if key in PLACES:
            lon, lat = PLACES[key]
            x, y = project(home(lon), lat)
        elif largest:
            x, y = largest.centroid.coords[0]
        else:
            sys.exit(f"{key} is not drawn and has no place: add it to PLACES")
        size = largest.area if largest else 0.0
        shown = [v for v, frame in views.items() if size < TOO_SMALL[v] and _inside((x, y), frame)]
        if shown:
            name, state = DEPENDENT.get(key) or (STATES[key], None)
            marker = {"id": key, "name": name, "kind": "dependent" if state else "state", "of": state}
            markers.append({**marker, "x": round(x), "y": round(y), "views": shown})
    return markers


def _inside(point: tuple[float, float], frame: list[int]) -> bool:
    return box(frame[0], frame[1], frame[0] + frame[2], frame[1] + frame[3]).contains(Point(point))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python docs/map/build.py world-atlas-2.0.2.tgz")
    main(Path(sys.argv[1]))
