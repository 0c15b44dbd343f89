"""The configuration file: an example works as it stands; what is wrong is said with its place."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from world import row, world

import tracker.cli
from tracker.config import Config, find, load
from tracker.errors import ConfigError
from tracker.models import Threshold
from tracker.models.cadences import parse_cadence
from tracker.sources.kinds.coe_chart import CoeChart
from tracker.sources.kinds.coe_service import CoeService
from tracker.sources.kinds.saved_file import SavedFile

if TYPE_CHECKING:
    from collections.abc import Callable

EXAMPLE = """
[tracker]
database = "tracker.db"            # relative to this file
contact = "mailto:you@example.org" # goes into the User-Agent
confirm_after = "12h"              # durations: "30s", "15m", "12h", "2d"; "0s" = the next read confirms
max_retractions = 3
max_corrections = 5
down_after = 3
remind_every = "1d"
clock_tolerance = "1d"

[http]
timeout = "30s"
min_gap = "2s"                     # between two requests to one host; "0s" allowed
retries = 3
max_bytes = "20MB"

[[treaty]]
id = "ets-185"
number = "185"
name = "Budapest Convention"
opened_on = 2001-11-23
blank_non_member = "invited"       # default "none"
sources = ["coe-service"]          # the first is the authority
# threshold = { needed = 5, members = 3 }

[sources.coe-service]
api_url = "http://127.0.0.1:8000/WS_LFRConventions/"
page_url = "http://127.0.0.1:8000/en/web/conventions/full-list"
api_key = "…"

[sources.coe-chart]                # every other kind has one address; {number} is filled in
url = "http://127.0.0.1:8000/chart?treatynum={number}"

[sources.saved]                    # a page or response that a person saved
kind = "file"
path = "chart.html"
of = "coe-chart"                   # read as
published_on = 2026-11-20

[schedule]
check = "every 6h"

[[notify]]
name = "legal"
url = "env:LEGAL_URL"
treaties = ["ets-185"]
alerts = true
digest = "immediate"
format = "text"

[participants]                     # a spelling the table does not know yet
"New Name" = "ISO"
"""

BASE = """
[tracker]
contact = "mailto:tests@localhost"
[[treaty]]
id = "ets-185"
number = "185"
name = "Budapest Convention"
opened_on = 2001-11-23
sources = ["coe-service"]
[sources.coe-service]
api_url = "http://127.0.0.1:8000/api/"
page_url = "http://127.0.0.1:8000/page"
"""


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], Config]:
    """Load a configuration with this text."""

    def loaded(text: str) -> Config:
        path = tmp_path / "config.toml"
        path.write_text(text, encoding="utf-8")
        return load(path)

    return loaded


# ---- what is right ----------------------------------------------------------------------------------


def test_the_form_of_the_design(read: Callable[[str], Config], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it stands, with LEGAL_URL unset: a warning, and the channel is off."""
    monkeypatch.delenv("LEGAL_URL", raising=False)
    config = read(EXAMPLE)

    assert config.database == tmp_path / "tracker.db"
    assert (config.confirm_after, config.remind_every) == (timedelta(hours=12), timedelta(days=1))
    assert (config.limits.max_retractions, config.limits.max_corrections, config.down_after) == (3, 5, 3)
    assert (config.http.timeout, config.http.min_gap) == (timedelta(seconds=30), timedelta(seconds=2))
    assert (config.http.retries, config.http.max_bytes) == (3, 20_000_000)
    [treaty] = config.treaties
    assert (treaty.id, treaty.opened_on, treaty.sources) == ("ets-185", date(2001, 11, 23), ("coe-service",))
    assert treaty.blank_non_member_invited
    assert treaty.threshold == Threshold(needed=5, members=3, organisations=False)
    assert isinstance(config.sources["coe-service"], CoeService)
    assert isinstance(config.sources["coe-chart"], CoeChart)
    saved = config.sources["saved"]
    assert isinstance(saved, SavedFile)
    assert (saved.of, saved.published_on) == ("coe-chart", date(2026, 11, 20))
    assert config.spellings == {"New Name": "ISO"}
    [channel] = config.channels
    assert (channel.url, channel.natures) == (None, ("event", "correction", "retraction"))
    assert "[[notify]] legal: the variable LEGAL_URL is not set: off" in config.warnings


def test_everything_else_has_a_default(read: Callable[[str], Config]) -> None:
    """The defaults, and no warning."""
    config = read(BASE)
    assert (config.confirm_after, config.clock_tolerance) == (timedelta(hours=12), timedelta(days=1))
    assert config.schedule.check == parse_cadence("every 6h")
    assert config.schedule.statements == config.schedule.treaties == parse_cadence("every 1d")
    assert (config.give_up_after, config.warnings) == (timedelta(days=3), ())
    assert not config.treaties[0].blank_non_member_invited


def test_the_other_tables(read: Callable[[str], Config], tmp_path: Path) -> None:
    """`[deliver]`, `[publish]`, `[health]`, and the keys every source has."""
    config = read(
        BASE + 'grace = "3d"\nterms_accepted = "us, today: public"\n[deliver]\ngive_up_after = "2d"\n'
        '[publish]\nfolder = "site"\n[health]\nheartbeat = "alive"\nping_url = "https://ping.example/x"\n'
    )
    assert (config.give_up_after, config.publish_folder) == (timedelta(days=2), tmp_path / "site")
    assert (config.heartbeat, config.ping_url) == (tmp_path / "alive", "https://ping.example/x")


def test_a_source_may_have_any_name_with_a_kind(read: Callable[[str], Config]) -> None:
    """`kind` says what it is; another number for it stands with the treaty."""
    text = BASE.replace('sources = ["coe-service"]', 'sources = ["coe-service", "mirror"]\nnumbers = { mirror = "9" }')
    config = read(text + '[sources.mirror]\nkind = "coe-chart"\nurl = "https://mirror.example/{number}"\n')

    assert isinstance(config.sources["mirror"], CoeChart)
    assert (config.treaties[0].number_for("mirror"), config.treaties[0].number_for("coe-service")) == ("9", "185")


def test_paths_are_relative_to_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the command is run."""
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "config.toml").write_text('[tracker]\ndatabase = "../data/tracker.db"\n')
    monkeypatch.chdir(tmp_path)
    assert load(Path("etc/config.toml")).database.resolve() == (tmp_path / "data" / "tracker.db").resolve()


def test_where_it_is_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Here, then in the user's folder; one that is named must be there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    with pytest.raises(ConfigError, match="tracker init"):
        find(None)
    mine = tmp_path / "home" / "convention-tracker" / "config.toml"
    mine.parent.mkdir(parents=True)
    mine.touch()
    assert find(None) == mine
    Path("config.toml").touch()
    assert find(None) == Path("config.toml")
    with pytest.raises(ConfigError, match="absent"):
        find(Path("absent.toml"))


@pytest.mark.parametrize("how", ["\ufeff" + BASE, BASE.replace("\n", "\r\n")])
def test_as_editors_write_it(tmp_path: Path, how: str) -> None:
    """With a byte order mark, with Windows' ends of lines."""
    (tmp_path / "config.toml").write_bytes(how.encode())
    assert load(tmp_path / "config.toml").treaties[0].id == "ets-185"


# ---- what is wrong ----------------------------------------------------------------------------------

NOTIFY = '[[notify]]\nname = "legal"\nurl = "env:X"\n'


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        # unknown keys, in each table
        ("", "[htpp]\n", "unknown key 'htpp'; did you mean 'http'?"),
        ("[tracker]", "[tracker]\ndatabse = 'x'", "[tracker]: unknown key 'databse'; did you mean 'database'?"),
        ("", "[http]\ntimout = '3s'", "[http]: unknown key 'timout'; did you mean 'timeout'?"),
        ("name =", "nme =", "[[treaty]] ets-185: unknown key 'nme'; did you mean 'name'?"),
        ("name =", "threshold = {needed=5, member=3}\nname =", "threshold: unknown key 'member'; did you mean"),
        ("", "api_ky = 'x'", "[sources.coe-service]: unknown key 'api_ky'; did you mean 'api_key'?"),
        ("", "[sources.coe-chart]\nurl='http://x/'\nurll='x'", "[sources.coe-chart]: unknown key 'urll'; did"),
        ("", "[schedule]\nchek = 'every 6h'", "[schedule]: unknown key 'chek'; did you mean 'check'?"),
        ("", f"{NOTIFY}digst = 'daily'", "[[notify]] legal: unknown key 'digst'; did you mean 'digest'?"),
        ("", "[deliver]\ngive_up = '3d'", "[deliver]: unknown key 'give_up'; did you mean 'give_up_after'?"),
        ("", "[publish]\nfoldr = 'x'", "[publish]: unknown key 'foldr'; did you mean 'folder'?"),
        ("", "[health]\nhartbeat = 'x'", "[health]: unknown key 'hartbeat'; did you mean 'heartbeat'?"),
        # wrong types
        ("[tracker]", "[tracker]\ndatabase = 5", "[tracker] database: expected text, got a whole number"),
        ("[tracker]", "[tracker]\nmax_retractions = '3'", "max_retractions: expected a whole number, got text"),
        ("[tracker]", "[tracker]\nmax_retractions = true", "expected a whole number, got true or false"),
        ("[tracker]", "[tracker]\nmax_retractions = -1", "tracker.max_retractions = -1: expected 0 or more"),
        ("[tracker]", "[tracker]\ndown_after = 0", "tracker.down_after = 0: expected 1 or more"),
        ('number = "185"', "number = 185", "[[treaty]] ets-185 number: expected text, got a whole number"),
        ('sources = ["coe-service"]', 'sources = "coe-service"', "ets-185 sources: expected a list, got text"),
        ("[[treaty]]", "[treaty]", "[treaty]: write [[treaty]], because there may be several"),
        ("[tracker]", "[[tracker]]", "[tracker]: expected a table, got a list"),
        ("[sources.coe-service]", "[[sources]]", "[sources]: expected a table"),
        ("[tracker]", "sources = {x = 1}\n[tracker]", "Cannot"),
        ("", f"{NOTIFY}alerts = 'yes'", "[[notify]] legal alerts: expected true or false, got text"),
        ("", "[participants]\nX = 5", "[participants] 'X': expected text, got a whole number"),
        ("", "[participants]\nX = []", "[participants] 'X': expected text, got a list"),
        ("", "[participants]\nX = 1979-05-27", "[participants] 'X': expected text, got a day like 2001-11-23"),
        ("", "[participants]\nX = 07:32:00", "[participants] 'X': expected text, got a time"),
        ("[tracker]", "[tracker]\ndown_after = 3.0", "[tracker] down_after: expected a whole number, got a number"),
        ("[tracker]", "[tracker]\nconfirm_after = 12", "[tracker] confirm_after: expected text, got a whole number"),
        ("[sources.coe-service]", "[sources]\nx = 1\n[sources.y]", "[sources.x]: expected a table, got a whole number"),
        ('["coe-service"]', '["coe-service", 5]', "[[treaty]] ets-185 sources[1]: expected text, got a whole number"),
        ('["coe-service"]', '["coe-service"]\nnumbers = {x = 5}', "ets-185 numbers 'x': expected text, got a whole"),
        ('["coe-service"]', '["coe-service"]\nthreshold = 5', "ets-185 threshold: expected a table, got a whole"),
        ('["coe-service"]', '["coe-service"]\nthreshold = {needed = "5"}', "ets-185 threshold.needed: expected a"),
        ("", f"{NOTIFY}kinds = [5]", "[[notify]] legal kinds[0]: expected text, got a whole number"),
        ("", f"{NOTIFY}digest = 5", "[[notify]] legal digest: expected text, got a whole number"),
        # what is missing
        ('["coe-service"]', '["coe-service"]\nthreshold = {members = 3}', "ets-185: threshold.needed is missing"),
        ('id = "ets-185"', "", "[[treaty]] Budapest Convention: id is missing"),
        ("api_url", "# api_url", "[sources.coe-service]: api_url is missing"),
        ('name = "Budapest Convention"', 'name = ""', "[[treaty]] ets-185: number and name may not be empty"),
        ('["coe-service"]', "[]", "[[treaty]] ets-185: name at least one source"),
        # durations, sizes, dates, addresses
        ("[tracker]", "[tracker]\nconfirm_after = '12'", "tracker.confirm_after = '12': expected a duration like"),
        ("[tracker]", "[tracker]\nconfirm_after = '-1d'", "tracker.confirm_after = '-1d': expected a duration like"),
        ("[tracker]", "[tracker]\nconfirm_after = '999999999w'", "'999999999w': more than ten years"),
        ("", "[http]\ntimeout = '0s'", "http.timeout = '0s': expected more than 0s and at most 1d"),
        ("", "[http]\nmax_bytes = '20'", "http.max_bytes = '20': expected a size like"),
        ("", "[http]\nmax_bytes = '0MB'", "http.max_bytes = '0MB': expected a size like"),
        ("", "[http]\nretries = 1000000", "http.retries = 1000000: expected 0 to 20"),
        ("opened_on = 2001-11-23", "opened_on = '23/11/2001'", "opened_on: expected a day like 2001-11-23"),
        ("opened_on = 2001-11-23", "opened_on = 2001-11-23T10:00:00", "opened_on: expected a day like 2001-11-23"),
        ("http://127.0.0.1:8000/api/", "ftp://x/", "api_url = 'ftp://x/': expected an address like https://"),
        ("", "grace = 'soon'", "[sources.coe-service] grace = 'soon': expected a duration like"),
        ('["coe-service"]', '["coe-service"]\nmonths_after_consent = 121', "months_after_consent = 121: expected 0 to"),
        ("opened_on = 2001-11-23", "opened_on = '2001-02-30'", "opened_on: expected a day like 2001-11-23"),
        # words
        ('id = "ets-185"', 'id = "185"', "[[treaty]] id '185': expected one like ets-185, cets-224 or untc-xviii-16"),
        ('["coe-service"]', '["coe-servce"]', "ets-185: no [sources.coe-servce]; did you mean 'coe-service'?"),
        ('["coe-service"]', '["coe-service", "coe-service"]', "source of ets-185 'coe-service' is given twice"),
        ('["coe-service"]', '["coe-service"]\nblank_non_member = "maybe"', "ets-185: blank_non_member: 'maybe' is not"),
        ('["coe-service"]', '["coe-service"]\nthreshold = {needed = 0}', "threshold.needed = 0: expected 1 or more"),
        ("", "[sources.mine]\nurl = 'http://x/'", "[sources.mine]: unknown kind 'mine'"),
        ("", "[sources.mine]\nkind = 'coe-chrt'", "unknown kind 'coe-chrt'; did you mean 'coe-chart'?"),
        ("", "[sources.mine]\nkind = ['file']", "[sources.mine]: unknown kind ['file']"),
        ("", "[sources.s]\nkind='file'\npath='x'\nof='coe-chrt'\npublished_on=2026-01-01", "of: 'coe-chrt'"),
        ("", f"{NOTIFY}treaties = ['ets-158']", "treaties: 'ets-158' is not known; did you"),
        ("", f"{NOTIFY}participants = ['Brasil']", "[[notify]] legal: participants: no participant 'Brasil'"),
        ("", f"{NOTIFY}kinds = ['ratifid']", "kinds: 'ratifid' is not known; did you mean 'ratified'?"),
        ("", f"{NOTIFY}natures = ['evnt']", "natures: 'evnt' is not known; did you mean 'event'?"),
        ("", f"{NOTIFY}digest = 'hourly'", "digest: 'hourly' is not known (known: immediate, daily, weekly, monthly)"),
        ("", f"{NOTIFY}{NOTIFY}", "[[notify]] name 'legal' is given twice"),
        ("", '[[treaty]]\nid="ets-185"\nnumber="1"\nname="x"\nsources=["coe-service"]', "'ets-185' is given twice"),
        ("", "[participants]\n'X' = 'brazil'", "[participants]: 'X' = 'brazil': expected an id of three capitals"),
        ("", "[participants]\n'Brazil' = 'HUN'", "this spelling already means Brazil (BRA)"),
        # the schedule
        ("", "[schedule]\ncheck = 'every 6'", "schedule.check = 'every 6': expected a time from"),
        ("", "[schedule]\ncheck = 'every 0s'", "schedule.check = 'every 0s': expected a time from"),
        ("", "[schedule]\ncheck = 'every 999999999w'", "expected a time from"),
        ("", "[schedule]\ncheck = 'cron: 15 5 * * 1'", "schedule.check = 'cron: 15 5 * * 1': name the weekdays"),
        ("", "[schedule]\ncheck = 'cron: 15 5 * * mon-5'", "name the weekdays"),
        ("", "[schedule]\ncheck = 'cron: 15 5 * * sun-mon'", "name the weekdays from monday on"),
        ("", "[schedule]\nbackup = 'cron: 15 5 * *'", 'schedule.backup = \'cron: 15 5 * *\': expected "every 6h" or'),
        # not TOML at all
        ("[tracker]", "[tracker", "is not valid TOML"),
        ("", "x = " + "[" * 5000 + "]" * 5000, "is nested too deeply"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(
    read: Callable[[str], Config], tmp_path: Path, before: str, after: str, said: str
) -> None:
    """One line that names the file, the table, the key, and the nearest known one."""
    text = BASE.replace(before, after, 1) if before else BASE + after + "\n"
    with pytest.raises(ConfigError) as error:
        read(text)

    assert str(error.value).startswith(str(tmp_path / "config.toml"))
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_that_is_none(tmp_path: Path) -> None:
    """A folder, something that is not text, something far too large."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "huge").write_text("\n".join(f"k{n} = 1" for n in range(1_000_000)))
    for name, said in {"folder": "cannot be read", "bytes": "not UTF-8", "huge": "larger than"}.items():
        with pytest.raises(ConfigError, match=said):
            load(tmp_path / name)


def test_what_deserves_a_look(read: Callable[[str], Config]) -> None:
    """A number that is another treaty's: followed as it is said, with a warning."""
    config = read(BASE.replace('number = "185"', 'number = "224"'))
    assert config.warnings == ("[[treaty]] ets-185: number '224' is the number of cets-224",)


@pytest.mark.parametrize("rule", ["cron: 15 5 * * 1", "cron: 15 5 * * 1-5", "every 0s"])
@pytest.mark.parametrize("command", ["config check", "check", "status"])
def test_a_rule_that_would_fire_on_another_day_is_refused_by_every_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str, rule: str
) -> None:
    """Exit code 2: nothing is read with a schedule that means something else than it says."""
    monkeypatch.chdir(tmp_path)
    Path("config.toml").write_text(f'{BASE}[schedule]\ncheck = "{rule}"\n')

    assert tracker.cli.run(command.split()) == 2
    assert "schedule.check" in capsys.readouterr().err


def test_config_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Right: exit code 0 with warnings on stderr; wrong: 2 and one line."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LEGAL_URL", raising=False)
    Path("config.toml").write_text(EXAMPLE)
    assert tracker.cli.run(["config", "check"]) == 0
    said = capsys.readouterr()
    assert "follows ets-185 from coe-service" in said.out
    assert "LEGAL_URL" in said.err

    Path("config.toml").write_text(EXAMPLE.replace('check = "every 6h"', 'check = "cron: 99 5 * * *"'))
    assert tracker.cli.run(["config", "check"]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert "config.toml: schedule.check" in line


# ---- secrets ----------------------------------------------------------------------------------------


def test_secrets_are_neither_kept_nor_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What env: variables and keys hold stands in no output and not in the database; nor in a repr."""
    secrets = {"LEGAL_URL": "json://user:hunter2@127.0.0.1:9/x", "PING": "https://127.0.0.1:9/sesame"}
    for name, value in secrets.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    more = '[[notify]]\nname = "legal"\nurl = "env:LEGAL_URL"\ndigest = "daily"\n[health]\nping_url = "env:PING"\n'
    with world(tmp_path, more=more) as w:
        monkeypatch.setattr("jobs.clock.utc_now", lambda: w.now)
        w.standin.key = "open-sesame-of-the-service"
        w.path.write_text(w.path.read_text().replace("a-key-of-the-stand-in", w.standin.key))
        w.show(row("Albania", signed="2001-11-23"))
        w.check()
        w.show(row("Albania", signed="2001-11-23", consent="2002-06-20"))
        w.check()
        assert "hunter2" in str(w.config.channels[0].url)
        assert "hunter2" not in repr(w.config)
        assert "sesame" not in repr(w.config).replace(w.standin.key, "")
        printed = str(w.config.as_record())
        for command in (
            "config check",
            "config check --json",
            "status --json",
            "why 1 --json",
            "doctor",
            "check --json",
        ):
            tracker.cli.run(command.split())
            said = capsys.readouterr()
            printed += said.out + said.err
        with closing(sqlite3.connect(tmp_path / "tracker.db")) as connection:
            dump = "\n".join(connection.iterdump())
            assert connection.execute("SELECT count(*) FROM outbox").fetchone()[0] == 1
    kept = dump.encode() + b"".join(path.read_bytes() for path in tmp_path.glob("tracker.db*"))

    for secret in ("hunter2", "sesame"):
        assert secret not in printed
        assert secret.encode() not in kept


def test_an_organisation_among_the_participants(tmp_path: Path) -> None:
    """A table instead of an id gives its kind; another kind is an error."""
    path = tmp_path / "config.toml"
    path.write_text('[participants]\n"Widget Union" = { id = "XWU", kind = "organisation" }\n"Widgetland" = "XWL"\n')
    assert load(path).spellings == {"Widget Union": "XWU organisation", "Widgetland": "XWL"}
    for wrong in ('{ id = "XWU", kind = "club" }', '{ kind = "organisation" }', '{ id = "xw", kind = "organisation" }'):
        path.write_text(f'[participants]\n"Widget Union" = {wrong}\n')
        with pytest.raises(ConfigError, match="participants"):
            load(path)
