"""Changes and answers for programs: Atom, iCalendar, CSV, XLSX, JSON, WARC. Pure.

Here: one module a format. Bytes are a function of their input, so that equal content gives equal files.
Not here: documents for people (`tracker.report`) and writing to disk (`jobs.publish`).
"""
