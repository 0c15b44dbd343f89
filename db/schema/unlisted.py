"""Step 018: a statement that left the list stays on record, with the last day on which the list showed it. Frozen.

Earlier versions ended the version of such a statement. Here it gets another one. The list was last seen with it at the
last accepted read before the bytes that confirmed its absence; `tracker rebuild` finds the day exactly.
"""

from __future__ import annotations

UNLISTED = """
-- null: the list shows it
ALTER TABLE statement ADD COLUMN last_shown_on TEXT;

CREATE TEMP TABLE unlisted AS
    SELECT gone.id, (
        SELECT substr(coalesce(shown.read_at, shown.at), 1, 10) FROM log AS shown
        WHERE shown.feed = gone.feed AND shown.outcome IN ('baseline', 'unchanged', 'changed')
            AND coalesce(shown.read_at, shown.at) >= gone.observed_at
            AND coalesce(shown.read_at, shown.at) < gone.replaced_at
            AND shown.evidence IS NOT (
                SELECT missed.evidence FROM log AS missed
                WHERE missed.feed = gone.feed AND missed.at = gone.replaced_at
                ORDER BY missed.id DESC LIMIT 1
            )
        ORDER BY shown.id DESC LIMIT 1
    ) AS last_shown_on
    FROM statement AS gone
    WHERE gone.replaced_at IS NOT NULL AND gone.withdrawn_on IS NULL AND NOT gone.bundled
        AND NOT EXISTS (SELECT 1 FROM statement AS later WHERE later.key = gone.key AND later.id > gone.id)
        AND NOT EXISTS (
            SELECT 1 FROM statement AS again
            WHERE again.feed = gone.feed AND again.replaced_at IS NULL AND again.participant = gone.participant
                AND again.kind = gone.kind AND again.article IS gone.article AND again.text = gone.text
        );

INSERT INTO statement
    (key, feed, evidence, observed_at, accepted_at, replaced_at, bundled, participant, name, kind, nature, article,
     articles, ord, text, html, deposited_on, effective_on, withdrawn_on, last_shown_on)
    SELECT gone.key, gone.feed, gone.evidence, gone.replaced_at, NULL, NULL, gone.bundled, gone.participant, gone.name,
           gone.kind, gone.nature, gone.article, gone.articles, gone.ord, gone.text, gone.html, gone.deposited_on,
           gone.effective_on, NULL, coalesce(unlisted.last_shown_on, substr(gone.observed_at, 1, 10))
    FROM unlisted JOIN statement AS gone ON gone.id = unlisted.id ORDER BY gone.id;

INSERT INTO territory (statement, name, reach, from_on, until_on)
    SELECT now.id, territory.name, territory.reach, territory.from_on, territory.until_on
    FROM unlisted JOIN statement AS gone ON gone.id = unlisted.id
    JOIN statement AS now ON now.key = gone.key AND now.last_shown_on IS NOT NULL
    JOIN territory ON territory.statement = gone.id ORDER BY territory.rowid;

DROP TABLE unlisted;

DROP VIEW statements;

CREATE VIEW statements AS
    SELECT statement.id, feed.treaty, statement.participant, statement.name, statement.kind, statement.article,
           statement.articles, CASE WHEN NOT statement.bundled THEN statement.text END AS text,
           CASE WHEN NOT statement.bundled THEN statement.html END AS html, statement.deposited_on,
           statement.effective_on, statement.withdrawn_on,
           (SELECT json_group_array(json_object('name', name, 'reach', reach, 'from_on', from_on, 'until_on', until_on))
            FROM (SELECT * FROM territory WHERE territory.statement = statement.id ORDER BY rowid)) AS territories,
           statement.evidence, statement.observed_at, feed.status_as_of, statement.bundled,
           CASE WHEN statement.bundled THEN 'secondary' ELSE 'depositary' END AS on_record_from,
           CASE WHEN statement.bundled THEN statement.text END AS summary, statement.sources, statement.last_shown_on
    FROM statement JOIN feed ON feed.id = statement.feed
    WHERE statement.replaced_at IS NULL
"""
