"""How to cite an answer: as text, or as an entry for BibTeX. Pure."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker import __version__
from tracker.models import Provenance
from tracker.models.provenance import STOOD_IN
from tracker.wording.sources import source_in_words
from tracker.wording.words import day_in_words, number_label, one_line, treaty_title

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
    rests = " ".join(f"{_basis(cited, citation.as_of)}." for cited in citation.rests_on) or "Nothing had been read."
    asked = f" Asked on {day_in_words(citation.accessed_on)}." if citation.accessed_on else ""
    return f"{_title(citation)}. {_PRODUCT}. {rests}{asked}"


_PRODUCT = f"Convention tracker {__version__} (unofficial compilation from public sources)"


def _title(citation: Citation) -> str:
    day = f", as of {day_in_words(citation.as_of)}" if citation.as_of else ""
    known = f", as known at {citation.known_at}" if citation.known_at else ""
    return f"{one_line(citation.question)}{day}{known}"


def _basis(cited: Cited, as_of: date | None) -> str:
    """`ETS 185 (Budapest Convention): status as of 25 April 2026, read from … on …, evidence SHA-256 …`"""
    parts = [f"status as of {day_in_words(cited.status_as_of)}" if cited.status_as_of else "status not dated"]
    parts.append(_origin(cited))
    if cited.status_as_of and as_of and as_of > cited.status_as_of:
        parts.append(f"not known after {day_in_words(cited.status_as_of)}")
    if cited.sha256:
        parts.append(f"evidence SHA-256 {cited.sha256[:_HASH]}")
    return f"{number_label(cited.treaty)} ({treaty_title(cited.treaty)}): {', '.join(parts)}"


def _origin(cited: Cited) -> str:
    if cited.read_on is None:
        return "list bundled with the tracker"
    read = f"{source_in_words(cited.source, cited.provenance)} on {day_in_words(cited.read_on)}"
    made = cited.provenance in STOOD_IN
    return f"demonstration data, {read}" if made else f"read from {read}"


# ---- BibTeX -------------------------------------------------------------------------------------

_ESCAPED = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "{}&%$#_"},
}


def escape(text: str) -> str:
    """A text that BibTeX and LaTeX print as it stands."""
    return "".join(_ESCAPED.get(character, character) for character in one_line(text))


def _bibtex(citation: Citation) -> str:
    day = citation.accessed_on
    fields = {
        "title": f"{{{escape(_title(citation))}}}",  # doubled: its capitals are names
        "howpublished": escape(_PRODUCT),
        **({"year": str(day.year)} if day else {}),
        "note": escape(
            "; ".join(_basis(cited, citation.as_of) for cited in citation.rests_on) or "Nothing had been read"
        ),
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
