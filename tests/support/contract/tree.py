"""The commands with their options and arguments, as click knows them; help texts are left out."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Words that a value of a type of the project's own may be: the type is told by which of them it takes.
_CANDIDATES = (
    *("party", "contracting", "signatory", "invited", "former", "none"),
    *("signed", "ratified", "accepted", "approved", "acceded", "succeeded", "consented", "entry_into_force_set"),
    *("entered_into_force", "treaty_entry_into_force_set", "treaty_entered_into_force", "denounced"),
    *("denunciation_effective", "suspended", "suspension_ended", "invitation_ended", "statement_made"),
    *("statement_amended", "statement_withdrawn", "flag_added", "flag_removed", "consent_kind_set", "corrected"),
    *("retracted", "renamed", "group_changed", "event", "correction", "retraction", "editorial"),
    *("2026-02-05", "20260205", "2026-02-05T12:00:00Z", "ETS-185", "7"),
)


def tree() -> dict[str, dict[str, dict[str, Any]]]:
    """Command → option or argument → what it takes. The groups are among them.

    Read in a process of its own: libraries that other tests import (Datasette) change click's defaults.
    """
    done = subprocess.run([sys.executable, __file__], check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, dict[str, dict[str, Any]]] = json.loads(done.stdout)
    return found


def _root() -> click.Command:
    """The command behind the entry point `tracker`."""
    [entry] = entry_points(group="console_scripts", name="tracker")
    module = sys.modules[entry.load().__module__]
    groups = [value for value in vars(module).values() if isinstance(value, click.Group)]
    assert len(groups) == 1, f"one group of commands expected in {module.__name__}, found {len(groups)}"
    return groups[0]


def _walk(found: click.Command, name: str) -> Iterator[tuple[str, dict[str, dict[str, Any]]]]:
    context = click.Context(found, info_name=name)
    parameters = [parameter for parameter in found.get_params(context) if not getattr(parameter, "hidden", False)]
    yield name, dict(_parameters(parameters))
    if isinstance(found, click.Group):
        for word in found.list_commands(context):
            child = found.get_command(context, word)
            assert child is not None
            yield from _walk(child, f"{name} {word}")


def _parameters(parameters: list[click.Parameter]) -> Iterator[tuple[str, dict[str, Any]]]:
    place = 0
    for parameter in parameters:
        told = {
            "type": _type(parameter.type),
            "nargs": parameter.nargs,
            "required": parameter.required,
            "multiple": parameter.multiple,
            "default": _default(parameter),
        }
        if isinstance(parameter, click.Option):
            yield " ".join(sorted((*parameter.opts, *parameter.secondary_opts))), {**told, "flag": parameter.is_flag}
        else:
            place += 1
            yield f"argument {place}", told


def _default(parameter: click.Parameter) -> Any:
    default = parameter.to_info_dict().get("default")
    return default if default is None or isinstance(default, (bool, int, list)) else str(default)


def _type(kind: click.ParamType) -> Any:
    if isinstance(kind, click.Choice):
        return [str(choice) for choice in kind.choices]
    if isinstance(kind, click.IntRange):
        return {"integer from": kind.min, "to": kind.max}
    if type(kind).__module__.partition(".")[0] == "click":
        return kind.name
    taken = [word for word in _CANDIDATES if _takes(kind, word)]
    return "any text" if len(taken) == len(_CANDIDATES) else {"takes": taken}


def _takes(kind: click.ParamType, word: str) -> bool:
    try:
        kind.convert(word, None, None)
    except click.BadParameter:
        return False
    return True


if __name__ == "__main__":
    print(json.dumps(dict(_walk(_root(), "tracker"))))
