"""The catalogues of translations: `make messages` collects the phrases of the code and compiles what is translated.

With `--check` it writes nothing, and fails if a phrase has no translation, a translation is fuzzy or has other places
than its phrase, or a catalogue is not what the code and its source say.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Message

_BREAKABLE = re.compile(r" [:;!?»]|« ")
ROOT = Path(__file__).parents[1]
LOCALE = ROOT / "tracker" / "locale"
CODE = ("tracker", "jobs")
#: Tables that hold phrases too, which stand there alone: the sources of claims, and what an article is for.
CLAIMS, ARTICLES = ROOT / "tracker" / "data" / "claims.json", ROOT / "tracker" / "data" / "articles.toml"
KEYWORDS = {"_": None, "N_": None, "fill": None, "P_": (1, 2)}
#: A name in a sentence takes forms of its own in each language (tracker/wording/nouns.py): only the places must agree.
_NOTE = """\
# French translations of what the convention tracker tells.
# A place is that of the English phrase. A name may ask for a form: {who:de} "de la France", {who:à} "au Japon",
# {who:en} "en France"; {who:a|ont} agrees in number, {who:entré|entrée|entrés|entrées} in gender and number.
# Terms: those of the Treaty Office; written without a lawyer's review.\
"""


def collected() -> Catalog:
    """The phrases of the code, in its order."""
    found = Catalog(project="convention-tracker")
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "tracker.language import" in path.read_text(encoding="utf-8"):
                for _line, phrase, _comments, _context in extract_from_file("python", path, keywords=KEYWORDS):
                    found.add(phrase, flags=["python-brace-format"] if "{" in str(phrase) else ())
    for claim in json.loads(CLAIMS.read_text(encoding="utf-8")):
        found.add(claim["source"])
    for phrase in _of_articles(tomllib.loads(ARTICLES.read_text(encoding="utf-8"))):
        found.add(phrase)
    return found


def _of_articles(table: dict[str, Any]) -> Iterator[str]:
    """What the table of articles says of each, and the notes of each treaty."""
    for key, held in table.items():
        if key == "notes":
            yield from (note for notes in held.values() for note in notes)
        elif isinstance(held, dict):
            yield from (rule[name] for rule in held.values() for name in ("title", "way", "always") if name in rule)


def translated(path: Path) -> Catalog:
    """A catalogue's source."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3], ignore_obsolete=True)


def updated(path: Path) -> Catalog:
    """The source with the phrases that the code has today. A translation is never guessed for a new one."""
    catalogue = translated(path)
    catalogue.update(collected(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    catalogue.header_comment = _NOTE
    return catalogue


def as_po(catalogue: Catalog) -> bytes:
    """The text of a source: without places in the code, which every change would move."""
    file = BytesIO()
    write_po(file, catalogue, width=120, no_location=True)
    return file.getvalue()


def as_mo(catalogue: Catalog) -> bytes:
    """The compiled catalogue."""
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def faults(path: Path) -> Iterator[str]:
    """What is wrong with a catalogue."""
    catalogue = updated(path)
    if as_po(catalogue) != path.read_bytes():
        yield f"{path.relative_to(ROOT)} is not what the code says: run `make messages`"
    if _compiled(path) != as_mo(catalogue):
        yield f"{path.with_suffix('.mo').relative_to(ROOT)} is not what its source says: run `make messages`"
    for message in catalogue:
        if message.id:
            yield from (f"{path.parts[-3]}: {message.id!r}: {fault}" for fault in faults_of(message, path.parts[-3]))


def _compiled(path: Path) -> bytes:
    compiled = path.with_suffix(".mo")
    return compiled.read_bytes() if compiled.exists() else b""


def faults_of(message: Message, language: str) -> Iterator[str]:
    """What is wrong with the translation of one phrase."""
    phrases = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
    forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    if message.fuzzy:
        yield "fuzzy"
    if not all(forms):
        yield "not translated"
        return
    expected = places(phrases[-1])
    for number, form in enumerate(forms, 1):
        of_one = number < len(forms)  # which may write its number as a word
        if not places(form) <= expected if of_one else places(form) != expected:
            yield f"has {sorted(places(form))}, not {sorted(expected)}"
        if language == "fr" and _BREAKABLE.search(form):
            yield "a line may break before a sign that belongs to the word before it: use no-break spaces"


def places(phrase: str) -> set[str]:
    """The names of the places of a phrase."""
    return {name for _text, name, _form, _conversion in Formatter().parse(phrase) if name is not None}


def main() -> int:
    """Write the catalogues, or check them."""
    sources = sorted(LOCALE.glob("*/LC_MESSAGES/tracker.po"))
    if "--check" not in sys.argv[1:]:
        for path in sources:
            catalogue = updated(path)
            path.write_bytes(as_po(catalogue))
            path.with_suffix(".mo").write_bytes(as_mo(catalogue))
    found = [fault for path in sources for fault in faults(path)]
    print("\n".join(found) or f"{len(sources)} catalogue(s) complete")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
