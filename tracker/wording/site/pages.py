"""Titles of the site's pages, labels of its drawings, and what the page about the data says. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language import N_, Language, _, fill, said
from tracker.models import Standing
from tracker.wording.site.controls import PAUSE, PLAY, SUBSCRIBE
from tracker.wording.site.kinds import VIEWS
from tracker.wording.site.labels import MAP_ON, NO_ACT
from tracker.wording.site.values import BY_RULE
from tracker.wording.site.values import standing as in_a_word
from tracker.wording.terms import ACTS
from tracker.wording.words import called, day_in_words, listed, official_reference, one_line, the_treaty, treaty_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from tracker.models import Treaty

#: The pages everybody looks for, in the order of the menu.
MENU = (
    ("index.html", N_("Now")),
    ("map.html", N_("Map")),
    ("time.html", N_("Over time")),
    ("table.html", N_("Table")),
    ("between.html", N_("Between")),
    ("route.html", N_("Route")),
    ("territories.html", N_("Territories")),
    ("changes.html", N_("Changes")),
    ("chronology.html", N_("Chronology")),
    ("subscribe.html", SUBSCRIBE),
    ("about.html", N_("About the data")),
)
#: What a language calls itself.
LANGUAGES = {Language.ENGLISH: "English", Language.FRENCH: "Français"}
#: The titles of the same pages.
NOW = N_("Who is bound, and what changed")
MAP = N_("Map")
TIME = N_("Over time")
TABLE = N_("Participants and treaties")
BETWEEN = N_("Between two States")
ROUTE = N_("May one Party turn to another")
TERRITORIES = N_("Territorial application")
CHANGES = N_("Changes")
CHRONOLOGY = N_("Acts by their own dates")
ABOUT = N_("About the data")


_OF_TREATY = N_("{treaty} ({reference})")


def of_treaty(treaty: Treaty) -> str:
    """The title of a treaty's page: `Budapest Convention (ETS No. 185)`."""
    return one_line(fill(_OF_TREATY, treaty=treaty_title(treaty), reference=official_reference(treaty)))


# ---- drawings ------------------------------------------------------------------------------------

#: The lines of the chart over time.
COUNTS = {"consents": N_("consents"), "signatures": N_("signatures"), "in_force": N_("Parties")}
#: The marks of a timeline, by the class that colours them.
MARKS = {
    "signatory": N_("signed"),
    "contracting": N_("consented"),
    "party": N_("in force for it"),
    "former": N_("no longer in force for it"),
}
_LINES = N_("{treaty}: consents, signatures and Parties over time")
_LINES_DESCRIBED = N_("Drawn from {begins} to {last}. Since {since}: {counts}. The table below has each year.")
_COUNT = "{name} {count}"
_FROM_A_DAY = N_("From {day}: {counts}")
_UNKNOWN = N_("not known")
NO_COUNTS = N_("No counts are known.")
_LAST_YEAR = N_("{year} (to the status day)")
_TIMELINE = N_("Acts of {name} over the years; the lists below say the same")
_MAP = N_("Standing towards {treaty}; the lists below the map say the same in words")
_PART_OF_MAP = N_("Standing towards {treaty}; the lists below the map say the same in words: {part}")
_PLACE = N_("{name}: {standing}")
_APART = N_("{name}: shown apart from {state}")
_NO_STATEMENT_ON = N_("{name}: no statement")
_NO_STATEMENT = N_("No statement")
_MAP_LATE = N_("{treaty} on {day}; not known after {status}")
_MAP_RANGE = N_("Choose a day from {first} to {last}.")
_MARK = N_("{day}: {act}")


def lines(treaty: Treaty) -> str:
    """What the lines over time show, for those who do not see them."""
    return fill(_LINES, treaty=treaty_title(treaty))


def lines_described(counts: Mapping[str, int | None], begins: date, last: date, *, since: date) -> str:
    """The same at length: the days of the drawing, and the counts at its end (None: not known)."""
    held = ", ".join(fill(_COUNT, name=name, count=_(_UNKNOWN) if n is None else n) for name, n in counts.items())
    days = {"begins": day_in_words(begins), "last": day_in_words(last), "since": day_in_words(since)}
    return fill(_LINES_DESCRIBED, **days, counts=held)


def counts_from(day: date, counts: Mapping[str, int | None]) -> str:
    """What the lines show from a day on (None: not known)."""
    held = ", ".join(fill(_COUNT, name=name, count=_(_UNKNOWN) if n is None else n) for name, n in counts.items())
    return fill(_FROM_A_DAY, day=day_in_words(day), counts=held)


#: Shapes of the map that no table of names has.
SHAPES = (
    N_("Northern part of Cyprus"),
    N_("Western Sahara"),
    N_("Bonaire, Sint Eustatius and Saba"),
    N_("Heard Island and McDonald Islands"),
    N_("Saint Martin (French part)"),
    N_("Sint Maarten (Dutch part)"),
)


def on_map(name: str) -> str:
    """What a shape of the map is called."""
    return called(_(name))


def apart(name: str, state: str) -> str:
    """A territory on a map that is not coloured with its State."""
    return fill(_APART, name=on_map(name), state=on_map(state))


def no_statement(name: str | None) -> str:
    """An area of which a map says nothing."""
    return fill(_NO_STATEMENT_ON, name=on_map(name)) if name else _(_NO_STATEMENT)


def map_words() -> dict[str, str]:
    """What the script of the map says, with places like `{name}`."""
    words = {
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
    return {**{value.value: in_a_word(value) for value in Standing if value is not Standing.NONE}, **said(words)}


def year(number: int, *, whole: bool) -> str:
    """A row of the table with the same counts."""
    return str(number) if whole else fill(_LAST_YEAR, year=number)


def timeline(name: str) -> str:
    """What a timeline shows."""
    return fill(_TIMELINE, name=called(name))


def mark(day: date, kind: str) -> str:
    """One mark of it: `23 November 2001: Signed`."""
    return fill(_MARK, day=day_in_words(day), act=_(ACTS[kind]))


def map_of(treaty: str, part: str | None = None) -> str:
    """What a map shows, or an enlarged part of it."""
    return fill(_PART_OF_MAP if part else _MAP, treaty=one_line(treaty), part=_(VIEWS[part]).lower() if part else None)


def place(name: str, standing: str) -> str:
    """A State or territory on it: `Brazil: Party`."""
    return fill(_PLACE, name=called(name), standing=in_a_word(standing))


# ---- what is not known ---------------------------------------------------------------------------

_UNREAD = N_("Nothing has been read yet of: {treaties}.")
_BUNDLED = N_("Of {treaty} no live read was made yet: these pages show the list that is bundled with the tracker.")
_FEW_STATEMENTS = N_("Of the statements under {treaty} only a few are on record, from secondary sources.")
_NO_STATEMENTS = N_("The reservations, declarations and other statements under {treaty} have not been read.")
_INVITED = N_("Who was invited to accede on past days is not known: the chart lists the invited of its own day.")
_LATER = N_("Nothing is known of what happened after the status day of each treaty.")


def unread(treaties: Sequence[str]) -> Iterator[str]:
    """Treaties of which there is nothing, by name."""
    if treaties:
        yield fill(_UNREAD, treaties=listed(treaties))


def gaps_of(treaty: Treaty, *, read: bool, statements: bool, statements_read: bool) -> Iterator[str]:
    """What is not known of a treaty: was its source read, are statements on record, was their list read."""
    name = the_treaty(treaty)
    if not read:
        yield fill(_BUNDLED, treaty=name)
    if not statements_read:
        yield fill(_FEW_STATEMENTS if statements else _NO_STATEMENTS, treaty=name)


def gaps_of_all() -> Iterator[str]:
    """What is not known of any treaty."""
    yield _(_INVITED)
    yield _(_LATER)


# ---- for search engines and citations ------------------------------------------------------------

_IN_TREATIES = N_("Participation in treaties")
_IN = N_("Participation in {treaties}")


def participation(treaties: Sequence[str] = ()) -> str:
    """What the pages are about, by the names or numbers of treaties."""
    return fill(_IN, treaties=listed(treaties)) if treaties else _(_IN_TREATIES)


# ---- a treaty's own entry into force ---------------------------------------------------------------

_NOT_IN_FORCE = N_("not in force")
_BY_RULE = N_("{day} by the treaty's own rule; no source prints it")
_EXPECTED = N_("not in force; expected on {day}, computed here")
_WITH_LOST = N_("not known: with a consent that is no longer shown, {day} by the treaty's own rule")


def treaty_entry(printed: date | None, by_rule: date | None, *, come: bool, with_lost: date | None = None) -> str:
    """When a treaty entered or enters into force. `come`: the day by its rule, which no source prints, has come.
    `with_lost`: the one that has come with consents that sources no longer show."""
    if printed:
        return day_in_words(printed)
    if with_lost:
        return fill(_WITH_LOST, day=day_in_words(with_lost))
    if by_rule is None:
        return _(_NOT_IN_FORCE)
    return fill(_BY_RULE if come else _EXPECTED, day=day_in_words(by_rule))
