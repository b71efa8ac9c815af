"""What git knows of a folder; a folder without git, or a machine without it, is no error."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

_SAFE = (
    "-c", "core.fsmonitor=false",  # a repository's own configuration can name programs to run
    "-c", "core.hooksPath=/dev/null",
    "-c", "safe.directory=*",
)  # fmt: skip


def enclosing(folder: Path) -> Path | None:
    """Return the top folder of the repository or worktree that holds `folder`."""
    start = folder.resolve()
    return next((each for each in (start, *start.parents) if (each / ".git").exists()), None)


def tracked_but_ignored(root: Path) -> tuple[str, ...]:
    """Return the files under `root` that git tracks although an ignore rule matches them."""
    try:
        done = run(root, ["ls-files", "-z", "--cached", "--ignored", "--exclude-standard"])
    except FileNotFoundError:
        return ()
    names = done.stdout.split(b"\0") if done.returncode == 0 else []
    return tuple(sorted(name.decode("utf-8", "surrogateescape") for name in names if name))


def run(folder: Path, arguments: Sequence[str], stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder, deaf to the caller's GIT_* variables and to programs the repository names.

    FileNotFoundError says that there is no git; a refusal is in the result's code and `stderr`.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return subprocess.run(
        ["git", *_SAFE, *arguments],
        cwd=folder,
        env={**kept, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
        input=stdin,
        capture_output=True,
        check=False,
    )


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
