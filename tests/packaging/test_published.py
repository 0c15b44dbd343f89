"""The site for many readers: copied to an object store as the manual says, and served by the shipped Caddyfile."""

from __future__ import annotations

import json
import os
import re
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import requests
from daemons import PATIENCE, until
from machines import BUCKET, KEY, SECRET, object_store, plain, program
from serving import serving
from sites import ROWS, build, lying, site_world
from world import but

from jobs.publish.serve import SITE_POLICY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from world import World

pytestmark = pytest.mark.operate

ROOT = Path(__file__).resolve().parents[2]
DOCKER = ROOT / "packaging/docker"
SYNC = re.findall(r"^rclone sync .*$", (ROOT / "docs/operate.md").read_text(), re.MULTILINE)
CACHED = "public, max-age=300"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[World]:
    """A world whose site is built, as `public`."""
    with site_world(tmp_path) as made:
        build(made, "public")
        yield made


# ---- an object store -----------------------------------------------------------------------------------


def copy(folder: Path, address: str) -> tuple[list[str], str]:
    """Do what the manual says; the objects that were sent, and the headers of the requests."""
    env = plain() | {
        "RCLONE_CONFIG_STORE_TYPE": "s3",
        "RCLONE_CONFIG_STORE_PROVIDER": "Other",
        "RCLONE_CONFIG_STORE_ENDPOINT": address,
        "RCLONE_CONFIG_STORE_ACCESS_KEY_ID": KEY,
        "RCLONE_CONFIG_STORE_SECRET_ACCESS_KEY": SECRET,
        "RCLONE_CONFIG": os.devnull,
        "RCLONE_VERBOSE": "2",
        "RCLONE_DUMP": "headers",
    }
    said = ""
    for line in SYNC:
        words = [program("rclone"), *re.findall(r"'[^']*'|\S+", line)[1:]]
        argv = [word.strip("'") for word in words]
        done = subprocess.run(argv, cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=PATIENCE)
        assert done.returncode == 0, done.stderr
        said += done.stderr
    sent = re.findall(r"INFO +: (\S+): Copied", said)
    return sent, said


def test_a_copy_sends_what_changed_and_how_long_it_may_be_kept(site: World, tmp_path: Path) -> None:
    """All the first time, nothing after a build that found nothing new, and without the tracker's own notes."""
    with object_store(tmp_path / "store") as address:
        sent, said = copy(tmp_path, address)
        there = lying(tmp_path / "store" / BUCKET)
        assert there == {name: held for name, held in lying(tmp_path / "public").items() if not name.startswith(".")}
        assert len(sent) == len(there)
        puts = dict(re.findall(rf": PUT /{BUCKET}/(\S+?)(?:\?\S*)? HTTP/1.1\n((?:[\w-]+: .*\n)+)", said))
        assert len(puts) == len(there)
        assert all(f"Cache-Control: {CACHED}\n" in headers for headers in puts.values())
        assert all("application/atom+xml" in puts[name] for name in there if name.startswith("feeds/"))
        assert "text/html" in puts["index.html"]

        site.wait(hours=1)
        assert build(site, "public").written == ()
        assert copy(tmp_path, address)[0] == []

        ireland = but(ROWS[1], consent="2026-06-01")
        site.show(*(ireland if row.name == "Ireland" else row for row in ROWS))
        site.check()
        written = build(site, "public").written
        sent, _ = copy(tmp_path, address)
        assert {Path(name).name for name in sent} <= {Path(name).name for name in written}
        assert lying(tmp_path / "store" / BUCKET)["index.html"] == (tmp_path / "public/index.html").read_bytes()


# ---- a proxy -------------------------------------------------------------------------------------------


def test_the_proxy_serves_the_files_and_asks_the_tables(site: World, tmp_path: Path) -> None:
    """With the headers of `tracker serve`, an ETag, and nothing that is hidden."""
    with serving(site.folder / "tracker.db") as served, caddy(tmp_path, served.address) as address:
        page = requests.get(address, timeout=60)
        assert page.content == (tmp_path / "public/index.html").read_bytes()
        assert page.headers["Cache-Control"] == CACHED
        assert page.headers["Content-Security-Policy"] == SITE_POLICY
        again = requests.get(address, headers={"If-None-Match": page.headers["ETag"]}, timeout=60)
        assert (again.status_code, again.content) == (304, b"")
        feed = requests.get(f"{address}/feeds/all.xml", timeout=60)
        assert feed.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
        calendar = requests.get(f"{address}/calendar.ics", timeout=60)
        assert calendar.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert [requests.get(f"{address}/{name}", timeout=60).status_code for name in (".site.json", "none")] == [
            404
        ] * 2

        rows = requests.get(f"{address}/db/tracker/parties.json?_shape=array", timeout=60)
        assert len(rows.json()) == len(ROWS) - 1
        assert rows.headers["Cache-Control"] == "no-cache"
        assert requests.get(f"{address}/evidence/1", timeout=60).headers["Content-Disposition"].startswith("attachment")


@contextmanager
def caddy(folder: Path, served: str) -> Iterator[str]:
    """The address of Caddy with the shipped file, before the folder `public` and a `tracker serve`."""
    log = folder / "caddy.log"
    env = plain() | {
        "SITE_ADDRESS": "http://127.0.0.1:0",
        "SITE_FOLDER": str(folder / "public"),
        "SERVE": urlsplit(served).netloc,
        "XDG_DATA_HOME": str(folder / "caddy"),
        "XDG_CONFIG_HOME": str(folder / "caddy"),
    }
    argv = [program("caddy"), "run", "--adapter", "caddyfile", "--config", str(DOCKER / "Caddyfile")]
    found: list[str] = []
    with log.open("wb") as out, subprocess.Popen(argv, env=env, stdout=out, stderr=out) as process:
        try:
            until(lambda: found.extend(re.findall(r'"actual_address":"\[::\]:(\d+)"', log.read_text())) or found)
            yield f"http://127.0.0.1:{found[0]}"
        finally:
            process.kill()


# ---- compose -------------------------------------------------------------------------------------------


def test_compose_accepts_the_file_and_nothing_is_writable_that_need_not_be() -> None:
    """Docker itself was not there: this is what it would start."""
    argv = [program("docker-compose"), "--file", str(DOCKER / "compose.yaml"), "config", "--format", "json"]
    env = {**plain(), "SITE_HOST": "treaties.example"}
    done = subprocess.run(argv, env=env, capture_output=True, text=True, check=True, timeout=PATIENCE)
    made: dict[str, Any] = json.loads(done.stdout)
    tracker, serve, proxy = (made["services"][name] for name in ("tracker", "serve", "proxy"))

    assert Path(tracker["build"]["context"]) == ROOT
    assert (ROOT / tracker["build"]["dockerfile"]).is_file()
    assert all(one["read_only"] and one["cap_drop"] == ["ALL"] for one in (tracker, serve))
    assert all(volume["read_only"] for volume in serve["volumes"])
    assert [volume["target"] for volume in tracker["volumes"] if not volume.get("read_only")] == [
        "/data",
        "/data/public",
    ]
    assert made["networks"]["inside"]["internal"]
    assert list(serve["networks"]) == ["inside"]
    assert "ports" not in tracker | serve
    assert {port["published"] for port in proxy["ports"]} == {"80", "443"}
    assert {volume["target"] for volume in proxy["volumes"]} >= {"/etc/caddy/Caddyfile", "/srv/site"}
    serve_command = [word for word in serve["command"] if word != "serve"]
    assert serve_command == ["--host", "0.0.0.0", "--port", "8001", "--allow-host", "treaties.example"]  # noqa: S104 - inside
    assert "serve:8001" in (DOCKER / "Caddyfile").read_text()
    assert proxy["environment"]["SITE_ADDRESS"] == "treaties.example"
