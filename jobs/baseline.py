"""The lists bundled with the package: history that is there before the first live read."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import msgspec

from tracker.law import SHIPPED_RULES
from tracker.models import DATE_FIELDS, FLAG_LETTERS, Chart, ConsentKind, Field, Group, Response, Row, Statement

if TYPE_CHECKING:
    from datetime import datetime

_FOLDER = files("tracker") / "data" / "baseline"


def bundled(treaty: str) -> bytes | None:
    """The bundled list of a treaty as bytes, or None if there is none."""
    if treaty not in SHIPPED_RULES:
        return None
    path = _FOLDER / f"{treaty}.json"
    return path.read_bytes() if path.is_file() else None


def as_response(treaty: str, body: bytes, at: datetime) -> Response:
    """The list as evidence: kept like any page, and marked as bundled."""
    return Response(url=f"bundled:{treaty}.json", status=200, headers={}, body=body, fetched_at=at)


def chart_of(body: bytes) -> Chart:
    """The chart a bundled list holds. Flags are known only where the list has them."""
    held = msgspec.json.decode(body)
    return Chart(
        rows=tuple(sorted((_row(row) for row in held["rows"]), key=lambda row: row.participant)),
        number=held["number"],
        title=held["title"],
        opened_on=_day(held["opened_on"]),
        in_force_on=_day(held["in_force_on"]),
        status_as_of=_day(held["status_as_of"]),
    )


def bundled_statements() -> bytes:
    """The bundled statements of all treaties, as bytes."""
    return (_FOLDER / "statements.json").read_bytes()


def statements_of(body: bytes, treaty: str) -> tuple[Statement, ...]:
    """The statements that the bundled list holds of one treaty."""
    held = msgspec.json.decode(body, type=dict[str, list[Statement]])
    return tuple(held.get(treaty, ()))


def source_of(body: bytes) -> str:
    """Where a bundled list was compiled from, in words."""
    return str(msgspec.json.decode(body)["source"])


def _row(held: dict[str, Any]) -> Row:
    consent_kind = held.get("consent_kind")
    return Row(
        participant=held["participant"],
        name=held["name"],
        code=held["code"],
        group=Group(held["group"]),
        consent_kind=ConsentKind(consent_kind) if consent_kind else None,
        invited=held.get("invited", False),
        known=frozenset({*DATE_FIELDS[:5], Field.CONSENT_KIND}),
        flags=frozenset(held.get("flags", "")),
        flags_known=frozenset(FLAG_LETTERS) if "flags" in held else frozenset(),
        notes=tuple(held.get("notes", ())),
        signed_on=_day(held.get("signed_on")),
        consent_on=_day(held.get("consent_on")),
        in_force_on=_day(held.get("in_force_on")),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
