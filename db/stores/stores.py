"""All stores of one database."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from db.stores.archive import Archive
from db.stores.by_rule import ByRule
from db.stores.captures import Captures
from db.stores.changes import Changes
from db.stores.charts import Charts
from db.stores.decisions import Decisions
from db.stores.french import FrenchTexts
from db.stores.job_runs import JobRuns
from db.stores.log import Log
from db.stores.memory import Memory
from db.stores.outbox import Outbox
from db.stores.references import References
from db.stores.slots import Slots
from db.stores.statements import Statements
from db.stores.treaties import Treaties

if TYPE_CHECKING:
    from collections.abc import Iterator

    from db.connection import Database


class Stores:
    """One store for each subject; all share one connection."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.treaties = Treaties(database)
        self.log = Log(database)
        self.archive = Archive(database)
        self.captures = Captures(database)
        self.charts = Charts(database)
        self.changes = Changes(database)
        self.decisions = Decisions(database)
        self.outbox = Outbox(database)
        self.job_runs = JobRuns(database)
        self.references = References(database)
        self.slots = Slots(database)
        self.statements = Statements(database)
        self.french = FrenchTexts(database)
        self.memory = Memory(database)
        self.by_rule = ByRule(database)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read everything inside from one consistent snapshot, whatever other processes write. Nothing is written."""
        with self.database.reading():
            yield
