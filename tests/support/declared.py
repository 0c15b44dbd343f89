"""Three statements on the Budapest Convention, a change of one, and later reads of their list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from states import ALBANIA
from world import World, declaration

if TYPE_CHECKING:
    from tracker.models.records import SourceResult


RESERVED = "The Republic reserves the right not to apply the measures referred to in Article 20 to the offences named."
ON_TERRITORY = "The Government declares that the Convention shall apply to the whole of its territory and to no other."
AUTHORITY = "The authority designated is the Ministry of Justice, Department of International Co-operation."
FRANCE = declaration("France", RESERVED, article="20", effective="2006-05-01")
NORWAY = declaration("Norway", ON_TERRITORY, nature="Declaration", article="38", effective="2006-10-01")
TURKIYE = declaration("Türkiye", f"{AUTHORITY} Çankaya, Diyarbakır.", nature="Authorities", article="24")
AMENDED = declaration(
    "France", RESERVED.replace("offences named", "offences listed"), article="20", effective="2006-05-01"
)


def later(w: World) -> list[SourceResult]:
    """A read of the lists after the time in which a difference waits."""
    w.wait(hours=13)
    return w.read_statements()


def texts(w: World, **asked: Any) -> list[str]:
    """The texts that answer."""
    return [found["text"] for found in w.statements(**asked)]


def declared(w: World) -> World:
    """A world whose service shows a chart and lists three statements, none of them read yet."""
    w.show(ALBANIA)
    w.declare(FRANCE, NORWAY, TURKIYE)
    return w
