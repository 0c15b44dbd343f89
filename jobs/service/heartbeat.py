"""Signs of life: a file with the time of the last beat, and an address that is pinged while all is healthy."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from jobs.files import write_atomically
from jobs.service.status import LOST_LINES, status
from tracker.models import moment

if TYPE_CHECKING:
    from datetime import datetime

    from db.store import Store
    from tracker.config import Config

_PING_TIMEOUT = (5, 5)  # seconds to connect, to answer


def beat(store: Store, config: Config, *, now: datetime, lost_lines: int = 0) -> bool:
    """Write the heartbeat file, and ping the address if healthy: a monitor there alerts when the pings stop.

    `lost_lines` of the log could not be written: who looks for them must know. Returns True if healthy. Raises
    OutputError for the file, ConnectionError for the ping.
    """
    found = status(store, now=now, cadence=config.schedule.check, list_cadence=config.schedule.statements)
    if str(lost_lines) != (store.memory.get(LOST_LINES) or "0"):
        store.memory.put(LOST_LINES, str(lost_lines))
    if config.heartbeat:
        beat: dict[str, object] = {"at": moment(now), "healthy": found["healthy"], "reasons": found["reasons"]}
        if lost_lines:
            beat["log_lines_lost"] = lost_lines
        write_atomically(config.heartbeat, json.dumps(beat).encode())
    if config.ping_url and found["healthy"]:
        _ping(config.ping_url)
    return bool(found["healthy"])


def _ping(url: str) -> None:
    import requests

    # the address is a secret: the error names only the kind of failure
    try:
        with requests.get(url, timeout=_PING_TIMEOUT, allow_redirects=False, stream=True) as answer:
            status = answer.status_code
    except (requests.RequestException, ValueError) as error:
        raise ConnectionError(f"the ping did not arrive ({type(error).__name__})") from None
    if status >= 300:
        raise ConnectionError(f"the ping was refused (status {status})")
