"""Treaties by their ids, numbers and names, wherever one is asked for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from states import ALBANIA, BRAZIL
from world import SECOND_PROTOCOL, World, row, world

import tracker
import tracker.cli
from tracker.answers.naming import find_treaty
from tracker.errors import UsageError
from tracker.models import Treaty

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FOLLOWED = [
    Treaty(id="ets-185", number="185", name="Budapest Convention"),
    Treaty(id="ets-189", number="189", name="First Additional Protocol"),
    Treaty(id="cets-224", number="224", name="Second Additional Protocol"),
    Treaty(id="untc-xviii-16", number="XVIII-16", name="Hanoi Convention"),
]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *(("ets-185", "ets-185"), ("ETS-185", "ets-185"), ("ets 185", "ets-185"), ("185", "ets-185")),
        *(("ETS No. 185", "ets-185"), ("budapest", "ets-185"), ("Budapest Convention", "ets-185")),
        *(("the Budapest convention", "ets-185"), ("Convention on Cybercrime", "ets-185")),
        *(("224", "cets-224"), ("CETS No. 224", "cets-224"), ("second protocol", "cets-224")),
        *(
            ("2nd protocol", "cets-224"),
            ("second additional", "cets-224"),
            ("disclosure of electronic evidence", "cets-224"),
        ),
        *(("first protocol", "ets-189"), ("xenophobic", "ets-189"), ("189", "ets-189")),
        *(("hanoi", "untc-xviii-16"), ("xviii-16", "untc-xviii-16"), ("  Hanoï  ", "untc-xviii-16")),
    ],
)
def test_what_people_type(typed: str, meant: str) -> None:
    assert find_treaty(typed, FOLLOWED).id == meant


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("protocol", "'protocol' could be several treaties: ets-189 (First Additional Protocol), cets-224"),
        ("convention", "could be several treaties: ets-185 (Budapest Convention), untc-xviii-16"),
        ("budapst", "no treaty 'budapst'; did you mean 'ets-185' (Budapest Convention)?"),
        ("secomd protocol", "no treaty 'secomd protocol'; did you mean 'cets-224' (Second Additional Protocol)?"),
        ("ets-224", "no treaty 'ets-224'; did you mean 'cets-224'?"),
        ("18", "no treaty '18'"),
        ("", "no treaty ''"),
        ("---", "no treaty '---'"),
    ],
)
def test_nothing_is_guessed(typed: str, said: str) -> None:
    """What fits several treaties, or none, is refused with what it could be."""
    with pytest.raises(UsageError) as refused:
        find_treaty(typed, FOLLOWED)
    assert said in str(refused.value)


@pytest.fixture(scope="module")
def w(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("named"), more=SECOND_PROTOCOL) as made:
        made.show(ALBANIA, BRAZIL)
        made.show(row("Albania", signed="2022-05-12"), number="224")
        made.check_all()
        made.wait(days=1)
        made.show(ALBANIA, BRAZIL, row("Ireland", signed="2026-06-16"))
        made.check_all()
        yield made


@pytest.fixture
def ask(w: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    monkeypatch.chdir(w.folder)
    monkeypatch.setattr("jobs.clock.utc_now", lambda: w.now)

    def run(*command: str) -> Any:
        capsys.readouterr()
        code = tracker.cli.run([*command, "--json"])
        printed = capsys.readouterr()
        assert code == 0, printed.err
        return json.loads(printed.out)

    return run


@pytest.mark.parametrize(
    "command",
    [
        *(("parties", "{}"), ("acts", "{}"), ("compare", "{}", "cets-224"), ("calendar", "--all", "--treaty", "{}")),
        *(("between", "albania", "brazil", "--treaty", "{}"), ("statements", "--treaty", "{}")),
        *(("statements", "--matrix", "--treaty", "{}"), ("changes", "--treaty", "{}"), ("report", "--treaty", "{}")),
        *(("snapshots", "--treaty", "{}"), ("reconcile", "--all", "--treaty", "{}"), ("figures", "--treaty", "{}")),
        ("route", "albania", "brazil", "--article", "25", "--treaty", "{}"),
        ("parties", "{}", "--territory", "all"),
        ("reference", "{}", "albania", "consent_on", "JJ1"),
        ("check", "--treaty", "{}"),
    ],
)
def test_every_command_understands_it(ask: Any, command: tuple[str, ...]) -> None:
    """The answer is the one about the id."""
    found = [ask(*(part.format(name) for part in command)) for name in ("ets-185", "budapest", "185")]
    for each in found:
        if isinstance(each, dict):
            each.pop("noted_at", None)
    assert found[0] == found[1] == found[2]
    assert found[0] or command[0] == "statements" or "--territory" in command


def test_python_understands_it(w: World) -> None:
    with tracker.open(w.folder / "tracker.db") as t:
        assert t.parties("budapest") == t.parties("ets-185") != []
        assert t.changes("185") == t.changes("ets-185")
        assert t.compare("budapest", "second protocol") == t.compare("ets-185", "cets-224") != []
        with pytest.raises(UsageError, match="twice"):
            t.compare("budapest", "185")
