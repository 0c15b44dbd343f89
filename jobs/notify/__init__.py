"""Who is notified, and when: changes, alerts and digests, channel by channel.

Here: the outbox with its retries, messages, digests, alerts, and the health checks behind them.
Not here: sending (`tracker.deliver`), sentences (`tracker.wording`), layout (`tracker.report`).
"""
