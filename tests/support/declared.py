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
#: In a configuration: something is told in French.
IN_FRENCH = '\n[publish]\nlanguages = ["en", "fr"]\n'
#: The same in French, as made up.
RESERVE = "La République se réserve le droit de ne pas appliquer ce que prévoit l'article 20 aux infractions."
SUR_LE_TERRITOIRE = "Le Gouvernement déclare que la Convention s'applique à tout son territoire et à aucun autre."
AUTORITE = "L'autorité désignée est le ministère de la Justice, département de la coopération internationale."
LA_FRANCE = declaration("France", RESERVE, nature="Réserve", article="20", effective="2006-05-01")
LA_NORVEGE = declaration("Norvège", SUR_LE_TERRITOIRE, nature="Déclaration", article="38", effective="2006-10-01")
LA_TURQUIE = declaration("Türkiye", AUTORITE, nature="Autorités", article="24")


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
