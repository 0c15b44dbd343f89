"""Sentences of `tracker route`: whether the way is open under an article, and why. Pure. Days are ISO."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language import N_, P_, _, counting, fill
from tracker.law.articles import DataClass
from tracker.models import Provenance
from tracker.wording.sources import BUNDLED_LIST, demonstration
from tracker.wording.statements import no_longer_listed
from tracker.wording.words import capital, clauses, listed, number_label, number_of, one_line, with_article

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from tracker.law.articles import ArticleRule
    from tracker.models import Treaty

#: What no answer decides, whatever the article.
NOT_DECIDED = (
    N_("whether there is an emergency"),
    N_("dual criminality in the case at hand"),
    N_("data protection"),
    N_("domestic law"),
    N_("the policy of the provider"),
)

#: After the answer of `tracker between`, if its chart is too old for the day.
NOT_RECENT = N_("The chart was not read recently enough to say so of this day.")

#: The answer in a sentence, with the words of the test that decided it.
ANSWERS = {
    "open": N_("Open{where}: on the record that was read, {asker} may turn to {asked} under {place} on {day}."),
    "open_on_conditions": N_(
        "Open on conditions{where}: {asker} may turn to {asked} under {place} on {day}; read what follows first."
    ),
    "closed": N_("Closed{where}: {asker} cannot turn to {asked} under {place} on {day}. {reason}"),
    "not_known": N_("Not known{where} whether {asker} may turn to {asked} under {place} on {day}. {reason}"),
}
#: The kinds of data.
DATA = {
    DataClass.SUBSCRIBER: N_("subscriber"),
    DataClass.TRAFFIC: N_("traffic"),
    DataClass.DOMAIN: N_("domain"),
    DataClass.CONTENT: N_("content"),
    DataClass.EMERGENCY: N_("emergency"),
}

_PLACE = N_("article {article} of {treaty}")


def place(treaty: Treaty, article: str) -> str:
    """`article 7 of CETS 224`."""
    return fill(_PLACE, article=article, treaty=number_label(treaty))


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
    return fill(ANSWERS[result], **names, place=place, day=day, where=where, reason=reason).strip()


_CHART = N_("the depositary's chart")
_NEVER_READ = N_(" (never read: what is said of statements is from secondary sources)")

#: The territories of a question, as its answer names them.
IN_TERRITORY, BY_TERRITORY = N_(" for {territory}"), N_(" from {territory}")


def where(in_territory: str | None, by_territory: str | None) -> str:
    """` for Greenland`, ` from Aruba`; nothing if no territory was named."""
    named = ((IN_TERRITORY, in_territory), (BY_TERRITORY, by_territory))
    return "".join(fill(form, territory=with_article(name)) for form, name in named if name)


_APPLIES = N_("Does it apply in {territory}? {said}")
_APPLIES_UNREAD = N_("Does it apply in {territory}? Not known: nothing was read of the treaty.")
NOT_ASKED = N_("Whether it applies in {territory} is not asked while it is not in force between the two.")


def territory(name: str, said: str | None) -> str:
    """Whether the treaty applies in a territory; `said` None: nothing was read of it."""
    return fill(_APPLIES if said else _APPLIES_UNREAD, territory=with_article(name), said=said)


def no_matter_where(name: str) -> str:
    """That nothing is said of a territory while the treaty is not in force between the two."""
    return fill(NOT_ASKED, territory=with_article(name))


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


_OTHER_DATA = N_("The article is for {own} data, not for {data} data.")
_FITS = N_("{title}: {way}.")
_FITS_DATA, _FITS_ALONE = N_("{title}: {way}; for {own} data."), N_("{title}: {way}; for {own} data alone.")
_BY_ITSELF = N_("By the article itself, {always}.")


def other_data(rule: ArticleRule, data: DataClass) -> str:
    """That an article is for other data."""
    return fill(_OTHER_DATA, own=_own_data(rule), data=_(DATA[data]))


def fits(rule: ArticleRule, data: DataClass | None) -> str:
    """That an article is for the data asked about."""
    phrase = (_FITS_DATA if data else _FITS_ALONE) if rule.data else _FITS
    return fill(phrase, title=_(rule.title), way=_(rule.way), own=_own_data(rule))


def _own_data(rule: ArticleRule) -> str:
    return listed(_(DATA[one]) for one in rule.data)


def by_itself(always: str) -> str:
    """What the article leaves to the asked Party."""
    return fill(_BY_ITSELF, always=_(always))


_UNDER = P_("under article {slots}", "under articles {slots}")
_NO_LONGER_EXCLUDED = N_(
    "{who} had excluded this, {under}, and the depositary's list no longer shows that: whether it still applies is not"
    " known: {texts}"
)
_NARROWED = N_("{who} has made a reservation {under} that narrows the article: {texts}")
_ITSELF_EXCLUDED = N_(
    "{who} has itself excluded this, {under}, and by reciprocity cannot ask it of others (VCLT art. 21(1)(b)): {texts}"
)
_EXCLUDED = N_("{who} has excluded this, {under}: {texts}")


def excluded(test: str, name: str, slots: Sequence[str], result: str, texts: str) -> str:
    """That a side filled a slot of reservations."""
    if result == "not_known":
        phrase = _NO_LONGER_EXCLUDED
    elif result != "closed":
        phrase = _NARROWED
    else:
        phrase = _ITSELF_EXCLUDED if test == "excluded_by_asker" else _EXCLUDED
    return _of(name, phrase, under=_under(slots), texts=texts)


_NEVER_LISTED = N_("{who}: nothing on record {under}; the depositary's list was never read.")
_NONE_LISTED = N_("{who}: none listed {under} as of {day}.")
_CONDITIONS = N_("{who} has set conditions {under}: {texts}")


def none_listed(name: str, slots: Iterable[str], listed_on: str | None) -> str:
    """That a side filled none of these slots, by the list; nothing follows from a list that was never read."""
    return _of(name, _NONE_LISTED if listed_on else _NEVER_LISTED, under=_under(slots), day=listed_on)


def conditions(name: str, slots: Iterable[str], texts: str) -> str:
    """The conditions of the asked Party."""
    return _of(name, _CONDITIONS, under=_under(slots), texts=texts)


_NAMED, _NAMED_PERHAPS = N_("{who} has named: {texts}"), N_("{who} has named (ask whether that is right): {texts}")
_NO_AUTHORITY_READ = N_("No authority of {who} is on record here, but the depositary's list was never read: ask {who}.")
_NO_AUTHORITY = N_("No authority of {who} is notified to the depositary as of {day}: ask {who}.")


def authority_named(name: str, texts: str, *, certain: bool) -> str:
    """That a side has named an authority; not `certain`: only secondary sources say so, or a list of the past."""
    return _of(name, _NAMED if certain else _NAMED_PERHAPS, texts=texts)


def no_authority(name: str, listed_on: str | None) -> str:
    """That it has not."""
    return fill(_NO_AUTHORITY if listed_on else _NO_AUTHORITY_READ, who=with_article(name), day=listed_on)


#: Another treaty, and since when it is in force.
SINCE = N_("{treaty} (since {day})")
_GIVES_WAY = N_("{treaties} is in force between them: {place} gives way to it unless they agree otherwise.")
_NO_OTHER_KNOWN = N_(
    "Whether another treaty on mutual assistance is in force between them, to which {place} gives way, is not known"
    " here."
)


def other_treaty(found: Iterable[tuple[str, date | None]], place: str) -> str:
    """That another treaty on mutual assistance is in force between the two."""
    named = (fill(SINCE, treaty=number_of(key), day=since) if since else number_of(key) for key, since in found)
    return other_treaty_in_force(listed(named), place)


def other_treaty_in_force(named: str, place: str) -> str:
    """The same, of treaties that are named."""
    return fill(_GIVES_WAY, treaties=named, place=place)


def other_treaty_not_known(place: str) -> str:
    """That nobody knows here whether one is."""
    return fill(_NO_OTHER_KNOWN, place=place)


_LIST_NEVER_READ = N_("The depositary's list of reservations and declarations was never read.")
_LIST_READ_EARLY = N_(
    "The depositary's list of reservations and declarations was last read on {day}, too long before the day of the"
    " request."
)


def list_not_known(listed_on: str | None) -> str:
    """That the list of statements was never read, or too long ago."""
    return fill(_LIST_READ_EARLY if listed_on else _LIST_NEVER_READ, day=listed_on)


_UNREAD = N_("{who}: not read by anybody here, and may bear on the article; read it: {texts}")
_ALL_READ_NEVER = N_("{who}: nothing else is on record here that may bear on the article.")
_ALL_READ = N_("{who}: nothing else on record as of {day} that may bear on the article.")


def unread(name: str, texts: str) -> str:
    """That statements may bear on the article and nobody has read them."""
    return _of(name, _UNREAD, texts=texts)


def all_read(name: str, listed_on: str | None) -> str:
    """That no statement of the list is left."""
    return _of(name, _ALL_READ if listed_on else _ALL_READ_NEVER, day=listed_on)


_STATEMENT, _UNLISTED = N_("{text} [statement {id}]"), N_("{text} [statement {id}; {unlisted}]")
_QUOTED = N_("“{text}”")
_PARAPHRASE = N_("(paraphrase from secondary sources, not the text) {summary}")


def texts(statements: Iterable[tuple[int, str | None, str | None, date | None]]) -> str:
    """Statements whole, each with its id: the text in quotation marks, or without them what secondary sources say.

    Of one that left the list, the last day on which the list showed it is said too.
    """
    return clauses(
        fill(
            _UNLISTED if shown_on else _STATEMENT,
            text=_text(text, summary),
            id=key,
            unlisted=no_longer_listed(str(shown_on)),
        )
        for key, text, summary, shown_on in statements
    )


def _text(text: str | None, summary: str | None) -> str:
    return fill(_QUOTED, text=one_line(text)) if text else fill(_PARAPHRASE, summary=one_line(summary or ""))


_NOT_REVIEWED = N_(
    "rule table not yet reviewed by a lawyer ({treaty}, article {article}). To record a review, set reviewed_by of"
    " [{id}.{article}] in tracker/data/articles.toml (CONTRIBUTING.md)."
)
_TEXT_NOT_READ = N_(
    "rule table not yet reviewed by a lawyer ({treaty}, article {article}). Its text was not at hand when the line was"
    " written. To record a review, set reviewed_by of [{id}.{article}] in tracker/data/articles.toml (CONTRIBUTING.md)."
)


def not_reviewed(treaty: str, article: str, *, text_read: bool) -> str:
    """That no lawyer has reviewed the line of the rule table, and how to record a review."""
    phrase = _NOT_REVIEWED if text_read else _TEXT_NOT_READ
    return fill(phrase, treaty=number_of(treaty), article=article, id=treaty)


_LIMITS = N_(
    "From {chart}{as_of}{demonstration} and the depositary's list of statements{listed}; not read: instruments, "
    "domestic law, bilateral treaties, notifications made to the Parties alone. It shows whether the way was open, "
    "not whether a request is lawful or will be executed."
)
_AS_OF, _NO_DAY = N_(" as of {day}"), N_(" (no day printed)")


def limits(chart: date | str | None, statements: date | str | None, provenance: Provenance | None) -> str:
    """What the answer rests on, and what it does not say. `provenance`: who gave the chart."""
    return fill(
        _LIMITS,
        chart=_(BUNDLED_LIST if provenance is Provenance.BUNDLED else _CHART),
        as_of=fill(_AS_OF, day=chart) if chart else _(_NO_DAY),
        demonstration=demonstration(provenance),
        listed=fill(_AS_OF, day=statements) if statements else _(_NEVER_READ),
    )


def _under(slots: Iterable[str]) -> str:
    """`under article 29(4)`, `under articles 7(9)(a) and 7(9)(b)`."""
    held = tuple(slots)
    return counting(_UNDER, len(held), slots=listed(held))


def _of(name: str, phrase: str, **words: object) -> str:
    """A sentence that begins with a name: `The Netherlands has …`."""
    return capital(fill(phrase, who=with_article(name), **words))
