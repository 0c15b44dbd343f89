"""The questions of the command line as tools for assistants, by the Model Context Protocol (extra `mcp`). Read-only.

Each tool opens the database, asks it once, and closes it. An answer holds its values as `--json` prints them, how old
the knowledge is, and its limits. A long answer is cut, says so, and can be asked for further on.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations

from tracker import __version__
from tracker.answers.to_json import to_json
from tracker.api import open_database, to_dicts
from tracker.errors import TrackerError
from tracker.wording import assistants as words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tracker.answers.to_json import Object
    from tracker.api import Tracker

_MOST = 40_000  # characters of the values in one answer
_MOST_TEXT = 20_000  # characters of a page
_LEFT_OUT = frozenset({"html"})  # the text is there without markup
_READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)


def server(database: Path) -> MCPServer[object]:
    """The server of one database. Raises nothing before a tool is called: the file may come later."""
    tools = _Tools(database)
    made: MCPServer[object] = MCPServer(
        "convention-tracker", version=__version__, instructions=words.INSTRUCTIONS, log_level="WARNING"
    )
    for tool in (
        tools.parties,
        tools.between,
        tools.route,
        tools.state,
        tools.acts,
        tools.changes,
        tools.figures,
        tools.calendar,
        tools.statements,
        tools.evidence,
    ):
        made.add_tool(tool, description=words.TOOLS[tool.__name__], annotations=_READS, structured_output=False)
    return made


class _Tools:
    """One method a tool; its parameters are the tool's. Empty texts and lists mean "not asked for"."""

    def __init__(self, database: Path) -> None:
        self._database = database

    def parties(
        self, treaty: str = "", as_of: str = "", known_at: str = "", standing: str = "", offset: int = 0
    ) -> str:
        return self._answer(
            lambda t: t.parties(
                _names(treaty), as_of=as_of or None, known_at=known_at or None, standing=_names(standing)
            ),
            offset,
            treaty,
        )

    def between(
        self,
        one: str,
        other: str,
        treaty: str = "",
        as_of: str = "",
        statements: bool = False,
        offset: int = 0,
        known_at: str = "",
    ) -> str:
        return self._answer(
            lambda t: t.between(
                one, other, _names(treaty), as_of=as_of or None, known_at=known_at or None, statements=statements
            ),
            offset,
            treaty,
        )

    def route(
        self,
        asker: str,
        asked: str,
        article: str = "",
        treaty: str = "",
        data: str = "",
        asked_territory: str = "",
        asker_territory: str = "",
        as_of: str = "",
        offset: int = 0,
        known_at: str = "",
    ) -> str:
        return self._answer(
            lambda t: t.route(
                asker,
                asked,
                article=article or None,
                treaties=_names(treaty),
                data=data or None,
                in_=asked_territory or None,
                by=asker_territory or None,
                as_of=as_of or None,
                known_at=known_at or None,
            ),
            offset,
            treaty,
        )

    def state(self, name: str, as_of: str = "", known_at: str = "", offset: int = 0) -> str:
        return self._answer(lambda t: t.state(name, as_of=as_of or None, known_at=known_at or None).treaties, offset)

    def acts(
        self,
        name: str = "",
        as_of: str = "",
        offset: int = 0,
        treaty: str = "",
        since: str = "",
        until: str = "",
        known_at: str = "",
    ) -> str:
        return self._answer(
            lambda t: t.acts(
                _names(treaty),
                participants=_names(name),
                since=since or None,
                until=until or None,
                as_of=as_of or None,
                known_at=known_at or None,
            ),
            offset,
            treaty,
        )

    def changes(
        self, treaty: str = "", participant: str = "", since: str = "", until: str = "", offset: int = 0
    ) -> str:
        return self._answer(
            lambda t: t.changes(
                _names(treaty), participants=_names(participant), since=since or None, until=until or None
            ),
            offset,
            treaty,
        )

    def figures(self, treaty: str = "", as_of: str = "", known_at: str = "") -> str:
        return self._answer(
            lambda t: t.figures(_names(treaty), as_of=as_of or None, known_at=known_at or None), 0, treaty
        )

    def calendar(self, treaty: str = "", everything: bool = False, offset: int = 0, known_at: str = "") -> str:
        return self._answer(
            lambda t: t.calendar(_names(treaty), everything=everything, known_at=known_at or None), offset, treaty
        )

    def statements(
        self,
        treaty: str = "",
        participant: str = "",
        article: str = "",
        search: str = "",
        as_of: str = "",
        offset: int = 0,
        known_at: str = "",
    ) -> str:
        return self._answer(
            lambda t: t.statements(
                _names(treaty),
                participants=_names(participant),
                article=article or None,
                search=search or None,
                as_of=as_of or None,
                known_at=known_at or None,
            ),
            offset,
            treaty,
        )

    def evidence(self, number: int, text_from: int = -1) -> str:
        def ask(t: Tracker) -> list[Object]:
            [found] = to_dicts(t.evidence(number))
            if text_from < 0:
                return [found]
            text = t.evidence_body(number).decode("utf-8", "replace")
            part = text[text_from : text_from + _MOST_TEXT]
            more = text_from + len(part) < len(text)
            return [
                {
                    **found,
                    "page": part,
                    "page_from": text_from,
                    "page_length": len(text),
                    "page_next": text_from + len(part) if more else None,
                }
            ]

        return self._answer(ask, 0)

    def _answer(self, ask: Callable[[Tracker], object], offset: int, treaty: str = "") -> str:
        try:
            with open_database(self._database) as t, t.reading():
                values, ages = to_dicts(ask(t)), to_json(t.ages(_names(treaty)))
        except TrackerError as error:
            raise ToolError(str(error)) from error
        return json.dumps(_bounded(values, max(offset, 0)) | {"knowledge": ages, "limits": words.LIMITS})


def _bounded(values: list[Object], offset: int) -> dict[str, object]:
    """As many values as an answer may hold, at least one; what was cut is said, with where it goes on."""
    shown: list[object] = []
    length = 0
    for value in values[offset:]:
        one = _without_markup(value)
        size = len(json.dumps(one))
        if shown and length + size > _MOST:
            break
        shown.append(one)
        length += size
    end = offset + len(shown)
    rest = len(values) - end
    cut = words.CUT.format(shown=f"{offset + 1} to {end}", total=len(values), next=end) if rest > 0 else None
    return {"answer": shown, "total": len(values), "cut": cut, "next_offset": end if rest > 0 else None}


def _without_markup(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without_markup(held) for key, held in value.items() if key not in _LEFT_OUT}
    return [_without_markup(held) for held in value] if isinstance(value, list) else value


def _names(text: str) -> tuple[str, ...]:
    return (text,) if text else ()
