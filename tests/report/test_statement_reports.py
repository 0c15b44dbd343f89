"""What readers are told of a statement that was made, amended or withdrawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from stated import statement

from tracker.models import Change, ChangeKind, Statement, StatementKind, Treaty
from tracker.models.reports import Entry, Report, TreatyStatus
from tracker.report.render import Format, render
from tracker.statements import as_difference, compare
from tracker.wording.sentences import SentenceContext, summarise
from tracker.wording.statements import article_words, particulars

SECOND = Treaty(id="cets-224", number="224", name="Second Additional Protocol")
TEXT = "The Government reserves the right not to apply Article 7 in whole, as the Protocol allows."
EDITED = "The Government reserves the right not to apply Article 7 in part, as the Protocol allows."
PLAIN = statement(TEXT)
DATED = statement(TEXT, deposited_on=date(2023, 8, 10), effective_on=date(2024, 8, 1))


def told(old: list[Statement], new: list[Statement], **context: Any) -> str:
    """The one sentence for the one difference of two lists."""
    (found,) = compare(old, new)
    return summarise(
        as_difference(found, particulars=particulars),
        treaty=SECOND,
        context=SentenceContext(in_force=False, statement=found, **context),
    )


SENTENCES = [
    pytest.param(
        [],
        [DATED],
        (
            "Japan made a reservation to Article 7 of the Second Additional Protocol, deposited on 10 August 2023,"
            " effective 1 August 2024."
        ),
        id="made",
    ),
    pytest.param(
        [],
        [replace(PLAIN, participant="NLD", name="Netherlands", kind=StatementKind.AUTHORITY, article="8, 9")],
        (
            "The Netherlands made a designation of an authority under Articles 8, 9 of the Second Additional Protocol;"
            " no date is given."
        ),
        id="made, several articles, no date",
    ),
    pytest.param(
        [],
        [replace(PLAIN, kind=StatementKind.OTHER, nature="Notification", article=None)],
        'Japan made a statement ("Notification") under the Second Additional Protocol; no date is given.',
        id="made, of an unknown nature",
    ),
    pytest.param(
        [],
        [replace(DATED, kind=StatementKind.OBJECTION, deposited_on=None, withdrawn_on=date(2026, 3, 1))],
        (
            "Japan made an objection concerning Article 7 of the Second Additional Protocol, effective 1 August 2024;"
            " the depositary's list shows it withdrawn with effect from 1 March 2026."
        ),
        id="made, and withdrawn since",
    ),
    pytest.param(
        [PLAIN],
        [replace(PLAIN, text=EDITED)],
        (
            "The text of Japan's reservation to Article 7 of the Second Additional Protocol was amended; whether this"
            " is a partial withdrawal or a new reservation is not judged here."
        ),
        id="amended",
    ),
    pytest.param(
        [DATED],
        [replace(DATED, text=EDITED, effective_on=date(2026, 5, 1))],
        (
            "The text of Japan's reservation to Article 7 of the Second Additional Protocol was amended and is now"
            " listed with 1 May 2026 as its date of effect (before: 1 August 2024); whether this is a partial"
            " withdrawal or a new reservation is not judged here."
        ),
        id="amended, with a new date",
    ),
    pytest.param(
        [PLAIN],
        [replace(PLAIN, kind=StatementKind.DECLARATION)],
        (
            "The depositary's list now lists Japan's reservation to Article 7 of the Second Additional Protocol as a"
            " declaration under Article 7 of the Second Additional Protocol; the text is the same."
        ),
        id="labelled anew",
    ),
    pytest.param(
        [PLAIN],
        [DATED],
        (
            "The depositary's list now lists Japan's reservation to Article 7 of the Second Additional Protocol with"
            " 1 August 2024 as its date of effect (before: no date); the text is the same."
        ),
        id="dated",
    ),
    pytest.param(
        [DATED],
        [replace(DATED, article="9", effective_on=None)],
        (
            "The depositary's list now lists Japan's reservation to Article 7 of the Second Additional Protocol as a"
            " reservation to Article 9 of the Second Additional Protocol, with no date as its date of effect (before:"
            " 1 August 2024); the text is the same."
        ),
        id="labelled and dated anew",
    ),
    pytest.param(
        [DATED],
        [replace(DATED, withdrawn_on=date(2026, 3, 1))],
        (
            "Japan withdrew its reservation to Article 7 of the Second Additional Protocol, with effect from"
            " 1 March 2026."
        ),
        id="withdrawn",
    ),
    pytest.param(
        [DATED],
        [],
        (
            "The depositary's list no longer shows Japan's reservation to Article 7 of the Second Additional Protocol,"
            " effective 1 August 2024; it gives no reason."
        ),
        id="no longer listed",
    ),
]


@pytest.mark.parametrize(("old", "new", "sentence"), SENTENCES)
def test_the_sentence(old: list[Statement], new: list[Statement], sentence: str) -> None:
    assert told(old, new) == sentence


def test_a_hostile_label_stays_on_one_short_line() -> None:
    sentence = told([], [replace(PLAIN, kind=StatementKind.OTHER, nature="a\n\u202eb" * 100, article="7\x1b[31m" * 50)])

    assert len(sentence) < 400
    assert not any(sign in sentence for sign in "\n\u202e\x1b")


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        (None, ""),
        ("7", "Article 7"),
        ("Ex-25", "Article Ex-25"),
        ("article 7.9", "Article 7.9"),
        ("Art. 7", "Art. 7"),
        ("5, 7 and 9", "Articles 5, 7 and 9"),
        ("6-8", "Articles 6-8"),
        ("7(9)(a)", "Article 7(9)(a)"),
    ],
)
def test_articles_in_words(printed: str | None, words: str) -> None:
    assert article_words(printed) == words


# ---- reports -----------------------------------------------------------------------------------


def change(before: str | None, after: str | None, kind: ChangeKind = ChangeKind.STATEMENT_AMENDED) -> Change:
    (found,) = compare([PLAIN], [replace(PLAIN, text=EDITED)])
    difference = as_difference(found, particulars=particulars)
    return Change(
        id=7,
        detected_at=datetime(2026, 11, 22, 4, 0, tzinfo=UTC),
        treaty=SECOND.id,
        participant="JPN",
        name="Japan",
        kind=kind,
        nature=difference.nature,
        field=difference.field,
        before=before,
        after=after,
        effective_on=None,
        source="statements",
        snapshot=None,
        previous_snapshot=None,
        summary="A sentence.",
        rule=difference.rule,
    )


def rendered(one: Change, form: Format) -> str:
    report = Report(
        generated_at=datetime(2026, 11, 22, 5, 0, tzinfo=UTC),
        version="0",
        treaties=(TreatyStatus(treaty=SECOND),),
        entries=(Entry(change=one),),
    )
    return render(report, form)


def in_one_line(text: str) -> str:
    return " ".join(text.replace("|", " ").split())


def test_text_marks_what_was_taken_out_and_put_in() -> None:
    text = rendered(change(TEXT, EDITED), Format.TEXT)

    assert "apply Article 7 in [-whole-] {+part+}, as the Protocol allows." in in_one_line(text)
    assert all(len(line) <= 78 or "https://" in line for line in text.splitlines())
    assert "the Treaty Office's list of statements" in in_one_line(text)


def test_markdown_shows_the_marks_as_they_are() -> None:
    shown = MarkdownIt().render(rendered(change(TEXT, EDITED), Format.MARKDOWN))

    assert "Article 7 in [-whole-] {+part+}, as" in BeautifulSoup(shown, "lxml").get_text()


def test_html_marks_them_with_its_own_elements() -> None:
    page = BeautifulSoup(rendered(change(TEXT, EDITED), Format.HTML), "lxml")
    line = page.select_one(".redline")

    assert line is not None
    assert [tag.get_text() for tag in line.find_all("del")] == [" whole"]
    assert [tag.get_text() for tag in line.find_all("ins")] == [" part"]


@pytest.mark.parametrize("form", [Format.TEXT, Format.MARKDOWN, Format.HTML])
def test_nothing_breaks_out_of_a_text(form: Format) -> None:
    hostile = "<script>alert(1)</script> [a](http://evil.example) `b` \u202e\x1b[31m <img src=x onerror=alert(1)>"

    text = rendered(change(f"{hostile} old", f"{hostile} new <b onclick=x>"), form)

    assert not any(sign in text for sign in "\u202e\x1b")
    if form is not Format.TEXT:
        page = BeautifulSoup(MarkdownIt().render(text) if form is Format.MARKDOWN else text, "lxml")
        assert not page.find_all(["script", "img"])
        assert not [link for link in page.find_all("a") if "evil" in str(link.get("href"))]


@pytest.mark.parametrize("form", [Format.TEXT, Format.MARKDOWN, Format.HTML])
def test_a_long_text_is_cut_with_a_note(form: Format) -> None:
    """What stayed far from an edit is left out, and an amendment without end is cut."""
    far = " ".join(f"word{place}" for place in range(20_000))

    short = rendered(change(f"{far} old {far}", f"{far} new {far}"), form)
    long = rendered(change(far, far.replace("word", "sword")), form)

    assert "word19999" in short
    assert "word10000" not in short
    assert len(short) < 20_000
    assert "cut here" not in short
    assert "cut here; change no. 7 holds both texts whole" in in_one_line(long)
    assert len(long) < 20_000


def test_only_an_amendment_has_a_word_difference() -> None:
    for kind in (ChangeKind.STATEMENT_MADE, ChangeKind.STATEMENT_WITHDRAWN, ChangeKind.CORRECTED):
        assert "[-" not in rendered(change(TEXT, EDITED, kind), Format.TEXT)
