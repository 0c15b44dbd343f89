"""When and in what order things happen: reading, recording, telling, publishing, the service.

Here: what connects the edges (HTTP, SQLite, channels, files, the clock) to the pure rules of `tracker`.
Not here: rules of law, sentences, layout, SQL. At the top stand what all jobs share: context, clock, locks, cadence.
"""
