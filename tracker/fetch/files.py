"""Read a page that a person saved, as if it had been fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors import ErrorKind, FetchError
from tracker.models import Response

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

MAX_BYTES = 20_000_000  # of a body; a chart has about 30 kB, the list of all treaties about 1 MB


def read_file(path: Path, now: Callable[[], datetime], max_bytes: int = MAX_BYTES) -> Response:
    """A saved page as a Response without headers or server date.

    Raises FetchError: CONNECTION if the file cannot be read, TOO_LARGE if it has more than `max_bytes`.
    """
    try:
        if not path.is_file():
            what = "is not a file" if path.exists() else "does not exist"
            raise FetchError(ErrorKind.CONNECTION, f"{path} {what}: save the page there, or correct `path`")
        with path.open("rb") as file:
            body = file.read(max_bytes + 1)
        url = path.absolute().as_uri()
    except (OSError, ValueError) as error:
        raise FetchError(ErrorKind.CONNECTION, f"{path} cannot be read: {error}") from error
    if len(body) > max_bytes:
        raise FetchError(ErrorKind.TOO_LARGE, f"{path} is larger than {max_bytes} bytes")
    return Response(url=url, status=200, headers={}, body=body, fetched_at=now())
