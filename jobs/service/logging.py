"""The daemon's log: lines for a terminal, JSON for machines.

Nothing of the work depends on it: a line that cannot be written is counted, and the caller goes on.
"""

from __future__ import annotations

import io
import logging
import os
import select
import sys
import threading
from typing import TYPE_CHECKING

import structlog

from jobs.redaction import addresses_of, pattern_of, redacted, text_of
from tracker.models import LISTS_OF_STATEMENTS, STATEMENTS
from tracker.wording.words import one_line

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Mapping
    from typing import TextIO

    from tracker.config import Config
    from tracker.models.records import SourceResult

log = structlog.get_logger()

_OURS = ("jobs", "tracker", "db", "__main__")  # the first word of our own loggers
_AT_ONCE = select.PIPE_BUF  # bytes that a pipe takes without making the writer wait, once it takes any
_PATIENCE = 1.0  # seconds that a line waits for a reader; none while the reader has already been waited for


def log_check(entry: SourceResult) -> None:
    """Log one line for a check of a chart or of a list of statements."""
    write = log.warning if entry.error else log.info
    write(
        "checked",
        job=STATEMENTS if entry.source in LISTS_OF_STATEMENTS else f"check:{entry.treaty}:{entry.source}",
        treaty=entry.treaty,
        source=entry.source,
        outcome=entry.outcome.value,
        changes=len(entry.changes),
        pending=len(entry.pending),
        error=f"{entry.error[0]}: {entry.error[1]}" if entry.error else None,
    )


def set_up_logs(*, as_json: bool, config: Config | None = None) -> None:
    """Log one line per event to stderr: JSON for machines, text for a terminal. Every line has the run's id.

    No line shows the addresses of the configuration's channels, nor any address that a library quotes.
    """
    import uuid

    _LINES.open(sys.stderr)
    structlog.configure(
        processors=[
            _never_failing(
                structlog.processors.add_log_level,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                _with_run(uuid.uuid4().hex[:8]),
                *(() if as_json else (_without_escapes,)),
                structlog.processors.format_exc_info,
                _redacting(pattern_of(addresses_of(config)) if config else None),
                structlog.processors.JSONRenderer() if as_json else _for_a_terminal(),
            )
        ],
        logger_factory=lambda *_: _LINES,
    )
    # the libraries' own messages go the same way
    logging.basicConfig(handlers=[_ToStructlog()], level=logging.WARNING, force=True)
    logging.captureWarnings(True)
    threading.excepthook = lambda died: log.critical(
        "a thread has died", exc_info=(died.exc_type, died.exc_value, died.exc_traceback)
    )


def lost_lines() -> int:
    """The number of lines that could not be written since the start."""
    return _LINES.lost


def hold_standard_files() -> None:
    """Open /dev/null in the place of standard input, output and errors that are closed.

    Otherwise the next file that is opened gets their number, and what is meant for a terminal is written into it.
    """
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest free number, which is this one


class _Lines:
    """Lines on their way to a stream: the logger that structlog prints with."""

    def __init__(self) -> None:
        self.lost = 0
        self._stream: TextIO | None = None
        self._guard = threading.Lock()
        self._cut = False  # the last line was not written whole
        self._stuck = False  # the reader did not take the last line in time

    def open(self, stream: TextIO | None) -> None:
        """Write to this stream from now on; None if it was closed before the process began."""
        self._stream, self.lost, self._cut, self._stuck = stream, 0, False, False

    def msg(self, line: str) -> None:
        """Write a line. If that is not possible it is counted."""
        with self._guard:
            try:
                self._write(f"{line}\n")
                self._cut = self._stuck = False
            except Exception:  # noqa: BLE001 - a full disk, a pipe or file that was closed, a text that has no bytes
                self.lost += 1

    log = debug = info = warn = warning = msg
    fatal = failure = err = error = critical = exception = msg

    def _write(self, text: str) -> None:
        if self._stream is None:
            raise ValueError("closed")
        encoding = getattr(self._stream, "encoding", None) or "utf-8"
        content = text.encode(encoding, "backslashreplace")
        try:
            number = self._stream.fileno()
        except io.UnsupportedOperation:  # not a file of the system
            self._stream.write(content.decode(encoding))
            self._stream.flush()
            return
        if self._cut:
            content = b"\n" + content
        while content:
            self._wait_for(number)
            written = os.write(number, content[:_AT_ONCE])
            self._cut, content = True, content[written:]

    def _wait_for(self, number: int) -> None:
        """Wait until a pipe takes a line: one whose reader has stopped must not stop us too."""
        poll = select.poll()
        poll.register(number, select.POLLOUT)
        if not poll.poll(0 if self._stuck else _PATIENCE * 1000):
            self._stuck = True
            raise TimeoutError


_LINES = _Lines()


def _never_failing(*processors: structlog.typing.Processor) -> structlog.typing.Processor:
    """The processors, one after the other. An event that one of them cannot take is counted and dropped."""

    def process(logger: object, name: str, event: structlog.typing.EventDict) -> structlog.typing.ProcessorReturnValue:
        found: structlog.typing.ProcessorReturnValue = event
        try:
            for processor in processors:
                found = processor(logger, name, found)  # type: ignore[arg-type]  # each gives what the next takes
        except Exception as trouble:
            _LINES.lost += 1
            raise structlog.DropEvent from trouble
        return found

    return process


def _for_a_terminal() -> structlog.typing.Processor:
    # the plain form of a traceback: the rich one shows local variables, and with them secrets
    return structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)


def _without_escapes(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Remove control characters: errors quote pages, and a page must not control the terminal."""
    return {key: one_line(value) if isinstance(value, str) else value for key, value in event.items()}


def _redacting(secrets: re.Pattern[str] | None) -> structlog.typing.Processor:
    def redact(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
        foreign = str(event.get("logger", "jobs")).partition(".")[0] not in _OURS
        return {key: _redacted(value, secrets, paths=foreign) for key, value in event.items()}

    return redact


def _redacted(value: object, secrets: re.Pattern[str] | None, *, paths: bool) -> object:
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, (list, tuple)):
        return [_redacted(part, secrets, paths=paths) for part in value]
    if isinstance(value, dict):
        return {str(key): _redacted(part, secrets, paths=paths) for key, part in value.items()}
    return redacted(str(value), secrets, paths=paths)


def _with_run(key: str) -> Callable[[object, str, structlog.typing.EventDict], Mapping[str, object]]:
    def add(_: object, __: str, event: structlog.typing.EventDict) -> Mapping[str, object]:
        event["run"] = key
        return event

    return add


class _ToStructlog(logging.Handler):
    """Sends warnings of apscheduler, urllib3 and other libraries to our log."""

    def emit(self, record: logging.LogRecord) -> None:
        """Log one record of a library. Nothing that is wrong with it reaches the library."""
        try:
            level = max(record.levelno // 10 * 10, logging.DEBUG)  # libraries have levels of their own
            text = text_of(record)
            log.log(min(level, logging.CRITICAL), text, logger=record.name, exc_info=record.exc_info)
        except Exception:  # noqa: BLE001 - as above
            _LINES.lost += 1
