"""Questions about what is stored: changes, charts, evidence, deliveries, decisions.

records     what is kept, as answers show it
changes     what changed
snapshots   stored charts, and what differs between two of them
provenance  where a change comes from

Not here: what a treaty's law makes of it.
"""
