"""Clauses of a sentence: what only the treaty's own rule says, what is in doubt, what a denunciation will end. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language import N_, P_, _, counting, fill
from tracker.law import clauses_of, denunciation_article, entry_article, treaty_article
from tracker.models import Standing, Treaty
from tracker.wording.rules import parent_label
from tracker.wording.site.kinds import ACTS
from tracker.wording.words import listed, the_instrument, with_article

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from tracker.law.doubt import Contradiction
    from tracker.law.relations import Relation
    from tracker.law.sides import Side
    from tracker.models import Row
    from tracker.wording.grammar import Noun
    from tracker.wording.parties import PartyWords


_BY_ARTICLE, _BY_OWN_RULE = N_("by article {article}"), N_("by the treaty's own rule")
_BY_ARTICLES = P_("by article {articles}", "by articles {articles}")
_RULED = N_("{how} in force since {day}")


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
    named = list(dict.fromkeys(article for article in own if article))
    how = counting(_BY_ARTICLES, len(named), articles=listed(named)) if named else by_article(None)
    return fill(_RULED, how=how, day=since)


_WITH_LOST = N_("with consents that sources showed and no longer show, it would have entered into force on {day} {how}")
_LOST_UNDER_PARENT = N_(
    "whether {parent} is in force for {who} is not known: with acts that sources no longer show, it is since {day}"
)


def with_lost_clause(when: date, treaty: Treaty) -> str:
    """Why it is not known whether the treaty entered into force: the act that decides it is no longer shown."""
    return fill(_WITH_LOST, day=when, how=by_article(treaty_article(treaty)))


def lost_under_parent(when: date, who: Noun, treaty: Treaty) -> str:
    """Why it is not known whether the parent binds a side, as the protocol asks."""
    return fill(_LOST_UNDER_PARENT, parent=parent_label(treaty.parent or ""), who=who, day=when)


def article_of(side: Side, row: Row | None, treaty: Treaty) -> str | None:
    """The article behind a side's entry into force, if only the rule gives it."""
    return entry_article(treaty, row.consent_kind if row else None) if side.by_rule_since else None


_LEFT_PARENT = N_(
    "{how} of {parent} {who} {who:is|are} no longer bound by it since {day}, and no source prints the day"
)
_LEFT = N_("{how} {who} {who:is|are} no longer bound since {day}, and no source prints the day")
_LEFT_DENOUNCED = N_(
    "{how} {who} {who:is|are} no longer bound since {day} (denounced on {denounced}), and no source prints the day"
)


def left_clause(party: PartyWords, treaty: Treaty, day: date) -> str | None:
    """Why it is not known whether a side is still bound: its end came by the rule, and no source prints it."""
    side, who = party.side, party.who
    end, parent = side.left_by_rule, side.parent
    if parent and clauses_of(treaty).between and parent.bound is None and parent.left_by_rule:
        how, label = by_article(denunciation_article(_parent(treaty))), parent_label(treaty.parent or "")
        return fill(_LEFT_PARENT, how=how, parent=label, who=who, day=parent.left_by_rule)
    if end is None or end > day or side.standing is Standing.FORMER:
        return None
    how = by_article(denunciation_article(treaty) if side.denounced_on else clauses_of(treaty).denounced)
    phrase = _LEFT_DENOUNCED if side.denounced_on else _LEFT
    return fill(phrase, how=how, who=who, day=end, denounced=side.denounced_on)


def _parent(treaty: Treaty) -> Treaty:
    return Treaty(id=treaty.parent or "", number="", name="")


_DENOUNCED = N_("{who} {who:has|have} denounced it ({day}){effect}")
_DENOUNCED_PARENT = N_(
    "{who} {who:has|have} denounced {parent} ({day}), and with it, under article {article}, {treaty}{effect}"
)
_NO_LONGER_BOUND_BY_PARENT = N_(
    "{who} {who:is|are} no longer bound by {parent}, whose articles {treaty} applies (article {article})"
)
_PARENT_DENOUNCED = N_(
    "{who} {who:has|have} denounced {parent} ({day}), whose articles {treaty} applies (article {article}){effect}"
)
_NOT_BOUND_BY_PARENT = N_(
    "{who} {who:is|are} not bound by {parent}, whose articles {treaty} applies (article {article})"
)


def warnings(party: PartyWords, treaty: Treaty) -> Iterator[str]:
    """What a Yes must not hide: a denunciation of the treaty, or of its parent."""
    side, who = party.side, party.who
    if side.denounced_on:
        yield fill(_DENOUNCED, who=who, day=side.denounced_on, effect=_effect(side, denunciation_article(treaty)))
    parent, clauses = side.parent, clauses_of(treaty)
    if parent is None:
        return
    label, own = parent_label(treaty.parent or ""), the_instrument(treaty)
    if parent.denounced_on and clauses.denounced:
        yield fill(
            _DENOUNCED_PARENT,
            who=who,
            parent=label,
            day=parent.denounced_on,
            article=clauses.denounced,
            treaty=own,
            effect=_effect(parent, denunciation_article(_parent(treaty))),
        )
    if clauses.applies is None:
        return
    words = {"who": who, "parent": label, "treaty": own, "article": clauses.applies}
    if parent.standing is Standing.FORMER:
        yield fill(_NO_LONGER_BOUND_BY_PARENT, **words)
    elif parent.denounced_on:
        effect = _effect(parent, denunciation_article(_parent(treaty)))
        yield fill(_PARENT_DENOUNCED, day=parent.denounced_on, effect=effect, **words)
    elif parent.bound is False:
        yield fill(_NOT_BOUND_BY_PARENT, **words)


_EFFECT, _NO_EFFECT = N_(", with effect from {day}"), N_("; no source prints the day of its effect")
_EFFECT_BY_RULE = N_(", {how} with effect from {day}, which no source prints")


def _effect(side: Side, article: str | None) -> str:
    if side.leaves_on:
        return fill(_EFFECT, day=side.leaves_on)
    if side.left_by_rule:
        return fill(_EFFECT_BY_RULE, how=by_article(article), day=side.left_by_rule)
    return _(_NO_EFFECT)


_NO_LONGER_UNDER_PARENT = N_(
    "{who} {who:is|are} no longer bound by {parent}, and article {article} asks that both be Parties to {parent}"
)
_NOT_UNDER_PARENT = N_(
    "{who} {who:is|are} not bound by {parent}, and article {article} asks that both be Parties to {parent}"
)


def parent_reason(party: PartyWords, treaty: Treaty) -> str | None:
    """Why a protocol is not in force for a side: the parent does not bind it."""
    parent, article = party.side.parent, clauses_of(treaty).between
    if parent is None or article is None or parent.bound is not False:
        return None
    phrase = _NO_LONGER_UNDER_PARENT if parent.standing is Standing.FORMER else _NOT_UNDER_PARENT
    return fill(phrase, who=party.who, parent=parent_label(treaty.parent or ""), article=article)


_NOT_PRINTED_AS_OF = N_("the depositary's chart does not print it (status as of {day})")
_NOT_PRINTED = N_("no source prints it")


_PRINTED = N_("for {who} the source prints {dates}")
_PRINTED_UNDER_PARENT = N_("under {parent} the source prints for {who} {dates}")
_CONTRADICTION = N_("dates that contradict each other: {early} {early_on}, before {late} {late_on}")


def contradiction_clause(party: PartyWords, treaty: Treaty) -> str | None:
    """Why it is not known whether a side is bound: of two dates of its row one is wrong, of the parent's if asked."""
    side, parent = party.side, party.side.parent
    if side.contradiction:
        return fill(_PRINTED, who=party.who, dates=contradicting(side.contradiction))
    if parent and parent.contradiction and clauses_of(treaty).between:
        label = parent_label(treaty.parent or "")
        return fill(_PRINTED_UNDER_PARENT, parent=label, who=party.who, dates=contradicting(parent.contradiction))
    return None


def contradicting(found: Contradiction) -> str:
    """`dates that contradict each other: end of participation 2009-12-31, before denunciation 2010-01-01`."""
    early, late = (_(ACTS[field]) for field in (found.early, found.late))
    return fill(_CONTRADICTION, early=early, early_on=found.early_on, late=late, late_on=found.late_on)


def depositary_silent(status: str | None) -> str:
    """That no source prints it, as of which day."""
    return fill(_NOT_PRINTED_AS_OF, day=status) if status else _(_NOT_PRINTED)


_END_LOST = N_("{who} {who:was|were} shown as having left until {day}, no longer shown since ({gone})")
_LOST = N_("it was shown for {who} until {day}, no longer shown since ({gone})")


def lost_clause(party: PartyWords, treaty: Treaty) -> str | None:
    """`it was shown for Tonga until 2026-07-02, no longer shown since: the chart no longer shows …`."""
    above = party.side.parent
    if above and above.entry_with_lost and clauses_of(treaty).between:
        return lost_under_parent(above.entry_with_lost, party.who, treaty)
    if party.side.end_lost_on and party.side.bound is None:
        return fill(_END_LOST, who=party.who, day=party.side.end_lost_on, gone=party.retracted)
    if party.side.lost_on is None:
        return None
    return fill(_LOST, who=party.who, day=party.side.lost_on, gone=party.retracted)


_INHERITED = N_(
    "{former}, of which {who} {who:was|were} part until {day}, was bound or had consented, and no act of {who} is shown"
    " since then"
)
_SUCCEEDED = N_("{who} succeeded by a notification of {day}, and no source prints from which day that has effect")


def inherited_clause(party: PartyWords) -> str | None:
    """Why it is not known whether a successor was bound."""
    inherits, later = party.side.inherits, party.side.succeeds_on
    if inherits:
        return fill(_INHERITED, former=with_article(inherits.former), who=party.who, day=inherits.until)
    return fill(_SUCCEEDED, who=party.who, day=later) if later else None
