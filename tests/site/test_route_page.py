"""The page *Route* answers as `tracker route` does, in a real browser."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from itertools import permutations
from typing import TYPE_CHECKING

from playwright.sync_api import expect
from routes import CURACAO, DUAL, EXCLUDES, IN_EUROPE, NOT_GREENLAND, TRAFFIC, UNREAD, Shown, authority, routes_world
from sites import build
from world import row

from db.knowledge import Knowledge
from tracker.answers.route import Asked, route
from tracker.law.articles import DataClass, article_rules
from tracker.wording.words import dated_in_words

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

TERRITORIES = {"DNK": ("Greenland", "Faroe Islands"), "NLD": ("Aruba", "Curaçao", "Bonaire"), "USA": ("Guam",)}
PEOPLE = ("DNK", "NLD", "SRB", "JPN", "HUN", "FRA", "DEU", "AUT", "USA", "MUS", "IRL")
SHOWN = Shown(
    stated=(EXCLUDES, TRAFFIC, UNREAD, authority("Serbia", "7, 8"), authority("Hungary", "7, 8")),
    stated_185=(
        DUAL,
        authority("Austria", "27"),
        authority("Germany", "24, 27, 35"),
        NOT_GREENLAND,
        IN_EUROPE,
        CURACAO,
    ),
    assistance=(
        row("France", consent="1967-05-23", in_force="1967-08-21"),
        row("Germany", consent="1976-10-02", in_force="1977-01-01"),
    ),
)
DAYS = (
    "2006-05-01",
    "2024-09-30",
    "2024-10-01",
    "2012-10-01",
    "2026-04-30",
    "2026-05-01",
    "2026-06-15",
    "2026-06-20",
    "2026-06-30",
)


def questions() -> list[tuple[Asked, str]]:
    """Each with its treaty: sixty by chance, half of them under the Protocol, and those on territories."""
    chance = random.Random(7)  # noqa: S311 - the same each time
    pairs = list(permutations(PEOPLE, 2))
    one = Asked(asker="JPN", asked="DNK")
    found = [(Asked(asker="HUN", asked="SRB", article="8", treaties=("cets-224",), day=date(2026, 6, 15)), "cets-224")]
    found += [
        (
            replace(
                one,
                asked=state,
                in_=name,
                article="29" if treaty == "ets-185" else "7",
                treaties=(treaty,),
                day=date.fromisoformat(day),
            ),
            treaty,
        )
        for state, names in TERRITORIES.items()
        for name in names
        for treaty in ("ets-185", "cets-224")
        for day in ("2006-05-01", "2024-09-30", "2024-10-01")
    ]
    for number in range(60):
        treaty = ("ets-185", "cets-224")[number % 2]
        asker, asked = chance.choice(pairs)
        question = Asked(
            asker=asker,
            asked=asked,
            article=chance.choice(sorted(article_rules()[treaty])),
            treaties=(treaty,),
            data=chance.choice((None, None, *DataClass)),
            day=date.fromisoformat(chance.choice(DAYS)),
            in_=chance.choice((None, *TERRITORIES.get(asked, ()))),
            by=chance.choice((None, *TERRITORIES.get(asker, ()))),
        )
        found.append((question, treaty))
    return found


def test_the_page_gives_the_answer_of_the_command(page: Page, tmp_path: Path) -> None:
    answers = set()
    with routes_world(tmp_path, SHOWN) as w:
        build(w)
        page.clock.install(time=w.now)
        page.goto((tmp_path / "site/route.html").as_uri())
        with w.store() as store:
            view = Knowledge(store)
            for question, treaty in questions():
                [wanted] = route(view, question, now=w.now)
                page.evaluate(
                    """chosen => {
                        const form = document.getElementById("question");
                        for (const [name, value] of Object.entries(chosen)) form.elements.namedItem(name).value = value;
                        form.dispatchEvent(new Event("input"));
                    }""",
                    {
                        "a": question.asker,
                        "b": question.asked,
                        "article": f"{treaty}.{question.article}",
                        "data": str(question.data or ""),
                        "day": str(question.day),
                        "in": question.in_ or "",
                        "by": question.by or "",
                    },
                )
                expect(page.locator("#answer section")).to_have_attribute("data-answer", str(wanted.answer))
                expect(page.locator("#answer .verdict")).to_have_text(dated_in_words(wanted.words))
                said = page.locator("#answer li").all_inner_texts()
                assert len(said) == len(wanted.tests)
                for test, line in zip(wanted.tests, said, strict=True):
                    assert dated_in_words(test.words) in line, question
                answers.add(wanted.answer)
    assert len(answers) == 4
