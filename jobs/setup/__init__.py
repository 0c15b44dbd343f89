"""First steps and diagnosis: `init`, `treaty add`, `doctor`, `parse`.

Here: what an operator runs before the first check, or when a source behaves oddly.
Not here: recording. Of these only `init` writes to the database: the bundled lists.
"""
