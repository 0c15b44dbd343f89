"""What only another source than the first shows: told with its source, confirmed by it alone, and said in answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from pages import WITH_DENUNCIATIONS, About, Layout, gen3
from states import ALBANIA
from two_sources import CHART, SERVICE, fact, read
from world import Row, World, but, row, told

from db.knowledge import Knowledge
from jobs.demo.standin import Fault
from jobs.ingest.retelling import retold
from jobs.publish.report import status_of
from jobs.publish.site import build_site
from tracker.answers.between import between
from tracker.answers.dossier import dossier
from tracker.cli import run
from tracker.language import Language, speaking
from tracker.models import Nature
from tracker.wording.reports import provenance

if TYPE_CHECKING:
    from collections.abc import Callable

HUNGARY = row("Hungary", code="HUN", signed="2001-11-23", consent="2003-12-04", in_force="2004-07-01")
DENOUNCED, LEFT = date(2025, 1, 10), date(2025, 5, 1)
KEYS = {"DateDenonciation": "2025-01-10T00:00:00", "DateEffetDenonciation": "2025-05-01T00:00:00"}
ALONE = (
    "only the Treaty Office's chart shows, of Hungary: denunciation 2025-01-10 and effect of the denunciation"
    " 2025-05-01 (change 1); not confirmed by the Treaty Office's data service"
)
FRENCH = (
    "d’après l’état du Bureau des Traités uniquement, pour la Hongrie\u00a0: dénonciation\u00a0: 2025-01-10 et effet de"
    " la dénonciation\u00a0: 2025-05-01 (modification n°\u00a01)\u00a0; non confirmé par le service de données du"
    " Bureau des Traités."
)
NOT_CONFIRMED = (
    "(selon l’état du Bureau des Traités\u00a0; non confirmé par le service de données du Bureau des Traités)."
)


def on_chart(w: World, *rows: Row, denounced: bool = False) -> None:
    """A chart with columns for denunciations, in which Hungary has denounced the treaty, or not."""
    facts = [fact(each) for each in rows]
    if denounced:
        facts[-1] = replace(facts[-1], denounced=DENOUNCED, left=LEFT)
    w.show_chart(gen3(facts, About(status=w.now.date()), Layout(columns=WITH_DENUNCIATIONS)))


@pytest.fixture
def two(open_world: Callable[..., World]) -> World:
    """The service, which has no place for denunciations, was read; the chart is read for the first time."""
    w = open_world(sources=(SERVICE, CHART))
    w.show(ALBANIA, HUNGARY)
    assert read(w, SERVICE).outcome == "baseline"
    return w


def answer(w: World, day: date | None = None) -> str:
    with w.store() as store:
        [found] = between(Knowledge(store), "ALB", "HUN", now=w.now, treaties=["ets-185"], day=day)
    return found.answer


# ---- the first chart of another source --------------------------------------------------------------


def test_an_end_that_the_first_source_has_no_place_for_is_told_by_a_first_chart(two: World) -> None:
    """Nobody else would tell it, and a flat Yes would stand against what the depositary's own chart shows."""
    on_chart(two, ALBANIA, HUNGARY, denounced=True)
    [change] = read(two, CHART).changes

    assert (change.kind, change.nature, change.participant) == ("denounced", Nature.EVENT, "HUN")
    assert change.summary.endswith(
        "(according to the Treaty Office's chart; not confirmed by the Treaty Office's data service)."
    )
    assert read(two, CHART).changes == ()
    assert answer(two).startswith("No: ")
    assert answer(two, date(2024, 1, 1)).startswith("Yes: ")


def test_where_the_first_source_has_a_place_it_is_a_finding(open_world: Callable[..., World]) -> None:
    """A blank cell of the first source says that there is no denunciation: the two contradict each other."""
    w = open_world(sources=(SERVICE, CHART))
    other = row("Estonia", code="EST", signed="2001-11-23", consent="2003-05-12", in_force="2004-07-01", extra=KEYS)
    w.show(ALBANIA, other, HUNGARY)
    read(w, SERVICE)
    on_chart(w, ALBANIA, other, HUNGARY, denounced=True)

    assert told(read(w, CHART)) == []


def test_an_older_denunciation_does_not_end_a_later_participation(open_world: Callable[..., World]) -> None:
    """The first source shows a consent after it: the other's row is of the period before."""
    w = open_world(sources=(SERVICE, CHART))
    w.show(ALBANIA, but(HUNGARY, consent="2026-01-12", in_force="2026-05-01"))
    read(w, SERVICE)
    on_chart(w, ALBANIA, HUNGARY, denounced=True)

    assert told(read(w, CHART)) == []
    assert w.parties()["HUN"]["standing"] == "party"


# ---- it takes effect --------------------------------------------------------------------------------


def test_it_takes_effect_when_its_own_source_shows_it_again(two: World) -> None:
    """Reads of the first source, which does not show it, confirm nothing."""
    on_chart(two, ALBANIA, HUNGARY, denounced=True)
    assert told(read(two, CHART)) == [("denounced", "HUN")]
    two.wait(days=1)
    assert told(read(two, SERVICE)) == []

    on_chart(two, ALBANIA, HUNGARY, denounced=True)
    [change] = read(two, CHART).changes

    assert change.summary == (
        "The denunciation of the Budapest Convention by Hungary took effect on 1 May 2025; Hungary is no longer a Party"
        " to it (according to the Treaty Office's chart; not confirmed by the Treaty Office's data service)."
    )


def test_one_that_a_single_read_showed_never_takes_effect(two: World) -> None:
    """It waits while its source does not show it, and is then taken back."""
    on_chart(two, ALBANIA, HUNGARY, denounced=True)
    assert told(read(two, CHART)) == [("denounced", "HUN")]
    two.wait(days=1)
    on_chart(two, ALBANIA, HUNGARY)
    assert [told(entry) for entry in two.check_all()] == [[], []]
    two.wait(days=1)
    kinds = {kind for entry in two.check_all() for kind, _ in told(entry)}

    assert kinds == {"retracted"}
    assert answer(two).startswith("Yes: ")


# ---- answers ----------------------------------------------------------------------------------------


def test_while_the_first_source_was_never_read_the_effect_names_both_too(open_world: Callable[..., World]) -> None:
    """All that is known is from the other source, and so is the day that comes."""
    w = open_world(sources=(SERVICE, CHART))
    w.standin.faults = {"/WS_LFRConventions/api/signatures": Fault.BROKEN}
    on_chart(w, ALBANIA, but(HUNGARY, consent="2026-03-10", in_force="2026-07-01"))
    w.check_all()
    w.wait(days=17)
    [change] = [change for entry in w.check_all() for change in entry.changes]

    assert change.summary == (
        "The Budapest Convention entered into force for Hungary on 1 July 2026 (according to the Treaty Office's chart;"
        " not confirmed by the Treaty Office's data service)."
    )


def test_answers_say_what_only_another_source_shows(two: World) -> None:
    """Of a day by which it had come; in the dossier too, and in French."""
    on_chart(two, ALBANIA, HUNGARY, denounced=True)
    read(two, CHART)

    assert answer(two).endswith(f" But {ALONE}.")
    assert answer(two, date(2024, 12, 31)).endswith("since 2004-07-01.")
    with two.store() as store:
        [held] = dossier(Knowledge(store), "HUN", now=two.now, day=None).treaties
        assert (held.unconfirmed, held.unconfirmed_note) == ((1,), ALONE)
        with speaking(Language.FRENCH):
            said = between(Knowledge(store), "ALB", "HUN", now=two.now, treaties=["ets-185"], day=None)[0].answer
    assert said.partition(" Mais ")[2] == FRENCH


def test_the_age_of_a_list_of_participants_says_it(two: World, capfd: pytest.CaptureFixture[str]) -> None:
    """A row of the list has no room for it."""
    on_chart(two, ALBANIA, HUNGARY, denounced=True)
    read(two, CHART)

    assert run(["--config", str(two.path), "parties"]) == 0
    assert f"; {ALONE}\n" in capfd.readouterr().err


def test_once_the_first_source_shows_it_nothing_is_left_to_say(two: World) -> None:
    """It is confirmed, and told by nobody again."""
    on_chart(two, ALBANIA, HUNGARY, denounced=True)
    read(two, CHART)
    two.wait(hours=1)
    two.show(ALBANIA, but(HUNGARY, extra=KEYS))

    assert told(read(two, SERVICE)) == []
    assert "only" not in answer(two)


def test_pages_say_it(two: World) -> None:
    """That of the State in both languages, and the answers about two."""
    on_chart(two, ALBANIA, HUNGARY, denounced=True)
    read(two, CHART)
    folder = two.folder / "site"
    with two.store() as store:
        build_site(store, folder, now=two.now + timedelta(seconds=1), languages=tuple(Language))

    [page] = folder.glob("between/*HUN*")
    assert "not confirmed by the Treaty Office's data service" in page.read_text(encoding="utf-8")
    [english, french] = (folder / place / "HUN.html" for place in ("participant", "fr/participant"))
    said = "Only the Treaty Office&#39;s chart shows, of Hungary: denunciation 10 January 2025 and effect of the"
    assert said in english.read_text(encoding="utf-8")
    assert "D’après l’état du Bureau des Traités uniquement, pour la Hongrie" in french.read_text(encoding="utf-8")
    assert said in (folder / "treaty" / "ets-185.html").read_text(encoding="utf-8")


def test_both_changes_name_who_does_not_confirm_them_in_french_too(two: World) -> None:
    """The denunciation, and the day on which it took effect."""
    on_chart(two, ALBANIA, HUNGARY, denounced=True)
    read(two, CHART)
    two.wait(days=1)
    on_chart(two, ALBANIA, HUNGARY, denounced=True)
    read(two, CHART)
    with two.store() as store, speaking(Language.FRENCH):
        denounced, effective = retold(store, store.changes.find())

    assert denounced.summary.endswith(NOT_CONFIRMED)
    assert "effet le 1er\u00a0mai 2025" in effective.summary
    assert effective.summary.endswith(NOT_CONFIRMED)


def test_another_date_of_the_first_source_corrects_the_other_by_name(two: World) -> None:
    """The first source never showed the date before."""
    on_chart(two, ALBANIA, HUNGARY, denounced=True)
    read(two, CHART)
    two.wait(days=1)
    two.show(ALBANIA, but(HUNGARY, extra={**KEYS, "DateDenonciation": "2025-01-12T00:00:00"}))
    [change] = read(two, SERVICE).changes
    with two.store() as store, speaking(Language.FRENCH):
        [_, french] = retold(store, store.changes.find())

    assert change.summary == (
        "The Treaty Office's data service shows 12 January 2025 as the date of denunciation of the Budapest Convention"
        " by Hungary; the Treaty Office's chart showed 10 January 2025; neither gives a reason."
    )
    assert french.summary.replace("\u00a0", " ") == (
        "Le service de données du Bureau des Traités mentionne, pour la date de dénonciation de la Convention de"
        " Budapest par la Hongrie, le 12 janvier 2025 ; l’état du Bureau des Traités mentionnait le 10 janvier"
        " 2025 ; aucun motif n’est donné."
    )


def test_a_report_says_it_beside_the_figures(two: World) -> None:
    """The figures count what only the other source shows."""
    on_chart(two, ALBANIA, HUNGARY, denounced=True)
    read(two, CHART)
    with two.store() as store:
        view = Knowledge(store)
        status = status_of(view, view.treaty("ets-185"), now=two.now)

    assert status.unconfirmed == (ALONE,)
    assert "of Hungary: denunciation 10 January 2025" in provenance(status, two.now.date())
