"""Pages and responses built from facts, in the shape of each source and generation (docs/sources.md).

The project holds no captured page: a test says what stands in the chart, and a builder prints it as the
depositary would have in that year.
"""

from __future__ import annotations

import csv
import html
import json
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from printed import HEADINGS, LABELS, LEGEND, NATURES, TOTALS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

SHARED = Path(__file__).resolve().parents[3] / "shared"

GROUPS = ("member", "non_member", "organisation")
FLAGS = "RDATCO"
PLAIN_COLUMNS = ("state", "signed", "consent", "in_force", "notes", *FLAGS)
WITH_DENUNCIATIONS = ("state", "signed", "consent", "in_force", "denounced", "left", "notes", *FLAGS)


@dataclass(frozen=True, kw_only=True)
class Fact:
    """What one row of a chart says."""

    name: str
    code: str | None = None
    group: str = "member"
    signed: date | None = None
    consent: date | None = None
    mark: str | None = None
    in_force: date | None = None
    notes: tuple[str, ...] = ()
    flags: str = ""
    denounced: date | None = None
    left: date | None = None


@dataclass(frozen=True, kw_only=True)
class About:
    """What a chart says of the treaty. `totals` = (signatures not followed by ratifications, consents)."""

    number: str = "185"
    series: str = "ETS"
    title: str = "Convention on Cybercrime"
    place: str = "Budapest"
    opened: date = date(2001, 11, 23)
    in_force: date | None = date(2004, 7, 1)
    status: date = date(2026, 4, 25)
    totals: tuple[int, int] | None = None


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How a page lays its chart out. `own_cells`: marks have a cell of their own, blank where there is no mark."""

    columns: tuple[str, ...] = PLAIN_COLUMNS
    own_cells: bool = False
    french: bool = False


# ---- facts -------------------------------------------------------------------------------------


def some_facts() -> tuple[Fact, ...]:
    """A handful of rows with everything a chart can show but denunciations; the dates are those of the chart."""
    return (
        Fact(
            name="Albania",
            code="ALB",
            signed=date(2001, 11, 23),
            consent=date(2002, 6, 20),
            in_force=date(2004, 7, 1),
            flags="A",
        ),
        Fact(
            name="Andorra",
            code="AND",
            signed=date(2013, 4, 23),
            consent=date(2016, 11, 16),
            in_force=date(2017, 3, 1),
            flags="RDA",
        ),
        Fact(name="Ireland", code="IRE", signed=date(2002, 2, 28)),
        Fact(name="Russian Federation", code="RUS"),
        Fact(
            name="Serbia",
            code="SAM",
            signed=date(2005, 4, 7),
            consent=date(2009, 4, 14),
            in_force=date(2009, 8, 1),
            notes=("55",),
            flags="A",
        ),
        Fact(name="Antigua and Barbuda", code="ATG", group="non_member", mark="a", notes=("4",)),
        Fact(
            name="Côte d’Ivoire",
            code="CIV",
            group="non_member",
            consent=date(2024, 7, 29),
            mark="a",
            in_force=date(2024, 11, 1),
            flags="A",
        ),
        Fact(name="Mexico", code="MEX", group="non_member", mark="a"),
        Fact(
            name="Philippines",
            code="PHI",
            group="non_member",
            consent=date(2018, 3, 28),
            mark="a",
            in_force=date(2018, 7, 1),
            flags="A",
        ),
        Fact(name="South Africa", code="SOU", group="non_member", signed=date(2001, 11, 23)),
    )


def some_denunciations() -> tuple[Fact, ...]:
    """Rows of a treaty that States have left."""
    return (
        Fact(
            name="Belgium",
            code="BEL",
            signed=date(1985, 8, 19),
            consent=date(1990, 10, 24),
            in_force=date(1990, 12, 1),
            denounced=date(2019, 3, 1),
            left=date(2019, 9, 3),
        ),
        Fact(name="Hungary", code="HUN", signed=date(1990, 4, 18), mark="s", in_force=date(1990, 6, 1)),
        Fact(name="Malta", code="MLT", signed=date(1988, 5, 26)),
    )


def facts_185() -> tuple[Fact, ...]:
    """The whole chart of ETS 185 as of 2026-04-25; skips the test where the shared folder is missing."""
    return tuple(
        Fact(
            name=row["name"],
            code=row["coe_code"],
            group=row["group"].replace("-", "_"),
            signed=_day(row["signature"]),
            consent=_day(row["consent"]),
            mark=row["consent_mark"] or None,
            in_force=_day(row["entry_into_force"]),
            notes=tuple(row["notes"].split()),
            flags=row["flags"],
        )
        for row in shared_rows("data/ets-185-chart-2026-04-25.csv")
    )


def facts_224() -> tuple[Fact, ...]:
    """What is known of CETS 224 to 2026-02-05, in the groups and under the codes of the chart of ETS 185."""
    of_185 = {row["iso3"]: row for row in shared_rows("data/ets-185-chart-2026-04-25.csv")}
    return tuple(
        Fact(
            name=row["name"],
            code=of_185[row["iso3"]]["coe_code"],
            group=of_185[row["iso3"]]["group"].replace("-", "_"),
            signed=_day(row["signature"]),
            consent=_day(row["consent"]),
            in_force=_day(row["entry_into_force"]),
        )
        for row in shared_rows("data/cets-224-2026-02-05.csv")
    )


ABOUT_224 = About(
    number="224",
    series="CETS",
    title="Second Additional Protocol to the Convention on Cybercrime on enhanced co-operation and disclosure"
    " of electronic evidence",
    place="Strasbourg",
    opened=date(2022, 5, 12),
    in_force=None,
    status=date(2026, 2, 5),
)


def shared_rows(name: str) -> list[dict[str, str]]:
    """The rows of a table of the shared folder."""
    return list(csv.DictReader(shared_text(name).splitlines()))


def shared_text(name: str) -> str:
    """A file of the shared folder, which is never part of the project; skips the test where it is missing."""
    path = SHARED / name
    if not path.is_file():
        pytest.skip(f"{path} is not here: it may not be copied into the project")
    return path.read_text(encoding="utf-8")


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def totals_of(facts: Iterable[Fact]) -> tuple[int, int]:
    """The totals that a chart prints at its foot: signatures not followed by ratifications, consents."""
    rows = list(facts)
    return sum(bool(row.signed and not row.consent) for row in rows), sum(bool(row.consent) for row in rows)


# ---- the chart, generation 1: 2000-2014 --------------------------------------------------------


def gen1(facts: Sequence[Fact], about: About | None = None, layout: Layout | None = None) -> bytes:
    """A page of `ChercheSig.asp`: unpadded dates, X for a flag, a table inside a table, Windows-1252."""
    about, layout = about or About(), layout or Layout()
    french = layout.french
    labels = LABELS[french] | {"state": "&nbsp;"}
    header = "".join(f"<td><b>{labels.get(column, f'{column}.')}</b></td>" for column in layout.columns)
    sections = "".join(
        f'<tr><td colspan="{len(layout.columns)}"><b>{heading}</b></td></tr>\n<tr>{header}</tr>\n'
        + "".join(_gen1_row(fact, about, layout) for fact in facts if fact.group == group)
        for group, heading in zip(GROUPS, HEADINGS[1, french], strict=True)
        if any(fact.group == group for fact in facts)
    )
    texts = _gen1_texts(french=french)
    page = f"""<html>
<head><title>{texts["office"]}</title>
<meta http-equiv="Content-Type" content="text/html; charset=windows-1252"></head>
<body bgcolor="#FFFFFF">
<!-- <table> of navigation, commented out -->
<script>document.write("<table><tr><td>menu</td></tr>");</script>
<table width="100%"><tr><td><img src="logo.gif" alt="Logo"></td><td>{texts["office"]}</td></tr>
<tr><td colspan=2>
<table><tr><td align=center>{html.escape(about.title)}<br>{about.series} {texts["no"]}: {about.number}</td></tr></table>
<table border=1><tr><td><b>{texts["opening"]}</b></td><td><b>{texts["in_force"]}</b></td></tr>
<tr><td>{texts["place"]}: {about.place}<br>Date : {_unpadded(about.opened)}</td>
<td>Conditions: 5 Ratifications.<br>Date : {_unpadded(about.in_force) or "//"}</td></tr></table>
<p>{texts["status"]}: {_unpadded(about.status)}</p>
<table border=1 cellpadding=2>
{sections}</table>
{_totals_table(about, french=french)}
<p>{LEGEND[french][0]}<br>{LEGEND[french][1]}</p>
<table><tr><td>(55)</td><td>Date of signature by the state union of Serbia and Montenegro.</td></tr></table>
</td></tr></table>
</body></html>
"""
    return page.encode("cp1252", "xmlcharrefreplace")


def _gen1_texts(*, french: bool) -> Mapping[str, str]:
    if french:
        return {
            "office": "Conseil de l&#8217;Europe - Bureau des Trait&eacute;s",
            "no": "n&deg;",
            "opening": "Ouverture &agrave; la signature",
            "in_force": "Entr&eacute;e en vigueur",
            "place": "Lieu",
            "status": "Situation au",
        }
    return {
        "office": "Council of Europe - Treaty Office",
        "no": "No.",
        "opening": "Opening for signature",
        "in_force": "Entry into force",
        "place": "Place",
        "status": "Status as of",
    }


def _gen1_row(fact: Fact, about: About, layout: Layout) -> str:
    link = f"ListeTraites.asp?PO={fact.code}&amp;MA=999" if fact.code else None
    flags = dict.fromkeys(
        fact.flags, f'<a href="ListeDeclarations.asp?NT={about.number}&amp;PO={fact.code or ""}">X</a>'
    )
    cells = _cells(fact, link, _unpadded, flags)
    return "<tr>" + "".join(f"<td>{cells.get(column) or '&nbsp;'}</td>" for column in layout.columns) + "</tr>\n"


# ---- generation 2: 2015-2021 -------------------------------------------------------------------


def gen2(facts: Sequence[Fact], about: About | None = None, layout: Layout | None = None) -> bytes:
    """A page of the portal: a first table about the treaty, a legend, rows with blank cells between (15 wide)."""
    about, layout = about or About(), layout or Layout(own_cells=True)
    french = layout.french
    header = "".join(f"<th>{LABELS[french].get(column, f'{column}.')}</th>" for column in layout.columns)
    sections = "".join(
        f'<tr class="group"><td colspan="20"><h5>\n\t{heading}\t</h5></td></tr>\n'
        + "".join(_gen2_row(fact, about, layout) for fact in facts if fact.group == group)
        for group, heading in zip(GROUPS, HEADINGS[3, french], strict=True)
        if any(fact.group == group for fact in facts)
    )
    return _portal(
        f"""{_about_table(about, french=french)}
{_states_legend()}
<table class="table"><thead><tr>{header}</tr></thead>
<tbody>
{sections}</tbody></table>
{_totals_table(about, french=french)}
<p>{LEGEND[french][0]}</p><p>{LEGEND[french][1]}</p>
<p>4: Since 2013 the decision to invite a non-member State to accede to the treaty is valid five years.</p>
<p>55: Date of signature by the state union of Serbia and Montenegro.</p>""",
        about,
        french=french,
    )


def _gen2_row(fact: Fact, about: About, layout: Layout) -> str:
    link = f"/en/web/conventions/full-list/-/conventions/treaty/country/{fact.code}?_codePays={fact.code}"
    flags = {letter: _flag_link(letter, fact, about) for letter in fact.flags}
    cells = _cells(fact, link if fact.code else None, _padded, flags)
    return "<tr>" + "".join(_wide(cells, fact, layout)) + "</tr>\n"


def _wide(cells: Mapping[str, str], fact: Fact, layout: Layout) -> Iterator[str]:
    """The cells of a row, with one more after each date and the notes: for the mark, or blank."""
    for column in layout.columns:
        text = cells.get(column, "")
        if not layout.own_cells or column not in ("signed", "consent", "in_force", "notes"):
            yield f"<td>{text}</td>"
            continue
        marked = bool(fact.mark) and column == _marked_column(fact)
        if marked and text:
            text = text.removesuffix(f" {fact.mark}").removesuffix(fact.mark or "")
        yield f"<td>\n{text}\t</td><td>{fact.mark if marked else '&nbsp;'}</td>"


# ---- generation 3: 2022- -----------------------------------------------------------------------


def gen3(
    facts: Sequence[Fact], about: About | None = None, layout: Layout | None = None, *, flags_apart: bool = False
) -> bytes:
    """The React chart as a browser renders it: a heading h5 and a table for each section, the columns above all.

    `flags_apart`: a cell for each flag; else all in one.
    """
    about, layout = about or About(), layout or Layout()
    french = layout.french
    columns = layout.columns
    if not flags_apart:
        columns = (*(column for column in columns if column not in FLAGS), "flags")
    labels = LABELS[french] | {"flags": ".".join(FLAGS) + "."}
    header = "".join(f"<th>{labels.get(column, f'{column}.')}</th>" for column in columns)
    sections = "".join(
        f"<h5>{heading}</h5>\n<table><tbody>\n"
        + "".join(_gen3_row(fact, about, replace(layout, columns=columns)) for fact in facts if fact.group == group)
        + "</tbody></table>\n"
        for group, heading in zip(GROUPS, HEADINGS[3, french], strict=True)
        if any(fact.group == group for fact in facts)
    )
    return _portal(
        f"""{_about_table(about, french=french)}
{_states_legend()}
<hr><table><thead><tr>{header}</tr></thead></table>
{sections}
{_totals_table(about, french=french)}
<div>Notes</div><div>{LEGEND[french][0]}</div><div>{LEGEND[french][1]}</div><div>: null</div>
<div>55: Date of signature by the state union of Serbia and Montenegro.</div>""",
        about,
        french=french,
    )


def _gen3_row(fact: Fact, about: About, layout: Layout) -> str:
    link = f"/en/web/conventions/full-list?module=treaties-full-list-signature&amp;CodePays={fact.code}"
    flags = {letter: _flag_link(letter, fact, about) for letter in fact.flags}
    cells = _cells(fact, link if fact.code else None, _padded, flags) | {"flags": "".join(flags.values())}
    row = []
    for column in layout.columns:
        text = cells.get(column, "")
        if layout.own_cells and fact.mark and column == _marked_column(fact):
            day = text.removesuffix(fact.mark).strip()
            row.append(f"<td>{day}</td><td>{fact.mark}</td>" if day else f"<td>{text}</td>")
        else:
            row.append(f"<td>{text}</td>")
    return f"<tr>{''.join(row)}</tr>\n"


# ---- what the generations share ----------------------------------------------------------------


def _portal(content: str, about: About, *, french: bool) -> bytes:
    chart = "Chart of signatures and ratifications of Treaty"
    if french:
        chart = "État des signatures et ratifications du traité"
    status = "Situation au" if french else "Status as of"
    return f"""<!DOCTYPE html>
<html lang="{"fr" if french else "en"}">
<head><meta charset="utf-8"><title>Full list</title><style>table {{ color: red }}</style></head>
<body>
<nav><ul><li><a href="#">46 Member States</a></li><li><a href="#">Member States</a></li></ul></nav>
<h3>{chart} {about.number}</h3>
<p><strong>{html.escape(about.title)} ({_series(about, french=french)})</strong></p>
<p><strong>{status} {_padded(about.status)}</strong></p>
{content}
<footer><table><tr><td>Home</td><td>Contact</td><td>Legal</td><td>Privacy</td></tr></table></footer>
</body>
</html>
""".encode()


def _series(about: About, *, french: bool) -> str:
    if french:
        return f"{'STCE' if about.series == 'CETS' else 'STE'} n° {about.number}"
    return f"{about.series} No. {about.number}"


def _about_table(about: About, *, french: bool) -> str:
    labels = (
        ("Titre", "Référence", "Ouverture du traité", "Entrée en vigueur")
        if french
        else ("Title", "Reference", "Opening of the treaty", "Entry into Force")
    )
    conditions = "5 Ratifications including at least 3 member States of the Council of Europe"
    values = (
        f"{html.escape(about.title)} ({_series(about, french=french)})",
        _series(about, french=french),
        f"{about.place} {_padded(about.opened)} - Treaty open for signature by the member States",
        f"{_padded(about.in_force)} - {conditions}" if about.in_force else conditions,
    )
    rows = "".join(
        f"<tr><th><h6>{label}</h6></th><td>{value}</td></tr>\n" for label, value in zip(labels, values, strict=True)
    )
    return f"<table>\n{rows}</table>"


def _states_legend() -> str:
    words = ("signed", "ratified", "neither signed nor ratified", "suspended", "denounced")
    return "<table>" + "".join(f"<tr><td></td><td>State who {word}</td></tr>" for word in words) + "</table>"


def _totals_table(about: About, *, french: bool) -> str:
    if about.totals is None:
        return ""
    return (
        "<table>"
        + "".join(
            f"<tr><td>{label}</td><td><b>{count}</b></td></tr>"
            for label, count in zip(TOTALS[french], about.totals, strict=True)
        )
        + "</table>"
    )


def _cells(
    fact: Fact, link: str | None, printed: Callable[[date | None], str], flags: Mapping[str, str]
) -> dict[str, str]:
    name = html.escape(fact.name)
    columns = ("signed", "consent", "in_force", "denounced", "left")
    dates = {column: printed(getattr(fact, column)) for column in columns}
    if fact.mark:
        column = _marked_column(fact)
        dates[column] = f"{dates[column]} {fact.mark}".strip()
    return {
        "state": f'<a href="{link}">{name}</a>' if link else name,
        **dates,
        "notes": " ".join(fact.notes),
        "unknown": "seen 1.1.70" if fact.signed else "",
        **flags,
    }


def _marked_column(fact: Fact) -> str:
    return "signed" if fact.mark in ("s", "r") else "consent"


def _flag_link(letter: str, fact: Fact, about: About) -> str:
    href = (
        f"?module=declarations-by-treaty&amp;numSte={about.number}&amp;codeNature={NATURES[letter]}"
        f"&amp;codePays={fact.code or ''}"
    )
    return f'<a href="{href}">{letter}.</a>'


def _padded(day: date | None) -> str:
    return day.strftime("%d/%m/%Y") if day else ""


def _unpadded(day: date | None) -> str:
    return f"{day.day}/{day.month}/{day.year}" if day else ""


# ---- the Cybercrime Division's page ------------------------------------------------------------


def members_page(parties: Iterable[str], listed: Iterable[str], *, french: bool = False) -> bytes:
    """The page of Parties and observers: a flag and a name, some in h6 and some plain."""
    headings = (
        ("Parties à la Convention sur la cybercriminalité", "Etats observateurs", "Signataires et invités à adhérer")
        if french
        else (
            "Parties to the Convention on Cybercrime",
            "Observer countries to the Convention on Cybercrime",
            "Signatories and invited to accede",
        )
    )
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>Parties/Observers</title></head><body>
<img src="logo.svg" alt="Council of Europe"><a href="/">Home</a>
<h1>Parties/Observers to the Budapest Convention and Observer Organisations to the T-CY</h1>
<h3>{headings[0]}</h3>
<div class="columns">{"".join(_entry(at, name) for at, name in enumerate(parties))}</div>
<h3>{headings[1]}</h3><h4>{headings[2]}</h4>
<div class="columns">{"".join(_entry(at, name) for at, name in enumerate(listed))}</div>
<p><img src="external-link.svg" alt="link">See the full list on the Treaty Office website:
<a href="/full-list?module=signatures-by-treaty&amp;treatynum=185">Full list - Treaty Office</a></p>
<h3>Observer Organisations to the Cybercrime Convention Committee</h3>
<ul><li>African Union Commission (AUC)</li><li>Interpol</li></ul>
<h4><img src="meeting.svg" alt="meeting"></h4><h4>T-CY Secretariat</h4><p>Jan NOVAK</p>
</body></html>
""".encode()


def _entry(at: int, name: str) -> str:
    image = f'<img src="/flags/{at}.svg" alt="Flag of nowhere">'
    text = html.escape(name)
    return (f"<h6>{image}{text}</h6>\n", f"<p>{image}&nbsp;{text}</p>\n", f"<div>{image}\n{text}</div>\n")[at % 3]


# ---- the data service --------------------------------------------------------------------------


def json_service(
    facts: Iterable[Fact], number: str = "185", extra: Mapping[str, Mapping[str, object]] | None = None
) -> bytes:
    """The response of `api/signatures`: three lists. `extra` adds keys to the row of a code."""
    lists: dict[str, list[dict[str, object]]] = {group: [] for group in GROUPS}
    for fact in facts:
        lists[fact.group].append(_json_row(fact, number) | dict((extra or {}).get(fact.code or "", {})))
    return json.dumps(list(lists.values()), ensure_ascii=False).encode()


def _json_row(fact: Fact, number: str) -> dict[str, object]:
    row: dict[str, object] = {
        "CodePays": fact.code,
        "LibPaysOrga": fact.name,
        "NumSTE": number,
        "DateSignature": _moment(fact.signed),
        "DateConsentement": _moment(fact.consent),
        "DateEntreeVigueur": _moment(fact.in_force),
    }
    if fact.denounced or fact.left:
        row |= {"DateDenonciation": _moment(fact.denounced), "DateEffetDenonciation": _moment(fact.left)}
    names = {"R": "Reserves", "D": "Declarations", "O": "Objections", "T": "Territoires", "C": "Communications"}
    return row | {key: letter in fact.flags for letter, key in names.items()}


def _moment(day: date | None) -> str | None:
    return f"{day.isoformat()}T00:00:00" if day else None
