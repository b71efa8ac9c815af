"""The tree as a git repository of two commits, with the truth beside it."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from benchmarks.monorepo import Monorepo
from benchmarks.monorepo.change import broken, changed, wanted
from benchmarks.monorepo.source import Source, Write

_WHO = b"committer bench <bench@example.org> %d +0000\n"
_WHEN = 1_700_000_000


@dataclass(frozen=True, slots=True)
class Kept:
    """A generated tree: its folder, its number of files, the target's table, and what is known of it.

    `broken` are the writes that the second commit's column breaks; of a tree that was not generated
    nothing is known, and `writes` is None.
    """

    tree: Path
    files: int
    table: str
    writes: tuple[Write, ...] | None = None
    broken: tuple[Write, ...] = ()


def make(monorepo: Monorepo, folder: Path) -> Kept:
    """Write the monorepo to `folder`/tree with git, and the truth to `folder`/truth.json."""
    tree = folder / "tree"
    tree.mkdir(parents=True)
    _git(tree, "init", "-q", "-b", "main")
    writes: dict[str, tuple[Write, ...]] = {}
    kept: list[Source] = []
    files = 0
    fast = ["git", "-c", "core.compression=1", "fast-import", "--quiet"]
    with subprocess.Popen(fast, cwd=tree, stdin=subprocess.PIPE) as importing:
        assert importing.stdin
        _begin(importing.stdin, 0)
        for source in monorepo.sources():
            files += 1
            _put(importing.stdin, source)
            writes[source.path] = source.writes
            if wanted(source, kept):
                kept.append(source)
        _begin(importing.stdin, 1)
        for source in changed(monorepo, kept):
            _put(importing.stdin, source)
            writes[source.path] = source.writes
    _git(tree, "reset", "-q", "--hard", "main")
    _settle(tree)
    truth = [write for path in sorted(writes) for write in writes[path]]
    made = Kept(tree, files + 1, monorepo.target.table, tuple(truth), tuple(broken(monorepo, truth)))
    told = {"files": made.files, "table": made.table, "writes": _plain(truth), "broken": _plain(made.broken)}
    (folder / "truth.json").write_text(json.dumps(told, indent=1), encoding="utf-8")
    return made


def found(folder: Path) -> Kept:
    """Return the tree that was made in that folder before."""
    told = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    writes, broken = ([_write(each) for each in told[key]] for key in ("writes", "broken"))
    return Kept(folder / "tree", told["files"], told["table"], tuple(writes), tuple(broken))


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


def _plain(writes: Iterable[Write]) -> list[dict[str, object]]:
    return [asdict(write) for write in writes]


def _write(told: dict[str, Any]) -> Write:
    columns = told["columns"]
    named = None if columns is None else tuple(columns)
    return Write(told["path"], told["line"], told["operation"], told["table"], named)
