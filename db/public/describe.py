"""The description of each public view and its columns, as docs/schema.md and `tracker serve` print it.

Only views that people may rely on are described here; tables are not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One view: what a row stands for, and what each column means, in the order of the columns."""

    name: str
    title: str
    description: str
    columns: Mapping[str, str]


_INTEGERS = frozenset(
    {"id", "bundled", "failures", "rows", "size", "status", "evidence", "snapshot", "previous_snapshot", "statement"}
    | {
        "place",
        "consents",
        "in_force",
        "in_force_known",
        "signatories",
        "invited",
        "total",
        "signatures",
        "treaty_in_force",
    }
)


def type_of(column: str) -> str:
    """The type of a column's values, by its name: a name means the same in every view."""
    if column.endswith("_on") or column in ("day", "status_as_of"):
        return "date"
    if column.endswith("_at") or column == "last_good":
        return "moment"
    if column in ("flags", "territories", "articles", "sources"):
        return "JSON"
    return "integer" if column in _INTEGERS else "text"


_TREATY = "Id of the treaty: `ets-185`, `cets-224`, `untc-xviii-16`."
_PARTICIPANT = "Id of the participant: ISO 3166-1 alpha-3 (`BRA`); besides, `EUE`, `XKX`, and `SCG` for a former State."
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
_STATUS = "The day that the source speaks of, at the depositary's seat; nothing is known after it. Null: not known."
_STANDING = (
    "`party` (in force for it), `contracting` (consented, not yet in force for it), `signatory` (signed, no consent), "
    "`invited` (to accede), `former` (a denunciation took effect)."
)
_EVIDENCE = "Id in `evidence` of the page that shows it. Null: none was kept."

#: All public views, in the order of the document.
VIEWS: tuple[View, ...] = (
    View(
        name="parties",
        title="Who is what to each treaty now",
        description=(
            "One row for each treaty and participant whose standing today is anything but none. Today is the date in "
            "UTC, or the day that the source speaks of if that is later. At the depositary's seat the date changes one "
            "or two hours before UTC's (Paris) or four or five after it (New York): around midnight a date that takes "
            "effect on the new day shows that much later or earlier than in `tracker parties`. Acts dated later than "
            "today are left out; of several periods, the latest that has begun is shown."
        ),
        columns={
            "treaty": _TREATY,
            "participant": _PARTICIPANT,
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
            "status_as_of": _STATUS,
        },
    ),
    View(
        name="membership_history",
        title="Who was what to each treaty, and when",
        description=(
            "One row for each treaty, participant and interval of one standing. Who was a Party on a day D: "
            "`WHERE standing = 'party' AND from_on <= D AND (until_on IS NULL OR until_on > D)`; at most one row of a "
            "treaty and participant holds on any day. A participant that left and came back has a row for each period. "
            "A State that no longer exists has none after its end, even if its source prints no end. "
            "Days to come are those of dates that are printed already. This is what is known now: what was known "
            "earlier stands in `changes`. Being invited has no dates of its own: the interval begins with the status "
            "day of the first accepted chart that lists the invitation and ends with that of the first that does not; "
            "before the first chart nothing is known of it, so no row then does not mean not invited."
        ),
        columns={
            "treaty": _TREATY,
            "participant": _PARTICIPANT,
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
            "status_as_of": _STATUS,
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
            "treaty": _TREATY,
            "participant": _PARTICIPANT,
            "name": _NAME,
            "suspended_on": "Day since which its participation is suspended, as the chart prints it. Never null.",
            "until_on": (
                "Day of the first chart that did not show the suspension any more: no chart prints the end itself. "
                "Null: it is still shown."
            ),
            "status_as_of": _STATUS,
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
            "(0 for a treaty without accession by invitation). Days to come are those of dates printed already. Dates "
            "that only the treaty's rule gives do not count here: `tracker figures` has them."
        ),
        columns={
            "treaty": _TREATY,
            "day": "First day of these figures. `0001-01-01`: of a standing without a date.",
            "consents": (
                'Participants that have consented to be bound: what the Council of Europe calls "Parties" and the '
                'chart "ratifications/accessions", also before entry into force. A count.'
            ),
            "in_force": (
                "Those for which the treaty is in force; 0 while the treaty itself is not. A count. Null: not known, "
                "since the source prints no days of entry into force for participants."
            ),
            "signatories": f"Those that signed and have not consented. A count. {_PARTIAL}",
            "invited": (
                "Those invited to accede; 0 for a treaty without accession by invitation. A count. Null: no accepted "
                "chart tells who was invited on that day."
            ),
            "total": "`consents + signatories + invited`. A count. Null: one of the three is not known.",
            "signatures": f"Those that ever signed, whatever followed. A count. {_PARTIAL}",
            "treaty_in_force": "1 if the treaty itself is in force, else 0.",
        },
    ),
    View(
        name="changes",
        title="What changed",
        description=(
            "One row for each change that was told, oldest first by `id`. What was known by a moment T: those with "
            "`detected_at <= T`."
        ),
        columns={
            "id": "Stays the same when the history is rebuilt.",
            "detected_at": "When it was read here. What back-fill found was read long after the act.",
            "treaty": _TREATY,
            "participant": f"{_PARTICIPANT} Null: the change is of the treaty itself.",
            "name": "Name as told, in some cases a predecessor's. Null: the change is of the treaty itself.",
            "kind": (
                "`signed`, `ratified`, `accepted`, `approved`, `acceded`, `succeeded`, `consented`, "
                "`entry_into_force_set`, `entered_into_force`, `treaty_entry_into_force_set`, "
                "`treaty_entered_into_force`, `denounced`, `denunciation_effective`, `suspended`, `suspension_ended`, "
                "`invited`, `invitation_ended`, `statement_made`, `statement_amended`, `statement_withdrawn`, "
                "`territory_extended`, `territory_excluded`, `territory_effect`, `statement_no_longer_shown`, "
                "`flag_added`, `flag_removed`, `consent_kind_set`, `corrected`, `retracted`, `renamed` or "
                "`group_changed`."
            ),
            "nature": (
                "`event` (an act, or a date that was reached), `correction` (a date moved), `retraction` (a fact is no "
                "longer shown), `editorial` (the chart's own wording)."
            ),
            "field": "What of the chart changed: the name of a column of `parties`, or `row`, `invited`, `statement` …",
            "before": "The value before, as text. Null: there was none.",
            "after": "The value after, as text. Null: there is none.",
            "effective_on": "Day of the act named, or on which it takes effect. Null: it has none.",
            "source": "Name of the source that showed it first; `archive` for what back-fill found.",
            "snapshot": "Id in `snapshots` of the chart that shows it. Null: no chart was read, a date was reached.",
            "previous_snapshot": "Id in `snapshots` of the chart before. Null: there was none.",
            "summary": "One plain sentence.",
        },
    ),
    View(
        name="statements",
        title="Reservations, declarations and other statements",
        description=(
            "One row for each reservation, declaration, … that stands in the depositary's list now, or that left it. "
            "Whether it applies on a day D: `(effective_on IS NULL OR effective_on <= D) AND (withdrawn_on IS NULL OR "
            "withdrawn_on > D)`; not known if `last_shown_on < D AND withdrawn_on IS NULL`."
        ),
        columns={
            "id": "Of this version: an amended statement gets a new one.",
            "treaty": _TREATY,
            "participant": _PARTICIPANT,
            "name": "Name, as the list prints it.",
            "kind": (
                "`reservation`, `declaration`, `authority`, `territorial_application`, `communication`, `objection`, "
                "`denunciation`, `derogation` or `other`."
            ),
            "article": "Article or articles it concerns, as printed: `7`, `Ex-25`. Null: none given.",
            "articles": (
                "JSON list of the articles that `article` names, each as a number in text: `7(9)(a)` and `Ex-7` name "
                '`"7"`, `6-8` names `"6"`, `"7"` and `"8"`; paragraphs are left out. `[]`: none.'
            ),
            "text": "The whole text, plain. Null: the depositary's text was not read (`summary`).",
            "html": "The same with a safe part of its markup. Null: as for `text`.",
            "deposited_on": "Day of the instrument it is contained in. Null: the text does not say.",
            "effective_on": "First day of its effect. Null: not given.",
            "withdrawn_on": "Day on which its withdrawal takes effect. Null: not withdrawn.",
            "territories": (
                "JSON list of what it says of territories, each with `name`, `reach`, `from_on` and `until_on`; `[]`: "
                "nothing. The same as rows: `territories`."
            ),
            "evidence": _EVIDENCE,
            "observed_at": (
                "When this version was first read here. A list that was in doubt was believed only once a person had "
                "accepted it: changes from it are told as of then."
            ),
            "status_as_of": (
                "Day of the last good read of the list, at the depositary's seat. Null: never read; what stands here "
                "came with the program."
            ),
            "bundled": "1: from the list that came with the program, which no read has given; else 0.",
            "on_record_from": "`depositary`: its list; `secondary`: the `sources`, which are not its text.",
            "summary": "What secondary sources say of it, in our words. Null: the text is on record.",
            "sources": "JSON list of the secondary sources; `[]`: none.",
            "last_shown_on": (
                "Last day on which the list showed it, if it has left the list; a list that is shorter proves no "
                "withdrawal. Null: the list shows it."
            ),
        },
    ),
    View(
        name="unread_statements",
        title="Rows of lists of statements that could not be read",
        description=(
            "One row for each row of the last good list that could not be read. Nothing is concluded from it: it ends "
            "no statement."
        ),
        columns={
            "treaty": _TREATY,
            "place": "Place in the list, from 1.",
            "who": "Who made the statement, as printed. Null: not readable.",
            "participant": f"{_PARTICIPANT} Null: not known.",
            "reason": "Why it could not be read.",
            "raw": "The row as it came; of a longer one the first 20,000 characters, and the evidence has all.",
            "status_as_of": "Day of the last good read of the list, at the depositary's seat.",
        },
    ),
    View(
        name="territories",
        title="What statements say of territories",
        description=(
            "One row for each territory that a statement of `statements` names. What is not named here is not decided "
            "here: no statement does not mean that a treaty applies, or does not apply, to a territory."
        ),
        columns={
            "treaty": _TREATY,
            "participant": f"{_PARTICIPANT} The one that made the statement.",
            "name": "Name of the participant, as the list prints it.",
            "territory": "Name of the territory, as the statement has it.",
            "reach": (
                "`included`, `excluded`, or `not_controlled` (the State says that it cannot ensure the treaty's "
                "application there)."
            ),
            "from_on": "First day. Null: not given.",
            "until_on": "First day after it. Null: no end is known.",
            "statement": "Id in `statements`.",
        },
    ),
    View(
        name="snapshots",
        title="Charts that were accepted",
        description=(
            "One row for each accepted chart of a source that differs from the one before it; archived copies that "
            "back-fill read are charts of the source `archive`."
        ),
        columns={
            "id": "What `snapshot` and `previous_snapshot` of `changes` name.",
            "treaty": _TREATY,
            "source": "Name of the source.",
            "observed_at": (
                "When it was read here. A chart that was in doubt was believed only once a person had accepted it: "
                "changes from it are told as of then."
            ),
            "published_on": "Of a saved or archived page: the day it was public. Null: read live.",
            "evidence": _EVIDENCE,
            "rows": "Rows of the chart, blank ones included. A count.",
        },
    ),
    View(
        name="evidence",
        title="What was fetched and kept",
        description=(
            "One row for each distinct body of a source and treaty, kept byte by byte before it was read: "
            "`tracker evidence ID` gives it back."
        ),
        columns={
            "id": "What the columns `evidence` of other views name.",
            "treaty": _TREATY,
            "source": "Name of the source.",
            "sha256": "Digest of the exact bytes, hexadecimal.",
            "size": "Length of the body in bytes.",
            "url": "The address it came from.",
            "status": "HTTP status; 200 for a file.",
            "fetched_at": "When these bytes first came.",
            "published_on": "Of a saved or archived page: the day it was public. Null: read live.",
            "origin": "`live`, `saved` (by a person), `archived` or `bundled` (with the program).",
        },
    ),
    View(
        name="source_health",
        title="How well each source is",
        description=(
            "One row for each source of a treaty. How old the knowledge is: `status_as_of` and `last_good`. Sources "
            "that the configuration no longer names stay, with their last state."
        ),
        columns={
            "treaty": _TREATY,
            "source": "Name of the source; `statements` is the list of reservations, declarations, ….",
            "state": "`ok`, `degraded` (the last read failed) or `down` (several in a row).",
            "failures": "Failed reads in a row. A count.",
            "last_checked_at": "Last read, good or not. Null: never read.",
            "last_good": "Last accepted read. Null: none; what is known is the bundled list.",
            "status_as_of": _STATUS,
            "last_error": "What the last read that was not accepted said. Null: the last read was accepted.",
        },
    ),
)
