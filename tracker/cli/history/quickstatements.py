"""`tracker export quickstatements`: acts for Wikidata."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.cli.kit.messages import note, print_text
from tracker.cli.kit.output import sink

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from jobs.publish.tables import Wanted
    from tracker.cli.kit.options import Globals


def write_quickstatements(settings: Globals, wanted: Wanted, given: Sequence[str], output: Path | None) -> None:
    """Write a line for each act that can be stated; say on stderr what is left out. Raises UsageError."""
    from jobs.clock import utc_now
    from jobs.publish.quickstatements import quickstatements
    from tracker.export.quickstatements import Reason
    from tracker.wording.datasets import wikidata as words

    items = _items(given)
    with settings.store() as store:
        found = quickstatements(store, wanted, items, now=utc_now())
    text = "".join(f"{line}\n" for line in found.lines)
    if output is None:
        if text:
            print_text(text)
    else:
        with sink(output) as file:
            file.write(text.encode())
    for reason, acts in found.left_out.items():
        of = "treaty" if reason in (Reason.NO_TREATY, Reason.NO_PAGE) else "participant"
        note(words.left_out(reason, len(acts), sorted({act.row[of] for act in acts})))
    note(words.NOT_CHECKED)


def _items(given: Sequence[str]) -> dict[str, str]:
    from tracker.errors import UsageError
    from tracker.export.quickstatements import is_item
    from tracker.wording.datasets.wikidata import ITEM_EXPECTED

    found = {}
    for text in given:
        treaty, _, item = text.partition("=")
        if not is_item(item):
            raise UsageError(ITEM_EXPECTED.format(given=text))
        found[treaty] = item
    return found
