"""`tracker demo`, and the stand-in for the Council of Europe's server that the tests use too.

Here: a server on loopback that answers like the service and fails on request; the steps of real history.
Not here: shortcuts. The demo runs the same pipeline as a live check.
"""
