"""When a job is due by its cadence."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tracker.errors import ConfigError
from tracker.models.cadences import Cadence, Cron, Every

if TYPE_CHECKING:
    from apscheduler.triggers.cron import CronTrigger


def check(cadence: Cadence) -> None:
    """Raise ConfigError if the scheduler rejects the cadence."""
    next_after(cadence, datetime(2026, 1, 1, tzinfo=UTC))


def next_after(cadence: Cadence, moment: datetime) -> datetime:
    """Return the first due time after a moment. Raises ConfigError if the scheduler rejects the cadence."""
    match cadence:
        case Every():
            return moment + cadence.distance
        case Cron():
            found = _trigger(cadence).get_next_fire_time(None, moment + timedelta(microseconds=1))
            if isinstance(found, datetime):
                return found.astimezone(UTC)
            raise ConfigError(f"schedule {cadence.text!r}: no such day exists")
    raise TypeError(f"no cadence: {cadence!r}")


def previous_before(cron: Cron, moment: datetime) -> datetime:
    """Return the last due time of a rule before a moment, at most 32 days before it."""
    found = next_after(cron, moment - timedelta(days=32))
    while (following := next_after(cron, found)) < moment:
        found = following
    return found


def _trigger(cron: Cron) -> CronTrigger:
    from apscheduler.triggers.cron import CronTrigger  # slow to import, and most jobs run at a fixed interval

    try:
        return CronTrigger(
            minute=cron.minute,
            hour=cron.hour,
            day=cron.day,
            month=cron.month,
            day_of_week=cron.weekday,
            timezone=ZoneInfo(cron.zone),
        )
    except ValueError as error:
        raise ConfigError(f"schedule {cron.text!r}: {error}") from error
