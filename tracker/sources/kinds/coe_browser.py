"""The kind `coe-browser`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tracker.language import N_
from tracker.models import Media
from tracker.sources.kind import PageKind

if TYPE_CHECKING:
    from tracker.models import PrintedChart


class CoeBrowser(PageKind, frozen=True, kw_only=True):
    """The Treaty Office's chart as people see it: drawn by a browser, read like any chart (docs/sources.md#browser)."""

    name: ClassVar[str] = "coe-browser"
    label: ClassVar[str] = N_("the Treaty Office's chart in a browser")
    short_label: ClassVar[str] = N_("the chart in a browser")
    media: ClassVar[Media] = Media.HTML
    usual_names: ClassVar[bool] = True
    stamped: ClassVar[bool] = True
    drawn: ClassVar[bool] = True

    @staticmethod
    def parse(body: bytes, charset: str | None, number: str | None) -> PrintedChart:  # noqa: ARG004 - the page names it
        """The chart as printed."""
        from tracker.sources.coe import chart

        return chart.parse(body, charset)

    @staticmethod
    def misses(body: bytes) -> str | None:
        """The totals at the foot, and as many rows with dates as they count."""
        from tracker.sources.coe import chart

        return chart.misses(body)
