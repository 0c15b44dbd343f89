"""What readers of pages share: tables, XML, forms of dates, media types, text out of markup. Pure.

Here: parsing that knows no treaty and no source.
Not here: labels, columns and marks of a certain page.
"""
