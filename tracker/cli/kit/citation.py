"""`--cite`: how to cite an answer, in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tracker.cli.kit.messages import print_json, print_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.store import Store
    from tracker.cli.kit.options import Globals

cite_option = click.option(
    "--cite", type=click.Choice(["text", "bibtex"]), help="Print how to cite the answer, in its place."
)


def print_citation(settings: Globals, store: Store, form: str, question: Callable[[str], str], **about: Any) -> None:
    """The citation of an answer; `about` says which, as `jobs.citing` takes it."""
    from tracker.answers.citation import citation_of

    text = citation_of(store, question, form, **about)
    if settings.json:
        print_json({"citation": text})
    else:
        print_text(text)
