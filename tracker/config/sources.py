"""The tables `[sources.…]`: which keys one may have depends on its kind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tracker.config.checks import choose
from tracker.config.shapes import read
from tracker.errors import ConfigError, nearest
from tracker.models import ARCHIVE, STATEMENTS
from tracker.models.durations import parse_duration
from tracker.sources import KINDS
from tracker.sources.settings import CoeChart, CoeMembers, CoeService, SavedFile, Source, UntcXml, VerdragenbankXml

if TYPE_CHECKING:
    from tracker.config.shapes import TreatyTable

_NOBODY = "<who, when, why>"  # as the shipped file has it in a comment: no decision of anybody

_SOURCES: dict[str, type[Source]] = {
    "coe-service": CoeService,
    "coe-chart": CoeChart,
    "coe-members": CoeMembers,
    "verdragenbank-xml": VerdragenbankXml,
    "untc-xml": UntcXml,
    "file": SavedFile,
}


def read_source(name: str, found: dict[str, Any]) -> Source:
    """One source as the type of its kind, which is its name if it does not say another. Raises ConfigError."""
    place = f"[sources.{name}]"
    if name == ARCHIVE:
        raise ConfigError(f"{place}: archived copies (`tracker backfill`) are kept under this name; take another")
    if name == STATEMENTS:
        raise ConfigError(f"{place}: lists of statements are kept under this name; take another")
    kind = found.get("kind", name)
    if not isinstance(kind, str) or kind not in _SOURCES:
        raise ConfigError(f"{place}: unknown kind {kind!r}{nearest(str(kind), list(_SOURCES))}")
    source: Source = read({**found, "kind": kind}, _SOURCES[kind], place)
    try:
        parse_duration(source.grace)  # stored as it is written
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
    """The UN's terms grant personal use, and no right to compile or derive: to follow it is a decision of the
    operator's own, and off until it is written down (SOURCES 2)."""
    saved = isinstance(source, SavedFile) and source.of == "untc-xml"
    if not saved and not isinstance(source, UntcXml):
        return
    if source.terms_accepted.strip() in ("", _NOBODY):
        raise ConfigError(
            f"[[treaty]] {section.id}: [sources.{name}] reads the United Nations Treaty Collection, whose terms allow "
            "personal, non-commercial use and no derivative works; it is off until you write your own decision there: "
            f'terms_accepted = "{_NOBODY}"'
        )
    from tracker.sources.untc import NUMBER  # with lxml: only where it is used

    number = section.numbers.get(name, section.number)
    if not NUMBER.fullmatch(number):
        raise ConfigError(f"[[treaty]] {section.id}: {number!r} is no number of [sources.{name}]: one is like XVIII-16")
