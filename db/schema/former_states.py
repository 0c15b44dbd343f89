"""Step 014: States that no longer exist hold no standing, and the parts of one State count once. Frozen.

Python does the same in `tracker.law.standing_on` and `tracker.law.figures`. The days are those of the table of
participants; a test compares them.
"""

from __future__ import annotations

from db.schema.views import ORDER, PERIODS, STANDING, figures, membership, of_partial_lists

_TABLES = """
CREATE TABLE existence (          -- the days on which acts are a State's own; one without a row always existed
    participant TEXT PRIMARY KEY,
    from_on TEXT,
    until_on TEXT                 -- the first day on which it was no more
) STRICT, WITHOUT ROWID;

CREATE TABLE succession (         -- a State that no longer exists, and each of its successors
    former TEXT NOT NULL,
    heir TEXT NOT NULL,
    PRIMARY KEY (former, heir)
) STRICT, WITHOUT ROWID;

INSERT INTO existence (participant, from_on, until_on) VALUES
    ('ARM', '1991-09-21', NULL), ('AZE', '1991-10-18', NULL), ('BIH', '1992-03-03', NULL),
    ('CZE', '1993-01-01', NULL), ('GEO', '1991-04-09', NULL), ('HRV', '1991-10-08', NULL),
    ('KAZ', '1991-12-16', NULL), ('KGZ', '1991-08-31', NULL), ('MDA', '1991-08-27', NULL),
    ('MKD', '1991-11-17', NULL), ('MNE', '2006-06-03', NULL), ('RUS', '1991-12-26', NULL),
    ('SRB', '2006-06-03', NULL), ('SVK', '1993-01-01', NULL), ('SVN', '1991-06-25', NULL),
    ('TJK', '1991-09-09', NULL), ('TKM', '1991-10-27', NULL), ('UZB', '1991-08-31', NULL),
    ('CSK', '1918-10-28', '1993-01-01'), ('DDR', '1949-10-07', '1990-10-03'), ('SCG', '2003-02-04', '2006-06-03'),
    ('SUN', '1922-12-30', '1991-12-26'), ('YMD', '1967-11-30', '1990-05-22'), ('YUG', '1918-12-01', '1992-04-27');

INSERT INTO succession (former, heir) VALUES
    ('CSK', 'CZE'), ('CSK', 'SVK'), ('DDR', 'DEU'), ('SCG', 'MNE'), ('SCG', 'SRB'), ('SUN', 'ARM'),
    ('SUN', 'AZE'), ('SUN', 'BLR'), ('SUN', 'GEO'), ('SUN', 'KAZ'), ('SUN', 'KGZ'), ('SUN', 'MDA'),
    ('SUN', 'RUS'), ('SUN', 'TJK'), ('SUN', 'TKM'), ('SUN', 'UKR'), ('SUN', 'UZB'), ('YMD', 'YEM'),
    ('YUG', 'BIH'), ('YUG', 'HRV'), ('YUG', 'MKD'), ('YUG', 'SCG'), ('YUG', 'SVN')
"""

_ORDER = ORDER.replace("standing", "what")

# together  a State, or one of its later parts (member), and the days on which the member acted as that State
# shared    what each member held on those days; `what` is a standing, or a signature
# span      the days between two on which that may change
# double    all but the first of the members that hold something in a span: they are taken off the sums
ONCE = f"""signature AS (
        SELECT treaty, participant, min(json_extract(period.value, '$.signed_on')) AS day
        FROM known_row JOIN json_each({PERIODS}) AS period
        GROUP BY treaty, participant
    ),
    time AS (   -- untold: it may be in force for that participant, and its source does not say
        SELECT treaty, participant, standing, from_on, until_on,
               standing = 'contracting' AND NOT in_force_known AS untold
        FROM membership_history
    ),
    together AS (
        SELECT heir.participant AS member, former.participant AS state, former.from_on,
               min(former.until_on, heir.from_on) AS until_on
        FROM succession
        JOIN existence AS former ON former.participant = succession.former
        JOIN existence AS heir ON heir.participant = succession.heir
        UNION ALL
        SELECT participant, participant, from_on, until_on FROM existence
        WHERE participant IN (SELECT former FROM succession)
    ),
    shared AS (
        SELECT treaty, state, member, what, untold, max(held.from_on, together.from_on) AS from_on,
               min(coalesce(held.until_on, '9999'), together.until_on) AS until_on
        FROM (
            SELECT treaty, participant, standing AS what, untold, from_on, until_on FROM time
            UNION ALL SELECT treaty, participant, 'signed', 0, day, NULL FROM signature WHERE day IS NOT NULL
        ) AS held JOIN together ON member = participant
        WHERE held.from_on < together.until_on AND coalesce(held.until_on, '9999') > together.from_on
    ),
    span AS (
        SELECT treaty, state, day, lead(day) OVER (PARTITION BY treaty, state ORDER BY day) AS until_on
        FROM (SELECT treaty, state, from_on AS day FROM shared UNION SELECT treaty, state, until_on FROM shared)
    ),
    double AS (
        SELECT treaty, state, span.day, span.until_on, nullif(what, 'signed') AS standing, untold,
               what = 'signed' AS signed,
               row_number() OVER (
                   PARTITION BY treaty, state, span.day, what = 'signed' ORDER BY {_ORDER}, member
               ) AS n
        FROM span JOIN shared USING (treaty, state)
        WHERE shared.from_on <= span.day AND shared.until_on > span.day
    )"""  # noqa: S608 - ours

DOUBLES = """
        UNION ALL SELECT treaty, day, standing, -(standing IS NOT NULL), -untold, -signed, 0 FROM double WHERE n > 1
        UNION ALL SELECT treaty, until_on, standing, standing IS NOT NULL, untold, signed, 0 FROM double WHERE n > 1"""

EXISTENCE = " LEFT JOIN existence USING (participant)"
ENDED = " existence.until_on,"

_MEMBERSHIP = membership(
    existence=EXISTENCE,
    ends=ENDED,
    standing=f"CASE WHEN existence.until_on <= turn.day THEN 'none' ELSE {STANDING.strip()} END",
)

FORMER_STATES = f"""{_TABLES};
DROP VIEW membership_history;
{_MEMBERSHIP};
{of_partial_lists(figures(held=ONCE, more_events=DOUBLES)).strip()}"""
