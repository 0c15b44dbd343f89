"""What the store hands out: one frozen type a table, and one factory a type."""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from tracker.errors import ErrorKind
from tracker.models import (
    Change,
    ChangeKind,
    ConsentKind,
    Decision,
    Field,
    Group,
    Listed,
    Nature,
    Outcome,
    Pending,
    Period,
    Reach,
    Row,
    SourceState,
    Statement,
    StatementKind,
    Territory,
    Threshold,
    Treaty,
    Validators,
    parse_moment,
)
from tracker.models.records import Delivery, Evidence, Feed, LogEntry, QuarantineItem, Snapshot, StoredStatement
from tracker.models.times import iso

if TYPE_CHECKING:
    from collections.abc import Iterable


def day(text: str | None) -> date | None:
    """A stored date."""
    return None if text is None else date.fromisoformat(text)


def instant(text: str | None) -> datetime | None:
    """A stored moment."""
    return None if text is None else parse_moment(text)


def feed_of(row: dict[str, Any]) -> Feed:
    """A row of `feed`."""
    return Feed(
        id=row["id"],
        treaty=row["treaty"],
        source=row["source"],
        state=SourceState(row["state"]),
        failures=row["failures"],
        last_checked_at=instant(row["last_checked_at"]),
        last_good_at=instant(row["last_good_at"]),
        last_error=row["last_error"],
        status_as_of=day(row["status_as_of"]),
        snapshot=row["snapshot"],
        evidence=row["evidence"],
        reading=row["reading"],
        validators=Validators(etag=row["etag"], last_modified=row["last_modified"]),
    )


def evidence_of(row: dict[str, Any]) -> Evidence:
    """A row of `evidence_item` joined with its feed and body."""
    return Evidence(
        id=row["id"],
        feed=row["feed"],
        treaty=row["treaty"],
        source=row["source"],
        sha256=row["sha256"],
        size=row["size"],
        url=row["url"],
        status=row["status"],
        headers=json.loads(row["headers"]),
        fetched_at=parse_moment(row["fetched_at"]),
        published_on=day(row["published_on"]),
        origin=row["origin"],
    )


def snapshot_of(row: dict[str, Any]) -> Snapshot:
    """A row of `snapshot` joined with its feed."""
    return Snapshot(
        id=row["id"],
        feed=row["feed"],
        treaty=row["treaty"],
        source=row["source"],
        evidence=row["evidence"],
        observed_at=parse_moment(row["observed_at"]),
        accepted_at=instant(row["accepted_at"]),
        published_on=day(row["published_on"]),
        status_as_of=day(row["status_as_of"]),
        bundled=bool(row["bundled"]),
        rows=row["row_count"],
    )


def quarantine_item_of(row: dict[str, Any]) -> QuarantineItem:
    """A row of `quarantine_item` joined with its feed."""
    return QuarantineItem(
        id=row["id"],
        feed=row["feed"],
        treaty=row["treaty"],
        source=row["source"],
        evidence=row["evidence"],
        kind=ErrorKind(row["kind"]),
        reason=row["reason"],
        read_at=parse_moment(row["read_at"]),
        decision=Decision(row["decision"]),
        decided_at=instant(row["decided_at"]),
    )


def log_entry_of(row: dict[str, Any]) -> LogEntry:
    """A row of `log`."""
    return LogEntry(
        id=row["id"],
        at=parse_moment(row["at"]),
        what=row["what"],
        feed=row["feed"],
        outcome=None if row["outcome"] is None else Outcome(row["outcome"]),
        evidence=row["evidence"],
        configuration=row["configuration"],
    )


def delivery_of(row: dict[str, Any]) -> Delivery:
    """A row of `outbox`."""
    return Delivery(
        id=row["id"],
        channel=row["channel"],
        change=row["change"],
        state=row["state"],
        queued_at=parse_moment(row["queued_at"]),
        attempts=row["attempts"],
        next_try_at=instant(row["next_try_at"]),
        delivered_at=instant(row["delivered_at"]),
        failing_since=instant(row["failing_since"]),
        last_error=row["last_error"],
    )


def change_of(row: dict[str, Any]) -> Change:
    """A row of `change`."""
    return Change(
        id=row["id"],
        detected_at=parse_moment(row["detected_at"]),
        treaty=row["treaty"],
        participant=row["participant"],
        name=row["name"],
        kind=ChangeKind(row["kind"]),
        nature=Nature(row["nature"]),
        field=Field(row["field"]),
        before=row["before"],
        after=row["after"],
        effective_on=day(row["effective_on"]),
        source=row["source"],
        snapshot=row["snapshot"],
        previous_snapshot=row["previous_snapshot"],
        summary=row["summary"],
        rule=row["rule"],
        left_on=day(row["left_on"]),
        published_on=day(row["published_on"]),
    )


def pending_of(row: dict[str, Any]) -> Pending:
    """A row of `pending`."""
    return Pending(
        participant=row["participant"] or None,
        field=Field(row["field"]),
        before=row["before"],
        since=parse_moment(row["since"]),
        bundled=bool(row["bundled"]),
    )


def treaty_of(row: dict[str, Any]) -> Treaty:
    """A row of `treaty`."""
    return Treaty(
        id=row["id"],
        number=row["number"],
        name=row["name"],
        opened_on=day(row["opened_on"]),
        blank_non_member_invited=bool(row["blank_non_member_invited"]),
        by_invitation=bool(row["by_invitation"]),
        threshold=_threshold(row),
        months_after_consent=row["months_after_consent"],
        days_after_threshold=row["days_after_threshold"],
        days_after_consent=row["days_after_consent"],
        parent=row["parent"],
        sources=tuple(json.loads(row["sources"])),
        seat=row["seat"],
    )


def _threshold(row: dict[str, Any]) -> Threshold | None:
    if row["needed"] is None:
        return None
    return Threshold(needed=row["needed"], members=row["members"], organisations=bool(row["organisations"]))


def stored_statement_of(row: dict[str, Any], territories: Iterable[dict[str, Any]]) -> StoredStatement:
    """A row of `statement` joined with its feed, and its rows of `territory`."""
    return StoredStatement(
        id=row["id"],
        key=row["key"],
        treaty=row["treaty"],
        statement=Statement(
            participant=row["participant"],
            name=row["name"],
            kind=StatementKind(row["kind"]),
            nature=row["nature"],
            article=row["article"],
            order=row["ord"],
            text=row["text"],
            html=row["html"],
            deposited_on=day(row["deposited_on"]),
            effective_on=day(row["effective_on"]),
            withdrawn_on=day(row["withdrawn_on"]),
            territories=tuple(_territory(found) for found in territories),
        ),
        articles=tuple(json.loads(row["articles"])),
        observed_at=parse_moment(row["observed_at"]),
        replaced_at=instant(row["replaced_at"]),
        evidence=row["evidence"],
        bundled=bool(row["bundled"]),
    )


def _territory(row: dict[str, Any]) -> Territory:
    return Territory(
        name=row["name"], reach=Reach(row["reach"]), from_on=day(row["from_on"]), until_on=day(row["until_on"])
    )


def record_of_statement(statement: Statement) -> dict[str, Any]:
    """What `statement` stores of a statement, its territories apart."""
    return {
        "participant": statement.participant,
        "name": statement.name,
        "kind": statement.kind,
        "nature": statement.nature,
        "article": statement.article,
        "articles": json.dumps(_articles(statement.article), ensure_ascii=False),
        "ord": statement.order,
        "text": statement.text,
        "html": statement.html,
        "deposited_on": iso(statement.deposited_on),
        "effective_on": iso(statement.effective_on),
        "withdrawn_on": iso(statement.withdrawn_on),
    }


def _articles(printed: str | None) -> list[str]:
    """The numbers of the articles that a printed one names: `5, 7(9)(a)` → 5, 7."""
    from tracker.statements.articles import places  # with all that is known of statements: only where one is stored

    return list(dict.fromkeys(place[0] for place in places(printed or "")))


_ROW_DATES = ("signed_on", "consent_on", "in_force_on", "denounced_on", "left_on", "suspended_on")
_PERIOD_DATES = ("signed_on", "consent_on", "in_force_on", "denounced_on", "left_on")


def row_of(stored: dict[str, Any]) -> Row:
    """A row of `row_version`."""
    return Row(
        participant=stored["participant"],
        name=stored["name"],
        code=stored["code"],
        group=None if stored["grp"] is None else Group(stored["grp"]),
        consent_kind=None if stored["consent_kind"] is None else ConsentKind(stored["consent_kind"]),
        invited=None if stored["invited"] is None else bool(stored["invited"]),
        flags=frozenset(stored["flags"]),
        flags_known=frozenset(stored["flags_known"]),
        known=_fields(stored["known"]),
        listed=None if stored["listed"] is None else Listed(stored["listed"]),
        notes=tuple(_list(stored["notes"])),
        former=tuple(_period(period) for period in _list(stored["former"])),
        extra=tuple((key, value) for key, value in _list(stored["extra"])),
        **{name: day(stored[name]) for name in _ROW_DATES},
    )


@cache
def _fields(names: str) -> frozenset[Field]:
    return frozenset(Field(name) for name in names.split(",") if name)


def _list(text: str) -> list[Any]:
    return [] if text == "[]" else list(json.loads(text))  # nearly all are empty


def _period(stored: dict[str, str]) -> Period:
    kind = stored.get("consent_kind")
    return Period(
        consent_kind=None if kind is None else ConsentKind(kind),
        **{name: day(stored.get(name)) for name in _PERIOD_DATES},
    )


def record_of_row(row: Row) -> dict[str, Any]:
    """What `row_version` stores of a row; the inverse of `row_of`."""
    return {
        "participant": row.participant,
        "name": row.name,
        "code": row.code,
        "grp": row.group,
        "consent_kind": row.consent_kind,
        "invited": None if row.invited is None else int(row.invited),
        "flags": "".join(sorted(row.flags)),
        "flags_known": "".join(sorted(row.flags_known)),
        "known": ",".join(sorted(row.known)),
        "listed": row.listed,
        "notes": json.dumps(row.notes),
        "former": json.dumps([_record_of_period(period) for period in row.former]),
        "extra": json.dumps(row.extra),
        **{name: None if (when := getattr(row, name)) is None else when.isoformat() for name in _ROW_DATES},
    }


def _record_of_period(period: Period) -> dict[str, str]:
    dates = {name: when.isoformat() for name in _PERIOD_DATES if (when := getattr(period, name))}
    return dates | ({"consent_kind": period.consent_kind.value} if period.consent_kind else {})
