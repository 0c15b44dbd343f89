"""A plug-in of Datasette: the table of evidence leads to the bytes, and no text turns the direction of writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datasette import hookimpl  # type: ignore[import-untyped]  # it has no py.typed
from markupsafe import Markup

from tracker.models.outward import seen

if TYPE_CHECKING:
    import sqlite3


@hookimpl  # type: ignore[untyped-decorator]  # the same
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Drop characters that cannot be seen, as the site does."""
    conn.text_factory = lambda text: seen(str(text, "utf-8", "replace"))


@hookimpl  # type: ignore[untyped-decorator]  # the same
def render_cell(value: object, column: str, table: str | None) -> Markup | None:
    """The id of evidence as a link."""
    if table != "evidence" or column != "id" or not isinstance(value, int):
        return None
    return Markup(f'<a href="/evidence/{value}">{value}</a>')  # noqa: S704 - a number
