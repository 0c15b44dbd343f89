"""The daemon: schedule, signals, log, heartbeat, backups, `tracker status`.

Here: when jobs run, how the process lives and ends, and what an operator sees of it.
Not here: what the jobs do. Only `schedule` and `jobs.cadence` import the scheduler.
"""
