"""One module per kind of page: the Request it needs, and bytes → PrintedChart. Pure.

`interpret` turns what is printed into a Chart; `media` tells JSON from HTML from a challenge,
`xmltree` reads XML.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors import UsageError

if TYPE_CHECKING:
    from tracker.models import PrintedChart

KINDS = ("coe-service", "coe-chart", "coe-members", "verdragenbank-xml", "untc-xml")


def parse(kind: str, body: bytes, *, charset: str | None, number: str | None) -> PrintedChart:
    """Read a body as the named kind of page. `number` is the treaty asked for, if one was.

    Raises ParseError for what is no such page, UsageError for an unknown kind.
    """
    if kind == "coe-service":
        from tracker.sources.coe import service

        return service.parse(body, number)
    if kind == "verdragenbank-xml":
        from tracker.sources import verdragenbank

        return verdragenbank.parse(body)
    if kind == "untc-xml":
        from tracker.sources import untc

        return untc.parse(body, number)
    # BeautifulSoup takes as long to import as everything else together: only where a page is HTML
    if kind == "coe-chart":
        from tracker.sources.coe import chart

        return chart.parse(body, charset)
    if kind == "coe-members":
        from tracker.sources.coe import members

        return members.parse(body, charset)
    raise UsageError(f"unknown kind of page {kind!r}: one of {', '.join(KINDS)}")
