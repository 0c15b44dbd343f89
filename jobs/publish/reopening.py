"""The tables of the file that lies under the database's name now, also after it was restored or replaced."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse

from db.database import open_to_read
from tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.types import ASGIApp, Receive, Scope, Send

    from db.reading import Opened

    #: Makes the application of an opened file, and what closes it.
    Make = Callable[[Opened], tuple[ASGIApp, Callable[[], None]]]


class Reopening:
    """An application on a database that is opened anew when the open file is no longer the one that the path names.

    One connection stays open: while it is, no other file gets the inode by which this one is known, and the files that
    SQLite makes beside it are there for the connections that may write nothing.
    """

    def __init__(self, database: Path, make: Make) -> None:
        self.database = database
        self._make = make
        self._opened: Opened | None = None
        self._guard = asyncio.Lock()
        self._open()

    def _open(self) -> None:
        opened = open_to_read(self.database)
        try:
            self._app, self._close_app = self._make(opened)
        except BaseException:
            opened.connection.close()
            raise
        self._opened = opened

    def close(self) -> None:
        """Close the file."""
        if self._opened:
            self._close_app()
            self._opened.connection.close()
            self._opened = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from the file that is there now; status 503 while there is none."""
        async with self._guard:
            try:
                if self._opened is None or not self._opened.is_current:
                    self.close()
                    self._open()
            except TrackerError:
                refused = PlainTextResponse("The database cannot be read at the moment.", 503, {"Retry-After": "10"})
                await refused(scope, receive, send)
                return
        await self._app(scope, receive, send)
