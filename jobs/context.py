"""What every job of one pass shares: the store, the configuration, the table of participants, and the moment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from jobs.recorder import StoreRecorder
from tracker import __version__
from tracker.models.times import day_at

if TYPE_CHECKING:
    from datetime import date, datetime

    from db.store import Store
    from jobs.recorder import Recorder
    from tracker.config import Config
    from tracker.models import Treaty
    from tracker.participants import Participants


@cache
def _participants(spellings: tuple[tuple[str, str], ...]) -> Participants:
    from tracker.participants import table

    return table().with_spellings(dict(spellings))


def begin(store: Store, config: Config, at: datetime) -> Pass:
    """Start a pass: record the configuration in force."""
    configuration = store.treaties.follow(config.as_record(), config.treaties, at)
    return Pass(
        store=store,
        recorder=StoreRecorder(store),
        config=config,
        configuration=configuration,
        reading=f"{__version__}/{configuration}",
        at=at,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """One pass. Charts, changes and health are written to `store`, the log and what is owed to people to `recorder`.

    `at` is when the current step happens (UTC). `reading` names what reads the bytes: the program and the
    configuration, so that the same bytes are read anew when either has changed.
    """

    store: Store
    recorder: Recorder
    config: Config
    configuration: int
    reading: str
    at: datetime

    @property
    def participants(self) -> Participants:
        """The table with the configuration's own spellings; loaded when a chart is first read."""
        return _participants(tuple(sorted(self.config.spellings.items())))

    def moved_to(self, at: datetime) -> Pass:
        """The same pass at a later moment."""
        return replace(self, at=at)

    def today(self, treaty: Treaty) -> date:
        """The date at the depositary's seat."""
        return day_at(self.at, treaty.seat)
