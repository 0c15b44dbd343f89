"""HTTP with time limits: uvicorn waits for ever for the rest of a request, and for a reader that does not read."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    import asyncio

_REQUEST = 10.0  # seconds from the first sign of a request to its end
_STALL = 30.0  # seconds in which a reader must take some of what was written
_CONNECTIONS = 400  # beyond these a new one takes the place of the one that has waited longest for its request


class BoundedProtocol(H11Protocol):
    """One connection. It is closed if its request does not come whole in time, however slowly bytes trickle in."""

    _waiting: ClassVar[dict[BoundedProtocol, None]] = {}  # those without a whole request, the oldest first

    _request_timer: asyncio.TimerHandle | None = None
    _stall_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        """Make room, and wait for a request."""
        if len(self.connections) >= _CONNECTIONS and self._waiting:
            next(iter(self._waiting)).close_now()
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Read on; what came may be the end of the request."""
        super().data_received(data)
        if self.conn.their_state in (h11.IDLE, h11.SEND_BODY):
            self._wait()
        else:
            self._stop_waiting()

    def on_response_complete(self) -> None:
        """Until the next request begins, uvicorn's own limit for idle connections holds."""
        super().on_response_complete()
        if self.conn.their_state is not h11.SEND_BODY:
            self._stop_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        """No timer outlives the connection."""
        self._stop_waiting()
        self.resume_writing()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """The reader is behind."""
        super().pause_writing()
        self._stall_timer = self.loop.call_later(_STALL, self.close_now)

    def resume_writing(self) -> None:
        """The reader has caught up."""
        super().resume_writing()
        if self._stall_timer:
            self._stall_timer.cancel()
            self._stall_timer = None

    def close_now(self) -> None:
        """End the connection without waiting for the other side."""
        self._stop_waiting()
        self.connections.discard(self)
        self.transport.abort()

    def _wait(self) -> None:
        if self._request_timer is None and not self.transport.is_closing():
            self._request_timer = self.loop.call_later(_REQUEST, self.close_now)
            self._waiting[self] = None

    def _stop_waiting(self) -> None:
        self._waiting.pop(self, None)
        if self._request_timer:
            self._request_timer.cancel()
            self._request_timer = None
