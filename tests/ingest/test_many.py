"""What a check, a message and an answer about one treaty cost does not grow with the number of other treaties.

Statements are counted, and the rows that they gave; nothing here is timed.
"""

from __future__ import annotations

from contextlib import ExitStack
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from many import Work, many, measured
from receivers import receiver
from world import but, row

from db.knowledge import Knowledge
from jobs.beginning import ensure_database
from jobs.notify.outbox import deliver
from jobs.passes import Session, check_at
from jobs.service.daemon import Daemon
from jobs.service.status import status
from tracker.answers.figures import figures
from tracker.answers.reconciliation import reconcile
from tracker.answers.standing import parties

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from world import World

    from db.store import Store

FEW, MANY = 3, 24
ALBANIA = row("Albania", signed="2001-11-23", consent="2002-06-20", in_force="2004-07-01")
HUNGARY = row("Hungary", signed="2001-11-23")
PROTOCOL = 'parent = "ets-185"\nthreshold = { needed = 5 }\nsources = ["coe-service"]'
LAST = "cets-301"  # a protocol that both worlds follow


def one_check(session: Session) -> None:
    """A check of one protocol."""
    treaty = session.run.config.treaty(LAST)
    assert treaty
    check_at(session, [(treaty, treaty.sources)])


def unchanged(_: World, session: Session) -> None:
    one_check(session)


def alter(w: World) -> None:
    """Another date, and another consent, in the chart of one protocol."""
    w.show(but(ALBANIA, consent="2002-06-21"), but(HUNGARY, consent="2003-12-04"), number="301")


def changed(w: World, session: Session) -> None:
    alter(w)
    one_check(session)


def failed(w: World, session: Session) -> None:
    w.standin.charts["301"] = b"{"
    one_check(session)


def cost(folder: Path, treaties: int, work: Callable[[World, Session], None]) -> Work:
    """Of a piece of work in a world where every treaty was read twice."""
    folder.mkdir()
    with many(folder, treaties, (ALBANIA, HUNGARY), block=PROTOCOL) as w, ExitStack() as stack:
        session = Session.open(w.config, lambda: w.now, stack)
        for _ in range(2):
            w.wait(hours=13)
            check_at(session, [(treaty, treaty.sources) for treaty in session.run.config.treaties])
        w.wait(hours=13)
        session.run.store.charts.forget_read()  # the few charts kept in memory: all of three treaties fit
        with measured(session.run.store) as found:
            work(w, session)
        return found


@pytest.mark.parametrize("work", [unchanged, changed, failed])
def test_a_check_does_not_read_other_treaties(tmp_path: Path, work: Callable[[World, Session], None]) -> None:
    """As many statements and rows among twenty-four treaties as among three."""
    few, more = cost(tmp_path / "few", FEW, work), cost(tmp_path / "many", MANY, work)
    assert few.statements > 0
    assert (more.statements, more.rows) == (few.statements, few.rows)


def test_a_first_check_does_not_read_other_treaties(tmp_path: Path) -> None:
    """Each treaty of a first pass costs as much as the one before it."""
    with many(tmp_path, MANY, (ALBANIA, HUNGARY), block=PROTOCOL) as w, ExitStack() as stack:
        session = Session.open(w.config, lambda: w.now, stack)
        each = []
        for treaty in session.run.config.treaties:
            w.wait(seconds=1)
            with measured(session.run.store) as found:
                check_at(session, [(treaty, treaty.sources)])
            each.append((found.statements, found.rows))
        assert each[2] == each[-1]


@pytest.mark.parametrize("work", [lambda w: w.wait(hours=13), alter])
def test_a_check_of_the_daemon_does_not_read_other_treaties(tmp_path: Path, work: Callable[[World], None]) -> None:
    """Nor when it publishes: the files that hold all treaties are no part of it."""
    found = []
    for treaties in (FEW, MANY):
        folder = tmp_path / str(treaties)
        folder.mkdir()
        more = '[publish]\nfolder = "public"\n'
        with many(folder, treaties, (ALBANIA, HUNGARY), more=more, block=PROTOCOL) as w, ExitStack() as stack:
            ensure_database(w.config)
            running = Daemon(config=w.config, now=lambda w=w: w.now, stack=stack)
            jobs = {job.name: job.work for job in running.jobs()}
            checks = [name for name in jobs if name.startswith("check:")]
            for _ in range(2):
                w.wait(hours=13)
                assert all(jobs[name](False) for name in checks)
            w.wait(hours=13)
            [session] = running.sessions
            session.run.store.charts.forget_read()
            work(w)
            with measured(session.run.store) as cost:
                assert jobs[f"check:{LAST}:coe-service"](False)
            found.append((cost.statements, cost.rows))
    assert found[0] == found[1]


def test_a_message_does_not_read_other_treaties(tmp_path: Path) -> None:
    """An act of one treaty is put into words without the rest."""
    found = []
    for treaties in (FEW, MANY):
        folder = tmp_path / str(treaties)
        folder.mkdir()
        with receiver() as hook, ExitStack() as stack:
            more = f'[[notify]]\nname = "a"\nurl = "{hook.url}"\n'
            w = stack.enter_context(many(folder, treaties, (ALBANIA, HUNGARY), more=more, block=PROTOCOL))
            w.check_all()
            w.wait(hours=13)
            session = Session.open(w.config, lambda w=w: w.now, stack)
            changed(w, session)
            with measured(session.run.store) as work:
                assert deliver(session.run.moved_to(w.now), w.config.channels[0], lambda *_: None) > 0
            found.append((work.statements, work.rows))
    assert found[0] == found[1]


def ask_parties(store: Store, w: World, **asked: object) -> None:
    parties(Knowledge(store), now=w.now, **asked)  # type: ignore[arg-type]  # the treaties asked for


def ask_figures(store: Store, w: World, **asked: object) -> None:
    figures(Knowledge(store), now=w.now, day=None, **asked)  # type: ignore[arg-type]  # the treaties asked for


def ask_reconcile(store: Store, w: World, **asked: object) -> None:
    list(reconcile(Knowledge(store), now=w.now, **asked))  # type: ignore[arg-type]  # the treaties asked for


def ask_status(store: Store, w: World, **_: object) -> None:
    status(store, now=w.now)


@pytest.mark.parametrize("ask", [ask_parties, ask_figures, ask_reconcile, ask_status])
def test_an_answer_about_all_treaties_costs_each_the_same(tmp_path: Path, ask: Callable[..., None]) -> None:
    """Twice as many further treaties cost twice as much: nothing is read again for each of the others."""
    found = []
    for treaties in (4, 12, 20):
        folder = tmp_path / str(treaties)
        folder.mkdir()
        with many(folder, treaties, (ALBANIA, HUNGARY), block=PROTOCOL) as w:
            w.check_all()
            with w.store() as store, measured(store) as work:
                ask(store, w)
            found.append((work.statements, work.rows))
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(found)]
    assert steps[0] == steps[1]
