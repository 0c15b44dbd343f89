"""Change reports for people: one layout, and renderers for text, Markdown and HTML. Pure.

Here: changes grouped into lines, the layout that all formats share, the templates, amended texts.
Not here: sentences (`tracker.wording`), gathering (`jobs.publish`), formats for programs (`tracker.export`).
"""
