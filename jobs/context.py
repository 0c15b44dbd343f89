"""What every job of one pass shares: the store, the configuration, the table of participants, and the moment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from jobs.recorder import StoreRecorder
from tracker import __version__
from tracker.models.times import day_at

if TYPE_CHECKING:
    from collections.abc import Mapping
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


#: The key of a recorded configuration that names the version of this program that used it. Records of older versions
#: have none.
PROGRAM = "program"


def reading_of(record: Mapping[str, object], configuration: int) -> str:
    """How bytes are read under a recorded configuration: `version/configuration`. The version is empty if unknown."""
    return f"{record.get(PROGRAM, '')}/{configuration}"


def begin(store: Store, config: Config, at: datetime) -> Pass:
    """Start a pass: record the configuration in force."""
    record = {PROGRAM: __version__, **config.as_record()}
    configuration = store.treaties.follow(record, config.treaties, at)
    reading = reading_of(record, configuration)
    store.derived_with(reading)
    return Pass(
        store=store,
        recorder=StoreRecorder(store),
        config=config,
        configuration=configuration,
        reading=reading,
        at=at,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """One pass. Charts, changes and health are written to `store`; the log and outgoing messages go through `recorder`.

    `at` is when the current step happens (UTC). `reading` names the program version and the configuration that read
    the bytes: unchanged bytes are parsed again when either has changed. `began`: when the check began that this step
    belongs to; what it finds of a treaty is told in one message. None: the step stands by itself.
    """

    store: Store
    recorder: Recorder
    config: Config
    configuration: int
    reading: str
    at: datetime
    began: datetime | None = None

    @property
    def told_together(self) -> datetime:
        """What changes that one message tells have in common."""
        return self.began or self.at

    @property
    def participants(self) -> Participants:
        """The table of participants with the configuration's own spellings. It is loaded when a chart is first read."""
        return _participants(tuple(sorted(self.config.spellings.items())))

    def beginning(self, at: datetime) -> Pass:
        """Return the same pass at the beginning of a check."""
        return replace(self, at=at, began=at)

    def moved_to(self, at: datetime) -> Pass:
        """Return the same pass at a later moment."""
        return replace(self, at=at)

    def today(self, treaty: Treaty) -> date:
        """Return the date of this moment at the depositary's seat."""
        return day_at(self.at, treaty.seat)
