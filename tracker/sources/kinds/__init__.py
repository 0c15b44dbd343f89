"""The kinds of source: one module each, with its settings, its request and its words.

Not here: readers of HTML and XML, which are slow to import. Each kind imports its reader where it parses.
"""
