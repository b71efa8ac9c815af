"""Reports kept in the cache, for as long as neither the tree nor what else they hang on has changed.

A few are kept of each question, so that a branch and the one before it are both at hand.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from scanner.adapters.cache import Cache
from scanner.adapters.catalogs import Catalogs
from scanner.adapters.disk import DiskSnapshot
from scanner.adapters.recording import Asked
from scanner.adapters.state import Looked
from scanner.model.finding import Report

KEPT = 8
"""How many states of the tree a question has room for."""


class Answer(Struct, frozen=True):
    """A report, and whether there was any table to judge."""

    report: Report
    judged: bool = True


class _Kept(Struct, frozen=True):
    """An answer with the state of the tree that it is of, and what was looked at there and in packages."""

    state: str
    looked: Looked
    packages: tuple[tuple[Asked, ...], ...]
    answer: Answer


def kept(
    cache: Cache, disk: DiskSnapshot, catalogs: Catalogs, question: str, make: Callable[[], Answer]
) -> Answer:
    """Return the answer to a question that tells all it depends on beside the tree and the packages."""
    if disk.state is None:
        return make()
    state, slot = disk.state.hex(), disk.state[0] % KEPT
    name = cache.name("report", question, str(slot))
    found = cache.load(_Kept, name)
    if found and found.state == state and disk.looks(found.looked) and catalogs.hold(found.packages):
        cache.save()
        return _recalled(found.answer)
    answer = make()
    looked = disk.looked()
    if looked is not None and not cache.lost:
        cache.keep(name, _Kept(state, looked, tuple(catalogs.asked), answer))
        cache.save()
    return answer


def _recalled(answer: Answer) -> Answer:
    stats = answer.report.stats
    return replace(answer, report=replace(answer.report, stats=replace(stats, cache_hits=stats.candidates)))
