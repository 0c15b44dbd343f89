"""Official titles at first mention, the common name after them: reports, pages, citations."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tracker.models import Treaty
from tracker.models.reports import Report, TreatyStatus
from tracker.report.render import Format, render
from tracker.wording.citations import FORMS, Citation, Cited, cite
from tracker.wording.words import first_mention, official_title

BUDAPEST = Treaty(id="ets-185", number="185", name="Budapest Convention")
SECOND = Treaty(id="cets-224", number="224", name="Second Additional Protocol")
UN = Treaty(id="untc-xviii-16", number="XVIII-16", name="UN Convention against Cybercrime")
OTHER = Treaty(id="cets-225", number="225", name="Framework Convention on Artificial Intelligence")


@pytest.mark.parametrize(
    ("treaty", "printed", "said"),
    [
        (BUDAPEST, None, "Convention on Cybercrime (ETS No. 185), Budapest Convention"),
        (
            SECOND,
            None,
            (
                "Second Additional Protocol to the Convention on Cybercrime on enhanced co-operation and disclosure of"
                " electronic evidence (CETS No. 224)"
            ),
        ),
        (OTHER, None, "Framework Convention on Artificial Intelligence (CETS No. 225)"),
        (
            OTHER,
            "Council of Europe Framework Convention on Artificial Intelligence (CETS No. 225) (*)",
            (
                "Council of Europe Framework Convention on Artificial Intelligence (CETS No. 225),"
                " Framework Convention on Artificial Intelligence"
            ),
        ),
    ],
)
def test_first_mention(treaty: Treaty, printed: str | None, said: str) -> None:
    assert first_mention(treaty, printed) == said


def test_a_treaty_of_the_united_nations_is_found_by_its_chapter() -> None:
    assert official_title(UN).startswith("United Nations Convention against Cybercrime; Strengthening")
    assert official_title(UN).endswith("of Serious Crimes (Chapter XVIII.16)")


@pytest.mark.parametrize("form", [Format.TEXT, Format.MARKDOWN, Format.HTML])
def test_a_report_names_its_treaties_officially_first(form: Format) -> None:
    """Also after a live read, which has no title."""
    made = Report(
        generated_at=datetime(2026, 6, 15, tzinfo=UTC),
        version="0",
        treaties=tuple(TreatyStatus(treaty=treaty) for treaty in (BUDAPEST, SECOND)),
        entries=(),
    )
    said = " ".join(render(made, form).split())

    assert said.index("Convention on Cybercrime (ETS No. 185), Budapest Convention") < said.index("No change")


@pytest.mark.parametrize("form", FORMS)
def test_a_citation_names_the_treaty_officially(form: str) -> None:
    cited = Cited(treaty=BUDAPEST, source="coe-service", status_as_of=None, read_on=None, sha256=None)
    said = cite(Citation(question="q", as_of=None, known_at=None, rests_on=[cited], accessed_on=None), form)

    assert "Convention on Cybercrime (ETS No. 185), Budapest Convention: status" in said
