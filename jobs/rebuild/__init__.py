"""Charts and changes derived again from the log and the evidence; proof that they still agree.

Here: replay of the recorded verdicts, `tracker rebuild`, `tracker verify`.
Not here: new verdicts. No guard and no clock is asked: docs/decisions/0006-recorded-verdicts-are-replayed.md.
"""
