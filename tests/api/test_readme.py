"""The example of the README runs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from states import ALBANIA, BRAZIL
from world import world

if TYPE_CHECKING:
    import pytest

README = Path(__file__).resolve().parents[2] / "README.md"


def test_the_example_for_python_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On a database of Albania and Brazil under other names."""
    [example] = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    with world(tmp_path) as w:
        w.show(ALBANIA, BRAZIL)
        w.check_all()
    monkeypatch.chdir(tmp_path)
    example = example.replace("demo/tracker.db", "tracker.db").replace('"serbia", "japan"', '"albania", "brazil"')

    exec(compile(example, str(README), "exec"), {})  # noqa: S102 - our own README
    assert capsys.readouterr().out == "Albania 2004-07-01\n"
