"""The static site: answers → pages, pictures, and the JSON of each page. Pure.

Here: pages and their models, charts and maps as SVG, templates, scripts and styles.
Not here: reading the store and writing files (`jobs.publish`), sentences (`tracker.wording`).
"""
