"""Saved pages as browsers and editors leave them: packed by gzip, or written in UTF-16."""

from __future__ import annotations

import gzip
from datetime import date
from typing import TYPE_CHECKING

import pages
import pytest

from jobs.setup import parse
from jobs.setup.parse import ParsedFile, parse_file
from tracker.errors import ErrorKind

if TYPE_CHECKING:
    from pathlib import Path

PAGE = pages.gen3(pages.some_facts())


def parsed(folder: Path, body: bytes) -> ParsedFile:
    path = folder / "page.html"
    path.write_bytes(body)
    return parse_file("coe-chart", path, today=date(2026, 6, 15), spellings={})


@pytest.mark.parametrize(
    "saved",
    [
        gzip.compress(PAGE),
        PAGE.decode().encode("utf-16"),
        b"\xfe\xff" + PAGE.decode().encode("utf-16-be"),
        gzip.compress(PAGE.decode().encode("utf-16")),
    ],
    ids=["gzip", "UTF-16", "UTF-16, big end first", "both"],
)
def test_read_as_if_served(tmp_path: Path, saved: bytes) -> None:
    expected = parsed(tmp_path, PAGE)
    assert expected.error is None
    assert expected.rows
    assert parsed(tmp_path, saved) == expected


@pytest.mark.parametrize(
    ("saved", "kind", "word"),
    [
        (gzip.compress(PAGE)[:200], ErrorKind.UNDECODABLE, "damaged gzip"),
        (b"\x1f\x8b" + PAGE, ErrorKind.UNDECODABLE, "damaged gzip"),
        (gzip.compress(bytes(1_000_001)), ErrorKind.TOO_LARGE, "unpacked"),
        (b"\xff\xfe<\x00h", ErrorKind.UNDECODABLE, "UTF-16"),
        (b"\xff\xfe\x00\xd8\x00", ErrorKind.UNDECODABLE, "UTF-16"),
    ],
    ids=["cut", "no gzip", "a bomb", "cut within a character", "no text"],
)
def test_what_cannot_be_read_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, saved: bytes, kind: ErrorKind, word: str
) -> None:
    monkeypatch.setattr(parse, "_MAX_BYTES", 1_000_000)
    error = parsed(tmp_path, saved).error
    assert error is not None
    assert error.kind is kind
    assert word in error.message
