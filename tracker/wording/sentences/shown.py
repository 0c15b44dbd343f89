"""What the source shows otherwise than before, and otherwise than the bundled list. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.diff.ledger import told_by
from tracker.language import N_, _, fill
from tracker.models import ChangeKind, Field, Group, Provenance
from tracker.wording.sentences.told import remarks
from tracker.wording.sources import source_in_words
from tracker.wording.terms import DATED_FACTS, GROUP_HEADINGS, consent_kind, mark
from tracker.wording.words import day_in_words, one_line, value_in_words, with_article

if TYPE_CHECKING:
    from tracker.wording.sentences.told import Told

_FLAG_ADDED = N_("{source} now marks {mark} for {row} under {treaty}")
_FLAG_REMOVED = N_("{source} no longer marks {mark} for {row} under {treaty}")
_KIND_SET = N_("The consent of {who} to be bound by {treaty} is now recorded as {now}")
_KIND_MOVED = N_(
    "The consent of {who} to be bound by {treaty} is now recorded as {now}, where it was recorded as {earlier}"
)
_RENAMED = N_('{source} now prints "{now}" where it printed "{earlier}" ({title})')
_GROUPED = N_("{source} now lists {row} among {now} ({title})")
_REGROUPED = N_("{source} now lists {row} among {now}, where it listed it among {earlier} ({title})")
_SUCCEEDED = N_("{source} now shows {successor}, with the same dates ({title})")
_REPLACED = N_("{source} now shows {successor} in place of {earlier}, with the same dates ({title})")


def flag_added(told: Told) -> str:
    """A letter in the chart."""
    return told.say(_FLAG_ADDED, mark=_mark(told))


def flag_removed(told: Told) -> str:
    """A letter that the chart no longer has."""
    return told.say(_FLAG_REMOVED, mark=_mark(told))


def _mark(told: Told) -> str:
    return mark(told.difference.after or told.difference.before or "")


def consent_kind_set(told: Told) -> str:
    """A kind of consent, now known more exactly."""
    before = told.difference.before
    return told.say(
        _KIND_MOVED if before else _KIND_SET, now=consent_kind(told.difference.after), earlier=consent_kind(before)
    )


def renamed(told: Told) -> str:
    """Another spelling of a name."""
    return told.say(_RENAMED, now=_printed(told.difference.after), earlier=_printed(told.difference.before))


def _printed(text: str | None) -> str:
    return one_line(text or "")


def group_changed(told: Told) -> str:
    """Another heading, or a successor in the same row."""
    before, after = told.difference.before or "", told.difference.after or ""
    if after in GROUP_HEADINGS:
        template = _REGROUPED if before in GROUP_HEADINGS else _GROUPED
        earlier = _(GROUP_HEADINGS[Group(before)]) if before in GROUP_HEADINGS else ""
        return told.say(template, now=_(GROUP_HEADINGS[Group(after)]), earlier=earlier)
    return told.say(
        _REPLACED if before else _SUCCEEDED,
        successor=with_article(after) if after else told.row,
        earlier=with_article(before) if before else "",
    )


# ---- corrections and retractions ---------------------------------------------------------------

_CORRECTED = N_("{source} now shows {after} where it showed {before} as {subject}; it gives no reason")
_LOST_ROW = N_("{source} no longer shows {row} under {treaty}{dates}; it gives no reason")
_LOST = N_("{source} no longer shows {subject}; it gives no reason")
_LOST_VALUE = N_("{source} no longer shows {before} as {subject}; it gives no reason")
_INVITED_AGAIN = N_("{row} {row:is|are} shown again among {those} invited to accede to {treaty}")
_AGAIN = N_("{subject} is shown again in {source}")
_AGAIN_DATED = N_("{subject}, {day}, is shown again in {source}")
_CORRECTS_OTHER = N_("{first} shows {after} as {subject}; {other} showed {before}; neither gives a reason")
#: Against the bundled list: the source never showed the other value.
_CORRECTS_BUNDLED = N_("{source} shows {after} as {subject}; the list bundled with the tracker had {before}")
_LACKS_BUNDLED_ROW = N_("{source} does not show {row} under {treaty}; the list bundled with the tracker did{dates}")
_LACKS_BUNDLED = N_("{source} does not show {subject}; the list bundled with the tracker had {before}")
_RENAMES_BUNDLED = N_('{source} prints "{now}" under {treaty}; the list bundled with the tracker had "{earlier}"')


def corrected(told: Told) -> str:
    """Another value than before, or than another source showed."""
    if other := told_by(told.difference.rule):
        first, other = (source_in_words(name, Provenance.SOURCE) for name in (told.treaty.sources[0], other))
        return told.say(_CORRECTS_OTHER, subject=told.subject, first=first, other=other)
    return told.say(_CORRECTS_BUNDLED if told.context.bundled else _CORRECTED, subject=told.subject)


def retracted(told: Told) -> str:
    """A fact or a row that is no longer shown."""
    before, bundled = told.difference.before, told.context.bundled
    if told.difference.field is Field.ROW:
        return told.say(_LACKS_BUNDLED_ROW if bundled else _LOST_ROW, dates=_dates_of_row(before))
    if bundled:
        return told.say(_LACKS_BUNDLED, subject=told.subject)
    return told.say(_LOST_VALUE if before else _LOST, subject=told.subject)


def renames_bundled(told: Told) -> str:
    """Another spelling than the bundled list has."""
    return told.say(_RENAMES_BUNDLED, now=_printed(told.difference.after), earlier=_printed(told.difference.before))


def shown_again(told: Told) -> str:
    """A fact that had vanished is back."""
    if told.difference.kind is ChangeKind.INVITED:
        return told.say(_INVITED_AGAIN)
    return told.say(
        _AGAIN_DATED if told.day else _AGAIN, subject=told.subject, day=day_in_words(told.day) if told.day else ""
    )


_ROW_DATE = re.compile(rf"({'|'.join(DATED_FACTS)})\W{{1,4}}(\d{{4}}-\d\d-\d\d)", re.ASCII)


def _dates_of_row(before: str | None) -> str:
    """The dates that a lost row held: ` (signature 28 June 2023; consent 5 February 2026)`."""
    found = _ROW_DATE.findall(before or "")
    dates = [fill(DATED_FACTS[Field(name)], day=value_in_words(day)) for name, day in found]
    return remarks(dates or ([one_line(before)] if before else []))
