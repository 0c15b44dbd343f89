"""Two times, never mixed: what the law says of a day (`as_of`), and what had been read by a moment (`known_at`)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from charts import DAYS, OPENED, Entry, examples, histories, register
from hypothesis import given
from hypothesis import strategies as st
from pages import About, Fact, gen2, gen3, json_service
from world import World, but, row, world

from db.knowledge import Knowledge
from jobs.backfill.files import from_files
from jobs.ingest.decisions import accept
from tracker.answers import figures as figures_of
from tracker.answers import standing
from tracker.answers.between import between
from tracker.answers.dossier import dossier
from tracker.answers.figures import series
from tracker.answers.to_json import to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

A_DAY = timedelta(days=1)
FIRST_READ = datetime(2026, 6, 15, 12, tzinfo=UTC)
asked_days = st.lists(st.sampled_from(DAYS) | st.dates(OPENED - A_DAY, date(2027, 1, 1)), min_size=2, max_size=4)


#: A member that did nothing: a chart without any row would be no chart.
ICELAND = Fact(name="Iceland", code="ICE")

#: For it the treaty entered into force first. Where no chart prints the treaty's own date it is the earliest of its
#: participants', so a register in which a later consent has an earlier date is one that is corrected.
FOUNDER = Fact(name="Iceland", code="ICE", consent=OPENED, in_force=OPENED)


def facts(rows: Iterable[Entry]) -> list[Fact]:
    """The rows that the service prints of them."""
    return [fact for entry in rows for fact in entry.printed()]


def show(here: World, rows: Iterable[Entry], first: Fact = ICELAND) -> None:
    """What the service shows from now on."""
    here.standin.charts["185"] = json_service([first, *facts(rows)])


def parties(here: World, day: date, known_at: datetime | None = None) -> list[dict[str, Any]]:
    """What `parties --as-of --known-at` answers."""
    with here.store() as store:
        return to_json(standing.parties(Knowledge(store, known_at), now=here.now, day=day)[0])


def figures(here: World, day: date, known_at: datetime | None = None) -> dict[str, Any]:
    """What `figures --as-of --known-at` answers of ETS 185."""
    with here.store() as store:
        found = to_json(figures_of.figures(Knowledge(store, known_at), now=here.now, day=day))["treaties"]
    return dict(found.get("ets-185", {}))


# ---- the register as it was on a day -------------------------------------------------------------


def until(entry: Entry, day: date) -> Entry | None:
    """A row as the register showed it on a day; a non-member's appears with its first act. None: no row yet."""
    again = _until(entry.again, day) if entry.again else None
    now = _until(entry, day)
    if again and not now.consent:
        return replace(entry, **{name: getattr(again, name) for name in _DATES}, again=None)
    acted = now.signed or now.consent or now.in_force
    if entry.group == "non_member" and entry.mark and not acted and (entry.signed or entry.consent or entry.in_force):
        return None
    if entry.group == "non_member" and not acted and not entry.mark:
        return None
    return replace(now, again=again)


_DATES = ("signed", "consent", "in_force", "denounced", "left", "mark")


def _until(fact: Any, day: date) -> Any:
    consented = fact.consent if fact.consent and fact.consent <= day else None
    signed = fact.signed if fact.signed and fact.signed <= day else None
    bound = consented or (signed if not fact.consent else None)
    denounced = fact.denounced if fact.denounced and fact.denounced <= day else None
    return replace(
        fact,
        signed=signed,
        consent=consented,
        in_force=fact.in_force if bound else None,
        denounced=denounced,
        left=fact.left if denounced else None,
    )


def replayed(here: World, rows: Sequence[Entry], days: Iterable[date]) -> None:
    """The register read on each of some days, by our clock too."""
    for day in days:
        here.now = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        show(here, [found for entry in rows if (found := until(entry, day))], FOUNDER)
        here.check()


def told_of(party: dict[str, Any]) -> tuple[Any, ...]:
    """What a day's answer says of a participant; the invited of past days are known only where a chart listed them."""
    dates = ("signed_on", "consent_on", "in_force_on", "denounced_on", "left_on")
    return tuple(party[key] for key in ("participant", "standing", "consent_kind", *dates))


def acted(found: Iterable[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Those that signed or consented."""
    return [told_of(party) for party in found if party["standing"] != "invited"]


@given(
    register(suspensions=False, moving=False),
    st.lists(st.dates(date(2001, 12, 1), date(2026, 6, 14)), min_size=1, max_size=4, unique=True).map(sorted),
    asked_days,
)
@examples(8)
def test_without_corrections_the_last_snapshot_tells_every_day(
    rows: tuple[Entry, ...], days: list[date], asked: list[date]
) -> None:
    """Replayed snapshot by snapshot, or read once at the end: `--as-of` any day is the same.

    The register's dates follow no treaty's rule, so that rule is not asked.
    """
    last = date(2026, 6, 15)
    nothing = patch("tracker.guard.charts.live_doubts", lambda *_: [])
    with TemporaryDirectory() as one, TemporaryDirectory() as two, nothing:
        with world(Path(one), confirm_after="0s") as often:
            replayed(often, rows, [*days, last])
            assert not [c.summary for c in often.changes() if c.nature in ("correction", "retraction")]
            step_by_step = [(acted(parties(often, day)), figures(often, day)) for day in asked]
        with world(Path(two), confirm_after="0s") as once:
            replayed(once, rows, [last])
            at_once = [(acted(parties(once, day)), figures(once, day)) for day in asked]

    for (who, counted), (who_once, counted_once) in zip(step_by_step, at_once, strict=True):
        assert who == who_once
        for key in ("consents", "in_force", "signatories", "signatures", "treaty_in_force", "threshold"):
            assert counted.get(key) == counted_once.get(key)


@given(histories(steps=4, suspensions=False), asked_days)
@examples(8)
def test_what_was_answered_is_answered_again_by_its_moment(history: list[tuple[Entry, ...]], asked: list[date]) -> None:
    """Whatever was corrected, retracted or lost since: `--known-at` a moment gives the answers of that moment."""
    with TemporaryDirectory() as folder, world(Path(folder), confirm_after="1h") as here:
        then: list[tuple[datetime, list[Any]]] = []
        for rows in history:
            show(here, rows)
            here.check()
            then.append((here.now, [(parties(here, day), figures(here, day)) for day in asked]))
            here.wait(hours=30)
            here.check()  # the same again: what is known grows older, and nothing else
            then.append((here.now, [(parties(here, day), figures(here, day)) for day in asked]))
            here.wait(hours=30)
        for moment, answered in then:
            again = [(parties(here, day, moment), figures(here, day, moment)) for day in asked]
            assert again == answered


# ---- corrections, in every answer ----------------------------------------------------------------

ALBANIA = row("Albania", code="ALB", signed="2001-11-23", consent="2002-06-20", in_force="2004-07-01")
BRAZIL = row("Brazil", "non_member", code="BRE", consent="2022-11-30", in_force="2023-03-01")
MOVED = but(BRAZIL, consent="2023-01-05", in_force="2023-05-01")


@pytest.fixture
def corrected(tmp_path: Path) -> Iterator[tuple[World, datetime]]:
    """Brazil's dates were moved: the world, and a moment before that was read."""
    with world(tmp_path) as here:
        here.show(ALBANIA, BRAZIL)
        here.check()
        before = here.now
        here.wait(days=2)
        here.show(ALBANIA, MOVED)
        here.check()
        yield here, before


def test_before_a_correction_the_old_answer_stands(corrected: tuple[World, datetime]) -> None:
    """Between the two dates the law's answer changed; what had been read then did not: in every command."""
    here, before = corrected
    day = date(2023, 4, 1)
    with here.store() as store:

        def ask(known_at: datetime | None) -> tuple[Any, ...]:
            view = Knowledge(store, known_at)
            [held] = to_json(dossier(view, "Brazil", now=here.now, day=day))["treaties"]
            [pair] = to_json(between(view, "Brazil", "Albania", now=here.now, day=day))
            return (
                held["standing"],
                [(act["on"], act["evidence"], act["change"] is not None) for act in held["acts"]],
                (pair["in_force"], pair["since"]),
                to_json(figures_of.figures(view, now=here.now, day=day))["treaties"]["ets-185"]["in_force"],
            )

        first, second = (shot.evidence for shot in store.charts.snapshots())
        shown = [("2022-11-30", first, False), ("2023-03-01", first, False)]
        assert ask(before) == ("party", shown, (True, "2023-03-01"), 2)
        assert ask(None) == ("contracting", [("2023-01-05", second, True)], (False, None), 1)


def test_a_change_told_later_told_nothing_then(corrected: tuple[World, datetime]) -> None:
    """A date that moves and moves back: the change that brought it back is unknown at a moment before it."""
    here, before = corrected
    here.wait(days=2)
    here.show(ALBANIA, BRAZIL)
    told = {change.field: change.id for change in here.check().changes}
    with here.store() as store:

        def changes(known_at: datetime | None) -> list[int | None]:
            [held] = to_json(dossier(Knowledge(store, known_at), "Brazil", now=here.now, day=None))["treaties"]
            return [act["change"] for act in held["acts"]]

        assert changes(None) == [told["consent_on"], told["in_force_on"]]
        assert changes(before) == [None, None]


def test_the_status_of_a_moment_is_of_the_reads_before_it(corrected: tuple[World, datetime]) -> None:
    """Reads that show the same move the status on; a later read is no knowledge of that moment."""
    here, before = corrected
    here.wait(days=5)
    here.check()
    between_reads, now = here.now, here.now
    here.wait(days=5)
    here.check()

    def age(known_at: datetime | None) -> tuple[str, str]:
        found = figures(here, date(2026, 8, 1), known_at)
        assert found["not_known_after"] == found["status_as_of"]
        return found["status_as_of"], found["last_good"][:10]

    assert age(before) == ("2026-06-15", "2026-06-15")
    assert age(before + A_DAY) == ("2026-06-15", "2026-06-15")
    assert age(between_reads) == (now.date().isoformat(),) * 2
    assert age(None) == (here.now.date().isoformat(),) * 2


def test_what_is_accepted_later_was_not_known_before(tmp_path: Path) -> None:
    """Doubted when it was read, believed four days later: until then the old answer stands, and stays it, whatever is
    read next. When it was read stays told."""
    listed = [row(name, signed="2001-11-23") for name in ("Albania", "Armenia", "Austria", "Belgium", "Bulgaria")]
    with world(tmp_path) as here:

        def answered(known_at: datetime | None) -> tuple[int, str, str]:
            found = figures(here, date(2026, 8, 1), known_at)
            return found["signatories"], found["status_as_of"], found["last_good"][:10]

        here.show(*listed)
        here.check()
        here.wait(days=1)
        here.show(*listed[:1])
        assert here.check().outcome == "quarantined"
        here.wait(days=1)
        doubted = here.now
        before = answered(doubted)
        here.wait(days=3)
        accept(here.config, 1, lambda: here.now)
        accepted = here.now
        at_once = answered(accepted)

        assert before == answered(doubted) == answered(accepted - A_DAY) == (5, "2026-06-15", "2026-06-15")
        assert at_once == answered(None) == (1, "2026-06-16", "2026-06-16")
        here.wait(days=5)
        here.check()
        assert (answered(doubted), answered(accepted)) == (before, at_once)
        with here.store() as store:
            (_, snapshot) = store.charts.snapshots()
        assert (snapshot.observed_at.day, snapshot.known_since) == (16, accepted)


def test_the_status_of_a_moment_is_what_the_page_said_then(tmp_path: Path) -> None:
    """Of a page that prints its own day too: later reads of it do not take it back."""
    with world(tmp_path, sources=("coe-chart",)) as here:
        asked: list[tuple[datetime, dict[str, Any]]] = []
        for _ in range(3):
            page = gen3([Fact(name="Albania", signed=date(2001, 11, 23))], About(status=here.now.date()))
            here.show_chart(page)
            here.check()
            asked.append((here.now, figures(here, date(2026, 6, 20))))
            here.wait(days=5)
            here.check()  # the same bytes

        for moment, answer in asked:
            assert figures(here, date(2026, 6, 20), moment) == answer
        assert [answer["status_as_of"] for _, answer in asked] == ["2026-06-15", "2026-06-20", "2026-06-25"]


# ---- back-fill -----------------------------------------------------------------------------------


OLD = [
    Fact(name="Albania", code="ALB", signed=date(2001, 11, 23), consent=date(2002, 6, 20), in_force=date(2004, 7, 1)),
    Fact(name="Belgium", code="BEL", signed=date(2001, 11, 23)),
]


def test_an_archived_copy_is_no_observation_of_ours(tmp_path: Path) -> None:
    """What was public in 2019 and read by us today: known at no moment before today, and told apart from our reads."""
    page = tmp_path / "2019.html"
    page.write_bytes(gen2(OLD, About(status=date(2019, 5, 1), in_force=date(2004, 7, 1))))
    with world(tmp_path) as here:
        here.show(ALBANIA)
        here.check()
        days = (date(2003, 1, 1), date(2019, 5, 1), date(2026, 6, 15))
        before = [parties(here, day) for day in days]
        here.wait(hours=1)
        moment = here.now
        here.wait(hours=1)
        [found], _ = from_files(here.config, [page], now=lambda: here.now, kind="coe-chart")
        assert found.used == 1

        assert [parties(here, day) for day in days] == before
        assert parties(here, days[1], datetime(2019, 6, 1, tzinfo=UTC)) == []
        with here.store() as store:

            def acts(known_at: datetime | None) -> list[tuple[int, Any]]:
                [held] = to_json(dossier(Knowledge(store, known_at), "Albania", now=here.now, day=None))["treaties"]
                return [(act["evidence"], act["archived"] and act["archived"]["published_on"]) for act in held["acts"]]

            assert acts(moment) == [(1, None)] * 3
            assert acts(None) == [(1, "2019-05-01")] * 3


def test_an_archived_copy_that_came_first_is_not_our_evidence(tmp_path: Path) -> None:
    """Back-fill before the first live read: what we observed is still the live read, and nothing before it."""
    page = tmp_path / "2019.html"
    page.write_bytes(gen2(OLD, About(status=date(2019, 5, 1), in_force=date(2004, 7, 1))))
    with world(tmp_path) as here:
        from_files(here.config, [page], now=lambda: here.now, kind="coe-chart")
        assert parties(here, date(2019, 5, 1)) == []
        here.wait(hours=1)
        here.show(ALBANIA)
        here.check()

        with here.store() as store:
            [live] = [shot for shot in store.charts.snapshots() if shot.published_on is None]
            [held] = to_json(dossier(Knowledge(store), "Albania", now=here.now, day=None))["treaties"]
        assert {act["evidence"] for act in held["acts"]} == {live.evidence}
        assert {act["archived"]["published_on"] for act in held["acts"]} == {"2019-05-01"}


# ---- figures over time ---------------------------------------------------------------------------


@given(histories(steps=3, suspensions=False))
@examples(10)
def test_a_series_is_the_figures_of_each_of_its_days(history: list[tuple[Entry, ...]]) -> None:
    """Equal to `figures --as-of` on each of its days, on the day before the next, and on the last day of all."""
    with TemporaryDirectory() as folder, world(Path(folder), confirm_after="0s") as here:
        for rows in history:
            show(here, rows)
            here.check()
            here.wait(hours=30)
        last = date(2027, 1, 1)
        for known_at in (None, FIRST_READ + timedelta(hours=40)):
            with here.store() as store:
                over_time = to_json(series(Knowledge(store, known_at), now=here.now, treaties=(), day=last))
                held = over_time["treaties"]["ets-185"]["series"]
                days = [date.fromisoformat(one["day"]) for one in held]
                assert days == sorted(set(days))
                for one, day, following in zip(held, days, [*days[1:], last + A_DAY], strict=True):
                    for when in {day, following - A_DAY}:
                        found = to_json(figures_of.figures(Knowledge(store, known_at), now=here.now, day=when))
                        counted = found["treaties"]["ets-185"]
                        assert {**one, "day": None} == {
                            **{key: counted[key] for key in one if key != "day"},
                            "day": None,
                        }
                for earlier, later in pairwise(held):
                    assert {**earlier, "day": None} != {**later, "day": None}


# ---- the bundled history, against what is on record ----------------------------------------------


@pytest.fixture
def bundled(tmp_path: Path) -> Iterator[World]:
    """`tracker init`."""
    more = '[[treaty]]\nid = "cets-224"\nnumber = "224"\nname = "Second Additional Protocol"\nsources = ["coe-service"]'
    with world(tmp_path, more=more) as here:
        here.init()
        yield here


#: docs/sources.md#law: (consents, signatories) of ETS 185, and signatures of CETS 224 by the chart's own dates.
CONVENTION = {"2022-11-30": (68, 2), "2024-06-20": (75, 2), "2024-10-09": (76, 2), "2026-04-25": (81, 2)}
PROTOCOL = {"2022-11-30": 30, "2023-12-31": 43, "2024-06-20": 46, "2024-12-31": 48}


def test_official_figures_come_out_on_their_days(bundled: World) -> None:
    """Consents, signatories and signatures exactly; who was invited on a past day is not known."""
    with bundled.store() as store:

        def ask(day: str, treaty: str) -> dict[str, Any]:
            found = to_json(figures_of.figures(Knowledge(store), now=bundled.now, day=date.fromisoformat(day)))
            return dict(found["treaties"][treaty])

        for day, (consents, signatories) in CONVENTION.items():
            found = ask(day, "ets-185")
            assert (found["consents"], found["signatories"]) == (consents, signatories)
            listed = (14, 97) if day == "2026-04-25" else (None, None)
            assert (found["invited"], found["total"]) == listed
        assert {day: ask(day, "cets-224")["signatures"] for day in PROTOCOL} == PROTOCOL
        assert {ask(day, "cets-224")["invited"] for day in PROTOCOL} == {0}
        assert (ask("2024-06-20", "cets-224")["signatories"], ask("2024-06-20", "cets-224")["consents"]) == (44, 2)


def test_the_parties_of_a_past_day(bundled: World) -> None:
    """Exactly those for which the Convention was in force on 3 December 2015."""
    day = "2015-12-03"
    text = (files("tracker") / "data" / "baseline" / "ets-185.json").read_text()
    listed = {line["participant"] for line in json.loads(text)["rows"] if (line.get("in_force_on") or "9") <= day}
    with bundled.store() as store:
        found, _ = standing.parties(
            Knowledge(store), now=bundled.now, treaties=["ets-185"], day=date.fromisoformat(day), standings=["party"]
        )

    assert {party.participant for party in found} == listed
    assert len(found) == 47
    assert {"CAN", "LKA", "POL"} <= listed
    assert not {"LIE", "ISR", "GRC", "AND"} & listed
