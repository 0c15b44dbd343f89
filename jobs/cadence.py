"""How often a job runs: `every 6h`, or a cron expression."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apscheduler.triggers.cron import CronTrigger

from tracker.errors import ConfigError

_EVERY = re.compile(r"every\s+(\d{1,9})\s*([smhdw])")


_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often: a fixed distance, or a cron rule with weekdays by name."""

    text: str

    def check(self) -> None:
        """Raise ConfigError for a rule that is none."""
        self.next_after(datetime(2026, 1, 1, tzinfo=UTC))

    def next_after(self, moment: datetime) -> datetime:
        """The first time due after a moment. Raises ConfigError for a rule that is none."""
        if every := _EVERY.fullmatch(self.text.strip()):
            return moment + timedelta(seconds=int(every.group(1)) * _SECONDS[every.group(2)])
        found = _cron(self.text).get_next_fire_time(None, moment + timedelta(microseconds=1))
        if not isinstance(found, datetime):
            raise ConfigError(f"schedule {self.text!r}: there is no such day")
        return found.astimezone(UTC)


def _cron(text: str) -> CronTrigger:
    fields = text.strip().removeprefix("cron:").split()
    if not text.strip().startswith("cron:") or len(fields) != 5:
        raise ConfigError(f'schedule {text!r}: expected "every 6h" or "cron: 15 5 * * mon-fri"')
    if any(character.isdigit() for character in fields[4]):
        # apscheduler counts Monday as 0, cron Sunday: a number would fire on another day than meant
        raise ConfigError(f"schedule {text!r}: name the weekdays (mon, tue-fri)")
    try:
        minute, hour, day, month, weekday = fields
        return CronTrigger(minute=minute, hour=hour, day=day, month=month, day_of_week=weekday, timezone=UTC)
    except ValueError as error:
        raise ConfigError(f"schedule {text!r}: {error}") from error
