"""What a kind of source is. Each kind is one class in `tracker/sources/kinds`, and one line in `registry`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote

import msgspec

from tracker.models import Media, Request

if TYPE_CHECKING:
    from tracker.models import PrintedChart


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the configuration says of any source. Values only: `config` checks them."""

    name: ClassVar[str]  # of the kind, as the configuration writes it

    grace: str = "0s"  # how long the source may lag
    terms_accepted: str = ""  # a note of the operator: who accepted them, when and why


class SourceKind(Settings, frozen=True, kw_only=True):
    """A kind of page. The class holds what is true of every such page; an instance holds one source's settings.

    A subclass names its settings as fields, sets the first four constants, and defines `request` and `parse`. It
    imports BeautifulSoup and lxml inside `parse`, because every command imports the registry.
    """

    label: ClassVar[str]  # the source in words: "the Treaty Office's chart"
    short_label: ClassVar[str]  # in a sentence about a change: "the chart"
    media: ClassVar[Media]

    stamped: ClassVar[bool] = False  # the page prints a status-as-of of its own
    own_numbers: ClassVar[bool] = False  # the source numbers treaties otherwise than the Council of Europe
    fills_history: ClassVar[bool] = False  # `tracker backfill` takes saved copies of it
    terms: ClassVar[str | None] = None  # what its terms allow, if an operator must accept them in writing
    number_form: ClassVar[str | None] = None  # a pattern of the numbers it has; None: not checked
    number_example: ClassVar[str] = ""

    def request(self, number: str) -> Request:
        """What to ask for the chart of one treaty."""
        raise NotImplementedError

    @staticmethod
    def parse(body: bytes, charset: str | None, number: str | None) -> PrintedChart:
        """The chart as printed. `number` is the treaty asked for, if one was. Raises ParseError."""
        raise NotImplementedError


class PageKind(SourceKind, frozen=True, kw_only=True):
    """A kind whose charts have one address each."""

    url: str  # {number} is filled in

    def request(self, number: str) -> Request:
        """A plain GET of the address."""
        return Request(url=self.url.replace("{number}", quote(number)), expects=self.media)
