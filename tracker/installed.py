"""How this program was installed, and so how a package that is missing can be added to it.

The name of the distribution is not registered on an index: who is told to install it by name could install what a
stranger has put there.
"""

from __future__ import annotations

import json
import shlex
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAME = "convention-tracker"


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """Python and the folder of its environment; where the program came from (a path or an address; None: not known),
    and whether it is run from there; whether the environment has pip."""

    python: str
    prefix: str
    source: str | None
    editable: bool
    pip: bool


def how_to_add(extra: str) -> str:
    """The command that adds the packages of an extra to this program."""
    from importlib.metadata import PackageNotFoundError, distribution
    from importlib.util import find_spec

    try:
        found = distribution(_NAME)
        needs, record = found.requires or [], json.loads(found.read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):  # run from a folder, without having been installed
        needs, record = [], {}
    packages = [need.partition(";")[0].strip() for need in needs if f"extra == '{extra}'" in need.replace('"', "'")]
    return to_add(
        extra,
        packages,
        Installation(
            python=sys.executable,
            prefix=sys.prefix,
            source=_source(record),
            editable=bool(record.get("dir_info", {}).get("editable")),
            pip=find_spec("pip") is not None,
        ),
    )


def _source(record: dict[str, str | dict[str, str]]) -> str | None:
    """What pip and its like call the origin of a package (PEP 610)."""
    from urllib.parse import unquote, urlsplit

    url, version = record.get("url"), record.get("vcs_info")
    if not isinstance(url, str):
        return None
    if isinstance(version, dict):
        return f"{version.get('vcs')}+{url}"
    return unquote(urlsplit(url).path) if url.startswith("file:") else url


def to_add(extra: str, packages: Sequence[str], how: Installation) -> str:
    """The command for one way of installing; without a known origin, the packages themselves."""
    listed = [shlex.quote(package) for package in packages]
    if "/pipx/venvs/" in how.prefix:
        return " ".join(("pipx inject", _NAME, *listed))
    if "/uv/tools/" in how.prefix:
        beside = " ".join(f"--with {package}" for package in listed)
        return f"uv tool install {beside} {shlex.quote(how.source or 'FOLDER-OR-WHEEL')}"
    python = shlex.quote(how.python)
    pip = f"{python} -m pip install" if how.pip else f"uv pip install --python {python}"
    if how.source is None:
        return f"{pip} {' '.join(listed) or f'FOLDER[{extra}]'}"
    whole = f"{how.source}[{extra}]" if how.source.startswith("/") else f"{_NAME}[{extra}] @ {how.source}"
    return f"{pip} {'-e ' if how.editable else ''}{shlex.quote(whole)}"
