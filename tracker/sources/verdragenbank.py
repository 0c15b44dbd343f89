"""The Dutch Treaty Database, an independent register of the same treaties, as XML. Pure.
docs/sources.md#dutch-register.

It is not the depositary: it has its own treaty numbers, lags, and sometimes has errors. It prints no flags
(IsVoorbehoud is also set for declarations), no groups and no invitations.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from tracker.models import ConsentKind, Field, PrintedChart, PrintedRow
from tracker.sources.markup.xmltree import every, first, local, only, root_of, shape, shown, some, value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.sources.markup.xmltree import Element

_DATES: Mapping[str, Field] = {
    "DatumOndertekenning": Field.SIGNED_ON,  # the register's own spelling
    "DatumOndertekening": Field.SIGNED_ON,
    "DatumRatificatie": Field.CONSENT_ON,
    "DatumInwerkingtreding": Field.IN_FORCE_ON,
    "DatumOpzegging": Field.DENOUNCED_ON,
    "DatumBuitenwerkingtreding": Field.LEFT_ON,
}
_REQUIRED = (Field.SIGNED_ON, Field.CONSENT_ON, Field.IN_FORCE_ON)

#: The register's legend. English: S signature without reservation or requirement of ratification; R ratification,
#: acceptance, approval or notification; A accession; Su succession; NK not known. Dutch: O, R, T, VG, NB.
_KINDS = {
    "R": ConsentKind.RATIFICATION_ACCEPTANCE_OR_APPROVAL,
    **dict.fromkeys(("A", "T"), ConsentKind.ACCESSION),
    **dict.fromkeys(("S", "O"), ConsentKind.DEFINITIVE_SIGNATURE),
    **dict.fromkeys(("Su", "VG"), ConsentKind.SUCCESSION),
    **dict.fromkeys(("NK", "NB", ""), ConsentKind.CONSENT),
}
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

_ELSEWHERE = frozenset({*_DATES, "NaamPartij", "TypeInstemming", "IsVoorbehoud", "IsBezwaar"})
_MOST_ROWS = 1000  # States and organisations together are about 300
_NAME_LENGTH = 200  # characters; the longest name in use has 52
_EXTRA_LENGTH = 500  # characters kept of an unknown value


def parse(body: bytes) -> PrintedChart:
    """Read the parties as printed, and the register's number of the treaty.

    Raises ParseError: the kinds of `root_of`; shape for a missing element, an unknown letter or an unknown date format.
    """
    root = root_of(body, "Verdragenbank")
    parties = some(only(root, "body", "verdrag", "Partijen"), "Partij", _MOST_ROWS)
    carried = _carried(parties)
    rows = tuple(_row(party, frozenset(carried)) for party in parties)
    sparse = frozenset(field for field, count in carried.items() if count < len(rows))
    return _about(root, rows, sparse)


def _carried(parties: list[Element]) -> dict[Field, int]:
    """The number of parties that have the element of each date, with a date or `xsi:nil`."""
    counts: dict[Field, int] = {}
    for party in parties:
        for field in {_DATES[name] for name in map(local, party) if name in _DATES}:
            counts[field] = counts.get(field, 0) + 1
    for name, field in _DATES.items():
        if field in _REQUIRED and field not in counts:
            raise shape(f"{name} in a Partij", shown(", ".join(map(local, parties[0]))))
    return counts


def _about(root: Element, rows: tuple[PrintedRow, ...], sparse: frozenset[Field]) -> PrintedChart:
    """Add the facts about the treaty. `sluitingsDatum` is the day of conclusion: for treaties of the Council of Europe
    the day of the opening for signature, elsewhere not later than that.
    """
    meta = next(every(root, "meta"), None)
    if meta is None:
        return PrintedChart(rows=rows, sparse=sparse)
    in_force = first(meta, "inwerkingtredingDatum")
    return PrintedChart(
        rows=rows,
        number=value(first(meta, "identifier")) or None,
        title=value(first(meta, "title")) or None,
        opened_on=_date(value(first(meta, "sluitingsDatum")), "sluitingsDatum"),
        in_force_on=_date(value(in_force), "inwerkingtredingDatum"),
        shows_in_force_on=in_force is not None,
        sparse=sparse,
    )


def _row(party: Element, known: frozenset[Field]) -> PrintedRow:
    name = value(only(party, "NaamPartij"))
    if not 0 < len(name) <= _NAME_LENGTH:
        raise shape(f"NaamPartij to be a name of at most {_NAME_LENGTH} characters", shown(name))
    found = _dates(party, name)
    kind = _kind(party, name)
    consent_on = found.get(Field.CONSENT_ON)
    if kind is ConsentKind.DEFINITIVE_SIGNATURE:
        consent_on = consent_on or found.get(Field.SIGNED_ON)  # the letter may have no date of its own
    return PrintedRow(
        name=name,
        signed_on=found.get(Field.SIGNED_ON),
        consent_on=consent_on,
        consent_kind=kind,
        in_force_on=found.get(Field.IN_FORCE_ON),
        denounced_on=found.get(Field.DENOUNCED_ON),
        left_on=found.get(Field.LEFT_ON),
        known=known,
        extra=_extra(party),
    )


def _dates(party: Element, name: str) -> dict[Field, date]:
    found: dict[Field, date] = {}
    for element in party:
        field = _DATES.get(local(element))
        day = _date(value(element), f"{local(element)} of {shown(name)}") if field else None
        if field is None or day is None:
            continue
        if field in found:
            raise shape(f"one {local(element)} of {shown(name)}", "several")
        found[field] = day
    return found


def _kind(party: Element, name: str) -> ConsentKind | None:
    """The kind of consent that the letter names; None without a letter and a date of consent."""
    letters = [value(element) for element in every(party, "TypeInstemming")]
    if len(letters) > 1 or any(letter not in _KINDS for letter in letters):
        known = ", ".join(filter(None, _KINDS))
        raise shape(f"TypeInstemming of {shown(name)} to be one of {known}", shown(", ".join(letters)))
    letter = "".join(letters)
    consented = any(value(element) for element in every(party, "DatumRatificatie"))
    return _KINDS[letter] if letter or consented else None


def _extra(party: Element) -> tuple[tuple[str, str], ...]:
    """The party's other values, for example provisional application, without the texts of reservations."""
    leaves = (element for element in party if len(element) == 0 and local(element) not in _ELSEWHERE)
    texts = ((local(element)[:_EXTRA_LENGTH], value(element)[:_EXTRA_LENGTH]) for element in leaves)
    return tuple(sorted((name, text) for name, text in texts if text))


def _date(text: str, where: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text if _ISO.fullmatch(text) else "")
    except ValueError:
        raise shape(f"{where} to be a day like 2001-11-23", shown(text)) from None
