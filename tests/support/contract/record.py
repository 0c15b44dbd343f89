"""Record the contract anew: `python tests/support/contract/record.py`. Prints what differs from what was recorded."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path


def main() -> None:
    """Gather, tell what differs, write."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from contract import recording

    with tempfile.TemporaryDirectory() as folder:
        found = recording.gather(Path(folder).resolve())
    before = recording.read() if recording.PATH.exists() else {}
    for line in recording.differences(before, found):
        print(line)
    recording.write(found)
    print(f"{recording.PATH} written")


if __name__ == "__main__":
    main()
