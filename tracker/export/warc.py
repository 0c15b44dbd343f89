"""The evidence as a WARC 1.1 file (ISO 28500:2017): the exact bytes, as other archives keep and read them. Pure.

What came over HTTP is a `response` with the headers that were kept; a page that a person saved and a bundled list are
`resource`s. The same evidence gives the same bytes.
"""

from __future__ import annotations

import io
import uuid
from dataclasses import dataclass
from http import HTTPStatus
from typing import IO, TYPE_CHECKING

from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

from tracker.models import moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

# The body is kept as it is read, not as it travelled: these headers speak of how it travelled.
_OF_TRAVEL = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_RECORDS = uuid.uuid5(uuid.NAMESPACE_URL, "https://www.coe.int/en/web/conventions")  # the names of ours among others'


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One body with where it came from. `origin` is live, saved, archived or bundled."""

    evidence: int
    treaty: str
    source: str
    origin: str
    url: str
    status: int
    headers: Mapping[str, str]
    fetched_at: datetime
    published_on: date | None
    sha256: str
    body: bytes


class _Writer(WARCWriter):
    """Block digests with the hash that the database names its evidence by."""

    @staticmethod
    def _create_digester() -> Digester:
        return Digester("sha256")


def write_warc(
    out: IO[bytes], pages: Iterable[Page], *, about: Mapping[str, str], dated: datetime, packed: bool
) -> None:
    """Write a record that says what the file is, then one a page; `packed`: each compressed by itself (.warc.gz)."""
    writer: WARCWriter = _Writer(out, gzip=packed, warc_version="1.1")  # type: ignore[no-untyped-call] # its base's
    fields = "".join(f"{name}: {value}\r\n" for name, value in about.items()).encode()
    head = {"WARC-Record-ID": _id(f"warcinfo {moment(dated)}"), "WARC-Date": moment(dated)}
    writer.write_record(
        writer.create_warc_record(
            "", "warcinfo", payload=io.BytesIO(fields), length=len(fields), warc_headers_dict=head
        )
    )
    for page in pages:
        writer.write_record(_record(writer, page))


def _record(writer: WARCWriter, page: Page) -> object:
    head = {
        "WARC-Record-ID": _id(f"{page.evidence} {page.sha256} {page.url}"),
        "WARC-Date": moment(page.fetched_at),
        "WARC-Payload-Digest": f"sha256:{page.sha256}",
        "Tracker-Evidence": str(page.evidence),
        "Tracker-Treaty": page.treaty,
        "Tracker-Source": page.source,
        "Tracker-Origin": page.origin,
    }
    if page.published_on:
        head["Tracker-Published-On"] = page.published_on.isoformat()
    http = page.url.startswith(("http://", "https://"))
    return writer.create_warc_record(
        page.url,
        "response" if http else "resource",
        payload=io.BytesIO(page.body),
        length=len(page.body),
        warc_content_type="" if http else page.headers.get("content-type", "application/octet-stream"),
        warc_headers_dict=head,
        http_headers=_http(page) if http else None,
    )


def _http(page: Page) -> StatusAndHeaders:
    """The headers that were kept, and the length of the body as it is here."""
    length = ("content-length", str(len(page.body)))
    headers = [
        (f"x-travelled-{name}" if name in _OF_TRAVEL else name, value)
        for name, value in page.headers.items()
        if (name, value) != length
    ]
    headers.append(length)
    try:
        phrase = HTTPStatus(page.status).phrase
    except ValueError:
        phrase = "Unknown"
    return StatusAndHeaders(f"{page.status} {phrase}", headers, protocol="HTTP/1.1")


def _id(name: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(_RECORDS, name)}>"
