"""From the store to files and pages: reports, the site, feeds, the calendar, tables, evidence, `serve`.

Here: collecting the content of a file, and writing it atomically.
Not here: layout (`tracker.report`, `export`, `site`) and answers (`tracker.answers`).
"""
