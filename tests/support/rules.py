"""Treaties with the rules that ship, and charts, for tests of what follows from a rule."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from jobs.ingest.bundled import bundled_list, chart_of
from tracker.law import SHIPPED_RULES
from tracker.models import Chart, Group, Row, Threshold, Treaty


def shipped(key: str) -> Treaty:
    """A treaty with the rules that ship with the package."""
    rules = SHIPPED_RULES[key]
    return Treaty(
        id=key,
        number=key.partition("-")[2],
        name=key,
        threshold=rules.threshold,
        months_after_consent=rules.months_after_consent,
        by_invitation=rules.by_invitation,
        parent=rules.parent,
    )


BUDAPEST, FIRST, SECOND = (shipped(key) for key in ("ets-185", "ets-189", "cets-224"))
UN = Treaty(
    id="untc-xviii-16",
    number="XVIII-16",
    name="UN",
    threshold=Threshold(needed=40, organisations=False),
    by_invitation=False,
    days_after_threshold=90,
    days_after_consent=30,
)


def chart_185() -> Chart:
    """The bundled list of ETS 185, as of 2026-04-25."""
    return chart_of(bundled_list("ets-185") or b"")


def chart(*rows: Row, **values: Any) -> Chart:
    """A chart of these rows."""
    return Chart(rows=tuple(sorted(rows, key=lambda row: row.participant)), **values)


M, N, O = Group.MEMBER, Group.NON_MEMBER, Group.ORGANISATION  # noqa: E741 - as the chart's headings
GROUPS = st.sampled_from([M, N, O, None])
