"""The page that answers as `tracker between` does: its data, from which its script only looks up and joins. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.law import expected_by
from tracker.law.relations import relation_on
from tracker.site.intervals import label, sides, turning_days
from tracker.site.maps import invited_known
from tracker.site.pages import Page, statuses_of
from tracker.site.reasons import reasons
from tracker.site.treaty_pages import people
from tracker.wording.pages import BETWEEN
from tracker.wording.relations import PARTIES_IS_NOT_ALL, why_not_itself
from tracker.wording.words import dated_in_words, number_label, one_line, with_article

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tracker.site.intervals import Day
    from tracker.site.model import Object, Site, TreatyContent

#: Of a statement, what the answer needs beside a link to its text.
_HEAD = ("id", "participant", "kind", "article", "deposited_on", "effective_on", "withdrawn_on")


def between(site: Site) -> Page:
    """The page itself."""
    days = [status["status_as_of"] for status in statuses_of(site) if status["status_as_of"]]
    found, data = people(site), data_of(site)
    return Page(
        path="between.html",
        title=BETWEEN,
        template="between.html",
        context={"people": found, "status_as_of": max(days, default=""), "note": PARTIES_IS_NOT_ALL, "data": data},
        twin=data,
    )


def data_of(site: Site) -> Object:
    """Names (`inside`: as a sentence has them), and of each treaty what holds from which day on: see `_of_treaty`."""
    names = {participant: one_line(name) for participant, name in people(site)}
    return {
        "names": names,
        "inside": {key: inside for key, name in names.items() if (inside := with_article(name)) != name},
        "treaties": {treaty.status.treaty.id: _of_treaty(treaty, names) for treaty in site.treaties},
        "unread": [one_line(name) for name in site.unread],
    }


def _of_treaty(treaty: TreatyContent, names: Mapping[str, str]) -> Object:
    """`itself`: [day, in force (null: not known), why not]; `sides`: participant → [[day, standing, bound, since,
    suspended since, expected on], …]; `reasons`: participant → [[day, why it was not bound], …]. A day is as in
    `tracker.site.spans`."""
    own, chart, status = treaty.status.treaty, treaty.chart, treaty.status.status_as_of
    return {
        "name": one_line(own.name),
        "number": number_label(own),
        "status_as_of": status.isoformat() if status else None,
        "itself": list(_itself(treaty)),
        "sides": sides(chart, status, own),
        "reasons": reasons(names, chart, own, status, invited_known=invited_known(treaty)),
        "statements": [_head(one) for one in treaty.statements],
        "statements_read": treaty.statements_read,
    }


def _itself(treaty: TreatyContent) -> Iterator[tuple[Day, bool | None, str]]:
    own, status = treaty.status.treaty, treaty.status.status_as_of
    chart = replace(treaty.chart, status_as_of=status)
    expected = expected_by(chart, own, status).get(None) if status else None
    turns = {day for day in (chart.in_force_on, expected) if day}
    if expected and status:
        turns.add(max(expected, status + timedelta(days=1)))
    before = None
    for day in turning_days(turns, status):
        relation = relation_on(None, None, chart, day, own)
        said = (relation.treaty_in_force, dated_in_words(why_not_itself(relation, own)))
        if said != before:
            yield label(day, turns, status), *said
        before = said


def _head(statement: Object) -> Object:
    territories = [{"name": one["name"], "reach": one["reach"]} for one in statement["territories"]]
    return {**{key: statement[key] for key in _HEAD}, "territories": territories}
