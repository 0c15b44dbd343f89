"""Changes and what is known of the treaties → sentences and documents. Pure.

words       dates, numbers, names as English prints them
sentences   one difference → one sentence
statement_words  a statement as a sentence names it
redline     an amended text: what was taken out and put in
objects     one change → the object of `--json` and the columns of the table
document    what a report is made of
figures     the counts of a treaty in words
evidence    how old knowledge is and what it rests on
effects     which dates of a report still lie ahead, which changes are one line
entries     changes → lines, grouped as they are read
outline     a report → what the text, Markdown and HTML all print, in their order
render      a format's name → its renderer (text, markdown, html, data), imported only when used
"""
