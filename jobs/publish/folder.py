"""The folder of the site: written page by page, stale pages removed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jobs.files import write_whole
from tracker.errors import UsageError
from tracker.site.build import build

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from tracker.site.model import Site


LIST = ".site.json"  # beside the pages: path → what the file said when it was written


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build did."""

    files: int  # that the site has now
    written: tuple[str, ...]
    removed: tuple[str, ...]


def write_pages(folder: Path, site: Site) -> Built:
    before = listed_files(folder)
    after: dict[str, str] = {}
    written = []
    if not (folder / LIST).exists():  # first: a build that is killed is to leave a folder that the next one knows
        _write_list(folder, {})
    for file in build(site):
        after[file.path] = file.substance
        path = _inside(folder, file.path)
        if before.get(file.path) != file.substance or not path.is_file():
            write_whole(path, file.content())
            written.append(file.path)
    removed = _remove(folder, set(before) - set(after))
    _sweep(folder, (*after, LIST))
    if before != after:
        _write_list(folder, after)
    return Built(files=len(after), written=tuple(written), removed=removed)


def is_site(folder: Path) -> bool:
    """True for a folder that `build_site` made."""
    return not folder.is_symlink() and (folder / LIST).is_file()


def _write_list(folder: Path, said: Mapping[str, str]) -> None:
    write_whole(folder / LIST, json.dumps(said, indent=0, sort_keys=True).encode() + b"\n")


def listed_files(folder: Path) -> Mapping[str, str]:
    path = folder / LIST
    try:
        held = json.loads(path.read_bytes())
    except FileNotFoundError:
        if (folder / "index.html").exists():
            raise UsageError(
                f"{folder} holds an index.html that the tracker did not make: name another folder"
            ) from None
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(f"{path} cannot be read ({error}): remove the folder, and the site is written anew") from error
    return {str(name): str(said) for name, said in held.items()} if isinstance(held, dict) else {}


def _inside(folder: Path, name: str) -> Path:
    """Where a file of the site lies. Raises UsageError where a link would lead out of the folder."""
    path = folder / name
    if path.parent.resolve() != (folder.resolve() / name).parent:
        raise UsageError(f"{path.parent} is a link or lies elsewhere: a site is written into folders of its own")
    return path


def _remove(folder: Path, names: Iterable[str]) -> tuple[str, ...]:
    """Remove pages that are no more: files of our own list, inside the folder, and nothing that a link leads to."""
    gone = []
    root = folder.resolve()
    for name in sorted(names):
        path = root / name
        if _is_ours(root, path):
            path.unlink()
            gone.append(name)
    return tuple(gone)


def _is_ours(root: Path, path: Path) -> bool:
    try:
        return path.is_relative_to(root) and path.resolve() == path and path.is_file()
    except (OSError, ValueError):  # a name too long, or with a zero byte: none of ours
        return False


def _sweep(folder: Path, names: Iterable[str]) -> None:
    """Remove what a killed build left: neighbours of our files that were never renamed to them."""
    ours = {folder / name for name in names}
    for parent in {path.parent for path in ours}:
        for left in parent.glob(".*"):
            path = left.with_name(left.name[1:].rpartition(".")[0])
            if path in ours and left.is_file() and not left.is_symlink():
                left.unlink()
