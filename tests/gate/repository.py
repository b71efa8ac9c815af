"""A real git repository for a test: commits, and the gate run on it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parents[2]
MODEL = """from django.db import models


class Item(models.Model):
    name = models.CharField(max_length=20)
"""
WRITER = 'cur.execute("INSERT INTO shop_item (name) VALUES (%s)", [name])\n'


class Repository:
    """A repository with one model and one writer, on the branch `main`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")
        self.commit({"shop/__init__.py": "", "shop/models.py": MODEL, "worker.py": WRITER})

    def git(self, *arguments: str) -> str:
        done = subprocess.run(
            ["git", "-c", "user.name=t", "-c", "user.email=t@t", "-c", "commit.gpgsign=false", *arguments],
            cwd=self.root,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def write(self, files: dict[str, str | None]) -> None:
        for path, text in files.items():
            file = self.root / path
            if text is None:
                file.unlink()
            else:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")

    def commit(self, files: dict[str, str | None]) -> str:
        self.write(files)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "change")
        return self.git("rev-parse", "HEAD")

    def branch(self, files: dict[str, str | None]) -> None:
        self.git("checkout", "-q", "-b", "feature")
        self.commit(files)

    def check(self, *arguments: str, **environment: str) -> tuple[int, dict[str, Any]]:
        """Return the exit code and the JSON report; what went to stderr where there is no report."""
        done = run(self.root, "check", *arguments, "--output-format", "json", **environment)
        return done.returncode, json.loads(done.stdout) if done.stdout else {"stderr": done.stderr}


def run(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "scanner.cli", *arguments, "--root", str(root), "--no-cache"],
        cwd=HERE,
        env={**kept, "PYTHONPATH": str(HERE), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def told(report: dict[str, Any]) -> list[tuple[str, str, str | None, str]]:
    """Return (state, rule, column, severity) of every finding but notes."""
    return [
        (each["state"], each["rule"], each["column"], each["severity"])
        for each in report["findings"]
        if each["severity"] != "note"
    ]
