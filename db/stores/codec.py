"""Conversions that several stores share: dates, moments, and a chart's row as `row_version` stores it."""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from tracker.models import ConsentKind, Field, Group, Listed, Period, Row, Suspension, parse_moment
from tracker.models.times import iso

if TYPE_CHECKING:
    from collections.abc import Callable


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
    kind, group, invited, listed = stored["consent_kind"], stored["grp"], stored["invited"], stored["listed"]
    notes, former, suspensions = stored["notes"], stored["former"], stored["suspensions"]
    extra = stored["extra"]
    return Row(
        participant=stored["participant"],
        name=stored["name"],
        code=stored["code"],
        group=None if group is None else _group(group),
        signed_on=day(stored["signed_on"]),
        consent_on=day(stored["consent_on"]),
        consent_kind=None if kind is None else _consent_kind(kind),
        in_force_on=day(stored["in_force_on"]),
        denounced_on=day(stored["denounced_on"]),
        left_on=day(stored["left_on"]),
        suspended_on=day(stored["suspended_on"]),
        invited=None if invited is None else bool(invited),
        known=_fields(stored["known"]),
        flags=_letters(stored["flags"]),
        flags_known=_letters(stored["flags_known"]),
        # nearly all four are empty: skip the parser
        notes=() if notes == "[]" else tuple(_list(notes)),
        listed=None if listed is None else Listed(listed),
        former=() if former == "[]" else tuple([_period(period) for period in _list(former)]),
        suspensions=() if suspensions == "[]" else tuple([_suspension(*days) for days in _list(suspensions)]),
        extra=() if extra == "[]" else tuple([(key, value) for key, value in _list(extra)]),
        rule_decides=False,  # never stored
    )


# an enumeration looks its values up slowly
_group, _consent_kind = cache(Group), cache(ConsentKind)
_letters = cache(frozenset[str])


@cache
def _fields(names: str) -> frozenset[Field]:
    return frozenset(Field(name) for name in names.split(",") if name)


_list: Callable[[str], list[Any]] = json.JSONDecoder().decode


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
