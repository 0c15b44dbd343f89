"""`tracker report --by act`: acts by their own dates in every format, also those of before the first read."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from histories import hungary_consents
from world import World, world

import tracker.cli

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(scope="module")
def w(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Ireland signed long ago; Hungary's consent was noticed."""
    with world(tmp_path_factory.mktemp("acts")) as made:
        yield hungary_consents(made)


@pytest.fixture
def told(w: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    monkeypatch.chdir(w.folder)
    monkeypatch.setattr("jobs.clock.utc_now", lambda: w.now)

    def run(*options: str) -> str:
        capsys.readouterr()
        assert tracker.cli.run(["report", "--by", "act", *options]) == 0
        return capsys.readouterr().out

    return run


def test_in_text(told: Callable[..., str]) -> None:
    said = " ".join(told("--until", "2010-01-01").split())
    assert "What happened" in said
    assert "Dated 1 January 2010 or earlier" in said
    assert "Ireland signed the Budapest Convention on 28 February 2002." in said
    assert "From the chart, not observed; evidence no. " in said
    assert "Hungary deposited" not in said


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_for_people(told: Callable[..., str], form: str) -> None:
    said = told("--format", form)
    assert "Ireland signed the Budapest Convention" in said
    assert "bserved, change" in said


def test_for_programs(told: Callable[..., str]) -> None:
    found: list[dict[str, Any]] = json.loads(told("--format", "json", "--participant", "hungary"))
    assert {one["participant"] for one in found} == {"HUN"}
    assert {one["observed"] for one in found} == {True, False}
    rows = list(csv.DictReader(io.StringIO(told("--format", "csv", "--participant", "hungary"))))
    assert [row["sentence"] for row in rows] == [one["sentence"] for one in found]


def test_filters(told: Callable[..., str]) -> None:
    """Acts are events; a kind is that of an act."""
    assert json.loads(told("--format", "json", "--nature", "correction")) == []
    kinds = {one["kind"] for one in json.loads(told("--format", "json", "--kind", "signed"))}
    assert kinds == {"signed"}
    assert "No act on record." in told("--since", "2027-01-01")
