"""Migration steps: the tables, and the views that people may rely on. Steps are append-only and frozen.

See docs/schema.md.

The sources of truth are body, evidence_item, log, quarantine_item, depositary_reference and configuration. Charts,
changes and statements are derived from them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.schema.former_states import FORMER_STATES
from db.schema.views import FIGURES_OF_PARTIAL_LISTS, HISTORY

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from sqlite_utils import Database

SET = "convention-tracker"  # the migration set's name: sqlite_utils keeps the sets of several programs in one table

_TABLES = """
CREATE TABLE configuration (      -- each configuration that was in force
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL,           -- JSON, without secrets
    first_used_at TEXT NOT NULL
) STRICT;

CREATE TABLE treaty (             -- as followed now; answers need no configuration file
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL,
    name TEXT NOT NULL,
    opened_on TEXT,
    by_invitation INTEGER NOT NULL,
    blank_non_member_invited INTEGER NOT NULL,
    needed INTEGER,
    members INTEGER,
    seat TEXT NOT NULL,
    sources TEXT NOT NULL,        -- JSON list; the first is the authority
    position INTEGER NOT NULL
) STRICT;

CREATE TABLE feed (               -- one source of one treaty, and its health
    id INTEGER PRIMARY KEY,
    treaty TEXT NOT NULL REFERENCES treaty,
    source TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'ok',
    failures INTEGER NOT NULL DEFAULT 0,   -- in a row
    last_checked_at TEXT,
    last_good_at TEXT,            -- of the last accepted read
    last_error TEXT,
    status_as_of TEXT,            -- of the last accepted read
    snapshot INTEGER,             -- the baseline
    evidence INTEGER,             -- what the baseline was read from
    reading TEXT,                 -- program and configuration it was read with; another one reads the bytes anew
    etag TEXT,
    last_modified TEXT,
    UNIQUE (treaty, source)
) STRICT;

CREATE TABLE body (               -- what came, content-addressed
    sha256 TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    packed BLOB NOT NULL          -- zlib
) STRICT, WITHOUT ROWID;

CREATE TABLE evidence_item (      -- one row for each distinct body of a source and treaty
    id INTEGER PRIMARY KEY,
    feed INTEGER NOT NULL REFERENCES feed,
    sha256 TEXT NOT NULL REFERENCES body,
    url TEXT NOT NULL,
    status INTEGER NOT NULL,
    headers TEXT NOT NULL,        -- JSON
    fetched_at TEXT NOT NULL,     -- when these bytes first came
    published_on TEXT,            -- of a saved page: the day its person gives for it
    origin TEXT NOT NULL,         -- live | saved | bundled
    UNIQUE (feed, sha256)
) STRICT;

CREATE TABLE log (                -- what was done, in order: replaying it gives the history again
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    what TEXT NOT NULL,           -- init | check | roll_over | accept | reject
    feed INTEGER REFERENCES feed,
    outcome TEXT,                 -- of a check
    evidence INTEGER REFERENCES evidence_item,
    error_kind TEXT,
    error_message TEXT,
    configuration INTEGER REFERENCES configuration
) STRICT;

CREATE TABLE snapshot (           -- an accepted chart that differs from the one before
    id INTEGER PRIMARY KEY,
    feed INTEGER NOT NULL REFERENCES feed,
    log INTEGER NOT NULL REFERENCES log,
    evidence INTEGER REFERENCES evidence_item,
    observed_at TEXT NOT NULL,
    published_on TEXT,
    status_as_of TEXT,
    bundled INTEGER NOT NULL DEFAULT 0,
    number TEXT,
    title TEXT,
    opened_on TEXT,
    in_force_on TEXT,
    shows_in_force_on INTEGER NOT NULL,
    row_count INTEGER NOT NULL
) STRICT;
CREATE INDEX snapshot_of_feed ON snapshot (feed, id);

CREATE TABLE row_version (        -- a row of a chart, from the snapshot that first shows it so until another does
    id INTEGER PRIMARY KEY,
    feed INTEGER NOT NULL REFERENCES feed,
    participant TEXT NOT NULL,
    from_snapshot INTEGER NOT NULL REFERENCES snapshot,
    until_snapshot INTEGER REFERENCES snapshot,     -- null: stands in the baseline
    name TEXT NOT NULL,
    code TEXT,
    grp TEXT,
    signed_on TEXT,
    consent_on TEXT,
    consent_kind TEXT,
    in_force_on TEXT,
    denounced_on TEXT,
    left_on TEXT,
    suspended_on TEXT,
    invited INTEGER,              -- null: unknown
    flags TEXT NOT NULL,
    flags_known TEXT NOT NULL,
    known TEXT NOT NULL,          -- fields this source shows, comma-separated
    listed TEXT,
    notes TEXT NOT NULL,          -- JSON
    former TEXT NOT NULL,         -- JSON: periods that ended
    extra TEXT NOT NULL           -- JSON: keys nobody knows yet
) STRICT;
CREATE INDEX row_version_of_feed ON row_version (feed, until_snapshot);

CREATE TABLE change (
    id INTEGER PRIMARY KEY,
    log INTEGER NOT NULL REFERENCES log,
    detected_at TEXT NOT NULL,
    treaty TEXT NOT NULL REFERENCES treaty,
    participant TEXT,
    name TEXT,
    kind TEXT NOT NULL,
    nature TEXT NOT NULL,
    field TEXT NOT NULL,
    before TEXT,
    after TEXT,
    effective_on TEXT,
    source TEXT NOT NULL,
    snapshot INTEGER REFERENCES snapshot,
    previous_snapshot INTEGER REFERENCES snapshot,
    summary TEXT NOT NULL,
    rule TEXT NOT NULL,
    left_on TEXT                  -- with a denunciation: the day it takes effect
) STRICT;
CREATE INDEX change_of_treaty ON change (treaty, id);
CREATE INDEX change_of_participant ON change (participant, id);
CREATE INDEX change_of_log ON change (log);

CREATE TABLE pending (            -- a value that vanished once and that no second read has confirmed as gone
    feed INTEGER NOT NULL REFERENCES feed,
    participant TEXT NOT NULL,    -- '' for the treaty itself
    field TEXT NOT NULL,
    before TEXT NOT NULL,
    since TEXT NOT NULL,
    bundled INTEGER NOT NULL,
    PRIMARY KEY (feed, participant, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE effect (             -- dates that took effect and were told, or are history
    treaty TEXT NOT NULL REFERENCES treaty,
    participant TEXT NOT NULL,    -- '' for the treaty itself
    field TEXT NOT NULL,
    took_effect_on TEXT NOT NULL,
    PRIMARY KEY (treaty, participant, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine_item (    -- a whole chart that a person must look at
    id INTEGER PRIMARY KEY,
    feed INTEGER NOT NULL REFERENCES feed,
    evidence INTEGER NOT NULL REFERENCES evidence_item,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    read_at TEXT NOT NULL,
    decision TEXT NOT NULL DEFAULT 'open',
    decided_at TEXT,
    UNIQUE (feed, evidence, reason)
) STRICT;

CREATE TABLE outbox (             -- a change owed to a channel
    id INTEGER PRIMARY KEY,
    channel TEXT NOT NULL,
    change INTEGER NOT NULL REFERENCES change,
    state TEXT NOT NULL DEFAULT 'waiting',   -- waiting | in_digest | delivered | parked
    queued_at TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_try_at TEXT,
    delivered_at TEXT,
    last_error TEXT,
    UNIQUE (channel, change)
) STRICT;
CREATE INDEX outbox_waiting ON outbox (state, channel, change);

CREATE TABLE memory (             -- the few things a restart must not forget
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""

_VIEWS = """
CREATE VIEW changes AS
    SELECT id, detected_at, treaty, participant, name, kind, nature, field, before, after, effective_on,
           source, snapshot, previous_snapshot, summary
    FROM change;

CREATE VIEW snapshots AS
    SELECT snapshot.id, feed.treaty, feed.source, snapshot.observed_at, snapshot.published_on,
           snapshot.evidence, snapshot.row_count AS rows
    FROM snapshot JOIN feed ON feed.id = snapshot.feed;

CREATE VIEW evidence AS
    SELECT evidence_item.id, feed.treaty, feed.source, evidence_item.sha256, body.size, evidence_item.url,
           evidence_item.status, evidence_item.fetched_at, evidence_item.published_on, evidence_item.origin
    FROM evidence_item JOIN feed ON feed.id = evidence_item.feed JOIN body USING (sha256);

CREATE VIEW source_health AS
    SELECT treaty, source, state, failures, last_checked_at, last_good_at AS last_good, status_as_of, last_error
    FROM feed;
"""

_DAEMON = """
CREATE TABLE job_run (            -- one row a job, updated in place: what is due is derived from it
    job TEXT PRIMARY KEY,
    started_at TEXT NOT NULL,
    finished_at TEXT,             -- null: runs now, or died running
    ok_at TEXT,
    error TEXT,
    late INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE notice (             -- a message owed to a channel that is not about one change
    id INTEGER PRIMARY KEY,
    channel TEXT NOT NULL,
    kind TEXT NOT NULL,           -- alert | digest
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    html TEXT,
    changes TEXT NOT NULL,        -- JSON list of the change ids it carries
    state TEXT NOT NULL DEFAULT 'waiting',   -- waiting | delivered | parked
    queued_at TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_try_at TEXT,
    failing_since TEXT,           -- since when the channel has refused it
    delivered_at TEXT,
    last_error TEXT
) STRICT;
CREATE INDEX notice_waiting ON notice (state, channel);

ALTER TABLE outbox ADD COLUMN failing_since TEXT;
ALTER TABLE feed ADD COLUMN alerted_at TEXT;  -- since when people know that the source is down
"""


_RULES_OF_TREATIES = """
ALTER TABLE treaty ADD COLUMN months_after_consent INTEGER;
ALTER TABLE treaty ADD COLUMN parent TEXT;    -- a protocol's: the id of the treaty its Parties must be bound by
"""


_BACKFILL = """
CREATE TABLE capture (            -- archived copies: what an archive's index lists, and pages that a person saved
    feed INTEGER NOT NULL REFERENCES feed,
    timestamp TEXT NOT NULL,      -- yyyymmddhhmmss, UTC
    original TEXT NOT NULL,       -- the address that was captured
    kind TEXT NOT NULL,           -- of page
    digest TEXT NOT NULL,         -- the index's own; equal for equal bytes
    size INTEGER,                 -- bytes, as the index says
    evidence INTEGER REFERENCES evidence_item,   -- null: not fetched
    published_at TEXT,            -- of the copy that came: an archive may answer with a neighbour
    PRIMARY KEY (feed, timestamp, original)
) STRICT, WITHOUT ROWID;

-- of the archived copy that back-fill found it in, else null
ALTER TABLE change ADD COLUMN published_on TEXT;

DROP VIEW source_health;
CREATE VIEW source_health AS
    SELECT treaty, source, state, failures, last_checked_at, last_good_at AS last_good, status_as_of, last_error
    FROM feed WHERE source <> 'archive';
"""


def _without_hyphens(text: str) -> str:
    """SQL for a text without hyphens: `co-operation` becomes one word, but `7-9` stays two numbers."""
    for hyphen in ("\u2010", "\u2011", "\u00ad"):
        text = f"replace({text}, '{hyphen}', '-')"
    for digit in "0123456789":
        text = f"replace({text}, '{digit}-', '{digit} ')"
    return f"replace({text}, '-', '')"


# The searched column folds letters that the tokenizer does not fold itself (dotless i, sharp s, …). It also repeats the
# text without hyphens, because the tokenizer ends a word at a hyphen. `db/stores/statements.py` treats a query in the
# same way. Each trigger stays on one line, because steps are split at ";\n".
_STATEMENTS = """
CREATE TABLE statement (          -- a reservation, declaration, … as it stood from one read until another
    id INTEGER PRIMARY KEY,       -- of this version
    key INTEGER NOT NULL,         -- of the statement: the id of its first version
    feed INTEGER NOT NULL REFERENCES feed,
    evidence INTEGER REFERENCES evidence_item,
    observed_at TEXT NOT NULL,
    accepted_at TEXT,             -- when a person believed a list that was in doubt; null: believed as read
    replaced_at TEXT,             -- null: stands
    bundled INTEGER NOT NULL,     -- from the list that ships with the package, never read
    participant TEXT NOT NULL,
    name TEXT NOT NULL,           -- as printed
    kind TEXT NOT NULL,
    nature TEXT NOT NULL,         -- the source's own word for the kind
    article TEXT,
    articles TEXT NOT NULL DEFAULT '[]',   -- JSON list of the articles that this names, numbers alone
    ord INTEGER NOT NULL,         -- from 1, among those of one participant, kind and article
    text TEXT NOT NULL,
    html TEXT NOT NULL,           -- a safe subset
    deposited_on TEXT,
    effective_on TEXT,
    withdrawn_on TEXT,
    searched TEXT NOT NULL GENERATED ALWAYS AS (replace(replace(replace(replace(replace(replace(replace(replace(replace(
        replace(replace(
            name || ' ' || participant || ' ' || kind || ' ' || nature
            || coalesce(' article ' || article || ' art ' || article, '') || ' ' || text || ' ' || WITHOUT_HYPHENS,
        'ı', 'i'), 'ß', 'ss'), 'ẞ', 'ss'), 'ø', 'o'), 'Ø', 'o'), 'ł', 'l'), 'Ł', 'l'), 'æ', 'ae'), 'Æ', 'ae'),
        'œ', 'oe'), 'Œ', 'oe')) VIRTUAL
) STRICT;
CREATE INDEX statement_of_feed ON statement (feed, replaced_at);

CREATE TABLE territory (          -- what a statement says of one territory
    statement INTEGER NOT NULL REFERENCES statement,
    name TEXT NOT NULL,
    reach TEXT NOT NULL,          -- included | excluded | not_controlled
    from_on TEXT,
    until_on TEXT                 -- the first day outside it
) STRICT;
CREATE INDEX territory_of_statement ON territory (statement);

CREATE TABLE statement_pending (  -- a difference seen once, which no second read has confirmed
    id INTEGER PRIMARY KEY,
    feed INTEGER NOT NULL REFERENCES feed,
    key TEXT NOT NULL,            -- a digest that tells the difference from others; equal ones have it in common
    since TEXT NOT NULL
) STRICT;
CREATE INDEX statement_pending_of_feed ON statement_pending (feed);

CREATE VIRTUAL TABLE statement_search USING fts5 (
    searched, content = 'statement', content_rowid = 'id', tokenize = "unicode61 remove_diacritics 2"
);
CREATE TRIGGER statement_added AFTER INSERT ON statement BEGIN INSERT INTO statement_search (rowid, searched) VALUES (new.id, new.searched); END;
CREATE TRIGGER statement_deleted AFTER DELETE ON statement BEGIN INSERT INTO statement_search (statement_search, rowid, searched) VALUES ('delete', old.id, old.searched); END;
""".replace("WITHOUT_HYPHENS", _without_hyphens("text"))  # noqa: E501 - the triggers


_REFERENCES = """
CREATE TABLE depositary_reference (   -- what people noted of single acts: a decision of theirs, derived from nothing
    id INTEGER PRIMARY KEY,
    treaty TEXT NOT NULL REFERENCES treaty,
    participant TEXT NOT NULL,
    field TEXT NOT NULL,              -- which act: signed_on, consent_on …
    text TEXT NOT NULL,               -- the newest stands; empty: taken away
    noted_at TEXT NOT NULL
) STRICT;
"""

_ENTRY_RULES = """
ALTER TABLE treaty ADD COLUMN days_after_threshold INTEGER;
ALTER TABLE treaty ADD COLUMN days_after_consent INTEGER;
ALTER TABLE treaty ADD COLUMN organisations INTEGER NOT NULL DEFAULT 1;  -- do their consents count to the threshold
"""

_COPIES_COUNTED = """
-- the back-fill that first counted the copy, else null
ALTER TABLE capture ADD COLUMN log INTEGER REFERENCES log;
UPDATE capture SET log = (SELECT max(id) FROM log WHERE log.feed = capture.feed AND what = 'backfill')
    WHERE evidence IS NOT NULL;
"""

# A doubtful chart that returns after its item was closed opens a new item: the earlier decision stays on record.
_DECISIONS = """
CREATE TABLE quarantine_again (   -- a whole chart that a person must look at
    id INTEGER PRIMARY KEY,
    feed INTEGER NOT NULL REFERENCES feed,
    evidence INTEGER NOT NULL REFERENCES evidence_item,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    read_at TEXT NOT NULL,
    decision TEXT NOT NULL DEFAULT 'open',
    decided_at TEXT
) STRICT;
INSERT INTO quarantine_again SELECT id, feed, evidence, kind, reason, read_at, decision, decided_at
    FROM quarantine_item;
DROP TABLE quarantine_item;
ALTER TABLE quarantine_again RENAME TO quarantine_item;
CREATE UNIQUE INDEX quarantine_item_undecided ON quarantine_item (feed, evidence, reason)
    WHERE decision IN ('open', 'rejected');

-- of what a person accepted: when it was read; null: when it was logged
ALTER TABLE log ADD COLUMN read_at TEXT;
-- of an accepted read: the day that it speaks of; null in entries of older versions
ALTER TABLE log ADD COLUMN status_as_of TEXT;
UPDATE log SET read_at = (
    SELECT item.read_at FROM quarantine_item AS item
    WHERE item.feed = log.feed AND item.evidence = log.evidence AND item.decision = 'accepted'
        AND item.decided_at = log.at
) WHERE what = 'accept';

-- when a person believed a chart that was in doubt; null: believed as read
ALTER TABLE snapshot ADD COLUMN accepted_at TEXT;
UPDATE snapshot SET accepted_at = (SELECT at FROM log WHERE log.id = snapshot.log AND what = 'accept');
"""


_SUSPENSIONS = """
-- JSON list of pairs: since when the treaty's operation was suspended, and the day of the first chart without it
ALTER TABLE row_version ADD COLUMN suspensions TEXT NOT NULL DEFAULT '[]';

CREATE VIEW suspensions AS
    WITH stands AS (   -- min() takes the feed along: of the first source that was read
        SELECT treaty.id AS treaty, min(source.key), feed.id AS feed,
               coalesce(feed.status_as_of, snapshot.status_as_of) AS status_as_of
        FROM treaty
        JOIN json_each(treaty.sources) AS source
        JOIN feed ON feed.treaty = treaty.id AND feed.source = source.value
        JOIN snapshot ON snapshot.id = feed.snapshot
        GROUP BY treaty.id
    )
    SELECT stands.treaty, row.participant, row.name, json_extract(ended.value, '$[0]') AS suspended_on,
           json_extract(ended.value, '$[1]') AS until_on, stands.status_as_of
    FROM stands
    JOIN row_version AS row ON row.feed = stands.feed AND row.until_snapshot IS NULL
    JOIN json_each(row.suspensions) AS ended
    UNION ALL
    SELECT treaty, participant, name, suspended_on, NULL, status_as_of FROM parties WHERE suspended_on IS NOT NULL;
"""


#: Every step there ever was, in order.
STEPS = {
    "001_tables": _TABLES,
    "002_views": _VIEWS,
    "003_daemon": _DAEMON,
    "004_rules_of_treaties": _RULES_OF_TREATIES,
    "005_backfill": _BACKFILL,
    "006_statements": _STATEMENTS,
    "007_references": _REFERENCES,
    "008_entry_rules": _ENTRY_RULES,
    "009_copies_counted": _COPIES_COUNTED,
    "010_decisions": _DECISIONS,
    "011_history": HISTORY,  # after 010, which renames a table: SQLite recompiles every view there is
    "012_figures_of_partial_lists": FIGURES_OF_PARTIAL_LISTS,
    "013_suspensions": _SUSPENSIONS,
    "014_former_states": FORMER_STATES,
}


def applied(connection: sqlite3.Connection) -> list[str]:
    """The names of the steps that a database has taken, including those of a newer program."""
    if not connection.execute("SELECT count(*) FROM sqlite_schema WHERE name = '_sqlite_migrations'").fetchone()[0]:
        return []
    found = connection.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = ? ORDER BY id", (SET,))
    return [name for (name,) in found]


def migrate(connection: sqlite3.Connection) -> None:
    """Apply the missing steps. Call it inside a transaction."""
    # imported here because it is slow, and nearly every start has nothing to migrate
    from sqlite_utils import Database, Migrations

    migrations = Migrations(SET)
    for name, script in STEPS.items():
        migrations(name=name)(_step(script))
    migrations.apply(Database(connection, execute_plugins=False, strict=True))


def _step(script: str) -> Callable[[Database], None]:
    def step(db: Database) -> None:
        # not executescript(), which would commit the surrounding transaction
        for statement in script.split(";\n"):
            if statement.strip():
                db.conn.execute(statement)

    return step
