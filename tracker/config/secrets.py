"""Secrets that the file refers to without containing them: `env:NAME`, `file:PATH`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_LONGEST = 256_000  # characters of a line


def secret(text: str | None, folder: Path) -> str | None:
    """The value: the text itself, the variable of `env:NAME`, or the first line of `file:PATH`. None if missing."""
    if text is None:
        return None
    if text.startswith("env:"):
        return os.environ.get(text.removeprefix("env:"), "").strip() or None
    if text.startswith("file:"):
        return _first_line(folder / text.removeprefix("file:").strip())
    return text


def _first_line(path: Path) -> str | None:
    """The first line, or None if the file is unreadable: commands that only read data need no secret."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            return file.readline(_LONGEST).strip() or None
    except (OSError, UnicodeDecodeError):
        return None


def why_none(text: str | None) -> str:
    """Why a secret is missing. The name of a variable or a file is not secret itself."""
    kind, _, name = (text or "").partition(":")
    return f"the variable {name} is not set" if kind == "env" else f"the file {name} cannot be read or is empty"
