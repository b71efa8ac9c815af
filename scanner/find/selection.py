"""Which of the listed files belong to the project: by the configuration, and by what is installed code."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

FOREIGN = (
    ".git", ".hg", ".svn", ".jj", "node_modules", "bower_components", "site-packages", "dist-packages",
    "__pypackages__", "__pycache__", ".tox", ".nox", ".mypy_cache", ".eggs",
)  # fmt: skip
"""Folders whose content is somebody else's code or no code, tracked or not."""

_ENVIRONMENT = "pyvenv.cfg"


def select(paths: Collection[str], include: Sequence[str], exclude: Sequence[str]) -> list[str]:
    """Return the paths that are the project's own, in order.

    `include` and `exclude` are in gitignore syntax; a folder that holds a pyvenv.cfg is installed code.
    """
    environment = f"/{_ENVIRONMENT}"
    installed = tuple([path.removesuffix(_ENVIRONMENT) for path in paths if path.endswith(environment)])
    own = [path for path in paths if not path.startswith(installed)] if installed else paths
    included = None if tuple(include) in ((), ("**",)) else matcher(include)
    excluded = matcher(exclude) if exclude else None
    if included is None and excluded is None:
        return sorted(own)
    return sorted(
        path
        for path in own
        if (included is None or included(path)) and not (excluded is not None and excluded(path))
    )


def ending(paths: Iterable[str], suffixes: Collection[str]) -> list[str]:
    """Return the paths that end with one of the suffixes, in any case and in their own order.

    A suffix begins with a dot; most have no other one, and are told by a path's last dot at once.
    """
    lowered = [suffix.lower() for suffix in suffixes]
    short = frozenset(suffix for suffix in lowered if suffix.count(".") == 1)
    long = tuple(suffix for suffix in lowered if suffix not in short)
    last = frozenset(suffix[suffix.rfind(".") :] for suffix in long)
    return [
        path
        for path in paths
        if (end := path[path.rfind(".") :].lower()) in short or (end in last and path.lower().endswith(long))
    ]


def is_foreign(path: str) -> bool:
    """Tell whether a path lies in a folder of installed code."""
    return not _FOREIGN.isdisjoint(path.split("/")[:-1])


_FOREIGN = frozenset(FOREIGN)


def matcher(patterns: Iterable[str]) -> Callable[[str], bool]:
    """Return what tells whether a path matches patterns in gitignore syntax."""
    from pathspec import GitIgnoreSpec  # imported for the few who configure it: it costs start-up time

    return GitIgnoreSpec.from_lines(patterns).match_file
