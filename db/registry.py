"""What every table of the schema is: derived from the log and the evidence, evidence itself, or state of the service.

`tests/db/test_registry.py` fails if a table of the schema is missing here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """DERIVED: the replay of the log gives it again. EVIDENCE: a source of truth; nothing else gives it. STATE: what
    the service needs to go on, and no history."""

    DERIVED = "derived"
    EVIDENCE = "evidence"
    STATE = "state"


ROLES = {
    "body": Role.EVIDENCE,
    "evidence_item": Role.EVIDENCE,
    "log": Role.EVIDENCE,
    "configuration": Role.EVIDENCE,
    "quarantine_item": Role.EVIDENCE,
    "depositary_reference": Role.EVIDENCE,
    "statement_slot": Role.EVIDENCE,
    "capture": Role.EVIDENCE,
    "treaty": Role.DERIVED,
    "feed": Role.DERIVED,
    "snapshot": Role.DERIVED,
    "row_version": Role.DERIVED,
    "change": Role.DERIVED,
    "pending": Role.DERIVED,
    "effect": Role.DERIVED,
    "statement": Role.DERIVED,
    "territory": Role.DERIVED,
    "statement_pending": Role.DERIVED,
    "statement_unread": Role.DERIVED,
    "statement_french": Role.DERIVED,
    "statement_search": Role.DERIVED,  # the full-text index, with the tables that FTS5 keeps for it
    "statement_search_config": Role.DERIVED,
    "statement_search_data": Role.DERIVED,
    "statement_search_docsize": Role.DERIVED,
    "statement_search_idx": Role.DERIVED,
    "by_rule_standing": Role.DERIVED,
    "by_rule_bound": Role.DERIVED,
    "by_rule_figures": Role.DERIVED,
    "by_rule_due": Role.STATE,
    "outbox": Role.STATE,
    "notice": Role.STATE,
    "memory": Role.STATE,
    "job_run": Role.STATE,
    "tally": Role.STATE,
    "_sqlite_migrations": Role.STATE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """A derived table: the columns that identify a row in the record and in the replay, and those that are not derived.

    `numbered`: its id is a number that nothing refers to. A program version that derives more or fewer rows gives other
    numbers to all rows after them, which is one difference and not one of each row.
    """

    table: str
    key: tuple[str, ...]
    kept: tuple[str, ...] = ()
    numbered: bool = False


#: The seal of a row (`db/seals.py`): each connection makes it anew when it writes the row.
SEAL = "seal"

#: Tables that are emptied and filled again, in an order in which foreign keys allow deleting them.
REFILLED = (
    Derived(table="pending", key=("feed", "participant", "field")),
    Derived(table="effect", key=("treaty", "participant", "field")),
    Derived(table="change", key=("id",), kept=(SEAL,)),
    Derived(table="row_version", key=("from_snapshot", "feed", "participant"), numbered=True),
    Derived(table="snapshot", key=("id",)),
    Derived(table="statement_pending", key=("id",)),
    Derived(table="statement_unread", key=("feed", "place")),
    Derived(table="statement_french", key=("id",)),
    Derived(table="territory", key=("statement",)),
    Derived(table="statement", key=("id",)),
)

#: Tables that follow from the others by the law: worked out again before a transaction ends (`db/deriving.py`).
BY_RULE = (
    Derived(table="by_rule_standing", key=("treaty", "participant", "from_on")),
    Derived(table="by_rule_bound", key=("treaty", "participant", "from_on")),
    Derived(table="by_rule_figures", key=("treaty", "day")),
)

#: Of `feed`: what a rebuild keeps. Validators are what a server last said; an alert was sent, or not.
KEPT_OF_FEED = ("etag", "last_modified", "alerted_at")

#: Tables whose rows stay in a replay, and get the values that it gives.
UPDATED = (
    Derived(table="feed", key=("id",), kept=(*KEPT_OF_FEED, SEAL)),
    Derived(table="treaty", key=("id",), kept=(SEAL,)),
)
