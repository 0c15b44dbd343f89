"""Differences of every kind, and the sentence that English has for each."""

from __future__ import annotations

from datetime import date
from typing import Any

from tracker.models import ChangeKind, ConsentKind, Difference, Field, Nature, Threshold, Treaty
from tracker.wording.sentences import SentenceContext

BUDAPEST = Treaty(id="ets-185", number="185", name="Budapest Convention", threshold=Threshold(needed=5, members=3))
SECOND = Treaty(id="cets-224", number="224", name="Second Additional Protocol", threshold=Threshold(needed=5))

K, F = ChangeKind, Field
IN_FORCE = SentenceContext(in_force=True)
NOT_IN_FORCE = SentenceContext(in_force=False, threshold=SECOND.threshold)


def context(**known: Any) -> SentenceContext:
    return SentenceContext(**{"in_force": True, **known})


def towards(consents: int | None, threshold: Threshold | None = SECOND.threshold, **known: Any) -> SentenceContext:
    return SentenceContext(in_force=False, consents=consents, threshold=threshold, **known)


def difference(kind: ChangeKind, field: Field, name: str | None = "Hungary", **values: Any) -> Difference:
    """A difference whose `after` is its day, as the diff makes it for a date that appears."""
    effective_on = values.get("effective_on")
    defaults: dict[str, Any] = {
        "nature": Nature.EVENT,
        "rule": "a test",
        "participant": None if name is None else "XXX",
        "after": effective_on.isoformat() if effective_on else None,
    }
    return Difference(kind=kind, field=field, name=name, **{**defaults, **values})


def act(
    kind: ChangeKind, name: str | None = "Hungary", field: Field = F.CONSENT_ON, day: str = "2026-02-05"
) -> Difference:
    return difference(kind, field, name, effective_on=date.fromisoformat(day))


def moved(field: Field, name: str | None = "Netherlands", **values: Any) -> Difference:
    dates = {"before": "2022-05-12", "after": "2022-05-13", "effective_on": date(2022, 5, 13)}
    return difference(K.CORRECTED, field, name, **{**dates, "nature": Nature.CORRECTION, **values})


def gone(field: Field, name: str | None = "Hungary", before: str = "2026-02-05") -> Difference:
    return difference(K.RETRACTED, field, name, before=before, nature=Nature.RETRACTION)


EXPECTED = [
    # acts
    (
        act(K.SIGNED, field=F.SIGNED_ON),
        SECOND,
        NOT_IN_FORCE,
        "Hungary signed the Second Additional Protocol on 5 February 2026.",
    ),
    (
        act(K.SIGNED, "Serbia", F.SIGNED_ON, "2005-04-07"),
        BUDAPEST,
        context(predecessor="Serbia and Montenegro"),
        "Serbia and Montenegro signed the Budapest Convention on 7 April 2005 (shown today in the row of Serbia).",
    ),
    (
        act(K.RATIFIED),
        SECOND,
        towards(3),
        (
            "Hungary deposited its instrument of ratification, acceptance or approval of the Second Additional Protocol"
            " on 5 February 2026 (the third of five needed; the Protocol is not in force)."
        ),
    ),
    (
        act(K.RATIFIED, "France"),
        SECOND,
        towards(5, consent_kind=ConsentKind.RATIFICATION),
        (
            "France deposited its instrument of ratification of the Second Additional Protocol on 5 February 2026"
            " (the fifth of five needed; the Protocol is not yet in force)."
        ),
    ),
    (
        act(K.RATIFIED, "Estonia", day="2003-05-12"),
        BUDAPEST,
        towards(3, BUDAPEST.threshold),
        (
            "Estonia deposited its instrument of ratification, acceptance or approval of the Budapest Convention"
            " on 12 May 2003 (the third of five needed, three of them by member States; the Convention is not"
            " in force)."
        ),
    ),
    (
        act(K.RATIFIED, "Peru"),
        BUDAPEST,
        towards(6, BUDAPEST.threshold),
        (
            "Peru deposited its instrument of ratification, acceptance or approval of the Budapest Convention on"
            " 5 February 2026 (the sixth consent, with five needed, three of them by member States; the Convention"
            " is not in force)."
        ),
    ),
    (
        act(K.RATIFIED, "Serbia"),
        SECOND,
        towards(None),
        (
            "Serbia deposited its instrument of ratification, acceptance or approval of the Second Additional Protocol"
            " on 5 February 2026 (the Protocol is not in force)."
        ),
    ),
    (
        act(K.ACCEPTED, "Netherlands", day="2006-11-16"),
        BUDAPEST,
        context(in_force_on=date(2007, 3, 1)),
        (
            "The Netherlands deposited its instrument of acceptance of the Budapest Convention on 16 November 2006;"
            " the Convention enters into force for it on 1 March 2007."
        ),
    ),
    (
        act(K.APPROVED, "France", day="2006-01-10"),
        BUDAPEST,
        IN_FORCE,
        "France deposited its instrument of approval of the Budapest Convention on 10 January 2006.",
    ),
    (
        act(K.ACCEDED, "Brazil", day="2022-11-30"),
        BUDAPEST,
        context(consents=68),
        "Brazil acceded to the Budapest Convention, depositing its instrument on 30 November 2022.",
    ),
    (
        act(K.SUCCEEDED, "Montenegro", day="2006-06-06"),
        BUDAPEST,
        IN_FORCE,
        "Montenegro succeeded to the Budapest Convention on 6 June 2006.",
    ),
    (
        act(K.SUCCEEDED, "Montenegro", day="2006-10-23"),
        BUDAPEST,
        context(in_force_on=date(2006, 6, 3)),
        (
            "Montenegro succeeded to the Budapest Convention on 23 October 2006; the Convention has effect for it from"
            " 3 June 2006, before that act."
        ),
    ),
    (
        act(K.CONSENTED, "Monaco"),
        BUDAPEST,
        context(consent_kind=ConsentKind.DEFINITIVE_SIGNATURE),
        (
            "Monaco expressed its consent to be bound by the Budapest Convention by signature without reservation as"
            " to ratification on 5 February 2026."
        ),
    ),
    (
        act(K.CONSENTED, "European Union"),
        BUDAPEST,
        context(consent_kind=ConsentKind.FORMAL_CONFIRMATION),
        (
            "The European Union deposited its instrument of formal confirmation of the Budapest Convention on"
            " 5 February 2026."
        ),
    ),
    (
        act(K.CONSENTED, "Monaco"),
        BUDAPEST,
        IN_FORCE,
        "Monaco expressed its consent to be bound by the Budapest Convention on 5 February 2026.",
    ),
    # entry into force
    (
        act(K.ENTRY_INTO_FORCE_SET, "Brazil", F.IN_FORCE_ON, "2023-03-01"),
        BUDAPEST,
        IN_FORCE,
        "The chart gives 1 March 2023 as the date of entry into force of the Budapest Convention for Brazil.",
    ),
    (
        act(K.TREATY_ENTRY_INTO_FORCE_SET, None, F.TREATY_IN_FORCE_ON, "2026-06-01"),
        SECOND,
        NOT_IN_FORCE,
        "The chart gives 1 June 2026 as the date of entry into force of the Second Additional Protocol.",
    ),
    (
        act(K.ENTERED_INTO_FORCE, "Brazil", F.IN_FORCE_ON, "2023-03-01"),
        BUDAPEST,
        IN_FORCE,
        "The Budapest Convention entered into force for Brazil on 1 March 2023.",
    ),
    (
        act(K.TREATY_ENTERED_INTO_FORCE, None, F.TREATY_IN_FORCE_ON, "2026-06-01"),
        SECOND,
        IN_FORCE,
        "The Second Additional Protocol entered into force on 1 June 2026.",
    ),
    # leaving and suspension
    (
        act(K.DENOUNCED, "Tonga", F.DENOUNCED_ON),
        BUDAPEST,
        context(left_on=date(2026, 6, 1)),
        "Tonga denounced the Budapest Convention (notification on 5 February 2026; takes effect on 1 June 2026).",
    ),
    (
        act(K.DENOUNCED, "Tonga", F.DENOUNCED_ON),
        BUDAPEST,
        IN_FORCE,
        (
            "Tonga denounced the Budapest Convention (notification on 5 February 2026; the date on which it takes"
            " effect is not given)."
        ),
    ),
    (
        act(K.DENUNCIATION_EFFECTIVE, "Philippines", F.LEFT_ON, "2026-06-01"),
        BUDAPEST,
        IN_FORCE,
        (
            "The denunciation of the Budapest Convention by the Philippines took effect on 1 June 2026;"
            " the Philippines is no longer a Party to it."
        ),
    ),
    (
        act(K.DENUNCIATION_EFFECTIVE, "Tonga", F.LEFT_ON, "2026-06-01"),
        SECOND,
        NOT_IN_FORCE,
        "The denunciation of the Second Additional Protocol by Tonga took effect on 1 June 2026.",
    ),
    (
        act(K.SUSPENDED, "Tonga", F.SUSPENDED_ON),
        BUDAPEST,
        IN_FORCE,
        "The operation of the Budapest Convention was suspended for Tonga on 5 February 2026.",
    ),
    (
        difference(K.SUSPENSION_ENDED, F.SUSPENDED_ON, "Tonga", before="2026-02-05"),
        BUDAPEST,
        IN_FORCE,
        (
            "The chart no longer shows that the operation of the Budapest Convention is suspended for Tonga since"
            " 5 February 2026; it gives no reason."
        ),
    ),
    # invitations
    (
        difference(K.INVITED, F.INVITED, "Kenya", after="invited"),
        BUDAPEST,
        IN_FORCE,
        (
            "Kenya appears among the States invited to accede to the Budapest Convention; the date of the decision is"
            " not given."
        ),
    ),
    (
        difference(K.INVITED, F.INVITED, "Kenya", after="invited"),
        BUDAPEST,
        context(invited_on=date(2024, 5, 7)),
        "Kenya appears among the States invited to accede to the Budapest Convention (decision of 7 May 2024).",
    ),
    (
        difference(K.INVITATION_ENDED, F.INVITED, "Niger", before="invited"),
        BUDAPEST,
        IN_FORCE,
        (
            "Niger is no longer listed among the States invited to accede to the Budapest Convention; neither a"
            " signature nor an accession is shown, and no reason is given."
        ),
    ),
    (
        difference(K.INVITATION_ENDED, F.INVITED, "Kosovo*", before="invited"),
        BUDAPEST,
        context(became_member=True),
        (
            "Kosovo* is no longer listed among those invited to accede to the Budapest Convention; it has become"
            " a member State of the Council of Europe."
        ),
    ),
    # statements: what is known without the statement itself; test_statement_reports.py has the rest
    (
        act(K.STATEMENT_MADE, "Japan", F.STATEMENT, "2023-08-10"),
        SECOND,
        NOT_IN_FORCE,
        (
            "Japan made a reservation, declaration or other statement under the Second Additional Protocol"
            " (date given: 10 August 2023)."
        ),
    ),
    *(
        (
            act(kind, "Japan", F.STATEMENT, "2023-08-10"),
            SECOND,
            NOT_IN_FORCE,
            (
                "Japan made a reservation, declaration or other statement under the Second Additional Protocol"
                " (date given: 10 August 2023)."
            ),
        )
        for kind in (K.TERRITORY_EXTENDED, K.TERRITORY_EXCLUDED)
    ),
    (
        difference(K.TERRITORY_EFFECT, F.STATEMENT, "Denmark", after="Greenland", effective_on=date(2026, 8, 1)),
        BUDAPEST,
        IN_FORCE,
        "The Budapest Convention entered into force in Greenland on 1 August 2026, by the extension that Denmark made.",
    ),
    (
        difference(K.STATEMENT_AMENDED, F.STATEMENT, "Japan"),
        SECOND,
        NOT_IN_FORCE,
        (
            "The text of Japan's reservation, declaration or other statement under the Second Additional Protocol was"
            " amended; whether this is a partial withdrawal or a new statement is not judged here."
        ),
    ),
    (
        difference(K.STATEMENT_WITHDRAWN, F.STATEMENT, "Japan"),
        BUDAPEST,
        IN_FORCE,
        (
            "The depositary's list no longer shows Japan's reservation, declaration or other statement under the"
            " Budapest Convention; it gives no reason."
        ),
    ),
    (
        difference(K.STATEMENT_NO_LONGER_SHOWN, F.STATEMENT, "Japan"),
        BUDAPEST,
        IN_FORCE,
        (
            "The depositary's list no longer shows Japan's reservation, declaration or other statement under the"
            " Budapest Convention; it gives no reason."
        ),
    ),
    # editorial
    (
        difference(K.FLAG_ADDED, F.FLAGS, "United Kingdom", after="R"),
        BUDAPEST,
        IN_FORCE,
        "The chart now marks reservations (R.) for the United Kingdom under the Budapest Convention.",
    ),
    (
        difference(K.FLAG_REMOVED, F.FLAGS, "Türkiye", before="O"),
        BUDAPEST,
        IN_FORCE,
        "The chart no longer marks objections (O.) for Türkiye under the Budapest Convention.",
    ),
    (
        difference(
            K.CONSENT_KIND_SET,
            F.CONSENT_KIND,
            "Japan",
            before="ratification_acceptance_or_approval",
            after="acceptance",
        ),
        SECOND,
        NOT_IN_FORCE,
        (
            "The consent of Japan to be bound by the Second Additional Protocol is now recorded as acceptance, where"
            " it was recorded as ratification, acceptance or approval."
        ),
    ),
    (
        difference(K.RENAMED, F.NAME, "Czechia", before="Czech Republic", after="Czechia"),
        BUDAPEST,
        IN_FORCE,
        'The chart now prints "Czechia" where it printed "Czech Republic" (Budapest Convention).',
    ),
    (
        difference(K.GROUP_CHANGED, F.GROUP, "Russian Federation", before="member", after="non_member"),
        BUDAPEST,
        IN_FORCE,
        (
            "The chart now lists the Russian Federation among the non-member States, where it listed it among the"
            " member States of the Council of Europe (Budapest Convention)."
        ),
    ),
    (
        difference(K.GROUP_CHANGED, F.GROUP, "Serbia", before="Serbia and Montenegro", after="Serbia"),
        BUDAPEST,
        IN_FORCE,
        "The chart now shows Serbia in place of Serbia and Montenegro, with the same dates (Budapest Convention).",
    ),
    # corrections
    (
        moved(F.SIGNED_ON),
        SECOND,
        NOT_IN_FORCE,
        (
            "The chart now shows 13 May 2022 where it showed 12 May 2022 as the date of signature of the Second"
            " Additional Protocol by the Netherlands; it gives no reason."
        ),
    ),
    (
        moved(F.CONSENT_ON, "Brazil"),
        BUDAPEST,
        context(source_label="the Dutch Treaty Database"),
        (
            "The Dutch Treaty Database now shows 13 May 2022 where it showed 12 May 2022 as the date on which Brazil"
            " expressed its consent to be bound by the Budapest Convention; it gives no reason."
        ),
    ),
    (
        moved(F.TREATY_IN_FORCE_ON, None),
        SECOND,
        NOT_IN_FORCE,
        (
            "The chart now shows 13 May 2022 where it showed 12 May 2022 as the date of entry into force of the Second"
            " Additional Protocol; it gives no reason."
        ),
    ),
    (
        moved(F.SIGNED_ON, nature=Nature.EDITORIAL),
        SECOND,
        SentenceContext(in_force=False, bundled=True),
        (
            "The chart shows 13 May 2022 as the date of signature of the Second Additional Protocol by the Netherlands;"
            " the list bundled with the tracker had 12 May 2022."
        ),
    ),
    # retractions
    (
        gone(F.CONSENT_ON),
        SECOND,
        NOT_IN_FORCE,
        (
            "The chart no longer shows 5 February 2026 as the date on which Hungary expressed its consent to be bound"
            " by the Second Additional Protocol; it gives no reason."
        ),
    ),
    (
        gone(F.ROW, before="signed_on=2023-06-28, consent_on=2026-02-05"),
        SECOND,
        NOT_IN_FORCE,
        (
            "The chart no longer shows Hungary under the Second Additional Protocol (signature 28 June 2023; consent"
            " 5 February 2026); it gives no reason."
        ),
    ),
    (
        gone(F.SIGNED_ON),
        SECOND,
        SentenceContext(in_force=False, bundled=True),
        (
            "The chart does not show the date of signature of the Second Additional Protocol by Hungary; the list"
            " bundled with the tracker had 5 February 2026."
        ),
    ),
    (
        gone(F.ROW, before='{"signed_on": "2023-06-28"}'),
        SECOND,
        SentenceContext(in_force=False, bundled=True),
        (
            "The chart does not show Hungary under the Second Additional Protocol; the list bundled with the tracker"
            " did (signature 28 June 2023)."
        ),
    ),
    # shown again
    (
        difference(K.SIGNED, F.SIGNED_ON, effective_on=date(2023, 6, 28), nature=Nature.CORRECTION, shown_again=True),
        SECOND,
        NOT_IN_FORCE,
        (
            "The date of signature of the Second Additional Protocol by Hungary, 28 June 2023, is shown again in the"
            " chart."
        ),
    ),
    (
        difference(K.INVITED, F.INVITED, "Kenya", after="invited", nature=Nature.CORRECTION, shown_again=True),
        BUDAPEST,
        IN_FORCE,
        "Kenya is shown again among the States invited to accede to the Budapest Convention.",
    ),
    # what is not known is said to be so
    (
        difference(K.SIGNED, F.SIGNED_ON, ""),
        BUDAPEST,
        IN_FORCE,
        "XXX signed the Budapest Convention on a date that is not given.",
    ),
    (
        act(K.SIGNED, "Evil\n\u202e<b>\x1b[2J", F.SIGNED_ON),
        BUDAPEST,
        IN_FORCE,
        "Evil <b> [2J signed the Budapest Convention on 5 February 2026.",
    ),
]
