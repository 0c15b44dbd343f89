"""The kinds of source: one module each, with its settings, its request and its names.

Not here: reading a page (`tracker.sources.coe`, `untc`, `verdragenbank`), or the list of kinds (`registry`).
"""
