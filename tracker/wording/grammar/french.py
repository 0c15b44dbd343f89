"""French: articles, prepositions and gender of names. Pure.

Gender and articles of States are from the reviewed columns of the table of participants, those of treaties and other
things from the article with which the catalogue writes them: "la Convention de Budapest".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.wording.grammar.noun import Noun

if TYPE_CHECKING:
    from tracker.participants.french import FrenchName

_VOWEL = re.compile(r"[aeiouyàâéèêëîïôûœ]|h(?=[aäeéiou])", re.IGNORECASE)
_ARTICLE = re.compile(r"(le |la |les |l’)(?=\S)")
_TIGHT = re.compile(r" (?=[:;!?»](?:\s|$))|(?<=«) ")
_HEADED = re.compile(
    r"(?:(?P<f>Convention|Charte)|(?P<m>Protocole|Protocol|Code|Traité|Pacte|Statut)|(?P<e>Accord|Arrangement))\b"
)
_ORDINAL = re.compile(r"(?:Premier|Deuxième|Troisième|Quatrième|Cinquième|Second) ")


def named(name: FrenchName) -> Noun:
    """A participant, with its article: `la France`, `les Pays-Bas`, `Monaco`."""
    article = name.article if name.article.endswith("’") or not name.article else f"{name.article} "
    place = {"en": f"en {name.name}", "au": f"au {name.name}", "aux": f"aux {name.name}"}.get(name.place)
    return _noun(article, name.name, feminine=name.feminine, place=place)


def bare(text: str) -> Noun:
    """A name of which nobody says how French takes it, or a number of things: without an article."""
    return _noun("", text, feminine=False, place=None, plural=False)


def dated(day: str) -> Noun:
    """A day: `13 mai 2022`, with `le 13 mai 2022` and `du 13 mai 2022` as forms."""
    return Noun(day, forms={"le": f"le {day}", "de": f"du {day}"})


def several(text: str) -> Noun:
    """A number of things: `8 États`."""
    return _noun("", text, feminine=False, place=None, plural=True)


def articled(text: str, *, feminine: bool | None = None) -> Noun:
    """A name that is written with its article: `la Convention de Budapest`, `l’état des signatures`.

    `feminine`: where the article does not tell; masculine if nobody says it.
    """
    found = _ARTICLE.match(text)
    article = found[1] if found else ""
    return _noun(article, text[len(article) :], feminine=article == "la " if feminine is None else feminine, place=None)


def thing(text: str) -> Noun:
    """A thing from a phrase with its indefinite article: of `une réserve`, `réserve`, with `la réserve` as a form."""
    article, _blank, name = text.partition(" ")
    feminine = article == "une"
    definite = "l’" if _VOWEL.match(name) else "la " if feminine else "le "
    whole = _noun(definite, name, feminine=feminine, place=None)
    return Noun(name, feminine=feminine, forms={**whole.forms, "a": text, "the": str(whole)})


def spaced(line: str) -> str:
    """The line with the blanks before `:`, `;`, `!`, `?` and inside quotation marks such that no line breaks there."""
    return _TIGHT.sub("\u00a0", line)


def without_article(text: str) -> str:
    """The name alone: `Convention de Budapest`."""
    return _ARTICLE.sub("", text, count=1)


def titled(name: str) -> Noun:
    """A treaty by a name that the catalogue does not have: by its first word, else as `le traité « … »`."""
    found = _HEADED.match(_ORDINAL.sub("", name))
    if found is None:
        return articled(f"le traité «\u00a0{name}\u00a0»")
    article = (
        "la " if found["f"] else "l’" if found["e"] and found.start() == 0 and name.startswith(found[0]) else "le "
    )
    return articled(f"{article}{name}")


def _noun(article: str, name: str, *, feminine: bool, place: str | None, plural: bool = False) -> Noun:
    of = {"le ": f"du {name}", "les ": f"des {name}", "": f"{_elided('de', name)}{name}"}
    to = {"le ": f"au {name}", "les ": f"aux {name}"}
    whole = f"{article}{name}"
    there = to.get(article, f"à {whole}")
    return Noun(
        whole,
        plural=plural or article == "les ",
        feminine=feminine,
        forms={"de": of.get(article, f"de {whole}"), "à": there, "en": place or there},
    )


def _elided(word: str, name: str) -> str:
    """`de ` or `d’`, by the sound that follows."""
    return f"{word[:-1]}’" if _VOWEL.match(name) else f"{word} "
