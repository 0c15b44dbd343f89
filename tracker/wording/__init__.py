"""Every phrase that goes out: words, sentences, notices. Pure.

A function takes facts (names, days, numbers, kinds) and gives a whole sentence or clause from one template, whose named
places a translation can put in another order. Lists go through `words.listed`, numbers of things through
`words.counted`. Layout belongs to `report`, `export` and `site`; what is true belongs to `answers`.
A phrase stands here in English; `tracker.language` has its translation (docs/decisions/0022-french.md).

grammar          names that take the form that a phrase asks for
words, terms     days, numbers and names; one term for each standing, act, group and mark
sentences        a change in one sentence, which the database keeps
statements       a statement as a sentence names it
relations        is a treaty in force between two; `reasons`: why not
rules, calendar  when a treaty enters into force, and the dates of its calendar
findings         where sources, rules and official figures disagree
reports, site    what a report and the site say around the facts
terminal         what commands print around the facts
alerts           what a person must know; `subject_lines`: of messages and digests
sources, figures, citations, exports, notices
"""
