"""What the published tables and a publication in git say in words. Pure.

Here: the description of each column (`columns`), the messages of commits (`commits`), and what is said beside lines for
Wikidata (`wikidata`).
"""
