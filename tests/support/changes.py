"""Changes as tests of the rules expect them, and the worlds in which they happen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from states import BRAZIL, IRELAND
from world import SECOND_PROTOCOL, Row, World, but, row, world

from db.knowledge import Knowledge
from jobs.ingest import bundled
from tracker.answers import figures as figures_of
from tracker.answers.to_json import to_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from world import Seen

IRISH_PARTY = but(IRELAND, consent="2026-06-10", in_force="2026-10-01")
LEAVER = but(BRAZIL, extra={"DateDenonciation": "2026-06-01T00:00:00", "DateEffetDenonciation": "2026-10-01T00:00:00"})


@pytest.fixture
def chart(tmp_path: Path) -> Iterator[World]:
    """A world whose one source is the chart as a page."""
    with world(tmp_path, sources=("coe-chart",), blank_non_member="none") as made:
        yield made


def event(kind: str, who: str | None, field: str, after: str, on: str | None = "") -> Seen:
    """Something that appears, on its own date unless another is given."""
    return kind, "event", who, field, None, after, after if on == "" else on


def editorial(kind: str, who: str, field: str, before: str | None, after: str | None) -> Seen:
    """A change of the chart's own wording: effective on no day."""
    return kind, "editorial", who, field, before, after, None


def words(entry: Any) -> str:
    """All sentences of an entry."""
    return "\n".join(change.summary for change in entry.changes)


def settles(w: World) -> None:
    """Two more passes, days apart, tell nothing and wait for nothing."""
    for _ in range(2):
        w.wait(days=2)
        entry = w.check()
        assert (entry.outcome, entry.changes, entry.pending) == ("unchanged", (), ())


def figures(w: World, treaty: str = "cets-224") -> dict[str, Any]:
    """The treaty's figures today."""
    with w.store() as store:
        found: dict[str, Any] = to_json(figures_of.figures(Knowledge(store), now=w.now, day=None))["treaties"][treaty]
    return found


YOUNG = {"number": "224", "series": "CETS", "opened": date(2022, 5, 12)}


@pytest.fixture
def protocol(tmp_path: Path) -> Iterator[World]:
    """A world with a protocol that is not in force, from the service."""
    with world(tmp_path, more=SECOND_PROTOCOL) as made:
        yield made


def check_224(made: World) -> Any:
    """A pass over the protocol alone."""
    return made.check(treaties=["cets-224"])


_KEYS = {"R": "Reserves", "D": "Declarations", "O": "Objections", "T": "Territoires", "C": "Communications"}


def live(treaty: str) -> list[Row]:
    """The bundled list as the service would show it today: its flags, but for the Authorities flag."""
    body = bundled.bundled_list(treaty)
    assert body is not None
    return [
        row(
            found.name,
            str(found.group),
            code=found.code,
            signed=found.signed_on and found.signed_on.isoformat(),
            consent=found.consent_on and found.consent_on.isoformat(),
            in_force=found.in_force_on and found.in_force_on.isoformat(),
            extra={key: letter in found.flags for letter, key in _KEYS.items()},
        )
        for found in bundled.chart_of(body).rows
    ]
