"""Django's own facts: field classes, column types, and the models that come with it.

They are data, written by benchmarks/make_django_facts.py out of a real Django.
"""

from __future__ import annotations

import json
import pkgutil
from collections.abc import Collection, Iterator, Mapping
from functools import cache

from msgspec import Struct

from scanner.model.snapshot import Skipped


class FieldClass(Struct, frozen=True):
    """A field class: the names it is imported by, its bases, the names of its positional arguments."""

    public: tuple[str, ...]
    bases: tuple[str, ...]
    arguments: tuple[str, ...]


class DjangoFacts(Struct, frozen=True):
    """Field classes by their full name, internal types, column types, and modules as source."""

    fields: Mapping[str, FieldClass]
    internal_types: Mapping[str, str]
    column_types: Mapping[str, str]
    model_attributes: tuple[str, ...]
    modules: Mapping[str, str]


class FactsSnapshot(Struct, frozen=True):
    """The modules of django.contrib as a tree of files, for when Django is not installed."""

    modules: Mapping[str, str]

    def paths(self) -> Collection[str]:
        """Return the files."""
        return sorted(self.modules)

    def search(self, pattern: str, suffixes: Collection[str]) -> Iterator[str | Skipped]:
        """Yield nothing: these modules are only asked for by name."""
        return iter(())

    def identity(self, path: str) -> str | None:
        """Return None: these are no files of git."""
        return None

    def read(self, path: str) -> bytes | Skipped:
        """Return a file's content."""
        source = self.modules.get(path)
        return Skipped(path, "not there") if source is None else source.encode()


@cache
def django_facts() -> DjangoFacts:
    """Return the facts that ship with the tool."""
    data = json.loads(pkgutil.get_data("scanner.schema", "data/django.json") or b"")
    return DjangoFacts(
        fields={
            name: FieldClass(tuple(fact["public"]), tuple(fact["bases"]), tuple(fact["arguments"]))
            for name, fact in data["fields"].items()
        },
        internal_types=data["internal_types"],
        column_types=data["column_types"],
        model_attributes=tuple(data["model_attributes"]),
        modules=data["modules"],
    )
