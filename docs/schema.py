"""docs/schema.md: the views, column by column, and fourteen questions with their SQL; from a database made for it.

python docs/schema.py FILE
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from db.public.describe import VIEWS, View, type_of
from db.public.queries import QUERIES, Query
from db.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = """\
# The database, for people who ask it in SQL

<!-- made by `make schema` from db/public/describe.py and db/public/queries.py; change those -->

The tracker keeps all it knows in one SQLite file, by default `tracker.db`. **The views below are an interface**: their
names, columns and meanings stay; columns may be added. The tables behind them, and views not named here, are not one:
any version may change them.

## Opening it

```
sqlite3 -readonly tracker.db
```
```python
import sqlite3

db = sqlite3.connect("file:tracker.db?mode=ro", uri=True)
```

* Open it for reading only. The tracker is the one that writes; a row changed by hand makes evidence and history differ.
* SQLite 3.37 or later (the tables are STRICT; `SELECT sqlite_version()`). The tests run with 3.40, which Python has on
  Debian 12.
* The daemon may write meanwhile: the file is in WAL mode, readers and the writer do not wait for each other, and each
  statement sees what was there when it began. To ask several questions of one state, put them between `BEGIN` and
  `COMMIT`, and do not leave it open: while a reader stays, the `-wal` file grows.
* `tracker.db-wal` and `tracker.db-shm` beside it belong to it. A reader needs both, or a folder it may write to. To
  take a copy, use `tracker backup`: a copy of the one file alone may lack what was written last.
* A database of an older version gets these views with the first command of the new one.

## Reading it

* **date**: text, `YYYY-MM-DD`. **moment**: text, UTC, to the millisecond: `2026-04-25T12:00:00.000Z`. Both compare and
  sort as text. **JSON**: text, for `json_each()`. **integer**: counts, ids, and 1 or 0 for yes or no.
* A view has no order of its own: say `ORDER BY`.
* Null means unknown or none, as each column says; a comparison with null is never true.
* Four times, never mixed: the day of an act (`signed_on`, `consent_on`), the day it takes effect (`in_force_on`,
  `left_on`), the day that the source speaks of (`status_as_of`), and when it was read here (`observed_at`,
  `detected_at`). **Nothing is known after `status_as_of`**: an answer about a later day takes it that nothing happened.
* `parties`, `membership_history`, `bound_history`, `acts` and `figures_by_day` say what is known now: the last accepted
  chart of the treaty's first source, with what other sources told and it does not show yet, and what follows from
  the treaty's own rule. The same questions as of what was known earlier: `tracker parties --known-at`,
  `tracker figures --known-at`.
* This is an unofficial compilation from public sources, and no legal advice. Only treaty texts, instruments and the
  depositary's notifications are authoritative.
"""

_PARAMETERS = """\
Names after a colon are parameters, with the value of an example above each query. In Python:
`db.execute(query, {"day": "2015-12-03"})`; in the sqlite3 shell, within two pairs of quotes, or the date is a sum:
`.parameter set :day "'2015-12-03'"`.
"""


def document() -> Iterator[str]:
    """The parts of the document, in order."""
    yield _HEAD
    yield "## The views\n"
    columns = _columns()
    for view in VIEWS:
        yield from _view(view, columns[view.name])
    yield "## Fourteen questions\n"
    yield _PARAMETERS
    for number, query in enumerate(QUERIES, 1):
        yield from _query(number, query)


def _columns() -> dict[str, list[str]]:
    """The columns of each view, as a new database has them."""
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "tracker.db", create=True) as store:
        return {
            view.name: [row[1] for row in store.database.conn.execute(f'PRAGMA table_xinfo("{view.name}")')]
            for view in VIEWS
        }


def _view(view: View, columns: list[str]) -> Iterator[str]:
    yield f"### `{view.name}`: {view.title}\n"
    yield f"{view.description}\n"
    rows = [f"| `{column}` | {type_of(column)} | {view.columns[column]} |" for column in columns]
    yield "\n".join(("| column | type | meaning |", "|---|---|---|", *rows, ""))


def _query(number: int, query: Query) -> Iterator[str]:
    yield f"### {number}. {query.title}\n"
    yield f"{query.description}\n"
    if query.parameters:
        yield f"{', '.join(f'`:{name}` = `{value}`' for name, value in query.parameters.items())}\n"
    yield f"```sql\n{query.sql}\n```\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text("\n".join(document()), encoding="utf-8")
