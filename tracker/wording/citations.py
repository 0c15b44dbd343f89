"""How to cite an answer: as text, or as an entry for BibTeX. Pure."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker import __version__
from tracker.language import N_, _, fill
from tracker.models import Provenance
from tracker.models.provenance import STOOD_IN
from tracker.wording.sources import source_in_words
from tracker.wording.words import clauses, day_in_words, first_mention, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tracker.models import Treaty

FORMS = ("text", "bibtex")

_HASH = 16  # characters of a SHA-256: enough to find the evidence by


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """What an answer says of one treaty rests on this. `read_on` is None for the bundled list."""

    treaty: Treaty
    source: str
    status_as_of: date | None
    read_on: date | None
    sha256: str | None
    provenance: Provenance = Provenance.SOURCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One answer: the question as a title says it, the day it is about, what it rests on, and when it was asked.

    `known_at`: as it had been read by that moment (ISO 8601); None: by the day it was asked. No `accessed_on`: the
    reader of a page adds the day.
    """

    question: str
    as_of: date | None
    known_at: str | None
    rests_on: Sequence[Cited]
    accessed_on: date | None


def cite(citation: Citation, form: str) -> str:
    """The citation in one of FORMS."""
    return _bibtex(citation) if form == "bibtex" else _text(citation)


def _text(citation: Citation) -> str:
    sentences = [
        _title(citation),
        fill(_PRODUCT, version=__version__),
        *(_basis(cited, citation.as_of) for cited in citation.rests_on),
    ]
    sentences += [] if citation.rests_on else [_(_NOTHING)]
    sentences += [fill(_ASKED, day=day_in_words(citation.accessed_on))] if citation.accessed_on else []
    return " ".join(f"{sentence}." for sentence in sentences)


#: By whether a day, and a moment of knowledge, were asked for.
_TITLES = {
    (False, False): "{question}",
    (True, False): N_("{question}, as of {day}"),
    (False, True): N_("{question}, as known at {known_at}"),
    (True, True): N_("{question}, as of {day}, as known at {known_at}"),
}
_NOTHING = N_("Nothing had been read")
_ASKED = N_("Asked on {day}")
_BASIS = N_("{treaty}: {parts}")
_STATUS, _UNDATED, _LIMIT = N_("status as of {day}"), N_("status not dated"), N_("not known after {day}")
_READ, _BUNDLED = N_("read from {source} on {day}"), N_("list bundled with the tracker")
_MADE = N_("demonstration data, {source} on {day}")
_EVIDENCE = N_("evidence SHA-256 {sha256}")
_PRODUCT = N_("Convention tracker {version} (unofficial compilation from public sources)")


def _title(citation: Citation) -> str:
    day, known = citation.as_of, citation.known_at
    return fill(
        _TITLES[day is not None, known is not None],
        question=one_line(citation.question),
        day=day_in_words(day) if day else "",
        known_at=known,
    )


def _basis(cited: Cited, as_of: date | None) -> str:
    """`Convention on Cybercrime (ETS No. 185), Budapest Convention: status as of …, read from …, evidence SHA-256 …`"""
    status = day_in_words(cited.status_as_of) if cited.status_as_of else ""
    parts = [fill(_STATUS, day=status) if status else _(_UNDATED), _origin(cited)]
    if cited.status_as_of and as_of and as_of > cited.status_as_of:
        parts.append(fill(_LIMIT, day=status))
    if cited.sha256:
        parts.append(fill(_EVIDENCE, sha256=cited.sha256[:_HASH]))
    return fill(_BASIS, treaty=first_mention(cited.treaty), parts=", ".join(parts))


def _origin(cited: Cited) -> str:
    if cited.read_on is None:
        return _(_BUNDLED)
    source, day = source_in_words(cited.source, cited.provenance), day_in_words(cited.read_on)
    return fill(_MADE if cited.provenance in STOOD_IN else _READ, source=source, day=day)


# ---- BibTeX -------------------------------------------------------------------------------------

_ESCAPED = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "{}&%$#_"},
}


def escape(text: str) -> str:
    """A text that BibTeX and LaTeX print unchanged."""
    return "".join(_ESCAPED.get(character, character) for character in one_line(text))


def _bibtex(citation: Citation) -> str:
    day = citation.accessed_on
    fields = {
        "title": f"{{{escape(_title(citation))}}}",  # doubled: its capitals are names
        "howpublished": escape(fill(_PRODUCT, version=__version__)),
        **({"year": str(day.year)} if day else {}),
        "note": escape(clauses(_basis(cited, citation.as_of) for cited in citation.rests_on) or _(_NOTHING)),
        **({"urldate": day.isoformat()} if day else {}),
    }
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{_key(citation)},\n{body}\n}}"


def _key(citation: Citation) -> str:
    """The same for the same question on the same evidence, whenever it is asked."""
    evidence = [cited.sha256 or "" for cited in citation.rests_on]
    digest = hashlib.sha256("\0".join([_title(citation), *evidence]).encode()).hexdigest()[:8]
    treaties = "-".join(cited.treaty.id for cited in citation.rests_on[:2]) or "nothing"
    return re.sub(r"[^A-Za-z0-9-]", "", f"tracker-{treaties}-{digest}")
