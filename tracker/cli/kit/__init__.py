"""Shared by the commands: options, output, messages, tables.

options    the shared options (`treaty_option`, `as_of`, `known_at`), types of values, and `Globals`
messages   `print_json`, `print_table`, and notes to stderr
age        how old an answer is, in lines under it
citation   `--cite`
output     `-o FILE`
rows, statements, tables   how answers become lines of a table, and a table fits the terminal

Not here: commands and rules.
"""
