"""Checks that the types of the tables cannot make: keys that depend on each other, known ids, warnings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from tracker.config.secrets import why_none
from tracker.errors import ConfigError, UsageError, nearest
from tracker.language import Language
from tracker.law import SHIPPED_RULES
from tracker.models.addresses import SiteAddress
from tracker.sources.coe.treaties import treaty_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tracker.config.shapes import Channel, File, TreatyTable
    from tracker.participants import Participants

_ORGANISATION = "organisation"
_TREATY_ID = re.compile(r"(ets|cets)-\d+[a-z]?|untc-[ivxlc]+(-[a-z])?-\d+[a-z]?(-[a-z0-9]{1,4}){0,3}")


def choose(given: Iterable[str], known: Sequence[str], where: str) -> None:
    """Raise ConfigError for an unknown word."""
    for word in given:
        if word not in known:
            raise ConfigError(f"{where}: {word!r} is not known{nearest(word, known)}")


def distinct(names: Iterable[str], what: str) -> None:
    """Raise ConfigError for a repeated name."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ConfigError(f"{what} {name!r} is given twice")
        seen.add(name)


def check_treaty(section: TreatyTable, sources: Sequence[str]) -> None:
    """Raise ConfigError for a [[treaty]] with wrong or contradictory keys."""
    if not _TREATY_ID.fullmatch(section.id):
        raise ConfigError(f"[[treaty]] id {section.id!r}: expected one like ets-185, cets-224 or untc-xviii-16")
    where = f"[[treaty]] {section.id}"
    if not section.number.strip() or not section.name.strip():
        raise ConfigError(f"{where}: number and name may not be empty")
    _check_days(section, where)
    if section.parent is not None and (section.parent == section.id or not _TREATY_ID.fullmatch(section.parent)):
        raise ConfigError(f"{where} parent {section.parent!r}: expected the id of another treaty, like ets-185")
    if not section.sources:
        raise ConfigError(f"{where}: name at least one source")
    distinct(section.sources, f"source of {section.id}")
    for name in (*section.sources, *section.numbers):
        if name not in sources:
            raise ConfigError(f"{where}: no [sources.{name}]{nearest(name, sources)}")


def _check_days(section: TreatyTable, where: str) -> None:
    """Check the rule of entry into force in days: both keys or none, and not together with months."""
    days = {"days_after_threshold": section.days_after_threshold, "days_after_consent": section.days_after_consent}
    given = [name for name, number in days.items() if number is not None]
    if len(given) == 1:
        missing = next(name for name in days if name not in given)
        raise ConfigError(f"{where}: {given[0]} without {missing}: the treaty's own day and a later State's")
    if given and section.months_after_consent is not None:
        raise ConfigError(f"{where}: months_after_consent and {' and '.join(given)}: a treaty has one rule; keep one")
    if given and section.threshold is None and section.id not in SHIPPED_RULES:
        raise ConfigError(
            f"{where}: days_after_threshold without threshold: add the number of consents that starts the count"
        )


def check_channel(section: Channel, treaties: Sequence[str]) -> tuple[str, ...]:
    """Check a channel; returns the ids of the participants that it names. Raises ConfigError."""
    where = f"[[notify]] {section.name}"
    if not (section.url or "").strip():
        raise ConfigError(f"{where}: url is empty: expected an Apprise address, env:NAME or file:PATH")
    choose(section.treaties, treaties, f"{where}: treaties")
    try:
        return tuple(_table().find(text) for text in section.participants)
    except UsageError as error:
        raise ConfigError(f"{where}: participants: {error}") from error


def check_secret(section: Channel, url: str | None) -> None:
    """Raise ConfigError if a webhook has no secret, or another channel has one. `url`: what the section's refers to."""
    if url is None:
        return
    webhook = url.startswith("webhook+")
    if webhook and not section.secret and "#" not in url:
        raise ConfigError(f'[[notify]] {section.name}: a webhook needs secret = "env:NAME" or "file:PATH"')
    if section.secret and not webhook:
        raise ConfigError(f"[[notify]] {section.name}: secret is only for addresses that begin with webhook+https://")


_HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def digest_hour(text: str) -> str:
    """The hour and minute of digests. Raises ConfigError."""
    if not _HOUR.fullmatch(text):
        raise ConfigError(f'[deliver] digest_at {text!r}: expected hours and minutes like "07:00"')
    return text


def time_zone(name: str) -> str:
    """The name of a time zone. Raises ConfigError for one that is not known."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        near = nearest(name, sorted(available_timezones()))
        raise ConfigError(
            f'[deliver] time_zone {name!r} is not known{near}: expected one like "Europe/Paris"'
        ) from error
    return name


_OF_AN_ADDRESS = re.compile(r"[A-Za-z0-9._~:/\[\]@!$&'()*+,;=%?#-]+")  # RFC 3986: what needs no escape in a link
_HERE = ("localhost", "127.0.0.1", "::1")


def site_address(url: str | None, *, evidence: bool) -> SiteAddress | None:
    """The address of the published site. Raises ConfigError for one that cannot stand in a link."""
    if url is None:
        return None
    where, like = "[publish] url", 'expected an address like "https://treaties.example.org/"'
    try:
        parts = urlsplit(url.strip())
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ConfigError(f"{where} {url!r}: {error}: {like}") from error
    if parts.scheme not in ("https", "http") or not host or not _OF_AN_ADDRESS.fullmatch(url.strip()):
        raise ConfigError(f"{where} {url!r}: {like}")
    if parts.scheme == "http" and host not in _HERE:
        raise ConfigError(f"{where}: http is for this machine alone (localhost): {like}")
    if parts.username is not None or parts.query or parts.fragment or "?" in url or "#" in url:
        raise ConfigError(f"{where}: no user, query or fragment: links to pages are made by adding to it: {like}")
    return SiteAddress(f"{url.strip().rstrip('/')}/", evidence=evidence)


_LICENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]{0,63}")


def licence(name: str | None) -> str | None:
    """The id of the licence of what is published. Raises ConfigError for what can be none."""
    if name is not None and not _LICENCE.fullmatch(name):
        raise ConfigError(f'[publish] licence {name!r}: expected an id like "CC-BY-4.0"')
    return name


def languages(given: Sequence[Language]) -> tuple[Language, ...]:
    """The languages of the pages, English first. Raises ConfigError without English, in which the data are."""
    if Language.ENGLISH not in given:
        raise ConfigError(f'[publish] languages {list(map(str, given))}: "en" is always one of them')
    return tuple(language for language in Language if language in given)


_MAIL = re.compile(r"(?:mailto:)?([A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+)")


def signer(contact: str, *, needed: bool) -> str | None:
    """The mail address of a contact, None if it has none. Raises ConfigError if it is needed to sign off commits."""
    found = _MAIL.fullmatch(contact.strip())
    if not found and needed:
        raise ConfigError(
            "[publish] git: commits are signed off by [tracker] contact: "
            f"expected an address like mailto:registry@ministry.example, not {contact!r}"
        )
    return found[1] if found else None


def check_spellings(spellings: Mapping[str, str]) -> None:
    """Raise ConfigError for an id that is not three capitals, or a spelling that means another participant."""
    for spelling, participant in spellings.items():
        if (kind := participant.partition(" ")[2]) and kind != _ORGANISATION:
            raise ConfigError(
                f"[participants] {spelling!r}: kind: {kind!r} is not known (known: state, {_ORGANISATION})"
            )
        if not re.fullmatch(rf"[A-Z]{{3}}( {_ORGANISATION})?", participant):
            raise ConfigError(f"[participants]: {spelling!r} = {participant!r}: expected an id of three capitals")
    if spellings:
        _table().with_spellings(spellings)


def _table() -> Participants:
    from tracker.participants import table  # reads a file, so it is loaded only if a name must be checked

    return table()


def why_off(sections: Iterable[Channel], channels: Iterable[Channel]) -> dict[str, str]:
    """Of each channel without an address, by its name, which of its secrets are missing."""
    found = {}
    for section, channel in zip(sections, channels, strict=True):
        if channel.url is None:
            given = [text for text in (section.url, section.secret) if text and text.startswith(("env:", "file:"))]
            found[channel.name] = " or ".join(map(why_none, given))
    return found


def warnings(file: File, spellings: Mapping[str, str], off: Mapping[str, str], ping_url: str | None) -> Iterator[str]:
    """Yield warnings: mistakes that a person should look at, but that stop nothing."""
    if not file.tracker.contact or "example.org" in file.tracker.contact:
        yield "[tracker] contact: add your address, so that the depositary can reach you"
    for name, why in off.items():
        yield f"[[notify]] {name}: {why}: off"
    if file.health.ping_url and not ping_url:
        yield f"[health] ping_url: {why_none(file.health.ping_url)}: off"
    for spelling, meant in spellings.items():
        key, _, kind = meant.partition(" ")
        if key not in _table().by_id:
            yield (
                f"[participants] {spelling!r}: {key} is not in the participant table; "
                f"it will be treated as a new {kind or 'participant'}"
            )
    for treaty in file.treaty:
        named = treaty_id(treaty.number)
        if named and named != treaty.id and not treaty.id.startswith("untc"):
            yield f"[[treaty]] {treaty.id}: number {treaty.number!r} is the number of {named}"
    if not file.treaty:
        yield "no [[treaty]]: nothing is followed"
