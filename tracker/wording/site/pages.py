"""Titles of the site's pages, labels of its drawings, and what the page about the data says. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.models import Standing
from tracker.wording.site.controls import PAUSE, PLAY, SUBSCRIBE
from tracker.wording.site.labels import MAP_ON, NO_ACT
from tracker.wording.site.values import BY_RULE
from tracker.wording.site.values import standing as in_a_word
from tracker.wording.terms import ACTS
from tracker.wording.words import day_in_words, listed, official_reference, one_line, the_treaty

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from tracker.models import Treaty

#: The pages everybody looks for, in the order of the menu.
MENU = (
    ("index.html", "Now"),
    ("map.html", "Map"),
    ("time.html", "Over time"),
    ("table.html", "Table"),
    ("between.html", "Between"),
    ("route.html", "Route"),
    ("territories.html", "Territories"),
    ("changes.html", "Changes"),
    ("chronology.html", "Chronology"),
    ("subscribe.html", SUBSCRIBE),
    ("about.html", "About the data"),
)
#: The titles of the same pages.
NOW = "Who is bound, and what changed"
MAP = "Map"
TIME = "Over time"
TABLE = "Participants and treaties"
BETWEEN = "Between two States"
ROUTE = "May one Party turn to another"
TERRITORIES = "Territorial application"
CHANGES = "Changes"
CHRONOLOGY = "Acts by their own dates"
ABOUT = "About the data"


def of_treaty(treaty: Treaty) -> str:
    """The title of a treaty's page: `Budapest Convention (ETS No. 185)`."""
    return one_line(f"{treaty.name} ({official_reference(treaty)})")


# ---- drawings ------------------------------------------------------------------------------------

#: The lines of the chart over time.
COUNTS = {"consents": "consents", "signatures": "signatures", "in_force": "Parties"}
#: The marks of a timeline, by the class that colours them.
MARKS = {
    "signatory": "signed",
    "contracting": "consented",
    "party": "in force for it",
    "former": "no longer in force for it",
}
_LINES = "{treaty}: consents, signatures and Parties over time"
_LINES_DESCRIBED = "Drawn from {begins} to {last}. Since {since}: {counts}. The table below has each year."
_COUNT = "{name} {count}"
_FROM_A_DAY = "From {day}: {counts}"
_UNKNOWN = "not known"
NO_COUNTS = "No counts are known."
_LAST_YEAR = "{year} (to the status day)"
_TIMELINE = "Acts of {name} over the years; the lists below say the same"
_MAP = "Standing towards {treaty}; the lists below the map say the same in words"
_PART_OF_MAP = "Standing towards {treaty}; the lists below the map say the same in words: {part}"
_PLACE = "{name}: {standing}"
_APART = "{name}: shown apart from {state}"
_NO_STATEMENT_ON = "{name}: no statement"
_NO_STATEMENT = "No statement"
_MAP_LATE = "{treaty} on {day}; not known after {status}"
_MAP_RANGE = "Choose a day from {first} to {last}."
_MARK = "{day}: {act}"


def lines(treaty: Treaty) -> str:
    """What the lines over time show, for those who do not see them."""
    return _LINES.format(treaty=one_line(treaty.name))


def lines_described(counts: Mapping[str, int | None], begins: date, last: date, *, since: date) -> str:
    """The same at length: the days of the drawing, and the counts at its end (None: not known)."""
    held = ", ".join(_COUNT.format(name=name, count=_UNKNOWN if n is None else n) for name, n in counts.items())
    days = {"begins": day_in_words(begins), "last": day_in_words(last), "since": day_in_words(since)}
    return _LINES_DESCRIBED.format(**days, counts=held)


def counts_from(day: date, counts: Mapping[str, int | None]) -> str:
    """What the lines show from a day on (None: not known)."""
    held = ", ".join(_COUNT.format(name=name, count=_UNKNOWN if n is None else n) for name, n in counts.items())
    return _FROM_A_DAY.format(day=day_in_words(day), counts=held)


def apart(name: str, state: str) -> str:
    """A territory on a map that is not coloured with its State."""
    return _APART.format(name=one_line(name), state=one_line(state))


def no_statement(name: str | None) -> str:
    """An area of which a map says nothing."""
    return _NO_STATEMENT_ON.format(name=name) if name else _NO_STATEMENT


def map_words() -> dict[str, str]:
    """What the script of the map says, with places like `{name}`."""
    return {
        **{value.value: in_a_word(value) for value in Standing if value is not Standing.NONE},
        **BY_RULE,
        "none": NO_ACT,
        "place": _PLACE,
        "apart": _APART,
        "shown": MAP_ON,
        "late": _MAP_LATE,
        "range": _MAP_RANGE,
        "not_known": _UNKNOWN,
        "play": PLAY,
        "pause": PAUSE,
    }


def year(number: int, *, whole: bool) -> str:
    """A row of the table with the same counts."""
    return str(number) if whole else _LAST_YEAR.format(year=number)


def timeline(name: str) -> str:
    """What a timeline shows."""
    return _TIMELINE.format(name=one_line(name))


def mark(day: date, kind: str) -> str:
    """One mark of it: `23 November 2001: Signed`."""
    return _MARK.format(day=day_in_words(day), act=ACTS[kind])


def map_of(treaty: str, part: str | None = None) -> str:
    """What a map shows, or an enlarged part of it."""
    return (_PART_OF_MAP if part else _MAP).format(treaty=one_line(treaty), part=part)


def place(name: str, standing: str) -> str:
    """A State or territory on it: `Brazil: Party`."""
    return _PLACE.format(name=one_line(name), standing=in_a_word(standing))


# ---- what is not known ---------------------------------------------------------------------------

_UNREAD = "Nothing has been read yet of: {treaties}."
_BUNDLED = "Of {treaty} no live read was made yet: these pages show the list that is bundled with the tracker."
_FEW_STATEMENTS = "Of the statements under {treaty} only a few are on record, from secondary sources."
_NO_STATEMENTS = "The reservations, declarations and other statements under {treaty} have not been read."
_INVITED = "Who was invited to accede on past days is not known: the chart lists the invited of its own day."
_LATER = "Nothing is known of what happened after the status day of each treaty."


def unread(treaties: Sequence[str]) -> Iterator[str]:
    """Treaties of which there is nothing, by name."""
    if treaties:
        yield _UNREAD.format(treaties=listed(treaties))


def gaps_of(treaty: Treaty, *, read: bool, statements: bool, statements_read: bool) -> Iterator[str]:
    """What is not known of a treaty: was its source read, are statements on record, was their list read."""
    name = the_treaty(treaty)
    if not read:
        yield _BUNDLED.format(treaty=name)
    if not statements_read:
        yield (_FEW_STATEMENTS if statements else _NO_STATEMENTS).format(treaty=name)


def gaps_of_all() -> Iterator[str]:
    """What is not known of any treaty."""
    yield _INVITED
    yield _LATER


# ---- for search engines and citations ------------------------------------------------------------

_IN_TREATIES = "Participation in treaties"
_IN = "Participation in {treaties}"


def participation(treaties: Sequence[str] = ()) -> str:
    """What the pages are about, by the names or numbers of treaties."""
    return _IN.format(treaties=listed(treaties)) if treaties else _IN_TREATIES


# ---- a treaty's own entry into force ---------------------------------------------------------------

_BY_RULE = "{day} by the treaty's own rule; no source prints it"
_EXPECTED = "not in force; expected on {day}, computed here"
_WITH_LOST = "not known: with a consent that is no longer shown, {day} by the treaty's own rule"


def treaty_entry(printed: date | None, by_rule: date | None, *, come: bool, with_lost: date | None = None) -> str:
    """When a treaty entered or enters into force. `come`: the day by its rule, which no source prints, has come.
    `with_lost`: the one that has come with consents that sources no longer show."""
    if printed:
        return day_in_words(printed)
    if with_lost:
        return _WITH_LOST.format(day=day_in_words(with_lost))
    if by_rule is None:
        return "not in force"
    return (_BY_RULE if come else _EXPECTED).format(day=day_in_words(by_rule))
