"""The tree as a git repository of two commits, with the truth beside it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import IO

from benchmarks.monorepo import Monorepo
from benchmarks.monorepo.change import broken, changed, wanted
from benchmarks.monorepo.source import Source, Write
from benchmarks.truth import Tree, Truth, keep

_WHO = b"committer bench <bench@example.org> %d +0000\n"
_WHEN = 1_700_000_000


def make(monorepo: Monorepo, folder: Path) -> Tree:
    """Write the monorepo to `folder`/tree with git, and what is known of it beside."""
    root = folder / "tree"
    root.mkdir(parents=True)
    _git(root, "init", "-q", "-b", "main")
    writes: dict[str, tuple[Write, ...]] = {}
    changing: list[Source] = []
    files = 1
    fast = ["git", "-c", "core.compression=1", "fast-import", "--quiet"]
    with subprocess.Popen(fast, cwd=root, stdin=subprocess.PIPE) as importing:
        assert importing.stdin
        _begin(importing.stdin, 0)
        for source in monorepo.sources():
            files += 1
            _put(importing.stdin, source)
            writes[source.path] = source.writes
            if wanted(source, changing):
                changing.append(source)
        _begin(importing.stdin, 1)
        for source in changed(monorepo, changing):
            _put(importing.stdin, source)
            writes[source.path] = source.writes
    _git(root, "reset", "-q", "--hard", "main")
    _settle(root)
    every = tuple(write for path in sorted(writes) for write in writes[path])
    return keep(root, files, monorepo.target.table, Truth(every, tuple(broken(monorepo, every))))


def _settle(tree: Path) -> None:
    """Make the files older than git's index, or git would read those of the same second in every run."""
    for path in tree.rglob("*"):
        if ".git" not in path.parts:
            os.utime(path, (_WHEN, _WHEN))
    _git(tree, "update-index", "-q", "--refresh")


def _begin(stream: IO[bytes], number: int) -> None:
    stream.write(b"commit refs/heads/main\n" + _WHO % (_WHEN + number) + b"data 1\n%d\n" % number)


def _put(stream: IO[bytes], source: Source) -> None:
    stream.write(b"M 100644 inline %s\ndata %d\n" % (source.path.encode(), len(source.content)))
    stream.write(source.content + b"\n")


def _git(tree: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=tree, check=True)
