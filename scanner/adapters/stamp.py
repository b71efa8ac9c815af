"""Times by which a file or a folder is known to be what it was, without opening it."""

from __future__ import annotations

import os

YOUNG = 2_000_000_000
"""Nanoseconds within which two changes may leave one time: the coarsest clock of a file system, FAT's."""

Stamp = tuple[int, int, int]
"""When an entry was modified and changed, in nanoseconds since 1970, and its number; zeros for no entry."""

ABSENT: Stamp = (0, 0, 0)


def stamp(told: os.stat_result) -> Stamp:
    """Return the stamp of an entry; no program can set the time of a change."""
    return told.st_mtime_ns, told.st_ctime_ns, told.st_ino


def is_young(stamp: Stamp, now: int) -> bool:
    """Tell whether an entry may change after `now` and have this stamp still."""
    return max(stamp[:2]) > now - YOUNG
