"""A report as one HTML file that can be forwarded: no script, no request, nothing outside itself. Pure."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tracker.language import _, spoken
from tracker.models.outward import seen
from tracker.report.layout import outline
from tracker.wording import reports as words
from tracker.wording.words import clauses, full_stop

if TYPE_CHECKING:
    from tracker.models.reports import Report


def to_html(report: Report) -> str:
    """The report for a mail, a browser or a printer."""
    templates = Environment(
        loader=PackageLoader("tracker.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = templates.get_template("report.css").render()
    page = templates.get_template("report.html").render(
        report=outline(report),
        words=words,
        clauses=clauses,
        full_stop=full_stop,
        language=spoken(),
        _=_,
        style=Markup(style),  # noqa: S704 - our own file, holding nothing of the report's
        policy=_policy(style),
    )
    return seen(page) + "\n"


def _policy(style: str) -> str:
    """Nothing may load or run; the one style sheet is known by its hash."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    allowed = f"style-src 'sha256-{digest}'; img-src data:"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"
