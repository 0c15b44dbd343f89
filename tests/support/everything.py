"""One small history that leaves a row in every table: treaties, sources, doubts, decisions, statements, archived
copies, messages that were taken and that wait."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec
from declared import FRANCE, IN_FRENCH, LA_FRANCE, LA_NORVEGE, LA_TURQUIE, NORWAY, TURKIYE
from histories import CHANNEL, back_fill
from pages import members_page
from states import ALBANIA, FIVE, HUNGARY, IRELAND, NIGER
from world import SECOND_PROTOCOL, but, declaration, row, world

from db.store import Store
from jobs.context import begin
from jobs.demo.standin import Fault
from jobs.ingest.decisions import accept, reject
from jobs.notify.digest import digest
from jobs.notify.outbox import deliver
from tracker.deliver import DeliveryError
from tracker.models import Field
from tracker.models.records import Reference, SlotNote

if TYPE_CHECKING:
    from pathlib import Path

    from world import World

AT_ONCE = '\n[[notify]]\nname = "press"\nurl = "json://127.0.0.1:9/"\n'
ISLANDS = declaration(
    "Denmark", "The Convention shall not apply to the Faroe Islands and Greenland.", nature="Declaration", article="38"
)


def lived_through(folder: Path) -> Path:
    """The database of a world that has lived through everything."""
    settings: dict[str, Any] = {
        "sources": ("coe-service", "coe-members"),
        "more": CHANNEL + AT_ONCE + SECOND_PROTOCOL + IN_FRENCH,
    }
    with world(folder, **settings) as w:
        _reads(w)
        _doubts(w)
        _copies(w)
        _messages(w)
        _notes(w)
        _waits(w)
    return w.folder / "tracker.db"


def _reads(w: World) -> None:
    w.show(*FIVE, HUNGARY, IRELAND, NIGER)
    w.show(row("Serbia", signed="2022-05-12"), row("Hungary", signed="2022-05-12"), number="224")
    w.declare(FRANCE, NORWAY, TURKIYE, ISLANDS)
    w.declare_in_french(LA_FRANCE, LA_NORVEGE, LA_TURQUIE)
    w.show_members(members_page(["Albania"], ["Niger", "Hungary"]))
    w.check_all()
    w.wait(hours=13)
    w.show(*FIVE, but(HUNGARY, consent="2026-06-01", in_force="2026-10-01"), but(IRELAND, consent="2026-06-01"), NIGER)
    w.show(row("Serbia", signed="2022-05-12", consent="2026-06-10"), number="224")
    w.declare(FRANCE, NORWAY, ISLANDS)
    w.declare_in_french({**LA_FRANCE, "texte_Decl": "<p>Le texte est un autre.</p>"}, LA_NORVEGE)
    w.check_all()
    w.wait(hours=13)
    w.check_all()
    w.wait(days=120)
    w.check_all()  # Hungary is a Party


def _doubts(w: World) -> None:
    _fail(w, 2)
    w.wait(hours=1)
    w.show(FIVE[0])
    w.check()  # too many are missing
    with w.store() as store:
        doubtful = store.decisions.items(only_open=True)[-1]
    w.wait(hours=1)
    reject(w.config, doubtful.id, lambda: w.now)
    w.show(*FIVE[:1], NIGER)
    w.wait(hours=1)
    w.check()
    with w.store() as store:
        doubtful = store.decisions.items(only_open=True)[-1]
    w.wait(hours=1)
    accept(w.config, doubtful.id, lambda: w.now)
    w.wait(days=400)  # what turned before is long ago
    w.show(*FIVE[:4], but(FIVE[4], signed="1999-01-01"))
    w.wait(hours=1)
    w.check()  # impossible, and superseded by the next
    w.show(*FIVE, but(HUNGARY, consent="2026-06-02", in_force="2026-10-01"), NIGER, but(IRELAND, consent="2026-06-01"))
    w.wait(hours=1)
    w.check()


def _fail(w: World, times: int) -> None:
    w.standin.fault = Fault.BROKEN
    for _ in range(times):
        w.wait(hours=1)
        w.check_all()
    w.standin.fault = None


def _copies(w: World) -> None:
    w.wait(hours=1)
    back_fill(w, {date(2004, 5, 1): [ALBANIA], date(2012, 5, 1): [ALBANIA, IRELAND, HUNGARY]})


def _messages(w: World) -> None:
    with Store.open(w.config.database) as store:
        run = begin(store, w.config, w.now)
        legal, press = run.config.channels
        store.job_runs.started("digest legal", run.at, late=False)
        digest(run, legal)
        store.job_runs.finished("digest legal", run.at, None)
        store.job_runs.started("site", run.at, late=True)
        store.job_runs.finished("site", run.at, "no room")
        sent: list[str] = []

        def send(_: str, __: str, message: object) -> None:
            if len(sent) == 2:
                raise DeliveryError("refused")
            sent.append(str(message))

        deliver(run, press, send=send)


def _notes(w: World) -> None:
    with w.store() as store, store.transaction():
        act = Reference(treaty="ets-185", participant="ALB", field=Field.SIGNED_ON, text="JJ1", noted_at=w.now)
        note = SlotNote(treaty="ets-185", participant="FRA", text_sha256="0" * 64, slot="20", noted_at=w.now)
        for number in (1, 2):
            one = store.references.note(
                msgspec.structs.replace(act, text=f"JJ{number}", participant=("ALB", "HUN")[number - 1])
            )
            store.log.write(w.now, "reference", about={"depositary_reference": [one]})
            other = store.slots.note(msgspec.structs.replace(note, slot=f"2{number}", text_sha256=str(number) * 64))
            store.log.write(w.now, "slot", about={"statement_slot": [other]})


def _waits(w: World) -> None:
    """Values that vanished once, an item that is open, a source that fails, rows that cannot be read."""
    w.wait(hours=1)
    w.declare({**FRANCE, "date_Effet": "soon"}, {**TURKIYE, "date_Effet": "later"}, NORWAY)
    ireland = but(IRELAND, consent="2026-06-01")
    w.show(*FIVE[1:], but(HUNGARY, consent="2026-06-02", in_force="2026-10-01"), NIGER, ireland)
    w.check_all()
    w.wait(hours=1)
    w.show(row("Serbia", signed="1922-05-12", consent="2026-06-10"), number="224")
    w.show_members(members_page(["Albania", "Hungary"], ["Niger"]))
    w.check_all()
    _fail(w, 3)
