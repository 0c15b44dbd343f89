"""A publication in git: a repository with the published tables, one commit for each read that told something.

Here: the git program (`program`), the repository (`repository`), which commits are owed (`chronicle`), and the job.
Not here: the lines of the tables (`tracker.export.lines`) and the words of a message (`tracker.wording.datasets`).
"""
