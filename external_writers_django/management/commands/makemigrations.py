"""`makemigrations`, followed by who else writes the tables that the new migrations touch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import find_commands, load_command_class
from django.core.management.commands.makemigrations import Command as Makemigrations

from external_writers_django.installed import CannotRun
from external_writers_django.note import lines
from external_writers_django.touched import touched


def _next_in_line() -> Any:
    """Return the command that would run without this app: another app's, else Django's own."""
    for config in apps.get_app_configs():
        commands = find_commands(str(Path(config.path) / "management"))
        if config.name != "external_writers_django" and "makemigrations" in commands:
            return type(load_command_class(config.name, "makemigrations"))
    return Makemigrations


_Next: Any = _next_in_line()


class Command(_Next):
    """Whatever happens to the note, the migrations are written as ever."""

    def write_migration_files(self, changes: dict[str, list[Any]], *args: Any, **options: Any) -> None:
        """Write the files, then say who else writes their tables."""
        super().write_migration_files(changes, *args, **options)
        if self.dry_run or self.verbosity < 1:
            return
        try:
            for line in lines(touched(changes)):
                self.log(line)
        except CannotRun as error:
            self.log(f"writers: outside writers are not known: {error}")
