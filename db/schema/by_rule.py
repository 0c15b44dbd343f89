"""Step 020: what follows from the treaties' own rules, beside what is printed. Frozen, like every step.

The law works it out (`tracker.answers.over_time`), and the views join it. Triggers note each treaty of which a chart,
a change or the treaty itself is another one; what is noted is worked out again before the transaction ends.
"""

from __future__ import annotations

from db.schema.former_states import DOUBLES, ENDED, EXISTENCE, ONCE
from db.schema.views import PERIODS, STANDING, figures, membership, of_partial_lists, parties

_TABLES = """
CREATE TABLE by_rule_standing (   -- what the rule adds to a participant's standing, from a day until another
    treaty TEXT NOT NULL REFERENCES treaty,
    participant TEXT NOT NULL,
    from_on TEXT NOT NULL,
    until_on TEXT,
    period INTEGER,               -- from 0: the one that makes it a Party by the rule alone
    by_rule_since TEXT,
    left_by_rule_on TEXT,
    PRIMARY KEY (treaty, participant, from_on)
) STRICT, WITHOUT ROWID;

CREATE TABLE by_rule_bound (      -- whether a treaty is in force for a participant, from a day until another
    treaty TEXT NOT NULL REFERENCES treaty,
    participant TEXT NOT NULL,
    name TEXT NOT NULL,
    from_on TEXT NOT NULL,
    until_on TEXT,
    in_force INTEGER,             -- null: not known
    since TEXT,
    by_rule_since TEXT,
    lost_on TEXT,
    undated INTEGER NOT NULL,     -- 1: nothing is known of days before the status day
    PRIMARY KEY (treaty, participant, from_on)
) STRICT, WITHOUT ROWID;

CREATE TABLE by_rule_figures (    -- from the first day on which the rule may count; before it, printed dates decide
    treaty TEXT NOT NULL REFERENCES treaty,
    day TEXT NOT NULL,
    in_force INTEGER,
    treaty_in_force INTEGER,
    counted INTEGER NOT NULL,
    by_rule INTEGER,
    PRIMARY KEY (treaty, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE by_rule_due (        -- treaties of which these three are to be worked out again
    treaty TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
"""

# Not INSERT OR IGNORE: within a trigger, the conflict clause of the statement that fires it counts.
_DUE = "INSERT INTO by_rule_due SELECT {0} WHERE {0} NOT IN (SELECT treaty FROM by_rule_due)"
_OF_FEED = (
    "INSERT INTO by_rule_due SELECT treaty FROM feed WHERE id = {}.feed AND source <> 'archive'"
    " AND treaty NOT IN (SELECT treaty FROM by_rule_due)"
)
_TOLD = "{0}.source <> 'statements' AND {0}.published_on IS NULL"

# Each stays on one line, because steps are split at ";\n". Archived copies and statements are no part of what is known.
_TRIGGERS = "".join(
    f"CREATE TRIGGER by_rule_{name} AFTER {event} ON {table}{f' WHEN {when}' if when else ''} BEGIN {then}; END;\n"
    for name, event, table, when, then in (
        ("chart_added", "INSERT", "snapshot", "", _OF_FEED.format("new")),
        ("chart_deleted", "DELETE", "snapshot", "", _OF_FEED.format("old")),
        ("change_added", "INSERT", "change", _TOLD.format("new"), _DUE.format("new.treaty")),
        ("change_deleted", "DELETE", "change", _TOLD.format("old"), _DUE.format("old.treaty")),
        ("treaty_added", "INSERT", "treaty", "", _DUE.format("new.id")),
        ("treaty_changed", "UPDATE", "treaty", "", _DUE.format("new.id")),
    )
)

_RULE = """,
    rule AS (     -- what the treaty's rule adds
        SELECT treaty, participant, from_on AS rule_from, until_on AS rule_until, period AS rule_period,
               by_rule_since, left_by_rule_on
        FROM by_rule_standing
    )"""

# A register may put an act in brackets without the day on which the participation ended (`tracker.models.Period`).
SOME_DAY = "coalesce(json_extract(period.value, '$.denounced_on'), json_extract(period.value, '$.left_on')) IS NULL"
PERIODS_BY_RULE = PERIODS.replace(
    "WHEN listed = 'former' OR",
    f"WHEN listed = 'former' AND NOT EXISTS (SELECT 1 FROM json_each(former) AS period WHERE {SOME_DAY}) OR",  # noqa: S608 - ours
)
_FORMER = f"(SELECT json_group_array(json(value)) FROM json_each(today.former) AS period WHERE NOT ({SOME_DAY}))"  # noqa: S608 - ours


def membership_by_rule(periods: str = PERIODS_BY_RULE) -> str:
    """The definition of `membership_history`; `periods` is the list of a row's."""
    return membership(
        existence=EXISTENCE,
        ends=ENDED,
        periods=periods,
        of_period=(f", period.key < json_array_length(former) AND {SOME_DAY} AS ended_some_day", ", 0"),
        standing=(
            "CASE WHEN existence.until_on <= turn.day THEN 'none' WHEN rule_period = n THEN 'party'"
            " WHEN ended_some_day THEN CASE WHEN consent_on <= turn.day THEN 'former'"
            " WHEN signed_on <= turn.day THEN 'signatory' ELSE 'none' END"
            f" ELSE {STANDING.strip()} END"
        ),
        rule=_RULE,
        turns="""
        UNION SELECT treaty, participant, rule_from FROM rule
        UNION SELECT treaty, participant, rule_until FROM rule WHERE rule_until IS NOT NULL""",
        ruled=""" LEFT JOIN rule ON rule.treaty = turn.treaty AND rule.participant = turn.participant
            AND rule_from <= turn.day AND (rule_until IS NULL OR rule_until > turn.day)""",
        adds=" || '/' || coalesce(by_rule_since, '') || '/' || coalesce(left_by_rule_on, '')",
        more=", by_rule_since, left_by_rule_on",
    )


_BEFORE = of_partial_lists(figures(held=ONCE, more_events=DOUBLES)).partition("CREATE VIEW figures_by_day AS")

# printed  the figures by printed dates alone
# spoken   the same days, and those of the rule; `p` and `r` number the rows of each kind
# figure   of each day the last of either kind
_FIGURES = f"""
CREATE VIEW figures_by_day AS
    WITH printed AS (
        {_BEFORE[2].strip()}
    ),
    spoken AS (
        SELECT treaty, day, max(p) AS p, max(r) AS r, max(consents) AS consents, max(in_force) AS in_force,
               max(signatories) AS signatories, max(invited) AS invited, max(signatures) AS signatures,
               max(treaty_in_force) AS treaty_in_force, max(in_force_ruled) AS in_force_ruled,
               max(treaty_ruled) AS treaty_ruled, max(counted) AS counted, max(by_rule) AS by_rule
        FROM (
            SELECT treaty, day, 1 AS p, 0 AS r, consents, in_force, signatories, invited, signatures, treaty_in_force,
                   NULL AS in_force_ruled, NULL AS treaty_ruled, NULL AS counted, NULL AS by_rule
            FROM printed
            UNION ALL
            SELECT treaty, day, 0, 1, NULL, NULL, NULL, NULL, NULL, NULL, in_force, treaty_in_force, counted, by_rule
            FROM by_rule_figures
        )
        GROUP BY treaty, day
    ),
    numbered AS (
        SELECT treaty, day, sum(p) OVER sofar AS p, sum(r) OVER sofar AS r, consents, in_force, signatories, invited,
               signatures, treaty_in_force, in_force_ruled, treaty_ruled, counted, by_rule
        FROM spoken WINDOW sofar AS (PARTITION BY treaty ORDER BY day)
    ),
    held AS (
        SELECT treaty, day, p, r, max(consents) OVER print AS consents, max(in_force) OVER print AS in_force,
               max(signatories) OVER print AS signatories, max(invited) OVER print AS invited,
               max(signatures) OVER print AS signatures, max(treaty_in_force) OVER print AS treaty_in_force,
               max(in_force_ruled) OVER ruled AS in_force_ruled, max(treaty_ruled) OVER ruled AS treaty_ruled,
               max(counted) OVER ruled AS counted, max(by_rule) OVER ruled AS by_rule
        FROM numbered
        WINDOW print AS (PARTITION BY treaty, p), ruled AS (PARTITION BY treaty, r)
    ),
    figure AS (
        SELECT treaty, day, consents, CASE WHEN r THEN in_force_ruled ELSE in_force END AS in_force, signatories,
               invited, signatures, CASE WHEN r THEN treaty_ruled ELSE treaty_in_force END AS treaty_in_force,
               CASE WHEN r THEN counted ELSE consents END AS counted, by_rule
        FROM held WHERE p
    ),
    compared AS (
        SELECT *, (consents, in_force, signatories, invited, signatures, treaty_in_force, counted, by_rule) IS (
                   lag(consents) OVER each, lag(in_force) OVER each, lag(signatories) OVER each,
                   lag(invited) OVER each, lag(signatures) OVER each, lag(treaty_in_force) OVER each,
                   lag(counted) OVER each, lag(by_rule) OVER each) AS same
        FROM figure WINDOW each AS (PARTITION BY treaty ORDER BY day)
    )
    SELECT treaty, day, consents, in_force, signatories, invited, consents + signatories + invited AS total,
           signatures, treaty_in_force, counted, by_rule
    FROM compared WHERE NOT same
"""  # noqa: S608 - ours

_BOUND = """
CREATE VIEW bound_history AS
    WITH stands AS (   -- min() takes the other columns along: of the first source that was read
        SELECT treaty.id AS treaty, min(source.key), coalesce(feed.status_as_of, snapshot.status_as_of) AS status_as_of,
               coalesce(feed.status_as_of, snapshot.status_as_of, substr(snapshot.observed_at, 1, 10)) AS day
        FROM treaty
        JOIN json_each(treaty.sources) AS source
        JOIN feed ON feed.treaty = treaty.id AND feed.source = source.value
        JOIN snapshot ON snapshot.id = feed.snapshot
        GROUP BY treaty.id
    )
    SELECT treaty, participant, name, from_on, until_on, in_force, since, by_rule_since, lost_on, status_as_of
    FROM by_rule_bound JOIN stands USING (treaty) WHERE NOT undated
    UNION ALL
    SELECT treaty, participant, name, from_on, min(coalesce(until_on, '9999'), day), NULL, NULL, NULL, lost_on,
           status_as_of
    FROM by_rule_bound JOIN stands USING (treaty) WHERE undated AND from_on < day
    UNION ALL
    SELECT treaty, participant, name, max(from_on, day), until_on, in_force, since, by_rule_since, lost_on, status_as_of
    FROM by_rule_bound JOIN stands USING (treaty)
    WHERE undated AND in_force IS NOT 0 AND (until_on IS NULL OR until_on > day)
"""

BY_RULE = f"""{_TABLES.strip()}
{_TRIGGERS.strip()}
INSERT INTO by_rule_due SELECT id FROM treaty;
DROP VIEW figures_by_day;
DROP VIEW parties;
DROP VIEW membership_history;
{membership_by_rule()};
{parties(more=", history.by_rule_since, history.left_by_rule_on", former=_FORMER)};
{_FIGURES};
{_BOUND}"""  # noqa: S608 - ours
