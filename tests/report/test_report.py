"""A report in each of its formats: what it says, how it is grouped, and that no name can break out of it."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tracker.answers.history.records import change_object
from tracker.models import Change, ChangeKind, Field, Nature, Treaty
from tracker.models.reports import Entry, EvidenceRef, Expected, Report, TreatyStatus
from tracker.report.layout import outline
from tracker.report.render import Format, render
from tracker.wording.figures import figures_in_words
from tracker.wording.notices import DISCLAIMER, KOSOVO_NOTE
from tracker.wording.sources import age, evidence_fact

BUDAPEST = Treaty(id="ets-185", number="185", name="Budapest Convention")
SECOND = Treaty(id="cets-224", number="224", name="Second Additional Protocol")
READ = datetime(2026, 2, 6, 4, 12, tzinfo=UTC)
HOSTILE = ["<img src=x onerror=alert(1)>", "</title><script>alert(1)</script>", "[a](http://evil) `b` *c* _d_ | e # f"]

EVIDENCE = EvidenceRef(
    id=412, sha256="3fa9c1d2e4b5" + "0" * 52, url="https://conventions-ws.coe.int/api?x=1", fetched_at=READ
)
BUDAPEST_STATUS = TreatyStatus(
    treaty=BUDAPEST,
    title="Convention on Cybercrime",
    status_as_of=date(2026, 4, 22),
    last_good=datetime(2026, 4, 25, 10, 2, tzinfo=UTC),
    source="coe-service",
    figures={"consents": 81, "in_force": 81, "signatories": 2, "invited": 14, "treaty_in_force": True},
    evidence=EVIDENCE,
)
SECOND_STATUS = TreatyStatus(
    treaty=SECOND,
    figures={
        "consents": 3,
        "in_force": 0,
        "signatories": 1,
        "invited": 0,
        "treaty_in_force": False,
        "threshold": {"needed": 5, "of_which_members": None, "reached": False},
    },
)


def entry(id_: int = 1, *, evidence: EvidenceRef | None = EVIDENCE, **values: Any) -> Entry:
    known: dict[str, Any] = {
        "detected_at": READ,
        "treaty": "ets-185",
        "participant": "VUT",
        "name": "Vanuatu",
        "kind": ChangeKind.ACCEDED,
        "nature": Nature.EVENT,
        "field": Field.CONSENT_ON,
        "before": None,
        "after": "2026-01-15",
        "effective_on": date(2026, 1, 15),
        "source": "coe-service",
        "snapshot": 7,
        "previous_snapshot": 6,
        "summary": "Vanuatu acceded to the Budapest Convention.",
        "rule": "",
    }
    return Entry(change=Change(id=id_, **{**known, **values}), evidence=evidence)


def starts(id_: int, day: str, kind: ChangeKind = ChangeKind.ENTRY_INTO_FORCE_SET, **values: Any) -> Entry:
    dates = {"field": Field.IN_FORCE_ON, "after": day, "effective_on": date.fromisoformat(day)}
    return entry(id_, kind=kind, **{**dates, "summary": f"sentence {id_}.", **values})


def report(*entries: Entry, **values: Any) -> Report:
    known: dict[str, Any] = {
        "generated_at": datetime(2026, 4, 25, 12, 0, tzinfo=UTC),
        "version": "0.1.0",
        "treaties": (BUDAPEST_STATUS, SECOND_STATUS),
    }
    return Report(entries=entries, **{**known, **values})


def flat(text: str) -> str:
    return " ".join(text.split())


def assert_official(page: BeautifulSoup) -> None:
    """Every link out leads to the depositary, whatever the report was fed with."""
    assert all(
        str(link["href"]).startswith(("https://www.coe.int/en/web/conventions/", "#")) for link in page.select("a")
    )


# ---- what it says ------------------------------------------------------------------------------

PEOPLE = [Format.TEXT, Format.MARKDOWN, Format.HTML]


def shown(form: Format, given_report: Report) -> str:
    """The words that a reader sees."""
    made = render(given_report, form)
    if form is Format.MARKDOWN:
        made = MarkdownIt().enable("table").render(made)
    return flat(made if form is Format.TEXT else BeautifulSoup(made, "lxml").get_text())


@pytest.mark.parametrize("form", PEOPLE)
def test_an_empty_report_says_so_and_what_was_read(form: Format) -> None:
    """Silence is told apart from not looking."""
    words = shown(form, report(since=date(2026, 4, 1)))

    assert "Noticed since 1 April 2026" in words
    assert (
        "No change was noticed. Followed: the Budapest Convention (last read 25 April 2026, 10:02 UTC) and the"
        " Second Additional Protocol (not read yet)." in words
    )


@pytest.mark.parametrize("form", PEOPLE)
def test_an_official_figure_is_a_sentence_of_its_own(form: Format) -> None:
    """The age of our knowledge and what others published are not one clause."""
    official = "Official: 81 consents on 2026-04-25 (Treaty Office; as counted here)"
    words = shown(form, report(treaties=(replace(BUDAPEST_STATUS, official=official),)))

    assert ". Official: 81 consents on 25 April 2026 (Treaty Office; as counted here)." in words.replace(" .", ".")


@pytest.mark.parametrize("form", PEOPLE)
def test_what_every_reader_is_told(form: Format) -> None:
    """Sentence, effect, source and evidence of a change; where the treaties stand; the foot."""
    words = shown(form, report(entry(1), starts(2, "2026-05-01")))

    assert "Two changes were noticed: two for the Budapest Convention. Nothing changed for the Second" in words
    assert "Vanuatu acceded to the Budapest Convention." in words
    assert "akes effect on 1 May 2026" in words
    assert "etched 6 February 2026, 04:12 UTC, source: the Treaty Office's data service" in words
    assert "evidence no. 412 (sha256 3fa9c1d2e4b5)" in words
    assert "81 Parties; 2 have signed without consent; 14 are invited to accede" in words
    assert "3 of the 5 consents needed; not in force, no Parties yet; 1 has signed without consent" in words
    assert "tatus as of 22 April 2026, 3 days before this report" in words
    assert all(sentence in words for sentence in DISCLAIMER)


@pytest.mark.parametrize("form", PEOPLE)
@pytest.mark.parametrize("name", ["Kosovo*", "Albania"])
def test_the_note_on_kosovo_stands_where_the_name_does(form: Format, name: str) -> None:
    """UNSCR 1244 is mentioned with the name, and only with it."""
    words = shown(form, report(entry(name=name, summary=f"{name} signed.")))

    assert (KOSOVO_NOTE in words) is (name == "Kosovo*")
    assert f"{name} signed." in words


def test_changes_of_one_treaty_come_by_weight_then_date() -> None:
    """Acts first, then corrections and retractions, then editorial changes; by date within."""
    told = report(
        entry(1, nature=Nature.EDITORIAL, kind=ChangeKind.RENAMED, field=Field.NAME, effective_on=None),
        entry(2, nature=Nature.RETRACTION, kind=ChangeKind.RETRACTED, effective_on=date(2020, 1, 1)),
        entry(3, nature=Nature.CORRECTION, kind=ChangeKind.CORRECTED, effective_on=date(2019, 1, 1)),
        entry(4, effective_on=date(2025, 1, 1)),
        entry(5, effective_on=date(2024, 1, 1)),
        entry(6, treaty="cets-224"),
    )

    found = [
        [[line.id for year in block.years for line in year.lines] for block in part.blocks]
        for part in outline(told).parts
    ]

    assert found == [[[5, 4], [3, 2], [1]], [[6]]]


def test_years_head_their_changes_and_a_long_report_has_contents() -> None:
    """300 changes stay readable."""
    many = [entry(n, effective_on=date(2001 + n // 12, 1 + n % 12, 1)) for n in range(300)]

    long, short = outline(report(*many)), outline(report(*many[:12]))

    assert [year.heading for year in long.parts[0].blocks[0].years] == [str(y) for y in range(2001, 2026)]
    assert (long.contents, short.contents) == (True, False)
    assert [year.heading for year in short.parts[0].blocks[0].years] == [""]
    page = BeautifulSoup(render(report(*many), Format.HTML), "lxml")
    anchors = {element["id"] for element in page.select("[id]")}
    assert {link["href"] for link in page.select("nav a")} <= {f"#{anchor}" for anchor in anchors}
    assert page.select_one("nav a[href='#t1-acts-2010']")


@pytest.mark.parametrize(
    ("second", "lines"),
    [
        pytest.param({}, [2], id="one read"),
        pytest.param({"snapshot": None}, [2], id="rolled over in the same pass"),
        pytest.param({"detected_at": datetime(2026, 3, 1, tzinfo=UTC), "snapshot": 8}, [1, 2], id="two reads"),
        pytest.param({"participant": "KEN"}, [1, 2], id="two States"),
    ],
)
def test_set_and_entered_in_one_read_is_one_line(second: dict[str, Any], lines: list[int]) -> None:
    """An entry into force printed late and already past is told once; programs still get both."""
    told = report(starts(1, "2026-02-01"), starts(2, "2026-02-01", ChangeKind.ENTERED_INTO_FORCE, **second))

    found = [line.id for year in outline(told).parts[0].blocks[0].years for line in year.lines]

    assert found == lines
    assert [change["id"] for change in json.loads(render(told, Format.JSON))] == [1, 2]


# ---- what takes effect -------------------------------------------------------------------------


def ahead(told: Report) -> list[tuple[str, str, str]]:
    return [(one.day, one.who, one.basis) for one in outline(told).ahead]


def test_what_takes_effect_next_is_the_last_word_of_each_date() -> None:
    """A moved date replaces the first; a past or lost one is not ahead; expected ones are marked."""
    moved = starts(2, "2026-07-01", ChangeKind.CORRECTED, nature=Nature.CORRECTION)
    lost = {"field": Field.ROW, "kind": ChangeKind.RETRACTED, "nature": Nature.RETRACTION, "after": None}
    told = report(
        starts(1, "2026-05-01"),
        moved,
        starts(3, "2026-05-01", participant="TON", name="Tonga"),
        entry(4, participant="TON", name="Tonga", **{**lost, "effective_on": None}),
        starts(5, "2026-03-01", participant="NZL", name="New Zealand"),
        expected=(Expected(treaty="cets-224", on=date(2026, 6, 1)),),
    )

    assert ahead(told) == [
        ("1 June 2026", "the treaty itself", "expected, computed here"),
        ("1 July 2026", "Vanuatu", "as printed"),
    ]


def test_a_vanished_date_is_not_ahead_and_a_printed_one_beats_the_expected() -> None:
    """What the source prints stands, also against our own arithmetic."""
    vanished = entry(
        2,
        kind=ChangeKind.RETRACTED,
        nature=Nature.RETRACTION,
        field=Field.IN_FORCE_ON,
        before="2026-05-01",
        after=None,
    )
    computed = Expected(treaty="ets-185", on=date(2026, 6, 1), participant="VUT", name="Vanuatu")

    assert ahead(report(starts(1, "2026-05-01"), vanished)) == []
    assert ahead(report(starts(1, "2026-05-01"), expected=(computed,))) == [("1 May 2026", "Vanuatu", "as printed")]


@pytest.mark.parametrize(
    ("others", "effect"),
    [
        ([starts(2, "2026-05-01")], "takes effect on 1 May 2026"),
        ([starts(2, "2026-03-01")], "took effect on 1 March 2026"),
        ([starts(2, "2020-01-01")], ""),
        ([], "takes effect on 1 June 2026 (expected, computed here)"),
    ],
    ids=["printed", "past", "of an earlier period", "expected"],
)
def test_when_a_consent_takes_effect(others: list[Entry], effect: str) -> None:
    """From the date set in the same report, else as expected."""
    computed = Expected(treaty="ets-185", on=date(2026, 6, 1), participant="VUT", name="Vanuatu")
    told = outline(report(entry(1), *others, expected=(computed,)))

    found = {line.id: line.effect for year in told.parts[0].blocks[0].years for line in year.lines}

    assert found[1] == effect


# ---- figures, age, evidence --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        (None, ("Not known", "no chart has been read yet")),
        (
            {"consents": 83, "in_force": 81, "signatories": 2, "invited": None, "treaty_in_force": True},
            ("81 Parties", "not yet in force for 2 more that consented; 2 have signed without consent"),
        ),
        ({"consents": 1, "in_force": 1, "treaty_in_force": True}, ("1 Party", "")),
        (
            {"consents": 3, "in_force": None, "treaty_in_force": True},
            ("In force; 3 consents", "for how many of them it is in force is not known"),
        ),
        ({"consents": 0, "treaty_in_force": False}, ("no consents; not in force, no Parties yet", "")),
        (
            {"consents": 6, "treaty_in_force": False, "threshold": {"needed": 5, "of_which_members": 3}},
            ("6 consents, 5 needed (at least 3 of the 5 by member States); not in force, no Parties yet", ""),
        ),
    ],
)
def test_figures_in_words(figures: dict[str, object] | None, words: tuple[str, str]) -> None:
    """A treaty that is not in force has no Parties; an unknown count is not mentioned, but for that of the Parties."""
    assert figures_in_words(figures) == words


@pytest.mark.parametrize(
    ("as_of", "words"),
    [
        (None, "status day not known"),
        (date(2026, 4, 25), "status as of 25 April 2026"),
        (date(2026, 4, 24), "status as of 24 April 2026, 1 day before this report"),
    ],
)
def test_age_of_knowledge(as_of: date | None, words: str) -> None:
    """How old the source's own word was on the day of the report."""
    assert age(replace(BUDAPEST_STATUS, status_as_of=as_of), date(2026, 4, 25)) == words


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "fetched 6 February 2026, 04:12 UTC"),
        ({"saved_by_hand": True}, "a copy saved by hand"),
        (
            {"saved_by_hand": True, "published_on": date(2026, 1, 2)},
            "a copy saved by hand, published on 2 January 2026",
        ),
        (
            {"published_on": date(2015, 12, 3)},
            "seen in an archived copy published on 3 December 2015; not observed by us then",
        ),
    ],
)
def test_how_evidence_came(values: dict[str, Any], words: str) -> None:
    """An archive's capture time is never our own observation."""
    assert evidence_fact(replace(EVIDENCE, **values)) == f"evidence no. 412 (sha256 3fa9c1d2e4b5), {words}"


# ---- formats -----------------------------------------------------------------------------------


@given(name=st.text(), summary=st.text())
def test_text_is_never_wider_than_78_columns(name: str, summary: str) -> None:
    """Nor does a name move the cursor or add a line of its own making."""
    told = report(
        entry(name=name, summary=summary), treaties=(replace(BUDAPEST_STATUS, treaty=replace(BUDAPEST, name=name)),)
    )

    text = render(told, Format.TEXT)

    assert max(len(line) for line in text.split("\n") if not line.strip().startswith("https://www.coe.int/")) <= 78
    assert "\x1b" not in text
    assert text.splitlines() == text.removesuffix("\n").split("\n")


@pytest.mark.parametrize("name", HOSTILE)
def test_markdown_shows_hostile_names_as_they_are(name: str) -> None:
    """No tag, link, image, emphasis or table cell comes out of a name."""
    treaty = replace(BUDAPEST, name=name)
    told = report(
        entry(name=name, summary=f"{name} signed."),
        starts(2, "2026-05-01", name=name),
        treaties=(replace(BUDAPEST_STATUS, treaty=treaty),),
    )
    page = BeautifulSoup(MarkdownIt().enable("table").render(render(told, Format.MARKDOWN)), "lxml")

    assert not page.select("img, script, em, code")
    assert_official(page)
    assert {len(row.select("td, th")) for row in page.select("tr")} == {5}
    assert f"{name} signed." in flat(page.get_text())


@pytest.mark.parametrize("name", HOSTILE)
def test_html_shows_hostile_names_as_they_are(name: str) -> None:
    """Escaped everywhere: title, headings, tables, sentences, foot."""
    treaty = replace(BUDAPEST, name=name)
    status = replace(BUDAPEST_STATUS, treaty=treaty, title=name, source=name)
    told = report(
        entry(name=name, summary=f"{name} signed.", source=name),
        starts(2, "2026-05-01", name=name),
        entry(3, treaty=name),
        treaties=(status,),
        version=name,
    )

    made = render(told, Format.HTML)

    page = BeautifulSoup(made, "lxml")
    assert not page.select("img, script")
    assert_official(page)
    assert page.title is not None
    assert page.title.string == "What changed: All changes on record"
    assert f"{name} signed." in page.get_text()


def test_html_asks_for_nothing() -> None:
    """One file: nothing is loaded, no script, and a policy that forbids both; the style sheet fits its hash."""
    made = render(report(entry(1), starts(2, "2026-05-01")), Format.HTML)
    page = BeautifulSoup(made, "lxml")
    policy = page.select_one("meta[http-equiv='Content-Security-Policy']")

    assert "http:" not in made
    assert made.count("https:") == len(page.select("a")) == 4, "only the ways out"
    assert_official(page)
    assert not re.search(r"url\(|@import|<script|\son\w+=|style=", made)
    assert {link["href"] for link in page.select("link")} == {"data:,"}
    assert policy is not None
    assert str(policy["content"]).startswith("default-src 'none'; style-src 'sha256-")
    assert page.html is not None
    assert page.html["lang"] == "en"


def test_html_tells_corrections_apart_in_words_too() -> None:
    """Not by colour alone (WCAG 1.4.1), and with no reason claimed."""
    told = report(
        entry(1, nature=Nature.CORRECTION, kind=ChangeKind.CORRECTED),
        entry(2, nature=Nature.CORRECTION, kind=ChangeKind.SIGNED),
        entry(3, nature=Nature.RETRACTION, kind=ChangeKind.RETRACTED),
        entry(4, nature=Nature.EDITORIAL, kind=ChangeKind.CORRECTED),
    )
    page = BeautifulSoup(render(told, Format.HTML), "lxml")

    labels = {str(item["id"]): item.select_one(".label").get_text() for item in page.select(".entry")}  # type: ignore[union-attr]

    assert labels == {
        "change-1": "Correction",
        "change-2": "Shown again",
        "change-3": "No longer shown",
        "change-4": "Bundled list",
    }
    assert "It gives no reason, and nothing here says that an act was undone." in flat(page.get_text())


def test_json_is_a_list_of_change_objects() -> None:
    """The keys of docs/json.md, in their order, nothing more."""
    [found] = json.loads(render(report(entry(1, previous_snapshot=None)), Format.JSON))

    assert list(found.items()) == [
        ("id", 1),
        ("detected_at", "2026-02-06T04:12:00.000Z"),
        ("treaty", "ets-185"),
        ("participant", "VUT"),
        ("name", "Vanuatu"),
        ("kind", "acceded"),
        ("nature", "event"),
        ("field", "consent_on"),
        ("before", None),
        ("after", "2026-01-15"),
        ("effective_on", "2026-01-15"),
        ("source", "coe-service"),
        ("snapshot", 7),
        ("previous_snapshot", None),
        ("summary", "Vanuatu acceded to the Budapest Convention."),
        ("history_head", None),
    ]


def test_an_empty_report_is_an_empty_list() -> None:
    """Programs get the same shape whether or not anything changed."""
    assert json.loads(render(report(), Format.JSON)) == []
    assert render(report(), Format.CSV).count("\n") == 1


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_cells_are_never_formulas(start: str) -> None:
    """A spreadsheet shows what a page printed and computes nothing from it."""
    formula = f"{start}HYPERLINK(1)"
    [row] = csv.DictReader(io.StringIO(render(report(entry(name=formula)), Format.CSV), newline=""))

    assert row["name"] == f"'{formula}"
    assert list(row) == list(change_object(entry().change))
    assert (row["id"], row["before"]) == ("1", "")


@pytest.mark.parametrize("form", list(Format))
def test_a_report_is_the_same_each_time(form: Format) -> None:
    """Pure: the same values give the same bytes, ending in one line break."""
    told = report(entry(1), starts(2, "2026-05-01"))

    assert render(told, form) == render(told, form)
    assert render(told, form).endswith("\n")
