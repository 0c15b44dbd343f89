"""Shared by the commands: options, output, messages, tables.

Not here: commands and rules.
"""
