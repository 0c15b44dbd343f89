"""`tracker demo`, and the stand-in for the Council of Europe that tests use too.

Here: a server on loopback that answers as the service does and fails on request; the steps of real history.
Not here: shortcuts. The demo runs the pipeline that a live check runs.
"""
