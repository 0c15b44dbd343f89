"""What the texts of the three treaties say of consent and entry into force, as the package ships it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.models import Threshold

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a treaty's own text says about entry into force and accession.

    `months_after_consent` and `parent` as in Treaty; `signed_by_parents`: only who consented to the parent may sign.
    """

    threshold: Threshold
    by_invitation: bool
    months_after_consent: int
    parent: str | None = None
    signed_by_parents: bool = False


#: docs/sources.md#law. ETS 185 art. 36(3): five consents, three of them by members; art. 37: accession by invitation.
#: ETS 189 arts 9-11 and CETS 224 art. 16: five consents; nobody is invited to accede; prior or simultaneous consent to
#: ETS 185, which the signatories of CETS 224 must have given too. All three: three months, then the next first day.
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
