"""Writers outside the tree: other checkouts that are read too, and facts that were made elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath

from scanner.model.failure import CannotRun
from scanner.reading.beside import moved, named
from scanner.reading.gather import Reading
from scanner.reading.rounds import read
from scanner.reading.source import Source
from scanner.reporters import reading as documents


def folders(root: Path, asked: Iterable[Path]) -> list[Path]:
    """Return the folders of other trees, each once; CannotRun for one that is not beside the root."""
    found: dict[Path, None] = {}
    for each in asked:
        folder = each.resolve()
        if not folder.is_dir():
            raise CannotRun(f"there is no folder {each}", "--also names a checkout of another repository")
        if folder == root or root in folder.parents or folder in root.parents:
            raise CannotRun(f"{each} and {root} hold each other", "--also names a tree beside the root")
        found[folder] = None
    return [*found]


def readings(
    taken: Collection[str], trees: Mapping[Path, Source], facts: Sequence[Path]
) -> dict[str, Reading]:
    """Return what each other tree and each file of facts says, by the name that its paths begin with.

    A name that is `taken` gets a number.
    """
    found: dict[str, Reading] = {}

    def add(wanted: str, reading: Reading) -> None:
        name = named(wanted, {*found, *taken})
        found[name] = moved(reading, name)

    for folder, source in trees.items():
        add(folder.name, read(source))
    for file in facts:
        where, reading = _facts(file)
        add(PurePosixPath(where.replace("\\", "/")).name or file.stem, reading)
    return found


def _facts(file: Path) -> tuple[str, Reading]:
    """Return a document's root, and what it says; CannotRun when it is no document of ours."""
    try:
        with file.open("rb") as opened:
            report = documents.report(opened.read(documents.LONGEST + 1))
    except OSError as error:
        raise CannotRun(f"the facts {file} cannot be read: {error.strerror}") from error
    except CannotRun as error:
        raise CannotRun(
            f"the facts {file} cannot be used: {error.message}",
            "make them where the writers are: writers list -o json:FILE",
        ) from error
    return report.root, Reading(report.writes, report.diagnostics, report.suppressions, report.stats)
