"""The depositary's list of statements: how it is asked for and how it is read."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from stated import RESERVATION, entry, parsed, statement

from tracker.errors import ErrorKind, ParseError
from tracker.language import Language
from tracker.models import ConsentKind, PrintedStatement, PrintedStatements, Reach, Statement, StatementKind, Territory
from tracker.participants import Participant, Participants, table
from tracker.participants.territories import territories as known_territories
from tracker.sources.coe import service, statement_text, statements
from tracker.statements import instrument_kind, stated_kind, territories
from tracker.statements.interpret import interpret

DEPOSITED = date(2023, 8, 10)

# ---- asking ------------------------------------------------------------------------------------


def test_the_list_is_asked_for_as_the_chart_is() -> None:
    """The same key, and the same page on which a refused one is found anew."""
    asked = {
        "api_url": "https://ws.example/WS/",
        "page_url": "https://www.example/list",
        "api_key": "k",
        "number": "185",
    }
    chart, found = service.request(**asked), statements.request(**asked, language=Language.ENGLISH)

    assert found.headers == {**chart.headers, "Accept-Language": "en"}
    assert (found.key_page, found.expects) == (chart.key_page, chart.expects)
    assert found.url == ("https://ws.example/WS/api/conventions/getDeclarations?numSte=185&codeNature=0&langue=ENG")


# ---- reading -----------------------------------------------------------------------------------


def test_an_entry_is_one_statement() -> None:
    (found,) = parsed(entry(date_Effet="2024-08-01T00:00:00", seen_by_nobody=1))

    assert found == Statement(
        participant="JPN",
        name="Japan",
        kind=StatementKind.RESERVATION,
        nature="Reservation",
        article="7",
        order=1,
        text=(
            "Reservation contained in the instrument of acceptance deposited on 10 August 2023 - Or. Engl.\n"
            "Pursuant to Article 7, paragraph 9.a, the Government reserves the right not to apply Article 7 in whole."
        ),
        html=RESERVATION,
        deposited_on=date(2023, 8, 10),
        effective_on=date(2024, 8, 1),
    )


def test_a_printed_statement_is_not_interpreted() -> None:
    """The code of the State and the number of the kind stay as the service prints them."""
    (found,) = statements.parse(json.dumps([entry(nature_Dec=2, date_Effet="2024-08-01T00:00:00")]).encode()).statements

    assert (found.who, found.nature, found.article) == ("JAP", "2", "7")
    assert (found.effective_on, found.withdrawn_on) == (date(2024, 8, 1), None)


def test_no_statement_is_an_answer() -> None:
    assert parsed() == ()


@pytest.mark.parametrize(
    ("keys", "participant"),
    [
        pytest.param({"code_Pays": {"Value": "BUL"}}, "BGR", id="the depositary's code"),
        pytest.param({"code_Pays": {"Value": "AUS"}}, "AUT", id="never ISO: AUS is Austria"),
        pytest.param({"code_Pays": {"Value": "AUT"}}, "AUS", id="never ISO: AUT is Australia"),
        pytest.param({"code_Pays": {"Value": "Republic of Korea"}}, "KOR", id="a name"),
        pytest.param({"code_Pays": {"Value": "UK"}}, "GBR", id="a code that is a spelling too"),
        pytest.param({"code_Organisation": {"Libelle": "European Union"}}, "EUE", id="an organisation"),
        pytest.param({"code_Organisation": None}, "JPN", id="no organisation at all"),
    ],
)
def test_who_made_it(keys: dict[str, Any], participant: str) -> None:
    (found,) = parsed(entry(**keys))

    assert found.participant == participant


def test_a_code_of_two_participants_means_neither() -> None:
    one, other = (Participant(id=id_, name=id_, codes=("XYZ",)) for id_ in ("AAA", "BBB"))
    ambiguous = Participants({"AAA": one, "BBB": other}, {"aaa": "AAA"})

    with pytest.raises(ParseError, match="XYZ") as caught:
        interpret(
            PrintedStatements(statements=(PrintedStatement(who="XYZ", nature="2", article=None, text="", html=""),)),
            ambiguous,
        )

    assert caught.value.kind is ErrorKind.UNKNOWN_SPELLING


@pytest.mark.parametrize(
    ("nature", "kind"),
    [
        (2, StatementKind.RESERVATION),
        ("10", StatementKind.DECLARATION),
        (3, StatementKind.AUTHORITY),
        ("4", StatementKind.TERRITORIAL_APPLICATION),
        (5, StatementKind.COMMUNICATION),
        ("OBJECTION", StatementKind.OBJECTION),
        ("Territorial  application", StatementKind.TERRITORIAL_APPLICATION),
        ("Notification", StatementKind.OTHER),
        (99, StatementKind.OTHER),
        (None, StatementKind.OTHER),
    ],
)
def test_natures(nature: object, kind: StatementKind) -> None:
    """A nature nobody has seen is kept with its own word."""
    (found,) = parsed(entry(nature_Dec=nature))

    assert found.kind is kind
    assert found.nature == ("" if nature is None else " ".join(str(nature).split()))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<p>Denunciation contained in a letter</p>", StatementKind.DENUNCIATION),
        ("<div>Derogation  contained in a Note verbale</div>", StatementKind.DEROGATION),
        ("<p>Declaration contained in a letter: the denunciation contained in it</p>", StatementKind.DECLARATION),
    ],
)
def test_the_text_tells_what_stands_among_declarations(text: str, kind: StatementKind) -> None:
    (found,) = parsed(entry(text, nature_Dec="Declarations"))

    assert found.kind is kind


@pytest.mark.parametrize(
    ("header", "day"),
    [
        ("contained in the instrument of acceptance deposited on 10 August 2023 - Or. Engl.", date(2023, 8, 10)),
        (
            (
                "contained in a letter from the Minister, dated 1 July 2019, registered at the Secretariat General on"
                " 2 July 2019 - Or. Engl."
            ),
            date(2019, 7, 2),
        ),
        ("made at the time of deposit of the instrument of ratification, on 30 June 2010", date(2010, 6, 30)),
        ("contained in the instrument of approval deposited on 31 February 2006", None),
        ("contained in a letter dated 1 July 2019", None),
        ("deposited on 10 August 2023", None),
    ],
)
def test_the_day_of_deposit_is_the_header_s(header: str, day: date | None) -> None:
    """Of the instrument, or when the letter was registered; not the letter's own, and not a day of the text."""
    (found,) = parsed(entry(f"<p>Reservation {header}</p><p>It was deposited on 1 May 1999.</p>"))

    assert found.deposited_on == (day if not header.startswith("deposited") else None)


def test_order_counts_within_participant_kind_and_article() -> None:
    found = parsed(entry(), entry(numero_Article="9"), entry(), entry(code_Pays={"Value": "UK"}), entry(nature_Dec="4"))

    assert [one.order for one in found] == [1, 1, 2, 1, 1]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<html><title>Portal</title></html>", ErrorKind.MEDIA_TYPE),
        (b"<title>Just a moment...</title>", ErrorKind.BLOCKED),
        (b"\xff\xfe[]", ErrorKind.UNDECODABLE),
        (b"", ErrorKind.SHAPE),
        (b'[{"texte_Decl":"cut', ErrorKind.SHAPE),
        (b"null", ErrorKind.SHAPE),
        (b"{}", ErrorKind.SHAPE),
        (b"[[]]", ErrorKind.SHAPE),
    ],
)
def test_what_is_no_list(body: bytes, kind: ErrorKind) -> None:
    with pytest.raises(ParseError) as caught:
        statements.parse(body)

    assert caught.value.kind is kind


@pytest.mark.parametrize("key", sorted(entry()))
def test_every_key_is_required(key: str) -> None:
    broken = {name: value for name, value in entry().items() if name != key}

    with pytest.raises(ParseError, match=key):
        parsed(broken)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"texte_Decl": None}, "texte_Decl"),
        ({"texte_Decl": "x" * 1_000_000}, "at most 200000 characters"),
        ({"texte_Decl": "<b>" * 20_000}, "at most 10000 tags"),
        ({"texte_Decl": "<blockquote>" * 9_000}, "100 deep"),
        ({"date_Effet": "soon"}, "date_Effet"),
        ({"date_Effet_Retrait": "2024-02-30"}, "date_Effet_Retrait"),
        ({"nature_Dec": []}, "nature_Dec"),
        ({"numero_Article": "7" * 500}, "numero_Article"),
        ({"code_Pays": None}, "code_Pays"),
        ({"code_Pays": {"Value": "x" * 500}}, "code_Pays"),
        ({"code_Pays": "JAP"}, "code_Pays"),
    ],
)
def test_a_value_of_another_shape_is_an_error(keys: dict[str, Any], said: str) -> None:
    """One that names the key, in a line that can be read."""
    with pytest.raises(ParseError, match=said) as caught:
        parsed(entry(**keys))

    assert caught.value.kind is ErrorKind.SHAPE
    assert len(str(caught.value)) < 300


def test_five_thousand_statements_pass_and_no_more() -> None:
    many = [entry("x")] * 5_000

    assert parsed(*many)[-1].order == 5_000
    with pytest.raises(ParseError, match="at most 5000"):
        parsed(*many, entry("x"))


@pytest.mark.parametrize(
    ("markup", "html", "text"),
    [
        ("a<script>alert(1)</script>b", "ab", "ab"),
        ("<p onclick=x style=y title=z lang=en class=c>a</p>", "<p>a</p>", "a"),
        ("<img src=x onerror=alert(1)>a", "a", "a"),
        ("<svg onload=alert(1)>a</svg>", "a", "a"),
        (
            "<scr<script>ipt>alert(1)</scr</script>ipt>",
            "ipt&gt;alert(1)ipt&gt;",
            "ipt>alert(1)ipt>",
        ),
        (
            '<a href="javascript:alert(1)">a</a> <a href="java&#9;script:b">b</a> <a href="//c">c</a>',
            " ".join(f'<a rel="nofollow noopener noreferrer">{letter}</a>' for letter in "abc"),
            "a b c",
        ),
        (
            '<a href="https://e.example/" target=_blank>e</a>',
            '<a href="https://e.example/" rel="nofollow noopener noreferrer">e</a>',
            "e",
        ),
        ("&lt;script&gt;a&lt;/script&gt;", "&lt;script&gt;a&lt;/script&gt;", "<script>a</script>"),
        ("<h3>Head</h3>body<br>next", "<p>Head</p>body<br>next", "Head\nbody\nnext"),
        ("<div>a</div><div>b</div>", "<p>a</p><p>b</p>", "a\nb"),
        ("<P>a<SUP>1</SUP>\r\n  b</P>", "<p>a<sup>1</sup>\n  b</p>", "a1 b"),
        ("cafe\u0301 &eacute;&nbsp;&ldquo;x&rdquo;", "café é&nbsp;“x”", "café é “x”"),
        ("a\x00\x07&#x202e;\u202eb", "ab", "ab"),
        ("<!-- a --><title>b</title><style>c</style>d", "d", "d"),
        ("<textarea><p title='</textarea><img src=x onerror=x>'></textarea>", None, None),
        ("<noscript><p title='</noscript><img src=x onerror=x>'></noscript>", None, None),
        ("<iframe>a &lt; b</iframe><plaintext>c &lt; d", "a &amp;lt; bc &amp;lt; d", "a &lt; bc &lt; d"),
        ("", "", ""),
    ],
)
def test_markup_is_made_safe_and_plain(markup: str, html: str | None, text: str | None) -> None:
    safe, plain = statement_text.read(markup)

    assert "<img" not in safe
    assert html is None or safe == html
    assert text is None or plain == text


# ---- the instrument and the territories --------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Declaration contained in the instrument of approval deposited on 10 January 2006", ConsentKind.APPROVAL),
        ("Reservation contained in the instrument of acceptance, deposited on 3 July 2012", ConsentKind.ACCEPTANCE),
        ("Declaration contained in the instrument of accession deposited on 1 July 2018", ConsentKind.ACCESSION),
        ("Declaration contained in the instrument of ratification, acceptance or approval", None),
        ("Declaration contained in the instrument of ratification or accession", None),
        ("Declaration contained in a letter from the Minister", None),
        ("Text\ncontained in the instrument of approval", None),
        ("", None),
    ],
)
def test_the_exact_kind_of_consent_needs_the_header(text: str, kind: ConsentKind | None) -> None:
    assert instrument_kind(statement(text)) is kind


@pytest.mark.parametrize(
    ("word", "day", "kind"),
    [
        pytest.param("approval", DEPOSITED, ConsentKind.APPROVAL, id="of-that-day"),
        pytest.param("ratification", DEPOSITED, ConsentKind.RATIFICATION, id="ratification"),
        pytest.param("approval", date(2023, 8, 11), None, id="of-another-day"),
        pytest.param("accession", DEPOSITED, None, id="none-of-the-three"),
    ],
)
def test_a_statement_proves_the_kind_of_its_own_instrument(word: str, day: date, kind: ConsentKind | None) -> None:
    """Of no other consent of the same participant."""
    text = f"Declaration contained in the instrument of {word} deposited on 10 August 2023"
    assert stated_kind(statement(text, deposited_on=DEPOSITED), day) is kind


OUTSIDE_EUROPE = dict.fromkeys(
    ("Aruba", "Curaçao", "Sint Maarten", "Bonaire", "Saba", "Sint Eustatius"), Reach.EXCLUDED
)
TERRITORIES = [
    (
        "DNK",
        "Denmark declares until further notice: the Convention will not apply to the Feroe Islands and Greenland.",
        {"Faroe Islands": Reach.EXCLUDED, "Greenland": Reach.EXCLUDED},
    ),
    ("NLD", "The Kingdom of the Netherlands accepts the Convention for the Kingdom in Europe.", OUTSIDE_EUROPE),
    ("NLD", "The Government declares that the Convention shall apply only to the Kingdom in Europe.", OUTSIDE_EUROPE),
    (
        "NLD",
        "The Kingdom of the Netherlands accepts the Convention for the Kingdom in Europe and Aruba.",
        {**OUTSIDE_EUROPE, "Aruba": Reach.INCLUDED},
    ),
    (
        "NLD",
        "It accepts the Convention for the European part of the Kingdom and the Caribbean part of the Netherlands.",
        {
            "Caribbean part of the Netherlands": Reach.INCLUDED,
            **dict.fromkeys(("Aruba", "Curaçao", "Sint Maarten"), Reach.EXCLUDED),
        },
    ),
    ("NLD", "The Convention shall not apply to the Kingdom in Europe.", {}),
    ("NLD", "The Government may accept the Convention for the Kingdom in Europe.", {}),
    (
        "NLD",
        "In accordance with Article 38, paragraph 2, of the Convention, the Convention shall extend to Curacao.",
        {"Curaçao": Reach.INCLUDED},
    ),
    (
        "NLD",
        "At the request of the Government of Aruba, the Convention shall apply to Curaçao and Sint Maarten.",
        {"Curaçao": Reach.INCLUDED, "Sint Maarten": Reach.INCLUDED},
    ),
    (
        "NZL",
        "This accession shall not extend to Tokelau unless and until a declaration to this effect is lodged.",
        {"Tokelau": Reach.EXCLUDED},
    ),
    (
        "GBR",
        "The ratification shall be extended to:\n- the Bailiwick of Jersey,\n- the Isle of Man.",
        {"Jersey": Reach.INCLUDED, "Isle of Man": Reach.INCLUDED},
    ),
    (
        "AZE",
        "It is unable to guarantee the application of the Convention in its territories occupied by another State.",
        {territories.UNNAMED: Reach.NOT_CONTROLLED},
    ),
    (
        "MDA",
        (
            "Until the full establishment of the territorial integrity, the Convention shall be applied only on the"
            " territory controlled effectively by the authorities."
        ),
        {territories.UNNAMED: Reach.NOT_CONTROLLED},
    ),
    (
        "UKR",
        (
            "The application on the occupied territory of the Autonomous Republic of Crimea and the city of Sevastopol"
            " is limited and is not guaranteed."
        ),
        {"Crimea": Reach.NOT_CONTROLLED, "Sevastopol": Reach.NOT_CONTROLLED},
    ),
    ("DNK", "The Convention shall apply with the exception of Greenland.", {}),
    ("DNK", "The Convention shall apply to Denmark with the exception of Greenland.", {"Greenland": Reach.EXCLUDED}),
    ("DNK", "Article 14 shall not apply to Greenland.", {}),
    ("DNK", "Denmark withdraws the declaration that the Convention shall not apply to Greenland.", {}),
    ("GBR", "The Convention may be extended to Jersey.", {}),
    ("GBR", "The Convention shall not apply to territories other than Jersey.", {}),
    ("GBR", "The Convention shall extend to Jersey. The Convention shall not extend to Jersey.", {}),
    ("ARG", "The Convention shall not apply to the Falkland Islands.", {}),
    ("GBR", "The Government of Jersey has asked. The Governor of Bermuda was informed.", {}),
    (
        "GBR",
        "The Government extends the United Kingdom's ratification of the Convention to the Isle of Man.",
        {"Isle of Man": Reach.INCLUDED},
    ),
    ("NLD", "It does not accept the Convention for Aruba.", {"Aruba": Reach.EXCLUDED}),
    ("GBR", "The Convention shall not extend or apply to Jersey.", {"Jersey": Reach.EXCLUDED}),
    (
        "NLD",
        "The Convention (ETS No. 185) does not apply to Aruba, but applies to Curaçao.",
        {"Aruba": Reach.EXCLUDED, "Curaçao": Reach.INCLUDED},
    ),
]
#: Negations, exceptions and conditions in forms that nobody has listed.
NOT_SO = [
    ("GBR", "The ratification extends neither to Gibraltar nor to Bermuda."),
    ("GBR", "The Convention applies to neither Gibraltar nor Bermuda."),
    ("GBR", "The Convention applies to the United Kingdom only, not Gibraltar."),
    ("GBR", "The Convention applies to all territories apart from Gibraltar."),
    ("GBR", "The Convention never applies to Jersey."),
    ("GBR", "It cannot be said that the Convention applies to Jersey."),
    ("GBR", "No extension of the Convention to Gibraltar has been made."),
    ("GBR", "The Government refuses any extension of the Convention to Gibraltar."),
    ("GBR", "The Convention shall apply to Gibraltar on a date to be notified."),
    ("GBR", "The Convention shall not apply to Jersey only, but also to Guernsey."),
    ("GBR", "The Convention shall not apply to Jersey when it is in force elsewhere."),
    ("GBR", "The Convention shall extend to Jersey until it extends to Guernsey."),
    ("DNK", "Nothing in this declaration extends to Greenland."),
    ("DNK", "The Convention applies to Denmark save Greenland."),
    ("DNK", "The Convention applies to Denmark to the exclusion of Greenland."),
    ("DNK", "Denmark ratifies the Convention for Denmark without the Faroe Islands."),
    ("NZL", "This ratification shall extend to Tokelau only when the Government so notifies."),
    ("NZL", "This ratification shall extend to Tokelau after consultation."),
    ("NZL", "This ratification shall extend to Tokelau once it so wishes."),
]


@pytest.mark.parametrize(("participant", "text", "said"), TERRITORIES)
def test_territories_are_read_from_well_known_sentences(participant: str, text: str, said: dict[str, Reach]) -> None:
    """And from no other: no territory rather than a wrong one."""
    assert dict(territories.read(participant, StatementKind.TERRITORIAL_APPLICATION, text)) == said


@pytest.mark.parametrize(("participant", "text"), NOT_SO)
def test_a_sentence_that_is_turned_is_not_read(participant: str, text: str) -> None:
    """By a word that no understood form accounts for, whatever the word does there."""
    assert territories.read(participant, StatementKind.TERRITORIAL_APPLICATION, text) == ()


def test_a_territory_has_the_days_of_its_statement() -> None:
    (found,) = parsed(
        entry(
            "<p>The Convention shall extend to Curaçao.</p>",
            code_Pays={"Value": "Netherlands"},
            nature_Dec=4,
            date_Effet="2024-10-01",
            date_Effet_Retrait="2026-01-01",
        )
    )

    assert found.territories == (
        Territory(name="Curaçao", reach=Reach.INCLUDED, from_on=date(2024, 10, 1), until_on=date(2026, 1, 1)),
    )


def test_only_statements_about_territories_name_one() -> None:
    text = "The Convention shall extend to Curaçao."

    assert territories.read("NLD", StatementKind.OBJECTION, text) == ()


def test_the_table_of_territories_is_whole() -> None:
    """Each spelling once, of a participant that exists, with a code that looks like one."""
    known = known_territories()
    spellings = [(one.participant, spelling.casefold()) for one in known for spelling in one.spellings]

    assert len(spellings) == len(set(spellings))
    assert {one.participant for one in known} <= set(table().by_id)
    assert all(one.code is None or one.code.replace("-", "").isalnum() for one in known)
    codes = [one.code for one in known if one.code]
    assert len(codes) == len(set(codes))


# ---- a second read ------------------------------------------------------------------------------


def test_of_a_list_that_changed_only_the_texts_that_changed_are_parsed() -> None:
    """The others are known: the same markup, the same text."""
    kept = [entry(numero_Article=str(number), texte_Decl=f"<p>Declaration no. {number}</p>") for number in range(9)]
    parsed(*kept)
    before = statement_text._read_before.cache_info().misses

    found = parsed(*kept[:-1], entry(numero_Article="9", texte_Decl="<p>Another declaration</p>"))

    assert [one.text for one in found] == [*(f"Declaration no. {number}" for number in range(8)), "Another declaration"]
    assert statement_text._read_before.cache_info().misses == before + 1


def test_a_long_text_is_parsed_each_time() -> None:
    """A list of long texts shall not fill the memory of the service."""
    long = f"<p>{'word ' * 2_000}</p>"
    before = statement_text._read_before.cache_info().currsize

    (found,) = parsed(entry(texte_Decl=long))

    assert found.text == "word " * 1_999 + "word"
    assert statement_text._read_before.cache_info().currsize == before
