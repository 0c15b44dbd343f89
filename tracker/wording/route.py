"""Sentences of `tracker route`: whether the way is open under an article, and why. Pure. Days are ISO."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.models import Provenance
from tracker.wording.sources import BUNDLED_LIST, demonstration
from tracker.wording.statements import no_longer_listed
from tracker.wording.words import capital, listed, number_label, number_of, one_line, with_article

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from tracker.law.articles import ArticleRule, DataClass
    from tracker.models import Treaty

#: What no answer decides, whatever the article.
NOT_DECIDED = (
    "whether there is an emergency",
    "dual criminality in the case at hand",
    "data protection",
    "domestic law",
    "the policy of the provider",
)

#: After the answer of `tracker between`, if its chart is too old for the day.
NOT_RECENT = "The chart was not read recently enough to say so of this day."

#: The answer in a sentence, with the words of the test that decided it.
ANSWERS = {
    "open": "Open{where}: on the record that was read, {asker} may turn to {asked} under {place} on {day}.",
    "open_on_conditions": (
        "Open on conditions{where}: {asker} may turn to {asked} under {place} on {day}; read what follows first."
    ),
    "closed": "Closed{where}: {asker} cannot turn to {asked} under {place} on {day}. {reason}",
    "not_known": "Not known{where} whether {asker} may turn to {asked} under {place} on {day}. {reason}",
}


def place(treaty: Treaty, article: str) -> str:
    """`article 7 of CETS 224`."""
    return f"article {article} of {number_label(treaty)}"


def places(slots: Iterable[str]) -> str:
    """`7(9)(a), 7(9)(b)`."""
    return ", ".join(slots)


def answer(
    result: str,
    asker: str,
    asked: str,
    place: str,
    tests: Iterable[tuple[str | None, str]],
    *,
    day: date,
    where: str = "",
) -> str:
    """The answer in a sentence, with the words of the first test that decided it. `tests`: results and words."""
    reason = next((words for own, words in tests if own == result), "")
    names = {"asker": with_article(asker), "asked": with_article(asked)}
    return ANSWERS[result].format(**names, place=place, day=day, where=where, reason=reason).strip()


_CHART = "the depositary's chart"
_NEVER_READ = " (never read: what is said of statements is from secondary sources)"

#: The territories of a question, as its answer names them.
IN_TERRITORY, BY_TERRITORY = " for {territory}", " from {territory}"


def where(in_territory: str | None, by_territory: str | None) -> str:
    """` for Greenland`, ` from Aruba`; nothing if no territory was named."""
    named = ((IN_TERRITORY, in_territory), (BY_TERRITORY, by_territory))
    return "".join(form.format(territory=with_article(name)) for form, name in named if name)


def territory(name: str, said: str | None) -> str:
    """Whether the treaty applies in a territory; `said` None: nothing was read of it."""
    return f"Does it apply in {with_article(name)}? {said or 'Not known: nothing was read of the treaty.'}"


def no_matter_where(name: str) -> str:
    """That nothing is said of a territory while the treaty is not in force between the two."""
    return f"Whether it applies in {with_article(name)} is not asked while it is not in force between the two."


def unknown_territory(option: str, given: str, state: str, near: Sequence[str], own: Sequence[str]) -> str:
    """That no territory has this name."""
    nearest = f", nearest known: {', '.join(near)}" if near else f" of {with_article(state)}{_known(own)}"
    return f"{option}: no territory {given!r}{nearest}"


def foreign_territory(option: str, name: str, state: str, own: Sequence[str]) -> str:
    """That a territory is not one of the State that it was named for."""
    return f"{option}: {with_article(name)} is no territory of {with_article(state)}{_known(own)}"


def two_territories(option: str, name: str, named: str) -> str:
    """That one side was given two territories."""
    return f"{option}: {with_article(name)} and {with_article(named)} are two territories of one side: name one"


def _known(own: Sequence[str]) -> str:
    return f" (known: {', '.join(own)})" if own else " (none is known here)"


def other_data(rule: ArticleRule, data: DataClass) -> str:
    """That an article is for other data."""
    return f"The article is for {listed(rule.data)} data, not for {data} data."


def fits(rule: ArticleRule, data: DataClass | None) -> str:
    """That an article is for the data asked about."""
    if not rule.data:
        return f"{rule.title}: {rule.way}."
    return f"{rule.title}: {rule.way}; for {listed(rule.data)} data{'' if data else ' alone'}."


def by_itself(always: str) -> str:
    """What the article leaves to the asked Party."""
    return f"By the article itself, {always}."


def excluded(test: str, name: str, slots: Sequence[str], result: str, texts: str) -> str:
    """That a side filled a slot of reservations."""
    under = _articles(slots)
    if result == "not_known":
        return (
            f"{_first(name)} had excluded this, under {under}, and the depositary's list no longer shows that: whether "
            f"it still applies is not known: {texts}"
        )
    if result != "closed":
        return f"{_first(name)} has made a reservation under {under} that narrows the article: {texts}"
    if test == "excluded_by_asker":
        return (
            f"{_first(name)} has itself excluded this, under {under}, and by reciprocity cannot ask it of others "
            f"(VCLT art. 21(1)(b)): {texts}"
        )
    return f"{_first(name)} has excluded this, under {under}: {texts}"


def none_listed(name: str, slots: Iterable[str], listed_on: str | None) -> str:
    """That a side filled none of these slots, by the list; nothing follows from a list that was never read."""
    if listed_on is None:
        return f"{_first(name)}: nothing on record under {_articles(slots)}; the depositary's list was never read."
    return f"{_first(name)}: none listed under {_articles(slots)}{_as_of(listed_on)}."


def conditions(name: str, slots: Iterable[str], texts: str) -> str:
    """The conditions of the asked Party."""
    return f"{_first(name)} has set conditions under {_articles(slots)}: {texts}"


def authority_named(name: str, texts: str, *, certain: bool) -> str:
    """That a side has named an authority; not `certain`: only secondary sources say so, or a list of the past."""
    return f"{_first(name)} has named{'' if certain else ' (ask whether that is right)'}: {texts}"


def no_authority(name: str, listed_on: str | None) -> str:
    """That it has not."""
    who = with_article(name)
    if listed_on is None:
        return f"No authority of {who} is on record here, but the depositary's list was never read: ask {who}."
    return f"No authority of {who} is notified to the depositary{_as_of(listed_on)}: ask {who}."


def other_treaty(found: Iterable[tuple[str, date | None]], place: str) -> str:
    """That another treaty on mutual assistance is in force between the two."""
    named = listed(f"{number_of(treaty)}{f' (since {since})' if since else ''}" for treaty, since in found)
    return other_treaty_in_force(named, place)


def other_treaty_in_force(named: str, place: str) -> str:
    """The same, of treaties that are named."""
    return f"{named} is in force between them: {place} gives way to it unless they agree otherwise."


def other_treaty_not_known(place: str) -> str:
    """That nobody knows here whether one is."""
    return (
        f"Whether another treaty on mutual assistance is in force between them, to which {place} gives way, "
        "is not known here."
    )


def list_not_known(listed_on: str | None) -> str:
    """That the list of statements was never read, or too long ago."""
    late = f"was last read on {listed_on}, too long before the day of the request"
    when = late if listed_on else "was never read"
    return f"The depositary's list of reservations and declarations {when}."


def unread(name: str, texts: str) -> str:
    """That statements may bear on the article and nobody has read them."""
    return f"{_first(name)}: not read by anybody here, and may bear on the article; read it: {texts}"


def all_read(name: str, listed_on: str | None) -> str:
    """That no statement of the list is left."""
    if listed_on is None:
        return f"{_first(name)}: nothing else is on record here that may bear on the article."
    return f"{_first(name)}: nothing else on record{_as_of(listed_on)} that may bear on the article."


def texts(statements: Iterable[tuple[int, str | None, str | None, date | None]]) -> str:
    """Statements whole, each with its id: the text in quotation marks, or without them what secondary sources say.

    Of one that left the list, the last day on which the list showed it is said too.
    """
    return "; ".join(
        f"{_text(text, summary)} [statement {key}{f'; {no_longer_listed(str(shown_on))}' if shown_on else ''}]"
        for key, text, summary, shown_on in statements
    )


def _text(text: str | None, summary: str | None) -> str:
    if text:
        return f"“{one_line(text)}”"
    return f"(paraphrase from secondary sources, not the text) {one_line(summary or '')}"


def not_reviewed(treaty: str, article: str, *, text_read: bool) -> str:
    """That no lawyer has reviewed the line of the rule table, and how to record a review."""
    text = "" if text_read else " Its text was not at hand when the line was written."
    return (
        f"rule table not yet reviewed by a lawyer ({number_of(treaty)}, article {article}).{text} To record a review, "
        f"set reviewed_by of [{treaty}.{article}] in tracker/data/articles.toml (CONTRIBUTING.md)."
    )


def limits(chart: date | str | None, statements: date | str | None, provenance: Provenance | None) -> str:
    """What the answer rests on, and what it does not say. `provenance`: who gave the chart."""
    bundled = provenance is Provenance.BUNDLED
    return (
        f"From {BUNDLED_LIST if bundled else _CHART}{_as_of(chart) or ' (no day printed)'}{demonstration(provenance)} "
        f"and the depositary's list of statements{_as_of(statements) or _NEVER_READ}; not read: instruments, "
        "domestic law, bilateral treaties, notifications made to the Parties alone. It shows whether the way was open, "
        "not whether a request is lawful or will be executed."
    )


def _articles(slots: Iterable[str]) -> str:
    """`article 29(4)`, `articles 7(9)(a) and 7(9)(b)`."""
    held = tuple(slots)
    return f"{'article' if len(held) == 1 else 'articles'} {listed(held)}"


def _first(name: str) -> str:
    """The name as a sentence begins with it: `The Netherlands`."""
    return capital(with_article(name))


def _as_of(listed_on: str | date | None) -> str:
    return f" as of {listed_on}" if listed_on else ""
