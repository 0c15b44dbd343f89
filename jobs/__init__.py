"""When and in what order things happen: reading, recording, notifying, publishing, the service.

Here: what connects the edges (HTTP, SQLite, channels, files, the clock) to the pure rules of `tracker`.
Not here: rules of law, sentences, layout, SQL. The modules at the top are shared by all jobs: context, recorder, clock,
locks, cadence, files.
"""
