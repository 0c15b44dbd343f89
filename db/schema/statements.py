"""Of step 011: the views of statements and of what they say of territories. Frozen, like every step."""

from __future__ import annotations

STATEMENTS = """
CREATE VIEW statements AS
    SELECT statement.id, feed.treaty, statement.participant, statement.name, statement.kind, statement.article,
           statement.articles, statement.text, statement.html, statement.deposited_on, statement.effective_on,
           statement.withdrawn_on,
           (SELECT json_group_array(json_object('name', name, 'reach', reach, 'from_on', from_on, 'until_on', until_on))
            FROM (SELECT * FROM territory WHERE territory.statement = statement.id ORDER BY rowid)) AS territories,
           statement.evidence, statement.observed_at, feed.status_as_of, statement.bundled
    FROM statement JOIN feed ON feed.id = statement.feed
    WHERE statement.replaced_at IS NULL;

CREATE VIEW territories AS
    SELECT feed.treaty, statement.participant, statement.name, territory.name AS territory, territory.reach,
           territory.from_on, territory.until_on, statement.id AS statement
    FROM territory JOIN statement ON statement.id = territory.statement JOIN feed ON feed.id = statement.feed
    WHERE statement.replaced_at IS NULL;
"""
