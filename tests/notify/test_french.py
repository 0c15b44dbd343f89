"""What a channel receives in French: told from the facts of the history, which stays English."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from everything import lived_through
from states import FIVE, HUNGARY, IRELAND, NIGER
from world import SECOND_PROTOCOL, but, row, world

from db.store import Store
from jobs.context import begin
from jobs.ingest import retelling
from jobs.notify.alerts import after_job
from jobs.notify.outbox import queued_messages
from jobs.notify.preview import preview
from jobs.publish.report import gather
from tracker.cli import main
from tracker.config import find, load
from tracker.errors import ConfigError
from tracker.language import Language, speaking
from tracker.models.records import Filter
from tracker.report.render import Format, render

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from world import World

    from tracker.models import Change

CHANNELS = """
[[notify]]
name = "bureau"
url = "mailto://a:b@example.org/?to=x@example.org"
language = "fr"

[[notify]]
name = "office"
url = "mailto://a:b@example.org/?to=y@example.org"
"""


def plain(text: str) -> str:
    """The text with ordinary blanks, and on one line."""
    return " ".join(text.replace("\u00a0", " ").split())


@pytest.fixture
def told(tmp_path: Path) -> Iterator[World]:
    """A ratification and two signatures of one read wait for both channels."""
    with world(tmp_path, more=CHANNELS + SECOND_PROTOCOL) as w:
        w.show(*FIVE, HUNGARY, IRELAND, NIGER)
        w.show(row("Spain", signed="2022-05-12"), number="224")
        w.check_all()
        w.wait(hours=13)
        w.show(*FIVE, but(HUNGARY, consent="2026-06-01", in_force="2026-10-01"), IRELAND, NIGER)
        w.show(
            *(row(name, signed="2022-05-12") for name in ("Spain", "United States of America", "Netherlands")),
            number="224",
        )
        w.check_all()
        yield w


def messages(w: World) -> dict[str, list[str]]:
    """The subjects and texts that wait for each channel."""
    with w.store() as store:
        run = begin(store, w.config, w.now)
        return {
            channel.name: [
                plain(f"{queued.message.subject}\n{queued.message.text}") for queued in queued_messages(run, channel)
            ]
            for channel in w.config.channels
        }


def test_two_channels_get_the_same_news_each_in_its_language(told: World) -> None:
    """Subject, sentence, figures and notices; the change objects stay as they are recorded."""
    found = messages(told)

    first, second = found["bureau"]
    assert first.startswith(
        "La Hongrie a ratifié la Convention de Budapest : le premier des cinq consentements requis ; en vigueur le"
        " 1er octobre 2026"
    )
    assert (
        "La Hongrie a déposé son instrument de ratification, d’acceptation ou d’approbation de la Convention de"
        " Budapest le 1er juin 2026 (le premier des cinq consentements requis"
    ) in first
    assert second.startswith("Les États-Unis d’Amérique et les Pays-Bas ont signé le Deuxième Protocole additionnel")
    assert "Seuls font foi les textes des traités, les instruments déposés et les notifications" in second
    assert found["office"][0].startswith("Hungary ratified the Budapest Convention: the first of five")
    assert found["office"][1].startswith("The Netherlands and the United States of America signed the Second")


def test_a_french_message_has_no_word_of_english(told: World) -> None:
    """What a page prints, addresses and names apart."""
    for said in messages(told)["bureau"]:
        for word in (" the ", " of ", " and ", " is ", "Signed", "noticed", "fetched", "status", " not "):
            assert word not in said, word


def test_the_history_stays_english(told: World) -> None:
    """A channel that speaks French changes nothing that is recorded."""
    messages(told)
    assert all(" the " in change.summary for change in told.changes())


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A history with doubts, corrections, archived copies and statements."""
    return lived_through(tmp_path_factory.mktemp("lived"))


def test_each_change_is_told_from_facts_that_give_its_english(lived: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No sentence of a history that this version told has less in French than in English."""
    alone: list[Change] = []
    bare = retelling.Retelling.from_the_change_alone
    monkeypatch.setattr(
        retelling.Retelling, "from_the_change_alone", lambda one: (alone.append(one.change), bare(one))[1]
    )
    with Store.open(lived, read_only=True) as store, speaking(Language.FRENCH):
        changes = store.changes.find()
        said = [change.summary for change in retelling.retold(store, changes)]

    assert len(said) == len(changes) > 20
    assert alone == []
    assert not any(" the " in sentence for sentence in said)


def test_what_an_older_version_told_in_other_words_is_told_from_the_change_alone(lived: Path) -> None:
    """Who, what and when; no place among consents that nobody can check."""
    with Store.open(lived, read_only=True) as store, speaking(Language.FRENCH):
        change = next(change for change in store.changes.find() if change.kind == "ratified")
        [said] = retelling.retold(store, [replace(change, summary="Hungary ratified it, as was then said.")])

    assert plain(said.summary) == (
        "La Hongrie a déposé son instrument de ratification, d’acceptation ou d’approbation de la Convention de"
        " Budapest le 1er juin 2026."
    )


def test_a_report_in_french(lived: Path) -> None:
    """In every format for people; JSON is no prose."""
    with Store.open(lived, read_only=True) as store, speaking(Language.FRENCH):
        now = store.changes.find()[-1].detected_at
        report = gather(store, Filter(), now=now)
        text, page = plain(render(report, Format.TEXT)), plain(render(report, Format.HTML))

    for said in (text, page):
        assert "L’état des signatures et ratifications ne mentionne plus l’Arménie au titre de la Convention" in said
        assert "Situation" in said
    assert '<html lang="fr">' in page


def test_an_alert_is_in_the_language_of_its_channel(told: World) -> None:
    """It is written when it is queued."""
    with told.store() as store:
        after_job(begin(store, told.config, told.now), "backup", "no space")

    found = messages(told)
    assert found["bureau"][0].startswith("Suivi : la tâche backup échoue La tâche backup a échoué plusieurs fois")
    assert found["office"][0].startswith("Tracker: job backup fails The job backup failed several times")


def test_a_preview_in_another_language(told: World) -> None:
    """Of a channel that speaks English."""
    [first, *_] = preview(told.config, ["office"], now=told.now, language=Language.FRENCH)

    assert plain(first.subject).startswith("La Hongrie a ratifié la Convention de Budapest")


def test_the_command_writes_a_report_in_french(lived: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`tracker report --language fr`."""
    with pytest.raises(SystemExit) as done:
        main(["--db", str(lived), "report", "--language", "fr"])

    assert done.value.code == 0
    assert "CE QUI A CHANGÉ" in capsys.readouterr().out


def test_an_unknown_language_is_an_error_that_names_those_there_are(
    tmp_path: Path, lived: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the configuration and on the command line."""
    with pytest.raises(SystemExit):
        main(["--db", str(lived), "report", "--language", "de"])
    assert "'en', 'fr'" in capsys.readouterr().err
    with (
        world(tmp_path, more=CHANNELS.replace('"fr"', '"italian"')) as w,
        pytest.raises(ConfigError, match="known: en, fr"),
    ):
        load(find(w.folder / "config.toml"))
