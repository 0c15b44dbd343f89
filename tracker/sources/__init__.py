"""Pages of treaty registers: the requests, and bytes → PrintedChart. Pure.

kind       the base class of all kinds of source
kinds      one module per kind: settings, request, words
registry   the only list of kinds
coe, untc, verdragenbank, wayback   the readers
interpret  turns what is printed into a Chart
markup     HTML, XML, dates and text, for all readers

Not here: HTTP (`tracker.fetch`), and whether a page is credible (`tracker.guard`).
"""
