"""From a source's settings to bytes: the request it needs, the key it may have to find anew, the file on disk."""

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
    """Reads sources; `fetcher` makes the one HTTP client when it is first needed (files need none)."""

    config: Config
    store: Store
    fetcher: Callable[[], Fetcher]
    now: Callable[[], datetime]

    def read(self, treaty: Treaty, name: str, validators: Validators | None) -> Response | NotModified:
        """One source's page of one treaty. Raises FetchError."""
        source = self.config.sources[name]
        if isinstance(source, SavedFile):
            from tracker.fetch import read_file

            return read_file(self.config.path.resolve().parent / source.path, self.now, self.config.http.max_bytes)
        number = treaty.number_for(name)
        if isinstance(source, CoeService):
            return self._ask_service(source, name, lambda service: service.request(number), validators)
        return self.fetcher().get(source.request(number), validators)

    def read_statements(self, treaty: Treaty, name: str, validators: Validators | None) -> Response | NotModified:
        """The list of statements to one treaty, from a source of kind coe-service. Raises FetchError."""
        source = self.config.sources[name]
        assert isinstance(source, CoeService)  # noqa: S101 - no other kind has such a list
        number = treaty.number_for(name)
        return self._ask_service(source, name, lambda service: service.statements_request(number), validators)

    def _ask_service(
        self, source: CoeService, name: str, request_to: Callable[[CoeService], Request], validators: Validators | None
    ) -> Response | NotModified:
        """One question to the service; a refused key is found anew on its page, once."""
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
            # remembered beside the key it replaces: a key newly set in the configuration is tried first
            self.store.memory.put(f"key:{name}", f"{_trace(source.api_key)} {found}")
            return response

    def key(self, source: CoeService, name: str) -> str:
        """The key to ask with: the one found on the page, if it replaced the configured one, else that."""
        configured, _, found = (self.store.memory.get(f"key:{name}") or "").partition(" ")
        return found if found and configured == _trace(source.api_key) else source.api_key


def key_from_page(fetcher: Fetcher, request: Request) -> str | None:
    """The key that the service's own page hands out, or None if it cannot be read or has none."""
    from tracker.sources.coe import service

    if request.key_page is None:
        return None
    try:
        page = fetcher.get(Request(url=request.key_page, expects=Media.HTML))
    except FetchError:
        return None
    return service.key_from_page(page.body, page.charset) if isinstance(page, Response) else None


def _trace(key: str) -> str:
    """Tells whether a key is another one, without keeping it."""
    return hashlib.sha256(key.encode()).hexdigest()


def statements_source(config: Config, treaty: Treaty) -> str | None:
    """The source that a treaty's list of statements is read from: its first of kind coe-service, if it has one."""
    services = services_in(config.sources)
    return next((name for name in treaty.sources if name in services), None)


def fetcher_once(config: Config, now: Callable[[], datetime], stack: ExitStack) -> Callable[[], Fetcher]:
    made: list[Fetcher] = []

    def fetcher() -> Fetcher:
        if not made:
            made.append(stack.enter_context(make_fetcher(config, now)))
        return made[0]

    return fetcher


def make_fetcher(config: Config, now: Callable[[], datetime]) -> Fetcher:
    """The HTTP client for a configuration."""
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
