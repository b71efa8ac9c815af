"""The commands by name; only the one that is asked for is imported and built."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from importlib import import_module

import typer
from click import Command, Context, UsageError
from typer.core import TyperGroup
from typer.main import get_command

from scanner.command_line import commands
from scanner.command_line.bundle import flattened

CONTEXT = {"help_option_names": ["-h", "--help"]}

COMMANDS = ("list", "scan", "check", "fix", "init", "schema", "comment", "cache", "explain")
"""The modules of `commands`, in the order in which help tells of them."""


class Commands(TyperGroup):
    """Every command, built when it is asked for: building all takes longer than a short run."""

    def list_commands(self, ctx: Context) -> list[str]:
        """Return every command's name."""
        return [*COMMANDS]

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """Return a command; its parameter `options`, if any, is spelt out as the fields of its dataclass."""
        if cmd_name not in COMMANDS:
            return None
        command: Callable[..., int] = import_module(f"{commands.__name__}.{cmd_name}").command
        alone = typer.Typer(
            add_completion=False,
            rich_markup_mode=None,
            pretty_exceptions_enable=False,
            context_settings=CONTEXT,
        )
        alone.command(cmd_name)(flattened(command))
        return get_command(alone)

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        """Return the command that the arguments begin with; a UsageError names the closest one."""
        try:
            return super().resolve_command(ctx, args)
        except UsageError as error:
            close = get_close_matches(args[0], COMMANDS, 1)
            if not close:
                raise
            raise UsageError(f"{error.message} Did you mean {close[0]!r}?", ctx) from None
