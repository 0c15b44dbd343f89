"""Histories that hold something of everything the log knows; for tests that carry it out again."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

from declared import AMENDED, LA_FRANCE, LA_NORVEGE, LA_TURQUIE, NORWAY, TURKIYE, declared, later
from pages import About, Fact, gen3, members_page
from states import ALBANIA, FIVE, HUNGARY, IRELAND, NIGER, NIGERIA
from world import START, but, declaration, row, world

from jobs.backfill.files import from_files
from jobs.demo.standin import Fault
from jobs.ingest.decisions import accept, reject

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from world import Row, World

CHANNEL = '\n[[notify]]\nname = "legal"\nurl = "json://127.0.0.1:9/"\ndigest = "daily"\n'


#: What holds the history, besides what a kill leaves in FTS's own tables.
_TABLES = (
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '%_search_%'"
)


def dump(database: Path) -> dict[str, list[str]]:
    """Every row of every table, ids and moments included."""
    with closing(sqlite3.connect(database)) as connection:
        names = [name for (name,) in connection.execute(_TABLES)]
        assert {"change", "snapshot", "row_version", "statement", "outbox", "log"} <= set(names)
        return {name: sorted(map(repr, connection.execute(f"SELECT * FROM {name}"))) for name in names}  # noqa: S608 - ours


def hungary_consents(w: World) -> World:
    """Hungary and Ireland have signed; an hour later Hungary's consent is told."""
    w.show(HUNGARY, IRELAND)
    w.check()
    w.wait(hours=1)
    w.show(but(HUNGARY, consent="2026-06-01"), IRELAND)
    w.check()
    return w


def acts(w: World) -> None:
    """Acts, their entry into force when it comes, a correction, a fact that vanishes, is confirmed, and is back."""
    w.show(ALBANIA, IRELAND, HUNGARY, NIGERIA, NIGER)
    w.check()
    w.wait(hours=13)
    w.show(
        ALBANIA, but(IRELAND, consent="2026-06-01", in_force="2026-10-01"), HUNGARY, but(NIGERIA, signed="2026-06-10")
    )
    w.check()  # Niger's row waits
    w.wait(hours=1)
    w.check()
    w.wait(hours=13)
    w.check()  # and is gone
    w.show(but(ALBANIA, consent="2002-06-21"), but(IRELAND, consent="2026-06-01", in_force="2026-10-01"), NIGER)
    w.wait(hours=1)
    w.check()  # Hungary and Nigeria wait
    w.wait(hours=13)
    w.check()
    w.show(
        but(ALBANIA, consent="2002-06-21"), but(IRELAND, consent="2026-06-01", in_force="2026-10-01"), HUNGARY, NIGER
    )
    w.wait(days=150)
    w.check()  # Hungary is back, Ireland is a Party
    w.check()


def denunciation(w: World) -> None:
    """Printed, seen again, in effect; then a new consent."""
    keys = {"DateDenonciation": "2026-06-01T00:00:00", "DateEffetDenonciation": "2026-09-01T00:00:00"}
    w.show(ALBANIA, IRELAND)
    w.check()
    w.wait(hours=1)
    w.show(but(ALBANIA, extra=keys), IRELAND)
    for days in (0, 1, 90):
        w.wait(days=days)
        w.check()
    w.wait(days=100)
    w.show(but(ALBANIA, consent="2026-12-01", in_force="2027-04-01"), IRELAND)
    w.check()
    w.wait(days=365)
    w.standin.fault = Fault.BROKEN
    w.check()  # failed, and still a Party again


def doubts(w: World) -> None:
    """A chart accepted by a person, one rejected and then accepted, reads that failed between them; the first
    comes back, is superseded, comes back, and is accepted."""
    w.show(*FIVE)
    w.check()
    w.wait(hours=13)
    w.show(FIVE[0])
    w.check()
    w.standin.fault = Fault.BROKEN
    w.check()
    w.standin.fault = None
    w.wait(hours=1)
    accept(w.config, 1, lambda: w.now)
    w.wait(hours=1)
    w.check()
    w.show(*FIVE)
    w.wait(hours=1)
    w.check()
    w.show(*FIVE[3:], but(FIVE[0], signed="1999-01-01"))
    w.wait(hours=1)
    w.check()  # before the treaty opened
    reject(w.config, 2, lambda: w.now)
    w.wait(hours=1)
    accept(w.config, 2, lambda: w.now)
    w.wait(days=400)  # what turned before is long ago
    for shown in (FIVE, FIVE[:1], FIVE, FIVE[:1]):
        w.show(*shown)
        w.wait(hours=1)
        w.check()
    w.wait(days=1)
    with w.store() as store:
        [waits] = store.decisions.items(only_open=True)
    accept(w.config, waits.id, lambda: w.now)


def several_sources(w: World) -> None:
    """Acts that another source told first, and the members' page that lists signatories with the invited."""
    w.show(ALBANIA, IRELAND, NIGER)
    _on_chart(w, ALBANIA, IRELAND, NIGER)
    w.show_members(members_page(["Albania"], ["Ireland", "Niger"]))
    w.check_all()
    w.wait(hours=13)
    _on_chart(w, ALBANIA, but(IRELAND, consent="2026-06-10"), NIGER)
    w.check_all()
    w.wait(hours=13)
    w.show(ALBANIA, but(IRELAND, consent="2026-06-11"), but(NIGER, signed="2026-06-12"))
    w.show_members(members_page(["Albania", "Ireland"], ["Niger"]))
    w.check_all()
    w.standin.fault = Fault.BROKEN
    w.wait(hours=13)
    w.check_all()
    w.standin.fault = None
    w.wait(hours=13)
    w.check_all()


def _on_chart(w: World, *rows: Row) -> None:
    w.show_chart(gen3([_fact(each) for each in rows], About(status=w.now.date())))


def _fact(given: Row) -> Fact:
    days = {key: date.fromisoformat(day) if (day := getattr(given, key)) else None for key in ("signed", "consent")}
    in_force = date.fromisoformat(given.in_force) if given.in_force else None
    return Fact(name=given.name, group=given.group, in_force=in_force, **days)


def bundled(w: World) -> None:
    """`init`, then the service: what has happened since, and what the bundled list had otherwise."""
    w.init()
    w.show(ALBANIA, IRELAND, HUNGARY)
    w.check()
    accept(w.config, 1, lambda: w.now)
    w.wait(hours=13)
    w.check()


def archived(w: World) -> None:
    """Pages of other days, in two goes, the second between those of the first; and live reads between and after."""
    w.show(ALBANIA, IRELAND)
    w.check()
    w.wait(hours=1)
    back_fill(w, {date(2004, 5, 1): [ALBANIA], date(2012, 5, 1): [ALBANIA, IRELAND, HUNGARY]})
    w.show(ALBANIA, but(IRELAND, consent="2026-06-10"))
    w.wait(hours=1)
    w.check()
    w.wait(hours=1)
    back_fill(w, {date(2008, 5, 1): [ALBANIA, IRELAND], date(2016, 5, 1): [ALBANIA, IRELAND, HUNGARY]})
    w.wait(hours=13)
    w.check()


def back_fill(w: World, shown: dict[date, list[Row]]) -> None:
    paths = []
    for day, rows in shown.items():
        paths.append(w.folder / f"{day}.html")
        paths[-1].write_bytes(gen3([_fact(each) for each in rows], About(status=day)))
    found, refused = from_files(w.config, paths, now=lambda: w.now, kind="coe-chart")
    assert (found[0].error, refused) == (None, [])


def another_configuration(w: World) -> None:
    """Rules that changed on the way, and a source that is no longer asked: what was read then, was read by the rules of
    then, and beside the sources of then."""
    w.show(ALBANIA, IRELAND, NIGER)
    w.show_members(members_page(["Albania"], ["Ireland", "Niger"]))
    w.check_all()
    w.wait(hours=1)
    w.show(ALBANIA)
    w.check_all()  # waits
    _configure(w, "12h", "0s")
    w.wait(hours=1)
    w.check_all()  # Ireland is gone, an hour later; Niger is still invited, says the members' page
    _configure(w, "['coe-service', 'coe-members']", "['coe-service']")
    _configure(w, 'blank_non_member = "invited"', 'blank_non_member = "none"')
    w.wait(hours=1)
    w.check()
    _configure(w, "[participants]", '[participants]\n"Atlantis" = "ATL"')
    w.show(ALBANIA, NIGER, row("Atlantis", signed="2026-06-01"))
    w.wait(hours=1)
    w.check()
    _configure(w, "['coe-service']", "['coe-chart', 'coe-service']")
    _on_chart(w, ALBANIA, NIGER, but(HUNGARY, signed="2026-06-10"))
    w.wait(hours=1)
    w.check_all()
    _configure(w, "['coe-chart', 'coe-service']", "['coe-chart']")
    w.wait(hours=1)
    w.check_all()


def _configure(w: World, old: str, new: str) -> None:
    text = w.path.read_text()
    assert old in text
    w.path.write_text(text.replace(old, new))


def statements(w: World) -> None:
    """Made, amended, withdrawn, waiting; with charts that change beside them."""
    norway = declaration(
        "Norway", "For the whole of its territory.", nature="Declaration", article="38", effective="2006-10-01"
    )
    ireland = declaration(
        "Ireland", "The authority is the Minister.", nature="Declaration", article="24", effective="2026-01-01"
    )
    w.show(ALBANIA, IRELAND)
    w.declare(norway)
    w.check()
    for days, told in ((0, [norway, ireland]), (1, [norway, ireland]), (1, [ireland]), (1, [ireland]), (1, [])):
        w.wait(days=days, hours=1)
        w.declare(*told)
        w.show(ALBANIA, but(IRELAND, consent="2026-06-10"))
        w.check()


def doubtful_statements(w: World) -> None:
    """A list that is empty, believed, full again; and the same again; and one of several that are equal waits."""
    norway = declaration("Norway", "For the whole of its territory.", nature="Declaration", article="38")
    w.show(ALBANIA)
    w.declare(norway)
    w.check()
    for item in (1, 2):
        w.wait(days=1)
        w.declare()
        w.check()
        w.wait(days=1)
        accept(w.config, item, lambda: w.now)
        for told in ([norway], [norway, norway], [norway, norway, norway]):
            w.wait(days=1)
            w.declare(*told)
            w.check()


def in_french(w: World) -> None:
    """An amendment in English, then in French; a text that was not translated, an outage, a doubtful list, all back."""
    declared(w).declare_in_french(LA_TURQUIE, LA_FRANCE, LA_NORVEGE)
    w.check()
    w.declare(AMENDED, NORWAY, TURKIYE)
    later(w)
    later(w)
    w.declare_in_french({**LA_FRANCE, "texte_Decl": "<p>Le texte est un autre.</p>"}, LA_NORVEGE, TURKIYE)
    later(w)
    w.standin.fault = Fault.BROKEN
    later(w)
    w.standin.fault = None
    w.declare_in_french()
    later(w)
    w.wait(hours=1)
    accept(w.config, 1, lambda: w.now)
    w.declare_in_french(LA_FRANCE, LA_NORVEGE)
    later(w)


SETTINGS: dict[str, dict[str, object]] = {
    "several_sources": {"sources": ("coe-service", "coe-chart", "coe-members")},
    "bundled": {"blank_non_member": "none"},
    "another_configuration": {"sources": ("coe-service", "coe-members"), "more": f"{CHANNEL}\n[participants]\n"},
    "in_french": {"more": f'{CHANNEL}language = "fr"\n'},
}
HISTORIES: dict[str, Callable[[World], None]] = {
    made.__name__: made
    for made in (
        acts,
        denunciation,
        doubts,
        several_sources,
        bundled,
        archived,
        another_configuration,
        statements,
        doubtful_statements,
        in_french,
    )
}


def lived(folder: Path, name: str) -> World:
    """A world that has lived through one of the histories; its stand-in is gone."""
    settings = {"more": CHANNEL} | SETTINGS.get(name, {})
    with world(folder, **settings) as w:
        assert w.now == START
        HISTORIES[name](w)
    return w
