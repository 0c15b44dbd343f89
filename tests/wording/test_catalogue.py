"""The catalogues: every phrase of the code is translated, with the places that it has; a gap fails the build."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from babel.messages.catalog import Message

from tracker.language import Language, Plural, counting, fill, speaking, spoken

TOOLS = Path(__file__).parents[2] / "tools"
sys.path.insert(0, str(TOOLS))

from messages import faults_of  # noqa: E402 - the tool is no package

SIGNED = "{who} signed {treaty}"


def test_the_catalogues_are_complete() -> None:
    """No phrase without its translation, none fuzzy; what is compiled is what its source and the code say."""
    done = subprocess.run(
        [sys.executable, str(TOOLS / "messages.py"), "--check"], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout) == (0, "1 catalogue(s) complete\n"), done.stdout


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        (Message(SIGNED), "not translated"),
        (Message(SIGNED, "{who} a signé {treaty}", flags=["fuzzy"]), "fuzzy"),
        (Message(SIGNED, "{who} a signé"), "has ['who'], not ['treaty', 'who']"),
        (Message(SIGNED, "{who} a signé {traite}"), "has ['traite', 'who'], not ['treaty', 'who']"),
        (Message(("{count} State", "{count} States"), ("{count} État", "")), "not translated"),
        (Message(("{count} State", "{count} States"), ("un État", "États")), "has [], not ['count']"),
        (Message("{said}: {day}", "{said} : {day}"), "a line may break before a sign"),
    ],
)
def test_a_faulty_translation_is_found(message: Message, fault: str) -> None:
    """What is missing, doubtful, or would say less."""
    assert any(said.startswith(fault) for said in faults_of(message, "fr"))


@pytest.mark.parametrize(
    "message",
    [
        Message(SIGNED, "{who:de} est la signature {treaty:de}"),
        Message(("{count} State", "{count} States"), ("un État", "{count} États")),
        Message("{said}: {day}", "{said}\u00a0: {day}"),
    ],
)
def test_a_good_translation_may_ask_for_forms_and_write_one_as_a_word(message: Message) -> None:
    """The places count, not what they ask of a name."""
    assert list(faults_of(message, "fr")) == []


def test_each_thread_speaks_its_own_language() -> None:
    """The daemon delivers to channels of different languages at once."""
    both = Barrier(2)

    def said(language: Language) -> str:
        with speaking(language):
            both.wait(5)
            return fill("no date")

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(said, [Language.FRENCH, Language.ENGLISH])) == ["aucune date", "no date"]
    assert spoken() is Language.ENGLISH


def test_numbers_choose_their_form() -> None:
    """French has the singular for none, English the plural."""
    changes = Plural("{count} change", "{count} changes")

    assert [counting(changes, number) for number in (0, 1, 2)] == ["0 changes", "1 change", "2 changes"]
    with speaking(Language.FRENCH):
        assert [counting(changes, number) for number in (0, 1, 2)] == [
            "0 modification", "1 modification", "2 modifications",
        ]  # fmt: skip
