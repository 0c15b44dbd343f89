"""`tracker treaty add NUMBER`: follow another treaty of the Council of Europe, by configuration alone.

The block is written from the search of the service itself (SOURCES 1.3); the rest of the file stays as it is.
"""

from __future__ import annotations

import codecs
import re
import string
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Table, Whitespace

from jobs.files import write_whole
from jobs.ingest.fetching import KEY_REFUSED, key_from_page, make_fetcher, service_request
from tracker.config import CoeService
from tracker.errors import ConfigError, FetchError, UsageError
from tracker.models.times import day_at
from tracker.sources.coe import treaties

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from tomlkit.container import Container
    from tomlkit.items import Item, Key

    from tracker.config import Config
    from tracker.fetch import Fetcher
    from tracker.models import Response, Threshold
    from tracker.sources.coe.treaties import ListedTreaty

_SEAT = "Europe/Paris"


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A treaty that is followed from now on, and the block that says so."""

    treaty: ListedTreaty
    path: Path
    block: str


def add(config: Config, number: str, *, now: Callable[[], datetime]) -> Added:
    """Write the block of a treaty into the configuration.

    Raises UsageError for a treaty that is followed already or is none, SourceError if the service does not answer.
    """
    name = _service_of(config)
    _refuse_followed(config, treaties.treaty_id(_bare(number)))
    source = config.sources[name]
    assert isinstance(source, CoeService)  # noqa: S101 - chosen as such
    with make_fetcher(config, now) as fetcher:
        listed = treaties.parse(_search(fetcher, source).body)
    treaty = find(listed, number)
    block = block_of(treaty, name, day_at(now(), _SEAT))
    _write(config.path.resolve(), block)
    return Added(treaty=treaty, path=config.path, block=block)


def _service_of(config: Config) -> str:
    services = [name for name, source in config.sources.items() if isinstance(source, CoeService)]
    if not services:
        raise ConfigError(f"{config.path} has no source of kind coe-service: its search is what knows the treaties")
    return "coe-service" if "coe-service" in services else services[0]


def _refuse_followed(config: Config, key: str | None) -> None:
    if key and config.treaty(key):
        raise UsageError(f"{key} is followed already: its [[treaty]] block stands in {config.path}")


def _bare(number: str) -> str:
    """What a person typed as a number: `225`, `12a`, or our id for it, `cets-225`."""
    text = number.strip().lower()
    return text.removeprefix("cets").removeprefix("ets").lstrip("- ")


def find(listed: Sequence[ListedTreaty], number: str) -> ListedTreaty:
    """The treaty of this number. Raises UsageError naming the nearest one."""
    wanted = _bare(number)
    key = treaties.treaty_id(wanted)
    for treaty in listed:
        if treaty.id == key:
            return treaty
    digits = re.match(r"\d{1,9}", wanted, re.ASCII)
    if digits is None:
        raise UsageError(f"{number!r} is no number of a treaty of the Council of Europe: expected one like 225 or 012A")
    near = min(listed, key=lambda treaty: abs(_digits(treaty) - int(digits.group())))
    raise UsageError(f"the Council of Europe lists no treaty {number!r}; did you mean {near.number!r} ({near.name})?")


def _digits(treaty: ListedTreaty) -> int:
    return int(treaty.number.rstrip(string.ascii_letters))


def _search(fetcher: Fetcher, source: CoeService) -> Response:
    """The whole list; a refused key is found anew on the page, once."""
    url = treaties.search_url(source.api_url)
    try:
        return fetcher.post_json(url, treaties.PAYLOAD, {"token": source.api_key})
    except FetchError as refused:
        if refused.status not in KEY_REFUSED:
            raise
        key = key_from_page(fetcher, service_request(source, source.api_key, "185"))
        if key is None or key == source.api_key:
            raise
        return fetcher.post_json(url, treaties.PAYLOAD, {"token": key})


# ---- the block ----------------------------------------------------------------------------------


def block_of(treaty: ListedTreaty, source: str, day: date) -> str:
    """The treaty as a [[treaty]] block; what the service does not tell is left for a person, with a comment."""
    table = tomlkit.table()
    table.add(tomlkit.comment(_whence(treaty, day)))
    table.add("id", treaty.id)
    table.add("number", treaty.number)
    table.add("name", treaty.name)
    if treaty.opened_on:
        table.add("opened_on", treaty.opened_on)
    if treaty.threshold:
        table.add("threshold", _threshold(treaty.threshold))
    else:
        unknown = f"not known for the service's code {treaty.entry_code}"
        table.add(tomlkit.comment(f"threshold = {{ needed = … }}: {unknown}"))
    if treaty.parent:
        table.add("parent", treaty.parent)
    table.add("sources", [source])
    document = tomlkit.document()
    document.append("treaty", AoT([table]))
    return document.as_string()


def _whence(treaty: ListedTreaty, day: date) -> str:
    force = f"in force since {treaty.in_force_on}" if treaty.in_force_on else "not in force"
    return f"{treaty.mention or 'No.'} {treaty.number}, {force}, by the Treaty Office's own list on {day}"


def _threshold(rule: Threshold) -> Item:
    members = "" if rule.members is None else f", members = {rule.members}"
    return tomlkit.value(f"{{ needed = {rule.needed}{members} }}")


# ---- the file -----------------------------------------------------------------------------------


def _write(path: Path, block: str) -> None:
    content = path.read_bytes()
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    written = with_block(content.removeprefix(mark).decode("utf-8"), block)
    # it may hold the addresses of channels: no more open than it was
    write_whole(path, mark + written.encode("utf-8"), mode=path.stat().st_mode & 0o777)


def with_block(text: str, block: str) -> str:
    """The configuration with one more treaty, after the last one: every line that was there stays.

    Raises ConfigError where that is not possible.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    whole = text if text.endswith("\n") or not text else f"{text}{newline}"
    block = block.replace("\n", newline)
    at_the_end = f"{whole}{newline}{block}" if whole else block
    for written in (_after_the_last(whole, block, newline), at_the_end):
        if written is not None and _adds_only(text, written, block):
            return written
    raise ConfigError(f"`treaty` is not written as [[treaty]] blocks: make it so, or add this by hand:\n{block}")


def _adds_only(text: str, written: str, block: str) -> bool:
    """The values are those that were there and the block's; so are the lines."""
    before, added = tomllib.loads(text), tomllib.loads(block)["treaty"]
    try:
        after = tomllib.loads(written)
    except tomllib.TOMLDecodeError:
        return False
    lines = iter(written.splitlines())
    return after == {**before, "treaty": [*before.get("treaty", []), *added]} and all(
        line in lines for line in text.splitlines()
    )


def _after_the_last(text: str, block: str, newline: str) -> str | None:
    """The block after the last treaty; what follows that one after a blank line is about what comes next."""
    try:
        document, addition = tomlkit.parse(text), tomlkit.parse(block)
    except TOMLKitError:
        return None
    blocks, [new] = document.get("treaty"), addition["treaty"]
    if not isinstance(blocks, AoT) or not blocks:
        return None
    body = _last_body(blocks[-1].value)
    after = _end_of_block(body)
    tail = body[after:] or [(None, Whitespace(newline))]
    body[after:] = [(None, Whitespace(newline))]
    new.value.body.extend(tail)
    blocks.append(new)
    return document.as_string()


def _last_body(container: Container) -> list[tuple[Key | None, Item]]:
    """The lines at the end of a table: those of its last sub-table, if it has one."""
    body = container.body
    last = next((item for key, item in reversed(body) if key is not None), None)
    return _last_body(last.value) if isinstance(last, Table) else body


def _end_of_block(body: Sequence[tuple[Key | None, Item]]) -> int:
    """The place of the first blank line after the last key."""
    last = max((place for place, (key, _) in enumerate(body) if key is not None), default=-1)
    rest = range(last + 1, len(body))
    return next((place for place in rest if isinstance(body[place][1], Whitespace)), len(body))
