"""Services that take no long messages, as they answer: nothing is refused for its length."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from chats import Chats, chats

from tracker.deliver import Message, send

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVICES = ("discord", "telegram", "slack", "ntfy")


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Iterator[Chats]:
    with chats(monkeypatch) as found:
        yield found


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("length", [10, 1890, 1990, 2000, 4090, 4096, 7800, 45_000])
@pytest.mark.parametrize("letter", ["t", "é", "&"])
def test_no_length_is_refused(services: Chats, service: str, length: int, letter: str) -> None:
    """Without a short form it is split, and nothing of it is lost."""
    words = " ".join([letter * 9] * (length // 10))
    send("chat", services.address(service), Message(subject="Hungary ratified", text=words, id="x"))

    said = "".join(services.texts(service)).replace("&amp;", "&")
    assert said.count(letter) - "Hungary ratified".count(letter) * said.count("Hungary ratified") >= words.count(letter)


@pytest.mark.parametrize("service", SERVICES)
def test_the_short_form_takes_the_place_of_what_is_too_long(services: Chats, service: str) -> None:
    whole, short = "a line of it\n" * 4000, "8 States signed\nhttps://treaties.example.org/"
    send("chat", services.address(service), Message(subject="Signed", text=whole, summary=short, id="x"))

    [said] = services.texts(service)
    assert "https://treaties.example.org/" in said
    assert "a line of it" not in said


@pytest.mark.parametrize("service", SERVICES)
def test_a_long_title_is_cut_at_a_word(services: Chats, service: str) -> None:
    send("chat", services.address(service), Message(subject="Hungary " * 60, text="t" * 1800, summary="s", id="x"))
    assert services.taken


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("length", [1500, 2500, 3500])
def test_a_message_with_a_short_form_is_one_message(services: Chats, service: str, length: int) -> None:
    """Apprise counts after it has made HTML of a text, with six characters for a blank."""
    text = "\n".join(["    Hungary signed it on 1 June 2026 (no date is given)."] * (length // 55))
    send("chat", services.address(service), Message(subject="Hungary signed", text=text, summary="In short", id="x"))

    assert len(services.texts(service)) == 1
