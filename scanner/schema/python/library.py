"""Python modules by dotted name, read and parsed once, when somebody asks for one."""

from __future__ import annotations

import ast
import warnings
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import suppress

from msgspec import Struct, field

from scanner.model.catalog import Origin
from scanner.model.facts import Diagnostic
from scanner.model.snapshot import Skipped, Snapshot, identify
from scanner.schema.python.scopes import Module


class Root(Struct, frozen=True, eq=False):
    """A folder that modules are imported from: `folder` inside the snapshot, empty or ending in `/`.

    `label` comes before the paths that are shown. `files` are the snapshot's, when it is cheap to
    know them; else each is tried. `written` is False for source that only stands for a package's.
    """

    snapshot: Snapshot
    folder: str
    label: str
    files: frozenset[str] | None
    written: bool = True

    def holds(self, path: str) -> bool:
        """Whether the snapshot has this file."""
        if self.files is not None:
            return path in self.files
        return not isinstance(self.snapshot.read(path), Skipped)

    def inside(self, folder: str) -> Sequence[str]:
        """Return the Python files of the snapshot below a folder, in order."""
        paths = self.snapshot.paths()
        ordered = paths if isinstance(paths, (list, tuple)) else sorted(paths)
        first = bisect_left(ordered, folder)
        last = bisect_left(ordered, folder[:-1] + "0") if folder else len(ordered)
        return [path for path in ordered[first:last] if path.endswith(".py")]


class Place(Struct, frozen=True):
    """Where a module's source is; `path` is inside the root's snapshot, None for a bare folder."""

    root: Root
    path: str | None
    package: bool

    @property
    def shown(self) -> str:
        """The path that is shown to people, empty for a bare folder."""
        return self.root.label + self.path if self.path is not None else ""

    def content(self) -> str:
        """Return what tells the source from any other."""
        if self.path is None:
            return ""
        known = self.root.snapshot.identity(self.path)
        if known is not None:
            return known
        source = self.root.snapshot.read(self.path)
        return source.reason if isinstance(source, Skipped) else identify(source)


class Library(Struct, eq=False):
    """All modules that can be found under some roots; the first root that has one wins.

    `asked` are the modules that the code of each file has asked for, by the path that is shown;
    `patching` are the files whose code has set attributes of what another file made.
    """

    roots: Sequence[Root]
    diagnostics: list[Diagnostic] = field(default_factory=list)
    unwritten: set[str] = field(default_factory=set)
    asked: dict[str, set[str]] = field(default_factory=dict)
    patching: set[str] = field(default_factory=set)
    extended: bool = False
    _places: dict[tuple[str, str], Place | None] = field(default_factory=dict)
    _around: dict[str, str] = field(default_factory=dict)
    _modules: dict[str, Module | None] = field(default_factory=dict)
    _folders: dict[int, frozenset[str]] = field(default_factory=dict)

    def extend(self, roots: Sequence[Root]) -> None:
        """Look under further roots for what the first ones lack."""
        self.roots = [*self.roots, *roots]
        self.extended = True
        self._places.clear()
        self._around.clear()

    def find(self, name: str, near: str = "") -> Place | None:
        """Return where a module is; `near` is the path of the file that imports it.

        Of two roots that have the module, the innermost one around `near` is taken.
        """
        self.asked.setdefault(near, set()).add(name)
        around = self.around(near)
        key = (name, around)
        if key not in self._places:
            self._places[key] = self._search(name, around)
        return self._places[key]

    def module(self, name: str, near: str = "") -> Module | None:
        """Return a module, parsed, or None when it is not there or cannot be read."""
        place = self.find(name, near)
        if place is None:
            return None
        if place.path is None:
            return Module(name, "", package=True, body=[])
        shown = place.shown
        if shown not in self._modules:
            body = self._parse(place.root, place.path, shown)
            self.unwritten |= set() if place.root.written else {shown}
            self._modules[shown] = None if body is None else Module(name, shown, place.package, body)
        return self._modules[shown]

    def shown(self, origin: Origin) -> Origin:
        """Return a place as it is told to people: without a line where there is no such file."""
        return Origin(origin.path, None) if origin.path in self.unwritten else origin

    def name_of(self, shown: str) -> str:
        """Return the dotted name of a module that has been read, by the path that is shown."""
        module = self._modules.get(shown)
        return module.name if module is not None else ""

    def named(self, root: Root, path: str) -> str:
        """Return the dotted name of a file under a root."""
        inner = path[len(root.folder) :].removesuffix(".py").removesuffix("/__init__")
        return inner.replace("/", ".")

    def root_of(self, path: str) -> Root | None:
        """Return the innermost root, of those without a label, that a file of the tree lies in."""
        inside = [root for root in self.roots if not root.label and path.startswith(root.folder)]
        return max(inside, key=lambda root: len(root.folder), default=None)

    def around(self, near: str) -> str:
        """Return the folder of the root that a file's imports are looked up from first."""
        if near not in self._around:
            root = None if not near or near.startswith("site-packages/") else self.root_of(near)
            self._around[near] = root.folder if root else ""
        return self._around[near]

    def _search(self, name: str, around: str) -> Place | None:
        stem = name.replace(".", "/")
        nearest = [root for root in self.roots if not root.label and around.startswith(root.folder)]
        nearest.sort(key=lambda root: -len(root.folder))
        ordered = list(dict.fromkeys([*(nearest if around else []), *self.roots]))
        for root in ordered:
            for tail, package in (("/__init__.py", True), (".py", False)):
                if root.holds(root.folder + stem + tail):
                    return Place(root, root.folder + stem + tail, package)
        return next((Place(root, None, package=True) for root in ordered if self._folder(root, stem)), None)

    def _folder(self, root: Root, stem: str) -> bool:
        """Whether a folder is a package without `__init__.py`."""
        if root.files is None:
            return bool(root.inside(f"{root.folder}{stem}/"))
        key = id(root.files)
        if key not in self._folders:
            self._folders[key] = frozenset(_parents(root.files))
        return root.folder + stem in self._folders[key]

    def _parse(self, root: Root, path: str, shown: str) -> list[ast.stmt] | None:
        source = root.snapshot.read(path)
        if isinstance(source, Skipped):
            self.diagnostics.append(Diagnostic(shown, None, source.reason))
            return None
        try:
            return _statements(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            line = error.lineno if isinstance(error, SyntaxError) else None
            self.diagnostics.append(Diagnostic(shown, line, f"not parsed as Python: {_said(error)}"))
            return None


def _statements(source: bytes) -> list[ast.stmt]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(source).body
        except SyntaxError:
            from scanner.schema.python.newer import in_older_syntax  # tree-sitter, for few files

            for older in in_older_syntax(source):
                with suppress(SyntaxError):
                    return ast.parse(older).body
            raise


def _said(error: Exception) -> str:
    return error.msg if isinstance(error, SyntaxError) else (str(error) or type(error).__name__)


def _parents(files: frozenset[str]) -> Iterator[str]:
    seen = set()
    for path in files:
        folder = path.rpartition("/")[0] if path.endswith(".py") else ""
        while folder and folder not in seen:
            seen.add(folder)
            yield folder
            folder = folder.rpartition("/")[0]
