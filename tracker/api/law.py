"""Questions about who is bound, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.api.arguments import day_of, names_of, word_of, words_of
from tracker.api.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from tracker.answers.between import Between
    from tracker.answers.calendar import DatedItem
    from tracker.answers.chronology import DatedAct
    from tracker.answers.comparison import ComparisonRow
    from tracker.answers.dossier import Dossier
    from tracker.answers.figures import FiguresAnswer, SeriesAnswer
    from tracker.answers.movement import MovementAnswer
    from tracker.answers.route import Route
    from tracker.answers.standing import KnowledgeAge, StandingRow
    from tracker.answers.statements import Age, MatrixAnswer, StatementAnswer
    from tracker.answers.territories import TerritorialApplication
    from tracker.api.arguments import Day, Moment, Names
    from tracker.models import Treaty


class LawQuestions(Session):
    """What the charts, the statements and the treaties' own law say of a day."""

    # ---- how much is known ----

    def treaties(self) -> list[Treaty]:
        """The treaties followed, in the configuration's order, then those that once were."""
        with self._knowledge() as view:
            return list(view.treaties())

    def today(self, treaty: str) -> date:
        """Today's date at the seat of a treaty's depositary."""
        from tracker.answers.standing import choose
        from tracker.models.times import day_at

        with self._knowledge() as view:
            [chosen] = choose(view, [treaty])
            return day_at(self._now(), chosen.seat)

    def ages(
        self, treaties: Names = (), *, as_of: Day | None = None, known_at: Moment | None = None
    ) -> dict[str, KnowledgeAge]:
        """How old the knowledge of each treaty is, by its id; one of which nothing was read is left out."""
        from tracker.answers.standing import ages

        with self._knowledge(known_at) as view:
            return ages(view, names_of(treaties), self._now(), day_of(as_of))

    def unread(self, treaties: Names = (), *, known_at: Moment | None = None) -> list[str]:
        """The ids of the treaties of which nothing had been read."""
        from tracker.answers.standing import unread

        with self._knowledge(known_at) as view:
            return unread(view, names_of(treaties))

    def citation(
        self,
        form: str,
        title: Callable[[str], str],
        treaties: Names = (),
        *,
        as_of: Day | None = None,
        known_at: Moment | None = None,
    ) -> str:
        """What an answer about treaties rests on, as a citation in a `form`: text or bibtex. `title` makes its title
        from the treaties' names."""
        from tracker.answers.citation import citation_of

        with self._knowledge(known_at) as view:
            given = names_of(treaties)
            return citation_of(view, title, form, now=self._now(), treaties=given, day=day_of(as_of))

    # ---- who ----

    def parties(
        self,
        treaties: Names = (),
        *,
        as_of: Day | None = None,
        known_at: Moment | None = None,
        standing: Names = (),
    ) -> list[StandingRow]:
        """Who is party, contracting, signatory, invited or former on a day (VCLT arts 2(1)(f) and (g)). `standing`
        keeps only these; `none` must be named to be seen."""
        from tracker.answers.standing import parties
        from tracker.models import Standing

        wanted = words_of(Standing, standing)
        with self._knowledge(known_at) as view:
            given = names_of(treaties)
            return parties(view, now=self._now(), treaties=given, day=day_of(as_of), standings=wanted)[0]

    def territories(
        self,
        names: Names = "all",
        treaties: Names = (),
        *,
        as_of: Day | None = None,
        known_at: Moment | None = None,
    ) -> list[TerritorialApplication]:
        """Whether treaties apply in territories, by the statements on record (ETS 185 art. 38)."""
        from tracker.answers.territories import territorial_applications

        with self._knowledge(known_at) as view:
            given, named = names_of(treaties), names_of(names)
            found = territorial_applications(view, now=self._now(), treaties=given, day=day_of(as_of), names=named)
            return found[0]

    def state(self, name: str, *, as_of: Day | None = None, known_at: Moment | None = None) -> Dossier:
        """Everything that is known of a State, an organisation or a territory."""
        from tracker.answers.dossier import dossier

        with self._knowledge(known_at) as view:
            return dossier(view, name, now=self._now(), day=day_of(as_of))

    def compare(
        self, one: str, other: str, *, as_of: Day | None = None, known_at: Moment | None = None
    ) -> list[ComparisonRow]:
        """Who takes part in one of two treaties, in both or in neither."""
        from tracker.answers.comparison import compare

        with self._knowledge(known_at) as view:
            return compare(view, one, other, now=self._now(), day=day_of(as_of))

    def acts(
        self,
        treaties: Names = (),
        *,
        participants: Names = (),
        since: Day | None = None,
        until: Day | None = None,
        as_of: Day | None = None,
        known_at: Moment | None = None,
    ) -> list[DatedAct]:
        """Acts and dates that took effect, by their own date, oldest first, also those of before the first read; an
        invitation, which has no date, only where no days are named."""
        from tracker.answers.chronology import chronology

        with self._knowledge(known_at) as view:
            return chronology(
                view,
                now=self._now(),
                treaties=names_of(treaties),
                participants=names_of(participants),
                since=day_of(since),
                until=day_of(until),
                day=day_of(as_of),
            )[0]

    # ---- between two ----

    def between(
        self,
        one: str,
        other: str,
        treaties: Names = (),
        *,
        as_of: Day | None = None,
        known_at: Moment | None = None,
        statements: bool = False,
    ) -> list[Between]:
        """Whether each treaty is in force between two participants (VCLT arts 24, 54, 57, 58); `statements` adds those
        of both sides, by place of the text."""
        from tracker.answers.between import between

        with self._knowledge(known_at) as view:
            found = between(view, one, other, now=self._now(), treaties=names_of(treaties), day=day_of(as_of))
            if not statements:
                return found
            from tracker.answers.between.side_by_side import side_by_side

            return [side_by_side(view, held) for held in found]

    def route(
        self,
        asker: str,
        asked: str,
        *,
        article: str | None = None,
        treaties: Names = (),
        data: str | None = None,
        in_: str | None = None,
        by: str | None = None,
        as_of: Day | None = None,
        known_at: Moment | None = None,
    ) -> list[Route]:
        """May the asker turn to the asked under an article of ETS 185 or CETS 224, by the record? `in_`: a territory of
        the asked, where its provider is; `by`: one of the asker, whose authority asks. `data`: subscriber, traffic or
        content."""
        from tracker.answers.route import Asked, route
        from tracker.law.articles import DataClass

        question = Asked(
            asker=asker,
            asked=asked,
            article=article,
            treaties=names_of(treaties),
            data=word_of(DataClass, data) if data is not None else None,
            day=day_of(as_of),
            in_=in_,
            by=by,
        )
        with self._knowledge(known_at) as view:
            return route(view, question, now=self._now())

    # ---- counts and dates ----

    def figures(
        self, treaties: Names = (), *, as_of: Day | None = None, known_at: Moment | None = None
    ) -> FiguresAnswer:
        """The counts of each treaty on a day, with the official ones beside them."""
        from tracker.answers.figures import figures

        with self._knowledge(known_at) as view:
            return figures(view, now=self._now(), day=day_of(as_of), treaties=names_of(treaties))

    def series(self, treaties: Names = (), *, as_of: Day | None = None, known_at: Moment | None = None) -> SeriesAnswer:
        """The counts of each treaty from its first act to a day."""
        from tracker.answers.figures import series

        with self._knowledge(known_at) as view:
            return series(view, now=self._now(), treaties=names_of(treaties), day=day_of(as_of))

    def movement(
        self, first: Day, last: Day, treaties: Names = (), *, known_at: Moment | None = None
    ) -> MovementAnswer:
        """What the counts were on two days, and which acts lie between."""
        from tracker.answers.movement import movement
        from tracker.errors import UsageError

        one, other = day_of(first), day_of(last)
        if one is None or other is None:
            raise UsageError("name two days")
        with self._knowledge(known_at) as view:
            return movement(view, now=self._now(), first=one, last=other, treaties=names_of(treaties))

    def calendar(
        self, treaties: Names = (), *, everything: bool = False, known_at: Moment | None = None
    ) -> list[DatedItem]:
        """Dates to come, printed or by the treaty's own rule; `everything`: also those that have passed."""
        from tracker.answers.calendar import calendar_items, gather

        with self._knowledge(known_at) as view:
            found = gather(view, treaties=names_of(treaties))
            return calendar_items(found, now=self._now(), everything=everything)

    def calendar_ages(self, treaties: Names = (), *, known_at: Moment | None = None) -> dict[str, KnowledgeAge]:
        """How old the knowledge behind each treaty's calendar is, by its id: a chart without a day of its own speaks
        of that of its read."""
        from tracker.answers.calendar import ages, gather

        with self._knowledge(known_at) as view:
            return ages(gather(view, treaties=names_of(treaties)), now=self._now())

    def calendar_file(self, treaties: Names = (), *, everything: bool = False, known_at: Moment | None = None) -> bytes:
        """Dates to come and those of the last year as .ics; `everything`: all that have passed."""
        from jobs.publish.calendar import calendar_file

        with self._knowledge(known_at) as view:
            return calendar_file(view, treaties=names_of(treaties), everything=everything)

    # ---- statements ----

    def statements(
        self,
        treaties: Names = (),
        *,
        participants: Names = (),
        article: str | None = None,
        search: str | None = None,
        as_of: Day | None = None,
        known_at: Moment | None = None,
    ) -> list[StatementAnswer]:
        """Reservations, declarations, objections and other statements, whole."""
        from tracker.answers.statements import ask

        with self._knowledge(known_at) as view:
            return ask(
                view,
                treaties=names_of(treaties),
                participants=names_of(participants),
                article=article,
                search=search,
                day=day_of(as_of),
            )

    def statements_around(
        self,
        article: str | None,
        treaties: Names = (),
        *,
        participants: Names = (),
        search: str | None = None,
        as_of: Day | None = None,
        known_at: Moment | None = None,
    ) -> dict[str, int]:
        """How many more statements are listed under an article whose paragraph was asked for, by article."""
        from tracker.answers.statements import listed_around

        with self._knowledge(known_at) as view:
            return listed_around(
                view,
                treaties=names_of(treaties),
                participants=names_of(participants),
                article=article,
                search=search,
                day=day_of(as_of),
            )

    def statement_ages(self, treaties: Names = (), *, known_at: Moment | None = None) -> list[Age]:
        """How old the knowledge of each treaty's statements is, and what could not be read of their list."""
        from tracker.answers.statements import ages

        with self._knowledge(known_at) as view:
            return ages(view, names_of(treaties))

    def matrix(self, treaty: str, *, as_of: Day | None = None, known_at: Moment | None = None) -> MatrixAnswer:
        """The kinds of statements of one treaty by participant and article, and who filled which slot of its text."""
        from tracker.answers.between.side_by_side import matrix_with_slots

        with self._knowledge(known_at) as view:
            return matrix_with_slots(view, treaty, day=day_of(as_of))
