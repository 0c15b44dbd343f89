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


def say(entry: SourceResult) -> None:
    """One line a check, of a chart or of a list of statements."""
    tell = log.warning if entry.error else log.info
    tell(
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
    """One line an event to stderr: JSON for machines, readable for a terminal. Every line carries the run's id."""
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
    # what the libraries have to say goes the same way
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
    return [_obeyed_by_none, plain]


def _obeyed_by_none(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Errors quote pages: nothing of a page may steer the terminal."""
    return {key: one_line(value) if isinstance(value, str) else value for key, value in event.items()}


def _with_run(key: str) -> Callable[[object, str, structlog.typing.EventDict], Mapping[str, object]]:
    def add(_: object, __: str, event: structlog.typing.EventDict) -> Mapping[str, object]:
        event["run"] = key
        return event

    return add


class _ToStructlog(logging.Handler):
    """Warnings of apscheduler, urllib3 and the rest, as lines like ours."""

    def emit(self, record: logging.LogRecord) -> None:
        """One line of somebody else's."""
        log.log(record.levelno, record.getMessage(), logger=record.name, exc_info=record.exc_info)
