"""`tracker site build`: the static site, gathered from the store and written so that a reader never sees half a page.

Of a site that lies there already only the files are written that say something else now: which said what stands in a
list beside them.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from jobs.answers import parties
from jobs.calendar import gather as calendars_of
from jobs.calendar import item_object
from jobs.citing import rests_on
from jobs.dossier import dossier
from jobs.publish import files_for_programs
from jobs.reconcile import reconcile
from jobs.reporting import entries_of, status_of
from jobs.run import version
from jobs.series import series
from jobs.statements import ages, ask
from jobs.writing import write_whole
from tracker.calendar import ItemKind
from tracker.errors import BusyError, UsageError
from tracker.export.tables import PARTY_COLUMNS, csv_of
from tracker.models import Standing
from tracker.models.times import day_at
from tracker.reconcile import Status
from tracker.site.build import build
from tracker.site.model import Site, TreatyContent
from tracker.wording.citations import FORMS, Citation, cite
from tracker.wording.site import rule_for_states
from tracker.wording.words import number_label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from db.store import Store
    from jobs.calendar import Gathered
    from jobs.objects import Object
    from tracker.wording.citations import Cited

LIST = ".site.json"  # beside the pages: path → what the file said when it was written
LOCK = ".site.lock"
_PATIENCE = 60.0  # seconds

#: What a reader should know of; that a register lags or that a figure cannot be checked is `tracker reconcile`'s.
_WORTH_SAYING = (Status.DIFFER, Status.MISSING, Status.PARENT_MISSING, Status.RULE, Status.CLAIM_DIFFERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build did."""

    files: int  # that the site has now
    written: tuple[str, ...]
    removed: tuple[str, ...]


def build_site(store: Store, folder: Path, *, now: datetime, progress: Callable[[str], None] = lambda _: None) -> Built:
    """Bring the site in a folder up to date. Raises UsageError for a folder that holds another site, BusyError where
    another build does not end."""
    _listed(folder)  # another's folder is refused before anything is put into it
    with _alone(folder):
        progress("gathering")
        with store.reading():  # a check that ends meanwhile would give one page what another lacks
            site = gather(store, now=now)
        progress("writing")
        return _write(folder, site)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One build a folder at a time: the daemon's and one by hand would sweep away each other's files."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / LOCK, timeout=_PATIENCE):
            yield
    except Timeout as error:
        raise BusyError(f"another build has been writing into {folder} for a minute: try again later") from error
    except OSError as error:
        raise UsageError(f"cannot write {folder}: {error.strerror}") from error


def _write(folder: Path, site: Site) -> Built:
    before = _listed(folder)
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


def _listed(folder: Path) -> Mapping[str, str]:
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


# ---- what the pages show -----------------------------------------------------------------------


def gather(store: Store, *, now: datetime) -> Site:
    """All that the pages show, as it is known now."""
    found, answers = parties(store, now=now, standings=list(Standing))
    sources = {answer.known.treaty.id: answer.known.feed.source for answer in answers}
    rows = [{**row, "source": sources[row["treaty"]]} for row in found]
    calendars = {one.known.treaty.id: one for one in calendars_of(store)}
    lines = series(store, now=now, treaties=(), day=None, known_at=None)["treaties"]
    participants = sorted({row["participant"] for row in rows})
    dossiers = {key: dossier(store, key, now=now, day=None, known_at=None) for key in participants}
    return Site(
        version=version(),
        treaties=tuple(_treaty(store, calendars[id_], lines[id_]["series"], now) for id_ in calendars),
        unread=tuple(treaty.name for treaty in store.treaties() if treaty.id not in calendars),
        parties=rows,
        dossiers=dossiers,
        entries=entries_of(store, store.changes()),
        findings=_findings(store, now),
        citations=dict(_citations(store, dossiers, now)),
        files={**dict(files_for_programs(store, now)), "data.csv": _table(rows)},
    )


def _treaty(store: Store, calendar: Gathered, line: list[Object], now: datetime) -> TreatyContent:
    treaty, status = calendar.known.treaty, status_of(store, calendar.known.treaty, now=now)
    day = day_at(now, treaty.seat)
    [age] = ages(store, [treaty.id])
    return TreatyContent(
        status=status,
        chart=calendar.known.chart,
        series=line,
        agenda=[item_object(item, day=day) for item in calendar.items],
        countdown=_countdown(calendar),
        entry_rule=rule_for_states(treaty),
        statements=ask(store, treaties=[treaty.id]),
        statements_read=age.read_at is not None,
    )


def _table(rows: Iterable[Object]) -> bytes:
    """The bytes of `tracker export csv`."""
    return csv_of(PARTY_COLUMNS, [row for row in rows if row["standing"] != Standing.NONE]).encode()


def _countdown(calendar: Gathered) -> str | None:
    found = next((item for item in calendar.items if item.kind is ItemKind.COUNTDOWN), None)
    return f"{calendar.known.treaty.name}: {found.basis}." if found else None


def _citations(store: Store, dossiers: Mapping[str, Object], now: datetime) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Citations of the whole, of each treaty and of each participant; the reader adds the day."""
    stands = rests_on(store, now=now)
    yield "", _citation("Participation in treaties", stands)
    for cited in stands:
        yield cited.treaty.id, _citation(f"Participation in {number_label(cited.treaty)}", [cited])
    for key, dossier_of in dossiers.items():
        yield key, _citation(dossier_of["name"], stands)


def _citation(title: str, stands: list[Cited]) -> Mapping[str, str]:
    citation = Citation(question=title, as_of=None, known_at=None, rests_on=stands, accessed_on=None)
    return {form: cite(citation, form) for form in FORMS}


def _findings(store: Store, now: datetime) -> list[Object]:
    return [
        {
            "treaty": finding.treaty,
            "participant": finding.participant,
            "name": finding.name,
            "status": finding.status.value,
            "explanation": finding.explanation,
        }
        for finding in reconcile(store, now=now)
        if finding.status in _WORTH_SAYING
    ]
