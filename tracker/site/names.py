"""Every name that leads somewhere: the index of the search box, and the page that lists it. Pure.

A name is compared by its words, without accents, articles and punctuation; so is what is typed (`assets/search.js`).
The spellings are those that the command line knows: `tracker.participants`, the configuration's own, the territories.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.language import _, fill
from tracker.models import Standing
from tracker.models.addresses import dossier_path, treaty_path
from tracker.participants.folding import without_accents
from tracker.participants.territories import territories
from tracker.site.pages import Page, script
from tracker.site.treaty_pages import people
from tracker.wording.site import controls as words
from tracker.wording.site.values import standing
from tracker.wording.words import called, number_label, official_reference, official_title, one_line, treaty_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.answers.dossier import Dossier
    from tracker.site.model import Site
    from tracker.site.pages import File

_WORDS = re.compile(r"[^\W_]+")
#: Left out, or said, as people like. As in `assets/search.js`.
_UNSAID = frozenset({"the", "no", "of", "on", "to", "and", "la", "le", "les", "l", "et", "het"})
_ORDINALS = {"1st": "first", "2nd": "second", "3rd": "third"}
_MANY = 4  # treaties; of more their number is said


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One that leads to a page. `spellings`, `codes`: as they are compared; `also`: the spellings as people read them;
    `participant`: whose page it is."""

    path: str
    name: str
    note: str
    spellings: tuple[str, ...]
    codes: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    participant: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """All of them, in the order of a page."""

    treaties: tuple[Name, ...]
    participants: tuple[Name, ...]
    territories: tuple[Name, ...]

    def files(self) -> Iterator[File]:
        """The index, as a script: a page in a folder can load no other data."""
        every = (*self.participants, *self.treaties, *self.territories)
        notes = sorted({one.note for one in every})
        entries = [
            (one.path, one.name, notes.index(one.note), one.spellings, one.codes, one.participant) for one in every
        ]
        yield script("assets/names.js", "names_known", {"notes": notes, "entries": entries})

    def page(self) -> Page:
        """The list, for those without JavaScript, and for whom nothing was found."""
        return Page(
            path="names.html",
            title=_(words.NAMES),
            template="names.html",
            context={
                "groups": (
                    ("treaties", _(words.TREATIES), self.treaties),
                    ("participants", _(words.PARTICIPANTS), self.participants),
                    ("territories", _(words.TERRITORIES), self.territories),
                )
            },
            twin={"treaties": self.treaties, "participants": self.participants, "territories": self.territories},
        )


def names(site: Site) -> Names:
    """Every name of a site."""
    return Names(
        treaties=tuple(_treaties(site)), participants=tuple(_participants(site)), territories=tuple(_territories(site))
    )


def compared(text: str) -> str:
    """A name as names are compared."""
    found = _WORDS.findall(without_accents(unicodedata.normalize("NFKC", text)).casefold())
    found = [_ORDINALS.get(word, word) for word in found]
    return " ".join([word for word in found if word not in _UNSAID] or found)  # "AND" is Andorra


def _forms(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({form for text in texts if (form := compared(text))}))


def _also(name: str, spellings: Iterable[str]) -> tuple[str, ...]:
    """Those that are not the name itself, each once whatever its accents."""
    found = {compared(one): one for one in sorted(spellings, reverse=True)}
    return tuple(sorted(one for key, one in found.items() if key != compared(name)))


def _treaties(site: Site) -> Iterator[Name]:
    for one in site.treaties:
        treaty = one.status.treaty
        texts = (treaty.number, number_label(treaty), official_reference(treaty), treaty_title(treaty))
        yield Name(
            path=treaty_path(treaty.id),
            name=treaty_title(treaty),
            note=official_reference(treaty),
            spellings=_forms((*texts, treaty.name, official_title(treaty, one.status.title).partition(" (")[0])),
            codes=_forms((treaty.id,)),
        )


def _participants(site: Site) -> Iterator[Name]:
    spelled: dict[str, list[str]] = defaultdict(list)
    for spelling, participant in site.participants.by_spelling.items():
        spelled[participant].append(spelling)
    printed = dict(people(site))
    found = [
        Name(
            path=dossier_path(key),
            name=one_line(printed.get(key) or held.name),
            note=_note(site, held),
            spellings=_forms((*spelled[key], held.name, printed.get(key) or "")),
            codes=_forms((key, held.alpha_2 or "")),
            also=_also(printed.get(key) or held.name, spelled[key]),
            participant=key,
        )
        for key, held in site.dossiers.items()
    ]
    yield from sorted(found, key=lambda one: (without_accents(one.name).casefold(), one.path))


def _note(site: Site, held: Dossier) -> str:
    labels = {one.status.treaty.id: number_label(one.status.treaty) for one in site.treaties}
    own = [
        fill(words.STANDS, treaty=labels[each.treaty], standing=standing(each.standing))
        for each in held.treaties
        if each.treaty in labels and each.standing not in (None, Standing.NONE)
    ]
    if len(own) > _MANY:
        return fill(words.STANDS_IN_MANY, count=len(own))
    return ", ".join(own) or _(words.FORMER_STATE if held.successors else words.NOTHING_ON_RECORD)


def _territories(site: Site) -> Iterator[Name]:
    shown = {(row.participant, row.territory) for row in site.territories}
    for one in territories():
        on_page = (one.participant, one.name) in shown
        yield Name(
            path=f"territories.html#{territory_anchor(one.name)}" if on_page else dossier_path(one.participant),
            name=called(one.name),
            note=fill(words.TERRITORY_OF, state=called(site.participants.get(one.participant).name)),
            spellings=_forms(one.spellings),
            codes=_forms((one.code or "",)),
            also=_also(one.name, one.spellings),
        )


def territory_anchor(name: str) -> str:
    """Where a territory stands on the page of territories."""
    return f"territory-{compared(name).replace(' ', '-')}"
