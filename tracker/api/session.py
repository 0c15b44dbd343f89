"""An open database, and the states of it that questions read."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

from tracker.api.arguments import moment_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from types import TracebackType

    from db.knowledge import Knowledge
    from db.store import Store
    from tracker.api.arguments import Moment


class Session:
    """A store, and the clock that says what today is."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now
        self._reading = False
        self._known: dict[datetime | None, Knowledge] = {}  # what questions that read one state have read of it

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._store.__exit__(kind, error, trace)

    def close(self) -> None:
        """Close the database."""
        self._store.__exit__(None, None, None)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Within it, all questions read one state of the database, and what several of them need is read once."""
        if self._reading:
            yield
            return
        with self._store.reading():
            self._reading = True
            try:
                yield
            finally:
                self._reading = False
                self._known.clear()

    @contextmanager
    def _knowledge(self, known_at: Moment | None = None) -> Iterator[Knowledge]:
        """What was known at a moment."""
        from db.knowledge import Knowledge

        moment = moment_of(known_at)
        with self.reading():
            yield self._known.setdefault(moment, Knowledge(self._store, moment))
