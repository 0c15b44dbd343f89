"""HTTP, and the only place of it: bounded in size and time, polite, conditional, verified.

Here: requests, retries, redirects, TLS, sockets with a deadline; docs/decisions/0009-http-policy-on-requests.md.
Not here: what a body means. Imports requests (150 ms): import this package where it is used.
"""

from tracker.fetch.client import Fetcher, HttpSettings
from tracker.fetch.files import read_file
from tracker.fetch.pauses import Pauses

__all__ = ["Fetcher", "HttpSettings", "Pauses", "read_file"]
