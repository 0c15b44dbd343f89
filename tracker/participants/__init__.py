"""Resolve a spelling to one participant, by a reviewed table and never by similarity.

An unknown spelling is an error that names it, never a new State: fuzzy search would turn "Republic of Korea" into North
Korea, and Kosovo into Serbia. The table is `tracker/data/participants.tsv`, one line per participant. Add a
depositary's new spelling there, or for a quick fix under `[participants]` in config.toml.
"""

from tracker.participants.folding import fold, place_in_alphabet, without_accents
from tracker.participants.lookup import Participants
from tracker.participants.participant import Participant
from tracker.participants.reading import table

__all__ = ["Participant", "Participants", "fold", "place_in_alphabet", "table", "without_accents"]
