"""Shared by the readers of pages: tables, XML, date formats, media types, text from markup. Pure.

Here: parsing that depends on no treaty and no source.
Not here: the labels, columns and marks of a page.
"""
