"""Decide which source reports a fact: each fact once, whichever source shows it first. Pure.

See docs/rules-of-change.md#several-sources.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tracker.diff.apply import apply
from tracker.diff.rows import dates_described
from tracker.models import Change, ChangeKind, Chart, Difference, Field, Nature, but

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

Fact = tuple[str | None, Field]  # (participant or None for the treaty itself, field)

#: If two of these acts of one participant have the same date, they are one act that two registers name differently.
_ACT_FIELDS = (Field.SIGNED_ON, Field.CONSENT_ON, Field.DENOUNCED_ON)

_ENDS = (ChangeKind.RETRACTED, ChangeKind.INVITATION_ENDED, ChangeKind.SUSPENSION_ENDED)


#: The rule of a correction of what another source told, with that source between.
_OTHER_DATE, _DID = "the authority shows another date than ", " did"


def told_by(rule: str) -> str | None:
    """The source whose date the authority corrects, by the rule of a difference; None: it corrects its own."""
    return rule.removeprefix(_OTHER_DATE).removesuffix(_DID) if rule.startswith(_OTHER_DATE) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The facts that were reported for a treaty.

    `state` is the basis of answers: the authority's baseline, completed with facts that so far only other sources show.
    `elsewhere` holds those facts with the change that reported them. `retracted` holds facts that the authority
    retracted. `invitations_ended` holds participants whose invitation ended and was not renewed.
    """

    state: Chart
    elsewhere: Mapping[Fact, Change] = field(default_factory=dict)
    retracted: frozenset[tuple[str | None, Field, str]] = frozenset()
    invitations_ended: frozenset[str | None] = frozenset()

    @classmethod
    def of(cls, authority: str, baseline: Chart, told: Iterable[Change]) -> Ledger:
        """Build the ledger from the treaty's changes, oldest first. Of the authority's, only retractions count."""
        elsewhere: dict[Fact, Change] = {}
        retracted: set[tuple[str | None, Field, str]] = set()
        ended: set[str | None] = set()
        for change in told:
            _fold_invitation(change, ended)
            if change.kind is ChangeKind.RETRACTED:
                for participant, name, value in facts_taken_back(change):
                    elsewhere.pop((participant, name), None)
                    if change.source == authority:
                        retracted.add((participant, name, value))
            elif change.kind in _ENDS:
                elsewhere.pop((change.participant, change.field), None)
            elif change.after is not None and change.source != authority and change.nature is not Nature.EDITORIAL:
                elsewhere[change.participant, change.field] = change
        lacking = {fact: change for fact, change in elsewhere.items() if _lacks(baseline, fact)}
        return cls(
            state=apply(baseline, tuple(lacking.values())),
            elsewhere=lacking,
            retracted=frozenset(retracted),
            invitations_ended=frozenset(ended),
        )


def _fold_invitation(change: Change, ended: set[str | None]) -> None:
    if change.kind is ChangeKind.INVITATION_ENDED:
        ended.add(change.participant)
    elif change.kind is ChangeKind.INVITED:
        ended.discard(change.participant)


def facts_taken_back(change: Change | Difference) -> Iterator[tuple[str | None, Field, str]]:
    """The facts that one retraction removes. A lost row removes each of its dates."""
    before = change.before or ""
    if change.field is Field.ROW:
        for name, value in dates_described(before).items():
            yield change.participant, name, value
    else:
        yield change.participant, change.field, before


def _lacks(chart: Chart, fact: Fact) -> bool:
    participant, name = fact
    if participant is None:
        return chart.in_force_on is None
    row = chart.row(participant)
    if row is None:
        return True
    if name is Field.INVITED:
        return not (row.invited or row.signed_on or row.consent_on)
    return getattr(row, name, None) is None


#: What ends or limits a participation. A source without a place for it looks the same before and after.
_ENDS_OF_PARTICIPATION = frozenset({Field.DENOUNCED_ON, Field.LEFT_ON, Field.SUSPENDED_ON})


def with_place_for_ends(state: Chart) -> Chart:
    """A chart as if it had a place for denunciations and suspensions, and showed none there."""
    lacking = _ends_without_place(state)
    return replace(state, rows=tuple(but(row, known=row.known | lacking) for row in state.rows)) if lacking else state


def _ends_without_place(state: Chart) -> frozenset[Field]:
    return _ENDS_OF_PARTICIPATION - frozenset().union(*(row.known for row in state.rows))


def unreported(
    differences: Iterable[Difference],
    ledger: Ledger,
    *,
    source: str,
    authority: bool,
    only_after: date | None = None,
) -> tuple[Difference, ...]:
    """The differences shown by a source that must be reported.

    The authority reports everything except facts that another source reported before. Another source reports an act
    if it is new, the authority neither shows nor retracted it, and it is not the same act under another name. For a
    source's first chart, `only_after` is the day of the authority's last good read: older acts are not reported, but
    for ends that the authority has no place for. `reconcile` handles the rest.
    """
    if authority:
        told = (_told_by_authority(difference, ledger) for difference in differences)
        return tuple(difference for difference in told if difference is not None)
    return tuple(d for d in differences if _told_by_another(d, ledger, source, only_after))


def _told_by_authority(difference: Difference, ledger: Ledger) -> Difference | None:
    before = ledger.elsewhere.get((difference.participant, difference.field))
    if difference.kind is ChangeKind.INVITATION_ENDED:
        return None if difference.participant in ledger.invitations_ended else difference
    if before is None or difference.before is not None or difference.after is None:
        return difference
    if before.after == difference.after:
        return None
    return replace(
        difference,
        kind=ChangeKind.CORRECTED,
        nature=Nature.CORRECTION,
        rule=f"{_OTHER_DATE}{before.source}{_DID}",
        before=before.after,
    )


def _told_by_another(difference: Difference, ledger: Ledger, source: str, only_after: date | None) -> bool:
    fact = (difference.participant, difference.field)
    if difference.nature in (Nature.CORRECTION, Nature.RETRACTION) and not difference.shown_again:
        # a source may only correct or retract what it alone reported; anything else is a finding of `reconcile`
        return _told_by_it_alone(difference, ledger, source)
    if difference.nature is not Nature.EVENT:
        return False
    if only_after is not None and not (_is_since(difference, only_after) or _ends_unseen(difference, ledger)):
        return False
    if difference.kind is ChangeKind.INVITATION_ENDED:
        return difference.participant not in ledger.invitations_ended
    if difference.kind is ChangeKind.SUSPENSION_ENDED:
        return _told_by_it_alone(difference, ledger, source)
    if (*fact, difference.after) in ledger.retracted:
        return False
    return _lacks(ledger.state, fact) and not _another_act(difference, ledger)


def _is_since(difference: Difference, day: date) -> bool:
    return difference.effective_on is not None and difference.effective_on > day


def _ends_unseen(difference: Difference, ledger: Ledger) -> bool:
    """True for the end of a participation that counts, for which the authority's chart has no place."""
    row = ledger.state.row(difference.participant) if difference.participant else None
    if row is None or row.consent_on is None or difference.field not in _ends_without_place(ledger.state):
        return False
    return _is_since(difference, row.consent_on)


def _told_by_it_alone(difference: Difference, ledger: Ledger, source: str) -> bool:
    if difference.field is Field.ROW:
        return any(fact[0] == difference.participant and c.source == source for fact, c in ledger.elsewhere.items())
    told = ledger.elsewhere.get((difference.participant, difference.field))
    return told is not None and told.source == source and told.after == difference.before


def _another_act(difference: Difference, ledger: Ledger) -> bool:
    row = ledger.state.row(difference.participant) if difference.participant else None
    if row is None or difference.field not in _ACT_FIELDS:
        return False
    return any(row.dates.get(name) == difference.effective_on for name in _ACT_FIELDS)
