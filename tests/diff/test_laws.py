"""Laws of the comparison (docs/rules-of-change.md), on random charts: what is told, and what is never a change."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import TYPE_CHECKING

import pages
import pytest
from charts import (
    AT_ONCE,
    CHART,
    FULL_SERVICE,
    GONE,
    HOUR,
    NOON,
    PAST,
    REGISTER,
    SERVICE,
    STAGES,
    STYLES,
    TODAY,
    Entry,
    Simulation,
    Style,
    baseline,
    dates_known,
    entries,
    examples,
    histories,
    register,
    seen,
    styles,
    told_twice,
    waiting,
    words,
)
from hypothesis import assume, given
from hypothesis import strategies as st

from jobs.ingest import bundled as shipped
from tracker.diff import Comparison, ComparisonRules, apply, compare
from tracker.diff.ledger import facts_taken_back
from tracker.diff.rows import acted
from tracker.law import definitive, reached
from tracker.models import ChangeKind, Chart, ConsentKind, Field, Nature, Row, but
from tracker.participants import fold, table
from tracker.sources.interpret import interpret
from tracker.sources.registry import parse

if TYPE_CHECKING:
    from collections.abc import Iterable


BROAD = ConsentKind.RATIFICATION_ACCEPTANCE_OR_APPROVAL
#: Those whose row can become another without a date moving or vanishing in it.
NO_DENUNCIATIONS = tuple(stage for stage in STAGES if stage not in ("denounced", "left", "again"))


def remembering(earlier: Comparison) -> ComparisonRules:
    """The rules of a comparison that confirms everything at once, with the facts that an earlier one took back."""
    gone = [d for d in earlier.differences if d.kind is ChangeKind.RETRACTED]
    return replace(AT_ONCE, retracted={fact for d in gone for fact in facts_taken_back(d)})


def facts(chart: Chart) -> dict[str, tuple]:
    """All that can be told of a chart: rows that hold nothing are nothing."""
    return {
        row.participant: (
            row.dates,
            row.consent_kind,
            bool(row.invited),
            row.flags,
            fold(row.name),
            tuple(period for period in row.former),
        )
        for row in chart.rows
        if not row.blank
    }


def dated(chart: Chart) -> dict[str, tuple]:
    """Dates and invitations, of the rows that have any. With a new period no difference says where a signature
    belongs that the chart shows no more."""
    rows = [but(row, signed_on=None) if row.former else row for row in chart.rows]
    return {row.participant: (row.dates, bool(row.invited)) for row in rows if row.dates or row.invited}


# ---- the same chart ----------------------------------------------------------------------------


@given(styles, register())
@examples(150)
def test_a_chart_does_not_differ_from_itself(style: Style, rows: tuple[Entry, ...]) -> None:
    """diff(a, a) is empty, and the new baseline is the old one."""
    chart = baseline(style, rows)

    found = compare(chart, seen(style, rows), waiting())

    assert (found.differences, found.pending, found.vanished, found.corrected) == ((), (), 0, 0)
    assert facts(found.state) == facts(chart)
    assert found.state.in_force_on == chart.in_force_on


@given(styles, register(), register())
@examples(250)
def test_a_second_read_of_the_same_chart_tells_nothing(
    style: Style, before: tuple[Entry, ...], after: tuple[Entry, ...]
) -> None:
    """Once a chart is the baseline, the same page again is no news, whatever stood there before."""
    accepted = compare(baseline(style, before), seen(style, after), AT_ONCE)

    again = compare(accepted.state, seen(style, after), remembering(accepted))

    assert (words(again.differences), again.pending) == ([], ())
    assert facts(again.state) == facts(accepted.state)


@pytest.mark.parametrize("style", [SERVICE, CHART], ids=["service", "chart"])
def test_a_date_of_consent_that_went_is_not_implied_by_what_stays(style: Style) -> None:
    """Signed, consented, in force; then the consent's date is gone. Retracted, and no consent by signature later."""
    full = Entry(participant="BEL", name="Belgium", code="BEL", signed=PAST[0], consent=PAST[2], in_force=PAST[3])
    less = replace(full, consent=None)
    a, b = baseline(style, (full,)), seen(style, (less,))

    first = compare(a, b, waiting())
    second = compare(first.state, b, waiting(first, hours=12))
    third = compare(second.state, b, waiting(second, hours=24))

    assert words(first.differences) == []
    assert words(second.differences) == [("BEL", "retracted", PAST[2].isoformat(), None)]
    assert (words(third.differences), third.pending) == ([], ())


@given(styles, register(), register(), st.randoms(use_true_random=False))
@examples(100)
def test_order_of_rows_is_no_change(
    style: Style, before: tuple[Entry, ...], after: tuple[Entry, ...], luck: object
) -> None:
    """Shuffled rows, on the page or in the chart, give the same differences in the same order."""
    old, new = baseline(style, before), seen(style, after)
    on_page, in_chart = list(after), list(new.rows)
    luck.shuffle(on_page)
    luck.shuffle(in_chart)

    expected = compare(old, new, waiting())

    assert seen(style, on_page) == new
    assert compare(old, replace(new, rows=tuple(in_chart)), waiting()) == expected


@given(register())
@examples(60)
def test_notes_stamps_and_unknown_keys_are_no_change(rows: tuple[Entry, ...]) -> None:
    """Footnote numbers, the day of the page, codes and keys nobody knows change nothing."""
    old = baseline(CHART, rows)
    again = replace(
        old,
        status_as_of=TODAY,
        title="another title",
        rows=tuple(but(row, notes=("99",), code="ZZZ", extra=(("New", "1"),)) for row in old.rows),
    )

    assert compare(old, again, waiting()).differences == ()


# ---- the inverse -------------------------------------------------------------------------------


@given(styles, register(), register())
@examples(250)
def test_applying_the_difference_gives_the_new_chart(
    style: Style, before: tuple[Entry, ...], after: tuple[Entry, ...]
) -> None:
    """apply(a, diff(a, b)) is b on what both know: acts, effects, invitations, flags, groups, names, periods."""
    assume(plausible(before, after))
    a, b = baseline(style, before), seen(style, after)

    found = compare(a, b, AT_ONCE)
    applied = apply(a, found.differences)

    for participant in {row.participant for chart in (a, b, applied) for row in chart.rows}:
        check_row(a.row(participant), b.row(participant), applied.row(participant), known_in(a), b.marked)
    assert applied.in_force_on == found.state.in_force_on
    if b.shows_in_force_on:
        assert applied.in_force_on == b.in_force_on


@given(styles, register(), register())
@examples(250)
def test_the_new_baseline_is_what_the_differences_make_of_the_old_one(
    style: Style, before: tuple[Entry, ...], after: tuple[Entry, ...]
) -> None:
    """What is told and what is kept never part: dates and invitations of `state` are those of `apply`."""
    assume(plausible(before, after))
    a = baseline(style, before)

    found = compare(a, seen(style, after), AT_ONCE)
    applied = apply(a, found.differences)

    assert dated(applied) == dated(found.state)


def known_in(chart: Chart) -> frozenset[Field]:
    """What the source of a chart shows at all."""
    return frozenset().union(*(row.known for row in chart.rows))


def check_row(
    was: Row | None, new: Row | None, applied: Row | None, known: frozenset[Field], marked: frozenset[str]
) -> None:
    """One participant before, after, and as the differences make it."""
    if new is None:
        assert was is not None
        if reached(was.left_on, TODAY) or (was.former and not was.dates):
            assert applied == was  # the period is over and stays
        else:
            assert applied is None or not applied.dates
            assert applied is None or not applied.invited
        return
    if applied is None:
        assert new.blank
        return
    for field, value in dates_known(new).items():
        if field in known and not (field is Field.SIGNED_ON and applied.former):
            assert applied.dates.get(field) == (None if replaced_by_inference(field, was, new) else value), field
    assert kinds_agree(was, new, applied)
    if new.invited is not None and (was is None or was.invited is not None):
        on_record = bool(was and (acted(was) or was.former)) and new.participant not in marked
        assert bool(applied.invited) is (new.invited and not on_record)
    assert fold(applied.name) == fold(new.name)
    check_attributes(was, new, applied)


def check_attributes(was: Row | None, new: Row, applied: Row) -> None:
    """What stands beside the dates, where both charts hold the participant."""
    if was is None:
        return
    if not (was.blank and new.blank):
        assert applied.group is new.group
    both = was.flags_known & new.flags_known
    assert applied.flags & both == new.flags & both
    kept = [(p.consent_on, p.denounced_on, p.left_on) for p in applied.former]
    for period in was.former:
        assert (period.consent_on, period.denounced_on, period.left_on) in kept


def replaced_by_inference(field: Field, was: Row | None, new: Row) -> bool:
    """A date of consent that is gone is not replaced by the one that a signature and an entry into force imply."""
    if field is not Field.CONSENT_ON or not definitive(new) or was is None:
        return False
    return was.consent_on is not None and was.consent_on != new.consent_on


def kinds_agree(was: Row | None, new: Row, applied: Row) -> bool:
    """Kinds of consent, as far as one word tells them; a less specific one leaves the known one standing."""
    if applied.consent_on is None or new.consent_kind is None or applied.consent_kind is None:
        return True
    told = {ConsentKind.RATIFICATION: BROAD, ConsentKind.FORMAL_CONFIRMATION: ConsentKind.CONSENT}
    told[ConsentKind.DEFINITIVE_SIGNATURE] = ConsentKind.CONSENT
    here, there = (told.get(kind, kind) for kind in (applied.consent_kind, new.consent_kind))
    return here == there or bool(was and was.consent_kind is applied.consent_kind)


# ---- there and back ----------------------------------------------------------------------------


@given(styles, register(stages=NO_DENUNCIATIONS), register(stages=NO_DENUNCIATIONS))
@examples(200)
def test_there_and_back_are_two_changes_that_undo_each_other(
    style: Style, before: tuple[Entry, ...], after: tuple[Entry, ...]
) -> None:
    """A→B→A: each moved date is told twice, the second time in reverse, and the chart is the old one again."""
    a = baseline(style, before)

    there = compare(a, seen(style, after), AT_ONCE)
    back = compare(there.state, seen(style, before), AT_ONCE)

    moved = {(d.participant, d.field, d.before, d.after) for d in there.differences if d.kind is ChangeKind.CORRECTED}
    returned = {(d.participant, d.field, d.after, d.before) for d in back.differences if d.kind is ChangeKind.CORRECTED}
    inferred = {row.participant for chart in (a, there.state, back.state) for row in chart.rows if definitive(row)}
    assert {m for m in moved if m[0] and m[0] not in inferred} == {r for r in returned if r[0] and r[0] not in inferred}
    assert {who: f[0] for who, f in facts(back.state).items() if f[0] and who not in inferred} == {
        who: f[0] for who, f in facts(a).items() if f[0] and who not in inferred
    }


@given(styles, entries("BRA", stages=("signed", "consented", "in_force"), suspensions=False))
@examples(80)
def test_a_retracted_fact_that_is_back_is_a_correction(style: Style, entry: Entry) -> None:
    """Shown, confirmed as gone, shown again with the same date: its own kind, "is shown again", no event."""
    blank = replace(entry, signed=None, consent=None, in_force=None, mark=None, kind=None, group="member")
    simulation = Simulation(authority="a")
    for hours, row in ((0, blank), (1, entry), (2, blank), (15, blank), (16, entry)):
        simulation.read("a", seen(style, (row,)), NOON + hours * HOUR)

    told = [c for c in simulation.told if c.participant and c.field in entry_dates(entry, style)]
    events = [(c.kind, c.after) for c in told if c.nature is Nature.EVENT]
    again = [(c.kind, c.after) for c in told if c.nature is Nature.CORRECTION]
    assert events
    assert again == events
    assert len([c for c in told if c.nature is Nature.RETRACTION]) == len(events)


def entry_dates(entry: Entry, style: Style) -> set[Field]:
    """The date fields that a source of the style shows of the entry."""
    return set(seen(style, (entry,)).rows[0].dates)


# ---- known and unknown -------------------------------------------------------------------------


@given(register(), st.sets(st.sampled_from(sorted(FULL_SERVICE.known))), st.sets(st.sampled_from("RDATCO")))
@examples(200)
def test_unknown_to_known_and_back_is_never_a_change(
    rows: tuple[Entry, ...], fields: set[Field], letters: set[str]
) -> None:
    """A source that begins or ceases to show a field or a flag tells nothing, and what was known stays known."""
    full = replace(REGISTER, letters="RDATCO", kinds=False)
    less = replace(full, known=full.known - fields, letters="".join(set(full.letters) - letters))
    rows = tuple(without_inference(row) for row in rows)
    a = baseline(full, rows)

    hidden = compare(a, seen(less, rows), waiting())
    back = compare(hidden.state, seen(full, rows), waiting(hidden, hours=13))
    begun = compare(baseline(less, rows), seen(full, rows), waiting())

    for found in (hidden, back, begun):
        assert (words(d for d in found.differences if d.participant), found.pending) == ([], ())
    assert {who: (f[0], f[3]) for who, f in facts(hidden.state).items()} == {
        who: (f[0], f[3]) for who, f in facts(a).items()
    }


def test_a_treaty_date_that_becomes_known_is_no_event() -> None:
    """The date a treaty entered into force was unknown while its source showed no entry into force at all."""
    brazil = Entry(participant="BRA", name="Brazil", group="non_member", consent=PAST[2], mark="a", in_force=PAST[3])
    less = replace(SERVICE, known=SERVICE.known - {Field.IN_FORCE_ON})

    found = compare(baseline(less, (brazil,)), seen(SERVICE, (brazil,)), waiting())

    assert words(found.differences) == []


def without_inference(entry: Entry) -> Entry:
    """No date implied by others, no period told from dates that may be hidden, nobody invited by a blank row."""
    return replace(entry, again=None, consent=entry.consent or entry.signed, group="member")


@given(register())
@examples(80)
def test_less_specific_is_nothing_and_the_known_kind_stays(before: tuple[Entry, ...]) -> None:
    """Kinds: more specific at the same date is editorial, less specific is nothing and forgets nothing."""
    rows = [replace(e, again=None, suspended=None) for e in before]
    a = baseline(REGISTER, rows)
    vague = [replace(e, kind=ConsentKind.CONSENT) for e in rows]

    less = compare(a, seen(REGISTER, vague), AT_ONCE)
    more = compare(baseline(REGISTER, vague), seen(REGISTER, rows), AT_ONCE)

    assert less.differences == ()
    assert {r.participant: r.consent_kind for r in less.state.rows} == {r.participant: r.consent_kind for r in a.rows}
    assert {d.kind for d in more.differences} <= {ChangeKind.CONSENT_KIND_SET}
    assert {d.nature for d in more.differences} <= {Nature.EDITORIAL}


# ---- nothing twice -----------------------------------------------------------------------------


@given(styles, histories(steps=10), st.lists(st.integers(0, 13), min_size=12, max_size=12))
@examples(120)
def test_no_event_is_told_twice(style: Style, history: list[tuple[Entry, ...]], gaps: list[int]) -> None:
    """Over any sequence of charts of one source: an event is news once, unless what it said was told to be over."""
    simulation = Simulation(authority="a")
    at = NOON
    for rows, gap in zip(history, gaps, strict=False):
        at += gap * HOUR
        simulation.read("a", seen(style, rows), at)
        simulation.read("a", seen(style, rows), at)

    assert told_twice(simulation.told) == []


@given(styles, histories(steps=8, stages=STAGES[:-1]))
@examples(150)
def test_the_history_told_makes_the_last_chart(style: Style, history: list[tuple[Entry, ...]]) -> None:
    """All changes ever told, applied to the first chart in their order, give the dates of the last."""
    assume(all(plausible(last_rows(history[:at]), history[at]) for at in range(1, len(history))))
    simulation = Simulation(authority="a")
    for step, rows in enumerate(history):
        simulation.read("a", seen(style, rows), NOON + 26 * step * HOUR)
        simulation.read("a", seen(style, rows), NOON + (26 * step + 13) * HOUR)

    replayed = apply(baseline(style, history[0]), simulation.differences)

    assert dated(replayed) == dated(simulation.states["a"])


def plausible(before: Iterable[Entry], after: Iterable[Entry]) -> bool:
    """No period takes effect, or ends, on the very day the one before it did."""
    old = {entry.participant: entry for entry in before}
    pairs = [(old[entry.participant], entry) for entry in after if entry.participant in old]
    return not any(
        a.denounced and a.consent != b.consent and (a.left == b.left or a.in_force == b.in_force) for a, b in pairs
    )


def last_rows(history: Iterable[Iterable[Entry]]) -> Iterable[Entry]:
    """The last row of each participant that any of the charts shows."""
    return {entry.participant: entry for rows in history for entry in rows}.values()


# ---- periods -----------------------------------------------------------------------------------


@given(
    entries("BRA", stages=("left",), days=(date(2004, 3, 18), date(2009, 12, 31))), st.sampled_from((CHART, REGISTER))
)
@examples(80)
def test_a_consent_after_a_denunciation_opens_a_period(ended: Entry, style: Style) -> None:
    """The new consent is told, the old period is kept, nothing is retracted or corrected."""
    ended = replace(ended, signed=None, consent=date(2004, 3, 18), in_force=date(2004, 7, 1), mark="a")
    anew = replace(ended, consent=date(2020, 2, 29), in_force=None, denounced=None, left=None)
    a = baseline(style, (ended,))

    found = compare(a, seen(style, (anew,), in_force=a.in_force_on), waiting())

    assert not {d.kind for d in found.differences} & {ChangeKind.CORRECTED, ChangeKind.RETRACTED}
    assert [d.after for d in found.differences if d.field is Field.CONSENT_ON] == ["2020-02-29"]
    assert found.pending == ()
    row = found.state.row("BRA")
    assert (row.consent_on, row.left_on) == (date(2020, 2, 29), None)
    assert [(p.consent_on, p.left_on) for p in row.former] == [(date(2004, 3, 18), ended.left)]
    assert apply(a, found.differences).row("BRA").former == row.former


@pytest.mark.parametrize("style", [CHART, FULL_SERVICE], ids=["chart", "service"])
def test_a_denunciation_and_a_later_consent_seen_at_once(style: Style) -> None:
    """Months offline: the page now shows the ended period and the new one. Both told; the differences make the row."""
    party = Entry(participant="BRA", name="Brazil", group="non_member", consent=PAST[1], mark="a", in_force=PAST[2])
    ended = pages.Fact(**{**fact_of(party), "denounced": PAST[3], "left": PAST[4]})
    again = replace(party, consent=PAST[6], in_force=None, again=ended)
    a = baseline(style, (party,))

    found = compare(a, seen(style, (again,), in_force=a.in_force_on), waiting())

    assert {(d.kind, d.after) for d in found.differences} == {
        (ChangeKind.DENOUNCED, PAST[3].isoformat()),
        (ChangeKind.ACCEDED, PAST[6].isoformat()),
    }
    for row in (found.state.row("BRA"), apply(a, found.differences).row("BRA")):
        assert (row.consent_on, row.denounced_on, row.left_on) == (PAST[6], None, None)
        assert [(p.consent_on, p.left_on) for p in row.former] == [(PAST[1], PAST[4])]


def fact_of(entry: Entry) -> dict[str, object]:
    """What a page prints of an entry."""
    return {field.name: getattr(entry, field.name) for field in fields(pages.Fact)}


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name.replace(" ", "-"))
def test_a_row_that_becomes_its_successors_is_no_act(style: Style) -> None:
    """Serbia and Montenegro's row → Serbia's and Montenegro's with the same dates: `group_changed` once each."""
    union = Entry(participant="SCG", name="Serbia and Montenegro", code="SCG", signed=date(2005, 4, 7))
    heirs = [replace(union, participant=who, name=table().get(who).name) for who in ("SRB", "MNE")]
    rules = replace(waiting(), successors={"SCG": ("MNE", "SRB")})
    a = baseline(style, (union,))

    found = compare(a, seen(style, heirs), rules)

    assert words(found.differences) == [
        ("MNE", "group_changed", "Serbia and Montenegro", "Montenegro"),
        ("SRB", "group_changed", "Serbia and Montenegro", "Serbia"),
    ]
    assert found.pending == ()
    assert {r.participant for r in apply(a, found.differences).rows} == {"MNE", "SRB"}


# ---- the bundled baseline ----------------------------------------------------------------------


@given(styles, register(), register())
@examples(120)
def test_against_the_bundled_list_only_what_is_new_is_news(
    style: Style, before: tuple[Entry, ...], after: tuple[Entry, ...]
) -> None:
    """What moved or is missing is editorial, the chart never showed it; what appears is an act like any other."""
    a, b = baseline(style, before), seen(style, after)

    first = compare(a, b, waiting(bundled=True))
    live = compare(a, b, waiting())
    second = compare(first.state, b, waiting(first, hours=12))

    assert words(first.differences) == words(live.differences)
    assert {d.nature for d in first.differences if d.before is not None} <= {Nature.EDITORIAL}
    assert [d.nature for d in first.differences if d.before is None] == [
        d.nature for d in live.differences if d.before is None
    ]
    assert all(wait.bundled for wait in first.pending)
    assert {d.nature for d in second.differences if d.kind in GONE} <= {Nature.EDITORIAL}


@pytest.mark.parametrize("treaty", ["ets-185", "cets-224"])
def test_the_first_live_read_after_init_is_unchanged(treaty: str) -> None:
    """The service's answer that shows what the bundled list holds tells nothing and leaves nothing pending."""
    held = shipped.chart_of(shipped.bundled_list(treaty))
    rows = [
        pages.Fact(
            name=row.name,
            code=row.code,
            group=str(row.group),
            signed=row.signed_on,
            consent=row.consent_on,
            in_force=row.in_force_on,
            flags="".join(row.flags),
        )
        for row in held.rows
    ]
    body = pages.json_service(rows, held.number)
    live = interpret(
        parse("coe-service", body, charset=None, number=held.number),
        table(),
        blank_non_member_invited=treaty == "ets-185",
    )

    found = compare(held, live, waiting(bundled=True))

    assert (words(found.differences), found.pending) == ([], ())
    assert {row.participant for row in found.state.rows} == {row.participant for row in held.rows}


# ---- legal order -------------------------------------------------------------------------------


@given(styles, register(stages=("blank", "invited")), register())
@examples(120)
def test_what_one_read_tells_stands_in_legal_order(
    style: Style, before: tuple[Entry, ...], after: tuple[Entry, ...]
) -> None:
    """Signed before ratified, the treaty's date before the States', each before a denunciation; consents by date."""
    found = compare(baseline(style, before), seen(style, after), AT_ONCE)

    steps = [step(d.kind) for d in found.differences if step(d.kind) is not None]
    assert steps == sorted(steps)
    consents = [d.effective_on for d in found.differences if d.field is Field.CONSENT_ON and d.before is None]
    assert consents == sorted(consents)


_STEPS: Iterable[set[ChangeKind]] = (
    {ChangeKind.SIGNED},
    {
        ChangeKind.RATIFIED,
        ChangeKind.ACCEPTED,
        ChangeKind.APPROVED,
        ChangeKind.ACCEDED,
        ChangeKind.SUCCEEDED,
        ChangeKind.CONSENTED,
    },
    {ChangeKind.TREATY_ENTRY_INTO_FORCE_SET},
    {ChangeKind.ENTRY_INTO_FORCE_SET},
    {ChangeKind.DENOUNCED},
)


def step(kind: ChangeKind) -> int | None:
    """The place of an act in legal order."""
    return next((at for at, kinds in enumerate(_STEPS) if kind in kinds), None)
