"""Commands as tests run them."""

from __future__ import annotations


class Said:
    """What a command printed, and how it ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def line(self) -> str:
        """The one line of an error."""
        assert self.out == ""
        [line] = self.err.splitlines()
        assert line.startswith("tracker: ")
        return line
