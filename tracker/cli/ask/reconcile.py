"""`tracker reconcile`: where sources and figures disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli.kit.messages import note, print_json, print_table
from tracker.cli.kit.options import Globals, TrackerCommand, treaty_option
from tracker.wording.terminal.answers import values

if TYPE_CHECKING:
    from tracker.answers.reconciliation import FindingAnswer

_COLUMNS = ("treaty", "name", "field", "status", "values", "explanation")


@click.command(cls=TrackerCommand)
@treaty_option
@click.option("--all", "everything", is_flag=True, help="Include what agrees.")
@click.pass_obj
def reconcile(settings: Globals, treaties: tuple[str, ...], everything: bool) -> None:
    """Show where sources and official figures disagree.

    Compares the sources of each treaty, printed dates with the treaty's rule, protocols with their parent treaty, and
    official figures with ours. A disagreement changes no answer.

    \b
    tracker reconcile
    tracker reconcile --treaty ets-185 --all --json
    """
    from tracker.wording.findings import summary

    with settings.questions() as t:
        found = t.reconcile(treaties, everything=True)
    shown = [one for one in found if everything or not one.status.agreed]
    if settings.json:
        print_json(shown)
    else:
        print_table(_COLUMNS, [_cells(one) for one in shown], wide=("values", "explanation"))
    note(summary(one.status for one in found))


def _cells(one: FindingAnswer) -> list[object]:
    shown = values((each.source, each.value) for each in one.values)
    return [one.treaty, one.name, one.field, one.status, shown, one.explanation]
