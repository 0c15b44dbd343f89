"""The configuration file: `load` turns it into one frozen Config, or raises ConfigError with what is wrong.

Here: the tables of config.toml, durations, secrets, and errors that suggest the nearest known key.
Not here: code that acts on a setting. The other packages receive the Config as a value.
"""

from __future__ import annotations

from tracker.config.load import find, load
from tracker.config.settings import Config, Stamps, config_of_record
from tracker.config.shapes import Channel
from tracker.sources.registry import Source

__all__ = [
    "Channel",
    "Config",
    "Source",
    "Stamps",
    "config_of_record",
    "find",
    "load",
]
