"""What an answer promises, in a form that two versions can be compared by: a line for each key.

A line says the JSON types, how many values there are, and a short digest of them. English wording and what depends on
the clock or the machine have no digest: they may change.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

#: Keys of English sentences: the wording is free.
WORDING = frozenset(
    {
        *("answer", "basis", "caveat", "citation", "countdown", "entry_rule", "error", "explanation"),
        *("html", "last_error", "message", "note", "notes", "reason", "reasons", "retracted_note"),
        *("rule", "summary", "text", "title", "warnings", "what", "when"),
        *("gaps", "itself"),
    }
)
#: Keys whose values come from the clock or the machine.
VARYING = frozenset(
    {
        "ahead",
        "attempts",
        "awaited",
        "bytes",
        "system",
        "python",
        "openssl",
        "tracker",
        "program",
        "version",
        "applied_at",
        "head",
        "history_head",
        "host",
    }
)

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)")
_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_STAMP = re.compile(r"\d{8}T\d{6,9}Z(?:-\d+-[0-9a-f]{12}(?=\.db))?")  # in the name of a backup, with the head
_HEAD = re.compile(r"\b\d+:[0-9a-f]{64}\b")  # covers ports and moments
_ORIGIN = re.compile(r"http://127\.0\.0\.1:\d+")
_PARTICIPANT = re.compile(r"[A-Z]{3}")
_TYPES = {dict: "object", list: "array", str: "string", bool: "boolean", int: "integer", float: "number"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scrubber:
    """Puts placeholders where a text depends on when and where this ran."""

    folder: Path
    began: datetime = field(default_factory=lambda: datetime.now(UTC))

    def text(self, value: str) -> str:
        """The text without moments of this run, days around it, its folder, and ports."""
        value = _ORIGIN.sub("<origin>", value.replace(str(self.folder), "<folder>"))
        value = _HEAD.sub("<head>", _STAMP.sub("<stamp>", value))
        value = _MOMENT.sub(self._moment, value)
        return _DAY.sub(self._day, value)

    def _moment(self, found: re.Match[str]) -> str:
        when = datetime.fromisoformat(found[0])
        return "<moment>" if when > self.began - timedelta(minutes=1) else found[0]

    def _day(self, found: re.Match[str]) -> str:
        try:
            day = datetime.fromisoformat(found[0]).replace(tzinfo=UTC)
        except ValueError:
            return found[0]
        return "<today>" if abs(day - self.began) < timedelta(days=2) else found[0]

    def value(self, value: Any) -> Any:
        """The same through lists and objects."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.value(item) for item in value]
        if isinstance(value, dict):
            return {key: self.value(item) for key, item in value.items()}
        return value


@dataclass(slots=True)
class _Line:
    types: set[str] = field(default_factory=set)
    values: list[Any] = field(default_factory=list)
    free: bool = False

    def __str__(self) -> str:
        said = f"{'|'.join(sorted(self.types))} ×{len(self.values)}"
        if self.types <= {"object", "array", "null"} and not any(isinstance(v, str) for v in self.values):
            return said
        return f"{said} free" if self.free else f"{said} #{digest(self.values)}"


def digest(values: Iterable[Any]) -> str:
    """A short digest of values, in their order."""
    text = json.dumps(list(values), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def outline(value: Any) -> dict[str, str]:
    """Path → its line, for everything in a value that was scrubbed. Lists are merged: `changes[].kind`.

    Keys that are participants are merged as `{ISO}`, with a digest of the keys.
    """
    lines: dict[str, _Line] = {}
    _gather(value, "", lines, free=False)
    return {path or ".": str(line) for path, line in lines.items()}


def _gather(value: Any, path: str, lines: dict[str, _Line], *, free: bool) -> None:
    line = lines.setdefault(path, _Line())
    line.types.add("null" if value is None else _TYPES[type(value)])
    line.free = line.free or free
    line.values.append(None if isinstance(value, (dict, list)) else value)
    if isinstance(value, list):
        for item in value:
            _gather(item, f"{path}[]", lines, free=free)
    elif isinstance(value, dict):
        _gather_object(value, path, lines, free=free)


def _gather_object(value: dict[str, Any], path: str, lines: dict[str, _Line], *, free: bool) -> None:
    merged = sorted(key for key in value if _PARTICIPANT.fullmatch(key))
    if merged:
        keys = lines.setdefault(f"{path}{{keys}}", _Line(types={"string"}))
        keys.values += merged
    for key in sorted(value):
        name = "{ISO}" if key in merged else key
        hidden = free if key in merged else key in WORDING or key in VARYING  # an error's kind is not its message
        _gather(value[key], f"{path}.{name}" if path else name, lines, free=hidden)
