"""The kinds of document that are read for a treaty: its charts, and its list of statements.

How a document is parsed is imported only when one is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from tracker.models import STATEMENTS

if TYPE_CHECKING:
    from jobs.context import Pass
    from jobs.ingest.fetching import Reader
    from jobs.ingest.subject import Received, Recordable, Subject
    from tracker.models import NotModified, Response, Treaty, Validators
    from tracker.models.records import Feed


class Document(Protocol):
    """A kind of document: which feed it has, how it is fetched and parsed."""

    def feed(self, run: Pass, treaty: Treaty, source: str, /) -> Feed:
        """The feed of the document that a source gives for a treaty."""
        ...

    def fetch(
        self, reader: Reader, treaty: Treaty, source: str, validators: Validators | None, /
    ) -> Response | NotModified:
        """Ask the source for it. Raises FetchError."""
        ...

    def nothing_waits(self, run: Pass, feed: Feed, /) -> bool:
        """The bytes accepted last, read again, would say nothing new. Asked only of feeds that stand on evidence."""
        ...

    def parse(self, run: Pass, received: Received, /) -> Subject[Recordable]:
        """Read what was received, fit to be judged. Raises ParseError."""
        ...

    def parse_again(self, run: Pass, received: Received, /) -> Subject[Recordable]:
        """Read bytes that were believed, as the log says. Raises ParseError."""
        ...


@dataclass(frozen=True, slots=True)
class Chart:
    """The chart of signatures and ratifications that a source gives for a treaty."""

    def feed(self, run: Pass, treaty: Treaty, source: str) -> Feed:
        """Each source of a treaty has a feed of its own."""
        return run.store.treaties.feed(treaty.id, source)

    def fetch(
        self, reader: Reader, treaty: Treaty, source: str, validators: Validators | None
    ) -> Response | NotModified:
        """Ask the source for its page. Raises FetchError."""
        return reader.read(treaty, source, validators)

    def nothing_waits(self, run: Pass, feed: Feed) -> bool:
        """No value waits to be confirmed, and the baseline was read from a page."""
        assert feed.snapshot is not None  # noqa: S101 - asked only of feeds that have a baseline
        return not run.store.charts.pending(feed.id) and not run.store.charts.snapshot(feed.snapshot).bundled

    def parse(self, run: Pass, received: Received) -> Subject[Recordable]:
        """The chart on the page, of the treaty asked for and no older than the last. Raises ParseError."""
        from jobs.ingest.charts import ParsedChart
        from jobs.ingest.parsing import parse_chart

        return ParsedChart(received=received, chart=parse_chart(run.moved_to(received.read_at), received))

    def parse_again(self, run: Pass, received: Received) -> Subject[Recordable]:
        """The chart on the page, whatever its treaty and day. Raises ParseError."""
        from jobs.ingest.charts import ParsedChart
        from jobs.ingest.parsing import parse_chart_again

        return ParsedChart(received=received, chart=parse_chart_again(run.moved_to(received.read_at), received))


@dataclass(frozen=True, slots=True)
class ListOfStatements:
    """The list of reservations, declarations, … to a treaty, which a source of kind coe-service gives."""

    def feed(self, run: Pass, treaty: Treaty, _: str) -> Feed:
        """A treaty has one list, whatever source gives it."""
        return run.store.treaties.document_feed(treaty.id, STATEMENTS)

    def fetch(
        self, reader: Reader, treaty: Treaty, source: str, validators: Validators | None
    ) -> Response | NotModified:
        """Ask the service for the list. Raises FetchError."""
        return reader.read_statements(treaty, source, validators)

    def nothing_waits(self, run: Pass, feed: Feed) -> bool:
        """No difference waits to be confirmed."""
        return not run.store.statements.pending(feed.id)

    def parse(self, run: Pass, received: Received) -> Subject[Recordable]:
        """The statements in the list. Raises ParseError."""
        from jobs.ingest.statements import parse_statements

        return parse_statements(run, received)

    def parse_again(self, run: Pass, received: Received) -> Subject[Recordable]:
        """The same: nothing but the bytes is asked. Raises ParseError."""
        return self.parse(run, received)


CHART = Chart()
LIST_OF_STATEMENTS = ListOfStatements()


def document_of(feed: Feed) -> Document:
    """The kind of document that a feed gives."""
    return LIST_OF_STATEMENTS if feed.source == STATEMENTS else CHART
