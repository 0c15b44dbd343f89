"""Every English phrase that goes out: words, sentences, notices. Pure.

Layout belongs to `report`, `export` and `site`; what is true belongs to `answers`.
A second language is a second folder.
"""
