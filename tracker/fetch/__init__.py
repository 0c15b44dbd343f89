"""What is outside, the only place of HTTP: bounded in size and time, polite, conditional, verified.

Imports requests (150 ms): import it where it is used.
"""

from tracker.fetch.client import Fetcher, HttpSettings
from tracker.fetch.files import read_file

__all__ = ["Fetcher", "HttpSettings", "read_file"]
