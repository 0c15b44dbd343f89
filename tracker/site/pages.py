"""Which pages there are, what each shows, and its twin for programs: Site → files. Pure."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tracker import __version__
from tracker.answers.to_json import to_json
from tracker.language import Language, said, spoken
from tracker.models import FLAG_LETTERS, Standing
from tracker.models.addresses import folder_of
from tracker.models.outward import escaped_json, seen
from tracker.wording.notices import notes_on
from tracker.wording.site import controls, kinds, labels
from tracker.wording.site import values as words
from tracker.wording.site.pages import LANGUAGES, MENU
from tracker.wording.words import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from types import ModuleType

    from tracker.answers.to_json import Json
    from tracker.site.model import Site, TreatyContent

#: Nothing of another origin, nothing inline: what a scraped text smuggles in cannot run or call home.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'none';"
    " base-uri 'none'; form-action 'none'"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file of the site, made when it is needed. `substance` is a digest of what it says: a page that would differ
    by how old the knowledge is, and in nothing else, keeps its substance (its script says the newest status day)."""

    path: str
    substance: str
    content: Callable[[], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: where it lies, what it is called, its template with what that needs, and its twin's object.

    `twin` None: it says nothing to programs. `dated`: the status day is what it is for, so that it is made anew when
    that moves. `feed`: its own feed in the site and what that is called. `layout`: what stands around it. `root`: where
    its links begin; None: by its own place.
    """

    path: str
    title: str
    template: str
    context: Mapping[str, object]
    twin: object
    dated: bool = False
    feed: tuple[str, str] | None = None
    layout: str = "layout.html"
    root: str | None = None


def render(page: Page, foot: Mapping[str, Any]) -> Iterator[File]:
    """A page, and the same data as JSON, which is there once: beside the English page."""
    around = "\0".join(str(foot[key]) for key in ("banner", "address", "documents", "contact", "languages"))
    said = _digest(page.title, page.template, _look(), around, _lasting(page.context, dated=page.dated))
    yield File(path=page.path, substance=said, content=lambda: _html(page, foot))
    if page.twin is None or spoken() is not Language.ENGLISH:
        return
    twin = page.path.removesuffix(".html") + ".json"
    yield File(path=twin, substance=_digest(_lasting(page.twin, dated=page.dated)), content=lambda: as_json(page.twin))


def _html(page: Page, foot: Mapping[str, Any]) -> bytes:
    root = "../" * page.path.count("/") if page.root is None else page.root
    base = f"{root}{_UP[spoken()]}"
    templates = _templates()
    body = templates.get_template(page.template).render(
        **page.context,
        root=root,
        base=base,
        page=page,
        **{key: foot[key] for key in ("official_pages", "documents", "contact")},
    )
    html = templates.get_template(page.layout).render(
        body=Markup(body),  # noqa: S704 - rendered with autoescape by the template above
        page=page,
        root=root,
        menu=said(MENU),
        policy=POLICY,
        base=base,
        twin=page.twin is not None and _twin(page, base),
        others=list(_others(page, base, foot["languages"])),
        notes=notes_on(body),
        **foot,
    )
    return (seen(html) + "\n").encode()


#: The way from the pages of a language to those in English, which lie at the root of the site.
_UP = {Language.ENGLISH: "", Language.FRENCH: "../"}


def _others(page: Page, base: str, languages: Iterable[Language]) -> Iterator[tuple[Language, str]]:
    """The same page in other languages."""
    return ((one, f"{base}{folder_of(one)}{page.path}") for one in languages if one is not spoken())


def _twin(page: Page, base: str) -> str:
    path = page.path.removesuffix(".html") + ".json"
    return path.rpartition("/")[2] if spoken() is Language.ENGLISH else f"{base}{path}"


def whole(path: str, content: bytes) -> File:
    """A file that says nothing but its content."""
    return File(path=path, substance=hashlib.sha256(content).hexdigest(), content=lambda: content)


# ---- what lasts --------------------------------------------------------------------------------

#: How old the knowledge is, in a page's own data; a citation says it too.
_AGE = frozenset({"as_of", "last_good", "not_known_after", "status_as_of", "statuses", "citation"})
#: An object with one of these keys also names its chart, `evidence`: an answer, and an act, which an older chart shows
#: just as well as the newest.
_NAMES_CHART = frozenset({"not_known_after", "in_name_of"})


def _lasting(value: object, *, dated: bool) -> str:
    """A value as text, without how old the knowledge is."""
    return json.dumps(_without_age(to_json(value), _AGE - {"status_as_of"} if dated else _AGE), sort_keys=True)


def _without_age(value: Json, age: frozenset[str]) -> Json:
    if isinstance(value, dict):
        dropped = age | {"evidence"} if _NAMES_CHART.intersection(value) else age
        return {key: _without_age(held, age) for key, held in value.items() if key not in dropped}
    if isinstance(value, list):
        return [_without_age(held, age) for held in value]
    return value


# ---- forms -------------------------------------------------------------------------------------


def as_json(value: object) -> bytes:
    """A twin: as `--json` prints it."""
    return escaped_json(json.dumps(value, default=to_json, ensure_ascii=False, indent=1)).encode() + b"\n"


def inline(value: object) -> Markup:
    """An object for a script of the page, in an element that runs nothing: `<` cannot end it early."""
    text = json.dumps(value, default=to_json, ensure_ascii=False, separators=(",", ":"))
    text = text.replace("&", "\\u0026").replace("<", "\\u003c")
    return Markup(escaped_json(seen(text)))  # noqa: S704 - no markup is left


def assets() -> Iterator[File]:
    """Style and scripts, as they lie in the package."""
    for path in sorted((files("tracker.site") / "assets").iterdir(), key=lambda path: path.name):
        yield whole(f"assets/{path.name}", path.read_bytes())


def script(path: str, name: str, value: object) -> File:
    """Data as a script that sets one name: it loads from a folder as well as from a server, unlike JSON."""
    return whole(path, f"window.{name} = {inline(value)};\n".encode())


def lasting_script(path: str, name: str, value: object) -> File:
    """The same, of data that pages bring up to the newest status day themselves."""
    content = f"window.{name} = {inline(value)};\n".encode()
    return File(path=path, substance=_digest(_lasting(value, dated=False)), content=lambda: content)


class _Spoken:
    """The phrases of a module, each in the language that is spoken when a template asks for it."""

    def __init__(self, module: ModuleType) -> None:
        self._module = module

    def __getattr__(self, name: str) -> object:
        return said(getattr(self._module, name))


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=ChoiceLoader([PackageLoader("tracker.site"), PackageLoader("tracker.report")]),  # its head is a page's
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(words.FILTERS, **kinds.FILTERS, inline=inline, one_line=one_line)
    environment.globals.update(
        t=_Spoken(labels),
        c=_Spoken(controls),
        language=spoken,
        folder=folder_of,
        twin_of=_twin,
        names_of_languages=LANGUAGES,
        standings=[standing.value for standing in Standing],
        letters=FLAG_LETTERS,
    )
    return environment


@cache
def _look() -> str:
    """What a new version of the program may change on every page."""
    here = files("tracker.site")
    folders = (here, here / "templates", files("tracker.report") / "templates")
    parts = [path for folder in folders for path in folder.iterdir() if path.is_file()]
    return _digest(
        __version__, *(path.read_text(encoding="utf-8") for path in sorted(parts, key=lambda path: path.name))
    )


def _digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def statuses_of(site: Site) -> list[dict[str, Any]]:
    """How old the knowledge of each treaty is: said first on the front page, and at the foot of every page."""
    return [{**words.status(treaty.status), "document": _document(site, treaty)} for treaty in site.treaties]


def _document(site: Site, treaty: TreatyContent) -> str | None:
    """Where in the site the page lies that a treaty was last read from."""
    evidence = treaty.status.evidence
    return site.documents.get(evidence.id) if evidence else None


def names_of(site: Site) -> dict[str, str]:
    """Treaty id → the name by which it is followed."""
    return {status["treaty"]: status["name"] for status in statuses_of(site)}
