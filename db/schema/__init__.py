"""The tables as numbered steps, and the views that are derived from them.

Here: steps, which are appended and then frozen; views, which carry the rule for standing once in SQL.
Not here: queries of the program (`db.stores`). A step imports nothing that may change later.
"""
