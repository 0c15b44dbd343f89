"""What libraries warn of, outside the daemon: one line each, without what must not be shown."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.config import Config


def guard_libraries(say: Callable[[str], None], config: Config | None = None) -> None:
    """Print what libraries warn of on one line, redacted. Python itself would print it as it is, with addresses."""

    class Guard(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            with suppress(Exception):  # a warning that cannot be printed is not printed, and nothing else fails
                say(f"{record.name}: {_shown(record, config)}")

    logging.lastResort = Guard(logging.WARNING)


def _shown(record: logging.LogRecord, config: Config | None) -> str:
    from jobs.redaction import (
        addresses_of,
        pattern_of,
        redacted,
        text_of,
    )  # slow to import, and few commands are warned

    secrets = pattern_of(addresses_of(config)) if config else None
    return redacted(text_of(record), secrets, paths=True)
