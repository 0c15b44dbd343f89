"""`--cite`: print a citation instead of the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli.kit.messages import print_json, print_text, remember_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime

    from tracker.api import Tracker
    from tracker.cli.kit.options import Globals

cite_option = click.option(
    "--cite", type=click.Choice(["text", "bibtex"]), help="Print a citation instead of the answer."
)


def print_citation(
    settings: Globals,
    t: Tracker,
    form: str,
    title: Callable[[str], str],
    treaties: Iterable[str] = (),
    *,
    as_of: date | None,
    known_at: datetime | None,
) -> None:
    """Print the citation of an answer. `title` makes its title from the treaties' names."""
    text = t.citation(form, title, treaties, as_of=as_of, known_at=known_at)
    if settings.json:
        print_json({"citation": text})
    else:
        print_text(text)
        remember_names(text)
