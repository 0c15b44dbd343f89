"""Rows of a chart with any dates whatever: the law has an answer for each."""

from __future__ import annotations

from charts import DAYS, PAST
from hypothesis import strategies as st

from tracker.models import DATE_FIELDS, ConsentKind, Field, Listed, Period, Row, Suspension

maybe = st.none() | st.sampled_from(DAYS)


@st.composite
def _periods(draw: st.DrawFn) -> Period:
    dates = {name.value: draw(maybe) for name in DATE_FIELDS[:-1]}
    return Period(consent_kind=draw(st.none() | st.sampled_from(ConsentKind)), **dates)


@st.composite
def _suspensions(draw: st.DrawFn) -> Suspension:
    days = sorted(draw(st.lists(st.sampled_from(PAST), min_size=2, max_size=2)))
    return Suspension(suspended_on=days[0], until_on=days[1])


@st.composite
def any_rows(draw: st.DrawFn, participant: str) -> Row:
    """Any row at all, however odd: the law has an answer for it."""
    own = draw(_periods())
    return Row(
        participant=participant,
        name=participant,
        former=tuple(draw(st.lists(_periods(), max_size=3))),
        listed=draw(st.none() | st.sampled_from(Listed)),
        invited=draw(st.sampled_from((None, False, False, True))),
        suspended_on=draw(maybe),
        suspensions=tuple(draw(st.lists(_suspensions(), max_size=2))),
        known=draw(st.sampled_from((frozenset(), frozenset(DATE_FIELDS), frozenset({Field.CONSENT_ON})))),
        **{name.value: getattr(own, name) for name in DATE_FIELDS[:-1]},
    )
