"""`tracker verify --against`: heads that were given out, in the files that hold them."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path

import pytest
from click.testing import CliRunner
from histories import lived
from tampering import copied, head_of, tamper

from jobs.rebuild.against import heads_of
from tracker.cli import cli
from tracker.errors import UsageError
from tracker.models.head import Head


@pytest.fixture
def database(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Path:
    return copied(lived(tmp_path_factory.mktemp("acts"), "acts").folder / "tracker.db", tmp_path)


def against(database: Path, *given: object) -> tuple[int, str]:
    arguments = [part for one in given for part in ("--against", str(one))]
    done = CliRunner().invoke(cli, ["--db", str(database), "verify", *arguments])
    return done.exit_code, done.output


def test_files_that_hold_heads(database: Path, tmp_path: Path) -> None:
    """Texts, a message that is packed, a database; all heads of a file count."""
    head, other = str(head_of(database)), Head(3, "0" * 64)
    (tmp_path / "text.html").write_text(f"<p>As of today.</p><code>{head}</code>")
    message = EmailMessage()
    message.set_content("Häd" * 40 + f"\n\n{head}\n", cte="base64")
    message.add_alternative(f"<p>{'long ' * 30}{head}</p>", subtype="html", cte="quoted-printable")
    (tmp_path / "saved.eml").write_bytes(bytes(message))
    assert head not in (tmp_path / "saved.eml").read_text()
    (tmp_path / "both.txt").write_text(f"{head} {other}")
    backup = tmp_path / "copy"
    backup.mkdir()
    copied(database, backup)
    good = (tmp_path / "text.html", tmp_path / "saved.eml", backup / "tracker.db")
    for file in good:
        assert against(database, file) == (0, against(database, head)[1])
    assert "1 head, " in against(database, *good)[1]
    code, said = against(database, tmp_path / "both.txt")
    assert (code, "2 heads, " in said) == (1, True)
    assert re.search(
        rf"^chain: the history up to row 3 of 20\S+ is not the one that the head {other}", said, re.MULTILINE
    )


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("3:abc", "neither a file nor a head"),
        ("nothing.txt", "neither a file nor a head"),
        ("empty.txt", "holds no head"),
        ("old.db", "holds no chain"),
    ],
)
def test_what_holds_no_head(tmp_path: Path, given: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wrong usage (exit code 2): nothing was compared."""
    monkeypatch.chdir(tmp_path)
    Path("empty.txt").write_text("nothing here")
    with closing(sqlite3.connect("old.db")) as connection:
        connection.execute("CREATE TABLE log (id INTEGER)")
    with pytest.raises(UsageError, match=says):
        heads_of(given)


def test_a_body_that_was_exchanged_is_found_against_a_head(database: Path) -> None:
    head = head_of(database)
    tamper(database, "UPDATE body SET packed = x'00' WHERE sha256 = (SELECT sha256 FROM evidence_item WHERE id = 1)")
    code, said = against(database, head)
    assert (code, "body: " in said) == (1, True)
