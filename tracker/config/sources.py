"""The tables `[sources.…]`. Their keys depend on the kind of source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tracker.config.checks import choose
from tracker.config.shapes import read
from tracker.errors import ConfigError, nearest
from tracker.models import ARCHIVE, LISTS_OF_STATEMENTS
from tracker.models.durations import parse_duration
from tracker.sources.kinds.saved_file import SavedFile
from tracker.sources.registry import KINDS, Source, kind_of, settings_types

if TYPE_CHECKING:
    from tracker.config.shapes import TreatyTable

_NOBODY = "<who, when, why>"  # the placeholder in the shipped file: not a decision


def read_source(name: str, found: dict[str, Any]) -> Source:
    """Convert one source to the type of its kind, which is its name unless `kind` says another. Raises ConfigError."""
    place = f"[sources.{name}]"
    if name == ARCHIVE:
        raise ConfigError(f"{place}: the name is reserved for archived copies (`tracker backfill`); choose another")
    if name in LISTS_OF_STATEMENTS:
        raise ConfigError(f"{place}: the name is reserved for lists of statements; choose another")
    kind, known = found.get("kind", name), settings_types()
    if not isinstance(kind, str) or kind not in known:
        raise ConfigError(f"{place}: unknown kind {kind!r}{nearest(str(kind), list(known))}")
    source: Source = read({key: value for key, value in found.items() if key != "kind"}, known[kind], place)
    try:
        parse_duration(source.grace)  # only checked: the text is stored as written
    except ValueError as error:
        raise ConfigError(f"{place} grace = {source.grace!r}: {error}") from error
    if isinstance(source, SavedFile):
        choose([source.of], list(KINDS), f"{place} of")
        return source
    for key in ("api_url", "page_url", "url"):
        _address(getattr(source, key, None), f"{place} {key}")
    return source


def _address(url: str | None, where: str) -> None:
    if url is not None and not re.match(r"https?://[^/\s]", url):
        raise ConfigError(f"{where} = {url!r}: expected an address like https://www.coe.int/")


def check_source(section: TreatyTable, name: str, source: Source) -> None:
    """Raise ConfigError for a wrong number, or for terms of use that the operator has not decided on
    (docs/sources.md#un)."""
    kind = kind_of(source)
    if kind.terms and source.terms_accepted.strip() in ("", _NOBODY):
        raise ConfigError(
            f"[[treaty]] {section.id}: [sources.{name}] reads {kind.label}, whose terms allow {kind.terms}; "
            f'it is off until you write your own decision there: terms_accepted = "{_NOBODY}"'
        )
    number = section.numbers.get(name, section.number)
    if kind.number_form and not re.fullmatch(kind.number_form, number):
        raise ConfigError(
            f"[[treaty]] {section.id}: {number!r} is not a number of [sources.{name}]: "
            f"expected one like {kind.number_example}"
        )
