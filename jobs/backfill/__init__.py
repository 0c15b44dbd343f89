"""History from archived copies and from pages that a person saved.

Here: the Internet Archive's client, and the chronology of copies, apart from what was observed live.
Not here: live reads (`jobs.ingest`). Nothing here sends a message or changes an answer.
"""
