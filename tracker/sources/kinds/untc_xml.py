"""The kind `untc-xml`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote

from tracker.language import N_
from tracker.models import Media, Request
from tracker.sources.kind import SourceKind

if TYPE_CHECKING:
    from tracker.models import PrintedChart

_FIRST_VOLUME = frozenset(["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"])


class UntcXml(SourceKind, frozen=True, kw_only=True):
    """The United Nations Treaty Collection. Its terms require a decision by the operator (docs/sources.md#un)."""

    name: ClassVar[str] = "untc-xml"
    label: ClassVar[str] = N_("the United Nations Treaty Collection")
    publisher: ClassVar[str] = N_("the United Nations")
    short_label: ClassVar[str] = N_("the United Nations Treaty Collection")
    media: ClassVar[Media] = Media.XML
    own_numbers: ClassVar[bool] = True
    terms: ClassVar[str | None] = "personal, non-commercial use and no derivative works"
    #: Chapter in Roman numerals, then the place there (XVIII-16, XXVII-7-d, XI-A-1).
    number_form: ClassVar[str | None] = r"[IVXL]+(?:-[A-Za-z0-9]+)+"
    number_example: ClassVar[str] = "XVIII-16"

    url: str  # {number}, {chapter} and {volume} are filled in

    def request(self, number: str) -> Request:
        """The request for a treaty's export. Chapters I to XII are in Volume I."""
        chapter = number.partition("-")[0]
        volume = "I" if chapter in _FIRST_VOLUME else "II"
        url = self.url
        for key, text in (("number", number), ("chapter", chapter), ("volume", volume)):
            url = url.replace(f"{{{key}}}", quote(text, safe=""))
        return Request(url=url, expects=self.media)

    @staticmethod
    def parse(body: bytes, charset: str | None, number: str | None) -> PrintedChart:  # noqa: ARG004 - XML names it
        """The participants as printed."""
        from tracker.sources import untc

        return untc.parse(body, number)
