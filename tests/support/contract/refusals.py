"""Exit codes: 0 done, 1 something failed or is doubtful, 2 usage or configuration, 3 the database is held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contract.asking import ask, each
from contract.service import daemon

if TYPE_CHECKING:
    from pathlib import Path

    from contract.service import Service

_OF_HISTORY = (
    *("--version", "--help", "parties --help", "parties", "parties ets-999", "parties --as-of 2026-2-5"),
    *("parties --standing nothing", "nothing", "why 9999", "why x", "snapshot 9999", "evidence 9999", "diff 1 9999"),
    *("diff 1 102", "state nowhere", "between brazil brazil", "compare ets-185 ets-185", "changes --kind nothing"),
    *("changes --participant nowhere", "report --format nothing", "report -o missing/report.html"),
    *("export csv -o missing/all.csv", "export xlsx", "quarantine show 1", "notify test", "notify retry nobody"),
    *("status", "verify", "reconcile", "calendar", "statements --matrix", "parse coe-chart missing.html"),
    *("--db missing.db parties", "--config missing.toml status", "restore missing.db", "site build -o other"),
    *("reference ets-185 nowhere consent_on JJ1", "reference ets-185 hungary nothing JJ1", "doctor"),
    *("demo -o other", "notify", "config"),
)
_WRITING = ("check", "backfill missing.html", "treaty add x")  # one after the other, and last
_WHILE_HELD = ("run", "restore missing.db", "rebuild", "parties", "status", "backup", "backfill missing.html")

_CONFIGURATIONS = {
    "a key that is not known": "[tracker]\ndatabas = 'x.db'\n",
    "a table that is not known": "[trackr]\n",
    "not TOML": "[tracker\n",
    "a duration that is none": "[tracker]\nconfirm_after = '12 parsecs'\n",
    "a schedule that is none": "[schedule]\ncheck = 'now and then'\n",
    "a source that is not there": "[[treaty]]\nid = 'ets-185'\nnumber = '185'\nname = 'X'\nsources = ['nobody']\n",
    "terms that nobody accepted": "[[treaty]]\nid = 'a-1'\nnumber = 'XVIII-16'\nname = 'X'\nsources = ['untc-xml']\n"
    "[sources.untc-xml]\nurl = 'https://localhost/{number}'\n",
    "a channel without an address": "[[notify]]\nname = 'x'\nurl = ''\n",
    "nothing": "",
}


def codes_of_history(folder: Path) -> dict[str, int]:
    """Line → exit code, in the folder of the demo."""
    other = folder / "other"
    other.mkdir()
    (other / "index.html").write_text("not the tracker's")
    read = each(_OF_HISTORY, lambda line: ask(folder, line).code)
    return {**read, **{line: ask(folder, line).code for line in _WRITING}}


def codes_of_configurations(folder: Path) -> dict[str, int]:
    """What `config check` says of configurations that are wrong."""
    found = {}
    for name, text in _CONFIGURATIONS.items():
        (folder / "wrong.toml").write_text(text)
        found[name] = ask(folder, "--config wrong.toml config check").code
    return found


def codes_while_held(lived: Service) -> dict[str, int]:
    """Line → exit code while the daemon runs, and the daemon's own when it is told to stop."""
    folder = lived.folder
    with daemon(folder) as process:
        found = each(_WHILE_HELD, lambda line: ask(folder, line).code)
        found["restore a backup"] = ask(folder, "restore", lived.backup()).code
    return {**found, "run, told to stop": process.returncode}
