"""Shared by the readers of pages: tables, XML, date formats, media types, text from markup. Pure.

tables    an HTML page as lines: `page`, then `lines`
xmltree   an XML document, strictly: `root_of`
media     what a body is, whatever its header says; `json_of`, `html_of`
dates     `printed_date`: 23/11/2001
text      text without what nobody sees in it

Here: parsing that depends on no treaty and no source.
Not here: the labels, columns and marks of a page.
"""
