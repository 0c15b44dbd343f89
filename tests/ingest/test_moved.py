"""The data service's address is found anew on its page, like its key; and only within the page's own domain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from states import ALBANIA, IRELAND
from world import World, but, world

from jobs.demo.standin import SERVICE_PATH, SERVICE_ROOT, STATEMENTS_PATH, Fault
from tracker.sources.coe.app_page import access_in, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHANNEL = '\n[[notify]]\nname = "ops"\nurl = "json://127.0.0.1:9/x"\nalerts = true\n'
ELSEWHERE = "/WS_Moved/"


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path, more=CHANNEL) as made:
        made.show(ALBANIA)
        assert made.check().outcome != "failed"
        made.show(ALBANIA, but(IRELAND, signed="2026-06-15"))
        yield made


def alerts(w: World) -> list[str]:
    """The subjects of alerts."""
    with w.store() as store:
        return [subject for (subject,) in store.database.conn.execute("SELECT subject FROM notice ORDER BY id")]


@pytest.mark.parametrize("fault", [None, Fault.MOVED_AWAY, Fault.PORTAL, Fault.HTML_AS_JSON, Fault.SHELL])
def test_a_service_that_moved_is_found_on_its_page(w: World, fault: Fault | None) -> None:
    """404, a redirect elsewhere, or a page where JSON is due."""
    w.standin.root = ELSEWHERE
    if fault:
        w.standin.faults = {SERVICE_PATH: fault, STATEMENTS_PATH: fault}
    entry = w.check()
    assert [change.kind for change in entry.changes] == ["signed"], entry.error
    assert alerts(w) == ["Tracker: the Treaty Office's data service has moved"]
    w.standin.requests.clear()
    assert w.check().outcome == "unchanged"
    assert {asked.path for asked in w.standin.requests} <= {
        f"{ELSEWHERE}api/signatures",
        STATEMENTS_PATH.replace(SERVICE_ROOT, ELSEWHERE),
    }
    assert len(alerts(w)) == 1


def test_the_statements_follow(w: World) -> None:
    w.standin.root = ELSEWHERE
    assert w.read_statements()[0].outcome in ("changed", "unchanged")
    assert alerts(w) == ["Tracker: the Treaty Office's data service has moved"]


def test_it_moves_back(w: World) -> None:
    w.standin.root = ELSEWHERE
    w.check()
    w.standin.root = SERVICE_ROOT
    assert w.check().outcome == "unchanged"
    assert len(alerts(w)) == 2


def test_an_address_newly_configured_is_tried_first(w: World) -> None:
    w.standin.root = ELSEWHERE
    w.check()
    w.path.write_text(w.path.read_text().replace(SERVICE_ROOT, ELSEWHERE))
    w.standin.requests.clear()
    assert w.check().outcome in ("changed", "unchanged")
    assert all(asked.path.startswith(ELSEWHERE) for asked in w.standin.requests)


def test_an_address_outside_the_domain_is_refused_and_said(w: World) -> None:
    w.standin.bodies["/en/web/conventions/full-list"] = (
        "text/html",
        b"<html><script>window.conventions_api_url='https://conventions.example.com/WS/';</script></html>",
    )
    w.standin.faults[SERVICE_PATH] = Fault.MOVED_AWAY
    entry = w.check()
    assert entry.outcome == "failed"
    assert entry.error is not None
    assert entry.error[0] == "redirected"
    assert (
        "'https://conventions.example.com/WS/', which is not asked: its host is not within 127.0.0.1" in entry.error[1]
    )
    assert alerts(w) == []


def test_a_challenge_is_not_worked_around(w: World) -> None:
    w.standin.root = ELSEWHERE
    w.standin.faults[SERVICE_PATH] = Fault.CHALLENGE_403
    w.standin.refuse_with = 403
    entry = w.check()
    assert entry.error is not None
    assert entry.error[0] == "blocked"


@pytest.mark.parametrize(
    ("api_url", "why"),
    [
        ("https://conventions-ws.coe.int/WS_LFRConventions/", None),
        ("https://ws2.conventions.coe.int/", None),
        ("https://coe.int/", None),
        ("http://conventions-ws.coe.int/WS_LFRConventions/", "it is not https"),
        ("https://evilcoe.int/", "its host is not within coe.int"),
        ("https://coe.int.example.com/", "its host is not within coe.int"),
        ("https://www.coe.int@example.com/", "it is no plain address"),
        ("https://user@www.coe.int/", "it is no plain address"),
        ("https:///x", "it is no plain address"),
        ("https://[::1", "it is no address"),
        ("https://www.coe.int:99999/", "it is no address"),
        ("ftp://www.coe.int/", "it is not https"),
        ("javascript:alert(1)", "it is no plain address"),
        ("data:text/html,x", "it is no plain address"),
        ("https://www.coe.int?@example.com", "it is no plain address"),
        ("https://www.coe.int#@example.com", "it is no plain address"),
        ("https://.coe.int/", "it is no plain address"),
        ("https://ws..coe.int/", "it is no plain address"),
        ("https://www.coe.int\\@example.com/", "it is no plain address"),
        ("https://10.0.0.1/", "its host is not within coe.int"),
        ("https://[::1]/", "its host is not within coe.int"),
        ("https://2130706433/", "its host is not within coe.int"),
        ("https://c\u00f6e.int/", "its host is not within coe.int"),
        ("https://WS.COE.INT/", None),
        ("https://ws.coe.int:8443/", None),
        ("https://xn--caf-dma.coe.int/", None),
        ("https://ws_1.coe.int/", None),
        ("https://*.coe.int/", "it is no plain address"),
        ("https://-ws.coe.int/", "it is no plain address"),
        ("https://ws-.coe.int/", "it is no plain address"),
        ("https://\uff57\uff53.coe.int/", "it is no plain address"),
        ("https://ws%2e.coe.int/", "it is no plain address"),
        (f"https://{'a' * 64}.coe.int/", "it is no plain address"),
        ("https://ws.coe.int:0/", "it is no plain address"),
    ],
)
def test_which_addresses_are_asked(api_url: str, why: str | None) -> None:
    assert refusal(api_url, "https://www.coe.int/en/web/conventions/full-list") == why


@pytest.mark.parametrize(
    "script",
    [
        "window.conventions_api_url = '{}'",
        'var conventions_api_url="{}";',
        'window["conventions_api_url"] = "{}"',
        "const config = {{conventions_api_url: `{}`}}",
        '{{"conventions_api_url": "{}"}}',
        '// window.conventions_api_url = "https://old.coe.int/"\nwindow.conventions_api_url = "{}"',
        'window.conventions_api_url = "{}" /* window.conventions_api_url = "https://old.coe.int/" */',
        'window.conventions_api_url = "https://old.coe.int/";\nwindow.conventions_api_url = "{}"',
        'if (window.conventions_api_url == "https://old.coe.int/") window.conventions_api_url = "{}"',
    ],
)
def test_the_ways_to_write_an_address(script: str) -> None:
    """The one that stands when the scripts have run; slashes may be escaped."""
    for address in ("https://ws.coe.int/WS/", r"https:\/\/ws.coe.int\/WS\/", r"https:\u002F\u002Fws.coe.int\u002FWS/"):
        page = (
            f"<html><p>conventions_api_url = 'https://p.coe.int/'</p><script>{script.format(address)}</script></html>"
        )
        assert access_in(page.encode(), None).api_url == "https://ws.coe.int/WS/"
