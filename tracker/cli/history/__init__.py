"""Commands about stored data: changes, charts, evidence, decisions.

One module per command, named like the command.
"""
