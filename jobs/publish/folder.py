"""The folder of the site: written page by page, stale pages removed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jobs.files import write_atomically
from jobs.publish.state import STATE, State, digest_of, read_state, write_state
from tracker.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from tracker.site.pages import File


LIST = ".site.json"  # in the folder of the pages: path → digest of the content when it was written


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build did."""

    files: int  # in the site now
    written: tuple[str, ...]
    removed: tuple[str, ...]


def write_pages(folder: Path, files: Iterable[File], made_of: str) -> Built:
    """Write the files whose content changed, or that somebody changed or removed, and remove those of pages that are
    gone. `made_of` is noted at the end, for `unchanged`. Raises UsageError, OutputError."""
    before, lay = listed_files(folder), read_state(folder).digests
    after: dict[str, str] = {}
    lies: dict[str, str] = {}
    written = []
    if not (folder / LIST).exists():  # first, so that the next build recognises the folder even if this one is killed
        _write_list(folder, {})
    for file in files:
        path = _inside(folder, file.path)
        after[file.path] = file.substance
        digest = digest_of(path) if before.get(file.path) == file.substance else None
        if digest is None or digest != lay.get(file.path):
            content = file.content()
            digest = hashlib.sha256(content).hexdigest()
            write_atomically(path, content)
            written.append(file.path)
        lies[file.path] = digest
    removed = _remove(folder, set(before) - set(after))
    _sweep(folder, (*after, LIST, STATE))
    if before != after:
        _write_list(folder, after)
    write_state(folder, State(made_of=made_of, digests=lies))
    return Built(files=len(after), written=tuple(written), removed=removed)


def unchanged(folder: Path, made_of: str) -> Built | None:
    """What a build has done that finds nothing to do: every file lies there as it was written, and was made of the
    same. None if there is something to build."""
    state = read_state(folder)
    if state.made_of != made_of or listed_files(folder).keys() != state.digests.keys() or not state.lies_in(folder):
        return None
    _sweep(folder, (*state.digests, LIST, STATE))
    return Built(files=len(state.digests), written=(), removed=())


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
