"""What the pages of the site say.

pages   titles, the menu, and what a page says around its facts
labels  headings, labels and buttons of the templates
values  values in a page: days, standings, how old knowledge is; the texts of the scripts
"""
