"""Commands on what is kept: changes, charts, evidence, decisions.

One module a command, named as typed.
"""
