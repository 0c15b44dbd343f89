"""`tracker calendar`: future dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli.kit.age import say_ages
from tracker.cli.kit.messages import note, print_json, print_table
from tracker.cli.kit.options import Globals, TrackerCommand, treaty_option
from tracker.cli.kit.output import is_file, output_option, sink
from tracker.wording.terminal import answers as words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tracker.answers.calendar import CalendarItem
    from tracker.answers.standing import KnowledgeAge


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
    if output is None:
        _show(settings, treaties, everything=everything)
    else:
        _write(settings, treaties, output, everything=everything)


def _write(settings: Globals, treaties: tuple[str, ...], output: Path, *, everything: bool) -> None:
    with settings.questions() as t:
        content = t.calendar_file(treaties, everything=everything)
        missing = t.unread(treaties)
    with sink(output) as file:
        file.write(content)
    if is_file(output):
        dates = content.count(b"BEGIN:VEVENT")
        if settings.json:
            print_json({"file": str(output), "dates": dates})
            return
        note(words.DATES_WRITTEN.format(dates=dates, file=output))
    _say_unread(missing)


def _show(settings: Globals, treaties: tuple[str, ...], *, everything: bool) -> None:
    with settings.questions() as t:
        items = t.calendar(treaties, everything=everything)
        ages, missing = t.calendar_ages(treaties), t.unread(treaties)
    if settings.json:
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
    elif ages:
        note(words.NO_DATE_AHEAD)
    _say_of_what([one.item for one in items])
    say_ages(ages)
    _say_unread(missing)


def how_known(item: CalendarItem, age: KnowledgeAge) -> str:
    """How the date of an item is known. A date that has passed without being printed is still expected
    (docs/sources.md#law)."""
    if not item.awaited:
        return item.how
    return words.awaited(item.how, item.when, age.status_as_of, age.not_known_after)


def _say_of_what(items: Iterable[CalendarItem]) -> None:
    """Print the items without a date, and the meaning of the words used."""
    for item in items:
        if item.day is None:
            note(f"{item.treaty}: {item.basis}")
    meanings = {item.how: item.caveat for item in items if item.day and item.caveat}
    for how, caveat in meanings.items():
        note(f"{how}: {caveat}")


def _say_unread(treaties: Iterable[str]) -> None:
    from tracker.wording.notices import nothing_read

    for key in treaties:
        note(f"{key}: {nothing_read(None)}")
