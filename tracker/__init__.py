"""Who is bound by the Budapest Convention on Cybercrime and its Protocols, since when, and what changed.

From Python: `tracker.open("tracker.db")` (see `tracker.api`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.api import open_database as open  # noqa: A004 - the name that users expect
    from tracker.api import to_dicts

__all__ = ["open", "to_dicts"]
__version__ = "0.2.0"


def __getattr__(name: str) -> object:
    # loaded when used: the command line starts without it
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from tracker import api

    return api.open_database if name == "open" else getattr(api, name)
