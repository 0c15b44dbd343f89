"""When each of the daemon's jobs last ran."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from db.stores.codec import instant
from tracker.models import moment, parse_moment
from tracker.models.records import JobRun

if TYPE_CHECKING:
    from datetime import datetime

    from db.connection import Database


class JobRuns:
    """The last run of each job."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def last(self, job: str) -> JobRun | None:
        """The last run of a job, or None if it never ran."""
        row = self._db.one("SELECT * FROM job_run WHERE job = ?", (job,))
        return _job_run(row) if row else None

    def all(self) -> list[JobRun]:
        """The last run of every job."""
        return [_job_run(row) for row in self._db.all("SELECT * FROM job_run ORDER BY job")]

    def started(self, job: str, at: datetime, *, late: bool) -> None:
        """Record that a run began. `late`: it was overdue."""
        self._db.conn.execute(
            """
            INSERT INTO job_run (job, started_at, late) VALUES (?, ?, ?)
            ON CONFLICT (job) DO UPDATE SET
                started_at = excluded.started_at, finished_at = NULL, error = NULL, late = excluded.late
            """,
            (job, moment(at), int(late)),
        )

    def finished(self, job: str, at: datetime, error: str | None) -> None:
        """Record that a run ended; `error` is None if it succeeded."""
        self._db.conn.execute(
            """
            UPDATE job_run SET finished_at = :at, error = :error,
                ok_at = CASE WHEN :error IS NULL THEN :at ELSE ok_at END
            WHERE job = :job
            """,
            {"job": job, "at": moment(at), "error": error},
        )


def _job_run(row: dict[str, Any]) -> JobRun:
    return JobRun(
        job=row["job"],
        started_at=parse_moment(row["started_at"]),
        finished_at=instant(row["finished_at"]),
        ok_at=instant(row["ok_at"]),
        error=row["error"],
        late=bool(row["late"]),
    )
