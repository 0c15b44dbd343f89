"""The fifth consent to CETS 224, replayed: on each day the messages, the calendar, the figures and the site agree.

Article 16(3): the Protocol enters into force on the first day of the month following the expiration of three months
after the fifth consent; article 16(4) says the same for each State that consents later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from sites import build
from week import FOUR, counts, dates, live, two, week

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from receivers import Post
    from world import World

FIVE = FOUR | {"Finland": "2026-06-15"}
SIX = FIVE | {"France": "2026-08-20"}
BACK_DATED = SIX | {"Italy": "2026-05-28"}
ITSELF = {"Serbia": "SRB", "Japan": "JPN", "Hungary": "HUN", "Costa Rica": "CRI", "Finland": "FIN"}
OCTOBER, DECEMBER = "2026-10-01", "2026-12-01"
PRINTED = dict.fromkeys(ITSELF, OCTOBER) | {"France": DECEMBER}


@pytest.fixture
def w(tmp_path: Path, post: Post) -> Iterator[World]:
    """Four have consented; nothing was told yet."""
    with week(tmp_path) as made:
        assert post.sent == []
        yield made


def page(w: World) -> str:
    """The text of the site's page of the Protocol."""
    build(w)
    text = BeautifulSoup((w.folder / "site" / "treaty" / "cets-224.html").read_bytes(), "lxml").get_text(" ")
    return " ".join(text.split())


def expected(day: str, **later: str) -> dict[str | None, tuple[str, bool]]:
    """The calendar while the chart prints nothing."""
    entries = {None: day, **dict.fromkeys(ITSELF.values(), day), **later}
    return {who: (when, False) for who, when in entries.items()}


def test_the_fifth_is_told_once_with_its_place_and_the_day(w: World, post: Post) -> None:
    live(w, "2026-06-16", FIVE)
    live(w, "2026-06-17", FIVE)

    [message] = post.to("mail")
    assert message.subject == (
        "Finland ratified the Second Additional Protocol: the fifth of five;"
        " in force on 1 October 2026 by its own terms"
    )
    said = " ".join(message.text.split())
    assert "on 15 June 2026 (the fifth of five needed; the Protocol is not yet in force;" in said
    assert "by its own terms it enters into force on 1 October 2026, expected, computed here: " in said
    assert dates(w) == expected(OCTOBER)
    found = counts(w)
    assert (found["consents"], found["in_force"], found["treaty_in_force"]) == (5, 0, False)
    assert found["threshold"]["reached"] is True
    assert two(w, "SRB", "FIN")["in_force"] is False
    assert "Entry into force not in force; expected on 1 October 2026, computed here" in page(w)


def test_a_sixth_has_a_day_of_its_own(w: World, post: Post) -> None:
    live(w, "2026-06-16", FIVE)
    live(w, "2026-08-21", SIX)

    assert post.subjects("mail")[1] == (
        "France ratified the Second Additional Protocol: the sixth consent;"
        " the Protocol itself in force on 1 October 2026 by its own terms"
    )
    assert dates(w) == expected(OCTOBER, FRA=DECEMBER)


def test_a_back_dated_consent_moves_what_is_expected(w: World, post: Post) -> None:
    """Italy's was the fifth by its date: the Protocol enters into force a month earlier, and Finland by its own."""
    live(w, "2026-06-16", FIVE)
    live(w, "2026-08-25", BACK_DATED)

    assert post.subjects("mail")[1] == (
        "France and Italy ratified the Second Additional Protocol: among them the fifth of five;"
        " in force on 1 September 2026 by its own terms"
    )
    assert len(post.sent) == 2
    said = " ".join(post.to("mail")[1].text.split())
    assert said.count("this moves the expected day from 1 October 2026 to 1 September 2026") == 1  # not by France's
    moved = dates(w)
    assert moved[None] == moved["ITA"] == moved["SRB"] == ("2026-09-01", False)
    assert (moved["FIN"], moved["FRA"]) == ((OCTOBER, False), (DECEMBER, False))


def test_two_of_one_day_share_their_places(w: World, post: Post) -> None:
    live(w, "2026-06-16", FOUR | {"Finland": "2026-06-15", "Spain": "2026-06-15"})

    assert post.subjects("mail")[0] == (
        "Finland and Spain ratified the Second Additional Protocol: the fifth to sixth consents, with five needed;"
        " in force on 1 October 2026 by its own terms"
    )
    assert len(post.sent) == 1
    assert dates(w) == expected(OCTOBER, ESP=OCTOBER)


def test_the_day_comes_and_the_chart_prints_nothing(w: World, post: Post) -> None:
    """No Yes and no No where only the rule speaks; one alert; the same answer on the chart's day and later."""
    live(w, "2026-08-21", SIX)
    live(w, "2026-09-30", SIX)
    assert two(w, "SRB", "FIN")["in_force"] is False
    before = len(post.sent)
    for today in (OCTOBER, "2026-10-02", "2026-10-20"):
        live(w, today, SIX)
        for day in (OCTOBER, today, "2026-11-30"):
            found = two(w, "SRB", "FIN", day)
            assert (found["in_force"], found["by_rule_since"]) == (None, OCTOBER)
            assert "by article 16(3) in force since 2026-10-01" in found["answer"]
        assert two(w, "SRB", "FRA")["in_force"] is False
        assert two(w, "SRB", "FIN", "2026-09-30")["in_force"] is False
        found = counts(w)
        assert (found["consents"], found["in_force"], found["treaty_in_force"], found["by_rule"]) == (6, None, None, 5)

    [alert] = post.to("mail")[before:]
    assert alert.subject == "Tracker: a day has come that no source prints: CETS 224"
    assert alert.text.count("by article 16(3) in force since 2026-10-01") == 6  # the Protocol, and its five
    assert "article 16(4)" not in alert.text
    said = page(w)
    assert "Entry into force 1 October 2026 by the treaty's own rule; no source prints it" in said
    assert "not in force" not in said


def test_a_later_day_names_the_article_of_the_later_state(w: World) -> None:
    """On 1 December France is bound by article 16(4), not by the paragraph on the Protocol itself."""
    live(w, "2026-12-02", SIX)

    found = two(w, "SRB", "FRA")
    assert (found["in_force"], found["by_rule_since"]) == (None, DECEMBER)
    assert "by article 16(4) in force since 2026-12-01" in found["answer"]


def test_then_the_dates_are_printed(w: World, post: Post) -> None:
    """Each entry into force is told once; from then on the answer is firm, also for past days."""
    live(w, "2026-08-21", SIX)
    live(w, OCTOBER, SIX)
    before = len(post.sent)
    live(w, "2026-10-21", SIX, PRINTED)
    live(w, "2026-10-22", SIX, PRINTED)

    [message] = post.to("mail")[before:]
    assert message.subject == "The Second Additional Protocol entered into force for 5 States on 1 October 2026"
    assert all(f"entered into force for {name}" in " ".join(message.text.split()) for name in ITSELF)
    assert "1 December 2026 as the date of entry into force of the Second Additional Protocol for France" in " ".join(
        message.text.split()
    )
    for day, firm in (("2026-09-30", False), (OCTOBER, True), ("2026-10-22", True)):
        assert two(w, "SRB", "FIN", day)["in_force"] is firm
    assert (counts(w)["in_force"], counts(w)["treaty_in_force"], counts(w)["by_rule"]) == (5, True, None)
    assert dates(w) == {"FRA": (DECEMBER, True)}

    live(w, DECEMBER, SIX, PRINTED)
    assert post.subjects("mail")[before + 1 :] == [
        "The Second Additional Protocol entered into force for France on 1 December 2026"
    ]
    assert two(w, "SRB", "FRA")["in_force"] is True


def test_dates_printed_ahead_are_told_again_only_when_they_come(w: World, post: Post) -> None:
    """The chart prints them with the fifth consent."""
    live(w, "2026-06-16", FIVE, dict.fromkeys(ITSELF, OCTOBER))
    first = len(post.sent)
    live(w, "2026-09-30", FIVE, dict.fromkeys(ITSELF, OCTOBER))
    assert len(post.sent) == first
    live(w, OCTOBER, FIVE, dict.fromkeys(ITSELF, OCTOBER))
    live(w, "2026-10-02", FIVE, dict.fromkeys(ITSELF, OCTOBER))

    assert post.subjects("mail")[first:] == [
        "The Second Additional Protocol entered into force for 5 States on 1 October 2026"
    ]
    assert two(w, "SRB", "FIN")["in_force"] is True
