"""TLS: certificates are checked, and a broken handshake is told apart from a certificate that is not trusted."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from fetching import NOW, OK, failed, fetcher, page, read, serve

from tracker.errors import ErrorKind
from tracker.fetch import Fetcher, HttpSettings
from tracker.fetch.wire import DhAdapter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


OPENSSL = shutil.which("openssl")

# ---- TLS ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate for 127.0.0.1, with its key, in one file."""
    if OPENSSL is None:
        pytest.skip("no openssl binary to make a certificate with")
    folder = tmp_path_factory.mktemp("tls")
    names = "subjectAltName=IP:127.0.0.1"
    command = f"req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext {names} -keyout key -out crt"
    subprocess.run([OPENSSL, *command.split()], cwd=folder, check=True, capture_output=True)
    both = folder / "both.pem"
    both.write_bytes((folder / "key").read_bytes() + (folder / "crt").read_bytes())
    return both


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, trusted by this machine."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    return certificate


def small_dh(certificate: Path) -> ssl.SSLContext:
    """A server as conventions-ws.coe.int is said to be: TLS 1.2, DHE only, a key of 1024 bits."""
    prime = bytes.fromhex(  # RFC 2409, second Oakley group
        "00ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404dd"
        "ef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed"
        "ee386bfb5a899fa5ae9f24117c4b1fe649286651ece65381ffffffffffffffff"
    )
    numbers = b"\x02\x81" + bytes([len(prime)]) + prime + b"\x02\x01\x02"
    parameters = certificate.with_name("dh.pem")
    parameters.write_text(ssl.DER_cert_to_PEM_cert(b"\x30\x81" + bytes([len(numbers)]) + numbers)
                          .replace("CERTIFICATE", "DH PARAMETERS"))  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("DHE-RSA-AES256-GCM-SHA384:@SECLEVEL=0")
    context.load_dh_params(str(parameters))
    return context


def ordinary(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def dh_fetcher() -> Fetcher:
    settings = HttpSettings(contact="c", version="9", min_gap=timedelta(0), retries=0, timeout=timedelta(seconds=5))
    return Fetcher(settings, now=lambda: NOW, dh_hosts=["127.0.0.1"])


HELLO = OK + b"Content-Length: 5\r\n\r\nhello"


def test_a_trusted_certificate_is_accepted_and_the_cipher_named(trusted: Path) -> None:
    with serve(HELLO, tls=ordinary(trusted)) as (url, _):
        answer = read(fetcher(), page(url))
    assert answer.body == b"hello"
    assert answer.tls is not None
    assert answer.tls.startswith("TLSv1.3 TLS_")


@pytest.mark.parametrize("make", [fetcher, dh_fetcher])
def test_a_self_signed_certificate_is_refused_whatever_the_host(certificate: Path, make: Callable[[], Fetcher]) -> None:
    with serve(HELLO, tls=ordinary(certificate)) as (url, asked):
        error = failed(make(), page(url))
    assert error.kind is ErrorKind.TLS
    assert "self-signed" in error.message
    assert asked == []


def test_a_certificate_for_another_name_is_refused(trusted: Path) -> None:
    with serve(HELLO, tls=ordinary(trusted)) as (url, _):
        assert failed(fetcher(), page(url.replace("127.0.0.1", "localhost"))).kind is ErrorKind.TLS


def test_a_small_dh_key_is_accepted_of_the_named_host_alone(trusted: Path) -> None:
    with serve(HELLO, tls=small_dh(trusted)) as (url, _):
        assert failed(fetcher(), page(url)).kind is ErrorKind.TLS
        answer = read(dh_fetcher(), page(url))
    assert answer.body == b"hello"
    assert answer.tls == "TLSv1.2 DHE-RSA-AES256-GCM-SHA384"


def test_the_named_host_is_asked_without_dhe_first(trusted: Path) -> None:
    with serve(HELLO, tls=ordinary(trusted)) as (url, _):
        assert read(dh_fetcher(), page(url)).body == b"hello"


def test_a_certificate_is_verified_of_the_named_host_too(certificate: Path) -> None:
    with serve(HELLO, tls=small_dh(certificate)) as (url, asked):
        assert failed(dh_fetcher(), page(url)).kind is ErrorKind.TLS
    assert asked == []


def test_a_server_that_hangs_in_the_handshake_does_not_hold_us() -> None:
    with serve(hang=True) as (url, _):
        error = failed(fetcher(timeout=timedelta(seconds=0.3)), page(url.replace("http:", "https:")))
    assert error.kind is ErrorKind.TIMEOUT


def test_dripped_headers_over_tls_do_not_hold_us(trusted: Path) -> None:
    with serve(OK + b"A: " + b"b" * 1000, tls=ordinary(trusted), drip=0.02) as (url, _):
        error = failed(fetcher(timeout=timedelta(seconds=0.4)), page(url))
    assert error.kind is ErrorKind.TIMEOUT


def test_the_lowered_level_goes_through_a_proxy_as_well() -> None:
    adapter = DhAdapter()
    direct = adapter.poolmanager.connection_pool_kw["ssl_context"]
    proxied = adapter.proxy_manager_for("http://127.0.0.1:1").connection_pool_kw["ssl_context"]
    assert direct is proxied
    assert (direct.verify_mode, direct.check_hostname) == (ssl.CERT_REQUIRED, True)
    adapter.close()
