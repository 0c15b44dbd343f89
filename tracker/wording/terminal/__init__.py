"""What commands print for people, beside the values of a table. Pure.

ages        the lines below an answer that say how old its knowledge is
answers     answers about who is bound: notes, lines, titles of citations
statements  statements as lines below a State
records     changes, charts, evidence, the quarantine, and what was checked
operating   commands that set up, read, send and write
tables      what is said beside a table that does not fit

Not here: help and usage errors of options, which stay with them; headings of tables, which are keys of `--json`.
"""
