"""The keys of the configuration: those that the shipped file shows, with their defaults, and that all are accepted."""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING, Any

from contract import written
from contract.asking import ask

if TYPE_CHECKING:
    from pathlib import Path

    from contract.outlines import Scrubber

_COMMENTED = re.compile(r"# ?(?:# )?(\[\[?[\w.-]+\]?\]|[\w-]+ = .*)")

#: Every key there is, in one file.
EVERYTHING = """
[tracker]
database = "all.db"
contact = "mailto:contract@localhost"
confirm_after = "12h"
max_retractions = 3
max_corrections = 5
down_after = 3
remind_every = "1d"
clock_tolerance = "1d"

[http]
timeout = "30s"
min_gap = "2s"
retries = 3
max_bytes = "20MB"

[[treaty]]
id = "ets-185"
number = "185"
name = "Budapest Convention"
opened_on = 2001-11-23
blank_non_member = "invited"
threshold = { needed = 5, members = 3, organisations = true }
months_after_consent = 3
sources = ["coe-service", "coe-chart", "coe-members", "verdragenbank-xml", "saved"]
numbers = { verdragenbank-xml = "009852" }

[[treaty]]
id = "untc-xviii-16"
number = "XVIII-16"
name = "United Nations Convention against Cybercrime"
opened_on = 2025-10-25
threshold = { needed = 40, organisations = false }
days_after_threshold = 90
days_after_consent = 30
parent = "ets-185"
sources = ["untc-xml"]

[sources.coe-service]
api_url = "https://localhost/api/"
page_url = "https://localhost/page"
api_key = "a-key"
grace = "60d"

[sources.coe-chart]
url = "https://localhost/chart/{number}"
grace = "60d"

[sources.coe-members]
url = "https://localhost/members"
grace = "60d"

[sources.verdragenbank-xml]
url = "https://localhost/{number}.xml"
grace = "60d"
terms_accepted = "somebody, today, for a test"

[sources.untc-xml]
url = "https://localhost/{volume}/{chapter}/{number}.xml"
terms_accepted = "somebody, today, for a test"

[sources.saved]
kind = "file"
path = "chart.html"
of = "coe-chart"
published_on = 2026-05-01

[schedule]
check = "every 6h"
roll_over = "every 1h"
deliver = "every 1m"
backup = "every 1d"
heartbeat = "every 1m"
site = "cron: 15 5 * * mon-fri"
reconcile = "every 1d"
statements = "every 1d"
treaties = "every 1d"

[[notify]]
name = "legal"
url = "json://localhost/"
treaties = ["ets-185"]
participants = ["Hungary"]
kinds = ["ratified", "acceded"]
natures = ["event", "correction", "retraction", "editorial"]
alerts = true
digest = "weekly"
format = "markdown"

[[notify]]
name = "variable"
url = "env:NOT_SET_ANYWHERE"

[[notify]]
name = "first-line"
url = "file:missing.url"

[deliver]
give_up_after = "3d"

[publish]
folder = "public"

[health]
heartbeat = "beat.json"
ping_url = "http://localhost/ping"

[stamps]
url = "http://localhost/stamps"
certificates = "stamps.pem"

[participants]
"A name as the page prints it" = "HUN"
"""


def keys(folder: Path, scrub: Scrubber) -> dict[str, Any]:
    """What `init` writes, the keys in it, and what is said of a file with every key."""
    folder.mkdir()
    wrote = ask(folder, "init")
    text = (folder / "config.toml").read_text(encoding="utf-8")
    again = ask(folder, "init")
    (folder / "all.toml").write_text(EVERYTHING)
    return {
        "init": {"exit": [wrote.code, again.code], "files": written.names(folder, scrub)},
        "shipped": _plain(tomllib.loads(text)),
        "shown in comments": sorted({found.split(" = ")[0] for found in _COMMENTED.findall(text)}),
        "a file with every key": ask(folder, "--config all.toml config check --json").answer(scrub),
        "every key": sorted(_paths(tomllib.loads(EVERYTHING))),
    }


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value, default=str))


def _paths(value: Any, path: str = "") -> set[str]:
    if isinstance(value, dict):
        return set().union(*(_paths(item, f"{path}.{key}".strip(".")) for key, item in value.items()))
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return set().union(*(_paths(item, f"{path}[]") for item in value))
    return {path}
