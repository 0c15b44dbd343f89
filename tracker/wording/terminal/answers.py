"""Answers about who is bound: notes, lines, and the titles of their citations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.wording.words import counted, number_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

# ---- parties, compare, figures ----------------------------------------------------------------------

NO_PARTICIPANT = "no participant has this standing on {day}"
AS_OF = "As of {day}"
UP_TO = "Up to {day}"
NOT_KNOWN = "not known"
_THEN = "{name} (then {then})"
_COUNTED = "{treaty}: {rows}: {each}"

TITLE_OF_COMPARISON = "{} side by side"
TITLE_OF_FIGURES = "Figures of {}"
TITLE_OF_SERIES = "Figures of {} over time"
_TITLE_OF_PARTIES = "Standing of participants in {treaties}"
_TITLE_OF_STANDINGS = "Standing of participants ({standings}) in {treaties}"
_TITLE_OF_STATE = "{name} under {treaties}"
_TITLE_OF_BETWEEN = "{treaties} between {one} and {other}"


def title_of_parties(standings: Sequence[str], treaties: str) -> str:
    """The title of a citation of `parties`."""
    template = _TITLE_OF_STANDINGS if standings else _TITLE_OF_PARTIES
    return template.format(standings=", ".join(standings), treaties=treaties)


def title_of_state(name: str, treaties: str) -> str:
    """The title of a citation of `state`."""
    return _TITLE_OF_STATE.format(name=name, treaties=treaties)


def title_of_between(one: str, other: str, treaties: str) -> str:
    """The title of a citation of `between`."""
    return _TITLE_OF_BETWEEN.format(one=one, other=other, treaties=treaties)


def then(name: str, before: str | None) -> str:
    """A name, and the former State whose acts they were on the day, or its own name of that day."""
    return _THEN.format(name=name, then=before) if before else name


def rows_counted(rows: Mapping[tuple[str, str], int]) -> Iterator[str]:
    """How many of each standing a table has: `ets-185: 97 rows: 14 invited, 81 party, 2 signatory`. `rows`: how many,
    by treaty and standing."""
    for treaty in dict.fromkeys(treaty for treaty, _ in rows):
        own = {standing: count for (of, standing), count in rows.items() if of == treaty}
        each = ", ".join(f"{count} {standing}" for standing, count in sorted(own.items()))
        yield _COUNTED.format(treaty=treaty, rows=counted(sum(own.values()), "row"), each=each)


def next_acts(acts: Iterable[str]) -> str:
    """What a participant could do next, in a cell."""
    return ", ".join(acts).replace("_", " ")


def moved(treaty: str, figure: str, first: date, last: date, ends: tuple[str, str], change: str) -> str:
    """How a figure moved between two days."""
    return f"{treaty}, {figure}, {first} to {last}: {' -> '.join(ends)}; {change}"


# ---- state, between ---------------------------------------------------------------------------------

NOTHING_DONE = "nothing signed or consented; whether it was invited then is not known"
APPLIES_PROVISIONALLY = "{day}  applies it provisionally, which is not being a Party"
PERIODS = "{count} periods of participation"
FROM_SUCCESSOR = "read from the row of {successor}, a successor"
COULD_DO = "could do next: {acts}"
REFERENCE = "reference of the depositary ({field}): {reference}"
OBJECTION = "objection of {name}"
ON_EVIDENCE = "evidence {evidence}; {age}"

_AS_TERRITORY = "{territory}, asked about as a territory of {state}"
_HEAD = "{name} ({codes}), {group}, on {day}"
_ALSO = "also printed as: {names}"
_ON_THAT_DAY = "on that day: {name}"
_SUCCEEDED = "succeeded by: {names}"
_TREATY = "{label}, {title}: {standing}"


def as_territory(territory: str, state: str) -> str:
    """Who was asked about, where that is a territory; `state` with its article."""
    return _AS_TERRITORY.format(territory=territory, state=state)


def head(name: str, codes: Iterable[str | None], group: str, day: date) -> str:
    """Who it is."""
    return _HEAD.format(name=name, codes=", ".join(filter(None, codes)), group=group, day=day)


def also_printed(names: Iterable[str]) -> str:
    """Its other names."""
    return _ALSO.format(names="; ".join(names))


def on_that_day(name: str) -> str:
    """Who it was then."""
    return _ON_THAT_DAY.format(name=name)


def succeeded_by(names: Iterable[str]) -> str:
    """Who came after it."""
    return _SUCCEEDED.format(names=", ".join(names))


def under(treaty: str, title: str, standing: str | None) -> str:
    """The first line on a treaty."""
    return _TREATY.format(label=number_of(treaty), title=title, standing=(standing or NOT_KNOWN).upper())


def act_line(
    on: date | None, words: str, *, evidence: int | None, bundled: bool, archived: date | None, change: int | None
) -> str:
    """An act, and what shows it: evidence, an archived copy and its day, a change."""
    line = f"{on or 'no date   '}  {words}"
    listed = " (bundled list)" if bundled else ""
    found = [f"evidence {evidence}{listed}"] if evidence else []
    found += [f"archived copy of {archived}"] if archived else []
    found += [f"change {change}"] if change else []
    return f"{line} [{', '.join(found)}]" if found else line


def expected(when: str | None, known: str, what: str, basis: str, *, awaited: bool) -> str:
    """A date ahead."""
    day = "" if awaited else f"{when or 'no date'}  "
    return f"{day}{known}: {what}; {basis}"


def side(name: str, before: str | None, standing: str) -> str:
    """One of two participants, with its standing."""
    return f"{then(name, before)}: {standing}"


# ---- calendar ---------------------------------------------------------------------------------------

NO_DATE_AHEAD = "no date ahead"
DATES_WRITTEN = "{dates} dates written to {file}: open it in a calendar program, or publish it for subscribers"
_AWAITED = "{how} {when}, not printed as of {status}"
_AWAITED_LATE = "{how} {when}, not printed; not known after {day}"


def awaited(how: str, when: str, status: date | None, not_known_after: date | None) -> str:
    """A date that has passed without being printed is still expected (docs/sources.md#law)."""
    if not_known_after:
        return _AWAITED_LATE.format(how=how, when=when, day=not_known_after)
    return _AWAITED.format(how=how, when=when, status=status)


# ---- route ------------------------------------------------------------------------------------------

ONE_ARTICLE = "--article N shows the tests of one article"
_NOTE = "note"
_IF_NOWHERE = "if this leads nowhere: article {article}"
_NOT_DECIDED = "not decided here: {these}"


def result_line(test: str, result: str | None, words: str) -> str:
    """One test of a route."""
    return f"{test.replace('_', ' ')}: {(result or _NOTE).replace('_', ' ')}. {words}"


def if_nowhere(article: str) -> str:
    """The article that is next."""
    return _IF_NOWHERE.format(article=article)


def not_decided(these: Iterable[str]) -> str:
    """What the answer leaves open."""
    return _NOT_DECIDED.format(these="; ".join(these))


# ---- reconcile --------------------------------------------------------------------------------------


def values(shown: Iterable[tuple[str, str | int | None]]) -> str:
    """What each source shows."""
    return "; ".join(f"{source}: {'none' if value is None else value}" for source, value in shown)
