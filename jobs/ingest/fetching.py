"""From a source's settings to bytes: the request, the service's key, the file on disk."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.store import Store
from tracker import __version__
from tracker.errors import ErrorKind, FetchError, excerpt, quoted
from tracker.models import Media, NotModified, Request, Response, moment, parse_moment
from tracker.models.wire import GONE
from tracker.sources.coe.app_page import Access, access_in, refusal
from tracker.sources.coe.service import KEY_REFUSED
from tracker.sources.kinds.coe_service import CoeService, services_in
from tracker.sources.kinds.saved_file import SavedFile
from tracker.sources.markup.media import looks_like_html
from tracker.sources.markup.shields import is_challenge

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import ExitStack
    from datetime import datetime

    from db.store import Store
    from tracker.config import Config
    from tracker.fetch import Fetcher, HttpSettings, Pauses
    from tracker.fetch.browser import Browser
    from tracker.language import Language
    from tracker.models import Treaty, Validators

_SHOWN = 200  # characters of an address shown in an error


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads sources. `fetcher` returns the HTTP client, which is made on first use: files need none."""

    config: Config
    store: Store
    fetcher: Callable[[], Fetcher]
    now: Callable[[], datetime]
    on_move: Callable[[str, str, str], None]  # of a source: its name, the address before, the one that answered

    def read(self, treaty: Treaty, name: str, validators: Validators | None) -> Response | NotModified:
        """Fetch one source's page of one treaty. Raises FetchError."""
        source = self.config.sources[name]
        if isinstance(source, SavedFile):
            from tracker.fetch import read_file

            return read_file(self.config.path.resolve().parent / source.path, self.now, self.config.http.max_bytes)
        number = treaty.number_for(name)
        if isinstance(source, CoeService):
            return self._ask_service(source, name, lambda service: service.request(number), validators)
        if source.drawn:
            return make_browser(self.config, self.now, StoredPauses(self.store)).get(
                source.request(number), source.name
            )
        return self.fetcher().get(source.request(number), validators)

    def read_statements(
        self, treaty: Treaty, name: str, validators: Validators | None, language: Language
    ) -> Response | NotModified:
        """Fetch the list of statements to one treaty, in a language, from a source of kind coe-service. Raises
        FetchError."""
        source = self.config.sources[name]
        assert isinstance(source, CoeService)  # noqa: S101 - no other kind has such a list
        number = treaty.number_for(name)
        return self._ask_service(source, name, lambda service: service.statements_request(number, language), validators)

    def _ask_service(
        self, source: CoeService, name: str, request_to: Callable[[CoeService], Request], validators: Validators | None
    ) -> Response | NotModified:
        """Send one request to the service. If it refuses the key or has moved, read its page and retry once."""
        current = self.service(source, name)
        request = request_to(current)
        try:
            answer = self.fetcher().get(request, validators)
        except FetchError as refused:
            if not page_may_help(refused):
                raise
            found = service_on_page(self.fetcher(), current, request, refused)
            if found is None:
                raise
        else:
            if not _is_page(answer):
                return answer
            found = service_on_page(self.fetcher(), current, request, None)
            if found is None:
                return answer  # the parser says what it is
        answer = self.fetcher().get(request_to(found), validators if found.api_url == current.api_url else None)
        self._remember(source, name, current, found)
        return answer

    def service(self, source: CoeService, name: str) -> CoeService:
        """The service as it is asked: at the address and with the key that its page showed since, if any."""
        noted = self.store.memory.get(f"service:{name}")
        if noted is None:
            return source.with_key(self.key(source, name))
        configured, api_url, api_key = noted.split(" ")
        if configured != _trace(f"{source.api_url} {source.api_key}"):
            return source  # the configuration was changed since
        return source.at(api_url, api_key)

    def key(self, source: CoeService, name: str) -> str:
        """The key to send: the one found on the page if it replaced the configured key, else the configured key.

        Noted by versions that looked for a new key alone.
        """
        configured, _, found = (self.store.memory.get(f"key:{name}") or "").partition(" ")
        return found if found and configured == _trace(source.api_key) else source.api_key

    def _remember(self, source: CoeService, name: str, before: CoeService, found: CoeService) -> None:
        """Keep what worked with a digest of what is configured: a value newly set there is tried first."""
        noted = f"{_trace(f'{source.api_url} {source.api_key}')} {found.api_url} {found.api_key}"
        with self.store.transaction():
            self.store.memory.put(f"service:{name}", noted)
            if found.api_url != before.api_url:
                self.on_move(name, before.api_url, found.api_url)


def page_may_help(refused: FetchError) -> bool:
    """True if the service may have a new key, or a new address. A challenge is not worked around."""
    if refused.kind is ErrorKind.BLOCKED:
        return refused.status in GONE  # the shell of a page, not a filter of bots
    moved = refused.kind in (ErrorKind.REDIRECTED, ErrorKind.CONNECTION, ErrorKind.TIMEOUT)
    return moved or refused.status in (*KEY_REFUSED, *GONE)


def _is_page(answer: Response | NotModified) -> bool:
    """True for HTML where JSON is due. A challenge is not worked around: it says nothing of an address."""
    return isinstance(answer, Response) and looks_like_html(answer.body) and not is_challenge(answer.body)


def service_on_page(
    fetcher: Fetcher, current: CoeService, request: Request, refused: FetchError | None
) -> CoeService | None:
    """The service as its page shows it now; None if that is nothing new. `refused`: why it did not answer `request`;
    None: it answered with a page. Raises FetchError for an address that is not followed."""
    access = access_on_page(fetcher, request)
    api_url, api_key = access.api_url or current.api_url, access.api_key or current.api_key
    if (api_url.rstrip("/"), api_key) == (current.api_url.rstrip("/"), current.api_key):
        return None
    why = refusal(api_url, current.page_url) if access.api_url else None
    if why:
        kind = refused.kind if refused else ErrorKind.MEDIA_TYPE
        said = refused.message if refused else f"{excerpt(request.url, _SHOWN)}: answered with a page"
        raise FetchError(kind, f"{said}; its page names {quoted(api_url, _SHOWN)}, which is not asked: {why}")
    return current.at(api_url, api_key)


def access_on_page(fetcher: Fetcher, request: Request) -> Access:
    """The address and the key in the service's own page; empty if the page cannot be read or shows none."""
    if request.key_page is None:
        return Access()
    try:
        page = fetcher.get(Request(url=request.key_page, expects=Media.HTML))
    except FetchError:
        return Access()
    return access_in(page.body, page.charset) if isinstance(page, Response) else Access()


def _trace(key: str) -> str:
    """A digest of a key: it shows whether the configured key has changed, without storing the key."""
    return hashlib.sha256(key.encode()).hexdigest()


def statements_source(config: Config, treaty: Treaty) -> str | None:
    """The source of a treaty's list of statements: its first source of kind coe-service, or None."""
    services = services_in(config.sources)
    return next((name for name in treaty.sources if name in services), None)


@dataclass(frozen=True, slots=True)
class StoredPauses:
    """Until when each host asked not to be asked, kept in the store: for every treaty, and after a restart."""

    store: Store

    def until(self, host: str) -> datetime | None:
        """The end of the pause that a host asked for last, if it asked for one."""
        noted = self.store.memory.get(f"pause:{host}")
        return parse_moment(noted) if noted else None

    def note(self, host: str, until: datetime) -> None:
        """Remember a pause."""
        self.store.memory.put(f"pause:{host}", moment(until))


def fetcher_once(config: Config, now: Callable[[], datetime], stack: ExitStack, store: Store) -> Callable[[], Fetcher]:
    """Return a function that makes the HTTP client at its first call; `stack` closes the client."""
    made: list[Fetcher] = []

    def fetcher() -> Fetcher:
        if not made:
            made.append(stack.enter_context(make_fetcher(config, now, StoredPauses(store))))
        return made[0]

    return fetcher


def make_fetcher(config: Config, now: Callable[[], datetime], pauses: Pauses | None = None) -> Fetcher:
    """Make the HTTP client of a configuration."""
    from urllib.parse import urlsplit

    from tracker.fetch import Fetcher

    dh_hosts = {urlsplit(source.api_url).hostname or "" for source in services_in(config.sources).values()}
    return Fetcher(_http_settings(config), now=now, dh_hosts=dh_hosts, pauses=pauses)


def make_browser(config: Config, now: Callable[[], datetime], pauses: Pauses | None = None) -> Browser:
    """Make the browser of a configuration. Nothing is started before a page is read."""
    from tracker.fetch.browser import Browser

    return Browser(settings=_http_settings(config), now=now, pauses=pauses)


def _http_settings(config: Config) -> HttpSettings:
    from tracker.fetch import HttpSettings

    return HttpSettings(
        contact=config.contact,
        version=__version__,
        timeout=config.http.timeout,
        min_gap=config.http.min_gap,
        retries=config.http.retries,
        max_bytes=config.http.max_bytes,
    )
