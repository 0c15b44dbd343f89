"""A source of kind coe-browser beside the data service: through a check, in `doctor`, and to the same chart."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from browser import needed
from pages import Fact, json_service, some_facts
from shells import shell
from world import told, world

from jobs.setup.doctor import examine
from tracker.errors import ErrorKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from world import World

FACTS = some_facts()


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    """A world with two sources: the service, and the page that draws what the service shows."""
    needed()
    table = '\n[sources.coe-browser]\nurl = "{origin}/drawn?treatynum={{number}}"\n'
    with world(tmp_path, sources=("coe-service", "coe-browser"), more="") as made:
        made.path.write_text(
            made.path.read_text().replace('timeout = "5s"', 'timeout = "40s"')
            + table.format(origin=made.standin.origin)
        )
        made.standin.charts["185"] = json_service(FACTS)
        made.standin.bodies["/drawn"] = ("text/html; charset=utf-8", shell(made.standin))
        yield made


def test_both_sources_show_the_same_chart(w: World) -> None:
    """The second says nothing new, and its page as drawn is kept."""
    first, second = w.check_all()

    assert (first.outcome, second.outcome) == ("baseline", "baseline"), second
    again = w.check_all()
    assert [entry.changes for entry in again] == [(), ()]
    with w.store() as store:
        kept = [store.archive.body(item.sha256) for item in store.archive.all() if item.source == "coe-browser"]
    assert kept
    assert all(b"Total number of ratifications/accessions" in body for body in kept)


def test_the_second_tells_what_the_first_misses(w: World) -> None:
    """The page is drawn from data that the service does not show us yet. Once it does, nothing is told again."""
    late = Fact(name="Brazil", code="BRE", group="non_member", consent=date(2026, 4, 20), in_force=date(2026, 8, 1))
    w.standin.charts["999"] = json_service(FACTS)
    page = shell(w.standin).replace(b"NumSte=185", b"NumSte=999")
    w.standin.bodies["/drawn"] = ("text/html; charset=utf-8", page)
    w.check_all()

    w.standin.charts["999"] = json_service([*FACTS, late])
    service, browser = w.check_all()
    assert (told(service), told(browser)) == ([], [("acceded", "BRA"), ("entry_into_force_set", "BRA")])
    w.standin.charts["185"] = json_service([*FACTS, late])
    assert [told(entry) for entry in w.check_all()] == [[], []]


def test_doctor_compares_both(w: World) -> None:
    """Rows, what the rows count, and what is printed at the foot."""
    found = examine(w.config, now=lambda: w.now, progress=lambda _: None)

    by_name = {one["source"]: one for one in found["sources"]}
    assert by_name["coe-browser"]["ok"], by_name["coe-browser"]
    assert by_name["coe-browser"]["shape"]["totals"] == {"consents": 5, "signatories": 2}
    (compared,) = found["comparisons"]
    assert (compared["treaty"], compared["sources"]) == ("ets-185", ["coe-service", "coe-browser"])
    assert compared["rows"] == {"coe-service": len(FACTS), "coe-browser": len(FACTS)}
    assert compared["counted"]["coe-service"] == compared["counted"]["coe-browser"] == compared["totals"]["coe-browser"]
    assert compared["totals"]["coe-service"] is None
    assert compared["only_in"] == {"coe-service": [], "coe-browser": []}
    assert compared["differ"] == []


def test_a_browser_that_is_missing_fails_its_source_alone(w: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(w.folder))

    service, page = w.check_all()

    assert service.outcome == "baseline"
    assert page.error is not None
    assert (page.outcome, page.error[0]) == ("failed", ErrorKind.CONNECTION)
    assert "apt-get install chromium" in page.error[1]
