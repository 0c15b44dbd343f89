"""The description of each public view and its columns, as docs/schema.md and `tracker serve` print it.

Only views that people may rely on are described here; tables are not.
"""

from __future__ import annotations

from db.public.participation import PARTICIPATION
from db.public.view import PARTICIPANT, STATUS, TREATY, View

__all__ = ["VIEWS", "View", "type_of"]

_INTEGERS = frozenset(
    {"id", "bundled", "failures", "rows", "size", "status", "evidence", "snapshot", "previous_snapshot", "statement"}
    | {"observed", "change", "archived_evidence"}
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
        "counted",
        "by_rule",
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


_EVIDENCE = "Id in `evidence` of the page that shows it. Null: none was kept."

#: All public views, in the order of the document.
VIEWS: tuple[View, ...] = (
    *PARTICIPATION,
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
            "treaty": TREATY,
            "participant": f"{PARTICIPANT} Null: the change is of the treaty itself.",
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
        name="acts",
        title="What happened, by the acts' own dates",
        description=(
            "One row for each act of a participant, or date that takes effect, as it is known now, whether or not the "
            "tracker was there to notice it; as in `tracker acts`. Dates to come are there too: what has happened "
            "by a day D is `acted_on <= D`. An invitation has no date: see `membership_history`. `observed` 0 and "
            "`change` null: the chart had it when it was first read."
        ),
        columns={
            "treaty": TREATY,
            "participant": f"{PARTICIPANT} Null: the treaty's own entry into force.",
            "name": "Name, as the depositary prints it for this treaty. Null: the treaty's own entry into force.",
            "acted_on": "Day of the act, or on which it takes effect.",
            "kind": (
                "`signed`, `ratified`, `accepted`, `approved`, `acceded`, `succeeded`, `consented`, "
                "`entered_into_force`, `treaty_entered_into_force`, `denounced`, `denunciation_effective`, `suspended` "
                "or `suspension_ended`."
            ),
            "consent_kind": "As in `parties`. Null: no consent, or the source says nothing.",
            "field": "Column of `parties` that shows it, or `treaty_in_force_on`.",
            "observed": "1: told when a source first showed it. 0: it was there before, or an archived copy shows it.",
            "noticed_at": "When it was told. Null: it never was, or only from an archived copy.",
            "change": "Id in `changes` of what told or corrected it. Null: nothing did.",
            "evidence": f"{_EVIDENCE} The newest.",
            "bundled": "1: only the list that ships with the tracker shows it.",
            "archived_evidence": "Id in `evidence` of the earliest archived copy that shows it. Null: none does.",
            "archived_on": "Day of that copy. Null: there is none.",
            "status_as_of": STATUS,
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
            "treaty": TREATY,
            "participant": PARTICIPANT,
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
            "treaty": TREATY,
            "place": "Place in the list, from 1.",
            "who": "Who made the statement, as printed. Null: not readable.",
            "participant": f"{PARTICIPANT} Null: not known.",
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
            "treaty": TREATY,
            "participant": f"{PARTICIPANT} The one that made the statement.",
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
            "treaty": TREATY,
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
            "treaty": TREATY,
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
            "treaty": TREATY,
            "source": (
                "Name of the source; `statements` is the list of reservations, declarations, …; `statements-fr` the "
                "same in French."
            ),
            "state": "`ok`, `degraded` (the last read failed), `down` (several in a row) or `unread` (none yet).",
            "failures": "Failed reads in a row. A count.",
            "last_checked_at": "Last read, good or not. Null: never read.",
            "last_good": "Last accepted read. Null: none; what is known is the bundled list.",
            "status_as_of": STATUS,
            "last_error": "What the last read that was not accepted said. Null: the last read was accepted.",
        },
    ),
)
