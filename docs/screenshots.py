"""The pictures of the README, drawn from the demo's database by a headless Chromium.

python docs/screenshots.py DEMO-FOLDER PICTURES-FOLDER
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

_QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


def main(demo: Path, pictures: Path) -> None:
    """Draw every picture."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("no Chromium on this machine: apt-get install chromium")
    pictures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        tracker = [sys.executable, "-m", "tracker", "--db", str(demo / "tracker.db")]
        asked = ["--since", "2025-08-01", "--until", "2026-04-30", "--format", "html", "-o", str(page)]
        subprocess.run([*tracker, "report", *asked], check=True)  # noqa: S603 - our own command
        target = pictures / "report.png"
        subprocess.run(  # noqa: S603 - the browser found above
            [
                chromium,
                *_QUIET,
                f"--user-data-dir={folder}/profile",
                "--window-size=1000,1180",
                f"--screenshot={target}",
                page.as_uri(),
            ],
            check=True,
            stderr=subprocess.DEVNULL,
        )
        print(target)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
