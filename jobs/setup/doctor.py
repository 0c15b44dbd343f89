"""`tracker doctor`: try each live source once, and collect the results as a bundle for a bug report.

The product was written without access to the live services. The bundle shows whether they still look as described in
docs/sources.md. The database is not touched, and the bundle contains no secret: no key, no address of a channel.
"""

from __future__ import annotations

import platform
import ssl
from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from db.stores.archive import digest
from jobs.faults import as_source_error
from jobs.ingest.fetching import make_browser, make_fetcher
from jobs.setup.compared import comparisons
from jobs.setup.names import refuse, unknown_hosts
from tracker import __version__
from tracker.errors import SourceError, excerpt
from tracker.guard.charts import refuse_wrong_treaty
from tracker.guard.language import refuse_list_in_other_language, refuse_other_language
from tracker.language import Language
from tracker.models import Media, Request, Response, moment
from tracker.participants import table
from tracker.sources.coe import statements
from tracker.sources.interpret import interpret
from tracker.sources.kinds.coe_service import CoeService, services_in
from tracker.sources.kinds.saved_file import SavedFile
from tracker.statements.interpret import interpret as interpret_statements

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from tracker.config import Config
    from tracker.fetch import Fetcher
    from tracker.fetch.browser import Browser
    from tracker.models import Chart, NotModified, PrintedChart, Treaty
    from tracker.sources.kind import SourceKind

#: The Treaty Office's own chart of invitations, named in note 4 of the chart of ETS 185. Its format is unknown.
_INVITATIONS = "https://rm.coe.int/16806cac22"
_LIVE_HOST = "conventions-ws.coe.int"


def examine(config: Config, *, now: Callable[[], datetime], progress: Callable[[str], None]) -> dict[str, Any]:
    """Try every source of the configuration once, for the first treaty that names it. Returns the bundle."""
    with make_fetcher(config, now) as made:
        sources = []
        fetcher = _Reaching(made, unknown_hosts(_addresses(config)))
        live = _Live(fetcher=fetcher, browser=make_browser(config, now))
        charts: dict[tuple[str, str], Chart] = {}
        for name, source in config.sources.items():
            if isinstance(source, SavedFile):
                continue
            progress(name)
            sources.append({"source": name, "kind": source.name, **_examine(config, live, name, source, charts)})
        extra = _invitations(config, fetcher, progress)
    return {
        "tracker": __version__,
        "python": platform.python_version(),
        "system": platform.system(),
        "openssl": ssl.OPENSSL_VERSION,
        "examined_at": moment(now()),
        "sources": sources,
        "comparisons": list(comparisons(charts)),
        "other": extra,
    }


def _addresses(config: Config) -> Iterator[str]:
    for name, source in config.sources.items():
        if isinstance(source, SavedFile):
            continue
        treaty = _treaty_of(config, name, source)
        if treaty:
            yield source.request(treaty.number_for(name)).url
        if isinstance(source, CoeService):
            yield source.page_url
            if _LIVE_HOST in source.api_url:
                yield _INVITATIONS


@dataclass(frozen=True, slots=True)
class _Reaching:
    """A fetcher that does not ask hosts that have no address here."""

    fetcher: Fetcher
    unknown: Mapping[str, str]

    def get(self, request: Request) -> Response | NotModified:
        """Raises FetchError."""
        refuse(request.url, self.unknown)
        return self.fetcher.get(request)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Live:
    """What reads the sources."""

    fetcher: _Reaching
    browser: Browser

    def read(self, source: SourceKind, number: str) -> Response:
        request = source.request(number)
        if source.drawn:
            refuse(request.url, self.fetcher.unknown)
            return self.browser.get(request, source.name)
        response = self.fetcher.get(request)
        assert isinstance(response, Response)  # noqa: S101 - no validators were sent
        return response


def _examine(
    config: Config, live: _Live, name: str, source: SourceKind, charts: dict[tuple[str, str], Chart]
) -> dict[str, Any]:
    """Try one source. A chart that a check would take is added to `charts`."""
    treaty = _treaty_of(config, name, source)
    if treaty is None:
        return {"ok": False, "error": {"kind": "config", "message": "no treaty is read from it"}}
    found: dict[str, Any] = {"treaty": treaty.id}
    if isinstance(source, CoeService):
        found["page"] = _tried(lambda: _page(live.fetcher, source, treaty.number_for(name)))
        number = treaty.number_for(name)
        found["statements"] = _tried(lambda: _statements(config, live.fetcher, source, number, Language.ENGLISH))
        if config.speaks(Language.FRENCH):
            found["statements_fr"] = _tried(lambda: _statements(config, live.fetcher, source, number, Language.FRENCH))
    try:
        with as_source_error(name):
            response = live.read(source, treaty.number_for(name))
            found |= _answered(response)
            printed = source.parse(response.body, response.charset, treaty.number_for(name))
            found["shape"] = _shape(printed)
            charts[treaty.id, name] = _judged(printed, config, treaty, source, treaty.number_for(name))
    except SourceError as error:
        return found | {"ok": False, "error": {"kind": error.kind, "message": error.message}}
    return found | {"ok": True, "error": None}


def _judged(printed: PrintedChart, config: Config, treaty: Treaty, source: SourceKind, number: str) -> Chart:
    """The chart. Raises ParseError for an unknown name, another treaty and another language, as a check would."""
    participants = table().with_spellings(config.spellings)
    chart = interpret(printed, participants, blank_non_member_invited=treaty.blank_non_member_invited)
    refuse_wrong_treaty(chart, number)
    refuse_other_language(chart, participants, usual_names=source.usual_names)
    return chart


def _tried(examine_part: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What a part of the examination found, or its error."""
    try:
        with as_source_error("a part of the service"):
            return examine_part()
    except SourceError as error:
        return {"error": {"kind": error.kind, "message": error.message}}


def _treaty_of(config: Config, name: str, source: SourceKind) -> Treaty | None:
    """The first treaty that names the source. A source with the Council of Europe's numbers can take any treaty."""
    following = next((treaty for treaty in config.treaties if name in treaty.sources), None)
    if following is None and not source.own_numbers:
        return next(iter(config.treaties), None)
    return following


def _answered(response: Response) -> dict[str, Any]:
    return {
        "url": response.url,
        "status": response.status,
        "media_type": response.media_type,
        "tls": response.tls,
        "date": moment(response.date) if response.date else None,
        "bytes": len(response.body),
        "sha256": digest(response.body),
        "validators": sorted({"etag", "last-modified"} & set(response.headers)),
    }


def _shape(printed: PrintedChart) -> dict[str, Any]:
    return {
        "rows": len(printed.rows),
        "groups": dict(Counter(row.group or "none" for row in printed.rows)),
        "number": printed.number,
        "title": printed.title,
        "status_as_of": str(printed.status_as_of) if printed.status_as_of else None,
        "totals": {"consents": printed.totals.consents, "signatories": printed.totals.signatories}
        if printed.totals
        else None,
        "marks": dict(Counter(row.mark for row in printed.rows if row.mark)),
        "fields_shown": sorted({field for row in printed.rows for field in row.known}),
        "flags_shown": sorted({letter for row in printed.rows for letter in row.flags_known}),
        "unknown_keys": {
            key: _commonest(Counter(value for row in printed.rows for name, value in row.extra if name == key))
            for key in sorted({name for row in printed.rows for name, _ in row.extra})
        },
    }


def _commonest(values: Counter[str]) -> dict[str, int]:
    """The five commonest values, each cut to twenty characters; a last key counts the others."""
    shown = {excerpt(value, 20): count for value, count in values.most_common(5)}
    more = len(values) - len(shown)
    return shown | ({f"… and {more} more": values.total() - sum(shown.values())} if more else {})


def _page(fetcher: _Reaching, source: CoeService, number: str) -> dict[str, Any]:
    """Try the page of the service's own app: which key and which address does it name?"""
    from tracker.sources.coe.app_page import access_in, refusal

    request = source.with_key("").request(number)
    page = fetcher.get(Request(url=request.key_page or source.page_url, expects=Media.HTML))
    assert isinstance(page, Response)  # noqa: S101 - no validators were sent
    access = access_in(page.body, page.charset)
    return {
        **_answered(page),
        "key_found": access.api_key is not None,
        "key_is_the_configured_one": access.api_key == source.api_key,
        "api_url": access.api_url,
        "api_url_configured": source.api_url,
        "api_url_refused": refusal(access.api_url, source.page_url) if access.api_url else None,
    }


def _statements(
    config: Config, fetcher: _Reaching, source: CoeService, number: str, language: Language
) -> dict[str, Any]:
    """Try the list of statements of the same service. No response was ever captured, so its shape matters most: with
    an id among the keys, a text in French would belong to its statement by that."""
    response = fetcher.get(source.statements_request(number, language))
    assert isinstance(response, Response)  # noqa: S101 - no validators were sent
    found = _answered(response)
    printed, participants = statements.parse(response.body), table().with_spellings(config.spellings)
    refuse_list_in_other_language(printed, participants, language)
    read = interpret_statements(printed, participants)
    held = read.statements
    return found | {
        "error": None,
        "unread": [asdict(row) for row in read.unread],
        "shape": {
            "statements": len(held),
            "participants": len({statement.participant for statement in held}),
            "kinds": dict(Counter(statement.kind for statement in held)),
            "unknown_keys": list(statements.unknown_keys(printed)),
            "natures": dict(Counter(statement.nature for statement in held).most_common(20)),
            "without": {
                name: sum(1 for statement in held if not getattr(statement, name))
                for name in ("article", "deposited_on", "effective_on", "withdrawn_on", "territories")
            },
        },
    }


def _invitations(config: Config, fetcher: _Reaching, progress: Callable[[str], None]) -> list[dict[str, Any]]:
    """Try the chart of invitations, but only if the configuration names the live service, not a stand-in."""
    if not any(_LIVE_HOST in service.api_url for service in services_in(config.sources).values()):
        return []
    progress(_INVITATIONS)
    return [{"url": _INVITATIONS, **_tried(lambda: _answered(_fetched(fetcher, _INVITATIONS)))}]


def _fetched(fetcher: _Reaching, url: str) -> Response:
    response = fetcher.get(Request(url=url, expects=Media.HTML))
    assert isinstance(response, Response)  # noqa: S101 - no validators were sent
    return response
