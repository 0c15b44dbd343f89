"""What must not be logged: addresses with their tokens, headers, passwords. Ours and those that libraries quote.

A library writes into our log what it likes: urllib3, for instance, quotes the whole address of a request whose answer
has one malformed header. So every record passes here, whichever library it is from.
"""

from __future__ import annotations

import base64
import os
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote, urlsplit

if TYPE_CHECKING:
    import logging
    from collections.abc import Iterable, Iterator

    from tracker.config import Config

HIDDEN = "…"

_ADDRESS = re.compile(r"(?i)\b([a-z][a-z0-9+.-]*)(?:://|%3a%2f%2f|:\\?/\\?/)[^\s\"'<>]+")
_LOGIN = re.compile(r"[^\s\"'<>/@:=]+:[^\s\"'<>/@]+@[^\s\"'<>]+")
_HEADER = re.compile(
    r"(?i)((?:proxy-)?authorization|(?:set-)?cookie|[\w-]*(?:api|access|subscription|auth|private|secret)[-_]?key"
    r"|[\w-]*(?:token|secret|passw(?:or)?d|passphrase|credential)s?|\bpwd|\bsig(?:nature)?(?==))"
    r"(['\"]?\s*[:=]\s*b?['\"]?|['\"]\s*,\s*b?['\"])((?:(?:bearer|basic|digest|token)\s+)?[^\s\"',;&]+)"
)
_SCHEME = re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{6,}")
#: What urllib3 quotes after these words is from an answer: headers, cookies.
_QUOTED = re.compile(r"(?is)(unparsed data: ?)(.*?)(?=\n  File |\nTraceback |\n\n|\Z)")
_WITH_ADDRESS = re.compile(r"(?i)(\burl[:=]\s*['\"]?)(/[^\s\"'<>)]*)")
_PATH = re.compile(r"(?<![\w.…/:])/[^\s\"'<>()\[\],]+")
_HERE = re.compile(r"(File \"[^\"]*\"|(?m:^)\S+\.py:\d+:)")  # of a traceback, of a warning of Python

_SHORT = 6  # characters: shorter parts of an address are words like `to`; a password may be shorter
_LEAST = 3  # characters of a password
_WORDS = frozenset({"markdown", "truncate", "starttls", "webhook", "webhooks"})  # what addresses say to Apprise
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")


def redacted(text: str, secrets: re.Pattern[str] | None = None, *, paths: bool = False) -> str:
    """The text without addresses, headers and secrets.

    `secrets` is what `pattern_of` gave. `paths`: also without paths, which a library quotes without their host.
    """
    if secrets:
        text = secrets.sub(HIDDEN, text)
    text = _QUOTED.sub(rf"\1{HIDDEN}", text)
    text = _ADDRESS.sub(rf"\1://{HIDDEN}", text)
    text = _LOGIN.sub(HIDDEN, text)
    text = _HEADER.sub(rf"\1\2{HIDDEN}", text)
    text = _SCHEME.sub(rf"\1 {HIDDEN}", text)
    text = _WITH_ADDRESS.sub(rf"\1/{HIDDEN}", text)
    return _without_paths(text) if paths else text


def _without_paths(text: str) -> str:
    """The text without paths, apart from those of our own files in tracebacks and warnings."""
    parts = _HERE.split(text)
    return "".join(part if nth % 2 else _PATH.sub(f"/{HIDDEN}", part) for nth, part in enumerate(parts))


def pattern_of(addresses: Iterable[str]) -> re.Pattern[str] | None:
    """What finds the parts of addresses that must not be logged, in each form in which they appear."""
    forms = {form for address in addresses for part in _parts(address) for form in _forms(part)}
    if not forms:
        return None
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


def _forms(part: str) -> Iterator[str]:
    yield from (part, quote(part, safe=""), quote(part))
    yield base64.b64encode(part.encode()).decode().rstrip("=")


def _parts(address: str) -> Iterator[str]:
    """An address and its parts that are no names of hosts and no words of the form of addresses."""
    yield address
    try:
        url = urlsplit(address)
        host, password, user = url.hostname or "", url.password or "", url.username or ""
    except ValueError:  # not of the usual form: each of its words
        yield from (word for word in re.split(r"[:/@?&=#;,]+", address)[1:] if len(word) >= _SHORT)
        return
    if len(password) >= _LEAST:
        yield from (password, unquote(password), f"{user}:{password}", f"{unquote(user)}:{unquote(password)}")
    pieces = [*url.path.split("/"), *(value for _, value in parse_qsl(url.query)), url.query, url.fragment, user]
    if "." not in host and host != "localhost" and ":" not in host:
        pieces.append(url.netloc.rpartition("@")[2])  # a token in the place of a host, as in slack://TOKEN/…
    for piece in pieces:
        if len(piece) >= _SHORT and piece.lower() not in _WORDS:
            yield from (piece, unquote(piece))


def addresses_of(config: Config) -> list[str]:
    """The addresses and keys that no log may show: of channels, of the ping, of the stamping server, of proxies."""
    named = [os.environ.get(form) for name in _PROXIES for form in (name, name.lower())]
    found = [
        *(channel.url for channel in config.channels),
        config.ping_url,
        config.stamps and config.stamps.url,
        *named,
    ]
    return [address for address in found if address]


def text_of(record: logging.LogRecord) -> str:
    """The message of a library's record; its template if it does not fit its values."""
    try:
        return record.getMessage()
    except Exception:  # noqa: BLE001 - a mistake in a library's log call is no reason to fail
        return str(record.msg)
