"""`tracker init`: a configuration to start from, the unit of the service, and the bundled history."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING

from jobs.files import write_atomically
from tracker.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_STATE = "/var/lib/convention-tracker"  # StateDirectory= of the shipped unit


def write_config(path: Path, *, named_by: str) -> None:
    """Write the shipped configuration where there is none. `named_by`: the option that says where.

    Raises ConfigError.
    """
    if path.exists():
        raise ConfigError(f"{path} exists, but is not a file; choose another place with {named_by}")
    try:
        write_atomically(path, _shipped("config.toml").encode())
    except UsageError as error:
        raise ConfigError(f"{error}; choose another place with {named_by}") from error


def unit(program: Sequence[str], config: Path, database: Path) -> str:
    """The shipped unit for systemd, with the paths of this installation. `program`: the words that start it."""
    folder = str(database.parent)
    started = " ".join(_word(word) for word in (*program, "--config", str(config), "run"))
    text = re.sub(r"^ExecStart=.*$", lambda _: f"ExecStart={started}", _shipped("tracker.service"), flags=re.M)
    text = re.sub(r"^Documentation=.*\n", "", text, flags=re.M)
    if folder != _STATE:
        place = folder.replace("%", "%%")
        text = re.sub(r"^WorkingDirectory=.*$", lambda _: f"WorkingDirectory={place}", text, flags=re.M)
        text = re.sub(r"^StateDirectory.*\n", "", text, flags=re.M)
        text = text.replace("ProtectHome=yes\n", f"ReadWritePaths={_word(folder)}\nProtectHome=yes\n")
    return text


def _word(text: str) -> str:
    """One word of a unit: `%` is doubled, and what has blanks or quotes is quoted (systemd.service(5))."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"' if re.search(r"[\s\"'\\;]", text) else escaped


def _shipped(name: str) -> str:
    return (files("tracker") / "data" / name).read_text("utf-8")
