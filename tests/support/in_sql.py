"""Charts written as the pipeline does, and the views asked as docs/schema.md says to."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from db.deriving import derive
from db.knowledge import Knowledge
from db.public.queries import QUERIES
from tracker.answers import standing as answers
from tracker.answers.between import between
from tracker.answers.to_json import to_json, to_object
from tracker.models import Outcome, Validators

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from db.store import Store
    from tracker.models import Chart, Treaty
    from tracker.models.records import Feed

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)


class _UndoneError(Exception):
    """What was written for one example is taken back."""


@contextmanager
def undone(store: Store) -> Iterator[None]:
    """A transaction that leaves nothing behind."""
    with suppress(_UndoneError), store.transaction():
        yield
        raise _UndoneError


def record(store: Store, feed: Feed, chart: Chart, at: datetime = NOON) -> None:
    """A chart, accepted."""
    log = store.log.write(at, "check", feed=feed.id, outcome=Outcome.CHANGED)
    key = store.charts.add(feed.id, chart, log=log, evidence=None, observed_at=at)
    store.log.note_good(
        feed,
        at,
        status_as_of=chart.status_as_of,
        snapshot=key,
        evidence=None,
        reading="",
        validators=Validators(),
    )
    derive(store)


FIGURES = (
    "consents",
    "in_force",
    "signatories",
    "invited",
    "total",
    "signatures",
    "treaty_in_force",
    "counted",
    "by_rule",
)


def figures_in_sql(store: Store, treaty: str, day: date) -> dict[str, Any] | None:
    """The row that stands on a day, as docs/schema.md says to ask."""
    asked = "SELECT * FROM figures_by_day WHERE treaty = ? AND day <= ? ORDER BY day DESC LIMIT 1"
    row = store.database.conn.execute(asked, (treaty, str(day))).fetchone()
    return dict(zip(FIGURES, row[2:], strict=True)) if row else None


BETWEEN = next(query.sql for query in QUERIES if query.name == "bound_between")


def assert_same(store: Store, treaty: Treaty, day: date, pairs: Sequence[tuple[str, str]], *, now: datetime) -> None:
    """Standings, figures and what is in force between two, of one day."""
    view = Knowledge(store)
    found, _ = answers.parties(view, now=now, treaties=[treaty.id], day=day)
    assert history_in_sql(store, treaty, day) == {
        row.participant: (row.standing, row.by_rule_since, row.left_by_rule_on) for row in found
    }, day
    [answer] = answers.answers_for(view, [treaty.id], now, day)
    counted = to_object(answers.figures_of(answer))
    in_sql = figures_in_sql(store, treaty.id, day)
    if in_sql:
        assert in_sql == {name: counted[name] for name in FIGURES}, day
    else:
        assert not any(counted[name] for name in FIGURES), day
    for a, b in pairs:
        [told] = to_json(between(view, a, b, now=now, treaties=[treaty.id], day=day))
        if told["predecessor_a"] or told["predecessor_b"]:
            continue  # the view has rows of States by their own id alone
        row = between_in_sql(store, treaty, a, b, day)
        names = ("in_force", "since", "by_rule_since")
        expected = {
            "in_force": told["in_force_as_known"],
            "since": told["since"],
            "by_rule_since": told["by_rule_since"],
        }
        assert {name: row[name] for name in names} == expected, (a, b, day)


def history_in_sql(store: Store, treaty: Treaty, day: date) -> dict[str, Any]:
    """Standings with what the rule adds, as docs/schema.md says to ask."""
    asked = """
        SELECT participant, standing, by_rule_since, left_by_rule_on FROM membership_history
        WHERE treaty = ? AND from_on <= ? AND (until_on IS NULL OR until_on > ?)
    """
    return {
        who: (standing, since and date.fromisoformat(since), left and date.fromisoformat(left))
        for who, standing, since, left in store.database.conn.execute(asked, (treaty.id, str(day), str(day)))
    }


def between_in_sql(store: Store, treaty: Treaty, a: str, b: str, day: date) -> dict[str, Any]:
    """The document's first question."""
    cursor = store.database.conn.execute(BETWEEN, {"a": a, "b": b, "day": str(day)})
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor]
    found = {row["treaty"]: row for row in rows}.get(treaty.id)
    return found or {"in_force": 0, "since": None, "by_rule_since": None}
