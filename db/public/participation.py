"""The description of the views that say who is what to each treaty, and how many."""

from __future__ import annotations

from db.public.view import PARTICIPANT, STATUS, TREATY, View

_NAME = "Name, as the depositary prints it for this treaty."
_PARTIAL = "Null: the bundled list is not complete, and no source has been read."
_SIGNED = "Day of the signature. Null: no signature, or the source prints none."
_CONSENT = "Day of the instrument by which it consented to be bound. Null: no consent, or the source prints no date."
_KIND = (
    "How it consented: `ratification`, `acceptance`, `approval`, `accession`, `succession`, `definitive_signature`, "
    "`formal_confirmation`, `ratification_acceptance_or_approval` (the chart's column does not tell them apart), or "
    "`consent` (the source says nothing). Null: no consent."
)
_IN_FORCE = "Day of entry into force for it; may be to come. Null: none, or none printed."
_DENOUNCED = "Day of the denunciation. Null: none."
_LEFT = "Day on which the denunciation takes effect: the first day it is no Party. Null: none."
_SUSPENDED = "Day since which its participation is suspended; it stays `party`. Null: not suspended."
_STANDING = (
    "`party` (in force for it), `contracting` (consented, not yet in force for it), `signatory` (signed, no consent), "
    "`invited` (to accede), `former` (a denunciation took effect)."
)
_BY_RULE = (
    "Day since which the treaty is in force for it by the treaty's own rule, where no source prints it: it has come, "
    "or the interval begins with it. `standing` stays `contracting`; it is `party` only where the source prints no "
    "entry into force for anybody. Null: a source prints the day, or there is none."
)
_LEFT_BY_RULE = (
    "Day since which it is no longer bound by the treaty's own rule, after a denunciation of which no source prints "
    "the effect (or one of the parent treaty, where the text says so); `standing` stays as printed. Null: a source "
    "prints the day, or there is none."
)

#: In the order of the document.
PARTICIPATION: tuple[View, ...] = (
    View(
        name="parties",
        title="Who is what to each treaty now",
        description=(
            "One row for each treaty and participant whose standing today is anything but none. Today is the date in "
            "UTC, or the day that the source speaks of if that is later. At the depositary's seat the date changes one "
            "or two hours before UTC's (Paris) or four or five after it (New York): around midnight a date that takes "
            "effect on the new day shows that much later or earlier than in `tracker parties`. Acts dated later than "
            "today are left out, unless what follows from them is dated earlier. Of several periods, the one that "
            "gives the standing is shown, and the last of those that give the same."
        ),
        columns={
            "treaty": TREATY,
            "participant": PARTICIPANT,
            "name": _NAME,
            "standing": _STANDING,
            "signed_on": _SIGNED,
            "consent_on": _CONSENT,
            "consent_kind": _KIND,
            "in_force_on": _IN_FORCE,
            "denounced_on": _DENOUNCED,
            "left_on": "Day on which the denunciation takes effect; may be to come. Null: none.",
            "suspended_on": _SUSPENDED,
            "group": (
                "Heading of the chart: `member` (of the Council of Europe), `non_member`, `organisation`. A word of "
                'SQL: write `"group"`. Null: the source has no such headings.'
            ),
            "flags": (
                "JSON list of the chart's letters: R reservations, D declarations, denunciations and derogations, "
                "A authorities, T territorial application, C communication, O objection. `[]`: none. Null: not known."
            ),
            "status_as_of": STATUS,
            "by_rule_since": _BY_RULE,
            "left_by_rule_on": _LEFT_BY_RULE,
        },
    ),
    View(
        name="membership_history",
        title="Who was what to each treaty, and when",
        description=(
            "One row for each treaty, participant and interval of one standing, as the chart prints it. Who was a "
            "Party on a day D: `WHERE standing = 'party' AND from_on <= D AND (until_on IS NULL OR until_on > D)`; at "
            "most one row of a treaty and participant holds on any day. A participant that left and came back has a "
            "row for each period. A State that no longer exists has none after its end, even if its source prints no "
            "end. Days to come are those of dates that are printed already, or that the treaty's own rule gives. This "
            "is what is known now: what was known earlier stands in `changes`. Being invited has no dates of its own: "
            "the interval begins with the status day of the first accepted chart that lists the invitation and ends "
            "with that of the first that does not; before the first chart nothing is known of it, so no row then does "
            "not mean not invited."
        ),
        columns={
            "treaty": TREATY,
            "participant": PARTICIPANT,
            "name": f"{_NAME} Of an interval of being invited: as the chart that first listed it prints it.",
            "standing": f"{_STANDING} There is no row where it is none of these.",
            "from_on": (
                "First day of the interval. `0001-01-01`: the source gives no date (a list of Parties prints none), so "
                "that the standing is taken as it stands for any day. Never null."
            ),
            "until_on": "First day after the interval. Null: no end is known.",
            "signed_on": f"{_SIGNED} This and the dates that follow are those of the period that gives the standing.",
            "consent_on": _CONSENT,
            "consent_kind": _KIND,
            "in_force_on": _IN_FORCE,
            "denounced_on": _DENOUNCED,
            "left_on": _LEFT,
            "suspended_on": f"{_SUSPENDED} Kept of the present period alone; those that ended are in `suspensions`.",
            "in_force_known": (
                "0: the source prints no days of entry into force for participants, so that `contracting` says only "
                "that it consented, and not that the treaty is not in force for it; else 1."
            ),
            "status_as_of": STATUS,
            "by_rule_since": _BY_RULE,
            "left_by_rule_on": _LEFT_BY_RULE,
        },
    ),
    View(
        name="bound_history",
        title="For whom each treaty is in force, and when, by the law",
        description=(
            "One row for each treaty, participant and interval in which the treaty is in force for it, or in which "
            "that is not known; no row: not in force. Of a day D: `from_on <= D AND (until_on IS NULL OR until_on > "
            "D)`. Unlike `membership_history`, it goes by the instrument and not by the cell of a chart: from the day "
            "that only the treaty's rule gives it is not known until a source prints it, nor is it known of one whose "
            "consent the chart has lost, or whose dates contradict each other; a protocol that applies between "
            "Parties to its parent is in force for those alone. Between two, as `tracker between` answers but for "
            "objections that preclude it: in force if both have 1. Days after `status_as_of` take it that nothing "
            "happens."
        ),
        columns={
            "treaty": TREATY,
            "participant": PARTICIPANT,
            "name": _NAME,
            "from_on": "First day of the interval. `0001-01-01`: the source gives no date. Never null.",
            "until_on": "First day after the interval. Null: no end is known.",
            "in_force": "1: in force for it. Null: not known.",
            "since": "Day of entry into force as printed. Null: none printed, or it is not known that it still is.",
            "by_rule_since": (
                "Day from which it is in force by the treaty's own rule, where no source prints it. Null: a source "
                "prints it, or the rule gives none."
            ),
            "lost_on": (
                "Day on which the chart was first read without what would bind it, or without its end; no reason is "
                "given there. Null: it is still shown."
            ),
            "status_as_of": STATUS,
        },
    ),
    View(
        name="suspensions",
        title="For whom a treaty's operation was suspended, and when",
        description=(
            "One row for each suspension on record. Suspended on a day D: "
            "`WHERE suspended_on <= D AND (until_on IS NULL OR until_on > D)`. The treaty stays in force for the "
            "participant; its operation does not."
        ),
        columns={
            "treaty": TREATY,
            "participant": PARTICIPANT,
            "name": _NAME,
            "suspended_on": "Day since which its participation is suspended, as the chart prints it. Never null.",
            "until_on": (
                "Day of the first chart that did not show the suspension any more: no chart prints the end itself. "
                "Null: it is still shown."
            ),
            "status_as_of": STATUS,
        },
    ),
    View(
        name="figures_by_day",
        title="How many, and since when",
        description=(
            "One row for each treaty and day on which a figure changed: the figures stand from that day until that of "
            "the next row. Counted as the Council of Europe counts; rows of States that were parts of one State on the "
            "day count once. Figures of a day D: "
            "`WHERE treaty = T AND day <= D ORDER BY day DESC LIMIT 1`; no row: all are 0, and the invited unknown "
            "(0 for a treaty without accession by invitation). Days to come are those of dates printed already, "
            "or that the treaty's own rule gives."
        ),
        columns={
            "treaty": TREATY,
            "day": "First day of these figures. `0001-01-01`: of a standing without a date.",
            "consents": (
                'Participants that have consented to be bound: what the Council of Europe calls "Parties" and the '
                'chart "ratifications/accessions", also before entry into force. A count.'
            ),
            "in_force": (
                "Those for which the treaty is in force; 0 while the treaty itself is not. A count. Null: not known, "
                "since the source prints no days of entry into force for participants, since a day that the "
                "treaty's own rule gives has come and no source prints it, or since dates contradict each other."
            ),
            "signatories": f"Those that signed and have not consented. A count. {_PARTIAL}",
            "invited": (
                "Those invited to accede; 0 for a treaty without accession by invitation. A count. Null: no accepted "
                "chart tells who was invited on that day."
            ),
            "total": "`consents + signatories + invited`. A count. Null: one of the three is not known.",
            "signatures": f"Those that ever signed, whatever followed. A count. {_PARTIAL}",
            "treaty_in_force": "1 if the treaty itself is in force, else 0. Null: only its own rule says that it is.",
            "counted": "Consents that count towards the threshold of the treaty's entry into force. A count.",
            "by_rule": (
                "What `in_force` is if the days of the treaty's own rule are believed. A count. Null: no such day has "
                "come."
            ),
        },
    ),
)
