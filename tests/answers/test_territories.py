"""A territory is a name like any other: what the record says of the treaty there, and never a guess."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from world import World, but, declaration, row, world

from db.knowledge import Knowledge
from tracker.answers.territories import territory_histories
from tracker.cli import cli
from tracker.participants import table
from tracker.participants.territories import near_territories, territories, territory_named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from fixtures import Said

PROTOCOLS = """
[[treaty]]
id = "ets-189"
number = "189"
name = "First Additional Protocol"
opened_on = 2003-01-28
sources = ["coe-service"]

[[treaty]]
id = "cets-224"
number = "224"
name = "Second Additional Protocol"
opened_on = 2022-05-12
sources = ["coe-service"]
"""


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """What ships with the package, and nothing read."""
    with world(tmp_path_factory.mktemp("bundled"), more=PROTOCOLS) as w:
        w.init()
        yield w


def asked(w: World, *words: str) -> Any:
    """What a command prints with `--json`."""
    done = CliRunner().invoke(cli, ["--config", str(w.path), *words, "--json"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def of(w: World, territory: str, *, other: str = "japan", treaty: str = "ets-185", day: str = "2026-04-01") -> Any:
    """The answer on the territory, between it and another State."""
    (found,) = asked(w, "between", territory, other, "--treaty", treaty, "--as-of", day)
    return found["territory_answer_a"]


@pytest.mark.parametrize(
    ("territory", "day", "result", "said"),
    [
        ("greenland", "2026-04-01", "excluded", "No: Denmark excluded Greenland"),
        ("Faeroe Islands", "2026-04-01", "excluded", "No: Denmark excluded the Faroe Islands"),
        ("aruba", "2026-04-01", "excluded", "No: the Netherlands accepted it for the Kingdom in Europe (article 38)"),
        ("sint maarten", "2026-04-01", "excluded", "Kingdom in Europe"),
        ("Bonaire", "2026-04-01", "excluded", "Kingdom in Europe"),
        ("Caribbean Netherlands", "2026-04-01", "excluded", "Kingdom in Europe"),
        (
            "curaçao",
            "2024-09-30",
            "excluded",
            "(article 38); it extended it to Curaçao from 2024-10-01",
        ),
        ("CURACAO", "2024-10-01", "extended", "Yes: the Netherlands extended it to Curaçao"),
        ("gibraltar", "2026-04-01", "not_on_record", "which by its practice extends treaties expressly"),
        (
            "Isle of Man",
            "2026-04-01",
            "not_on_record",
            "marks no territorial declaration of the United Kingdom",
        ),
        ("hong kong", "2026-04-01", "state_not_bound", "No, as China: not a Party to ETS 185"),
        ("Macau", "2026-04-01", "state_not_bound", "No, as China"),
        (
            "puerto rico",
            "2026-04-01",
            "part_of_state",
            "Yes, as part of the United States of America: nothing",
        ),
        ("GUM", "2026-04-01", "part_of_state", "VCLT article 29"),
        ("tokelau", "2026-04-01", "not_known", "the chart marks T. for New Zealand; its text was not read"),
        (
            "crimea",
            "2026-04-01",
            "not_known",
            "communication of Ukraine is marked in the chart; its text was not",
        ),
        ("Transnistria", "2026-04-01", "not_known", "cannot ensure the application in a part of its territory"),
        ("netherlands antilles", "2026-04-01", "not_known", "there is no such territory since 2010-10-10"),
        ("Bouvet Island", "2026-04-01", "not_on_record", "is not judged here"),
    ],
)
def test_each_territory_has_the_answer_of_the_record(
    bundled: World, territory: str, day: str, result: str, said: str
) -> None:
    found = of(bundled, territory, day=day)

    assert (found["result"], said in found["words"]) == (result, True), found["words"]


def test_an_answer_names_its_rule_its_statements_and_since_when(bundled: World) -> None:
    (denmark,) = asked(bundled, "statements", "--participant", "DNK", "--treaty", "ets-185", "--article", "38")
    excluded, extended = of(bundled, "greenland"), of(bundled, "curaçao")

    assert (excluded["rule"], excluded["statements"], excluded["since"]) == (
        "article 38 of ETS 185",
        [denmark["id"]],
        None,
    )
    assert (extended["since"], len(extended["statements"])) == ("2024-10-01", 1)
    assert of(bundled, "puerto rico")["since"] == "2012-11-01"
    assert of(bundled, "puerto rico")["rule"] == "VCLT article 29"


def test_a_territory_between_two_of_which_one_is_not_bound(bundled: World) -> None:
    """The State's own answer comes first: where it is No, nothing is claimed of the territory."""
    found = of(bundled, "puerto rico", other="china")

    assert (found["result"], found["words"]) == (
        "state_not_bound",
        "No, as the United States of America: ETS 185 is not in force between the two.",
    )


def test_days_that_are_not_known_are_said_to_be(bundled: World) -> None:
    """No answer begins with a Yes of a day after the chart's."""
    yes, no = of(bundled, "guam", day="2026-06-01"), of(bundled, "greenland", day="2026-06-01")

    assert yes["words"].startswith("As known on 2026-04-25, yes, as part of the United States of America")
    assert no["words"].endswith(". Not known after 2026-04-25.")


def test_both_sides_may_be_territories(bundled: World) -> None:
    (found,) = asked(bundled, "between", "GRL", "pitcairn", "--treaty", "ets-185")

    assert (found["participant_a"], found["territory_a"]) == ("DNK", "Greenland")
    assert (found["participant_b"], found["territory_b"]) == ("GBR", "Pitcairn, Henderson, Ducie and Oeno Islands")
    assert found["territory_answer_b"]["result"] == "not_on_record"


def test_the_terminal_says_the_states_answer_first(bundled: World) -> None:
    done = CliRunner().invoke(
        cli, ["--config", str(bundled.path), "between", "Groenland", "Japan", "--treaty", "ets-185"]
    )
    lines = done.stdout.splitlines()

    assert "between Denmark and Japan" in lines[0]
    assert lines[1].startswith("  Greenland: No: Denmark excluded Greenland (article 38).")
    assert "[statement " in lines[1]


def test_state_answers_for_a_territory_under_every_treaty(bundled: World) -> None:
    found = asked(bundled, "state", "curaçao")

    assert (found["participant"], found["territory"]) == ("NLD", "Curaçao")
    under = {held["treaty"]: held["territory_answer"] for held in found["treaties"]}
    assert (under["ets-185"]["result"], under["ets-189"]["result"]) == ("extended", "extended")
    assert (under["ets-189"]["since"], under["cets-224"]["result"]) == ("2025-05-01", "state_not_bound")
    assert asked(bundled, "state", "netherlands")["territory"] is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("between", "denmark", "greenland"), "Greenland is asked about as a territory of Denmark"),
        (("between", "greenland", "faroe islands"), "name another State"),
        (("between", "greenlan", "japan"), "nearest known: Greenland"),
        (("between", "gibraltor", "japan"), "nearest known: Gibraltar"),
        (("statements", "--participant", "greenland"), "name Denmark (DNK)"),
    ],
)
def test_usage_errors_help(bundled: World, say: Callable[..., Said], words: tuple[str, ...], said: str) -> None:
    done = say("--config", bundled.path, *words)

    assert (done.code, said in done.err) == (2, True), done.err
    assert "Greece" not in done.err


def test_every_territory_of_the_table_resolves_to_its_state() -> None:
    """By each spelling, in capitals and without accents, and by its code; none to something similar."""
    for known in territories():
        for typed in (*known.spellings, known.name.upper(), f"the {known.name}", *filter(None, [known.code])):
            assert territory_named(typed) == known, typed
    assert (territory_named("Taiwan"), near_territories("Taiwan")) == (None, ())


def test_every_line_says_its_practice_and_where_that_is_from() -> None:
    for known in territories():
        assert bool(known.practice) == bool(known.source), known.name
        within = [one for one in territories() if one.name == known.within]
        assert known.within is None or [one.participant for one in within] == [known.participant]
        assert known.participant in table().by_id


# ---- all of them -----------------------------------------------------------------------------------


def test_the_list_says_of_each_territory_what_between_says(bundled: World) -> None:
    """All territories of the States in the chart, those that ended and that are participants themselves apart."""
    found = asked(bundled, "parties", "ets-185", "--territory", "all", "--as-of", "2026-04-01")
    by_name = {one["territory"]: one for one in found}

    assert len(by_name) == len(found) > 50
    for name in ("Greenland", "Curaçao", "Gibraltar", "Tokelau", "Crimea"):
        said = of(bundled, name)
        assert {key: by_name[name][key] for key in ("result", "rule", "statements")} == {
            key: said[key] for key in ("result", "rule", "statements")
        }
    assert not {"Netherlands Antilles", "Cook Islands", "Hong Kong"} & set(by_name)


def test_the_list_of_one_territory_is_by_treaty(bundled: World) -> None:
    found = asked(bundled, "parties", "--territory", "CURACAO", "--territory", "hong kong")

    assert [(one["treaty"], one["territory"]) for one in found if one["participant"] == "NLD"] == [
        ("ets-185", "Curaçao"),
        ("ets-189", "Curaçao"),
        ("cets-224", "Curaçao"),
    ]
    assert {one["result"] for one in found if one["territory"] == "Hong Kong"} <= {"state_not_bound", "not_known"}


def test_a_participant_is_no_territory(bundled: World, say: Callable[..., Said]) -> None:
    done = say("--config", bundled.path, "parties", "--territory", "denmark")

    assert (done.code, "no territory" in done.err) == (2, True), done.err


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("nowhere", "no territory 'nowhere' is known; `tracker parties --territory all` lists those that are"),
        ("greenlan", "no territory 'greenlan' is known; nearest known: Greenland"),
        ("denmrk", "no territory 'denmrk' is known"),
        ("curacoa", "no territory 'curacoa' is known; nearest known: Curaçao"),
    ],
)
def test_an_unknown_territory_is_named_as_such(bundled: World, say: Callable[..., Said], typed: str, said: str) -> None:
    """With the nearest territory, never a participant."""
    done = say("--config", bundled.path, "parties", "--territory", typed)

    assert (done.code, said in done.err) == (2, True), done.err
    assert "participant" not in done.err


def test_the_exports_hold_the_territories(bundled: World, say: Callable[..., Said]) -> None:
    """CSV on request, JSON always; the same rows."""
    listed = asked(bundled, "parties", "--territory", "all", "--as-of", "2026-04-01")
    lines = say("--config", bundled.path, "export", "csv", "--territories", "--as-of", "2026-04-01").out.splitlines()
    whole = json.loads(say("--config", bundled.path, "export", "json", "--as-of", "2026-04-01").out)

    assert lines[0].split(",")[:6] == ["treaty", "participant", "name", "territory", "code", "result"]
    assert len(lines) == len(listed) + 1
    assert whole["territories"] == listed
    assert say("--config", bundled.path, "export", "json", "--territories").code == 2


# ---- what a protocol takes over ---------------------------------------------------------------------


def test_statements_to_the_convention_apply_to_the_first_protocol_too(bundled: World) -> None:
    """ETS 189 art. 12(1): reservations and declarations; marked, and not mixed with its own."""
    (found,) = asked(bundled, "between", "denmark", "france", "--treaty", "ets-189", "--as-of", "2020-01-01")

    taken = [(one["kind"], one["article"], one["inherited_from"], one["by_article"]) for one in found["inherited_a"]]
    assert ("reservation", "9(4)", "ets-185", "12(1)") in taken
    assert {kind for kind, *_ in taken} == {"reservation", "territorial_application"}
    assert {one["treaty"] for one in found["statements_a"]} == {"ets-189"}
    own = asked(bundled, "between", "denmark", "france", "--treaty", "ets-185", "--as-of", "2020-01-01")
    assert own[0]["inherited_a"] == []


def test_the_second_protocol_takes_over_territories_alone(bundled: World) -> None:
    """CETS 224 art. 18(1)."""
    (found,) = asked(bundled, "between", "netherlands", "japan", "--treaty", "cets-224", "--as-of", "2026-04-01")

    assert {(one["kind"], one["by_article"]) for one in found["inherited_a"]} == {("territorial_application", "18(1)")}
    assert len(found["inherited_a"]) == 2
    assert found["inherited_b"] == []


def test_a_territory_under_a_protocol_inherits_what_was_said_under_the_convention(bundled: World) -> None:
    """A statement of its own comes first; the article stands in the words, the parent beside."""
    aruba = of(bundled, "aruba", other="france", treaty="ets-189", day="2026-04-01")
    assert (aruba["result"], aruba["inherited_from"], aruba["rule"]) == (
        "excluded",
        "ets-185",
        "article 12(1) of ETS 189",
    )
    assert "under ETS 185, which holds here too by article 12(1) of ETS 189" in aruba["words"]
    before, after = (
        of(bundled, "curaçao", other="france", treaty="ets-189", day=f"2025-{d}") for d in ("04-30", "05-01")
    )
    assert (before["result"], after["result"], after["inherited_from"]) == ("excluded", "extended", None)
    assert "only from 2025-05-01" in before["words"]


# ---- what is read ----------------------------------------------------------------------------------

UK = row("United Kingdom", signed="2001-11-23", consent="2011-05-25", in_force="2011-09-01")
SPAIN = row("Spain", signed="2001-11-23", consent="2010-06-03", in_force="2010-10-01")
UKRAINE = row("Ukraine", signed="2001-11-23", consent="2006-03-10", in_force="2006-07-01")
JAPAN = row("Japan", "non_member", signed="2001-11-23", consent="2012-07-03", in_force="2012-11-01")
NEW_ZEALAND = row("New Zealand", "non_member", consent="2025-08-28", in_force="2025-12-01")

EXTENSION = (
    "Territorial application contained in a letter registered at the Secretariat General on 2 April 2026 - Or. Engl.\n"
    "The Government of the United Kingdom declares that the Convention shall extend to Gibraltar and Jersey."
)
ON_GIBRALTAR = "Gibraltar is a non-autonomous territory whose international relations come under the United Kingdom."
UNCONTROLLED = (
    "The implementation by Ukraine of the obligations under the Convention, as applied to the occupied territory of "
    "the Autonomous Republic of Crimea and the city of Sevastopol, is limited and is not guaranteed."
)


def extended(**more: Any) -> Any:
    return declaration(
        "United Kingdom", EXTENSION, nature="Territorial application", article="38", effective="2026-08-01", **more
    )


@pytest.fixture
def read(tmp_path: Path) -> Iterator[Callable[..., World]]:
    """A world whose chart and list were read."""
    with world(tmp_path) as w:

        def shown(*statements: Any, rows: tuple[Any, ...] = (UK, SPAIN, UKRAINE, JAPAN, NEW_ZEALAND)) -> World:
            w.show(*rows)
            w.declare(*statements)
            w.check()
            w.read_statements()
            return w

        yield shown


def test_an_extension_is_not_yet_and_then_is(read: Callable[..., World]) -> None:
    """Art. 38(2); and a territory that it does not name is not on record."""
    w = read(extended(), declaration("Spain", ON_GIBRALTAR, nature="Declaration", effective="2010-10-01"))

    before, after = of(w, "gibraltar", day="2026-06-15"), of(w, "gibraltar", day="2026-08-01")
    assert (before["result"], after["result"]) == ("excluded", "extended")
    assert "extended it to Gibraltar only from 2026-08-01" in before["words"]
    assert "; Spain has made a statement that names it" in before["words"]
    assert len(before["statements"]) == 2
    guernsey = of(w, "guernsey", day="2026-06-15")
    assert guernsey["result"] == "not_on_record"
    assert "territorial declarations of the United Kingdom does not name it" in guernsey["words"]


def test_a_withdrawn_extension_is_over(read: Callable[..., World]) -> None:
    w = read({**extended(), "date_Effet": "2014-01-01T00:00:00", "date_Effet_Retrait": "2020-01-01T00:00:00"})

    found = of(w, "jersey", day="2026-06-01")
    assert (found["result"], "withdrawn with effect from 2020-01-01" in found["words"]) == ("excluded", True)
    assert of(w, "jersey", day="2019-12-31")["result"] == "extended"


def test_an_extension_that_left_the_list_is_not_known(read: Callable[..., World]) -> None:
    """From the day after the last one on which the list showed it; the site's history turns on that day too."""
    early = {**extended(), "date_Effet": "2014-01-01T00:00:00"}
    w = read(early, declaration("Spain", ON_GIBRALTAR, nature="Declaration", effective="2010-10-01"))
    w.wait(days=1)
    w.declare(declaration("Spain", ON_GIBRALTAR, nature="Declaration", effective="2010-10-01"))
    for _ in range(2):
        w.read_statements()
        w.wait(hours=13)

    before, after = of(w, "jersey", day="2026-06-15"), of(w, "jersey", day="2026-06-16")
    assert (before["result"], after["result"]) == ("extended", "not_known")
    assert "on Jersey was in effect until last shown on 2026-06-15; no longer listed" in after["words"]
    assert after["statements"] == before["statements"]
    with w.store() as store:
        view = Knowledge(store)
        [treaty] = view.treaties()
        turns = territory_histories(view, treaty, now=w.now)[territory_named("Jersey")]
    assert [(day, said.result) for day, said in turns][-2:] == [
        (date(2014, 1, 1), "extended"),
        (date(2026, 6, 16), "not_known"),
    ]


def test_a_communication_counts(read: Callable[..., World]) -> None:
    w = read(declaration("Ukraine", UNCONTROLLED, nature="Communication", effective="2016-01-01"))

    found = of(w, "crimea", day="2026-06-15")
    assert found["result"] == "not_controlled"
    assert "Crimea is part of Ukraine in the depositary's practice; Ukraine states" in found["words"]
    (pair,) = asked(w, "between", "ukraine", "japan")
    assert [(one["name"], one["reach"]) for one in pair["territories_a"]] == [
        ("Crimea", "not_controlled"),
        ("Sevastopol", "not_controlled"),
    ]


def test_a_text_that_is_not_understood_is_not_known(read: Callable[..., World]) -> None:
    """A statement that names the territory in other words, and one on territories that names none."""
    w = read(
        declaration("United Kingdom", "As regards Jersey, the Government will write again.", nature="Declaration"),
        declaration("New Zealand", "Consultations are to be held.", nature="Territorial application", article="38"),
    )

    for territory in ("jersey", "tokelau"):
        found = of(w, territory, day="2026-06-15")
        assert (found["result"], "read it" in found["words"], len(found["statements"])) == ("not_known", True, 1)
    assert of(w, "guernsey", day="2026-06-15")["result"] == "not_on_record"


def test_a_flag_without_a_statement_says_so(read: Callable[..., World]) -> None:
    w = read(
        declaration("Japan", "Japan reserves the right not to apply Article 29.", article="29"),
        rows=(
            but(JAPAN, extra={"Reserves": True, "Declarations": True}),
            but(NEW_ZEALAND, extra={"Territoires": True}),
        ),
    )

    (found,) = asked(w, "between", "japan", "new zealand", "--as-of", "2026-06-15")
    assert (found["unread_flags_a"], found["unread_flags_b"]) == (["D"], ["T"])
    assert found["unread_note_b"] == (
        "the chart marks T. for New Zealand; the list of statements read on 2026-06-15 has none of that"
    )
    (held,) = asked(w, "state", "new zealand")["treaties"]
    assert held["unread_flags"] == ["T"]
    assert of(w, "tokelau", day="2026-06-15")["result"] == "not_known"


def test_the_bundled_chart_marks_what_was_not_read(bundled: World) -> None:
    (found,) = asked(bundled, "between", "new zealand", "japan", "--treaty", "ets-185")

    assert "T" in found["unread_flags_a"]
    assert "the chart marks" in found["unread_note_a"]
    assert "T. for New Zealand" in found["unread_note_a"]
    assert "not read" in found["unread_note_a"]


# ---- extensions whose day of effect is not printed ------------------------------------------------

_NOTE = "Declaration contained in a Note verbale, registered at the Secretariat General on {} - Or. Engl."
_EXTENDS = "The Kingdom of the Netherlands extends the application of the Convention to Aruba."
_EUROPE = declaration(
    "Netherlands",
    "The Kingdom of the Netherlands accepts the Convention for the Kingdom in Europe.",
    nature="Territorial Application",
    article="38",
    effective="2007-03-01",
)


@pytest.mark.parametrize(
    ("text", "day", "result", "since"),
    [
        (f"{_NOTE.format('31 January 2024')}\n\n{_EXTENDS}", "2024-01-31", "excluded", None),
        (f"{_NOTE.format('31 January 2024')}\n\n{_EXTENDS}", "2024-04-30", "excluded", None),
        (f"{_NOTE.format('31 January 2024')}\n\n{_EXTENDS}", "2024-05-01", "extended", "2024-05-01"),
        (f"{_NOTE.format('1 February 2024')}\n\n{_EXTENDS}", "2024-05-31", "excluded", None),
        (f"{_NOTE.format('1 February 2024')}\n\n{_EXTENDS}", "2024-06-01", "extended", "2024-06-01"),
        (_EXTENDS, "2024-06-01", "not_known", None),
    ],
)
def test_an_extension_takes_effect_by_the_rule(
    text: str, day: str, result: str, since: str | None, tmp_path: Path
) -> None:
    """ETS 185 art. 38(2): the first day of the month following the expiration of three months after its receipt."""
    with world(tmp_path, confirm_after="0s") as w:
        w.show(
            row("Netherlands", signed="2001-11-23", consent="2006-11-16", in_force="2007-03-01"),
            row("Japan", "non_member", signed="2001-11-23", consent="2012-07-03", in_force="2012-11-01"),
        )
        w.declare(_EUROPE, declaration("Netherlands", text, nature="Territorial Application", article="38"))
        w.check()
        w.read_statements()
        found = of(w, "aruba", day=day)

        assert (found["result"], found["since"]) == (result, since)
        assert of(w, "curaçao", day=day)["result"] == "excluded"


def test_an_extension_that_is_perhaps_taken_back_is_not_known(tmp_path: Path) -> None:
    with world(tmp_path, confirm_after="0s") as w:
        w.show(
            row("United Kingdom", signed="2001-11-23", consent="2011-05-25", in_force="2011-09-01"),
            row("Japan", "non_member", signed="2001-11-23", consent="2012-07-03", in_force="2012-11-01"),
        )
        made = "The United Kingdom extends the application of the Convention to Jersey and the Isle of Man."
        back = "The United Kingdom withdraws the declaration in respect of the Isle of Man."
        w.declare(
            declaration("United Kingdom", made, nature="Territorial Application", article="38", effective="2020-01-01"),
            declaration("United Kingdom", back, nature="Territorial Application", article="38", effective="2024-01-01"),
        )
        w.check()
        w.read_statements()

        results = [of(w, "isle of man", day=day)["result"] for day in ("2023-12-31", "2024-01-01")]
        assert results == ["extended", "not_known"]
        assert of(w, "jersey", day="2024-01-01")["result"] == "extended"
