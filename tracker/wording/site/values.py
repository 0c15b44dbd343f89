"""What the pages say of values: days, standings, how old knowledge is. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from tracker.language import N_, _, fill
from tracker.models import Standing
from tracker.sources.coe.statement_text import read as read_markup
from tracker.wording.figures import number_of_consents
from tracker.wording.relations import PARTIES_IS_NOT_ALL
from tracker.wording.route import SINCE
from tracker.wording.site import controls
from tracker.wording.site.kinds import REACHES
from tracker.wording.site.labels import COLON, EVIDENCE_NO, NO_ACT, NOT_KNOWN, SEMICOLON
from tracker.wording.sources import bundled_basis, host, source_in_words
from tracker.wording.statements import no_longer_listed, received, under_article
from tracker.wording.terms import STANDINGS, consent_kind
from tracker.wording.words import (
    MONTHS,
    THE_FIRST,
    called,
    capital,
    date_of,
    dated_in_words,
    day_in_words,
    moment_in_words,
    number_label,
    number_of,
    official_title,
    one_line,
    treaty_title,
    value_in_words,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from tracker.models import Statement
    from tracker.models.reports import TreatyStatus

#: Other texts of the page *Between*; `{a}` is replaced by a name.
ANSWER = {
    "twice": N_("Choose two different participants."),
    "failed": N_("The answer could not be loaded."),
    "unread": N_("Not known: nothing has been read yet of this treaty."),
    "statements_unread": N_(
        "Reservations and declarations: the depositary's list was never read, so there may be others."
    ),
    "objection": N_("Objection of {a}: "),
    "both_parties": PARTIES_IS_NOT_ALL,
    "side_by_side": N_("Statements side by side"),
    "article": N_("Article"),
    "no_article": N_("no article"),
}

#: Texts of the scripts that all pages share. A list of several is put together with `between` and `last`.
SCRIPT_WORDS = {
    "months": MONTHS,
    "first": THE_FIRST,
    "day": "{day} {month} {year}",
    "yesterday": N_(", yesterday"),
    "days_ago": N_(", {days} days ago"),
    "evidence": EVIDENCE_NO,
    "colon": COLON,
    "semicolon": SEMICOLON,
    "shown": N_("{shown} of {all} shown"),
    "no_value": ["–", NO_ACT],
    "list": {"between": ", ", "last": N_(" and ")},
    "search": controls.SEARCH_WORDS,
    "tools": controls.TOOL_WORDS,
}

#: A kind of data, as the page *Route* lets choose it.
DATA_CHOICE = N_("{data}")

#: Texts of the page *Route*.
ROUTE_WORDS = {
    "twice": N_("Choose two different participants."),
    "failed": N_("The answer could not be loaded."),
    "tests": {
        "bound": N_("Bound"),
        "article": N_("Article"),
        "excluded_by_asked": N_("Excluded by the asked"),
        "excluded_by_asker": N_("Excluded by the asker"),
        "conditions": N_("Conditions of the asked"),
        "authorities": N_("Authorities"),
        "territory": N_("Territory"),
        "other_treaty": N_("Another treaty"),
        "unread": N_("Statements"),
    },
    "results": {
        "open": N_("open"),
        "open_on_conditions": N_("open on conditions"),
        "not_known": N_("not known"),
        "closed": N_("closed"),
        "note": N_("note"),
    },
    "test": N_(" ({result}): {words}"),
    "assistance": SINCE,
    "then": N_("If this leads nowhere: article {next}."),
    "not_decided": N_("Not decided here: {items}."),
    "statement": N_("its text and history"),
}


def status(known: TreatyStatus) -> dict[str, Any]:
    """A treaty's status day, last read, source and evidence, as the foot of a page says them."""
    evidence = known.evidence
    return {
        "treaty": known.treaty.id,
        "name": treaty_title(known.treaty),
        "number": number_label(known.treaty),
        "official": official_title(known.treaty, known.title),
        "status_as_of": known.status_as_of.isoformat() if known.status_as_of else None,
        "last_good": moment_in_words(known.last_good) if known.last_good else None,
        "source": source_in_words(known.source, known.provenance) if known.source else None,
        "provenance": known.provenance.value if known.source else None,
        "evidence": evidence.id if evidence else None,
        "sha256": evidence.sha256 if evidence else None,
        "host": host(evidence) if evidence else None,
        "unconfirmed": known.unconfirmed,
    }


_EFFECT = N_(", {effect}")
_IN_EFFECT_SINCE, _EFFECT_NOT_GIVEN = N_(", in effect since {day}"), N_(" (day of effect not given)")
_FOR_TERRITORY = N_("; {territory}: {reach}")


def statement_effect(statement: Statement, on: date) -> str:
    """Of a statement in effect on a day, since when and for which territories: what follows its title."""
    if statement.unlisted_on(on) and statement.last_shown_on:
        return fill(_EFFECT, effect=no_longer_listed(day_in_words(statement.last_shown_on)))
    since = statement.effective_on
    effect = fill(_IN_EFFECT_SINCE, day=day_in_words(since)) if since else _(_EFFECT_NOT_GIVEN)
    return effect + "".join(
        fill(_FOR_TERRITORY, territory=called(t.name), reach=_(REACHES[t.reach])) for t in statement.territories_on(on)
    )


def day(value: date | str | None) -> str:
    """`5 February 2026`; a dash for no day."""
    if value is None:
        return "–"
    found = date_of(value) if isinstance(value, str) else value
    return day_in_words(found) if found else one_line(str(value))


#: Where only the treaty's own rule says so, and no source prints the day.
BY_RULE = {"by_rule": N_("In force by the rule, not printed"), "left_by_rule": N_("Left by the rule, not printed")}


def standing(value: str | None) -> str:
    """A standing in one word."""
    if value in BY_RULE:
        return _(BY_RULE[value])
    return _(STANDINGS[Standing(value)] if value else NOT_KNOWN)


def none_on_record(invited_known: bool | None) -> str:
    """Of a participant without a standing towards a treaty; `invited_known`: is it known whether it was invited."""
    return _(controls.NO_ACT_ON_RECORD if invited_known else controls.NOT_KNOWN_IF_INVITED)


def consent(value: str | None) -> str:
    """A kind of consent in words."""
    return consent_kind(value) if value else "–"


def scraped(html: str) -> Markup:
    """Markup of a depositary's text, as far as it is allowed in a page: cleaned when it was read, and again here."""
    cleaned, _ = read_markup(html)
    return Markup(cleaned)  # noqa: S704 - cleaned


def filled(template: str, **words: object) -> Markup:
    """A sentence with its places filled by text, which is escaped, or by markup."""
    return escape(template).format(**words)


FILTERS: dict[str, Callable[..., str]] = {
    "basis": bundled_basis,
    "day": day,
    "standing": standing,
    "consent": consent,
    "consents": number_of_consents,
    "called": called,
    "capital": capital,
    "received": received,
    "under_article": under_article,
    "dated": dated_in_words,
    "filled": filled,
    "moment": moment_in_words,
    "number": number_of,
    "none_on_record": none_on_record,
    "scraped": scraped,
    "source": source_in_words,
    "value": value_in_words,
}
