"""From a source's settings to bytes: the request, the service's key, the file on disk."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.store import Store
from tracker import __version__
from tracker.errors import FetchError
from tracker.models import Media, NotModified, Request, Response
from tracker.sources.coe.service import KEY_REFUSED
from tracker.sources.kinds.coe_service import CoeService, services_in
from tracker.sources.kinds.saved_file import SavedFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import ExitStack
    from datetime import datetime

    from db.store import Store
    from tracker.config import Config
    from tracker.fetch import Fetcher
    from tracker.models import Treaty, Validators


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads sources. `fetcher` returns the HTTP client, which is made on first use: files need none."""

    config: Config
    store: Store
    fetcher: Callable[[], Fetcher]
    now: Callable[[], datetime]

    def read(self, treaty: Treaty, name: str, validators: Validators | None) -> Response | NotModified:
        """Fetch one source's page of one treaty. Raises FetchError."""
        source = self.config.sources[name]
        if isinstance(source, SavedFile):
            from tracker.fetch import read_file

            return read_file(self.config.path.resolve().parent / source.path, self.now, self.config.http.max_bytes)
        number = treaty.number_for(name)
        if isinstance(source, CoeService):
            return self._ask_service(source, name, lambda service: service.request(number), validators)
        return self.fetcher().get(source.request(number), validators)

    def read_statements(self, treaty: Treaty, name: str, validators: Validators | None) -> Response | NotModified:
        """Fetch the list of statements to one treaty from a source of kind coe-service. Raises FetchError."""
        source = self.config.sources[name]
        assert isinstance(source, CoeService)  # noqa: S101 - no other kind has such a list
        number = treaty.number_for(name)
        return self._ask_service(source, name, lambda service: service.statements_request(number), validators)

    def _ask_service(
        self, source: CoeService, name: str, request_to: Callable[[CoeService], Request], validators: Validators | None
    ) -> Response | NotModified:
        """Send one request to the service. If it refuses the key, read the key from its page and retry once."""
        key = self.key(source, name)
        request = request_to(source.with_key(key))
        try:
            return self.fetcher().get(request, validators)
        except FetchError as refused:
            if refused.status not in KEY_REFUSED:
                raise
            found = key_from_page(self.fetcher(), request)
            if found is None or found == key:
                raise
            response = self.fetcher().get(request_to(source.with_key(found)), validators)
            # stored with a digest of the key it replaces: a key newly set in the configuration is tried first
            self.store.memory.put(f"key:{name}", f"{_trace(source.api_key)} {found}")
            return response

    def key(self, source: CoeService, name: str) -> str:
        """The key to send: the one found on the page if it replaced the configured key, else the configured key."""
        configured, _, found = (self.store.memory.get(f"key:{name}") or "").partition(" ")
        return found if found and configured == _trace(source.api_key) else source.api_key


def key_from_page(fetcher: Fetcher, request: Request) -> str | None:
    """The key in the service's own page, or None if the page cannot be read or has no key."""
    from tracker.sources.coe import service

    if request.key_page is None:
        return None
    try:
        page = fetcher.get(Request(url=request.key_page, expects=Media.HTML))
    except FetchError:
        return None
    return service.key_from_page(page.body, page.charset) if isinstance(page, Response) else None


def _trace(key: str) -> str:
    """A digest of a key: it shows whether the configured key has changed, without storing the key."""
    return hashlib.sha256(key.encode()).hexdigest()


def statements_source(config: Config, treaty: Treaty) -> str | None:
    """The source of a treaty's list of statements: its first source of kind coe-service, or None."""
    services = services_in(config.sources)
    return next((name for name in treaty.sources if name in services), None)


def fetcher_once(config: Config, now: Callable[[], datetime], stack: ExitStack) -> Callable[[], Fetcher]:
    """Return a function that makes the HTTP client at its first call; `stack` closes the client."""
    made: list[Fetcher] = []

    def fetcher() -> Fetcher:
        if not made:
            made.append(stack.enter_context(make_fetcher(config, now)))
        return made[0]

    return fetcher


def make_fetcher(config: Config, now: Callable[[], datetime]) -> Fetcher:
    """Make the HTTP client of a configuration."""
    from urllib.parse import urlsplit

    from tracker.fetch import Fetcher, HttpSettings

    services = services_in(config.sources).values()
    settings = HttpSettings(
        contact=config.contact,
        version=__version__,
        timeout=config.http.timeout,
        min_gap=config.http.min_gap,
        retries=config.http.retries,
        max_bytes=config.http.max_bytes,
    )
    return Fetcher(settings, now=now, dh_hosts={urlsplit(source.api_url).hostname or "" for source in services})
