"""The same text in English and in French, and whether both say the same."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from tracker.language import Language, speaking
from tracker.wording.words import called, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

#: Words of English sentences that no French sentence has.
_ENGLISH = re.compile(r"\b(the|of|and|is|was|has|have|had|not|by|with|known|since|until|from|under|for|it|them)\b")


def numbers(text: str) -> Counter[str]:
    """The numbers that a text writes in digits; days, while they are ISO, and articles are such numbers."""
    return Counter(re.findall(r"\d+", text))


def same_in_french(say: Callable[[], str], names: Iterable[str | None] = ()) -> tuple[str, str]:
    """The text in both languages, after a look at both: days, numbers and names are the same, no English is left, no
    place is open, and no line breaks before a sign."""
    with speaking(Language.ENGLISH):
        english = say()
        named = {name: one_line(name) in english for name in names if name}
    with speaking(Language.FRENCH):
        french = say()
        assert {name: called(name) in french for name in named} == named, (english, french)
    assert numbers(french) == numbers(english), (english, french)
    assert not _ENGLISH.search(french), french
    assert not re.search(r"[{}|]| [:;!?»]|« |  |\b(?:de|à) les? [A-ZÉÎ]", french), french
    assert not re.search(r"\b(?:de|le|la|ne|que|se) [aeéèêiouyœ]", french, re.IGNORECASE), french
    return english, french
