"""Time of `writers schema` on a generated project with a thousand migrations.

usage: python -m benchmarks.migrations [FILES]     (default 1000)

CPU seconds are user and system time of the command with all its children, the median of three runs.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.lines import ours
from benchmarks.process import run
from benchmarks.rounds import environment_of

APPS = 20
MODELS = 8
FIELDS = (
    'models.CharField(max_length=20, default="")',
    "models.IntegerField(null=True)",
    "models.BooleanField(default=False)",
    "models.DateTimeField(auto_now_add=True)",
    "models.TextField(blank=True)",
    "models.JSONField(default=dict)",
)
HEAD = (
    "import django.db.models.deletion\nfrom django.db import migrations, models\n\n\n"
    "class Migration(migrations.Migration):\n"
)


def files(count: int) -> Iterator[tuple[str, str]]:
    """Yield the paths and texts of a project with about `count` migrations in 20 apps."""
    apps = ", ".join(f'"app{number}"' for number in range(APPS))
    yield "manage.py", 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")\n'
    yield "config/__init__.py", ""
    yield "config/settings.py", f"INSTALLED_APPS = [{apps}]\n"
    for number in range(APPS):
        app = f"app{number}"
        yield f"{app}/__init__.py", ""
        yield f"{app}/migrations/__init__.py", ""
        yield f"{app}/migrations/{_name(1)}.py", _initial(app)
        for step in range(2, count // APPS + 1):
            yield f"{app}/migrations/{_name(step)}.py", _step(app, step)
        yield f"{app}/models.py", _models(count // APPS)


def _name(step: int) -> str:
    return f"{step:04}_step"


def _initial(app: str) -> str:
    made = "".join(f"        {_create(app, number)},\n" for number in range(MODELS))
    return f"{HEAD}    dependencies = []\n    operations = [\n{made}    ]\n"


def _create(app: str, number: int) -> str:
    fields = ['("id", models.BigAutoField(primary_key=True, serialize=False))']
    fields += [f'("field{each}", {FIELDS[each % len(FIELDS)]})' for each in range(10)]
    if number:
        to = f'to="{app}.model{number - 1}"'
        fields.append(f'("parent", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, {to}))')
    return f'migrations.CreateModel(name="Model{number}", fields=[{", ".join(fields)}])'


def _step(app: str, step: int) -> str:
    model, kind = f"model{step % MODELS}", FIELDS[step % len(FIELDS)]
    altered = f"field{step % 10}"
    return (
        f'{HEAD}    dependencies = [("{app}", "{_name(step - 1)}")]\n    operations = [\n'
        f'        migrations.AddField(model_name="{model}", name="extra{step}", field={kind}),\n'
        f'        migrations.AlterField(model_name="{model}", name="{altered}", field={kind}),\n    ]\n'
    )


def _models(steps: int) -> str:
    text = "from django.db import models\n"
    for number in range(MODELS):
        text += f"\n\nclass Model{number}(models.Model):\n"
        text += "".join(f"    field{each} = {FIELDS[each % len(FIELDS)]}\n" for each in range(10))
        added = [step for step in range(2, steps + 1) if step % MODELS == number]
        text += "".join(f"    extra{step} = {FIELDS[step % len(FIELDS)]}\n" for step in added)
        if number:
            text += f'    parent = models.ForeignKey("Model{number - 1}", on_delete=models.CASCADE)\n'
    return text


def main(count: int) -> None:
    """Make the project, read its schema, and print the time."""
    with tempfile.TemporaryDirectory(prefix="writers-bench-") as scratch:
        tree = Path(scratch) / "tree"
        for path, text in files(count):
            (tree / path).parent.mkdir(parents=True, exist_ok=True)
            (tree / path).write_text(text, encoding="utf-8")
        environment = environment_of(Path(scratch) / "cache")
        for name, arguments in {
            "writers schema, uncached": ["schema", "--no-cache"],
            "writers schema, warm": ["schema"],
        }.items():
            command = (*ours(), *arguments)
            costs = [run(command, tree, environment, Path(scratch) / "out") for _ in range(3)]
            seconds, memory = median(each.cpu for each in costs), max(each.memory for each in costs)
            print(f"{name:34}{seconds:8.2f} CPU s{memory:7.0f} MiB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
