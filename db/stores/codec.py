"""Conversions that several stores share: dates, moments, a chart's row as `row_version` stores it, statements."""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from tracker.models import (
    ConsentKind,
    Field,
    Group,
    Listed,
    Period,
    Row,
    Statement,
    StatementKind,
    Suspension,
    parse_moment,
)
from tracker.models.times import iso

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def day(text: str | None) -> date | None:
    """A stored date (ISO) as a `date`."""
    return None if text is None else date.fromisoformat(text)


def instant(text: str | None) -> datetime | None:
    """A stored moment (ISO, UTC) as a `datetime`."""
    return None if text is None else parse_moment(text)


_ROW_DATES = ("signed_on", "consent_on", "in_force_on", "denounced_on", "left_on", "suspended_on")
_PERIOD_DATES = ("signed_on", "consent_on", "in_force_on", "denounced_on", "left_on")


#: The columns of `row_version` that `row_of` takes, in its order.
ROW_COLUMNS = (
    "participant, name, code, grp, signed_on, consent_on, consent_kind, in_force_on, denounced_on, left_on,"
    " suspended_on, invited, known, flags, flags_known, notes, listed, former, suspensions, extra"
)


def row_of(stored: Sequence[Any]) -> Row:
    """The chart row that ROW_COLUMNS of a row of `row_version` store."""
    participant, name, code, group, signed_on, consent_on, kind, in_force_on, denounced_on, left_on, *more = stored
    suspended_on, invited, known, flags, flags_known, notes, listed, former, suspensions, extra = more
    return Row(
        participant=participant,
        name=name,
        code=code,
        group=group and _group(group),
        signed_on=signed_on and _day(signed_on),
        consent_on=consent_on and _day(consent_on),
        consent_kind=kind and _consent_kind(kind),
        in_force_on=in_force_on and _day(in_force_on),
        denounced_on=denounced_on and _day(denounced_on),
        left_on=left_on and _day(left_on),
        suspended_on=suspended_on and _day(suspended_on),
        invited=None if invited is None else invited == 1,
        known=_fields(known),
        flags=_letters(flags),
        flags_known=_letters(flags_known),
        # nearly all four are empty: skip the parser
        notes=() if notes == "[]" else tuple(_list(notes)),
        listed=listed and _listed(listed),
        former=() if former == "[]" else tuple([_period(period) for period in _list(former)]),
        suspensions=() if suspensions == "[]" else tuple([_suspension(*days) for days in _list(suspensions)]),
        extra=() if extra == "[]" else _extra(extra),
    )


_day = date.fromisoformat

# an enumeration looks its values up slowly
_group, _consent_kind, _listed = cache(Group), cache(ConsentKind), cache(Listed)
_letters = cache(frozenset[str])


@cache
def _fields(names: str) -> frozenset[Field]:
    return frozenset(Field(name) for name in names.split(",") if name)


_list: Callable[[str], list[Any]] = json.JSONDecoder().decode


@lru_cache(maxsize=1024)  # marks and the like: a few texts stand in many rows
def _extra(pairs: str) -> tuple[tuple[str, str], ...]:
    return tuple([(key, value) for key, value in _list(pairs)])


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


def columns_of_statement(statement: Statement) -> dict[str, Any]:
    """The columns that a statement has in the list of either language."""
    return {
        "participant": statement.participant,
        "name": statement.name,
        "kind": statement.kind,
        "nature": statement.nature,
        "article": statement.article,
        "text": statement.text,
        "html": statement.html,
        "deposited_on": iso(statement.deposited_on),
        "effective_on": iso(statement.effective_on),
        "withdrawn_on": iso(statement.withdrawn_on),
    }


def statement_of(row: dict[str, Any], order: int, **more: Any) -> Statement:
    """The inverse of `columns_of_statement`; `order` and `more` are what else is known of it."""
    return Statement(
        participant=row["participant"],
        name=row["name"],
        kind=StatementKind(row["kind"]),
        nature=row["nature"],
        article=row["article"],
        order=order,
        text=row["text"],
        html=row["html"],
        deposited_on=day(row["deposited_on"]),
        effective_on=day(row["effective_on"]),
        withdrawn_on=day(row["withdrawn_on"]),
        **more,
    )
