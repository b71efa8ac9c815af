"""Migrations in the order in which Django applies them to an empty database.

https://github.com/django/django/blob/main/django/db/migrations/loader.py
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from scanner.model.catalog import Origin

Key = tuple[str, str]
"""App label and the migration's name."""

Say = Callable[[Origin, str], None]


class Migration(Struct, frozen=True, eq=False):
    """A migration as its class says; names in its relations may be `__first__` and `__latest__`.

    `module` is its dotted name, as code in the folder `near` imports it.
    """

    key: Key
    module: str
    near: str
    origin: Origin
    dependencies: tuple[Key, ...]
    run_before: tuple[Key, ...]
    replaces: tuple[Key, ...]


def plan(migrations: Mapping[Key, Migration], say: Say) -> list[Migration]:
    """Return the migrations in order; squashed ones stand for those that they replace."""
    chosen = _replacing(migrations)
    parents = _parents(migrations, chosen, say)
    inner = {parent for child, found in parents.items() for parent in found if parent[0] == child[0]}
    done: dict[Key, None] = {}
    for leaf in sorted(key for key in parents if key not in inner):
        _visit(leaf, parents, done, migrations, say)
    for key in sorted(parents):
        _visit(key, parents, done, migrations, say)
    return [migrations[key] for key in done]


def _replacing(migrations: Mapping[Key, Migration]) -> dict[Key, Key]:
    """Return, for each migration, the one that runs in its place: itself, or the last squash of it."""
    by: dict[Key, Key] = {}
    for key in sorted(migrations):
        for replaced in migrations[key].replaces:
            if replaced != key:
                by.setdefault(replaced, key)
    chosen: dict[Key, Key] = {}
    for key in {*migrations, *by}:
        last, seen = key, {key}
        while last in by and by[last] not in seen:
            last = by[last]
            seen.add(last)
        chosen[key] = last
    return chosen


def _parents(migrations: Mapping[Key, Migration], chosen: Mapping[Key, Key], say: Say) -> dict[Key, set[Key]]:
    """Return what each migration that runs comes after.

    An app without any migration here is one that is not at hand, which is said elsewhere.
    """
    parents: dict[Key, set[Key]] = {chosen[key]: set() for key in migrations}
    symbolic: list[tuple[Key, Key, bool]] = []
    known = {app for app, _ in migrations}
    for key, migration in migrations.items():
        edges = [(key, other) for other in migration.dependencies]
        edges += [(other, key) for other in migration.run_before]
        for child, parent in edges:
            if child[1].startswith("__") or parent[1].startswith("__"):
                symbolic.append((child, parent, False))
            elif chosen.get(child) not in parents or chosen.get(parent) not in parents:
                unknown = child if chosen.get(child) not in parents else parent
                if unknown[0] in known:
                    names = f"{'.'.join(key)} names {'.'.join(unknown)}"
                    say(migration.origin, f"the migration {names}, which is not there")
            else:
                _join(parents, chosen[child], chosen[parent])
    for child, parent, _ in symbolic:
        ends = [_resolved(end, chosen, parents) for end in (child, parent)]
        if ends[0] is not None and ends[1] is not None and child[0] != parent[0]:
            _join(parents, ends[0], ends[1])
    return parents


def _join(parents: dict[Key, set[Key]], child: Key, parent: Key) -> None:
    if child != parent:
        parents[child].add(parent)


def _resolved(key: Key, chosen: Mapping[Key, Key], parents: Mapping[Key, set[Key]]) -> Key | None:
    """Return the migration that a name such as `__first__` stands for, None in an app without any."""
    if not key[1].startswith("__"):
        return chosen.get(key)
    own = sorted(node for node in parents if node[0] == key[0])
    if key[1] == "__first__":
        return next((node for node in own if not any(p[0] == key[0] for p in parents[node])), None)
    inner = {parent for node in own for parent in parents[node]}
    return next((node for node in own if node not in inner), None)


def _visit(
    start: Key,
    parents: Mapping[Key, set[Key]],
    done: dict[Key, None],
    migrations: Mapping[Key, Migration],
    say: Say,
) -> None:
    """Add a migration after all it depends on, depth first; a circle is cut and said."""
    stack: list[tuple[Key, bool]] = [(start, False)]
    path: list[Key] = []
    while stack:
        node, processed = stack.pop()
        if processed:
            path.pop()
            done[node] = None
        elif node in path:
            for other in path[path.index(node) :]:
                say(
                    migrations[other].origin, f"the migration {'.'.join(other)} depends on itself in a circle"
                )
        elif node not in done:
            path.append(node)
            stack.append((node, True))
            stack.extend(_pending(node, parents, done))


def _pending(
    node: Key, parents: Mapping[Key, set[Key]], done: Mapping[Key, None]
) -> Iterator[tuple[Key, bool]]:
    for parent in sorted(parents[node]):
        if parent not in done:
            yield parent, False
