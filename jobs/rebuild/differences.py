"""Rows on record that differ from those that the replay gives, in words.

Ids are compared like every other column: the replay gives the same rows in the same order. Only the numbers of
`row_version`, to which nothing refers, are one difference for all rows together (`db/registry.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from db.comparison import Comparison
from db.registry import BY_RULE, REFILLED, UPDATED
from db.seals import CHANGE, broken_seals
from db.stores.changes import change_of
from jobs.rebuild.finding import Finding, differs, joined, listed
from jobs.rebuild.meaning import means_the_same
from tracker import __version__

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from db.comparison import Difference
    from db.store import Store
    from tracker.models import Change

    Stuck = Mapping[str, str]  # treaty → moment of the log entry at which its replay ended

_TABLES = {derived.table: derived for derived in (*REFILLED, *UPDATED, *BY_RULE)}
_COLUMNS = {"grp": "group"}  # columns that are called otherwise than what they hold

#: Those that `means_the_same` compares: an earlier version may have told the same act under another kind.
_MEANING = frozenset(
    {"treaty", "participant", "kind", "nature", "field", "before", "after", "effective_on", "left_on", "source"}
)
#: Columns that another version may give otherwise, though it means the same.
_OF_VERSION = _MEANING | {"name", "summary", "rule"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """A history on record, and the same replayed in another database, to which the record is attached.

    What lies beyond the end of a treaty's replay (`stuck`) cannot be compared. `other_words` gets the changes that an
    older version told in words which this one would not use.
    """

    stored: Store
    again: Store
    record: str
    stuck: Stuck
    other_words: list[int] = field(default_factory=list)
    _feeds: dict[int, tuple[str, str]] = field(default_factory=dict)

    def findings(self) -> Iterator[Finding]:
        """Every difference, in words."""
        at_fault: set[str | None] = set()
        changes = list(self._changes())
        for found in (*listed(self._charts(), "the charts"), *listed(iter(changes), "the changes")):
            at_fault.add(found.treaty)
            yield found
        yield from listed(self._edited({found.change for found in changes}), "the seals of changes")
        yield from listed(self._statements(), "the statements")
        yield from listed(self._by_rule(at_fault), "what follows by rule")
        for table in ("pending", "effect", "statement_pending", "statement_unread", "statement_french"):
            yield from listed(self._others(table), table)
        yield from listed(self._sources(), "the sources")
        yield from listed(self._treaties(), "the treaties")

    def _differences(self, table: str) -> Iterator[Difference]:
        return Comparison(self.again.database, self.record).differences(_TABLES[table])

    def _name(self, feed: int) -> tuple[str, str]:
        if feed not in self._feeds:
            self._feeds[feed] = self.stored.treaties.feed_name(feed)
        return self._feeds[feed]

    def _beyond(self, treaty: str, at: str) -> bool:
        """True for a moment after the replay of the treaty ended."""
        return treaty in self.stuck and at >= self.stuck[treaty]

    # ---- charts ----

    def _charts(self) -> Iterator[Finding]:
        """Snapshots and their rows. What stays wrong over several charts is named once."""
        heads = {found.row["id"]: found for found in self._differences("snapshot")}
        said: set[tuple[int, str]] = set()
        waits: tuple[int, list[str]] | None = None
        numbers: list[tuple[int, int]] = []
        for found in self._differences("row_version"):
            key, feed = int(found.row["from_snapshot"]), int(found.row["feed"])
            if found.columns == ("id",):
                numbers.append((int(found.row["id"]), int((found.given or found.row)["id"])))
                continue
            if waits is None or waits[0] != key:
                yield from self._chart(waits, heads)
                waits = key, []
            new = [text for text in self._row(found) if (feed, text) not in said]
            said |= {(feed, text) for text in new}
            waits[1].extend(new)
        yield from self._chart(waits, heads)
        for key in list(heads):
            yield from self._chart((key, []), heads)
        if numbers:
            first, instead = numbers[0]
            message = f"{len(numbers)} rows of charts have other numbers than the log gives: {first} for {instead}, …"
            yield Finding(kind="chart", message=message)

    def _chart(self, waits: tuple[int, list[str]] | None, heads: dict[int, Difference]) -> Iterator[Finding]:
        """One finding for a snapshot: what differs in its head, and in the rows that it shows first."""
        if waits is None:
            return
        key, texts = waits
        head = heads.pop(key, None)
        here = self.stored.charts.label(key)
        treaty, source, at, evidence = here or self.again.charts.label(key) or ("", "", "", None)
        if self._beyond(treaty, at):
            return
        if head and head.stored and head.given:
            texts = [differs(name, head.stored[name], head.given[name]) for name in head.columns] + texts
        elif head and head.stored:
            texts = ["the log does not give it"]
        elif head:
            texts = ["the log gives it, but it is not stored"]
        if not texts:
            return
        what = f"snapshot {key}" if here else "a snapshot"
        yield Finding(
            kind="chart",
            message=f"{what} ({treaty} from {source}, {at[:16].replace('T', ' ')}Z): {joined(texts)}",
            treaty=treaty,
            evidence=evidence,
            snapshot=key if here else None,
        )

    def _row(self, found: Difference) -> Iterator[str]:
        who, name = found.row["participant"], found.row["name"]
        if found.stored and found.given:
            ended = {"until_snapshot"} if self._name(found.row["feed"])[0] in self.stuck else set()
            for column in found.columns:
                if column not in ended:
                    what = f"{who} {_COLUMNS.get(column, column)}"
                    yield differs(what, found.stored[column], found.given[column])
        elif found.stored:
            instead = self.again.charts.shown_as(found.row["from_snapshot"], name)
            if instead and instead != who:
                yield f"the table of participants now reads {name!r} as {instead}, and then as {who}"
            else:
                yield f"{who} is stored, but not in the evidence"
        elif self.stored.charts.shown_as(found.row["from_snapshot"], name) in (None, who):
            yield f"{who} is in the evidence, but not stored"

    # ---- statements ----

    def _statements(self) -> Iterator[Finding]:
        """Versions of statements, each with its territories."""
        texts: dict[int, list[str]] = {}
        for table in ("statement", "territory"):
            for found in self._differences(table):
                key = int(found.row["id" if table == "statement" else "statement"])
                texts.setdefault(key, []).extend(_statement(found))
        for key, said in texts.items():
            label = self.stored.statements.label(key) or self.again.statements.label(key) or ("", "", None)
            name, treaty, evidence = label
            if treaty not in self.stuck:
                message = f"statement {key} ({name}, {treaty}): {joined(list(dict.fromkeys(said)))}"
                yield Finding(kind="statement", message=message, treaty=treaty, evidence=evidence)

    # ---- changes ----

    def _changes(self) -> Iterator[Finding]:
        """Changes that the log does not give, that it gives and are not stored, or that it gives otherwise.

        The words of a change are compared if this version told it. Another version may say the same act otherwise: then
        its meaning is compared.
        """
        stored: list[Difference] = []
        given: list[Difference] = []
        for found in self._differences("change"):
            if self._beyond(found.row["treaty"], found.row["detected_at"]):
                continue
            if found.stored and found.given and not self._means_another(found):
                yield from self._told_otherwise(found)
                continue
            if found.stored:
                stored.append(found)
            if found.given:
                given.append(found)
        for found in stored:
            assert found.stored is not None  # noqa: S101 - only such were added
            message = f"change {found.stored['id']} ({found.stored['summary']}): "
            instead = next((one for one in given if _same_act(found.stored, one.given)), None)
            if instead and instead.given:
                given.remove(instead)
                message += f"the log gives it as change {instead.given['id']}"
            else:
                message += "the log does not give it"
            yield Finding(kind="change", message=message, treaty=found.stored["treaty"], change=found.stored["id"])
        for found in given:
            assert found.given is not None  # noqa: S101 - only such were added
            message = f"the log gives a change that is not stored: {found.given['summary']}"
            yield Finding(kind="change", message=message, treaty=found.given["treaty"])

    def _edited(self, named: Collection[int | None]) -> Iterator[Finding]:
        """Changes that another program wrote, and of which nothing is said yet: those that an older version told, so
        that other words would be no fault, and those whose replay ended."""
        for _, (key,) in broken_seals(self.stored.database.conn, (CHANGE,)):
            if key in self.other_words:
                self.other_words.remove(key)
            if key not in named:
                yield Finding(
                    kind="state", message=f"change {key} was not written by this program as it stands", change=key
                )

    def _means_another(self, found: Difference) -> bool:
        """True if a change on record is not the act that the log gives under its id."""
        if not _MEANING & set(found.columns):
            return False
        told_now = self.stored.changes.told_under(found.row["id"]) == __version__
        return told_now or not _same_act(found.stored, found.given)

    def _told_otherwise(self, found: Difference) -> Iterator[Finding]:
        assert found.stored is not None  # noqa: S101 - both are there
        assert found.given is not None  # noqa: S101 - both are there
        columns = set(found.columns)
        if columns & _OF_VERSION and self.stored.changes.told_under(found.row["id"]) != __version__:
            self.other_words.append(found.row["id"])
            columns -= _OF_VERSION
        texts = [
            differs(name, found.stored[name], found.given[name], by="the log gives")
            for name in found.columns
            if name in columns
        ]
        if texts:
            message = f"change {found.row['id']} ({found.stored['summary']}): {joined(texts)}"
            yield Finding(kind="change", message=message, treaty=found.row["treaty"], change=found.row["id"])

    # ---- all others ----

    def _others(self, table: str) -> Iterator[Finding]:
        """Values that wait, dates that took effect, rows that could not be read."""
        for found in self._differences(table):
            treaty = found.row["treaty"] if "treaty" in found.row else self._name(found.row["feed"])[0]
            if treaty not in self.stuck:
                key = ", ".join(str(found.row[name]) for name in _TABLES[table].key if name not in ("feed", "treaty"))
                message = f"{table} ({treaty}, {key}): {joined(_plain_row(found))}"
                yield Finding(kind="derived", message=message, treaty=treaty)

    def _sources(self) -> Iterator[Finding]:
        """Baseline and health of sources."""
        for found in self._differences("feed"):
            treaty, source = found.row["treaty"], found.row["source"]
            texts = _plain_row(found, but=("reading",) if _same_reading(found) else ())
            if treaty not in self.stuck and texts:
                message = f"source {found.row['id']} ({source} of {treaty}): {joined(texts)}"
                yield Finding(kind="source", message=message, treaty=treaty)

    def _treaties(self) -> Iterator[Finding]:
        """The rules of treaties, which the configuration gives."""
        for found in self._differences("treaty"):
            texts = _plain_row(found, by="the configuration says")
            yield Finding(kind="treaty", message=f"treaty {found.row['id']}: {joined(texts)}", treaty=found.row["id"])

    def _by_rule(self, at_fault: Collection[str | None]) -> Iterator[Finding]:
        """What is kept for the views and does not follow from charts and changes, if these are not at fault."""
        differing: dict[str, set[str]] = {}
        for derived in BY_RULE:
            for found in self._differences(derived.table):
                of = found.row["participant"] if "participant" in found.row else f"figures of {found.row['day']}"
                differing.setdefault(found.row["treaty"], set()).add(of)
        for treaty, texts in differing.items():
            if treaty not in self.stuck and treaty not in at_fault:
                message = f"{treaty}: what the views have from the treaty's own rule does not follow from its charts"
                yield Finding(kind="by_rule", message=f"{message}: {joined(sorted(texts))}", treaty=treaty)


def _statement(found: Difference) -> Iterator[str]:
    if found.stored and found.given:
        for name in found.columns:
            yield differs(name, found.stored[name], found.given[name])
    elif found.table == "territory":
        stored, given = (side["territories"] if side else None for side in (found.stored, found.given))
        yield differs("territories", stored, given)
    else:
        yield "the log does not give it" if found.stored else "the log gives it, but it is not stored"


def _plain_row(found: Difference, *, but: Collection[str] = (), by: str = "the log gives") -> list[str]:
    if found.stored and found.given:
        return [
            differs(name, found.stored[name], found.given[name], by=by) for name in found.columns if name not in but
        ]
    return ["the log does not give it" if found.stored else "the log gives it, but it is not stored"]


def _same_reading(found: Difference) -> bool:
    """True if a source was read under the same configuration, and which version read it was not noted."""
    stored, given = (side and side["reading"] for side in (found.stored, found.given))
    return bool(stored and given and given.startswith("/") and stored.endswith(given))


def _same_act(stored: Mapping[str, object] | None, given: Mapping[str, object] | None) -> bool:
    """True if two rows tell the same act, told at the same moment."""
    told, now = _change(stored), _change(given)
    return bool(told and now and told.detected_at == now.detected_at and means_the_same(told, now))


def _change(row: Mapping[str, object] | None) -> Change | None:
    try:
        return change_of(dict(row)) if row else None
    except ValueError:  # a row that another program wrote
        return None
