"""What follows only from the treaty's own rule, and what a denunciation will end, as clauses of a sentence. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language import N_, _, fill
from tracker.law import clauses_of, denunciation_article, entry_article, treaty_article
from tracker.models import Standing, Treaty
from tracker.wording.rules import parent_label
from tracker.wording.words import listed, the_instrument

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from tracker.law.doubt import Contradiction
    from tracker.law.relations import Relation
    from tracker.law.sides import Side
    from tracker.models import Row
    from tracker.wording.parties import PartyWords


_BY_ARTICLE, _BY_OWN_RULE = N_("by article {article}"), N_("by the treaty's own rule")


def by_article(article: str | None) -> str:
    """`by article 36(4)`; `by the treaty's own rule` where the article is not known."""
    return fill(_BY_ARTICLE, article=article) if article else _(_BY_OWN_RULE)


def entry_clause(relation: Relation, articles: Sequence[str | None], treaty: Treaty) -> str:
    """`by article 36(4) in force since 2026-10-01`. `articles`: of either side, None where a source prints its day.

    The article is the one that gives the later day: of the treaty itself, or of a side that consented later.
    """
    since = relation.by_rule_since
    if since is None:
        return ""
    sides = zip((relation.a, relation.b), articles, strict=True)
    later = [article for side, article in sides if side.by_rule_since == since]
    own: Sequence[str | None] = [treaty_article(treaty)] if since == relation.treaty_expected_on else later or articles
    named = listed(dict.fromkeys(article for article in own if article))
    how = f"by article{'s' if ' and ' in named else ''} {named}" if named else by_article(None)
    return f"{how} in force since {since}"


def with_lost_clause(when: date, treaty: Treaty) -> str:
    """Why it is not known whether the treaty entered into force: the act that decides it is no longer shown."""
    return (
        f"with consents that sources showed and no longer show, it would have entered into force on {when} "
        f"{by_article(treaty_article(treaty))}"
    )


def lost_under_parent(when: date, who: str, treaty: Treaty) -> str:
    """Why it is not known whether the parent binds a side, as the protocol asks."""
    label = parent_label(treaty.parent or "")
    return (
        f"whether {label} is in force for {who} is not known: with acts that sources no longer show, it is since {when}"
    )


def article_of(side: Side, row: Row | None, treaty: Treaty) -> str | None:
    """The article behind a side's entry into force, if only the rule gives it."""
    return entry_article(treaty, row.consent_kind if row else None) if side.by_rule_since else None


def left_clause(party: PartyWords, treaty: Treaty, day: date) -> str | None:
    """Why it is not known whether a side is still bound: its end came by the rule, and no source prints it."""
    side, who, are = party.side, party.who, _are(party)
    end, parent = side.left_by_rule, side.parent
    if parent and clauses_of(treaty).between and parent.bound is None and parent.left_by_rule:
        article = denunciation_article(_parent(treaty))
        of_parent = f"{by_article(article)} of {parent_label(treaty.parent or '')}"
        return (
            f"{of_parent} {who} {are} no longer bound by it since {parent.left_by_rule}, and no source prints the day"
        )
    if end is None or end > day or side.standing is Standing.FORMER:
        return None
    how = by_article(denunciation_article(treaty) if side.denounced_on else clauses_of(treaty).denounced)
    notified = f" (denounced on {side.denounced_on})" if side.denounced_on else ""
    return f"{how} {who} {are} no longer bound since {end}{notified}, and no source prints the day"


def _are(party: PartyWords) -> str:
    return "are" if party.plural else "is"


def _parent(treaty: Treaty) -> Treaty:
    return Treaty(id=treaty.parent or "", number="", name="")


def warnings(party: PartyWords, treaty: Treaty) -> Iterator[str]:
    """What a Yes must not hide: a denunciation of the treaty, or of its parent."""
    side, who, are, have = party.side, party.who, _are(party), "have" if party.plural else "has"
    if side.denounced_on:
        yield f"{who} {have} denounced it ({side.denounced_on}){_effect(side, denunciation_article(treaty))}"
    parent, clauses = side.parent, clauses_of(treaty)
    if parent is None:
        return
    label = parent_label(treaty.parent or "")
    if parent.denounced_on and clauses.denounced:
        with_it = f"and with it, under article {clauses.denounced}, {the_instrument(treaty)}"
        effect = _effect(parent, denunciation_article(_parent(treaty)))
        yield f"{who} {have} denounced {label} ({parent.denounced_on}), {with_it}{effect}"
    if clauses.applies is None:
        return
    applied = f"whose articles {the_instrument(treaty)} applies (article {clauses.applies})"
    if parent.standing is Standing.FORMER:
        yield f"{who} {are} no longer bound by {label}, {applied}"
    elif parent.denounced_on:
        effect = _effect(parent, denunciation_article(_parent(treaty)))
        yield f"{who} {have} denounced {label} ({parent.denounced_on}), {applied}{effect}"
    elif parent.bound is False:
        yield f"{who} {are} not bound by {label}, {applied}"


def _effect(side: Side, article: str | None) -> str:
    if side.leaves_on:
        return f", with effect from {side.leaves_on}"
    if side.left_by_rule:
        return f", {by_article(article)} with effect from {side.left_by_rule}, which no source prints"
    return "; no source prints the day of its effect"


def parent_reason(party: PartyWords, treaty: Treaty) -> str | None:
    """Why a protocol is not in force for a side: the parent does not bind it."""
    who, are, parent, article = party.who, _are(party), party.side.parent, clauses_of(treaty).between
    if parent is None or article is None or parent.bound is not False:
        return None
    label = parent_label(treaty.parent or "")
    asked = f"article {article} asks that both be Parties to {label}"
    if parent.standing is Standing.FORMER:
        return f"{who} {are} no longer bound by {label}, and {asked}"
    return f"{who} {are} not bound by {label}, and {asked}"


_CONTRADICTION = N_("dates that contradict each other: {early} {early_on}, before {late} {late_on}")


def contradiction_clause(party: PartyWords, treaty: Treaty) -> str | None:
    """Why it is not known whether a side is bound: of two dates of its row one is wrong, of the parent's if asked."""
    side, parent = party.side, party.side.parent
    if side.contradiction:
        return f"for {party.who} the source prints {contradicting(side.contradiction)}"
    if parent and parent.contradiction and clauses_of(treaty).between:
        label = parent_label(treaty.parent or "")
        return f"under {label} the source prints for {party.who} {contradicting(parent.contradiction)}"
    return None


def contradicting(found: Contradiction) -> str:
    """`dates that contradict each other: left_on 2009-12-31, before denounced_on 2010-01-01`."""
    dates = {"early_on": found.early_on, "late": found.late, "late_on": found.late_on}
    return fill(_CONTRADICTION, early=found.early, **dates)


def depositary_silent(status: str | None) -> str:
    """That no source prints it, as of which day."""
    return f"the depositary's chart does not print it (status as of {status})" if status else "no source prints it"
