"""The depositary's list of statements: how it is read, and what of it is a change."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from stated import RESERVATION, entry, later, parsed, statement

from tracker.errors import ErrorKind, ParseError
from tracker.models import (
    ChangeKind,
    ConsentKind,
    Field,
    Nature,
    PrintedStatement,
    Reach,
    Statement,
    StatementKind,
    Territory,
)
from tracker.participants import Participant, Participants, table
from tracker.sources.coe import service, statements
from tracker.statements import (
    Side,
    StatementDifference,
    apply,
    article_matches,
    articles_around,
    as_difference,
    compare,
    doubts,
    in_effect,
    instrument_kind,
    matrix,
    same,
    stated_kind,
    territories,
    word_difference,
)
from tracker.statements.interpret import interpret
from tracker.wording.statements import particulars

DEPOSITED = date(2023, 8, 10)
MADE, AMENDED, WITHDRAWN = ChangeKind.STATEMENT_MADE, ChangeKind.STATEMENT_AMENDED, ChangeKind.STATEMENT_WITHDRAWN


# ---- asking ------------------------------------------------------------------------------------


def test_the_list_is_asked_for_as_the_chart_is() -> None:
    """The same key, and the same page on which a refused one is found anew."""
    asked = {
        "api_url": "https://ws.example/WS/",
        "page_url": "https://www.example/list",
        "api_key": "k",
        "number": "185",
    }
    chart, found = service.request(**asked), statements.request(**asked)

    assert (found.headers, found.key_page, found.expects) == (chart.headers, chart.key_page, chart.expects)
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
    (found,) = statements.parse(json.dumps([entry(nature_Dec=2, date_Effet="2024-08-01T00:00:00")]).encode())

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
        interpret([PrintedStatement(who="XYZ", nature="2", article=None, text="", html="")], ambiguous)

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
    (found,) = parsed(entry(markup))

    assert "<img" not in found.html
    assert html is None or found.html == html
    assert text is None or found.text == text


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


TERRITORIES = [
    (
        "DNK",
        "Denmark declares until further notice: the Convention will not apply to the Feroe Islands and Greenland.",
        {"Faroe Islands": Reach.EXCLUDED, "Greenland": Reach.EXCLUDED},
    ),
    ("NLD", "The Kingdom of the Netherlands accepts the Convention for the Kingdom in Europe.", {}),
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
    known = territories.table()
    spellings = [(one.participant, spelling.casefold()) for one in known for spelling in one.spellings]

    assert len(spellings) == len(set(spellings))
    assert {one.participant for one in known} <= set(table().by_id)
    assert all(one.code is None or one.code.replace("-", "").isalnum() for one in known)
    codes = [one.code for one in known if one.code]
    assert len(codes) == len(set(codes))


# ---- what is a change --------------------------------------------------------------------------

TEXT = "The Government reserves the right not to apply Article 7 to offences committed before the entry into force."
OTHER = "Requests under this article are sent to the central authority at the Ministry of Justice, in English."


def kinds(old: list[Statement], new: list[Statement]) -> list[ChangeKind]:
    return [found.kind for found in compare(old, new)]


def test_a_statement_put_before_another_is_one_made() -> None:
    """Not a chain of amendments, though the order of all the others moves."""
    old = [statement(TEXT), statement(f"{TEXT} And more.", order=2)]
    new = [statement(OTHER), *(later(one, order=one.order + 1) for one in old)]

    assert kinds(old, new) == [MADE]
    assert compare(old, new)[0].after == new[0]


@pytest.mark.parametrize(
    "edited",
    [
        pytest.param(TEXT.replace("before", "after"), id="a word"),
        pytest.param(f"{TEXT} {' '.join(f'Case {n} is {n}th.' for n in range(90))}", id="much added to a short text"),
        pytest.param(" ".join(TEXT.split()[:10]), id="half of it taken out"),
    ],
)
def test_an_edited_text_is_one_amendment(edited: str) -> None:
    assert kinds([statement(TEXT)], [statement(edited)]) == [AMENDED]


def test_another_text_is_another_statement() -> None:
    assert sorted(kinds([statement(TEXT)], [statement(OTHER)])) == [MADE, WITHDRAWN]


def test_two_edited_statements_keep_apart() -> None:
    """Each is matched with the text it is like, whatever their order."""
    old = [statement(TEXT), statement(OTHER, order=2)]
    new = [statement(f"{OTHER} Or in French."), statement(f"{TEXT} In full.", order=2)]

    found = {(one.before.text, one.after.text) for one in compare(old, new) if one.before and one.after}

    assert found == {(TEXT, f"{TEXT} In full."), (OTHER, f"{OTHER} Or in French.")}


@pytest.mark.parametrize(
    "values",
    [
        {"kind": StatementKind.DECLARATION},
        {"article": "9"},
        {"article": None},
        {"effective_on": date(2012, 11, 1)},
        {"kind": StatementKind.OTHER, "nature": "Notification"},
    ],
)
def test_another_label_or_date_is_an_amendment(values: dict[str, Any]) -> None:
    one = statement(TEXT)

    assert kinds([one], [later(one, **values)]) == [AMENDED]


@pytest.mark.parametrize(
    "values",
    [
        {"nature": "2"},
        {"article": " 7 "},
        {"order": 4},
        {"html": "<b>x</b>"},
        {"name": "JAPAN"},
        {"deposited_on": date(2012, 7, 3)},
        {"territories": (Territory(name="x", reach=Reach.INCLUDED),)},
    ],
)
def test_what_is_no_difference(values: dict[str, Any]) -> None:
    """Another word of the source for the same kind; order, markup, name; what is read out of the same text."""
    one = statement(TEXT)

    assert same(one, later(one, **values))
    assert kinds([one], [later(one, **values)]) == []


def test_a_participant_s_statement_is_never_another_s() -> None:
    one = statement(TEXT)

    assert sorted(kinds([one], [later(one, participant="NLD")])) == [MADE, WITHDRAWN]


def test_a_day_of_withdrawal_is_a_withdrawal() -> None:
    """Also where its notice was put into the text: one act."""
    one = statement(TEXT)
    gone = later(one, withdrawn_on=date(2026, 3, 1), text=f"{TEXT} [Withdrawn by a letter of February 2026.]")

    (found,) = compare([one], [gone])

    assert (found.kind, found.before, found.after, found.vanished) == (WITHDRAWN, one, gone, False)


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        pytest.param({}, {"article": "Ex-7", "withdrawn_on": date(2026, 5, 3)}, WITHDRAWN, id="withdrawn"),
        pytest.param({"article": None}, {"article": "7"}, AMENDED, id="an article"),
        pytest.param({}, {"article": "7(9)(a)"}, AMENDED, id="a paragraph"),
        pytest.param({}, {"kind": StatementKind.DECLARATION}, AMENDED, id="a kind"),
        pytest.param({}, {"article": "9"}, AMENDED, id="another article, the same numbers in the text"),
    ],
)
def test_labelled_anew_and_edited_is_one_act(before: dict[str, Any], after: dict[str, Any], kind: ChangeKind) -> None:
    """Where nearly all of the text is the same."""
    old, new = statement(TEXT, **before), statement(TEXT.replace("offences", "crimes"), **after)

    (found,) = compare([old, statement(OTHER)], [statement(OTHER), new])

    assert (found.kind, found.before, found.after) == (kind, old, new)


def test_two_that_changed_places_and_one_was_edited() -> None:
    old = [statement(TEXT), statement(OTHER, article="8")]
    new = [statement(OTHER), statement(f"{TEXT} It adds this.", article="8")]

    assert kinds(old, new) == [AMENDED, AMENDED]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(TEXT.replace("Article 7", "Article 8"), id="the formula, for another article"),
        pytest.param(" ".join(TEXT.split()[:9]), id="half of it"),
    ],
)
def test_under_another_label_alike_is_not_enough(text: str) -> None:
    """A State may withdraw one reservation and make another with the same formula."""
    assert sorted(kinds([statement(TEXT)], [statement(text, article="8")])) == [MADE, WITHDRAWN]


def test_what_leaves_the_list_is_withdrawn_without_a_reason() -> None:
    (found,) = compare([statement(TEXT)], [])

    assert (found.kind, found.vanished) == (WITHDRAWN, True)


def test_what_was_withdrawn_may_leave_the_list() -> None:
    gone = statement(TEXT, withdrawn_on=date(2026, 3, 1))

    assert compare([gone], []) == ()
    assert apply([gone], ()) == (gone,)


def test_a_withdrawal_taken_back_is_an_amendment() -> None:
    gone = statement(TEXT, withdrawn_on=date(2026, 3, 1))

    assert kinds([gone], [later(gone, withdrawn_on=None)]) == [AMENDED]


def test_two_equal_statements_are_two() -> None:
    twice = [statement(TEXT), statement(TEXT, order=2)]

    assert kinds(twice, twice[:1]) == [WITHDRAWN]
    assert kinds(twice[:1], twice) == [MADE]


def test_an_act_on_a_statement_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="JPN"):
        apply([], [StatementDifference(kind=WITHDRAWN, before=statement(TEXT))])


def test_a_difference_is_known_again() -> None:
    """By a key that the markup and order of a later read leave as it is, and that no other difference has."""
    old, new = statement(TEXT), statement(f"{TEXT} More.")
    (found,) = compare([old], [new])
    (again,) = compare([old], [later(new, order=3, html="<i>", text=f"{TEXT}\n More.")])
    others = [*compare([old], []), *compare([], [new]), *compare([old], [later(new, text=f"{TEXT} Most.")])]

    assert found.key == again.key
    assert len({found.key, *(one.key for one in others)}) == 4


def test_thousands_of_changed_statements() -> None:
    """All of one label, all edited: each is found again."""
    old = [
        statement(f"Statement {place} of many, about the matter {place * 7}.", order=place) for place in range(3_000)
    ]
    new = [later(one, text=f"{one.text} Edited.") for one in old]

    found = compare(old, new)

    assert {one.kind for one in found} == {AMENDED}
    assert all(one.before and one.after and one.after.text == f"{one.before.text} Edited." for one in found)
    assert len(compare(old, ())) == 3_000


# ---- telling -----------------------------------------------------------------------------------


def test_as_a_difference_of_the_treaty() -> None:
    made = statement(TEXT, deposited_on=date(2023, 8, 10), effective_on=date(2024, 8, 1))
    (found,) = compare([], [made])

    told = as_difference(found, particulars=particulars)

    assert (told.kind, told.nature, told.field) == (MADE, Nature.EVENT, Field.STATEMENT)
    assert (told.participant, told.name, told.before, told.after) == ("JPN", "Japan", None, TEXT)
    assert told.rule


def test_the_day_of_the_act_named() -> None:
    """Made: deposit, else effect. Amended: what is new. Withdrawn: the withdrawal's. Never a day of something else."""
    dated = statement(TEXT, deposited_on=date(2023, 8, 10), effective_on=date(2024, 8, 1))
    edited = later(dated, text=f"{TEXT} More.")

    def day(old: list[Statement], new: list[Statement]) -> date | None:
        (found,) = compare(old, new)
        return as_difference(found, particulars=particulars).effective_on

    assert day([], [dated]) == date(2023, 8, 10)
    assert day([], [later(dated, deposited_on=None)]) == date(2024, 8, 1)
    assert day([dated], [edited]) is None
    assert day([dated], [later(edited, deposited_on=date(2026, 1, 5))]) == date(2026, 1, 5)
    assert day([dated], [later(dated, effective_on=date(2024, 9, 1))]) == date(2024, 9, 1)
    assert day([dated], []) is None
    assert day([dated], [later(dated, withdrawn_on=date(2026, 3, 1))]) == date(2026, 3, 1)


def test_where_the_text_is_the_same_label_and_dates_are_told() -> None:
    one = statement(TEXT, effective_on=date(2024, 8, 1))
    (found,) = compare([one], [later(one, kind=StatementKind.DECLARATION)])

    told = as_difference(found, particulars=particulars)

    assert told.before == "reservation, article 7, effective 2024-08-01"
    assert told.after == "declaration, article 7, effective 2024-08-01"


def test_an_unknown_nature_is_part_of_the_label() -> None:
    one = statement(TEXT, kind=StatementKind.OTHER, nature="Notification")
    (found,) = compare([one], [later(one, nature="Note")])

    told = as_difference(found, particulars=particulars)

    assert (told.before, told.after) == ('other, "Notification", article 7', 'other, "Note", article 7')


# ---- asking of what stands ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("effective", "withdrawn", "acted", "applies"),
    [
        (None, None, True, True),
        (None, None, False, False),
        ("2024-08-01", None, False, True),
        ("2024-08-02", None, True, False),
        (None, "2024-08-02", True, True),
        (None, "2024-08-01", True, False),
    ],
)
def test_in_effect_from_its_day_until_the_day_of_withdrawal(
    effective: str | None, withdrawn: str | None, acted: bool, applies: bool
) -> None:
    """One without a day of effect applies once its participant has signed or consented."""
    days = [date.fromisoformat(day) if day else None for day in (effective, withdrawn)]
    one = statement(TEXT, effective_on=days[0], withdrawn_on=days[1])

    assert in_effect(one, date(2024, 8, 1), acted=acted) is applies


def test_without_a_day_of_effect_it_applies_from_its_deposit() -> None:
    """Nobody has reserved before it said so."""
    one = statement(TEXT, deposited_on=date(2023, 8, 10))

    assert not in_effect(one, date(2023, 8, 9), acted=True)
    assert in_effect(one, date(2023, 8, 10), acted=True)


NAMES_7 = [
    "7",
    "Article 7",
    "7(9)(a)",
    "Ex-7",
    "5, 7 and 9",
    "art. 7",
    "6-8",
    "6 – 8",
    "Articles 6 to 8",
    "7.9.a",
    "27, 7",
]
NOT_7 = ["17", "70", "7bis", "7a", "27.7", "27(7)", "Article 1, paragraphs 5, 6 and 7", "8-6", "", None, "VII"]


@pytest.mark.parametrize("printed", NAMES_7)
def test_articles_named(printed: str) -> None:
    assert article_matches("7", printed)
    assert article_matches("Article 7", printed)


@pytest.mark.parametrize("printed", NOT_7)
def test_articles_not_named(printed: str | None) -> None:
    assert not article_matches("7", printed)


@pytest.mark.parametrize(
    ("asked", "printed", "named"),
    [
        ("7(9)", "7(9)(a)", True),
        ("7.9", "Article 7, paragraph 9.a", True),
        ("7.9", "7", False),
        ("7.9", "7.8", False),
        ("7 bis", "Article 7bis", True),
        ("7, paragraph 2", "Article 7, paragraphs 1 and 2", True),
        ("preamble", "Preamble", True),
        ("preamble", "7", False),
        ("", "7", False),
        ("", "", False),
        ("7", "7 " * 100_000, True),
        ("7", "1-" * 100_000, False),
        ("22-b", "22(b)", True),
        ("22-B", "Article 22.b", True),
        ("22-b", "22", False),
        ("22-b", "22(a)", False),
        ("22", "22-b", True),
        ("22-bis", "22bis", True),
        ("22-bis", "22", False),
        ("7-9", "8", True),
    ],
)
def test_paragraphs_and_oddities(asked: str, printed: str, named: bool) -> None:
    assert article_matches(asked, printed) is named


@pytest.mark.parametrize(
    ("asked", "printed", "around"),
    [
        ("7(9)(a)", "7", ("7",)),
        ("7(9)(a)", "7(9)", ("7",)),
        ("7(9)(a)", "6-8", ("7",)),
        ("22-b", "Article 22", ("22",)),
        ("7(9), 22-b", "7, 22", ("7", "22")),
        ("7(9)(a)", "7(8)", ()),
        ("7(9)(a)", "7(9)(a)", ()),
        ("7", "7", ()),
        ("7(9)", None, ()),
    ],
)
def test_articles_printed_without_the_paragraph(asked: str, printed: str | None, around: tuple[str, ...]) -> None:
    """What an asked paragraph stands in is no answer, but worth a word."""
    assert articles_around(asked, printed) == around


def test_a_matrix_of_articles_and_participants() -> None:
    found = matrix(
        [
            statement(TEXT, article="10"),
            statement(TEXT, article="7", participant="NLD"),
            statement(OTHER, article="7", participant="NLD", kind=StatementKind.DECLARATION),
            statement(TEXT, article=None),
        ]
    )

    assert found.articles == ("7", "10", None)
    assert found.participants == ("JPN", "NLD")
    assert found.cells["7", "NLD"] == (StatementKind.RESERVATION, StatementKind.DECLARATION)
    assert ("7", "JPN") not in found.cells


# ---- doubt -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "doubtful"),
    [(1, 0, True), (0, 0, False), (0, 5, False), (10, 5, False), (10, 4, True), (9, 1, False), (300, 149, True)],
)
def test_a_list_that_lost_too_much_waits_for_a_person(before: int, after: int, doubtful: bool) -> None:
    found = doubts([statement(TEXT)] * before, [statement(TEXT)] * after)

    assert [one.kind for one in found] == ([ErrorKind.STATEMENTS] if doubtful else [])


def test_withdrawn_statements_may_leave_all_at_once() -> None:
    gone = statement(TEXT, withdrawn_on=date(2026, 3, 1))

    assert doubts([gone] * 20, []) == ()


# ---- word by word ------------------------------------------------------------------------------


def test_words_taken_out_and_put_in() -> None:
    found = word_difference(
        "not to apply Article 7 in whole.\nIt “may” ask.", "not to apply Article 7 in part.\nIt 'may' ask."
    )

    assert [(one.side, one.text) for one in found] == [
        (Side.KEPT, "not to apply Article 7 in"),
        (Side.REMOVED, " whole"),
        (Side.ADDED, " part"),
        (Side.KEPT, ".\nIt 'may' ask."),
    ]


def test_single_words_between_edits_are_part_of_them() -> None:
    """Two sentences with "of the" in common are shown one after the other, not as a mosaic."""
    found = word_difference("start here a b of c d stop here now", "start here x y of w z stop here now")

    assert [one.side for one in found] == [Side.KEPT, Side.REMOVED, Side.ADDED, Side.KEPT]
    assert found[1].text == " a b of c d"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a " * 100_000, "b " * 100_000),
        ("a b " * 50_000, "b a c " * 30_000),
        ("a\n" * 50_000, "a b\n" * 30_000),
        ("x" * 500_000, "y" * 500_000),
    ],
)
def test_texts_without_end_are_shown_one_after_the_other(before: str, after: str) -> None:
    found = word_difference(before, after)

    assert len(found) <= 3
    assert replace(found[-1], text="").side is not Side.REMOVED
