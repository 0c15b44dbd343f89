"""Looking across: `reconcile` and `treaty add`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli.kit.messages import note, print_json, print_table
from tracker.cli.kit.options import Globals, TrackerCommand, treaty_option

if TYPE_CHECKING:
    from tracker.reconcile import Finding

_COLUMNS = ("treaty", "name", "field", "status", "values", "explanation")


@click.command(cls=TrackerCommand)
@treaty_option
@click.option("--all", "everything", is_flag=True, help="Also what agrees.")
@click.pass_obj
def reconcile(settings: Globals, treaties: tuple[str, ...], everything: bool) -> None:
    """Where sources and official figures disagree.

    Sources of one treaty side by side, printed dates against the treaty's rule, protocols against their parent,
    official figures against ours. Only what does not agree, unless --all is given; nothing is concluded from it.

    \b
    tracker reconcile
    tracker reconcile --treaty ets-185 --all --json
    """
    from jobs.clock import utc_now
    from tracker.answers.reconciliation import reconcile as compare
    from tracker.reconcile import summary

    with settings.knowledge() as view:
        findings = compare(view, now=utc_now(), treaties=treaties)
    shown = [one for one in findings if everything or not one.status.agreed]
    if settings.json:
        print_json(shown)
    else:
        print_table(_COLUMNS, [_cells(one) for one in shown], wide=("values", "explanation"))
    note(summary(findings))


def _cells(one: Finding) -> list[object]:
    values = "; ".join(f"{shown.source}: {'none' if shown.value is None else shown.value}" for shown in one.values)
    return [one.treaty, one.name, one.field, one.status, values, one.explanation]
