"""Step 023: acts by their own dates, from the newest charts, with what each stands on. Frozen, like every step.

Python does the same in `tracker.answers.chronology`. A consent that is no longer shown makes a treaty's own entry
into force uncertain from here on (`tracker.law.lost`): what follows from the rules is worked out again.
"""

from __future__ import annotations

from db.schema.views import KNOWN

#: The columns with acts that a period has, in legal order: the field, and the kind of the act.
_OF_PERIOD = {
    "signed_on": "'signed'",
    "consent_on": (
        "CASE consent_kind WHEN 'ratification' THEN 'ratified' WHEN 'ratification_acceptance_or_approval' THEN"
        " 'ratified' WHEN 'acceptance' THEN 'accepted' WHEN 'approval' THEN 'approved' WHEN 'accession' THEN 'acceded'"
        " WHEN 'succession' THEN 'succeeded' ELSE 'consented' END"
    ),
    "in_force_on": "'entered_into_force'",
    "denounced_on": "'denounced'",
    "left_on": "'denunciation_effective'",
}
# A denunciation that took effect on or before the printed entry into force: that never happened.
_HAPPENED = {"in_force_on": " AND (left_on <= in_force_on) IS NOT 1"}


def _periods(former: str, more: str) -> str:
    """The columns of each period of a row: of those that ended, and of the current one."""
    current = ", ".join(f"'{name}', {name}" for name in (*_OF_PERIOD, "consent_kind"))
    of_each = ", ".join(f"json_extract(period.value, '$.{name}') AS {name}" for name in (*_OF_PERIOD, "consent_kind"))
    each = f"json_each(json_insert(former, '$[#]', json_object({current}))) AS period"
    return f"SELECT {more}, {of_each} FROM {former} JOIN {each}"  # noqa: S608 - ours


def _sorts(number: str) -> str:
    """A number as text that sorts as the number does. printf would do it, but visitors' SQL may not call that."""
    return f"substr('00000000000000000000' || {number}, -20)"


_ACTS = "\n        UNION ".join(
    f"SELECT treaty, participant, name, status_as_of, {kind} AS kind,"  # noqa: S608 - ours
    f" {'consent_kind' if field == 'consent_on' else 'NULL'} AS consent_kind, '{field}' AS field, {field} AS acted_on"
    f" FROM period WHERE {field} IS NOT NULL{_HAPPENED.get(field, '')}"
    for field, kind in _OF_PERIOD.items()
)
_SHOWN = "\n        UNION ALL ".join(
    f"SELECT chart, feed, participant, '{field}' AS field, {field} AS acted_on FROM version"  # noqa: S608 - ours
    for field in (*_OF_PERIOD, "suspended_on")
)

# period    what is known of each row, a period each; one without signature, consent or entry into force has no acts
# done      the acts
# standing  every version of a row, with the chart that first showed it, and with the newest that still does
# version   the same, a period each
# shown     which chart shows which date
# ours      of each date, the newest chart that was read here: one that was read before the bundled list
# archived  of each date, the earliest archived copy
# found     the acts with these, and with the change that told each: its own first, one seen live first
ACTS = f"""
CREATE VIEW acts AS
    WITH {KNOWN.strip()},
    period AS (
        SELECT * FROM ({_periods("known_row", "treaty, participant, known_row.name, status_as_of")})
        WHERE coalesce(signed_on, consent_on, in_force_on) IS NOT NULL
    ),
    done AS (
        {_ACTS}
        UNION SELECT treaty, participant, name, status_as_of, 'suspended', NULL, 'suspended_on', suspended_on
        FROM known_row WHERE suspended_on IS NOT NULL
        UNION SELECT stands.treaty, row.participant, row.name, status_as_of,
               CASE turn.key WHEN 0 THEN 'suspended' ELSE 'suspension_ended' END, NULL, 'suspended_on', turn.value
        FROM stands
        JOIN row_version AS row ON row.feed = stands.feed AND row.until_snapshot IS NULL
        JOIN json_each(row.suspensions) AS ended JOIN json_each(ended.value) AS turn
    ),
    standing AS (
        SELECT row.from_snapshot AS chart, row.* FROM row_version AS row
        UNION ALL
        SELECT (SELECT max(id) FROM snapshot WHERE snapshot.feed = row.feed), row.* FROM row_version AS row
        WHERE until_snapshot IS NULL
    ),
    version AS (
        {_periods("standing", "chart, feed, participant, suspended_on")}
    ),
    shown AS (
        {_SHOWN}
    ),
    dated AS (
        SELECT feed.treaty, shown.participant, shown.field, shown.acted_on, snapshot.id, snapshot.evidence,
               snapshot.bundled, snapshot.observed_at, snapshot.published_on, feed.source
        FROM shown JOIN snapshot ON snapshot.id = shown.chart JOIN feed ON feed.id = shown.feed
        WHERE shown.acted_on IS NOT NULL
    ),
    ours AS (     -- max() and min() take the other columns along from the row they find
        SELECT treaty, participant, field, acted_on, evidence, bundled,
               max((NOT bundled) || observed_at || ' ' || {_sorts("id")})
        FROM dated WHERE source <> 'archive' GROUP BY treaty, participant, field, acted_on
    ),
    archived AS (
        SELECT treaty, participant, field, acted_on, evidence, published_on,
               min(published_on || ' ' || {_sorts("id")})
        FROM dated WHERE source = 'archive' AND published_on IS NOT NULL
        GROUP BY treaty, participant, field, acted_on
    ),
    found AS (
        SELECT done.*, ours.evidence, coalesce(ours.bundled, 0) AS bundled, archived.evidence AS archived_evidence,
               archived.published_on AS archived_on, (
                   SELECT CAST(substr(min((change.published_on IS NOT NULL) || (change.kind <> done.kind)
                                          || {_sorts("change.id")}), 3) AS INTEGER)
                   FROM change
                   WHERE change.treaty = done.treaty AND change.participant = done.participant
                       AND change.field = done.field AND change.nature IN ('event', 'correction')
                       AND change.after = done.acted_on
               ) AS change
        FROM done
        LEFT JOIN ours USING (treaty, participant, field, acted_on)
        LEFT JOIN archived USING (treaty, participant, field, acted_on)
        UNION ALL
        SELECT treaty, NULL, NULL, itself.status_as_of, 'treaty_entered_into_force', NULL, 'treaty_in_force_on',
               entered_on, snapshot.evidence, snapshot.bundled, NULL, NULL, (
                   SELECT change.id FROM change
                   WHERE change.treaty = itself.treaty AND change.after = entered_on
                       AND change.kind IN ('treaty_entered_into_force', 'treaty_entry_into_force_set')
                   ORDER BY change.published_on IS NOT NULL, change.kind <> 'treaty_entered_into_force', change.id
                   LIMIT 1
               )
        FROM (
            SELECT treaty, status_as_of, stands.snapshot, coalesce(stands.in_force_on, (
                       SELECT after FROM told WHERE told.treaty = stands.treaty AND field = 'treaty_in_force_on'
                   )) AS entered_on
            FROM stands
        ) AS itself JOIN snapshot ON snapshot.id = itself.snapshot
        WHERE entered_on IS NOT NULL
    )
    SELECT found.treaty, found.participant, found.name, found.acted_on, found.kind, found.consent_kind, found.field,
           coalesce(change.published_on IS NULL AND change.nature = 'event', 0) AS observed,
           CASE WHEN change.published_on IS NULL THEN change.detected_at END AS noticed_at, found.change,
           found.evidence, found.bundled, found.archived_evidence, found.archived_on, found.status_as_of
    FROM found LEFT JOIN change ON change.id = found.change;

INSERT OR IGNORE INTO by_rule_due SELECT id FROM treaty
"""  # noqa: S608 - ours
