"""What the pages say of values: days, standings, how old knowledge is. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from tracker.models import Standing
from tracker.sources.coe.statement_text import read as read_markup
from tracker.wording.relations import PARTIES_IS_NOT_ALL
from tracker.wording.site import controls
from tracker.wording.site.labels import EVIDENCE_NO, NO_ACT
from tracker.wording.sources import bundled_basis, host, source_in_words
from tracker.wording.statements import no_longer_listed, received, under_article
from tracker.wording.terms import STANDINGS, consent_kind
from tracker.wording.words import (
    MONTHS,
    capital,
    counted,
    date_of,
    dated_in_words,
    day_in_words,
    moment_in_words,
    number_label,
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
    "twice": "Choose two different participants.",
    "failed": "The answer could not be loaded.",
    "unread": "Not known: nothing has been read yet of this treaty.",
    "statements_unread": "Reservations and declarations: the depositary's list was never read, so there may be others.",
    "objection": "Objection of {a}: ",
    "both_parties": PARTIES_IS_NOT_ALL,
    "side_by_side": "Statements side by side",
    "article": "Article",
    "no_article": "no article",
}

#: Texts of the scripts that all pages share. A list of several is put together with `between` and `last`.
SCRIPT_WORDS = {
    "months": MONTHS,
    "day": "{day} {month} {year}",
    "yesterday": ", yesterday",
    "days_ago": ", {days} days ago",
    "evidence": EVIDENCE_NO,
    "shown": "{shown} of {all} shown",
    "no_value": ["–", NO_ACT],
    "list": {"between": ", ", "last": " and "},
    "search": controls.SEARCH_WORDS,
    "tools": controls.TOOL_WORDS,
}

#: Texts of the page *Route*.
ROUTE_WORDS = {
    "twice": "Choose two different participants.",
    "failed": "The answer could not be loaded.",
    "tests": {
        "bound": "Bound",
        "article": "Article",
        "excluded_by_asked": "Excluded by the asked",
        "excluded_by_asker": "Excluded by the asker",
        "conditions": "Conditions of the asked",
        "authorities": "Authorities",
        "territory": "Territory",
        "other_treaty": "Another treaty",
        "unread": "Statements",
    },
    "results": {
        "open": "open",
        "open_on_conditions": "open on conditions",
        "not_known": "not known",
        "closed": "closed",
        "note": "note",
    },
    "test": " ({result}): {words}",
    "assistance": "{treaty} (since {day})",
    "then": "If this leads nowhere: article {next}.",
    "not_decided": "Not decided here: {items}.",
    "statement": "its text and history",
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
    }


def statement_effect(statement: Statement, on: date) -> str:
    """Of a statement in effect on a day, since when and for which territories: what follows its title."""
    if statement.unlisted_on(on) and statement.last_shown_on:
        return f", {no_longer_listed(day_in_words(statement.last_shown_on))}"
    since = statement.effective_on
    effect = f", in effect since {day_in_words(since)}" if since else " (day of effect not given)"
    return effect + "".join(f"; {one_line(t.name)}: {t.reach.replace('_', ' ')}" for t in statement.territories_on(on))


def day(value: date | str | None) -> str:
    """`5 February 2026`; a dash for no day."""
    if value is None:
        return "–"
    found = date_of(value) if isinstance(value, str) else value
    return day_in_words(found) if found else one_line(str(value))


#: Where only the treaty's own rule says so, and no source prints the day.
BY_RULE = {"by_rule": "In force by the rule, not printed", "left_by_rule": "Left by the rule, not printed"}


def standing(value: str | None) -> str:
    """A standing in one word."""
    if value in BY_RULE:
        return BY_RULE[value]
    return STANDINGS[Standing(value)] if value else "not known"


def none_on_record(invited_known: bool | None) -> str:
    """Of a participant without a standing towards a treaty; `invited_known`: is it known whether it was invited."""
    return controls.NO_ACT_ON_RECORD if invited_known else controls.NOT_KNOWN_IF_INVITED


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
    "capital": capital,
    "received": received,
    "under_article": under_article,
    "counted": counted,
    "dated": dated_in_words,
    "filled": filled,
    "moment": moment_in_words,
    "none_on_record": none_on_record,
    "scraped": scraped,
    "source": source_in_words,
    "value": value_in_words,
}
