"""Chat services on loopback, with the limits and refusals of the real ones; and a mail server that breaks off."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

DISCORD = "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js"
TELEGRAM = "tgram://123456789:abcdefg_hijklmnop/12315544"
SLACK = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/legal"
ADDRESSES = {"discord": DISCORD, "telegram": TELEGRAM, "slack": SLACK}


@dataclass
class Chats:
    """What each service took, as its text; `refusals` are answered first: (status, headers), or None to break off."""

    taken: list[tuple[str, str]] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)  # the headers of each request
    bodies: list[bytes] = field(default_factory=list)
    refusals: list[tuple[int, dict[str, str]] | None] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        """A plain hook."""
        return f"json://127.0.0.1:{self.port}/"

    def address(self, service: str) -> str:
        """Of a service by name."""
        return ADDRESSES.get(service, f"ntfy://127.0.0.1:{self.port}/legal")

    def answer(self, path: str, body: bytes) -> tuple[int, bytes]:
        """As the service does that the path belongs to."""
        found = json.loads(body or b"{}")
        if path.startswith("/discord"):
            return self._judged("discord", found["content"], len(found["content"]), 2000, 204, b"")
        if path.startswith("/telegram"):
            text = found["text"]
            return self._judged("telegram", text, len(text.encode("utf-16-le")) // 2, 4096, 200, b'{"ok":true}')
        if path.startswith("/slack"):
            text = found.get("text") or found["attachments"][0]["text"]
            return self._judged("slack", text, len(text), 40_000, 200, b"ok")
        if "topic" in found:
            return self._judged("ntfy", found["message"], len(found["message"].encode()), 4096, 200, b"{}")
        return self._judged("hook", found.get("message", ""), 0, 1, 200, b"{}")

    def _judged(self, name: str, text: str, length: int, limit: int, status: int, said: bytes) -> tuple[int, bytes]:
        if length > limit:
            return 400, b"{}"
        self.taken.append((name, text))
        return status, said

    def texts(self, name: str) -> list[str]:
        return [text for service, text in self.taken if service == name]


def _handler(chats: Chats) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            chats.asked.append({key.lower(): value for key, value in self.headers.items()})
            chats.bodies.append(body)
            headers: dict[str, str] = {}
            if chats.refusals:
                refusal = chats.refusals.pop(0)
                if refusal is None:
                    self.close_connection = True
                    return  # it has the message and breaks off
                (status, headers), said = refusal, b""
            else:
                status, said = chats.answer(self.path, body)
            self.send_response(status)
            for key, value in headers.items():
                self.send_header(key, value)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            """Silence."""

    return Handler


@contextmanager
def chats(monkeypatch: pytest.MonkeyPatch) -> Iterator[Chats]:
    """The services, in the place of the real ones."""
    found = Chats()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(found))
    server.daemon_threads = True
    found.port = server.server_port
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    base = f"http://127.0.0.1:{found.port}"
    monkeypatch.setattr("apprise.plugins.discord.NotifyDiscord.notify_url", f"{base}/discord")
    monkeypatch.setattr("apprise.plugins.telegram.NotifyTelegram.notify_url", f"{base}/telegram")
    monkeypatch.setattr("apprise.plugins.slack.NotifySlack.webhook_url", f"{base}/slack")
    monkeypatch.setattr("apprise.plugins.base.NotifyBase.request_rate_per_sec", 0)
    for plugin in ("discord.NotifyDiscord", "telegram.NotifyTelegram", "slack.NotifySlack", "ntfy.NotifyNtfy"):
        monkeypatch.setattr(f"apprise.plugins.{plugin}.request_rate_per_sec", 0)
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
