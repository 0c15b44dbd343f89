"""What the JSON data service says, key by key. docs/sources.md#rows."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import ErrorKind, ParseError
from tracker.models import Field, Group, Media
from tracker.sources.coe import service
from tracker.sources.coe.app_page import access_in

API, PAGE = "https://ws.example.org/WS_LFRConventions/", "https://www.example.org/full-list"
KEY = "hfghhgp2q5vgwg1hbn532kw71zgtww7e"
ALWAYS = {Field.SIGNED_ON, Field.CONSENT_ON, Field.IN_FORCE_ON}


def row(name: str = "Bulgaria", **keys: Any) -> dict[str, Any]:
    """The row seen in real life (2026-08), with whatever else a test needs."""
    return {
        "CodePays": "BUL",
        "LibPaysOrga": name,
        "NumSTE": "185",
        "DateSignature": None,
        "DateConsentement": None,
        "DateEntreeVigueur": None,
        **keys,
    }


def body(*members: dict[str, Any]) -> bytes:
    return json.dumps([members, [], []]).encode()


def parse_one(**keys: Any) -> Any:
    return service.parse(body(row(**keys)), "185").rows[0]


def refused(content: bytes, number: str | None = "185") -> ParseError:
    with pytest.raises(ParseError) as caught:
        service.parse(content, number)
    return caught.value


# ---- asking ------------------------------------------------------------------------------------


@pytest.mark.parametrize("api_url", [API, API.rstrip("/")])
def test_request_asks_the_service_with_the_key_in_a_header(api_url: str) -> None:
    asked = service.request(api_url=api_url, page_url=PAGE, api_key=KEY, number="185")
    assert asked.url == "https://ws.example.org/WS_LFRConventions/api/signatures?NumSte=185&langue=ENG"
    assert asked.headers == {"token": KEY}
    assert asked.expects is Media.JSON
    assert asked.key_page == f"{PAGE}?module=signatures-by-treaty&treatynum=185"


def test_request_quotes_the_number() -> None:
    asked = service.request(api_url=API, page_url=f"{PAGE}?a=b", api_key=KEY, number="1/2&x")
    assert "NumSte=1%2F2%26x&" in asked.url
    assert asked.key_page == f"{PAGE}?a=b&module=signatures-by-treaty&treatynum=1%2F2%26x"


@pytest.mark.parametrize(
    ("script", "key"),
    [
        (f"window.conventions_api_key='{KEY}';", KEY),
        (f'window.conventions_api_key = "{KEY}" ;', KEY),
        (f"var a=1;\nwindow.conventions_api_url='x';window.conventions_api_key= '{KEY}'", KEY),
        ("window.conventions_api_key='';", None),
        ("window.conventions_api_key='short';", None),
        ("window.conventions_api_key='not a plausible key';", None),
        (f"window.conventions_api_key='{'k' * 129}';", None),
        (f"window.conventions_api_key='{KEY}\";", None),
    ],
)
def test_the_key_is_read_from_the_page(script: str, key: str | None) -> None:
    shell = f"<!DOCTYPE html><html><head><script>{script}</script></head><body>You need to enable JavaScript to run"
    assert access_in(shell.encode(), "utf-8").api_key == key
    assert access_in(f"<?xml version='1.0'?>{' ' * 500}{shell}".encode(), "utf-8").api_key == key


@pytest.mark.parametrize(
    "page",
    [
        b"",
        b"<html><head><title>Just a moment...</title></head><script src='/cdn-cgi/challenge-platform/x'></script>",
        f"<html><!-- <script>window.conventions_api_key='{KEY}'</script> --></html>".encode(),
        f"<html><p>window.conventions_api_key='{KEY}'</p></html>".encode(),
        f"window.conventions_api_key='{KEY}'".encode(),
        b"<?xml version='1.0'?><html><script>nothing</script></html>",
        b"<\x00\xff\xfe<![",
    ],
)
def test_a_page_without_a_key_gives_none(page: bytes) -> None:
    assert access_in(page, None).api_key is None


@pytest.mark.parametrize("charset", ["no-such-charset", "utf-16", "iso-8859-1", "idna", None])
def test_a_wrong_charset_does_not_break_the_search_for_the_key(charset: str | None) -> None:
    shell = f"<html><script>window.conventions_api_key='{KEY}'</script>é</html>".encode()
    assert access_in(shell, charset).api_key in {KEY, None}


# ---- rows --------------------------------------------------------------------------------------


def test_the_row_seen_in_real_life_is_a_row_without_acts() -> None:
    chart = service.parse(body(row()), "185")
    (printed,) = chart.rows
    assert (printed.name, printed.code, printed.number, printed.group) == ("Bulgaria", "BUL", "185", Group.MEMBER)
    assert (printed.signed_on, printed.consent_on, printed.in_force_on) == (None, None, None)
    assert printed.known == ALWAYS
    assert (printed.flags_known, printed.extra, printed.mark) == (frozenset(), (), None)
    assert (chart.number, chart.shows_marks, chart.sparse) == ("185", False, frozenset())
    assert not chart.shows_in_force_on


def test_the_three_lists_are_members_non_members_and_organisations() -> None:
    lists = [[row("Albania")], [row("Canada")], [row("European Union", CodePays=None)]]
    rows = service.parse(json.dumps(lists).encode(), "185").rows
    assert [(r.name, r.group) for r in rows] == [
        ("Albania", Group.MEMBER),
        ("Canada", Group.NON_MEMBER),
        ("European Union", Group.ORGANISATION),
    ]
    assert rows[2].code is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2001-11-23T00:00:00", date(2001, 11, 23)),
        ("2001-11-23T00:00:00Z", date(2001, 11, 23)),
        ("2001-11-23", date(2001, 11, 23)),
        ("2001-11-22T23:00:00Z", date(2001, 11, 23)),
        ("2019-08-25T22:00:00Z", date(2019, 8, 26)),
        ("2001-11-23T00:00:00.000+0100", date(2001, 11, 23)),
        ("2001-11-22T18:00:00-05:00", date(2001, 11, 23)),
        (" 2001-11-23T00:00 ", date(2001, 11, 23)),
        ("0001-01-01T00:00:00", None),
        (None, None),
        ("", None),
        ("  ", None),
    ],
)
def test_dates_are_those_of_the_seat(text: str | None, day: date | None) -> None:
    """As written, or the day that begins in Strasbourg at that moment."""
    assert parse_one(DateSignature=text).signed_on == day


@pytest.mark.parametrize(
    "value",
    [
        "23/11/2001",
        "2001-02-30",
        "2001-13-01T00:00:00",
        "2001-11-23T25:00:00",
        "2001-11-22T23:00:00",
        "2001-11-22T22:00:00Z",
        "2019-08-25T23:00:00Z",
        "2015-10-22T12:21:04.1",
        "2001-11-23T00:00:00+02:00",
        "2001-11-23T00:00:01",
        "0001-01-02T00:00:00+14:00",
        "9999-12-31T23:00:00Z",
        "/Date(1006473600000)/",
        "2001",
        "٢٠٠١-١١-٢٣",
        1006473600000,
        0,
        False,
        ["2001-11-23"],
        {},
    ],
)
def test_an_unknown_date_format_is_named_with_row_and_key(value: object) -> None:
    error = refused(body(row(DateConsentement=value)))
    assert error.kind is ErrorKind.SHAPE
    assert "DateConsentement of 'Bulgaria'" in error.message
    assert json.dumps(value, separators=(",", ":"), ensure_ascii=False)[:20] in error.message


def test_further_dates_are_unknown_where_no_row_has_them() -> None:
    assert parse_one().known == ALWAYS


def test_further_dates_that_all_rows_have_are_known() -> None:
    keys = {"DateDenonciation": None, "DateEffetDenonciation": None, "DateSuspension": "2022-03-16T00:00:00"}
    chart = service.parse(body(row("A", **keys), row("B", **keys)), "185")
    assert chart.rows[0].known == ALWAYS | {Field.DENOUNCED_ON, Field.LEFT_ON, Field.SUSPENDED_ON}
    assert chart.rows[0].suspended_on == date(2022, 3, 16)
    assert chart.sparse == frozenset()


def test_further_dates_that_some_rows_have_are_known_in_all_and_sparse() -> None:
    chart = service.parse(body(row("A"), row("B", DateEffetDenonciation="2024-01-01T00:00:00")), "185")
    assert [r.left_on for r in chart.rows] == [None, date(2024, 1, 1)]
    assert all(r.known == ALWAYS | {Field.LEFT_ON} for r in chart.rows)
    assert chart.sparse == {Field.LEFT_ON}


@pytest.mark.parametrize("value", [True, 1, 2, "1", "true", "X", "x", "oui", [1], {"a": 1}])
def test_a_flag_of_any_type_can_be_on(value: object) -> None:
    assert parse_one(Reserves=value).flags == {"R"}


@pytest.mark.parametrize("value", [False, 0, None, "", " ", "0", "false", "False", "none", "null", [], {}])
def test_a_flag_of_any_type_can_be_off(value: object) -> None:
    printed = parse_one(Reserves=value)
    assert printed.flags == frozenset()
    assert printed.flags_known == {"R"}


def test_flags_are_known_only_where_their_key_is() -> None:
    printed = parse_one(Declarations=1, Objections=0, Territoires="X", Communications=None)
    assert printed.flags == {"D", "T"}
    assert printed.flags_known == {"D", "O", "T", "C"}


@pytest.mark.parametrize(
    ("value", "mark"), [("a", "a"), (" su ", "su"), ("s.", "s"), ("(r)", "r"), ("[a]", "a"), ("A", None), ("sur", None)]
)
def test_the_mark_is_found_by_its_look_under_any_key(value: str, mark: str | None) -> None:
    chart = service.parse(body(row("A", TypeX=value), row("B", TypeX=None)), "185")
    assert [r.mark for r in chart.rows] == [mark, None]
    assert chart.shows_marks is (mark is not None)
    assert chart.rows[0].extra == (("TypeX", value),)


def test_a_flag_is_never_taken_for_a_mark() -> None:
    assert parse_one(Reserves="r").mark is None


def test_one_mark_said_twice_is_one_mark() -> None:
    assert parse_one(TypeX="a", TypeY="(a)").mark == "a"


def test_two_marks_in_a_row_are_refused() -> None:
    error = refused(body(row(TypeX="a", TypeY="s")))
    assert error.kind is ErrorKind.SHAPE
    assert "'Bulgaria'" in error.message


def test_unknown_keys_stay_with_the_row_in_order_and_bounded() -> None:
    printed = parse_one(Zed=None, Notes=["4", 5], Autorites=True, Long="x" * 9000)
    assert [key for key, _ in printed.extra] == ["Autorites", "Long", "Notes", "Zed"]
    assert dict(printed.extra)["Notes"] == '["4",5]'
    assert dict(printed.extra)["Zed"] == "null"
    assert len(dict(printed.extra)["Long"]) == 500


# ---- numbers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "value", "asked"),
    [("NumSTE", "185", "185"), ("NumSte", 185, "185"), ("numSTE", " 185 ", "0185"), ("NumSTE", "012A", "12a")],
)
def test_the_number_may_be_spelled_in_several_ways(key: str, value: object, asked: str) -> None:
    one = row()
    del one["NumSTE"]
    chart = service.parse(body({**one, key: value}), asked)
    assert chart.number == str(value).strip()


def test_every_row_must_be_of_the_treaty_asked_for() -> None:
    error = refused(body(row("A"), row("B", NumSTE="189")))
    assert error.kind is ErrorKind.WRONG_TREATY
    assert "'B'" in error.message
    assert "189" in error.message


def test_without_a_number_the_rows_must_agree() -> None:
    assert service.parse(body(row("A", NumSTE="0189"), row("B", NumSTE=189)), None).number == "0189"
    assert refused(body(row("A"), row("B", NumSTE="189")), None).kind is ErrorKind.WRONG_TREATY


def test_two_spellings_that_disagree_are_the_wrong_treaty() -> None:
    assert refused(body(row(NumSte="189"))).kind is ErrorKind.WRONG_TREATY


@pytest.mark.parametrize("value", [None, "", True, 185.5, ["185"], "1" * 81, 10**300])
def test_a_number_that_is_none_is_a_wrong_shape(value: object) -> None:
    assert refused(body(row(NumSTE=value))).kind is ErrorKind.SHAPE


# ---- shapes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[[],[],[]]", "three empty lists"),
        (b"[[],[]]", "a list of 2"),
        (b"[[],[],[],[]]", "a list of 4"),
        (b'{"Message":"An error has occurred."}', "An error has occurred"),
        (b"null", "null"),
        (b"[[],{},[]]", "non_member"),
        (b"[[1],[],[]]", "member"),
        (b'["a","b","c"]', '"a"'),
    ],
)
def test_other_shapes_are_refused_with_what_came(content: bytes, said: str) -> None:
    error = refused(content)
    assert error.kind is ErrorKind.SHAPE
    assert said in error.message
    assert len(error.message) < 400


@pytest.mark.parametrize("key", sorted(row()))
def test_a_missing_key_is_named(key: str) -> None:
    one = row()
    del one[key]
    error = refused(body(one))
    assert error.kind is ErrorKind.SHAPE
    assert key in error.message
    assert "Bulgaria" in error.message or key == "LibPaysOrga"


@pytest.mark.parametrize("name", [None, "", "  ", 5, "x" * 201])
def test_a_name_must_be_a_name(name: Any) -> None:
    assert refused(body(row(name))).kind is ErrorKind.SHAPE


@pytest.mark.parametrize("code", [5, ["BUL"], "x" * 200])
def test_a_code_must_be_short_text_or_null(code: object) -> None:
    assert refused(body(row(CodePays=code))).kind is ErrorKind.SHAPE


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", ErrorKind.SHAPE),
        (body(row())[:60], ErrorKind.SHAPE),
        (b"<html><title>Portal</title></html>", ErrorKind.MEDIA_TYPE),
        (b"<html>You need to enable JavaScript to run this app.</html>", ErrorKind.BLOCKED),
        (b'[[{"LibPaysOrga":"\xff"}],[],[]]', ErrorKind.UNDECODABLE),
        (b"[" * 100_000, ErrorKind.SHAPE),
        (b'[[{"LibPaysOrga":"\\ud800"}],[],[]]', ErrorKind.SHAPE),
    ],
)
def test_what_is_no_json_is_told_apart(content: bytes, kind: ErrorKind) -> None:
    assert refused(content).kind is kind


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from(["a", "su", "2001-11-23", "185"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=4,
)
ROWS = st.dictionaries(st.sampled_from([*row(), "DateSuspension", "Reserves", "TypeX"]), ANY).map(lambda d: row() | d)


@given(ANY | st.lists(st.lists(ROWS, max_size=3), min_size=3, max_size=3), st.sampled_from(["185", None]))
def test_whatever_the_json_says_it_is_a_chart_or_a_bounded_parse_error(value: object, number: str | None) -> None:
    message = ""
    try:
        assert service.parse(json.dumps(value).encode(), number).rows
    except ParseError as error:
        message = error.message
    assert len(message) < 800
