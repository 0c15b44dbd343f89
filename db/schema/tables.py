"""The first steps of the schema: the tables, the first views, and what the daemon keeps. Frozen."""

from __future__ import annotations

TABLES = """
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

VIEWS = """
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

DAEMON = """
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
