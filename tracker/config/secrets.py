"""Secrets that the file names and does not hold: `env:NAME`, `file:PATH`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_LONGEST = 256_000  # characters of a line


def secret(text: str | None, folder: Path) -> str | None:
    """A value, what the variable of `env:NAME` holds, or the first line of `file:PATH`; None while there is none."""
    if text is None:
        return None
    if text.startswith("env:"):
        return os.environ.get(text.removeprefix("env:"), "").strip() or None
    if text.startswith("file:"):
        return _first_line(folder / text.removeprefix("file:").strip())
    return text


def _first_line(path: Path) -> str | None:
    """None if the file cannot be read: commands that only read data need no secret."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            return file.readline(_LONGEST).strip() or None
    except (OSError, UnicodeDecodeError):
        return None


def why_none(text: str | None) -> str:
    """Why there is no secret. The name of a variable or a file is no secret itself."""
    kind, _, name = (text or "").partition(":")
    return f"the variable {name} is not set" if kind == "env" else f"the file {name} cannot be read or is empty"
