"""What a person types, what the configuration adds, and what is said of an unknown spelling."""

from __future__ import annotations

import re

import pytest
from spellings import table_line

from tracker.errors import ConfigError, ParseError, UsageError
from tracker.participants import Participant, Participants, table
from tracker.participants.reading import read

# ---- what a person types, and what goes wrong --------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AUS", "AUS"),
        ("aus", "AUS"),
        ("at", "AUT"),
        ("Austria", "AUT"),
        (" kr ", "KOR"),
        ("SCG", "SCG"),
        ("eu", "EUE"),
        ("UK", "GBR"),
        ("xkx", "XKX"),
        ("Côte d'Ivoire", "CIV"),
    ],
)
def test_a_person_may_type_a_name_or_an_iso_code(text: str, expected: str) -> None:
    """Codes are ISO's, in any case; never the depositary's."""
    assert table().find(text) == expected


def test_a_spelling_wins_over_a_code() -> None:
    """The table is free to print a name that is another's code."""
    few = read("\n".join([table_line("AAA", "CD", "state", "A"), table_line("BBB", "", "state", "CD")]))

    assert few.find("cd") == "BBB"


def test_an_unknown_spelling_is_named_with_the_nearest_and_what_to_do() -> None:
    """The message is enough to mend the configuration."""
    with pytest.raises(ParseError) as caught:
        table().resolve("Republik of Korea")

    assert "'Republik of Korea'" in caught.value.message
    assert "Republic of Korea (KOR)" in caught.value.message
    assert "add it under [participants] in config.toml" in caught.value.message
    assert 1 <= len(re.findall(r"\([A-Z]{3}\)", caught.value.message)) <= 3


def test_an_unknown_id_is_answered_with_the_nearest() -> None:
    """A mistyped id or name is told to the person who typed it."""
    with pytest.raises(UsageError, match=r"'FRX'.*France \(FRA\)"):
        table().find("FRX")
    with pytest.raises(UsageError, match=r"no participant '%%'$"):
        table().find("%%")


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("sao tome", "São Tomé and Príncipe (STP)"),
        ("SAO TOM", "São Tomé and Príncipe (STP)"),
        ("bosnia h", "Bosnia and Herzegovina (BIH)"),
        ("trinidad", "Trinidad and Tobago (TTO)"),
        ("united sta", "United States of America (USA)"),
        ("Germny", "Germany (DEU)"),
        ("Chille", "Chile (CHL)"),
        ("turkiy", "Türkiye (TUR)"),
    ],
)
def test_the_beginning_of_a_name_or_a_misprint_is_answered_with_the_name(typed: str, named: str) -> None:
    """First what begins so, whatever the accents; it is named, and never taken for what was meant."""
    with pytest.raises(UsageError, match=rf"^no participant '{typed}', nearest known: {re.escape(named)}"):
        table().find(typed)


@pytest.mark.parametrize("typed", ["Taiwan", "Hong Kong", "Macau", "Bermuda", "TWN", "of", "x", "", " "])
def test_what_is_no_misprint_is_answered_with_no_name(typed: str) -> None:
    """A name that is merely a little like another would be a wrong hint, and here an unwelcome one."""
    with pytest.raises(UsageError, match=r"^no participant '[^']*'$"):
        table().find(typed)


@pytest.mark.parametrize("unit", ["x", "(1)", "é*", "Republic of ", "\u200b", "\x1b[31m", "\ud800"])
def test_an_endless_spelling_neither_hangs_nor_floods(unit: str) -> None:
    """A page may hold anything: what is shown is short, and its control characters are spelled out."""
    with pytest.raises(ParseError) as caught:
        table().resolve(unit * 1_000_000)

    assert len(caught.value.message) < 1500
    assert caught.value.message.isprintable()


# ---- spellings from the configuration ----------------------------------------------------------


def test_the_configuration_adds_spellings_and_participants() -> None:
    """A new name of a known one, and one that the table does not have; the shipped table stays as it is."""
    more = table().with_spellings({"Land of the Magyars": "hu", "Atlantis": "ATL", "Turkey": "TUR"})

    assert more.resolve("land of the Magyars *") == more.find("HU") == "HUN"
    assert more.resolve("Atlantis") == more.find("atl") == "ATL"
    assert more.get("ATL") == Participant(id="ATL", name="ATL")
    assert not more.ever_member("ATL")
    with pytest.raises(ParseError):
        table().resolve("Atlantis")


@pytest.mark.parametrize(
    ("extra", "complaint"),
    [
        ({"Korea": "PRK"}, r"'Korea' = 'PRK'.*already means Republic of Korea \(KOR\)"),
        ({"the Niger": "NGA"}, r"already means Niger \(NER\)"),
        ({"AUS": "AUT"}, r"already means Australia \(AUS\)"),
        ({"Atlantis": "ATL", "atlantis *": "LMR"}, r"already means ATL \(ATL\)"),
        ({"*": "ATL"}, "empty"),
        ({"Atlantis": " "}, "empty"),
    ],
)
def test_the_configuration_cannot_give_a_spelling_to_another(extra: dict[str, str], complaint: str) -> None:
    """A spelling, or a code, that means one participant never comes to mean another."""
    with pytest.raises(ConfigError, match=complaint):
        table().with_spellings(extra)


def test_an_id_outside_the_table_is_its_own_name() -> None:
    """A history may hold an id that the configuration no longer adds: it still has a name to show."""
    assert Participants({}, {}).get("ATL").name == "ATL"


def test_an_organisation_of_the_operator() -> None:
    """Its kind stands after its id; a State of the table is none."""
    known = table().with_spellings({"Widget Union": "XWU organisation", "Widgetland": "XWL"})
    assert known.get(known.resolve("Widget Union")).organisation
    assert not known.get(known.resolve("Widgetland")).organisation
    with pytest.raises(ConfigError):
        table().with_spellings({"Widget Union": "FRA organisation"})
