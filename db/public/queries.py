"""Fourteen example queries. docs/schema.md shows them, `tracker serve` offers them, and tests run them."""

from __future__ import annotations

from dataclasses import dataclass, field
from textwrap import dedent
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One example query. `sql` reads only views; `parameters` has an example value, as text, for each named one."""

    name: str
    title: str
    description: str
    sql: str
    parameters: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sql", dedent(self.sql).strip())


QUERIES: tuple[Query, ...] = (
    Query(
        name="bound_between",
        title="Was a treaty in force between two participants on a day?",
        description=(
            "One row for each treaty. A treaty is in force between two from the later of the two days on which it "
            "entered into force for each; in force with `since` null: a source prints no dates. `in_force` null: not "
            "known; `by_rule_since` is then the day from which it is by the treaty's own rule, if that gives one. That "
            "both are Parties does not settle whether a given request is covered: statements, territories and the "
            "treaty's own limits do."
        ),
        sql="""
            WITH bound AS (
                SELECT *, coalesce(since, by_rule_since) AS begins FROM bound_history
                WHERE from_on <= :day AND (until_on IS NULL OR until_on > :day)
            )
            SELECT treaty.treaty, :day AS as_of,
                   CASE WHEN a.treaty IS NULL OR b.treaty IS NULL THEN 0
                        WHEN a.in_force AND b.in_force THEN 1 END AS in_force,
                   CASE WHEN a.in_force AND b.in_force THEN max(a.since, b.since) END AS since,
                   CASE WHEN a.by_rule_since IS NOT NULL OR b.by_rule_since IS NOT NULL
                        THEN max(a.begins, b.begins) END AS by_rule_since,
                   coalesce(one.standing, 'none') AS standing_a, coalesce(other.standing, 'none') AS standing_b,
                   treaty.status_as_of
            FROM (SELECT treaty, max(status_as_of) AS status_as_of
                  FROM (SELECT treaty, status_as_of FROM membership_history
                        UNION ALL SELECT treaty, status_as_of FROM bound_history)
                  GROUP BY treaty) AS treaty
            LEFT JOIN bound AS a ON a.treaty = treaty.treaty AND a.participant = :a
            LEFT JOIN bound AS b ON b.treaty = treaty.treaty AND b.participant = :b
            LEFT JOIN membership_history AS one ON one.treaty = treaty.treaty AND one.participant = :a
                AND one.from_on <= :day AND (one.until_on IS NULL OR one.until_on > :day)
            LEFT JOIN membership_history AS other ON other.treaty = treaty.treaty AND other.participant = :b
                AND other.from_on <= :day AND (other.until_on IS NULL OR other.until_on > :day)
            ORDER BY treaty.treaty
        """,
        parameters={"a": "BRA", "b": "TON", "day": "2023-02-28"},
    ),
    Query(
        name="parties_on",
        title="Who was a Party on a day?",
        description="Those for which the treaty was in force, in the order in which it entered into force for them.",
        sql="""
            SELECT participant, name, from_on AS party_since, until_on, status_as_of
            FROM membership_history
            WHERE treaty = :treaty AND standing = 'party'
                AND from_on <= :day AND (until_on IS NULL OR until_on > :day)
            ORDER BY from_on, name
        """,
        parameters={"treaty": "ets-185", "day": "2015-12-03"},
    ),
    Query(
        name="consented_but_not_signed",
        title="Who has consented to one treaty and not even signed another?",
        description="Neither a signature of the other nor a consent to it; invited or former there counts as neither.",
        sql="""
            SELECT participant, name, standing, consent_on, "group"
            FROM parties
            WHERE treaty = :treaty AND standing IN ('party', 'contracting')
                AND participant NOT IN (
                    SELECT participant FROM parties
                    WHERE treaty = :other AND standing IN ('party', 'contracting', 'signatory')
                )
            ORDER BY name
        """,
        parameters={"treaty": "ets-185", "other": "cets-224"},
    ),
    Query(
        name="figures_over_time",
        title="How did the figures develop?",
        description=(
            "Each day on which a figure changed, from the opening for signature to the last date that is printed, or "
            "that the treaty's own rule gives."
        ),
        sql="""
            SELECT day, consents, in_force, signatories, invited, total, signatures, treaty_in_force, counted, by_rule
            FROM figures_by_day
            WHERE treaty = :treaty
            ORDER BY day
        """,
        parameters={"treaty": "ets-185"},
    ),
    Query(
        name="consents_by_year",
        title="How many consented in each year?",
        description="Ratifications, acceptances, approvals, accessions and the like by year, with the sum so far.",
        sql="""
            SELECT substr(consent_on, 1, 4) AS year, count(*) AS consents,
                   sum(count(*)) OVER (ORDER BY substr(consent_on, 1, 4)) AS so_far
            FROM (SELECT DISTINCT participant, consent_on FROM membership_history
                  WHERE treaty = :treaty AND consent_on IS NOT NULL)
            GROUP BY year
            ORDER BY year
        """,
        parameters={"treaty": "ets-185"},
    ),
    Query(
        name="acts_of_a_year",
        title="What happened in a year?",
        description="By the acts' own dates, also those of before the first read.",
        sql="""
            SELECT acted_on, treaty, participant, name, kind, observed, evidence
            FROM acts WHERE substr(acted_on, 1, 4) = :year
            ORDER BY acted_on, treaty, participant
        """,
        parameters={"year": "2023"},
    ),
    Query(
        name="signatories_waiting",
        title="Which signatories have waited longest?",
        description="Those that signed and have not consented, with the days between the signature and the status day.",
        sql="""
            SELECT participant, name, signed_on, julianday(status_as_of) - julianday(signed_on) AS days, status_as_of
            FROM parties
            WHERE treaty = :treaty AND standing = 'signatory'
            ORDER BY signed_on, name
        """,
        parameters={"treaty": "ets-185"},
    ),
    Query(
        name="acceded_as_non_members",
        title="Which States outside the Council of Europe acceded?",
        description="By accession, that is without having signed; in order of accession.",
        sql="""
            SELECT participant, name, standing, consent_on, in_force_on
            FROM parties
            WHERE treaty = :treaty AND "group" = 'non_member' AND consent_kind = 'accession'
            ORDER BY consent_on, name
        """,
        parameters={"treaty": "ets-185"},
    ),
    Query(
        name="reservations_to_article",
        title="Who has a reservation to an article?",
        description=(
            "Reservations that apply on the day and name the article: `7` finds `7`, `7(9)(a)`, `Ex-7`, `5, 7 and 9` "
            "and `6-8`, not `17` and not `29.7`. `tracker statements --article` finds paragraphs too. Of one with "
            "`last_shown_on` before the day it is not known whether it still applies."
        ),
        sql="""
            SELECT statements.participant, statements.name, coalesce(parties.standing, 'none') AS standing,
                   statements.article, statements.effective_on, statements.text, statements.summary,
                   statements.last_shown_on
            FROM statements
            LEFT JOIN parties USING (treaty, participant)
            WHERE statements.treaty = :treaty AND statements.kind = 'reservation'
                AND instr(statements.articles, '"' || :article || '"')
                AND (statements.effective_on IS NULL OR statements.effective_on <= :day)
                AND (statements.withdrawn_on IS NULL OR statements.withdrawn_on > :day)
            ORDER BY statements.name, statements.id
        """,
        parameters={"treaty": "cets-224", "article": "7", "day": "2026-02-05"},
    ),
    Query(
        name="record_behind_route",
        title="What is on record where one asks another under an article?",
        description=(
            "The standing of both on the day, and what each stated that applies on the day and names the article, or "
            "names none: a row for each statement, or one without. It is what `tracker route` rests on, and no answer: "
            "that also reads which paragraph a statement invokes. `on_record_from` `secondary`: `text` is what others "
            "say of it; `list_status_as_of` null: the list of statements was never read, so that no row tells nothing."
        ),
        sql="""
            WITH sides AS (SELECT 'asker' AS side, :asker AS participant UNION ALL SELECT 'asked', :asked)
            SELECT sides.side, sides.participant, coalesce(standing.standing, 'none') AS standing,
                   standing.in_force_on, standing.status_as_of, statements.id AS statement, statements.kind,
                   statements.article, statements.effective_on, statements.on_record_from,
                   coalesce(statements.text, statements.summary) AS text,
                   (SELECT max(status_as_of) FROM statements WHERE treaty = :treaty) AS list_status_as_of
            FROM sides
            LEFT JOIN membership_history AS standing
                ON standing.treaty = :treaty AND standing.participant = sides.participant
                AND standing.from_on <= :day AND (standing.until_on IS NULL OR standing.until_on > :day)
            LEFT JOIN statements
                ON statements.treaty = :treaty AND statements.participant = sides.participant
                AND (instr(statements.articles, '"' || :article || '"') OR statements.article IS NULL)
                AND (statements.effective_on IS NULL OR statements.effective_on <= :day)
                AND (statements.withdrawn_on IS NULL OR statements.withdrawn_on > :day)
            ORDER BY sides.side DESC, statements.id
        """,
        parameters={"asker": "USA", "asked": "AUT", "treaty": "ets-185", "article": "29", "day": "2026-04-25"},
    ),
    Query(
        name="territories_of",
        title="What do statements say of territories?",
        description="Territories to which a treaty was extended, those left out, and those a State does not control.",
        sql="""
            SELECT territory, reach, participant, name, from_on, until_on, statement
            FROM territories
            WHERE treaty = :treaty
            ORDER BY territory, participant
        """,
        parameters={"treaty": "ets-185"},
    ),
    Query(
        name="known_by",
        title="What did we know on a day?",
        description="What had been told by the end of the day, in UTC, newest first.",
        sql="""
            SELECT id, detected_at, treaty, participant, kind, nature, effective_on, summary
            FROM changes
            WHERE detected_at < date(:day, '+1 day')
            ORDER BY id DESC
        """,
        parameters={"day": "2026-06-15"},
    ),
    Query(
        name="evidence_for",
        title="Which pages show a change?",
        description="The chart that shows it and the one before it, each with the evidence it was read from.",
        sql="""
            SELECT CASE snapshots.id WHEN changes.snapshot THEN 'after' ELSE 'before' END AS chart,
                   snapshots.id AS snapshot, snapshots.observed_at, snapshots.published_on,
                   evidence.id AS evidence, evidence.url, evidence.sha256, changes.summary
            FROM changes
            JOIN snapshots ON snapshots.id IN (changes.snapshot, changes.previous_snapshot)
            LEFT JOIN evidence ON evidence.id = snapshots.evidence
            WHERE changes.id = CAST(:change AS INTEGER)
            ORDER BY snapshots.id
        """,
        parameters={"change": "1"},
    ),
    Query(
        name="sources_by_age",
        title="How old is what we know?",
        description="Each source with the day it speaks of and its last good read, the oldest first.",
        sql="""
            SELECT treaty, source, state, status_as_of, last_good, failures, last_error
            FROM source_health
            ORDER BY last_good IS NOT NULL, last_good, treaty, source
        """,
    ),
)
