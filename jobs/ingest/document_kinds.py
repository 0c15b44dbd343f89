"""The kinds of document that are read for a treaty: its charts, and its list of statements, in French too if asked.

The parsers are imported only when a document is parsed: most checks find unchanged bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from tracker.language import Language
from tracker.models import STATEMENTS, STATEMENTS_IN_FRENCH

if TYPE_CHECKING:
    from jobs.context import Pass
    from jobs.ingest.fetching import Reader
    from jobs.ingest.subject import Received, Recordable, Subject
    from tracker.models import NotModified, Response, Treaty, Validators
    from tracker.models.records import Feed


class Document(Protocol):
    """A kind of document: its feed, how it is fetched and how it is parsed."""

    def feed(self, run: Pass, treaty: Treaty, source: str, /) -> Feed:
        """The feed of the document that a source gives for a treaty."""
        ...

    def fetch(
        self, reader: Reader, treaty: Treaty, source: str, validators: Validators | None, /
    ) -> Response | NotModified:
        """Fetch it from the source. Raises FetchError."""
        ...

    def nothing_waits(self, run: Pass, feed: Feed, /) -> bool:
        """True if reading the bytes accepted last again would give nothing new. Only for feeds with evidence."""
        ...

    def parse(self, run: Pass, received: Received, /) -> Subject[Recordable]:
        """Parse a document that is to be judged. Raises ParseError."""
        ...

    def parse_again(self, run: Pass, received: Received, /) -> Subject[Recordable]:
        """Parse bytes that were believed before, as the log says. Raises ParseError."""
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
        """Fetch the source's page. Raises FetchError."""
        return reader.read(treaty, source, validators)

    def nothing_waits(self, run: Pass, feed: Feed) -> bool:
        """True if no value waits to be confirmed and the baseline is not a bundled list."""
        assert feed.snapshot is not None  # noqa: S101 - asked only of feeds that have a baseline
        return not run.store.charts.pending(feed.id) and not run.store.charts.snapshot(feed.snapshot).bundled

    def parse(self, run: Pass, received: Received) -> Subject[Recordable]:
        """The chart on the page. Raises ParseError, also for another treaty or a chart older than the last."""
        from jobs.ingest.charts import ParsedChart
        from jobs.ingest.parsing import parse_chart

        return ParsedChart(received=received, chart=parse_chart(run.moved_to(received.read_at), received))

    def parse_again(self, run: Pass, received: Received) -> Subject[Recordable]:
        """The chart on the page, whatever its treaty and its day. Raises ParseError."""
        from jobs.ingest.charts import ParsedChart
        from jobs.ingest.parsing import parse_chart_again

        return ParsedChart(received=received, chart=parse_chart_again(run.moved_to(received.read_at), received))


@dataclass(frozen=True, slots=True)
class ListOfStatements:
    """The list of reservations, declarations, … to a treaty, from a source of kind coe-service."""

    def feed(self, run: Pass, treaty: Treaty, _: str) -> Feed:
        """A treaty has one list, whatever source it comes from."""
        return run.store.treaties.document_feed(treaty.id, STATEMENTS)

    def fetch(
        self, reader: Reader, treaty: Treaty, source: str, validators: Validators | None
    ) -> Response | NotModified:
        """Fetch the list from the service. Raises FetchError."""
        return reader.read_statements(treaty, source, validators, Language.ENGLISH)

    def nothing_waits(self, run: Pass, feed: Feed) -> bool:
        """True if no difference waits to be confirmed."""
        return not run.store.statements.pending(feed.id)

    def parse(self, run: Pass, received: Received) -> Subject[Recordable]:
        """The statements in the list. Raises ParseError, also for another language."""
        from jobs.ingest.statements import parse_statements

        return parse_statements(run, received)

    def parse_again(self, run: Pass, received: Received) -> Subject[Recordable]:
        """The statements in the list, in whatever language. Raises ParseError."""
        from jobs.ingest.statements import parse_statements_again

        return parse_statements_again(run, received)


@dataclass(frozen=True, slots=True)
class ListInFrench:
    """The same list in French: the texts of statements that the other list has. It gives no changes."""

    def feed(self, run: Pass, treaty: Treaty, _: str) -> Feed:
        """A treaty has one list in French, whatever source it comes from."""
        return run.store.treaties.document_feed(treaty.id, STATEMENTS_IN_FRENCH)

    def fetch(
        self, reader: Reader, treaty: Treaty, source: str, validators: Validators | None
    ) -> Response | NotModified:
        """Fetch the list in French from the service. Raises FetchError."""
        return reader.read_statements(treaty, source, validators, Language.FRENCH)

    def nothing_waits(self, *_: object) -> bool:
        """True: nothing of it waits for a second read."""
        return True

    def parse(self, run: Pass, received: Received) -> Subject[Recordable]:
        """The texts in the list. Raises ParseError, also for another language."""
        from jobs.ingest.french import parse_french

        return parse_french(run, received)

    def parse_again(self, run: Pass, received: Received) -> Subject[Recordable]:
        """The texts in the list, in whatever language its names are. Raises ParseError."""
        from jobs.ingest.french import parse_french_again

        return parse_french_again(run, received)


CHART = Chart()
LIST_OF_STATEMENTS = ListOfStatements()
LIST_IN_FRENCH = ListInFrench()


def document_of(feed: Feed) -> Document:
    """The kind of document of a feed."""
    if feed.source == STATEMENTS_IN_FRENCH:
        return LIST_IN_FRENCH
    return LIST_OF_STATEMENTS if feed.source == STATEMENTS else CHART
