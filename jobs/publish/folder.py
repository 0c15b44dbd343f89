"""The folder of the site: written page by page, stale pages removed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jobs.files import write_atomically
from tracker.errors import UsageError
from tracker.site.build import build

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from tracker.site.model import Site


LIST = ".site.json"  # in the folder of the pages: path → digest of the content when it was written


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build did."""

    files: int  # in the site now
    written: tuple[str, ...]
    removed: tuple[str, ...]


def write_pages(folder: Path, site: Site) -> Built:
    """Write the pages whose content changed and remove those that are gone. Raises UsageError, OutputError."""
    before = listed_files(folder)
    after: dict[str, str] = {}
    written = []
    if not (folder / LIST).exists():  # first, so that the next build recognises the folder even if this one is killed
        _write_list(folder, {})
    for file in build(site):
        after[file.path] = file.substance
        path = _inside(folder, file.path)
        if before.get(file.path) != file.substance or not path.is_file():
            write_atomically(path, file.content())
            written.append(file.path)
    removed = _remove(folder, set(before) - set(after))
    _sweep(folder, (*after, LIST))
    if before != after:
        _write_list(folder, after)
    return Built(files=len(after), written=tuple(written), removed=removed)


def is_site(folder: Path) -> bool:
    """True for a folder that `build_site` made."""
    return not folder.is_symlink() and (folder / LIST).is_file()


def _write_list(folder: Path, digests: Mapping[str, str]) -> None:
    write_atomically(folder / LIST, json.dumps(digests, indent=0, sort_keys=True).encode() + b"\n")


def listed_files(folder: Path) -> Mapping[str, str]:
    """The files that the last build wrote. Raises UsageError for a folder with another site."""
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
        raise UsageError(f"{path} cannot be read ({error}): remove the folder and build the site again") from error
    return {str(name): str(digest) for name, digest in held.items()} if isinstance(held, dict) else {}


def _inside(folder: Path, name: str) -> Path:
    """The path of a file of the site. Raises UsageError if a link leads out of the folder."""
    path = folder / name
    if path.parent.resolve() != (folder.resolve() / name).parent:
        raise UsageError(f"{path.parent} is a link or lies elsewhere: the site needs folders of its own")
    return path


def _remove(folder: Path, names: Iterable[str]) -> tuple[str, ...]:
    """Remove pages that no longer exist: only files of our own list inside the folder, and never through a link."""
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
    except (OSError, ValueError):  # a name that is too long or has a zero byte is not ours
        return False


def _sweep(folder: Path, names: Iterable[str]) -> None:
    """Remove temporary files that a killed build left."""
    ours = {folder / name for name in names}
    for parent in {path.parent for path in ours}:
        for left in parent.glob(".*"):
            path = left.with_name(left.name[1:].rpartition(".")[0])
            if path in ours and left.is_file() and not left.is_symlink():
                left.unlink()
