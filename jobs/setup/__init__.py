"""First steps and diagnosis: `init`, `treaty add`, `doctor`, `parse`.

Here: what an operator runs before the first check, or when a source behaves oddly.
Not here: recording. Only `init` writes to the database: it loads the bundled lists.
"""
