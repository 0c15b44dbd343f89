"""The rules of consent, entry into force and denunciation in the texts of the treaties that are known here. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from tracker.language import N_
from tracker.models import ConsentKind, Threshold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.models import Treaty


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthsAfter:
    """An effect on the first day of the month after `months` months (ETS 185 art. 36(3) and (4); docs/sources.md#law).

    For entry into force the months count from a State's own consent; for the treaty itself, from the consent that
    reached the threshold. For a denunciation they count from its notification.
    """

    months: int

    def after(self, day: date) -> date:
        """The day of the effect."""
        years, month = divmod(day.month + self.months, 12)
        return day.replace(year=day.year + years, month=month + 1, day=1)

    for_state = after  # if the treaty is in force by then
    for_treaty = after


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysAfter:
    """Entry into force a fixed number of days after the deposit of an instrument.

    The days count from a State's own instrument; for the treaty itself, from the one that reached the threshold. In the
    UN's treaty XVIII-16 these are the 30th and the 90th day (from memory: docs/sources.md#un).
    """

    treaty_days: int
    state_days: int

    def for_state(self, consent_on: date) -> date:
        """When the treaty enters into force for a State, if it is in force by then."""
        return consent_on + timedelta(days=self.state_days)

    def for_treaty(self, reached_on: date) -> date:
        """When the treaty itself does."""
        return reached_on + timedelta(days=self.treaty_days)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearsAfter:
    """A denunciation that takes effect a number of years after its notification."""

    years: int

    def after(self, day: date) -> date:
        """The day of the effect; a year after 29 February, it is 1 March."""
        try:
            return day.replace(year=day.year + self.years)
        except ValueError:
            return date(day.year + self.years, 3, 1)


EntryRule: TypeAlias = MonthsAfter | DaysAfter
DenunciationRule: TypeAlias = MonthsAfter | YearsAfter


class Accession(StrEnum):
    """Who may accede to a treaty."""

    BY_INVITATION = "by_invitation"
    AFTER_PARENT = "after_parent"  # States that acceded to the parent
    OPEN = "open"  # all States
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Articles:
    """The articles behind the dates that are computed here, as the texts number them: "36(3)".

    `acceded`: the entry into force for a State that acceded; None where `state` speaks of all. `accession`: who may
    accede; None if nobody may. `signature`: who may sign. `states_only`: those that open the treaty to States alone, in
    words ("36 and 37"); None if others may join.
    `territories`: declarations on territories, `extension` to another one later on, and `extension_ended`: its
    withdrawal.
    """

    treaty: str
    state: str
    acceded: str | None = None
    accession: str | None = None
    denunciation: str
    signature: str
    states_only: str | None = None
    territories: str | None = None
    extension: str | None = None
    extension_ended: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParentClauses:
    """What a protocol's text says about its parent. Each clause is the article that holds it; None: no such clause.

    `between`: the protocol applies between Parties to the parent. `counted`: only consents of Parties to the parent
    count to the threshold. `denounced`: a denunciation of the parent is also one of the protocol. `applies`: the
    protocol only applies articles of the parent.
    """

    between: str | None = None
    counted: str | None = None
    denounced: str | None = None
    applies: str | None = None
    statements: str | None = None
    territories: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservationClause:
    """What a treaty's text says of reservations: they may be made at signature or with the deposit of the instrument.

    `article` holds the clause; `places` are the only ones that provide for a reservation: "4(2)". `objects` are what
    these places allow to be reserved, under which a reservation may be printed as well: "4(1)". `of_parent` are places
    of the parent treaty that provide for one to the protocol. `text_read`: the clause was compared with the treaty's
    text; false: it is from memory, and a person must check it.
    """

    article: str
    places: tuple[str, ...]
    objects: tuple[str, ...] = ()
    of_parent: tuple[str, ...] = ()
    text_read: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """A treaty's official title, and what its own text says about entry into force, accession and denunciation.

    `parent` is as in Treaty. `signed_by_parents`: only those bound by the parent may sign. `reservations`: None if the
    text has no clause on them, or none that is known here.
    """

    title: str
    threshold: Threshold
    accession: Accession
    entry: EntryRule
    denunciation: DenunciationRule
    articles: Articles
    parent: str | None = None
    signed_by_parents: bool = False
    clauses: ParentClauses = ParentClauses()
    reservations: ReservationClause | None = None

    @property
    def by_invitation(self) -> bool:
        """True if others decide who may accede."""
        return self.accession is Accession.BY_INVITATION

    @property
    def months_after_consent(self) -> int | None:
        """The months of the rule of entry into force; None if it is in days."""
        return self.entry.months if isinstance(self.entry, MonthsAfter) else None


#: From docs/sources.md#law. ETS 185: five consents, three of them by members (art. 36(3)); accession by invitation
#: (art. 37).
#: Both ETS 185 (arts 36-37) and ETS 189 (arts 9 and 11) are open to States alone: an organisation's row counts to no
#: threshold.
#: ETS 189 (arts 9-11) and CETS 224 (art. 16): five consents; no accession by invitation; consent to ETS 185 before or
#: at the same time, and for CETS 224 already before signature. All three: the first day of the month after three
#: months. CETS 224 counts Parties to ETS 185 (art. 16(3)), applies between them (art. 2(1)(a)), and falls with it
#: (art. 24(3)). Territories: ETS 185 art. 38, ETS 189 art. 14; ETS 189 takes over the reservations and declarations to
#: ETS 185 (art. 12(1)), CETS 224 its declarations on territories (art. 18(1)). The UN's treaty: docs/sources.md#un;
#: open to all States (art. 64(4)).
SHIPPED_RULES: Mapping[str, Rules] = {
    "ets-185": Rules(
        title=N_("Convention on Cybercrime"),
        threshold=Threshold(needed=5, members=3, organisations=False),
        accession=Accession.BY_INVITATION,
        entry=MonthsAfter(months=3),
        denunciation=MonthsAfter(months=3),
        articles=Articles(
            treaty="36(3)",
            state="36(4)",
            acceded="37(2)",
            accession="37(1)",
            denunciation="47(2)",
            territories="38",
            extension="38(2)",
            extension_ended="38(3)",
            signature="36(1)",
            states_only="36–37",
        ),
        reservations=ReservationClause(
            article="42",
            places=("4(2)", "6(3)", "9(4)", "10(3)", "11(3)", "14(3)", "22(2)", "29(4)", "41(1)"),
            objects=(
                *("4(1)", "6(1)", "9(1)(d)", "9(1)(e)", "9(2)(b)", "9(2)(c)", "10(1)", "10(2)", "11(2)"),
                *("20", "21", "22(1)(b)", "22(1)(c)", "22(1)(d)", "29"),
            ),
            text_read=True,
        ),
    ),
    "ets-189": Rules(
        title=N_(
            "Additional Protocol to the Convention on Cybercrime, concerning the criminalisation of acts of a racist"
            " and xenophobic nature committed through computer systems"
        ),
        threshold=Threshold(needed=5, organisations=False),
        accession=Accession.AFTER_PARENT,
        entry=MonthsAfter(months=3),
        denunciation=MonthsAfter(months=3),
        articles=Articles(
            treaty="10(1)",
            state="10(2)",
            acceded="11(2)",
            accession="11(1)",
            denunciation="15(2)",
            territories="14",
            extension="14(2)",
            extension_ended="14(3)",
            signature="9(1)",
            states_only="9–11",
        ),
        parent="ets-185",
        clauses=ParentClauses(applies="8", statements="12(1)", territories="12(1)"),
        reservations=ReservationClause(
            article="12", places=("3", "5", "6"), of_parent=("22(2)", "41(1)"), text_read=False
        ),
    ),
    "cets-224": Rules(
        title=N_(
            "Second Additional Protocol to the Convention on Cybercrime on enhanced co-operation and disclosure of"
            " electronic evidence"
        ),
        threshold=Threshold(needed=5),
        accession=Accession.NONE,
        entry=MonthsAfter(months=3),
        denunciation=MonthsAfter(months=3),
        articles=Articles(treaty="16(3)", state="16(4)", denunciation="24(2)", signature="16(1)", territories="18"),
        parent="ets-185",
        signed_by_parents=True,
        clauses=ParentClauses(between="2(1)(a)", counted="16(3)", denounced="24(3)", territories="18(1)"),
        reservations=ReservationClause(
            article="19",
            places=("7(9)(a)", "7(9)(b)", "8(13)", "17"),
            objects=("7(1)", "8(1)"),
            text_read=False,
        ),
    ),
    "untc-xviii-16": Rules(
        title=N_(
            "United Nations Convention against Cybercrime; Strengthening International Cooperation for Combating"
            " Certain Crimes Committed by Means of Information and Communications Technology Systems and for the"
            " Sharing of Evidence in Electronic Form of Serious Crimes"
        ),
        threshold=Threshold(needed=40, organisations=False),
        accession=Accession.OPEN,
        entry=DaysAfter(treaty_days=90, state_days=30),
        denunciation=YearsAfter(years=1),
        articles=Articles(treaty="65(1)", state="65(2)", accession="64(4)", denunciation="67", signature="64(1)"),
    ),
}


def rules_of(treaty: Treaty) -> Rules | None:
    """What the treaty's text says, as far as it is known here."""
    return SHIPPED_RULES.get(treaty.id)


def clauses_of(treaty: Treaty) -> ParentClauses:
    """What a protocol's text says about the parent that is followed with it."""
    rules = rules_of(treaty)
    return rules.clauses if rules and treaty.parent == rules.parent else ParentClauses()


def entry_rule(treaty: Treaty) -> EntryRule | None:
    """The treaty's rule of entry into force, from its configuration or the package; None if not known."""
    if treaty.months_after_consent is not None:
        return MonthsAfter(months=treaty.months_after_consent)
    if treaty.days_after_threshold is not None and treaty.days_after_consent is not None:
        return DaysAfter(treaty_days=treaty.days_after_threshold, state_days=treaty.days_after_consent)
    return None


def denunciation_rule(treaty: Treaty) -> DenunciationRule | None:
    """The treaty's rule of when a denunciation takes effect; None if not known."""
    rules = rules_of(treaty)
    return rules.denunciation if rules else None


def entry_article(treaty: Treaty, kind: ConsentKind | None = None) -> str | None:
    """The article behind a State's entry into force; None if not known, or if the configuration has another rule."""
    rules = _rules_as_configured(treaty)
    if rules is None:
        return None
    acceded = rules.articles.acceded if kind is ConsentKind.ACCESSION else None
    return acceded or rules.articles.state


def treaty_article(treaty: Treaty) -> str | None:
    """The article behind the treaty's own entry into force; None as in `entry_article`."""
    rules = _rules_as_configured(treaty)
    return rules.articles.treaty if rules else None


def denunciation_article(treaty: Treaty) -> str | None:
    """The article behind the effect of a denunciation; None if not known."""
    rules = rules_of(treaty)
    return rules.articles.denunciation if rules else None


def extension_effect(treaty: Treaty, received_on: date) -> date | None:
    """When a declaration that extends the treaty to another territory takes effect (ETS 185 art. 38(2)); None if that
    is not known."""
    rules = _rules_as_configured(treaty)
    return rules.entry.for_state(received_on) if rules and rules.articles.extension else None


def territory_article(treaty: Treaty) -> str | None:
    """The article on territorial declarations; None if not known."""
    rules = rules_of(treaty)
    return rules.articles.territories if rules else None


def reservation_clause(treaty: Treaty) -> ReservationClause | None:
    """What the treaty's text says of reservations; None if not known."""
    rules = rules_of(treaty)
    return rules.reservations if rules else None


def _rules_as_configured(treaty: Treaty) -> Rules | None:
    rules = rules_of(treaty)
    return rules if rules and rules.entry == entry_rule(treaty) else None
