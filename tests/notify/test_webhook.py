"""Calls to a program: signed, with the change objects, as docs/webhook.md describes them."""

from __future__ import annotations

import base64
import json
import os
import re
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from channels import BRAZIL, RATIFIED, channel, deliver_to
from chats import Chats, chats
from standardwebhooks import Webhook
from states import IRELAND

import tracker.cli
from jobs.context import begin
from jobs.notify.digest import digest
from jobs.notify.sample import sample
from tracker.deliver import DeliveryError, Outcome, check_url, send
from tracker.deliver.webhook import schema
from tracker.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from world import World

KEY = base64.b64encode(b"k" * 32).decode()
DOC = (Path(__file__).parents[2] / "docs" / "webhook.md").read_text(encoding="utf-8")


def example(kind: str) -> str:
    found = re.findall(rf"```{kind}\n(.*?)```", DOC, re.S)
    return str(found[-1])


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Iterator[Chats]:
    with chats(monkeypatch) as found:
        yield found


def hook(services: Chats, **keys: object) -> str:
    return channel("register", f"webhook+http://127.0.0.1:{services.port}/x", **{"secret": f"whsec_{KEY}", **keys})


def calls(services: Chats) -> list[dict[str, Any]]:
    found = [json.loads(body) for body in services.bodies]
    for call, headers, body in zip(found, services.asked, services.bodies, strict=True):
        jsonschema.validate(call, schema())
        assert headers["webhook-id"] == call["id"]
        signed_at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
        assert headers["webhook-signature"] == Webhook(KEY).sign(call["id"], signed_at, body.decode())
    return found


def test_one_read_is_one_call_with_its_changes(
    make: Callable[..., World], services: Chats, capsys: pytest.CaptureFixture[str]
) -> None:
    w = make(hook(services))
    w.show(RATIFIED, IRELAND, BRAZIL)
    w.check()
    [call] = calls(services)
    capsys.readouterr()
    assert tracker.cli.run(["--config", str(w.path), "changes", "--json"]) == 0
    asked = json.loads(capsys.readouterr().out)

    assert call["type"] == "changes.found"
    assert call["data"]["subject"] == "Hungary ratified the Budapest Convention: the first of five"
    assert call["data"]["changes"] == (asked["changes"] if isinstance(asked, dict) else asked)


def test_a_call_that_is_repeated_has_the_same_body_and_id(make: Callable[..., World], services: Chats) -> None:
    w = make(hook(services))
    services.refusals = [(503, {}), (429, {"Retry-After": "60"})]
    w.show(RATIFIED, IRELAND, BRAZIL)
    w.check()
    for _ in range(2):
        w.wait(minutes=2)
        deliver_to(w, "register")
    first, second, third = calls(services)
    assert first["id"] == second["id"] == third["id"]
    assert first["timestamp"] == third["timestamp"]
    assert first["data"]["changes"] == third["data"]["changes"]


def test_gone_parks_and_holds_nothing_up(make: Callable[..., World], services: Chats) -> None:
    w = make(hook(services))
    services.refusals = [(410, {})]
    w.show(RATIFIED, IRELAND, BRAZIL)
    w.check()
    with w.store() as store:
        assert [row.state for row in store.outbox.deliveries()] == ["parked"]


def test_a_digest_and_an_alert_are_types_of_their_own(make: Callable[..., World], services: Chats) -> None:
    w = make(hook(services, digest="weekly"))
    w.show(RATIFIED, IRELAND, BRAZIL)
    w.check()
    w.standin.charts["185"] = b"{}"
    for _ in range(3):
        w.check()
    deliver_to(w, "register")
    with w.store() as store:
        digest(begin(store, w.config, w.now), w.config.channels[0])
    deliver_to(w, "register")

    alert, gathered = calls(services)
    assert (alert["type"], alert["data"]["changes"]) == ("alert.raised", [])
    assert (gathered["type"], len(gathered["data"]["changes"])) == ("digest.made", 1)


def test_the_schema_in_the_documentation_is_that_of_the_types() -> None:
    """But for the indentation of descriptions, which Python takes away from 3.13 on."""
    documented, made = (re.sub(r"\\n *", " ", json.dumps(one)) for one in (json.loads(example("json")), schema()))
    assert json.loads(documented) == json.loads(made)
    jsonschema.Draft202012Validator.check_schema(schema())


def test_the_receiver_of_the_documentation_takes_a_call_once_and_no_forged_one(make: Callable[..., World]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = make(channel("register", f"webhook+http://127.0.0.1:{port}/x", secret=KEY)).config
    url = str(config.channels[0].url)
    message = sample(config, config.channels[0], datetime.now(UTC))
    program = [sys.executable, "-u", "-c", example("python")]
    environment = {**os.environ, "REGISTER_SECRET": KEY, "PORT": str(port)}
    with subprocess.Popen(program, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as running:
        try:
            _wait_for(port)
            send("register", url, message)
            send("register", url, message)
            other = base64.b64encode(b"x" * 32).decode()
            with pytest.raises(DeliveryError, match=r"^channel register answered 401$") as caught:
                send("register", f"{url.partition('#')[0]}#{other}", message)
        finally:
            running.terminate()
        said = running.stdout.read().decode() if running.stdout else ""
    assert caught.value.outcome is Outcome.NEVER
    assert said.count("test.sent ets-185") == len(message.changes)


def _wait_for(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return


@pytest.mark.parametrize(
    ("url", "secret", "said"),
    [
        ("webhook+https://a.example/x", None, 'a webhook needs secret = "env:NAME" or "file:PATH"'),
        ("json://a.example/x", KEY, "secret is only for addresses that begin with webhook+https://"),
        ("webhook+ftp://a.example/x", KEY, "expected an address like webhook+https://host/path"),
        ("webhook+https:///x", KEY, "expected an address like"),
        ("webhook+https://a.example/x", "whsec_hunter2", "secret: expected whsec_ and 24 to 64 bytes"),
        ("webhook+https://a.example/x", "aHVudGVyMg==", "secret: expected whsec_ and 24 to 64 bytes"),
    ],
)
def test_a_wrong_webhook_is_an_error_that_names_no_secret(
    make: Callable[..., World], url: str, secret: str | None, said: str
) -> None:
    def use() -> None:
        check_url("register", str(make(channel("register", url, **keys)).config.channels[0].url))

    keys = {"secret": secret} if secret else {}
    with pytest.raises(ConfigError) as caught:
        use()
    assert said in str(caught.value)
    assert secret is None or secret not in str(caught.value)


def test_a_secret_that_is_not_set_turns_the_channel_off(make: Callable[..., World], services: Chats) -> None:
    w = make(hook(services, secret="env:NO_SUCH_SECRET"))  # noqa: S106 - the name of a variable
    assert w.config.channels[0].url is None
    assert "[[notify]] register: the variable NO_SUCH_SECRET is not set: off" in w.config.warnings
