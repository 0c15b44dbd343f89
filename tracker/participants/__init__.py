"""A spelling → one participant, from a reviewed table and never by likeness.

An unknown spelling is an error that names it, never a new State: a fuzzy search turns "Republic of Korea" into
North Korea and Kosovo into Serbia. The table is `tracker/data/participants.tsv`, a line per participant; a
depositary's new spelling is added there, or at once under `[participants]` in config.toml.
"""

from tracker.participants.folding import fold
from tracker.participants.lookup import Participants
from tracker.participants.participant import Participant
from tracker.participants.reading import table

__all__ = ["Participant", "Participants", "fold", "table"]
