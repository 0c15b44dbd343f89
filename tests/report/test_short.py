"""The short form of a report: whole lines as far as they fit, and the addresses whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tracker.models import Change, ChangeKind, Field, Nature, Treaty
from tracker.models.addresses import SiteAddress
from tracker.models.reports import Entry, Report, TreatyStatus
from tracker.report.short import LONGEST, first_lines, short_form

CHART = "https://www.coe.int/en/web/conventions/full-list?module=signatures-by-treaty&treatynum=185"
SITE = SiteAddress("https://treaties.example.org/")
READ = datetime(2026, 2, 6, 4, 12, tzinfo=UTC)


def entry(number: int, participant: str, name: str, summary: str) -> Entry:
    return Entry(
        change=Change(
            id=number,
            detected_at=READ,
            treaty="ets-185",
            participant=participant,
            name=name,
            kind=ChangeKind.ACCEDED,
            nature=Nature.EVENT,
            field=Field.CONSENT_ON,
            before=None,
            after="2026-01-15",
            effective_on=date(2026, 1, 15),
            source="coe-service",
            snapshot=7,
            previous_snapshot=6,
            summary=summary,
            rule="",
        )
    )


def report(*entries: Entry) -> Report:
    treaty = Treaty(id="ets-185", number="185", name="Budapest Convention")
    return Report(
        generated_at=READ,
        version="0",
        treaties=(TreatyStatus(treaty=treaty),),
        entries=entries,
        one_read=True,
        headline="h",
        site=SITE,
    )


@pytest.mark.parametrize("count", [1, 2, 3, 40, 90])
@pytest.mark.parametrize("length", [1, 400, 5000])
def test_it_never_exceeds_its_length_and_keeps_the_way_out(count: int, length: int) -> None:
    told = report(
        *(entry(n, f"A{n:02}", f"State {n} {'x' * (length // 50)}", "word " * length) for n in range(1, count + 1))
    )
    made = short_form(told)

    assert len(made) <= LONGEST
    assert CHART in made.splitlines()[-4]
    assert "https://treaties.example.org/treaty/ets-185.html" in made
    assert not any(line.endswith(" ") for line in made.splitlines())


def test_one_participant_with_many_changes_is_linked_by_its_dossier() -> None:
    told = report(*(entry(n, "VUT", "Vanuatu", f"Statement {n}.") for n in range(1, 31)))
    made = short_form(told)
    assert "participant/VUT.html" in made
    assert "#change-" not in made
    assert len(made) <= LONGEST
    assert "changes no. 1, 2" in short_form(replace(told, site=None)).lower()


def test_the_first_lines_of_a_text() -> None:
    assert first_lines("a\nb") == "a\nb"
    assert first_lines("word " * 1000).endswith("word…")
    assert len(first_lines("x" * 5000)) <= LONGEST
