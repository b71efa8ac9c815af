"""A small Django project with one writer that breaks, and a command line to run on it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
AMBIENT = ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "TERM", "WRITERS_CONFIG", "CI")

MODELS = """from django.db import models


class Item(models.Model):
    name = models.TextField()
    listed = models.BooleanField(default=False)
"""
WRITER = "def save(cursor):\n    cursor.execute('INSERT INTO shop_item (name) VALUES (%s)', ['x'])\n"

Writers = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    for path, text in {
        "manage.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'config.settings')\n",
        "config/__init__.py": "",
        "config/settings.py": "INSTALLED_APPS = ['shop']\n",
        "shop/__init__.py": "",
        "shop/models.py": MODELS,
        "worker/save.py": WRITER,
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return root


@pytest.fixture
def writers(tmp_path: Path, project: Path) -> Writers:
    """Run the real command line in the project, with a cache of its own and no ambient settings."""

    def run(*arguments: str, cwd: Path = project, **environment: str) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if name not in AMBIENT}
        kept = {name: value for name, value in kept.items() if not name.startswith("GITHUB_")}
        kept |= {"XDG_CACHE_HOME": str(tmp_path / "cache"), "PYTHONPATH": str(REPOSITORY), **environment}
        return subprocess.run(
            [sys.executable, "-m", "scanner.cli", *arguments],
            cwd=cwd,
            env=kept,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run
