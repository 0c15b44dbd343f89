"""The rules of consent and entry into force in the texts of the three shipped treaties. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.models import Threshold

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a treaty's own text says about entry into force and accession.

    `months_after_consent` and `parent` are as in Treaty. `signed_by_parents`: only those bound by the parent may sign.
    """

    threshold: Threshold
    by_invitation: bool
    months_after_consent: int
    parent: str | None = None
    signed_by_parents: bool = False


#: From docs/sources.md#law. ETS 185: five consents, three of them by members (art. 36(3)); accession by invitation
#: (art. 37).
#: ETS 189 (arts 9-11) and CETS 224 (art. 16): five consents; no accession by invitation; consent to ETS 185 before or
#: at the same time, and for CETS 224 already before signature. All three: the first day of the month after three
#: months.
SHIPPED_RULES: Mapping[str, Rules] = {
    "ets-185": Rules(threshold=Threshold(needed=5, members=3), by_invitation=True, months_after_consent=3),
    "ets-189": Rules(threshold=Threshold(needed=5), by_invitation=False, months_after_consent=3, parent="ets-185"),
    "cets-224": Rules(
        threshold=Threshold(needed=5),
        by_invitation=False,
        months_after_consent=3,
        parent="ets-185",
        signed_by_parents=True,
    ),
}
