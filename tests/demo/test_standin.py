"""The stand-in answers in the shapes of the real service, and fails as told."""

from __future__ import annotations

import gzip
import http.client
import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from jobs.demo.standin import PAGE_PATH, SERVICE_PATH, Fault, ServiceRow, StandIn, service_body
from tracker.sources.coe.app_page import access_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NOW = datetime(2026, 4, 25, 12, 0, tzinfo=UTC)
HUNGARY = ServiceRow(code="HON", name="Hungary", number="224", signed_on=date(2022, 5, 12), extra={"Reserves": 0})


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with StandIn(lambda: NOW) as one:
        one.charts["224"] = service_body([HUNGARY])
        yield one


def get(
    standin: StandIn, path: str = f"{SERVICE_PATH}?NumSte=224&langue=ENG", **headers: str
) -> tuple[int, Mapping[str, str], bytes]:
    """Status, headers and body of one request with the right key."""
    connection = http.client.HTTPConnection(standin.origin.removeprefix("http://"), timeout=5)
    try:
        connection.request("GET", path, headers={"token": standin.key, **headers})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def test_the_service_gives_the_chart_of_a_number_and_says_its_time(standin: StandIn) -> None:
    status, headers, body = get(standin)
    assert (status, body) == (200, standin.charts["224"])
    assert headers["Date"] == "Sat, 25 Apr 2026 12:00:00 GMT"
    assert headers["Content-Type"].startswith("application/json")


def test_a_treaty_nobody_knows_has_no_rows(standin: StandIn) -> None:
    assert get(standin, f"{SERVICE_PATH}?NumSte=999")[2] == b"[[],[],[]]"


def test_what_was_asked_is_remembered(standin: StandIn) -> None:
    get(standin)
    (asked,) = standin.requests
    assert (asked.path, asked.query) == (SERVICE_PATH, {"NumSte": "224", "langue": "ENG"})
    assert asked.headers["token"] == standin.key


@pytest.mark.parametrize("status", [401, 403])
def test_a_wrong_key_is_refused_and_the_page_has_the_right_one(standin: StandIn, status: int) -> None:
    standin.refuse_with = status
    standin.key = "a-new-key-of-the-service"
    assert get(standin, token="the-old-one")[0] == status  # noqa: S106 - no secret
    key = access_in(get(standin, PAGE_PATH)[2], "utf-8").api_key
    assert key == "a-new-key-of-the-service"
    assert get(standin, token=key)[0] == 200


def test_any_other_page_can_be_put_in(standin: StandIn) -> None:
    standin.bodies["/chart"] = ("text/html", b"<p>chart</p>")
    assert get(standin, "/chart?treatynum=185")[2] == b"<p>chart</p>"
    assert get(standin, "/nowhere")[0] == 404


def test_whoever_has_the_body_gets_304(standin: StandIn) -> None:
    standin.conditional = True
    etag = get(standin)[1]["ETag"]
    assert get(standin, **{"If-None-Match": etag})[0] == 304
    standin.charts["224"] = b"[[],[],[]]"
    assert get(standin, **{"If-None-Match": etag})[0] == 200


def test_a_fault_may_be_of_one_path_or_of_all(standin: StandIn) -> None:
    standin.fault = Fault.BROKEN
    standin.faults[PAGE_PATH] = Fault.EMPTY
    assert get(standin)[0] == 500
    assert get(standin, PAGE_PATH)[2] == b""


def test_a_row_is_written_as_the_service_writes_it() -> None:
    assert json.loads(service_body([HUNGARY])) == [
        [
            {
                "CodePays": "HON",
                "LibPaysOrga": "Hungary",
                "NumSTE": "224",
                "DateSignature": "2022-05-12T00:00:00",
                "DateConsentement": None,
                "DateEntreeVigueur": None,
                "Reserves": 0,
            }
        ],
        [],
        [],
    ]


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (Fault.MOVED_AWAY, 301),
        (Fault.PORTAL, 200),
        (Fault.SHELL, 200),
        (Fault.CHALLENGE_403, 403),
        (Fault.CHALLENGE_503, 503),
        (Fault.REFUSED, 401),
        (Fault.BUSY, 503),
        (Fault.BROKEN, 500),
        (Fault.TRUNCATED, 200),
        (Fault.EMPTY, 200),
        (Fault.NO_ROWS, 200),
        (Fault.WRONG_TREATY, 200),
        (Fault.NOT_UTF8, 200),
        (Fault.JSON_AS_HTML, 200),
        (Fault.HTML_AS_JSON, 200),
    ],
)
def test_a_fault_changes_the_answer(standin: StandIn, fault: Fault, status: int) -> None:
    good = get(standin)
    standin.fault = fault
    bad = get(standin)
    assert bad[0] == status
    assert (bad[0], bad[1]["Content-Type"], bad[2]) != (good[0], good[1]["Content-Type"], good[2])
    assert bad[1]["Date"] == good[1]["Date"]


def test_busy_once_is_good_the_second_time(standin: StandIn) -> None:
    standin.fault = Fault.BUSY_ONCE
    standin.retry_after = 7
    status, headers, _ = get(standin)
    assert (status, headers["Retry-After"]) == (429, "7")
    assert get(standin)[2] == standin.charts["224"]


def test_the_clock_can_be_wrong_or_missing(standin: StandIn) -> None:
    standin.fault = Fault.CLOCK_AHEAD
    assert get(standin)[1]["Date"] == "Mon, 27 Apr 2026 13:00:00 GMT"
    standin.fault = Fault.NO_DATE
    assert "Date" not in get(standin)[1]


def test_a_body_can_be_packed(standin: StandIn) -> None:
    standin.fault = Fault.GZIP
    _, headers, body = get(standin)
    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body) == standin.charts["224"]


def test_a_cut_body_is_shorter_than_announced(standin: StandIn) -> None:
    standin.fault = Fault.CUT
    with pytest.raises(http.client.IncompleteRead):
        get(standin)
