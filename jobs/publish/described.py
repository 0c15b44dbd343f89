"""`datapackage.json` beside the tables of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobs.publish.tables import sources_of
from tracker.export.datapackage import About, datapackage
from tracker.export.tables import PARTY_COLUMNS, TERRITORY_COLUMNS, notes

if TYPE_CHECKING:
    from tracker.answers.view import View
    from tracker.site.model import Site


def described(view: View, site: Site) -> bytes:
    """What the tables of the site are, for programs."""
    about = About(
        head=site.history_head,
        licence=site.licence,
        sources=sources_of(view),
        notes=notes((treaty.id for treaty in view.treaties()), provenances=site.provenances),
        homepage=site.address.base if site.address else None,
    )
    return datapackage(about, {"data.csv": PARTY_COLUMNS, "territories.csv": TERRITORY_COLUMNS}, ["changes.json"])
