"""The only list of the kinds of source, and functions that take a kind by name or by a source's settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import msgspec

from tracker.errors import UsageError
from tracker.sources.kind import SourceKind
from tracker.sources.kinds.coe_browser import CoeBrowser
from tracker.sources.kinds.coe_chart import CoeChart
from tracker.sources.kinds.coe_members import CoeMembers
from tracker.sources.kinds.coe_service import CoeService
from tracker.sources.kinds.saved_file import SavedFile
from tracker.sources.kinds.untc_xml import UntcXml
from tracker.sources.kinds.verdragenbank_xml import VerdragenbankXml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from tracker.models import PrintedChart

Source: TypeAlias = SourceKind | SavedFile

#: The kinds of page, by name. A new kind is one more line here.
KINDS: dict[str, type[SourceKind]] = {
    CoeService.name: CoeService,
    CoeChart.name: CoeChart,
    CoeBrowser.name: CoeBrowser,
    CoeMembers.name: CoeMembers,
    VerdragenbankXml.name: VerdragenbankXml,
    UntcXml.name: UntcXml,
}


# ---- by name ------------------------------------------------------------------------------------


def parse(kind: str, body: bytes, *, charset: str | None, number: str | None) -> PrintedChart:
    """Read a body as the named kind of page. `number` is that of the requested treaty, or None.

    Raises ParseError for a body that is not such a page, UsageError for an unknown kind.
    """
    if kind not in KINDS:
        raise UsageError(f"unknown kind of page {kind!r}: one of {', '.join(KINDS)}")
    return KINDS[kind].parse(body, charset, number)


def settings_types() -> Mapping[str, type[Source]]:
    """The type of the settings of each kind, by the name in the configuration."""
    return {**KINDS, SavedFile.name: SavedFile}


def history_kinds() -> tuple[str, ...]:
    """The names of the kinds whose saved copies `tracker backfill` accepts."""
    return tuple(sorted(name for name, kind in KINDS.items() if kind.fills_history))


def is_stamped(kind: str | None) -> bool:
    """True if sources of a kind have a status day of their own. The day of a saved file is in its settings.

    An unrecorded kind (None) counts as stamped.
    """
    return kind in (None, SavedFile.name) or (kind in KINDS and KINDS[kind].stamped)


# ---- by settings --------------------------------------------------------------------------------


def kind_of(source: Source) -> type[SourceKind]:
    """The kind of page that a source gives. For a saved file it is the kind `of`."""
    return KINDS[source.of] if isinstance(source, SavedFile) else type(source)


def published_on(source: Source | None) -> date | None:
    """The day on which a saved file was public; None for a live source."""
    return source.published_on if isinstance(source, SavedFile) else None


def record_of(source: Source) -> dict[str, object]:
    """The settings of a source for the log, with its kind and without its key."""
    held = {key: value for key, value in msgspec.to_builtins(source).items() if key != "api_key"}
    return {"kind": source.name, **held}


def source_of_record(record: Mapping[str, object]) -> Source:
    """The settings from a record that `record_of` made."""
    held = dict(record)
    return msgspec.convert(held, settings_types()[str(held.pop("kind"))])
