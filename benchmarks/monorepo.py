"""Time and memory of the commands on a generated monorepo: Django apps beside TypeScript services.

usage: python benchmarks/monorepo.py [FILES]     (default 4500)

CPU seconds are user and system time of the command with all its children, the least of three runs;
each line also says how often the CPU time of the handbook's grep that is. Memory is the largest
resident set of any process, in MiB. `check` compares a commit that adds a column with its parent.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parents[1]
APPS = 40
WRITERS = 12
"""One TypeScript file in so many writes a table."""


def files(count: int) -> Iterator[tuple[str, str]]:
    """Yield the paths and texts of a monorepo of about `count` files."""
    apps = ", ".join(f'"app{number}"' for number in range(APPS))
    yield "manage.py", 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")\n'
    yield "config/__init__.py", ""
    yield (
        "config/settings.py",
        f'INSTALLED_APPS = [{apps}]\nDEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"\n',
    )
    for number in range(APPS):
        yield f"app{number}/__init__.py", ""
        yield f"app{number}/models.py", _models()
        yield f"app{number}/migrations/__init__.py", ""
        yield f"app{number}/migrations/0001_initial.py", _migration()
        for view in range(20):
            yield f"app{number}/view{view}.py", _view(view)
    for number in range(count - APPS * 24):
        yield f"services/service{number % 20}/src/module{number}.ts", _module(number)


def _models() -> str:
    fields = "".join(f"    field{number} = models.CharField(max_length=20)\n" for number in range(12))
    classes = "".join(f"\n\nclass Model{number}(models.Model):\n{fields}" for number in range(5))
    return f"from django.db import models\n{classes}"


def _migration() -> str:
    fields = ['("id", models.BigAutoField(primary_key=True, serialize=False))']
    fields += [f'("field{number}", models.CharField(max_length=20))' for number in range(12)]
    made = "".join(
        f'        migrations.CreateModel(name="Model{number}", fields=[{", ".join(fields)}]),\n'
        for number in range(5)
    )
    return (
        "from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n"
        f"    initial = True\n    dependencies = []\n    operations = [\n{made}    ]\n"
    )


def _view(number: int) -> str:
    return "def view(request, items):\n" + "    items.update({'name': request.GET['name']})\n" * (20 + number)


def _module(number: int) -> str:
    text = "export function update(cache: Map<string, number>) {\n  cache.delete('a')\n}\n" * 25
    if number % WRITERS == 0:
        columns = ", ".join(f"field{each}" for each in range(11))
        text += f"await client.query('INSERT INTO app{number % APPS}_model1 ({columns}) VALUES ($1)')\n"
    return text


def committed(tree: Path) -> None:
    """Make the tree a repository of two commits; the second adds a column to a model, and its migration."""
    _git(tree, "init", "-q")
    _git(tree, "add", "-A")
    _git(tree, "commit", "-q", "-m", "base")
    field = "    added = models.BooleanField(default=False)\n"
    models = tree / "app1" / "models.py"
    models.write_text(models.read_text(encoding="utf-8") + field, encoding="utf-8")
    (tree / "app1" / "migrations" / "0002_added.py").write_text(
        "from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n"
        '    dependencies = [("app1", "0001_initial")]\n    operations = [\n'
        '        migrations.AddField("model4", "added", models.BooleanField(default=False)),\n    ]\n',
        encoding="utf-8",
    )
    _git(tree, "add", "-A")
    _git(tree, "commit", "-q", "-m", "head")


def _git(tree: Path, *arguments: str) -> None:
    author = ["-c", "user.name=bench", "-c", "user.email=bench@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *author, *arguments], cwd=tree, check=True)


def measured(command: list[str], cwd: Path) -> tuple[float, float]:
    """Return the least CPU seconds of three runs, and the largest resident set in MiB."""
    seconds = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(seconds), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main(count: int) -> None:
    """Make the tree, run each command on it, and print a table."""
    tree = Path(tempfile.mkdtemp(prefix="writers-bench-"))
    cache = Path(tempfile.mkdtemp(prefix="writers-bench-cache-"))
    try:
        for path, text in files(count):
            (tree / path).parent.mkdir(parents=True, exist_ok=True)
            (tree / path).write_text(text, encoding="utf-8")
        committed(tree)
        os.environ["XDG_CACHE_HOME"] = str(cache)
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed tool has its bytecode
        os.environ["PYTHONPATH"] = str(HERE)
        writers = [sys.executable, "-m", "scanner.cli"]
        rg = shutil.which("rg", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}") or "rg"
        grep, _ = measured([rg, "-n", "-i", r"INSERT\s+INTO app1_model1|insertRow\(", "."], tree)
        print(f"{'command':34}{'CPU s':>8}{'x grep':>9}{'MiB':>7}")
        print(f"{'the handbook grep':34}{grep:8.2f}{1.0:9.1f}")
        for name, arguments in {
            "writers --version": ["--version"],
            "writers list, uncached": ["list", "--no-cache"],
            "writers scan, uncached": ["scan", "--no-cache"],
            "writers scan one table, uncached": ["scan", "app1_model1", "--no-cache"],
            "writers scan, warm": ["scan"],
            "writers check, warm": ["check", "--base", "HEAD~1"],
        }.items():
            seconds, memory = measured([*writers, *arguments], tree)
            print(f"{name:34}{seconds:8.2f}{seconds / grep:9.1f}{memory:7.0f}")
    finally:
        shutil.rmtree(tree)
        shutil.rmtree(cache)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4_500)
