"""Commands, answers, views, files and exit codes are those that were recorded: what outsiders rely on stays.

`make contract` records them anew, for what was added on purpose; look at the difference before committing it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from contract import recording

if TYPE_CHECKING:
    from pathlib import Path


def test_what_outsiders_rely_on_is_as_recorded(tmp_path: Path) -> None:
    """Nothing is gone, nothing changed, and what is new was recorded. One test: its worlds are built once."""
    found = list(recording.differences(recording.read(), recording.gather(tmp_path.resolve())))
    broken = [line for line in found if not line.startswith("new: ")]

    if broken:
        pytest.fail("outsiders rely on this:\n" + "\n".join(sorted(found)), pytrace=False)
    if found:
        pytest.fail("additions are allowed; record them (make contract):\n" + "\n".join(found), pytrace=False)


def test_a_difference_is_told_by_its_place() -> None:
    """What is gone, changed or new is named, and nothing else."""
    before = {"state": {"--x": {"type": "text"}, "--y": {"type": "text"}}, "status": {}}
    after = {"state": {"--y": {"type": "path"}, "--z": {}}, "status": {}}

    assert list(recording.differences(before, after, "commands")) == [
        'GONE: commands → state → --x (was {"type": "text"})',
        'CHANGED: commands → state → --y → type: was "text", is "path"',
        "new: commands → state → --z (is {})",
    ]
