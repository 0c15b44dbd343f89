"""Stamps of the head of the history (RFC 3161), by a server of the test's own that signs as `openssl ts` does."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from states import SIGNED

import tracker.cli
from db.chain import head_in
from jobs.service import daemon
from jobs.stamps import stamp, stamped_at, stamps_of
from tracker.config import Stamps
from tracker.errors import ConfigError, OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from world import World

pytestmark = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="the stamping server of the tests is `openssl ts`"
)

_SETTINGS = """
[ tsa ]
default_tsa = own
[ own ]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""


def openssl(*arguments: object) -> None:
    subprocess.run([shutil.which("openssl") or "openssl", *map(str, arguments)], check=True, capture_output=True)


def authority(folder: Path) -> Path:
    """A root and a stamping server's certificate by it; returns the root's file."""
    folder.mkdir()
    (folder / "serial").write_text("01\n")
    (folder / "ts.cnf").write_text(_SETTINGS.format(folder=folder))
    (folder / "purpose").write_text("extendedKeyUsage=critical,timeStamping\n")
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    root = ("-keyout", folder / "root.key", "-out", folder / "root.pem", "-subj", "/CN=Root")
    openssl("req", "-x509", *key, *root, "-days", 3650)
    openssl("req", *key, "-keyout", folder / "tsa.key", "-out", folder / "tsa.csr", "-subj", "/CN=Stamps")
    signed = ("-CA", folder / "root.pem", "-CAkey", folder / "root.key", "-CAcreateserial")
    made = ("-out", folder / "tsa.pem", "-extfile", folder / "purpose", "-days", 3650)
    openssl("x509", "-req", "-in", folder / "tsa.csr", *signed, *made)
    return folder / "root.pem"


class Server(HTTPServer):
    """Stamps what is asked for; `status` other than 200 refuses; `says` answers with that instead."""

    folder: Path
    status = 200
    says: bytes | None = None
    asked = 0


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        own, folder = self.server, self.server.folder
        own.asked += 1
        (folder / "query").write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
        settings = ("-config", folder / "ts.cnf")
        openssl("ts", "-reply", *settings, "-queryfile", folder / "query", "-out", folder / "reply")
        self.send_response(own.status)
        self.end_headers()
        self.wfile.write((folder / "reply").read_bytes() if own.says is None else own.says)

    def log_message(self, *_: object) -> None:
        """Silent."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(("127.0.0.1", 0), _Handler) as own:
        own.folder = tmp_path_factory.mktemp("tsa") / "own"
        authority(own.folder)
        Thread(target=own.serve_forever, daemon=True).start()
        yield own
        own.shutdown()


@pytest.fixture
def w(open_world: Callable[..., World], server: Server) -> World:
    server.status, server.says, server.asked = 200, None, 0
    url = f"http://127.0.0.1:{server.server_port}/"
    made = open_world(more=f'[stamps]\nurl = "{url}"\ncertificates = "{server.folder / "root.pem"}"\n')
    made.show(*SIGNED)
    made.check()
    return made


def trusted(w: World) -> Stamps:
    assert w.config.stamps
    return w.config.stamps


def test_a_head_is_stamped_once_and_verify_checks_it(
    w: World, server: Server, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    database = w.config.database
    made = stamp(database, trusted(w))
    assert made
    assert stamp(database, trusted(w)) is None, "the same head"
    assert server.asked == 1
    [(path, head)] = stamps_of(database)
    assert (path, head) == (made, head_in(database))
    w.check()
    assert stamp(database, trusted(w))
    assert tracker.cli.run(["--config", str(w.path), "verify"]) == 0
    assert "2 stamps" in capsys.readouterr().out

    (tmp_path / "head").write_text(str(head))  # as a stranger checks it
    given = ("-data", tmp_path / "head", "-in", path, "-CAfile", server.folder / "root.pem")
    openssl("ts", "-verify", *given)


def test_verify_finds_a_stamp_that_is_none_and_a_history_that_is_another(
    w: World, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    made = stamp(w.config.database, trusted(w))
    assert made
    whole = made.read_bytes()
    made.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert tracker.cli.run(["--config", str(w.path), "verify"]) == 1
    assert f"stamp: {made.name}: no stamp of" in capsys.readouterr().out

    row, chain = made.stem.split("-")[-2:]
    other = made.with_name(f"tracker-{row}-{'0' * len(chain)}.tsr")  # of a history that is not this one
    made.rename(other)
    other.write_bytes(whole)
    assert tracker.cli.run(["--config", str(w.path), "verify"]) == 1
    said = capsys.readouterr().out
    assert "Mismatch between messages" in said
    assert "chain:" in said

    head = head_in(w.config.database)
    assert head
    stranger = Stamps(url="", certificates=authority(tmp_path / "another"))
    with pytest.raises(OutputError, match="no stamp of"):
        stamped_at(whole, head, stranger)


@pytest.mark.parametrize("says", [b"", b"<html>", b"0" * 200_000])
def test_an_answer_that_is_no_stamp_is_not_kept(w: World, server: Server, says: bytes) -> None:
    server.says = says
    with pytest.raises((OutputError, ConnectionError)):
        stamp(w.config.database, trusted(w))
    server.status = 503
    with pytest.raises(ConnectionError, match="status 503"):
        stamp(w.config.database, trusted(w))
    assert list(stamps_of(w.config.database)) == []


def test_half_of_the_settings_is_a_mistake(open_world: Callable[..., World]) -> None:
    with pytest.raises(ConfigError, match="needs both"):
        _ = open_world(more='[stamps]\nurl = "http://localhost/"\n').config


def test_a_server_that_fails_fails_one_job_alone(w: World, server: Server) -> None:
    """Its error stands in `status`, and is alerted as that of every job."""
    server.status = 500
    made = daemon.Daemon(config=w.config, now=lambda: w.now, stack=ExitStack())
    jobs = {job.name: job for job in made.jobs()}
    assert jobs["stamp"].lane not in {job.lane for name, job in jobs.items() if name != "stamp"}
    assert not jobs["stamp"].work(False)
    assert jobs["backup"].work(False)
    last = made.last_run("stamp")
    assert last
    assert str(last.error).startswith("ConnectionError: the stamping server refused (status 500")
