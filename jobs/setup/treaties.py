"""`tracker treaty add`: add treaties of the Council of Europe to the configuration.

The blocks are written from the search of the service (docs/sources.md#endpoints). The rest of the file is unchanged.
"""

from __future__ import annotations

import codecs
import json
import re
import string
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jobs.files import write_atomically
from jobs.ingest.bundled import bundled_list, chart_of
from jobs.ingest.fetching import make_fetcher, page_may_help, service_on_page
from tracker.errors import ConfigError, FetchError, UsageError
from tracker.models.times import day_at
from tracker.participants import table
from tracker.sources.coe import treaties
from tracker.sources.kinds.coe_service import CoeService, services_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from tracker.config import Config
    from tracker.fetch import Fetcher
    from tracker.models import Response, Threshold
    from tracker.sources.coe.treaties import ListedTreaty

_SEAT = "Europe/Paris"
_TREATY = re.compile(r"""\s*\[\[\s*(["']?)treaty\1\s*\]\]""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A treaty that was added, the file, and the block written into it."""

    treaty: ListedTreaty
    path: Path
    block: str


def add(config: Config, number: str, *, now: Callable[[], datetime]) -> Added:
    """Write the block of a treaty into the configuration.

    Raises UsageError for a treaty that is already followed or does not exist, SourceError if the service fails,
    ConfigError if the file has no place for the block.
    """
    name, source = _service_of(config)
    _refuse_followed(config, treaties.treaty_id(_bare(number)))
    with make_fetcher(config, now) as fetcher:
        listed = treaties.parse(_search(fetcher, source).body)
    treaty = find(listed, number)
    block = block_of(treaty, name, day_at(now(), _SEAT))
    _write(config.path.resolve(), block)
    return Added(treaty=treaty, path=config.path, block=block)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which of the listed treaties to follow: all, those with this parent (a number), or those that the service lists
    for a State (a name)."""

    parent: str | None = None
    member: str | None = None


def add_many(config: Config, wanted: Wanted, *, now: Callable[[], datetime]) -> tuple[Added, ...]:
    """Write the blocks of all treaties asked for that are not followed yet, in the order of the list.

    Raises as `add`; UsageError also if the list has none of them, or if all are followed.
    """
    name, source = _service_of(config)
    payload = {**treaties.PAYLOAD, "CodePays": _code_of(wanted.member) if wanted.member else None}
    with make_fetcher(config, now) as fetcher:
        listed = treaties.parse(_search(fetcher, source, payload).body)
    chosen = listed if wanted.parent is None else _protocols(listed, wanted.parent)
    if not (new := [treaty for treaty in chosen if config.treaty(treaty.id) is None]):
        raise UsageError(f"all {len(chosen)} treaties found are already followed: see {config.path}")
    day = day_at(now(), _SEAT)
    added = [Added(treaty=each, path=config.path, block=block_of(each, name, day)) for each in new]
    _write(config.path.resolve(), "\n".join(one.block for one in added))
    return tuple(added)


def _protocols(listed: Sequence[ListedTreaty], number: str) -> list[ListedTreaty]:
    """The treaty with this number, and those whose parent it is."""
    parent = find(listed, number)
    return [treaty for treaty in listed if parent.id in (treaty.id, treaty.parent)]


def _code_of(name: str) -> str:
    """The Treaty Office's own code of a State. Known are those on the chart of ETS 185; no rule gives the others."""
    participant = table().find(name)
    chart = chart_of(bundled_list("ets-185") or b"")
    row = chart.row(participant)
    if row is None or row.code is None:
        known = table().get(participant).name
        raise UsageError(f"the Treaty Office's code of {known} is not known here: add treaties by their numbers")
    return row.code


def _service_of(config: Config) -> tuple[str, CoeService]:
    services = services_in(config.sources)
    if not services:
        raise ConfigError(
            f"{config.path} has no source of kind {CoeService.name}: its search is needed to find treaties"
        )
    name = CoeService.name if CoeService.name in services else next(iter(services))
    return name, services[name]


def _refuse_followed(config: Config, key: str | None) -> None:
    if key and config.treaty(key):
        raise UsageError(f"{key} is already followed: see its [[treaty]] block in {config.path}")


def _bare(number: str) -> str:
    """The number without a prefix. A person may type `225`, `12a`, or our id, `cets-225`."""
    text = number.strip().lower()
    return text.removeprefix("cets").removeprefix("ets").lstrip("- ")


def find(listed: Sequence[ListedTreaty], number: str) -> ListedTreaty:
    """The treaty with this number. Raises UsageError, which suggests the nearest one."""
    wanted = _bare(number)
    key = treaties.treaty_id(wanted)
    for treaty in listed:
        if treaty.id == key:
            return treaty
    digits = re.match(r"\d{1,9}", wanted, re.ASCII)
    if digits is None:
        raise UsageError(f"{number!r} is not a treaty number of the Council of Europe: expected one like 225 or 012A")
    near = min(listed, key=lambda treaty: abs(_digits(treaty) - int(digits.group())))
    raise UsageError(f"the Council of Europe lists no treaty {number!r}; did you mean {near.number!r} ({near.name})?")


def _digits(treaty: ListedTreaty) -> int:
    return int(treaty.number.rstrip(string.ascii_letters))


def _search(fetcher: Fetcher, source: CoeService, payload: Mapping[str, object] = treaties.PAYLOAD) -> Response:
    """Fetch the list of treaties. If the service refuses the key or has moved, read its page and retry once."""
    try:
        return _searched(fetcher, source, payload)
    except FetchError as refused:
        found = service_on_page(fetcher, source, source.request("185"), refused) if page_may_help(refused) else None
        if found is None:
            raise
        return _searched(fetcher, found, payload)


def _searched(fetcher: Fetcher, source: CoeService, payload: Mapping[str, object]) -> Response:
    return fetcher.post_json(treaties.search_url(source.api_url), payload, {"token": source.api_key})


# ---- the block ----------------------------------------------------------------------------------


def block_of(treaty: ListedTreaty, source: str, day: date) -> str:
    """The treaty as a [[treaty]] block. A comment marks what the service does not say and a person must add."""
    lines = ["[[treaty]]", _comment(_whence(treaty, day))]
    lines += [f"id = {_string(treaty.id)}", f"number = {_string(treaty.number)}", f"name = {_string(treaty.name)}"]
    if treaty.opened_on:
        lines.append(f"opened_on = {treaty.opened_on}")
    if treaty.threshold:
        lines.append(f"threshold = {_threshold(treaty.threshold)}")
    else:
        lines.append(_comment(f"threshold = {{ needed = … }}: not known for the service's code {treaty.entry_code}"))
    if treaty.parent:
        lines.append(f"parent = {_string(treaty.parent)}")
    lines.append(f"sources = [{_string(source)}]")
    return "".join(f"{line}\n" for line in lines)


def _string(text: str) -> str:
    """A basic string of TOML. It equals a JSON string, except that TOML requires DEL to be escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _comment(text: str) -> str:
    return f"# {' '.join(text.split())}"


def _whence(treaty: ListedTreaty, day: date) -> str:
    force = f"in force since {treaty.in_force_on}" if treaty.in_force_on else "not in force"
    return f"{treaty.mention or 'No.'} {treaty.number}, {force}, by the Treaty Office's own list on {day}"


def _threshold(rule: Threshold) -> str:
    members = "" if rule.members is None else f", members = {rule.members}"
    return f"{{ needed = {rule.needed}{members} }}"


# ---- the file -----------------------------------------------------------------------------------


def _write(path: Path, block: str) -> None:
    content = path.read_bytes()
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    written = with_block(content.removeprefix(mark).decode("utf-8"), block)
    # keep its mode: the file may hold the secret addresses of channels
    write_atomically(path, mark + written.encode("utf-8"), mode=path.stat().st_mode & 0o777)


def with_block(text: str, block: str) -> str:
    """The configuration with one more treaty after the last one. All existing lines stay.

    Raises ConfigError if that is not possible.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    text_lines = text if text.endswith("\n") or not text else f"{text}{newline}"
    lines = [f"{line}\n" for line in text_lines.split("\n")[:-1]]
    added = block.replace("\n", newline)
    for place in _places(lines):
        before, after = "".join(lines[:place]), "".join(lines[place:])
        gap = newline if place < len(lines) and lines[place].strip() else ""
        written = f"{before}{newline if before else ''}{added}{gap}{after}"
        if _adds_only(text, written, block):
            return written
    raise ConfigError(f"`treaty` is not written as [[treaty]] blocks: rewrite it, or add this by hand:\n{block}")


def _places(lines: Sequence[str]) -> Iterator[int]:
    """Yield lines at which the block could begin: the end of each table after the last treaty, and the end of the file.

    Not every one is right: a sub-table belongs to its treaty, and a line in a long string can look like a heading.
    """
    headings = [place for place, line in enumerate(lines) if line.lstrip().startswith("[")]
    last = max((place for place in headings if _TREATY.match(lines[place])), default=len(lines))
    for heading in (*headings, len(lines)):
        if heading > last:
            yield _end_of_block(lines, last, heading)
    yield len(lines)


def _end_of_block(lines: Sequence[str], first: int, heading: int) -> int:
    """The line after the last value before a heading, and after the comments directly below it. Comments after a blank
    line belong to what follows."""
    place = heading
    while place > first + 1 and lines[place - 1].strip().partition("#")[0] == "":
        place -= 1
    while place < heading and lines[place].strip():
        place += 1
    return place


def _adds_only(text: str, written: str, block: str) -> bool:
    """True if the new text has the old values and lines plus those of the block, and nothing else."""
    before, added = tomllib.loads(text), tomllib.loads(block)["treaty"]
    try:
        after = tomllib.loads(written)
    except tomllib.TOMLDecodeError:
        return False
    lines = iter(written.split("\n"))
    return after == {**before, "treaty": [*before.get("treaty", []), *added]} and all(
        line in lines for line in text.split("\n")
    )
