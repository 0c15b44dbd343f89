"""`[publish] git`: a history that reads like a chronicle, that no crash breaks, and that breaks nothing else."""

from __future__ import annotations

import csv
import os
import subprocess
from typing import TYPE_CHECKING

import pytest
from channels import channel
from click.testing import CliRunner
from states import HUNGARY, IRELAND
from world import World, but, declaration, row

from jobs.publish.git.chronicle import OURS
from jobs.publish.git.program import Git
from tracker.cli import cli
from tracker.errors import ConfigError, OutputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

PUBLISH = '[publish]\ngit = "data"\n'
SIGNED_OFF = "Signed-off-by: Convention tracker <tests@localhost>"
RATIFIED = but(HUNGARY, consent="2026-06-01")


@pytest.fixture
def w(open_world: Callable[..., World]) -> World:
    """A world that publishes; Hungary and Ireland have signed."""
    w = open_world(more=PUBLISH)
    w.show(HUNGARY, IRELAND)
    w.check()
    return w


def git(folder: Path, *arguments: str) -> str:
    """What git says, as a reader would ask it."""
    return subprocess.run(
        ["git", "-C", str(folder), *arguments],  # noqa: S607
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def subjects(folder: Path) -> list[str]:
    return git(folder, "log", "--reverse", "--format=%s").splitlines()


def ratify(w: World) -> None:
    w.wait(hours=1)
    w.show(RATIFIED, IRELAND)
    w.check()


def export(w: World, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["--config", str(w.path), "export", "git", *arguments])


def refused(w: World, *arguments: str) -> str:
    found = export(w, *arguments).exception
    assert isinstance(found, UsageError)
    return str(found)


# ---- the chronicle -------------------------------------------------------------------------------


def test_a_read_that_tells_something_is_a_commit(w: World) -> None:
    ratify(w)
    folder = w.folder / "data"

    assert subjects(folder) == [
        "First chart of the Budapest Convention",
        "Hungary ratified the Budapest Convention: the first of five",
    ]
    message = git(folder, "log", "-1", "--format=%B")
    assert "* Hungary deposited its instrument" in message
    assert "(change 1, read from a replay on this machine" in message
    assert "do not cite it as a depositary's" in message
    assert message.rstrip().endswith(SIGNED_OFF)
    shown = git(folder, "log", "-1", "--format=%an|%ae|%cn|%ce|%aI|%cI|%(trailers:key=Signed-off-by,valueonly)")
    who, at = ["Convention tracker", "tests@localhost"], w.changes()[0].detected_at.isoformat(timespec="seconds")
    assert shown.strip().split("|") == [*who, *who, at, at, "Convention tracker <tests@localhost>"]
    assert git(folder, "show", "--format=", "--numstat", "--", "participants.csv").split() == [
        *("1", "1", "participants.csv")
    ]
    assert sorted(git(folder, "ls-files").split()) == sorted(OURS)
    assert git(folder, "status", "--porcelain") == ""


def test_a_read_that_tells_nothing_is_none(w: World) -> None:
    ratify(w)
    before = git(w.folder / "data", "rev-parse", "HEAD")
    for hours in (1, 24, 24 * 40):
        w.wait(hours=hours)
        w.check()

    assert git(w.folder / "data", "rev-parse", "HEAD") == before


def test_lists_of_statements_are_told(open_world: Callable[..., World]) -> None:
    w = open_world(more=PUBLISH)
    w.show(HUNGARY, IRELAND)
    w.declare(declaration("Hungary", 'Two\n"lines", =1+1', nature="Declaration"))
    w.check()
    for _ in range(3):
        w.declare(declaration("Hungary", 'Two\n"lines", =1+1', nature="Declaration"), declaration("Ireland", "More."))
        w.wait(hours=24)
        w.check()

    first, last = subjects(w.folder / "data")
    assert first == "First chart of the Budapest Convention; First list of statements under the Budapest Convention"
    assert "Ireland" in last
    assert (w.folder / "data/statements.jsonl").read_text().count("\n") == 2


def test_a_replay_gives_the_same_commits(w: World) -> None:
    """What a publication holds follows from the history alone, whenever it is made."""
    ratify(w)
    w.wait(hours=1)
    w.show(RATIFIED, but(IRELAND, consent="2026-06-02"))
    w.check()

    done = export(w, "-o", str(w.folder / "again"))

    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == subjects(w.folder / "data")
    assert git(w.folder / "again", "log", "--format=%H") == git(w.folder / "data", "log", "--format=%H")
    assert "nothing to commit" in export(w).stderr


def test_each_line_is_an_item(w: World) -> None:
    ratify(w)
    for name in OURS:
        if name.endswith(".csv"):
            lines = (w.folder / "data" / name).read_text().splitlines()
            assert len(list(csv.reader(lines))) == len(lines)
    people = list(csv.DictReader((w.folder / "data/participants.csv").read_text().splitlines()))
    assert [(one["participant"], one["consent_on"]) for one in people] == [("HUN", "2026-06-01"), ("IRL", "")]
    assert not {"as_of", "last_good", "status_as_of", "not_known_after"} & set(people[0])


def test_text_of_a_page_stays_text(open_world: Callable[..., World]) -> None:
    """It begins no trailer and no option, and nothing in it runs."""
    w = open_world(more=PUBLISH + '[participants]\n"--amend\\n\\nSigned-off-by: $(touch x) <e@x>" = "XYZ"\n')
    hostile = row("--amend\n\nSigned-off-by: $(touch x) <e@x>", signed="2026-06-01")
    w.show(HUNGARY)
    w.check()
    w.wait(hours=1)
    w.show(HUNGARY, hostile)
    entry = w.check()

    assert entry.changes, entry
    folder = w.folder / "data"
    assert len(subjects(folder)) == 2
    assert git(folder, "log", "-1", "--format=%(trailers)").strip() == SIGNED_OFF
    assert all(
        line.startswith("* ") for line in git(folder, "log", "-1", "--format=%b").splitlines() if "amend" in line
    )


# ---- crashes -------------------------------------------------------------------------------------


def test_the_next_pass_commits_what_a_crash_left(w: World, monkeypatch: pytest.MonkeyPatch) -> None:
    run = Git.run

    def dies(git: Git, *arguments: str, **more: object) -> bytes:
        if arguments[0] == "commit":
            (git.folder / ".git/index.lock").touch()  # as a git that was killed leaves it
            raise KeyboardInterrupt
        return run(git, *arguments, **more)  # type: ignore[arg-type]  # as they come

    with monkeypatch.context() as patched:
        patched.setattr(Git, "run", dies)
        with pytest.raises(KeyboardInterrupt):
            ratify(w)
    folder = w.folder / "data"
    (folder / ".participants.csv.abcd1234").touch()  # as a write that was killed leaves it
    assert len(subjects(folder)) == 1
    assert git(folder, "status", "--porcelain") != ""
    w.wait(hours=1)
    w.show(RATIFIED, but(IRELAND, consent="2026-06-02"))
    w.check()

    assert subjects(folder)[1:] == [
        "Hungary ratified the Budapest Convention: the first of five",
        "Ireland ratified the Budapest Convention: the second of five",
    ]
    assert git(folder, "status", "--porcelain") == ""


def test_a_git_that_hangs_is_ended(tmp_path: Path) -> None:
    pipe, script = tmp_path / "pipe", tmp_path / "hangs"
    os.mkfifo(pipe)
    script.write_text(f"#!/bin/sh\nread line < {pipe}\n")
    script.chmod(0o755)

    with pytest.raises(OutputError, match=r"git add in .* took over 0 s"):
        Git(folder=tmp_path, program=str(script), timeout=0.2).run("add")


# ---- a fault of its own --------------------------------------------------------------------------


def test_no_git_is_one_alert_and_stops_nothing(
    open_world: Callable[..., World], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    w = open_world(more=PUBLISH + channel("ops", digest="monthly"))
    w.show(HUNGARY, IRELAND)
    faults: list[str] = []
    with monkeypatch.context() as patched:
        patched.setenv("PATH", str(tmp_path / "empty"))
        w.check(on_fault=faults.append)
        ratify(w)
    with w.store() as store:
        alerts = [notice.subject for notice in store.outbox.notices()]
        [run] = [run for run in store.job_runs.all() if run.job == "git"]

    assert [change.participant for change in w.changes()] == ["HUN"]
    assert faults == ["OutputError: there is no git program: install git, or remove git from [publish]"]
    assert (alerts, run.error) == (["Tracker: job git fails"], faults[0])
    w.check()
    with w.store() as store:
        assert [notice.subject for notice in store.outbox.notices()][1:] == ["Tracker: job git is well again"]
    assert len(subjects(w.folder / "data")) == 2


def test_hooks_and_settings_of_others_do_nothing(
    open_world: Callable[..., World], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text("[commit]\ngpgSign = true\n[user]\nname = Somebody\n[core]\nautocrlf = true\n")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Somebody")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    w = open_world(more=PUBLISH)
    w.show(HUNGARY, IRELAND)
    w.check()
    monkeypatch.delenv("GIT_DIR")
    for name in ("pre-commit", "commit-msg", "post-commit"):
        hook = w.folder / "data/.git/hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\ntouch {tmp_path / 'ran'}\nexit 1\n")
        hook.chmod(0o755)
    ratify(w)

    assert git(w.folder / "data", "log", "--format=%an").split("\n")[:2] == ["Convention tracker"] * 2
    assert not (tmp_path / "ran").exists()


# ---- whose folder it is --------------------------------------------------------------------------


def _untracked(folder: Path) -> None:
    (folder / "notes.txt").write_text("mine")


def _staged(folder: Path) -> None:
    _untracked(folder)
    git(folder, "add", "notes.txt")


def _detached(folder: Path) -> None:
    git(folder, "checkout", "--quiet", "--detach")


def _merging(folder: Path) -> None:
    (folder / ".git/MERGE_HEAD").write_text(git(folder, "rev-parse", "HEAD"))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_untracked, "holds work that is not committed (notes.txt)"),
        (_staged, "holds work that is not committed (notes.txt)"),
        (_detached, "is on no branch"),
        (_merging, "something is not finished there (MERGE_HEAD)"),
    ],
)
def test_work_of_others_is_refused(w: World, spoil: Callable[[Path], None], said: str) -> None:
    folder = w.folder / "data"
    spoil(folder)
    before = git(folder, "rev-parse", "HEAD")
    faults: list[str] = []
    w.show(RATIFIED, IRELAND)
    w.check(on_fault=faults.append)

    assert said in faults[0]
    assert git(folder, "rev-parse", "HEAD") == before
    assert len(w.changes()) == 1


def test_files_that_others_committed_stay(w: World) -> None:
    folder = w.folder / "data"
    (folder / "README.md").write_text("Ours")
    git(folder, "add", "README.md")
    git(folder, "-c", "user.name=x", "-c", "user.email=x@x", "commit", "--quiet", "-m", "A readme")
    ratify(w)

    assert subjects(folder)[1:] == ["A readme", "Hungary ratified the Budapest Convention: the first of five"]
    assert (folder / "README.md").read_text() == "Ours"


def test_a_folder_of_others_is_refused(w: World) -> None:
    full, taken = w.folder / "full", w.folder / "taken"
    full.mkdir()
    (full / "thing").touch()
    taken.mkdir()
    git(taken, "init", "--quiet")
    (taken / "changes.csv").write_text("mine\n")
    git(taken, "add", "changes.csv")
    git(taken, "-c", "user.name=x", "-c", "user.email=x@x", "commit", "--quiet", "-m", "Mine")

    assert "is no git repository of its own" in refused(w, "-o", str(full))
    assert not (full / ".git").exists()
    assert "holds a changes.csv that the tracker did not write" in refused(w, "-o", str(taken))
    assert (taken / "changes.csv").read_text() == "mine\n"


def test_a_repository_around_the_folder_is_left_alone(w: World) -> None:
    git(w.folder, "init", "--quiet")
    ratify(w)

    assert git(w.folder, "log", "--all", "--format=%s") == ""
    assert len(subjects(w.folder / "data")) == 2


# ---- settings and options ------------------------------------------------------------------------


@pytest.mark.parametrize("contact", ["https://ministry.example/contact", "", "a b@c <x>"])
def test_who_signs_off_has_an_address(open_world: Callable[..., World], contact: str) -> None:
    w = open_world(more=PUBLISH)
    w.path.write_text(w.path.read_text().replace("mailto:tests@localhost", contact))

    with pytest.raises(ConfigError, match=r"\[publish\] git: commits are signed off by \[tracker\] contact"):
        _ = w.config


@pytest.mark.parametrize("arguments", [("--treaty", "ets-185"), ("--as-of", "2026-01-01"), ("-o", "-")])
def test_a_part_is_no_publication(w: World, arguments: tuple[str, ...]) -> None:
    assert "only -o FOLDER goes with it" in refused(w, *arguments)


def test_nothing_read_is_nothing_committed(open_world: Callable[..., World]) -> None:
    w = open_world()
    w.show(HUNGARY)
    w.standin.charts.clear()
    w.check()
    done = export(w, "-o", str(w.folder / "data"))

    assert (done.exit_code, done.stdout) == (0, "")
