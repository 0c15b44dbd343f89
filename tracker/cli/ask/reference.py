"""`tracker reference`: note the depositary's reference to an act of a participant."""

from __future__ import annotations

import click

from tracker.cli.kit.messages import print_json, say
from tracker.cli.kit.options import TREATY, Globals, TrackerCommand


@click.command(cls=TrackerCommand)
@click.argument("treaty", type=TREATY)
@click.argument("participant")
@click.argument("field")
@click.argument("text")
@click.pass_obj
def reference(settings: Globals, treaty: str, participant: str, field: str, text: str) -> None:
    """Note the depositary's reference (a JJ number) to an act of a participant.

    FIELD is the act: signed_on, consent_on, in_force_on, denounced_on, left_on, suspended_on or invited. An empty
    TEXT removes the reference. `state` and `between` show references.

    \b
    tracker reference ets-185 Brazil consent_on JJ9407C
    """
    from jobs.clock import utc_now
    from jobs.ingest.references import note_reference
    from tracker.models import moment
    from tracker.wording.terminal.operating import reference_noted

    noted = note_reference(settings.load(), treaty, participant, field, text, now=utc_now())
    if settings.json:
        print_json(
            {
                "treaty": noted.treaty,
                "participant": noted.participant,
                "field": noted.field,
                "reference": noted.text or None,
                "noted_at": moment(noted.noted_at),
            }
        )
        return
    say(reference_noted(noted.treaty, noted.participant, noted.field, noted.text))
