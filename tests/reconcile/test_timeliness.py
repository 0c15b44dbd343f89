"""Reservations and objections against the days and articles of the treaty's own text."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from stated import statement

from tracker.models import Chart, ConsentKind, Period, Row, StatementKind, Treaty, but
from tracker.models.records import StoredStatement
from tracker.participants import table
from tracker.reconcile import Finding, Status, check_timeliness
from tracker.statements.listing import deposited_on
from tracker.wording.findings import explanation

if TYPE_CHECKING:
    from collections.abc import Sequence

ETS_185 = Treaty(id="ets-185", number="185", name="Budapest Convention", sources=())
ETS_189 = Treaty(id="ets-189", number="189", name="First Additional Protocol", parent="ets-185", sources=())
CETS_224 = Treaty(id="cets-224", number="224", name="Second Additional Protocol", parent="ets-185", sources=())
OTHER = Treaty(id="ets-24", number="24", name="Extradition", sources=())
OBJECTION = "Sweden objects to the reservation made by Peru."
NOT_JUDGED = "what follows from that is not judged here"


def party(
    participant: str, consent: str | None = "2018-06-01", in_force: str | None = "2018-10-01", **keys: Any
) -> Row:
    day = date.fromisoformat
    return Row(
        participant=participant,
        name=table().get(participant).name,
        signed_on=date(2001, 11, 23),
        consent_on=day(consent) if consent else None,
        in_force_on=day(in_force) if in_force else None,
        **keys,
    )


def made(who: str, text: str, kind: str = "reservation", effective: str | None = None, **keys: Any) -> StoredStatement:
    bundled = keys.pop("bundled", False)
    found = statement(
        text,
        participant=who,
        name=table().get(who).name,
        kind=StatementKind(kind),
        nature=kind,
        deposited_on=deposited_on(text),
        effective_on=date.fromisoformat(effective) if effective else None,
        **{"article": "9", **keys},
    )
    return StoredStatement(
        id=1,
        key=1,
        treaty="ets-185",
        statement=found,
        articles=(),
        observed_at=datetime(2026, 6, 1, tzinfo=UTC),
        replaced_at=None,
        evidence=3,
        bundled=bundled,
    )


def found(
    *stated: StoredStatement,
    rows: Sequence[Row] = (party("SWE"), party("PER")),
    treaty: Treaty = ETS_185,
    unread: Sequence[str | None] = (),
) -> list[Finding]:
    numbered = [but(one, id=at) for at, one in enumerate(stated, 1)]
    chart = Chart(rows=tuple(rows))
    return list(check_timeliness(treaty, numbered, chart, table(), unread))


def statuses(*stated: StoredStatement, **keys: Any) -> list[Status]:
    return [one.status for one in found(*stated, **keys)]


# ---- objections ---------------------------------------------------------------------------------

RESERVED = made("PER", "Peru reserves a right.", effective="2019-12-01", article="9(4)")
RESERVED_IN_TIME = made("PER", "Peru reserves a right.", effective="2018-10-01", article="9(4)")


def objected(effective: str | None, text: str = OBJECTION, who: str = "SWE", **keys: Any) -> StoredStatement:
    return made(who, text, "objection", effective, **keys)


def test_a_late_objection() -> None:
    [finding] = found(RESERVED_IN_TIME, objected("2026-03-01"))

    assert (finding.status, finding.participant, finding.statement) == (Status.LATE_OBJECTION, "SWE", 2)
    assert [one.value for one in finding.values] == ["2026-03-01", "2019-10-01"]
    said = explanation(finding)
    assert "objection of 2026-03-01, dated more than twelve months after the reservation of 2018-10-01" in said
    assert "after its own consent of 2018-06-01" in said
    assert said.endswith(NOT_JUDGED)


@pytest.mark.parametrize(("day", "late"), [("2019-10-01", False), ("2019-10-02", True)])
def test_to_the_day(day: str, late: bool) -> None:
    assert statuses(RESERVED_IN_TIME, objected(day)) == [Status.LATE_OBJECTION] * late


@pytest.mark.parametrize(("day", "late"), [("2025-05-10", False), ("2025-05-11", True)])
def test_the_objectors_own_consent_if_that_is_later(day: str, late: bool) -> None:
    rows = (party("SWE", "2025-05-10", "2025-09-01"), party("PER"))
    assert statuses(RESERVED_IN_TIME, objected(day), rows=rows) == [Status.LATE_OBJECTION] * late


@pytest.mark.parametrize(
    ("text", "late"),
    [
        ("Objection contained in a Note verbale, registered at the Secretariat General on {} - Or. Engl.\n", True),
        ("Objection contained in a letter deposited on {} - Or. Engl.\n", True),
        ("", False),
    ],
)
def test_the_day_of_receipt_comes_before_the_day_of_effect(text: str, late: bool) -> None:
    dated = objected("2019-01-01", text.format("1 March 2026") + OBJECTION)
    assert statuses(RESERVED_IN_TIME, dated) == [Status.LATE_OBJECTION] * late


def test_the_last_of_several_reservations_counts() -> None:
    second = made("PER", "Peru reserves another right.", effective="2018-10-01", article="14(3)")
    [finding] = found(RESERVED_IN_TIME, second, objected("2026-03-01"))
    assert "the last of the statements that it may mean" in explanation(finding)

    newer = (
        "Reservation contained in the instrument of accession deposited on 1 February 2026 - Or. Engl.\nIt reserves."
    )
    after = made("PER", newer, article="14(3)", effective="2018-10-01")
    rows = (party("SWE"), party("PER", "2026-02-01", "2026-06-01"))
    assert statuses(RESERVED_IN_TIME, after, objected("2026-03-01"), rows=rows) == []


@pytest.mark.parametrize(
    "stated",
    [
        (objected("2026-03-01"),),  # no reservation on record
        (made("PER", "Peru reserves a right.", article="9(4)"), objected("2026-03-01")),  # undated
        (RESERVED_IN_TIME, made("PER", "It reserves.", article="14(3)"), objected("2026-03-01")),
        (RESERVED_IN_TIME, objected(None)),
        (RESERVED_IN_TIME, objected("2026-03-01", "Sweden objects to the reservation.")),  # to nobody's
        (RESERVED_IN_TIME, objected("2026-03-01", "Sweden objects to the reservations of Peru and Chile.")),
        (RESERVED_IN_TIME, objected("2026-03-01", "Sweden objects to what Peru did.")),
        (
            RESERVED_IN_TIME,
            made("PER", "Peru declares.", "declaration", "2025-12-01", article="2"),
            objected("2026-03-01", "Sweden objects to the declaration of Peru, which amounts to a reservation."),
        ),
        (RESERVED_IN_TIME, objected("2026-03-01", "Sweden confirms its objection to the reservation made by Peru.")),
        (RESERVED_IN_TIME, made("SWE", OBJECTION, "declaration", "2026-03-01")),
    ],
)
def test_no_objection_is_late_if_that_is_not_certain(stated: tuple[StoredStatement, ...]) -> None:
    assert statuses(*stated) == []


def test_no_objection_is_late_without_the_whole_record() -> None:
    late = (RESERVED_IN_TIME, objected("2026-03-01"))
    assert statuses(*late, rows=(party("SWE", None, None), party("PER"))) == []  # it may still object
    assert statuses(*late, rows=(party("PER"),)) == []
    assert statuses(*late, unread=("PER",)) == statuses(*late, unread=(None,)) == []
    assert statuses(*late, unread=("CHL",)) == [Status.LATE_OBJECTION]
    assert list(check_timeliness(ETS_185, late, None, table())) == []


# ---- reservations -------------------------------------------------------------------------------

REGISTERED = "Reservation contained in a Note verbale, registered at the Secretariat General on {} - Or. Engl.\n"


def reserved(text: str = "Sweden reserves a right.", effective: str | None = None, **keys: Any) -> StoredStatement:
    return made("SWE", text, "reservation", effective, **{"article": "6(3)", **keys})


def test_a_late_reservation() -> None:
    [finding] = found(reserved(effective="2026-06-02"))

    assert (finding.status, finding.participant, finding.statement) == (Status.LATE_RESERVATION, "SWE", 1)
    assert explanation(finding) == (
        "reservation of 2026-06-02, dated after the signature of 2001-11-23 and the deposit of 2018-06-01,"
        f" with which reservations are made (article 42); {NOT_JUDGED}"
    )


@pytest.mark.parametrize(("day", "late"), [("1 June 2018", False), ("2 June 2018", True), ("1 January 2002", False)])
def test_a_day_of_receipt_is_compared_with_the_deposit(day: str, late: bool) -> None:
    assert statuses(reserved(f"{REGISTERED.format(day)}It reserves.")) == [Status.LATE_RESERVATION] * late


@pytest.mark.parametrize(("day", "late"), [("2018-06-01", False), ("2018-10-01", False), ("2018-10-02", True)])
def test_a_day_of_effect_is_compared_with_the_entry_into_force(day: str, late: bool) -> None:
    """A reservation made with the instrument takes effect only then."""
    assert statuses(reserved(effective=day)) == [Status.LATE_RESERVATION] * late


@pytest.mark.parametrize("word", ["renews", "maintains", "confirms", "wishes to maintain", "reaffirms"])
def test_what_goes_back_to_an_earlier_one_is_not_late(word: str) -> None:
    assert statuses(reserved(f"Sweden {word} its reservation.", "2026-06-02")) == []


def test_a_withdrawal_is_no_reservation() -> None:
    head = "Withdrawal of reservation contained in a Note verbale, registered at the Secretariat General on 2 June 2026"
    texts = (f"{head} - Or. Engl.\nSweden has decided so.", "Sweden withdraws its reservation.")
    for text in texts:
        assert statuses(reserved(text, "2026-06-02", article="7")) == []


def test_no_reservation_is_late_if_that_is_not_certain() -> None:
    late = reserved(effective="2026-06-02")
    came_back = Period(
        signed_on=None, consent_on=date(2005, 1, 1), in_force_on=date(2005, 5, 1), left_on=date(2015, 1, 1)
    )
    assert statuses(late, rows=(party("SWE", None, None),)) == []
    assert statuses(late, rows=(party("SWE", "2026-05-01", None),)) == []  # its entry into force is not known
    assert statuses(late, rows=(party("SWE", consent_kind=ConsentKind.SUCCESSION),)) == []
    assert statuses(reserved()) == []
    between = reserved(effective="2017-01-01")
    assert statuses(between, rows=(party("SWE", former=(came_back,)),)) == []
    assert statuses(reserved(effective="2010-01-01"), rows=(party("SWE", former=(came_back,)),)) == [
        Status.LATE_RESERVATION
    ]
    assert statuses(made("SWE", "It declares.", "declaration", "2026-06-02")) == []
    assert statuses(late, treaty=OTHER) == []


# ---- articles -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "article",
    [
        None,
        "4(2)",
        "4",
        "6",
        "6.3",
        "Article 6, paragraph 3",
        "9(4)",
        "10.3",
        "11(3)",
        "14(3)(b)",
        "22.2",
        "29",
        "29.4.a",
        *("41", "41(1)", "4, 6 and 9", "42", "42, 6(3)", "Ex-25", "Preamble"),
        *("6(1)(b)", "9(1)(d)", "9(2)", "22(1)(d)", "3, 11(2)", "4, 5", "20", "42, 21"),
    ],
)
def test_provided_for(article: str | None) -> None:
    assert statuses(reserved(article=article, effective="2018-10-01")) == []


@pytest.mark.parametrize(
    "article", ["7", "6(2)", "Article 9, paragraph 3", "9(1)(a)", "2", "24", "5, 7", "41(2)", "15-19", "22(1)(a)"]
)
def test_not_provided_for(article: str) -> None:
    [finding] = found(reserved(article=article, effective="2018-10-01"))

    assert finding.status is Status.RESERVATION_NOT_PROVIDED_FOR
    assert (finding.values[0].value, finding.values[0].evidence) == (article, 3)
    assert "article 42 provides for reservations to 4(2), 6(3), 9(4)" in explanation(finding)
    assert explanation(finding).endswith(f"41(1) and for no other; {NOT_JUDGED}")


def test_another_class_is_not_judged() -> None:
    assert statuses(made("SWE", "It reserves.", "declaration", article="7")) == []
    assert statuses(reserved(article="7"), treaty=OTHER) == []


FIRST = "article 12 provides for reservations to 3, 5 and 6 and to 22(2) and 41(1) of ETS 185 and for no other"
SECOND = "article 19 provides for reservations to 7(9)(a), 7(9)(b), 8(13) and 17 and for no other"


@pytest.mark.parametrize(
    ("treaty", "article"),
    [
        *(
            (ETS_189, one)
            for one in ("3", "3(2)", "3(3)", "5(2)(b)", "6(2)(a)", "6(2)(b)", "22(2)", "41(1)", "12", "12, 3")
        ),
        *(
            (CETS_224, one)
            for one in ("7", "7(9)(a)", "7(9)(b)", "7, paragraph 9.a", "8", "8(13)", "17", "17(1)", "19")
        ),
        *((CETS_224, one) for one in ("7(1)", "8(1)")),
    ],
)
def test_provided_for_by_a_protocol(treaty: Treaty, article: str) -> None:
    """ETS 189 art. 12(2), with the two of the Convention; CETS 224 art. 19(1), and what these places reserve."""
    assert statuses(reserved(article=article, effective="2018-10-01"), treaty=treaty) == []


@pytest.mark.parametrize(
    ("treaty", "article", "said"),
    [
        *((ETS_189, one, FIRST) for one in ("4", "7", "8", "22(1)", "29(4)", "41(2)", "1, 2")),
        *((CETS_224, one, SECOND) for one in ("6", "9", "7(8)", "7(2)(b)", "8(4)", "12(3)", "3(2)", "41(1)")),
    ],
)
def test_not_provided_for_by_a_protocol(treaty: Treaty, article: str, said: str) -> None:
    """And that a person still has to compare the clause with the text."""
    [finding] = found(reserved(article=article, effective="2018-10-01"), treaty=treaty)

    assert finding.status is Status.RESERVATION_NOT_PROVIDED_FOR
    assert f"{said} (this clause was not compared with the text of the treaty)" in explanation(finding)


def test_a_reservation_to_a_protocol_may_be_late() -> None:
    for treaty, article in ((ETS_189, "12"), (CETS_224, "19")):
        [finding] = found(reserved(effective="2026-06-02", article="5" if treaty is ETS_189 else "7"), treaty=treaty)
        assert finding.status is Status.LATE_RESERVATION
        said = f"with which reservations are made (article {article}) (this clause was not compared with the text"
        assert said in explanation(finding)


def test_on_record_from_secondary_sources() -> None:
    for finding in (
        *found(reserved(effective="2026-06-02", article="7", bundled=True)),
        *found(but(RESERVED_IN_TIME, bundled=True), objected("2026-03-01")),
    ):
        assert explanation(finding).endswith(f"; on record from secondary sources; {NOT_JUDGED}")
