"""The kind `verdragenbank-xml`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tracker.language import N_
from tracker.models import Media
from tracker.sources.kind import PageKind

if TYPE_CHECKING:
    from tracker.models import PrintedChart


class VerdragenbankXml(PageKind, frozen=True, kw_only=True):
    """The Dutch Treaty Database: an independent register, with treaty numbers of its own."""

    name: ClassVar[str] = "verdragenbank-xml"
    label: ClassVar[str] = N_("the Dutch Treaty Database")
    publisher: ClassVar[str] = N_("the Dutch Government")
    short_label: ClassVar[str] = N_("the Dutch Treaty Database")
    media: ClassVar[Media] = Media.XML
    own_numbers: ClassVar[bool] = True

    grace: str = "60d"  # it lagged by up to 41 days (docs/sources.md#dutch-register)

    @staticmethod
    def parse(body: bytes, charset: str | None, number: str | None) -> PrintedChart:  # noqa: ARG004 - XML names both
        """The parties as printed."""
        from tracker.sources import verdragenbank

        return verdragenbank.parse(body)
