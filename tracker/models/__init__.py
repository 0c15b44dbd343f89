"""Frozen values in the terms of treaty law, one type for each stage of the data flow.

Request → Response | NotModified → PrintedChart (as printed) → Chart (participants resolved)
→ Difference (between two charts) → Change (recorded and reported).
Dates are `datetime.date`; moments are aware `datetime` in UTC. The values do no I/O and contain no rules of law.
Import `records` (what the store returns) and `reports` as modules of their own, because few modules need them.
"""

from tracker.models.change import Change, Difference, Pending
from tracker.models.chart import Chart, Period, PrintedChart, PrintedRow, Row, Suspension, Totals, but, period_of
from tracker.models.failover import Failover
from tracker.models.provenance import Provenance, provenance_of
from tracker.models.statement import PrintedStatement, PrintedStatements, Statement, Territory, UnreadStatement
from tracker.models.times import day_at, iso, minute, moment, parse_day, parse_moment
from tracker.models.treaty import Limits, Threshold, Treaty
from tracker.models.vocabulary import (
    ARCHIVE,
    DATE_FIELDS,
    FLAG_LETTERS,
    LISTS_OF_STATEMENTS,
    STATEMENTS,
    STATEMENTS_IN_FRENCH,
    ChangeKind,
    ConsentKind,
    Decision,
    Field,
    Group,
    Listed,
    Nature,
    OnRecordFrom,
    Outcome,
    Practice,
    Reach,
    SourceState,
    Standing,
    StatementKind,
    TerritoryResult,
)
from tracker.models.wire import Capture, Media, NotModified, Request, Response, Validators

__all__ = [
    "ARCHIVE",
    "DATE_FIELDS",
    "FLAG_LETTERS",
    "LISTS_OF_STATEMENTS",
    "STATEMENTS",
    "STATEMENTS_IN_FRENCH",
    "Capture",
    "Change",
    "ChangeKind",
    "Chart",
    "ConsentKind",
    "Decision",
    "Difference",
    "Failover",
    "Field",
    "Group",
    "Limits",
    "Listed",
    "Media",
    "Nature",
    "NotModified",
    "OnRecordFrom",
    "Outcome",
    "Pending",
    "Period",
    "Practice",
    "PrintedChart",
    "PrintedRow",
    "PrintedStatement",
    "PrintedStatements",
    "Provenance",
    "Reach",
    "Request",
    "Response",
    "Row",
    "SourceState",
    "Standing",
    "Statement",
    "StatementKind",
    "Suspension",
    "Territory",
    "TerritoryResult",
    "Threshold",
    "Totals",
    "Treaty",
    "UnreadStatement",
    "Validators",
    "but",
    "day_at",
    "iso",
    "minute",
    "moment",
    "parse_day",
    "parse_moment",
    "period_of",
    "provenance_of",
]
