"""The site built again: nothing is made if nothing changed, and whatever changed is seen."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from sites import build, lying, site_world

import jobs.publish.gathering
import jobs.publish.state
import tracker.answers.knowledge
from db.contents import contents
from db.schema.made import OF_REPLICATION
from jobs.publish.folder import LIST
from jobs.publish.site import build_site
from jobs.publish.state import STATE
from tracker.models import Field
from tracker.models.records import Reference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from world import World

    from db.store import Store
    from tracker.models import Chart


@pytest.fixture
def own(tmp_path: Path) -> Iterator[World]:
    """A world whose site is built."""
    with site_world(tmp_path) as made:
        build(made)
        yield made


@pytest.fixture
def gathered(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """One entry for each build that gathered what the pages say."""
    times: list[object] = []
    gather = jobs.publish.gathering.gather

    def counted(view: object, **settings: object) -> object:
        times.append(view)
        return gather(view, **settings)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(jobs.publish.gathering, "gather", counted)
    return times


def test_nothing_changed_nothing_is_asked_made_or_written(own: World, gathered: list[object]) -> None:
    folder = own.folder / "site"
    before = {
        path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file() and path.name != ".site.lock"
    }
    asked: list[str] = []
    own.wait(hours=1)
    with own.store() as store:
        tables = len(store.database.all("SELECT name FROM pragma_table_list WHERE schema = 'main'"))
        store.database.conn.set_trace_callback(asked.append)
        built = build_site(store, folder, now=own.now)
    assert (built.written, built.removed, built.files) == ((), (), len(json.loads((folder / LIST).read_bytes())))
    assert not gathered
    assert len(asked) < tables + 5, "each table once, and the treaties"
    assert before == {path: path.stat().st_mtime_ns for path in before}


def test_a_build_works_out_once_what_is_known_of_a_treaty(own: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many pages there are, and however often they ask."""
    completed: list[object] = []
    complete = tracker.answers.knowledge.complete

    def counted(chart: Chart, *of: Any) -> Chart:
        completed.append(chart)
        return complete(chart, *of)

    monkeypatch.setattr(tracker.answers.knowledge, "complete", counted)
    own.wait(hours=24)
    assert build(own).written
    assert len(completed) == len(own.config.treaties)


def test_a_read_a_day_and_an_edited_program_are_seen(
    own: World, gathered: list[object], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own.wait(minutes=5)
    own.check()
    build(own)
    assert len(gathered) == 1, "another read"
    own.wait(hours=24)
    build(own)
    assert len(gathered) == 2, "another day"
    module = tmp_path / "modules" / "edited"
    module.mkdir(parents=True)
    (module / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(module.parent))
    monkeypatch.setattr(jobs.publish.state, "_MAKERS", ("edited",))
    for text in ("{{ one }}", "{{ another }}"):
        (module / "page.html").write_text(text)
        build(own)
    build(own)
    assert len(gathered) == 4, "two programs"


def noted(store: Store, w: World) -> None:
    """A person notes a reference."""
    store.references.note(
        Reference(treaty="ets-185", participant="ALB", field=Field.CONSENT_ON, text="JJ1", noted_at=w.now)
    )


def renamed(store: Store, _: World) -> None:
    store.database.conn.execute("UPDATE treaty SET name = 'Cybercrime'")


def derived_again(store: Store, _: World) -> None:
    """What `tracker rebuild` may do: the same rows under the same ids, with another content."""
    store.database.conn.execute("UPDATE row_version SET in_force_on = '2004-07-02' WHERE participant = 'ALB'")


def another_table(store: Store, _: World) -> None:
    store.database.conn.execute("CREATE TABLE later (id INTEGER PRIMARY KEY)")


@pytest.mark.parametrize("change", [noted, renamed, derived_again, another_table])
def test_what_changed_without_a_read_is_seen(
    own: World, gathered: list[object], change: Callable[[Store, World], None]
) -> None:
    with own.store() as store, store.transaction():
        change(store, own)
    build(own)
    assert len(gathered) == 1


def test_what_no_answer_shows_counts_for_nothing(own: World) -> None:
    with own.store() as store:
        before = contents(store)
        with store.transaction():
            store.memory.put("clock_confirmed_at", "2030-01-01")
            store.outbox.queue_notice("post", "alert", "subject", "text", own.now)
            store.database.conn.execute(OF_REPLICATION["_litestream_seq"])
            store.database.conn.execute("INSERT INTO _litestream_seq VALUES (1, 2)")
        assert contents(store) == before


@pytest.mark.parametrize("page", ["map.html", "treaty/ets-185.json", "assets/status.js"])
def test_a_file_that_somebody_changed_or_removed_comes_back(own: World, page: str) -> None:
    path, whole = own.folder / "site" / page, lying(own.folder / "site")
    for spoil in (lambda: path.write_bytes(whole[page] + b" "), path.unlink, lambda: path.write_bytes(b"")):
        spoil()
        assert build(own).written == (page,)
        assert lying(own.folder / "site") == whole


@pytest.mark.parametrize(
    "content", [None, b"", b"{", b"[]", b"\xff", b'{"made_of": "x"}', b'{"made_of": 1, "digests": []}']
)
def test_without_a_note_of_the_last_build_every_file_is_written_anew(own: World, content: bytes | None) -> None:
    state = own.folder / "site" / STATE
    whole = lying(own.folder / "site")
    if content is None:
        state.unlink()
    else:
        state.write_bytes(content)
    assert set(build(own).written) == set(json.loads(whole[LIST]))
    assert lying(own.folder / "site") == whole


def test_a_build_that_was_killed_is_finished_by_the_next(own: World, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = lying(own.folder / "site")
    (own.folder / "site" / "map.html").unlink()
    (own.folder / "site" / "time.html").unlink()

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(jobs.publish.folder, "write_state", killed)
        with pytest.raises(KeyboardInterrupt):
            build(own)
        (own.folder / "site" / "map.html").write_bytes(b"half")
    assert build(own).written == ("map.html",)
    assert lying(own.folder / "site") == whole
