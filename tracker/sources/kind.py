"""The base class of all kinds of source. Each kind is a class in `tracker/sources/kinds` and a line in `registry`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote

import msgspec

from tracker.models import Media, Request

if TYPE_CHECKING:
    from tracker.models import PrintedChart


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The settings that every source has. Values only: `tracker.config` checks them."""

    name: ClassVar[str]  # of the kind, as the configuration writes it

    grace: str = "0s"  # how long the source may lag
    terms_accepted: str = ""  # the operator's note: who accepted the terms, when and why


class SourceKind(Settings, frozen=True, kw_only=True):
    """A kind of page. Class constants are true of every such page; an instance holds the settings of one source.

    A subclass names its settings as fields, sets `name`, `label`, `short_label` and `media`, and defines `request`
    and `parse`. It imports BeautifulSoup and lxml inside `parse`, because every command imports the registry.
    """

    label: ClassVar[str]  # the source in words: "the Treaty Office's chart"
    publisher: ClassVar[str] = "the depositary"  # whose page it is
    short_label: ClassVar[str]  # in a sentence about a change: "the chart"
    media: ClassVar[Media]

    stamped: ClassVar[bool] = False  # the page prints its status day
    usual_names: ClassVar[bool] = False  # it prints the Council of Europe's names, in English
    own_numbers: ClassVar[bool] = False  # the source does not use the Council of Europe's treaty numbers
    fills_history: ClassVar[bool] = False  # `tracker backfill` accepts saved copies of it
    terms: ClassVar[str | None] = None  # what its terms allow, if an operator must accept them in writing
    number_form: ClassVar[str | None] = None  # the pattern of its treaty numbers; None: not checked
    number_example: ClassVar[str] = ""
    drawn: ClassVar[bool] = False  # JavaScript draws the page: it is read in a browser, and `misses` says when

    def request(self, number: str) -> Request:
        """The request for the chart of one treaty."""
        raise NotImplementedError

    @staticmethod
    def parse(body: bytes, charset: str | None, number: str | None) -> PrintedChart:
        """Read the chart as printed. `number` is that of the requested treaty, or None. Raises ParseError."""
        raise NotImplementedError

    @staticmethod
    def misses(body: bytes) -> str | None:  # noqa: ARG004 - a page that is not drawn is complete when it arrives
        """What a page that is being drawn (UTF-8) still misses, in words; None once it is complete.

        Raises ParseError for a page that `parse` would refuse.
        """
        return None


class PageKind(SourceKind, frozen=True, kw_only=True):
    """A kind of which each chart has its own address."""

    url: str  # {number} is filled in

    def request(self, number: str) -> Request:
        """A plain GET of the address."""
        return Request(url=self.url.replace("{number}", quote(number)), expects=self.media)
