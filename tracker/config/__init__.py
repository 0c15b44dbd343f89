"""The configuration file: `load` turns it into one frozen Config, or says what is wrong with it.

Here: the form of config.toml, its grammar of durations, its secrets, and the errors that name the nearest known key.
Not here: anything that acts on a setting. Everybody else takes the Config as a value.
"""

from __future__ import annotations

from tracker.config.load import find, load
from tracker.config.settings import Config, config_of_record
from tracker.config.shapes import Channel
from tracker.sources.registry import Source

__all__ = [
    "Channel",
    "Config",
    "Source",
    "config_of_record",
    "find",
    "load",
]
