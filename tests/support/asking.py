"""A history with known answers, read on 15 June 2026, and how tests ask about it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from world import SECOND_PROTOCOL, World, row, world

import tracker.cli

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ALBANIA = row("Albania", code="ALB", signed="2001-11-23", consent="2002-06-20", in_force="2004-07-01")
IRELAND = row("Ireland", code="IRL", signed="2002-02-28")
JAPAN = row("Japan", "non_member", code="JAP", signed="2001-11-23", consent="2012-07-03", in_force="2012-11-01")
BRAZIL = row("Brazil", "non_member", code="BRE", consent="2022-11-30", in_force="2023-03-01")
KENYA = row("Kenya", "non_member", code="KEN", consent="2026-05-02", in_force="2026-09-01")
NIGERIA = row("Nigeria", "non_member", code="NIR")
SERBIA = row("Serbia", code="SAM", signed="2005-04-07", consent="2009-04-14", in_force="2009-08-01")
MONTENEGRO = row("Montenegro", code="MOT", signed="2005-04-07", consent="2010-03-03", in_force="2010-07-01")
SUSPENDED = row(
    "Andorra",
    code="AND",
    signed="2013-04-23",
    consent="2016-11-16",
    in_force="2017-03-01",
    extra={"DateSuspension": "2020-01-01T00:00:00"},
)
LEFT = row(
    "Turkey",
    code="TUR",
    signed="2010-11-10",
    consent="2014-09-29",
    in_force="2015-01-01",
    extra={"DateDenonciation": "2018-02-28T00:00:00", "DateEffetDenonciation": "2018-06-01T00:00:00"},
)
AGAIN = row("Turkey", code="TUR", consent="2020-03-10", in_force="2020-07-01")
EVERYBODY = (ALBANIA, IRELAND, JAPAN, BRAZIL, KENYA, NIGERIA, SERBIA, MONTENEGRO, SUSPENDED, LEFT, AGAIN)
STATE = {
    *("participant", "name", "names", "alpha_2", "group", "council_member", "predecessor", "successors"),
    *("as_of", "known_at", "treaties"),
}
HELD = {
    *("treaty", "participant", "name", "standing", "signed_on", "consent_on", "consent_kind", "in_force_on"),
    *("denounced_on", "left_on", "suspended_on", "group", "flags", "status_as_of", "not_known_after", "last_good"),
    *("title", "invited_known", "successor", "periods", "acts", "statements", "statement_list", "expected"),
    *("could_do_next", "references", "evidence", "as_of", "note", "retracted", "retracted_note"),
}
BETWEEN = {
    *("treaty", "as_of", "in_force", "since", "standing_a", "standing_b", "statements_a", "statements_b", "evidence"),
    *("status_as_of", "not_known_after", "last_good", "known_at", "territories_a", "territories_b", "authorities_a"),
    *("authorities_b", "objections", "references_a", "references_b", "suspended", "treaty_in_force", "answer", "note"),
    *("expected_on", "treaty_expected_on", "expected_on_a", "expected_on_b", "retracted_a", "retracted_b"),
    *("predecessor_a", "predecessor_b", "suspended_on_a", "suspended_on_b", "in_force_as_known", "by_rule_since"),
    *("by_rule_since_a", "by_rule_since_b", "denounced_on_a", "denounced_on_b", "leaves_on_a", "leaves_on_b"),
    *("left_by_rule_on_a", "left_by_rule_on_b"),
}


@pytest.fixture
def w(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Two treaties, read once; the Protocol is not in force."""
    with world(tmp_path, more=SECOND_PROTOCOL, confirm_after="0s") as made:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr("jobs.clock.utc_now", lambda: made.now)
        made.show(*EVERYBODY)
        made.show(
            row("Albania", code="ALB", signed="2022-05-12"),
            row("Japan", "non_member", code="JAP", signed="2022-05-12", consent="2023-08-10"),
            row("Ireland", code="IRL"),
            number="224",
        )
        made.check_all()
        yield made


@pytest.fixture
def ask(w: World, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """Run a command with --json; what it printed, as values. `code` is the exit code it must end with."""

    def run(*command: str, code: int = 0) -> Any:
        assert w
        capsys.readouterr()
        assert tracker.cli.run([*command, "--json"]) == code
        said = capsys.readouterr()
        return said.err if code else json.loads(said.out)

    return run


@pytest.fixture
def see(w: World, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Run a command for people; all that it said."""

    def run(*command: str, code: int = 0) -> str:
        assert w
        capsys.readouterr()
        assert tracker.cli.run(list(command)) == code
        said = capsys.readouterr()
        return said.out + said.err

    return run


def at(when: str) -> datetime:
    """A moment, UTC."""
    return datetime.fromisoformat(when).replace(tzinfo=UTC)


def read_list(w: World) -> None:
    """The list of statements, read until it is confirmed."""
    for _ in range(2):
        w.read_statements()
        w.wait(minutes=1)
