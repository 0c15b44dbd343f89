"""What a page in the browser may ask for: its own host, and the data service that it names. Pure."""

from __future__ import annotations

from urllib.parse import urlsplit

from tracker.sources.coe.app_page import refusal, registered_domain

#: Kinds of request (of the DevTools protocol) that draw nothing that a reader needs.
_NOT_NEEDED = frozenset({"Image", "Media", "Font", "TextTrack", "Manifest", "Ping", "Prefetch"})
#: Kinds by which a page asks a service for data. Anything that runs or is shown comes from the page's own host.
_DATA = frozenset({"XHR", "Fetch", "Preflight"})


def is_allowed(url: str, kind: str, *, page: str, service: str | None) -> bool:
    """True if the page at the address `page` may send this request. `service`: the address of its data service."""
    if kind in _NOT_NEEDED or not _same_safety(url, page):
        return False
    host = _host(url)
    return bool(host) and (host == _host(page) or (kind in _DATA and service is not None and host == _host(service)))


def names_served(page: str) -> str:
    """The only host names that the browser finds at all, whatever asks for them: those within the page's own domain.

    A pattern of Chromium's `--host-resolver-rules`. It holds for redirects, WebSockets and popups too.
    """
    host = _host(page)
    domain = registered_domain(host)
    return f"*.{domain} , EXCLUDE {domain}" if domain else host


def service_of(api_url: str | None, page: str) -> str | None:
    """The data service that a page names, if it may be asked (`app_page.refusal`)."""
    return api_url if api_url and refusal(api_url, page) is None else None


def _same_safety(url: str, page: str) -> bool:
    """True for https, and for http if the page itself is not encrypted."""
    schemes = (urlsplit(url).scheme, urlsplit(page).scheme)
    return schemes[0] == "https" or schemes == ("http", "http")


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()
