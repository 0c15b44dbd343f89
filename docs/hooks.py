"""What `mkdocs build` (mkdocs.yml) does beside rendering docs/*.md: the order of the pages, pages that only the build
makes, and links out of docs/."""

from __future__ import annotations

import html
import importlib.util
import json
import posixpath
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.structure.files import File

if TYPE_CHECKING:
    from types import ModuleType

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent

#: Documents of other folders, and the notebook: file → page.
ELSEWHERE = {
    "README.md": "overview.md",
    "CHANGELOG.md": "changes.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "report-a-weakness.md",
    "tests/README.md": "tests.md",
    "docs/notebooks/who-is-bound.ipynb": "notebooks/who-is-bound.md",
}
_WHOLE = re.compile(r"^```.*?^```|\[([^\]]+)\]\(((?!\w+:)[^)#\s]+)(#[^)\s]*)?\)", re.MULTILINE | re.DOTALL)

_PYTHON = """# Python

`import tracker`: every question of the command line as a method. [The notebook](notebooks/who-is-bound.md) uses it.
Made from the docstrings of `tracker/api`; `help(tracker.api)` says the same. `open_database` is `tracker.open`.

::: tracker.api
"""


def _maker(name: str) -> ModuleType:
    """A module beside this one; the folder is no package."""
    spec = importlib.util.spec_from_file_location(f"docs_{name}", DOCS / f"{name}.py")
    assert spec is not None  # noqa: S101 - it is there
    assert spec.loader is not None  # noqa: S101 - so is its loader
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# ---- the order of the pages ----------------------------------------------------------------------------


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """The navigation is the list in docs/README.md, and what the build adds to its reference."""
    nav: list[Any] = ["README.md"]
    made = [{"Commands": "commands.md"}, {"Configuration": "configuration.md"}, {"Python": "python.md"}]
    for section in (DOCS / "README.md").read_text(encoding="utf-8").split("\n## ")[1:]:
        title, _, body = section.partition("\n")
        links = re.findall(r"^(?:\*|\d+\.) \[([^\]]+)\]\(([^)#]+)\)", body, re.MULTILINE)
        pages = [{said: _page_of(posixpath.normpath(f"docs/{target}"))} for said, target in links]
        nav.append({title: made + pages if title == "Reference" else pages})
    config.nav = nav
    return config


def _page_of(path: str) -> str | None:
    """The page of a file of the repository, if it has one."""
    return ELSEWHERE.get(path) or (path.removeprefix("docs/") if path.startswith("docs/") else None)


# ---- pages that only the build makes -------------------------------------------------------------------


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add them."""
    made = {
        "commands.md": _maker("commands").markdown(),
        "configuration.md": _maker("configuration").markdown(),
        "python.md": _PYTHON,
    }
    for path, page in ELSEWHERE.items():
        text = (ROOT / path).read_text(encoding="utf-8")
        made[page] = _notebook(text) if path.endswith(".ipynb") else text
    for page, text in made.items():
        files.append(File.generated(config, page, content=text))
    return files


def _notebook(text: str) -> str:
    """The cells of a notebook, with the output that is kept in it."""
    parts = []
    for cell in json.loads(text)["cells"]:
        source = "".join(cell["source"])
        parts.append(source if cell["cell_type"] == "markdown" else f"```python\n{source}\n```")
        for output in cell.get("outputs", ()):
            shown = output.get("data", {"text/plain": output.get("text", "")})
            if "text/html" in shown:
                table = re.sub(r"<style.*?</style>", "", "".join(shown["text/html"]), flags=re.DOTALL)
                parts.append(re.sub(r"\n\s*", "", table))
            else:
                parts.append(f"```text\n{''.join(shown['text/plain']).rstrip()}\n```")
    return "\n\n".join(parts) + "\n"


# ---- each page -----------------------------------------------------------------------------------------


def on_page_markdown(markdown: str, page: Page, **_: object) -> str:
    """Links between files of the repository become links between pages; what is not Python-Markdown's way is mended."""
    here = page.file.src_uri
    origin = next((path for path, made in ELSEWHERE.items() if made == here), f"docs/{here}")
    if origin == "CONTRIBUTING.md":  # its lists are indented by three, Python-Markdown wants four
        markdown = re.sub(r"^ {3}(?=\S| )", "    ", markdown, flags=re.MULTILINE)
    if here == "architecture.md":
        markdown = re.sub(r"```mermaid\n.*?```", lambda found: _picture(found[0]), markdown, flags=re.DOTALL)
    return _WHOLE.sub(lambda found: _linked(found, origin, here), markdown)


def _linked(found: re.Match[str], origin: str, here: str) -> str:
    said, target, heading = found.groups()
    if target is None:
        return found[0]  # a block of code
    path = posixpath.normpath(posixpath.join(posixpath.dirname(origin), target))
    page = _page_of(path)
    if page is None and (ROOT / path).exists():
        return str(said)  # a file of the repository that is no page
    if page is None:
        return found[0]  # leads nowhere, which the build then says
    return f"[{said}]({posixpath.relpath(page, posixpath.dirname(here) or '.')}{heading or ''})"


def _picture(mermaid: str) -> str:
    """The floors of the architecture as boxes: Mermaid would load a script of three megabytes."""
    floors = _maker("architecture").read(mermaid)
    boxes = ("".join(f"<code>{html.escape(name)}</code>" for name in floor) for floor in floors)
    return '<div class="floors">' + "".join(f"<div>{one}</div>" for one in boxes) + "</div>"
