"""`tracker statements`: reservations, declarations and the like, as they had been read by any moment."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.answers.knowledge import known
from tracker.answers.standing import choose, find_participants
from tracker.language import Language
from tracker.law.periods import acted_by
from tracker.models import ChangeKind, OnRecordFrom
from tracker.models.times import day_at
from tracker.participants import table
from tracker.statements import article_matches, articles_around, in_effect, matrix, parts
from tracker.statements.french import in_french
from tracker.wording.statements import statement_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from tracker.answers.knowledge import KnownTreaty
    from tracker.answers.view import View
    from tracker.models import Change, StatementKind, Territory, Treaty, UnreadStatement
    from tracker.models.records import FrenchText, StoredStatement


@dataclass(frozen=True, slots=True, kw_only=True)
class FrenchTexts:
    """Of a treaty: the French text `of` a statement by the id of its version; how many texts are of no statement
    (`unmatched`) or are older than the English text of theirs (`outdated`), and are not shown. `read_at`: when the list
    was last read; `last_error`: why its last read failed."""

    of: Mapping[int, FrenchText]
    unmatched: int = 0
    outdated: int = 0
    read_at: datetime | None = None
    last_error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Age:
    """How old the knowledge of one treaty's statements is; no `read_at`: at most the bundled list is known.

    `unread`: the rows that could not be read. `last_error`: why the last read failed. `french`: the list in French;
    None if it was never asked for.
    """

    treaty: str
    status_as_of: date | None
    read_at: datetime | None
    bundled: bool
    unread: tuple[UnreadStatement, ...] = ()
    last_error: str | None = None
    french: FrenchTexts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementAnswer:
    """One version of one statement; `status_as_of` is when its treaty's list was last read, None for a bundled one.

    `text` is whole. The depositary's formula before it gives `contained_in`, `registered_on` and `original_language`;
    `operative_text` is what follows it. A bundled statement is on record from secondary `sources`: it has no text, and
    `summary` is what they say of it. `last_shown_on` is the last day on which the list showed it, if it left it.
    `text_fr` is what the list in French says of the same statement, whole; None where that is not known.
    """

    id: int
    key: int  # of the statement, whatever its version: its address on the site
    treaty: str
    participant: str
    name: str
    kind: StatementKind
    article: str | None
    articles: tuple[str, ...]
    text: str | None
    html: str | None
    deposited_on: date | None
    effective_on: date | None
    withdrawn_on: date | None
    territories: tuple[Territory, ...]
    evidence: int | None
    observed_at: datetime
    status_as_of: date | None
    bundled: bool
    on_record_from: OnRecordFrom
    summary: str | None
    sources: tuple[str, ...]
    contained_in: str | None
    registered_on: date | None
    original_language: str | None
    operative_text: str | None
    last_shown_on: date | None
    text_fr: str | None
    html_fr: str | None
    evidence_fr: int | None

    @property
    def shown(self) -> str:
        """The State's own words (the depositary's formula where nothing follows it), or what secondary sources say;
        `said` is for readers."""
        return parts(self.text).shown if self.text else self.summary or ""

    @property
    def said(self) -> str:
        """What is known of its words: the State's own, or what stands for them, marked as such."""
        return statement_in_words(self.shown if self.text else None, self.summary)

    def said_in(self, language: Language) -> tuple[str, Language]:
        """The same in a language if it is known in that, else in English; and in which it is."""
        if language is Language.FRENCH and self.text_fr:
            return parts(self.text_fr).shown, language
        return self.said, Language.ENGLISH

    def unlisted_on(self, day: date) -> bool:
        """As `Statement.unlisted_on`."""
        return self.last_shown_on is not None and self.last_shown_on < day and self.withdrawn_on is None


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """One article, and of each participant the kinds of its statements there."""

    article: str | None
    cells: Mapping[str, tuple[StatementKind, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotRow:
    """A place of the text under which a Party may state something, and the ids of what each stated there."""

    slot: str
    statements: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixAnswer:
    """Articles × participants of one treaty. `slots`: every slot of the rule table, filled or not."""

    treaty: str
    participants: tuple[str, ...]
    articles: tuple[str | None, ...]
    rows: tuple[MatrixRow, ...]
    status_as_of: date | None
    slots: tuple[SlotRow, ...] = ()


def known_statement(view: View, stored: StoredStatement, *, status_as_of: date | None) -> StatementAnswer:
    """A statement with all that is known of it."""
    return statement_answer(stored, french_of(view, stored), status_as_of=status_as_of)


def statement_answer(
    stored: StoredStatement, french: FrenchText | None, *, status_as_of: date | None
) -> StatementAnswer:
    """A statement as it is stored, with its text in French if that is known."""
    statement = stored.statement
    found = None if stored.bundled else parts(statement.text)
    return StatementAnswer(
        id=stored.id,
        key=stored.key,
        treaty=stored.treaty,
        participant=statement.participant,
        name=statement.name,
        kind=statement.kind,
        article=statement.article,
        articles=stored.articles,
        text=None if stored.bundled else statement.text,
        html=None if stored.bundled else statement.html,
        deposited_on=statement.deposited_on,
        effective_on=statement.effective_on,
        withdrawn_on=statement.withdrawn_on,
        territories=statement.territories,
        evidence=stored.evidence,
        observed_at=stored.observed_at,
        status_as_of=status_as_of,
        bundled=stored.bundled,
        on_record_from=OnRecordFrom.SECONDARY if stored.bundled else OnRecordFrom.DEPOSITARY,
        summary=statement.text if stored.bundled else None,
        sources=statement.sources,
        contained_in=found.contained_in if found else None,
        registered_on=found.registered_on if found else None,
        original_language=found.original_language if found else None,
        operative_text=found.operative if found else None,
        last_shown_on=statement.last_shown_on,
        text_fr=french.statement.text if french else None,
        html_fr=french.statement.html if french else None,
        evidence_fr=french.evidence if french else None,
    )


def ask(
    view: View,
    *,
    treaties: Iterable[str] = (),
    participants: Iterable[str] = (),
    article: str | None = None,
    search: str | None = None,
    day: date | None = None,
) -> list[StatementAnswer]:
    """The statements that answer; `day`: only those in effect on it. Raises UsageError for a treaty or name unknown."""
    chosen = choose(view, treaties)
    status = {treaty.id: _age(view, treaty).status_as_of for treaty in chosen}
    return [
        known_statement(view, stored, status_as_of=status[stored.treaty])
        for stored in find(view, chosen, participants=participants, article=article, search=search, day=day)
    ]


def find(
    view: View,
    treaties: Iterable[Treaty],
    *,
    participants: Iterable[str] = (),
    article: str | None = None,
    search: str | None = None,
    day: date | None = None,
) -> list[StoredStatement]:
    """The same as they are stored."""
    wanted = list(treaties)
    who = find_participants(view, participants)
    found = [
        stored
        for treaty in sorted(treaty.id for treaty in wanted)
        for stored in view.statements(treaty)
        if not who or stored.statement.participant in who
    ]
    charts = {treaty.id: known(view, treaty) for treaty in wanted} if day else {}
    hits = None if search is None else _hits(view, search, found)
    return [
        stored
        for stored in found
        if (article is None or article_matches(article, stored.statement.article))
        and (hits is None or stored.id in hits)
        and (day is None or in_effect(stored.statement, day, acted=_acted(charts[stored.treaty], stored, day)))
    ]


def _hits(view: View, search: str, found: Iterable[StoredStatement]) -> set[int]:
    """The ids of those that hold what was typed; a spelling of a participant also finds what that one stated."""
    who = table().with_spellings(view.spellings()).spelled(search)
    named = {stored.id for stored in found if who and stored.statement.participant == who}
    return named | set(view.search_statements(search))


def _acted(stands: KnownTreaty | None, stored: StoredStatement, day: date) -> bool:
    """Where no chart was ever read, nothing speaks against it."""
    return stands is None or acted_by(stands.chart.row(stored.statement.participant), day)


def listed_around(
    view: View,
    *,
    article: str | None,
    treaties: Iterable[str] = (),
    participants: Iterable[str] = (),
    search: str | None = None,
    day: date | None = None,
) -> dict[str, int]:
    """How many statements that do not answer are listed under an asked article without the asked paragraph, by
    article; the rest as for `find`."""
    if article is None:
        return {}
    found = find(view, choose(view, treaties), participants=participants, search=search, day=day)
    printed = (stored.statement.article for stored in found)
    around = (articles_around(article, each) for each in printed if not article_matches(article, each))
    return dict(Counter(number for numbers in around for number in numbers))


def ages(view: View, treaties: Iterable[str] = ()) -> list[Age]:
    """How old the knowledge is, for each treaty asked for."""
    return [_age(view, treaty) for treaty in choose(view, treaties)]


def _age(view: View, treaty: Treaty) -> Age:
    return view.once(lambda: _found_age(view, treaty), "age of statements", treaty.id)


def _found_age(view: View, treaty: Treaty) -> Age:
    feed = view.statement_feed(treaty.id)
    if feed is None:
        return Age(treaty=treaty.id, status_as_of=None, read_at=None, bundled=False)
    unread = tuple(view.unread_statements(treaty.id))
    read = view.last_good(feed)
    read_at = read.read_at if read else None
    status = day_at(read_at, treaty.seat) if read_at else None
    return Age(
        treaty=treaty.id,
        status_as_of=status,
        read_at=read_at,
        bundled=any(stored.bundled for stored in view.statements(treaty.id)),
        unread=unread,
        last_error=feed.last_error,
        french=french_texts(view, treaty.id) if view.french_feed(treaty.id) else None,
    )


def matrix_of(view: View, treaty: str, *, day: date | None = None) -> MatrixAnswer:
    """Articles × participants of one treaty: in each cell the kinds of the statements there, one for each.

    Raises UsageError for an unknown treaty.
    """
    chosen = choose(view, [treaty])
    found = find(view, chosen, day=day)
    table = matrix([stored.statement for stored in found])
    return MatrixAnswer(
        treaty=chosen[0].id,
        participants=table.participants,
        articles=table.articles,
        rows=tuple(
            MatrixRow(
                article=article,
                cells={who: table.cells[article, who] for who in table.participants if (article, who) in table.cells},
            )
            for article in table.articles
        ),
        status_as_of=ages(view, [treaty])[0].status_as_of,
    )


# ---- in French ----------------------------------------------------------------------------------


def french_texts(view: View, treaty: str) -> FrenchTexts:
    """What is known of the treaty's statements in French."""
    return view.once(lambda: _found_french(view, treaty), "statements in French", treaty)


def french_of(view: View, stored: StoredStatement) -> FrenchText | None:
    """The text of a statement in French; None where it is not known, or not certain whose it is."""
    return french_texts(view, stored.treaty).of.get(stored.id)


def _found_french(view: View, treaty: str) -> FrenchTexts:
    feed = view.french_feed(treaty)
    if feed is None:
        return FrenchTexts(of={})
    texts = view.french_texts(treaty)
    ours = [stored for stored in view.statements(treaty) if not stored.bundled]
    pairs = in_french([one.statement for one in ours], [text.statement for text in texts])
    amended = view.amended_texts(treaty) if pairs else {}
    # a text that did not change since the English one did is that of the statement before
    current = {
        ours[one].id: texts[other]
        for one, other in pairs.items()
        if (since := amended.get(ours[one].key)) is None or texts[other].known_from >= since
    }
    return FrenchTexts(
        of=current,
        unmatched=len(texts) - len(pairs),
        outdated=len(pairs) - len(current),
        read_at=read.read_at if (read := view.last_good(feed)) else None,
        last_error=feed.last_error,
    )


def text_of_amended(view: View, change: Change) -> str | None:
    """The text in French of a statement whose text was amended, if it still is what it became; None if unknown."""
    if change.kind is not ChangeKind.STATEMENT_AMENDED:
        return None
    now = [
        stored
        for stored in view.statements(change.treaty)
        if (stored.statement.participant, stored.statement.text) == (change.participant, change.after)
    ]
    french = french_of(view, now[0]) if len(now) == 1 else None
    return french.statement.text if french else None
