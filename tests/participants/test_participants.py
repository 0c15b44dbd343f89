"""A spelling → one participant: the shipped table, folding, and what happens to an unknown spelling."""

from __future__ import annotations

import csv
import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tracker.errors import ConfigError, ErrorKind, ParseError, UsageError
from tracker.participants import Participant, Participants, fold, table
from tracker.participants.reading import read

if TYPE_CHECKING:
    from collections.abc import Callable

TABLE = Path(__file__).parents[2] / "tracker" / "data" / "participants.tsv"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
BLANKS = [" ", "\t", "\n", "\u00a0", "\u2003", "\u202f", "\u3000"]
INVISIBLE = ["\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u200e"]
NOT_UN_MEMBERS = {"VAT", "PSE", "COK", "NIU", "EUE", "XKX"}
FORMER = {"CSK", "DDR", "SCG", "SUN", "YMD", "YUG"}


def printed() -> list[tuple[str, str]]:
    """Every (spelling, id) that a person wrote into the table."""
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    return [(s, row[0]) for row in rows for s in [row[3], row[4], *row[9].split(" | ")] if s]


def shared(name: str) -> list[dict[str, str]]:
    """The rows of a file of facts beside the repository."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{path} is not there")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


KNOWN = printed()


def in_table(text: str) -> bool:
    """True if the table has the text, or what follows its article."""
    key = fold(text)
    return bool({key, re.sub(r"^(the |l[ae] |les |l')", "", key)} & set(table().by_spelling))


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
        "Interpol",
        "European Union (European Commission and Council of the European Union)",
        "Albania Andorra",
    ],
)
def test_what_is_not_in_the_table_is_nobody(spelling: str) -> None:
    """Neither a likeness nor a part of a name is enough."""
    with pytest.raises(ParseError) as caught:
        table().resolve(spelling)

    assert caught.value.kind is ErrorKind.UNKNOWN_SPELLING


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


# ---- the table ---------------------------------------------------------------------------------


def test_the_table_covers_the_world() -> None:
    """193 Members of the United Nations, those beside them, and former States."""
    ids = set(table().by_id)

    assert ids >= NOT_UN_MEMBERS | FORMER
    organisations = {p.id for p in table().by_id.values() if p.organisation}
    assert len(ids - NOT_UN_MEMBERS - FORMER - organisations) == 193
    assert organisations >= {"EUE", "UNO", "WHO", "COE"}
    assert {p.id for p in table().by_id.values() if p.successors} == FORMER


def test_a_name_or_a_code_means_one_participant() -> None:
    """No two share a name, an alpha-2 or one of the depositary's codes; with an article it is the same one."""
    everyone = table().by_id.values()
    for values in (
        [p.name for p in everyone],
        [p.name_fr for p in everyone],
        [p.alpha_2 for p in everyone if p.alpha_2],
        [code for p in everyone for code in p.codes],
    ):
        assert len(values) == len(set(values))
    for spelling, expected in KNOWN:
        for article in ("the ", "la ", "le ", "les ", "l’"):
            assert table().resolve(article + spelling) == expected


def test_the_table_holds_together() -> None:
    """Ids have three letters, successors exist, and every period ends after it began."""
    for p in table().by_id.values():
        assert re.fullmatch("[A-Z]{3}", p.id)
        assert set(p.successors) <= set(table().by_id)
        ends = [day for period in p.council for day in period if day]
        assert ends == sorted(ends)
        assert p.existed is None or None in p.existed or p.existed[0] < p.existed[1]  # type: ignore[operator]


def test_a_spelling_is_typed_without_accents_too() -> None:
    """All accents gone, or those of the capitals alone; nothing in between."""
    assert table().resolve("Emirats arabes unis") == "ARE"
    assert table().resolve("Sao Tome-et-Principe") == "STP"
    with pytest.raises(ParseError):
        table().resolve("São Tome and Príncipe")


def row(*cells: str) -> str:
    """A line of the table: id, alpha-2, kind, name, then what is given, then empty cells."""
    return "\t".join([*cells, *[""] * (10 - len(cells))])


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        pytest.param(
            [row("AAA", "", "state", "Aland"), row("BBB", "", "state", "Áland")],
            "'Áland' is a spelling of AAA and of BBB",
            id="collision by a generated form",
        ),
        pytest.param([row("AAA", "", "state", "A"), row("AAA", "", "state", "B")], "AAA has two lines", id="twice"),
        pytest.param([row("AAA", "", "realm", "A")], "'realm' is neither", id="kind"),
        pytest.param([row("AAA", "", "state", "A", "", "/2000-01-01")], "has no first day", id="membership"),
        pytest.param(["AAA\tAA\tstate"], "not enough values", id="columns"),
    ],
)
def test_a_wrong_table_is_refused(lines: list[str], complaint: str) -> None:
    """A slip in the table stops the program; it never silently makes one State another."""
    with pytest.raises(ValueError, match=re.escape(complaint).replace("'Áland'", "'[AÁ]land'")):
        read("\n".join(lines))


# ---- the Council of Europe, and who came before whom -------------------------------------------


@pytest.mark.parametrize(
    ("day", "members"),
    [
        (date(1949, 5, 4), 0),
        (date(1949, 5, 5), 10),
        (date(1969, 1, 1), 18),
        (date(1971, 1, 1), 17),
        (date(1989, 12, 31), 23),
        (date(2005, 1, 1), 46),
        (date(2006, 6, 4), 46),
        (date(2007, 5, 11), 47),
        (date(2022, 3, 15), 47),
        (date(2022, 3, 16), 46),
        (date(2026, 11, 22), 46),
    ],
)
def test_how_many_members_the_council_had(day: date, members: int) -> None:
    """Greece left and came back, Czechoslovakia became two, Serbia went on for Serbia and Montenegro."""
    assert sum(p.member_on(day) for p in table().by_id.values()) == members


def test_the_46_members_of_2026_are_those_of_the_chart() -> None:
    """Membership by date gives the chart's heading "Members of Council of Europe"."""
    chart = {row["iso3"] for row in shared("ets-185-chart-2026-04-25.csv") if row["group"] == "member"}

    assert {p.id for p in table().by_id.values() if p.member_on(date(2026, 4, 25))} == chart


def test_russia_was_a_member_and_is_none() -> None:
    """The day on which membership ended is the first one without it."""
    russia = table().get("RUS")

    assert russia.council == ((date(1996, 2, 28), date(2022, 3, 16)),)
    assert table().ever_member("RUS")
    assert not table().ever_member("CAN")
    assert not table().ever_member("EUE")


@pytest.mark.parametrize(
    ("participant", "day", "expected"),
    [
        ("SRB", date(2005, 4, 7), "SCG"),
        ("MNE", date(2005, 4, 7), "SCG"),
        ("SRB", date(2003, 2, 4), "SCG"),
        ("SRB", date(2006, 6, 2), "SCG"),
        ("SRB", date(2006, 6, 3), None),
        ("SRB", date(2003, 2, 3), None),
        ("SCG", date(2005, 4, 7), None),
        ("CZE", date(1992, 12, 31), "CSK"),
        ("CZE", date(1993, 1, 1), None),
        ("HRV", date(1990, 1, 1), "YUG"),
        ("HRV", date(1992, 1, 1), None),
        ("RUS", date(1980, 1, 1), "SUN"),
        ("UKR", date(1980, 1, 1), None),
        ("DEU", date(1980, 1, 1), None),
        ("EST", date(1980, 1, 1), None),
        ("FRA", date(2005, 4, 7), None),
        ("ATL", date(2005, 4, 7), None),
    ],
)
def test_whose_act_it_was(participant: str, day: date, expected: str | None) -> None:
    """An act dated while a predecessor existed, and the participant did not, was the predecessor's."""
    predecessor = table().predecessor_on(participant, day)

    assert (predecessor.id if predecessor else None) == expected


def test_the_successors_of_a_former_state() -> None:
    """A State that still exists has none."""
    assert set(table().get("SCG").successors) == {"SRB", "MNE"}
    assert table().get("SRB").successors == ()


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
    few = read("\n".join([row("AAA", "CD", "state", "A"), row("BBB", "", "state", "CD")]))

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
        "the",
    ],
)
def test_an_end_before_the_beginning_means_another_state(spelling: str) -> None:
    """A State that began on that day cannot be meant by its end."""
    with pytest.raises(ParseError):
        table().resolve(spelling)


def test_an_organisation_of_the_operator() -> None:
    """Its kind stands after its id; a State of the table is none."""
    known = table().with_spellings({"Widget Union": "XWU organisation", "Widgetland": "XWL"})
    assert known.get(known.resolve("Widget Union")).organisation
    assert not known.get(known.resolve("Widgetland")).organisation
    with pytest.raises(ConfigError):
        table().with_spellings({"Widget Union": "FRA organisation"})
