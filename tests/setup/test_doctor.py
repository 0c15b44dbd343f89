"""`tracker doctor` where nothing can be reached: each name is asked for once, and the answer is a table."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from states import ALBANIA

import tracker.cli
from jobs.setup.names import refuse, unknown_hosts
from tracker.errors import FetchError

if TYPE_CHECKING:
    from world import World

URLS = ("https://one.example/a", "https://one.example/b", "https://two.example/", "http://127.0.0.1:1/")


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("https_proxy", "http_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def resolve_nothing(asked: list[str]) -> object:
    def resolve(host: str) -> None:
        asked.append(host)
        if host.endswith(".example"):
            raise OSError(-2, "Name or service not known")

    return resolve


def test_each_host_is_asked_for_once() -> None:
    asked: list[str] = []
    found = unknown_hosts(URLS, resolve=resolve_nothing(asked))  # type: ignore[arg-type] # what it returns is not used
    assert sorted(asked) == ["127.0.0.1", "one.example", "two.example"]
    assert set(found) == {"one.example", "two.example"}
    with pytest.raises(FetchError, match=r"one\.example has no address here .*HTTPS_PROXY"):
        refuse(URLS[0], found)
    refuse(URLS[3], found)


def test_a_name_server_that_never_answers_is_not_waited_for() -> None:
    never = threading.Event()
    try:
        assert unknown_hosts(URLS[:1], resolve=lambda _: never.wait(), longest=0.1) == {"one.example": "no answer"}
    finally:
        never.set()


def test_behind_a_proxy_names_are_the_proxys_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    assert unknown_hosts(URLS, resolve=resolve_nothing(asked)) == {}  # type: ignore[arg-type] # as above
    assert asked == []


def test_on_a_terminal_it_is_a_table(
    w: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(w.folder)
    monkeypatch.setenv("COLUMNS", "200")
    w.show(ALBANIA)
    capsys.readouterr()
    tracker.cli.run(["doctor"])
    assert capsys.readouterr().out.startswith("{")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    tracker.cli.run(["doctor"])
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:4] for line in lines if "coe-service" in line] == [["coe-service", "ets-185", "yes", "1"]]
