"""`tracker calendar`: the file that calendars subscribe to, the table on a terminal, and what is published."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event
from registers import untc
from states import ALBANIA
from world import SECOND_PROTOCOL, World, but, row, world

import tracker.cli
from db.knowledge import Knowledge
from jobs.publish.calendar import calendar_file
from tracker.answers.calendar import calendar_item, gather
from tracker.answers.to_json import to_json
from tracker.calendar import Item, ItemKind, Precision
from tracker.calendar.basis import Invited
from tracker.export.ics import Sheet, calendar
from tracker.models import Treaty
from tracker.wording import calendar as words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HUNGARY = row("Hungary", signed="2001-11-23", consent="2026-05-20")
TIMOR = row("Timor-Leste", "non_member")
HUN_UID = "ets-185/HUN/in_force_on@convention-tracker"


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    """Hungary has consented, and no entry into force is printed for it; Timor-Leste is invited."""
    with world(tmp_path) as made:
        made.show(ALBANIA, HUNGARY, TIMOR)
        made.check()
        yield made


def file_of(w: World, **which: Any) -> bytes:
    """The .ics as it would be written now."""
    with w.store() as store:
        return calendar_file(Knowledge(store), **which)


def events(body: bytes) -> dict[str, Event]:
    """The file as a calendar reads it: events by UID, each once."""
    parsed = Calendar.from_ical(body)
    found = list(parsed.walk("VEVENT"))
    by_uid = {str(event["UID"]): event for event in found}
    assert len(by_uid) == len(found)
    assert parsed.errors == []
    assert all(event.errors == [] for event in found)
    return by_uid


def shape(event: Event) -> tuple[date, date, int, str]:
    """When, until when (exclusive), which revision, how certain."""
    return event.start, event.end, event["SEQUENCE"], str(event["STATUS"])


# ---- the file ----------------------------------------------------------------------------------------


def test_what_a_calendar_reads(w: World) -> None:
    """Expected and printed are told apart, in words, status and category; nobody is made busy."""
    found = events(file_of(w, everything=True))

    assert set(found) == {
        "ets-185/treaty/in_force_on@convention-tracker",
        "ets-185/ALB/in_force_on@convention-tracker",
        HUN_UID,
        "ets-185/TLS/invited@convention-tracker",
    }
    hungary = found[HUN_UID]
    assert shape(hungary) == (date(2026, 9, 1), date(2026, 9, 2), 0, "TENTATIVE")
    assert (
        hungary["SUMMARY"] == "Budapest Convention: entry into force for Hungary (expected, not printed; computed here)"
    )
    assert "three months after 2026-05-20 (article 36" in hungary["DESCRIPTION"]
    assert "Expected 2026-09-01, not printed; not known after 2026-06-15." in hungary["DESCRIPTION"]
    assert (
        "Source: a replay on this machine (no page of the Treaty Office was read), status as of 2026-06-15, evidence 1."
        in hungary["DESCRIPTION"]
    )
    assert "unofficial compilation" in hungary["DESCRIPTION"]
    assert [str(word) for word in hungary["CATEGORIES"].cats] == ["ETS 185", "entry into force", "expected"]
    assert hungary["TRANSP"] == "TRANSPARENT"
    albania = found["ets-185/ALB/in_force_on@convention-tracker"]
    assert shape(albania) == (date(2004, 7, 1), date(2004, 7, 2), 0, "CONFIRMED")
    assert albania["SUMMARY"] == "Budapest Convention: entry into force for Albania"
    assert "consent of 2002-06-20" in albania["DESCRIPTION"]


def test_an_invitation_is_a_warning_with_its_caveat(w: World) -> None:
    """In words that hold on any day they are read (docs/glossary.md#notices)."""
    event = events(file_of(w))["ets-185/TLS/invited@convention-tracker"]

    assert shape(event) == (date(2027, 10, 6), date(2027, 10, 7), 0, "TENTATIVE")
    assert event["SUMMARY"].endswith(
        "invitation of Timor-Leste, five years unless extended: about 2027-10-06; no later decision known to us"
        " (computed here)"
    )
    assert [str(word) for word in event["CATEGORIES"].cats] == ["ETS 185", "invitation", "warning"]
    assert "now" not in f"{event['SUMMARY']} {event['DESCRIPTION']}".split()
    assert "can be extended; no later decision known to us" in event["DESCRIPTION"]


def test_the_calendar_says_how_often_to_ask_again(w: World) -> None:
    """RFC 7986, 5.7: the type of the interval has no default, it must be named."""
    body = file_of(w)

    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT12H\r\n" in body
    assert b"X-WR-CALNAME:Treaty dates: Budapest Convention\r\n" in body
    assert Calendar.from_ical(body)["UID"] == Calendar.from_ical(file_of(w))["UID"]


def test_the_last_year_and_what_is_ahead(w: World) -> None:
    """An event does not vanish from a calendar as it passes; a year after the status day it does."""
    w.show(ALBANIA, but(HUNGARY, in_force="2026-09-01"), TIMOR)
    w.check()
    inside = events(file_of(w))
    w.wait(days=442)  # to 2027-08-31
    w.check()
    last = events(file_of(w))
    w.wait(days=2)
    w.check()

    assert set(inside) == {HUN_UID, "ets-185/TLS/invited@convention-tracker"}
    assert HUN_UID in last
    assert HUN_UID not in events(file_of(w))
    assert HUN_UID in events(file_of(w, everything=True))


# ---- stable ------------------------------------------------------------------------------------------


def test_the_same_data_gives_the_same_bytes(w: World) -> None:
    """Nothing in the file is of the moment it is written: reads that show nothing new change nothing."""
    before = file_of(w)
    w.wait(hours=2)
    w.check()

    assert file_of(w) == before
    stamps = set(re.findall(rb"DTSTAMP:(\w+)", before))
    assert stamps == {b"20260615T120001Z"}


def test_a_corrected_date_updates_the_event(w: World) -> None:
    """Expected, printed, corrected, reached: one UID all along; SEQUENCE grows when the date moved, never falls."""
    steps = [events(file_of(w))[HUN_UID]]
    for change in (
        {"consent": "2026-04-20"},  # a correction: expected a month earlier
        {"consent": "2026-04-20", "in_force": "2026-08-01"},  # printed
        {"consent": "2026-04-20", "in_force": "2026-10-01"},  # corrected
    ):
        w.wait(hours=1)
        w.show(ALBANIA, but(HUNGARY, **change), TIMOR)
        w.check()
        steps.append(events(file_of(w))[HUN_UID])

    assert [event.start.isoformat() for event in steps] == ["2026-09-01", "2026-08-01", "2026-08-01", "2026-10-01"]
    assert [event["SEQUENCE"] for event in steps] == [0, 1, 2, 3]
    assert [str(event["STATUS"]) for event in steps] == ["TENTATIVE", "TENTATIVE", "CONFIRMED", "CONFIRMED"]
    w.wait(days=150)
    w.check()
    reached = events(file_of(w))[HUN_UID]
    assert "entered_into_force" in {change.kind.value for change in w.changes()}
    assert reached["SEQUENCE"] == 3


def test_expected_of_a_treaty_moves_with_the_consents_of_others(tmp_path: Path) -> None:
    """The fifth consent sets the date for all five; a founder's corrected consent moves it, and each event with it."""
    names = ("Albania", "Belgium", "Hungary", "Ireland", "Japan")
    rows = [row(name, signed="2022-05-12", consent=f"2026-0{at}-10") for at, name in enumerate(names, 1)]
    with world(tmp_path, more=SECOND_PROTOCOL) as made:
        made.show(ALBANIA, *(row(name, consent="2010-05-05", in_force="2010-09-01") for name in names[1:]))
        made.show(*rows[:4], but(rows[4], consent=None), number="224")
        made.check_all()
        assert events(file_of(made, treaties=["cets-224"])) == {}
        made.wait(hours=1)
        made.show(*rows, number="224")
        made.check_all()
        expected = events(file_of(made, treaties=["cets-224"]))
        assert {event.start for event in expected.values()} == {date(2026, 9, 1)}
        assert len(expected) == 6
        made.wait(hours=1)
        made.show(*rows[:4], but(rows[4], consent="2026-06-10"), number="224")
        made.check_all()
        moved = events(file_of(made, treaties=["cets-224"]))
        made.wait(hours=1)
        printed = [but(one, in_force="2026-10-01") for one in (*rows[:4], but(rows[4], consent="2026-06-10"))]
        made.show(*printed, number="224")
        made.check_all()
        set_ = events(file_of(made, treaties=["cets-224"]))

    assert {event.start for event in moved.values()} == {date(2026, 10, 1)}
    assert set(expected) == set(moved) == set(set_)
    for uid in expected:
        assert expected[uid]["SEQUENCE"] < moved[uid]["SEQUENCE"] < set_[uid]["SEQUENCE"]
    assert {str(event["STATUS"]) for event in set_.values()} == {"CONFIRMED"}


def test_a_date_that_is_gone_is_expected_again(w: World) -> None:
    """A retracted entry into force: the event goes back to what the rule expects, as a later revision."""
    w.show(ALBANIA, but(HUNGARY, in_force="2026-09-01"), TIMOR)
    w.check()
    printed = events(file_of(w))[HUN_UID]
    w.show(ALBANIA, HUNGARY, TIMOR)
    w.check()
    waiting = events(file_of(w))[HUN_UID]
    w.wait(hours=13)
    w.check()
    gone = events(file_of(w))[HUN_UID]

    assert waiting.start == printed.start == date(2026, 9, 1)
    assert str(printed["STATUS"]) != "TENTATIVE"
    assert (gone.start, str(gone["STATUS"])) == (date(2026, 9, 1), "TENTATIVE")
    assert printed["SEQUENCE"] == waiting["SEQUENCE"] < gone["SEQUENCE"]


# ---- hostile names -----------------------------------------------------------------------------------


def sheet(*items: Item, **treaty: Any) -> Sheet:
    """One treaty's sheet as a test says it."""
    return Sheet(
        treaty=Treaty(id="ets-185", number="185", name=treaty.pop("name", "Budapest Convention")),
        source="coe-service",
        status_as_of=date(2026, 6, 15),
        evidence=1,
        stamp=datetime(2026, 6, 15, 12, tzinfo=UTC),
        items=[(item, 0) for item in items],
    )


def item(name: str, **values: Any) -> Item:
    """One dated item."""
    settings: dict[str, Any] = {
        "kind": ItemKind.PRINTED_ENTRY,
        "treaty": "ets-185",
        "day": date(2026, 9, 1),
        "participant": "BRA",
        "name": name,
        "printed": True,
        "basis": Invited(invited=name, to_the_day=True),
    }
    return Item(**settings | values)


@given(st.text(max_size=200), st.text(max_size=100))
def test_no_name_breaks_the_file(name: str, title: str) -> None:
    """Whatever a page prints stays one value of one event; lines are at most 75 octets (RFC 5545, 3.1)."""
    countdown = item(name, kind=ItemKind.COUNTDOWN, day=None, participant=None)
    body = calendar([sheet(item(name), countdown, name=title)])

    parsed = Calendar.from_ical(body)
    [event] = parsed.walk("VEVENT")
    assert parsed.errors == event.errors == []
    assert event.start == date(2026, 9, 1)
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|(?<!\r)\n|\r(?!\n)", body)
    assert body.count(b"\r\nBEGIN:") == 1
    assert str(event["SUMMARY"]).startswith(str(parsed["NAME"]).removeprefix("Treaty dates: "))


def test_injection_is_text() -> None:
    """The classic: a line end, and an event of one's own."""
    body = calendar([sheet(item("Brazil\r\nEND:VEVENT\r\nBEGIN:VALARM\r\n;,\\\u2028\u202e\x1b[31m"))])

    [event] = Calendar.from_ical(body).walk("VEVENT")
    assert event["SUMMARY"] == ("Budapest Convention: entry into force for Brazil END:VEVENT BEGIN:VALARM ;,\\ [31m")
    assert event.subcomponents == []


def test_no_day_is_invented() -> None:
    """Of a month or a year no day is known: the event is as long as that."""
    warning = {"kind": ItemKind.INVITATION_EXPIRY, "printed": False}
    month = item("Korea", day=date(2027, 12, 1), precision=Precision.MONTH, participant="KOR", **warning)
    year = item("Guatemala", day=date(2025, 1, 1), precision=Precision.YEAR, participant="GTM", **warning)
    found = events(calendar([sheet(month, year)]))

    assert [(event.start, event.end) for event in found.values()] == [
        (date(2027, 12, 1), date(2028, 1, 1)),
        (date(2025, 1, 1), date(2026, 1, 1)),
    ]
    assert [words.when(one) for one in (month, year)] == ["about 2027-12", "about 2025"]


def test_kosovo_has_its_note() -> None:
    [event] = Calendar.from_ical(calendar([sheet(item("Kosovo*", participant="XKX"))])).walk("VEVENT")

    assert "Resolution 1244" in event["DESCRIPTION"]


# ---- a treaty of the United Nations ----------------------------------------------------------------------


def test_a_register_without_dates_of_states(tmp_path: Path) -> None:
    """Three consents of States bring it into force 90 days later; the European Union's is none of them."""
    more = """
[[treaty]]
id = "untc-xviii-16"
number = "XVIII-16"
name = "Convention against Examples"
opened_on = 2025-10-25
threshold = { needed = 3, organisations = false }
days_after_threshold = 90
days_after_consent = 30
sources = ["saved"]

[sources.saved]
kind = "file"
path = "xviii-16.xml"
of = "untc-xml"
published_on = 2026-06-14
terms_accepted = "a test, today, fictional acts"
"""
    signed, about = "25 Oct\t 2025", {"in_force": "Not yet in force: see article 65(1)."}
    rows = [
        ("Algeria", signed, "", "2 Jan\t 2026"),
        ("European Union", "", "", "10 Jan\t 2026 c"),
        ("Jamaica", signed, "", "20 Jan\t 2026"),
    ]
    with world(tmp_path, more=more) as made:
        made.show(ALBANIA)
        (tmp_path / "xviii-16.xml").write_bytes(untc(*rows, **about))
        made.check_all()
        assert events(file_of(made, treaties=["untc-xviii-16"])) == {}
        made.wait(hours=1)
        (tmp_path / "xviii-16.xml").write_bytes(untc(*rows, ("Canada", signed, "", "1 Feb\t 2026"), **about))
        made.check_all()
        found = events(file_of(made, treaties=["untc-xviii-16"]))
        later = ("Türkiye", "", "", "10 May\t 2026 a")
        (tmp_path / "xviii-16.xml").write_bytes(untc(*rows, ("Canada", signed, "", "1 Feb\t 2026"), later, **about))
        made.check_all()
        last = events(file_of(made, treaties=["untc-xviii-16"]))["untc-xviii-16/TUR/in_force_on@convention-tracker"]

    assert {event.start for event in found.values()} == {date(2026, 2, 1) + timedelta(days=90)}
    assert {str(event["STATUS"]) for event in found.values()} == {"TENTATIVE"}
    assert len(found) == 5
    assert last.start == date(2026, 6, 9)
    assert "30 days after 2026-05-10" in last["DESCRIPTION"]


# ---- the command, and what is published ------------------------------------------------------------------


def run(w: World, *argv: str) -> int:
    """A command on the world's database."""
    return tracker.cli.run(["--db", str(w.folder / "tracker.db"), "calendar", *argv])


def test_piped_it_is_a_table_with_tabs(
    w: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As of every other command; the file has a name, or is `-`."""
    monkeypatch.setattr("jobs.clock.utc_now", lambda: w.now)
    assert run(w) == 0
    head, first, *_ = capsys.readouterr().out.splitlines()
    assert head.split("\t") == ["date", "treaty", "participant", "what", "known", "basis"]
    assert first.split("\t")[:4] == ["2026-09-01", "ets-185", "Hungary", "entry into force"]


def test_the_file_is_written(w: World, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(w, "-o", "-") == 0
    assert capfdbinary.readouterr().out == file_of(w)
    assert run(w, "-o", str(w.folder / "dates.ics"), "--all") == 0
    assert (w.folder / "dates.ics").read_bytes() == file_of(w, everything=True)
    assert capfdbinary.readouterr().out == b""


def test_on_a_terminal_it_is_drawn(
    w: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is ahead today, what has no date, and how old the knowledge is."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setattr("jobs.clock.utc_now", lambda: w.now)
    assert run(w) == 0
    said = capsys.readouterr()
    lines = [line.split() for line in said.out.splitlines() if "ets-185" in line]
    assert [(line[0], line[2]) for line in lines] == [("2026-09-01", "Hungary"), ("about", "ets-185")]
    assert "expected" in lines[0]
    assert "warning" in lines[1]
    assert "BEGIN:VCALENDAR" not in said.out
    assert "ets-185: status as of 2026-06-15, read from coe-service" in said.err
    assert run(w, "--all") == 0
    assert "Albania" in capsys.readouterr().out


def test_nothing_read_and_nothing_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with world(tmp_path) as made:
        assert run(made) == 2
        assert "no database" in capsys.readouterr().err
        made.show(ALBANIA)
        made.check()
        assert run(made, "--treaty", "ets-158") == 2
        assert "did you mean 'ets-185'" in capsys.readouterr().err


def test_it_is_published_for_subscribers(tmp_path: Path) -> None:
    with world(tmp_path, more='[publish]\nfolder = "public"\n') as made:
        made.show(ALBANIA, HUNGARY)
        made.check()
        made.show(ALBANIA, but(HUNGARY, in_force="2026-09-01"))
        made.check()
        assert (tmp_path / "public/calendar.ics").read_bytes() == file_of(made)


def test_items_for_other_programs(w: World) -> None:
    with w.store() as store:
        [gathered] = gather(Knowledge(store))
        found = [
            to_json(calendar_item(one, day=date(2026, 9, 1))) for one in gathered.items if one.participant == "HUN"
        ]
        [treaty] = [
            to_json(calendar_item(one, day=date(2026, 9, 2))) for one in gathered.items if one.participant is None
        ]

    assert found == [
        {
            "treaty": "ets-185",
            "kind": "expected_entry",
            "participant": "HUN",
            "name": "Hungary",
            "what": "entry into force",
            "day": "2026-09-01",
            "when": "2026-09-01",
            "precision": "day",
            "printed": False,
            "how": "expected",
            "basis": "consent of 2026-05-20; the first day of the month following the expiration of three months "
            "after 2026-05-20 (article 36, paragraph 4)",
            "caveat": "computed here from the treaty's own rule; no source has printed it",
            "ahead": True,
            "awaited": True,
        }
    ]
    assert (treaty["printed"], treaty["ahead"], treaty["awaited"]) == (True, False, False)


def test_json_is_a_list_of_the_items(
    w: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is ahead, or everything; each with the age of what is known. A file is a file all the same."""
    monkeypatch.setattr("jobs.clock.utc_now", lambda: w.now)
    w.wait(days=90)  # to 2026-09-13: Hungary's day has come, and no read was made
    assert run(w, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert [(item["participant"], item["when"], item["awaited"]) for item in found] == [
        ("HUN", "2026-09-01", True),
        ("TLS", "about 2027-10-06", False),
    ]
    assert {(item["status_as_of"], item["not_known_after"], item["last_good"]) for item in found} == {
        ("2026-06-15", "2026-06-15", "2026-06-15T12:00:01.000Z")
    }
    assert run(w, "--json", "--all") == 0
    assert "ALB" in {item["participant"] for item in json.loads(capsys.readouterr().out)}
    assert run(w, "--json", "-o", str(w.folder / "dates.ics")) == 0
    assert json.loads(capsys.readouterr().out)["dates"] == 2
    assert (w.folder / "dates.ics").read_bytes() == file_of(w)


def test_what_was_expected_is_shown_until_it_is_printed(
    w: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A day that passed unprinted stays in the table and in the file; printed, it is over (docs/sources.md#law)."""
    monkeypatch.setenv("COLUMNS", "250")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setattr("jobs.clock.utc_now", lambda: w.now)
    w.wait(days=90)
    assert run(w) == 0
    said = capsys.readouterr()
    assert "expected 2026-09-01, not printed; not known after 2026-06-15" in said.out
    assert "status as of 2026-06-15, read from coe-service on 2026-06-15 12:00Z (demonstration data:" in said.err
    w.wait(days=600)
    w.check()
    assert HUN_UID in events(file_of(w))
    assert run(w) == 0
    assert f"expected 2026-09-01, not printed as of {w.now.date()}" in capsys.readouterr().out
    w.show(ALBANIA, but(HUNGARY, in_force="2026-09-01"), TIMOR)
    w.check()
    assert HUN_UID not in events(file_of(w))
    assert run(w) == 0
    assert "Hungary" not in capsys.readouterr().out


def test_a_bundled_list_was_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """After a mere `init` no source is named; a treaty of which nothing was read is."""
    more = SECOND_PROTOCOL.replace("cets-224", "cets-225").replace("224", "225").replace("Second", "Other")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    with world(tmp_path, more=more) as made:
        made.init()
        body = file_of(made)
        assert run(made) == 0
        said = capsys.readouterr().err
        assert run(made, "--treaty", "cets-225") == 0
        assert capsys.readouterr().err == "cets-225: nothing has been read yet\n"
    text = " ".join(str(event["DESCRIPTION"]) for event in events(body).values())
    assert "Source: the list bundled with the tracker, status as of 2026-04-25" in text
    assert "coe-service" not in text + said
    bundled = "from the list bundled with the tracker, no source has been read yet"
    assert f"ets-185: status as of 2026-04-25; {bundled}; not known after 2026-04-25" in said
    assert "Other Additional Protocol: nothing has been read yet." in Calendar.from_ical(body)["DESCRIPTION"]
