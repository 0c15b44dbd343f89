"""Looking across: `reconcile` and `treaty add`."""

from __future__ import annotations

import click

from tracker.cli.kit.messages import note, print_json, print_table
from tracker.cli.kit.options import Globals, TrackerCommand, treaty_option

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
    from tracker.answers.reconciliation import finding_object
    from tracker.answers.reconciliation import reconcile as compare
    from tracker.wording.findings import summary

    with settings.knowledge() as view:
        findings = compare(view, now=utc_now(), treaties=treaties)
    shown = [finding_object(one) for one in findings if everything or not one.status.agreed]
    if settings.json:
        print_json(shown)
    else:
        for one in shown:
            one["values"] = "; ".join(f"{v['source']}: {_or_none(v['value'])}" for v in one["values"])
        print_table(_COLUMNS, [[one[column] for column in _COLUMNS] for one in shown], wide=("values", "explanation"))
    note(summary(findings))


def _or_none(value: object) -> object:
    return "none" if value is None else value
