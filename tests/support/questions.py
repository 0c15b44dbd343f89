"""Questions of all kinds about a database, generated: a method of `tracker.open` with its arguments each."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any

import tracker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@dataclass(frozen=True)
class Question:
    """A method and its arguments."""

    kind: str
    given: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.kind}({', '.join(f'{key}={value!r}' for key, value in self.given.items())})"


_TREATIES = (
    "ets-185",
    "185",
    "ETS 185",
    "Budapest Convention",
    "budapest",
    "cets-224",
    "CETS No. 224",
    "second protocol",
)
_NO_TREATY = ("ets-999", "budapst convention", "protocol of nowhere", "")
_NO_NAME = ("nowhere", "Frrance", "Atlantis", "XXX")
_PLACES = ("greenland", "Faroe Islands", "curaçao")
_NO_DAY = ("20260101", "2026-02-30", "soon", "2026-06-15T12:00:00Z")
_DAYS = ("1999-12-31", "2001-11-23", "2004-07-01", "2015-12-03", "2020-02-29", "2026-04-25", "2026-06-15", "2031-01-01")
_MOMENTS = (
    "2000-01-01",
    "2016-01-15T00:00:00Z",
    "2026-06-15T13:00:00Z",
    "2026-06-15T13:00:00+02:00",
    "2040-01-01T00:00:00Z",
)
_BAD_ONE_IN = 12


class Generator:
    """Questions of all kinds about a database: names as people spell them, days, and what is none."""

    def __init__(self, seed: int, database: Path) -> None:
        self._random = Random(seed)  # noqa: S311 - the same questions in each run
        self._spoilt = False
        with tracker.open(database) as t:
            rows = t.parties(standing=["party", "contracting", "signatory", "invited", "former", "none"])
            self._names = sorted({text for row in rows for text in (row.name, row.participant, row.name.upper())})
            self._ids = {
                "change": [one.id for one in t.changes()],
                "snapshot": [(one.treaty, one.id) for one in t.snapshots()],
                "evidence": [one.evidence for one in t.snapshots() if one.evidence],
            }

    def questions(self, count: int) -> Iterator[Question]:
        """So many, each kind as often as the others."""
        made = [getattr(self, name) for name in sorted(vars(type(self))) if name.startswith("about_")]
        for nth in range(count):
            self._spoilt = False
            yield made[nth % len(made)]()

    def _one(self, *of: Any) -> Any:
        return self._random.choice(of)

    def _or_bad(self, good: Any, bad: tuple[str, ...]) -> Any:
        """Now and then what cannot be answered; of two such, each interface may name another first."""
        if self._spoilt or self._random.randrange(_BAD_ONE_IN):
            return self._random.choice(good)
        self._spoilt = True
        return self._random.choice(bad)

    def _day(self) -> str:
        return self._or_bad(_DAYS, _NO_DAY)

    def _name(self) -> str:
        return self._or_bad((*self._names, *self._names, *_PLACES), _NO_NAME)

    def _treaty(self) -> str:
        return self._or_bad(_TREATIES, _NO_TREATY)

    def _some(self, **possible: Callable[[], Any]) -> dict[str, Any]:
        """Some of these arguments."""
        return {key: make() for key, make in possible.items() if self._random.random() < 0.4}

    def _treaties(self) -> list[str]:
        return [self._treaty() for _ in range(self._one(1, 1, 1, 2))]

    def _of_the_law(self) -> dict[str, Any]:
        return self._some(
            treaties=self._treaties, as_of=self._day, known_at=lambda: self._or_bad(_MOMENTS, _NO_DAY[2:3])
        )

    def _id(self, kind: str) -> int:
        return self._one(99_999, *self._ids[kind] * 9)

    def about_parties(self) -> Question:
        standings = ("party", "party", "signatory", "contracting", "former", "none", "PARTY")
        wanted = self._some(standing=lambda: [self._or_bad(standings, ("prty",))])
        return Question("parties", self._of_the_law() | wanted)

    def about_territories(self) -> Question:
        names = self._some(names=lambda: [self._or_bad(("all", *_PLACES), _NO_NAME)])
        return Question("territories", {"names": ["all"]} | (self._of_the_law() | names if names else {}))

    def about_state(self) -> Question:
        return Question("state", {"name": self._name()} | self._without("treaties"))

    def about_compare(self) -> Question:
        return Question("compare", {"one": self._treaty(), "other": self._treaty()} | self._without("treaties"))

    def _without(self, key: str) -> dict[str, Any]:
        return {each: value for each, value in self._of_the_law().items() if each != key}

    def about_between(self) -> Question:
        beside = self._some(statements=lambda: True)
        return Question("between", {"one": self._name(), "other": self._name()} | self._of_the_law() | beside)

    def about_route(self) -> Question:
        more = self._some(
            article=lambda: self._one("7", "29", "29", "32", "99"),
            in_=lambda: self._or_bad(_PLACES, _NO_NAME),
            data=lambda: self._one("subscriber", "traffic", "content"),
        )
        return Question("route", {"asker": self._name(), "asked": self._name()} | self._of_the_law() | more)

    def about_figures(self) -> Question:
        return Question("figures", self._of_the_law())

    def about_series(self) -> Question:
        return Question("series", self._of_the_law() if self._random.random() < 0.5 else {})

    def about_movement(self) -> Question:
        return Question("movement", {"first": self._day(), "last": self._day()} | self._without("as_of"))

    def about_calendar(self) -> Question:
        return Question("calendar", self._some(treaties=self._treaties, everything=lambda: True))

    def about_statements(self) -> Question:
        more = self._some(
            participants=lambda: [self._name()],
            article=lambda: self._one("7", "7(9)", "24", "22", "2.1"),
            search=lambda: self._one("greenland", "the authority", '"shall not apply"', "zzz"),
        )
        return Question("statements", self._of_the_law() | (more if self._random.random() < 0.7 else {}))

    def about_matrix(self) -> Question:
        return Question("matrix", {"treaty": self._treaty()} | self._without("treaties"))

    def about_acts(self) -> Question:
        if self._random.random() < 0.4:
            year = self._one(2001, 2004, 2015, 2020, 2023)
            return Question("acts", self._one({}, {"since": f"{year}-01-01", "until": f"{year}-12-31"}))
        more = self._some(participants=lambda: [self._name()], since=self._day, until=self._day, as_of=self._day)
        return Question("acts", self._some(treaties=self._treaties) | more)

    def about_changes(self) -> Question:
        more = self._some(
            treaties=self._treaties,
            participants=lambda: [self._name()],
            kinds=lambda: [self._or_bad(("signed", "ratified", "ACCEDED"), ("sgned",))],
            natures=lambda: [self._or_bad(("event", "correction"), ("evnt",))],
            since=self._day,
            until=self._day,
        )
        return Question("changes", self._one(more, {}, {"until": self._day()}))

    def about_why(self) -> Question:
        return Question("why", {"change": self._id("change")})

    def about_snapshots(self) -> Question:
        return Question("snapshots", self._some(treaties=self._treaties))

    def about_snapshot(self) -> Question:
        return Question("snapshot", {"number": self._one(99_999, *(key for _, key in self._ids["snapshot"]))})

    def about_diff(self) -> Question:
        before, after = self._id("snapshot"), self._id("snapshot")
        both = [one if isinstance(one, int) else one[1] for one in (before, after)]
        return Question("diff", dict(zip(("before", "after"), both, strict=True)))

    def about_evidence(self) -> Question:
        return Question("evidence", {"number": self._id("evidence")})

    def about_quarantine(self) -> Question:
        return Question("quarantine")

    def about_reconcile(self) -> Question:
        return Question("reconcile", self._some(treaties=self._treaties, everything=lambda: True))
