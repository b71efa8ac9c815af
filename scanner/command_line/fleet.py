"""Many repositories in one report: a file that lists them, each read as its own configuration says."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from scanner.command_line import beside
from scanner.command_line.options import Listing
from scanner.command_line.run import Run, prepared, tree
from scanner.config import Config
from scanner.config import load as load_config
from scanner.model.facts import Diagnostic
from scanner.model.failure import CannotRun
from scanner.model.finding import Report, Stats
from scanner.model.snapshot import shown
from scanner.reading.beside import moved, named, together
from scanner.reading.gather import Reading
from scanner.reading.rounds import read
from scanner.reading.source import Source

STDIN = Path("-")


class Repository(Struct, frozen=True):
    """A folder to read, and the name that its paths begin with."""

    name: str
    folder: Path


class Fleet(Struct, frozen=True):
    """The repositories of one file, in its order; relative folders begin at `base`."""

    base: Path
    repositories: tuple[Repository, ...]


def fleet(file: Path) -> Fleet:
    """Return what a file lists; CannotRun for a file or a folder that is not there.

    A line is `PATH` or `NAME = PATH`; empty ones, and comments (`# …`), count for nothing. A name
    that is taken gets a number; a folder that is listed twice is read once.
    """
    base = (Path.cwd() if file == STDIN else file.parent).resolve()
    wanted: dict[Path, str] = {}
    for line in _lines(file):
        folder = _folder(base, line)
        if "/" in line.name or "\\" in line.name or line.name in (".", ".."):
            raise CannotRun(f"{line.name!r} is no name of a repository ({line.place})", "write NAME = PATH")
        wanted.setdefault(folder, line.name or folder.name)
    for folder in wanted:
        if (other := next((each for each in folder.parents if each in wanted), None)) is not None:
            raise CannotRun(f"{other} holds {folder}, and {_shown(file)} lists both", "take one out")
    names: dict[str, Path] = {}
    for folder, name in wanted.items():
        names[named(shown(name) or "root", names)] = folder
    return Fleet(base, tuple(Repository(name, folder) for name, folder in names.items()))


class _Line(Struct, frozen=True):
    """A line that says something; without a name of its own, that is empty."""

    place: str
    name: str
    path: str


def _lines(file: Path) -> Iterator[_Line]:
    try:
        data = sys.stdin.buffer.read() if file == STDIN else file.read_bytes()
    except OSError as error:
        raise CannotRun(
            f"the list {file} cannot be read: {error.strerror}",
            "--repos names a file with the path of one repository on each line, or - for stdin",
        ) from error
    for number, line in enumerate(data.decode("utf-8-sig", "surrogateescape").split("\n"), 1):
        text = f" {line}".partition(" #")[0].strip()
        name, equals, path = text.partition("=")
        if not equals or "/" in name:
            name, path = "", text
        if text:
            yield _Line(f"line {number} of {_shown(file)}", name.strip(), path.strip())


def _shown(file: Path) -> str:
    return "stdin" if file == STDIN else str(file)


def _folder(base: Path, line: _Line) -> Path:
    try:
        folder = (base / line.path).resolve()
        if line.path and folder.is_dir():
            return folder
    except (OSError, ValueError):
        pass  # a name that no folder can have
    what = f"there is no folder {shown(line.path)!r} ({line.place})"
    raise CannotRun(what, "clone the repository there, or take the line out")


def prepare(options: Listing, found: Fleet) -> Run:
    """Return the run of a fleet; CannotRun when an option is for one tree alone."""
    began = time.monotonic()
    for given, option in ((options.root, "--root"), (options.config, "--config"), (options.also, "--also")):
        if given:
            raise CannotRun(
                f"{option} and --repos cannot be used together",
                "each repository of the list is read as a whole, as its own configuration says",
            )
    facts = beside.readings([each.name for each in found.repositories], {}, options.facts or ())
    run = prepared("list", options, found.base, Config(), facts, began)
    return replace(run, style=replace(run.style, source=None))


def listing(source: Source, options: Listing, found: Fleet) -> tuple[Report, list[str]]:
    """Return what all repositories write, as the report says too, and the names of those that failed."""
    readings: list[Reading] = [*source.beside]
    failed: list[str] = []
    for done, each in enumerate(found.repositories, 1):
        try:
            reading = _read(each.folder, options)
        except (CannotRun, OSError) as error:
            failed.append(each.name)
            reading = _said(f"it could not be read: {_why(each.folder, error)}")
        readings.append(moved(reading, each.name))
        if source.progress is not None:
            source.progress(done, len(found.repositories))
    whole = together(readings)
    said = (whole.writes, whole.diagnostics, whole.stats)
    return Report(str(found.base), *said, suppressions=whole.suppressions), failed


def _read(folder: Path, options: Listing) -> Reading:
    if all((folder / name).exists() for name in ("HEAD", "objects", "refs")):
        raise CannotRun("it is a bare repository, without files (`git worktree add` makes some)")
    reading = read(tree(folder, load_config(folder), options))
    return reading if reading.stats.files else together((reading, _said("it holds no source file")))


def _said(message: str) -> Reading:
    """Return a reading that only says something of the whole repository."""
    return Reading((), (Diagnostic("", None, message),), (), Stats())


def _why(folder: Path, error: CannotRun | OSError) -> str:
    """Return what went wrong, with no path of this machine."""
    why = error.message if isinstance(error, CannotRun) else error.strerror or type(error).__name__
    return why.replace(f"{folder}{os.sep}", "")
