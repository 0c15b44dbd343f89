"""One read is one message: what it says, how long it is, and what stands in the head of a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from channels import BRAZIL, RATIFIED, channel, deliver_to
from receivers import Post, ids_in, mailbox, part
from states import HUNGARY, IRELAND
from world import SECOND_PROTOCOL, World, but, declaration, row

from tracker.deliver import Message, send

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import EmailMessage

#: Those that signed the Second Additional Protocol on the day it was opened.
SIGNATORIES = (
    *("Austria", "Belgium", "Bulgaria", "Estonia", "Finland", "Iceland", "Italy", "Lithuania", "Luxembourg"),
    *("Montenegro", "Netherlands", "North Macedonia", "Portugal", "Romania", "Serbia", "Spain", "Sweden"),
)
NON_MEMBERS = ("Chile", "Colombia", "Japan", "Morocco", "United States of America")
OPENED = "2022-05-12"
SITE = '[publish]\nurl = "https://treaties.example.org/cybercrime"\n'


def sign(w: World) -> None:
    """22 States sign in one read."""
    blank = [*(row(name) for name in SIGNATORIES), *(row(name, "non_member") for name in NON_MEMBERS)]
    w.show(*blank, number="224")
    w.check(treaties=["cets-224"])
    w.show(*(but(one, signed=OPENED) for one in blank), number="224")
    w.check(treaties=["cets-224"])


def flat(text: str) -> str:
    return " ".join(text.split())


# ---- the message ------------------------------------------------------------------------------------


def test_22_signatures_are_one_message_that_names_them_all(make: Callable[..., World], post: Post) -> None:
    w = make(channel("legal"), more=SECOND_PROTOCOL + SITE)
    sign(w)

    [message] = post.to("legal")
    assert message.subject == "22 States signed the Second Additional Protocol"
    first = next(line for line in message.text.splitlines() if "signed" in line)
    assert first == message.subject
    for form in (message.text, message.summary):
        assert "Signature, 12 May 2022: Austria, Belgium, Bulgaria, Chile," in flat(form)
        assert all(name in flat(form) for name in (*SIGNATORIES, *NON_MEMBERS))
        assert "https://www.coe.int/en/web/conventions/full-list?module=signatures-by-treaty&treatynum=224" in form
        assert "https://treaties.example.org/cybercrime/treaty/cets-224.html" in form
    assert ids_in(message.text) == [change.id for change in w.changes()]
    assert message.text.count("evidence no.") == 2, "once for the read, once at the foot"
    assert len(message.subject) + len(message.summary) < 2000


def test_the_news_stands_first_and_the_figures_last(make: Callable[..., World], post: Post) -> None:
    w = make(channel("legal"))
    w.show(RATIFIED, IRELAND, BRAZIL)
    w.check()

    [text] = [message.text for message in post.to("legal")]
    order = [
        "Hungary ratified the Budapest Convention: the first of five",
        "deposited its instrument of ratification, acceptance or approval",
        "evidence no.",
        "signatures-by-treaty&treatynum=185",
        "WHERE THE TREATIES STAND".capitalize(),
        "This is an unofficial compilation",
    ]
    places = [flat(text).lower().find(said.lower()) for said in order]
    assert places == sorted(places)
    assert -1 not in places


@pytest.mark.parametrize(
    ("rows", "subject"),
    [
        ((but(IRELAND, consent="2026-06-01"), HUNGARY), "Ireland ratified the Budapest Convention: the first of five"),
        (
            (row("Hungary", signed="2026-06-01", consent="2026-06-01"), IRELAND),
            "Hungary signed and ratified the Budapest Convention: the first of five",
        ),
        (
            (but(IRELAND, consent="2026-06-01"), *(row(name, signed="2026-06-02") for name in ("Albania", "Malta"))),
            "Ireland ratified and Albania and Malta signed the Budapest Convention: the first of five",
        ),
        (
            (
                but(IRELAND, consent="2026-06-01"),
                *(row(name, signed="2026-06-02") for name in ("Albania", "Malta", "Serbia")),
            ),
            "Ireland ratified and 3 States signed the Budapest Convention: the first of five",
        ),
        (
            (but(IRELAND, group="non_member"), HUNGARY),
            "The chart of the Budapest Convention lists Ireland under another heading",
        ),
    ],
)
def test_the_subject_says_who_did_what(
    open_world: Callable[..., World], post: Post, rows: tuple[object, ...], subject: str
) -> None:
    w = open_world(more=channel("legal", natures=["event", "editorial"]), confirm_after="0s")
    blank = [row(name) for name in ("Albania", "Malta", "Serbia", "Hungary")]
    w.show(IRELAND, *blank)
    w.check()
    shown = {one.name: one for one in (IRELAND, *blank, *(r for r in rows if r != HUNGARY))}  # type: ignore[attr-defined]  # a Row
    w.show(*shown.values())
    w.check()

    assert post.subjects("legal") == [subject]


def test_what_one_participant_did_is_one_line(make: Callable[..., World], post: Post) -> None:
    """The date that was set stands with the consent, and the declaration of the same check in the same message."""
    w = make(channel("legal"))
    w.declare()
    w.read_statements()
    w.declare(declaration("Hungary", "Hungary will not apply Article 9.", article="9"))
    w.wait(days=1)
    w.check()
    w.show(but(HUNGARY, consent="2026-06-01", in_force="2026-10-01"), IRELAND, BRAZIL)
    w.wait(days=1)
    w.check()

    [message] = post.to("legal")
    assert message.subject.startswith("Hungary ratified the Budapest Convention")
    assert "made a" in message.subject
    said = flat(message.text)
    assert said.count("Hungary deposited its instrument") == 1
    assert said.count("as the date of entry into force of the Budapest Convention for Hungary") == 0
    assert ids_in(message.text) == [change.id for change in w.changes()]
    assert len(w.changes()) == 4  # its date and the treaty's, too


def test_a_list_of_who_did_it_says_that_its_day_is_no_day_of_theirs(make: Callable[..., World], post: Post) -> None:
    w = make(channel("legal"))
    w.declare()
    w.read_statements()
    w.declare(*(declaration(name, f"{name} will not apply it.") for name in ("Hungary", "Ireland", "Brazil")))
    for _ in range(2):
        w.wait(days=1)
        w.check()

    [message] = post.to("legal")
    assert message.subject == "3 States made 3 statements under the Budapest Convention"
    for form in (message.text, message.summary):
        assert "Statement, noticed 17 June 2026: Brazil, Hungary and Ireland." in flat(form)


def test_a_message_keeps_its_name_when_it_is_sent_again(make: Callable[..., World], post: Post) -> None:
    w = make(channel("legal"), channel("other"))
    w.show(RATIFIED, IRELAND, BRAZIL)
    w.check()
    with w.store() as store:
        store.database.conn.execute("UPDATE outbox SET state = 'waiting'")
    w.show(RATIFIED, but(IRELAND, consent="2026-06-10"), BRAZIL)
    w.check()
    first, again, next_one = (message.id for message in post.to("legal"))
    assert first == again
    assert len({first, next_one, post.to("other")[0].id}) == 3


# ---- mail -------------------------------------------------------------------------------------------


def mailed(w_of: Callable[[str], World]) -> tuple[EmailMessage, World]:
    with mailbox() as box:
        w = w_of(box.url)
        w.show(RATIFIED, IRELAND, BRAZIL)
        w.check()
        [mail] = box.got
    return mail, w


def test_a_mail_has_our_own_text_the_page_beside_it_and_its_headers(make: Callable[..., World]) -> None:
    mail, w = mailed(lambda url: make(channel("Legal desk", f"{url}&+X-Team=treaties")))

    assert [one.get_content_type() for one in mail.iter_parts()] == ["text/plain", "text/html"]
    text, page = part(mail, "text/plain"), part(mail, "text/html")
    assert text.startswith(("Hungary ratified the Budapest", "Demonstration data"))
    assert "\n\n\n" not in text
    assert '<div class="preview" aria-hidden="true">Hungary deposited its instrument' in page
    assert page.index("<h1>Hungary ratified") < page.index("Where the treaties stand")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Id"] == "<legal-desk.convention-tracker.example.org>"
    assert str(mail["Message-ID"]).endswith("@example.org>")
    assert mail["X-Team"] == "treaties"
    assert mail["Date"].datetime == w.now.replace(microsecond=0)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_mail_names_the_language_it_is_in(make: Callable[..., World], language: str) -> None:
    """RFC 3282, by the language of the channel: a mail program then reads it aloud, or offers to translate it."""
    mail, _ = mailed(lambda url: make(channel("legal", url, language=language)))

    assert mail.get_all("Content-Language") == [language]
    assert f'<html lang="{language}">' in part(mail, "text/html")
    assert ("Hongrie" in str(mail["Subject"])) is (language == "fr")


def test_text_that_was_asked_for_is_text_alone(make: Callable[..., World]) -> None:
    mail, _ = mailed(lambda url: make(channel("legal", url, format="text")))

    assert mail.get_content_type() == "text/plain"
    assert "Hungary ratified" in mail.get_content()


def test_each_recipient_has_a_mail_of_its_own() -> None:
    with mailbox() as box:
        send("legal", f"{box.url},second@example.org&bcc=third@example.org", Message(subject="s", text="t", id="x"))
        assert [mail["To"] for mail in box.got] == ["legal@example.org", "second@example.org"]
        assert {mail["Message-ID"] for mail in box.got} == {"<x@example.org>"}
        assert not any(mail["Bcc"] for mail in box.got)


def test_a_subject_cannot_add_a_header() -> None:
    with mailbox() as box:
        send("legal", box.url, Message(subject="s\r\nBcc: all@example.org", text="t"))
    assert box.got[0]["Subject"] == "s Bcc: all@example.org"
    assert box.got[0]["Bcc"] is None


# ---- services with a limit --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "length", "taken"),
    [
        ("discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js", 1900, "whole"),
        ("discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js", 1996, "short"),
        ("discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js?overflow=split", 9000, "whole"),
        ("tgram://123456789:abcdefg_hijklmnop/12315544", 4000, "whole"),
        ("tgram://123456789:abcdefg_hijklmnop/12315544", 5000, "short"),
        ("json://nowhere.invalid/", 90_000, "whole"),
    ],
)
def test_a_service_with_a_limit_gets_the_short_form(
    monkeypatch: pytest.MonkeyPatch, url: str, length: int, taken: str
) -> None:
    bodies: list[str] = []

    def notify(*_: object, body: str, **__: object) -> bool:
        bodies.append(body)
        return True

    monkeypatch.setattr("apprise.Apprise.notify", notify)
    send("chat", url, Message(subject="s", text="t" * length, summary="short"))
    assert bodies == ["short" if taken == "short" else "t" * length]


# ---- alerts -----------------------------------------------------------------------------------------

THIRD = SECOND_PROTOCOL.replace("cets-224", "ets-189").replace("224", "189").replace("Second", "First")


MEMBERS = (row("Hungary"), row("Ireland"))


def outage(w: World, *, passes: int, numbers: tuple[str, ...]) -> None:
    good = {number: w.standin.charts[number] for number in numbers}
    w.standin.charts.update(dict.fromkeys(numbers, b"{}"))
    for _ in range(passes):
        w.check()
    w.standin.charts.update(good)


@pytest.fixture
def three(open_world: Callable[..., World]) -> World:
    """Three treaties of one service."""
    w = open_world(more=SECOND_PROTOCOL + THIRD + channel("ops"))
    for number in ("185", "189", "224"):
        w.show(*MEMBERS, number=number)
    w.check()
    return w


def test_an_outage_of_a_service_is_one_alert_one_reminder_and_one_recovery(three: World, post: Post) -> None:
    outage(three, passes=3, numbers=("185", "189", "224"))
    three.standin.charts.update(dict.fromkeys(("185", "189", "224"), b"{}"))
    three.wait(days=1)
    three.check()
    for number in ("185", "189", "224"):
        three.show(*MEMBERS, number=number)
    three.check()
    three.check()

    down, still, back = post.to("ops")
    assert [one.subject for one in (down, still, back)] == [
        "Tracker: the Treaty Office's data service is down",
        "Tracker: the Treaty Office's data service is still down",
        "Tracker: the Treaty Office's data service is back",
    ]
    for message in (down, still, back):
        assert all(key in message.text for key in ("ETS 185", "ETS 189", "CETS 224"))
        assert "The Treaty Office's data service (coe-service)" in message.text, "and what commands call it"


def test_a_part_that_fails_later_is_an_alert_of_its_own(three: World, post: Post) -> None:
    """Otherwise a treaty that has failed for long would hide an outage of the whole service."""
    outage(three, passes=3, numbers=("189",))
    three.standin.charts["189"] = b"{}"
    three.check()
    outage(three, passes=3, numbers=("185", "224"))
    three.show(*MEMBERS, number="189")
    three.check()
    deliver_to(three, "ops")

    assert post.subjects("ops") == [
        "Tracker: the Treaty Office's data service (ETS 189) is down",
        "Tracker: the Treaty Office's data service is still down",
        "Tracker: the Treaty Office's data service is back",
    ]


def test_treaties_that_are_read_at_other_times_join_the_outage(three: World, post: Post) -> None:
    """The daemon reads each treaty by itself."""
    three.standin.charts.update(dict.fromkeys(("185", "189", "224"), b"{}"))
    for treaty in ("ets-185", "cets-224", "ets-189"):
        for _ in range(3):
            three.wait(minutes=5)
            three.check(treaties=[treaty])

    assert post.subjects("ops") == ["Tracker: the Treaty Office's data service (ETS 185) is down"]
