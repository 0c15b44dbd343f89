"""From a source to recorded changes: fetch, archive, parse, compare, judge, record, roll over.

Here: the order of these steps, their transactions, and people's decisions about doubtful charts.
Not here: what a page means (`tracker.sources`), whether it is credible (`guard`), what changed (`diff`).
"""
