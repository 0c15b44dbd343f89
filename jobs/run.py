"""What every job of one pass shares: the store, the configuration, the table of participants, and the moment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tracker.participants import table

if TYPE_CHECKING:
    from datetime import date, datetime

    from db.store import Store
    from tracker.config import Config
    from tracker.models import Treaty
    from tracker.participants import Participants


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One pass. `at` is when the current step happens (UTC); `reading` names what reads the bytes: the program and
    the configuration, so that the same bytes are read anew when either has changed."""

    store: Store
    config: Config
    participants: Participants
    configuration: int
    reading: str
    at: datetime

    def moved_to(self, at: datetime) -> Run:
        """The same pass at a later moment."""
        return replace(self, at=at)

    def today(self, treaty: Treaty) -> date:
        """The date at the depositary's seat."""
        return day_at(self.at, treaty.seat)


def begin(store: Store, config: Config, at: datetime) -> Run:
    """Start a pass: record the configuration in force."""
    configuration = store.follow(config.as_record(), config.treaties, at)
    return Run(
        store=store,
        config=config,
        participants=table().with_spellings(config.spellings),
        configuration=configuration,
        reading=f"{version()}/{configuration}",
        at=at,
    )


def day_at(moment: datetime, seat: str) -> date:
    """The date of a moment at a depositary's seat."""
    return moment.astimezone(ZoneInfo(seat)).date()


def version() -> str:
    """The program's version."""
    from importlib.metadata import version as installed

    return installed("convention-tracker")
