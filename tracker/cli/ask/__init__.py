"""Questions about who is bound: one module per command.

A command parses its options, calls `tracker.answers` and prints the answer. It decides nothing.
"""
