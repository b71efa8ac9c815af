"""What is to be read, and how."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct

from scanner.model.snapshot import Files

if TYPE_CHECKING:
    from scanner.adapters.cache import Cache
    from scanner.adapters.cluster import Cluster
    from scanner.model.options import HelperSpec
    from scanner.reading.gather import Reading


class Source(Struct, frozen=True):
    """Where to read from and how: the helpers to know, and the processes and the cache to use.

    With `only`, names of tables, files that surely write none of them are
    not parsed. `test_paths` match test code, in gitignore syntax. A `cluster` reads in the place of
    processes here. `progress` is told how many of how many files are done. `beside` is what is known
    already of other trees.
    """

    snapshot: Files
    helpers: tuple[HelperSpec, ...] = ()
    test_paths: tuple[str, ...] = ()
    only: frozenset[str] | None = None
    jobs: int | None = None
    cluster: Cluster | None = None
    cache: Cache | None = None
    progress: Callable[[int, int], None] | None = None
    beside: tuple[Reading, ...] = ()
