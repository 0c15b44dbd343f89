"""The jobs `feeds`, `site` and `git`. What makes pages and commits is slow to import: only who publishes needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from db.store import Store
    from tracker.config import Config

log = structlog.get_logger()


def write_feeds(store: Store, config: Config, now: datetime) -> None:
    """Write the files for programs that changed."""
    from jobs.publish.feeds import publish

    assert config.publish_folder  # noqa: S101 - without a folder there is no such job
    if written := publish(store, config.publish_folder, now=now, site=config.site):
        log.info("feeds written", job="feeds", files=len(written))


def write_site(store: Store, config: Config, now: datetime, goes_on: Callable[[], None]) -> None:
    """Write the pages and the files for programs that changed. `goes_on` is called after each."""
    from jobs.publish.site import build_site

    assert config.publish_folder  # noqa: S101 - without a folder there is no such job
    built = build_site(
        store,
        config.publish_folder,
        now=now,
        address=config.site,
        evidence=config.publish_evidence,
        licence=config.publish_licence,
        contact=config.contact,
        languages=config.publish_languages,
        goes_on=goes_on,
    )
    if built.written:
        log.info("site written", job="site", files=len(built.written))


def commit_owed(store: Store, config: Config, goes_on: Callable[[], None]) -> None:
    """Commit what the publication in git is owed. `goes_on` is called after each commit."""
    from jobs.publish.git.job import publish_git

    assert config.publish_git  # noqa: S101 - without a folder there is no such job
    made = publish_git(store, config, config.publish_git, progress=lambda _: goes_on())
    if made:
        log.info("published in git", job="git", commits=len(made))
