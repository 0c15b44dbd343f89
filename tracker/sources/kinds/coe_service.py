"""The kind `coe-service`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import msgspec

from tracker.language import N_, Language
from tracker.models import Media
from tracker.sources.kind import SourceKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.models import PrintedChart, Request
    from tracker.sources.kind import Settings


class CoeService(SourceKind, frozen=True, kw_only=True):
    """The Treaty Office's JSON data service. It also lists statements and treaties."""

    name: ClassVar[str] = "coe-service"
    label: ClassVar[str] = N_("the Treaty Office's data service")
    publisher: ClassVar[str] = N_("the Treaty Office")
    short_label: ClassVar[str] = N_("the chart")
    media: ClassVar[Media] = Media.JSON
    usual_names: ClassVar[bool] = True
    fills_history: ClassVar[bool] = True

    api_url: str
    page_url: str  # the page of the service's own app, which shows the current key
    api_key: str = ""  # the public, anonymous key; empty: taken from the page

    def with_key(self, key: str) -> CoeService:
        """The same service with another key."""
        return msgspec.structs.replace(self, api_key=key)

    def at(self, api_url: str, key: str) -> CoeService:
        """The same service at another address, with another key."""
        return msgspec.structs.replace(self, api_url=api_url, api_key=key)

    def request(self, number: str) -> Request:
        """The request for the chart of one treaty."""
        from tracker.sources.coe import service

        return service.request(api_url=self.api_url, page_url=self.page_url, api_key=self.api_key, number=number)

    def statements_request(self, number: str, language: Language = Language.ENGLISH) -> Request:
        """The request for the statements to one treaty, in a language."""
        from tracker.sources.coe import statements

        return statements.request(
            api_url=self.api_url, page_url=self.page_url, api_key=self.api_key, number=number, language=language
        )

    @staticmethod
    def parse(body: bytes, charset: str | None, number: str | None) -> PrintedChart:  # noqa: ARG004 - JSON is UTF-8
        """The chart as printed."""
        from tracker.sources.coe import service

        return service.parse(body, number)


def services_in(sources: Mapping[str, Settings]) -> dict[str, CoeService]:
    """The sources of this kind, by name."""
    return {name: source for name, source in sources.items() if isinstance(source, CoeService)}
