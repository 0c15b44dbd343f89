"""Who gave the bytes: decided by the address that answered, never by the name of the source."""

from __future__ import annotations

import pytest

from tracker.models import ARCHIVE, STATEMENTS, Provenance, provenance_of
from tracker.sources.registry import KINDS
from tracker.wording.sources import banner, source_in_words


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://conventions-ws.coe.int/WS_LFRConventions/api", Provenance.SOURCE),
        ("https://1.1.1.1/", Provenance.SOURCE),
        ("https://[2606:4700:4700::1111]/", Provenance.SOURCE),
        ("chart.html", Provenance.SOURCE),  # a file that a person saved
        ("file:///srv/chart.html", Provenance.SOURCE),
        ("http://[", Provenance.SOURCE),
        ("http://127.0.0.1:41019/x", Provenance.REPLAY),
        ("http://127.8.9.1/", Provenance.REPLAY),
        ("http://[::1]:80/", Provenance.REPLAY),
        ("http://[::ffff:127.0.0.1]/", Provenance.REPLAY),
        ("http://0.0.0.0:8000/", Provenance.REPLAY),
        ("http://LOCALHOST./", Provenance.REPLAY),
        ("http://coe.int.localhost/", Provenance.REPLAY),
        ("http://10.0.0.7/", Provenance.STAND_IN),
        ("https://192.168.1.5/", Provenance.STAND_IN),
        ("http://172.16.0.1/", Provenance.STAND_IN),
        ("http://169.254.1.1/", Provenance.STAND_IN),
        ("http://100.64.0.1/", Provenance.STAND_IN),
        ("http://[fd00::1]/", Provenance.STAND_IN),
        ("http://[fe80::1]/", Provenance.STAND_IN),
        ("http://[::ffff:10.0.0.7]/", Provenance.STAND_IN),
        ("http://standin:8080/", Provenance.STAND_IN),
        ("http://2130706433/", Provenance.STAND_IN),
        ("http://127.1/", Provenance.STAND_IN),
        ("http://coe.internal/", Provenance.STAND_IN),
        ("http://mirror.local/", Provenance.STAND_IN),
    ],
)
def test_the_address_that_answered_decides(url: str, wanted: Provenance) -> None:
    assert provenance_of(url) is wanted


def test_a_bundled_list_has_no_address() -> None:
    assert provenance_of("bundled:ets-185.json", "bundled") is Provenance.BUNDLED


@pytest.mark.parametrize("source", [*KINDS, ARCHIVE, STATEMENTS, "of-my-own"])
@pytest.mark.parametrize("provenance", [Provenance.REPLAY, Provenance.STAND_IN, Provenance.BUNDLED])
def test_what_stands_for_a_source_never_has_its_name(source: str, provenance: Provenance) -> None:
    """Whatever the kind of the source is."""
    told, real = source_in_words(source, provenance), source_in_words(source, Provenance.SOURCE)
    assert real not in told
    if provenance is not Provenance.BUNDLED:
        assert "(no page of " in told


def test_the_label_of_the_service() -> None:
    assert source_in_words("coe-service", Provenance.SOURCE) == "the Treaty Office's data service"
    assert (
        source_in_words("coe-service", Provenance.REPLAY)
        == "a replay on this machine (no page of the Treaty Office was read)"
    )


def test_a_banner_says_whether_all_or_some_was_made() -> None:
    real, made = Provenance.SOURCE, Provenance.REPLAY
    assert banner([]) is None
    assert banner([real, Provenance.BUNDLED]) is None
    assert (banner([made, made]) or "").startswith("Demonstration data: a replay on this machine made all")
    assert banner([made, Provenance.BUNDLED]) == banner([made])  # what is bundled is not shown as read
    assert (banner([made, real]) or "").startswith("Partly demonstration data: a replay on this machine made some")
    both = banner([made, Provenance.STAND_IN]) or ""
    assert both.startswith("Demonstration data: a replay on this machine and a stand-in on a private network made all")
