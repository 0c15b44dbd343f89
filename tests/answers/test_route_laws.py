"""Laws of `tracker route`: what no statement and no missing knowledge may do to an answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from stated import statement

from tracker.answers.route import Record, Stated, Way, checks
from tracker.answers.route.model import Listing, worst
from tracker.answers.statements import statement_answer
from tracker.law.articles import ArticleRule, DataClass, article_rules, slots_of
from tracker.models import StatementKind
from tracker.models.records import StoredStatement
from tracker.statements.slots import slots_read

if TYPE_CHECKING:
    from collections.abc import Iterable

DAY = date(2026, 6, 1)
LISTED = Listing.of(DAY)
RANK = list(Way)

_TEXTS = st.sampled_from(
    [
        "Japan reserves the right not to apply Article 7, in accordance with Article 7, paragraph 9.a.",
        "In accordance with Article 7, paragraph 9.b, it reserves the right not to apply Article 7 to certain numbers.",
        "In accordance with Article 8, paragraph 13, it reserves the right not to apply Article 8 to traffic data.",
        "Pursuant to Article 29, paragraph 4, it reserves the right to refuse the request.",
        "It withdraws its reservation under Article 7, paragraph 9.a.",
        "The authority is the Ministry of Justice.",
        "It declares under Article 7, paragraph 2.b, that a judge issues the order.",
        "It makes the following statement.",
        "Articles 6 to 9 are understood as follows.",
        "",
    ]
)


def stated(treaty: str, kind: StatementKind, article: str | None, text: str) -> Stated:
    """A statement with what is read of it."""
    stored = StoredStatement(
        id=1,
        key=1,
        treaty=treaty,
        statement=statement(text, kind=kind, article=article),
        articles=(),
        observed_at=datetime(2026, 1, 1, tzinfo=UTC),
        replaced_at=None,
        evidence=None,
    )
    answer = statement_answer(stored, None, status_as_of=DAY)
    return Stated(statement=answer, slots=slots_read(kind, article, text, slots_of(treaty)))


TREATIES = st.sampled_from(sorted(article_rules()))


@st.composite
def questions(draw: st.DrawFn) -> tuple[str, str, ArticleRule, DataClass | None, Record, Record]:
    """A line of the rule table, a kind of data, and what two sides stated."""
    treaty = draw(TREATIES)
    article = draw(st.sampled_from(sorted(article_rules()[treaty])))
    one = st.builds(
        stated,
        st.just(treaty),
        st.sampled_from(StatementKind),
        st.sampled_from([None, "7", "8", "29", "24, 27, 35", "6-9"]),
        _TEXTS,
    )
    sides = [
        Record(participant=name, name=name, day=DAY, stated=tuple(draw(st.lists(one, max_size=4))))
        for name in ("one", "other")
    ]
    data = draw(st.none() | st.sampled_from(DataClass))
    return treaty, article, article_rules()[treaty][article], data, sides[0], sides[1]


def answered(article: str, rule: ArticleRule, data: DataClass | None, sides: Iterable[Record], *, known: bool) -> Way:
    """The worst of the tests that look at statements."""
    asker, asked = sides
    tests = (
        checks.article(rule, article, data),
        checks.excluded(asked, rule, data, LISTED),
        checks.excluded_by_asker(asker, rule, data, LISTED),
        checks.conditions(asked, rule, LISTED),
        checks.authorities(asker, asked, rule, LISTED),
        checks.unread(asker, asked, article, LISTED, known=known),
    )
    return worst(test.result for test in tests if test)


@given(questions(), st.booleans(), st.sampled_from(StatementKind), st.sampled_from([None, "7", "8", "29"]), _TEXTS)
def test_an_added_statement_never_opens_what_was_closed_or_not_known(
    question: tuple[str, str, ArticleRule, DataClass | None, Record, Record],
    known: bool,
    kind: StatementKind,
    printed: str | None,
    text: str,
) -> None:
    treaty, article, rule, data, asker, asked = question
    more = replace(asked, stated=(*asked.stated, stated(treaty, kind, printed, text)))
    before = answered(article, rule, data, (asker, asked), known=known)
    after = answered(article, rule, data, (asker, more), known=known)
    if before in (Way.CLOSED, Way.NOT_KNOWN):
        assert after in (Way.CLOSED, Way.NOT_KNOWN)


@given(questions(), st.booleans())
def test_an_added_exclusion_never_improves_an_answer(
    question: tuple[str, str, ArticleRule, DataClass | None, Record, Record],
    known: bool,
) -> None:
    treaty, article, rule, data, asker, asked = question
    text = f"It reserves the right under Article 7, paragraph 9.a, and Article {article}, paragraph 13."
    more = replace(asked, stated=(*asked.stated, stated(treaty, StatementKind.RESERVATION, article, text)))
    before = answered(article, rule, data, (asker, asked), known=known)
    after = answered(article, rule, data, (asker, more), known=known)
    assert RANK.index(after) >= RANK.index(before)


@given(questions())
def test_a_list_that_is_not_known_never_improves_an_answer(
    question: tuple[str, str, ArticleRule, DataClass | None, Record, Record],
) -> None:
    _, article, rule, data, asker, asked = question
    with_it = answered(article, rule, data, (asker, asked), known=True)
    without = answered(article, rule, data, (asker, asked), known=False)
    assert RANK.index(without) >= RANK.index(with_it)
    assert without in (Way.CLOSED, Way.NOT_KNOWN)


@given(questions())
def test_a_statement_that_left_the_list_neither_opens_nor_closes(
    question: tuple[str, str, ArticleRule, DataClass | None, Record, Record],
) -> None:
    """What was closed by it is not known afterwards; nothing becomes better than that, and what was not known stays."""
    _, article, rule, data, one, other = question
    before = answered(article, rule, data, (one, other), known=True)
    after = answered(article, rule, data, (unlisted(one), unlisted(other)), known=True)
    if before is Way.CLOSED:
        assert after in (Way.CLOSED, Way.NOT_KNOWN)
    else:
        assert RANK.index(after) >= RANK.index(before)


def unlisted(record: Record) -> Record:
    """The same record on a day after the last one on which the list showed its statements."""
    shown_on = DAY - timedelta(days=1)
    return replace(
        record,
        stated=tuple(replace(one, statement=replace(one.statement, last_shown_on=shown_on)) for one in record.stated),
    )


@given(st.text(max_size=300), st.sampled_from(StatementKind))
def test_free_text_never_closes_the_way(text: str, kind: StatementKind) -> None:
    assert not slots_read(kind, None, text, slots_of("cets-224")) & {"7(9)(a)"}


@given(questions())
def test_a_statement_that_may_bear_on_the_article_never_leaves_the_way_simply_open(
    question: tuple[str, str, ArticleRule, DataClass | None, Record, Record],
) -> None:
    _, article, rule, data, asker, asked = question
    unread = any(
        not one.slots and one.statement.article is None and "rticle" not in one.statement.text
        for one in (*asker.stated, *asked.stated)
    )
    if unread:
        assert answered(article, rule, data, (asker, asked), known=True) is not Way.OPEN
