"""A repository that holds a publication: files are written and committed; nothing is rewritten, forced or pushed.

A crash at any point leaves the last commit whole. What was written after it is ours, by its name, and is written again.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jobs.files import make_folder, remove_unfinished, write_atomically
from jobs.locks import locked
from jobs.publish.git.program import Git, identity
from tracker.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import datetime

_LOCK = "tracker.lock"
_WRITING = "tracker-writing"  # there while a git of ours writes: if it is there later, that git was killed
#: Where something that a person began is not finished.
_UNFINISHED = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply", "BISECT_LOG")


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """An open repository; `branch`: the full name of the one that it is on. `ours`: the names that we write."""

    git: Git
    branch: str
    ours: Collection[str]

    def held(self, name: str) -> bytes | None:
        """A file as it was last committed; None if there is no such file or no commit."""
        return self.git.asks("cat-file", "blob", f"HEAD:{name}")

    def commit(self, files: Mapping[str, bytes], message: str, *, author: str, mail: str, at: datetime) -> bool:
        """Write the files and commit them; False if they are what was committed last. Raises OutputError."""
        for name, content in files.items():
            path = self.git.folder / name
            if not path.is_file() or path.read_bytes() != content:
                write_atomically(path, content)
        with self._writing():
            self.git.run("add", "--force", "--", *files)
            if not self.git.run("diff-index", "--cached", "--name-only", "-z", self._last(), "--", *files):
                return False
            self.git.run(
                *("commit", "--quiet", "--no-verify", "--cleanup=verbatim", "--file=-", "--", *files),
                given=message.encode("utf-8", "backslashreplace"),
                more=identity(author, mail, at),
            )
        return True

    def _last(self) -> str:
        """The last commit; before the first, the tree without files."""
        if self.git.asks("rev-parse", "--verify", "--quiet", "HEAD"):
            return "HEAD"
        return self.git.run("hash-object", "-t", "tree", "--stdin").decode().strip()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        note = self.git.folder / ".git" / _WRITING
        note.touch()
        yield
        note.unlink(missing_ok=True)  # after an error it stays: the locks of git may stay too

    def recover(self) -> None:
        """Remove the locks of a git of ours that was killed."""
        inside = self.git.folder / ".git"
        if (inside / _WRITING).exists():
            for left in ("index.lock", "HEAD.lock", f"{self.branch}.lock"):
                (inside / left).unlink(missing_ok=True)
            (inside / _WRITING).unlink(missing_ok=True)


@contextmanager
def opened(git: Git, ours: Collection[str]) -> Iterator[Repository]:
    """Open the repository in a folder, or make one in a new or empty folder; nobody else publishes meanwhile.

    Raises UsageError for a folder that holds anything else, or work of others that is not committed; BusyError if
    another process publishes; OutputError.
    """
    inside = git.folder / ".git"
    _make(git)
    with locked(inside / _LOCK, "another publication"):
        branch = git.asks("symbolic-ref", "--quiet", "HEAD")
        if branch is None:
            raise UsageError(f"{git.folder} is on no branch: check one out")
        repository = Repository(git=git, branch=branch.decode().strip(), ours=ours)
        repository.recover()
        for name in _UNFINISHED:
            if (inside / name).exists():
                raise UsageError(f"{git.folder}: something is not finished there ({name}): finish or abort it")
        remove_unfinished(git.folder, lambda name: name in ours)
        _refuse_work_of_others(git, ours)
        yield repository


def _make(git: Git) -> None:
    """Make the repository if the folder is new or empty. Raises UsageError for any other without one."""
    folder, inside = git.folder, git.folder / ".git"
    if inside.is_dir() and not inside.is_symlink():
        return
    try:
        make_folder(folder, 0o755)
        held = next(folder.iterdir(), None)
    except OSError as error:
        raise UsageError(f"cannot write {folder}: {error.strerror}") from error
    if held:
        raise UsageError(f"{folder} is no git repository of its own, and not empty ({held.name}): name another folder")
    git.run("init", "--quiet", "--template=", "--initial-branch=main")


def _refuse_work_of_others(git: Git, ours: Collection[str]) -> None:
    found = git.run("status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames")
    for entry in found.decode("utf-8", "replace").split("\0"):
        if entry and entry[3:] not in ours:
            raise UsageError(f"{git.folder} holds work that is not committed ({entry[3:]}): commit it or move it away")


def refuse_files_of_others(repository: Repository) -> None:
    """Raise UsageError if a name of ours is another's file. Call it for a repository that we never committed to."""
    for name in repository.ours:
        if repository.held(name) is not None:
            raise UsageError(f"{repository.git.folder} holds a {name} that the tracker did not write: move it away")
