"""`tracker init`: a configuration to start from, and the bundled history."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from jobs.files import write_atomically
from tracker.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from pathlib import Path


def write_config(path: Path) -> bool:
    """Write the shipped configuration if there is none; returns True if it was written. Raises ConfigError."""
    if path.exists():
        return False
    try:
        write_atomically(path, (files("tracker") / "data" / "config.toml").read_bytes())
    except UsageError as error:
        raise ConfigError(f"{error}; choose another place with --config") from error
    return True
