"""Commands of those who run the tracker: set-up, checks, the daemon, channels, the site.

One module a command, named as typed.
"""
