"""What the commands share: options, output, messages, tables.

No command stands here, and no rule.
"""
