"""What SQL cannot work out for itself is worked out by the law, and kept beside the charts that it follows from.

The one module of `db` that asks the law: the views must be right as soon as a file is opened, whoever opens it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.stores.stores import Stores


def derive(store: Stores) -> None:
    """Work out again what is due (`ByRule.due`). Call it within a transaction."""
    if not store.by_rule.is_due():
        return
    # the law is slow to import, and most transactions change nothing that it looks at
    from db.knowledge import Knowledge
    from tracker.answers.over_time import over_time

    view = Knowledge(store)
    for key in store.by_rule.due():
        treaty = view.treaty(key)
        if treaty is not None:
            store.by_rule.put(key, over_time(view, treaty))
    store.by_rule.settle()
