"""What each published table and each of its columns holds, for `datapackage.json`. Pure."""

from __future__ import annotations

#: Path of a table → what a line of it is.
TABLES = {
    "data.csv": "One line for each participant of each treaty: its standing and the dates that it rests on.",
    "participants.csv": "One line for each participant of each treaty: its standing and the dates that it rests on.",
    "territories.csv": "One line for each territory: whether the treaty applies there, and by which statements.",
    "treaties.csv": "One line for each treaty.",
    "changes.csv": "One line for each change, in the order in which they were noticed; lines are only added.",
    "statements.jsonl": "One JSON object a line for each version of a reservation, declaration or the like.",
    "changes.json": "Every change as `tracker changes --json` prints it.",
}

COLUMNS = {
    "after": "The new value as text; empty: it is gone.",
    "as_of": "The day that the standing is of.",
    "before": "The earlier value as text; empty: there was none.",
    "by_invitation": "True: States that are not members can accede if they are invited.",
    "by_rule_since": "In force since this day by the treaty's own rule; no source prints it.",
    "code": "The territory's code: ISO 3166-1 alpha-3 where there is one.",
    "consent_kind": "How it consented to be bound.",
    "consent_on": "The day of the ratification, acceptance, approval, accession or succession.",
    "denounced_on": "The day of the denunciation.",
    "detected_at": "When the change was noticed (UTC).",
    "effective_on": "The day of the act that the change is about.",
    "field": "What changed.",
    "flags": "Letters of the chart, from RDATCO: see docs/glossary.md.",
    "group": "member, non_member or organisation, of the Council of Europe.",
    "id": "The id.",
    "in_force_on": "Since when the treaty is in force.",
    "inherited_from": "The treaty whose statement the protocol takes over.",
    "kind": "The kind of change.",
    "last_good": "When the source was last read and accepted (UTC).",
    "left_by_rule_on": "The day on which a denunciation took effect by the treaty's own rule; no source prints it.",
    "left_on": "The day on which the denunciation took effect.",
    "marks": "r: signed subject to confirmation; n: applied provisionally.",
    "name": "The name as the depositary prints it.",
    "name_then": "The participant's own name on that day, if it was another.",
    "nature": "event, correction, retraction or editorial.",
    "not_known_after": "The last day that the knowledge covers.",
    "number": "The depositary's number of the treaty.",
    "opened_on": "The day of the opening for signature.",
    "parent": "Of a protocol: the id of its treaty.",
    "participant": "ISO 3166-1 alpha-3, or three letters of an organisation.",
    "predecessor": "The former State whose act it was.",
    "previous_snapshot": "The id of the earlier chart that was compared.",
    "provenance": "Who gave the page: source, replay, stand_in or bundled.",
    "provisional_on": "Since when it applies the treaty provisionally.",
    "result": "Whether the treaty applies in the territory.",
    "rule": "By which rule.",
    "signed_on": "The day of the signature.",
    "since": "Since when.",
    "snapshot": "The id of the chart that shows it.",
    "source": "The name of the source that was read.",
    "standing": "party, contracting, signatory, invited or former: see docs/glossary.md.",
    "statements": "The ids of the statements that it rests on.",
    "status_as_of": "The day of which the source speaks.",
    "summary": "The change as a sentence.",
    "suspended_on": "Since when the participation is suspended.",
    "territory": "The name of the territory.",
    "title": "The official title.",
    "treaty": "The id of the treaty.",
    "words": "The answer in words.",
}

#: Beside the disclaimer, in the description of the data: who may allow what.
NO_LICENCE = (
    "Whoever publishes this names no licence. The facts are those of the depositaries named under `sources`, on whose "
    "terms of use any use beyond them depends."
)
