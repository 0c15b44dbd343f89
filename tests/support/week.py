"""The fifth consent to CETS 224 and what follows, on a clock of our own: charts, days, and what is asked on each.

live(w, "2026-06-16", FOUR | {"Finland": "2026-06-15"})   the service is read morning and evening, messages are sent
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from channels import channel, deliver_to
from world import SECOND_PROTOCOL, World, row, world

from db.knowledge import Knowledge
from jobs.context import begin
from jobs.notify.disagreements import watch
from tracker.answers.between import between
from tracker.answers.calendar import calendar_items, gather
from tracker.answers.figures import figures
from tracker.answers.to_json import to_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

#: Consents to ETS 185 and their printed entries into force.
PARENT = {
    "Costa Rica": ("2017-09-22", "2018-01-01"),
    "Finland": ("2007-05-24", "2007-09-01"),
    "France": ("2006-01-10", "2006-05-01"),
    "Hungary": ("2003-12-04", "2004-07-01"),
    "Italy": ("2008-06-05", "2008-10-01"),
    "Japan": ("2012-07-03", "2012-11-01"),
    "Serbia": ("2009-04-14", "2009-08-01"),
    "Spain": ("2010-06-03", "2010-10-01"),
}
FOUR = {"Serbia": "2023-02-09", "Japan": "2023-08-10", "Hungary": "2026-02-05", "Costa Rica": "2026-04-15"}
_NON_MEMBERS = ("Costa Rica", "Japan")


@contextmanager
def week(folder: Path) -> Iterator[World]:
    """A world that has read four consents to the Protocol, with a channel `mail` that takes alerts too."""
    with world(folder, more=SECOND_PROTOCOL + channel("mail"), confirm_after="12h") as w:
        show_parent(w, PARENT)
        live(w, "2026-06-15", FOUR)
        yield w


def _row(name: str, **values: str | None) -> Any:
    return row(name, "non_member" if name in _NON_MEMBERS else "member", **values)


def show_parent(w: World, parent: Mapping[str, tuple[str | None, str | None]]) -> None:
    """The chart of ETS 185: consents and entries into force."""
    w.show(*(_row(name, consent=c, in_force=f, signed="2001-11-23") for name, (c, f) in parent.items()))


def live(
    w: World,
    day: str,
    consents: Mapping[str, str],
    printed: Mapping[str, str] | None = None,
    parent: Mapping[str, tuple[str | None, str | None]] | None = None,
) -> None:
    """A day: the Protocol's chart shows these consents and entries into force, morning and evening; that of the parent,
    if it is given, consents and entries too."""
    rows = (
        _row(name, signed="2022-05-12", consent=consents.get(name), in_force=(printed or {}).get(name))
        for name in PARENT
    )
    w.show(*rows, number="224")
    if parent:
        show_parent(w, parent)
    w.now = datetime.fromisoformat(f"{day}T07:00").replace(tzinfo=UTC)
    for hours in (0, 13):
        w.wait(hours=hours)
        w.check_all()
        with w.store() as store:
            watch(begin(store, w.config, w.now))
        deliver_to(w, "mail")


def two(w: World, a: str, b: str, day: str | None = None) -> dict[str, Any]:
    """What `tracker between` answers on the Protocol."""
    on = date.fromisoformat(day) if day else None
    with w.store() as store:
        [found] = to_json(between(Knowledge(store), a, b, now=w.now, treaties=["cets-224"], day=on))
    return dict(found)


def counts(w: World, day: str | None = None) -> dict[str, Any]:
    """What `tracker figures` answers on the Protocol."""
    on = date.fromisoformat(day) if day else None
    with w.store() as store:
        found = to_json(figures(Knowledge(store), now=w.now, treaties=["cets-224"], day=on))
    return dict(found["treaties"]["cets-224"])


def dates(w: World) -> dict[str | None, tuple[str, bool]]:
    """The entries into force that `tracker calendar` lists: participant → day, and whether a source prints it."""
    with w.store() as store:
        found = to_json(calendar_items(gather(Knowledge(store), treaties=["cets-224"]), now=w.now))
    entries = ("treaty_entry", "printed_entry", "expected_entry")
    return {item["participant"]: (item["day"], item["printed"]) for item in found if item["kind"] in entries}
