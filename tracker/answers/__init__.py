"""Questions of treaty law on what is known: who, since when, between whom, how many, on which evidence.

Here: one module a question, its answer, and how old the answer is. `to_json` makes the objects of `--json`.
Not here: SQL, sentences, tables and pages, and any change of what is known.
"""
