"""The command line as people and scripts meet it: exit codes, one line for an error, options anywhere, any terminal."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from states import ALBANIA, BRAZIL, HUNGARY, IRELAND
from world import World, row, world

from tracker.cli.kit.tables import Table, draw
from tracker.models.head import Head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from fixtures import Said


TURKEY = row("Türkiye", signed="2010-11-10", consent="2014-09-29", in_force="2015-01-01")
STYLE = re.compile("\x1b\\[[0-9;]*m")
CONTROL = re.compile("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
READS = (
    *("status", "parties", "figures", "changes", "report", "why 1", "snapshots", "snapshot 1", "diff 1 2"),
    *("evidence 1", "quarantine list", "quarantine show 1"),
)


@pytest.fixture
def w(w: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """A world that was read twice: Brazil acceded in between."""
    monkeypatch.setattr("jobs.clock.utc_now", lambda: w.now)
    w.show(ALBANIA, TURKEY)
    w.check()
    w.show(ALBANIA, TURKEY, BRAZIL)
    w.check()
    return w


# ---- errors: one line, what, where, what to do -------------------------------------------------------


@pytest.mark.parametrize("command", [*READS, "check", "config check", "doctor", "quarantine accept 1"])
def test_without_a_configuration(say: Callable[..., Said], command: str) -> None:
    """Nothing here to go by: say how to begin."""
    found = say(command)

    assert (found.code, found.line) == (
        2,
        "tracker: no config.toml here or in your configuration folder: run `tracker init`, or use --config PATH",
    )


@pytest.mark.parametrize("command", READS)
def test_without_a_database(say: Callable[..., Said], tmp_path: Path, command: str) -> None:
    """Reading creates nothing; the line says what does. An empty file is no database yet."""
    for name in ("absent.db", "empty.db", "folder/absent.db"):
        (tmp_path / "empty.db").touch()
        found = say(f"{command} --db {name}")
        assert found.code == 2
        hint = f"run `tracker init --db {name}` or `tracker check --db {name}`"
        assert found.line == f"tracker: no database at {name}: {hint}"
    assert not (tmp_path / "absent.db").exists()
    assert not (tmp_path / "folder").exists()


def _text(path: Path) -> None:
    path.write_text("this is a letter to my aunt\n" * 100)


def _other(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE t (a)")


def _newer(path: Path) -> None:
    _ours(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('convention-tracker', '999_of_2031', 'x')"
        )


def _damaged(path: Path) -> None:
    _ours(path)
    content = bytearray(path.read_bytes())
    content[1024:] = b"A" * (len(content) - 1024)
    path.write_bytes(content)


def _truncated(path: Path) -> None:
    _ours(path)
    path.write_bytes(path.read_bytes()[:5000])


def _ours(path: Path) -> None:
    from db.store import Store

    with Store.open(path, create=True):
        pass


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_text, "not a usable database"),
        (_other, "not a database of the tracker"),
        (_newer, "written by a newer version of the tracker (999_of_2031)"),
        (_damaged, "not a usable database"),
        (_truncated, "not a usable database"),
        (lambda path: path.mkdir(), "cannot open"),
    ],
)
def test_a_file_that_is_no_database(
    say: Callable[..., Said], tmp_path: Path, make: Callable[[Path], None], said: str
) -> None:
    """Named, said, and left as it was, whatever asks."""
    path = tmp_path / "given.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    (tmp_path / "config.toml").write_text("")

    for command in ("parties", "changes", "status", "evidence 1", "check"):
        found = say(f"{command} --db given.db")
        assert found.code == 2
        assert "given.db" in found.line
        assert said in found.line
    assert before is None or path.read_bytes() == before


def test_a_name_too_long_for_a_file(say: Callable[..., Said]) -> None:
    """Also a mistake to be told in one line."""
    found = say("parties", "--db", "x" * 5000)
    assert (found.code, "name too long" in found.line) == (2, True)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("why 99", "no change 99: known are 1 to 3"),
        ("why 0", "no change 0: known are 1 to 3"),
        ("why 99999999999999999999", "no change 99999999999999999999: known are 1 to 3"),
        ("why -- -99999999999999999999", "no change -99999999999999999999: known are 1 to 3"),
        ("snapshot 7", "no snapshot 7: known are 1 to 2"),
        ("diff 1 7", "no snapshot 7: known are 1 to 2"),
        ("evidence 7", "no evidence 7: known are 1 to 3"),
        ("quarantine show 7", "no item 7 in quarantine: there are none yet"),
        ("quarantine accept 7", "no item 7 in quarantine: there are none yet"),
        ("quarantine reject 7", "no item 7 in quarantine: there are none yet"),
        ("parties ets-158", "no treaty 'ets-158'; did you mean 'ets-185'?"),
        ("figures --treaty xyz", "no treaty 'xyz' (known: ets-185)"),
        ("changes --treaty ets-18", "no treaty 'ets-18'; did you mean 'ets-185'?"),
        ("snapshots --treaty ets-18", "no treaty 'ets-18'; did you mean 'ets-185'?"),
        ("report --participant Brasil", "no participant 'Brasil', nearest known: Brazil (BRA)"),
        ("check --treaty ets-158", "no treaty 'ets-158'; did you mean 'ets-185'?"),
        ("check --source coe-servce", "no source 'coe-servce'; did you mean 'coe-service'?"),
        ("parties x'OR(1=1)--", 'no treaty "x\'OR(1=1)--" (known: ets-185)'),
    ],
)
def test_an_id_that_is_not(w: World, say: Callable[..., Said], command: str, said: str) -> None:
    """Exit code 2, naming the nearest known one."""
    assert w
    found = say(command)
    assert (found.code, found.line[: len(said) + 9]) == (2, f"tracker: {said}")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("changes --since 2025-01-01 --until 2024-01-01", "2024-01-01 is before 2025-01-01: name the earlier day"),
        ("report --since 2025-01-01 --until 2024-01-01", "2024-01-01 is before 2025-01-01: name the earlier day"),
        ("acts --since 2025-01-01 --until 2024-01-01", "2024-01-01 is before 2025-01-01: name the earlier day"),
    ],
)
def test_what_cannot_be_answered_is_refused(w: World, say: Callable[..., Said], command: str, said: str) -> None:
    assert w
    found = say(command)
    assert (found.code, found.line.removeprefix("tracker: ")[: len(said)]) == (2, said)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("changes --since 2026-13-01", "'2026-13-01' is not a day like 2026-02-05."),
        ("changes --until 20260101", "'20260101' is not a day like 2026-02-05."),
        ("parties --as-of yesterday", "'yesterday' is not a day like 2026-02-05."),
        ("parties --as-of 2026-W01-1", "'2026-W01-1' is not a day like 2026-02-05."),
        ("parties --known-at noon", "'noon' is not a moment like 2026-02-05T12:00:00Z."),
        ("parties --known-at 0001-01-01T00:00:00+14:00", "is not a moment like"),
        ("why one", "'one' is not a valid integer."),
        ("changes --kind accede", "'accede' is not known; did you mean 'acceded'?"),
        ("parties --standing partie", "'partie' is not known; did you mean 'party'?"),
        ("report --format pdf", "'pdf' is not one of"),
        ("chnges", "No such command 'chnges'; did you mean 'changes'?"),
        ("quarantine lst", "No such command 'lst'; did you mean 'list'?"),
        ("parties --as-off 2026-01-01", "No such option"),
        ("parse coe-chrt x", "'coe-chrt' is not one of"),
    ],
)
def test_usage_errors(say: Callable[..., Said], command: str, said: str) -> None:
    """click's own lines, exit code 2."""
    found = say(command)
    assert (found.code, found.out) == (2, "")
    assert said in found.err


def test_a_mistake_of_the_program_shows_its_traceback_only_on_request(
    w: World, say: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever goes wrong: one line and exit code 1; with --debug the traceback."""
    assert w

    def broken(*_: object, **__: object) -> None:
        raise KeyError("oops")

    monkeypatch.setattr("tracker.answers.standing.parties", broken)
    found = say("parties")
    assert found.code == 1
    assert "KeyError: 'oops'" in found.line
    assert "--debug" in found.line
    with pytest.raises(KeyError):
        say("parties --debug")
    with pytest.raises(KeyError):
        say("--debug parties")


def test_a_database_that_somebody_holds(w: World, say: Callable[..., Said], monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading goes on; a check that cannot write says so in one line, and does it the next time."""
    monkeypatch.setattr("db.database.WAIT", 0.05)
    with closing(sqlite3.connect(w.folder / "tracker.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert (say("parties").code, say("changes --json").code) == (0, 0)
        found = say("check --json")
        assert (found.code, "is in use by another process: try again in a moment" in found.line) == (1, True)
        other.execute("ROLLBACK")
    assert say("check --json").code == 0


def test_a_second_check_gets_its_turn_or_a_line(
    w: World, say: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One pass at a time; after the wait for its turn, exit code 1."""
    from jobs import locks

    monkeypatch.setattr(locks, "WAIT", 0.05)
    with locks.turn(w.config):
        found = say("check --json")
    assert (found.code, "another check of" in found.line) == (1, True)
    assert say("check --json").code == 0


# ---- options before and after, below groups ----------------------------------------------------------


def test_shared_options_stand_anywhere_and_the_commands_own_wins(
    w: World, say: Callable[..., Said], tmp_path: Path
) -> None:
    """`--json`, `--config` and `--db` before or after the command and below nested groups."""
    assert w
    for command in (
        "--json quarantine list",
        "quarantine --json list",
        "quarantine list --json",
        "--json parties",
        "parties --json",
        "--config config.toml --json snapshots",
        "--db absent.db changes --db tracker.db --json",
        "--config absent.toml parties --config config.toml --json",
        "--db absent.db quarantine --db other.db list --db tracker.db --json",
    ):
        found = say(command)
        assert found.code == 0, (command, found.err)
        assert isinstance(json.loads(found.out), list)
    (tmp_path / "config.toml").rename(tmp_path / "elsewhere.toml")
    for command in READS[:-1]:
        assert say(f"--db tracker.db {command}").code == 0, command
    assert say("status --db tracker.db --json").code == 0


def test_a_treaty_in_capitals(w: World, say: Callable[..., Said]) -> None:
    """As people write it: ids are in small letters."""
    assert w
    for command in ("parties ets-185", "changes --treaty ets-185", "snapshots --treaty ets-185"):
        found = say(command.replace("ets", "ETS"))
        assert (found.code, found.out) == (0, say(command).out)
    assert "no treaty 'ETS-186'; did you mean 'ets-185'?" in say("parties ETS-186").line


# ---- what is written ---------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json", "csv"])
def test_a_report_in_each_format_to_a_file(w: World, say: Callable[..., Said], tmp_path: Path, form: str) -> None:
    """The same on standard output and in a file; folders are made."""
    assert w
    printed = say(f"report --format {form}")
    written = say(f"report --format {form} -o new/folder/report")

    assert (printed.code, written.code, written.out) == (0, 0, "")
    assert "Brazil" in printed.out
    assert (tmp_path / "new/folder/report").read_bytes().strip() == printed.out.encode().strip()


@pytest.mark.parametrize("command", ["report", "evidence 1"])
def test_an_output_that_cannot_be_written(w: World, say: Callable[..., Said], tmp_path: Path, command: str) -> None:
    """A folder, a file where a folder is needed: exit code 2, and nothing is left behind."""
    assert w
    before = sorted(tmp_path.iterdir())
    for place in (tmp_path, tmp_path / "config.toml" / "x"):
        found = say(*command.split(), "-o", place)
        assert (found.code, f"cannot write {place}" in found.line) == (2, True)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("there", [True, False], ids=["to a file", "to nothing yet"])
def test_an_output_through_a_link(w: World, say: Callable[..., Said], tmp_path: Path, *, there: bool) -> None:
    """The link stays; what it points to is replaced, or made."""
    assert w
    target, link = tmp_path / "folder" / "page", tmp_path / "link"
    target.parent.mkdir()
    link.symlink_to(target)
    if there:
        target.write_text("old")

    assert say("evidence", "1", "-o", link).code == 0
    assert (link.is_symlink(), link.readlink()) == (True, target)
    assert target.read_bytes() == say("evidence 1").out.encode()
    assert [path.name for path in target.parent.iterdir()] == ["page"]


@pytest.mark.parametrize("linked", [False, True])
@pytest.mark.parametrize("command", ["evidence 1", "report", "calendar", "export csv", "export warc"])
def test_an_output_into_a_pipe(
    w: World, say: Callable[..., Said], tmp_path: Path, command: str, *, linked: bool
) -> None:
    """What is no regular file is written into, and is never replaced."""
    assert w
    pipe, place = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    place.symlink_to(pipe)
    with reader(pipe) as read:
        found = say(*command.split(), "-o", place if linked else pipe)
        assert (found.code, found.out, pipe.is_fifo()) == (0, "", True)
        assert read(1_000_000).strip() == say(*command.split(), "-o", "-").out.encode().strip() != b""


@contextmanager
def reader(pipe: Path) -> Iterator[Callable[[int], bytes]]:
    """Somebody at the other end, so that no writer waits; what is written here fits into a pipe."""
    end = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        yield lambda most: os.read(end, most)
    finally:
        os.close(end)


@pytest.mark.skipif(not os.path.exists("/proc/self/fd"), reason="Linux names open files there")  # noqa: PTH110
def test_an_output_into_an_open_file(w: World, say: Callable[..., Said], tmp_path: Path) -> None:
    """What /dev/stdout is under Linux: a name of an open file, beside which no other can be put."""
    assert w
    with (tmp_path / "page").open("wb") as file:
        assert say("evidence", "1", "-o", f"/proc/self/fd/{file.fileno()}").code == 0
    assert (tmp_path / "page").read_bytes() == say("evidence 1").out.encode()


def test_an_output_on_a_full_disk(
    w: World, say: Callable[..., Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line that names the place, exit code 1, and nothing is left behind."""
    assert w

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    before = sorted(tmp_path.iterdir())
    monkeypatch.setattr("os.fsync", full)
    found = say("report -o page")
    assert (found.code, found.line) == (1, f"tracker: cannot write page: {os.strerror(errno.ENOSPC)}")
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("command", ["evidence 1", "report", "export csv", "export warc"])
def test_a_dash_is_standard_output(w: World, say: Callable[..., Said], tmp_path: Path, command: str) -> None:
    """`-o -` says what is said without it, and leaves no file of that name."""
    assert w
    found = say(*command.split(), "-o", "-")
    assert (found.code, found.err) == (0, "")
    assert found.out.strip() == say(command).out.strip() != ""
    assert not (tmp_path / "-").exists()


def test_evidence_is_byte_for_byte(w: World, say: Callable[..., Said], tmp_path: Path) -> None:
    """What came is what is given out, on standard output and in a file."""
    given = w.standin.charts["185"]
    assert say("evidence 3").out.encode() == given
    assert say("evidence 3 -o page").code == 0
    assert (tmp_path / "page").read_bytes() == given


EVIL = {
    "<img src=x onerror=alert(1)>": "XAX",
    "\x1b[31mRed\x1b]0;title\x07": "XBX",
    "Cee\u009b31mone": "XCX",
    "Bidi\u202egnp": "XDX",
    "=cmd|'/c calc'!A1": "XEX",
    "Return\rState": "XFX",
}


def test_a_name_steers_no_terminal_and_no_page(tmp_path: Path, say: Callable[..., Said]) -> None:
    """Whatever a State may be called: no control character, no tag, no formula; JSON gives the name back."""
    more = "[participants]\n" + "\n".join(f'{json.dumps(name)} = "{key}"' for name, key in EVIL.items())
    with world(tmp_path, more=more) as w:
        w.now = datetime.now(UTC)
        w.show(ALBANIA)
        w.check()
        w.show(ALBANIA, *(row(name, "non_member", consent="2022-11-30", in_force="2023-03-01") for name in EVIL))
        w.wait(seconds=-1)
        assert say("check").code == 0
        w.standin.charts["185"] = w.standin.charts["185"].replace(b"Albania", b"Al\\u001b[31mb\\u009bania")
        said = [say("check"), say("check --json"), say("status"), say("config check")]
    said += [say(command) for command in (*READS[1:10], *(f"{command} --json" for command in READS[1:9]))]
    reports = {form: say(f"report --format {form}") for form in ("text", "markdown", "html", "json", "csv")}

    for found in (*said, *reports.values()):
        assert not CONTROL.search(found.out), repr(found.out[:500])
        assert not CONTROL.search(found.err)
    assert "<img" not in reports["html"].out
    assert "<img" not in reports["markdown"].out
    for record in csv.DictReader(io.StringIO(reports["csv"].out)):
        assert not record["name"].startswith("=")
    names = {change["name"] for change in json.loads(say("changes --json").out)}
    assert names >= set(EVIL) - {"\x1b[31mRed\x1b]0;title\x07", "Return\rState"}


# ---- tables on a terminal ----------------------------------------------------------------------------


@pytest.fixture
def see(w: World, monkeypatch: pytest.MonkeyPatch, say: Callable[..., Said]) -> Callable[..., str]:
    """Run a command on a terminal so many characters wide; what it draws fits into it."""
    assert w

    def drawn(columns: int, *argv: str) -> str:
        monkeypatch.setenv("COLUMNS", str(columns))
        with monkeypatch.context() as patched:
            patched.setattr("sys.stdout.isatty", lambda: True, raising=False)
            seen = STYLE.sub("", say(*argv).out)
        # a head of the history is one word, which a terminal breaks where it must
        assert max(len(line) for line in seen.splitlines() if Head.parse(line) is None) <= columns
        assert "…" not in seen
        return seen

    return drawn


@pytest.mark.parametrize("columns", [40, 80, 120])
@pytest.mark.parametrize(
    ("command", "shown"),
    [
        ("parties", ("Albania", "2001-11-23", "2014-09-29", "2023-03-01", "party")),
        ("parties ets-185 --as-of 2012-01-01", ("Türkiye", "signatory", "2004-07-01")),
        ("figures", ("ets-185", "2026-06-15")),
        ("figures --series", ("ets-185", "2001-11-23", "2022-11-30")),
        ("changes", ("ets-185", "acceded", "entered_into_force")),
        ("status", ("ets-185", "coe-service", "2026-06-15 12:00Z")),
        ("snapshots", ("2026-06-15T12:00:01.000Z", "2026-06-15T12:00:02.000Z")),
        ("snapshot 2", ("Brazil", "2023-03-01", "party")),
    ],
)
def test_a_table_is_never_cut(see: Callable[..., str], columns: int, command: str, shown: tuple[str, ...]) -> None:
    """Dates, figures, ids, standings and flags stand whole on a terminal of any width."""
    seen = see(columns, *command.split())
    assert [text for text in shown if text not in seen] == []


def test_what_every_row_says_is_said_once_where_room_is_scarce(see: Callable[..., str]) -> None:
    """Above the table, with the columns that are empty; a wide terminal shows all columns."""
    narrow, wide = see(80, "parties", "ets-185"), see(160, "parties", "ets-185")
    assert narrow.splitlines()[0].startswith("treaty: ets-185; standing: party; nothing in: left on")
    assert (narrow.count("ets-185"), wide.count("ets-185")) == (1, 3)
    assert "left on" in wide.splitlines()[0]


def test_a_table_of_parties_is_counted(say: Callable[..., Said], open_world: Callable[..., World]) -> None:
    w = open_world()
    w.show(ALBANIA, IRELAND, HUNGARY)
    w.check()
    found = say("--config", w.path, "parties")
    assert "ets-185: 3 rows: 1 party, 2 signatory" in found.err.splitlines()


def test_a_folder_is_not_made_in_silence(w: World, say: Callable[..., Said]) -> None:
    assert w
    assert "no folder" not in say("report -o here.txt").err
    found = say("report -o none/report.txt")
    assert (found.code, "none: it is made" in found.err) == (0, True)


TABLE = Table.of(
    ("treaty", "code", "name", "on"),
    [
        (treaty, "XXX", name, "2026-01-01T00:00:00.000Z")
        for treaty in ("ets-1", "ets-2")
        for name in ("A name of many words", "Another")
    ],
    title="Title",
    wide=("name",),
    brief=("on",),
)


def lines(capsys: pytest.CaptureFixture[str], width: int, monkeypatch: pytest.MonkeyPatch, **how: Any) -> list[str]:
    monkeypatch.setenv("COLUMNS", str(width))
    draw(TABLE, **how)
    return [line.rstrip() for line in capsys.readouterr().out.splitlines()]


def test_a_table_that_is_too_wide(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """It says the same above, then a table for each value, then without what can be spared, then in blocks."""
    whole = lines(capsys, 60, monkeypatch)
    assert whole[:2] == ["Title", "treaty  code  name                  on"]
    assert whole[3] == "ets-1   XXX   A name of many words  2026-01-01 00:00Z"
    assert lines(capsys, 30, monkeypatch)[:3] == ["Title", "code: XXX; on: 2026-01-01", "00:00Z"]
    two = lines(capsys, 24, monkeypatch, apart="treaty")
    assert [line for line in two if "treaty" in line] == ["treaty: ets-1", "treaty: ets-2"]
    assert two.count("Title") == 1
    spared = lines(capsys, 24, monkeypatch, spare=("treaty",))
    assert " ".join(spared).endswith("left out to fit: treaty (a wider terminal or --json has them)")
    assert lines(capsys, 24, monkeypatch)[:4] == ["Title", "treaty: ets-1", "code: XXX", "name: A name of many"]


# ---- pipes, terminals, encodings: the real command ---------------------------------------------------


def run(*argv: str, **settings: Any) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "tracker", *argv], stderr=subprocess.PIPE, check=False, timeout=60, **settings
    )


@pytest.mark.parametrize("command", ["changes --json", "parties", "report", "--help", "evidence 1"])
def test_a_reader_that_has_seen_enough(w: World, command: str) -> None:
    """A closed pipe is no error."""
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as pipe:
        done = run("--db", str(w.folder / "tracker.db"), *command.split(), stdout=pipe)
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)


def test_a_full_disk(w: World) -> None:
    """The answer could not be written: one line, exit code 1."""
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        done = run("--db", str(w.folder / "tracker.db"), "report", stdout=full)
    said = f"tracker: cannot write the output: {os.strerror(errno.ENOSPC)}"
    assert (done.returncode, done.stderr.decode().splitlines()[-1]) == (1, said)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8", "cp437"])
def test_a_terminal_that_cannot_show_a_name(w: World, encoding: str) -> None:
    """Text says it otherwise; JSON says it in JSON's way."""
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "LC_ALL": "C"}
    database = str(w.folder / "tracker.db")
    for command in ("parties", "report", "why 1"):
        done = run("--db", database, *command.split(), stdout=subprocess.PIPE, env=environment)
        assert (done.returncode, b"Traceback" in done.stderr) == (0, False)
    done = run("--db", database, "parties", "--json", stdout=subprocess.PIPE, env=environment)
    used = "utf-8" if encoding == "ascii" else encoding  # click takes ascii for a terminal that was set up wrongly
    assert "Türkiye" in {party["name"] for party in json.loads(done.stdout.decode(used))}


def test_standard_output_that_is_closed(w: World) -> None:
    """`>&-`: nothing to print to, and no traceback."""
    done = run("--db", str(w.folder / "tracker.db"), "parties", stdout=None, preexec_fn=lambda: os.close(1))
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)
