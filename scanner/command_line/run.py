"""From options to what the pipeline needs, and from its report to what people and machines see."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct
from msgspec.structs import replace

import scanner
from scanner.adapters import git, own
from scanner.adapters.cache import Cache, folder, store
from scanner.adapters.disk import DiskSnapshot
from scanner.command_line import terminal
from scanner.command_line.options import Common, Joining
from scanner.command_line.output import Output, outputs, write
from scanner.config import Config
from scanner.config import load as load_config
from scanner.model.catalog import Catalog
from scanner.model.failure import CannotRun
from scanner.model.finding import Report
from scanner.model.snapshot import Snapshot
from scanner.reading.source import Source
from scanner.reporters.style import Command, Style

if TYPE_CHECKING:
    from scanner.adapters.catalogs import Catalogs
    from scanner.adapters.cluster import Cluster
    from scanner.reading.gather import Reading

T = TypeVar("T")


class Run(Struct, frozen=True):
    """One run of one command: what to read, how to read it, where the report goes."""

    command: Command
    root: Path
    config: Config
    source: Source
    outputs: tuple[Output, ...]
    style: Style
    always_color: bool
    began: float

    def watched(self, analyse: Callable[[Source], T]) -> T:
        """Return what a pipeline function returns, with a progress bar while it works."""
        with terminal.Progress(wanted=self.style.verbosity >= 0) as progress:
            analysed = analyse(replace(self.source, progress=progress))
        self._save()
        return analysed

    def show(self, report: Report) -> None:
        """Write the report to everywhere that was asked for, and to a runner that takes one."""
        report = replace(report, stats=replace(report.stats, seconds=round(time.monotonic() - self.began, 3)))
        write(report, self.outputs, self.style, always_color=self.always_color)
        if self.command in {"scan", "check"}:
            from scanner.command_line import runner

            runner.tell(report, self.style, os.environ)

    def baseline(self, asked: Path | None) -> Path | None:
        """Return the file with the findings that are known: the one that is asked for or configured."""
        return asked or (self.root / self.config.baseline if self.config.baseline else None)

    def catalogs(self) -> Catalogs:
        """Return what makes catalogs with the packages that the project's interpreter has, or keeps them."""
        from scanner.adapters.catalogs import Catalogs
        from scanner.adapters.interpreter import installed_packages

        python = self.config.django.python
        return Catalogs(
            self.source.cache, installed_packages(self.root / python if python else None, self.root)
        )

    def load(self, catalogs: Catalogs | None = None, tables: Sequence[str] = ()) -> Catalog:
        """Return what the sources of the schema know: of all tables, or at least of those that are named."""
        django, ddl = self.config.django, self.config.ddl

        def made(snapshot: Snapshot, packages: Sequence[Snapshot]) -> Catalog:
            from scanner.adapters.catalogs import Slot
            from scanner.schema import Checkpoint, load

            cache = self.source.cache
            checkpoints = Slot(cache, Checkpoint, self.root.name, repr(django)) if cache is not None else None
            return load(snapshot, django, packages, ddl, tables, checkpoints)

        project = repr((self.root.name, django, ddl, tuple(tables)))
        catalog = (catalogs or self.catalogs()).kept(project, self.source.snapshot, made)
        self._save()
        return catalog

    def _save(self) -> None:
        if self.source.cache is not None:
            self.source.cache.save()


def prepare(command: Command, options: Common) -> Run:
    """Return the run that the options describe; CannotRun says what is wrong with them."""
    began = time.monotonic()
    root = _root(options.root)
    config = load_config(root, options.config)
    beside = _beside(root, config, options) if isinstance(options, Joining) else {}
    return prepared(command, options, root, config, beside, began)


def prepared(
    command: Command,
    options: Common,
    root: Path,
    config: Config,
    beside: Mapping[str, Reading],
    began: float,
) -> Run:
    """Return the run that reads this root with this configuration, and what is known beside it."""
    return Run(
        command=command,
        root=root,
        config=config,
        source=replace(tree(root, config, options, command), beside=tuple(beside.values())),
        outputs=outputs(options.output_format or (), options.output or ()),
        style=_style(command, options, tuple(beside)),
        always_color=options.color == "always",
        began=began,
    )


def tree(root: Path, config: Config, options: Common, command: Command = "list") -> Source:
    """Return how a tree is read, as its configuration and the options say.

    What git calls the files matters to a cache, and to who compares revisions.
    """
    cache = None if options.no_cache else _cache(config, options.cache_dir)
    anonymous = cache is None and command != "check"
    snapshot = DiskSnapshot(root, config.include, config.exclude, cache, anonymous=anonymous)
    snapshot.begin()
    return Source(
        snapshot=snapshot,
        helpers=config.helpers,
        test_paths=config.test_paths,
        jobs=options.jobs,
        cluster=_cluster(options),
        cache=cache,
    )


def _beside(root: Path, config: Config, options: Joining) -> dict[str, Reading]:
    """Return what is written outside the tree; each other tree is read as its own configuration says."""
    asked = [*(root / each for each in config.also), *(options.also or ())]
    if not asked and not options.facts:
        return {}
    from scanner.command_line import beside

    folders = beside.folders(root, asked)
    trees = {folder: tree(folder, load_config(folder), options) for folder in folders}
    taken = [each.name for each in root.iterdir()]
    return beside.readings(taken, trees, options.facts or ())


def _root(asked: Path | None) -> Path:
    if asked is not None and not asked.is_dir():
        raise CannotRun(f"there is no folder {asked}")
    return asked.resolve() if asked else git.enclosing(Path.cwd()) or Path.cwd()


def _cluster(options: Common) -> Cluster | None:
    if not isinstance(options, Joining) or options.engine == "processes":
        return None
    from scanner.adapters import cluster

    return cluster.connected(os.environ.get("RAY_ADDRESS") or "auto")


def _cache(config: Config, where: Path | None) -> Cache:
    package, kept = Path(scanner.__file__).parent, store(where or folder(), terminal.warn)
    version = own.version([package, package.parent / "grammars"], kept)
    return Cache(kept, version + repr(config.helpers).encode())


def _style(command: Command, options: Common, foreign: tuple[str, ...]) -> Style:
    return Style(
        command=command,
        color=terminal.colored(options.color, sys.stdout, os.environ),
        width=terminal.width(sys.stdout),
        verbosity=-1 if options.quiet else min(options.verbose, 2),
        source=terminal.browsable(os.environ, foreign),
        version=scanner.__version__,
    )
