"""What a participant did over the years as an inline SVG: a lane a treaty, classes instead of colours. Pure."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import TYPE_CHECKING

from tracker.language import _
from tracker.wording.site import pages as words
from tracker.wording.words import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tracker.answers.dossier import Dossier, TreatyDossier
    from tracker.answers.participation import ActAnswer
    from tracker.models import Period
    from tracker.site.model import Site, TreatyContent

_WIDTH, _LANE, _AXIS = 900, 70, 26
_LEFT, _RIGHT = 10, 24
_NAME, _BAR = 26, 46  # from the top of a lane; on a small screen the name is 26 high
_YEARS_APART = 5
_MARKS = {"signed_on": "signatory", "consent_on": "contracting", "in_force_on": "party", "left_on": "former"}


def drawn_until(treaty: TreatyContent) -> date:
    """The day up to which a drawing goes: the first of the status month, so that it is not drawn anew every day."""
    status, last = treaty.status.status_as_of or date.min, treaty.series[-1].day if treaty.series else None
    return max(status.replace(day=1), last or date.min)


def timeline(site: Site, held: Dossier) -> str | None:
    """The acts of a participant, from the day the first treaty was opened; None if it did nothing."""
    lanes = [own for own in held.treaties if own.standing is not None and _days(own)]
    if not lanes:
        return None
    untils = {treaty.status.treaty.id: drawn_until(treaty) for treaty in site.treaties}
    every = [day for own in lanes for day in _days(own)]
    first, last = date(min(every).year, 1, 1), max([*untils.values(), *every])
    scale = _Scale(first, last if last > first else date(first.year + 1, 1, 1))
    height = _LANE * len(lanes) + _AXIS
    inside = "".join(
        (
            *_axis(scale, height),
            *(_lane(own, scale, _LANE * place, untils[own.treaty]) for place, own in enumerate(lanes)),
        )
    )
    label = escape(words.timeline(held.name))
    return f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{label}">{inside}</svg>'


def marks(held: Dossier) -> list[tuple[str, str]]:
    """The classes of the marks that the drawing has, each with its words."""
    drawn = {act.field for own in held.treaties for act in own.acts if act.on}
    return [(css, _(words.MARKS[css])) for field, css in _MARKS.items() if field in drawn]


class _Scale:
    """Days to places."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last

    def x(self, day: date) -> int:
        """Where a day lies; a later one at the end."""
        whole = (self.last - self.first).days
        share = min(max((day - self.first).days / whole, 0), 1)
        return round(_LEFT + share * (_WIDTH - _LEFT - _RIGHT))


def _days(own: TreatyDossier) -> list[date]:
    return [act.on for act in own.acts if act.on]


def _axis(scale: _Scale, height: int) -> Iterator[str]:
    apart = _YEARS_APART if scale.last.year - scale.first.year > _YEARS_APART else 1
    for year in range(scale.first.year, scale.last.year + 1):
        if year % apart == 0:
            x = scale.x(date(year, 1, 1))
            yield f'<path class="guide" d="M{x} 0V{height - _AXIS}"/>'
            yield f'<text class="year" x="{max(x, _LEFT + 18)}" y="{height - 7}">{year}</text>'


def _lane(own: TreatyDossier, scale: _Scale, top: int, until: date) -> str:
    bars = "".join(_bar(period, scale, top + _BAR, until) for period in own.periods)
    marks = "".join(_mark(act, scale, top + _BAR) for act in own.acts)
    name = f'<text class="lane" x="{_LEFT}" y="{top + _NAME}">{escape(one_line(own.title))}</text>'
    return f'{name}<path class="base" d="M{_LEFT} {top + _BAR}H{_WIDTH - _RIGHT}"/>{bars}{marks}'


def _bar(period: Period, scale: _Scale, y: int, until: date) -> str:
    steps: Sequence[tuple[str, date | None, Iterable[date | None]]] = (
        ("signatory", period.signed_on, (period.consent_on, period.left_on)),
        ("contracting", period.consent_on, (period.in_force_on, period.left_on)),
        ("party", period.in_force_on, (period.left_on,)),
    )
    drawn = ""
    for css, start, ends in steps:
        if start is None:
            continue
        end = min([day for day in ends if day and day >= start], default=max(until, start))
        drawn += f'<path class="bar {css}" d="M{scale.x(start)} {y}H{max(scale.x(end), scale.x(start) + 2)}"/>'
    return drawn


def _mark(act: ActAnswer, scale: _Scale, y: int) -> str:
    if act.on is None or act.field not in _MARKS:
        return ""
    title = f"<title>{escape(words.mark(act.on, act.kind))}</title>"
    return f'<circle class="mark {_MARKS[act.field]}" cx="{scale.x(act.on)}" cy="{y}" r="7">{title}</circle>'
