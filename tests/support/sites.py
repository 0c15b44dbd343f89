"""Sites for tests, built from a small world: what to build from, building it, and what lies in its folder."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from world import declaration, row, world

from db.store import Store
from jobs.publish.site import build_site
from tracker.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from world import World

    from jobs.publish.folder import Built

#: Names and texts that someone means ill by: as the depositary's pages would print them.
EVIL_NAME = "<img src=x onerror=alert(1)>"
EVIL_END = '</script><script>alert(2)</script>"\u2028\u202eevil'
EVIL_TEXT = (
    "<p>Reserved<script>alert(3)</script><img src=x onerror=alert(4)>"
    '<a href="javascript:alert(5)">here</a><svg onload=alert(6)></svg> and no more.</p>'
)

SPELLINGS = f"""
[participants]
"{EVIL_NAME}" = "XIA"
'{EVIL_END}' = "XIB"
"""

ROWS = (
    row("Albania", signed="2001-11-23", consent="2002-06-20", in_force="2004-07-01"),
    row("Ireland", signed="2002-02-28"),
    row("Portugal", signed="2001-11-23", consent="2010-03-24", in_force="2010-07-01"),
    row("Brazil", "non_member", consent="2022-11-30", in_force="2023-03-01"),
    row("Côte d'Ivoire", "non_member", consent="2026-05-04", in_force="2026-09-01"),
    row("Kazakhstan", "non_member"),
    row(
        "Tonga",
        "non_member",
        consent="2017-05-09",
        in_force="2017-09-01",
        extra={"DateDenonciation": "2020-02-03T00:00:00", "DateEffetDenonciation": "2020-06-01T00:00:00"},
    ),
    row("Tonga", "non_member", consent="2021-02-10", in_force="2021-06-01"),
)

ILL = (row(EVIL_NAME, "non_member", signed="2020-01-02"), row(EVIL_END, "non_member"))

STATEMENTS = (
    declaration("Portugal", "It reserves the right not to apply it in whole.", article="22", effective="2010-07-01"),
    declaration("Portugal", "The authority is the Prosecutor General.", nature="Authorities", article="24"),
    declaration("Brazil", EVIL_TEXT, nature="Declaration", article='27"><script>alert(7)</script>'),
)


@contextmanager
def site_world(folder: Path, *, evil: bool = False) -> Iterator[World]:
    """A world that has read a chart and a list of statements of ETS 185."""
    with world(folder, more=SPELLINGS if evil else "") as w:
        w.show(*ROWS, *(ILL if evil else ()))
        w.declare(*STATEMENTS)
        w.check()
        w.read_statements()
        yield w


def build(w: World, name: str = "site", languages: Sequence[Language] = (Language.ENGLISH,)) -> Built:
    """The site of a world as it is known now."""
    with Store.open(w.folder / "tracker.db") as store:
        return build_site(store, w.folder / name, now=w.now, languages=languages)


def restate(w: World, *entries: dict[str, Any]) -> None:
    """The list of statements says this now, and has been read twice: a difference waits for the second read."""
    w.declare(*entries)
    for _ in range(2):
        w.wait(hours=13)
        w.read_statements()


def lying(folder: Path) -> dict[str, bytes]:
    """Path → content of every file there, hidden ones too."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
