"""Charts and lists of the Convention and the Second Protocol for questions under an article."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from world import SECOND_PROTOCOL, but, declaration, row, world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from world import Row, World

ASSISTANCE = """
[[treaty]]
id = "ets-030"
number = "030"
name = "European Convention on Mutual Assistance in Criminal Matters"
opened_on = 1959-04-20
sources = ["coe-service"]
"""

SERBIA = row("Serbia", signed="2005-04-07", consent="2009-04-14", in_force="2009-08-01")
JAPAN = row("Japan", "non_member", signed="2001-11-23", consent="2012-07-03", in_force="2012-11-01")
HUNGARY = row("Hungary", signed="2001-11-23", consent="2003-12-04", in_force="2004-07-01")
FRANCE = row("France", signed="2001-11-23", consent="2006-01-10", in_force="2006-05-01")
GERMANY = row("Germany", signed="2001-11-23", consent="2009-03-09", in_force="2009-07-01")
AUSTRIA = row("Austria", signed="2001-11-23", consent="2012-06-13", in_force="2012-10-01")
USA = row("United States of America", "non_member", signed="2001-11-23", consent="2006-09-29", in_force="2007-01-01")
MAURITIUS = row("Mauritius", "non_member", consent="2013-11-15", in_force="2014-03-01")
NETHERLANDS = row("Netherlands", signed="2001-11-23", consent="2006-11-16", in_force="2007-03-01")
DENMARK = row("Denmark", signed="2003-04-22", consent="2005-06-21", in_force="2005-10-01")
IRELAND = row("Ireland", signed="2002-02-28")
CONVENTION = (SERBIA, JAPAN, HUNGARY, FRANCE, GERMANY, AUSTRIA, USA, MAURITIUS, IRELAND, NETHERLANDS, DENMARK)


def bound(given: Row) -> Row:
    """The same State under the Second Protocol, in force for it."""
    return row(given.name, given.group, signed="2022-05-12", consent="2026-01-10", in_force="2026-05-01")


PROTOCOL = tuple(bound(one) for one in (SERBIA, JAPAN, HUNGARY, FRANCE, GERMANY))
NOT_YET = tuple(but(one, in_force=None) for one in PROTOCOL[:4])

EXCLUDES = declaration(
    "Japan",
    "In accordance with Article 7, paragraph 9.a, of the Protocol, Japan reserves the right not to apply Article 7.",
    article="7",
    effective="2026-05-01",
)
UNREAD = declaration("Serbia", "Serbia makes the following statement on Article 7.", nature="Declaration", article="7")
DUAL = declaration(
    "Austria",
    "In accordance with Article 29, paragraph 4, of the Convention, Austria will refuse a request for the preservation "
    "of data if the condition of dual criminality is not fulfilled, save for the offences of Articles 2 to 11.",
    article="29",
    effective="2012-10-01",
)
TRAFFIC = declaration(
    "Germany",
    "In accordance with Article 8, paragraph 13, Germany reserves the right not to apply Article 8 to traffic data.",
    article="8",
    effective="2026-05-01",
)


NOT_GREENLAND = declaration(
    "Denmark",
    "Pursuant to Article 38 of the Convention, Denmark declares that, until further notice, the Convention will not "
    "apply to the Feroe Islands and Greenland.",
    nature="Territorial application",
    article="38",
    effective="2005-10-01",
)
IN_EUROPE = declaration(
    "Netherlands",
    "The Kingdom of the Netherlands accepts the Convention for the Kingdom in Europe.",
    nature="Territorial application",
    article="38",
    effective="2007-03-01",
)
CURACAO = declaration(
    "Netherlands",
    "The Kingdom of the Netherlands extends the application of the Convention to Curaçao.",
    nature="Territorial application",
    article="38",
    effective="2024-10-01",
)


def authority(name: str, article: str) -> dict[str, Any]:
    """A designation of an authority."""
    return declaration(name, "The authority is the Ministry of Justice.", nature="Authorities", article=article)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """Charts and lists of both treaties, and how many days after the read the question is asked."""

    convention: tuple[Row, ...] = CONVENTION
    protocol: tuple[Row, ...] = PROTOCOL
    stated: tuple[dict[str, Any], ...] = (EXCLUDES,)
    stated_185: tuple[dict[str, Any], ...] = (DUAL, authority("Austria", "27"), authority("Germany", "24, 27, 35"))
    assistance: tuple[Row, ...] = ()
    days: int = 0


@contextmanager
def routes_world(folder: Path, what: Shown) -> Iterator[World]:
    """A world that has read these charts and lists once."""
    with world(folder, more=SECOND_PROTOCOL + ASSISTANCE, confirm_after="0s") as made:
        made.show(*what.convention)
        made.show(*what.protocol, number="224")
        made.show(*what.assistance, number="030")
        made.declare(*what.stated_185)
        made.declare(*what.stated, number="224")
        made.check_all()
        made.read_statements()
        made.wait(days=what.days)
        yield made
