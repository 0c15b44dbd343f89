"""Shields against robots are named by their vendors' marks, and never taken for a changed page."""

from __future__ import annotations

import pytest
from fetching import OK, failed, fetcher, page, read, serve
from pages import Fact, gen3

from tracker.errors import ErrorKind, ParseError
from tracker.sources.markup.shields import blocked, blocked_by
from tracker.sources.registry import KINDS, parse

CHALLENGES = {
    "Cloudflare": b"<html><head><title>Just a moment...</title></head><body></body></html>",
    "AWS WAF": b"<html><head><script>window.gokuProps = {'key':'x'};</script></head><body></body></html>",
    "Imperva": b"<html><body><iframe src='/_Incapsula_Resource?CWUDNSAI=23'></iframe></body></html>",
    "F5 BIG-IP": b"<html><head><title>Request Rejected</title></head><body>Your support ID is: 12</body></html>",
    "Akamai": b"<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY>Reference&#32;&#35;18&#46;6f</BODY></HTML>",
    "DataDome": b"<html><body><script>var dd={'host':'geo.captcha-delivery.com'}</script></body></html>",
    "Sucuri": b"<html><title>You are being redirected</title><script>sucuri_cloudproxy_js='';</script></html>",
    "HUMAN": b"<html><body><div id='px-captcha'></div></body></html>",
    "Kasada": b"<html><body><script>window.KPSDK={};</script></body></html>",
    "Radware": b"<html><script src='https://validate.perfdrive.com/x'></script></html>",
    "DDoS-Guard": b"<html><head><title>DDoS-Guard</title></head></html>",
    "Vercel": b"<html><head><title>Vercel Security Checkpoint</title></head></html>",
    "Anubis": b"<html><head><title>Making sure you&#39;re not a bot!</title></head></html>",
}
HEADERS = {
    "AWS WAF": b"x-amzn-waf-action: challenge",
    "Cloudflare": b"cf-mitigated: challenge",
    "Sucuri": b"X-Sucuri-Block: 17",
}


def answer(status: bytes, body: bytes, *headers: bytes) -> bytes:
    lines = [b"HTTP/1.1 " + status, b"Content-Type: text/html", b"Content-Length: %d" % len(body), *headers]
    return b"\r\n".join([*lines, b"Connection: close", b"", body])


@pytest.mark.parametrize("vendor", CHALLENGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_challenge_with_status_200(vendor: str, kind: str) -> None:
    """Whatever the kind expects."""
    with pytest.raises(ParseError) as caught:
        parse(kind, CHALLENGES[vendor], charset=None, number="185")
    assert caught.value.kind is ErrorKind.BLOCKED
    assert vendor in caught.value.message


@pytest.mark.parametrize("vendor", CHALLENGES)
def test_a_challenge_with_another_status(vendor: str) -> None:
    """Also with a status that alone would be an error of HTTP."""
    for status in (b"403 Forbidden", b"405 Method Not Allowed", b"429 Too Many Requests"):
        with serve(answer(status, CHALLENGES[vendor])) as (url, _):
            found = failed(fetcher(), page(url))
        assert found.kind is ErrorKind.BLOCKED
        assert vendor in found.message


@pytest.mark.parametrize("vendor", HEADERS)
@pytest.mark.parametrize("status", [b"200 OK", b"202 Accepted", b"405 Method Not Allowed"])
def test_a_header_of_a_shield(vendor: str, status: bytes) -> None:
    """With a body or without one."""
    for body in (b"", b"<html></html>"):
        with serve(answer(status, body, HEADERS[vendor])) as (url, _):
            found = failed(fetcher(), page(url))
        assert found.kind is ErrorKind.BLOCKED
        assert vendor in found.message


def test_202_without_a_body_is_a_shield() -> None:
    """With a whole page it is an answer."""
    with serve(answer(b"202 Accepted", b"")) as (url, _):
        assert failed(fetcher(), page(url)).kind is ErrorKind.BLOCKED
    with serve(answer(b"202 Accepted", b"<html></html>")) as (url, _):
        assert read(fetcher(), page(url)).status == 202
    with serve(OK + b"Content-Length: 0\r\nConnection: close\r\n\r\n") as (url, _):
        assert read(fetcher(), page(url)).body == b""


def test_an_ordinary_page_may_hold_a_vendors_script() -> None:
    """Shields put their scripts into the pages that they let pass."""
    scripts = (
        b"<script src='/_Incapsula_Resource?x'></script><script src='https://token.awswaf.com/challenge.js'></script>"
    )
    body = gen3([Fact(name="Albania")]).replace(b"</body>", scripts + b"</body>")
    assert scripts in body
    assert blocked(body) is None
    assert blocked_by({"x-datadome": "protected", "x-iinfo": "1", "server": "cloudflare"}) is None
