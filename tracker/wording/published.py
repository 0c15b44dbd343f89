"""Official figures, what follows from them, and the acts between two days, in words. Pure. Days are ISO."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language import N_, P_, _, fill
from tracker.models import ChangeKind
from tracker.wording.words import clauses, how_many, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from tracker.reconcile.invited import Bounds, InvitedThen
    from tracker.reconcile.movement import Move, MovingAct
    from tracker.reconcile.published import Follows, Official

#: The counts as a sentence has them after a number.
FIGURES = {
    "consents": N_("consents"),
    "in_force": N_("Parties"),
    "signatories": N_("signatories without consent"),
    "invited": N_("invited"),
    "total": N_("in all"),
    "signatures": N_("signatures"),
}


def beside(
    official: Mapping[str, Official | None],
    follows: Iterable[Follows],
    named: Iterable[InvitedThen],
    bounds: Mapping[str, Bounds],
    *,
    invited: int | None,
) -> Iterator[str]:
    """Sentences about official figures of a day. `invited` is our own count."""
    if told := official_in_words(official):
        yield f"{told}."
    yield from map(_follows, follows)
    if invited is None:
        yield from _named(named)
    yield from (_bounds(figure, one) for figure, one in bounds.items())


def official_in_words(official: Mapping[str, Official | None]) -> str:
    """`Official: 81 consents and 97 in all on 2026-04-25 (Council of Europe; as counted here)`; empty if there is none.

    Figures of one day and source are told together.
    """
    told: dict[tuple[date, str, bool | None], list[str]] = {}
    for figure, one in official.items():
        if one:
            told.setdefault((one.as_of, one.source, one.agrees), []).append(f"{one.value} {_(FIGURES[figure])}")
    found = [
        fill(_PUBLISHED, counts=listed(counts), day=as_of, source=_(source), agrees=_(_AGREES[agrees]))
        for (as_of, source, agrees), counts in told.items()
    ]
    return fill(_OFFICIAL, said=clauses(found)) if found else ""


_OFFICIAL, _PUBLISHED = N_("Official: {said}"), N_("{counts} on {day} ({source}; {agrees})")
_AGREES = {True: N_("as counted here"), False: N_("counted otherwise here"), None: N_("not counted here")}


def of_year(
    official: Mapping[str, Official | None], follows: Iterable[Follows], year: int, bounds: Mapping[str, Bounds]
) -> tuple[str, ...]:
    """The official figures of one year, what follows from them, and the bounds of the invited at its end."""
    own = {figure: one if one and one.as_of.year == year else None for figure, one in official.items()}
    told = official_in_words(own)
    found = (*((f"{told}.",) if told else ()), *(_follows(one) for one in follows if one.as_of.year == year))
    if found and "invited" in bounds:
        said = _bounds("invited", bounds["invited"])
        within = f"{said[:1].lower()}{said[1:]}"
        return (*found, fill(_AT_END_OF, year=year, said=within))
    return found


_CONSENTS, _NO_CONSENTS = P_("{count} consent", "{count} consents"), N_("no consents")
_SIGNATORIES, _NO_SIGNATORIES = P_("{count} signatory", "{count} signatories"), N_("no signatories")


_AT_END_OF = N_("At the end of {year}: {said}")
_SUBTRACTED = N_(
    "{official} in all on {day} ({source}), of which {here} on record here, so {value} invited by subtraction."
)
_ADDED = N_("{official} invited on {day} ({source}), besides {here} on record here, so {value} in all by addition.")


def _follows(one: Follows) -> str:
    consents = how_many(one.consents, _CONSENTS, _NO_CONSENTS)
    here = listed((consents, how_many(one.signatories, _SIGNATORIES, _NO_SIGNATORIES)))
    phrase = _SUBTRACTED if one.figure == "invited" else _ADDED
    return fill(phrase, official=one.official, day=one.as_of, source=_(one.source), here=here, value=one.value)


def _named(named: Iterable[InvitedThen]) -> Iterator[str]:
    certain: list[str] = []
    possible: list[str] = []
    for one in named:
        (certain if one.certain else possible).append(f"{one.name} ({_window(one)})")
    if certain:
        yield f"Invited, by name: {listed(certain)}."
    if possible:
        yield f"May have been invited: {listed(possible)}."


def _window(one: InvitedThen) -> str:
    days = decided(one.earliest, one.latest)
    return days if one.confidence in ("", "high") else f"{days}; confidence: {one.confidence}"


def decided(earliest: date | None, latest: date | None) -> str:
    """Between which days a decision was taken."""
    if earliest == latest:
        return f"decided on {latest}" if latest else "decided on an unknown day"
    if earliest is None:
        return f"decided by {latest}"
    return f"decided between {earliest} and {latest}" if latest else f"decided after {earliest}"


_MOST_OF = {
    "consents": N_("At least {least} and at most {most} consents: the day of some is not known."),
    "invited": N_("At least {least} invited and, if nobody else was, at most {most}."),
    "total": N_("At least {least} in all and, if nobody else was invited, at most {most}."),
}


def _bounds(figure: str, one: Bounds) -> str:
    return fill(_MOST_OF[figure], least=one.least, most=one.most)


def instead_of_blank(
    figure: str, day: date, official: Mapping[str, Official | None], follows: Iterable[Follows]
) -> str | None:
    """What a table prints for a count that is not known: the official figure or what follows, never as counted."""
    found = next((one for one in follows if one.figure == figure), None)
    if found:
        how = "by subtraction" if figure == "invited" else "by addition"
        return f"{found.value} {how}{_unless(found.as_of, day)}"
    one = official.get(figure)
    return f"official {one.value}{_unless(one.as_of, day)}" if one else None


def _unless(as_of: date, day: date) -> str:
    return "" if as_of == day else f" ({as_of})"


# ---- between two days ----------------------------------------------------------------------------


def end_in_words(counted_here: int | None, official: Official | None) -> str:
    """A figure on one of the two days: `43 counted here, official 43 (2023-12-31)`."""
    here = "not counted here" if counted_here is None else f"{counted_here} counted here"
    return f"{here}, official {official.value} ({official.as_of})" if official else here


_ACTS = {
    ChangeKind.INVITED: "invited",
    ChangeKind.SIGNED: "signed",
    ChangeKind.RATIFIED: "ratified, accepted or approved",
    ChangeKind.ACCEPTED: "accepted",
    ChangeKind.APPROVED: "approved",
    ChangeKind.ACCEDED: "acceded",
    ChangeKind.SUCCEEDED: "succeeded",
    ChangeKind.CONSENTED: "consented",
    ChangeKind.ENTERED_INTO_FORCE: "entered into force for it",
    ChangeKind.DENOUNCED: "denounced",
    ChangeKind.DENUNCIATION_EFFECTIVE: "left",
}


def move_in_words(move: Move) -> str:
    """`+1 Grenada: invited 2024-02-07, acceded 2024-04-22`."""
    sign = {1: "+1", -1: "-1", None: "?"}[move.change]
    told = ", ".join(map(_act, move.acts)) or "no act on record between the two days"
    return f"{sign} {move.name}: {told}"


def _act(act: MovingAct) -> str:
    what = _ACTS.get(act.kind, act.kind.value)
    return f"{what} {act.on}" if act.on else f"{what} ({decided(act.earliest, act.latest)})"


def change_in_words(*, change: int | None, official: bool, explained: int, unexplained: int | None) -> str:
    """What a figure moved by, what the acts explain and what is left."""
    if change is None:
        return f"the acts on record make {explained:+d}; whether that is all is not known"
    whose = "officially" if official else "as counted here"
    left = "all of it explained" if unexplained == 0 else f"{unexplained:+d} unexplained"
    return f"{change:+d} {whose}; the acts on record make {explained:+d}; {left}"
