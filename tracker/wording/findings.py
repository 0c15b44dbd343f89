"""Where sources, the treaty's rules and official figures disagree, in words. Pure. Days are ISO."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tracker.language import N_, P_, _, counting, fill
from tracker.reconcile import Status
from tracker.reconcile.reasons import (
    Behind,
    ByRule,
    Contradicting,
    CountedSame,
    Dates,
    EndByRule,
    Explained,
    ExtensionByRule,
    ExtensionEnds,
    Kinds,
    LateObjection,
    LateReservation,
    MayLag,
    NoInvitation,
    NoParent,
    NotCounted,
    NothingAfter,
    NothingRead,
    NotProvidedFor,
    NotShown,
    OfClaim,
    Overdue,
    ReadAs,
    SameDate,
    Unexplained,
)
from tracker.wording.by_rule import by_article, contradicting
from tracker.wording.reports import ITSELF
from tracker.wording.rules import applied_to_denunciation, applied_to_state
from tracker.wording.site.kinds import ACTS
from tracker.wording.statements import article_words
from tracker.wording.terms import consent_kind
from tracker.wording.words import called, clauses, how_many, listed, number_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.reconcile import Finding
from tracker.wording.alerts import Alert

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from tracker.reconcile import Claim, Finding
    from tracker.reconcile.reasons import Verdict


def explanation(finding: Finding) -> str:
    """Why a comparison came to what it did."""
    match finding.reason:
        case OfClaim(claim=claim, verdict=verdict):
            return _of_claim(claim, verdict)
        case ExtensionByRule() | ExtensionEnds() as reason:
            return _of_extension(reason)
        case LateObjection() | LateReservation() | NotProvidedFor() as reason:
            return _of_statement(reason)
        case ByRule() | NoParent() | NoInvitation() | EndByRule() | Overdue() | Contradicting() as reason:
            return _of_text(reason)
        case SameDate(undated=undated):
            return fill(_UNDATED, sources=listed(undated)) if undated else _(_SAME_DATE)
        case MayLag(behind=behind):
            return clauses(map(_may_lag, behind))
        case NotShown(sources=sources):
            return fill(_NOT_SHOWN, sources=listed(_as_of(source, day) for source, day in sources))
        case Dates(shown=shown):
            return clauses(fill(_SHOWS, source=source, value=value or _(_NONE)) for source, value in shown)
        case Kinds(shown=kinds, compatible=compatible):
            said = clauses(fill(_HAS, source=source, kind=consent_kind(kind)) for source, kind in kinds)
            return fill(_BOTH_CAN, said=said) if compatible else said


# ---- sources side by side ------------------------------------------------------------------------


def _as_of(source: str, day: date | None) -> str:
    return fill(_SOURCE_AS_OF, source=source, day=day) if day else source


_UNDATED, _SAME_DATE = N_("{sources} without a date"), N_("the same date")
_NOT_SHOWN, _SHOWS, _NONE = N_("not shown by {sources}"), N_("{source} shows {value}"), N_("none")
_HAS, _BOTH_CAN = N_("{source} has {kind}"), N_("both can mean the same: {said}")
_SOURCE_AS_OF = N_("{source} (as of {day})")
_CANNOT_SHOW, _MAY_LAG = N_("{source} cannot show it yet"), N_("{source} may lag {days}: until {until}")
_DAYS, _NO_DAYS = P_("{count} day", "{count} days"), N_("no days")


def _may_lag(side: Behind) -> str:
    if side.unread_since:
        return fill(_CANNOT_SHOW, source=_as_of(side.source, side.seen_on))
    return fill(_MAY_LAG, source=side.source, days=how_many(side.grace_days, _DAYS, _NO_DAYS), until=side.until)


# ---- the treaty's own text -----------------------------------------------------------------------

_BY_RULE = N_("{rule}: {day}")
_BY_RULE_RAISED = N_("{rule}: {day}, raised to {floor}, before which the treaty was not in force")
_NO_PARENT = N_("{treaty} needs consent to {parent} by {day}; {source} shows none")
_NO_PARENT_STALE = N_(
    "{treaty} needs consent to {parent} by {day}; {source} shows none as of {seen_on}, before the act"
)
_NO_INVITATION = N_(
    "acceded on {day}; no chart since {since} listed it as invited, and no decision to invite it is on record"
)
_LATE = N_("{treaty} needs consent to {parent} by {day}; {source} shows of {consent_on}")
_LATE_STALE = N_(
    "{treaty} needs consent to {parent} by {day}; {source} shows of {consent_on} as of {seen_on}, before the act"
)


def _of_text(found: ByRule | NoParent | NoInvitation | EndByRule | Overdue | Contradicting) -> str:
    if isinstance(found, Contradicting):
        return contradicting(found.dates)
    if isinstance(found, ByRule):
        return _by_rule(found)
    if isinstance(found, NoInvitation):
        return fill(_NO_INVITATION, day=found.acceded_on, since=found.since)
    return _no_parent(found) if isinstance(found, NoParent) else _end_or_overdue(found)


def _by_rule(found: ByRule) -> str:
    return fill(
        _BY_RULE_RAISED if found.floor else _BY_RULE,
        rule=applied_to_state(found.rule, found.consent_on, found.article),
        day=found.rule.for_state(found.consent_on),
        floor=found.floor,
    )


_OVERDUE_ENTRY = N_("{how} in force since {day}; {source} does not print it")
_OVERDUE_END = N_("{how} no longer bound since {day}; {source} does not print it")


_MONTHS_FIRST = N_("{how} the withdrawal takes effect on the first day of a month")


def _of_extension(found: ExtensionByRule | ExtensionEnds) -> str:
    if isinstance(found, ExtensionEnds):
        return fill(_MONTHS_FIRST, how=by_article(found.article))
    rule = applied_to_state(found.rule, found.received_on, found.article)
    return fill(_BY_RULE, rule=rule, day=found.rule.for_state(found.received_on))


def _end_or_overdue(found: EndByRule | Overdue) -> str:
    if isinstance(found, EndByRule):
        rule = applied_to_denunciation(found.rule, found.denounced_on, found.article)
        return fill(_BY_RULE, rule=rule, day=found.rule.after(found.denounced_on))
    return fill(
        _OVERDUE_END if found.ends else _OVERDUE_ENTRY,
        how=by_article(found.article),
        day=found.day,
        source=_as_of(found.source, found.seen_on),
    )


def _no_parent(found: NoParent) -> str:
    fresh, stale = (_LATE, _LATE_STALE) if found.consent_on else (_NO_PARENT, _NO_PARENT_STALE)
    return fill(
        stale if found.seen_on else fresh,
        treaty=found.treaty,
        parent=found.parent,
        day=found.day,
        source=found.source,
        consent_on=found.consent_on,
        seen_on=found.seen_on,
    )


_NOT_JUDGED = N_("what follows from that is not judged here")
_LATE_OBJECTION = N_(
    "objection of {made_on}, dated more than twelve months after {what} of {reserved_on} (the day on which the"
    " Parties were notified is not on record) and after its own consent of {consent_on} (VCLT art. 20(5))"
)
_LATE_RESERVATION = N_(
    "reservation of {made_on}, dated after {acts}, with which reservations are made (article {article}){not_read}"
)
_NOT_PROVIDED_FOR = N_(
    "reservation printed with {printed}; {clause} provides for reservations to {places}{of_parent} and for no other"
    "{not_read}"
)
_SECONDARY = N_("on record from secondary sources")
_ONE_OF_SEVERAL = N_("the last of the statements that it may mean,")
_THE_RESERVATION = N_("the reservation")
_THE_SIGNATURE, _THE_DEPOSIT = N_("the signature of {day}"), N_("the deposit of {day}")
_PARENT, _CLAUSE = N_("the parent treaty"), N_("article {article}")
_OF_PARENT = N_(" and to {places} of {parent}")
_CLAUSE_NOT_READ = N_(" (this clause was not compared with the text of the treaty)")


def _of_statement(found: LateObjection | LateReservation | NotProvidedFor) -> str:
    return clauses((_dated_or_listed(found), _(_SECONDARY) if found.secondary else "", _(_NOT_JUDGED)))


def _dated_or_listed(found: LateObjection | LateReservation | NotProvidedFor) -> str:
    match found:
        case LateObjection():
            return fill(
                _LATE_OBJECTION,
                made_on=found.made_on,
                what=_(_ONE_OF_SEVERAL if found.several else _THE_RESERVATION),
                reserved_on=found.reserved_on,
                consent_on=found.consent_on,
            )
        case LateReservation():
            signed = found.signed_on and found.signed_on != found.consent_on
            deposit = fill(_THE_DEPOSIT, day=found.consent_on)
            acts = listed((fill(_THE_SIGNATURE, day=found.signed_on), deposit)) if signed else deposit
            return fill(
                _LATE_RESERVATION,
                made_on=found.made_on,
                acts=acts,
                article=found.article,
                not_read="" if found.text_read else _(_CLAUSE_NOT_READ),
            )
        case NotProvidedFor():
            parent = number_of(found.parent) if found.parent else _(_PARENT)
            return fill(
                _NOT_PROVIDED_FOR,
                printed=article_words(found.printed),
                clause=fill(_CLAUSE, article=found.article),
                places=listed(found.places),
                of_parent=fill(_OF_PARENT, places=listed(found.of_parent), parent=parent) if found.of_parent else "",
                not_read="" if found.text_read else _(_CLAUSE_NOT_READ),
            )


# ---- official figures ----------------------------------------------------------------------------

_FIGURES = {
    "consents": N_("consents"),
    "in_force": N_("Parties"),
    "signatories": N_("signatures without consent"),
    "invited": N_("invited"),
    "total": N_("in all (consents, signatures without consent, invited)"),
    "signatures": N_("signatures"),
}
_NOT_COUNTED = {
    "in_force": N_("for whom it was in force on that day is not known"),
    "signatories": N_("who had signed on that day is not known"),
    "signatures": N_("who had signed on that day is not known"),
}
_WHO_INVITED = N_("who was invited on that day is not known")
_READINGS = {"signatories": N_("signatures that no consent has followed")}
_NOTHING_READ, _NOTHING_AFTER = N_("nothing has been read of the treaty"), N_("nothing is known after {day}")
_COUNTED_SAME, _READ_AS = N_("counted the same here"), N_("the same here, read as {reading}; {ours} in all")
_UNEXPLAINED = N_("counted here {ours}; no acts near that day explain it")
_CLAIM = N_("{source}: {value} {figure} on {day}; {verdict}")
_QUOTED_CLAIM = N_('{source}: {value} {figure} on {day} ("{text}"); {verdict}')


def _of_claim(claim: Claim, verdict: Verdict) -> str:
    return fill(
        _QUOTED_CLAIM if claim.text else _CLAIM,
        source=_(claim.source),
        value=claim.value,
        figure=_(_FIGURES[claim.figure]),
        day=claim.as_of,
        text=claim.text,
        verdict=_verdict(claim, verdict),
    )


def _verdict(claim: Claim, verdict: Verdict) -> str:
    match verdict:
        case NothingRead():
            return _(_NOTHING_READ)
        case NothingAfter(day=day):
            return fill(_NOTHING_AFTER, day=day)
        case NotCounted():
            return fill(_NOT_COUNTED.get(claim.figure, _WHO_INVITED))
        case CountedSame():
            return _(_COUNTED_SAME)
        case ReadAs(figure=figure, ours=ours):
            return fill(_READ_AS, reading=_(_READINGS[figure]), ours=ours)
        case Unexplained(ours=ours):
            return fill(_UNEXPLAINED, ours=ours)
        case Explained(ours=ours, acts=acts, missing=missing):
            told = ", ".join(f"{called(name)} ({day})" for day, name in acts)
            return fill(_WITH if missing else _WITHOUT, ours=ours, value=claim.value, acts=told)


_WITH = N_("counted here {ours} by the dates shown, {value} with {acts}")
_WITHOUT = N_("counted here {ours} by the dates shown, {value} without {acts}")


# ---- all of them ---------------------------------------------------------------------------------

_COUNTED = (
    (Status.AGREE, P_("{count} fact agrees between sources", "{count} facts agree between sources")),
    (Status.DIFFER, P_("{count} differs", "{count} differ")),
    (Status.MISSING, P_("{count} is missing in a source", "{count} are missing in a source")),
    (Status.LAGGING, P_("{count} may only lag", "{count} may only lag")),
    (Status.RULE_FITS, P_("{count} entry into force fits the rule", "{count} entries into force fit the rule")),
    (Status.RULE_FLOOR, P_("{count} is explained by the treaty's own", "{count} are explained by the treaty's own")),
    (Status.RULE, P_("{count} is not what the rule gives", "{count} are not what the rule gives")),
    (Status.OVERDUE, P_("{count} day has come that no source prints", "{count} days have come that no source prints")),
    (
        Status.CONTRADICTION,
        P_("{count} row contradicts itself", "{count} rows contradict themselves"),
    ),
    (
        Status.PARENT_MISSING,
        P_("{count} act lacks the parent treaty's consent", "{count} acts lack the parent treaty's consent"),
    ),
    (Status.INVITATION_NOT_SEEN, P_("{count} accession lacks an invitation", "{count} accessions lack an invitation")),
    (Status.LATE_OBJECTION, P_("{count} objection is dated late", "{count} objections are dated late")),
    (Status.LATE_RESERVATION, P_("{count} reservation is dated late", "{count} reservations are dated late")),
    (
        Status.RESERVATION_NOT_PROVIDED_FOR,
        P_(
            "{count} reservation is not among those that the treaty lists",
            "{count} reservations are not among those that the treaty lists",
        ),
    ),
    (Status.CLAIM_SAME, P_("{count} official figure is the same", "{count} official figures are the same")),
    (Status.CLAIM_DIFFERS, P_("{count} official figure differs", "{count} official figures differ")),
    (
        Status.CLAIM_UNKNOWN,
        P_("{count} official figure cannot be checked", "{count} official figures cannot be checked"),
    ),
)


_COMPARED = N_("Compared: {said}.")
_NOTHING_COMPARED = N_("Compared: there is nothing to compare yet.")


def summary(findings: Iterable[Status]) -> str:
    """All findings in one sentence: "Compared: 240 facts agree between sources; 2 differ; …."."""
    counts = Counter(findings)
    said = [counting(phrase, counts[status]) for status, phrase in _COUNTED if counts[status]]
    return fill(_COMPARED, said=clauses(said)) if said else _(_NOTHING_COMPARED)


_MOST_LINES = 20  # of an alert about disagreements


_DISAGREE = N_("Tracker: sources disagree on {treaties}")


_OVERDUE = N_("Tracker: a day has come that no source prints: {treaties}")


_CONTRADICTORY = N_("Tracker: dates that contradict each other: {treaties}")


_BOTH = N_("Tracker: sources disagree, or do not print a day that has come: {treaties}")


_ONE = N_("{treaty}, {name} ({field}): {why}")


_MORE = N_("… and {count} more")


_NOTHING_CONCLUDED = N_("Nothing is concluded from this: the first source of a treaty makes its changes.")


_ALL_OF_IT = N_("All of it, with the evidence: `tracker reconcile`.")


def disagreements(findings: Sequence[Finding]) -> Alert:
    """What sources keep disagreeing on."""
    treaties = ", ".join(map(number_of, sorted({finding.treaty for finding in findings})))
    statuses = {finding.status for finding in findings}
    subject = _CONTRADICTORY if Status.CONTRADICTION in statuses else _BOTH if Status.OVERDUE in statuses else _DISAGREE
    if statuses == {Status.OVERDUE}:
        subject = _OVERDUE
    return Alert(fill(subject, treaties=treaties), "\n".join(_disagreements(findings)))


def _disagreements(findings: Sequence[Finding]) -> Iterator[str]:
    for one in findings[:_MOST_LINES]:
        name = called(one.name) if one.name else _(ITSELF)
        field = _(ACTS.get(one.field, one.field.replace("_", " ")))
        yield fill(_ONE, treaty=number_of(one.treaty), name=name, field=field, why=explanation(one))
    if len(findings) > _MOST_LINES:
        yield fill(_MORE, count=len(findings) - _MOST_LINES)
    yield _(_NOTHING_CONCLUDED)
    yield _(_ALL_OF_IT)
