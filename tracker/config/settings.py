"""The configuration as typed values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import msgspec

from tracker.config.shapes import Channel, Http, Schedule
from tracker.language import Language
from tracker.models import Limits, Threshold, Treaty
from tracker.sources.registry import Source, kind_of, record_of, source_of_record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tracker.models.addresses import SiteAddress


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamps:
    """A stamping server (RFC 3161), and the file (PEM) of the certificates by which its stamps are believed."""

    url: str = field(repr=False)
    certificates: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The configuration in force. `warnings` are for the operator and stop nothing."""

    path: Path
    database: Path
    contact: str
    confirm_after: timedelta
    limits: Limits
    down_after: int
    remind_every: timedelta
    clock_tolerance: timedelta
    http: Http
    treaties: tuple[Treaty, ...]
    sources: Mapping[str, Source]
    schedule: Schedule
    channels: tuple[Channel, ...]
    off: Mapping[str, str]  # of each channel without an address, why it has none
    give_up_after: timedelta
    digest_at: str  # hours and minutes, in `time_zone`
    time_zone: str  # a name of the IANA database
    publish_folder: Path | None
    site: SiteAddress | None  # where the folder is published
    publish_evidence: bool
    publish_git: Path | None  # a repository of its own
    publish_licence: str | None  # an id of SPDX
    publish_languages: tuple[Language, ...]
    signer: str | None  # the mail address of `contact`, if it is one
    heartbeat: Path | None
    ping_url: str | None = field(repr=False)
    stamps: Stamps | None
    spellings: Mapping[str, str]
    warnings: tuple[str, ...]

    def treaty(self, key: str) -> Treaty | None:
        """The treaty with this id, if it is followed."""
        return next((treaty for treaty in self.treaties if treaty.id == key), None)

    def speaks(self, language: Language) -> bool:
        """True if a channel or the site is in the language."""
        return language in (*self.publish_languages, *(channel.language for channel in self.channels))

    def label(self, source: str) -> str:
        """The name of a source in a sentence, for example "the members' page". The depositary's own is "the chart"."""
        found = self.sources.get(source)
        return kind_of(found).short_label if found else "the chart"

    def as_record(self) -> dict[str, Any]:
        """The settings that decide how a chart is read and judged, for the log. It contains no address and no key."""
        return {
            "confirm_after": self.confirm_after.total_seconds(),
            "max_retractions": self.limits.max_retractions,
            "max_corrections": self.limits.max_corrections,
            "clock_tolerance": self.clock_tolerance.total_seconds(),
            "down_after": self.down_after,
            "treaties": msgspec.to_builtins(self.treaties),
            "sources": {name: record_of(source) for name, source in self.sources.items()},
            "participants": dict(self.spellings),
        }


def config_of_record(record: Mapping[str, Any], database: Path) -> Config:
    """The configuration that `Config.as_record` wrote. Settings that it leaves out, like channels, are empty."""
    return Config(
        path=database,
        database=database,
        contact="",
        confirm_after=timedelta(seconds=record["confirm_after"]),
        limits=Limits(max_retractions=record["max_retractions"], max_corrections=record["max_corrections"]),
        down_after=record.get("down_after", 0),  # 0: an older version did not note it
        remind_every=timedelta(),
        clock_tolerance=timedelta(seconds=record["clock_tolerance"]),
        http=Http(),
        treaties=tuple(_treaty_of_record(treaty) for treaty in record["treaties"]),
        sources={name: source_of_record(source) for name, source in record["sources"].items()},
        schedule=Schedule(),
        channels=(),
        off={},
        give_up_after=timedelta(),
        digest_at="07:00",
        time_zone="UTC",
        publish_folder=None,
        site=None,
        publish_evidence=False,
        publish_git=None,
        publish_licence=None,
        publish_languages=(Language.ENGLISH,),
        signer=None,
        heartbeat=None,
        ping_url=None,
        stamps=None,
        spellings=record["participants"],
        warnings=(),
    )


def _treaty_of_record(record: Mapping[str, Any]) -> Treaty:
    opened_on, threshold = record["opened_on"], record["threshold"]
    return Treaty(
        **{
            **record,
            "opened_on": date.fromisoformat(opened_on) if opened_on else None,
            "threshold": Threshold(**threshold) if threshold else None,
            "sources": tuple(record["sources"]),
        }
    )
