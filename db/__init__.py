"""SQLite: the only SQL of the product, and the archive of evidence.

Here: the connection and its transactions, whole copies of the file, the stores, the schema, what strangers may read.
Not here: rules of law, English for people, HTTP. A store takes and returns frozen values of `tracker.models`.
"""
