"""`--cite`: print a citation instead of the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli.kit.messages import print_json, print_text, remember_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime

    from tracker.answers.view import View
    from tracker.cli.kit.options import Globals

cite_option = click.option(
    "--cite", type=click.Choice(["text", "bibtex"]), help="Print a citation instead of the answer."
)


def print_citation(
    settings: Globals,
    view: View,
    form: str,
    question: Callable[[str], str],
    *,
    now: datetime,
    treaties: Iterable[str] = (),
    day: date | None,
) -> None:
    """Print the citation of an answer. `about` are the arguments of the question, for `citation_of`."""
    from tracker.answers.citation import citation_of

    text = citation_of(view, question, form, now=now, treaties=treaties, day=day)
    if settings.json:
        print_json({"citation": text})
    else:
        print_text(text)
        remember_names(text)
