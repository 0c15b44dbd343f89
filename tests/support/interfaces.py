"""Generated questions, each asked by every interface that can be asked it: Python, `--json`, tools for assistants, the
site's JSON, and the example queries.

An interface answers with values of JSON, refuses with an error, or cannot be asked the question (`UNASKED`).
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mcp import Client

import tracker
import tracker.cli
from db.public.queries import QUERIES
from tracker.errors import TrackerError
from tracker.mcp import server

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from questions import Question

UNASKED = object()


@dataclass(frozen=True)
class Refused:
    """An error, in its words."""

    words: str


# ---- the interfaces ----------------------------------------------------------------------------------

#: Kind → the words of its command, and which arguments are words; the others are options.
_COMMANDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "parties": ("parties", ("treaties",)),
    "territories": ("parties", ("treaties",)),
    "state": ("state", ("name",)),
    "compare": ("compare", ("one", "other")),
    "between": ("between", ("one", "other")),
    "route": ("route", ("asker", "asked")),
    "figures": ("figures", ()),
    "series": ("figures --series", ()),
    "movement": ("figures --between", ("first", "last")),
    "calendar": ("calendar", ()),
    "statements": ("statements", ()),
    "matrix": ("statements --matrix --treaty", ("treaty",)),
    "acts": ("acts", ("treaties",)),
    "changes": ("changes", ()),
    "why": ("why", ("change",)),
    "snapshots": ("snapshots", ()),
    "snapshot": ("snapshot", ("number",)),
    "diff": ("diff", ("before", "after")),
    "evidence": ("evidence", ("number",)),
    "quarantine": ("quarantine list", ()),
    "reconcile": ("reconcile", ()),
}
_OPTIONS = {
    "treaties": "--treaty",
    "names": "--territory",
    "participants": "--participant",
    "kinds": "--kind",
    "natures": "--nature",
    "in_": "--in",
    "everything": "--all",
}
#: What a command has no option for.
_NO_OPTION = {"acts": {"as_of", "known_at"}, "calendar": {"known_at"}}


def _command(asked: Question) -> list[str] | None:
    if _NO_OPTION.get(asked.kind, set()) & set(asked.given):
        return None
    words, positional = _COMMANDS[asked.kind]
    line, rest = words.split(), dict(asked.given)
    for key in positional:
        value = rest.pop(key, None)
        if isinstance(value, list) and len(value) > 1:
            return None
        line += [str(each) for each in (value if isinstance(value, list) else [value] if value is not None else [])]
    for key, value in rest.items():
        option = _OPTIONS.get(key, "--" + key.replace("_", "-"))
        if value is True:
            line.append(option)
        else:
            line += [word for each in (value if isinstance(value, list) else [value]) for word in (option, str(each))]
    return [*line, "--json"]


#: Tool → the names of its parameters where they are others.
_TOOLS: dict[str, dict[str, str]] = {
    "parties": {},
    "between": {},
    "route": {"in_": "asked_territory", "by": "asker_territory"},
    "state": {},
    "acts": {"participants": "name"},
    "changes": {"participants": "participant"},
    "figures": {},
    "calendar": {},
    "statements": {"participants": "participant"},
    "evidence": {},
}
_NO_PARAMETER = {"changes": {"kinds", "natures"}}


def _parameters(asked: Question) -> dict[str, Any] | None:
    names = _TOOLS.get(asked.kind)
    if names is None or _NO_PARAMETER.get(asked.kind, set()) & set(asked.given):
        return None
    found: dict[str, Any] = {}
    for key, value in asked.given.items():
        if isinstance(value, list) and len(value) > 1:
            return None
        found[names.get(key, {"treaties": "treaty"}.get(key, key))] = value[0] if isinstance(value, list) else value
    return None if "" in found.values() else found  # to a tool, it means "not asked for"


class Interfaces:
    """All interfaces of one database, on one clock (`jobs.clock.utc_now` is the test's)."""

    def __init__(self, database: Path, site: Path | None = None) -> None:
        self.database = database
        self.site = site

    def compare(self, asked: Iterable[Question]) -> dict[str, int]:
        """Ask all of them everything; how many each was asked. Raises AssertionError."""
        questions = list(asked)
        counts = dict.fromkeys(("python", "command", "tool", "site", "sql"), 0)
        told = asyncio.run(self._told(questions))
        with tracker.open(self.database) as t:
            for one, in_words in zip(questions, told, strict=True):
                expected = in_python(t, one)
                counts["python"] += 1
                counts["command"] += self._same(one, self.printed(one), expected)
                counts["tool"] += self._same(one, in_words, _of_tool(one, expected))
                if not isinstance(expected, Refused):
                    counts["site"] += self._same(one, *self._on_site(one, expected))
                    counts["sql"] += self._same(one, *self._in_sql(one, expected))
        return counts

    async def _told(self, asked: list[Question]) -> list[Any]:
        async with Client(server(self.database)) as client:
            return [await _told(client, one) for one in asked]

    @staticmethod
    def _same(asked: Question, found: Any, expected: Any) -> bool:
        if found is UNASKED:
            return False
        if isinstance(expected, Refused):
            assert isinstance(found, Refused), (str(asked), expected)
            assert expected.words in found.words, str(asked)
        else:
            assert found == expected, str(asked)
        return True

    def printed(self, asked: Question) -> Any:
        """What the command prints."""
        line = _command(asked)
        if line is None:
            return UNASKED
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = tracker.cli.run(["--db", str(self.database), *line])
        if code:
            assert code == 2, (line, err.getvalue())
            return Refused(err.getvalue())
        return as_list(json.loads(out.getvalue()))

    def _on_site(self, asked: Question, expected: Any) -> tuple[Any, Any]:
        look = _PAGES.get(asked.kind)
        if self.site is None or look is None or {"as_of", "known_at"} & set(asked.given):
            return UNASKED, None
        return look(lambda path: json.loads((self.site / path).read_bytes()), asked, expected)

    def _in_sql(self, asked: Question, expected: Any) -> tuple[Any, Any]:
        query = _QUERIES.get(asked.kind)
        if query is None or "known_at" in asked.given:
            return UNASKED, None
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as db:
            db.row_factory = sqlite3.Row

            def ask(name: str, **given: Any) -> list[dict[str, Any]]:
                [sql] = [one.sql for one in QUERIES if one.name == name]
                return [dict(row) for row in db.execute(sql, given)]

            return query(ask, asked, expected)


def in_python(t: tracker.api.Tracker, asked: Question) -> Any:
    """The method's answer."""
    try:
        return as_list(json.loads(json.dumps(tracker.to_dicts(getattr(t, asked.kind)(**asked.given)))))
    except TrackerError as error:
        return Refused(" ".join(str(error).split()))


def as_list(found: Any) -> list[Any]:
    """One object is a list of one."""
    return found if isinstance(found, list) else [found]


async def _told(client: Any, asked: Question) -> Any:
    """What an assistant is told, however many answers it needs."""
    given = _parameters(asked)
    if given is None:
        return UNASKED
    values: list[Any] = []
    offset: int | None = 0
    while offset is not None:
        more = {"offset": offset} if offset else {}
        result = await client.call_tool(asked.kind, {**given, **more})
        text = "".join(part.text for part in result.content)
        if result.is_error:
            return Refused(" ".join(text.split()))
        answer = json.loads(text)
        values += answer["answer"]
        offset = answer["next_offset"]
    return values


def _of_tool(asked: Question, expected: Any) -> Any:
    if isinstance(expected, Refused):
        return expected
    return _without_markup(expected[0]["treaties"] if asked.kind == "state" else expected)


def _without_markup(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_markup(held) for key, held in value.items() if key != "html"}
    return [_without_markup(held) for held in value] if isinstance(value, list) else value


# ---- pages: what the site holds of an answer, and that part of the answer ----------------------------


def _table(page: Any, asked: Question, expected: Any) -> tuple[Any, Any]:
    """The table has everybody, also who has no standing."""
    if asked.given.get("treaties"):
        return UNASKED, None
    wanted = {str(one).lower() for one in asked.given.get("standing", ())}
    rows = [
        row for row in page("table.json") if row["standing"] in wanted or (not wanted and row["standing"] != "none")
    ]
    return [{key: value for key, value in row.items() if key != "source"} for row in rows], expected


def _dossier(page: Any, _: Question, expected: Any) -> tuple[Any, Any]:
    [found] = expected
    if found["territory"]:
        return UNASKED, None
    try:
        held = page(f"participant/{found['participant']}.json")
    except FileNotFoundError:  # it is on no chart
        return UNASKED, None
    held.pop("names_note")
    return [held], expected


def _whole(path: str) -> Any:
    """A page that holds the answer to the question without arguments."""

    def look(page: Any, asked: Question, expected: Any) -> tuple[Any, Any]:
        return (UNASKED, None) if any(value != ["all"] for value in asked.given.values()) else (page(path), expected)

    return look


def _over_time(page: Any, asked: Question, expected: Any) -> tuple[Any, Any]:
    if asked.given:
        return UNASKED, None
    return page("time.json"), {key: held["series"] for key, held in expected[0]["treaties"].items()}


def _today(page: Any, _: Question, expected: Any) -> tuple[Any, Any]:
    found = {key: page(f"treaty/{key}.json")["figures"] for key in expected[0]["treaties"]}
    return found, {key: {one: held[one] for one in found[key]} for key, held in expected[0]["treaties"].items()}


def _agenda(page: Any, asked: Question, expected: Any) -> tuple[Any, Any]:
    if not asked.given.get("everything"):
        return UNASKED, None
    found = [
        item for key in sorted({item["treaty"] for item in expected}) for item in page(f"treaty/{key}.json")["agenda"]
    ]
    keys = found[0].keys() if found else ()
    return _sorted(found), _sorted({key: item[key] for key in keys} for item in expected)


def _stated(page: Any, asked: Question, expected: Any) -> tuple[Any, Any]:
    if set(asked.given) - {"treaties"}:
        return UNASKED, None
    keys = sorted({one["treaty"] for one in expected})
    return [one for key in keys for one in page(f"treaty/{key}.json")["statements"]], expected


def _sorted(found: Iterable[Any]) -> list[str]:
    return sorted(json.dumps(one, sort_keys=True) for one in found)


_PAGES = {
    "parties": _table,
    "state": _dossier,
    "acts": _whole("chronology.json"),
    "changes": _whole("changes.json"),
    "territories": _whole("territories.json"),
    "series": _over_time,
    "figures": _today,
    "calendar": _agenda,
    "statements": _stated,
}

# ---- SQL: the rows of an example query, and what the answer says of the same --------------------------


def _parties_on(ask: Any, asked: Question, expected: Any) -> tuple[Any, Any]:
    if asked.given.get("standing") != ["party"] or "as_of" not in asked.given:
        return UNASKED, None
    keys = sorted({row["treaty"] for row in expected})
    found = {
        (key, row["participant"]) for key in keys for row in ask("parties_on", treaty=key, day=asked.given["as_of"])
    }
    return found, {(row["treaty"], row["participant"]) for row in expected}


def _bound_between(ask: Any, asked: Question, expected: Any) -> tuple[Any, Any]:
    told = [one for one in expected if not (one["predecessor_a"] or one["predecessor_b"]) and one["status_as_of"]]
    if not told or "as_of" not in asked.given:
        return UNASKED, None  # the view has rows of States by their own id alone
    [a], [b] = {one["participant_a"] for one in told}, {one["participant_b"] for one in told}
    rows = {row["treaty"]: row for row in ask("bound_between", a=a, b=b, day=asked.given["as_of"])}
    names = {"in_force": "in_force_as_known", "since": "since", "by_rule_since": "by_rule_since"}
    found = {one["treaty"]: {name: rows[one["treaty"]][name] for name in names} for one in told}
    return found, {one["treaty"]: {name: one[key] for name, key in names.items()} for one in told}


def _known_by(ask: Any, asked: Question, expected: Any) -> tuple[Any, Any]:
    if set(asked.given) != {"until"}:
        return UNASKED, None
    return [row["id"] for row in reversed(ask("known_by", day=asked.given["until"]))], [one["id"] for one in expected]


def _acts_of_a_year(ask: Any, asked: Question, expected: Any) -> tuple[Any, Any]:
    first, last = str(asked.given.get("since")), str(asked.given.get("until"))
    if set(asked.given) != {"since", "until"} or (first[4:], last[4:]) != ("-01-01", "-12-31") or first[:4] != last[:4]:
        return UNASKED, None
    names = {"acted_on": "on", "treaty": "treaty", "participant": "participant", "kind": "kind", "observed": "observed"}
    found = [{name: row[name] for name in names} for row in ask("acts_of_a_year", year=first[:4])]
    told = [{name: one[key] for name, key in names.items()} for one in expected]
    return _sorted({**row, "observed": bool(row["observed"])} for row in found), _sorted(told)


def _figures_on(ask: Any, asked: Question, expected: Any) -> tuple[Any, Any]:
    """The row that stands on the day."""
    if "as_of" not in asked.given:
        return UNASKED, None
    rows = {
        key: [row for row in ask("figures_over_time", treaty=key) if row["day"] <= asked.given["as_of"]]
        for key in expected[0]["treaties"]
    }
    found = {key: {name: value for name, value in of[-1].items() if name != "day"} for key, of in rows.items() if of}
    return found, {key: {name: expected[0]["treaties"][key][name] for name in of} for key, of in found.items()}


def _charts_of(ask: Any, _: Question, expected: Any) -> tuple[Any, Any]:
    [found] = expected
    rows = ask("evidence_for", change=found["change"]["id"])
    heads = {"after": found["snapshot"], "before": found["previous_snapshot"]}
    return {row["chart"]: row["snapshot"] for row in rows}, {key: head["id"] for key, head in heads.items() if head}


_QUERIES = {
    "parties": _parties_on,
    "between": _bound_between,
    "figures": _figures_on,
    "acts": _acts_of_a_year,
    "changes": _known_by,
    "why": _charts_of,
}
