"""Questions about who is bound: one module a command, named as typed.

Each parses its options, asks `answers`, and prints; it decides nothing.
"""
