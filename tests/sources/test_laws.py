"""Laws of sources: a page says the same however it is written, and several sources tell what one would
(docs/rules-of-change.md)."""

from __future__ import annotations

import contextlib
import json
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pages
import pytest
from charts import (
    CHART,
    FULL_SERVICE,
    HISTORIES,
    MEMBERS,
    NOON,
    OTHERS,
    PAST,
    REGISTER,
    SERVICE,
    SMALL_CHART,
    TODAY,
    Entry,
    Simulation,
    Style,
    examples,
    histories,
    register,
    seen,
    told_twice,
    words,
)
from hypothesis import given
from hypothesis import strategies as st
from pages import gen1, gen2, gen3
from world import World, world

from tracker.errors import ParseError
from tracker.law import standing_on
from tracker.models import ChangeKind, Chart, Field, Standing, but
from tracker.participants import table
from tracker.sources.interpret import interpret, less_signatories
from tracker.sources.registry import parse

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Sequence

    from tracker.models import Change
HOUR = timedelta(hours=1)
#: What the service can show of a row: it prints no mark, so kinds are as it infers them.
PLAIN = ("blank", "invited", "signed", "consented", "in_force")


def read(body: bytes, kind: str = "coe-service") -> Chart:
    """A chart as `check` reads it."""
    return interpret(parse(kind, body, charset=None, number="185"), table(), blank_non_member_invited=True)


def as_inferred(rows: Iterable[Entry]) -> list[Entry]:
    """The rows with the marks that the service's dates imply, so that the chart says the same of them."""
    return [
        replace(row, mark=None if row.signed else "a", kind=None, consent=row.consent or row.signed)
        if row.consent or row.in_force
        else replace(row, kind=None)
        for row in rows
    ]


# ---- one page, written in many ways ------------------------------------------------------------

_MOMENTS = ("T00:00:00", "T00:00", "", "T00:00:00Z", "T00:00:00.000")
_ON, _OFF = (True, 1, "true", "1"), (False, 0, None, "", "false", "0")


@given(register(), st.randoms(use_true_random=False))
@examples(100)
def test_the_service_may_write_the_same_in_many_ways(rows: tuple[Entry, ...], luck: random.Random) -> None:
    """Moments, types of flags, spelling of the number, further keys, order of keys and rows: the same facts."""
    body = pages.json_service([fact for row in rows for fact in row.printed()])
    lists = json.loads(body)
    for items in lists:
        luck.shuffle(items)

    expected, rewritten = read(body), read(json.dumps([[rewrite(i, luck) for i in items] for items in lists]).encode())

    assert [but(row, extra=()) for row in rewritten.rows] == list(expected.rows)
    assert rewritten.number == expected.number


def rewrite(item: dict[str, object], luck: random.Random) -> dict[str, object]:
    """The row of the service with the liberties it was seen to take."""
    number = item.pop("NumSTE")
    written: dict[str, object] = {luck.choice(("NumSTE", "NumSte", "numSTE")): number, "Nouveau": luck.random()}
    for key, value in item.items():
        if isinstance(value, bool):
            written[key] = luck.choice(_ON if value else _OFF)
        elif key.startswith("Date"):
            written[key] = value and str(value)[:10] + luck.choice(_MOMENTS)
        else:
            written[key] = value
    keys = list(written)
    luck.shuffle(keys)
    return {key: written[key] for key in keys}


@given(st.lists(st.sampled_from(sorted(table().by_spelling)), min_size=1, max_size=8, unique_by=table().resolve))
@examples(60)
def test_every_spelling_is_its_participant(spellings: list[str]) -> None:
    """Whatever spelling of the table a page prints, the row is that of the participant, and no second one."""
    facts = [pages.Fact(name=name.upper(), signed=date(2001, 11, 23)) for name in spellings]

    chart = read(pages.json_service(facts))

    assert [row.participant for row in chart.rows] == sorted(map(table().resolve, spellings))


@given(register(min_size=2), st.sampled_from([gen1, gen2, gen3]), st.floats(0, 1))
@examples(80)
def test_a_page_that_was_cut_is_refused_or_whole(rows: tuple[Entry, ...], build: object, share: float) -> None:
    """What is left of a page gives an error or every row of it, never some of them."""
    facts = [fact for row in rows for fact in row.printed()]
    page = build(facts, replace(pages.About(), totals=None))
    cut = page[: int(len(page) * share)]

    try:
        printed = parse("coe-chart", cut, charset=None, number="185")
    except ParseError:
        return

    assert printed.rows == parse("coe-chart", page, charset=None, number="185").rows


@given(register(), st.integers(0, 10_000))
@examples(60)
def test_an_answer_that_was_cut_is_refused(rows: tuple[Entry, ...], at: int) -> None:
    """No beginning of the service's answer is an answer."""
    body = pages.json_service(rows)

    with pytest.raises(ParseError):
        read(body[: at % len(body)])


@given(register(), st.randoms(use_true_random=False), st.sampled_from(["json", "html"]))
@examples(100)
def test_bytes_gone_wrong_give_a_chart_or_a_named_error(
    rows: tuple[Entry, ...], luck: random.Random, kind: str
) -> None:
    """Whatever happened to the bytes: ParseError or a chart, nothing else."""
    body = bytearray(pages.json_service(rows) if kind == "json" else gen3(rows))
    for _ in range(luck.randint(1, 4)):
        at = luck.randrange(len(body))
        body[at : at + luck.randint(0, 30)] = luck.randbytes(luck.randint(0, 3)) or body[:20]

    with contextlib.suppress(ParseError):
        assert read(bytes(body), "coe-service" if kind == "json" else "coe-chart").rows


@given(st.sets(st.sampled_from((*MEMBERS, *OTHERS)), min_size=1, max_size=8), st.data())
@examples(60)
def test_the_members_page_less_the_signatories_is_the_invited(who: set[str], data: st.DataObject) -> None:
    """Parties have no dates; of the mixed list all but the chart's signatories are invited
    (docs/sources.md#members)."""
    parties = data.draw(st.sets(st.sampled_from(sorted({*MEMBERS, *OTHERS} - who)), min_size=1))
    signatories = data.draw(st.sets(st.sampled_from(sorted(who))))
    page = pages.members_page([table().get(p).name for p in parties], [table().get(p).name for p in sorted(who)])

    chart = less_signatories(read(page, "coe-members"), signatories)

    standings = {row.participant: standing_on(row, TODAY) for row in chart.rows}
    assert {p for p, standing in standings.items() if standing is Standing.PARTY} == parties
    assert {p for p, standing in standings.items() if standing is Standing.INVITED} == who - signatories


# ---- two sources -------------------------------------------------------------------------------


@given(
    st.sampled_from([(SERVICE, CHART), (SERVICE, SMALL_CHART), (SMALL_CHART, CHART), (CHART, CHART), (CHART, SERVICE)]),
    histories(steps=6, stages=PLAIN),
    st.lists(st.tuples(st.booleans(), st.booleans(), st.sampled_from([1, 13])), min_size=7, max_size=7),
)
@examples(150)
def test_the_order_of_reads_does_not_change_what_is_told(
    pair: tuple[Style, Style], history: list[tuple[Entry, ...]], orders: list[tuple[bool, bool, int]]
) -> None:
    """Two sources that agree wherever both speak tell the same facts whichever is read first, each of them once.

    But for an invitation by the mark after a lost act: it is told if the loss was confirmed before the mark was read.
    """
    told = []
    for which in (0, 1):
        simulation, at = Simulation(authority="first"), NOON
        for rows, order in zip([*history, history[-1]], [*orders], strict=False):
            at += order[2] * HOUR
            reads = [("first", pair[0]), ("second", pair[1])]
            for name, style in reads if order[which] else reversed(reads):
                simulation.read(name, seen(style, as_inferred(rows)), at)
        told.append(simulation.told)
        assert words(told_twice(simulation.told)) == []

    one, other = (facts_told(changes, history) for changes in told)
    assert one == other


def facts_told(
    changes: Iterable[Change], history: list[tuple[Entry, ...]]
) -> set[tuple[str | None, ChangeKind, str | None]]:
    """What was told, without the invitations of those whose acts a later chart lacks."""
    acted: set[str] = set()
    lost: set[str] = set()
    for rows in history:
        shown = {row.participant for row in rows if row.signed or row.consent}
        lost |= acted - shown
        acted |= shown
    return {
        (one.participant, one.kind, one.after)
        for one in changes
        if not (one.kind is ChangeKind.INVITED and one.participant in lost)
    }


#: No date that is reached while the test goes on: between two reads a roll-over would tell it, or find it withheld.
UNREACHED = (*PAST, date(2026, 10, 1))


@given(
    histories(steps=3, participants=("ALB", "CZE", "BRA"), stages=PLAIN, days=UNREACHED),
    st.lists(st.booleans(), min_size=4, max_size=4),
)
@examples(15, thorough=HISTORIES)
def test_the_order_of_reads_does_not_change_the_stored_history(
    history: list[tuple[Entry, ...]], order: list[bool]
) -> None:
    """The same through HTTP, guard, store and roll-over: service and chart, in either order."""
    told = []
    for turned in (False, True):
        with tempfile.TemporaryDirectory() as folder, world(Path(folder), sources=SOURCES) as w:
            w.check_all()  # nothing to be seen yet: both fail, and the world exists
            for rows, first in zip(history, order, strict=False):
                show(w, as_inferred([*rows, IRELAND]))
                for source in SOURCES if first is turned else reversed(SOURCES):
                    w.check_all(sources=[source])
                w.wait(hours=13)
            told.append(facts_told(w.changes(), history))

    assert told[0] == told[1]


SOURCES = ("coe-service", "coe-chart")
IRELAND = Entry(participant="IRL", name="Ireland", code="IRE", signed=date(2002, 2, 28))


def show(w: World, rows: Sequence[Entry]) -> None:
    """What both sources show from now on."""
    in_force = min((row.in_force for row in rows if row.in_force), default=None)
    w.standin.charts["185"] = pages.json_service(rows)
    w.show_chart(gen3(rows, pages.About(in_force=in_force, status=w.now.date())))


@given(
    st.sampled_from([(SERVICE, CHART), (CHART, SERVICE), (FULL_SERVICE, REGISTER)]),
    histories(steps=6),
    histories(steps=6),
    st.lists(st.tuples(st.booleans(), st.integers(0, 13)), min_size=10, max_size=10),
)
@examples(120)
def test_two_sources_that_differ_tell_no_event_twice(
    pair: tuple[Style, Style],
    one: list[tuple[Entry, ...]],
    other: list[tuple[Entry, ...]],
    order: list[tuple[bool, int]],
) -> None:
    """Told once per fact, whichever source showed it: also by sources that contradict each other at every read."""
    simulation, at = Simulation(authority="first"), NOON
    left = {"first": list(one), "second": list(other)}
    for first, gap in ((True, 0), (False, 0), *order):
        name, style = ("first", pair[0]) if first else ("second", pair[1])
        if left[name]:
            at += gap * HOUR
            simulation.read(name, seen(style, left[name].pop(0)), at)

    assert words(told_twice(simulation.told)) == []


def test_a_denunciation_that_another_source_tells_is_known_whole() -> None:
    """The service shows no denunciation, the chart does: the day it takes effect is known, and will be reached."""
    belgium = Entry(
        participant="BEL", name="Belgium", signed=PAST[0], consent=PAST[2], in_force=PAST[3], code="BEL", kind=None
    )
    denounced = replace(belgium, denounced=PAST[5], left=date(2026, 10, 1))
    simulation = Simulation(authority="service")
    for hours, rows in ((0, [belgium]), (1, [denounced])):
        simulation.read("service", seen(SERVICE, rows), NOON + hours * HOUR)
        simulation.read("chart", seen(CHART, rows), NOON + hours * HOUR)

    assert words(simulation.told) == [("BEL", "denounced", None, PAST[5].isoformat())]
    row = simulation.ledger().state.row("BEL")
    assert (row.denounced_on, row.left_on) == (PAST[5], date(2026, 10, 1))
    assert standing_on(row, date(2026, 10, 1)) is Standing.FORMER


@pytest.mark.parametrize("first", ["authority", "other"])
def test_a_suspension_that_both_sources_showed_ends_once(first: str) -> None:
    """Suspended in both, ended in both: one `suspension_ended`, whichever is read first."""
    brazil = Entry(
        participant="BRA", name="Brazil", group="non_member", consent=PAST[1], in_force=PAST[2], suspended=PAST[3]
    )
    ended = replace(brazil, suspended=None)
    simulation = Simulation(authority="authority")
    for hours, row in ((0, brazil), (1, ended)):
        for name in sorted(("authority", "other"), key=lambda name: name != first):
            simulation.read(name, seen(FULL_SERVICE, [row]), NOON + hours * HOUR)

    assert words(simulation.told) == [("BRA", "suspension_ended", PAST[3].isoformat(), None)]


def test_an_invitation_ends_when_no_source_lists_it_any_more() -> None:
    """Gone from one source that listed it, however often it is read: still invited. Gone from both: ended, once."""
    kazakhstan = Entry(participant="KAZ", name="Kazakhstan", group="non_member", code="KAZ", mark="a")
    albania = Entry(participant="ALB", name="Albania", code="ALB", signed=PAST[0])
    simulation, both = Simulation(authority="service"), [albania, kazakhstan]
    for hours, service, chart in ((0, both, both), (13, [albania], both), (26, [albania], both), (39, [albania], both)):
        simulation.read("service", seen(SERVICE, service), NOON + hours * HOUR)
        simulation.read("chart", seen(CHART, chart), NOON + hours * HOUR)
    still_listed = list(simulation.told)
    for hours in (52, 65, 78):
        simulation.read("chart", seen(CHART, [albania]), NOON + hours * HOUR)
        simulation.read("service", seen(SERVICE, [albania]), NOON + hours * HOUR)

    assert still_listed == []
    assert words(simulation.told) == [("KAZ", "invitation_ended", "invited", None)]


def test_a_source_that_is_alone_tells_no_less() -> None:
    """Everything the pair told that one of them can show, that one tells alone."""
    brazil = Entry(participant="BRA", name="Brazil", group="non_member", code="BRA", mark="a")
    acceded = replace(brazil, consent=PAST[2], in_force=PAST[3])
    alone, pair = Simulation(authority="service"), Simulation(authority="service")
    for hours, rows in ((0, [brazil]), (1, [acceded])):
        alone.read("service", seen(SERVICE, rows), NOON + hours * HOUR)
        pair.read("chart", seen(CHART, rows), NOON + hours * HOUR)
        pair.read("service", seen(SERVICE, rows), NOON + hours * HOUR)

    assert {(c.kind, c.field) for c in alone.told} == {
        (ChangeKind.ACCEDED, Field.CONSENT_ON),
        (ChangeKind.ENTRY_INTO_FORCE_SET, Field.IN_FORCE_ON),
        (ChangeKind.TREATY_ENTRY_INTO_FORCE_SET, Field.TREATY_IN_FORCE_ON),
    }
    assert set(words(alone.told)) == set(words(pair.told))
