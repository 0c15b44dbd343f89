"""Plausibility checks of a chart: refusals (`failed`) and doubts that a person resolves (`quarantined`). Pure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from tracker.errors import ErrorKind, ParseError, excerpt
from tracker.guard.doubt import Doubt
from tracker.guard.live import live_doubts
from tracker.law import standing_on
from tracker.models import DATE_FIELDS, Chart, ConsentKind, Field, Listed, Row, Standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.diff import Comparison
    from tracker.guard.live import LiveRead
    from tracker.models import Limits

_CROSSED_FROM = 2  # rows whose dates are the wrong way round
_ROWS_RULE_FROM = 20  # rows; in a shorter baseline one lost row would already be a large share
_ROWS_KEPT = 0.9  # share of the baseline's rows; States hardly ever leave a chart, so fewer suggest a truncated page
_A_DAY = timedelta(days=1)  # the depositary's day may begin before ours

_FIRST_DAY = date(1850, 1, 1)  # before the first treaty that a depositary keeps
_AHEAD = timedelta(days=20 * 366)  # no treaty takes so long to enter into force, or to be left

_ACTS = (Field.SIGNED_ON, Field.CONSENT_ON)


def refuse_wrong_treaty(chart: Chart, number: str) -> None:
    """Raise ParseError(wrong_treaty) if the chart names another treaty than the one requested."""
    if chart.number is not None and plain_number(chart.number) != plain_number(number):
        raise ParseError(ErrorKind.WRONG_TREATY, f"asked for treaty {number}, got treaty {excerpt(chart.number, 20)}")


def plain_number(number: str) -> str:
    """A treaty number in capitals and without leading zeros: `012a` → `12A`."""
    return number.strip().upper().lstrip("0")


def refuse_stale(as_of: date | None, before: date | None) -> None:
    """Raise ParseError(stale) if a page's "status as of" is older than that of the last accepted page."""
    if as_of is not None and before is not None and as_of < before:
        raise ParseError(ErrorKind.STALE, f"the page is as of {as_of}, older than the one accepted before ({before})")


def refuse_ahead(as_of: date | None, today: date) -> None:
    """Raise ParseError(clock) if a page's "status as of" is to come: every page of the years until then would be stale.

    `today` is the day at the depositary's seat.
    """
    if as_of is not None and is_ahead(as_of, today):
        raise ParseError(ErrorKind.CLOCK, f"the page is as of {as_of}, our clock says {today}")


def is_ahead(as_of: date, today: date) -> bool:
    """True for a day after tomorrow, which no page can tell of."""
    return as_of > today + _A_DAY


def doubts(
    chart: Chart,
    baseline: Chart | None,
    comparison: Comparison | None,
    *,
    limits: Limits,
    today: date,
    opened_on: date | None,
    live: LiveRead | None = None,
) -> tuple[Doubt, ...]:
    """All reasons to quarantine the chart; empty if it is accepted.

    `comparison` is the chart compared with the baseline; both are None for the first chart. `opened_on` is the day on
    which the treaty was opened for signature, if known. `live` is what is known of the source of a live read.
    """
    found = [*_duplicate(chart), *_impossible_dates(chart, today, opened_on), *_totals(chart, today)]
    if baseline is not None and comparison is not None:
        found += [*_rows(chart, baseline), *_moved(comparison, limits), *_exchanged(chart, baseline)]
        found += live_doubts(comparison, live) if live else []
    return tuple(found)


def _duplicate(chart: Chart) -> Iterator[Doubt]:
    if chart.duplicates:
        yield Doubt(kind=ErrorKind.DUPLICATE, message=f"stands more than once: {', '.join(chart.duplicates)}")


def _rows(chart: Chart, baseline: Chart) -> Iterator[Doubt]:
    before, after = len(baseline.rows), len(chart.rows)
    if before >= _ROWS_RULE_FROM and after < _ROWS_KEPT * before:
        yield Doubt(kind=ErrorKind.ROWS, message=f"{after} rows where the last chart had {before}")


def _moved(comparison: Comparison, limits: Limits) -> Iterator[Doubt]:
    if comparison.vanished > limits.max_retractions:
        yield Doubt(
            kind=ErrorKind.RETRACTIONS,
            message=f"{comparison.vanished} facts are no longer shown (at most {limits.max_retractions} pass)",
        )
    if comparison.corrected > limits.max_corrections:
        yield Doubt(
            kind=ErrorKind.CORRECTIONS,
            message=f"{comparison.corrected} dates moved (at most {limits.max_corrections} pass)",
        )


def _exchanged(chart: Chart, baseline: Chart) -> Iterator[Doubt]:
    """A row has lost or changed a date that another one has in the same column anew: cells or rows were mixed up."""
    before = {row.participant: row for row in baseline.rows}
    pairs = [(before[row.participant], row) for row in chart.rows if row.participant in before]
    changed = [(old, new) for old, new in pairs if old is not new]
    for field in DATE_FIELDS:
        moved = [
            (new.name, was, now)
            for old, new in changed
            if field in new.known and (was := getattr(old, field)) != (now := getattr(new, field))
        ]
        both = {now for *_, now in moved if now} & {was for _, was, _ in moved if was}
        taken = [f"{excerpt(name, 60)} ({now})" for name, _, now in moved if now in both]
        left = [excerpt(name, 60) for name, was, _ in moved if was in both]
        if taken:
            yield Doubt(
                kind=ErrorKind.CORRECTIONS,
                message=f"{field} moved between rows: {', '.join(taken[:3])}, before of {', '.join(left[:3])}",
            )


def _impossible_dates(chart: Chart, today: date, opened_on: date | None) -> Iterator[Doubt]:
    opened = opened_on or chart.opened_on
    wrong = [text for row in chart.rows for text in _impossible_in(row, today, opened)]
    wrong += _crossed(chart, Field.SIGNED_ON, Field.CONSENT_ON)
    wrong += _crossed(chart, Field.CONSENT_ON, Field.IN_FORCE_ON)
    if chart.in_force_on and opened and chart.in_force_on < opened:
        wrong.append(f"the treaty in force on {chart.in_force_on}, before it was opened")
    if wrong:
        more = f" and {len(wrong) - 3} more" if len(wrong) > 3 else ""
        yield Doubt(kind=ErrorKind.IMPOSSIBLE_DATE, message="; ".join(wrong[:3]) + more)


def _impossible_in(row: Row, today: date, opened_on: date | None) -> Iterator[str]:
    for field in DATE_FIELDS:
        when = getattr(row, field)
        if when is None:
            continue
        if not _FIRST_DAY <= when <= today + _AHEAD:
            yield f"{excerpt(row.name, 60)}: {field} {when}, not a day of our time"
        elif opened_on and when < opened_on:
            yield f"{excerpt(row.name, 60)}: {field} {when}, before the treaty was opened ({opened_on})"
        elif field in _ACTS and when > today + _A_DAY:
            yield f"{excerpt(row.name, 60)}: {field} {when}, in the future"


def _crossed(chart: Chart, first: Field, then: Field) -> Iterator[str]:
    """Most of the rows have their dates the wrong way round: their columns were mistaken for each other.

    Some may be right: a succession is deposited after the day of its effect (docs/sources.md#law).
    """
    rows = (row for row in chart.rows if row.consent_kind is not ConsentKind.SUCCESSION)
    both = [(row, getattr(row, first), getattr(row, then)) for row in rows]
    dated = [(row, one, other) for row, one, other in both if one and other]
    wrong = [row for row, one, other in dated if other < one]
    if len(wrong) >= _CROSSED_FROM and 2 * len(wrong) > len(dated):
        yield f"{then} before {first} in {len(wrong)} of {len(dated)} rows"


def _totals(chart: Chart, today: date) -> Iterator[Doubt]:
    if chart.totals is None:
        return
    day = chart.status_as_of or today
    standings = [standing_on(row, day) for row in chart.rows]
    counted = {
        "ratifications/accessions": (chart.totals.consents, _count(standings, Standing.PARTY, Standing.CONTRACTING)),
        "signatures not followed by ratifications": (
            chart.totals.signatories,
            _count(standings, Standing.SIGNATORY),
        ),
        "signatories and invited": (
            chart.totals.listed,
            sum(1 for row in chart.rows if row.listed is Listed.SIGNATORY_OR_INVITED),
        ),
    }
    for label, (printed, rows) in counted.items():
        if printed is not None and printed != rows:
            yield Doubt(kind=ErrorKind.TOTALS, message=f"prints {printed} {label}, its rows show {rows}")


def _count(standings: list[Standing], *wanted: Standing) -> int:
    return sum(1 for standing in standings if standing in wanted)
