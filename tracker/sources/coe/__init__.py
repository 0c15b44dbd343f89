"""The Council of Europe's pages: data service, chart, members' page, statements, treaties. Pure.

Here: one module a page: what to ask, and bytes → what is printed, strictly.
Not here: HTTP (`tracker.fetch`) and what a print means for a participant (`tracker.sources.interpret`).
"""
