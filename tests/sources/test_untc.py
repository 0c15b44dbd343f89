"""The United Nations Treaty Collection: damaged bytes repaired, then read strictly; letters by the treaty's own header.

Names are real, acts are fictional: no page or data of the UN is in the project.
"""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest
from registers import ACTIONS, HEADERS, cut, untc
from world import World, told

import tracker.cli
from db.knowledge import Knowledge
from jobs.setup.doctor import examine
from tracker.answers.between import between
from tracker.config import load
from tracker.errors import ConfigError, ErrorKind, ParseError
from tracker.law import standing_on
from tracker.models import Chart, ConsentKind, Field, PrintedRow, Standing
from tracker.participants import table
from tracker.sources.interpret import interpret
from tracker.sources.kinds.untc_xml import UntcXml
from tracker.sources.registry import parse
from tracker.sources.untc import repaired

TODAY = date(2026, 11, 22)
SIGNED = "25 Oct\t 2025"


def note(text: str) -> str:
    """A footnote mark, escaped as in the export."""
    return f"&lt;superscript&gt;{text}&lt;/superscript&gt;"


ROWS = (
    ("Algeria", SIGNED, "", ""),
    (f"China {note('2')} {note(', 3')}", SIGNED, "", "9 Jan\t 2026 A"),
    (cut("Côte d’Ivoire"), SIGNED, "3 Nov\t 2025 n", "9 Jan\t 2026 AA"),
    ("European Union", "", "", "10 Jan\t 2026 c"),
    ("Türkiye", "", "", "11 Jan\t 2026 a"),
    ("Montenegro", "", "", "23 Mar\t 2026 d"),
    (f"Jamaica{note('4')}", "19 Dec\t 2025", "", "[ 3 Feb\t 2026 ]"),
    (f"Netherlands (Kingdom of the){note('5,6')}", SIGNED, "", "12 Jan\t 2026"),
)


def printed(*rows: tuple[str, ...], number: str | None = None, **about: object) -> tuple[PrintedRow, ...]:
    """The rows of an export."""
    return parse("untc-xml", untc(*rows, **about), charset=None, number=number).rows  # type: ignore[arg-type] # a test's


def read(body: bytes, number: str = "XVIII-16") -> Chart:
    """A chart as `check` reads it."""
    return interpret(parse("untc-xml", body, charset=None, number=number), table(), blank_non_member_invited=False)


def refused(body: bytes, number: str = "XVIII-16") -> ErrorKind:
    """The kind of the error that the body is."""
    with pytest.raises(ParseError) as caught:
        read(body, number)
    return caught.value.kind


# ---- what it says ------------------------------------------------------------------------------


def test_names_letters_and_dates() -> None:
    """Tabs in dates, letters after them, footnotes apart from names; no group, no flags, no entry into force."""
    chart = read(untc(*ROWS))

    assert {row.participant: (row.name, row.consent_kind, row.notes) for row in chart.rows} == {
        "CHN": ("China", ConsentKind.ACCEPTANCE, ("2", "3")),
        "CIV": ("Côte d’Ivoire", ConsentKind.APPROVAL, ()),
        "DZA": ("Algeria", None, ()),
        "EUE": ("European Union", ConsentKind.FORMAL_CONFIRMATION, ()),
        "JAM": ("Jamaica", None, ("4", "[ 3 Feb 2026 ]")),
        "MNE": ("Montenegro", ConsentKind.SUCCESSION, ()),
        "NLD": ("Netherlands (Kingdom of the)", ConsentKind.RATIFICATION, ("5", "6")),
        "TUR": ("Türkiye", ConsentKind.ACCESSION, ()),
    }
    ivory_coast = chart.row("CIV")
    assert ivory_coast is not None
    assert (ivory_coast.signed_on, ivory_coast.consent_on) == (date(2025, 10, 25), date(2026, 1, 9))
    assert ivory_coast.extra[0] == ("Provisional application(n)", "3 Nov 2025 n")
    assert ivory_coast.provisional_on == date(2025, 11, 3)
    twice = read(untc(("Peru", SIGNED, "[ 3 Nov 2025 n ] 4 Dec 2025 n", ""))).rows[0]
    assert twice.provisional_on == date(2025, 12, 4)  # what stands in brackets has ended
    assert {(row.group, row.flags_known, row.in_force_on) for row in chart.rows} == {(None, frozenset(), None)}
    assert {frozenset({Field.SIGNED_ON, Field.CONSENT_ON, Field.CONSENT_KIND}), ivory_coast.known} == {
        ivory_coast.known
    }


def test_the_head_of_the_export() -> None:
    """The title without its number, the entry into force, the parties printed; adoption is not opening."""
    chart = read(untc(*ROWS, parties="6"))

    assert (chart.title, chart.in_force_on) == ("Fictional Convention against Examples", date(2026, 1, 1))
    assert (chart.opened_on, chart.shows_in_force_on) == (None, True)
    assert chart.totals is not None
    assert (chart.totals.consents, chart.totals.signatories) == (6, None)
    assert read(untc(*ROWS, in_force="Not yet in force: see article 65(1).")).in_force_on is None


def test_brackets_end_participation() -> None:
    """Withdrawn or terminated: no consent stands, the participant is a former one, and the date stays as a note."""
    [jamaica] = [row for row in read(untc(*ROWS)).rows if row.participant == "JAM"]
    assert (jamaica.signed_on, jamaica.consent_on) == (date(2025, 12, 19), None)
    assert standing_on(jamaica, TODAY) is Standing.FORMER

    again = "[20 Jan\t 2026 A] 20 Jan\t 2027 A"
    [back] = read(untc(("Canada", "", "", again))).rows
    assert (back.consent_on, back.listed, back.notes) == (date(2027, 1, 20), None, ("[20 Jan 2026 A]",))

    [withdrawn] = read(untc(("Canada", f"[{SIGNED}]", "", ""))).rows
    assert withdrawn.former == ()
    assert standing_on(withdrawn, TODAY) is Standing.NONE


@pytest.mark.parametrize(
    ("cells", "standings"),
    [
        (("[ 2 Mar 2001]", "[ 5 May 2002 A]"), "none signatory former former"),
        (("2 Mar 2001", "[ 5 May 2002 A]"), "none signatory former former"),
        (("", "[ 5 May 2002 A]"), "none none former former"),
        (("[ 2 Mar 2001]", "[ 5 May 2002 A] 9 Sep 2010 A"), "none signatory former contracting"),
    ],
)
def test_what_brackets_leave_of_the_past(cells: tuple[str, str], standings: str) -> None:
    """Nobody left before it took part. When it left is not printed: no later day is known to be before that."""
    [row] = read(untc(("Canada", cells[0], "", cells[1]))).rows
    days = (date(2001, 1, 1), date(2001, 12, 1), date(2002, 6, 1), date(2011, 1, 1))
    assert " ".join(standing_on(row, day) for day in days) == standings


def test_a_participation_that_ended_is_not_known_of_days_after_the_consent(w: World) -> None:
    """`between` on a day when it may still have been a Party: no flat No."""
    w.standin.bodies[PATH] = ("text/xml", untc(("Canada", "[ 2 Mar 2001]", "", "[ 5 May 2002 A]"), *ROWS[4:6]))
    w.check_all(treaties=["untc-xviii-16"])

    def in_force(day: str) -> bool | None:
        with w.store() as store:
            found = between(
                Knowledge(store),
                "canada",
                "montenegro",
                now=w.now,
                treaties=["untc-xviii-16"],
                day=date.fromisoformat(day),
            )
        return found[0].in_force_as_known

    assert (in_force("2026-06-01"), in_force("2026-11-22")) == (None, False)


@pytest.mark.parametrize(
    ("header", "cell", "kind"),
    [
        ("Ratification, Accession(a)", "1 Jan 2026", ConsentKind.RATIFICATION),
        ("Ratification, Acceptance, Approval", "1 Jan 2026", ConsentKind.RATIFICATION_ACCEPTANCE_OR_APPROVAL),
        ("Acceptance(A), Ratification, Approval(AA)", "1 Jan 2026 AA", ConsentKind.APPROVAL),
        ("Accession", "1 Jan 2026", ConsentKind.ACCESSION),
        ("Accession(A), Approval(a)", "1 Jan 2026 a", ConsentKind.APPROVAL),
        ("Accession(A), Approval(a)", "1 Jan 2026 A", ConsentKind.ACCESSION),
        ("Consent to be bound(P), Definitive signature(s)", "1 Jan 2026 P", ConsentKind.CONSENT),
        ("Ratification, Definitive signature (s)", "1 Jan 2026 s", ConsentKind.DEFINITIVE_SIGNATURE),
        ("Ratification, Simplified procedure(p)", "1 Jan 2026 p", ConsentKind.CONSENT),
        ("Ratification, Provisional application(n)", "1 Jan 2026 n", None),
    ],
)
def test_a_letter_means_what_the_treatys_own_header_says(header: str, cell: str, kind: ConsentKind | None) -> None:
    """Never what it means elsewhere; case tells `a` from `A`."""
    [row] = printed(("Canada", "", cell), headers=("Participant", "Signature", header))

    assert row.consent_kind is kind
    assert (row.consent_on is not None) is (kind is not None)
    assert (row.signed_on is not None) is (kind is ConsentKind.DEFINITIVE_SIGNATURE)


def test_columns_are_known_by_their_words() -> None:
    """In any order, with or without signatures, beside columns nobody knows."""
    [row] = printed(("9 Jan 2026 a", "gone fishing", "Canada"), headers=(ACTIONS, "Notifications", "Participant"))

    assert (row.name, row.consent_on, row.signed_on) == ("Canada", date(2026, 1, 9), None)
    assert (row.known, row.extra) == (frozenset({Field.CONSENT_ON}), (("Notifications", "gone fishing"),))


def test_a_letter_in_the_column_of_signatures() -> None:
    """Succession to signature is a signature; a definitive one is a consent too."""
    headers = ("Participant", "Signature, Succession to signature(d), Definitive signature(s)", "Ratification")
    first, second = printed(("Canada", "1 Jan 2026 d", ""), ("Peru", "1 Jan 2026 s", ""), headers=headers)

    assert (first.signed_on, first.consent_on) == (date(2026, 1, 1), None)
    assert (second.signed_on, second.consent_kind) == (date(2026, 1, 1), ConsentKind.DEFINITIVE_SIGNATURE)


# ---- the bytes ---------------------------------------------------------------------------------


def test_cut_characters_are_put_back_and_nothing_else() -> None:
    """Quotation marks, dashes, apostrophes; an ampersand that begins no entity; the rest is left as it is."""
    text = "“A” – b — ‘c’ … é &amp; &#233; &lt;"
    damaged = b'<?xml version="1.0" encoding="iso-8859-1"?><a>' + cut(text).encode("latin-1") + b"</a>"

    assert repaired(damaged).decode() == "<a>“A” – b — ‘c’ &amp; é &amp; &#233; &lt;</a>"


def test_damage_anywhere_in_the_export_is_no_harm() -> None:
    """Declarations and end notes hold most of it; names come out right all the same."""
    notes = cut("The Government’s declaration: “… not recognise …” – see A & B")
    body = untc(*ROWS, endnotes=notes, title=cut("16. Convention “against” Examples – New York"))

    assert read(body).rows == read(untc(*ROWS)).rows
    assert read(body).title == "Convention “against” Examples – New York"


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Canada<superscript>2", id="real markup, never closed"),
        pytest.param("Canada&lt;superscript&gt;2", id="escaped markup, never closed"),
        pytest.param("Canada&lt;b&gt;2&lt;/b&gt;", id="other markup"),
        pytest.param("Canada &lt; Peru", id="a bracket"),
        pytest.param("Canada\x01", id="a byte that was no typography"),
        pytest.param("", id="no name"),
        pytest.param("C" * 201, id="no name so long"),
    ],
)
def test_names_are_never_mended(name: str) -> None:
    """A parser that recovers would read the first as 'Canadasuperscript2'."""
    assert refused(untc((name, SIGNED, "", ""))) == "shape"


def test_markup_that_is_not_escaped_is_a_footnote_too() -> None:
    """The same mark, written as an element."""
    [row] = printed(("Canada<superscript>1, 2</superscript>", SIGNED, "", ""))
    assert (row.name, row.notes) == ("Canada", ("1", "2"))


# ---- what it refuses ---------------------------------------------------------------------------

UNKNOWN_NUMBER = b"""<!DOCTYPE html><html><head><title>UNTC</title></head><body><form></form></body></html>"""
MAINTENANCE = b"<html><body>This site is undergoing urgent maintenance and is currently unavailable</body></html>"
GOOD = untc(*ROWS)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param(UNKNOWN_NUMBER, "media_type", id="an unknown number, answered 200"),
        pytest.param(MAINTENANCE, "media_type", id="maintenance"),
        pytest.param(b"urgent maintenance", "media_type", id="maintenance in plain words"),
        pytest.param(b"<html><title>Attention Required</title></html>", "blocked", id="challenge"),
        pytest.param(b'<?xml version="1.0" encoding="iso-8859-1"?><Document/>', "shape", id="an empty document"),
        pytest.param(b'<?xml version="1.0" encoding="utf-7"?><Document/>', "undecodable", id="another encoding"),
        pytest.param(b'<?xml version="1.0" encoding="utf-8"?><a>\xe9</a>', "undecodable", id="not as said"),
        pytest.param(b"", "shape", id="empty"),
        pytest.param(GOOD[: len(GOOD) // 2], "shape", id="cut"),
        pytest.param(GOOD.replace(b"Participants>", b"Parties>"), "shape", id="no Participants"),
        pytest.param(GOOD.replace(b"Table>", b"Tabular>"), "shape", id="no Table"),
        pytest.param(GOOD.replace(b"Document>", b"Documents>"), "shape", id="another root"),
        pytest.param(untc(), "shape", id="no rows"),
        pytest.param(GOOD.replace(b"Participant&lt;", b"State&lt;"), "shape", id="no column of names"),
        pytest.param(GOOD.replace(ACTIONS.encode(), b"Remarks"), "shape", id="no column of consents"),
        pytest.param(GOOD.replace(HEADERS[2].encode(), b"Signature"), "shape", id="two columns of signatures"),
        pytest.param(untc(("Canada", SIGNED, "")), "shape", id="a row too short"),
        pytest.param(untc(("Canada", SIGNED, "", "9 Jan 2026 x")), "shape", id="unknown letter"),
        pytest.param(untc(("Canada", SIGNED, "", "9 Jan 2026 aa")), "shape", id="letters have a case"),
        pytest.param(untc(("Canada", f"{SIGNED} a", "", "")), "shape", id="a letter of another column"),
        pytest.param(untc(("Canada", SIGNED, "", "9 Jan 2026 n")), "shape", id="provisional in another column"),
        pytest.param(untc(("Canada", "2025-10-25", "", "")), "shape", id="another form of date"),
        pytest.param(untc(("Canada", "25 Okt 2025", "", "")), "shape", id="no month"),
        pytest.param(untc(("Canada", "31 Nov 2025", "", "")), "shape", id="no day"),
        pytest.param(untc(("Canada", f"[{SIGNED}", "", "")), "shape", id="half a bracket"),
        pytest.param(untc(("Canada", f"{SIGNED} {SIGNED}", "", "")), "shape", id="two signatures"),
        pytest.param(untc(("Freedonia", SIGNED, "", "")), "unknown_spelling", id="nobody"),
        pytest.param(untc(*ROWS, title="17. Another Convention"), "wrong_treaty", id="another treaty"),
    ],
)
def test_what_is_no_such_export_is_refused(body: bytes, kind: str) -> None:
    """Markers required, letters known, dates whole."""
    assert refused(body) == kind


def test_hostile_bodies_are_refused_at_once() -> None:
    """Entities, depth, size, and texts that would tie up a careless pattern."""
    head = b'<?xml version="1.0" encoding="iso-8859-1"?>'
    bomb = b'<!DOCTYPE Document [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    assert refused(head + bomb + GOOD.removeprefix(head)) == "shape"
    assert refused(head + b"<Document>" + b"<a>" * 100_000) == "shape"
    assert refused(GOOD.replace(b"Algeria", b"A" * 20_000_000)) == "shape"
    assert refused(GOOD.replace(b"Algeria", b"&" * 1_000_000)) == "shape"
    assert refused(GOOD.replace(b"Signature", b"Signature(" * 500_000)) == "shape"
    assert refused(GOOD.replace(SIGNED.encode(), b"1 Jan " * 500_000, 1)) == "shape"
    assert refused(GOOD.replace(b"</Rows>", b"<Row/>" * 3_000_000 + b"</Rows>")) == "shape"


def test_bytes_gone_wrong_give_a_chart_or_a_named_error() -> None:
    """Never anything but a ParseError, and never a participant that the export did not name."""
    luck = random.Random(16)  # noqa: S311 - no secret
    named = {row.participant for row in read(GOOD).rows}
    for _ in range(1500):
        body = bytearray(GOOD)
        for _ in range(luck.randint(1, 4)):
            at, length = luck.randrange(len(body)), luck.randint(0, 3)
            body[at : at + length] = bytes(luck.choices(b"<>&;/\"'[] aA019-\x00\x1c\x80", k=luck.randint(0, 3)))
        try:
            chart = read(bytes(body))
        except ParseError:
            continue
        assert {row.participant for row in chart.rows} <= named


# ---- off until somebody decides ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("XVIII-16", "https://u/Volume%20II/Chapter%20XVIII/XVIII-16.en.xml"),
        ("XXVII-7-d", "https://u/Volume%20II/Chapter%20XXVII/XXVII-7-d.en.xml"),
        ("IV-4", "https://u/Volume%20I/Chapter%20IV/IV-4.en.xml"),
        ("XII-1", "https://u/Volume%20I/Chapter%20XII/XII-1.en.xml"),
        ("XIII-1", "https://u/Volume%20II/Chapter%20XIII/XIII-1.en.xml"),
    ],
)
def test_volume_and_chapter_follow_from_the_number(number: str, expected: str) -> None:
    """Chapters I to XII are Volume I."""
    source = UntcXml(url="https://u/Volume%20{volume}/Chapter%20{chapter}/{number}.en.xml")

    assert source.request(number).url == expected


TREATY = """
[[treaty]]
id = "untc-xviii-16"
number = "{number}"
name = "Fictional Convention"
opened_on = 2025-10-25
sources = ["{source}"]

[sources.untc-xml]
url = "{origin}/Volume%20{{volume}}/Chapter%20{{chapter}}/{{number}}.en.xml"
{terms}

[sources.saved]
kind = "file"
of = "untc-xml"
path = "saved.xml"
published_on = 2026-06-01
"""
TERMS = 'terms_accepted = "A. Person, 2026-11-22: a private study"'


def settings(origin: str, terms: str = TERMS, number: str = "XVIII-16", source: str = "untc-xml") -> str:
    """A treaty that follows the UN."""
    return TREATY.format(origin=origin, terms=terms, number=number, source=source)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(settings("http://u", terms=""), id="nobody"),
        pytest.param(settings("http://u", terms='terms_accepted = "  "'), id="blank"),
        pytest.param(settings("http://u", terms='terms_accepted = "<who, when, why>"'), id="as shipped"),
        pytest.param(settings("http://u", source="saved"), id="a saved export"),
    ],
)
def test_the_un_is_off_without_a_decision(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A treaty that names such a source is refused, exit 2, and the message says why and what to write."""
    path = tmp_path / "config.toml"
    path.write_text(text)

    assert tracker.cli.run(["--config", str(path), "check"]) == 2
    said = capsys.readouterr().err
    assert "no derivative works" in said
    assert 'terms_accepted = "<who, when, why>"' in said


def test_a_source_that_no_treaty_names_needs_no_decision(tmp_path: Path) -> None:
    """And a number that the UN does not have is refused before anything is asked."""
    path = tmp_path / "config.toml"
    path.write_text("[sources.untc-xml]\nurl = 'https://u/{number}'\n")
    assert load(path).treaties == ()

    path.write_text(settings("http://u", number="185"))
    with pytest.raises(ConfigError, match="'185' is not a number of"):
        load(path)


def test_the_shipped_examples_are_valid_but_for_the_decision(tmp_path: Path) -> None:
    """The UN's treaty and both registers' sources, uncommented as they stand in `config.toml`."""
    shipped = (Path(__file__).parents[2] / "config.toml").read_text()
    blocks = [
        block.replace("\n# ", "\n").removeprefix("# ")
        for block in shipped.split("\n\n")
        if block.startswith(("# [sources.verdragenbank", "# [sources.untc"))
        or (block.startswith("# [[treaty]]") and "untc-xviii-16" in block)
    ]
    path = tmp_path / "config.toml"
    path.write_text("\n".join(blocks))
    with pytest.raises(ConfigError, match="terms_accepted"):
        load(path)

    path.write_text("\n".join(blocks).replace("<who, when, why>", "A. Person, 2026-11-22: a private study"))
    config = load(path)
    [treaty] = config.treaties
    assert [treaty.number_for(name) for name in treaty.sources] == ["XVIII-16", "013891"]
    assert config.sources["verdragenbank-xml"].grace == "60d"


@pytest.fixture
def w(w: World) -> World:
    """A world that follows a treaty of the UN, terms accepted."""
    w.path.write_text(w.path.read_text() + settings(w.standin.origin))
    return w


def test_doctor_leaves_the_un_alone_that_nobody_follows(w: World) -> None:
    """Configured and named by no treaty: it is not asked."""
    w.path.write_text(w.path.read_text().replace('sources = ["untc-xml"]', 'sources = ["coe-service"]'))

    found = examine(w.config, now=lambda: w.now, progress=lambda _: None)

    [un] = [source for source in found["sources"] if source["source"] == "untc-xml"]
    assert un["error"] == {"kind": "config", "message": "no treaty is read from it"}
    assert not [asked for asked in w.standin.requests if "Volume" in asked.path]


PATH = "/Volume%20II/Chapter%20XVIII/XVIII-16.en.xml"


def test_a_treaty_of_the_un_is_followed(w: World) -> None:
    """Baseline, an acceptance told once, then an ending told after it was seen twice."""
    w.standin.bodies[PATH] = ("text/xml", untc(*ROWS))
    [first] = w.check_all(treaties=["untc-xviii-16"])
    assert (first.outcome, first.error) == ("baseline", None)

    w.standin.bodies[PATH] = ("text/xml", untc(*ROWS, ("Peru", "", "", "14 Jun\t 2026 A")))
    [second] = w.check_all(treaties=["untc-xviii-16"])
    assert told(second) == [("accepted", "PER")]

    w.standin.bodies[PATH] = ("text/xml", untc(*ROWS, ("Peru", "", "", "[14 Jun\t 2026 A]")))
    assert w.check(treaties=["untc-xviii-16"]).changes == ()
    w.wait(hours=13)
    assert told(w.check(treaties=["untc-xviii-16"])) == [("retracted", "PER")]
    assert w.parties(treaty="untc-xviii-16")["PER"]["standing"] == "former"
