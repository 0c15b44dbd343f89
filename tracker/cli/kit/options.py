"""Options that every command accepts, before or after its name, and the types of their values."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tracker.cli.kit.messages import note, note_names
from tracker.language import Language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime
    from pathlib import Path

    from click.shell_completion import CompletionItem

    from db.store import Store
    from tracker.api import Tracker
    from tracker.config import Config
    from tracker.models.addresses import SiteAddress

_T = TypeVar("_T")


@dataclass(slots=True)
class Globals:
    """The shared options, given before or after the command's name. Those after the name win."""

    config: Path | None = None
    db: Path | None = None
    json: bool = False
    debug: bool = False

    def load(self) -> Config:
        """Load the configuration; --db replaces its database. Raises ConfigError."""
        from dataclasses import replace

        from tracker.config import find, load

        config = load(find(self.config))
        self.quiet(config)
        return replace(config, database=self.db.absolute()) if self.db else config

    def quiet(self, config: Config | None = None) -> None:
        """Print what libraries warn of without addresses."""
        from jobs.warnings_of_libraries import guard_libraries

        guard_libraries(note, config)

    def database(self) -> Path:
        """The database: --db, else that of the configuration. Raises ConfigError."""
        return self.db or self.load().database

    def store(self) -> Store:
        """Open the database for reading. With --db no configuration is needed."""
        from db.store import Store

        return Store.open(self.database(), read_only=True)

    @contextmanager
    def questions(self) -> Iterator[Tracker]:
        """Open the database for questions, all of one state of it and of one moment."""
        from jobs.clock import utc_now
        from tracker.api import Tracker

        now = utc_now()
        with Tracker(self.store(), lambda: now) as opened, opened.reading():
            yield opened

    def site_folder(self) -> Path:
        """The default folder of the site: that of [publish], else `site` next to the database."""
        if self.db:
            return self.db.parent / "site"
        config = self.load()
        return config.publish_folder or config.database.parent / "site"

    def publication(self) -> tuple[SiteAddress | None, bool, str | None]:
        """Where the site is published, whether evidence is beside it, and the licence of the data; with --db no
        configuration says so."""
        if self.db:
            return None, False, None
        config = self.load()
        return config.site, config.publish_evidence, config.publish_licence

    def contact(self) -> str:
        """Whom to ask, by the configuration; with --db no configuration says so."""
        return "" if self.db else self.load().contact


def _remember(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    if value is not None and parameter.name:
        setattr(context.ensure_object(Globals), parameter.name, value)


def _remember_path(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    from pathlib import Path  # not for `--help`

    _remember(context, parameter, Path(value) if value is not None else None)


def _shared() -> list[click.Option]:
    path = click.Path(readable=False)  # whoever opens it says why it cannot
    return [
        click.Option(
            ["--config"],
            type=path,
            expose_value=False,
            callback=_remember_path,
            help="Configuration file (default: ./config.toml, else the one in your configuration folder).",
            metavar="PATH",
        ),
        click.Option(
            ["--db"],
            type=path,
            expose_value=False,
            callback=_remember_path,
            help="Database file; with it, reading commands need no configuration.",
            metavar="PATH",
        ),
        click.Option(
            ["--json"],
            is_flag=True,
            default=None,
            expose_value=False,
            callback=_remember,
            help="Print JSON, for programs.",
        ),
        click.Option(
            ["--debug"],
            is_flag=True,
            default=None,
            expose_value=False,
            callback=_remember,
            help="Show the traceback of an error.",
        ),
    ]


def _first_sentence(command: click.Command) -> str:
    paragraph = " ".join((command.help or "").split("\n\n")[0].split())
    first = paragraph.partition(". ")[0]
    return first if first.endswith(("?", ".")) else f"{first}."


class TrackerCommand(click.Command):
    """A command that also takes the shared options."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params += _shared()

    def get_short_help_str(self, limit: int = 0) -> str:  # noqa: ARG002 - as click calls it
        """The complete first sentence; click would cut it."""
        return _first_sentence(self)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, and print the notes that names in its answer need, once."""
        found = super().invoke(ctx)
        note_names(ctx)
        return found


class TrackerGroup(click.Group):
    """A group that also takes the shared options, and lists its commands in the order of their definition."""

    command_class = TrackerCommand
    group_class = type

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params += _shared()

    def get_short_help_str(self, limit: int = 0) -> str:  # noqa: ARG002 - as click calls it
        """The complete first sentence; click would cut it."""
        return _first_sentence(self)

    def list_commands(self, _: click.Context) -> list[str]:
        """The commands in the order of their definition, not sorted."""
        return list(self.commands)

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Suggest the nearest command for an unknown one."""
        try:
            return super().resolve_command(context, args)
        except click.UsageError as error:
            from tracker.errors import nearest

            raise click.UsageError(
                f"No such command {args[0]!r}{nearest(args[0], self.list_commands(context))}", context
            ) from error


class LazyGroup(TrackerGroup):
    """A group whose commands are imported when they are run. `modules` maps a command to its module.

    `summaries` holds the line of each command in `--help`, so that help does not import them all.
    """

    def __init__(self, *args: Any, modules: dict[str, str], summaries: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.modules = modules
        self.summaries = summaries

    def list_commands(self, _: click.Context) -> list[str]:
        """The commands in the order of `summaries`."""
        return list(self.summaries)

    def get_command(self, _: click.Context, name: str) -> click.Command | None:
        """Import a command."""
        if name not in self.modules:
            return None
        module = import_module(f"tracker.cli.{self.modules[name]}")
        return next(c for c in vars(module).values() if isinstance(c, click.Command) and c.name == name)

    def format_commands(self, _: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands with their summaries."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.summaries.items()))


def _typed(
    kind: click.ParamType[Any],
    read: Callable[[Any], _T],
    value: object,
    param: click.Parameter | None,
    ctx: click.Context | None,
    end: str = ".",
) -> _T:
    """The value as the questions read it; what they refuse is an error of this option."""
    from tracker.errors import UsageError

    try:
        return read(value)
    except UsageError as error:
        kind.fail(f"{error}{end}", param, ctx)


class _Day(click.ParamType[Any]):
    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date | None:
        from tracker.api.arguments import day_of

        return _typed(self, day_of, value, param, ctx)


class _Moment(click.ParamType[Any]):
    name = "MOMENT"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime | None:
        from tracker.api.arguments import moment_of

        return _typed(self, moment_of, value, param, ctx)


class OneOf(click.ParamType[Any]):
    """A value of an enum in `tracker.models.vocabulary`. click's own Choice would use the names of its members.

    The models are imported only when a value is given, so that `--help` is fast.
    """

    def __init__(self, enum: str) -> None:
        self.enum = enum
        self.name = enum.upper()

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The value in lower case. An unknown value is an error that suggests the nearest."""
        from tracker.api.arguments import word_of
        from tracker.models import vocabulary

        return str(_typed(self, partial(word_of, getattr(vocabulary, self.enum)), value, param, ctx, end=""))


class _Treaty(click.ParamType[Any]):
    """A treaty as typed: which one is meant is found among those followed (`tracker.answers.naming`)."""

    name = "TREATY"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002 - as click calls it
        """The text."""
        return str(value)

    def shell_complete(
        self,
        ctx: click.Context,
        param: click.Parameter,  # noqa: ARG002 - as click calls it
        incomplete: str,
    ) -> list[CompletionItem]:
        """The ids of the treaties that the database follows, with their names; none without a database."""
        from click.shell_completion import CompletionItem

        from tracker.errors import TrackerError

        try:
            with ctx.ensure_object(Globals).questions() as t:
                known = [(treaty.id, treaty.name) for treaty in t.treaties()]
        except (TrackerError, OSError):
            return []
        return [CompletionItem(key, help=name) for key, name in known if key.startswith(incomplete.lower())]


class _Participant(click.types.StringParamType):
    """A participant as typed: which one is meant is found in the reviewed table."""

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002 - as click calls it
        param: click.Parameter,  # noqa: ARG002 - as click calls it
        incomplete: str,
    ) -> list[CompletionItem]:
        """The usual names of participants that begin so."""
        from click.shell_completion import CompletionItem

        from tracker.participants import table

        typed = incomplete.casefold()
        names = sorted((one.name, one.id) for one in table().by_id.values())
        return [CompletionItem(name, help=key) for name, key in names if name.casefold().startswith(typed)]


DAY = _Day()
MOMENT = _Moment()
TREATY = _Treaty()
PARTICIPANT = _Participant()

as_of = click.option("--as-of", type=DAY, help="Legal situation on this day (default: today).")
known_at = click.option("--known-at", type=MOMENT, help="Use only what had been read by this moment (default: now).")
language_option = click.option(
    "--language", type=click.Choice([one.value for one in Language]), help="English (en) or French (fr)."
)
treaty_option = click.option(
    "--treaty",
    "treaties",
    type=TREATY,
    multiple=True,
    metavar="ID",
    help="Only this treaty, by id, number or name: ets-185, 185, budapest (repeatable).",
)


def change_filters(command: Callable[..., Any]) -> Callable[..., Any]:
    """The filters of `changes` and `report`."""
    for option in (
        click.option(
            "--nature",
            "natures",
            multiple=True,
            type=OneOf("Nature"),
            metavar="NATURE",
            help="Only event, correction, retraction or editorial (repeatable).",
        ),
        click.option(
            "--kind",
            "kinds",
            multiple=True,
            type=OneOf("ChangeKind"),
            metavar="KIND",
            help="Only this kind, such as signed, acceded, denounced (repeatable).",
        ),
        click.option(
            "--participant",
            "participants",
            multiple=True,
            type=PARTICIPANT,
            metavar="NAME",
            help="Only this participant, by any known name or ISO code (repeatable).",
        ),
        treaty_option,
        click.option("--until", type=DAY, help="Noticed on or before this day (UTC)."),
        click.option("--since", type=DAY, help="Noticed on or after this day (UTC)."),
    ):
        command = option(command)
    return command
