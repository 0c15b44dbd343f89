"""What the page of the data service's own app gives to every visitor's browser: the service's address and its key.

The page is the React shell, which is useless as a chart. Pure. docs/sources.md#data-service.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from tracker.errors import ParseError
from tracker.sources.markup.charsets import decoded
from tracker.sources.markup.media import looks_like_html, named_in_page

#: `window.NAME = "…"`, `var NAME='…'`, `window["NAME"] = …`, `"NAME": "…"`.
_SET = r"""(?<![\w$.-]){scope}["']?{name}(?:["']?\s*\])?["']?\s*[=:]\s*(?P<quote>["'`])\s*({value})\s*(?P=quote)"""
_SCOPE = r"(?:(?:window|self|globalThis)\s*(?:\.|\[)\s*)?"
_KEY = re.compile(_SET.format(scope=_SCOPE, name="conventions_api_key", value="[A-Za-z0-9_-]{8,128}"))
_ADDRESS = re.compile(_SET.format(scope=_SCOPE, name="conventions_api_url", value=r"""[^"'`\s<>]{8,300}"""))
_COMMENT = re.compile(r"(?:^|(?<=[\s;{}]))/[/*]")  # not that in "https://…" and "*/*"
_ESCAPED_SLASH = re.compile(r"\\(?:/|u002[fF]|x2[fF])")
_HOST = re.compile(r"[^.]+(?:\.[^.]+)*")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")  # RFC 1123 section 2.1, and "_", which is in use


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """The service's address and its public key, as far as the page shows them."""

    api_url: str | None = None
    api_key: str | None = None


def access_in(body: bytes, charset: str | None) -> Access:
    """What the page shows. A challenge page shows nothing."""
    if not looks_like_html(body):
        return Access()
    from bs4 import BeautifulSoup, ParserRejectedMarkup  # takes 150 ms, and this page is rarely read
    from bs4.filter import SoupStrainer

    try:
        # Beautiful Soup warns of a text that begins as XML
        text = f"<body>{_text(body, charset)}"
        scripts = BeautifulSoup(text, "lxml", parse_only=SoupStrainer("script")).find_all("script")
    except ParserRejectedMarkup:
        return Access()
    texts = [script.get_text() for script in scripts]
    return Access(api_url=_last(_ADDRESS, texts), api_key=_last(_KEY, texts))


def _last(pattern: re.Pattern[str], texts: list[str]) -> str | None:
    """The value that stands when the scripts have run: the last one, and none in a comment."""
    found = [value[2] for text in texts for value in pattern.finditer(_without_comments(text))]
    return _ESCAPED_SLASH.sub("/", found[-1]) if found else None


def _without_comments(text: str) -> str:
    kept, at = [], 0
    while found := _COMMENT.search(text, at):
        kept.append(text[at : found.start()])
        closing = "*/" if found.group() == "/*" else "\n"
        end = text.find(closing, found.end())
        at = len(text) if end < 0 else end + len(closing)
    return " ".join([*kept, text[at:]])


def refusal(api_url: str, page_url: str) -> str | None:
    """Why an address that the page shows is not followed; None: it may be asked.

    It must be encrypted unless the page is not either, and its host must lie in the page's own registered domain.
    """
    try:
        found, page = urlsplit(api_url), urlsplit(page_url)
        host, own = (found.hostname or "").lower(), (page.hostname or "").lower()
        port = found.port
    except ValueError:
        return "it is no address"
    if found.username is not None or found.query or found.fragment or not _HOST.fullmatch(host):
        return "it is no plain address"
    if found.scheme != "https" and (found.scheme, page.scheme) != ("http", "http"):
        return "it is not https"
    domain = registered_domain(own)
    if host != own and (domain is None or not f".{host}".endswith(f".{domain}")):
        return f"its host is not within {domain or own}"
    if port == 0 or (host != own and not all(map(_LABEL.fullmatch, host.split(".")))):
        return "it is no plain address"  # no client can ask it
    return None


def registered_domain(host: str) -> str | None:
    """`coe.int` of `www.coe.int`; None for an address in numbers, or a name without one."""
    try:
        ip_address(host)
    except ValueError:
        from publicsuffixlist import PublicSuffixList  # 50 ms, and rarely needed

        found: str | None = PublicSuffixList().privatesuffix(host)
        return found
    return None


def _text(body: bytes, charset: str | None) -> str:
    """The page as text. Key and address are ASCII, so a wrong charset does no harm."""
    try:
        return decoded(body, header=charset, page=named_in_page(body))
    except ParseError:
        return body.decode("utf-8", "replace")
