"""One source's fault is one source's: whatever goes wrong while it is read, the pass goes on with the others."""

from __future__ import annotations

import logging
import sqlite3
import traceback
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tracker.errors import ErrorKind, ParseError, TrackerError, excerpt
from tracker.wording.words import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

_log = logging.getLogger(__name__)
_SHOWN = 200  # characters of an exception's text shown in an error


@contextmanager
def as_source_error(what: str) -> Iterator[None]:
    """Turn an exception that nobody expected into a ParseError(shape) of this source, and log its traceback.

    `what` names the source in the log. Our own errors pass, and so do those of the database, which is no source's.
    """
    try:
        yield
    except (TrackerError, sqlite3.Error):
        raise
    except Exception as error:
        _log.error("%s: a mistake of this program\n%s", what, _printable(traceback.format_exc()))
        said = excerpt(one_line(str(error)), _SHOWN)
        raise ParseError(
            ErrorKind.SHAPE, f"a mistake of this program ({type(error).__name__}: {said}): report it with its log"
        ) from error


def _printable(text: str) -> str:
    """The text without what a page could do to a terminal or a database: control characters, lone surrogates."""
    return "".join(character if character.isprintable() or character == "\n" else "?" for character in text)
