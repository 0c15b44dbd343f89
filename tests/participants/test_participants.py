"""A spelling that a source prints → one participant: names, and how they are folded."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Literal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from spellings import KNOWN, shared

from tracker.errors import ErrorKind, ParseError
from tracker.participants import fold, table

if TYPE_CHECKING:
    from collections.abc import Callable

BLANKS = [" ", "\t", "\n", "\u00a0", "\u2003", "\u202f", "\u3000"]
INVISIBLE = ["\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u200e"]


def in_table(text: str) -> bool:
    """True if the table has the text, or what follows its article; "St" and "St." are one."""
    key = re.sub("^st ", "saint ", fold(text))
    short = re.sub("^saint ", "st. ", key)
    return bool({fold(text), key, short, re.sub(r"^(the |l[ae] |les |l')", "", key)} & set(table().by_spelling))


# ---- names as sources print them ---------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["ets-185-chart-2026-04-25.csv", "cets-224-2026-02-05.csv", "ets-189-partial.csv", "ets-185-invitations.csv"],
)
def test_every_name_of_a_chart_is_the_participant_that_the_chart_means(name: str) -> None:
    """Each printed name resolves to the ISO code that stands beside it."""
    for row in shared(name):
        assert table().resolve(row["name"]) == row["iso3"]


def test_every_state_of_the_members_page_stands_in_the_chart_too() -> None:
    """81 Parties, then 14 invited and 2 signatories in one list, under other names than the chart's."""
    sections = ("Parties to the Convention on Cybercrime", "Signatories and invited to accede")
    page = shared("parties-observers-page-2026-04-25.csv")
    chart = shared("ets-185-chart-2026-04-25.csv")

    names = [row["name_as_shown"] for row in page if row["section"] in sections]
    ids = {table().resolve(name) for name in names}

    assert len(ids) == len(names) == 97
    assert ids <= {row["iso3"] for row in chart}


def test_the_table_names_states_as_the_chart_does() -> None:
    """The English name is the Council of Europe's, to the apostrophe."""
    for row in shared("ets-185-chart-2026-04-25.csv"):
        assert table().get(row["iso3"]).name == row["name"]


def test_the_depositarys_codes_stand_beside_and_resolve_nothing() -> None:
    """AUS is Austria to the depositary and Australia to ISO: a code is never a spelling."""
    for row in shared("ets-185-chart-2026-04-25.csv"):
        assert row["coe_code"] in table().get(row["iso3"]).codes

    abbreviations = {"UK", "USA"}  # what people call them, and only by chance the depositary's code
    for code in {code for p in table().by_id.values() for code in p.codes} - abbreviations:
        with pytest.raises(ParseError):
            table().resolve(code)


@pytest.mark.parametrize(
    ("spelling", "expected"),
    [
        ("Korea", "KOR"),
        ("Republic of Korea", "KOR"),
        ("Korea, Republic of", "KOR"),
        ("République de Corée", "KOR"),
        ("Democratic People's Republic of Korea", "PRK"),
        ("République populaire démocratique de Corée", "PRK"),
        ("Korea, Democratic People’s Republic of", "PRK"),
        ("Congo", "COG"),
        ("République du Congo", "COG"),
        ("Democratic Republic of the Congo", "COD"),
        ("Congo (Democratic Republic of the)", "COD"),
        ("République démocratique du Congo", "COD"),
        ("Zaire", "COD"),
        ("Guinea", "GIN"),
        ("Guinea-Bissau", "GNB"),
        ("Guinea‑Bissau", "GNB"),
        ("Equatorial Guinea", "GNQ"),
        ("Guinée équatoriale", "GNQ"),
        ("Papua New Guinea", "PNG"),
        ("Niger", "NER"),
        ("the Niger", "NER"),
        ("Nigeria", "NGA"),
        ("Nigéria", "NGA"),
        ("Dominica", "DMA"),
        ("la Dominique", "DMA"),
        ("Dominican Republic", "DOM"),
        ("République dominicaine", "DOM"),
        ("Micronesia (Federated States of)", "FSM"),
        ("Samoa", "WSM"),
        ("Serbia", "SRB"),
        ("Serbia and Montenegro", "SCG"),
        ("Federal Republic of Yugoslavia", "SCG"),
        ("Yugoslavia", "YUG"),
        ("Yugoslavia (former)", "YUG"),
        ("Kosovo*", "XKX"),
        ("Kosovo", "XKX"),
        ("Sudan", "SDN"),
        ("South Sudan", "SSD"),
        ("Ireland", "IRL"),
        ("Slovakia", "SVK"),
        ("Slovenia", "SVN"),
        ("Austria", "AUT"),
        ("Australia", "AUS"),
        ("Netherlands, the Kingdom of the", "NLD"),
        ("Netherlands (Kingdom of the)", "NLD"),
        ("les Pays-Bas", "NLD"),
        ("Türkiye (Republic of)", "TUR"),
        ("Turkiye", "TUR"),
        ("Turkey", "TUR"),
        ("TÜRKİYE", "TUR"),
        ("Moldova (Republic of)", "MDA"),
        ("Czechia", "CZE"),
        ("Czechoslovakia (former)", "CSK"),
        ("“the former Yugoslav Republic of Macedonia”", "MKD"),
        ("« l’ex-République yougoslave de Macédoine »", "MKD"),
        ("Swaziland", "SWZ"),
        ("Cape Verde", "CPV"),
        ("Burma", "MMR"),
        ("Ivory Coast", "CIV"),
        ("Cote d'Ivoire", "CIV"),
        ("Sao Tome and Principe", "STP"),
        ("Etats-Unis d’Amérique", "USA"),
        ("ETATS-UNIS D'AMERIQUE", "USA"),
        ("Holy See", "VAT"),
        ("le Saint-Siège", "VAT"),
        ("State of Palestine", "PSE"),
        ("The Gambia", "GMB"),
        ("l'Union européenne", "EUE"),
    ],
)
def test_names_that_are_easily_mistaken(spelling: str, expected: str) -> None:
    """Near names of different States, former names, other languages."""
    assert table().resolve(spelling) == expected


@pytest.mark.parametrize(
    "spelling",
    [
        "",
        "*",
        "Taiwan",
        "American Samoa",
        "Northern Ireland",
        "Hong Kong",
        "Republic of",
        "Albani",
        "Serbia and Kosovo",
        "Türkiyé",
        "Europol",
        "European Union (European Commission and Council of the European Union)",
        "Albania Andorra",
    ],
)
def test_what_is_not_in_the_table_is_nobody(spelling: str) -> None:
    """Neither a likeness nor a part of a name is enough."""
    with pytest.raises(ParseError) as caught:
        table().resolve(spelling)

    assert caught.value.kind is ErrorKind.UNKNOWN_SPELLING


@pytest.mark.parametrize(
    ("spelling", "participant"),
    [
        ("Joegoslavië (< 25-06-1991)", "YUG"),
        ("Yugoslavia (<25-06-1991)", "YUG"),
        ("Czechoslovakia (< 01/01/1993)", "CSK"),
        ("Servië en Montenegro (< 03-06-2006)", "SCG"),
        ("Germany (< 1990)", "DEU"),
        ("Republic of Korea, the", "KOR"),
        ("Netherlands, the", "NLD"),
        ("Philippines (the)", "PHL"),
        ("Ivory Coast, the", "CIV"),
        ("Comores, les", "COM"),
        ("Korea, Rep.", "KOR"),
        ("Congo - Kinshasa", "COD"),
        ("Congo, Rep.", "COG"),
        ("Myanmar (Birma)", "MMR"),
        ("FAO (Food and Agriculture Organization)", "FAO"),
        ("World Health Organization", "WHO"),
        ("Council of Europe", "COE"),
        ("Yugoslavia (until 25 June 1991)", "YUG"),
        ("Joegoslavië (tot 25 mei 1991)", "YUG"),
        ("Yugoslavia (< 1991-06-25)", "YUG"),
        ("Türkiye (formerly Turkey)", "TUR"),
        ("Swaziland (now Eswatini)", "SWZ"),
        ("USSR (Union of Soviet Socialist Republics)", "SUN"),
        ("European Atomic Energy Community (EURATOM)", "EAE"),
        ("UNESCO", "UNC"),
        ("Slovak Rep.", "SVK"),
        ("De Bahama's", "BHS"),
        ("West Bank and Gaza", "PSE"),
        ("Sint Kitts en Nevis", "KNA"),
        ("Belize 1)", "BLZ"),
        ("Congo (the Democratic Republic of the)", "COD"),
        ("Korea (the Republic of)", "KOR"),
        ("Tanzania, the United Republic of", "TZA"),
        ("Bahamas, the Commonwealth of the", "BHS"),
        ("Poland, Republic of", "POL"),
        ("Nepal (Federal Democratic Republic of)", "NPL"),
        ("Iran (la République islamique d')", "IRN"),
        ("Comores (Union des)", "COM"),
        ("European Union (EU)", "EUE"),
        ("Austria (AUT)", "AUT"),
        ("Myanmar/Burma", "MMR"),
        ("Holy See / Vatican City State", "VAT"),
        ("St Vincent & the Grenadines", "VCT"),
        ("Lao P.D.R.", "LAO"),
        ("D.R. Congo", "COD"),
        ("U.K.", "GBR"),
        ("Éire", "IRL"),
        ("Burkina", "BFA"),
    ],
)
def test_forms_that_registers_print(spelling: str, participant: str) -> None:
    """The end of a State after its name, an article after it, abbreviations of the World Bank, names of CLDR."""
    assert table().resolve(spelling) == participant


@pytest.mark.parametrize(
    "spelling",
    [
        "Czech Republic (< 01-01-1993)",
        "Yugoslavia (< 99-99-1991)",
        "Atlantis (< 01-01-1993)",
        "Croatia (< 1991)",
        "Croatia (until 25 June 1991)",
        "Yugoslavia (until 25 Brumaire 1991)",
        "Türkiye (formerly Greece)",
        "Congo (Korea)",
        "the",
        "China (Republic of)",
        "Viet-Nam (Republic of)",
        "Viet Nam (Democratic Republic of)",
        "Germany (Democratic Republic of)",
        "Korea (Republic of the)",
        "Austria (AUS)",
        "Congo (COD)",
        "Serbia/Kosovo",
        "Congo/Democratic Republic of the Congo",
        "Ireland (Northern)",
        "St Martin",
    ],
)
def test_an_end_before_the_beginning_means_another_state(spelling: str) -> None:
    """A State that began on that day cannot be meant by its end."""
    with pytest.raises(ParseError):
        table().resolve(spelling)


# ---- folding -----------------------------------------------------------------------------------


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    """The folded form is a fixed point, whatever the text."""
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    "spelling",
    [
        "Serbia 55",
        "Serbia55",
        "Serbia ⁵⁵",
        "Serbia*",
        "Serbia **",
        "Serbia †",
        "Serbia (1)",
        "Serbia [2], [3]",
        "Serbia (*)",
        "Serbia 1,2.",
        "  \u00a0Serbia\u200b :",
        "ＳＥＲＢＩＡ",
    ],
)
def test_marks_of_footnotes_and_blanks_are_no_part_of_a_name(spelling: str) -> None:
    """Digits, asterisks, daggers and bracketed numbers after a name belong to its footnotes."""
    assert fold(spelling) == "serbia"


@pytest.mark.parametrize("name", ["Moldova (Republic of)", "Congo (le)", "Group of 77 States", "2 Guineas"])
def test_what_belongs_to_a_name_stays(name: str) -> None:
    """Words in brackets, and digits that are not at the end, are no footnote."""
    assert fold(name) == name.casefold()


@given(
    known=st.sampled_from(KNOWN),
    before=st.text(st.sampled_from(BLANKS + INVISIBLE), max_size=3),
    between=st.sampled_from(BLANKS),
    after=st.lists(st.sampled_from(["*", "†", "1", "²", " 55", "(1)", "[2]", " (*)", ".", *BLANKS, *INVISIBLE])),
    apostrophe=st.sampled_from("'’‘ʼ´`＇"),
    dash=st.sampled_from("-‐‑–—"),
    form=st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]),
    change=st.sampled_from([str, str.upper, str.lower]),
)
def test_a_known_spelling_is_known_however_it_is_set(
    known: tuple[str, str],
    before: str,
    between: str,
    after: list[str],
    apostrophe: str,
    dash: str,
    form: Literal["NFC", "NFD", "NFKC", "NFKD"],
    change: Callable[[str], str],
) -> None:
    """Blanks, apostrophes, dashes, capitals, footnote marks and Unicode forms make no other spelling."""
    spelling, expected = known
    set_otherwise = change(re.sub("['’]", "'", unicodedata.normalize(form, spelling)))
    set_otherwise = set_otherwise.replace("'", apostrophe).replace("-", dash).replace(" ", between)

    assert table().resolve(before + set_otherwise + "".join(after)) == expected


@given(st.text())
def test_other_text_never_resolves(text: str) -> None:
    """Only what the table has, with or without an article, is a participant."""
    assume(not in_table(text))

    with pytest.raises(ParseError):
        table().resolve(text)


@given(st.sampled_from(KNOWN), st.data())
def test_a_slip_of_the_pen_is_not_guessed(known: tuple[str, str], data: st.DataObject) -> None:
    """One letter less is unknown, unless the rest is a spelling of its own ("Îles Fidji", "les Fidji")."""
    folded = fold(known[0])
    at = data.draw(st.integers(0, len(folded) - 1))
    slip = folded[:at] + folded[at + 1 :]
    assume(not in_table(slip))

    with pytest.raises(ParseError):
        table().resolve(slip)
