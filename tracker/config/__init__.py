"""The configuration file: `load` turns it into one frozen Config, or says what is wrong with it."""

from __future__ import annotations

from tracker.config.load import find, load
from tracker.config.settings import Config, config_of_record
from tracker.config.shapes import Channel
from tracker.sources.settings import CoeChart, CoeMembers, CoeService, SavedFile, Source, UntcXml, VerdragenbankXml

__all__ = [
    "Channel",
    "CoeChart",
    "CoeMembers",
    "CoeService",
    "Config",
    "SavedFile",
    "Source",
    "UntcXml",
    "VerdragenbankXml",
    "config_of_record",
    "find",
    "load",
]
