"""Who is told, and when: changes, alerts and digests, channel by channel.

Here: the outbox with its retries, messages, digests, alerts, the health they depend on.
Not here: sending (`tracker.deliver`), sentences (`tracker.wording`), layout (`tracker.report`).
"""
