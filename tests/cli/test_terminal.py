"""Prose on a terminal: broken at blanks, never within a word; in a pipe a line stays one line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from asking import EVERYBODY
from hypothesis import example, given
from hypothesis import strategies as st
from world import SECOND_PROTOCOL, World, declaration, row, world

import tracker.cli
from tracker.cli.kit import messages

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH = 80
PROSE = (
    "between brazil japan",
    "between brazil albania --treaty ets-185 --statements",
    "state brazil",
    "state albania",
    "calendar --all",
    "figures",
    "figures --between 2010-01-01 2026-01-01",
    "status",
    "compare ets-185 cets-224",
    "route brazil albania --article 25",
    "acts --since 2020-01-01",
    "reconcile --all",
)


@pytest.fixture(scope="module")
def w(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("terminal"), more=SECOND_PROTOCOL) as made:
        made.declare(declaration("Albania", "The authority is the Ministry of Justice of the Republic.", article="24"))
        made.show(*EVERYBODY)
        made.show(row("Albania", code="ALB", signed="2022-05-12"), number="224")
        made.check_all()
        made.read_statements()
        yield made


class Terminal:
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("command", PROSE)
def test_no_word_is_broken(
    w: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    """Each line of prose that a pipe gets is there word by word, and no line is wider than the terminal."""
    monkeypatch.chdir(w.folder)
    monkeypatch.setattr("jobs.clock.utc_now", lambda: w.now)
    capsys.readouterr()
    tracker.cli.run(command.split())
    piped = capsys.readouterr()
    for stream in ("stdout", "stderr"):
        monkeypatch.setattr(f"sys.{stream}.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", str(WIDTH))
    tracker.cli.run(command.split())
    drawn = capsys.readouterr()

    plain = [re.sub(r"\x1b\[[0-9;]*m", "", text) for text in drawn]
    prose = [line for text in piped for line in text.splitlines() if "\t" not in line]
    shown = " ".join(" ".join(plain).split())
    assert [line for line in prose if " ".join(line.split()) not in shown] == []
    assert [line for text in plain for line in text.splitlines() if len(line) > WIDTH and " " in line.strip()] == []
    assert command == "status" or any(len(line) > WIDTH for line in prose)  # else nothing was tried


@given(words=st.lists(st.text("abcé-.", min_size=1, max_size=60), min_size=1, max_size=40), width=st.integers(20, 120))
@example(words=["The", "Protocol", "itself"] * 30, width=80)
def test_the_words_stay(words: list[str], width: int) -> None:
    line = f"  {' '.join(words)}"
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("COLUMNS", str(width))
        lines = messages._wrapped(line, Terminal()).splitlines()  # type: ignore[arg-type] # all that is asked of it
    assert [word for one in lines for word in one.split()] == words
    assert all(len(one) <= width or len(one.split()) == 1 for one in lines)


def test_in_a_pipe_a_line_stays_one(capsys: pytest.CaptureFixture[str]) -> None:
    messages.say("word " * 100)
    assert capsys.readouterr().out.count("\n") == 1
