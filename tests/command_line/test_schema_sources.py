"""--schema probe and --schema postgres, and what they ask for when it is missing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
SHOP = REPOSITORY / "sample_repos" / "shop"


def schema(root: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("WRITERS_DSN", "DATABASE_URL")}
    command = [sys.executable, "-m", "scanner.cli", "schema", "--root", str(root), *options]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=REPOSITORY, env={**kept, **environment}
    )


def test_the_probe_finds_the_settings_that_manage_py_names() -> None:
    done = schema(SHOP, "--schema", "probe", "--python", sys.executable, "orders.Shipment")
    assert done.returncode == 0, done.stderr
    assert "orders/migrations/0003_channel_and_shipping_labels.py" in done.stdout


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--schema", "probe"), "pass --python"),
        (("--schema", "probe", "--python", sys.executable), "pass --settings"),
        (
            ("--schema", "probe", "--python", sys.executable, "--settings", "nowhere"),
            "No module named 'nowhere'",
        ),
        (("--schema", "postgres"), "pass --dsn, or set WRITERS_DSN or DATABASE_URL"),
        (("--schema", "postgres", "--dsn", "host=127.0.0.1 port=1 password=hunter2"), "nobody listens there"),
    ],
)
def test_what_is_missing_is_asked_for(tmp_path: Path, options: tuple[str, ...], says: str) -> None:
    done = schema(tmp_path, *options)
    assert done.returncode == 2
    assert says in done.stderr
    assert "hunter2" not in done.stdout + done.stderr


def test_the_environment_names_the_database(tmp_path: Path) -> None:
    done = schema(tmp_path, "--schema", "postgres", DATABASE_URL="postgresql://hunter2@127.0.0.1:1/hunter2")
    assert done.returncode == 2
    assert "nobody listens there" in done.stderr
    assert "hunter2" not in done.stdout + done.stderr
