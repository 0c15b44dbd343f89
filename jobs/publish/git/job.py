"""The job `git`: bring the publication of `[publish] git` up to date. If it fails, nothing else does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobs.notify.alerts import after_job
from jobs.publish.git.chronicle import OURS, Terms, bring_up_to_date
from jobs.publish.git.program import Git
from jobs.publish.git.repository import opened
from tracker.errors import TrackerError, UsageError
from tracker.wording.words import one_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from db.store import Store
    from jobs.context import Pass
    from tracker.config import Config

JOB = "git"


def publish_git(
    store: Store, config: Config, folder: Path, *, progress: Callable[[str], None] = lambda _: None
) -> list[str]:
    """Make the commits that the publication in a folder is owed; returns the first line of each.

    Raises UsageError for a folder that is not ours, or without a contact that can sign off; BusyError, OutputError.
    """
    if config.signer is None:
        raise UsageError(
            "commits are signed off: set [tracker] contact to an address like mailto:registry@ministry.example"
        )
    made = []
    with opened(Git(folder=folder.absolute()), OURS) as repository:
        terms = Terms(mail=config.signer, licence=config.publish_licence)
        for line in bring_up_to_date(store, repository, terms):
            progress(line)
            made.append(line)
    return made


def publish_by_hand(run: Pass) -> str | None:
    """The same at the end of a check by hand; returns why it failed, if it did. That is recorded as of the job, and
    alerted once, as is that it is well again."""
    folder = run.config.publish_git
    if folder is None:
        return None
    error = None
    run.store.job_runs.started(JOB, run.at, late=False)
    try:
        publish_git(run.store, run.config, folder)
    except (TrackerError, OSError) as trouble:
        error = f"{type(trouble).__name__}: {one_line(str(trouble))}"
    run.store.job_runs.finished(JOB, run.at, error)
    after_job(run, JOB, error)
    return error
