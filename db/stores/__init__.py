"""One module a subject: its SQL, and the frozen values that it takes and returns.

Here: queries, and the factories that make a value of a row.
Not here: decisions, wording, the clock. A moment that is stored is a parameter.
"""
