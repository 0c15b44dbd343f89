"""Another treaty by configuration alone: the Treaty Office's list, the block it gives, the file it is written into."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug import Response as Answer

import tracker.cli
from jobs.demo.standin import SERVICE_ROOT
from jobs.setup.treaties import block_of, find, with_block
from tracker.config import load
from tracker.errors import ConfigError, ErrorKind, FetchError, ParseError, UsageError
from tracker.fetch import Fetcher, HttpSettings
from tracker.models import Threshold
from tracker.sources.coe.treaties import PAYLOAD, parse, treaty_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_httpserver import HTTPServer
    from werkzeug import Request as Asked

    from tracker.sources.coe.treaties import ListedTreaty

CAPTURE = Path(__file__).resolve().parents[3] / "shared" / "captures" / "coe-traites-search-all-2026-05-10.json"
SHIPPED = Path(__file__).resolve().parents[2] / "config.toml"
SEARCH = f"{SERVICE_ROOT}api/traites/search"
PAGE = "/en/web/conventions/full-list"
TODAY = date(2026, 11, 22)

CONFIG = """
# ours
[tracker]
contact = "mailto:tests@localhost" # who we are

[http]
min_gap = "0s"
retries = 2
timeout = "5s"

[[treaty]]
id = "ets-185"
number = "185"
name = "Budapest Convention"
sources = ["coe-service"]

# ---- sources
[sources.coe-service]
api_url = "{origin}/WS_LFRConventions/"
page_url = "{origin}/en/web/conventions/full-list"
api_key = "a-key-that-is-old"
"""


def row(number: str, title: str, **values: Any) -> dict[str, Any]:
    """One treaty as the service lists it."""
    return {
        "Numero_traite": number,
        "Libelle_titre_ENG": title,
        "Date_ste": "2024-09-05T00:00:00",
        "Date_vigueur_ste": None,
        "Code_ent_vig_ste": 33,
        "Numero_traite_parent": None,
        "Numero_enreg_onu": 0,
        "Mention": "CETS",
        **values,
    }


ROWS = [
    row("012A", "Protocol to the Interim Agreement (ETS No. 012A)", Numero_traite_parent="012", Code_ent_vig_ste=1),
    row("185", "Convention on Cybercrime (ETS No. 185)", Mention="ETS", Date_vigueur_ste="2004-07-01T00:00:00"),
    row(
        "224",
        "Second Additional Protocol to the Convention on Cybercrime (CETS No. 224)",
        Code_ent_vig_ste=4,
        Numero_traite_parent="185",
    ),
    row("225", 'Framework Convention on "Artificial" Intelligence (CETS No. 225)'),
    row("230", "Convention on Series (CETS 230) ", Code_ent_vig_ste=None),
]


def listed(*rows: dict[str, Any]) -> tuple[ListedTreaty, ...]:
    """What the parser makes of these rows."""
    return parse(json.dumps(rows or ROWS).encode())


# ---- the list -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "key"),
    [
        pytest.param("185", "ets-185", id="ets"),
        pytest.param("193", "ets-193", id="the-last-ets"),
        pytest.param("194", "cets-194", id="the-first-cets"),
        pytest.param("005", "ets-5", id="leading-zeros"),
        pytest.param("012A", "ets-12a", id="a-letter"),
        pytest.param(" 224 ", "cets-224", id="blanks"),
        pytest.param("0", None, id="none"),
        pytest.param("XVIII-16", None, id="the-un's"),
        pytest.param("", None, id="empty"),
        pytest.param(None, None, id="no-number"),
    ],
)
def test_a_number_names_a_treaty(number: str | None, key: str | None) -> None:
    """ETS up to 193, CETS from 194; leading zeros dropped, letters lower."""
    assert treaty_id(number) == key


@given(number=st.integers(1, 9999), letter=st.sampled_from(["", "A", "b"]), zeros=st.integers(0, 3))
def test_zeros_and_case_name_the_same_treaty(number: int, letter: str, zeros: int) -> None:
    """`012A`, `12a`, `12A` are one."""
    plain = treaty_id(f"{number}{letter}")
    assert plain == treaty_id(f"{'0' * zeros}{number}{letter.swapcase()}")
    assert plain
    assert plain.partition("-")[2] == f"{number}{letter.lower()}"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        pytest.param("Convention on Cybercrime (ETS No. 185)", "Convention on Cybercrime", id="reference"),
        pytest.param("Protocol No. 8 (ETS No. 118) (*)", "Protocol No. 8", id="footnote"),
        pytest.param("Convention on Series (CETS 230) ", "Convention on Series", id="short-reference-and-blank"),
        pytest.param("Convention on  Laundering (CETS No. 198)", "Convention on Laundering", id="two-blanks"),
        pytest.param("Charter (revised) (ETS No. 163)", "Charter (revised)", id="brackets-of-the-title"),
        pytest.param("Charter", "Charter", id="nothing-to-drop"),
    ],
)
def test_a_title_as_a_sentence_holds_it(title: str, name: str) -> None:
    """The whole official title without its reference and marks."""
    assert listed(row("163", title))[0].name == name


def test_what_the_list_says_of_a_treaty() -> None:
    """Dates, parent and threshold; missing ones are None."""
    protocol, budapest, *_, series = listed()
    assert (protocol.id, protocol.parent, protocol.threshold) == ("ets-12a", "ets-12", None)
    assert (budapest.opened_on, budapest.in_force_on) == (date(2024, 9, 5), date(2004, 7, 1))
    assert budapest.threshold == Threshold(needed=5, members=3)
    assert listed()[2].threshold == Threshold(needed=5)
    assert (series.in_force_on, series.parent, series.threshold) == (None, None, None)
    assert [
        t.parent for t in listed(row("1", "A", Numero_traite_parent=0), row("2", "B", Numero_traite_parent="54"))
    ] == [
        None,
        "ets-54",
    ]


@pytest.mark.parametrize(
    ("body", "kind", "said"),
    [
        pytest.param(b"[]", ErrorKind.SHAPE, "a list of treaties", id="empty"),
        pytest.param(b'{"a":1}', ErrorKind.SHAPE, "a list of treaties", id="no-list"),
        pytest.param(b"[[]]", ErrorKind.SHAPE, "an object", id="no-object"),
        pytest.param(b"<html><title>Portal</title>", ErrorKind.MEDIA_TYPE, "Portal", id="a-page"),
        pytest.param(json.dumps([row("x", "A")]).encode(), ErrorKind.SHAPE, "Numero_traite", id="number"),
        pytest.param(json.dumps([row("1", "(ETS No. 1)")]).encode(), ErrorKind.SHAPE, "Libelle", id="no-title"),
        pytest.param(json.dumps([row("1", "A", Date_ste="soon")]).encode(), ErrorKind.SHAPE, "Date_ste", id="date"),
        pytest.param(json.dumps([row("1", "A", Code_ent_vig_ste="x")]).encode(), ErrorKind.SHAPE, "Code", id="code"),
        pytest.param(json.dumps([{**row("1", "A"), "Date_ste": 0}]).encode(), ErrorKind.SHAPE, "Date_ste", id="zero"),
        pytest.param(json.dumps([row("1", "A"), row("001", "B")]).encode(), ErrorKind.SHAPE, "twice", id="twice"),
    ],
)
def test_a_list_of_another_shape_is_refused(body: bytes, kind: ErrorKind, said: str) -> None:
    """The error names what was expected and what came."""
    with pytest.raises(ParseError, match=said) as caught:
        parse(body)
    assert caught.value.kind is kind


@pytest.mark.parametrize(
    ("number", "said"),
    [
        pytest.param("231", "'230'", id="beyond-the-last"),
        pytest.param("99999999999999999999", "'230'", id="far-beyond"),
        pytest.param("184", "'185' .Convention on Cybercrime.", id="not-listed"),
        pytest.param("12z", "'012A'", id="another-letter"),
        pytest.param("cybercrime", "not a treaty number", id="no-number"),
    ],
)
def test_an_unknown_number_names_the_nearest(number: str, said: str) -> None:
    """A mistake of a person's, answered in one line."""
    with pytest.raises(UsageError, match=said):
        find(listed(), number)


@pytest.mark.parametrize("typed", ["225", "0225", "cets-225", " CETS 225 "])
def test_a_number_as_a_person_types_it(typed: str) -> None:
    """Our id is as good as the depositary's number."""
    assert find(listed(), typed).id == "cets-225"


# ---- the block ----------------------------------------------------------------------------------


def loaded(tmp_path: Path, text: str) -> Any:
    """The configuration that a text is."""
    path = tmp_path / "config.toml"
    path.write_text(text.replace("{origin}", "http://127.0.0.1"))
    return load(path)


def test_the_block_says_what_the_list_says(tmp_path: Path) -> None:
    """Nothing is left out, nothing is made up."""
    text = CONFIG + "".join(block_of(treaty, "coe-service", TODAY) for treaty in listed() if treaty.id != "ets-185")
    _, protocol, second, ai, series = loaded(tmp_path, text).treaties

    assert (ai.id, ai.number, ai.opened_on) == ("cets-225", "225", date(2024, 9, 5))
    assert ai.name == 'Framework Convention on "Artificial" Intelligence'
    assert (ai.threshold, ai.sources) == (Threshold(needed=5, members=3), ("coe-service",))
    assert (ai.blank_non_member_invited, ai.months_after_consent, ai.parent) == (False, None, None)
    assert (protocol.number, protocol.parent, protocol.threshold) == ("012A", "ets-12", None)
    assert (second.threshold, second.months_after_consent) == (Threshold(needed=5), 3)  # the latter ships with us
    assert series.threshold is None
    assert "# threshold = { needed = … }: not known for the service's code 1\n" in text


@pytest.mark.parametrize(
    ("line", "said"),
    [
        pytest.param('parent = "ets-185"', "another treaty", id="its-own-parent"),
        pytest.param('parent = "185"', "another treaty", id="a-number"),
        pytest.param("months_after_consent = 121", "0 to 120", id="ten-years"),
        pytest.param("months_after_consent = -1", "0 to 120", id="before-it"),
    ],
)
def test_rules_that_cannot_be_are_refused(tmp_path: Path, line: str, said: str) -> None:
    """What a treaty's text says of itself may be said in its block, within reason."""
    with pytest.raises(ConfigError, match=said):
        loaded(tmp_path, CONFIG.replace('number = "185"', f'number = "185"\n{line}'))


def test_the_rules_of_a_treaty_may_be_said(tmp_path: Path) -> None:
    """They go before those that ship."""
    said = 'number = "185"\nmonths_after_consent = 1\nparent = "ets-24"'
    [treaty] = loaded(tmp_path, CONFIG.replace('number = "185"', said)).treaties
    assert (treaty.months_after_consent, treaty.parent) == (1, "ets-24")


def test_each_treaty_of_the_captured_list_gives_a_valid_block(tmp_path: Path) -> None:
    """232 treaties, in one configuration that is loaded as any other is."""
    if not CAPTURE.is_file():
        pytest.skip(f"no captured list at {CAPTURE}")
    treaties = parse(CAPTURE.read_bytes())
    head = CONFIG.partition("[[treaty]]")[0] + CONFIG.partition("# ---- sources")[2]
    config = loaded(tmp_path, head + "\n".join(block_of(treaty, "coe-service", TODAY) for treaty in treaties))

    assert len(config.treaties) == len(treaties) == 232
    assert not [warning for warning in config.warnings if "treaty" in warning]
    for treaty, followed in zip(treaties, config.treaties, strict=True):
        assert (followed.id, followed.number, followed.name) == (treaty.id, treaty.number, treaty.name)
        assert followed.opened_on == treaty.opened_on
        assert "ETS" not in followed.name
        assert "(*)" not in followed.name
    parents = {treaty.id: treaty.parent for treaty in treaties}
    assert (parents["ets-12a"], parents["ets-189"], parents["cets-221"]) == ("ets-12", "ets-185", None)


# ---- the file -----------------------------------------------------------------------------------


def a_block() -> str:
    """The block of CETS 225."""
    return block_of(find(listed(), "225"), "coe-service", TODAY)


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        pytest.param(CONFIG, 'sources = ["coe-service"]\n', "\n# ---- sources\n", id="before-the-next-heading"),
        pytest.param("[a]\nx = 1", "x = 1\n\n", "", id="no-treaty-and-no-last-line-end"),
        pytest.param("", "", "", id="empty"),
        pytest.param('[[treaty]]\nid = "x"\n# of x\n\n# of a\n[a]\n', "# of x\n", "\n# of a\n[a]\n", id="comments"),
        pytest.param('[[treaty]]\nid = "x"\n[a]\n', 'id = "x"\n', "\n[a]\n", id="no-blank-line"),
        pytest.param(
            '[[treaty]]\nid = "x"\n[treaty.threshold]\nneeded = 5\n\n[a]\n', "needed = 5\n", "\n[a]\n", id="sub-table"
        ),
        pytest.param('[[treaty]]\nid = "x"\n[a]\n[[treaty]]\nid = "y"\n', 'id = "y"\n', "", id="scattered"),
        pytest.param("[[treaty]]\nn = [\n[1],\n\n[2],\n]\n\n[a]\n", "[2],\n]\n", "\n[a]\n", id="list-of-lists"),
        pytest.param(
            '[[treaty]]\nid = """\n\n# x\n[y]\n"""\n\n[a]\n', '[y]\n"""\n', "\n[a]\n", id="heading-in-a-string"
        ),
        pytest.param('[[treaty]]\nid = "x" # \u2028# y\n[a]\n', "# y\n", "\n[a]\n", id="odd-separator"),
        pytest.param('[[treaty]]\r\nid = "x"\r\n\r\n[a]\r\n', 'id = "x"\r\n', "\r\n[a]\r\n", id="crlf"),
    ],
)
def test_the_block_stands_after_the_last_treaty(text: str, before: str, after: str) -> None:
    """Every line that was there stays, in its order; the block stands on its own between blank lines."""
    written = with_block(text, a_block())
    block = a_block().replace("\n", "\r\n") if "\r" in text else a_block()
    head, tail = written.split(block)

    assert head.rstrip("\r\n").endswith(before.rstrip("\r\n"))
    assert tail.startswith(after)
    assert not head or head.replace("\r", "").endswith("\n\n")
    assert (head + tail).split() == text.split()
    assert ("\n" in written.replace("\r\n", "")) is ("\r" not in text)


comment = st.text(st.characters(exclude_categories=("C", "Z")), max_size=8).map(lambda text: f"# {text}\n")
lines = st.lists(st.one_of(comment, st.just("\n")), max_size=4).map("".join)


@given(tops=lines, parts=st.lists(st.tuples(st.sampled_from(["treaty", "table", "array"]), lines), max_size=5))
def test_no_line_is_lost_or_moved(tops: str, parts: list[tuple[str, str]]) -> None:
    """Whatever a person made of the file: it means what it meant, and one treaty more."""
    heads = {"treaty": '[[treaty]]\nid = "t{}"', "table": "[t{}]\nx = 1", "array": "[[a]]\nn = {}"}
    text = tops + "".join(f"{heads[kind].format(at)} # {kind}\n{rest}" for at, (kind, rest) in enumerate(parts))
    written = with_block(text, a_block())

    was, now = tomllib.loads(text), tomllib.loads(written)
    assert now.pop("treaty") == [*was.pop("treaty", []), *tomllib.loads(a_block())["treaty"]]
    assert now == was
    rest = iter(written.splitlines())
    assert all(line in rest for line in text.splitlines())


def test_treaties_written_inline_are_left_to_a_person() -> None:
    """The message holds the block to paste."""
    with pytest.raises(ConfigError, match="cets-225"):
        with_block("treaty = []\n", a_block())


def test_the_shipped_configuration_takes_it_between_its_treaties_and_its_examples() -> None:
    """What people start from."""
    written = with_block(SHIPPED.read_text(), a_block())
    assert written.replace(f"\n{a_block()}", "", 1) == SHIPPED.read_text()
    assert written.index('"cets-224"') < written.index(a_block()) < written.index("# [[treaty]]")


# ---- the command --------------------------------------------------------------------------------


@pytest.fixture
def add(
    tmp_path: Path, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """`tracker treaty add` in a folder with a configuration; exit code, output, errors."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.toml").write_text(CONFIG.replace("{origin}", httpserver.url_for("").rstrip("/")))
    (tmp_path / "config.toml").chmod(0o600)

    def run(*words: str) -> tuple[int, str, str]:
        code = tracker.cli.run(["treaty", "add", *words])
        return (code, *capsys.readouterr())

    return run


def serve(httpserver: HTTPServer, key: str = "a-key-that-is-old") -> list[Asked]:
    """Answer the search to whoever has the key; the page hands it out. Returns what is asked."""
    asked: list[Asked] = []

    def search(request: Asked) -> Answer:
        asked.append(request)
        if request.headers.get("token") != key:
            return Answer(status=401)
        return Answer(json.dumps(ROWS), content_type="application/json")

    httpserver.expect_request(SEARCH, method="POST").respond_with_handler(search)
    page = f"<!DOCTYPE html><script>window.conventions_api_key='{key}';</script>"
    httpserver.expect_request(PAGE).respond_with_data(page, content_type="text/html")
    return asked


def test_a_treaty_is_followed_by_one_command(
    add: Callable[..., tuple[int, str, str]], httpserver: HTTPServer, tmp_path: Path
) -> None:
    """The service is asked as its own page asks it; the block is shown, and written with all else left as it was."""
    [*asked], before = serve(httpserver), (tmp_path / "config.toml").read_text()
    code, out, err = add("225")

    assert code == 0, err
    assert "cets-225" in err
    assert tomllib.loads(out)["treaty"][0]["id"] == "cets-225"
    written = (tmp_path / "config.toml").read_text()
    assert written.replace(f"\n{out}", "", 1) == before
    assert [treaty.id for treaty in load(tmp_path / "config.toml").treaties] == ["ets-185", "cets-225"]
    assert (tmp_path / "config.toml").stat().st_mode & 0o777 == 0o600
    assert not asked


def test_the_question_is_that_of_the_services_own_page(
    add: Callable[..., tuple[int, str, str]], httpserver: HTTPServer
) -> None:
    """The key as a header, the whole list in English (docs/sources.md#endpoints)."""
    asked = serve(httpserver)
    code, out, _ = add("225", "--json")

    [question] = asked
    assert (code, set(json.loads(out))) == (0, {"id", "config", "block"})
    assert json.loads(question.get_data()) == dict(PAYLOAD)
    assert question.headers["Content-Type"] == "application/json"
    assert question.headers["token"] == "a-key-that-is-old"  # noqa: S105 - no secret, and not a real one


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        pytest.param(("--all",), ["ets-12a", "cets-224", "cets-225", "cets-230"], id="all"),
        pytest.param(("--parent", "185"), ["cets-224"], id="a-treaty-with-its-protocols"),
        pytest.param(("--parent", "cets-225"), ["cets-225"], id="no-protocol"),
    ],
)
def test_many_treaties_are_followed_by_one_command(
    add: Callable[..., tuple[int, str, str]], httpserver: HTTPServer, tmp_path: Path, words: list[str], ids: list[str]
) -> None:
    """One question, one write; what is followed stays as it is."""
    asked = serve(httpserver)
    code, out, err = add(*words)

    assert code == 0, err
    assert [block["id"] for block in tomllib.loads(out)["treaty"]] == ids
    assert f"{len(ids)} treaties written to " in err
    assert [treaty.id for treaty in load(tmp_path / "config.toml").treaties] == ["ets-185", *ids]
    assert len(asked) == 1
    assert json.loads(asked[0].get_data()) == dict(PAYLOAD)

    code, _, err = add(*words)
    assert (code, len(asked)) == (2, 2)
    assert "already followed" in err


def test_the_treaties_of_a_state_are_asked_for_by_the_services_own_code(
    add: Callable[..., tuple[int, str, str]], httpserver: HTTPServer
) -> None:
    """AUS is Austria there."""
    asked = serve(httpserver)
    code, out, err = add("--member", "austria", "--json")

    assert code == 0, err
    assert json.loads(asked[0].get_data()) == {**PAYLOAD, "CodePays": "AUS"}
    assert [set(one) for one in json.loads(out)] == [{"id", "config", "block"}] * 4


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param((), "name one of", id="nothing"),
        pytest.param(("225", "--all"), "name one of", id="two-ways"),
        pytest.param(("--parent", "185", "--member", "austria"), "name one of", id="two-options"),
        pytest.param(("--parent", "9999"), "did you mean '230'", id="unknown-parent"),
        pytest.param(("--member", "Nowhere"), "Nowhere", id="unknown-state"),
        pytest.param(("--member", "India"), "code of India is not known", id="no-code"),
    ],
)
def test_what_cannot_be_followed_is_said(
    add: Callable[..., tuple[int, str, str]], httpserver: HTTPServer, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    """One line, exit 2, and the file as it was."""
    serve(httpserver)
    before = (tmp_path / "config.toml").read_text()
    code, _, err = add(*words)
    assert (code, err.count("\n"), said in err) == (2, 1, True), err
    assert (tmp_path / "config.toml").read_text() == before


def test_a_treaty_that_is_followed_is_refused_without_a_question(
    add: Callable[..., tuple[int, str, str]], httpserver: HTTPServer, tmp_path: Path
) -> None:
    """Exit 2, and nobody is asked."""
    asked, before = serve(httpserver), (tmp_path / "config.toml").read_text()
    code, _, err = add("185")
    assert (code, asked, err.count("\n")) == (2, [], 1)
    assert "ets-185 is already followed" in err

    assert add("225")[0] == 0
    assert add("225")[0] == 2
    assert (tmp_path / "config.toml").read_text().startswith(before[:100])
    assert len(asked) == 1


def test_an_unknown_number_leaves_the_file_alone(
    add: Callable[..., tuple[int, str, str]], httpserver: HTTPServer, tmp_path: Path
) -> None:
    """Exit 2, naming the nearest."""
    serve(httpserver)
    before = (tmp_path / "config.toml").read_bytes()
    code, out, err = add("231")
    assert (code, out, (tmp_path / "config.toml").read_bytes()) == (2, "", before)
    assert "did you mean '230' (Convention on Series)?" in err


def test_a_refused_key_is_found_anew_on_the_page(
    add: Callable[..., tuple[int, str, str]], httpserver: HTTPServer
) -> None:
    """Once."""
    asked = serve(httpserver, key="a-key-that-is-new")
    assert add("225")[0] == 0
    assert [question.headers["token"] for question in asked] == ["a-key-that-is-old", "a-key-that-is-new"]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        pytest.param(Answer(status=503, headers={"Retry-After": "0"}), "503", id="busy"),
        pytest.param(
            Answer(status=301, headers={"Location": "http://www.coe.int/?NumSte=210"}), "301", id="moved-away"
        ),
        pytest.param(Answer(status=307, headers={"Location": "/elsewhere"}), "307", id="moved-here"),
        pytest.param(Answer("<html><title>Portal</title>", content_type="text/html"), "Portal", id="a-page"),
        pytest.param(Answer("[]", content_type="application/json"), "list of treaties", id="empty"),
        pytest.param(Answer(status=304), "304", id="not-modified"),
    ],
)
def test_a_service_that_does_not_answer_is_asked_once(
    add: Callable[..., tuple[int, str, str]], httpserver: HTTPServer, tmp_path: Path, answer: Answer, said: str
) -> None:
    """Exit 1; the question is not sent again, nor to another address than its page names; the file is as it was."""
    httpserver.expect_request(SEARCH, method="POST").respond_with_response(answer)
    before = (tmp_path / "config.toml").read_bytes()
    code, _, err = add("225")
    assert (code, err.count("\n"), (tmp_path / "config.toml").read_bytes()) == (1, 1, before)
    assert said in err
    assert [request.method for request, _ in httpserver.log].count("POST") == 1


def test_a_configuration_without_the_service_cannot_be_asked(
    add: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    """Exit 2: what is missing, and where."""
    (tmp_path / "config.toml").write_text('[sources.coe-members]\nurl = "http://127.0.0.1:1/"\n')
    code, _, err = add("225")
    assert (code, "no source of kind coe-service" in err) == (2, True)


def test_a_server_that_is_not_there_is_an_error_like_any_other(httpserver: HTTPServer) -> None:
    """post_json raises FetchError, and nothing else."""
    url = httpserver.url_for(SEARCH)
    httpserver.stop()  # type: ignore[no-untyped-call]
    settings = HttpSettings(contact="tests", version="0", retries=0)
    with (
        Fetcher(settings, now=lambda: datetime(2026, 6, 15, tzinfo=UTC)) as fetcher,
        pytest.raises(FetchError) as caught,
    ):
        fetcher.post_json(url, PAYLOAD, {})
    assert caught.value.kind is ErrorKind.CONNECTION
