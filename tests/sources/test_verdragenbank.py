"""The Dutch Treaty Database: its XML read strictly, and as a second source that stands in for the first."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from pages import SHARED
from registers import Party, verdragenbank
from states import ALBANIA
from world import World, row, told

from jobs.demo.standin import Fault
from jobs.setup.parse import parse_file
from tracker.answers.to_json import to_object
from tracker.errors import ErrorKind, ParseError
from tracker.guard.charts import refuse_wrong_treaty
from tracker.law import provisional_on, standing_on
from tracker.models import Chart, ConsentKind, Field, Standing, but
from tracker.participants import table
from tracker.sources.interpret import interpret
from tracker.sources.registry import parse

if TYPE_CHECKING:
    from collections.abc import Callable

CAPTURE = SHARED / "captures" / "verdragenbank-000004-trimmed.xml"
TODAY = date(2026, 11, 22)

NETHERLANDS = Party(
    name="Netherlands, the Kingdom of the",
    signed="2001-11-23",
    consent="2006-11-16",
    letter="R",
    in_force="2007-03-01",
)
BRAZIL = Party(name="Brazil", consent="2022-11-30", letter="A", in_force="2023-03-01")
IRELAND = Party(name="Ireland", signed="2002-02-28")


def read(body: bytes) -> Chart:
    """A chart as `check` reads it."""
    printed = parse("verdragenbank-xml", body, charset=None, number="009852")
    return interpret(printed, table(), blank_non_member_invited=False)


def refused(body: bytes) -> ErrorKind:
    """The kind of the error that the body is."""
    with pytest.raises(ParseError) as caught:
        read(body)
    return caught.value.kind


# ---- what it says ------------------------------------------------------------------------------


def test_the_real_file_parses_whole() -> None:
    """Eight parties under Dutch names; T is an accession, R any of three; the treaty's own dates."""
    if not CAPTURE.is_file():
        pytest.skip(f"{CAPTURE} is not here: it may not be copied into the project")

    found = to_object(parse_file("verdragenbank-xml", CAPTURE, today=TODAY, spellings={}))

    assert found["error"] is None
    assert [r["participant"] for r in found["rows"]] == ["AND", "ARM", "AZE", "BEL", "BGR", "BIH", "DEU", "DNK"]
    assert {r["standing"] for r in found["rows"]} == {Standing.PARTY}
    kinds = {r["participant"]: r["consent_kind"] for r in found["rows"]}
    assert {name for name, kind in kinds.items() if kind == "accession"} == {"BGR", "BIH"}
    assert found["treaty"] == {
        "id": None,
        "number": "000004",
        "title": "Overeenkomst inzake het behoud van het architectonische erfgoed van Europa",
        "opened_on": "1985-10-03",
        "in_force_on": "1987-12-01",
    }


def test_a_register_tells_dates_and_nothing_else() -> None:
    """No group, no flags (IsVoorbehoud is not the chart's R), nothing of invitations."""
    chart = read(verdragenbank(NETHERLANDS, BRAZIL, IRELAND, Party(name="Chile")))

    assert [row.participant for row in chart.rows] == ["BRA", "CHL", "IRL", "NLD"]
    assert {(row.group, row.flags_known) for row in chart.rows} == {(None, frozenset())}
    assert [row.invited for row in chart.rows] == [False, None, False, False]
    assert (chart.number, chart.in_force_on, chart.shows_in_force_on) == ("009852", date(2004, 7, 1), True)
    netherlands = chart.row("NLD")
    assert netherlands is not None
    assert list(netherlands.dates.values()) == [date(2001, 11, 23), date(2006, 11, 16), date(2007, 3, 1)]


@pytest.mark.parametrize(
    ("letter", "kind"),
    [
        ("R", ConsentKind.RATIFICATION_ACCEPTANCE_OR_APPROVAL),
        ("A", ConsentKind.ACCESSION),
        ("T", ConsentKind.ACCESSION),
        ("Su", ConsentKind.SUCCESSION),
        ("VG", ConsentKind.SUCCESSION),
        ("S", ConsentKind.DEFINITIVE_SIGNATURE),
        ("O", ConsentKind.DEFINITIVE_SIGNATURE),
        ("NK", ConsentKind.CONSENT),
        ("NB", ConsentKind.CONSENT),
        (None, ConsentKind.CONSENT),
    ],
)
def test_letters_of_both_legends(letter: str | None, kind: ConsentKind) -> None:
    """The English and the Dutch file name the same kinds; the kind is printed, not inferred."""
    [found] = read(verdragenbank(replace(BRAZIL, letter=letter))).rows

    assert (found.consent_kind, Field.CONSENT_KIND in found.known) == (kind, True)


def test_a_definitive_signature_may_stand_without_a_date() -> None:
    """`(S)`: the signature is the consent."""
    [found] = read(verdragenbank(replace(IRELAND, letter="S", in_force="2004-07-01"))).rows

    assert (found.signed_on, found.consent_on) == (date(2002, 2, 28), date(2002, 2, 28))
    assert found.consent_kind is ConsentKind.DEFINITIVE_SIGNATURE


def test_a_ratification_of_unknown_day_is_no_definitive_signature() -> None:
    """R with a signature and an entry into force, and no date: the day of the consent is not made up."""
    [found] = read(verdragenbank(replace(NETHERLANDS, consent=None))).rows

    assert (found.consent_on, found.consent_kind) == (None, None)
    assert standing_on(found, TODAY) is Standing.PARTY


def test_a_denunciation_ends_participation() -> None:
    """Opzegging is the denunciation, Buitenwerkingtreding the day it takes effect."""
    [found] = read(verdragenbank(replace(NETHERLANDS, denounced="2025-01-02", left="2025-05-01"))).rows

    assert (found.denounced_on, found.left_on) == (date(2025, 1, 2), date(2025, 5, 1))
    assert standing_on(found, TODAY) is Standing.FORMER


def test_provisional_application_is_told_and_means_no_consent() -> None:
    """What has no field of ours stays with the row; its day is understood (VCLT art. 25)."""
    [found] = read(verdragenbank(replace(IRELAND, provisional="2003-01-01"))).rows

    assert found.extra == (("DatumVoorlopigeToepassing", "2003-01-01"), ("provisional_application", "2003-01-01"))
    assert provisional_on(found, TODAY) == date(2003, 1, 1)
    assert standing_on(found, TODAY) is Standing.SIGNATORY


def test_empty_elements_may_be_left_out() -> None:
    """An absent element says what `xsi:nil` says, as long as some party carries it."""
    body = re.sub(rb'<Datum\w+ xsi:nil="true"[^>]*/>', b"", verdragenbank(NETHERLANDS, BRAZIL, IRELAND))

    assert read(body).rows == tuple(
        but(row, known=row.known - {Field.DENOUNCED_ON, Field.LEFT_ON})
        for row in read(verdragenbank(NETHERLANDS, BRAZIL, IRELAND)).rows
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Bahama's", "BHS"),
        ("Congo, Democratische Republiek", "COD"),
        ("Congo, Republiek", "COG"),
        ("EU (European Union)", "EUE"),
        ("EU (Europese Unie)", "EUE"),
        ("Guinee-Bissau", "GNB"),
        ("IJsland", "ISL"),
        ("Nederlanden, het Koninkrijk der", "NLD"),
        ("Noord-Korea", "PRK"),
        ("Zuid-Korea", "KOR"),
        ("Oekraïne", "UKR"),
        ("Tsjechië", "CZE"),
        ("Verenigde Staten van Amerika", "USA"),
        ("Czechoslovakia (<01-01-1993)", "CSK"),
    ],
)
def test_names_of_both_languages(name: str, expected: str) -> None:
    """As the register prints them; the table has the Dutch names beside the English ones."""
    [found] = read(verdragenbank(replace(BRAZIL, name=name))).rows

    assert found.participant == expected


def test_markup_in_a_value_takes_nothing_away() -> None:
    """A consent of which only the markup is read would be lost without a word."""
    body = verdragenbank(BRAZIL).replace(b"2022-11-30", b"<b>2022-11-<i/>30</b>")
    body = body.replace(b"<NaamPartij>Brazil", b"<NaamPartij>Saint <i>Lucia</i><sup>1</sup>")
    [row] = read(body).rows
    assert (row.participant, row.consent_on) == ("LCA", date(2022, 11, 30))


def test_another_treaty_is_refused() -> None:
    """The document's own identifier must be the number that was asked for."""
    refuse_wrong_treaty(read(verdragenbank(BRAZIL)), "9852")
    with pytest.raises(ParseError, match="asked for treaty 013833") as caught:
        refuse_wrong_treaty(read(verdragenbank(BRAZIL)), "013833")

    assert caught.value.kind is ErrorKind.WRONG_TREATY


# ---- what it refuses ---------------------------------------------------------------------------

GOOD = verdragenbank(NETHERLANDS, BRAZIL, IRELAND)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param(b"", "shape", id="empty"),
        pytest.param(b"[[],[],[]]", "media_type", id="JSON"),
        pytest.param(b"<!DOCTYPE html><html><title>Overheid</title></html>", "media_type", id="HTML"),
        pytest.param(b"<html><title>Just a moment...</title></html>", "blocked", id="challenge"),
        pytest.param(GOOD[: len(GOOD) // 2], "shape", id="cut"),
        pytest.param(GOOD.replace(b"Verdragenbank", b"Treaties"), "shape", id="another root"),
        pytest.param(GOOD.replace(b"Partijen", b"Parties"), "shape", id="no Partijen"),
        pytest.param(GOOD.replace(b"Partij>", b"Party>"), "shape", id="no Partij"),
        pytest.param(verdragenbank(), "shape", id="no party"),
        pytest.param(GOOD.replace(b"DatumRatificatie", b"DatumRatification"), "shape", id="a column renamed"),
        pytest.param(GOOD.replace(b"NaamPartij", b"Naam"), "shape", id="no name"),
        pytest.param(verdragenbank(replace(BRAZIL, letter="X")), "shape", id="unknown letter"),
        pytest.param(verdragenbank(replace(BRAZIL, letter="a")), "shape", id="letters have a case"),
        pytest.param(verdragenbank(replace(BRAZIL, consent="30-11-2022")), "shape", id="another form of date"),
        pytest.param(verdragenbank(replace(BRAZIL, consent="2022-11-31")), "shape", id="no day"),
        pytest.param(verdragenbank(replace(BRAZIL, consent="20221130")), "shape", id="compact date"),
        pytest.param(verdragenbank(replace(BRAZIL, name="Brasil del Sur")), "unknown_spelling", id="nobody"),
        pytest.param(GOOD.replace(b"Brazil", b"Brazil\xff"), "undecodable", id="not UTF-8"),
        pytest.param(GOOD.replace(b"Brazil", b"Brazil &mdash;"), "shape", id="an entity of nobody"),
        pytest.param(GOOD.replace(b"Brazil</", b"Brazil<b></"), "shape", id="never mended"),
    ],
)
def test_what_is_no_such_file_is_refused(body: bytes, kind: str) -> None:
    """Strict: no recovery, no guess."""
    assert refused(body) == kind


def test_duplicate_dates_of_one_party_are_refused() -> None:
    """Two signatures of one row, one under each spelling of the element."""
    twice = b"<DatumOndertekening>2001-11-24</DatumOndertekening><DatumOndertekenning>2001-11-23"
    assert refused(GOOD.replace(b"<DatumOndertekenning>2001-11-23", twice)) == "shape"


BOMB = (
    b'<!DOCTYPE x [<!ENTITY a "'
    + b"ha" * 500
    + b'">'
    + b"".join(
        b'<!ENTITY %c "%s">' % (after, b"&%c;" % before * 20)
        for before, after in zip(b"abcdef", b"bcdefg", strict=True)
    )
    + b"]>"
)
EXTERNAL = b'<!DOCTYPE x [<!ENTITY g SYSTEM "file:///etc/hostname">]>'
ELSEWHERE = b'<!DOCTYPE Verdragenbank SYSTEM "http://127.0.0.1:9/x.dtd">'


@pytest.mark.parametrize("doctype", [BOMB, EXTERNAL, ELSEWHERE], ids=["bomb", "external entity", "external DTD"])
@pytest.mark.parametrize("name", [b"Brazil", b"&g;"])
def test_entities_are_never_expanded_or_fetched(doctype: bytes, name: bytes) -> None:
    """A document type is refused, whether or not its entities are used."""
    head, _, rest = GOOD.partition(b"?>")
    assert refused(head + b"?>" + doctype + rest.replace(b"Brazil", name)) == "shape"


def test_deep_and_large_bodies_are_refused_at_once() -> None:
    """100,000 levels; 20 MB of parties; 20 MB of one text."""
    deep = b"<Verdragenbank>" + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</Verdragenbank>"
    assert refused(deep) == "shape"
    party = b"<Partij/>"
    assert refused(GOOD.replace(b"</Partijen>", party * (20_000_000 // len(party)) + b"</Partijen>")) == "shape"
    assert refused(GOOD.replace(b"Brazil", b"B" * 20_000_000)) == "shape"
    assert refused(b"<title" * 3_000_000) == "shape"


def test_bytes_gone_wrong_give_a_chart_or_a_named_error() -> None:
    """Never anything but a ParseError, and never a participant that the file did not name."""
    luck = random.Random(4)  # noqa: S311 - no secret
    for _ in range(1500):
        body = bytearray(GOOD)
        for _ in range(luck.randint(1, 4)):
            at, length = luck.randrange(len(body)), luck.randint(0, 3)
            body[at : at + length] = bytes(luck.choices(b"<>&;/\"' aZ019-\x00\xff", k=luck.randint(0, 3)))
        try:
            chart = read(bytes(body))
        except ParseError:
            continue
        assert {row.participant for row in chart.rows} <= {"NLD", "BRA", "IRL"}


# ---- beside the depositary's own service -------------------------------------------------------

CHILE = row("Chile", "non_member", consent="2026-06-10", in_force="2026-10-01")
OF_ALBANIA = Party(name="Albania", signed="2001-11-23", consent="2002-06-20", letter="R", in_force="2004-07-01")
OF_CHILE = Party(name="Chile", consent="2026-06-10", letter="A", in_force="2026-10-01")

REGISTER = """
[sources.verdragenbank-xml]
url = "{origin}/frbr/vd/{{number}}/1/xml-en/{{number}}.xml"
"""
PATH = "/frbr/vd/009852/1/xml-en/009852.xml"


@pytest.fixture
def w(open_world: Callable[..., World]) -> World:
    """A world of two sources: the service, and the register, which has a number of its own for the treaty."""
    made = open_world(sources=("coe-service", "verdragenbank-xml"), blank_non_member="none")
    text = made.path.read_text().replace("sources = [", 'numbers = { verdragenbank-xml = "009852" }\nsources = [')
    made.path.write_text(text + REGISTER.format(origin=made.standin.origin))
    made.show(ALBANIA, row("Ireland", signed="2002-02-28"))
    register(made, OF_ALBANIA, IRELAND)
    return made


def register(w: World, *parties: Party) -> None:
    """What the register shows from now on."""
    w.standin.bodies[PATH] = ("application/xml", verdragenbank(*parties))


def down(w: World) -> None:
    """The service sends us away, as it was reported to do."""
    w.standin.faults["/WS_LFRConventions/api/signatures"] = Fault.MOVED_AWAY


def test_with_the_first_source_dead_the_second_tells_once(w: World) -> None:
    """An accession that only the register shows is told by it, and by nobody again when the service returns."""
    assert [entry.outcome for entry in w.check_all()] == ["baseline", "baseline"]
    down(w)
    register(w, OF_ALBANIA, IRELAND, OF_CHILE)

    dead, alive = w.check_all()
    assert (dead.outcome, dead.changes) == ("failed", ())
    assert told(alive) == [("acceded", "CHL"), ("entry_into_force_set", "CHL")]
    assert w.parties()["CHL"]["standing"] == "contracting"
    assert [told(entry) for entry in w.check_all()] == [[], []]

    w.standin.faults.clear()
    w.show(ALBANIA, row("Ireland", signed="2002-02-28"), CHILE)
    assert [(entry.outcome, told(entry)) for entry in w.check_all()] == [("changed", []), ("unchanged", [])]
    assert [(change.kind, change.source) for change in w.changes()] == [
        ("acceded", "verdragenbank-xml"),
        ("entry_into_force_set", "verdragenbank-xml"),
    ]

    w.wait(days=120)
    assert [told(entry) for entry in w.check_all()] == [[("entered_into_force", "CHL")], []]


def test_what_the_returning_service_does_not_show_yet_stays_told(w: World) -> None:
    """The service lags for once: nothing is retracted, and nothing told twice when it catches up."""
    w.check_all()
    down(w)
    register(w, OF_ALBANIA, IRELAND, OF_CHILE)
    w.check_all()

    w.standin.faults.clear()
    assert [told(entry) for entry in w.check_all()] == [[], []]
    w.wait(days=2)
    assert [told(entry) for entry in w.check_all()] == [[], []]
    w.show(ALBANIA, row("Ireland", signed="2002-02-28"), CHILE)
    assert [told(entry) for entry in w.check_all()] == [[], []]

    assert len(w.changes()) == 2
    assert w.parties()["CHL"]["standing"] == "contracting"


def test_the_registers_mistake_is_no_news(w: World) -> None:
    """An accession logged as a signature of the same day (Benin): one act, told as the service has it."""
    w.check_all()
    w.show(ALBANIA, row("Ireland", signed="2002-02-28"), CHILE)
    register(w, OF_ALBANIA, IRELAND, Party(name="Chile", signed="2026-06-10", in_force="2026-10-01"))

    service, dutch = w.check_all()

    assert told(service) == [("acceded", "CHL"), ("entry_into_force_set", "CHL")]
    assert told(dutch) == []


def test_the_register_is_asked_for_xml_under_its_own_number(w: World) -> None:
    """The address has the register's number, and an answer of another treaty is no chart."""
    w.check_all()
    [asked] = [asked for asked in w.standin.requests if asked.path == PATH]
    assert asked.headers["accept"].startswith("application/xml")

    w.standin.bodies[PATH] = ("application/xml", verdragenbank(OF_ALBANIA, number="013833"))
    _, dutch = w.check_all()
    assert dutch.error
    assert dutch.error[0] == "wrong_treaty"
