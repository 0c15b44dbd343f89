"""The daemon's log: lines for a terminal, JSON for machines."""

from __future__ import annotations

import logging
import sys
import threading
from typing import TYPE_CHECKING

import structlog

from tracker.models import STATEMENTS
from tracker.wording.words import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tracker.models.records import SourceResult

log = structlog.get_logger()


def log_check(entry: SourceResult) -> None:
    """Log one line for a check of a chart or of a list of statements."""
    write = log.warning if entry.error else log.info
    write(
        "checked",
        job=STATEMENTS if entry.source == STATEMENTS else f"check:{entry.treaty}:{entry.source}",
        treaty=entry.treaty,
        source=entry.source,
        outcome=entry.outcome.value,
        changes=len(entry.changes),
        pending=len(entry.pending),
        error=f"{entry.error[0]}: {entry.error[1]}" if entry.error else None,
    )


def set_up_logs(*, as_json: bool) -> None:
    """Log one line per event to stderr: JSON for machines, text for a terminal. Every line has the run's id."""
    import uuid

    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _with_run(uuid.uuid4().hex[:8]),
            *(_for_machines() if as_json else _for_a_terminal()),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    # the libraries' own messages go the same way
    logging.basicConfig(handlers=[_ToStructlog()], level=logging.WARNING, force=True)
    logging.captureWarnings(True)
    threading.excepthook = lambda died: log.critical(
        "a thread has died", exc_info=(died.exc_type, died.exc_value, died.exc_traceback)
    )


def _for_machines() -> list[structlog.typing.Processor]:
    return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]


def _for_a_terminal() -> list[structlog.typing.Processor]:
    # the plain form of a traceback: the rich one shows local variables, and with them secrets
    plain = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    return [_without_escapes, plain]


def _without_escapes(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Remove control characters: errors quote pages, and a page must not control the terminal."""
    return {key: one_line(value) if isinstance(value, str) else value for key, value in event.items()}


def _with_run(key: str) -> Callable[[object, str, structlog.typing.EventDict], Mapping[str, object]]:
    def add(_: object, __: str, event: structlog.typing.EventDict) -> Mapping[str, object]:
        event["run"] = key
        return event

    return add


class _ToStructlog(logging.Handler):
    """Sends warnings of apscheduler, urllib3 and other libraries to our log."""

    def emit(self, record: logging.LogRecord) -> None:
        """Log one record of a library."""
        log.log(record.levelno, record.getMessage(), logger=record.name, exc_info=record.exc_info)
