"""The kinds of source: the registry lists them all, and the kind of the walk-through in CONTRIBUTING.md runs."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from world import told, world

from jobs.setup.doctor import examine
from jobs.setup.parse import parse_file
from tracker.errors import UsageError
from tracker.models import Provenance
from tracker.sources.kind import PageKind, SourceKind
from tracker.sources.kinds.coe_service import CoeService
from tracker.sources.kinds.saved_file import SavedFile
from tracker.sources.registry import (
    KINDS,
    Source,
    history_kinds,
    is_stamped,
    kind_of,
    parse,
    record_of,
    source_of_record,
)
from tracker.wording.sources import source_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from world import World

URL = "https://register.example/{number}"
SAVED = SavedFile(path="chart.html", of="coe-chart", published_on=date(2026, 4, 25))

# ---- the kinds that ship -----------------------------------------------------------------------


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_is_complete(name: str) -> None:
    kind = KINDS[name]

    assert kind.name == name
    assert kind.label
    assert kind.short_label
    assert kind.parse is not SourceKind.parse
    assert kind.request is not SourceKind.request
    assert bool(kind.number_form) == bool(kind.number_example)
    assert kind.number_form is None or re.fullmatch(kind.number_form, kind.number_example)
    assert source_in_words(name, Provenance.SOURCE) == kind.label


@pytest.mark.parametrize("name", KINDS)
def test_a_request_expects_the_media_of_its_kind(name: str) -> None:
    source = settings(name)

    assert source.request("185").expects is KINDS[name].media
    assert "185" in source.request("185").url


def settings(name: str) -> SourceKind:
    """A source of a kind."""
    kind = KINDS[name]
    if kind is CoeService:
        return CoeService(api_url="https://ws.example/WS/", page_url="https://www.example/", api_key="secret")
    return source_of_record({"kind": name, "url": URL})


@pytest.mark.parametrize("source", [*map(settings, KINDS), SAVED], ids=lambda source: source.name)
def test_the_log_holds_the_settings_without_the_key(source: Source) -> None:
    record = json.loads(json.dumps(record_of(source)))

    assert record["kind"] == source.name
    assert "secret" not in json.dumps(record)
    expected = source.with_key("") if isinstance(source, CoeService) else source
    assert source_of_record(record) == expected


def test_a_saved_file_is_read_as_what_it_is_a_copy_of() -> None:
    assert kind_of(SAVED) is KINDS["coe-chart"]


def test_what_names_its_own_day() -> None:
    """A chart prints it, a person who saves a page says it; of an unrecorded kind it is assumed."""
    others = ("coe-service", "coe-members", "verdragenbank-xml", "untc-xml", "gone")
    kinds = ("coe-chart", "coe-browser", "file", None, *others)

    assert [kind for kind in kinds if is_stamped(kind)] == ["coe-chart", "coe-browser", "file", None]


def test_copies_of_the_authoritys_charts_fill_the_history() -> None:
    assert history_kinds() == ("coe-chart", "coe-service")


def test_an_unknown_kind_names_those_there_are() -> None:
    with pytest.raises(UsageError, match="'toy-json': one of coe-service, coe-chart"):
        parse("toy-json", b"", charset=None, number=None)


def test_the_registry_imports_no_parser_of_html_or_xml() -> None:
    """Every command imports it, and BeautifulSoup takes as long to import as everything else together."""
    code = "import sys, tracker.sources.registry; print(sorted({'bs4', 'lxml'} & set(sys.modules)))"

    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert shown.stdout == "[]\n"


# ---- the kind of the walk-through --------------------------------------------------------------

WALK_THROUGH = Path(__file__).parents[2] / "CONTRIBUTING.md"
FENCE = "```"


def block(language: str, holding: str) -> str:
    """The code of the walk-through that holds a text."""
    blocks = re.findall(rf"(?ms)^ +{FENCE}{language}\n(.*?)^ +{FENCE}$", WALK_THROUGH.read_text(encoding="utf-8"))
    (found,) = [dedent(code) for code in blocks if holding in code]
    return found


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> type[PageKind]:
    """The kind as the walk-through writes it, registered by its one line."""
    path = tmp_path / "toy_json.py"
    path.write_text(block("python", "class ToyJson"), encoding="utf-8")
    spec = importlib.util.spec_from_file_location("toy_json", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "toy_json", module)  # msgspec looks there for the types of annotations
    spec.loader.exec_module(module)
    kind: type[PageKind] = module.ToyJson
    monkeypatch.setitem(KINDS, kind.name, kind)
    return kind


@pytest.fixture
def w(toy: type[PageKind], tmp_path: Path) -> Iterator[World]:
    """A world whose only source is the register."""
    with world(tmp_path, sources=(toy.name,), blank_non_member="none") as made:
        table = block("toml", toy.name).replace("https://register.example", made.standin.origin)
        made.path.write_text(made.path.read_text() + table)
        show(made, PAGE)
        yield made


PAGE = json.loads(block("json", "Albania"))
BRAZIL = {"name": "Brazil", "ratified": "2026-06-10", "in_force": "2026-10-01"}


def show(w: World, page: object) -> None:
    """What the register shows from now on."""
    w.standin.bodies["/185.json"] = ("application/json", json.dumps(page).encode())


def test_a_check_reads_the_new_kind(w: World) -> None:
    """A baseline, an accession that is told once, and the day that the page prints."""
    assert w.check().outcome == "baseline"
    assert {who: held["standing"] for who, held in w.parties().items()} == {"ALB": "party", "IRL": "signatory"}

    show(w, {**PAGE, "as_of": "2026-06-15", "parties": [*PAGE["parties"], BRAZIL]})
    assert told(w.check()) == [("acceded", "BRA"), ("entry_into_force_set", "BRA")]
    w.wait(days=1)
    again = w.check()
    assert (again.outcome, told(again)) == ("unchanged", [])
    assert w.parties()["BRA"]["status_as_of"] == "2026-06-15"  # the page says so, whenever it is read


def test_what_the_register_takes_back_is_told_in_its_name(w: World) -> None:
    w.check()
    show(w, {**PAGE, "parties": PAGE["parties"][:1]})
    w.check()
    w.wait(hours=13)

    (change,) = w.check().changes
    assert change.summary.startswith("The register no longer")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"treaty": "185"}', b"\xff", b"<html></html>"])
def test_what_is_no_page_of_the_register_fails_the_check(w: World, body: bytes) -> None:
    w.standin.bodies["/185.json"] = ("application/json", body)

    entry = w.check()

    assert entry.outcome == "failed"
    assert entry.error
    assert entry.error[0] == "shape"


def test_a_page_of_another_treaty_is_refused(w: World) -> None:
    show(w, {**PAGE, "treaty": "189"})

    entry = w.check()

    assert entry.error
    assert entry.error[0] == "wrong_treaty"


def test_doctor_and_parse_know_the_new_kind(w: World, toy: type[PageKind]) -> None:
    found = {one["source"]: one for one in examine(w.config, now=lambda: w.now, progress=lambda _: None)["sources"]}
    saved = w.folder / "page.json"
    saved.write_text(json.dumps(PAGE))

    rows = parse_file(toy.name, saved, today=date(2026, 6, 15), spellings={}).rows
    assert (found[toy.name]["kind"], found[toy.name]["shape"]["rows"]) == (toy.name, 2)
    assert [row.participant for row in rows] == ["ALB", "IRL"]


@pytest.mark.usefixtures("toy")
def test_words_name_the_new_kind() -> None:
    assert source_in_words("toy-json", Provenance.SOURCE) == "the Toy Depositary's register"
