"""The head of the history leaves the machine in all that is sent, published or copied; `verify --against` takes it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from histories import hungary_consents
from tampering import loosened
from world import World, world

import tracker.cli
from jobs.context import begin
from jobs.demo.standin import Fault
from jobs.notify.digest import digest
from jobs.publish.feeds import publish
from jobs.publish.site import build_site
from jobs.rebuild.chain import look
from jobs.service.backup import backup
from tracker.models.head import Head

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHANNEL = '\n[[notify]]\nname = "mail"\nurl = "json://127.0.0.1:9/"\ndigest = "daily"\n'


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path, more=CHANNEL) as made:
        yield hungary_consents(made)


def head(w: World) -> Head:
    found = look(w.folder / "tracker.db").head
    assert found is not None
    return found


def run(w: World, *words: str) -> int:
    return tracker.cli.run(["--config", str(w.path), *words])


def is_last_line(text: str, said: str) -> bool:
    """A line may be broken before the head, and never within."""
    return text.rstrip().replace("\n", " ").endswith(f"Head of the history: {said}")


def test_a_report_ends_with_it(w: World) -> None:
    for form in ("text", "markdown"):
        assert run(w, "report", "--format", form, "-o", str(w.folder / form)) == 0
        assert is_last_line((w.folder / form).read_text(), str(head(w)))
    assert run(w, "report", "--format", "html", "-o", str(w.folder / "html")) == 0
    footer = BeautifulSoup((w.folder / "html").read_text(), "lxml").footer
    assert footer is not None
    assert is_last_line(footer.get_text(), str(head(w)))
    assert run(w, "report", "--format", "json", "-o", str(w.folder / "json")) == 0
    assert [found["history_head"] for found in json.loads((w.folder / "json").read_text())] == [str(head(w))]
    for form in ("text", "markdown", "html", "json"):
        assert run(w, "verify", "--against", str(w.folder / form)) == 0


def test_status_names_it(w: World, capsys: pytest.CaptureFixture[str]) -> None:
    run(w, "status", "--json")
    assert json.loads(capsys.readouterr().out)["history_head"] == str(head(w))
    run(w, "status")
    assert f"head of the history:\n{head(w)}" in capsys.readouterr().out


def test_messages_end_with_it(w: World) -> None:
    """A digest, and an alert."""
    w.standin.fault = Fault.BROKEN
    for _ in range(3):
        w.check()
    with w.store() as store:
        digest(begin(store, w.config, w.now), w.config.channels[0])
        told, said = store.outbox.notices()
    assert (told.kind, said.kind) == ("alert", "digest")
    for notice in (told, said):
        [named] = Head.all_in(notice.text)
        assert is_last_line(notice.text, str(named))
        (w.folder / "message.eml").write_text(f"Subject: x\n\n{notice.text}")
        assert run(w, "verify", "--against", str(w.folder / "message.eml")) == 0


def test_a_backup_is_named_by_it(w: World) -> None:
    with w.store():
        copy = backup(w.folder / "tracker.db", now=w.now)
    assert copy.stem.endswith(f"-{head(w).short}")
    assert run(w, "verify", "--against", str(copy)) == 0
    with loosened(w.folder / "tracker.db") as connection:
        connection.execute("UPDATE log SET at = '2020-01-01T00:00:00.000Z' WHERE id = 2")
    assert run(w, "verify", "--against", str(copy)) == 1
    assert run(w, "restore", str(copy)) == 0
    assert run(w, "verify", "--against", str(copy)) == 0


def test_pages_and_feeds_have_that_of_the_last_news(w: World) -> None:
    """So what does not change is not written again; and what stands in it stays true."""
    pages, feeds = w.folder / "site", w.folder / "feeds"
    with w.store() as store:
        news = store.log.head_of_news()
    assert news is not None
    for _ in range(2):
        with w.store() as store:
            built, written = build_site(store, pages, now=w.now), publish(store, feeds, now=w.now)
        w.wait(hours=1)
        assert w.check().outcome == "unchanged"
    assert [name for name in built.written if name.endswith((".html", ".xml"))] == []
    assert [path for path in written if path.suffix == ".xml"] == []
    assert head(w).row > news.row

    for path in pages.rglob("*.html"):
        if path.parent.name == "embed":
            continue  # a picture alone, in the page of somebody else
        page = BeautifulSoup(path.read_text(), "lxml")
        assert page.footer is not None
        assert list(Head.all_in(page.footer.get_text())) == [news], path
    named = "{http://www.w3.org/2005/Atom}category[@scheme='urn:convention-tracker:history-head']"
    for name in ("all", "ets-185", "HUN"):
        [category] = ET.parse(feeds / "feeds" / f"{name}.xml").getroot().findall(named)  # noqa: S314 - our own
        assert category.get("term") == str(news)
        assert run(w, "verify", "--against", str(feeds / "feeds" / f"{name}.xml")) == 0
    assert ET.parse(feeds / "feeds" / "IRL.xml").getroot().findall(named) == []  # noqa: S314 - our own
    assert run(w, "verify", "--against", str(pages / "index.html")) == 0
