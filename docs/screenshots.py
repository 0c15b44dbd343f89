"""The pictures of the README, drawn from the demo's database by a headless Chromium.

python docs/screenshots.py DEMO-FOLDER PICTURES-FOLDER
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

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

_QUESTION = "db/tracker/bound_between?a=BRA&b=TON&day=2023-03-01"


def main(demo: Path, pictures: Path) -> None:
    """Draw every picture."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("no Chromium on this machine: apt-get install chromium")
    pictures.mkdir(parents=True, exist_ok=True)
    tracker = [sys.executable, "-m", "tracker", "--db", str(demo / "tracker.db")]
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        asked = ["--since", "2025-08-01", "--until", "2026-04-30", "--format", "html", "-o", str(page)]
        subprocess.run([*tracker, "report", *asked], check=True)  # noqa: S603 - our own command
        _draw(chromium, page.as_uri(), pictures / "report.png", size="1000,1180")
        _draw_site(chromium, tracker, Path(folder) / "site", pictures)
        with _served(tracker) as address:
            _draw(chromium, f"{address}{_QUESTION}", pictures / "serve.png", size="1000,760")


#: Name → page, width and height, colours.
_OF_THE_SITE: dict[str, tuple[str, tuple[int, int], Literal["light", "dark"]]] = {
    "map": ("map.html", (1120, 800), "light"),
    "timeline": ("time.html", (1280, 820), "light"),
    "dossier": ("participant/HUN.html", (1280, 900), "light"),
    "dossier-small-dark": ("participant/HUN.html", (390, 844), "dark"),
}


def _draw_site(chromium: str, tracker: list[str], folder: Path, pictures: Path) -> None:
    from playwright.sync_api import sync_playwright  # the command line of Chromium knows no dark mode

    subprocess.run([*tracker, "site", "build", "-o", str(folder)], check=True)  # noqa: S603 - our own command
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(_QUIET))
        for name, (path, (width, height), colours) in _OF_THE_SITE.items():
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=colours)
            page.goto((folder / path).as_uri())
            page.screenshot(path=pictures / f"{name}.png")
            print(pictures / f"{name}.png")
        browser.close()


def _draw(chromium: str, address: str, target: Path, *, size: str) -> None:
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(  # noqa: S603 - the browser found above
            [
                chromium,
                *_QUIET,
                f"--user-data-dir={profile}",
                f"--window-size={size}",
                f"--screenshot={target}",
                address,
            ],
            check=True,
            stderr=subprocess.DEVNULL,
        )
    print(target)


@contextmanager
def _served(tracker: list[str]) -> Iterator[str]:
    """The address under which the database is served, for as long as it lasts."""
    with subprocess.Popen([*tracker, "serve", "--port", "0"], stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - ours
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        yield process.stdout.readline().split()[0]
        process.terminate()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
