"""The picture in docs/architecture.md, drawn from the import-linter contract in pyproject.toml.

python docs/architecture.py [FILE]
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
Floor = tuple[str, ...]


def layers(*, within: str | None = None) -> list[str]:
    """The layers of the contract on all packages, or of the one on the modules of a package."""
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    containers = [within] if within else None
    found = (c["layers"] for c in linter["contracts"] if c["type"] == "layers" and c.get("containers") == containers)
    return list(next(found))


def floors(*, within: str | None = None) -> list[Floor]:
    """The packages of each layer, top first; optional ones that do not exist are left out."""
    prefix = f"{within}." if within else ""
    found = [tuple(prefix + name.strip(" ()") for name in re.split("[:|]", one)) for one in layers(within=within)]
    there = [tuple(name for name in floor if _exists(name)) for floor in found]
    return [floor for floor in there if floor]


def _exists(name: str) -> bool:
    path = ROOT / Path(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


def picture(drawn: list[Floor]) -> str:
    """The floors as a Mermaid flowchart."""
    lines = ["```mermaid", "flowchart TB"]
    for number, floor in enumerate(drawn, 1):
        lines += [f'  subgraph floor{number}[" "]', "    direction LR"]
        lines += [f'    {name.replace(".", "_")}["{name}"]' for name in floor]
        lines.append("  end")
    lines.append("  " + " --> ".join(f"floor{number}" for number in range(1, len(drawn) + 1)))
    return "\n".join([*lines, "```"])


def read(document: str) -> list[Floor]:
    """The floors of the picture in a document, from top to bottom by its arrows."""
    inside = dict(re.findall(r"subgraph (\w+)\[.*?\n(.*?)\n {2}end", document, flags=re.DOTALL))
    order = re.findall(r"\w+", next(line for line in document.splitlines() if " --> " in line).replace("-->", ""))
    return [tuple(re.findall(r'\["([\w.]+)"\]', inside[name])) for name in order]


def main() -> None:
    """Put the picture of today's contract into the document."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "architecture.md"
    text = path.read_text(encoding="utf-8")
    drawn = picture(floors())
    path.write_text(re.sub(r"```mermaid\n.*?```", lambda _: drawn, text, flags=re.DOTALL), encoding="utf-8")


if __name__ == "__main__":
    main()
