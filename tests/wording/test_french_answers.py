"""French answers: each says the same as the English one, whatever it is about."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from both_languages import same_in_french
from hypothesis import given
from hypothesis import strategies as st
from stated import statement

from tracker.language import Language, _, said, spoken
from tracker.law.articles import DataClass, article_rules, notes_of
from tracker.law.doubt import Contradiction
from tracker.law.relations import Itself, Relation, relation_of
from tracker.law.sides import Side
from tracker.law.succession import Inheritance
from tracker.models import (
    ConsentKind,
    Field,
    Practice,
    Provenance,
    Row,
    Standing,
    StatementKind,
    TerritoryResult,
    Treaty,
)
from tracker.models.records import StoredStatement
from tracker.reconcile import Finding, Status
from tracker.reconcile.reasons import LateObjection
from tracker.wording import reasons, route, territories
from tracker.wording.parties import PartyWords
from tracker.wording.relations import (
    When,
    no_longer_shown,
    objection_in_words,
    past,
    relation_in_words,
    side_in_words,
)
from tracker.wording.territories import TerritoryFacts, territory_in_words
from tracker.wording.words import the_instrument, with_article

if TYPE_CHECKING:
    from collections.abc import Callable

#: With every article, gender and number that French has.
STATES = ("France", "Japan", "Ireland", "Netherlands", "United States of America", "Monaco", "Philippines", "Israel")
TERRITORIES = ("Greenland", "Faroe Islands", "Aruba", "Isle of Man", "Crimea", "Guernsey", "French Polynesia")

days = st.dates(date(1990, 1, 1), date(2060, 12, 31))
states = st.sampled_from(STATES)
articles = st.sampled_from(["38", "7(9)(a)", "16"])

# ---- territories ---------------------------------------------------------------------------------

_reasons = st.sampled_from(
    [
        territories.same_day,
        lambda: territories.no_such_territory(date(2010, 10, 10)),
        lambda: territories.extension_withdrawn(date(2020, 2, 1)),
        lambda: territories.parts_differ(["Bonaire", "Saba"]),
        lambda: territories.not_understood("Ireland", names_it=True),
        lambda: territories.not_understood("Ireland", names_it=False),
        lambda: territories.unnamed_part("Philippines"),
        lambda: territories.communication_unread("Japan"),
        lambda: territories.state_not_known("ETS 185"),
        lambda: territories.state_not_bound("ETS 185", between=True),
        lambda: territories.state_not_bound("ETS 185", between=False),
        lambda: territories.no_day_of_effect("Israel", "Greenland"),
        lambda: territories.unlisted_statement("Monaco", "Faroe Islands", date(2025, 3, 1)),
        lambda: territories.chart_marks_unread("T", "Ireland", None),
        lambda: territories.chart_marks_unread("RT", "Philippines", date(2026, 1, 2)),
    ]
)
_nothing = st.builds(
    lambda name, named, flags, day: (
        lambda: territories.nothing_on_record(name, others_named=named, flags_known=flags, read_on=day)
    ),
    states,
    st.booleans(),
    st.booleans(),
    st.none() | days,
)


_facts = st.fixed_dictionaries(
    {
        "territory": st.sampled_from(TERRITORIES),
        "state": states,
        "result": st.sampled_from(TerritoryResult),
        "practice": st.none() | st.sampled_from(Practice),
        "since": st.none() | days,
        "from_on": st.none() | days,
        "accepted_for": st.none() | st.sampled_from(["Kingdom in Europe", "European part of the Netherlands"]),
        "article": st.none() | articles,
        "inherited_from": st.none() | st.just("ets-185"),
        "others": st.lists(states, unique=True, max_size=2).map(tuple),
        "not_known_after": st.none() | days,
    }
)


@given(facts=_facts, reason=_reasons, withdrawn=st.booleans(), nothing=_nothing)
def test_a_territory(
    facts: dict[str, Any], reason: Callable[[], str], nothing: Callable[[], str], *, withdrawn: bool
) -> None:
    """Whatever the record has of a territory."""
    left_out = facts["result"] is TerritoryResult.EXCLUDED and not withdrawn

    def say() -> str:
        why = None if left_out else reason()
        return territory_in_words(TerritoryFacts(treaty="cets-224", reason=why, nothing=nothing(), **facts))

    _english, french = same_in_french(say, (facts["territory"], facts["state"], *facts["others"]))
    assert french.endswith(".")


# ---- two States -----------------------------------------------------------------------------------

SECOND = Treaty(id="cets-224", number="224", name="Second Additional Protocol", parent="ets-185")
UN = Treaty(id="untc-xviii-16", number="XVIII-16", name="UN Convention against Cybercrime")
FORMER = ("Serbia and Montenegro", "Turkey", "Czechoslovakia")

some_day = st.none() | days
_dated = st.sampled_from((Field.CONSENT_ON, Field.IN_FORCE_ON, Field.DENOUNCED_ON, Field.LEFT_ON))
_contradictions = st.none() | st.builds(Contradiction, early=_dated, early_on=days, late=_dated, late_on=days)
_parents = st.builds(
    Side,
    standing=st.sampled_from(Standing),
    bound=st.none() | st.booleans(),
    denounced_on=some_day,
    leaves_on=some_day,
    left_by_rule=some_day,
    entry_with_lost=some_day,
    contradiction=_contradictions,
)
_sides = st.builds(
    Side,
    standing=st.sampled_from(Standing),
    bound=st.none() | st.booleans(),
    since=some_day,
    by_rule_since=some_day,
    suspended_on=some_day,
    due_on=some_day,
    expected_on=some_day,
    denounced_on=some_day,
    leaves_on=some_day,
    left_by_rule=some_day,
    succeeds_on=some_day,
    inherits=st.none() | st.builds(Inheritance, former=st.sampled_from(FORMER), until=days),
    lost_on=some_day,
    end_lost_on=some_day,
    entry_with_lost=some_day,
    contradiction=_contradictions,
    parent=st.none() | _parents,
)
_rows = st.builds(
    Row,
    participant=st.just("FRA"),
    name=st.just("France"),
    signed_on=some_day,
    consent_on=some_day,
    consent_kind=st.none() | st.sampled_from(ConsentKind),
    in_force_on=some_day,
    left_on=some_day,
    notes=st.just(()),
)
_relations = st.builds(
    relation_of,
    _sides,
    _sides,
    st.builds(
        Itself,
        in_force=st.none() | st.booleans(),
        due_on=some_day,
        expected_on=some_day,
        overdue=st.booleans(),
        opens_on=some_day,
        entry_with_lost=some_day,
    ),
)
_words = st.fixed_dictionaries(
    {
        "row": st.none() | _rows,
        "invited_known": st.booleans(),
        "then": st.none() | st.sampled_from(FORMER),
        "signed_by": st.none() | st.sampled_from(FORMER),
        "consented_by": st.none() | st.sampled_from(FORMER),
        "existed": st.booleans(),
        "part": st.just(True),  # asked of two that were one State
    }
)


def _gone(told: int | None) -> str | None:
    """What the chart no longer shows, as a summary in the language that is spoken."""
    french = spoken() is Language.FRENCH
    summary = "L’état ne mentionne plus cela." if french else "The chart no longer shows that."
    return no_longer_shown([(told, summary)]) if told else None


@given(
    relation=_relations,
    treaty=st.sampled_from([SECOND, UN]),
    names=st.lists(states, min_size=2, max_size=2, unique=True),
    words=st.tuples(_words, _words),
    gone=st.tuples(st.none() | st.just(13), st.none() | st.just(14)),
    day=days,
    today=days,
    known=st.tuples(some_day, some_day),
    one_state=st.none() | st.just("Czechoslovakia"),
)
def test_two_states(
    relation: Relation,
    treaty: Treaty,
    names: list[str],
    words: tuple[dict[str, Any], dict[str, Any]],
    gone: tuple[int | None, int | None],
    day: date,
    today: date,
    known: tuple[date | None, date | None],
    one_state: str | None,
) -> None:
    """Whatever the law makes of them, and whatever is known of them."""

    def say() -> str:
        one, other = (
            PartyWords(name=name, side=side, retracted=_gone(told), **of)
            for name, side, told, of in zip(names, (relation.a, relation.b), gone, words, strict=True)
        )
        return relation_in_words(
            relation,
            one,
            other,
            treaty=treaty,
            day=day,
            today=today,
            not_known_after=known[0],
            status_as_of=known[1],
            one_state=one_state,
        )

    english, french = same_in_french(say, (*names, *FORMER))
    assert french.endswith(".")
    assert english.startswith("Yes") == french.startswith("Oui")
    assert english.startswith("No:") == french.startswith("Non\u00a0:")


_D, _E = date(2024, 2, 3), date(2025, 4, 1)
_WRONG = Contradiction(early=Field.LEFT_ON, early_on=_D, late=Field.DENOUNCED_ON, late_on=_E)
#: Each leaves open whether the treaty is in force for the side; with what the English answer says of it.
DOUBTS = {
    "no longer shown since": {"lost_on": _D},
    "shown as having left until": {"end_lost_on": _D},
    "the source prints dates that contradict each other": {"contradiction": _WRONG},
    "under ETS 185 the source prints": {"parent": Side(standing=Standing.PARTY, bound=None, contradiction=_WRONG)},
    "no act of": {"inherits": Inheritance(former="Serbia and Montenegro", until=_D)},
    "succeeded by a notification of": {"succeeds_on": _D},
}


@pytest.mark.parametrize("who", ["France", "Japan", "Philippines", "United States of America"])
@pytest.mark.parametrize("said_so", DOUBTS)
def test_each_doubt(said_so: str, who: str) -> None:
    """Why an answer is not known, of each gender and number."""
    doubted = Side(standing=Standing.PARTY, bound=None, **DOUBTS[said_so])  # type: ignore[arg-type]
    party = Side(standing=Standing.PARTY, bound=True, since=_D)
    relation = relation_of(doubted, party, Itself(in_force=True, overdue=False))

    def say() -> str:
        one = PartyWords(name=who, side=doubted, row=None, invited_known=True, retracted=_gone(13))
        other = PartyWords(name="Albania", side=party, row=None, invited_known=True)
        day = date(2026, 4, 1)
        return relation_in_words(relation, one, other, treaty=SECOND, day=day, today=day, not_known_after=None)

    english, french = same_in_french(say, (who, "Albania"))
    assert said_so in english
    assert english.startswith("Not known: whether")
    assert french.startswith("On ignore si")


@given(side=_sides)
def test_one_side_of_an_answer(side: Side) -> None:
    same_in_french(lambda: side_in_words(side))


@pytest.mark.parametrize("who", ["France", "Japan", "Philippines", "United States of America"])
@pytest.mark.parametrize("code", reasons.Why)
def test_each_reason(code: reasons.Why, who: str) -> None:
    """In either tense, of each gender and number."""

    def say() -> str:
        name = with_article(who)
        tense = past()
        words = {
            "who": name,
            "former": with_article("Serbia and Montenegro"),
            "treaty": the_instrument(SECOND),
            "day": "2026-03-01",
            "spans": "2004",
            "rule": reasons.by_which_rule("16(3)"),
            "gone": "2005",
        }
        return reasons.Reason(code=code, words=words).clause(
            was=tense.was, had=tense.had_many if name.plural else tense.had
        )

    same_in_french(say, (who, "Serbia and Montenegro"))


@given(
    kind=st.sampled_from(StatementKind),
    dates=st.tuples(some_day, some_day, some_day),
    late=st.booleans(),
    day=days,
    text=st.sampled_from(
        [
            "This objection precludes the entry into force of the Convention between Japan and Monaco.",
            "No treaty relations.",
        ]
    ),
)
def test_an_objection(
    kind: StatementKind,
    dates: tuple[date | None, date | None, date | None],
    day: date,
    text: str,
    *,
    late: bool,
) -> None:
    """Of whatever kind, dated or not, listed or not."""
    deposited, effective, shown = dates
    found = statement(text, kind=kind, deposited_on=deposited, effective_on=effective, last_shown_on=shown)
    reason = LateObjection(made_on=day, reserved_on=day, several=False, consent_on=day, secondary=False)
    finding = Finding(
        treaty="ets-185",
        participant="JPN",
        name="Japan",
        field="",
        status=Status.LATE_OBJECTION,
        values=(),
        reason=reason,
    )
    objection = StoredStatement(
        id=7,
        key=7,
        treaty="ets-185",
        statement=found,
        articles=(),
        observed_at=datetime(2026, 1, 1, tzinfo=UTC),
        replaced_at=None,
        evidence=None,
    )
    when = When(day=day, named=str(day), tense=past())
    same_in_french(
        lambda: objection_in_words(
            objection,
            with_article("Japan"),
            with_article("Monaco"),
            treaty=SECOND,
            when=when,
            late=finding if late else None,
        ),
        ("Japan", "Monaco"),
    )


# ---- a question under an article ------------------------------------------------------------------

_texts = st.sampled_from(
    [
        lambda: route.texts([(4, "7 2020-01-01", None, None)]),
        lambda: route.texts([(4, None, "8", date(2025, 2, 3)), (5, "9", None, None)]),
    ]
)
_slots = st.lists(st.sampled_from(["7(9)(a)", "17(2)", "35"]), min_size=1, max_size=3, unique=True)
_listed = st.none() | st.just("2026-01-02")


def _of_side(name: str, slots: list[str], texts: Callable[[], str], listed: str | None) -> dict[str, Callable[[], str]]:
    """Every sentence on what a side stated."""
    return {
        "excluded": lambda: route.excluded("excluded_by_asked", name, slots, "closed", texts()),
        "excluded by the asker": lambda: route.excluded("excluded_by_asker", name, slots, "closed", texts()),
        "narrowed": lambda: route.excluded("excluded_by_asked", name, slots, "open_on_conditions", texts()),
        "no longer listed": lambda: route.excluded("excluded_by_asked", name, slots, "not_known", texts()),
        "none listed": lambda: route.none_listed(name, slots, listed),
        "conditions": lambda: route.conditions(name, slots, texts()),
        "an authority": lambda: route.authority_named(name, texts(), certain=True),
        "perhaps an authority": lambda: route.authority_named(name, texts(), certain=False),
        "no authority": lambda: route.no_authority(name, listed),
        "unread": lambda: route.unread(name, texts()),
        "all read": lambda: route.all_read(name, listed),
    }


@given(name=states, slots=_slots, texts=_texts, listed=_listed)
def test_what_a_side_stated(name: str, slots: list[str], texts: Callable[[], str], listed: str | None) -> None:
    for say in _of_side(name, slots, texts, listed).values():
        same_in_french(say, (name,))


@given(
    result=st.sampled_from(sorted(route.ANSWERS)),
    names=st.lists(states, min_size=2, max_size=2, unique=True),
    places=st.tuples(st.none() | st.sampled_from(TERRITORIES), st.none() | st.sampled_from(TERRITORIES)),
    day=days,
)
def test_an_answer(result: str, names: list[str], places: tuple[str | None, str | None], day: date) -> None:
    def say() -> str:
        place, where = route.place(SECOND, "7"), route.where(*places)
        return route.answer(result, *names, place, [(result, "7")], day=day, where=where)

    same_in_french(say, (*names, *places))


@pytest.mark.parametrize("data", [None, *DataClass])
def test_each_article_of_the_table(data: DataClass | None) -> None:
    for rule in (rule for rules in article_rules().values() for rule in rules.values()):
        same_in_french(partial(route.fits, rule, data))
        if data and rule.data:
            same_in_french(partial(route.other_data, rule, data))
        if rule.always:
            same_in_french(partial(route.by_itself, rule.always))


def test_what_an_answer_rests_on() -> None:
    place = "article 27"
    for say in (
        *(partial(route.limits, "2026-01-01", "2026-01-02", provenance) for provenance in Provenance),
        partial(route.limits, None, None, None),
        partial(route.list_not_known, "2026-01-02"),
        partial(route.list_not_known, None),
        partial(route.other_treaty, [("ets-030", date(1967, 8, 21)), ("ets-099", None)], place),
        partial(route.other_treaty_not_known, place),
        lambda: ", ".join(said(route.NOT_DECIDED)),
        lambda: _(route.NOT_RECENT),
        *(partial(_, note) for treaty in ("ets-185", "cets-224") for note in notes_of(treaty)),
    ):
        same_in_french(say)


@given(territory=st.sampled_from(TERRITORIES))
def test_a_territory_of_the_question(territory: str) -> None:
    same_in_french(lambda: route.territory(territory, None), (territory,))
    same_in_french(lambda: route.no_matter_where(territory), (territory,))
