"""Read `config.toml`. An unknown key is an error that suggests the nearest known one."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tracker.config.checks import (
    check_channel,
    check_secret,
    check_spellings,
    check_treaty,
    digest_hour,
    distinct,
    licence,
    signer,
    site_address,
    time_zone,
    warnings,
    why_off,
)
from tracker.config.secrets import secret
from tracker.config.settings import Config, Stamps
from tracker.config.shapes import File, as_spelling, read
from tracker.config.sources import check_source, read_source
from tracker.errors import ConfigError
from tracker.law import SHIPPED_RULES, MonthsAfter
from tracker.models import Limits, Treaty

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.config.shapes import Channel, TreatyTable
    from tracker.law import EntryRule
    from tracker.sources.registry import Source

_MAX_BYTES = 256_000  # of the file; the shipped one has 9 kB
_SEATS = {"ets": "Europe/Paris", "cets": "Europe/Paris", "untc": "America/New_York"}


def find(given: Path | None) -> Path:
    """The file to read: the given one, else ./config.toml, else the user's. Raises ConfigError if there is none."""
    if given is not None:
        if not given.is_file():
            raise ConfigError(f"no configuration at {given}: run `tracker --config {given} init` to write one")
        return given
    here = Path("config.toml")
    if here.is_file():
        return here
    import platformdirs  # slow to import, and rarely needed

    yours = Path(platformdirs.user_config_dir("convention-tracker")) / "config.toml"
    if yours.is_file():
        return yours
    raise ConfigError("no config.toml here or in your configuration folder: run `tracker init`, or use --config PATH")


def load(path: Path) -> Config:
    """Read and validate a configuration file. Raises ConfigError, which says what is wrong, where, and what to do."""
    try:
        return _build(read(tomllib.loads(_text(path)), File), path)
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not valid TOML: {error}") from error
    except RecursionError as error:
        raise ConfigError(f"{path} is nested too deeply") from error


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
        if len(content) > _MAX_BYTES:
            raise ConfigError(f"larger than {_MAX_BYTES} bytes: this cannot be a configuration")
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"cannot be read: it is not UTF-8 (byte {error.start})") from error


def _build(file: File, path: Path) -> Config:
    folder = path.resolve().parent
    spellings = {spelling: as_spelling(meant) for spelling, meant in file.participants.items()}
    check_spellings(spellings)
    sources = {name: read_source(name, found) for name, found in file.sources.items()}
    treaties = tuple(_treaty(treaty, sources) for treaty in file.treaty)
    distinct((treaty.id for treaty in treaties), "treaty id")
    distinct((channel.name for channel in file.notify), "[[notify]] name")
    channels = tuple(_channel(channel, [treaty.id for treaty in treaties], folder) for channel in file.notify)
    ping_url = secret(file.health.ping_url, folder)
    section, off = file.tracker, why_off(file.notify, channels)
    return Config(
        path=path,
        database=folder / section.database,
        contact=section.contact,
        confirm_after=section.confirm_after,
        limits=Limits(max_retractions=section.max_retractions, max_corrections=section.max_corrections),
        down_after=section.down_after,
        remind_every=section.remind_every,
        clock_tolerance=section.clock_tolerance,
        http=file.http,
        treaties=treaties,
        sources=sources,
        schedule=file.schedule,
        channels=channels,
        off=off,
        give_up_after=file.deliver.give_up_after,
        digest_at=digest_hour(file.deliver.digest_at),
        time_zone=time_zone(file.deliver.time_zone),
        publish_folder=folder / file.publish.folder if file.publish.folder else None,
        site=site_address(file.publish.url, evidence=file.publish.evidence),
        publish_evidence=file.publish.evidence,
        publish_git=folder / file.publish.git if file.publish.git else None,
        publish_licence=licence(file.publish.licence),
        signer=signer(section.contact, needed=bool(file.publish.git)),
        heartbeat=folder / file.health.heartbeat if file.health.heartbeat else None,
        ping_url=ping_url,
        stamps=_stamps(file, folder),
        spellings=spellings,
        warnings=tuple(warnings(file, spellings, off, ping_url)),
    )


def _stamps(file: File, folder: Path) -> Stamps | None:
    section = file.stamps
    if bool(section.url) != bool(section.certificates):
        raise ConfigError("[stamps] needs both: url, of a server (RFC 3161), and certificates, by which it is believed")
    url = secret(section.url, folder)
    return Stamps(url=url, certificates=folder / section.certificates) if url and section.certificates else None


def _treaty(section: TreatyTable, sources: Mapping[str, Source]) -> Treaty:
    check_treaty(section, list(sources))
    for name in section.sources:
        check_source(section, name, sources[name])
    shipped, given = SHIPPED_RULES.get(section.id), section.threshold
    months, treaty_days, state_days = _entry(section, shipped.entry if shipped else None)
    return Treaty(
        id=section.id,
        number=section.number,
        numbers=section.numbers,
        name=section.name,
        opened_on=section.opened_on,
        blank_non_member_invited=section.blank_non_member == "invited",
        by_invitation=shipped.by_invitation if shipped else True,
        threshold=given.as_threshold() if given else shipped.threshold if shipped else None,
        months_after_consent=months,
        days_after_threshold=treaty_days,
        days_after_consent=state_days,
        parent=shipped.parent if shipped and section.parent is None else section.parent,
        sources=section.sources,
        seat=_SEATS[section.id.partition("-")[0]],
    )


def _entry(section: TreatyTable, shipped: EntryRule | None) -> tuple[int | None, int | None, int | None]:
    """The rule of entry into force in months, or in days; the shipped one where the file has none."""
    said = (section.months_after_consent, section.days_after_threshold, section.days_after_consent)
    if any(number is not None for number in said) or shipped is None:
        return said
    if isinstance(shipped, MonthsAfter):
        return shipped.months, None, None
    return None, shipped.treaty_days, shipped.state_days


def _channel(section: Channel, treaties: Sequence[str], folder: Path) -> Channel:
    participants = check_channel(section, treaties)
    url, key = secret(section.url, folder), secret(section.secret, folder)
    check_secret(section, url)
    if url and section.secret:
        url = f"{url}#{key}" if key else None
    return msgspec.structs.replace(section, url=url, secret=None, participants=participants)
