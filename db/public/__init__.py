"""What strangers may read: the SQL interface, its description, and worked questions.

Here: the description of each view and column, the queries of docs/schema.md, read-only access for `tracker serve`.
Not here: the views themselves (`db.schema`) and the tables, which are no interface.
"""
