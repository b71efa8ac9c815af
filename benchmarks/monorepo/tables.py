"""The Django side of the tree: apps with models, and the migrations that add up to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from benchmarks.monorepo.source import Fact, Source, marked, plain
from benchmarks.monorepo.words import NOUNS

MODELS_IN_APP = 4
KINDS = {
    "name": "models.CharField(max_length=200)",
    "note": "models.TextField(null=True)",
    "count": "models.IntegerField(default=0)",
    "active": "models.BooleanField(default=True)",
    "settings": "models.JSONField(default=dict)",
    "seen_at": "models.DateTimeField(null=True)",
    "made_at": "models.DateTimeField(auto_now_add=True)",
    "rate": "models.DecimalField(max_digits=9, decimal_places=2, null=True)",
}
"""Kinds of fields; a column is the kind's name behind a noun, and may be left out when it has `null=True`."""


@dataclass(frozen=True, slots=True)
class Column:
    """A model's field, of the kind `kind`, and how a statement spells it."""

    name: str
    kind: str

    @property
    def required(self) -> bool:
        """Whether an INSERT that leaves it out fails."""
        return "null=True" not in KINDS[self.kind]


@dataclass(frozen=True, slots=True)
class Model:
    """A model of an app; the first `initial` columns are made by the app's first migration."""

    app: str
    name: str
    columns: tuple[Column, ...]
    initial: int

    @property
    def table(self) -> str:
        """The name of its table."""
        return f"{self.app}_{self.name.lower()}"


def models(files: int, random: Random) -> tuple[Model, ...]:
    """Return the models of a tree of so many files: 60 for 10,000, as the square root of that.

    The second model's name begins with the whole of the first's, as names of tables do.
    """
    apps = max(1, round(15 * (files / 10_000) ** 0.5))
    found = []
    for number in range(apps * MODELS_IN_APP):
        noun = NOUNS[number % len(NOUNS)].title()
        name = f"{noun}{'Override' if number == 1 else ('', 'Event', 'Link')[number // len(NOUNS)]}"
        name = NOUNS[0].title() + "Override" if number == 1 else name
        words, kinds = random.sample(NOUNS, 14), random.choices([*KINDS], k=14)
        columns = [Column(f"{word}_{kind}", kind) for word, kind in zip(words, kinds, strict=True)]
        found.append(Model(f"{NOUNS[-1 - number // MODELS_IN_APP]}s", name, tuple(columns), 8))
    return tuple(found)


def django(models: tuple[Model, ...]) -> Iterator[Source]:
    """Yield the project's settings, and each app's models and migrations."""
    apps = sorted({model.app for model in models})
    listed = "".join(f'    "backend.{app}",\n' for app in apps)
    yield plain(
        "manage.py", 'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")\n'
    )
    yield plain("backend/__init__.py", "")
    yield plain(
        "backend/settings.py",
        f'INSTALLED_APPS = [\n{listed}]\nDEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"\n',
    )
    for app in apps:
        own = tuple(model for model in models if model.app == app)
        yield plain(f"backend/{app}/__init__.py", "")
        yield plain(f"backend/{app}/models.py", models_text(own))
        yield plain(f"backend/{app}/migrations/__init__.py", "")
        yield from _migrations(app, own)


def models_text(models: tuple[Model, ...]) -> str:
    """Return the text of a module with these models."""
    text = "from django.db import models\n"
    for model in models:
        text += f"\n\nclass {model.name}(models.Model):\n"
        text += "".join(f"    {column.name} = {KINDS[column.kind]}\n" for column in model.columns)
    return text


def migration(app: str, number: int, operations: str) -> str:
    """Return the text of an app's migration; numbers count from 1."""
    before = f'("{app}", "{migration_name(number - 1)}")' if number > 1 else ""
    return (
        "from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n"
        f"    dependencies = [{before}]\n    operations = [\n{operations}    ]\n"
    )


def migration_name(number: int) -> str:
    """Return the name of an app's migration."""
    return f"{number:04}_initial" if number == 1 else f"{number:04}_change"


def last_migration(models: tuple[Model, ...], app: str) -> int:
    """Return the number of an app's last migration: one for each later column, and one of data."""
    return 2 + sum(len(model.columns) - model.initial for model in models if model.app == app) * 2 // 3


def added(model: Model, column: Column) -> str:
    """Return the operation that adds a column."""
    names = f'model_name="{model.name.lower()}", name="{column.name}"'
    return f"        migrations.AddField({names}, field={KINDS[column.kind]}),\n"


def _migrations(app: str, own: tuple[Model, ...]) -> Iterator[Source]:
    folder = f"backend/{app}/migrations"
    made = "".join(_create(model) for model in own)
    yield plain(f"{folder}/{migration_name(1)}.py", migration(app, 1, made))
    yield _of_data(app, own[0])
    later = [added(model, column) for model in own for column in model.columns[model.initial :]]
    steps = last_migration(own, app) - 2
    for step in range(steps):
        number = step + 3
        operations = "".join(later[step::steps])
        yield plain(f"{folder}/{migration_name(number)}.py", migration(app, number, operations))


def _of_data(app: str, model: Model) -> Source:
    column = model.columns[0].name
    operation = (
        "        migrations.RunSQL(\n"
        f'            sql="§UPDATE {model.table} SET {column} = {column} WHERE id < 0",\n'
        "            reverse_sql=migrations.RunSQL.noop,\n        ),\n"
    )
    path = f"backend/{app}/migrations/{migration_name(2)}.py"
    return marked(path, migration(app, 2, operation), [Fact("update", model.table, (column,))])


def _create(model: Model) -> str:
    fields = ['("id", models.BigAutoField(primary_key=True, serialize=False))']
    fields += [f'("{column.name}", {KINDS[column.kind]})' for column in model.columns[: model.initial]]
    listed = "".join(f"                {field},\n" for field in fields)
    return (
        f'        migrations.CreateModel(\n            name="{model.name}",\n'
        f"            fields=[\n{listed}            ],\n        ),\n"
    )
