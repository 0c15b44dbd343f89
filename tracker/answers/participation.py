"""One participant's part in one treaty, as answers give it: its row, its acts with their evidence, its statements."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.answers.statements import ages
from tracker.law.periods import acted_by, acts_by, periods_of
from tracker.law.relations import inheriting, relation_on
from tracker.law.succession import acting_row, inheritance_of
from tracker.models import ARCHIVE, ChangeKind, ConsentKind, Field, Nature, but
from tracker.models.times import iso
from tracker.statements import in_effect, stated_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime

    from tracker.answers.standing import Answer
    from tracker.answers.statements import Age
    from tracker.answers.view import View
    from tracker.law.periods import Act
    from tracker.law.succession import Inheritance
    from tracker.models import Change, Row
    from tracker.models.records import Snapshot, StoredStatement
    from tracker.participants import Participants


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedEvidence:
    """An archived copy that shows an act, and when it was public."""

    evidence: int | None
    published_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedKind:
    """The exact kind of a consent, and the statements that prove it."""

    consent_kind: ConsentKind
    statements: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActAnswer:
    """What a participant did, or what took effect for it.

    `in_name_of`: the former State whose act it was. `evidence`: the newest chart that shows it, one that was read
    before the bundled list; `bundled`: none that was read does. `archived`: an archived copy that shows it. `change`:
    the change that reported it. `ad_referendum`: a signature to be confirmed (VCLT art. 12(2)(b)). `name_then`: the
    participant's name on that day, if it was another than today's.
    """

    kind: ChangeKind
    consent_kind: ConsentKind | None
    field: Field
    on: date | None
    in_name_of: str | None
    evidence: int | None
    archived: ArchivedEvidence | None
    change: int | None
    stated_kind: StatedKind | None = None
    bundled: bool = False
    ad_referendum: bool = False
    name_then: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAge:
    """How old the knowledge of a list of statements is. `known` is false where the list was never read: an empty one
    says nothing then, and a bundled one is not complete. `unread_rows` could not be read; `last_error` is why the last
    read failed."""

    known: bool
    status_as_of: date | None
    bundled: bool
    unread_rows: int = 0
    last_error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceAnswer:
    """The depositary's reference to an act, as a person noted it."""

    field: Field
    reference: str
    noted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A participant in an answer. `row` is its row with every date, those to come too; None if it has none.

    A former State has no row of its own in a chart of today: its part is read from a successor's row, which names
    the `successor`.
    """

    answer: Answer
    participant: str
    name: str
    row: Row | None
    successor: str | None = None

    @property
    def on_day(self) -> Row | None:
        """The row as the law saw it on the day of the answer."""
        return self.answer.row(self.row.participant) if self.row else None


def part_in(answer: Answer, participant: str, participants: Participants) -> Part:
    """The part of a participant; a former State's from the first of its successors that holds acts of its time."""
    row, successor = acting_row(participant, answer.day, participants, lambda key: _full_row(answer, key))
    name = acting_name(participant, row, participants, answer.known.treaty.id)
    return Part(answer=answer, participant=participant, name=name, row=row, successor=successor)


def acting_name(participant: str, row: Row | None, participants: Participants, treaty: str) -> str:
    """As its own row prints it; a former State, and one without a row, as the table has it for the depositary."""
    return row.name if row and row.participant == participant else participants.get(participant).name_under(treaty)


def _full_row(answer: Answer, participant: str) -> Row | None:
    return with_invitation(answer.known.chart.row(participant), answer.row(participant))


def with_invitation(row: Row | None, then: Row | None) -> Row | None:
    """A row with every date, and the invitation of a day on which the law saw it as `then`."""
    return but(row, invited=then.invited) if row and then else then


# ---- acts ---------------------------------------------------------------------------------------


def acts_of(view: View, part: Part, participants: Participants) -> list[ActAnswer]:
    """What was done or took effect by the day, in order; each with the newest chart that shows it and the change that
    reported it, as they were known by a moment."""
    if part.row is None:
        return []
    treaty, holder = part.answer.known.treaty.id, part.row.participant
    versions = [*view.row_versions(treaty, holder), *_still(view, treaty, holder)]
    told = [change for change in view.changes(treaty) if change.participant == holder]
    return [
        _act(act, holder, part.row.name, participants, versions, told) for act in acts_by(part.row, part.answer.day)
    ]


def _still(view: View, treaty: str, holder: str) -> Iterator[tuple[Snapshot, Row]]:
    """The newest chart of each source with the row as it stands there: a version names only the chart that first had
    it."""
    for feed in view.feeds(treaty):
        newest = view.newest(feed)
        row = view.chart(newest.id).row(holder) if newest else None
        if newest and row:
            yield newest, row


def _act(
    act: Act,
    holder: str,
    name: str,
    participants: Participants,
    versions: Sequence[tuple[Snapshot, Row]],
    told: list[Change],
) -> ActAnswer:
    shown = [snapshot for snapshot, row in versions if _shows(row, act)]
    ours = max(
        (snapshot for snapshot in shown if snapshot.source != ARCHIVE),
        key=lambda snapshot: (not snapshot.bundled, snapshot.observed_at, snapshot.id),
        default=None,
    )
    archived = min(
        (snapshot for snapshot in shown if snapshot.source == ARCHIVE and snapshot.published_on),
        key=lambda snapshot: (snapshot.published_on, snapshot.id),
        default=None,
    )
    own_act = act.field in (Field.SIGNED_ON, Field.CONSENT_ON)
    former = participants.predecessor_on(holder, act.on) if own_act and act.on else None
    return ActAnswer(
        kind=act.kind,
        consent_kind=act.consent_kind,
        field=act.field,
        on=act.on,
        in_name_of=former.name if former else None,
        evidence=ours.evidence if ours else None,
        archived=(
            ArchivedEvidence(evidence=archived.evidence, published_on=archived.published_on) if archived else None
        ),
        change=_told_by(act, told),
        bundled=bool(ours and ours.bundled),
        ad_referendum=act.ad_referendum,
        name_then=participants.name_then(holder, act.on, name) if own_act else None,
    )


def with_stated_kinds(acts: Iterable[ActAnswer], statements: Iterable[StoredStatement]) -> tuple[ActAnswer, ...]:
    """The acts, each with `stated_kind`: the exact kind of a consent of which the chart says no more than that it was
    one of three, where the statements that came with the instrument name it and agree
    (docs/glossary.md#kinds-of-consent)."""
    stored = list(statements)
    return tuple(replace(act, stated_kind=_stated_kind(act, stored)) for act in acts)


def _stated_kind(act: ActAnswer, statements: Iterable[StoredStatement]) -> StatedKind | None:
    on = act.on
    if on is None or act.consent_kind is not ConsentKind.RATIFICATION_ACCEPTANCE_OR_APPROVAL:
        return None
    texts = (stored for stored in statements if not stored.bundled)  # a paraphrase proves nothing
    found = {stored.id: kind for stored in texts if (kind := stated_kind(stored.statement, on))}
    kinds = set(found.values())
    return StatedKind(consent_kind=kinds.pop(), statements=tuple(sorted(found))) if len(kinds) == 1 else None


def _shows(row: Row, act: Act) -> bool:
    if act.field is Field.INVITED:
        return bool(row.invited)
    return any(getattr(period, act.field, None) == act.on for period in periods_of(row))


def _told_by(act: Act, told: list[Change]) -> int | None:
    """The change that reported an act: its own, else the one that set or moved its date; one seen live before one that
    back-fill found."""
    found = [
        change
        for change in told
        if change.field is act.field
        and change.nature in (Nature.EVENT, Nature.CORRECTION)
        and (change.after == iso(act.on) if act.on else change.kind is ChangeKind.INVITED)
    ]
    found.sort(key=lambda change: (change.published_on is not None, change.kind is not act.kind, change.id))
    return found[0].id if found else None


def holder_of(part: Part) -> str:
    """Whose row it is."""
    return part.row.participant if part.row else part.participant


# ---- statements ---------------------------------------------------------------------------------


def statements_of(view: View, part: Part) -> list[StoredStatement]:
    """What stood of a participant's statements under the treaty, with those of the former State whose row it is."""
    treaty, makers = part.answer.known.treaty.id, {part.participant, holder_of(part)} - {part.successor}
    return [stored for stored in view.statements(treaty) if stored.statement.participant in makers]


def age_of_statements(view: View, answer: Answer) -> Age:
    """How old the knowledge of the treaty's list of statements is: another page than its chart."""
    [found] = ages(view, (answer.known.treaty.id,))
    return found


def list_age(age: Age) -> ListAge:
    """The same as an answer shows it."""
    return ListAge(
        known=age.read_at is not None,
        status_as_of=age.status_as_of,
        bundled=age.bundled,
        unread_rows=len(age.unread),
        last_error=age.last_error,
    )


def applies(part: Part, stored: StoredStatement) -> bool:
    """True if a statement of the participant was made by the day of the answer and stood."""
    day = part.answer.day
    return in_effect(stored.statement, day, acted=acted_by(part.row, day))


def inherited(part: Part, participants: Participants) -> Inheritance | None:
    """What a participant may have inherited by the day of the answer, of which no act of its own is shown."""
    return inheritance_of(part.participant, part.answer.day, participants, part.answer.known.chart.row)


def bound_on_day(part: Part, participants: Participants) -> bool | None:
    """True if the treaty is in force for the participant on the day of the answer; None if that is not known."""
    known, day = part.answer.known, part.answer.day
    chart = replace(known.chart, status_as_of=known.day)
    relation = relation_on(part.row, None, chart, day, known.treaty, known.parent)
    side = inheriting(relation.a, inherited(part, participants))
    return False if relation.treaty_in_force is False else side.bound


# ---- what people noted --------------------------------------------------------------------------


def references_of(view: View, part: Part) -> tuple[ReferenceAnswer, ...]:
    """The depositary's references that a person noted for acts of a participant."""
    return tuple(
        ReferenceAnswer(field=found.field, reference=found.text, noted_at=found.noted_at)
        for found in view.references(part.answer.known.treaty.id, part.participant)
    )
