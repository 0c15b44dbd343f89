"""Charts and changes derived again from the log and the evidence; a check that they still agree.

Here: replay of the recorded verdicts, `tracker rebuild`, `tracker verify`.
Not here: new verdicts. Neither the guard nor the clock is used: docs/decisions/0006-recorded-verdicts-are-replayed.md.
"""
