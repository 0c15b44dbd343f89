"""Start a worker for one page, and take its answer within bounds. Whatever happens, the worker ends."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

import msgspec
from requests.structures import CaseInsensitiveDict

from tracker.errors import ErrorKind, FetchError
from tracker.fetch.attempt import SHOWN, host_of
from tracker.fetch.browser.messages import Order, Outcome
from tracker.fetch.browser.processes import end_users_of
from tracker.fetch.headers import cached_for, clock_of, retry_after
from tracker.fetch.pauses import keep_pause, note_pause
from tracker.installed import how_to_add
from tracker.models import Response

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from tracker.fetch.client import HttpSettings
    from tracker.fetch.pauses import Pauses
    from tracker.models import Request

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_ATTEMPT = 3  # time limits of one request in one read: the browser starts, the page comes, its data come
_GRACE = 5.0  # seconds that a worker may take to end what it started
_LONGEST_FOLDER = (
    30  # bytes: 107 that Linux allows for a socket, less the names of our folder, Chromium's and its socket
)
_LINE = 1_000_000  # bytes of the line before the page
_WORKER = "tracker.fetch.browser.worker"
_KEPT = ("PATH", "LANG", "LD_LIBRARY_PATH")  # of the environment, which may hold secrets
# Headers of the document that are not true of the page as drawn: it has another length, and no validator.
_NOT_OF_THE_PAGE = frozenset({"content-length", "content-encoding", "transfer-encoding", "etag", "last-modified"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Browser:
    """Reads pages in the machine's own Chromium or Chrome, each read in a worker of its own. `now` is in UTC."""

    settings: HttpSettings
    now: Callable[[], datetime]
    pauses: Pauses | None = None  # None: nobody remembers

    def get(self, request: Request, kind: str) -> Response:
        """The page as drawn, in UTF-8, once it holds the marks of its kind. Raises only FetchError.

        It takes at most three times the `timeout` of the settings and a few seconds to end.
        """
        host = host_of(request.url)
        pauses = self.pauses
        for paused in (host, _data_of(host)):
            keep_pause(pauses, paused, request.url[:SHOWN], self.now())
        outcome, page = self._ask(request.url, kind, program())
        headers = CaseInsensitiveDict(outcome.headers)
        date = clock_of(headers)
        for other, asked_for in outcome.pauses.items():
            seconds = retry_after({"Retry-After": asked_for}, self.now())
            for paused in (other, _data_of(host)):
                note_pause(pauses, paused, seconds, self.now())
        if outcome.error is not None:
            error = FetchError(outcome.error, outcome.message, status=outcome.status, date=date)
            error.retry_after = retry_after(headers, self.now())
            note_pause(pauses, host, error.retry_after, self.now())
            raise error
        kept = {name: value for name, value in outcome.headers.items() if name not in _NOT_OF_THE_PAGE}
        return Response(
            url=outcome.url,
            status=outcome.status or 0,
            headers={**kept, "content-type": "text/html; charset=utf-8", "x-drawn-by": outcome.browser},
            body=page,
            fetched_at=self.now(),
            date=date,
            cached_for=cached_for(headers),
        )

    def _ask(self, url: str, kind: str, chromium: str) -> tuple[Outcome, bytes]:
        contact = " ".join(self.settings.contact.split()).encode("ascii", "replace").decode()
        folder = _folder(url)
        order = Order(
            url=url,
            kind=kind,
            chromium=chromium,
            identity=f"convention-tracker/{self.settings.version} (+{contact})",
            seconds=_ATTEMPT * self.settings.timeout.total_seconds(),
            max_bytes=int(self.settings.max_bytes),
        )
        try:
            with _worker(folder, order.seconds + _GRACE) as (given, answer):
                with suppress(BrokenPipeError):
                    given.write(msgspec.json.encode(order) + b"\n")
                    given.flush()
                line = answer.readline(_LINE)
                page = answer.read(order.max_bytes + 1)
            return msgspec.json.decode(line, type=Outcome), page
        except msgspec.DecodeError as error:
            text = f"{url}: the browser's process ended without an answer"
            raise FetchError(ErrorKind.CONNECTION, text) from error
        except OSError as error:
            raise FetchError(
                ErrorKind.CONNECTION, f"{url}: the browser's process cannot be started: {error}"
            ) from error
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _data_of(host: str) -> str:
    """The name under which a pause of the data of a host's pages is noted: which service has them, only a page says."""
    return f"data of {host}"


def _folder(url: str) -> str:
    """A new folder for all files of a read. Raises FetchError, which says what to look at."""
    try:
        return tempfile.mkdtemp(prefix="tracker-browser-", dir=_short(tempfile.gettempdir()))
    except OSError as error:
        text = f"{url}: there is no folder for the browser's temporary files (TMPDIR, /tmp): {error}"
        raise FetchError(ErrorKind.CONNECTION, text) from error


def _short(folder: str) -> str:
    """The folder for temporary files, or /tmp: Chromium's sockets lie below it, and the system limits their paths."""
    return folder if len(folder.encode()) <= _LONGEST_FOLDER else "/tmp"  # noqa: S108 - `mkdtemp` makes one of our own


def program() -> str:
    """The path of Chromium or Chrome. Raises FetchError, which says what to install."""
    if importlib.util.find_spec("playwright") is None:
        raise _missing("Playwright", how_to_add("browser"))
    found = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if found is None:
        raise _missing("Chromium or Chrome", "apt-get install chromium")
    return found


def _missing(what: str, how: str) -> FetchError:
    return FetchError(ErrorKind.CONNECTION, f"a source of kind coe-browser needs {what}, which is not installed: {how}")


@contextmanager
def _worker(folder: str, seconds: float) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """A worker's input and output. At the end, and after some seconds, it is gone."""
    process = subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", _WORKER, folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=_environment(folder),
        start_new_session=True,  # a Ctrl-C is for the program, which ends the worker
    )
    assert process.stdin  # noqa: S101 - a pipe, see above
    assert process.stdout  # noqa: S101
    overdue = threading.Timer(seconds, _kill, (process,))
    overdue.daemon = True
    overdue.start()
    try:
        yield process.stdin, process.stdout
    finally:
        with suppress(BrokenPipeError):
            process.stdin.close()  # the worker's sign to end
        try:
            process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            _kill(process)
            process.wait()
        finally:
            overdue.cancel()
            if process.returncode:
                end_users_of(folder)  # it was killed: what it started would make the folder again
            process.stdout.close()


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill the worker and Playwright's driver. Chromium ends when the driver's end of its pipe is gone."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _environment(folder: str) -> Mapping[str, str]:
    """What the worker and the browser know of this process: where programs are, and a home that will be removed."""
    homes = ("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR")
    return {
        **{name: os.environ[name] for name in _KEPT if name in os.environ},
        **dict.fromkeys(homes, folder),
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
