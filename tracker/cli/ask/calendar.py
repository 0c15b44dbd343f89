"""`tracker calendar`: future dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli.kit.age import age_line
from tracker.cli.kit.messages import note, print_json, print_table
from tracker.cli.kit.options import Globals, TrackerCommand, treaty_option
from tracker.cli.kit.output import is_file, output_option, sink

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from tracker.answers.calendar import CalendarItem, Gathered
    from tracker.answers.standing import KnowledgeAge
    from tracker.answers.view import View


@click.command(cls=TrackerCommand)
@treaty_option
@click.option("--all", "everything", is_flag=True, help="Include all past dates.")
@output_option("the .ics")
@click.pass_obj
def calendar(settings: Globals, treaties: tuple[str, ...], everything: bool, output: Path | None) -> None:
    """Future dates, printed and expected: a table, or a file for calendar programs.

    Prints a table, or writes an .ics file with -o; --json prints a list. The file also contains the last year.
    "expected" dates are computed from the rules of the treaty. They remain until a source prints a date, even after the
    day has passed.

    \b
    tracker calendar
    tracker calendar --treaty cets-224 -o second-protocol.ics
    """
    with settings.knowledge() as view:
        if output is None:
            _show(view, treaties, everything=everything, json=settings.json)
            return
        _write(view, treaties, output, everything=everything, json=settings.json)


def _write(view: View, treaties: tuple[str, ...], output: Path | None, *, everything: bool, json: bool) -> None:
    from jobs.publish.calendar import calendar_file
    from tracker.answers.calendar import gather

    content = calendar_file(view, treaties=treaties, everything=everything)
    with sink(output) as file:
        file.write(content)
    if is_file(output):
        dates = content.count(b"BEGIN:VEVENT")
        if json:
            print_json({"file": str(output), "dates": dates})
            return
        note(f"{dates} dates written to {output}: open it in a calendar program, or publish it for subscribers")
    _say_unread(view, treaties, gather(view, treaties=treaties))


def _show(view: View, treaties: tuple[str, ...], *, everything: bool, json: bool) -> None:
    from jobs.clock import utc_now
    from tracker.answers.calendar import calendar_items, gather

    now, found = utc_now(), gather(view, treaties=treaties)
    items = calendar_items(found, now=now, everything=everything)
    if json:
        print_json(items)
        return
    dated = [one for one in items if one.item.day]
    if dated:
        columns = ("date", "treaty", "participant", "what", "known", "basis")
        rows = [
            (one.item.when, one.item.treaty, one.item.name, one.item.what, how_known(one.item, one.age), one.item.basis)
            for one in dated
        ]
        print_table(columns, rows, wide=("what", "known", "basis"))
    elif found:
        note("no date ahead")
    _say_of_what([one.item for one in items])
    _say_how_old(found, now)
    _say_unread(view, treaties, found)


def how_known(item: CalendarItem, age: KnowledgeAge) -> str:
    """How the date of an item is known. A date that has passed without being printed is still expected
    (docs/sources.md#law)."""
    if not item.awaited:
        return item.how
    expected = f"{item.how} {item.when}, not printed"
    if age.not_known_after:
        return f"{expected}; not known after {age.not_known_after}"
    return f"{expected} as of {age.status_as_of}"


def _say_of_what(items: Iterable[CalendarItem]) -> None:
    """Print the items without a date, and the meaning of the words used."""
    for item in items:
        if item.day is None:
            note(f"{item.treaty}: {item.basis}")
    meanings = {item.how: item.caveat for item in items if item.day and item.caveat}
    for how, caveat in meanings.items():
        note(f"{how}: {caveat}")


def _say_how_old(found: Iterable[Gathered], now: datetime) -> None:
    from tracker.models.times import day_at

    for one in found:
        note(age_line(one.known, one.not_known_after(day_at(now, one.known.treaty.seat))))


def _say_unread(view: View, treaties: Iterable[str], found: Iterable[Gathered]) -> None:
    from tracker.answers.standing import unread
    from tracker.wording.notices import nothing_read

    for key in unread(view, treaties, (one.known.treaty.id for one in found)):
        note(f"{key}: {nothing_read(None)}")
