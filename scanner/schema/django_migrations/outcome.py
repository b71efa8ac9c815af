"""What migrations leave when they have run."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from scanner.model.facts import Diagnostic
from scanner.model.value import Value
from scanner.schema.database import Database, split
from scanner.schema.django_migrations.doubts import Doubts
from scanner.schema.django_migrations.graph import Key, Migration
from scanner.schema.django_migrations.states import State


class Ran(Value, frozen=True):
    """A migration that has run, and the models and tables that it touched."""

    key: Key
    touched: tuple[str, ...]


class Replayed(Struct, frozen=True):
    """What the migrations leave: the database, what Django believes, and what could not be followed.

    `ran` are those that were run, in order.
    """

    database: Database
    state: State
    doubts: Doubts
    ran: Sequence[Ran] = ()

    def labels(self) -> dict[str, str]:
        """Return the labels of the models that the migrations made, by table."""
        return dict(self._labelled())

    def is_ambiguous(self) -> bool:
        """Tell whether two models have one table, of which the last one counts."""
        return len(self.labels()) < len(self._labelled())

    def _labelled(self) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        for model in self.state.models.values():
            schema, name = split(model.db_table)
            if model.options.get("proxy") is not True and model.options.get("managed") is not False:
                found.append((f"{schema}.{name}" if schema else name, model.label))
        return found


class Whole(Struct, frozen=True):
    """A replay of all migrations: what they are, what was said before, and of all but their order since."""

    replayed: Replayed
    known: Sequence[Migration]
    before: Sequence[Diagnostic]
    said: Sequence[Diagnostic]
