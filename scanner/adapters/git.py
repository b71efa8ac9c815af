"""What git knows of a folder; a folder without git, or a machine without it, is no error."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

_SAFE = (
    "-c", "core.fsmonitor=false",  # a repository's own configuration can name programs to run
    "-c", "core.hooksPath=/dev/null",
    "-c", "safe.directory=*",
)  # fmt: skip
_FILTER = r"^filter\..*\.(clean|smudge|process)$"


def enclosing(folder: Path) -> Path | None:
    """Return the top folder of the repository or worktree that holds `folder`."""
    start = folder.resolve()
    return next((each for each in (start, *start.parents) if (each / ".git").exists()), None)


def run(folder: Path, arguments: Sequence[str], stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder, deaf to the caller's GIT_* variables and to programs the repository names.

    FileNotFoundError says that there is no git; a refusal is in the result's code and `stderr`.
    """
    return subprocess.run(
        ["git", *_SAFE, *arguments],
        cwd=folder,
        env=_environment(filters(folder)),
        input=stdin,
        capture_output=True,
        check=False,
    )


def start(folder: Path, arguments: Sequence[str], index: str | None = None) -> subprocess.Popen[bytes]:
    """Begin to run git as `run` does, for its output alone; `index` is a file to use in its index's place."""
    environment = _environment(filters(folder))
    return subprocess.Popen(
        ["git", *_SAFE, *arguments],
        cwd=folder,
        env=environment | {"GIT_INDEX_FILE": index} if index else environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def said(process: subprocess.Popen[bytes]) -> bytes | None:
    """Wait for git and return its output, None when it refused."""
    output, _ = process.communicate()
    return output if process.returncode == 0 else None


def line(folder: Path, arguments: Sequence[str]) -> str:
    """Run git and return its output without the line's end, nothing when it refused."""
    done = run(folder, arguments)
    return os.fsdecode(done.stdout.removesuffix(b"\n")) if done.returncode == 0 else ""


@cache
def filters(folder: Path) -> tuple[str, ...]:
    """Return the names of the filters that the configuration has: programs that change a file's content."""
    done = subprocess.run(
        ["git", *_SAFE, "config", "-z", "--name-only", "--get-regexp", _FILTER],
        cwd=folder,
        env=_environment(()),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    keys = done.stdout.decode("utf-8", "surrogateescape").split("\0")
    return tuple(sorted({key.partition(".")[2].rpartition(".")[0] for key in keys if key}))


def _environment(filters: Sequence[str]) -> dict[str, str]:
    """Return the environment for git, in which these filters run nothing."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    off = {"clean": "", "smudge": "", "process": "", "required": "false"}
    settings = [(f"filter.{name}.{key}", value) for name in filters for key, value in off.items()]
    for number, (key, value) in enumerate(settings):
        kept |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    return {**kept, "GIT_CONFIG_COUNT": str(len(settings)), "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}


def blobs(root: Path, names: Sequence[str], maximum: int) -> Mapping[str, bytes]:
    """Return the content of objects by name; one that is missing or larger than `maximum` is left out."""
    if not names:
        return {}
    asked = "\n".join([*names, ""]).encode()
    done = run(root, ["cat-file", "--batch"], asked)
    found: dict[str, bytes] = {}
    place = 0
    while (end := done.stdout.find(b"\n", place)) >= 0:
        about = done.stdout[place:end].decode("ascii", "replace").split()
        place = end + 1
        if len(about) != 3:
            continue
        size = int(about[2])
        if size <= maximum:
            found[about[0]] = done.stdout[place : place + size]
        place += size + 1
    return found
