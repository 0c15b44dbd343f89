"""Characters that turn the direction of writing or cannot be seen, in what goes out. Pure.

A page that is read may hold them, and the evidence keeps them. On a page or in a table they would make a name look like
another, so they are dropped there; JSON keeps them, as escapes.
"""

from __future__ import annotations

import re

_UNSEEN = "\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
_DROPPED = re.compile(f"[{_UNSEEN}]")
#: With what else JSON does not escape and what controls a terminal: C1 controls, ends of lines, lone surrogates.
_ESCAPED = re.compile(f"[\x7f-\x9f\u2028\u2029\ud800-\udfff{_UNSEEN}]")


def seen(text: str) -> str:
    """The text without them."""
    return _DROPPED.sub("", text)


def escaped_json(text: str) -> str:
    """Equivalent JSON: they stand in it as `\\u202e`."""
    return _ESCAPED.sub(lambda found: f"\\u{ord(found.group()):04x}", text)
