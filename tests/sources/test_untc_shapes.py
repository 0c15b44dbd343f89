"""Shapes of the United Nations' exports: damaged bytes, numbers, columns, entries into force. Acts are fictional."""

from __future__ import annotations

from datetime import date

import pytest
from registers import HEADERS, place_of, untc

from tracker.errors import ErrorKind, ParseError
from tracker.models import ConsentKind, PrintedRow
from tracker.sources.kinds.untc_xml import UntcXml
from tracker.sources.registry import parse

ROWS = (("Belize", "2 Mar 2001", "", "5 May 2002"),)


def printed(headers: tuple[str, ...], *cells: str) -> PrintedRow:
    """The only row of a table."""
    [row] = parse(
        "untc-xml", untc(("Belize", *cells), headers=("Participant", *headers)), charset=None, number=None
    ).rows
    return row


def refused(body: bytes, number: str | None = None) -> ErrorKind:
    with pytest.raises(ParseError) as caught:
        parse("untc-xml", body, charset=None, number=number)
    return caught.value.kind


# ---- the bytes ---------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20)])
def test_every_byte_that_xml_forbids_was_a_character(code: int) -> None:
    """In notes, in the title, in a header and in a cell of dates; never in a name."""
    for body in (
        untc(*ROWS, endnotes=f"resolution 55/999 of 14{chr(code)}December 2000"),
        untc(*ROWS, title=f"16. Convention{chr(code)}against Examples"),
        untc(*ROWS, headers=(*HEADERS[:3], f"Ratification,{chr(code)}Accession(a)")),
    ):
        [row] = parse("untc-xml", body, charset=None, number="XVIII-16").rows
        assert (row.name, row.consent_on) == ("Belize", date(2002, 5, 5))


@pytest.mark.parametrize(
    ("written", "charset"),
    [
        (b"", "utf-8"),
        (b'<?xml version="1.0"?>', "utf-8"),
        (b'\xef\xbb\xbf<?xml version="1.0" encoding="utf-8"?>', "utf-8"),
        (b'<?xml version="1.0" encoding="latin1"?>', "latin-1"),
        (b'<?xml version="1.0" encoding="ISO-8859-15"?>', "iso8859-15"),
        (b'<?xml version="1.0" encoding="iso-8859-1"?>', "cp1252"),
    ],
)
def test_the_bytes_are_mended_in_any_charset(written: bytes, charset: str) -> None:
    """Declared, by a mark, or by none; as bytes and as references. Windows-1252 is often named ISO 8859-1."""
    named = "Côte d’Ivoire" if charset == "cp1252" else "Côte d'Ivoire"
    export = untc((named.replace("’", "@"), "", "", "5 May 2002"), endnotes="14\x02December &#2; &#x1c;a&#x1D; &#9;")
    body = written + export.partition(b"?>")[2].decode("latin-1").replace("@", "’").encode(charset)
    [row] = parse("untc-xml", body, charset=None, number="XVIII-16").rows
    assert (row.name, row.consent_on) == (named, date(2002, 5, 5))


def test_utf_16_is_read() -> None:
    """By its mark."""
    text = untc(*ROWS).decode("latin-1").replace("iso-8859-1", "utf-16")
    assert parse("untc-xml", text.encode("utf-16"), charset=None, number="XVIII-16").rows[0].name == "Belize"


# ---- the treaty --------------------------------------------------------------------------------

NUMBERS = [
    (place_of("XVIII", "16"), "XVIII-16"),
    (place_of("XXVII", "7", sub="d", subtitle="Protocol on Examples"), "XXVII-7-d"),
    (place_of("XI", "1", section="A"), "XI-A-1"),
    (place_of("XI", "16", section="B", sub="3"), "XI-B-16-3"),
    (place_of("III", "2", sub="12a"), "III-2-12a"),
    (place_of("XXVII", "8", sub="a.1"), "XXVII-8-a-1"),
    (place_of("XXVII", "8", sub="a (2)"), "XXVII-8-a-2"),
    (place_of("XXVII", "8 bis"), "XXVII-8-bis"),
    (place_of("XXVII", "8", sub="bis"), "XXVII-8-bis"),
    (place_of("XI", "2", section="A. Customs"), "XI-A-2"),
]


@pytest.mark.parametrize(("place", "number"), NUMBERS)
def test_chapter_section_and_place_are_the_number(place: str, number: str) -> None:
    """As it stands in the head; another one that was asked for is the wrong treaty."""
    body = untc(*ROWS, place=place, title="Convention on Examples")
    assert parse("untc-xml", body, charset=None, number=None).number == number
    assert parse("untc-xml", body, charset=None, number=number).number == number
    for other in {"XVIII-17", "XVII-16", "XXVII-7", "XXVII-8", "XXVII-7-e", "XI-B-1", "III-2-12b", "X-X"} - {number}:
        assert refused(body, other) is ErrorKind.WRONG_TREATY


def test_an_export_without_a_number_is_nobodys() -> None:
    """Neither chapter and place nor a place before the title."""
    assert refused(untc(*ROWS, title="Convention on Examples"), "XVIII-16") is ErrorKind.WRONG_TREATY
    joined = untc(*ROWS, place=place_of("XXVII", "7", sub="d"))
    assert parse("untc-xml", joined, charset=None, number="XXVII-7d").number == "XXVII-7d"


def test_a_protocol_has_its_own_title() -> None:
    """`Subtitlesect` goes before the title of the convention."""
    body = untc(*ROWS, place=place_of("XVIII", "99", sub="a", subtitle="Protocol to the Convention on Examples"))
    assert parse("untc-xml", body, charset=None, number=None).title == "Protocol to the Convention on Examples"


@pytest.mark.parametrize("number", [number for _, number in NUMBERS])
def test_the_number_can_be_configured(number: str) -> None:
    """The form that the configuration checks."""
    import re

    from tracker.config.checks import _TREATY_ID

    assert re.fullmatch(UntcXml.number_form or "", number)
    assert _TREATY_ID.fullmatch(f"untc-{number.lower()}")
    assert not _TREATY_ID.fullmatch(f"untc-{number.lower()}-")


# ---- entry into force --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown", "day"),
    [
        ("3 March 2003, in accordance with article 9.", True, date(2003, 3, 3)),
        ("on 3 March 2003.", True, date(2003, 3, 3)),
        ("provisionally on 3 March 2003, and definitively on 4 April 2004, by 9(1).", True, date(2004, 4, 4)),
        ("definitively on 4 April 2004, in accordance with article 9(1).", True, date(2004, 4, 4)),
        ("Definitively, on 4 April 2004; provisionally on 3 March 2003.", True, date(2004, 4, 4)),
        ("3 March 2003, provisionally, and 4 April 2004, definitively.", True, date(2004, 4, 4)),
        ("provisionally on 3 March 2003, in accordance with article 9(3).", False, None),
        ("3 March 2003, provisionally.", False, None),
        ("definitively, in accordance with article 9 (1), on 4 April 2004.", True, date(2004, 4, 4)),
        (
            "provisionally on 3 March 2003 and definitively, by rule 3 of art. 9, on 4th April 2004",
            True,
            date(2004, 4, 4),
        ),
        ("provisionally on 3 March 2003 and not yet definitively, see 4 April 2004", False, None),
        ("provisionally on 3 March 2003; definitively not yet in force.", False, None),
        ("Not yet in force: see article 9.", True, None),
        ("See the note.", False, None),
    ],
)
def test_the_treatys_entry_into_force(text: str, shown: bool, day: date | None) -> None:
    """The definitive one. A provisional one alone tells neither yes nor no."""
    chart = parse("untc-xml", untc(*ROWS, in_force=text), charset=None, number=None)
    assert (chart.shows_in_force_on, chart.in_force_on) == (shown, day)


# ---- columns -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header",
    [
        "Participation under article 7 of the Protocol of 2 May 2001(P), Accession(a), Ratification",
        "Ratification, Acceptance(A), Participation under articles 8 (1) and (4)(P)",
        "Accession(a), Participation [annex 3](P)",
        "Participation in 2001 (P); Accession (a)",
    ],
)
def test_a_letter_after_digits_and_brackets(header: str) -> None:
    """The header defines it all the same."""
    assert printed((header,), "5 May 2002 P").consent_kind is ConsentKind.CONSENT


@pytest.mark.parametrize(
    ("header", "letter", "kind"),
    [
        ("Ratification/Accession(a)", "a", ConsentKind.ACCESSION),
        ("Ratification or Accession (a)", "a", ConsentKind.ACCESSION),
        ("Ratification or Accession (a)", "", ConsentKind.RATIFICATION),
        ("Ratification, Acceptance(A) and Approval(AA)", "AA", ConsentKind.APPROVAL),
        ("Ratification, Participation in the Treaty or the Annex(P)", "P", ConsentKind.CONSENT),
    ],
)
def test_a_letter_is_that_of_the_act_before_it(header: str, letter: str, kind: ConsentKind) -> None:
    """Whatever stands between it and the act before that one."""
    assert printed((header,), f"5 May 2002 {letter}".strip()).consent_kind is kind


def test_a_consent_among_the_signatures_is_refused() -> None:
    """It would be read as a signature; a succession to one is a signature."""
    headers = ("Participant", "Signature, Acceptance(A), Succession to signature(d)", "Ratification")
    assert refused(untc(("Belize", "5 May 2002 A", ""), headers=headers)) is ErrorKind.SHAPE
    assert printed(headers[1:], "5 May 2002 d", "").signed_on == date(2002, 5, 5)


@pytest.mark.parametrize("consent", ["[ 5 May 2002] a", "[5 May 2002 a ]"])
def test_a_former_participant_may_stand_in_brackets(consent: str) -> None:
    """With all its dates, or the list says two things of it. The letter may stand after the bracket."""
    headers = ("Signature", "Ratification, Accession(a)")
    row = printed(headers, "", consent)
    assert [(one.consent_on, one.consent_kind) for one in row.former] == [(date(2002, 5, 5), ConsentKind.ACCESSION)]
    named = untc(("[Belize]", "", consent), headers=("Participant", *headers))
    assert parse("untc-xml", named, charset=None, number=None).rows[0].former == row.former
    assert refused(untc(("[Belize]", "", "5 May 2002"), headers=("Participant", *headers))) is ErrorKind.SHAPE


def test_a_part_of_an_article_is_no_letter() -> None:
    """It would take the letter's meaning away."""
    row = printed(("Accession(a), Participation under article 7 (a)(P)",), "5 May 2002 a")
    assert row.consent_kind is ConsentKind.ACCESSION


def test_participation_is_a_consent() -> None:
    """In a column of its own, and beside a definitive signature: then a date alone does not say which."""
    amended = "Participation in the Agreement as amended under paragraph 4 of resolution 9"
    row = printed((amended, "Ratification, Accession(a)"), "5 May 2002", "")
    assert (row.consent_on, row.consent_kind) == (date(2002, 5, 5), ConsentKind.CONSENT)
    either = "Definitive signature or participation in the Treaty and the Annex, Participation(P)"
    row = printed((either, "Accession(a)"), "5 May 2002", "")
    assert (row.consent_kind, row.signed_on) == (ConsentKind.CONSENT, None)


@pytest.mark.parametrize(
    "provisional",
    [
        "Provisional acceptance/accession",
        "Provisional acceptance",
        "Acceptance, provisional",
        "Temporary acceptance",
        "Date of effect of acceptance",
        "Rejection of accession",
        "Provisional application by virtue of signature, adoption of the Agreement or accession thereto",
        "Notification of provisional application",
        "Denunciation of acceptance",
        "Non-acceptance of amendment",
        "Notification of non-acceptance",
        "Reservation to accession",
        "Request for accession",
        "Intention of ratification",
        "Withdrawal of accession",
    ],
)
def test_a_provisional_act_is_never_a_consent(provisional: str) -> None:
    """Alone it is kept beside the row; in a table of two stages the second one is the consent."""
    row = printed((provisional, "Definitive acceptance"), "5 May 2002", "")
    assert (row.consent_on, row.extra) == (None, ((provisional, "5 May 2002"),))
    row = printed((provisional, "Definitive acceptance"), "5 May 2002", "6 Jun 2003")
    assert (row.consent_on, row.consent_kind) == (date(2003, 6, 6), ConsentKind.ACCEPTANCE)


def test_a_date_that_may_be_provisional_is_refused() -> None:
    """A header that names both, and gives the provisional act no letter."""
    headers = ("Participant", "Acceptance, Provisional acceptance")
    assert refused(untc(("Belize", "5 May 2002"), headers=headers)) is ErrorKind.SHAPE
    row = printed(("Acceptance, Provisional acceptance(p)",), "5 May 2002 p")
    assert row.consent_on is None


def test_application_alone_is_how_a_state_takes_part() -> None:
    """Beside other acts it is not."""
    assert printed(("Application",), "5 May 2002").consent_kind is ConsentKind.CONSENT
    row = printed(("Application", "Accession"), "5 May 2002", "")
    assert (row.consent_on, row.extra) == (None, (("Application", "5 May 2002"),))


def test_two_consents_of_one_state_are_refused() -> None:
    """Which of the two stands is not told."""
    headers = ("Participant", "Acceptance", "Accession")
    assert refused(untc(("Belize", "5 May 2002", "6 Jun 2003"), headers=headers)) is ErrorKind.SHAPE
