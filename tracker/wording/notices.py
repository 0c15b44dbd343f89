"""The notices that every report and page carries."""

from __future__ import annotations

#: docs/glossary.md#notices: said at the foot of every report and page.
DISCLAIMER = (
    (
        "This is an unofficial compilation from public sources. It is not a publication of the Council of Europe,"
        " the United Nations or any government, and it is not legal advice."
    ),
    ("Only the treaty texts, the instruments deposited and the notifications of the depositary are authoritative."),
    "Dates marked as expected are computed here from the rules of the treaty; no source has printed them.",
)


#: Said wherever the name occurs.
KOSOVO_NOTE = (
    "* All references to Kosovo, whether to the territory, institutions or population, shall be understood in"
    " full compliance with United Nations Security Council Resolution 1244 and without prejudice to the status"
    " of Kosovo."
)
