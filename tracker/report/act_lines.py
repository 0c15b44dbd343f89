"""Acts by their own dates → what readers meet: grouped by treaty and year. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language import _
from tracker.models import Nature
from tracker.report.amendment import Redline
from tracker.report.change_lines import Block, Line, Part, Sentence, years_of
from tracker.report.links import Link, of_evidence, of_treaty
from tracker.wording import reports as words
from tracker.wording.sources import evidence_fact
from tracker.wording.terms import change_label
from tracker.wording.words import called, day_in_words, number_label, one_line, treaty_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.models.addresses import SiteAddress
    from tracker.models.reports import ToldAct, TreatyStatus


def parts_of_acts(
    acts: Sequence[ToldAct], statuses: dict[str, TreatyStatus], site: SiteAddress | None
) -> tuple[Part, ...]:
    """The acts grouped by treaty and year, the oldest first; a treaty without any has no part."""
    numbered = list(enumerate(acts, 1))
    return tuple(
        Part(
            heading=treaty_title(status.treaty),
            number=number_label(status.treaty),
            anchor=f"t{place}",
            blocks=(
                Block(
                    heading=_(words.ACTS),
                    note="",
                    anchor=f"t{place}-acts",
                    years=years_of([(act.on, _line(number, act, site)) for number, act in mine], f"t{place}-acts"),
                    count=len(mine),
                ),
            ),
            count=len(mine),
            facts=(),
            links=of_treaty(status.treaty, (), site),
        )
        for place, (id_, status) in enumerate(statuses.items(), 1)
        if (mine := [(number, act) for number, act in numbered if act.treaty == id_])
    )


def _line(number: int, act: ToldAct, site: SiteAddress | None) -> Line:
    return Line(
        id=number,
        label=change_label(act.kind, Nature.EVENT),
        day=day_in_words(act.on),
        observed=False,
        who=called(act.name or ""),
        told=(Sentence(one_line(act.sentence), Redline()),),
        nature=Nature.EVENT.value,
        effect="",
        numbers="",
        facts=tuple(filter(None, (act.basis, evidence_fact(act.evidence) if act.evidence else ""))),
        links=tuple(_links(act, site)),
    )


def _links(act: ToldAct, site: SiteAddress | None) -> Iterator[Link]:
    if site is None:
        return
    if act.change:
        yield Link(words.change_page(act.change), site.change(act.change))
    if act.participant:
        yield Link(words.dossier(act.name or act.participant), site.dossier(act.participant))
    if beside := of_evidence(act.evidence, site):
        yield beside
