"""Pages of treaty registers: what to ask for, and bytes → PrintedChart. Pure.

kind       what a kind of source is
kinds      one module per kind: settings, request, words
registry   the only list of kinds
coe, untc, verdragenbank, wayback   the readers
interpret  turns what is printed into a Chart
markup     HTML, XML, dates and text, for all readers

Not here: HTTP (`tracker.fetch`), and whether a page is credible (`tracker.guard`).
"""
