"""A stand-in of the web archive, what it holds, and back-fill from it (docs/sources.md#archive)."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pages
from pages import About, Fact, gen1, gen2, gen3
from world import World

from jobs.backfill import archive as backfill
from jobs.backfill import client
from jobs.backfill.client import open_archive
from jobs.demo.standin import Answer, Asked, StandIn, Wire
from tracker.answers.history.records import change_object
from tracker.participants import table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from tracker.models import Change


GEN1 = "http://conventions.coe.int/Treaty/Commun/ChercheSig.asp?NT=185&CM=8&DF={df}&CL=ENG"
PLAIN1 = "http://conventions.coe.int:80/Treaty/Commun/ChercheSig.asp?NT=185"
GEN2 = "http://www.coe.int/en/web/conventions/full-list/-/conventions/treaty/185/signatures?p_auth={auth}"
HTML = "text/html; charset=utf-8"
SHELL = b"<html><body><noscript>You need to enable JavaScript to run this app.</noscript></body></html>"


@dataclass
class Held:
    """A capture as the archive holds it. `leads_to`: the timestamp that the replay redirects to."""

    timestamp: str
    original: str
    body: bytes = b""
    digest: str = ""
    mimetype: str = "text/html"
    status: str = "200"
    answers: int = 200
    cut: bool = False
    leads_to: str | None = None
    charset: str = "; charset=utf-8"


@dataclass
class Archive:
    """What the stand-in holds, and how it misbehaves."""

    held: list[Held] = field(default_factory=list)
    page_size: int = 3
    busy: list[str | None] = field(default_factory=list)  # Retry-After of the next answers, all 429
    dies_after: int | None = None  # requests
    slept: list[float] = field(default_factory=list)


class ArchiveStandIn(StandIn):
    """The index and the replay, beside the service."""

    archive = Archive()

    def _good(self, asked: Asked) -> Answer:
        if not asked.path.startswith(("/cdx/", "/web/")):
            return super()._good(asked)
        archive = self.archive
        if archive.dies_after is not None:
            archive.dies_after -= 1
            if archive.dies_after < 0:
                return Answer(status=503, content_type="text/plain", body=b"down")
        if archive.busy:
            wait = archive.busy.pop(0)
            return Answer(status=429, body=b"", headers={"Retry-After": wait} if wait else {})
        return self._index(asked) if asked.path.startswith("/cdx/") else self._replay(asked)

    def _index(self, asked: Asked) -> Answer:
        query, archive = asked.query, self.archive
        assert query["output"] == "json"
        names = query["fl"].split(",")
        wanted = [held for held in archive.held if surt(held.original).startswith(surt(query["url"]))]
        if query["filter"].startswith("original:"):
            pattern = query["filter"].removeprefix("original:")
            wanted = [held for held in wanted if re.fullmatch(pattern, held.original)]
        wanted.sort(key=lambda held: (surt(held.original), held.timestamp))
        start = int(query.get("resumeKey", "0"))
        lines: list[list[str]] = [cdx(held, names) for held in wanted[start : start + archive.page_size]]
        if lines:
            lines.insert(0, names)
        if start + archive.page_size < len(wanted):
            lines += [[], [str(start + archive.page_size)]]
        return Answer(body=json.dumps(lines).encode())

    def _replay(self, asked: Asked) -> Answer:
        timestamp = asked.path.split("/")[2].removesuffix("id_")
        held = next((held for held in self.archive.held if held.timestamp == timestamp), None)
        if held is None:
            return Answer(status=404, content_type=HTML, body=b"<html>not archived</html>")
        if held.leads_to:
            return Answer(status=302, headers={"Location": f"/web/{held.leads_to}id_/{held.original}"})
        wire = Wire.CUT if held.cut else Wire.WHOLE
        return Answer(status=held.answers, content_type=f"text/html{held.charset}", body=held.body, wire=wire)


def surt(address: str) -> str:
    """An address as the index sorts it: no scheme, lower case, parameters by name."""
    url = urlsplit(address if "://" in address else f"http://{address}")
    return f"{url.hostname}){url.path.lower()}?{urlencode(sorted(parse_qsl(url.query.lower())))}".rstrip("?")


def cdx(held: Held, names: Sequence[str]) -> list[str]:
    known = {
        "urlkey": surt(held.original),
        "timestamp": held.timestamp,
        "original": held.original,
        "mimetype": held.mimetype,
        "statuscode": held.status,
        "digest": held.digest or f"SHA{held.timestamp}",
        "length": str(len(held.body)),
    }
    return [known[name] for name in names]


@contextmanager
def archived(folder: Path, held: Sequence[Held], **settings: Any) -> Iterator[tuple[World, Archive]]:
    """A world whose stand-in is an archive too."""
    with ArchiveStandIn() as standin:
        standin.archive = Archive(held=[replace(one) for one in held])
        yield World(folder, standin, **settings), standin.archive


def page(build: Callable[..., bytes], facts: Sequence[Fact], day: date, layout: pages.Layout | None = None) -> bytes:
    """The chart as it was printed on a day; generation 1 hides later dates and not the flags."""
    in_force = date(2004, 7, 1) if day >= date(2004, 3, 18) else None
    shown = [until(fact, day) for fact in facts]
    return build([fact for fact in shown if fact], About(status=day, in_force=in_force), layout)


def until(fact: Fact, day: date) -> Fact | None:
    """A row as it stood on a day; a non-member's appears with its first act. None: no row."""
    signed = fact.signed if fact.signed and fact.signed <= day else None
    consent = fact.consent if fact.consent and fact.consent <= day else None
    if fact.group == "non_member" and not (signed or consent):
        return None
    if fact.name == "Russian Federation" and day.year >= 2022:
        return None
    if day < date(2006, 6, 3):
        if fact.name == "Montenegro":
            return None
        if fact.name == "Serbia":
            return replace(fact, name="Serbia and Montenegro", signed=signed, consent=None, in_force=None)
    in_force = fact.in_force if consent and (fact.in_force != date(2004, 7, 1) or day >= date(2004, 3, 18)) else None
    return replace(fact, signed=signed, consent=consent, in_force=in_force, mark=fact.mark if consent else None)


def stamp(day: date) -> str:
    return f"{day:%Y%m%d}101500"


def first(day: date, facts: Sequence[Fact], **values: Any) -> Held:
    """A good capture of generation 1."""
    values.setdefault("body", page(gen1, facts, day))
    return Held(stamp(day), GEN1.format(df=f"{day:%d/%m/%y}"), charset="", **values)


def second(day: date, facts: Sequence[Fact], build: Callable[..., bytes] = gen2, **values: Any) -> Held:
    """A good capture of generation 2, or of a later one at its address."""
    values.setdefault("body", page(build, facts, day))
    return Held(stamp(day), GEN2.format(auth=f"x{day:%y%m}"), **values)


D = [
    *(date(2003, 1, 15), date(2004, 6, 18), date(2005, 5, 1), date(2007, 1, 20), date(2010, 3, 1), date(2014, 2, 1)),
    *(date(2015, 12, 3), date(2017, 6, 5), date(2019, 9, 9), date(2021, 11, 30), date(2023, 3, 3), date(2025, 8, 1)),
]


def good(facts: Sequence[Fact]) -> list[Held]:
    """Twelve good captures of three generations; the last two are a rendered chart of generation 3."""
    ones = [first(day, facts) for day in D[:6]]
    ones[4].original = PLAIN1
    return ones + [second(day, facts) for day in D[6:10]] + [second(day, facts, gen3) for day in D[10:]]


def troubled(facts: Sequence[Fact]) -> list[Held]:
    """The same, with everything between that an archive may hold beside."""
    ones = good(facts)
    truncated = page(gen1, facts, date(2009, 6, 1))
    between = [
        first(date(2005, 8, 1), facts, mimetype="warc/revisit", status="-", digest=f"SHA{stamp(D[2])}", body=b""),
        first(date(2009, 6, 1), facts, body=truncated[: len(truncated) // 2]),
        first(date(2012, 1, 1), facts, body=page(gen1, facts, D[2])),  # made for a day long past
        first(date(2013, 1, 1), facts, leads_to=stamp(D[5])),
        second(date(2016, 1, 1), facts, cut=True),
        second(date(2016, 2, 1), facts, answers=404),
        second(date(2018, 1, 1), facts, body=SHELL),
        second(date(2018, 2, 1), facts, body=b"<html><body>Under maintenance</body></html>"),
        second(date(2020, 1, 1), facts, digest=f"SHA{stamp(D[8])}", body=b"never asked for"),
        first(date(2011, 1, 1), facts, body=pages.gen1([until(f, D[4]) or f for f in facts], About(number="186"))),
    ]
    others = [
        replace(first(date(2008, 1, 1), facts), original=GEN1.format(df="x").replace("CL=ENG", "CL=FRE")),
        replace(first(date(2008, 2, 1), facts), original=PLAIN1 + "0"),  # NT=1850
    ]
    return ones + between + others


def few() -> tuple[Fact, ...]:
    """Some facts, with both heirs of Serbia and Montenegro; the invited have no row."""
    facts = [fact for fact in pages.some_facts() if fact.mark != "a" or fact.consent]
    montenegro = Fact(
        name="Montenegro",
        code="MOT",
        signed=date(2005, 4, 7),
        consent=date(2010, 3, 3),
        in_force=date(2010, 7, 1),
        notes=("55",),
    )
    return (*facts, montenegro)


def asked_by(here: World, archive: Archive) -> client.Archive:
    """The archive without its waits."""
    return open_archive(
        here.config,
        now=lambda: here.now,
        base=here.standin.origin,
        min_gap=timedelta(0),
        sleep=archive.slept.append,
    )


def run(here: World, archive: Archive, **settings: Any) -> list[backfill.BackfillResult]:
    """`tracker backfill wayback` against the stand-in, without waiting."""
    asking = asked_by(here, archive)
    with asking.fetcher:
        return backfill.from_wayback(here.config, asking, now=lambda: here.now, **settings)


def history(here: World) -> dict[str, Any]:
    """All that back-fill recorded, but for when it did."""
    with here.store() as store:
        changes = [
            {key: value for key, value in change_object(change).items() if key != "detected_at"}
            for change in store.changes.find()
        ]
        shots = [
            (s.published_on, s.rows, store.archive.evidence(s.evidence or 0).sha256) for s in store.charts.snapshots()
        ]
        return {"changes": changes, "snapshots": shots, "copies": len(store.captures.all(archive_feed(here)))}


def archive_feed(here: World) -> int:
    with here.store() as store:
        return store.treaties.feed("ets-185", "archive").id


def acts(changes: Sequence[Change]) -> set[tuple[str, str, str | None]]:
    return {
        (str(change.participant), change.field.value, change.after)
        for change in changes
        if change.nature.value == "event" and change.participant
    }


def expected(facts: Sequence[Fact], after: date, to: date) -> set[tuple[str, str, str | None]]:
    """The acts of some facts between two days, reckoned without a chart."""
    found = set()
    for fact in facts:
        who = table().resolve(fact.name)
        if fact.signed and after < fact.signed <= to:
            signer = "SCG" if who in ("SRB", "MNE") and fact.signed < date(2006, 6, 3) else who
            found.add((signer, "signed_on", fact.signed.isoformat()))
        if fact.consent and after < fact.consent <= to:
            found.add((who, "consent_on", fact.consent.isoformat()))
        if fact.consent and fact.in_force and fact.consent <= to:
            printed = max(fact.consent, date(2004, 3, 18)) if fact.in_force == date(2004, 7, 1) else fact.consent
            if after < printed:
                found.add((who, "in_force_on", fact.in_force.isoformat()))
    return found
