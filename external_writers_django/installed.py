"""The installed `writers` command, as a process."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

MISSING = 'the command is not installed; pip install external-writers, or set WRITERS_COMMAND = ["…/writers"]'


class CannotRun(Exception):  # noqa: N818 - it reads as what happened
    """There is no command, or it said nothing that can be read."""


def command() -> list[str]:
    """Return how to run it: the setting WRITERS_COMMAND, the one beside this Python, the one on PATH."""
    named = getattr(settings, "WRITERS_COMMAND", None)
    if named:
        return shlex.split(named) if isinstance(named, str) else [os.fspath(part) for part in named]
    found = shutil.which("writers", path=str(Path(sys.executable).parent)) or shutil.which("writers")
    if found is None:
        raise CannotRun(MISSING)
    return [found]


def run(
    arguments: Sequence[str], *, captured: bool = False, seconds: float | None = None
) -> subprocess.CompletedProcess[str]:
    """Run it in the project's folder; CannotRun when that is impossible or takes longer than `seconds`.

    PYTHONPATH is kept from it: the project's modules are not its own.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    try:
        return subprocess.run(
            [*command(), *arguments],
            cwd=getattr(settings, "BASE_DIR", None),
            env=kept,
            stdin=subprocess.DEVNULL,
            capture_output=captured,
            encoding="utf-8",
            errors="backslashreplace",
            timeout=seconds,
            check=False,
        )
    except OSError as error:
        raise CannotRun(f"{error.filename}: {error.strerror}") from error
    except subprocess.TimeoutExpired as error:
        raise CannotRun(f"no answer within {seconds:g} seconds") from error
