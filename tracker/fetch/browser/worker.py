"""The worker: a process that reads one page with Chromium and ends, and nothing of it stays.

It ends with a page, with an error, at its deadline, when it uses too much memory, and when the program that started it
is gone (end of its input): each time it kills what it started, removes its folder, and only then answers.
"""

from __future__ import annotations

import os
import select
import shutil
import sys
import threading
import time
from contextlib import suppress
from typing import NoReturn

import msgspec

from tracker.errors import ErrorKind, excerpt
from tracker.fetch.browser.messages import Order, Outcome
from tracker.fetch.browser.processes import adopt_orphans, descendants, end_descendants, own_memory

_LOOK = 0.5  # seconds between two looks at the memory
_MEMORY = 1_500_000_000  # bytes of Chromium and Playwright's driver; a read of the chart takes about 350 MB
_SHOWN = 300  # characters of an unexpected error
_PARENT = 0  # the program's end of this pipe closes when it is done, and when it dies


class _End:
    """The one way out. The first thread that calls it wins; the others wait for the end of the process."""

    def __init__(self, output: int, folder: str) -> None:
        self._lock = threading.Lock()
        self._output = output
        self._folder = folder

    def __call__(self, outcome: Outcome | None, page: bytes = b"") -> NoReturn:
        self._lock.acquire()
        end_descendants()
        shutil.rmtree(self._folder, ignore_errors=True)
        if outcome is not None:
            with suppress(BrokenPipeError), os.fdopen(self._output, "wb") as output:
                output.write(msgspec.json.encode(outcome) + b"\n" + page)
        os._exit(0)

    def failed(self, url: str, kind: ErrorKind, text: str) -> NoReturn:
        """End with an error."""
        self(Outcome(url=url, error=kind, message=f"{url}: {text}"))


def main(folder: str) -> NoReturn:
    """Read an order from standard input, and answer on standard output. `folder` is for all files, and is removed."""
    output = os.dup(1)
    os.dup2(2, 1)  # nothing that is started here writes into the answer
    end = _End(output, folder)
    with os.fdopen(_PARENT, "rb", buffering=0, closefd=False) as given:
        line = given.readline()
    if not line.endswith(b"\n"):
        end(None)  # the program ended before it could say what to do
    order = msgspec.json.decode(line, type=Order)
    adopt_orphans()
    ends = time.monotonic() + order.seconds
    threading.Thread(target=_watch, args=(order, end, ends), daemon=True).start()
    try:
        from tracker.fetch.browser.visit import visit

        outcome, page = visit(order, ends)
    except Exception as error:  # noqa: BLE001 - Playwright raises a bare Exception when its driver dies
        end.failed(
            order.url,
            ErrorKind.CONNECTION,
            f"the browser failed ({type(error).__name__}): {excerpt(str(error), _SHOWN)}",
        )
    end(outcome, page)


def _watch(order: Order, end: _End, ends: float) -> None:
    """End the process when the program is gone, at the deadline, and when the page takes too much memory."""
    while True:
        if select.select([_PARENT], [], [], _LOOK)[0]:
            end(None)
        if time.monotonic() > ends:
            end.failed(order.url, ErrorKind.TIMEOUT, f"the page kept the browser busy for {order.seconds:.0f} s")
        if own_memory(descendants(os.getpid())) > _MEMORY:
            end.failed(order.url, ErrorKind.TOO_LARGE, f"the page took more than {_MEMORY // 1_000_000} MB of memory")


if __name__ == "__main__":
    main(sys.argv[1])
