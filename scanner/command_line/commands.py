"""The commands by name; only the one that is asked for is built, as that takes longer than a short run."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches

import typer
from click import Command, Context, UsageError
from typer.core import TyperGroup
from typer.main import get_command

from scanner.command_line.bundle import flattened

CONTEXT = {"help_option_names": ["-h", "--help"]}

_FUNCTIONS: dict[str, Callable[..., int]] = {}


def command(function: Callable[..., int]) -> Callable[..., int]:
    """Register a command; its parameter `options`, if any, is spelt out as the fields of its dataclass."""
    _FUNCTIONS[function.__name__.rstrip("_")] = function
    return function


class Commands(TyperGroup):
    """The registered commands, in the order in which they were registered."""

    def list_commands(self, ctx: Context) -> list[str]:
        """Return every command's name."""
        return [*_FUNCTIONS]

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """Return a command, built when it is asked for."""
        function = _FUNCTIONS.get(cmd_name)
        if function is None:
            return None
        alone = typer.Typer(
            add_completion=False,
            rich_markup_mode=None,
            pretty_exceptions_enable=False,
            context_settings=CONTEXT,
        )
        alone.command(cmd_name)(flattened(function))
        return get_command(alone)

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        """Return the command that the arguments begin with; a UsageError names the closest one."""
        try:
            return super().resolve_command(ctx, args)
        except UsageError as error:
            close = get_close_matches(args[0], _FUNCTIONS, 1)
            if not close:
                raise
            raise UsageError(f"{error.message} Did you mean {close[0]!r}?", ctx) from None
