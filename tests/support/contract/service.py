"""An installation of its own: files that a person saved as sources, a channel that does not answer, the daemon."""

from __future__ import annotations

import json
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from contract import written
from contract.asking import ask, command, environment
from contract.outlines import outline

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from contract.outlines import Scrubber

CONFIG = """
[tracker]
database = "tracker.db"
contact = "mailto:contract@localhost"
confirm_after = "0s"

[[treaty]]
id = "ets-185"
number = "185"
name = "Budapest Convention"
opened_on = 2001-11-23
blank_non_member = "invited"
sources = ["saved", "members"]

[sources.saved]
kind = "file"
path = "chart.json"
of = "coe-service"
published_on = 2026-05-01

[sources.members]
kind = "file"
path = "members.html"
of = "coe-members"
published_on = 2026-05-01

[[notify]]
name = "hook"
url = "json://127.0.0.1:9/"

[publish]
folder = "public"

[health]
heartbeat = "beat.json"
"""

MEMBERS = """<!DOCTYPE html>
<html lang="en"><head><title>Parties/Observers to the Budapest Convention</title></head><body>
<h3>Parties</h3>
<p><img src="a.png" alt=""> Albania</p><p><img src="b.png" alt=""> Tonga</p>
<h3>Signatories and invited to accede</h3>
<p><img src="c.png" alt=""> Ireland</p><p><img src="d.png" alt=""> Kazakhstan</p>
</body></html>
"""

CHART = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Full list</title></head><body>
<h3>Chart of signatures and ratifications of Treaty 185</h3>
<p><strong>Convention on Cybercrime (ETS No. 185)</strong></p>
<p><strong>Status as of 25/04/2026</strong></p>
<table>
<tr><th><h6>Title</h6></th><td>Convention on Cybercrime (ETS No. 185)</td></tr>
<tr><th><h6>Reference</h6></th><td>ETS No. 185</td></tr>
<tr><th><h6>Opening of the treaty</h6></th><td>Budapest 23/11/2001 - Treaty open for signature</td></tr>
<tr><th><h6>Entry into Force</h6></th><td>01/07/2004 - 5 Ratifications</td></tr>
</table>
<table><thead><tr><th>State or International Organisation</th><th>Signature</th><th>Ratification</th>
<th>Entry into Force</th><th>Notes</th><th>R.D.A.T.C.O.</th></tr></thead></table>
<h5>Members of Council of Europe</h5>
<table><tbody>
<tr><td><a href="?CodePays=ALB">Albania</a></td><td>23/11/2001</td><td>20/06/2002</td><td>01/07/2004</td><td></td>
<td><a href="?codeNature=3&amp;codePays=ALB">A.</a></td></tr>
<tr><td><a href="?CodePays=IRE">Ireland</a></td><td>28/02/2002</td><td></td><td></td><td></td><td></td></tr>
</tbody></table>
</body></html>
"""


def _row(code: str, name: str, signed: str | None, consent: str | None, in_force: str | None, **more: str) -> Any:
    days = {"DateSignature": signed, "DateConsentement": consent, "DateEntreeVigueur": in_force, **more}
    moments = {key: f"{day}T00:00:00" if day else None for key, day in days.items()}
    return {"CodePays": code, "LibPaysOrga": name, "NumSTE": "185", **moments}


ALBANIA = _row("ALB", "Albania", "2001-11-23", "2002-06-20", "2004-07-01")
BRAZIL = _row("BRA", "Brazil", None, "2022-11-30", "2023-03-01")
IRELAND = _row("IRE", "Ireland", "2002-02-28", None, None)
KAZAKHSTAN = _row("KAZ", "Kazakhstan", None, None, None)
PORTUGAL = _row("POR", "Portugal", "2001-11-23", "2010-03-24", "2010-07-01")
TONGA = _row("TON", "Tonga", None, "2017-05-09", "2017-09-01")
FIRST = ([ALBANIA, IRELAND, PORTUGAL], [KAZAKHSTAN, TONGA], [])
SECOND = (
    [{**ALBANIA, "DateConsentement": "2002-06-21T00:00:00"}, _row("IRE", "Ireland", "2002-02-28", "2026-04-28", None)],
    [_row("TON", "Tonga", None, "2017-05-09", "2017-09-01", DateDenonciation="2026-04-29"), BRAZIL],
    [],
)
DOUBTFUL = ([{**ALBANIA, "DateConsentement": "1990-01-01T00:00:00"}, *SECOND[0][1:]], SECOND[1], [])


class Service:
    """The installation's folder; each command's answer is noted under its line."""

    def __init__(self, folder: Path, scrub: Scrubber) -> None:
        self.folder, self.scrub = folder, scrub
        self.noted: dict[str, Any] = {}
        folder.mkdir()
        (folder / "config.toml").write_text(CONFIG, encoding="utf-8")
        (folder / "members.html").write_text(MEMBERS, encoding="utf-8")

    def note(self, line: str, *more: str, label: str = "") -> None:
        """Run a command with --json, and note its exit code and the outline of its answer."""
        self.noted[label or line] = ask(self.folder, f"{line} --json", *more).answer(self.scrub)

    def backup(self) -> str:
        """The first backup; a file that is not there if there is none."""
        return str(next((self.folder / "backups").glob("*.db"), "no-backup.db"))

    def show(self, *groups: Any) -> None:
        """What the saved chart says now."""
        (self.folder / "chart.json").write_text(json.dumps(groups))


def live(folder: Path, scrub: Scrubber) -> Service:
    """From the first check to a doubtful chart that a person decided, and what an operator does around it."""
    service = Service(folder, scrub)
    _read(service)
    _ask(service)
    _keep(service)
    return service


def _read(service: Service) -> None:
    service.show(*FIRST)
    service.note("check", label="check: the first read")
    service.show(*SECOND)
    service.note("check", label="check: changes, and facts no longer shown")
    service.note("check", label="check: the absence is confirmed")
    service.show(*DOUBTFUL)
    service.note("check", label="check: a doubtful chart")
    service.note("quarantine list")
    service.note("quarantine show 1")
    service.note("status", label="status: one in quarantine")
    service.note("quarantine reject 1")
    service.show([{**ALBANIA, "DateConsentement": "1990-01-02T00:00:00"}, *SECOND[0][1:]], SECOND[1], [])
    service.note("check --treaty ets-185 --source saved", label="check: another doubtful chart, of one source")
    service.note("quarantine accept 2")
    (service.folder / "chart.json").unlink()
    service.note("check", label="check: a file that is not there")
    service.show(*SECOND)


def _ask(service: Service) -> None:
    service.note("reference ets-185 ireland consent_on", "JJ9876C Tr./185-1")
    lines = ("changes", "why 1", "parties", "state ireland", "state tonga", "between albania tonga", "calendar --all")
    for line in (
        *lines,
        "figures",
        "reconcile --all",
        "snapshots",
        "diff 1 3",
        "notify list",
        "config check",
        "doctor",
    ):
        service.note(line, label=f"{line}: of the installation")
    service.note("notify test")
    service.note("notify retry")


def _keep(service: Service) -> None:
    service.note("site build")
    service.note("backup")
    service.note("verify", label="verify: of the installation")
    service.note("rebuild")
    service.note("restore", service.backup(), label="restore a backup")


def parsed(folder: Path, history: Path) -> dict[str, Any]:
    """What `parse` says of pages, one object a line."""
    (folder / "chart.html").write_text(CHART, encoding="utf-8")
    (folder / "members.html").write_text(MEMBERS, encoding="utf-8")
    ask(history, f"evidence 7 -o {folder}/service.json")
    (folder / "empty.html").write_text("<html></html>")
    found = {}
    for line in ("coe-chart chart.html empty.html", "coe-members members.html", "coe-service service.json"):
        said = ask(folder, f"parse {line} --json")
        found[f"parse {line}"] = {
            "exit": said.code,
            "json": outline([json.loads(text) for text in said.out.splitlines()]),
        }
    return found


@contextmanager
def daemon(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """The background service in a folder, from when it has written its site until it is told to stop."""
    process = subprocess.Popen(
        command("run"),
        cwd=folder,
        env=environment(folder / "nobody"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        for _ in range(300):
            if (folder / "beat.json").exists() or process.poll() is not None:
                break
            time.sleep(0.1)
        assert (folder / "beat.json").exists(), f"the daemon gave no heartbeat; exit code {process.poll()}"
        yield process
        process.terminate()
        process.communicate(timeout=60)
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


def files(service: Service) -> Iterator[tuple[str, Any]]:
    """What the installation wrote."""
    yield "an installation with [publish] folder", written.names(service.folder, service.scrub)
