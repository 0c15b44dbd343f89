"""Dates, numbers, names of States and treaties in a sentence for lawyers, in the language that is spoken. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from tracker.language import N_, Language, _, counting, fill, spoken
from tracker.law.rules import rules_of
from tracker.wording.grammar import Noun, french, joined

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.language import Plural
    from tracker.models import Treaty
    from tracker.participants.french import FrenchName

# fmt: off
MONTHS = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"), N_("August"),
    N_("September"), N_("October"), N_("November"), N_("December")
)
_CARDINALS = (
    N_("no"), N_("one"), N_("two"), N_("three"), N_("four"), N_("five"), N_("six"), N_("seven"), N_("eight"),
    N_("nine"), N_("ten"), N_("eleven"), N_("twelve")
)
_ORDINALS = (
    N_("zeroth"), N_("first"), N_("second"), N_("third"), N_("fourth"), N_("fifth"), N_("sixth"), N_("seventh"),
    N_("eighth"), N_("ninth"), N_("tenth"), N_("eleventh"), N_("twelfth")
)
_INSTRUMENTS = {
    "Protocol": N_("the Protocol"), "Convention": N_("the Convention"), "Agreement": N_("the Agreement"),
    "Charter": N_("the Charter"), "Code": N_("the Code"), "Treaty": N_("the Treaty"),
    "Covenant": N_("the Covenant"), "Statute": N_("the Statute"), "Arrangement": N_("the Arrangement"),
    "Pact": N_("the Pact")
}
_SOME_TREATY = N_("the treaty")
#: Names of treaties that are followed from the start, or are likely to be: translated where the configuration has them.
_TREATIES = (
    N_("the Budapest Convention"), N_("the First Additional Protocol"), N_("the Second Additional Protocol"),
    N_("the UN Convention against Cybercrime"), N_("the United Nations Convention against Cybercrime"),
    N_("the Convention on Cybercrime"), N_("the Hanoi Convention"),
)
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
    if not (text.isascii() and text.isprintable()):
        text = "".join(_visible(character) for character in text)
    line = " ".join(text.split())
    return french.spaced(line) if spoken() is Language.FRENCH else line


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category in {"Cf", "Cs"}:  # bidirectional overrides, zero-width signs, halves of a pair
        return ""
    return " " if category in {"Cc", "Zl", "Zp"} else character


_DAY = N_("{day} {month} {year}")
_MONTH = N_("{month} {year}")
THE_FIRST = N_("1")  # of a month
_WITHIN_MONTH = N_("{day} to {last}")
_WITHIN_YEAR = N_("{day} {month} to {last}")
_FROM_TO = N_("{first} to {last}")
_MOMENT = N_("{day}, {time} UTC")
NO_DATE = N_("no date")


def day_in_words(day: date) -> str:
    """`5 February 2026`."""
    return fill(_DAY, day=_number_of(day), month=_(MONTHS[day.month - 1]), year=day.year)


def _number_of(day: date) -> str:
    return _(THE_FIRST) if day.day == 1 else str(day.day)


def _month_in_words(month: int, year: object) -> str:
    return fill(_MONTH, month=_(MONTHS[month - 1]), year=year)


def period_in_words(first: date, last: date) -> str:
    """`8 to 15 June 2026`, `30 May to 6 June 2026`; `May 2026` from the first of May to the first of June."""
    if first == last:
        return day_in_words(first)
    if first.day == last.day == 1 and (first.year * 12 + first.month + 1) == last.year * 12 + last.month:
        return _month_in_words(first.month, first.year)
    if first.year != last.year:
        return fill(_FROM_TO, first=day_in_words(first), last=day_in_words(last))
    month = _(MONTHS[first.month - 1])
    template = _WITHIN_MONTH if first.month == last.month else _WITHIN_YEAR
    return fill(template, day=_number_of(first), month=month, last=day_in_words(last))


def moment_in_words(value: datetime) -> str:
    """`5 February 2026, 04:12 UTC`."""
    there = value.astimezone(UTC)
    time = f"{there.hour:02d}:{there.minute:02d}"
    return fill(_MOMENT, day=day_in_words(there.date()), time=time)


def date_of(text: str | None) -> date | None:
    """The day that an ISO date names, None for anything else."""
    if text is None or not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def value_in_words(text: str | None) -> Noun:
    """A value of a change as a sentence prints it: a date in words, anything else unchanged."""
    day = date_of(text)
    said = day_in_words(day) if day else _(NO_DATE) if text is None else one_line(text)
    if spoken() is Language.FRENCH:
        return french.dated(said) if day else french.bare(said)
    return Noun(said)


def dated_in_words(text: str) -> str:
    """A text on one line with its ISO dates in words: `about 2028-02` is `about February 2028`."""
    return _DATED.sub(_dated, one_line(text))


def _dated(found: re.Match[str]) -> str:
    year, month, day = found.groups()
    if not 1 <= int(month) <= len(MONTHS):
        return found[0]
    if not day:
        return _month_in_words(int(month), year)
    number = _(THE_FIRST) if int(day) == 1 else str(int(day))
    return fill(_DAY, day=number, month=_(MONTHS[int(month) - 1]), year=year)


def cardinal(number: int) -> str:
    """`three`, up to twelve; then digits."""
    return _(_CARDINALS[number]) if 0 <= number < len(_CARDINALS) else str(number)


_NTH = {1: N_("{number}st"), 2: N_("{number}nd"), 3: N_("{number}rd")}
_OTHER_NTH = N_("{number}th")


def ordinal(number: int) -> str:
    """`third`, up to twelfth; then `13th`, `21st`."""
    if 0 <= number < len(_ORDINALS):
        return _(_ORDINALS[number])
    exception = number % 100 in {11, 12, 13}
    return fill(_OTHER_NTH if exception else _NTH.get(number % 10, _OTHER_NTH), number=number)


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 change`, `3 changes`, `no changes`, in English; see `how_many`."""
    return f"{number or 'no'} {one if number == 1 else many or one + 's'}"


def how_many(number: int, phrase: Plural, none: str) -> str:
    """`1 change`, `3 changes`, `no changes`. `none`: a marked phrase for the last."""
    return counting(phrase, number) if number else _(none)


_AND = N_("{items} and {last}")


def listed(items: Iterable[str]) -> Noun:
    """`a, b and c`; of names, each form is listed."""
    found = list(items)
    nouns = [one if isinstance(one, Noun) else Noun(one) for one in found]
    if len(nouns) == 1:
        return nouns[0]
    forms = dict.fromkeys(("", *(form for noun in nouns for form in noun.forms)))
    return joined(nouns, {form: _listed([format(noun, form) for noun in nouns]) for form in forms})


def _listed(items: list[str]) -> str:
    *most, last = items or [""]
    return fill(_AND, items=", ".join(most), last=last) if most else last


_NEXT_CLAUSE = N_("{said}; {next}")
_SOMEBODY = N_("a participant")


def clauses(items: Iterable[str]) -> str:
    """`first; second`, as far as they say something."""
    said = ""
    for item in filter(None, items):
        said = fill(_NEXT_CLAUSE, said=said, next=item) if said else item
    return said


def full_stop(*items: str) -> str:
    """`first; second.`; empty if there is nothing to say."""
    said = clauses(items)
    return f"{said}." if said else ""


def somebody() -> Noun:
    """A participant of whom no name is known."""
    said = _(_SOMEBODY)
    return french.bare(said) if spoken() is Language.FRENCH else Noun(said)


def number_of_things(phrase: Plural, number: int) -> Noun:
    """`8 States`, as a name that a sentence is about."""
    said = counting(phrase, number)
    return french.several(said) if spoken() is Language.FRENCH else Noun(said, plural=number != 1)


def thing(phrase: str) -> Noun:
    """A thing from a phrase with its indefinite article, which is its form `{noun:a}`; `{noun:the}` is definite."""
    if spoken() is Language.FRENCH:
        return french.thing(phrase)
    _article, _blank, name = phrase.partition(" ")
    return Noun(name, forms={"a": phrase, "the": f"the {name}"})


def capital(text: str) -> str:
    """The text with a capital, for the start of a sentence."""
    return text[:1].upper() + text[1:]


def with_article(name: str) -> Noun:
    """The printed name as it stands inside a sentence: `the Netherlands`, `Brazil`, `Kosovo*`.

    French calls it as the table of participants does; a name that is not there stands as it is printed. A name that is
    a noun already stays one.
    """
    if isinstance(name, Noun):
        return name
    plain = one_line(name)
    if spoken() is Language.FRENCH:
        found = _in_french(plain)
        return french.named(found) if found else french.bare(plain)
    takes_one = plain in _BY_USAGE or _LEADING.match(plain) or _CLOSING.search(plain)
    article = "the " if takes_one else ""
    text = f"{article}{plain}"
    return Noun(text, plural=is_plural(plain), forms={"'s": f"{text}'" if text.endswith("s") else f"{text}'s"})


def alphabetical(names: Iterable[str]) -> list[str]:
    """Names in the order of the alphabet."""
    from tracker.participants import place_in_alphabet  # slow to import, and a check sorts no names

    return sorted(names, key=lambda name: place_in_alphabet(called(name)))


def called(name: str) -> str:
    """The name without an article, as lists and tables have it."""
    plain = one_line(name)
    found = _in_french(plain) if spoken() is Language.FRENCH else None
    return found.name if found else plain


def _in_french(name: str) -> FrenchName | None:
    """What French calls a participant, or a territory of one, with the apostrophes of print."""
    from tracker.participants import table  # not needed for English
    from tracker.participants.territories import territory_named

    found = table().french(name)
    if not found and (territory := territory_named(name)):
        found = territory.french
    return replace(found, name=found.name.replace("'", "’")) if found and "'" in found.name else found


def is_plural(name: str) -> bool:
    """True if a name takes the verb in the plural: `the Cook Islands have`. The Netherlands and the like do not."""
    return one_line(name).removesuffix("*").endswith("Islands")


def agreeing(name: str, one: str, many: str) -> str:
    """The form of a verb or pronoun that agrees with a name."""
    return many if is_plural(name) else one


def of_council(treaty: str) -> bool:
    """True if a treaty, by its id, is one of the Council of Europe."""
    return treaty.startswith(("ets-", "cets-"))


_NUMBERS = {"ets": N_("ETS {number}"), "cets": N_("CETS {number}"), "untc": N_("UNTC {number}")}
_REFERENCES = {"ets": N_("ETS No. {number}"), "cets": N_("CETS No. {number}"), "untc": N_("Chapter {number}")}


def number_label(treaty: Treaty) -> str:
    """`ETS 185` for the treaty `ets-185`, `UNTC XVIII-16` for `untc-xviii-16`."""
    return number_of(treaty.id)


def number_of(treaty: str) -> str:
    """The same from the id alone."""
    kind, dash, number = one_line(treaty).partition("-")
    if not dash:
        return kind.upper()
    return fill(_NUMBERS.get(kind, "{kind} {number}"), kind=kind.upper(), number=number.upper())


def official_reference(treaty: Treaty) -> str:
    """As the depositary numbers it in what it sends out: `ETS No. 185`, `Chapter XVIII.16`."""
    kind, _dash, number = one_line(treaty.id).partition("-")
    number = number.upper().replace("-", ".") if kind == "untc" else number.upper()
    return fill(_REFERENCES.get(kind, "{kind} No. {number}"), kind=kind.upper(), number=number)


_WITH_REFERENCE = N_("{title} ({reference})")
_AND_NAME = N_("{official}, {name}")


def official_title(treaty: Treaty, printed: str | None = None) -> str:
    """The official title with the depositary's number: `Convention on Cybercrime (ETS No. 185)`. `printed`: as the
    source has it, for a treaty whose title does not ship with the package."""
    rules = rules_of(treaty)
    title = _(rules.title) if rules else _REFERENCE.sub("", one_line(printed or "")) or treaty_title(treaty)
    return fill(_WITH_REFERENCE, title=title, reference=official_reference(treaty))


def first_mention(treaty: Treaty, printed: str | None = None) -> str:
    """The official title, with the common name after it where that is another: `… (ETS No. 185), Budapest
    Convention`."""
    official, name = official_title(treaty, printed), treaty_title(treaty)
    return official if official.startswith(name) else fill(_AND_NAME, official=official, name=name)


def treaty_title(treaty: Treaty) -> str:
    """The name by which the treaty is followed; its number where it has none."""
    name = one_line(treaty.name)
    if spoken() is Language.FRENCH and name:
        known = _(_with_the(name))
        return name if known == _with_the(name) else capital(french.without_article(known))
    return name or number_label(treaty)


def the_treaty(treaty: Treaty) -> Noun:
    """The treaty inside a sentence: `the Budapest Convention`."""
    title = one_line(treaty.name) or number_label(treaty)
    return the_treaty_called(title if _NUMBERED.match(title) else _with_the(title))


def the_treaty_called(said: str) -> Noun:
    """The same from its name inside an English sentence."""
    if isinstance(said, Noun):
        return said
    if spoken() is not Language.FRENCH:
        return Noun(said)
    known = _(said)
    return french.titled(said.removeprefix("the ")) if known == said else french.articled(known)


def _with_the(title: str) -> str:
    return f"the {title[4:]}" if title[:4].lower() == "the " else f"the {title}"


def the_instrument(treaty: Treaty) -> Noun:
    """The short form for a second mention: `the Protocol`, `the Convention`; else `the treaty`."""
    # The first such noun: a Protocol amending a Convention is a Protocol.
    words = re.findall(r"\w+", one_line(treaty.name) or number_label(treaty))
    known = _instruments()
    said = next((known[word] for word in words if word in known), _(_SOME_TREATY))
    return french.articled(said) if spoken() is Language.FRENCH else Noun(said)


def _instruments() -> dict[str, str]:
    """What a treaty is called for short, by the word of its name: the English one, and that of the language spoken."""
    said = {word: _(phrase) for word, phrase in _INSTRUMENTS.items()}
    if spoken() is Language.FRENCH:
        said |= {french.without_article(phrase): phrase for phrase in said.values()}
    return said
