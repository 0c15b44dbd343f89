"""From the store to files and pages: reports, the site, feeds, the calendar, tables, evidence, `serve`.

Here: gathering what a file shows, and writing it so that a reader never sees half of it.
Not here: how it looks (`tracker.report`, `export`, `site`) and what is true (`tracker.answers`).
"""
