"""Step 011: the views that answer for any day (docs/schema.md). Frozen, like every step.

Python answers the same questions through `tracker.answers` and `tracker.law`. Tests check that both give the same.
"""

from __future__ import annotations

from db.schema.statements import STATEMENTS

# What is known of each treaty, by the same rules as `tracker.diff.Ledger`:
#   stands     the source that speaks for the treaty: its authority, or the next source if the authority was never read
#   told       facts that only other sources reported and none has retracted, a row each; told_row: one per participant
#   known_row  the rows of the source's chart, completed with those facts; in_force_known is 0 if the source prints no
#              entry into force for participants: a missing date means nothing
# `former` is a JSON list of periods that ended. SQLite compiles a CTE again for each use, with everything below it.
KNOWN = """
    stands AS (
        SELECT treaty.id AS treaty, treaty.by_invitation, treaty.blank_non_member_invited AS blank_is_invited,
               min(source.key) AS place, feed.id AS feed, feed.source, feed.snapshot, snapshot.in_force_on,
               coalesce(feed.status_as_of, snapshot.status_as_of) AS status_as_of
        FROM treaty
        JOIN json_each(treaty.sources) AS source
        JOIN feed ON feed.treaty = treaty.id AND feed.source = source.value
        JOIN snapshot ON snapshot.id = feed.snapshot
        GROUP BY treaty.id
    ),
    told AS (
        SELECT change.treaty, change.participant, change.field, max(change.id) AS id, change.name, change.kind,
               change.after, change.left_on
        FROM stands JOIN change ON change.treaty = stands.treaty
        WHERE stands.place = 0 AND change.source <> stands.source AND change.published_on IS NULL
            AND change.after IS NOT NULL AND change.nature <> 'editorial' AND change.kind <> 'retracted'
            AND change.field IN ('signed_on', 'consent_on', 'in_force_on', 'denounced_on', 'left_on',
                                 'suspended_on', 'invited', 'treaty_in_force_on')
            AND NOT EXISTS (
                SELECT 1 FROM change AS later
                WHERE later.treaty = change.treaty AND later.participant IS change.participant
                    AND later.id > change.id AND later.published_on IS NULL
                    AND later.kind IN ('retracted', 'invitation_ended', 'suspension_ended')
                    AND (later.field = change.field
                         OR later.field = 'row' AND instr(later.before, change.field || ' '))
            )
        GROUP BY change.treaty, change.participant, change.field
    ),
    told_row AS (
        SELECT treaty, participant, min(id) AS id, name,
               max(CASE field WHEN 'signed_on' THEN after END) AS signed_on,
               max(CASE field WHEN 'consent_on' THEN after END) AS consent_on,
               max(CASE field WHEN 'consent_on' THEN CASE kind
                   WHEN 'ratified' THEN 'ratification_acceptance_or_approval' WHEN 'accepted' THEN 'acceptance'
                   WHEN 'approved' THEN 'approval' WHEN 'acceded' THEN 'accession'
                   WHEN 'succeeded' THEN 'succession' WHEN 'consented' THEN 'consent' END END) AS consent_kind,
               max(CASE field WHEN 'in_force_on' THEN after END) AS in_force_on,
               max(CASE field WHEN 'denounced_on' THEN after END) AS denounced_on,
               max(CASE WHEN field = 'left_on' THEN after WHEN field = 'denounced_on' THEN left_on END) AS left_on,
               max(CASE field WHEN 'suspended_on' THEN after END) AS suspended_on,
               max(field = 'invited') AS invited
        FROM told WHERE participant IS NOT NULL
        GROUP BY treaty, participant
    ),
    known_row AS (
        SELECT stands.treaty, stands.status_as_of, row.participant, row.name, row.grp,
               coalesce(row.signed_on, told_row.signed_on) AS signed_on,
               coalesce(row.consent_on, told_row.consent_on) AS consent_on,
               CASE WHEN row.consent_on IS NULL THEN coalesce(told_row.consent_kind, row.consent_kind)
                    ELSE row.consent_kind END AS consent_kind,
               coalesce(row.in_force_on, told_row.in_force_on) AS in_force_on,
               coalesce(row.denounced_on, told_row.denounced_on) AS denounced_on,
               coalesce(row.left_on, told_row.left_on) AS left_on,
               coalesce(row.suspended_on, told_row.suspended_on) AS suspended_on,
               row.listed, row.former,
               instr(',' || row.known || ',', ',in_force_on,') > 0 AS in_force_known,
               CASE WHEN row.flags_known <> '' THEN row.flags END AS flags
        FROM stands
        JOIN row_version AS row ON row.feed = stands.feed AND row.until_snapshot IS NULL
        LEFT JOIN told_row ON told_row.treaty = stands.treaty AND told_row.participant = row.participant
        UNION ALL
        SELECT stands.treaty, stands.status_as_of, told_row.participant, told_row.name, NULL,
               told_row.signed_on, told_row.consent_on, told_row.consent_kind, told_row.in_force_on,
               told_row.denounced_on, told_row.left_on, told_row.suspended_on, NULL, '[]', 1,
               (SELECT '' FROM row_version AS row
                WHERE row.feed = stands.feed AND row.until_snapshot IS NULL AND row.flags_known <> '')
        FROM stands
        JOIN told_row ON told_row.treaty = stands.treaty
        WHERE NOT EXISTS (
            SELECT 1 FROM row_version AS row
            WHERE row.feed = stands.feed AND row.until_snapshot IS NULL AND row.participant = told_row.participant
        )
    )
"""

# Who was listed as invited, and when: from the status day of the first chart that lists the invitation to that of the
# first chart that does not. `name` is as printed in that chart.
_INVITED = """
    listed AS (
        SELECT stands.treaty, stands.status_as_of, row.participant, row.name, row.until_snapshot,
               (SELECT snapshot.status_as_of FROM snapshot
                WHERE snapshot.feed = row.feed AND snapshot.id >= row.from_snapshot
                    AND snapshot.id < coalesce(row.until_snapshot, snapshot.id + 1)
                    AND snapshot.status_as_of IS NOT NULL
                ORDER BY snapshot.id LIMIT 1) AS from_on,
               (SELECT snapshot.status_as_of FROM snapshot
                WHERE snapshot.feed = row.feed AND snapshot.id >= row.until_snapshot
                    AND snapshot.status_as_of IS NOT NULL
                ORDER BY snapshot.id LIMIT 1) AS until_on
        FROM stands JOIN row_version AS row ON row.feed = stands.feed
        WHERE row.invited
    ),
    invited AS (
        SELECT listed.treaty, listed.participant, listed.name, listed.status_as_of, listed.from_on,
               CASE WHEN listed.until_snapshot IS NULL AND coalesce(told_row.signed_on, told_row.consent_on) IS NOT NULL
                    THEN listed.status_as_of ELSE listed.until_on END AS until_on
        FROM listed LEFT JOIN told_row USING (treaty, participant)
        UNION ALL
        SELECT treaty, participant, told_row.name, stands.status_as_of, stands.status_as_of, NULL
        FROM stands JOIN told_row USING (treaty)
        WHERE told_row.invited AND told_row.signed_on IS NULL AND told_row.consent_on IS NULL
            AND NOT EXISTS (
                SELECT 1 FROM row_version AS row
                WHERE row.feed = stands.feed AND row.until_snapshot IS NULL AND row.participant = told_row.participant
                    AND (row.invited OR row.signed_on IS NOT NULL OR row.consent_on IS NOT NULL)
            )
    )
"""

# The standing that one period gives its participant on a day. It is decided in SQL only here, by the same rules as
# `tracker.law.standing_on`. If several periods apply, the first in `ORDER` wins.
STANDING = """
    CASE
        WHEN undated IS NOT NULL THEN undated
        WHEN left_on <= day THEN 'former'
        WHEN in_force_on <= day THEN 'party'
        WHEN consent_on <= day THEN 'contracting'
        WHEN signed_on <= day THEN 'signatory'
        WHEN invited_from <= day AND (invited_until IS NULL OR invited_until > day) THEN 'invited'
        ELSE 'none'
    END
"""
ORDER = "instr('party contracting former signatory invited none', standing)"

# A standing without a date holds on every day.
_ALWAYS = "'0001-01-01'"

# All periods of a row as one list: those that ended, the current one, and one without a date if the source prints none.
PERIODS = """json_insert(
            former,
            '$[#]', json_object('signed_on', signed_on, 'consent_on', consent_on, 'consent_kind', consent_kind,
                'in_force_on', in_force_on, 'denounced_on', denounced_on, 'left_on', left_on,
                'suspended_on', suspended_on),
            '$[#]', json(CASE
                WHEN listed = 'former' OR listed = 'party' AND coalesce(
                    signed_on, consent_on, in_force_on, denounced_on, left_on, suspended_on) IS NULL
                THEN json_object('undated', listed) END))"""


def _period(periods: str, own: str, none: str) -> str:
    return f"""\
period AS (   -- n: of two periods that give the same standing, the later one is shown, one without dates last
        SELECT treaty, participant, name, status_as_of, in_force_known,
               CASE WHEN json_extract(period.value, '$.undated') IS NULL THEN period.key ELSE -1 END AS n,
               json_extract(period.value, '$.signed_on') AS signed_on,
               json_extract(period.value, '$.consent_on') AS consent_on,
               json_extract(period.value, '$.consent_kind') AS consent_kind,
               json_extract(period.value, '$.in_force_on') AS in_force_on,
               json_extract(period.value, '$.denounced_on') AS denounced_on,
               json_extract(period.value, '$.left_on') AS left_on,
               json_extract(period.value, '$.suspended_on') AS suspended_on,
               json_extract(period.value, '$.undated') AS undated, NULL AS invited_from, NULL AS invited_until{own}
        FROM known_row JOIN json_each({periods}) AS period
        UNION ALL
        SELECT treaty, participant, name, status_as_of, 1, -1,
               NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, from_on, until_on{none}
        FROM invited WHERE from_on IS NOT NULL"""  # noqa: S608 - ours


def membership(
    *,
    existence: str = "",
    ends: str = "",
    standing: str = STANDING.strip(),
    rule: str = "",
    turns: str = "",
    ruled: str = "",
    adds: str = "",
    more: str = "",
    periods: str = PERIODS,
    of_period: tuple[str, str] = ("", ""),
) -> str:
    """The view's definition. `existence` joins the table of when States existed, and `ends` is the end.

    `rule` is what the treaty's rule adds, `turns` its days, `ruled` joins it; `adds` is what makes another row, `more`
    are columns. `periods` is the list of a row's; `of_period` is a column of each, and of an invitation.
    """
    return f"""
CREATE VIEW membership_history AS
    WITH {KNOWN.strip()},
    {_INVITED.strip()},
    {_period(periods, *of_period)}
    ){rule},
    turn AS (     -- the days on which a standing may change
        SELECT DISTINCT treaty, participant, turn.value AS day
        FROM period{existence} JOIN json_each(json_array(
            signed_on, consent_on, in_force_on, left_on, invited_from, invited_until,{ends}
            CASE WHEN undated IS NOT NULL THEN {_ALWAYS} END)) AS turn
        WHERE turn.value IS NOT NULL{turns}
    ),
    judged AS (
        SELECT turn.day, period.*{more}, {standing} AS standing
        FROM turn JOIN period USING (treaty, participant){existence}{ruled}
    ),
    best AS (     -- min() takes the other columns along from the row it finds
        SELECT *, min({ORDER} * 1000000 - n) AS place FROM judged GROUP BY treaty, participant, day
    ),
    begun AS (
        SELECT *, lag(standing || n{adds}) OVER each IS NOT standing || n{adds} AS new
        FROM best WINDOW each AS (PARTITION BY treaty, participant ORDER BY day)
    ),
    ended AS (
        SELECT *, lead(day) OVER each AS until_on
        FROM begun WHERE new WINDOW each AS (PARTITION BY treaty, participant ORDER BY day)
    )
    SELECT treaty, participant, name, standing, day AS from_on, until_on, signed_on, consent_on, consent_kind,
           in_force_on, denounced_on, left_on, suspended_on, in_force_known, status_as_of{more}
    FROM ended WHERE standing <> 'none'
"""  # noqa: S608 - ours


# Today in UTC, or the source's status day if that is later: at the depositary's seat it may already be tomorrow.
NOW = "max(date('now'), coalesce(status_as_of, ''))"


# A row by the rules of `tracker.law.as_of`: without later acts, with the latest period that has begun.
def parties(*, more: str = "", former: str = "today.former") -> str:
    """The view's definition. `more` are columns of the standing; `former` is the list of periods that ended."""
    return f"""
CREATE VIEW parties AS
    WITH {KNOWN.strip()},
    today AS (
        SELECT *, {NOW} AS day FROM known_row
    ),
    current AS (  -- before: the period that had begun, while the consent of the row itself is still to come
        SELECT today.*, CASE WHEN consent_on <= day THEN NULL ELSE (
            SELECT period.value FROM json_each({former}) AS period
            WHERE coalesce(json_extract(period.value, '$.signed_on'), json_extract(period.value, '$.consent_on')) <= day
            ORDER BY period.key DESC LIMIT 1
        ) END AS before
        FROM today
    ),
    shown AS (
        SELECT treaty, participant, name, grp, flags, status_as_of, day, suspended_on,
               CASE WHEN before IS NULL THEN signed_on ELSE coalesce(json_extract(before, '$.signed_on'), signed_on) END
                   AS signed_on,
               CASE WHEN before IS NULL THEN consent_on ELSE json_extract(before, '$.consent_on') END AS consent_on,
               CASE WHEN before IS NULL THEN consent_kind ELSE json_extract(before, '$.consent_kind') END
                   AS consent_kind,
               CASE WHEN before IS NULL THEN in_force_on ELSE json_extract(before, '$.in_force_on') END AS in_force_on,
               CASE WHEN before IS NULL THEN denounced_on ELSE json_extract(before, '$.denounced_on') END
                   AS denounced_on,
               CASE WHEN before IS NULL THEN left_on ELSE json_extract(before, '$.left_on') END AS left_on
        FROM current
    )
    SELECT shown.treaty, shown.participant, shown.name, history.standing,
           CASE WHEN shown.signed_on <= day THEN shown.signed_on END AS signed_on,
           CASE WHEN shown.consent_on <= day THEN shown.consent_on END AS consent_on,
           CASE WHEN shown.consent_on <= day THEN shown.consent_kind END AS consent_kind,
           CASE WHEN shown.consent_on <= day OR shown.in_force_on <= day THEN shown.in_force_on END AS in_force_on,
           CASE WHEN coalesce(shown.denounced_on, shown.left_on) <= day THEN shown.denounced_on END AS denounced_on,
           CASE WHEN coalesce(shown.denounced_on, shown.left_on) <= day THEN shown.left_on END AS left_on,
           CASE WHEN shown.suspended_on <= day THEN shown.suspended_on END AS suspended_on,
           shown.grp AS "group",
           CASE WHEN shown.flags IS NOT NULL THEN (
               SELECT json_group_array(letter.value) FROM json_each('["R","D","A","T","C","O"]') AS letter
               WHERE instr(shown.flags, letter.value)
           ) END AS flags,
           shown.status_as_of{more}
    FROM shown JOIN membership_history AS history
        ON history.treaty = shown.treaty AND history.participant = shown.participant
        AND history.from_on <= day AND (history.until_on IS NULL OR history.until_on > day)
"""  # noqa: S608 - ours


# Running sums over days: each begin of a standing adds one, each end subtracts one. Python does the same in
# `tracker.law.figures.figures_on`.
HELD = f"""signature AS (
        SELECT treaty, min(json_extract(period.value, '$.signed_on')) AS day
        FROM known_row JOIN json_each({PERIODS}) AS period
        GROUP BY treaty, participant
    ),
    time AS (   -- untold: it may be in force for that participant, and its source does not say
        SELECT treaty, standing, from_on, until_on, standing = 'contracting' AND NOT in_force_known AS untold
        FROM membership_history
    )"""  # noqa: S608 - ours


def figures(*, held: str = HELD, more_events: str = "") -> str:
    """The view's definition. `held` says who signed when and who was what; `more_events` adds to the running sums."""
    return f"""
CREATE VIEW figures_by_day AS
    WITH {KNOWN.strip()},
    {_INVITED.strip()},
    treaty_known AS (   -- listing_from: since when each chart tells who is invited, where blank rows mean that
        SELECT treaty, by_invitation,
               coalesce(in_force_on, (
                   SELECT after FROM told WHERE told.treaty = stands.treaty AND field = 'treaty_in_force_on'
               )) AS in_force_on,
               CASE WHEN blank_is_invited THEN (
                   SELECT min(status_as_of) FROM snapshot WHERE snapshot.feed = stands.feed
               ) END AS listing_from
        FROM stands
    ),
    {held},
    event AS (
        SELECT treaty, from_on AS day, standing, 1 AS more, untold, 0 AS signed, 0 AS listed FROM time
        UNION ALL SELECT treaty, until_on, standing, -1, -untold, 0, 0 FROM time
        UNION ALL SELECT treaty, day, NULL, 0, 0, 1, 0 FROM signature
        UNION ALL SELECT treaty, from_on, NULL, 0, 0, 0, 1 FROM invited WHERE from_on IS NOT NULL
        UNION ALL SELECT treaty, until_on, NULL, 0, 0, 0, -1 FROM invited WHERE from_on IS NOT NULL
        UNION ALL SELECT treaty, in_force_on, NULL, 0, 0, 0, 0 FROM treaty_known
        UNION ALL SELECT treaty, listing_from, NULL, 0, 0, 0, 0 FROM treaty_known{more_events}
    ),
    daily AS (
        SELECT treaty, day,
               sum(CASE WHEN standing = 'party' THEN more ELSE 0 END) AS party,
               sum(CASE WHEN standing = 'contracting' THEN more ELSE 0 END) AS contracting,
               sum(CASE WHEN standing = 'signatory' THEN more ELSE 0 END) AS signatory,
               sum(CASE WHEN standing = 'invited' THEN more ELSE 0 END) AS invited,
               sum(untold) AS untold, sum(signed) AS signed, sum(listed) AS listed
        FROM event WHERE day IS NOT NULL GROUP BY treaty, day
    ),
    counted AS (
        SELECT treaty, day, sum(party) OVER sofar AS party, sum(contracting) OVER sofar AS contracting,
               sum(signatory) OVER sofar AS signatories, sum(invited) OVER sofar AS invited,
               sum(untold) OVER sofar AS untold, sum(signed) OVER sofar AS signatures,
               sum(listed) OVER sofar AS listed
        FROM daily WINDOW sofar AS (PARTITION BY treaty ORDER BY day)
    ),
    figure AS (
        SELECT counted.treaty, day, party + contracting AS consents,
               CASE WHEN in_force_on <= day THEN CASE WHEN NOT untold THEN party END ELSE 0 END AS in_force,
               signatories,
               CASE WHEN NOT by_invitation THEN 0
                    WHEN listed > 0 OR listing_from <= day THEN invited END AS invited,
               signatures, coalesce(in_force_on <= day, 0) AS treaty_in_force
        FROM counted JOIN treaty_known USING (treaty)
    ),
    compared AS (
        SELECT *, (consents, in_force, signatories, invited, signatures, treaty_in_force) IS (
                   lag(consents) OVER each, lag(in_force) OVER each, lag(signatories) OVER each,
                   lag(invited) OVER each, lag(signatures) OVER each, lag(treaty_in_force) OVER each) AS same
        FROM figure WINDOW each AS (PARTITION BY treaty ORDER BY day)
    )
    SELECT treaty, day, consents, in_force, signatories, invited, consents + signatories + invited AS total,
           signatures, treaty_in_force
    FROM compared WHERE NOT same
"""  # noqa: S608 - ours


HISTORY = f"{membership()};\n{parties()};\n{figures()};\n{STATEMENTS}"

# Step 012. A list that is not complete (a bundled one) has rows of which nothing is known: then neither all signatures
# nor the signatories can be counted. Python does the same in `tracker.law.figures.figures_on`.
_BEFORE_FIGURES = "CREATE VIEW figures_by_day AS"


def of_partial_lists(before: str) -> str:
    """The definition of the figures' view around the one that counted `before`."""
    return f"""
DROP VIEW figures_by_day;
CREATE VIEW figures_by_day AS
    WITH before AS ({before.strip().removeprefix(_BEFORE_FIGURES)}),
    {KNOWN.strip()},
    partial AS (
        SELECT DISTINCT stands.treaty
        FROM stands
        JOIN row_version AS row ON row.feed = stands.feed AND row.until_snapshot IS NULL
        LEFT JOIN told_row ON told_row.treaty = stands.treaty AND told_row.participant = row.participant
        WHERE row.known = '' AND row.listed IS NULL AND row.former = '[]' AND NOT coalesce(row.invited, 0)
            AND coalesce(row.signed_on, row.consent_on, row.in_force_on, row.denounced_on, row.left_on,
                         row.suspended_on) IS NULL
            AND told_row.participant IS NULL
    ),
    known AS (
        SELECT treaty, day, consents, in_force, invited, treaty_in_force,
               CASE WHEN treaty NOT IN (SELECT treaty FROM partial) THEN signatories END AS signatories,
               CASE WHEN treaty NOT IN (SELECT treaty FROM partial) THEN signatures END AS signatures
        FROM before
    ),
    compared AS (
        SELECT *, (consents, in_force, signatories, invited, signatures, treaty_in_force) IS (
                   lag(consents) OVER each, lag(in_force) OVER each, lag(signatories) OVER each,
                   lag(invited) OVER each, lag(signatures) OVER each, lag(treaty_in_force) OVER each) AS same
        FROM known WINDOW each AS (PARTITION BY treaty ORDER BY day)
    )
    SELECT treaty, day, consents, in_force, signatories, invited, consents + signatories + invited AS total,
           signatures, treaty_in_force
    FROM compared WHERE NOT same
"""  # noqa: S608 - ours


FIGURES_OF_PARTIAL_LISTS = of_partial_lists(figures())
