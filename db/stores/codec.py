"""Conversions that several stores share: dates, moments, and a chart's row as `row_version` stores it."""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import cache
from typing import Any

from tracker.models import ConsentKind, Field, Group, Listed, Period, Row, Suspension, parse_moment
from tracker.models.times import iso


def day(text: str | None) -> date | None:
    """A stored date (ISO) as a `date`."""
    return None if text is None else date.fromisoformat(text)


def instant(text: str | None) -> datetime | None:
    """A stored moment (ISO, UTC) as a `datetime`."""
    return None if text is None else parse_moment(text)


_ROW_DATES = ("signed_on", "consent_on", "in_force_on", "denounced_on", "left_on", "suspended_on")
_PERIOD_DATES = ("signed_on", "consent_on", "in_force_on", "denounced_on", "left_on")


def row_of(stored: dict[str, Any]) -> Row:
    """The chart row that a row of `row_version` stores."""
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
        suspensions=tuple(_suspension(*days) for days in _list(stored["suspensions"])),
        extra=tuple((key, value) for key, value in _list(stored["extra"])),
        rule_decides=False,  # never stored
        **{name: day(stored[name]) for name in _ROW_DATES},
    )


@cache
def _fields(names: str) -> frozenset[Field]:
    return frozenset(Field(name) for name in names.split(",") if name)


def _list(text: str) -> list[Any]:
    return [] if text == "[]" else list(json.loads(text))  # nearly all are empty: skip the parser


def _period(stored: dict[str, str]) -> Period:
    kind = stored.get("consent_kind")
    return Period(
        consent_kind=None if kind is None else ConsentKind(kind),
        rule_decides=False,
        **{name: day(stored.get(name)) for name in _PERIOD_DATES},
    )


def _suspension(suspended_on: str, until_on: str) -> Suspension:
    return Suspension(suspended_on=date.fromisoformat(suspended_on), until_on=date.fromisoformat(until_on))


def record_of_row(row: Row) -> dict[str, Any]:
    """The columns of `row_version` for a chart row; the inverse of `row_of`."""
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
        "suspensions": json.dumps([[iso(each.suspended_on), iso(each.until_on)] for each in row.suspensions]),
        "extra": json.dumps(row.extra),
        **{name: None if (when := getattr(row, name)) is None else when.isoformat() for name in _ROW_DATES},
    }


def _record_of_period(period: Period) -> dict[str, str]:
    dates = {name: when.isoformat() for name in _PERIOD_DATES if (when := getattr(period, name))}
    return dates | ({"consent_kind": period.consent_kind.value} if period.consent_kind else {})
