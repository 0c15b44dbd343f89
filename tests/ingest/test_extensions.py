"""An extension to a territory is an act: told with its territories, and again on the day that it takes effect."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner
from world import World, declaration, row

from tracker.cli import cli

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.models import Change

UK = row("United Kingdom", signed="2001-11-23", consent="2011-05-25", in_force="2011-09-01")
DENMARK = row("Denmark", signed="2003-04-22", consent="2005-06-21", in_force="2005-10-01")
AUTHORITY = declaration("Denmark", "The authority is the Ministry of Justice.", nature="Authorities", article="24")
TEXT = (
    "<p>Declaration contained in a letter from the Permanent Representative, dated 30 March 2026, "
    "registered at the Secretariat General on 2 April 2026 - Or. Engl.</p>"
    "<p>The Government declares that the Convention shall extend to Gibraltar and Jersey.</p>"
)


def extension(effective: str | None = "2026-08-01", text: str = TEXT, **more: Any) -> dict[str, Any]:
    return declaration(
        "United Kingdom", text, nature="Territorial application", article="38", effective=effective, **more
    )


def told(w: World, *kinds: str) -> list[Change]:
    return [change for change in w.changes() if change.kind in kinds]


def shown(w: World, *statements: dict[str, Any]) -> World:
    """A chart and a list that were read."""
    w.show(UK, DENMARK)
    w.declare(*statements)
    w.check()
    w.read_statements()
    return w


def confirmed(w: World, *statements: dict[str, Any]) -> None:
    """A later list, read until it is believed."""
    w.declare(*statements)
    for _ in range(2):
        w.wait(hours=13)
        w.read_statements()


def until(w: World, days: int) -> None:
    """So many days later a check is made."""
    w.wait(days=days)
    w.check()


def test_an_extension_is_told_with_its_territories(w: World) -> None:
    shown(w, AUTHORITY)
    confirmed(w, AUTHORITY, extension())

    (found,) = told(w, "territory_extended", "statement_made")
    assert (found.kind, found.participant, str(found.effective_on)) == ("territory_extended", "GBR", "2026-04-02")
    assert found.summary == (
        "The United Kingdom extended the Budapest Convention to Gibraltar and Jersey (received by the depositary on "
        "2 April 2026); in force there from 1 August 2026."
    )


def test_an_exclusion_and_its_withdrawal_name_the_territories(w: World) -> None:
    without = declaration("Denmark", "The Convention shall not apply to Greenland.", nature="Declaration", article="38")
    shown(w, AUTHORITY)
    confirmed(w, AUTHORITY, without)
    confirmed(w, AUTHORITY, {**without, "date_Effet_Retrait": "2026-12-01T00:00:00"})

    made, gone = told(w, "territory_excluded", "statement_withdrawn")
    assert (made.kind, made.summary) == (
        "territory_excluded",
        "Denmark excluded Greenland from the application of the Budapest Convention.",
    )
    assert "(the exclusion of Greenland), with effect from 1 December 2026" in gone.summary


def test_an_extension_takes_effect_on_its_day_once(w: World) -> None:
    """Whether it was in the first list or told later; not before the day, and not again on the days after."""
    shown(w, extension())
    assert told(w, "territory_effect", "territory_extended") == []

    until(w, 46)  # 31 July
    assert told(w, "territory_effect") == []
    for days in (1, 1, 30):
        until(w, days)
    (found,) = told(w, "territory_effect")
    assert (found.participant, str(found.effective_on), found.source) == ("GBR", "2026-08-01", "statements")
    assert found.summary == (
        "The Budapest Convention entered into force in Gibraltar and Jersey on 1 August 2026, by the extension that "
        "the United Kingdom made."
    )


def test_it_survives_a_rebuild(w: World, say: Callable[..., Any]) -> None:
    shown(w, AUTHORITY)
    confirmed(w, AUTHORITY, extension())
    until(w, 60)
    before = [(change.id, change.kind, change.summary) for change in w.changes()]
    assert [kind for _, kind, _ in before] == ["territory_extended", "territory_effect"]

    assert say("--config", w.path, "rebuild").code == 0
    assert [(change.id, change.kind, change.summary) for change in w.changes()] == before


def test_a_day_already_past_is_told_once_with_the_extension(w: World) -> None:
    shown(w, AUTHORITY)
    confirmed(w, AUTHORITY, extension("2026-05-01"))
    until(w, 30)

    assert [change.kind for change in w.changes()] == ["territory_extended"]


def test_an_extension_withdrawn_before_its_day_never_takes_effect(w: World) -> None:
    shown(w, extension(withdrawn="2026-07-01"))
    until(w, 60)

    assert told(w, "territory_effect") == []


def test_a_state_that_left_extends_nothing(w: World) -> None:
    left = {"DateDenonciation": "2026-03-01T00:00:00", "DateEffetDenonciation": "2026-07-01T00:00:00"}
    w.show(row("United Kingdom", signed="2001-11-23", consent="2011-05-25", in_force="2011-09-01", extra=left), DENMARK)
    w.declare(extension())
    w.check()
    w.read_statements()
    until(w, 60)

    assert told(w, "territory_effect") == []


def asked(w: World, *words: str) -> Any:
    done = CliRunner().invoke(cli, ["--config", str(w.path), *words, "--json"], catch_exceptions=False)
    return json.loads(done.stdout)


def test_the_calendar_has_the_day(w: World) -> None:
    shown(w, extension())

    (item,) = [one for one in asked(w, "calendar", "--all") if one["kind"] == "territory_effect"]
    assert (item["day"], item["participant"], item["what"]) == (
        "2026-08-01",
        "GBR",
        "entry into force in Gibraltar and Jersey",
    )
    assert item["basis"] == "as the statement on territorial application says; received on 2026-04-02"
    done = CliRunner().invoke(cli, ["--config", str(w.path), "calendar", "-o", str(w.folder / "dates.ics")])
    assert done.exit_code == 0, done.output
    assert "in Gibraltar and Jersey" in (w.folder / "dates.ics").read_text(encoding="utf-8").replace("\r\n ", "")


def test_a_day_that_the_text_does_not_give_is_a_finding(w: World) -> None:
    """Art. 38(2): three months after receipt, then the first of a month; art. 38(3): the first of a month."""
    ended = extension("2014-09-01", TEXT.replace("2 April 2026", "6 May 2014"), withdrawn="2020-02-15")
    shown(w, extension("2026-07-15"), ended)

    found = [one for one in asked(w, "reconcile") if one["field"] == "statement"]
    assert [one["status"] for one in found] == ["rule", "rule"]
    assert "(article 38, paragraph 2): 2026-08-01" in found[0]["explanation"]
    assert "by article 38(3)" in found[1]["explanation"]


def test_the_text_gives_no_other_day_than_the_states_own(w: World) -> None:
    """Art. 38(1): made with its consent, it takes effect with that."""
    shown(w, extension("2026-08-01"), extension("2011-09-01", TEXT.replace("2 April 2026", "25 May 2011")))

    assert [one for one in asked(w, "reconcile") if one["field"] == "statement"] == []
