"""The project's own Django as a source of both schemas: opt-in, since it imports the project."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

from scanner.model.catalog import Catalog
from scanner.model.failure import CannotRun
from scanner.schema import replayed

SCRIPT = Path(__file__).with_name("script.py")
SECONDS = 600
"""As long as a real `migrate` of a project with a thousand migrations may take."""


def load(python: str, settings: str, root: Path, folder: str = "", seconds: float = SECONDS) -> Catalog:
    """Run the probe with the project's interpreter, and return what it tells.

    `folder` is the one below the root that holds the project's manage.py.
    The project's code is imported and its migrations are replayed without a database. CannotRun
    says when the interpreter is not there, the settings do not import, or it takes too long.
    """
    told, complained, code = _run([python, str(SCRIPT), settings], root / folder, seconds)
    if code != 0:
        raise CannotRun(
            f"the probe could not load {settings}: {_last_line(complained)}",
            "--python is the interpreter that runs the project, --settings its settings module; "
            "their environment variables must be set",
        )
    return replayed.catalog(json.loads(told), _relative_to(root))


def _run(command: list[str], root: Path, seconds: float) -> tuple[bytes, bytes, int]:
    """Run a command and every process that it starts for so long; return its output, errors and code."""
    try:
        process = subprocess.Popen(
            command,
            cwd=root,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        raise CannotRun(
            f"the probe's interpreter {command[0]} does not start: {error.strerror}", "pass --python"
        ) from None
    with process:
        try:
            told, complained = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise CannotRun(
                f"the probe took longer than {seconds:g} seconds", "read the source instead: --schema auto"
            ) from None
    return told, complained, process.returncode


def _last_line(complained: bytes) -> str:
    """Return what the traceback ends with."""
    lines = complained.decode(errors="replace").strip().splitlines()
    return lines[-1].strip()[:300] if lines else "it said nothing"


def _relative_to(root: Path) -> Callable[[str], str]:
    base = root.resolve()

    def shown(path: str) -> str:
        place = Path(path)
        return place.relative_to(base).as_posix() if place.is_relative_to(base) else place.as_posix()

    return shown
