"""English for lawyers: dates, numbers, names of States and treaties in a sentence. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from tracker.law.rules import rules_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.models import Treaty

# fmt: off
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December"
)
_CARDINALS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve"
)
_ORDINALS = (
    "zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
    "tenth", "eleventh", "twelfth"
)
_INSTRUMENTS = frozenset((
    "Protocol", "Convention", "Agreement", "Charter", "Code", "Treaty", "Covenant", "Statute",
    "Arrangement", "Pact"
))
# fmt: on
_DATED = re.compile(r"\b(\d{4})-(\d\d)(?:-(\d\d))?\b", re.ASCII)
_NUMBERED = re.compile(r"[A-Z]{2,5}[ -]?(No\.? ?)?[\dIVXLC]")  # "ETS 185" takes no article, "the Code" does

_REFERENCE = re.compile(r"\s*\((?:C?ETS|STCE|STE)(?: No\.?)? ?\w+\)[\s()*]*$")  # at the end of a printed title

# Names that take "the": a common noun leads or closes them, or usage asks for it.
_LEADING = re.compile(
    r"(Republic|Kingdom|State|States|Federation|Federal|Commonwealth|Union|Principality|Grand Duchy|United"
    r"|Islamic Republic|Democratic|Plurinational|Bolivarian|People[’']s|former|European)\b"
)
_CLOSING = re.compile(r"\b(Republic|Federation|Union|Community|Islands|Kingdom|States|Emirates)\*?$")
_BY_USAGE = frozenset({"Netherlands", "Philippines", "Holy See", "Bahamas", "Gambia", "Maldives", "Comoros"})


def one_line(text: str) -> str:
    """The text on one line, without characters that move the cursor or turn the direction of writing."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    kept = (_visible(character) for character in text)
    return " ".join("".join(kept).split())


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category in {"Cf", "Cs"}:  # bidirectional overrides, zero-width signs, halves of a pair
        return ""
    return " " if category in {"Cc", "Zl", "Zp"} else character


def day_in_words(day: date) -> str:
    """`5 February 2026`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def period_in_words(first: date, last: date) -> str:
    """`8 to 15 June 2026`, `30 May to 6 June 2026`; `May 2026` from the first of May to the first of June."""
    if first == last:
        return day_in_words(first)
    if first.day == last.day == 1 and (first.year * 12 + first.month + 1) == last.year * 12 + last.month:
        return f"{MONTHS[first.month - 1]} {first.year}"
    if first.year != last.year:
        return f"{day_in_words(first)} to {day_in_words(last)}"
    month = "" if first.month == last.month else f" {MONTHS[first.month - 1]}"
    return f"{first.day}{month} to {day_in_words(last)}"


def moment_in_words(value: datetime) -> str:
    """`5 February 2026, 04:12 UTC`."""
    there = value.astimezone(UTC)
    return f"{day_in_words(there.date())}, {there.hour:02d}:{there.minute:02d} UTC"


def date_of(text: str | None) -> date | None:
    """The day that an ISO date names, None for anything else."""
    if text is None or not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def value_in_words(text: str | None) -> str:
    """A value of a change as a sentence prints it: a date in words, anything else unchanged."""
    if text is None:
        return "no date"
    day = date_of(text)
    return day_in_words(day) if day else one_line(text)


def dated_in_words(text: str) -> str:
    """A text on one line with its ISO dates in words: `about 2028-02` is `about February 2028`."""
    return _DATED.sub(_dated, one_line(text))


def _dated(found: re.Match[str]) -> str:
    year, month, day = found.groups()
    if not 1 <= int(month) <= len(MONTHS):
        return found[0]
    return f"{int(day)} {MONTHS[int(month) - 1]} {year}" if day else f"{MONTHS[int(month) - 1]} {year}"


def cardinal(number: int) -> str:
    """`three`, up to twelve; then digits."""
    return _CARDINALS[number] if 0 <= number < len(_CARDINALS) else str(number)


def ordinal(number: int) -> str:
    """`third`, up to twelfth; then `13th`, `21st`."""
    if 0 <= number < len(_ORDINALS):
        return _ORDINALS[number]
    if number % 100 in {11, 12, 13}:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 change`, `3 changes`, `no changes`."""
    return f"{number or 'no'} {one if number == 1 else many or one + 's'}"


def listed(items: Iterable[str]) -> str:
    """`a, b and c`."""
    *most, last = list(items) or [""]
    return f"{', '.join(most)} and {last}" if most else last


def capital(text: str) -> str:
    """The text with a capital, for the start of a sentence."""
    return text[:1].upper() + text[1:]


def with_article(name: str) -> str:
    """The printed name as English uses it inside a sentence: `the Netherlands`, `Brazil`, `Kosovo*`."""
    plain = one_line(name)
    takes_one = plain in _BY_USAGE or _LEADING.match(plain) or _CLOSING.search(plain)
    return f"the {plain}" if takes_one else plain


def is_plural(name: str) -> bool:
    """True if a name takes the verb in the plural: `the Cook Islands have`. The Netherlands and the like do not."""
    return one_line(name).removesuffix("*").endswith("Islands")


def agreeing(name: str, one: str, many: str) -> str:
    """The form of a verb or pronoun that agrees with a name."""
    return many if is_plural(name) else one


def of_council(treaty: str) -> bool:
    """True if a treaty, by its id, is one of the Council of Europe."""
    return treaty.startswith(("ets-", "cets-"))


def number_label(treaty: Treaty) -> str:
    """`ETS 185` for the treaty `ets-185`, `UNTC XVIII-16` for `untc-xviii-16`."""
    return number_of(treaty.id)


def number_of(treaty: str) -> str:
    """The same from the id alone."""
    return one_line(treaty.replace("-", " ", 1).upper())


def official_reference(treaty: Treaty) -> str:
    """As the depositary numbers it in what it sends out: `ETS No. 185`, `Chapter XVIII.16`."""
    kind, _, number = one_line(treaty.id).partition("-")
    return f"Chapter {number.upper().replace('-', '.')}" if kind == "untc" else f"{kind.upper()} No. {number.upper()}"


def official_title(treaty: Treaty, printed: str | None = None) -> str:
    """The official title with the depositary's number: `Convention on Cybercrime (ETS No. 185)`. `printed`: as the
    source has it, for a treaty whose title does not ship with the package."""
    rules = rules_of(treaty)
    title = rules.title if rules else _REFERENCE.sub("", one_line(printed or "")) or treaty_title(treaty)
    return f"{title} ({official_reference(treaty)})"


def first_mention(treaty: Treaty, printed: str | None = None) -> str:
    """The official title, with the common name after it where that is another: `… (ETS No. 185), Budapest
    Convention`."""
    official, name = official_title(treaty, printed), treaty_title(treaty)
    return official if official.startswith(name) else f"{official}, {name}"


def treaty_title(treaty: Treaty) -> str:
    """The name by which the treaty is followed; its number where it has none."""
    return one_line(treaty.name) or number_label(treaty)


def the_treaty(treaty: Treaty) -> str:
    """The treaty inside a sentence: `the Budapest Convention`."""
    title = treaty_title(treaty)
    if title[:4].lower() == "the ":
        return f"the {title[4:]}"
    return title if _NUMBERED.match(title) else f"the {title}"


def the_instrument(treaty: Treaty) -> str:
    """The short form for a second mention: `the Protocol`, `the Convention`; else `the treaty`."""
    # The first such noun: a Protocol amending a Convention is a Protocol.
    words = re.findall(r"\w+", treaty_title(treaty))
    noun = next((word for word in words if word in _INSTRUMENTS), "treaty")
    return f"the {noun}"
