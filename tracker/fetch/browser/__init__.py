"""A page that is drawn by JavaScript, as a browser shows it: Chromium in a process of its own for each read.

`client` starts the process and is what the program sees; `worker` is that process; `visit` is one page in Chromium;
`rules` says what the page may ask for; `processes` ends what the worker started; `messages` is what the two exchange.
Needs the extra `browser` (Playwright) and the machine's own Chromium or Chrome: nothing is downloaded.
docs/sources.md#browser.
"""

from tracker.fetch.browser.client import Browser

__all__ = ["Browser"]
