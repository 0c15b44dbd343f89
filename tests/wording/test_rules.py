"""How a computed date follows from the treaty's text, in words. Pure."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.law import DaysAfter, MonthsAfter, YearsAfter
from tracker.models import Treaty
from tracker.wording.rules import (
    accession_in_words,
    applied_to_denunciation,
    applied_to_state,
    applied_to_treaty,
    article_in_words,
    parent_label,
)

MONTHS = "the first day of the month following the expiration of three months after 2026-08-31"
DAY = date(2026, 8, 31)
IN_MONTHS, IN_DAYS = MonthsAfter(months=3), DaysAfter(treaty_days=90, state_days=30)


@pytest.mark.parametrize(
    ("article", "words"),
    [("36(4)", "article 36, paragraph 4"), ("2(1)(a)", "article 2, paragraph 1.a"), ("67", "article 67")],
)
def test_an_article_in_words(article: str, words: str) -> None:
    assert article_in_words(article) == words


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (applied_to_state(IN_MONTHS, DAY, "16(4)"), f"{MONTHS} (article 16, paragraph 4)"),
        (applied_to_treaty(IN_MONTHS, DAY, "16(3)"), f"{MONTHS} (article 16, paragraph 3)"),
        (applied_to_denunciation(IN_MONTHS, DAY, "47(2)"), f"{MONTHS} (article 47, paragraph 2)"),
        (applied_to_state(IN_DAYS, DAY, "65(2)"), "30 days after 2026-08-31 (article 65, paragraph 2)"),
        (applied_to_treaty(IN_DAYS, DAY, None), "90 days after 2026-08-31"),
        (applied_to_denunciation(YearsAfter(years=1), DAY, "67"), "one year after 2026-08-31 (article 67)"),
        (
            applied_to_state(MonthsAfter(months=1), DAY, None),
            "the first day of the month following the expiration of one month after 2026-08-31",
        ),
    ],
)
def test_a_computed_date_names_its_article(said: str, expected: str) -> None:
    assert said == expected


@pytest.mark.parametrize(
    ("treaty", "said"),
    [
        ("ets-185", "by invitation (article 37, paragraph 1)"),
        ("ets-189", "open to States that acceded to ETS 185; nobody is invited to accede (article 11, paragraph 1)"),
        ("cets-224", "nobody is invited to accede"),
        ("untc-xviii-16", "open to all States; nobody is invited to accede (article 64, paragraph 4)"),
        ("ets-24", None),
    ],
)
def test_who_may_accede(treaty: str, said: str | None) -> None:
    """Of a treaty whose text is not known, nothing is said."""
    assert accession_in_words(Treaty(id=treaty, number="", name="", parent="ets-185")) == said


def test_a_parent_is_named_by_its_number() -> None:
    assert parent_label("ets-185") == "ETS 185"
