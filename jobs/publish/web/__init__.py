"""`tracker serve` in parts: the tables in a process of their own, and what guards the door.

child      the process of the tables, and the way to it; `tables`: what runs in it, with its plug-in `links`
hosts      which host names are answered
protocol   HTTP with time limits
"""
