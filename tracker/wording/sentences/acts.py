"""Acts, what they lead to, and invitations. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language import N_, _, fill
from tracker.law import denunciation_rule, entry_rule, treaty_article
from tracker.models import ChangeKind, ConsentKind, Field
from tracker.wording.rules import applied_to_denunciation, applied_to_treaty, article_in_words
from tracker.wording.sentences.told import remarks
from tracker.wording.words import (
    NO_DATE,
    called,
    cardinal,
    date_of,
    dated_in_words,
    day_in_words,
    ordinal,
    the_instrument,
    the_treaty_called,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.models import Threshold
    from tracker.wording.sentences.told import Told

_SIGNED = N_("{who} signed {treaty} {on}{remarks}")
_SIGNED_AD_REFERENDUM = N_(
    "{who} signed {treaty} ad referendum, subject to confirmation, {on}{remarks}"
)  # VCLT 12(2)(b)


def signed(told: Told) -> str:
    """A signature."""
    template = _SIGNED_AD_REFERENDUM if told.context.ad_referendum else _SIGNED
    return told.say(template, remarks=remarks(told.row_of_another))


# ---- consents ----------------------------------------------------------------------------------

_RATIFIED = N_("{who} deposited {row:its|their} instrument of ratification of {treaty} {on}{remarks}{then}")
_RATIFIED_OR_ELSE = N_(
    "{who} deposited {row:its|their} instrument of ratification, acceptance or approval of {treaty} {on}{remarks}{then}"
)
_ACCEPTED = N_("{who} deposited {row:its|their} instrument of acceptance of {treaty} {on}{remarks}{then}")
_APPROVED = N_("{who} deposited {row:its|their} instrument of approval of {treaty} {on}{remarks}{then}")
_ACCEDED = N_("{who} acceded to {treaty}, depositing {row:its|their} instrument {on}{remarks}{then}")
_SUCCEEDED = N_("{who} succeeded to {treaty} {on}{remarks}{then}")
_CONFIRMED = N_("{who} deposited {row:its|their} instrument of formal confirmation of {treaty} {on}{remarks}{then}")
_SIGNED_DEFINITIVELY = N_(
    "{who} expressed {row:its|their} consent to be bound by {treaty} by signature without reservation as to"
    " ratification {on}{remarks}{then}"
)
_CONSENTED = N_("{who} expressed {row:its|their} consent to be bound by {treaty} {on}{remarks}{then}")

#: Of a kind of change, the template; of some kinds of consent a more exact one.
_CONSENTS: Mapping[ChangeKind, tuple[str, Mapping[ConsentKind, str]]] = {
    # The chart's broad column says no more than this; the exact kind needs evidence of its own.
    ChangeKind.RATIFIED: (_RATIFIED_OR_ELSE, {ConsentKind.RATIFICATION: _RATIFIED}),
    ChangeKind.ACCEPTED: (_ACCEPTED, {}),
    ChangeKind.APPROVED: (_APPROVED, {}),
    ChangeKind.ACCEDED: (_ACCEDED, {}),
    ChangeKind.SUCCEEDED: (_SUCCEEDED, {}),
    ChangeKind.CONSENTED: (
        _CONSENTED,
        {
            ConsentKind.FORMAL_CONFIRMATION: _CONFIRMED,
            ConsentKind.DEFINITIVE_SIGNATURE: _SIGNED_DEFINITIVELY,
        },
    ),
}
_STARTS = N_("; {short} enters into force for {row:it|them} on {day}")
#: A succession has effect from the day on which the State began, whenever it was notified.
_STARTED = N_("; {short} has effect for {row:it|them} from {day}, before that act")


def consented(told: Told) -> str:
    """A consent: how far the treaty is from force, whose row it is, when it enters into force for the State."""
    broad, exact = _CONSENTS[told.difference.kind]
    kind, starts = told.context.consent_kind, told.context.in_force_on
    short, earlier = the_instrument(told.treaty), bool(starts and told.day and starts < told.day)
    template = _STARTED if earlier else _STARTS
    return told.say(
        exact.get(kind, broad) if kind else broad,
        remarks=remarks([*told.row_of_another, *_towards_force(told)]),
        then=fill(template, short=short, row=told.row, day=day_in_words(starts)) if starts else "",
    )


_PLACE = N_("the {place} of {needed} needed")
_PLACE_OF_MEMBERS = N_("the {place} of {needed} needed, {members} of them by member States")
_BEYOND = N_("the {place} consent, with {needed} needed")
_BEYOND_OF_MEMBERS = N_("the {place} consent, with {needed} needed, {members} of them by member States")
_PLACE_ALONE = N_("the {place} consent")
_SAME_DAY = N_("the {place} and {last}, deposited on the same day, with {needed} needed")
_DECISIVE = N_("with it the {place} consent is that of {day}, {name}")
_UNCOUNTED = N_("not counted here: no consent to {parent} is shown")
_EXPECTED = N_("by its own terms it enters into force on {day}, expected, computed here: {rule}")
_EXPECTED_BARE = N_("by its own terms it enters into force on {day}, expected, computed here")
_MOVED = N_("this moves the expected day from {before} to {day}")
_NOT_IN_FORCE = N_("{short} is not in force")
_NOT_YET_IN_FORCE = N_("{short} is not yet in force")


def _towards_force(told: Told) -> list[str]:
    context = told.context
    if context.in_force:
        return []
    place, threshold = context.consents, context.threshold
    reached = threshold is not None and place == threshold.needed
    said = fill(_NOT_YET_IN_FORCE if reached else _NOT_IN_FORCE, short=the_instrument(told.treaty))
    if context.uncounted_without:
        return [fill(_UNCOUNTED, parent=context.uncounted_without), said]
    found = [said] if place is None else [_place(place, context.last_place, threshold), said]
    if context.decisive and threshold:
        day, name = context.decisive
        found.insert(1, fill(_DECISIVE, place=ordinal(threshold.needed), day=day_in_words(day), name=called(name)))
    if context.expected_on:
        reached_on, rule = context.reached_on, entry_rule(told.treaty)
        applied = applied_to_treaty(rule, reached_on, treaty_article(told.treaty)) if rule and reached_on else ""
        found.append(
            fill(
                _EXPECTED if applied else _EXPECTED_BARE,
                day=day_in_words(context.expected_on),
                rule=dated_in_words(applied),
            )
        )
        if context.expected_before:
            before, after = day_in_words(context.expected_before), day_in_words(context.expected_on)
            found.append(fill(_MOVED, before=before, day=after))
    return found


def _place(place: int, last: int | None, threshold: Threshold | None) -> str:
    """The place of the consent among those needed."""
    if last and threshold:
        return fill(_SAME_DAY, place=ordinal(place), last=ordinal(last), needed=cardinal(threshold.needed))
    if threshold is None:
        return fill(_PLACE_ALONE, place=ordinal(place))
    beyond, of_members = place > threshold.needed, threshold.members is not None
    if beyond:
        template = _BEYOND_OF_MEMBERS if of_members else _BEYOND
    else:
        template = _PLACE_OF_MEMBERS if of_members else _PLACE
    members = cardinal(threshold.members) if threshold.members is not None else ""
    return fill(template, place=ordinal(place), needed=cardinal(threshold.needed), members=members)


# ---- force, and its end ------------------------------------------------------------------------

_DATE_GIVEN = N_("{source} gives {day} as {subject}{remarks}")
_ENTERED = N_("{treaty} entered into force for {who} {on}{remarks}")
_TREATY_ENTERED = N_("{treaty} entered into force {on}")
_DENOUNCED = N_("{who} denounced {treaty} (notification {on}; takes effect on {ends})")
_DENOUNCED_OPEN = N_("{who} denounced {treaty} (notification {on}; the date on which it takes effect is not given)")
_DENOUNCED_BY_RULE = N_(
    "{who} denounced {treaty} (notification {on}; by {article} it takes effect on {ends}, computed here:"
    " {rule}; the date is not given)"
)
_END_GIVEN = N_(
    "{source} now gives {ends} as the day on which the denunciation of {treaty} by {who},"
    " notified on {notified}, takes effect"
)
_OWN_RULE, _ITS_RULE = N_("the treaty's own rule"), N_("its rule")
_ALSO = N_("{said}; under {article} of {protocol} this also denounces {protocol}")
_LEFT = N_("The denunciation of {treaty} by {who} took effect {on}")
_LEFT_NO_PARTY = N_(
    "The denunciation of {treaty} by {who} took effect {on}; {who} {who:is|are} no longer a Party to it"
)
_SUSPENDED = N_("The operation of {treaty} was suspended for {who} {on}")
#: No chart prints the end of a suspension: that it is not shown is all that is known (VCLT art. 72).
_NOT_SUSPENDED = N_(
    "{source} no longer shows that the operation of {treaty} is suspended for {who}; it gives no reason"
)
_NOT_SUSPENDED_SINCE = N_(
    "{source} no longer shows that the operation of {treaty} is suspended for {who} since {began}; it gives no reason"
)


def date_given(told: Told) -> str:
    """A date of entry into force. No tense: whether that day lies ahead depends on when the sentence is read."""
    itself = told.difference.kind is ChangeKind.TREATY_ENTRY_INTO_FORCE_SET
    return told.say(
        _DATE_GIVEN,
        day=day_in_words(told.day) if told.day else _(NO_DATE),
        subject=told.about(Field.TREATY_IN_FORCE_ON if itself else Field.IN_FORCE_ON),
        remarks=remarks(told.row_of_another),
    )


def entered(told: Told) -> str:
    """The treaty is in force for a participant."""
    return told.say(_ENTERED, remarks=remarks(told.row_of_another))


def treaty_entered(told: Told) -> str:
    """The treaty itself is."""
    return told.say(_TREATY_ENTERED)


def denounced(told: Told) -> str:
    """A denunciation, and when it takes effect."""
    context, said = told.context, ""
    ends, by_rule, article = context.left_on, context.left_by_rule, context.left_article
    if ends and context.denounced_on and told.difference.field is Field.LEFT_ON:
        return told.say(_END_GIVEN, ends=day_in_words(ends), notified=day_in_words(context.denounced_on))
    if ends:
        said = told.say(_DENOUNCED, ends=day_in_words(ends))
    elif by_rule:
        how = article_in_words(article) if article else _(_OWN_RULE)
        rule, notified = denunciation_rule(told.treaty), context.denounced_on
        applied = applied_to_denunciation(rule, notified, None) if rule and notified else ""
        said = told.say(
            _DENOUNCED_BY_RULE, ends=day_in_words(by_rule), article=how, rule=dated_in_words(applied) or _(_ITS_RULE)
        )
    else:
        said = told.say(_DENOUNCED_OPEN)
    for clause, protocol in context.also_denounces:
        said = fill(_ALSO, said=said, article=article_in_words(clause), protocol=the_treaty_called(protocol))
    return said


def denunciation_effective(told: Told) -> str:
    """A denunciation took effect."""
    return told.say(_LEFT_NO_PARTY if told.context.in_force else _LEFT)


def suspended(told: Told) -> str:
    """A suspension."""
    return told.say(_SUSPENDED)


def suspension_ended(told: Told) -> str:
    """A suspension is no longer shown."""
    began = date_of(told.difference.before)
    if began is None:
        return told.say(_NOT_SUSPENDED)
    return told.say(_NOT_SUSPENDED_SINCE, began=day_in_words(began))


# ---- invitations -------------------------------------------------------------------------------

_INVITED = N_("{row} {row:appears|appear} among {those} invited to accede to {treaty} (decision of {decided})")
_INVITED_UNDATED = N_(
    "{row} {row:appears|appear} among {those} invited to accede to {treaty}; the date of the decision is not given"
)
_BECAME_MEMBER = N_(
    "{row} {row:is|are} no longer listed among {those} invited to accede to {treaty};"
    " {row:it has|they have} become a member State of the Council of Europe"
)
_NO_LONGER_INVITED = N_(
    "{row} {row:is|are} no longer listed among {those} invited to accede to {treaty};"
    " neither a signature nor an accession is shown, and no reason is given"
)


def invited(told: Told) -> str:
    """An invitation to accede."""
    decided = told.context.invited_on or told.day
    return told.say(_INVITED if decided else _INVITED_UNDATED, decided=day_in_words(decided) if decided else "")


def invitation_ended(told: Told) -> str:
    """The participant is no longer among the invited, and did not act."""
    return told.say(_BECAME_MEMBER if told.context.became_member else _NO_LONGER_INVITED)
