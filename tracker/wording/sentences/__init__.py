"""One difference → one plain English sentence in treaty law's words. Pure.

A sentence says what a source shows, and claims no reason that the source does not give.
It is plain text: names are printed as they came, and whoever writes HTML or Markdown escapes them.
Each sentence is one template whose named places a translation can put in another order.
"""

from __future__ import annotations

from tracker.wording.sentences.summary import summarise
from tracker.wording.sentences.told import SentenceContext

__all__ = ["SentenceContext", "summarise"]
