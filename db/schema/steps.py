"""Migration steps: the tables, and the views that people may rely on. Steps are append-only and frozen.

See docs/schema.md.

The sources of truth are body, evidence_item, log, quarantine_item, depositary_reference, statement_slot and
configuration. Charts, changes and statements are derived from them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.schema.acts import ACTS
from db.schema.by_rule import BY_RULE
from db.schema.chain import chain_the_log
from db.schema.counting_period import COUNTING_PERIOD
from db.schema.former_states import FORMER_STATES
from db.schema.tables import DAEMON, TABLES, VIEWS
from db.schema.unlisted import UNLISTED
from db.schema.views import FIGURES_OF_PARTIAL_LISTS, HISTORY

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from sqlite_utils import Database

SET = "convention-tracker"  # the migration set's name: sqlite_utils keeps the sets of several programs in one table

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

_SLOTS = """
CREATE TABLE statement_slot (         -- what people read in statements: a decision of theirs, derived from nothing
    id INTEGER PRIMARY KEY,
    treaty TEXT NOT NULL REFERENCES treaty,
    participant TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,        -- of the text that was read: a note lapses when the text changes
    slot TEXT NOT NULL,               -- 7(9)(a); empty: the notes before it are taken back
    noted_at TEXT NOT NULL
) STRICT;
"""

_BODIES = """
-- the last accepted read of the whole page
ALTER TABLE feed ADD COLUMN body_at TEXT;
-- 1: the whole page came; null: it was not modified, or nobody noted it
ALTER TABLE log ADD COLUMN whole INTEGER;
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

_UNREAD_STATEMENTS = """
CREATE TABLE statement_unread (   -- a row of the last accepted list that could not be read
    feed INTEGER NOT NULL REFERENCES feed,
    place INTEGER NOT NULL,       -- in the list, from 1
    who TEXT,                     -- as printed
    participant TEXT,
    reason TEXT NOT NULL,
    raw TEXT NOT NULL,            -- as it came
    PRIMARY KEY (feed, place)
) STRICT, WITHOUT ROWID;

CREATE VIEW unread_statements AS
    SELECT feed.treaty, unread.place, unread.who, unread.participant, unread.reason, unread.raw, feed.status_as_of
    FROM statement_unread AS unread JOIN feed ON feed.id = unread.feed
"""

_SECONDARY_STATEMENTS = """
-- JSON list of what a bundled statement is on record from: its text is what they say of it
ALTER TABLE statement ADD COLUMN sources TEXT NOT NULL DEFAULT '[]'
"""

_UNREAD_SOURCES = """
DROP VIEW source_health;
CREATE VIEW source_health AS
    SELECT treaty, source, CASE WHEN last_good_at IS NULL AND state <> 'down' THEN 'unread' ELSE state END AS state,
           failures, last_checked_at, last_good_at AS last_good, status_as_of, last_error
    FROM feed WHERE source <> 'archive'
"""

_FEDERAL_YUGOSLAVIA = """
-- the Federal Republic of Yugoslavia took the name of SCG in 2003
UPDATE existence SET from_on = '1992-04-27' WHERE participant = 'SCG';
INSERT INTO succession (former, heir) VALUES ('YUG', 'MNE'), ('YUG', 'SRB')
"""

_FRENCH_STATEMENTS = """
CREATE TABLE statement_french (   -- a text of the list in French, as it stood from one read until another
    id INTEGER PRIMARY KEY,
    feed INTEGER NOT NULL REFERENCES feed,
    evidence INTEGER NOT NULL REFERENCES evidence_item,
    known_from TEXT NOT NULL,     -- when it was read, or accepted by a person
    known_until TEXT,             -- null: stands
    participant TEXT NOT NULL,
    name TEXT NOT NULL,           -- as printed
    kind TEXT NOT NULL,
    nature TEXT NOT NULL,         -- the source's own word for the kind
    article TEXT,
    text TEXT NOT NULL,
    html TEXT NOT NULL,           -- a safe subset
    deposited_on TEXT,
    effective_on TEXT,
    withdrawn_on TEXT
) STRICT;
CREATE INDEX statement_french_of_feed ON statement_french (feed, known_until);

DROP VIEW unread_statements;
CREATE VIEW unread_statements AS
    SELECT feed.treaty, unread.place, unread.who, unread.participant, unread.reason, unread.raw, feed.status_as_of
    FROM statement_unread AS unread JOIN feed ON feed.id = unread.feed WHERE feed.source = 'statements'
"""

#: Every step there ever was, in order: SQL, or a function where SQL is not enough. One that alters a sealed table sets
#: `seal` to null in all of its rows (db/seals.py).
STEPS: dict[str, str | Callable[[sqlite3.Connection], None]] = {
    "001_tables": TABLES,
    "002_views": VIEWS,
    "003_daemon": DAEMON,
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
    "015_slots": _SLOTS,
    "016_bodies": _BODIES,
    "017_secondary_statements": _SECONDARY_STATEMENTS,
    "018_unlisted_statements": UNLISTED,
    "019_unread_statements": _UNREAD_STATEMENTS,
    "020_by_rule": BY_RULE,
    "021_chain": chain_the_log,
    "022_unread_sources": _UNREAD_SOURCES,
    "023_acts": ACTS,
    "024_seal_of_changes": "ALTER TABLE change ADD COLUMN seal TEXT",
    "025_french_statements": _FRENCH_STATEMENTS,
    "026_counting_period": COUNTING_PERIOD,
    "027_federal_yugoslavia": _FEDERAL_YUGOSLAVIA,
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
    for name, step in STEPS.items():
        migrations(name=name)(_step(step))
    migrations.apply(Database(connection, execute_plugins=False, strict=True))


def _step(script: str | Callable[[sqlite3.Connection], None]) -> Callable[[Database], None]:
    def step(db: Database) -> None:
        if callable(script):
            script(db.conn)
            return
        # not executescript(), which would commit the surrounding transaction
        for statement in script.split(";\n"):
            if statement.strip():
                db.conn.execute(statement)

    return step
