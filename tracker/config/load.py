"""Reading `config.toml`: unknown keys are refused, naming the nearest known one."""

from __future__ import annotations

import os
import re
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import platformdirs

from tracker.config.values import Channel, CoeChart, CoeMembers, CoeService, Config, Http, SavedFile, Source
from tracker.errors import ConfigError, UsageError, nearest
from tracker.guard import Limits
from tracker.law import SHIPPED_RULES, Rules
from tracker.models import ChangeKind, Nature, Threshold, Treaty
from tracker.participants import table
from tracker.sources import KINDS

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}
_SIZES = {"B": 1, "KB": 1000, "MB": 1_000_000, "GB": 1_000_000_000}
_TREATY_ID = re.compile(r"(ets|cets)-\d+[a-z]?|untc-[ivxlc]+-\d+[a-z]?")
_SEATS = {"ets": "Europe/Paris", "cets": "Europe/Paris", "untc": "America/New_York"}


class _Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the file; a key it does not name is an error."""


class _Tracker(_Section, frozen=True, kw_only=True):
    database: str = "tracker.db"
    contact: str = ""
    confirm_after: str = "12h"
    max_retractions: int = 3
    max_corrections: int = 5
    down_after: int = 3
    remind_every: str = "1d"
    clock_tolerance: str = "1d"


class _Http(_Section, frozen=True, kw_only=True):
    timeout: str = "30s"
    min_gap: str = "2s"
    retries: int = 3
    max_bytes: str = "20MB"


class _Threshold(_Section, frozen=True, kw_only=True):
    needed: int
    members: int | None = None


class _Treaty(_Section, frozen=True, kw_only=True):
    id: str
    number: str
    name: str
    sources: list[str]
    numbers: dict[str, str] = {}
    opened_on: date | None = None
    blank_non_member: str = "none"
    threshold: _Threshold | None = None


class _Schedule(_Section, frozen=True, kw_only=True):
    check: str = "every 6h"
    statements: str = "every 1d"
    treaties: str = "every 1d"
    roll_over: str = "every 1h"
    deliver: str = "every 1m"
    reconcile: str = "every 1d"
    backup: str = "every 1d"
    site: str = "every 1h"
    heartbeat: str = "every 1m"


class _Notify(_Section, frozen=True, kw_only=True):
    name: str
    url: str
    treaties: list[str] = []
    participants: list[str] = []
    kinds: list[str] = []
    natures: list[str] = msgspec.field(default_factory=lambda: ["event", "correction", "retraction"])
    alerts: bool = True
    digest: str = "immediate"
    format: str = "text"


class _Deliver(_Section, frozen=True, kw_only=True):
    give_up_after: str = "3d"


class _Publish(_Section, frozen=True, kw_only=True):
    folder: str | None = None


class _Health(_Section, frozen=True, kw_only=True):
    heartbeat: str | None = None
    ping_url: str | None = None


class _File(_Section, frozen=True, kw_only=True):
    tracker: _Tracker = _Tracker()
    http: _Http = _Http()
    treaty: list[_Treaty] = []
    sources: dict[str, Source] = {}
    schedule: _Schedule = _Schedule()
    notify: list[_Notify] = []
    deliver: _Deliver = _Deliver()
    publish: _Publish = _Publish()
    health: _Health = _Health()
    participants: dict[str, str] = {}


def find(given: Path | None) -> Path:
    """The file to read: the one given, else ./config.toml, else the user's. Raises ConfigError if there is none."""
    if given is not None:
        if not given.is_file():
            raise ConfigError(f"no configuration at {given}: run `tracker --config {given} init` to write one")
        return given
    choices = [Path("config.toml"), Path(platformdirs.user_config_dir("convention-tracker")) / "config.toml"]
    for choice in choices:
        if choice.is_file():
            return choice
    raise ConfigError("no config.toml here or in your configuration folder: run `tracker init`, or use --config PATH")


def load(path: Path) -> Config:
    """Read and validate a configuration file. Raises ConfigError saying what, where and what to do."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot read {path}: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not valid TOML: {error}") from error
    try:
        return _build(_convert(raw), path)
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from error


def _convert(raw: dict[str, Any]) -> _File:
    for name, source in raw.get("sources", {}).items():
        if isinstance(source, dict):
            source.setdefault("kind", name)
            _check_kind(name, source["kind"])
    try:
        return msgspec.convert(raw, _File)
    except msgspec.ValidationError as error:
        raise ConfigError(_explain(str(error))) from error


_KIND_NAMES = (*KINDS, "file")


def _check_kind(name: str, kind: object) -> None:
    if kind not in _KIND_NAMES:
        raise ConfigError(f"[sources.{name}]: unknown kind {kind!r}{nearest(str(kind), _KIND_NAMES)}")


def _explain(problem: str) -> str:
    """msgspec's words in ours: `$.tracker` is [tracker], and an unknown key gets a suggestion."""
    text, _, where = problem.partition(" - at `")
    where = re.sub(r"\.?\[\.\.\.\]", "", where.rstrip("`").removeprefix("$").strip("."))
    place = f"[{where}]: " if where else ""
    unknown = re.fullmatch(r"Object contains unknown field `(.*)`", text)
    if not unknown:
        return place + text
    return f"{place}unknown key {unknown.group(1)!r}{nearest(unknown.group(1), _keys())}"


def _keys() -> list[str]:
    structs: list[type[msgspec.Struct]] = [*_Section.__subclasses__(), CoeService, CoeChart, CoeMembers, SavedFile]
    return sorted({name for struct in structs for name in struct.__struct_fields__} | {"kind"})


# ---- from the file's text to values --------------------------------------------------------------


def _build(file: _File, path: Path) -> Config:
    folder = path.resolve().parent
    _no_spelling_clash(file.participants)
    treaties = tuple(_treaty(treaty, file.sources) for treaty in file.treaty)
    _distinct([treaty.id for treaty in treaties], "treaty id")
    _distinct([channel.name for channel in file.notify], "[[notify]] name")
    channels = tuple(_channel(channel, treaties) for channel in file.notify)
    section = file.tracker
    return Config(
        path=path,
        database=folder / section.database,
        contact=section.contact,
        confirm_after=duration(section.confirm_after, "tracker.confirm_after"),
        limits=Limits(
            max_retractions=_at_least(0, section.max_retractions, "tracker.max_retractions"),
            max_corrections=_at_least(0, section.max_corrections, "tracker.max_corrections"),
        ),
        down_after=_at_least(1, section.down_after, "tracker.down_after"),
        remind_every=duration(section.remind_every, "tracker.remind_every"),
        clock_tolerance=duration(section.clock_tolerance, "tracker.clock_tolerance"),
        http=_http(file.http),
        treaties=treaties,
        sources=file.sources,
        schedule=msgspec.structs.asdict(file.schedule),
        channels=channels,
        give_up_after=duration(file.deliver.give_up_after, "deliver.give_up_after"),
        publish_folder=folder / file.publish.folder if file.publish.folder else None,
        heartbeat=folder / file.health.heartbeat if file.health.heartbeat else None,
        ping_url=_secret(file.health.ping_url),
        spellings=file.participants,
        warnings=tuple(_warnings(file, channels)),
    )


def _http(section: _Http) -> Http:
    timeout = duration(section.timeout, "http.timeout")
    if not timeout:
        raise ConfigError("[http]: timeout must be longer than 0s")
    return Http(
        timeout=timeout,
        min_gap=duration(section.min_gap, "http.min_gap"),
        retries=_at_least(0, section.retries, "http.retries"),
        max_bytes=size(section.max_bytes, "http.max_bytes"),
    )


def _treaty(section: _Treaty, sources: dict[str, Source]) -> Treaty:
    if not _TREATY_ID.fullmatch(section.id):
        raise ConfigError(f"[[treaty]] id {section.id!r}: expected one like ets-185, cets-224 or untc-xviii-16")
    if not section.sources:
        raise ConfigError(f"[[treaty]] {section.id}: name at least one source")
    _distinct(section.sources, f"source of {section.id}")
    for name in (*section.sources, *section.numbers):
        if name not in sources:
            raise ConfigError(f"[[treaty]] {section.id}: no [sources.{name}]{nearest(name, list(sources))}")
    if section.blank_non_member not in ("invited", "none"):
        raise ConfigError(f'[[treaty]] {section.id}: blank_non_member is "invited" or "none"')
    rules = SHIPPED_RULES.get(section.id)
    said = section.threshold
    return Treaty(
        id=section.id,
        number=section.number,
        numbers=section.numbers,
        name=section.name,
        opened_on=section.opened_on,
        blank_non_member_invited=section.blank_non_member == "invited",
        by_invitation=rules.by_invitation if rules else True,
        threshold=Threshold(needed=said.needed, members=said.members) if said else _shipped_threshold(rules),
        sources=tuple(section.sources),
        seat=_SEATS[section.id.partition("-")[0]],
    )


def _shipped_threshold(rules: Rules | None) -> Threshold | None:
    return rules.threshold if rules else None


def _channel(section: _Notify, treaties: tuple[Treaty, ...]) -> Channel:
    where = f"[[notify]] {section.name}"
    _choose(section.treaties, [treaty.id for treaty in treaties], f"{where}: treaties")
    _choose(section.kinds, [kind.value for kind in ChangeKind], f"{where}: kinds")
    _choose(section.natures, [nature.value for nature in Nature], f"{where}: natures")
    _choose([section.digest], ["immediate", "daily", "weekly"], f"{where}: digest")
    _choose([section.format], ["text", "markdown", "html"], f"{where}: format")
    try:
        participants = tuple(table().find(text) for text in section.participants)
    except UsageError as error:
        raise ConfigError(f"{where}: participants: {error}") from error
    return Channel(
        name=section.name,
        url=_secret(section.url),
        treaties=tuple(section.treaties),
        participants=participants,
        kinds=tuple(section.kinds),
        natures=tuple(section.natures),
        alerts=section.alerts,
        digest=section.digest,
        format=section.format,
    )


def _secret(text: str | None) -> str | None:
    """A value, or what the variable of `env:NAME` holds; None while it is unset."""
    if text is None or not text.startswith("env:"):
        return text
    return os.environ.get(text.removeprefix("env:")) or None


def _choose(given: list[str], known: list[str], where: str) -> None:
    for word in given:
        if word not in known:
            raise ConfigError(f"{where}: {word!r} is not known{nearest(word, known)}")


def _distinct(names: list[str], what: str) -> None:
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise ConfigError(f"{what} {twice!r} is given twice")


def _no_spelling_clash(spellings: dict[str, str]) -> None:
    for spelling, participant in spellings.items():
        if not re.fullmatch(r"[A-Z]{3}", participant):
            raise ConfigError(f"[participants]: {spelling!r} = {participant!r}: expected an id of three capitals")
    table().with_spellings(spellings)


def _warnings(file: _File, channels: tuple[Channel, ...]) -> list[str]:
    found = []
    if not file.tracker.contact or "example.org" in file.tracker.contact:
        found.append("[tracker] contact: say who runs this, so that the depositary can reach you")
    for section, channel in zip(file.notify, channels, strict=True):
        if channel.url is None:
            found.append(f"[[notify]] {channel.name}: the variable {section.url.removeprefix('env:')} is not set: off")
    found += [
        f"[participants] {spelling!r}: {participant} is no participant of the table: taken as a new one"
        for spelling, participant in file.participants.items()
        if participant not in table().by_id
    ]
    if not file.treaty:
        found.append("no [[treaty]]: nothing is followed")
    return found


def duration(text: str, where: str) -> timedelta:
    """`30s`, `15m`, `12h`, `2d`, `1w`. Raises ConfigError."""
    found = re.fullmatch(r"(\d{1,9})\s*([smhdw])", text.strip())
    if not found:
        raise ConfigError(f'{where} = {text!r}: expected a duration like "30s", "15m", "12h" or "2d"')
    return timedelta(seconds=int(found.group(1)) * _UNITS[found.group(2)])


def size(text: str, where: str) -> int:
    """`500KB`, `20MB`. Raises ConfigError."""
    found = re.fullmatch(r"(\d{1,9})\s*(B|KB|MB|GB)", text.strip().upper())
    if not found or not int(found.group(1)):
        raise ConfigError(f'{where} = {text!r}: expected a size like "500KB" or "20MB"')
    return int(found.group(1)) * _SIZES[found.group(2)]


def _at_least(low: int, number: int, where: str) -> int:
    if number < low:
        raise ConfigError(f"{where} = {number}: expected {low} or more")
    return number
