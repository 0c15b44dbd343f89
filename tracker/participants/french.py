"""A name as French takes it: the columns `name_fr` and `in_fr` of the tables."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FrenchName:
    """A name in French. `article`: le, la, l’, les, or empty for a name that takes none. `place`: what says "in"."""

    name: str
    article: str = ""
    feminine: bool = False
    place: str = "à"

    @property
    def plural(self) -> bool:
        """True if the verb stands in the plural: `les Pays-Bas ont`."""
        return self.article == "les"


def french_name(name: str, taken: str) -> FrenchName | None:
    """Read the two columns: `la f en`, `- m à`; None without a name. Raises ValueError for another form."""
    if not name:
        return None
    if not taken:
        return FrenchName(name=name)
    article, gender, place = taken.split(" ")
    if (
        article not in ("le", "la", "l’", "les", "-")
        or gender not in ("m", "f")
        or place not in ("en", "au", "aux", "à")
    ):
        raise ValueError(f"{name!r}: {taken!r} does not say how French takes it")
    return FrenchName(name=name, article=article.strip("-"), feminine=gender == "f", place=place)
