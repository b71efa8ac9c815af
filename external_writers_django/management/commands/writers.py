"""`manage.py writers [TABLE…]`: who writes the tables outside the ORM."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from external_writers_django.installed import CannotRun, run


class Command(BaseCommand):
    """`writers scan` in the project's folder, with its exit code."""

    help = "Says who writes the tables outside the ORM, and what would break there (writers scan)."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take tables, and after `--` any option of `writers scan`."""
        parser.add_argument(
            "tables",
            nargs="*",
            metavar="TABLE",
            help="A table, a model's label or a class name; after -- any option of writers scan.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it, and exit as it does."""
        self.stdout.flush()
        try:
            done = run(["scan", *options["tables"]])
        except CannotRun as error:
            raise CommandError(f"writers: {error}", returncode=2) from error
        if done.returncode:
            sys.exit(done.returncode)
