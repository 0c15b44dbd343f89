"""docs/rules-of-change.md, what is not believed: `quarantined` at each boundary, and decisions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from doubts import CHILE, DOUBTFUL, FACTS, configured, items, refused
from doubts import chart as chart
from doubts import w as w
from pages import About, gen3
from states import ALBANIA, BRAZIL, IRELAND
from world import Row, World, but, row, shown, told, world

from jobs.ingest import decisions
from jobs.service.status import status
from tracker.errors import UsageError
from tracker.models import Decision

if TYPE_CHECKING:
    from pathlib import Path


# fmt: off
MEMBERS = (
    "Andorra", "Armenia", "Austria", "Azerbaijan", "Belgium", "Bulgaria", "Croatia", "Cyprus",
    "Denmark", "Estonia", "Finland", "France", "Georgia", "Germany", "Greece", "Hungary", "Iceland",
    "Italy", "Latvia", "Liechtenstein", "Lithuania", "Luxembourg", "Malta", "Monaco", "Norway",
)
# fmt: on


# ---- quarantined: duplicate ---------------------------------------------------------------------


DENOUNCED = {"DateDenonciation": "2024-01-10T00:00:00", "DateEffetDenonciation": "2024-05-01T00:00:00"}


@pytest.mark.parametrize(
    "twice",
    [(BRAZIL, BRAZIL), (row("Czech Republic"), row("Czechia")), (BRAZIL, but(BRAZIL, group="member"))],
    ids=["one spelling", "two spellings", "two groups"],
)
def test_a_participant_twice(w: World, twice: tuple[Row, Row]) -> None:
    """`duplicate`."""
    refused(w, shown(w, ALBANIA, IRELAND, *twice), "quarantined", "duplicate")


def test_twice_but_all_but_one_denounced(w: World) -> None:
    """… unless all but one row is denounced."""
    again = but(BRAZIL, consent="2026-06-10", in_force="2026-10-01")

    assert shown(w, ALBANIA, IRELAND, but(BRAZIL, extra=DENOUNCED), again).outcome == "changed"
    assert w.parties()["BRA"]["consent_on"] == "2026-06-10"


# ---- quarantined: rows --------------------------------------------------------------------------


def blanks(count: int) -> list[Row]:
    """Member States that did nothing: they count as rows, never as vanishings."""
    return [row(name) for name in MEMBERS[:count]]


@pytest.mark.parametrize(
    ("before", "after", "passes"),
    [(20, 18, True), (20, 17, False), (21, 19, True), (21, 18, False), (19, 1, True), (25, 23, True), (25, 22, False)],
)
def test_fewer_than_nine_in_ten_rows(tmp_path: Path, before: int, after: int, passes: bool) -> None:
    """From 20 baseline rows up, fewer than 90 % of them: `rows`."""
    with world(tmp_path) as w:
        shown(w, *blanks(before))
        entry = shown(w, *blanks(after))

        assert entry.outcome == ("unchanged" if passes else "quarantined")
        assert entry.pending == ()
        assert passes or refused(w, entry, "quarantined", "rows")


# ---- quarantined: retractions -------------------------------------------------------------------


PARTIES = [
    row(name, signed="2001-11-23", consent="2003-01-10", in_force="2004-07-01")
    for name in ("Austria", "Belgium", "Croatia", "Denmark", "Estonia", "Finland", "France")
]


def facts_gone(count: int) -> list[Row]:
    """The parties, of which some have lost a date."""
    return [but(each, signed=None) if at < count else each for at, each in enumerate(PARTIES)]


@pytest.mark.parametrize("how", ["dates", "rows", "invitations"])
@pytest.mark.parametrize(("count", "passes"), [(3, True), (4, False)])
def test_vanishings(tmp_path: Path, how: str, count: int, passes: bool) -> None:
    """More than 3 vanishings: `retractions`; exactly 3 pass. A lost row or invitation counts once."""
    invited = [row(name, "non_member") for name in ("Benin", "Fiji", "Kenya", "Malawi", "Rwanda")]
    after = {
        "dates": [*facts_gone(count), *invited],
        "rows": [*PARTIES[count:], *invited],
        "invitations": [*PARTIES, *invited[count:]],
    }
    with world(tmp_path) as w:
        shown(w, *PARTIES, *invited)
        entry = shown(w, *after[how])

        assert (entry.outcome, len(entry.pending)) == (("unchanged", 3) if passes else ("quarantined", 0))
        assert passes or refused(w, entry, "quarantined", "retractions")


@pytest.mark.parametrize(("more", "passes"), [(1, True), (2, False)])
def test_vanishings_pending_included(tmp_path: Path, more: int, passes: bool) -> None:
    """Those already pending count."""
    with world(tmp_path) as w:
        shown(w, *PARTIES)
        assert len(shown(w, *facts_gone(2)).pending) == 2

        entry = shown(w, *facts_gone(2 + more))

        assert entry.outcome == ("unchanged" if passes else "quarantined")
        assert len(entry.pending) == (3 if passes else 2)


def test_confirmed_ones_no_longer_count(tmp_path: Path) -> None:
    """Three confirmed, then three more: the baseline is that of the last accepted chart."""
    with world(tmp_path) as w:
        shown(w, *PARTIES)
        shown(w, *facts_gone(3))
        w.wait(hours=12)
        assert [kind for kind, _ in told(w.check())] == ["retracted"] * 3
        assert len(shown(w, *facts_gone(6)).pending) == 3


def test_what_is_no_vanishing(tmp_path: Path) -> None:
    """Blank rows, and rows whose denunciation took effect, never count."""
    gone = [but(each, extra=DENOUNCED) for each in PARTIES[:5]]
    with world(tmp_path) as w:
        shown(w, ALBANIA, *gone, row("Malta"), row("Monaco"), row("Norway"))
        entry = shown(w, ALBANIA)

        assert (entry.outcome, entry.pending, w.changes()) == ("unchanged", (), [])


def test_a_denounced_row_beside_a_blank_one_is_no_vanishing(w: World) -> None:
    """Both gone after the denunciation took effect: nothing, the period stays."""
    shown(w, ALBANIA, IRELAND, but(BRAZIL, extra=DENOUNCED), row("Brazil", "member"))
    entry = shown(w, ALBANIA, IRELAND)

    assert (entry.outcome, entry.pending) == ("unchanged", ())
    assert w.parties()["BRA"]["standing"] == "former"


def test_the_limit_is_configured(tmp_path: Path) -> None:
    """`max_retractions`."""
    with world(tmp_path) as w:
        configured(w, "confirm_after", "max_retractions = 1\nconfirm_after")
        shown(w, *PARTIES)
        refused(w, shown(w, *facts_gone(2)), "quarantined", "retractions")


# ---- quarantined: corrections, dates, totals ----------------------------------------------------


def moved(count: int) -> list[Row]:
    """The parties, of which some show another day of signature."""
    return [but(each, signed="2001-11-24") if at < count else each for at, each in enumerate(PARTIES)]


@pytest.mark.parametrize(("count", "passes"), [(5, True), (6, False)])
def test_moved_dates(tmp_path: Path, count: int, passes: bool) -> None:
    """More than 5 moved dates: `corrections`; exactly 5 pass."""
    with world(tmp_path) as w:
        shown(w, *PARTIES)
        entry = shown(w, *moved(count))

        assert [kind for kind, _ in told(entry)] == (["corrected"] * 5 if passes else [])
        assert passes or refused(w, entry, "quarantined", "corrections")


DATES = {
    "signed a day ahead": ({"signed": "2026-06-16"}, True),
    "signed two days ahead": ({"signed": "2026-06-17"}, False),
    "consent a day ahead": ({"consent": "2026-06-16"}, True),
    "consent two days ahead": ({"consent": "2026-06-17"}, False),
    "in force by the rule": ({"consent": "2026-06-10", "in_force": "2026-10-01"}, True),
    "in force a month late": ({"consent": "2026-06-10", "in_force": "2026-11-01"}, False),
    "in force a month early": ({"consent": "2026-06-10", "in_force": "2026-09-01"}, False),
    "in force the day before": ({"consent": "2026-06-10", "in_force": "2026-09-30"}, False),
    "in force far ahead": ({"consent": "2026-06-10", "in_force": "2999-01-01"}, False),
    "signed on the day it was opened": ({"signed": "2001-11-23"}, True),
    "signed before it was opened": ({"signed": "2001-11-22"}, False),
    "consent before it was opened": ({"consent": "2001-11-22"}, False),
    "in force before it was opened": ({"consent": "2002-01-10", "in_force": "2001-11-22"}, False),
}


@pytest.mark.parametrize("what", DATES)
def test_impossible_dates(w: World, what: str) -> None:
    """Before the treaty opened; a signature or consent more than a day after today."""
    values, passes = DATES[what]
    entry = shown(w, ALBANIA, IRELAND, row("Brazil", "non_member", **values))

    assert entry.outcome == ("changed" if passes else "quarantined")
    assert passes or refused(w, entry, "quarantined", "impossible_date")


def test_what_was_ahead_passes_a_day_later(w: World) -> None:
    """The same bytes are judged anew at each read: two days ahead yesterday, a day ahead today."""
    ahead = (ALBANIA, IRELAND, row("Brazil", "non_member", consent="2026-06-17"))
    refused(w, shown(w, *ahead), "quarantined", "impossible_date")
    w.wait(days=1)

    assert told(w.check()) == [("acceded", "BRA")]
    assert [item.decision for item in items(w)] == [Decision.SUPERSEDED]


def test_today_is_the_depositarys(w: World) -> None:
    """Today is the date in Paris: at 22:30 UTC of 15 June it is the 16th, and the 17th is a day ahead."""
    w.now = datetime(2026, 6, 15, 22, 30, tzinfo=UTC)

    assert shown(w, ALBANIA, IRELAND, row("Brazil", "non_member", consent="2026-06-17")).outcome == "changed"


@pytest.mark.parametrize(
    ("totals", "passes"), [((1, 1), True), ((0, 1), False), ((1, 2), False)], ids=["right", "signatures", "consents"]
)
def test_printed_totals(chart: World, totals: tuple[int, int], passes: bool) -> None:
    """Printed totals that differ from the rows."""
    chart.show_chart(gen3(FACTS, About(totals=totals)))
    entry = chart.check()

    assert entry.outcome == ("unchanged" if passes else "quarantined")
    assert passes or refused(chart, entry, "quarantined", "totals")


def test_totals_at_the_edge_of_several_doubts(chart: World) -> None:
    """Where several apply, any of them is named and the message lists all."""
    broken = [replace(FACTS[0], signed=date(2001, 11, 1)), *FACTS[1:]]
    chart.show_chart(gen3([*broken, FACTS[1]], About(totals=(0, 7))))

    entry = chart.check()

    assert entry.error is not None
    assert entry.error[0].value in ("duplicate", "impossible_date", "totals")
    assert all(kind in entry.error[1] for kind in ("duplicate", "impossible_date", "totals"))


# ---- what is in quarantine ----------------------------------------------------------------------


def test_a_doubtful_chart_changes_nothing(w: World) -> None:
    """Kept with its reason; no change from it, no new baseline: the next good chart is compared with the last one."""
    refused(w, shown(w, *DOUBTFUL), "quarantined", "impossible_date")

    (item,) = items(w)
    assert (item.treaty, item.source, item.decision) == ("ets-185", "coe-service", Decision.OPEN)
    assert "Chile" in item.reason
    assert "CHL" not in w.parties()
    assert told(shown(w, ALBANIA, IRELAND, CHILE)) == [("acceded", "CHL")]


def test_the_same_again_is_the_same_item(w: World) -> None:
    """The same bytes and reason again are the same item; the outcome stays `quarantined`."""
    shown(w, *DOUBTFUL)
    w.wait(hours=6)

    assert (w.check().outcome, len(items(w))) == ("quarantined", 1)


def test_other_bytes_are_another_item(w: World) -> None:
    """Another doubtful chart is an item of its own."""
    shown(w, *DOUBTFUL)
    shown(w, *DOUBTFUL, BRAZIL)

    assert len(items(w, only_open=True)) == 2


def test_rejected_and_seen_again_stays_rejected(w: World) -> None:
    """The outcome is still `quarantined`, and nobody is asked again."""
    shown(w, *DOUBTFUL)
    decisions.reject(w.config, items(w)[0].id, lambda: w.now)
    w.wait(hours=6)

    assert w.check().outcome == "quarantined"
    assert [item.decision for item in items(w)] == [Decision.REJECTED]


@pytest.mark.parametrize("decision", [Decision.ACCEPTED, Decision.SUPERSEDED])
def test_back_after_it_was_decided_it_is_open_again(tmp_path: Path, decision: Decision) -> None:
    """As another item, of its own read: alerted, counted in `status`, acceptable; what was decided stays on record."""
    channel = '\n[[notify]]\nname = "legal"\nurl = "json://127.0.0.1:9/"\n'
    with world(tmp_path, more=channel) as w:
        shown(w, *PARTIES)
        shown(w, *facts_gone(4))
        if decision is Decision.ACCEPTED:
            decisions.accept(w.config, 1, lambda: w.now)
        shown(w, *PARTIES)
        for _ in range(2):
            w.wait(hours=1)
            assert shown(w, *facts_gone(4)).outcome == "quarantined"

        first, again = items(w)
        assert (first.decision, again.decision) == (decision, Decision.OPEN)
        assert (again.evidence, again.reason) == (first.evidence, first.reason)
        with w.store() as store:
            assert status(store, now=w.now)["quarantined"] == 1
            alerts = [notice.text for notice in store.outbox.notices() if notice.kind == "alert"]
        assert [f"quarantine show {item.id}`" in text for item, text in zip((first, again), alerts, strict=True)]

        w.wait(hours=1)
        assert decisions.accept(w.config, again.id, lambda: w.now).outcome == "changed"
        assert w.parties()["AUT"]["signed_on"] is None


def test_rejected_and_read_again_it_can_still_be_accepted(w: World) -> None:
    """By a person who thinks again, though another chart was accepted between the two reads."""
    shown(w, *DOUBTFUL)
    decisions.reject(w.config, items(w)[0].id, lambda: w.now)
    shown(w, ALBANIA, IRELAND)
    shown(w, *DOUBTFUL)
    (item,) = items(w)

    assert (item.decision, item.read_at) == (Decision.REJECTED, w.now)
    assert told(decisions.accept(w.config, item.id, lambda: w.now)) == [("acceded", "CHL")]


def test_accept_applies_the_chart_whole(tmp_path: Path) -> None:
    """Vanishings confirmed at once, acts told, the chart the new baseline."""
    with world(tmp_path) as w:
        shown(w, *PARTIES)
        shown(w, *facts_gone(4), CHILE)
        w.wait(hours=1)

        entry = decisions.accept(w.config, items(w)[0].id, lambda: w.now)

        assert sorted(kind for kind, _ in told(entry)) == ["acceded", *["retracted"] * 4]
        assert (entry.outcome, entry.pending) == ("changed", ())
        assert w.parties()["AUT"]["signed_on"] is None
        assert [item.decision for item in items(w)] == [Decision.ACCEPTED]
        assert (w.check().outcome, w.check().pending) == ("unchanged", ())


def test_accept_confirms_what_was_pending(tmp_path: Path) -> None:
    """Also what had begun to wait before."""
    with world(tmp_path) as w:
        shown(w, *PARTIES)
        shown(w, *facts_gone(2))
        shown(w, *facts_gone(4))

        entry = decisions.accept(w.config, items(w)[0].id, lambda: w.now)

        assert [kind for kind, _ in told(entry)] == ["retracted"] * 4
        assert entry.pending == ()


def test_accept_of_a_first_chart(tmp_path: Path) -> None:
    """A first chart that was doubtful becomes the baseline when accepted: history, not news."""
    with world(tmp_path) as w:
        shown(w, *DOUBTFUL)
        entry = decisions.accept(w.config, items(w)[0].id, lambda: w.now)

        assert (entry.outcome, entry.changes) == ("baseline", ())


def test_accept_is_refused_for_what_is_older(w: World) -> None:
    """An item older than the baseline: refused, nothing changes."""
    shown(w, *DOUBTFUL)
    w.wait(hours=1)
    shown(w, ALBANIA, IRELAND)

    with pytest.raises(UsageError):
        decisions.accept(w.config, items(w)[0].id, lambda: w.now)
    assert w.changes() == []


def test_a_later_accepted_read_supersedes(w: World) -> None:
    """Open items of that source are closed as `superseded`; rejected ones stay rejected."""
    shown(w, *DOUBTFUL)
    shown(w, *DOUBTFUL, BRAZIL)
    decisions.reject(w.config, items(w)[0].id, lambda: w.now)

    assert shown(w, ALBANIA, IRELAND).outcome == "unchanged"
    assert [item.decision for item in items(w)] == [Decision.REJECTED, Decision.SUPERSEDED]


def test_superseded_by_the_same_bytes_as_the_baseline(w: World) -> None:
    """The read that closes them may be the very same answer as accepted before, or a 304."""
    w.standin.conditional = True
    shown(w, ALBANIA, IRELAND)
    shown(w, *DOUBTFUL)
    assert len(items(w, only_open=True)) == 1

    assert shown(w, ALBANIA, IRELAND).outcome == "unchanged"
    assert items(w, only_open=True) == []


def test_an_unknown_item(w: World) -> None:
    """Exit 2."""
    with pytest.raises(UsageError):
        decisions.accept(w.config, 77, lambda: w.now)
