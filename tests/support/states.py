"""States as the data service shows them for ETS 185: rows that many histories start from."""

from __future__ import annotations

from world import row

ALBANIA = row("Albania", signed="2001-11-23", consent="2002-06-20", in_force="2004-07-01")
IRELAND = row("Ireland", signed="2002-02-28")
HUNGARY = row("Hungary", signed="2001-11-23")
BRAZIL = row("Brazil", "non_member", consent="2022-11-30", in_force="2023-03-01")

#: Blank rows of non-members: invited, as ETS 185 is configured.
NIGER, NIGERIA = row("Niger", "non_member"), row("Nigeria", "non_member")

#: Members that signed on the day it was opened, and did nothing since.
SIGNED = [
    row(name, signed="2001-11-23")
    for name in (
        *("Albania", "Armenia", "Austria", "Belgium", "Bulgaria", "Croatia", "Cyprus", "Denmark", "Estonia"),
        "Finland",
    )
]
FIVE = SIGNED[:5]
