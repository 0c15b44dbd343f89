"""What every answer does: it says how old it is, what was never read, and can be cited."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from asking import ALBANIA, BETWEEN, JAPAN, NIGERIA
from asking import ask as ask
from asking import see as see
from asking import w as w
from world import SECOND_PROTOCOL, World, but, row, world

import tracker.cli
from tracker.models import minute, moment, parse_moment
from tracker.wording.words import alphabetical

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


# ---- nothing there ------------------------------------------------------------------------------


def test_before_the_first_read_nothing_was_known(ask: Callable[..., Any], see: Callable[..., str]) -> None:
    """Null, and a sentence that says so; exit code 0: it is an answer."""
    then = ("--known-at", "2020-01-01")
    assert {held["standing"] for held in ask("state", "Brazil", *then)["treaties"]} == {None}
    [one, other] = ask("between", "Brazil", "Japan", *then)
    assert (one["in_force"], one["standing_a"], other["in_force"]) == (None, None, None)
    assert set(one) >= BETWEEN
    assert ask("parties", *then) == []
    assert ask("compare", "ets-185", "cets-224", *then) == []
    assert ask("figures", *then)["treaties"] == ask("figures", "--series", *then)["treaties"] == {}
    for command in (("parties",), ("figures",), ("compare", "ets-185", "cets-224")):
        assert "nothing had been read by 2020-01-01" in see(*command, *then)
    assert "by 2020-01-01 00:00Z nothing had been read of ETS 185" in see("between", "Brazil", "Japan", *then)
    assert "by 2020-01-01 00:00Z nothing had been read of this treaty" in see("state", "Brazil", *then)


UNREAD = SECOND_PROTOCOL.replace("cets-224", "ets-189").replace("224", "189").replace("Second", "First")


def test_a_treaty_that_was_never_read_has_the_same_keys(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Missing is null, never absent (docs/json.md)."""
    with world(tmp_path, more=UNREAD) as here:
        here.show(ALBANIA, JAPAN)
        here.check()
        for command in (("state", "Japan"), ("between", "Japan", "Albania")):
            assert tracker.cli.run(["--db", str(tmp_path / "tracker.db"), "--json", *command]) == 0
            printed = json.loads(capsys.readouterr().out)
            read, unread = printed["treaties"] if command[0] == "state" else printed
            assert set(read) == set(unread)
            assert (read["treaty"], unread["treaty"]) == ("ets-185", "ets-189")
            assert {unread[key] for key in ("status_as_of", "not_known_after", "last_good")} == {None}


def test_compare_with_a_treaty_that_was_never_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody is said to be in one of them alone; each line has the age of both."""
    with world(tmp_path, more=UNREAD) as here:
        monkeypatch.setattr("jobs.clock.utc_now", lambda: here.now)
        here.show(ALBANIA, NIGERIA)
        here.check()
        command = ["--db", str(tmp_path / "tracker.db"), "compare", "ets-185", "ets-189", "--as-of", "2026-07-01"]
        assert tracker.cli.run([*command, "--json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert tracker.cli.run(command) == 0
        said = capsys.readouterr()

    assert {(line["in"], line["standing_b"]) for line in found} == {(None, None)}
    assert [found[0][f"{key}_{letter}"] for letter in "ab" for key in ("status_as_of", "not_known_after")] == [
        *("2026-06-15", "2026-06-15"),
        *(None, None),
    ]
    assert found[0]["as_of"] == "2026-07-01"
    assert found[0]["last_good_a"].startswith("2026-06-15T12:00")
    assert found[0]["last_good_b"] is None
    assert "not known\tparty\tnot known\t1\t\tAlbania" in said.out
    assert "ets-189: nothing has been read" in said.err


def test_the_unread_list_is_spoken_of_after_what_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """ "others" are other than something."""
    with world(tmp_path, more=SECOND_PROTOCOL) as here:
        here.init()
        for command in (("state", "Japan"), ("between", "Japan", "Brazil")):
            assert tracker.cli.run([*command, "--db", str(tmp_path / "tracker.db")]) == 0
            said = capsys.readouterr().out
            assert said.index("reservation under article 7") < said.rindex("so there may be others")


def test_no_database_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2, and what to do."""
    monkeypatch.chdir(tmp_path)
    for command in (("state", "Brazil"), ("between", "Brazil", "Japan"), ("compare", "ets-185", "cets-224")):
        assert tracker.cli.run([*command, "--db", "none.db"]) == 2
        assert "run `tracker init --db none.db` or `tracker check --db none.db`" in capsys.readouterr().err


def test_every_answer_says_how_old_it_is(ask: Callable[..., Any]) -> None:
    """Status day, last good read, and beyond the status day that it is not known."""
    after = ("--as-of", "2026-07-01")
    answers = [
        *ask("parties", "ets-185", *after),
        *ask("state", "Brazil", *after)["treaties"],
        *ask("between", "Brazil", "Japan", *after),
        *ask("figures", *after)["treaties"].values(),
        *ask("figures", "--series", *after)["treaties"].values(),
    ]
    for found in answers:
        assert (found["status_as_of"], found["not_known_after"]) == ("2026-06-15", "2026-06-15")
        assert found["last_good"].startswith("2026-06-15T12:00:")
    assert {party["not_known_after"] for party in ask("parties", "ets-185")} == {None}


def test_text_says_how_old_it_is_too(see: Callable[..., str]) -> None:
    """`figures`, each day of the series and a citation, as `parties` does."""
    after = ("--as-of", "2026-07-01")
    for command in (("figures",), ("figures", "--series")):
        said = see(*command, *after)
        assert re.search(
            r"ets-185: status as of 2026-06-15, last good read 2026-06-15 12:00Z"
            r" \(demonstration data: a replay on this machine\);"
            r" not known after 2026-06-15",
            said,
        )
    for form in ("text", "bibtex"):
        assert "not known after 15 June 2026" in see("figures", *after, "--cite", form)
        assert "not known after" not in see("figures", "--as-of", "2026-06-15", "--cite", form)


def test_a_treaty_that_was_never_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Beside the answer about the others; where nothing at all was read there is nothing to cite. `init` has no list
    of CETS 225, so nobody is sent to it."""
    monkeypatch.chdir(tmp_path)

    def beside(*command: str, code: int = 0) -> str:
        assert tracker.cli.run(list(command)) == code
        return capsys.readouterr().err

    beside("init")
    config = tmp_path / "config.toml"
    other = SECOND_PROTOCOL.replace("cets-224", "cets-225").replace("224", "225").replace("Second", "Other")
    config.write_text(config.read_text(encoding="utf-8") + other, encoding="utf-8")
    beside("init")
    for command in (("parties",), ("figures",), ("figures", "--series")):
        said = beside(*command)
        assert "cets-225: nothing has been read yet: run `tracker check`" in said
        assert "; from the list bundled with the tracker, no source has been read yet" in said
        assert "ets-185: nothing" not in said
    assert "tracker init" not in beside("parties", "cets-225")
    refused = beside("parties", "cets-225", "--cite", "text", code=2)
    assert refused == "tracker: nothing to cite: nothing has been read yet of cets-225: run `tracker check`\n"
    early = beside("figures", "--known-at", "0001-01-01T00:00:00Z", "--cite", "text", code=2)
    assert early == "tracker: nothing to cite: by 0001-01-01 00:00Z nothing had been read\n"


def test_a_moment_of_an_early_year_is_written_whole() -> None:
    """Moments sort as text: "300-…" would be after "2026-…"."""
    early = parse_moment("0300-01-01T00:00:00Z")
    assert (moment(early), minute(early)) == ("0300-01-01T00:00:00.000Z", "0300-01-01 00:00Z")


# ---- citation -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [
        ("parties", "ets-185"),
        ("figures", "--series"),
        ("state", "Japan"),
        ("between", "Japan", "Brazil"),
        ("compare", "ets-185", "cets-224"),
    ],
    ids=lambda command: command[0],
)
def test_any_answer_can_be_cited(
    w: World, ask: Callable[..., Any], see: Callable[..., str], command: tuple[str, ...]
) -> None:
    """The question, the day, what it rests on; in place of the answer, and the same key whenever it is asked."""
    day = ("--as-of", "2024-01-01")
    text = see(*command, *day, "--cite", "text")
    for words in (
        "ETS No. 185",
        "as of 1 January 2024",
        "status as of 15 June 2026",
        "demonstration data, a replay on this machine (no page of the Treaty Office was read) on 15 June 2026",
        "SHA-256",
        "unofficial",
    ):
        assert words in text
    entry = see(*command, *day, "--cite", "bibtex")
    assert entry.startswith("@misc{tracker-ets-185")
    assert ask(*command, *day, "--cite", "bibtex")["citation"] == entry.rstrip("\n")
    w.wait(days=3)
    assert see(*command, *day, "--cite", "bibtex").splitlines()[0] == entry.splitlines()[0]
    assert "Invalid value for '--cite'" in see(*command, "--cite", "html", code=2)


def test_lists_are_in_the_order_of_the_alphabet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where an accent makes no other letter, and a code of a State says nothing."""
    expected = ["Bosnia and Herzegovina", "Bulgaria", "Cabo Verde", "Colombia", "Côte d'Ivoire", "Cyprus"]
    expected += ["Japan", "São Tomé and Príncipe", "Switzerland", "Tunisia", "Türkiye", "Zambia"]
    with world(tmp_path, more=SECOND_PROTOCOL) as w:
        signed = [row(name, signed="2022-05-12") for name in reversed(expected)]
        w.show(*signed, number="224")
        w.show(*(but(one, signed="2005-05-12", consent="2006-05-12", in_force="2006-09-01") for one in signed))
        w.check_all()

        def said(*argv: str) -> str:
            assert tracker.cli.run(["--config", str(w.path), *argv]) == 0
            return " ".join(" ".join(capsys.readouterr()).split())

        table = said("parties", "ets-185")
        assert sorted(expected, key=table.index) == expected
        assert ", ".join(expected) in said("compare", "ets-185", "cets-224")
        assert ", ".join(expected) in said("calendar")
    assert alphabetical(reversed(expected)) == expected
