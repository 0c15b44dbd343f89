"""Channels of tests: their configuration, what they are owed, and delivery as the daemon does it."""

from __future__ import annotations

import json

from states import HUNGARY
from world import World, but, row

from jobs.context import begin
from jobs.notify.outbox import deliver

BRAZIL = row("Brazil", "non_member")
RATIFIED = but(HUNGARY, consent="2026-06-01")


def channel(name: str, url: str = "json://nowhere.invalid/", **keys: object) -> str:
    lines = [f"{key} = {json.dumps(value)}" for key, value in {"name": name, "url": url, **keys}.items()]
    return "\n[[notify]]\n" + "\n".join(lines) + "\n"


def deliver_to(w: World, name: str) -> int:
    """What the daemon's job does for a channel."""
    w.wait(seconds=1)
    with w.store() as store:
        return deliver(begin(store, w.config, w.now), next(c for c in w.config.channels if c.name == name))


def states(w: World) -> list[tuple[str, str]]:
    with w.store() as store:
        return [(row.channel, row.state) for row in store.outbox.deliveries()]
