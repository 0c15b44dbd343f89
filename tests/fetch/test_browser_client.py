"""What the program does around the browser's process, without a browser: pauses, folders."""

from __future__ import annotations

import io
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import IO, TYPE_CHECKING

import msgspec
import pytest

from tracker.errors import ErrorKind, FetchError
from tracker.fetch import HttpSettings
from tracker.fetch.browser import Browser
from tracker.fetch.browser import client as browser_client
from tracker.fetch.browser.messages import Outcome
from tracker.models import Media, Request

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
PAGE = "https://www.coe.int/en/web/conventions/full-list"
SERVICE = "conventions-ws.coe.int"


class Pauses:
    """Pauses in memory."""

    def __init__(self) -> None:
        self.noted: dict[str, datetime] = {}

    def until(self, host: str, /) -> datetime | None:
        return self.noted.get(host)

    def note(self, host: str, until: datetime, /) -> None:
        self.noted[host] = until


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> list[Outcome]:
    """What the processes of the next reads answer; those that were asked are gone."""
    outcomes: list[Outcome] = []

    @contextmanager
    def worker(_folder: str, _seconds: float) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
        yield io.BytesIO(), io.BytesIO(msgspec.json.encode(outcomes.pop(0)) + b"\n<html></html>")

    monkeypatch.setattr(browser_client, "program", lambda: "/usr/bin/chromium")
    monkeypatch.setattr(browser_client, "_worker", worker)
    return outcomes


def read(pauses: Pauses | None = None, at: datetime = NOW) -> None:
    settings = HttpSettings(contact="mailto:t@example.org", version="9", timeout=timedelta(seconds=5), retries=0)
    browser = Browser(settings=settings, now=lambda: at, pauses=pauses)
    browser.get(Request(url=PAGE, expects=Media.HTML), "coe-browser")


def test_a_pause_of_the_data_service_is_kept(answered: list[Outcome]) -> None:
    """For its own host, which other sources ask, and for pages that would ask it; not for other pages of their host."""
    pauses = Pauses()
    answered += [
        Outcome(url=PAGE, status=200, error=ErrorKind.HTTP_STATUS, message="429", pauses={SERVICE: "3600"}),
        Outcome(url=PAGE, status=200),
    ]

    with pytest.raises(FetchError, match="429"):
        read(pauses)
    ends = NOW + timedelta(hours=1)
    assert pauses.noted == {SERVICE: ends, "data of www.coe.int": ends}
    with pytest.raises(FetchError, match="asked to wait until 2026-06-01 13:00 UTC"):
        read(pauses)
    assert len(answered) == 1
    read(pauses, ends)
    assert not answered


@pytest.mark.usefixtures("answered")
def test_no_folder_for_temporary_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A full disk, a folder that is gone or may not be written: the read fails, and says where to look."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    monkeypatch.setattr(browser_client, "_LONGEST_FOLDER", 1_000)

    with pytest.raises(FetchError, match="TMPDIR") as failed:
        read()

    assert failed.value.kind is ErrorKind.CONNECTION
