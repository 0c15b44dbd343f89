"""The kind `coe-chart`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tracker.language import N_
from tracker.models import Media
from tracker.sources.kind import PageKind

if TYPE_CHECKING:
    from tracker.models import PrintedChart


class CoeChart(PageKind, frozen=True, kw_only=True):
    """The Treaty Office's chart of signatures and ratifications as a page."""

    name: ClassVar[str] = "coe-chart"
    label: ClassVar[str] = N_("the Treaty Office's chart")
    publisher: ClassVar[str] = N_("the Treaty Office")
    short_label: ClassVar[str] = N_("the chart")
    media: ClassVar[Media] = Media.HTML
    usual_names: ClassVar[bool] = True
    stamped: ClassVar[bool] = True
    fills_history: ClassVar[bool] = True

    @staticmethod
    def parse(body: bytes, charset: str | None, number: str | None) -> PrintedChart:  # noqa: ARG004 - the page names it
        """The chart as printed."""
        from tracker.sources.coe import chart

        return chart.parse(body, charset)
