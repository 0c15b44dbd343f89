"""`tracker route`: may one Party turn to another under an article?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli.kit.messages import note, print_json, say
from tracker.cli.kit.options import PARTICIPANT, Globals, TrackerCommand, as_of, known_at, treaty_option
from tracker.law.articles import DataClass
from tracker.wording.terminal import answers as words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from tracker.answers.route import Route


@click.command(cls=TrackerCommand)
@click.argument("asker", type=PARTICIPANT, metavar="ASKER")
@click.argument("asked", type=PARTICIPANT, metavar="ASKED")
@click.option("--article", metavar="N", help="Only this article; without it, one line for each that is known.")
@treaty_option
@click.option("--data", type=click.Choice([str(one) for one in DataClass]), help="The kind of data asked for.")
@click.option("--in", "in_", metavar="TERRITORY", help="The territory of ASKED in which its provider is.")
@click.option("--by", metavar="TERRITORY", help="The territory of ASKER whose authority asks.")
@as_of
@known_at
@click.pass_obj
def route(
    settings: Globals,
    /,
    *,
    asker: str,
    asked: str,
    article: str | None,
    treaties: tuple[str, ...],
    data: str | None,
    in_: str | None,
    by: str | None,
    as_of: date | None,
    known_at: datetime | None,
) -> None:
    """May ASKER turn to ASKED under an article, by the record?

    The answer is open, open on conditions, closed, or not known: the worst of its tests, which are all shown. The day
    is that of the request, not of the offence. It says whether the way is open, not whether a request is lawful. A
    territory may stand for its State.

    \b
    tracker route Serbia Japan --article 7
    tracker route USA Austria --article 29 --as-of 2026-04-25
    tracker route Japan Netherlands --article 29 --in Curaçao
    tracker route Hungary Serbia
    """
    with settings.questions() as t:
        found = t.route(
            asker,
            asked,
            article=article,
            treaties=treaties,
            data=data,
            in_=in_,
            by=by,
            as_of=as_of,
            known_at=known_at,
        )
    if settings.json:
        print_json(found)
    elif article:
        for one in found:
            _print_whole(one)
    else:
        _print_lines(found)


def _print_lines(found: Iterable[Route]) -> None:
    for one in found:
        say(f"{one.treaty} {one.article:>2}  {one.answer.replace('_', ' '):<18}  {one.title}")
    note(words.ONE_ARTICLE)


def _print_whole(one: Route) -> None:
    say(one.words)
    say(f"  {one.title} ({one.way})")
    for test in one.tests:
        say(f"  {words.result_line(test.test, test.result, test.words)}")
    if one.then:
        say(f"  {words.if_nowhere(one.then)}")
    say(f"  {words.not_decided(one.not_decided)}")
    if one.review:
        note(one.review)
    note(one.limits)
