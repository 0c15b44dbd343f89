"""Why a treaty is not in force for one side on a day: each reason has a code, its words, and one template. Pure.

A reason stands inside a sentence, after "because", and is a whole clause of its own. `{was}` and `{had}` are the verbs
of the tense: of a day in the past, or of today and later; the latter agrees with who it was. Days are ISO.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from tracker.language import N_, _, fill
from tracker.law import entry_article, treaty_article
from tracker.law.periods import periods_of
from tracker.models import Standing
from tracker.wording.rules import article_in_words
from tracker.wording.words import clauses, listed, the_instrument, with_article

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.law.relations import Relation
    from tracker.models import Treaty
    from tracker.wording.parties import PartyWords


class Why(StrEnum):
    """The reasons, by codes that stay."""

    TREATY_NOT_OPENED = "treaty_not_opened"
    TREATY_NOT_IN_FORCE = "treaty_not_in_force"
    TREATY_DUE = "treaty_due"
    TREATY_EXPECTED = "treaty_expected"
    INVITED = "invited"
    SIGNED = "signed"
    SIGNED_AD_REFERENDUM = "signed_ad_referendum"
    SIGNED_BY_FORMER = "signed_by_former"
    CONSENT_GONE = "consent_gone"  # the chart no longer shows what came after the signature
    CONSENTED = "consented"
    CONSENTED_DUE = "consented_due"
    CONSENTED_EXPECTED = "consented_expected"
    CONSENTED_BY_FORMER = "consented_by_former"
    CONSENTED_BY_FORMER_DUE = "consented_by_former_due"
    CONSENTED_BY_FORMER_EXPECTED = "consented_by_former_expected"
    LEFT = "left"
    LEFT_ON = "left_on"
    LEFT_AFTER = "left_after"
    LEFT_ON_AFTER = "left_on_after"
    NO_LONGER_SHOWN = "no_longer_shown"
    DID_NOT_EXIST = "did_not_exist"
    NOTHING = "nothing"
    NOTHING_KNOWN = "nothing_known"


_TEMPLATES = {
    Why.TREATY_NOT_OPENED: N_("{treaty} {was} not yet opened for signature ({day})"),
    Why.TREATY_NOT_IN_FORCE: N_("{treaty} itself {was} not in force"),
    Why.TREATY_DUE: N_("{treaty} itself {was} not in force before {day}"),
    Why.TREATY_EXPECTED: N_(
        "{treaty} itself {was} not in force (expected on {day} by {rule}, not printed by a source)"
    ),
    Why.INVITED: N_("{who} {had} been invited to accede and {had} not acceded"),
    Why.SIGNED: N_("{who} {had} signed but not consented"),
    Why.SIGNED_AD_REFERENDUM: N_("{who} {had} signed ad referendum, subject to confirmation, but not consented"),
    Why.SIGNED_BY_FORMER: N_("{former} {had} signed, but {who} {had} not consented"),
    Why.CONSENT_GONE: N_("{former} {had} signed"),
    Why.CONSENTED: N_("{who} {had} consented, but it {was} not in force for {who:it|them} yet"),
    Why.CONSENTED_DUE: N_("{who} {had} consented, but it does not enter into force for {who:it|them} before {day}"),
    Why.CONSENTED_EXPECTED: N_(
        "{who} {had} consented, but it {was} not in force for {who:it|them} yet"
        " (expected on {day} by {rule}, not printed by a source)"
    ),
    Why.CONSENTED_BY_FORMER: N_("{former} {had} consented, but it {was} not in force for {who} yet"),
    Why.CONSENTED_BY_FORMER_DUE: N_(
        "{former} {had} consented, but it does not enter into force for {who} before {day}"
    ),
    Why.CONSENTED_BY_FORMER_EXPECTED: N_(
        "{former} {had} consented, but it {was} not in force for {who} yet"
        " (expected on {day} by {rule}, not printed by a source)"
    ),
    Why.LEFT: N_("{who} {had} left"),
    Why.LEFT_ON: N_("{who} {had} left with effect from {day}"),
    Why.LEFT_AFTER: N_("{who} {had} left (it was in force for {who:it|them} {spans})"),
    Why.LEFT_ON_AFTER: N_("{who} {had} left with effect from {day} (it was in force for {who:it|them} {spans})"),
    Why.NO_LONGER_SHOWN: "{gone}",
    Why.DID_NOT_EXIST: N_("{who} did not exist on that day"),
    Why.NOTHING: N_("{who} {had} neither signed nor consented"),
    Why.NOTHING_KNOWN: N_(
        "{who} {had} neither signed nor consented (whether {who:it was|they were} invited then is not known)"
    ),
}
_SPAN = N_("from {since} until {until}")
_RULE, _RULE_OF_ARTICLE = N_("the treaty's rule"), N_("the treaty's rule, {article}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason. `words` fill its template; `gone` is what the chart no longer shows of the side besides, in words."""

    code: Why
    words: Mapping[str, str] = field(default_factory=dict)
    gone: str | None = None

    def clause(self, *, was: str, had: str) -> str:
        """The reason inside a sentence, in a tense."""
        said = fill(_TEMPLATES[self.code], was=was, had=had, **self.words)
        return clauses((said, self.gone or ""))


def of_treaty(relation: Relation, treaty: Treaty) -> Reason | None:
    """Why the treaty itself was not in force; None if it was, or if that is not known."""
    if relation.treaty_in_force is not False:
        return None
    words = {"treaty": the_instrument(treaty)}
    if _not_opened(relation):
        return Reason(code=Why.TREATY_NOT_OPENED, words={**words, "day": str(relation.opens_on)})
    if relation.due_on:
        return Reason(code=Why.TREATY_DUE, words={**words, "day": str(relation.due_on)})
    if relation.treaty_expected_on:
        day, rule = str(relation.treaty_expected_on), by_which_rule(treaty_article(treaty))
        return Reason(code=Why.TREATY_EXPECTED, words={**words, "day": day, "rule": rule})
    return Reason(code=Why.TREATY_NOT_IN_FORCE, words=words)


def _not_opened(relation: Relation) -> bool:
    """True if the treaty was opened for signature only later, and neither of the two did anything before."""
    return relation.opens_on is not None and all(side.standing is Standing.NONE for side in (relation.a, relation.b))


def by_which_rule(article: str | None) -> str:
    """`the treaty's rule, article 36, paragraph 4`; without an article where none is known."""
    return fill(_RULE_OF_ARTICLE, article=article_in_words(article)) if article else _(_RULE)


def of_side(party: PartyWords, treaty: Treaty) -> Reason:
    """Why a side was not bound."""
    gone, words = party.retracted, {"who": party.who}
    match party.side.standing:
        case Standing.INVITED:
            return Reason(code=Why.INVITED, words=words, gone=gone)
        case Standing.SIGNATORY:
            return _signed(party)
        case Standing.CONTRACTING:
            return _consented(party, treaty)
        case Standing.FORMER:
            return _left(party)
        case _ if gone:
            return Reason(code=Why.NO_LONGER_SHOWN, words={"gone": gone})
        case _ if not party.existed:
            return Reason(code=Why.DID_NOT_EXIST, words=words)
        case _:
            return Reason(code=Why.NOTHING if party.invited_known else Why.NOTHING_KNOWN, words=words)


def _signed(party: PartyWords) -> Reason:
    former = with_article(party.signed_by) if party.signed_by else party.who
    words = {"who": party.who, "former": former}
    if party.retracted:
        return Reason(code=Why.CONSENT_GONE, words=words, gone=party.retracted)
    if party.row and party.row.ad_referendum:
        return Reason(code=Why.SIGNED_AD_REFERENDUM, words=words)
    return Reason(code=Why.SIGNED if former == party.who else Why.SIGNED_BY_FORMER, words=words)


def _consented(party: PartyWords, treaty: Treaty) -> Reason:
    former = with_article(party.consented_by) if party.consented_by else party.who
    own, day = former == party.who, party.side.due_on or party.side.expected_on
    if party.side.due_on:
        code = Why.CONSENTED_DUE if own else Why.CONSENTED_BY_FORMER_DUE
    elif party.side.expected_on:
        code = Why.CONSENTED_EXPECTED if own else Why.CONSENTED_BY_FORMER_EXPECTED
    else:
        code = Why.CONSENTED if own else Why.CONSENTED_BY_FORMER
    rule = by_which_rule(entry_article(treaty, party.row.consent_kind if party.row else None))
    words = {"who": party.who, "former": former, "day": str(day), "rule": rule}
    return Reason(code=code, words=words, gone=party.retracted)


def _left(party: PartyWords) -> Reason:
    day, spans = party.row.left_on if party.row else None, _spans(party)
    words = {"who": party.who, "day": str(day), "spans": spans}
    if spans:
        return Reason(code=Why.LEFT_ON_AFTER if day else Why.LEFT_AFTER, words=words, gone=party.retracted)
    return Reason(code=Why.LEFT_ON if day else Why.LEFT, words=words, gone=party.retracted)


def _spans(party: PartyWords) -> str:
    """From when until when it was in force for one that left, each time."""
    periods = periods_of(party.row) if party.row else ()
    times = [(period.in_force_on, period.left_on) for period in periods]
    found = [fill(_SPAN, since=since, until=until) for since, until in times if since and until and since < until]
    return listed(dict.fromkeys(found)) if found else ""
