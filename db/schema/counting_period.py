"""Step 026: `parties` shows the period that counts on the day, as `membership_history` has it. Frozen, like every step.

Until then a period without a consent of its own was hidden behind a former one, and an end behind a denunciation dated
after it. A suspension no longer takes a participant that a list names as a Party, without dates, out of the views.
Python does the same in `tracker.law.as_of` and `tracker.law.standing_on`.
"""

from __future__ import annotations

from db.schema.by_rule import PERIODS_BY_RULE, SOME_DAY, membership_by_rule
from db.schema.views import KNOWN, NOW, ORDER

_PERIODS = PERIODS_BY_RULE.replace("left_on, suspended_on) IS NULL", "left_on) IS NULL")
_BY_LIST = "listed = 'party' AND coalesce(signed_on, consent_on, in_force_on, denounced_on, left_on) IS NULL"

# The standing that a period gives on a day, as `STANDING` in db/schema/views.py has it for dates.
_STANDING = " ".join(
    f"WHEN json_extract(period.value, '$.{name}') <= day THEN '{standing}'"
    for name, standing in (
        ("left_on", "former"),
        ("in_force_on", "party"),
        ("consent_on", "contracting"),
        ("signed_on", "signatory"),
    )
)


def _dates(*names: str) -> str:
    found = (f"CASE WHEN counts IS NULL THEN {one} ELSE json_extract(counts, '$.{one}') END AS {one}" for one in names)
    return ",\n               ".join(found)


# What took effect is shown with its act, also one that is dated later. A succession may be deposited after its effect.
_CONSENTED = "shown.consent_on <= day OR shown.in_force_on <= day AND coalesce(shown.consent_kind, '') <> 'succession'"

# ruled    the number of the period that makes a Party by the rule alone
# current  counts: of several periods, the one whose standing wins, and the last of those that give the same. One that
#          ended on a day that nobody printed is not shown, and none beside a list that alone makes a Party
_PARTIES = f"""
CREATE VIEW parties AS
    WITH {KNOWN.strip()},
    today AS (
        SELECT *, {NOW} AS day FROM known_row
    ),
    ruled AS (
        SELECT today.*, CASE WHEN former <> '[]' THEN (
            SELECT rule.period FROM by_rule_standing AS rule
            WHERE rule.treaty = today.treaty AND rule.participant = today.participant
                AND rule.from_on <= day AND (rule.until_on IS NULL OR rule.until_on > day)
        ) END AS by_rule
        FROM today
    ),
    current AS (
        SELECT ruled.*, CASE WHEN former <> '[]' THEN (
            SELECT value FROM (
                SELECT period.value AS value, period.key AS n,
                       CASE WHEN period.key = by_rule THEN 'party' {_STANDING} ELSE 'none' END AS standing
                FROM json_each({_PERIODS}) AS period
                WHERE period.key <= json_array_length(former)
                    AND NOT (period.key < json_array_length(former) AND {SOME_DAY})
            )
            WHERE standing = 'party' OR NOT coalesce({_BY_LIST}, 0)
            ORDER BY {ORDER}, n DESC LIMIT 1
        ) END AS counts
        FROM ruled
    ),
    shown AS (
        SELECT treaty, participant, name, grp, flags, status_as_of, day, suspended_on,
               CASE WHEN json_extract(counts, '$.signed_on') <= day THEN json_extract(counts, '$.signed_on')
                    ELSE signed_on END AS signed_on,
               {_dates("consent_on", "consent_kind", "in_force_on", "denounced_on", "left_on")}
        FROM current
    )
    SELECT shown.treaty, shown.participant, shown.name, history.standing,
           CASE WHEN shown.signed_on <= day THEN shown.signed_on END AS signed_on,
           CASE WHEN {_CONSENTED} THEN shown.consent_on END AS consent_on,
           CASE WHEN {_CONSENTED} THEN shown.consent_kind END AS consent_kind,
           CASE WHEN shown.consent_on <= day OR shown.in_force_on <= day THEN shown.in_force_on END AS in_force_on,
           CASE WHEN shown.denounced_on <= day OR shown.left_on <= day THEN shown.denounced_on END AS denounced_on,
           CASE WHEN shown.denounced_on <= day OR shown.left_on <= day THEN shown.left_on END AS left_on,
           CASE WHEN shown.suspended_on <= day THEN shown.suspended_on END AS suspended_on,
           shown.grp AS "group",
           CASE WHEN shown.flags IS NOT NULL THEN (
               SELECT json_group_array(letter.value) FROM json_each('["R","D","A","T","C","O"]') AS letter
               WHERE instr(shown.flags, letter.value)
           ) END AS flags,
           shown.status_as_of, history.by_rule_since, history.left_by_rule_on
    FROM shown JOIN membership_history AS history
        ON history.treaty = shown.treaty AND history.participant = shown.participant
        AND history.from_on <= day AND (history.until_on IS NULL OR history.until_on > day)
"""  # noqa: S608 - ours

COUNTING_PERIOD = f"""
INSERT OR IGNORE INTO by_rule_due SELECT id FROM treaty;
DROP VIEW parties;
DROP VIEW membership_history;
{membership_by_rule(_PERIODS)};
{_PARTIES}"""  # noqa: S608 - ours
