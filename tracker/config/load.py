"""Reading `config.toml`: unknown keys are refused, naming the nearest known one."""

from __future__ import annotations

import os
import re
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from tracker.config.settings import Channel, Config, Http
from tracker.errors import ConfigError, UsageError, nearest
from tracker.law import SHIPPED_RULES, Rules
from tracker.models import ARCHIVE, STATEMENTS, ChangeKind, Limits, Nature, Threshold, Treaty
from tracker.sources import KINDS
from tracker.sources.coe.treaties import treaty_id
from tracker.sources.settings import CoeChart, CoeMembers, CoeService, SavedFile, Source, UntcXml, VerdragenbankXml

if TYPE_CHECKING:
    from tracker.participants import Participants

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}
_SIZES = {"B": 1, "KB": 1000, "MB": 1_000_000, "GB": 1_000_000_000}
_MAX_BYTES = 256_000  # of the file; the shipped one has 4 kB
_LONGEST = timedelta(days=3650)
_TREATY_ID = re.compile(r"(ets|cets)-\d+[a-z]?|untc-[ivxlc]+-\d+[a-z]?")
_NOBODY = "<who, when, why>"  # as the shipped file has it in a comment: no decision of anybody
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
    organisations: bool = True


class _Treaty(_Section, frozen=True, kw_only=True):
    id: str
    number: str
    name: str
    sources: list[str]
    numbers: dict[str, str] = {}
    opened_on: date | None = None
    blank_non_member: str = "none"
    threshold: _Threshold | None = None
    months_after_consent: int | None = None
    days_after_threshold: int | None = None
    days_after_consent: int | None = None
    parent: str | None = None


class _Schedule(_Section, frozen=True, kw_only=True):
    check: str = "every 6h"
    statements: str = "every 1d"
    treaties: str = "every 1d"  # checked, and no job runs by it
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
    here = Path("config.toml")
    if here.is_file():
        return here
    import platformdirs  # slow to import, and nearly always the file is here

    yours = Path(platformdirs.user_config_dir("convention-tracker")) / "config.toml"
    if yours.is_file():
        return yours
    raise ConfigError("no config.toml here or in your configuration folder: run `tracker init`, or use --config PATH")


def load(path: Path) -> Config:
    """Read and validate a configuration file. Raises ConfigError saying what, where and what to do."""
    try:
        return _build(_convert(tomllib.loads(_text(path))), path)
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not valid TOML: {error}") from error
    except RecursionError as error:
        raise ConfigError(f"{path} is nested too deep") from error


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


def _convert(raw: dict[str, Any]) -> _File:
    for name in raw:
        if name not in _File.__struct_fields__:
            raise ConfigError(f"unknown key {name!r}{nearest(name, _File.__struct_fields__)}")
    return _File(
        treaty=[_section(found, _Treaty, _titled("treaty", found, "id")) for found in _list(raw, "treaty")],
        sources={name: _source(name, found) for name, found in _table(raw, "sources").items()},
        notify=[_section(found, _Notify, _titled("notify", found, "name")) for found in _list(raw, "notify")],
        participants={
            name: _section(found, str, f"[participants] {name!r}")
            for name, found in _table(raw, "participants").items()
        },
        **{name: _section(raw[name], kind, f"[{name}]") for name, kind in _SINGLE.items() if name in raw},
    )


_SINGLE: dict[str, type[_Section]] = {
    "tracker": _Tracker,
    "http": _Http,
    "schedule": _Schedule,
    "deliver": _Deliver,
    "publish": _Publish,
    "health": _Health,
}


def _list(raw: dict[str, Any], name: str) -> list[Any]:
    found = raw.get(name, [])
    if not isinstance(found, list):
        raise ConfigError(f"[{name}]: write [[{name}]], there may be several")
    return found


def _table(raw: dict[str, Any], name: str) -> dict[str, Any]:
    found = raw.get(name, {})
    if not isinstance(found, dict):
        raise ConfigError(f"[{name}]: expected a table")
    return found


def _titled(table: str, found: Any, key: str) -> str:
    title = found.get(key) if isinstance(found, dict) else None
    return f"[[{table}]] {title}" if isinstance(title, str) else f"[[{table}]]"


_SOURCES: dict[str, type[Source]] = {
    "coe-service": CoeService,
    "coe-chart": CoeChart,
    "coe-members": CoeMembers,
    "verdragenbank-xml": VerdragenbankXml,
    "untc-xml": UntcXml,
    "file": SavedFile,
}


def _source(name: str, found: Any) -> Source:
    place = f"[sources.{name}]"
    if not isinstance(found, dict):
        raise ConfigError(f"{place}: expected a table")
    if name == ARCHIVE:
        raise ConfigError(f"{place}: archived copies (`tracker backfill`) are kept under this name; take another")
    if name == STATEMENTS:
        raise ConfigError(f"{place}: lists of statements are kept under this name; take another")
    kind = found.get("kind", name)
    if not isinstance(kind, str) or kind not in _SOURCES:
        raise ConfigError(f"{place}: unknown kind {kind!r}{nearest(str(kind), list(_SOURCES))}")
    source: Source = _section({**found, "kind": kind}, _SOURCES[kind], place)
    duration(source.grace, f"{place} grace")
    if isinstance(source, SavedFile):
        _choose([source.of], list(KINDS), f"{place} of")
        return source
    for key in ("api_url", "page_url", "url"):
        _address(getattr(source, key, None), f"{place} {key}")
    return source


def _address(url: str | None, where: str) -> None:
    if url is not None and not re.match(r"https?://[^/\s]", url):
        raise ConfigError(f"{where} = {url!r}: expected an address like https://www.coe.int/")


def _section(found: Any, kind: Any, place: str) -> Any:
    """One table of the file as its type; an error names the place and, for an unknown key, the nearest one there."""
    try:
        return msgspec.convert(found, kind)
    except msgspec.ValidationError as error:
        raise ConfigError(_explain(str(error), kind, place)) from error


_PLAIN = {
    "str": "text",
    "int": "a whole number",
    "float": "a number with a fraction",
    "bool": "true or false",
    "array": "a list",
    "object": "a table",
    "date": "a day like 2001-11-23",
    "datetime": "a moment",
    "time": "a time",
}


def _explain(problem: str, kind: Any, place: str) -> str:
    """msgspec's words in ours."""
    text, _, where = problem.partition(" - at `")
    where = where.rstrip("`").removeprefix("$").removeprefix(".").replace("[...]", "")
    if missing := re.fullmatch(r"Object missing required field `(.*)`", text):
        return f"{place}: {'.'.join(filter(None, (where, missing.group(1))))} is missing"
    if unknown := re.fullmatch(r"Object contains unknown field `(.*)`", text):
        inner = _Threshold if where == "threshold" else kind
        place = f"{place} {where}".rstrip()
        return f"{place}: unknown key {unknown.group(1)!r}{nearest(unknown.group(1), _keys(inner))}"
    place = f"{place} {where}".rstrip()
    if expected := re.fullmatch(r"Expected `(.*?)(?: \| null)?`, got `(.*)`", text):
        wanted, got = (_PLAIN.get(word, word) for word in expected.groups())
        return f"{place}: expected {wanted}, got {got}"
    return f"{place}: expected {_PLAIN['date']}" if "date" in text else f"{place}: {text}"


def _keys(kind: type[msgspec.Struct]) -> list[str]:
    return [*kind.__struct_fields__, *(["kind"] if kind in _SOURCES.values() else [])]


# ---- from the file's text to values --------------------------------------------------------------


def _build(file: _File, path: Path) -> Config:
    folder = path.resolve().parent
    _no_spelling_clash(file.participants)
    treaties = tuple(_treaty(treaty, file.sources) for treaty in file.treaty)
    _distinct([treaty.id for treaty in treaties], "treaty id")
    _distinct([channel.name for channel in file.notify], "[[notify]] name")
    channels = tuple(_channel(channel, treaties, folder) for channel in file.notify)
    ping_url = _secret(file.health.ping_url, folder)
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
        schedule={
            name: _rule(rule, f"schedule.{name}") for name, rule in msgspec.structs.asdict(file.schedule).items()
        },
        channels=channels,
        give_up_after=duration(file.deliver.give_up_after, "deliver.give_up_after"),
        publish_folder=folder / file.publish.folder if file.publish.folder else None,
        heartbeat=folder / file.health.heartbeat if file.health.heartbeat else None,
        ping_url=ping_url,
        spellings=file.participants,
        warnings=tuple(_warnings(file, channels, ping_url)),
    )


def _http(section: _Http) -> Http:
    timeout = duration(section.timeout, "http.timeout")
    if not timedelta() < timeout <= timedelta(days=1):
        raise ConfigError(f"http.timeout = {section.timeout!r}: expected more than 0s and at most 1d")
    return Http(
        timeout=timeout,
        min_gap=duration(section.min_gap, "http.min_gap"),
        retries=_at_least(0, section.retries, "http.retries", at_most=20),
        max_bytes=size(section.max_bytes, "http.max_bytes"),
    )


def _treaty(section: _Treaty, sources: dict[str, Source]) -> Treaty:
    if not _TREATY_ID.fullmatch(section.id):
        raise ConfigError(f"[[treaty]] id {section.id!r}: expected one like ets-185, cets-224 or untc-xviii-16")
    if not section.number.strip() or not section.name.strip():
        raise ConfigError(f"[[treaty]] {section.id}: number and name may not be empty")
    _check_rules(section)
    if not section.sources:
        raise ConfigError(f"[[treaty]] {section.id}: name at least one source")
    _distinct(section.sources, f"source of {section.id}")
    for name in (*section.sources, *section.numbers):
        if name not in sources:
            raise ConfigError(f"[[treaty]] {section.id}: no [sources.{name}]{nearest(name, list(sources))}")
    for name in section.sources:
        _check_untc(section, name, sources[name])
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
        threshold=Threshold(**msgspec.structs.asdict(said)) if said else _shipped_threshold(rules),
        months_after_consent=(
            _said_or_shipped(section, rules, "months_after_consent") if section.days_after_threshold is None else None
        ),
        days_after_threshold=section.days_after_threshold,
        days_after_consent=section.days_after_consent,
        parent=_said_or_shipped(section, rules, "parent"),
        sources=tuple(section.sources),
        seat=_SEATS[section.id.partition("-")[0]],
    )


def _check_untc(section: _Treaty, name: str, source: Source) -> None:
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


def _check_rules(section: _Treaty) -> None:
    where = f"[[treaty]] {section.id}"
    if section.threshold:
        _at_least(1, section.threshold.needed, f"{where} threshold.needed")
        _at_least(0, section.threshold.members or 0, f"{where} threshold.members")
    if section.months_after_consent is not None:
        _at_least(0, section.months_after_consent, f"{where} months_after_consent", at_most=120)
    _check_days(section, where)
    if section.parent is not None and (section.parent == section.id or not _TREATY_ID.fullmatch(section.parent)):
        raise ConfigError(f"{where} parent {section.parent!r}: expected the id of another treaty, like ets-185")


def _check_days(section: _Treaty, where: str) -> None:
    """The rule of entry into force in days, beside which there is none in months."""
    days = {"days_after_threshold": section.days_after_threshold, "days_after_consent": section.days_after_consent}
    said = {name: number for name, number in days.items() if number is not None}
    for name, number in said.items():
        _at_least(0, number, f"{where} {name}", at_most=3660)
    if len(said) == 1:
        missing = next(name for name in days if name not in said)
        raise ConfigError(f"{where}: {', '.join(said)} without {missing}: the treaty's own day and a later State's")
    if said and section.months_after_consent is not None:
        raise ConfigError(f"{where}: months_after_consent and {' and '.join(said)}: a treaty has one rule; keep one")
    if said and section.threshold is None and section.id not in SHIPPED_RULES:
        raise ConfigError(f"{where}: days_after_threshold without threshold: say how many consents it is counted from")


def _said_or_shipped(section: _Treaty, rules: Rules | None, name: str) -> Any:
    said = getattr(section, name)
    return getattr(rules, name, None) if said is None else said


def _shipped_threshold(rules: Rules | None) -> Threshold | None:
    return rules.threshold if rules else None


def _channel(section: _Notify, treaties: tuple[Treaty, ...], folder: Path) -> Channel:
    where = f"[[notify]] {section.name}"
    if not section.url.strip():
        raise ConfigError(f"{where}: url is empty: expected an Apprise address, env:NAME or file:PATH")
    _choose(section.treaties, [treaty.id for treaty in treaties], f"{where}: treaties")
    _choose(section.kinds, [kind.value for kind in ChangeKind], f"{where}: kinds")
    _choose(section.natures, [nature.value for nature in Nature], f"{where}: natures")
    _choose([section.digest], ["immediate", "daily", "weekly"], f"{where}: digest")
    _choose([section.format], ["text", "markdown", "html"], f"{where}: format")
    try:
        participants = tuple(_table_of_participants().find(text) for text in section.participants)
    except UsageError as error:
        raise ConfigError(f"{where}: participants: {error}") from error
    return Channel(
        name=section.name,
        url=_secret(section.url, folder),
        treaties=tuple(section.treaties),
        participants=participants,
        kinds=tuple(section.kinds),
        natures=tuple(section.natures),
        alerts=section.alerts,
        digest=section.digest,
        format=section.format,
    )


def _secret(text: str | None, folder: Path) -> str | None:
    """A value, what the variable of `env:NAME` holds, or the first line of `file:PATH`; None while there is none."""
    if text is None:
        return None
    if text.startswith("env:"):
        return os.environ.get(text.removeprefix("env:"), "").strip() or None
    if text.startswith("file:"):
        return _first_line(folder / text.removeprefix("file:").strip())
    return text


def _first_line(path: Path) -> str | None:
    """None also for a file that only others may read: whoever asks for the parties needs no secret."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            return file.readline(_MAX_BYTES).strip() or None
    except (OSError, UnicodeDecodeError):
        return None


def _off(said: str | None) -> str:
    """Why there is no secret; the name of a variable or file is none."""
    kind, _, name = (said or "").partition(":")
    return f"the variable {name} is not set" if kind == "env" else f"the file {name} cannot be read or is empty"


def _choose(given: list[str], known: list[str], where: str) -> None:
    for word in given:
        if word not in known:
            raise ConfigError(f"{where}: {word!r} is not known{nearest(word, known)}")


def _distinct(names: list[str], what: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ConfigError(f"{what} {name!r} is given twice")
        seen.add(name)


def _no_spelling_clash(spellings: dict[str, str]) -> None:
    for spelling, participant in spellings.items():
        if not re.fullmatch(r"[A-Z]{3}", participant):
            raise ConfigError(f"[participants]: {spelling!r} = {participant!r}: expected an id of three capitals")
    if spellings:
        _table_of_participants().with_spellings(spellings)


def _table_of_participants() -> Participants:
    from tracker.participants import table  # read from a file: only where a name must be checked

    return table()


def _warnings(file: _File, channels: tuple[Channel, ...], ping_url: str | None) -> list[str]:
    found = []
    if not file.tracker.contact or "example.org" in file.tracker.contact:
        found.append("[tracker] contact: say who runs this, so that the depositary can reach you")
    for section, channel in zip(file.notify, channels, strict=True):
        if channel.url is None:
            found.append(f"[[notify]] {channel.name}: {_off(section.url)}: off")
    if file.health.ping_url and not ping_url:
        found.append(f"[health] ping_url: {_off(file.health.ping_url)}: off")
    found += [
        f"[participants] {spelling!r}: {participant} is no participant of the table: taken as a new one"
        for spelling, participant in file.participants.items()
        if participant not in _table_of_participants().by_id
    ]
    found += [
        f"[[treaty]] {section.id}: number {section.number!r} is that of {meant}"
        for section in file.treaty
        if (meant := treaty_id(section.number)) and meant != section.id and not section.id.startswith("untc")
    ]
    if not file.treaty:
        found.append("no [[treaty]]: nothing is followed")
    return found


def duration(text: str, where: str) -> timedelta:
    """`30s`, `15m`, `12h`, `2d`, `1w`. Raises ConfigError."""
    found = re.fullmatch(r"(\d{1,9})\s*([smhdw])", text.strip())
    if not found:
        raise ConfigError(f'{where} = {text!r}: expected a duration like "30s", "15m", "12h" or "2d"')
    seconds = int(found.group(1)) * _UNITS[found.group(2)]
    if seconds > _LONGEST.total_seconds():
        raise ConfigError(f"{where} = {text!r}: more than ten years")
    return timedelta(seconds=seconds)


_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _rule(text: str, where: str) -> str:
    """A rule of the schedule, as far as it can be judged without the scheduler. Raises ConfigError."""
    words = text.split()
    if words[:1] == ["every"]:
        try:
            every = duration("".join(words[1:]), where)
        except ConfigError:
            every = timedelta()
        if not every:
            raise ConfigError(f'{where} = {text!r}: expected a time from "every 1s" to ten years')
        return text
    if words[:1] != ["cron:"] or len(words) != 6:
        raise ConfigError(f'{where} = {text!r}: expected "every 6h" or "cron: 15 5 * * mon-fri"')
    for part in words[5].lower().split(","):
        days = [_WEEKDAYS.index(day) for day in part.split("-") if day in _WEEKDAYS]
        if part != "*" and (len(days) != part.count("-") + 1 or len(days) > 2 or days != sorted(days)):
            # by name: cron counts from Sunday, others from Monday, and 1-5 would fire on another day than meant
            raise ConfigError(f"{where} = {text!r}: name the weekdays from monday on, like mon, tue-fri or sat,sun")
    return text


def size(text: str, where: str) -> int:
    """`500KB`, `20MB`. Raises ConfigError."""
    found = re.fullmatch(r"(\d{1,9})\s*(B|KB|MB|GB)", text.strip().upper())
    if not found or not int(found.group(1)):
        raise ConfigError(f'{where} = {text!r}: expected a size like "500KB" or "20MB"')
    return int(found.group(1)) * _SIZES[found.group(2)]


def _at_least(low: int, number: int, where: str, *, at_most: int | None = None) -> int:
    if number < low or (at_most is not None and number > at_most):
        bounds = f"{low} or more" if at_most is None else f"{low} to {at_most}"
        raise ConfigError(f"{where} = {number}: expected {bounds}")
    return number
