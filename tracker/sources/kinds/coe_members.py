"""The kind `coe-members`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tracker.language import N_
from tracker.models import Media
from tracker.sources.kind import PageKind

if TYPE_CHECKING:
    from tracker.models import PrintedChart


class CoeMembers(PageKind, frozen=True, kw_only=True):
    """The Cybercrime Division's page of Parties and observers."""

    name: ClassVar[str] = "coe-members"
    label: ClassVar[str] = N_("the Cybercrime Division's page")
    publisher: ClassVar[str] = N_("the Cybercrime Division")
    short_label: ClassVar[str] = N_("the members' page")
    media: ClassVar[Media] = Media.HTML
    usual_names: ClassVar[bool] = True

    @staticmethod
    def parse(body: bytes, charset: str | None, number: str | None) -> PrintedChart:
        """The names as printed."""
        from tracker.sources.coe import members

        return members.parse(body, charset, number)
