"""Is a chart, or a list of statements, fit to be believed? Pure.

Here: refusals (the read failed) and doubts (a person decides), with their thresholds.
Not here: what happens then (`jobs.ingest`), and whether a page can be read at all (`tracker.sources`).
"""
