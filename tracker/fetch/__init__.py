"""HTTP requests, made nowhere else: limited in size and time, polite, conditional, with verified TLS.

Import it only where it is needed: it imports requests, which takes about 150 ms.
"""

from tracker.fetch.client import Fetcher, HttpSettings
from tracker.fetch.files import read_file

__all__ = ["Fetcher", "HttpSettings", "read_file"]
