"""The page of acts by their own dates. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language import _
from tracker.models.addresses import CHRONOLOGY_PATH
from tracker.site.pages import Page, names_of
from tracker.wording.site import pages as words

if TYPE_CHECKING:
    from tracker.site.model import Site

_SHOWN = 1000  # what a browser still filters at once; the twin has all


def chronology(site: Site) -> Page:
    """What was done, the latest first; what has no date, a current invitation, is in the table of participants."""
    dated = [act for act in reversed(site.acts) if act.act.on]
    return Page(
        path=CHRONOLOGY_PATH,
        title=_(words.CHRONOLOGY),
        template="chronology.html",
        context={
            "names": names_of(site),
            "acts": dated[:_SHOWN],
            "all": len(dated),
            "kinds": sorted({act.act.kind.value for act in dated[:_SHOWN]}),
        },
        twin=list(site.acts),
        feed=("feeds/acts.xml", _(words.CHRONOLOGY)),
    )
