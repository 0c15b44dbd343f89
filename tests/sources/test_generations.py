"""Charts of three generations and the data service, printed from the same random facts, say the same
(docs/sources.md#chart)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pages
from charts import DAYS, EVERYBODY, TODAY, Entry, baseline, examples, register
from charts import SERVICE as SERVICE_STYLE
from hypothesis import event, given, reject
from hypothesis import strategies as st
from pages import PLAIN_COLUMNS, WITH_DENUNCIATIONS, About, Fact, Layout, gen1, gen2, gen3

from tracker.errors import ParseError
from tracker.models import DATE_FIELDS, Chart, Field, Row, Totals, but
from tracker.participants import table
from tracker.sources.interpret import interpret
from tracker.sources.registry import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: Letters that both the chart and the service show; the service's key of the Authorities flag is not established.
BOTH_KNOW = frozenset("RDTCO")
MARK_KEYS = ("Marque", "TypeConsentement", "x")


def gen3_apart(facts: Sequence[Fact], about: About, layout: Layout) -> bytes:
    """Generation 3 with a cell for each flag."""
    return gen3(facts, about, layout, flags_apart=True)


builders = st.sampled_from([gen1, gen2, gen3, gen3_apart])


@st.composite
def histories(draw: st.DrawFn) -> tuple[Entry, ...]:
    """Rows as the depositary may print them on a day, marks and notes included."""
    entries = draw(register(participants=(*EVERYBODY, "ARM", "CYP", "COL", "MDA"), suspensions=False))
    return tuple(printable(draw, entry) for entry in entries)


def printable(draw: st.DrawFn, entry: Entry) -> Entry:
    """The row with notes, and with the mark that the chart of that year gave it, or none."""
    entry = replace(entry, notes=tuple(draw(st.lists(st.sampled_from(["4", "55", "13"]), max_size=2, unique=True))))
    if entry.signed and not (entry.consent or entry.in_force):
        return replace(entry, mark=draw(st.sampled_from([None, "r"])))
    if entry.mark == "s":
        return replace(entry, consent=None)  # the signature is the consent: the chart prints its date once
    invited = entry.mark == "a" and not entry.consent
    if invited and (table().ever_member(entry.participant) or draw(st.booleans())):
        return replace(entry, mark=None)  # a blank row of list 2: older charts, and States that were members
    return entry


def about_of(rows: Sequence[Entry], *, totals: bool) -> About:
    """What the page says of the treaty: in force since the first of its States was."""
    printed = [fact for row in rows for fact in row.printed()]
    return About(
        status=TODAY,
        in_force=min((fact.in_force for fact in printed if fact.in_force), default=None),
        totals=pages.totals_of(printed) if totals else None,
    )


@st.composite
def layouts(draw: st.DrawFn, rows: Sequence[Entry]) -> Layout:
    """11 columns, or 13 where there are denunciations (and at times without); marks in the date's cell or their own."""
    denounced = any(fact.denounced or fact.left for row in rows for fact in row.printed())
    return Layout(
        columns=WITH_DENUNCIATIONS if denounced or draw(st.booleans()) else PLAIN_COLUMNS,
        own_cells=draw(st.booleans()),
        french=draw(st.booleans()),
    )


def read(kind: str, body: bytes, *, blank_non_member_invited: bool | None = True) -> Chart:
    """A chart as `check` reads it for ETS 185; elsewhere a blank row may only mean "entitled to sign".

    One is left out if so few dates stand in it that its cells could be those of several columns: it is refused.
    """
    try:
        printed = parse(kind, body, charset=None, number="185")
    except ParseError as error:
        if not error.message.startswith("cannot tell which of "):
            raise
        event("cells that could be those of several columns")
        reject()
    return interpret(printed, table(), blank_non_member_invited=blank_non_member_invited)


def mark_key(row: Entry) -> st.SearchStrategy[str | None]:
    """Under which key the service gives the mark `s`, or that it leaves it to be read from an entry into force."""
    if row.mark != "s":
        return st.none()
    return st.sampled_from([*MARK_KEYS, None] if row.in_force and not row.consent else MARK_KEYS)


def service(rows: Sequence[Entry], marks: Sequence[str | None]) -> bytes:
    """The service's answer; the mark stands under a key nobody knows, where it stands at all."""
    facts = [fact for row in rows for fact in row.printed()]
    extra = {row.code or "": {key: row.mark} for row, key in zip(rows, marks, strict=False) if key and row.mark}
    return pages.json_service(facts, extra={code: keys for code, keys in extra.items() if not rejoined(rows, code)})


def rejoined(rows: Sequence[Entry], code: str) -> bool:
    """Does the participant stand twice? Then the builder cannot give its rows different keys."""
    return any(row.code == code and row.again for row in rows)


def shown(row: Row) -> dict[str, object]:
    """The facts of a row that every page can show."""
    return {
        "participant": row.participant,
        "group": row.group,
        "dates": {name: value for name, value in row.dates.items() if name in DATE_FIELDS[:5]},
        "invited": row.invited,
        "flags": row.flags & BOTH_KNOW,
        "former": [(period.consent_on, period.denounced_on, period.left_on) for period in row.former],
    }


@given(histories(), builders, st.data())
@examples(300)
def test_a_chart_of_any_generation_says_what_the_service_says(
    rows: tuple[Entry, ...], build: Callable[[Sequence[Fact], About, Layout], bytes], data: st.DataObject
) -> None:
    """Participants, groups, dates, invitations and flags of one day, from whatever page shows them."""
    layout = data.draw(layouts(rows))
    totals = data.draw(st.booleans())
    about = about_of(rows, totals=totals)
    facts = [fact for row in rows for fact in row.printed()]
    marks = [data.draw(mark_key(row)) for row in rows]
    event(f"{build.__name__}, {len(layout.columns)} columns, {'own cells' if layout.own_cells else 'one cell'}")

    chart = read("coe-chart", build(facts, about, layout))
    answer = read("coe-service", service(rows, marks))

    assert [shown(row) for row in chart.rows] == [shown(row) for row in answer.rows]
    assert chart.number == answer.number == "185"
    assert (chart.status_as_of, chart.opened_on, chart.in_force_on) == (TODAY, about.opened, about.in_force)
    assert chart.totals == (Totals(signatories=about.totals[0], consents=about.totals[1]) if about.totals else None)
    assert chart.duplicates == answer.duplicates == ()


@given(histories(), st.data())
@examples(60)
def test_the_three_generations_say_the_same_to_the_last_note(rows: tuple[Entry, ...], data: st.DataObject) -> None:
    """Between charts nothing is lost at all: codes, kinds of consent, notes and the Authorities flag included."""
    facts = [fact for row in rows for fact in row.printed()]
    about = about_of(rows, totals=data.draw(st.booleans()))

    first, *others = [read("coe-chart", build(facts, about, data.draw(layouts(rows)))) for build in (gen1, gen2, gen3)]

    for other in others:
        assert [everything(row) for row in other.rows] == [everything(row) for row in first.rows]


def everything(row: Row) -> Row:
    """The row, whether or not its page has columns for denunciations."""
    return but(row, known=row.known & {Field.SIGNED_ON, Field.CONSENT_ON, Field.CONSENT_KIND, Field.IN_FORCE_ON})


@given(histories())
@examples(100)
def test_the_facts_that_went_in_come_out(rows: tuple[Entry, ...]) -> None:
    """The service's chart is that of the register, so that the two agree on the facts and not on an error."""
    answer = read("coe-service", service(rows, [key for _ in rows for key in MARK_KEYS[:1]]))

    by_participant = {row.participant: row for row in rows}
    assert {row.participant for row in answer.rows} == set(by_participant)
    for row in answer.rows:
        entry = by_participant[row.participant]
        consent = entry.consent or (entry.signed if entry.mark == "s" or entry.in_force else None)
        assert (row.signed_on, row.consent_on, row.in_force_on) == (entry.signed, consent, entry.in_force)
        assert (row.denounced_on, row.left_on) == (entry.denounced, entry.left)
        assert row.group == entry.group
        ended = [(entry.again.consent, entry.again.left)] if entry.again else []
        assert [(period.consent_on, period.left_on) for period in row.former] == ended
        blank = not (entry.signed or entry.consent or entry.in_force)
        member = table().ever_member(entry.participant)
        assert row.invited == (blank and entry.group == "non_member" and (entry.mark == "a" or not member))


def test_a_mark_in_a_cell_of_its_own_moves_no_date() -> None:
    """Where only marked rows are a cell wider, a consent stays a consent, whichever date the mark stands after."""
    day = date(2001, 11, 23)
    facts = [
        Fact(name="Brazil", code="BRA", signed=day, mark="s", consent=day),
        Fact(name="Czech Republic", code="CZE", group="non_member", consent=day, mark="a"),
    ]

    chart = read("coe-chart", gen3(facts, About(in_force=None), Layout(own_cells=True)))

    assert [(row.signed_on, row.consent_on, row.in_force_on) for row in chart.rows] == [
        (day, day, None),
        (None, day, None),
    ]


@given(histories(), builders, st.sampled_from([False, None]))
@examples(100)
def test_where_a_blank_row_says_nothing_the_mark_does(
    rows: tuple[Entry, ...], build: Callable[[Sequence[Fact], About, Layout], bytes], counts: bool | None
) -> None:
    """Without `blank_non_member = "invited"` only the mark `a` without a date invites; the service shows no mark."""
    facts = [fact for row in rows for fact in row.printed()]
    page = build(facts, about_of(rows, totals=False), Layout(columns=WITH_DENUNCIATIONS))
    invited = {row.participant for row in rows if row.mark == "a" and not row.consent}

    chart = read("coe-chart", page, blank_non_member_invited=counts)
    answer = read("coe-service", service(rows, ()), blank_non_member_invited=counts)

    assert {row.participant for row in chart.rows if row.invited} == invited
    assert not [row for row in answer.rows if row.invited]
    assert {row.participant for row in answer.rows if row.invited is None} >= invited


@given(histories(), st.sampled_from(DAYS))
@examples(60)
def test_a_chart_of_an_earlier_day_is_that_of_the_facts_until_then(rows: tuple[Entry, ...], day: date) -> None:
    """The chart that a generation printed on a day holds the acts up to it, as the service would have."""
    until = [until_day(row, day) for row in rows if not row.again]
    if not until:
        return
    about = replace(about_of(until, totals=False), status=max(day, date(2001, 11, 23)))
    layout = Layout(columns=WITH_DENUNCIATIONS)

    for build in (gen1, gen2, gen3):
        chart = read("coe-chart", build(until, about, layout))
        assert [shown(row) for row in chart.rows] == [
            shown(row) for row in read("coe-service", service(until, ())).rows
        ]
        assert chart.in_force_on == baseline(SERVICE_STYLE, until).in_force_on


def until_day(entry: Entry, day: date) -> Entry:
    """The row as the page showed it on a day; a date of effect is printed once its act was done."""
    signed = entry.signed if entry.signed and entry.signed <= day else None
    consent = entry.consent if entry.consent and entry.consent <= day else None
    by_signature = entry.consent is None and signed
    denounced = entry.denounced if entry.denounced and entry.denounced <= day else None
    acted = consent or by_signature
    return replace(
        entry,
        signed=signed,
        consent=consent,
        in_force=entry.in_force if acted else None,
        denounced=denounced if acted else None,
        left=entry.left if acted and denounced else None,
        mark=entry.mark if consent else None,
    )
