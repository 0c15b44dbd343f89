"""Statements made, amended, withdrawn, and no longer shown. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language import N_, _, fill
from tracker.models import Reach
from tracker.wording.statements import about, noun, particulars, received
from tracker.wording.words import NO_DATE, called, day_in_words, listed, thing, with_article

if TYPE_CHECKING:
    from datetime import date

    from tracker.models import Statement
    from tracker.wording.grammar import Noun
    from tracker.wording.sentences.told import Told

_UNKNOWN = N_("a reservation, declaration or other statement under {treaty}")  # before a list is read

_MADE_UNKNOWN = N_("{who} made {what:a}")
_MADE_UNKNOWN_DATED = N_("{who} made {what:a} (date given: {day})")  # the source's date may be of more than one act
#: By whether the days of its deposit and of its effect are given.
_MADE = {
    (False, False): N_("{who} made {what:a}; no date is given{gone}"),
    (True, False): N_("{who} made {what:a}, {received} {deposited}{gone}"),
    (False, True): N_("{who} made {what:a}, effective {effective}{gone}"),
    (True, True): N_("{who} made {what:a}, {received} {deposited}, effective {effective}{gone}"),
}
_AGAIN = N_("The depositary's list shows {who:'s} {what} again, which it had last shown on {day}; it gives no reason")
_MADE_AND_WITHDRAWN = N_("; the depositary's list shows it withdrawn with effect from {day}")

_EXTENDED = N_("{who} extended {treaty} to {places}{received}; {effect}{gone}")
_EXCLUDED = N_("{who} excluded {places} from the application of {treaty}{received}{effective}{gone}")
_EFFECTIVE = N_(", effective {day}")
_A_STATEMENT = N_("a statement")
_IN_FORCE_THERE = N_("in force there from {day}")
_NO_DAY_THERE = N_("no day of its entry into force there is given")
_RECEIVED = N_(" (received by the depositary on {day})")
_TERRITORY_EFFECT = N_("{treaty} entered into force in {places} {on}, by the extension that {who} made")

_RELISTED = N_("The depositary's list now lists {who:'s} {what} {otherwise}; the text is the same")
_AMENDED = N_(
    "The text of {who:'s} {what} was amended; whether this is a partial withdrawal or a new {kind} is not judged here"
)
_AMENDED_AND_RELISTED = N_(
    "The text of {who:'s} {what} was amended and is now listed {otherwise};"
    " whether this is a partial withdrawal or a new {kind} is not judged here"
)
_NOW_LISTED_AS = N_("as {what:a}")
_NEW_EFFECT = N_("with {now} as its date of effect (before: {earlier})")
_NEW_WITHDRAWAL = N_("with {now} as its date of withdrawal (before: {earlier})")

_WITHDRAWN = N_("{who} withdrew its {what}{about}, with effect from {day}")
_EXTENDED_TO = N_(" (the extension to {places})")
_EXCLUDED_WAS = N_(" (the exclusion of {places})")
_VANISHED = N_("The depositary's list no longer shows {who:'s} {what}; it gives no reason")
_VANISHED_DATED = N_("The depositary's list no longer shows {who:'s} {what}, effective {effective}; it gives no reason")


def made(told: Told) -> str:
    """A statement was made."""
    act = told.context.statement
    what = _what(told, act.statement if act else None)
    if act is None:
        return told.say(
            _MADE_UNKNOWN_DATED if told.day else _MADE_UNKNOWN, what=what, day=_day(told.day) if told.day else ""
        )
    if act.shown_again and act.before and act.before.last_shown_on:
        return told.say(_AGAIN, what=_what(told, act.after), day=_day(act.before.last_shown_on))
    found = act.statement
    return told.say(
        _MADE[found.deposited_on is not None, found.effective_on is not None],
        what=what,
        received=received(found),
        deposited=_day(found.deposited_on),
        effective=_day(found.effective_on),
        gone=_gone(found),
    )


def extended(told: Told) -> str:
    """A treaty was extended to territories."""
    found = told.context.statement
    if found is None:
        return made(told)
    statement = found.statement
    starts = sorted({t.from_on for t in statement.territories if t.reach is Reach.INCLUDED and t.from_on})
    effect = fill(_IN_FORCE_THERE, day=listed(map(day_in_words, starts))) if starts else _NO_DAY_THERE
    return told.say(
        _EXTENDED,
        places=_places(statement, Reach.INCLUDED),
        received=_received(statement),
        effect=effect,
        gone=_gone(statement),
    )


def excluded(told: Told) -> str:
    """Territories were excluded."""
    found = told.context.statement
    if found is None:
        return made(told)
    statement, day = found.statement, found.statement.effective_on
    return told.say(
        _EXCLUDED,
        places=_places(statement, Reach.EXCLUDED),
        received=_received(statement),
        effective=fill(_EFFECTIVE, day=day_in_words(day)) if day else "",
        gone=_gone(statement),
    )


def in_force_in_territory(told: Told) -> str:
    """The day of an extension was reached."""
    found = told.context.statement
    places = _places(found.statement, Reach.INCLUDED) if found else called(told.difference.after or "")
    return told.say(_TERRITORY_EFFECT, places=places)


def _places(statement: Statement, reach: Reach) -> str:
    return listed(with_article(t.name) for t in statement.territories if t.reach is reach)


def _received(statement: Statement) -> str:
    return fill(_RECEIVED, day=day_in_words(statement.deposited_on)) if statement.deposited_on else ""


def _gone(statement: Statement) -> str:
    gone = statement.withdrawn_on
    return fill(_MADE_AND_WITHDRAWN, day=day_in_words(gone)) if gone else ""


def amended(told: Told) -> str:
    """Its text, its label or its dates are others than before."""
    act = told.context.statement
    before, after = (act.before, act.after) if act else (None, None)
    otherwise = _listed_otherwise(told, before, after) if before and after else ""
    if otherwise and before and told.difference.before == particulars(before):
        return told.say(_RELISTED, what=_what(told, before), otherwise=otherwise)
    return told.say(
        _AMENDED_AND_RELISTED if otherwise else _AMENDED,
        what=_what(told, before),
        otherwise=otherwise,
        kind=noun(after) if after else thing(_(_A_STATEMENT)),
    )


def withdrawn(told: Told) -> str:
    """Its withdrawal was notified; earlier versions told any that left the list so."""
    act = told.context.statement
    gone = act.before or act.after if act else None
    if told.difference.effective_on:
        return told.say(_WITHDRAWN, what=_what(told, gone), about=_of(gone), day=_day(told.difference.effective_on))
    return no_longer_shown(told)


def no_longer_shown(told: Told) -> str:
    """The list no longer shows it, which is all that is known."""
    act = told.context.statement
    gone = act.statement if act else None
    effective = gone.effective_on if gone else None
    return told.say(_VANISHED_DATED if effective else _VANISHED, what=_what(told, gone), effective=_day(effective))


def _of(statement: Statement | None) -> str:
    """The territories of a statement that is withdrawn."""
    for reach, template in ((Reach.INCLUDED, _EXTENDED_TO), (Reach.EXCLUDED, _EXCLUDED_WAS)):
        if statement and (places := _places(statement, reach)):
            return fill(template, places=places)
    return ""


def _what(told: Told, statement: Statement | None) -> Noun:
    return about(statement, told.instrument) if statement else thing(fill(_UNKNOWN, treaty=told.instrument))


def _listed_otherwise(told: Told, before: Statement, after: Statement) -> str:
    """What of the label and the dates is new: `as a declaration …, with 1 May 2026 (before: no date) as …`."""
    now = _what(told, after)
    found = [fill(_NOW_LISTED_AS, what=now)] if now != _what(told, before) else []
    for template, old, new in (
        (_NEW_EFFECT, before.effective_on, after.effective_on),
        (_NEW_WITHDRAWAL, before.withdrawn_on, after.withdrawn_on),
    ):
        if old != new:
            found.append(fill(template, now=_day(new), earlier=_day(old)))
    return ", ".join(found)


def _day(day: date | None) -> str:
    return day_in_words(day) if day else _(NO_DATE)
