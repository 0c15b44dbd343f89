"""Stamps of the head of the history by a stamping server (RFC 3161): proof, by another's signature, of when it stood.

A stamp is the server's answer as it came, in `stamps/` beside the database, in a file named after the head:
`tracker-71-9f86….tsr`. What is stamped is the head as it is printed, `71:9f86…`, hashed with SHA-256: `openssl ts`
checks it too. The library, the extra `stamps`, is imported where it is needed. docs/security.md says what it proves.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from db.chain import head_in
from db.place import place_of
from jobs.files import make_folder, write_atomically
from tracker.errors import OutputError, UsageError
from tracker.installed import how_to_add
from tracker.models.head import Head

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from tracker.config import Stamps

_PATIENCE = (10, 30)  # seconds to connect, to answer
_LARGEST = 100_000  # bytes of a stamp: some have 10,000, with the certificates


def stamp(database: Path, stamps: Stamps) -> Path | None:
    """Have the head stamped, unless it is; returns the new file.

    Raises UsageError without the extra, ConnectionError if the server does not answer, OutputError for an answer that
    is no stamp of this head by whom `stamps` trusts.
    """
    head = head_in(database)
    if head is None or (target := _file(database, head)).exists():
        return None
    _need_library()
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    request = TimestampRequestBuilder(data=str(head).encode(), hash_algorithm=HashAlgorithm.SHA256).build()
    answer = _ask(stamps.url, request.as_bytes())
    stamped_at(answer, head, stamps, nonce=request.nonce)
    make_folder(target.parent, 0o700)
    write_atomically(target, answer)
    return target


def stamps_of(database: Path) -> Iterator[tuple[Path, Head]]:
    """The kept stamps of a database, the oldest head first."""
    form = re.compile(re.escape(place_of(database).stem) + r"-([1-9]\d{0,17})-([0-9a-f]{64})\.tsr")
    folder = _folder(database)
    named = [(path, form.fullmatch(path.name)) for path in (folder.iterdir() if folder.is_dir() else ())]
    found = [(path, Head(int(name[1]), name[2])) for path, name in named if name]
    yield from sorted(found, key=lambda one: one[1])


def stamped_at(answer: bytes, head: Head, stamps: Stamps, nonce: int | None = None) -> datetime:
    """When the server signed that it saw the head (UTC). Raises OutputError if the answer is no such stamp, UsageError
    without the extra, or for certificates that cannot be read."""
    _need_library()
    from cryptography.x509 import load_pem_x509_certificates
    from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

    try:
        certificates = load_pem_x509_certificates(stamps.certificates.read_bytes())
    except (OSError, ValueError) as error:
        raise UsageError(f"[stamps] certificates: {stamps.certificates} holds no certificates: {error}") from error
    roots = [one for one in certificates if one.issuer == one.subject]
    others = [one for one in certificates if one.issuer != one.subject]
    try:
        decoded = decode_timestamp_response(answer)
        verifier = VerifierBuilder(roots=roots, intermediates=others, nonce=nonce).build()
        verifier.verify_message(decoded, str(head).encode())
        return decoded.tst_info.gen_time
    except (VerificationError, ValueError) as error:
        raise OutputError(f"no stamp of {head} that {stamps.certificates.name} vouches for: {error}") from error


def _ask(url: str, request: bytes) -> bytes:
    import requests

    # the address may hold a password: the error names only the kind of failure
    try:
        kind = {"Content-Type": "application/timestamp-query"}
        with requests.post(
            url, data=request, headers=kind, timeout=_PATIENCE, allow_redirects=False, stream=True
        ) as answer:
            status, body = answer.status_code, answer.raw.read(_LARGEST + 1, decode_content=True)
    except (requests.RequestException, OSError, ValueError) as error:
        raise ConnectionError(f"the stamping server did not answer ({type(error).__name__})") from None
    if status != 200 or len(body) > _LARGEST:
        raise ConnectionError(f"the stamping server refused (status {status}, {len(body)} bytes)")
    return bytes(body)


def _need_library() -> None:
    from importlib.util import find_spec

    if find_spec("rfc3161_client") is None:
        raise UsageError(f"stamps need the extra `stamps`: {how_to_add('stamps')}")


def _folder(database: Path) -> Path:
    return place_of(database).parent / "stamps"


def _file(database: Path, head: Head) -> Path:
    return _folder(database) / f"{place_of(database).stem}-{head.row}-{head.chain}.tsr"
