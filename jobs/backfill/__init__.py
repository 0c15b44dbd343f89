"""History from archived copies and from pages that a person saved.

Here: the client of the Internet Archive, and the chronology of copies, separate from live observations.
Not here: live reads (`jobs.ingest`). Back-fill sends no message and changes no answer.
"""
