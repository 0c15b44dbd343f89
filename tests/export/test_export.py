"""What is known, in the formats of other programs: read back, it says what the answers say, and nothing in it runs."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import time_machine
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from states import ALBANIA, IRELAND
from tampering import tamper
from warcio.archiveiterator import ArchiveIterator
from world import World, but, row, world

import tracker.cli
from db.knowledge import Knowledge
from jobs.demo.standin import Fault
from jobs.publish.tables import Wanted, gather
from tracker.answers.history.records import CHANGE_KEYS, change_object
from tracker.answers.standing import parties
from tracker.answers.to_json import to_json as in_json
from tracker.cli import cli
from tracker.errors import UsageError
from tracker.export.tables import PARTY_COLUMNS, Tables, csv_of, safe_cell, to_csv, to_json, to_jsonl
from tracker.export.warc import Page, write_warc
from tracker.export.xlsx import to_xlsx
from tracker.wording.notices import AUTHENTIC, DISCLAIMER, KOSOVO_NOTE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from click.testing import Result

FORMULAS = ("=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\tx", "\rx")
HOSTILE = (*FORMULAS, "<img src=x onerror=alert(1)>", 'Two "quoted",\nlines', "NUL\0 and \x1b[31m", "half \ud800")


@pytest.fixture
def w(w: World) -> World:
    """A world with two changes on record, and an invited State."""
    w.show(ALBANIA, IRELAND, row("Nigeria", "non_member"))
    w.check()
    w.wait(hours=1)
    w.show(ALBANIA, but(IRELAND, consent="2026-06-01", in_force="2026-10-01"), row("Nigeria", "non_member"))
    w.check()
    return w


def run(w: World, *arguments: str) -> Result:
    """`tracker export …`, at the world's time."""
    with time_machine.travel(w.now, tick=False):
        return CliRunner().invoke(cli, ["--db", str(w.folder / "tracker.db"), "export", *arguments])


def exported(w: World, *arguments: str) -> str:
    done = run(w, *arguments)
    assert done.exit_code == 0, done.output
    return str(done.stdout)


def book(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def rows_of(sheet: Any) -> list[dict[str, Any]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


# ---- the same as the answers ------------------------------------------------------------------------


def answered(w: World, **asked: Any) -> list[dict[str, Any]]:
    with w.store() as store:
        found, _ = parties(Knowledge(store), now=w.now, **asked)
    return in_json(found)


_LISTS = ("flags", "marks", "source")  # not told as one value


def test_csv_is_the_standing_of_every_participant(w: World) -> None:
    """A line each, with the columns of `parties --json` and the source; empty where that has null."""
    found = list(csv.DictReader(io.StringIO(exported(w, "csv"))))

    expected = answered(w)
    assert [set(each) | {"source"} for each in expected] == [set(PARTY_COLUMNS)] * len(expected)
    assert [{key: each[key] or None for key in PARTY_COLUMNS if key not in _LISTS} for each in found] == [
        {key: each[key] for key in PARTY_COLUMNS if key not in _LISTS} for each in expected
    ]
    assert {each["source"] for each in found} == {"coe-service"}
    assert [each["participant"] for each in found] == ["ALB", "IRL", "NGA"]


def test_json_is_one_document(w: World) -> None:
    """Everything but the pages, each part as the command of its name prints it."""
    found = json.loads(exported(w, "json"))

    assert found["parties"] == [{**each, "source": "coe-service"} for each in answered(w)]
    assert found["changes"] == [change_object(change) for change in w.changes()]
    assert [treaty["id"] for treaty in found["treaties"]] == ["ets-185"]
    assert found["figures"][0]["consents"] == 2
    assert [source["last_good"] for source in found["sources"]] == ["2026-06-15T13:00:02.000Z"]
    assert {item["id"] for item in found["evidence"]} >= {snapshot["evidence"] for snapshot in found["snapshots"]}
    assert found["about"]["notes"][1:] == [*DISCLAIMER, AUTHENTIC]
    assert found["about"]["notes"][0].startswith("Demonstration data: a replay on this machine")


def test_json_lines_say_the_same(w: World) -> None:
    """An object a line, each with its type."""
    lines = [json.loads(line) for line in exported(w, "jsonl").splitlines()]
    whole = json.loads(exported(w, "json"))

    names = {"treaty": "treaties", "party": "parties", "source": "sources", "change": "changes", "figures": "figures"}
    names |= {"statement": "statements", "snapshot": "snapshots", "evidence": "evidence"}
    assert lines.pop(0) == {"type": "about", **whole["about"]}
    for kind, name in names.items():
        assert [line for line in lines if line["type"] == kind] == [{"type": kind, **each} for each in whole[name]]
    assert {line["type"] for line in lines} <= names.keys()


def test_xlsx_has_a_sheet_a_treaty_and_the_changes(w: World) -> None:
    """Dates are dates, the first row stays and filters; the first sheet says what it all is."""
    done = run(w, "xlsx")
    assert done.exit_code == 0
    found = book(done.stdout_bytes)

    assert found.sheetnames == ["About", "ets-185", "changes"]
    treaty, changes = found["ets-185"], found["changes"]
    for told, expected in zip(rows_of(treaty), answered(w), strict=True):
        assert told["name"] == expected["name"]
        assert _iso(told["signed_on"]) == expected["signed_on"]
        assert _iso(told["in_force_on"]) == expected["in_force_on"]
    assert (treaty.freeze_panes, treaty.auto_filter.ref) == ("A2", "A1:X4")
    assert isinstance(rows_of(treaty)[0]["signed_on"], datetime)
    for told, change in zip(rows_of(changes), w.changes(), strict=True):
        assert (told["id"], told["summary"]) == (change.id, change.summary)
        assert told["detected_at"].replace(tzinfo=UTC) == change.detected_at.replace(microsecond=0)
        assert list(told) == list(CHANGE_KEYS)
    words = [cell.value for (cell,) in found["About"].iter_rows()]
    assert set(DISCLAIMER) <= set(words)
    with w.store() as store:
        evidence = store.charts.snapshots()[-1].evidence
    assert any("status as of 2026-06-15" in word and f"evidence {evidence}" in word for word in words)


def _iso(value: datetime | None) -> str | None:
    return value.date().isoformat() if value else None


def test_warc_holds_every_byte(w: World) -> None:
    """Each page with its headers, its moment and a digest that a reader of WARC files checks."""
    done = run(w, "warc")
    assert done.exit_code == 0
    records = list(read(done.stdout_bytes))

    with w.store() as store:
        kept = [(item, store.archive.body(item.sha256)) for item in store.archive.all()]
    assert records[0]["type"] == "warcinfo"
    assert len(records) == len(kept) + 1
    for record, (item, body) in zip(records[1:], kept, strict=True):
        assert (record["type"], record["body"], record["passed"]) == ("response", body, True)
        assert record["digest"] == f"sha256:{item.sha256}"
        assert (record["uri"], record["evidence"]) == (item.url, str(item.id))
        assert datetime.fromisoformat(record["date"]) == item.fetched_at
        assert record["http"]["content-type"] == item.headers["content-type"]


def read(content: bytes) -> Iterator[dict[str, Any]]:
    for record in ArchiveIterator(io.BytesIO(content), check_digests=True, no_record_parse=False):
        head, body = record.rec_headers, record.raw_stream.read()
        assert head.protocol == "WARC/1.1"
        yield {
            "type": record.rec_type,
            "uri": head.get_header("WARC-Target-URI"),
            "date": head.get_header("WARC-Date"),
            "digest": head.get_header("WARC-Payload-Digest"),
            "evidence": head.get_header("Tracker-Evidence"),
            "http": {name.lower(): value for name, value in record.http_headers.headers} if record.http_headers else {},
            "body": body,
            "passed": record.digest_checker.passed,
        }


# ---- which part of it -------------------------------------------------------------------------------


def test_a_day_of_the_law_and_a_moment_of_ours(w: World) -> None:
    """`--as-of` moves standing and figures; `--known-at` leaves out what had not been read."""
    then = json.loads(exported(w, "json", "--as-of", "2002-03-01"))
    assert {each["participant"]: each["standing"] for each in then["parties"]} == {
        "ALB": "signatory",
        "IRL": "signatory",
    }
    assert then["figures"][0]["consents"] == 0

    before = json.loads(exported(w, "json", "--known-at", "2026-06-15T12:30:00Z"))
    assert {each["participant"]: each["standing"] for each in before["parties"]}["IRL"] == "signatory"
    assert before["changes"] == []
    assert [len(before[name]) for name in ("snapshots", "sources")] == [1, 1]
    assert before["sources"][0]["last_good"].startswith("2026-06-15T12:00:01")
    with w.store() as store:
        first = [item for item in store.archive.all() if item.fetched_at < w.now.replace(hour=12, minute=30)]
    assert [each["id"] for each in before["evidence"]] == [item.id for item in first]
    assert len(list(read(run(w, "warc", "--known-at", "2026-06-15T12:30:00Z").stdout_bytes))) == len(first) + 1


def test_a_treaty(w: World) -> None:
    """One that is not followed is named with the nearest; pages know no day of the law."""
    assert json.loads(exported(w, "json", "--treaty", "ets-185"))["parties"]
    unknown = run(w, "csv", "--treaty", "ets-158")
    assert (type(unknown.exception).__name__, "did you mean 'ets-185'" in str(unknown.exception)) == (
        "UsageError",
        True,
    )
    refused = run(w, "warc", "--as-of", "2020-01-01")
    assert (type(refused.exception).__name__, "--known-at" in str(refused.exception)) == ("UsageError", True)


def test_nothing_was_read_yet(tmp_path: Path) -> None:
    """A table without lines, a document without rows, an archive without pages."""
    with world(tmp_path) as w:
        w.standin.fault = Fault.BROKEN
        w.check()
        assert exported(w, "csv").splitlines() == [",".join(PARTY_COLUMNS)]
        assert json.loads(exported(w, "json"))["parties"] == []
        assert book(run(w, "xlsx").stdout_bytes).sheetnames == ["About", "ets-185", "changes"]
        assert [record["type"] for record in read(run(w, "warc").stdout_bytes)] == ["warcinfo"]


@pytest.mark.parametrize("form", ["csv", "jsonl", "xlsx", "warc"])
def test_json_is_a_format_of_its_own(w: World, form: str) -> None:
    """`--json` is refused where something else would be printed; of a written file it says how large it is."""
    for more in ((), ("-o", "-")):
        refused = run(w, form, "--json", *more).exception
        assert isinstance(refused, UsageError)
        assert str(refused) == "--json does not apply to export; use: tracker export json"
    path = w.folder / "out"
    done = json.loads(run(w, form, "--json", "-o", str(path)).stdout)
    assert done == {"file": str(path), "bytes": path.stat().st_size}
    assert json.loads(exported(w, "json", "--json")) == json.loads(exported(w, "json"))


# ---- to a file, to a pipe, to a terminal ------------------------------------------------------------


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "xlsx", "warc"])
def test_a_file_has_the_same_bytes_each_time(w: World, form: str) -> None:
    """Whole, and the same for the same data; those that go to a pipe are the same too."""
    path = w.folder / f"out.{form}"
    assert run(w, form, "-o", str(path)).exit_code == 0
    first = path.read_bytes()
    with time_machine.travel(datetime(2031, 1, 1, tzinfo=UTC)):  # no time of ours is in it but the day asked about
        again = CliRunner().invoke(
            cli, ["--db", str(w.folder / "tracker.db"), "export", form, *(() if form == "warc" else ASKED)]
        )
    dated = run(w, form, *(() if form == "warc" else ASKED))

    assert run(w, form).stdout_bytes == first
    assert again.stdout_bytes == dated.stdout_bytes
    assert [found.name for found in w.folder.iterdir() if found.name.startswith(".out")] == []


ASKED = ("--as-of", "2026-06-15")


def test_an_archive_is_packed_where_its_name_says_so(w: World) -> None:
    """Each record by itself, as archives keep them."""
    path = w.folder / "evidence.warc.gz"
    run(w, "warc", "-o", str(path))
    assert gzip.decompress(path.read_bytes()) == run(w, "warc").stdout_bytes
    assert [record["passed"] for record in read(path.read_bytes())][1:] == [True] * (len(list(_evidence(w))))


def _evidence(w: World) -> list[int]:
    with w.store() as store:
        return [item.id for item in store.archive.all()]


def test_a_damaged_page_leaves_no_file(w: World) -> None:
    """An archive of which a part is not what was kept is none."""
    tamper(w.folder / "tracker.db", "UPDATE body SET packed = x'00'")
    path = w.folder / "evidence.warc"
    done = run(w, "warc", "-o", str(path))
    assert (type(done.exception).__name__, path.exists()) == ("DatabaseError", False)


@pytest.mark.parametrize("form", ["xlsx", "warc"])
def test_bytes_are_not_thrown_at_a_terminal(
    w: World, form: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line that says what to do."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    assert tracker.cli.run(["--db", str(w.folder / "tracker.db"), "export", form]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n"), "-o FILE" in said.err) == ("", 1, True)


# ---- nothing in it runs -----------------------------------------------------------------------------


def hostile(w: World, name: str) -> Tables:
    """What is known, with a hostile text wherever a page's text stands."""
    with w.store() as store:
        tables = gather(store, Wanted(), now=w.now)
    return replace(
        tables,
        parties=[{**party, "name": name} for party in tables.parties],
        changes=[{**change, "name": name, "summary": name, "before": name} for change in tables.changes],
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_text(w: World, name: str) -> None:
    """Read back it is the name, behind an apostrophe in CSV where a spreadsheet would calculate it."""
    tables = hostile(w, name)

    for found in csv.DictReader(io.StringIO(to_csv(tables), newline="")):
        assert found["name"] == (f"'{name}" if name in FORMULAS else name)
    assert {party["name"] for party in json.loads(to_json(tables))["parties"]} == {name}
    assert {json.loads(line).get("name") for line in to_jsonl(tables).split("\n") if '"type": "party"' in line} == {
        name
    }
    for sheet, columns in (("ets-185", ["name"]), ("changes", ["name", "summary", "before"])):
        for cells in book(to_xlsx(tables))[sheet].iter_rows(min_row=2):
            for cell in cells:
                assert cell.data_type != "f"
        for found in rows_of(book(to_xlsx(tables))[sheet]):
            assert {_as_shown(found[column]) for column in columns} == {_as_shown(clean(name))}


def clean(name: str) -> str:
    """Without what XML cannot hold."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", " ", name)


def _as_shown(text: str) -> str:
    return text.replace("\r", "\n")  # XML knows one end of line


def test_a_name_from_a_page_is_text(tmp_path: Path) -> None:
    """All the way: a spelling that the configuration knows, and that is a formula."""
    more = f'\n[participants]\n"{FORMULAS[0]}" = "ALB"\n'
    with world(tmp_path, more=more) as w:
        w.show(but(ALBANIA, name=FORMULAS[0]), IRELAND)
        w.check()
        (first, _) = csv.DictReader(io.StringIO(exported(w, "csv")))
        assert first["name"] == f"'{FORMULAS[0]}"
        cell = book(run(w, "xlsx").stdout_bytes)["ets-185"]["B2"]
        assert (cell.value, cell.data_type, cell.quotePrefix) == (FORMULAS[0], "s", True)


@given(st.lists(st.tuples(st.text(), st.text()), max_size=4))
def test_any_table_comes_back(rows: list[tuple[str, str]]) -> None:
    """Whatever stands in the cells, a reader of CSV finds the same cells, and none begins as a formula does."""
    written = csv_of(("a", "b"), [{"a": a, "b": b} for a, b in rows])
    head, *found = csv.reader(io.StringIO(written, newline=""))
    assert head == ["a", "b"]
    assert found == [[safe_cell(a), safe_cell(b)] for a, b in rows]
    assert not [cell for line in found for cell in line if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_dates_and_numbers_stay_plain() -> None:
    """Only text can be a formula."""
    assert [safe_cell(value) for value in ("2026-02-05", 7, None, ["A", "R"])] == ["2026-02-05", 7, None, "A R"]


def test_kosovo_has_its_note(tmp_path: Path) -> None:
    """Wherever the name occurs."""
    with world(tmp_path) as w:
        w.show(row("Kosovo*", "non_member", signed="2025-01-01"), IRELAND)
        w.check()
        assert KOSOVO_NOTE in json.loads(exported(w, "json"))["about"]["notes"]


# ---- pages that did not come over HTTP, and those that travelled packed ----------------------------------

PAGE = Page(
    evidence=1,
    treaty="ets-185",
    source="coe-chart",
    origin="live",
    url="https://example.org/chart",
    status=200,
    headers={"content-type": "text/html", "content-encoding": "gzip", "content-length": "3"},
    fetched_at=datetime(2026, 6, 15, 12, 0, 0, 123000, tzinfo=UTC),
    published_on=None,
    sha256=hashlib.sha256(b"<html>\r\n\0</html>").hexdigest(),
    body=b"<html>\r\n\0</html>",
)


def archived(*pages: Page) -> list[dict[str, Any]]:
    out = io.BytesIO()
    write_warc(out, pages, about={"software": "tracker"}, dated=PAGE.fetched_at, packed=False)
    return list(read(out.getvalue()))[1:]


def test_headers_of_the_journey_are_not_those_of_the_body() -> None:
    """The body is kept unpacked: a reader that unpacks it once more finds nothing."""
    (record,) = archived(PAGE)
    assert (record["body"], record["passed"]) == (PAGE.body, True)
    assert record["http"] == {
        "content-type": "text/html",
        "x-travelled-content-encoding": "gzip",
        "x-travelled-content-length": "3",
        "content-length": str(len(PAGE.body)),
    }


@pytest.mark.parametrize("url", ["bundled:ets-185.json", "file:///home/me/chart.html"])
def test_what_did_not_come_over_http_is_a_resource(url: str) -> None:
    """Without headers that nobody sent."""
    (record,) = archived(replace(PAGE, url=url, headers={}, published_on=date(2026, 1, 1)))
    assert (record["type"], record["uri"], record["http"], record["body"]) == ("resource", url, {}, PAGE.body)
    assert record["passed"] is True


def test_an_empty_page_and_an_odd_status() -> None:
    """Kept, and archived, as they came."""
    empty = replace(PAGE, body=b"", sha256=hashlib.sha256(b"").hexdigest(), status=599, headers={"x": "a\tb é €"})
    (record, second) = archived(empty, PAGE)
    assert (record["body"], second["body"]) == (b"", PAGE.body)


def test_csv_for_excel_begins_with_the_mark_of_utf8(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Excel on Windows else shows `CÃ´te d’Ivoire`. Without the option the file stays as it was."""
    monkeypatch.chdir(tmp_path)
    assert tracker.cli.run(["init"]) == 0
    for name, options in {"plain": [], "excel": ["--excel"]}.items():
        assert tracker.cli.run(["export", "csv", "-o", name, *options]) == 0
    plain = (tmp_path / "plain").read_bytes()
    assert (tmp_path / "excel").read_bytes() == b"\xef\xbb\xbf" + plain
    assert tracker.cli.run(["export", "json", "--excel", "-o", "x"]) == 2
