"""What one command costs: CPU seconds of it and of all its descendants, wall time, memory."""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_SET_CHILD_SUBREAPER = 36
_LOOKED = (0, 1, 3)


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of CPU (user and system) and of wall time, and MiB of the largest process.

    That memory is never below what this process itself takes, some 20 MiB: the kernel counts what
    was mapped before a command began.
    """

    cpu: float
    wall: float
    memory: float


class CommandError(Exception):
    """A command that did not do its work; how it ended."""


def adopt() -> None:
    """Let processes that a command leaves behind come to this one, so that they are counted too."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def run(command: Sequence[str], cwd: Path, environment: Mapping[str, str], output: Path) -> Cost:
    """Run a command to its end and return its cost; what it prints goes to the file.

    Raises CommandError when it ended by an exit code that says so: none of those for found, for not
    found, and for a tree with nothing to look at.
    """
    with output.open("wb") as sink:
        began = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env=environment,
            stdout=sink,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    usages = [usage, *_left_behind(process.pid)]
    if process.returncode not in _LOOKED:
        raise CommandError(f"exit code {process.returncode}")
    cpu = sum(each.ru_utime + each.ru_stime for each in usages)
    return Cost(cpu, wall, max(each.ru_maxrss for each in usages) / 1024)


def _left_behind(group: int) -> Iterator[resource.struct_rusage]:
    """Wait for what is left of a command's process group: this process may have other children."""
    while True:
        try:
            yield os.wait4(-group, 0)[2]
        except ChildProcessError:
            return
