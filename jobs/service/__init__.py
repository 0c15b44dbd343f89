"""The daemon: schedule, signals, log, heartbeat, backups, `tracker status`.

Here: when jobs run, how the process starts and stops, and what an operator sees.
Not here: what the jobs do. Only `schedule` and `jobs.cadence` import the scheduler.
"""
