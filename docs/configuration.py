"""Every key of config.toml as a page: its type, bounds and default from the types that read the file, its meaning from
the comments of the file that `tracker init` writes."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import inspect

from tracker.config.shapes import File, NewParticipant
from tracker.config.values import Duration, Size, Timeout
from tracker.models.cadences import Cadence
from tracker.sources.kinds.saved_file import SavedFile
from tracker.sources.registry import settings_types

if TYPE_CHECKING:
    from collections.abc import Iterator

SHIPPED = Path(__file__).resolve().parent.parent / "config.toml"

_PAGE = """# Configuration

Made from the types that read `config.toml`, and from the comments of the file that `tracker init` writes, which shows
every key in its place. An unknown key is an error; `tracker config check` says what is wrong, and where. Secrets are
named by `env:NAME` or `file:NAME` ([where they live](security.md#where-secrets-live)).

Durations: `"30s"`, `"15m"`, `"12h"`, `"2d"`. Sizes: `"500KB"`, `"20MB"`. Cadences: `"every 6h"`, or
`"cron: 15 5 * * mon-fri"` with weekdays by name, in UTC.
"""
_SOURCES = """## `[sources.NAME]`

One table a source; its name is its kind unless `kind` says otherwise. In `url`, `{number}` is replaced by the treaty's
number (of `untc-xml` also `{chapter}` and `{volume}`). [sources.md](sources.md) says what is known of each.
"""
_KINDS: dict[type, str] = {
    Duration: "duration",
    Timeout: "duration, more than 0s, at most 1d",
    Size: "size",
    Cadence: "cadence",
}
_UNITS = (("d", 86400), ("h", 3600), ("m", 60), ("s", 1))


def markdown() -> str:
    """The page."""
    meanings = _meanings(SHIPPED.read_text(encoding="utf-8"))
    parts = [_PAGE]
    for field in inspect.type_info(File).fields:  # type: ignore[attr-defined] # of a struct
        one, several = _struct(field.type)
        if one is not None:
            title = f"[[{field.name}]]" if several else f"[{field.name}]"
            parts.append(f"## `{title}`\n\n{_table(one, meanings.get(field.name, {}))}")
        elif field.name == "sources":
            parts.append(_SOURCES)
            parts += _sources(meanings)
    parts.append(_participants())
    return "\n".join(parts)


def _sources(meanings: dict[str, dict[str, str]]) -> Iterator[str]:
    common = {key: said for table in meanings.values() for key, said in table.items() if said.startswith("any source")}
    for name, kind in settings_types().items():
        own = meanings.get("sources.saved" if kind is SavedFile else f"sources.{name}", {})
        said = (kind.__doc__ or "").partition(" (docs/")[0].rstrip(".")
        info = inspect.type_info(kind)
        assert isinstance(info, inspect.StructType)  # noqa: S101 - each kind is one
        yield f'### `kind = "{name}"`\n\n{said}.\n\n{_table(info, {**own, **common})}'


def _participants() -> str:
    doc = " ".join((NewParticipant.__doc__ or "").split())
    return (
        "## `[participants]`\n\nSpellings that the table of participants does not have yet: "
        '`"Name as printed" = "ISO"`, the ISO 3166-1 alpha-3 code, or '
        f'`"Name" = {{ id = "XYZ", kind = "organisation" }}`. {doc}\n'
    )


def _struct(found: inspect.Type) -> tuple[inspect.StructType | None, bool]:
    """The table that a field of the file is, and whether there may be several."""
    if isinstance(found, inspect.VarTupleType):
        return _struct(found.item_type)[0], True
    return (found, False) if isinstance(found, inspect.StructType) else (None, False)


def _table(info: inspect.StructType, meanings: dict[str, str]) -> str:
    rows = [
        f"| `{key}` | {kind} | {default} | {meanings.get(key, '')} |".replace("  |", " |")
        for key, kind, default in _keys(info)
    ]
    return "\n".join(["| key | type | default | meaning |", "|---|---|---|---|", *rows, ""])


def _keys(info: inspect.StructType) -> Iterator[tuple[str, str, str]]:
    for field in info.fields:
        kind = field.type
        if isinstance(kind, inspect.UnionType):
            kind = next(one for one in kind.types if not isinstance(one, inspect.NoneType))
        default = "required" if field.required else _default(field.default)
        if isinstance(kind, inspect.StructType):
            within = ", ".join(f"`{name}` ({words})" for name, words, _ in _keys(kind))
            yield field.name, f"table of {within}", default
        else:
            yield field.name, _words(kind), default


def _words(kind: inspect.Type) -> str:
    if isinstance(kind, inspect.CustomType):
        return _KINDS[kind.cls]
    if isinstance(kind, inspect.EnumType | inspect.LiteralType):
        values = [str(one) for one in (kind.cls if isinstance(kind, inspect.EnumType) else kind.values)]
        return "one of " + ", ".join(f"`{value}`" for value in values)
    if isinstance(kind, inspect.VarTupleType):
        return f"list of {_words(kind.item_type).removeprefix('one of ')}"
    if isinstance(kind, inspect.IntType):
        return f"whole number, {kind.ge or 0} " + ("or more" if kind.le is None else f"to {kind.le}")
    simple = {inspect.BoolType: "`true` or `false`", inspect.DateType: "day", inspect.DictType: "table"}
    return simple.get(type(kind), "text")


def _default(value: object) -> str:
    if value in (None, msgspec.NODEFAULT, "", ()):
        return "–"
    return f"`{_toml(value)}`"


def _toml(value: object) -> str:
    """A default as the file writes it."""
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        unit, size = next(one for one in _UNITS if seconds % one[1] == 0)
        return f'"{seconds // size}{unit}"'
    if isinstance(value, Size):
        return f'"{value // 1_000_000}MB"'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    return f'"{value.text if isinstance(value, Cadence) else value}"'


# ---- meanings, from the comments of the shipped file ---------------------------------------------------

_HEADER = re.compile(r"^(?:# )?\[\[?([\w.-]+)\]\]?")
_KEY = re.compile(r"^(?:# )?(?:# )?(\w+) = .*?  ?# (.*)$")
_MORE = re.compile(r"^#?\s{20,}# (.*)$")
_ABOVE = re.compile(r"^# (\w+(?: = [^:]+)?(?:, \w+ = [^:]+)*): (.*)$")


def _meanings(text: str) -> dict[str, dict[str, str]]:
    """Table → key → what its comment says: beside the key, or above the block (`# parent = "x": of a protocol.`)."""
    found: dict[str, dict[str, str]] = {"treaty": {}}
    table = ""
    keys: tuple[str, ...] = ()
    for line in text.splitlines():
        if header := _HEADER.match(line):
            table, keys = header[1], ()
        elif beside := _KEY.match(line):
            keys = (beside[1],)
            keys = () if beside[1] in found.setdefault(table, {}) else keys  # a later example of the same table
            found[table].update(dict.fromkeys(keys, beside[2]))
        elif (more := _MORE.match(line)) or (keys and (more := re.match(r"^#   (\S.*)$", line))):
            for key in keys:
                found[table][key] += f" {more[1]}"
        elif line.startswith("# ---- treaties"):
            table = "treaty"
        elif table == "treaty" and (above := _ABOVE.match(line)):
            keys = tuple(re.findall(r"(\w+)(?: = [^,{]+| = \{[^}]*\})?(?:, |$)", above[1]))
            found[table].update(dict.fromkeys(keys, above[2]))
        else:
            keys = ()
    return found
