"""What a search for candidates has to know of the languages that can be read: not their parsers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from msgspec import Struct

from scanner.adapters.cache import Cache
from scanner.find.candidates import pattern
from scanner.model.facts import Diagnostic
from scanner.model.options import HelperSpec
from scanner.model.snapshot import Snapshot, shown

_UNKNOWN: Mapping[str, str] = {
    ".bash": "shell", ".c": "C", ".cc": "C++", ".clj": "clojure", ".cpp": "C++", ".cr": "crystal",
    ".dart": "dart", ".erl": "erlang", ".ex": "elixir", ".exs": "elixir", ".fs": "F#",
    ".groovy": "groovy", ".hs": "haskell", ".ipynb": "notebooks", ".jl": "julia", ".lua": "lua",
    ".ml": "ocaml", ".nim": "nim", ".pl": "perl", ".pm": "perl", ".ps1": "powershell", ".r": "R",
    ".scala": "scala", ".sh": "shell", ".svelte": "svelte", ".swift": "swift", ".vb": "visual basic",
    ".vue": "vue", ".zig": "zig",
}  # fmt: skip
_WRITES = r"(?-i:\b(INSERT INTO|DELETE FROM|MERGE INTO|TRUNCATE TABLE|UPDATE [^ ]{1,200} SET)\b)"
"""Capitals alone: they are hardly ever prose, and no more than a hint is wanted."""


class Lacking(Struct, frozen=True):
    """A language whose parser is not installed: `missing` is what to install."""

    name: str
    missing: str
    suffixes: tuple[str, ...]


class Calling(Struct, frozen=True):
    """What a file of a language holds that may write without SQL: `names` it calls, or `marks` of a library.

    The marks are regular expressions.
    """

    names: tuple[str, ...]
    marks: tuple[str, ...]


class Searched(Struct, frozen=True):
    """What is searched for, and where.

    `languages` has the name of the grammar of each file suffix, longer suffixes first. `candidates` are
    patterns, each with the grammars whose files are searched for it. `calling` is by grammar.
    """

    languages: Mapping[str, str]
    candidates: Mapping[str, tuple[str, ...]]
    lacking: tuple[Lacking, ...]
    calling: Mapping[str, Calling] = {}


def searched(helpers: tuple[HelperSpec, ...], cache: Cache | None) -> Searched:
    """Return what to search for; a cache spares the import of every language and its parser."""
    if cache is None:
        return _made(helpers)
    name = cache.name("languages", repr(helpers))
    found = cache.load(Searched, name)
    if found is None:
        found = _made(helpers)
        cache.keep(name, found)
    return found


def _made(helpers: tuple[HelperSpec, ...]) -> Searched:
    from scanner.reading.parsers import made

    return made(helpers)


def unreadable(snapshot: Snapshot, lacking: tuple[Lacking, ...]) -> Iterator[Diagnostic]:
    """Yield, for each language whose parser is not installed, which files may write and are not read."""
    for each in lacking:
        found = snapshot.search(pattern(()), each.suffixes)
        paths = sorted(path for path in found if isinstance(path, str))
        if paths:
            count = "a file" if len(paths) == 1 else f"{len(paths):,} files"
            what = f"{count} in {each.name} that may write cannot be read: install {each.missing}"
            yield Diagnostic(shown(paths[0]), None, what)


def unknown(snapshot: Snapshot) -> Iterator[Diagnostic]:
    """Yield, for each language that no grammar reads, how many files may write, at the first one."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in snapshot.search(_WRITES, frozenset(_UNKNOWN)):
        if isinstance(path, str):
            found[_UNKNOWN[path[path.rfind(".") :].lower()]].append(path)
    for language in sorted(found):
        paths = sorted(found[language])
        count = "a file" if len(paths) == 1 else f"{len(paths):,} files"
        yield Diagnostic(shown(paths[0]), None, f"{count} in {language} that may write: no grammar reads it")
