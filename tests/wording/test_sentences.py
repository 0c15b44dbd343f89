"""One difference → one sentence: the exact words of every kind, and that nothing can break one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sentence_examples import (
    EXPECTED,
    SECOND,
)
from stated import differences, statements

from tracker.models import ChangeKind, ConsentKind, Difference, Field, Nature, Threshold, Treaty
from tracker.wording.sentences import SentenceContext, summarise


@pytest.mark.parametrize(
    ("told", "treaty", "known", "sentence"),
    EXPECTED,
    ids=[f"{case[0].kind}-{place}" for place, case in enumerate(EXPECTED)],
)
def test_sentence(told: Difference, treaty: Treaty, known: SentenceContext, sentence: str) -> None:
    """Each kind of change has its own words."""
    assert summarise(told, treaty=treaty, context=known) == sentence


def test_every_kind_is_in_the_table() -> None:
    """No kind of change is left without a sentence that a person has read."""
    assert {case[0].kind for case in EXPECTED} == set(ChangeKind)


_days = st.dates(date(1949, 5, 5), date(2099, 12, 31))
_values = (
    st.none() | _days.map(date.isoformat) | st.text() | st.sampled_from(["R", "member", "0000-00-00", "2026-13-45"])
)
_differences = st.builds(
    Difference,
    kind=st.sampled_from(ChangeKind),
    nature=st.sampled_from(Nature),
    rule=st.just(""),
    field=st.sampled_from(Field),
    participant=st.none() | st.text(max_size=3),
    name=st.none() | st.text(),
    before=_values,
    after=_values,
    effective_on=st.none() | _days,
    shown_again=st.booleans(),
)
_contexts = st.builds(
    SentenceContext,
    in_force=st.booleans(),
    consents=st.none() | st.integers(1, 200),
    consent_kind=st.none() | st.sampled_from(ConsentKind),
    threshold=st.none() | st.builds(Threshold, needed=st.integers(1, 60), members=st.none() | st.integers(1, 10)),
    predecessor=st.none() | st.text(),
    bundled=st.booleans(),
    became_member=st.booleans(),
    in_force_on=st.none() | _days,
    left_on=st.none() | _days,
    invited_on=st.none() | _days,
    statement=st.none() | differences(statements()),
    source_label=st.text(),
)
_treaties = st.builds(Treaty, id=st.text(min_size=1), number=st.text(), name=st.text())


@given(told=_differences, treaty=_treaties, known=_contexts)
def test_any_difference_is_one_sentence_on_one_line(told: Difference, treaty: Treaty, known: SentenceContext) -> None:
    """Whatever a page prints, the sentence is one line, ends with a full stop and is free of control signs."""
    sentence = summarise(told, treaty=treaty, context=known)

    assert sentence.endswith(".")
    assert sentence.splitlines() == [sentence]
    assert not any(sign in sentence for sign in "\x00\x1b\u202e\u2066")


@given(told=_differences, known=_contexts)
def test_a_treaty_not_in_force_has_no_parties(told: Difference, known: SentenceContext) -> None:
    """ "Party" is a word for treaties in force (VCLT 2(1)(g))."""
    plain = Difference(kind=told.kind, nature=told.nature, rule="", field=told.field, name="Peru", after="2026-02-05")
    unforced = SentenceContext(in_force=False, consents=known.consents, threshold=known.threshold)

    assert "Part" not in summarise(plain, treaty=SECOND, context=unforced)
