"""The Council of Europe's pages: data service, chart, members' page, statements, treaties. Pure.

Here: one module per page, with its request and a strict reader: bytes → printed chart.
Not here: HTTP (`tracker.fetch`), and who the printed names are (`tracker.sources.interpret`).
"""
