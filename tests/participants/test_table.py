"""The shipped table of participants: the world, the Council's members, predecessors; and a wrong one is refused."""

from __future__ import annotations

import re
from datetime import date

import pytest
from spellings import KNOWN, shared, table_line

from tracker.errors import ParseError
from tracker.participants import table
from tracker.participants.reading import read

NOT_UN_MEMBERS = {"VAT", "PSE", "COK", "NIU", "EUE", "XKX"}
FORMER = {"CSK", "DDR", "SCG", "SUN", "YMD", "YUG"}

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


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        pytest.param(
            [table_line("AAA", "", "state", "Aland"), table_line("BBB", "", "state", "Áland")],
            "'Áland' is a spelling of AAA and of BBB",
            id="collision by a generated form",
        ),
        pytest.param([table_line("AAA", "", "state", name) for name in "AB"], "AAA has two lines", id="twice"),
        pytest.param([table_line("AAA", "", "realm", "A")], "'realm' is neither", id="kind"),
        pytest.param([table_line("AAA", "", "state", "A", "", "", "/2000-01-01")], "has no first day", id="membership"),
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
        ("SRB", date(2003, 2, 3), "SCG"),
        ("SRB", date(1992, 4, 27), "SCG"),
        ("SRB", date(1992, 4, 26), "YUG"),
        ("MNE", date(1992, 4, 26), "YUG"),
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
