"""Commands for the operator: set-up, checks, the daemon, channels, the site.

One module per command, named like the command.
"""
