"""The formats of a report by name; a renderer is imported only when it is asked for. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.models.reports import Report


class Format(StrEnum):
    """What `report --format` takes."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    CSV = "csv"


def render(report: Report, form: Format) -> str:
    """The report in one format, ending in a line break."""
    if form in {Format.JSON, Format.CSV}:
        from tracker.report.data import to_csv, to_json

        return to_json(report) if form is Format.JSON else to_csv(report)
    if form is Format.HTML:
        from tracker.report.html import to_html  # jinja2 takes longer to import than a text to write

        return to_html(report)
    if form is Format.MARKDOWN:
        from tracker.report.markdown import to_markdown

        return to_markdown(report)
    from tracker.report.text import to_text

    return to_text(report)
