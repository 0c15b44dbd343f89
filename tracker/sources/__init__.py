"""Pages of treaty registers: the requests, and bytes → PrintedChart. Pure.

kind       the base class of all kinds of source
kinds      one module per kind: settings, request, words
registry   the only list of kinds
coe, untc, verdragenbank   the readers: one module or package for each depositary or register
wayback    the index of archived copies
interpret  turns what is printed into a Chart
markup     JSON, HTML, XML, dates and text, for all readers: a new reader begins there

Not here: HTTP (`tracker.fetch`), and whether a page is credible (`tracker.guard`).
"""
