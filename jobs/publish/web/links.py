"""A plug-in of Datasette: the table of evidence leads to the bytes."""

from __future__ import annotations

from datasette import hookimpl  # type: ignore[import-untyped]  # it has no py.typed
from markupsafe import Markup


@hookimpl  # type: ignore[untyped-decorator]  # the same
def render_cell(value: object, column: str, table: str | None) -> Markup | None:
    """The id of evidence as a link."""
    if table != "evidence" or column != "id" or not isinstance(value, int):
        return None
    return Markup(f'<a href="/evidence/{value}">{value}</a>')  # noqa: S704 - a number
