"""`tracker serve` in a process of its own, and what tests put into its database."""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import requests

from tracker.models import STATEMENTS, Statement, StatementKind
from tracker.models.records import ListedStatement
from tracker.statements import article_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from db.store import Store


NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Served:
    """A running server and the file that it shows."""

    address: str
    database: Path
    process: subprocess.Popen[str]

    def get(self, path: str, **more: Any) -> requests.Response:
        """What it answers."""
        return requests.get(f"{self.address}{path}", timeout=60, **more)

    def ask(self, sql: str) -> tuple[int, list[list[Any]]]:
        """The status and the rows that it answers SQL with."""
        answer = self.get(f"db/tracker.json?{urlencode({'sql': sql, '_shape': 'arrays'})}")
        if answer.status_code == 503:  # from the front: the process of the tables is starting again
            return 503, []
        return answer.status_code, answer.json().get("rows", [])


def statement(participant: str, name: str, article: str, text: str) -> Statement:
    """A reservation."""
    return Statement(
        participant=participant,
        name=name,
        kind=StatementKind.RESERVATION,
        nature="Reservation",
        article=article,
        order=1,
        text=text,
        html=f"<p>{text}</p>",
        effective_on=date(2023, 8, 10),
    )


def add_statements(store: Store, *stand: Statement) -> None:
    """What stands of the Second Protocol from now on."""
    with store.transaction():
        feed = store.treaties.document_feed("cets-224", STATEMENTS)
        store.statements.replace(
            feed.id,
            [ListedStatement(statement=one, articles=article_numbers(one.article)) for one in stand],
            at=NOW,
            evidence=None,
        )


@contextmanager
def serving(database: Path, *options: str, site: Path | None = None, code: str | None = None) -> Iterator[Served]:
    """A server of its own on a free port; `code` runs it otherwise than the command does."""
    code = WITH_SITE if site else code
    with subprocess.Popen(
        [sys.executable, "-c", code, str(database), str(site)]
        if code
        else [sys.executable, "-m", "tracker", "--db", str(database), "serve", "--port", "0", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        assert said.startswith("http://"), process.stderr and process.stderr.read()
        # a full pipe would hold it up
        reader = threading.Thread(target=lambda: process.stderr and process.stderr.read(), daemon=True)
        reader.start()
        try:
            yield Served(said.split()[0], database, process)
        finally:
            process.kill()
            reader.join()


WITH_SITE = """
import sys
from pathlib import Path
from jobs.publish.serve import serve
serve(Path(sys.argv[1]), host="127.0.0.1", port=0, ready=lambda a: print(a, flush=True), site=Path(sys.argv[2]))
"""

#: With one second for the whole of a request, instead of ten.
IMPATIENT = """
import sys
from pathlib import Path
from jobs.publish.serve import serve
from jobs.publish.web import protocol
protocol._REQUEST = 1.0
serve(Path(sys.argv[1]), host="127.0.0.1", port=0, ready=lambda a: print(a, flush=True))
"""
