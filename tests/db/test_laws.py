"""Laws of the views: SQL says of any day what `tracker.law`, `tracker.figures` and `tracker parties` say."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from charts import DAYS, EVERYBODY, OPENED, PAST, STYLES, TODAY, examples, histories, seen
from hypothesis import event, given
from hypothesis import strategies as st
from in_sql import FIGURES, figures_in_sql, record, undone
from rows import any_rows, maybe

from db.deriving import derive
from db.knowledge import Knowledge
from db.store import Store
from tracker.answers import standing as answers
from tracker.answers.to_json import to_json, to_object
from tracker.law import as_of, standing_on, suspended_since
from tracker.law.figures import figures_on
from tracker.models import (
    DATE_FIELDS,
    FLAG_LETTERS,
    Change,
    ChangeKind,
    Chart,
    Field,
    Listed,
    Nature,
    Period,
    Row,
    Standing,
    Treaty,
    but,
)
from tracker.models.times import iso
from tracker.participants import table

if TYPE_CHECKING:
    from collections.abc import Iterator


NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
AUTHORITY, OTHER = "coe-service", "coe-members"

#: Blank non-member rows mean invited; or they mean nothing; or nobody can be invited.
TREATIES = (
    Treaty(id="ets-185", number="185", name="A", blank_non_member_invited=True, sources=(AUTHORITY, OTHER)),
    Treaty(id="ets-1", number="1", name="B", sources=(AUTHORITY, OTHER)),
    Treaty(id="ets-189", number="189", name="C", by_invitation=False, sources=(AUTHORITY, OTHER)),
)
#: Between the days that charts are made of, and beyond them.
ASKED = (*DAYS, *(day + timedelta(days=1) for day in DAYS), OPENED - timedelta(days=1))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One database for all examples: each is taken back."""
    with Store.open(tmp_path_factory.mktemp("laws") / "tracker.db", create=True) as store:
        store.treaties.follow({"treaties": []}, TREATIES, NOON)
        yield store


def standings(store: Store, treaty: str, day: date) -> dict[str, str]:
    """Who was what on a day, as docs/schema.md says to ask."""
    asked = """
        SELECT participant, standing FROM membership_history
        WHERE treaty = ? AND from_on <= ? AND (until_on IS NULL OR until_on > ?)
    """
    found = store.database.conn.execute(asked, (treaty, str(day), str(day))).fetchall()
    assert len(found) == len(dict(found)), "one standing a day"
    return dict(found)


def each_day(store: Store, treaty: str) -> dict[str, dict[str, str]]:
    """The same for every day of ASKED, asked at once."""
    asked = """
        SELECT day.value, participant, standing
        FROM membership_history JOIN json_each(?) AS day
        WHERE treaty = ? AND from_on <= day.value AND (until_on IS NULL OR until_on > day.value)
    """
    found: dict[str, dict[str, str]] = {str(day): {} for day in ASKED}
    for day, participant, standing in store.database.conn.execute(asked, (json.dumps(list(found)), treaty)):
        assert participant not in found[day], "one standing a day"
        found[day][participant] = standing
    return found


def answered(store: Store, treaty: Treaty, day: date) -> dict[str, Any]:
    """The counts that Python answers for a day."""
    [answer] = answers.answers_for(Knowledge(store), [treaty.id], NOON, day)
    return dict(to_object(answers.figures_of(answer)))


# ---- standing ---------------------------------------------------------------------------------------


@examples(100)
@given(rows=st.tuples(*(any_rows(who) for who in EVERYBODY[:5])), treaty=st.sampled_from(TREATIES))
def test_standing_in_sql_is_the_laws(shared: Store, rows: tuple[Row, ...], treaty: Treaty) -> None:
    """For any rows and any day: several periods, standings without a date, dates in any order."""
    with undone(shared):
        record(shared, shared.treaties.feed(treaty.id, AUTHORITY), Chart(rows=rows, status_as_of=date.min))
        in_sql = each_day(shared, treaty.id)
        for day in ASKED:
            by_law = {row.participant: standing_on(row, day) for row in rows}
            assert in_sql[str(day)] == {who: what for who, what in by_law.items() if what is not Standing.NONE}, day


@examples(40)
@given(
    rows=st.tuples(*(any_rows(who) for who in EVERYBODY[:4])),
    in_force_on=maybe,
    treaty=st.sampled_from(TREATIES),
    day=st.sampled_from(ASKED),
)
def test_figures_in_sql_are_the_laws(
    shared: Store, rows: tuple[Row, ...], in_force_on: date | None, treaty: Treaty, day: date
) -> None:
    """For any rows of a source that shows something; who signed twice signed once."""
    rows = tuple(but(row, known=row.known or frozenset({Field.CONSENT_ON})) for row in rows)
    chart = Chart(rows=rows, status_as_of=date.min, in_force_on=in_force_on)
    with undone(shared):
        record(shared, shared.treaties.feed(treaty.id, AUTHORITY), chart)
        by_law = answered(shared, treaty, day)
        in_sql = figures_in_sql(shared, treaty.id, day)
        assert (in_sql or dict.fromkeys(FIGURES)) == {name: by_law[name] for name in FIGURES} or not (
            in_sql or any(by_law[name] for name in FIGURES)
        )


SUCCESSION = ("SCG", "SRB", "MNE")
_AROUND = tuple(date(*day) for day in ((2003, 2, 3), (2003, 2, 4), (2004, 3, 18), (2006, 6, 2), (2006, 6, 3)))


@examples(60)
@given(rows=st.tuples(*(any_rows(who) for who in SUCCESSION)), day=st.sampled_from(_AROUND))
def test_a_state_that_is_no_more(shared: Store, rows: tuple[Row, ...], day: date) -> None:
    """It is nothing to a treaty after its end; while it lasted, its row and those of its successors count once."""
    shows = (but(row, known=row.known or frozenset({Field.CONSENT_ON})) for row in rows)
    rows = tuple(sorted(shows, key=lambda row: row.participant))
    chart = Chart(rows=rows, status_as_of=date.min, in_force_on=OPENED)
    with undone(shared):
        record(shared, shared.treaties.feed("ets-185", AUTHORITY), chart)
        by_law = {row.participant: standing_on(row, day) for row in rows}
        assert standings(shared, "ets-185", day) == {k: v for k, v in by_law.items() if v is not Standing.NONE}
        counted = answered(shared, TREATIES[0], day)
        assert figures_in_sql(shared, "ets-185", day) == {name: counted[name] for name in FIGURES}


def test_the_days_of_former_states_are_those_of_the_table(shared: Store) -> None:
    """A line that is changed in the table of participants needs a new step of the schema."""
    known = table().by_id.values()
    existed = {p.id: tuple(iso(day) for day in p.existed) for p in known if p.existed}
    found = shared.database.conn.execute("SELECT * FROM existence").fetchall()
    assert {who: (first, end) for who, first, end in found} == existed
    heirs = shared.database.conn.execute("SELECT * FROM succession").fetchall()
    assert set(heirs) == {(p.id, heir) for p in known for heir in p.successors}


def test_who_left_twice_has_a_row_for_each_time(shared: Store) -> None:
    """With the dates of the period that the interval is of."""
    one, two = (
        {"consent_on": date(begun, 1, 1), "in_force_on": date(begun, 5, 1), "left_on": date(end, 1, 1)}
        for begun, end in ((2005, 2010), (2012, 2016))
    )
    row = Row(participant="BRA", name="Brazil", former=(Period(**one),), **two)
    with undone(shared):
        record(shared, shared.treaties.feed("ets-185", AUTHORITY), Chart(rows=(row,), status_as_of=TODAY))
        asked = "SELECT standing, from_on, until_on, consent_on FROM membership_history ORDER BY from_on"
        assert shared.database.conn.execute(asked).fetchall() == [
            ("contracting", "2005-01-01", "2005-05-01", "2005-01-01"),
            ("party", "2005-05-01", "2010-01-01", "2005-01-01"),
            ("former", "2010-01-01", "2012-01-01", "2005-01-01"),
            ("contracting", "2012-01-01", "2012-05-01", "2012-01-01"),
            ("party", "2012-05-01", "2016-01-01", "2012-01-01"),
            ("former", "2016-01-01", None, "2012-01-01"),
        ]


@examples(50)
@given(rows=st.tuples(*(any_rows(who) for who in EVERYBODY[:4])))
def test_intervals_follow_one_another(shared: Store, rows: tuple[Row, ...]) -> None:
    """None is empty, none begins before the one before it has ended, and two in a row are not the same."""
    with undone(shared):
        record(shared, shared.treaties.feed("ets-185", AUTHORITY), Chart(rows=rows, status_as_of=date.min))
        intervals = shared.database.conn.execute(
            "SELECT * FROM membership_history ORDER BY participant, from_on"
        ).fetchall()
        for interval in intervals:
            assert interval[5] is None or interval[4] < interval[5]
        for one, other in pairwise(intervals):
            if one[1] == other[1]:
                assert one[5] is not None
                assert one[5] <= other[4]
                assert one[5] < other[4] or one[3:4] + one[6:] != other[3:4] + other[6:]


# ---- what is known, over time, from several sources -----------------------------------------------------

_KINDS = {
    Field.SIGNED_ON: (ChangeKind.SIGNED,),
    Field.CONSENT_ON: (
        ChangeKind.RATIFIED,
        ChangeKind.ACCEPTED,
        ChangeKind.APPROVED,
        ChangeKind.ACCEDED,
        ChangeKind.SUCCEEDED,
        ChangeKind.CONSENTED,
        ChangeKind.CORRECTED,
    ),
    Field.IN_FORCE_ON: (ChangeKind.ENTRY_INTO_FORCE_SET, ChangeKind.ENTERED_INTO_FORCE),
    Field.DENOUNCED_ON: (ChangeKind.DENOUNCED,),
    Field.SUSPENDED_ON: (ChangeKind.SUSPENDED,),
    Field.LEFT_ON: (ChangeKind.DENUNCIATION_EFFECTIVE,),
}


@dataclass(frozen=True, kw_only=True)
class Tale:
    """A treaty's charts over time, and what another source told beside its authority."""

    treaty: Treaty
    charts: tuple[Chart, ...]
    told: tuple[Change, ...]


def _change(participant: str | None, kind: ChangeKind, field: Field, **values: Any) -> Change:
    return Change(
        id=0,
        detected_at=NOON,
        treaty="",
        participant=participant,
        name=participant,
        kind=kind,
        field=field,
        nature=values.pop("nature", Nature.EVENT),
        before=values.pop("before", None),
        after=values.pop("after", None),
        effective_on=None,
        source=values.pop("source", OTHER),
        snapshot=None,
        previous_snapshot=None,
        summary="",
        rule="",
        **values,
    )


@st.composite
def _told_of(draw: st.DrawFn, participant: str) -> list[Change]:
    """Acts of one participant in legal order, or an invitation; some taken back, by whom it may be."""
    if draw(st.booleans()):
        found = [_change(participant, ChangeKind.INVITED, Field.INVITED, after="invited")]
        if draw(st.booleans()):
            source = draw(st.sampled_from((AUTHORITY, OTHER)))
            found.append(
                _change(participant, ChangeKind.INVITATION_ENDED, Field.INVITED, before="invited", source=source)
            )
        return found
    days = sorted(draw(st.lists(st.sampled_from(DAYS), min_size=len(_KINDS), max_size=len(_KINDS))))
    found = []
    for (field, kinds), day in zip(_KINDS.items(), days, strict=True):
        if draw(st.booleans()):
            left_on = days[-1] if field is Field.DENOUNCED_ON and draw(st.booleans()) else None
            found.append(_change(participant, draw(st.sampled_from(kinds)), field, after=str(day), left_on=left_on))
    return [*found, *draw(_taken_back(found))]


@st.composite
def _taken_back(draw: st.DrawFn, told: list[Change]) -> list[Change]:
    if not told or draw(st.booleans()):
        return []
    source = draw(st.sampled_from((AUTHORITY, OTHER)))
    gone = draw(st.lists(st.sampled_from(told), min_size=1, unique_by=lambda change: change.field))
    if draw(st.booleans()):
        lost = ", ".join(f"{change.field} {change.after}" for change in gone)
        return [_retraction(gone[0].participant, Field.ROW, lost, source)]
    return [_retraction(change.participant, change.field, change.after, source) for change in gone]


def _retraction(participant: str | None, field: Field, before: str | None, source: str) -> Change:
    return _change(
        participant, ChangeKind.RETRACTED, field, before=before, nature=Nature.RETRACTION, source=source, after=None
    )


@st.composite
def tales(draw: st.DrawFn) -> Tale:
    """A random history of the authority's chart, and random acts that another source told."""
    style = draw(st.sampled_from(STYLES))
    days = [TODAY - timedelta(days=when) for when in draw(st.lists(st.integers(0, 400), min_size=8, max_size=8))]
    registers = draw(histories())
    charts = [
        replace(seen(style, rows), status_as_of=day)
        for rows, day in zip(registers, sorted([*days, *DAYS[4:7]])[-len(registers) :], strict=True)
    ]
    told: list[Change] = []
    for who in draw(st.lists(st.sampled_from(("ALB", "BRA", "JPN", "NGA")), unique=True)):
        told += draw(_told_of(who))
    if draw(st.integers(0, 3)) == 0:
        day = str(draw(st.sampled_from(DAYS)))
        told.append(_change(None, ChangeKind.TREATY_ENTRY_INTO_FORCE_SET, Field.TREATY_IN_FORCE_ON, after=day))
    return Tale(treaty=draw(st.sampled_from(TREATIES)), charts=tuple(charts), told=tuple(told))


def tell(store: Store, tale: Tale) -> None:
    """Write it as the pipeline does; the last chart is dated by a later read that showed the same."""
    feed = store.treaties.feed(tale.treaty.id, AUTHORITY)
    for number, chart in enumerate(tale.charts):
        record(store, feed, chart, NOON + timedelta(hours=number))
    log = store.log.write(NOON, "check")
    for change in tale.told:
        store.changes.add(replace(change, treaty=tale.treaty.id), log)
    derive(store)


@examples(60)
@given(tale=tales(), days=st.lists(st.sampled_from(ASKED), min_size=3, max_size=3))
def test_any_day_in_sql_is_that_of_the_answers(shared: Store, tale: Tale, days: list[date]) -> None:
    """Standings and figures of any day, the invited of past charts and what another source told included."""
    status = tale.charts[-1].status_as_of
    assert status is not None
    with undone(shared):
        tell(shared, tale)
        for day in (*days, *(chart.status_as_of for chart in tale.charts if chart.status_as_of), TODAY):
            found, _ = answers.parties(Knowledge(shared), now=NOON, treaties=[tale.treaty.id], day=day)
            assert standings(shared, tale.treaty.id, day) == {row.participant: row.standing for row in found}
            in_sql, by_law = figures_in_sql(shared, tale.treaty.id, day), figures_by_law(shared, tale.treaty, day)
            assert in_sql == by_law if in_sql else not any(by_law.values()), day
        event(f"told beside: {bool(tale.told)}")


def figures_by_law(store: Store, treaty: Treaty, day: date) -> dict[str, Any]:
    """What `tracker.figures` counts in the chart as it is known, with the invitations of the day."""
    found = answers.answer(Knowledge(store), treaty, now=NOON, day=day)
    assert found is not None
    rows = {row.participant: row for row in (*found.rows, *found.known.chart.rows)}
    invited = {row.participant for row in found.rows if row.invited}
    chart = replace(
        found.known.chart,
        rows=tuple(but(row, invited=row.participant in invited) for row in rows.values()),
    )
    counted = to_object(figures_on(chart, treaty, day, invited_known=found.invited_known))
    return {name: counted[name] for name in FIGURES}


@examples(30)
@given(tale=tales())
def test_each_row_of_figures_by_day_is_a_change(shared: Store, tale: Tale) -> None:
    """No two rows in a row say the same, and each is what the law counts on its day."""
    with undone(shared):
        tell(shared, tale)
        rows = shared.database.conn.execute(
            "SELECT * FROM figures_by_day WHERE treaty = ? ORDER BY day", (tale.treaty.id,)
        ).fetchall()
        for one, other in pairwise(rows):
            assert one[2:] != other[2:]
        for row in rows:
            day = date.fromisoformat(row[1])
            assert dict(zip(FIGURES, row[2:], strict=True)) == figures_by_law(shared, tale.treaty, day)


@examples(60)
@given(tale=tales(), later=st.integers(0, 200))
def test_parties_in_sql_is_tracker_parties(shared: Store, tale: Tale, later: int) -> None:
    """Every column, nulls and flags too, on the last chart's day and later."""
    status = tale.charts[-1].status_as_of
    assert status is not None
    day = status + timedelta(days=later)
    shared.database.conn.create_function("date", 1, lambda _: day.isoformat())
    with undone(shared):
        tell(shared, tale)
        found, _ = answers.parties(Knowledge(shared), now=NOON, treaties=[tale.treaty.id], day=day)
        cursor = shared.database.conn.execute("SELECT * FROM parties WHERE treaty = ?", (tale.treaty.id,))
        names = [column[0] for column in cursor.description]
        in_sql = {row[1]: dict(zip(names, row, strict=True)) for row in cursor}
        for row in in_sql.values():
            row["flags"] = json.loads(row["flags"]) if row["flags"] else None
        assert in_sql == {row["participant"]: {name: row[name] for name in names} for row in to_json(found)}


@examples(40)
@given(rows=st.tuples(*(any_rows(who) for who in EVERYBODY[:5])), day=st.sampled_from(ASKED))
def test_dates_in_sql_are_those_of_the_day(shared: Store, rows: tuple[Row, ...], day: date) -> None:
    """Of any rows: no act that is to come, and of several periods the latest that had begun."""
    shared.database.conn.create_function("date", 1, lambda _: day.isoformat())
    with undone(shared):
        record(shared, shared.treaties.feed("ets-185", AUTHORITY), Chart(rows=rows, status_as_of=date.min))
        # a suspension on record has ended by the day of the chart, and so by today
        by_law = {row.participant: as_of(but(row, suspensions=()), day) for row in rows}
        columns = ", ".join((*DATE_FIELDS, Field.CONSENT_KIND))
        for who, *found in shared.database.conn.execute(f"SELECT participant, {columns} FROM parties"):  # noqa: S608 - fields
            row = by_law[who]
            dates = [iso(row.dates.get(name)) for name in DATE_FIELDS]
            assert found == [*dates, row.consent_kind]


@examples(40)
@given(rows=st.tuples(*(any_rows(who) for who in EVERYBODY[:4])), day=st.sampled_from(PAST))
def test_suspensions_in_sql_are_the_laws(shared: Store, rows: tuple[Row, ...], day: date) -> None:
    """For whom the operation was suspended on a day, those included that have ended."""
    shared.database.conn.create_function("date", 1, lambda _: TODAY.isoformat())
    taking_part = tuple(row for row in rows if standing_on(row, TODAY) is not Standing.NONE)
    asked = "SELECT participant FROM suspensions WHERE suspended_on <= ? AND (until_on IS NULL OR until_on > ?)"
    with undone(shared):
        record(shared, shared.treaties.feed("ets-185", AUTHORITY), Chart(rows=taking_part, status_as_of=date.min))
        in_sql = {who for (who,) in shared.database.conn.execute(asked, (str(day), str(day)))}
        assert in_sql == {row.participant for row in taking_part if suspended_since(row, day)}


@pytest.mark.parametrize("kind", _KINDS[Field.CONSENT_ON])
def test_a_consent_that_another_source_told_is_of_the_same_kind(shared: Store, kind: ChangeKind) -> None:
    """As in `tracker parties`, whatever it was told as."""
    told = _change("BRA", kind, Field.CONSENT_ON, after=str(OPENED))
    with undone(shared):
        tell(shared, Tale(treaty=TREATIES[0], charts=(Chart(rows=(), status_as_of=TODAY),), told=(told,)))
        ((row,), _) = answers.parties(Knowledge(shared), now=NOON, treaties=["ets-185"], day=TODAY)
        assert shared.database.conn.execute("SELECT consent_kind FROM parties").fetchall() == [(row.consent_kind,)]


@examples(20)
@given(letters=st.frozensets(st.sampled_from(FLAG_LETTERS)), known=st.booleans())
def test_flags_are_a_list_or_null(shared: Store, letters: frozenset[str], known: bool) -> None:
    """In the order of the chart's columns; known and none is an empty list."""
    flags_known = frozenset(FLAG_LETTERS) if known else frozenset()
    row = Row(participant="ALB", name="Albania", signed_on=OPENED, flags=letters, flags_known=flags_known)
    with undone(shared):
        record(shared, shared.treaties.feed("ets-185", AUTHORITY), Chart(rows=(row,), status_as_of=TODAY))
        ((flags,),) = shared.database.conn.execute("SELECT flags FROM parties").fetchall()
        assert (json.loads(flags) if flags else flags) == (
            [letter for letter in FLAG_LETTERS if letter in letters] if known else None
        )


def _told_by_a_third() -> Change:
    return _change("BRA", ChangeKind.SIGNED, Field.SIGNED_ON, after=str(OPENED), source="register")


def test_the_next_source_stands_in_for_an_authority_that_was_never_read(shared: Store) -> None:
    """And for that alone: once the authority was read, the other's chart is not what is known; what a third source
    told counts beside the authority."""
    one = Row(participant="ALB", name="Albania", signed_on=OPENED)
    other = Row(participant="BEL", name="Belgium", listed=Listed.PARTY)
    with undone(shared):
        tell(shared, Tale(treaty=TREATIES[0], charts=(), told=(_told_by_a_third(),)))
        record(shared, shared.treaties.feed("ets-185", OTHER), Chart(rows=(other,), status_as_of=TODAY))
        found, _ = answers.parties(Knowledge(shared), now=NOON, treaties=["ets-185"], day=TODAY)
        assert standings(shared, "ets-185", TODAY) == {row.participant: row.standing for row in found}
        assert standings(shared, "ets-185", OPENED) == {"BEL": "party"}
        record(shared, shared.treaties.feed("ets-185", AUTHORITY), Chart(rows=(one,), status_as_of=TODAY))
        assert standings(shared, "ets-185", OPENED) == {"ALB": "signatory", "BRA": "signatory"}


@pytest.mark.parametrize("treaty", TREATIES, ids=lambda treaty: treaty.id)
def test_a_signature_told_by_another_source_ends_the_invitation(shared: Store, treaty: Treaty) -> None:
    """From the day of the last read on: whoever has acted is not listed as invited, and a list of none may be none."""
    invited = Row(participant="BRA", name="Brazil", invited=True)
    told = _change("BRA", ChangeKind.SIGNED, Field.SIGNED_ON, after=str(TODAY + timedelta(days=2)))
    chart = Chart(rows=(invited,), status_as_of=TODAY - timedelta(days=9))
    with undone(shared):
        tell(shared, Tale(treaty=treaty, charts=(chart, replace(chart, status_as_of=TODAY)), told=(told,)))
        for day, standing in ((-9, "invited"), (-1, "invited"), (0, None), (1, None), (2, "signatory")):
            asked = TODAY + timedelta(days=day)
            assert standings(shared, treaty.id, asked).get("BRA") == standing
            assert figures_in_sql(shared, treaty.id, asked) == figures_by_law(shared, treaty, asked)


@pytest.mark.parametrize("treaty", TREATIES, ids=lambda treaty: treaty.id)
@pytest.mark.parametrize("signed_on", [None, TODAY - timedelta(days=1)])
def test_an_invitation_that_another_source_told(shared: Store, treaty: Treaty, signed_on: date | None) -> None:
    """Counts from the day of the last read on, and not where the authority shows an act."""
    row = Row(participant="BRA", name="Brazil", signed_on=signed_on)
    told = _change("BRA", ChangeKind.INVITED, Field.INVITED, after="invited")
    with undone(shared):
        tell(shared, Tale(treaty=treaty, charts=(Chart(rows=(row,), status_as_of=TODAY),), told=(told,)))
        expected = "signatory" if signed_on else "invited"
        assert standings(shared, treaty.id, TODAY) == {"BRA": expected}
        assert figures_in_sql(shared, treaty.id, TODAY) == figures_by_law(shared, treaty, TODAY)
