"""What the published tables and a publication in git say in words. Pure.

Here: the description of each column (`columns`), and the messages of commits (`commits`).
"""
