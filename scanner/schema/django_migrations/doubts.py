"""What of the migrations could not be followed, and which tables are to be doubted for it."""

from __future__ import annotations

import re
from collections import defaultdict

from msgspec import Struct, field

from scanner.model.catalog import Table

_NAMES_MODELS = re.compile(
    rb"model_name|get_model|(?:create|delete|rename|alter)model|(?:add|remove|alter|rename)field"
)


class Doubts(Struct):
    """Models, by label and lower-case name, and the texts of files, by label, that were not followed."""

    models: set[tuple[str, str]]
    texts: defaultdict[str, list[bytes]] = field(default_factory=lambda: defaultdict(list))

    def concern(self, table: Table) -> bool:
        """Tell whether the migrations may do more to a table than what was read of them.

        A file that was not followed to its end may change what it names; one that names nothing
        of its app may change anything there.
        """
        app, _, name = (table.model or "").lower().partition(".")
        label = (table.model or "").partition(".")[0]
        changed = any(of == label and is_of(model, name) for of, model in self.models)
        return changed or any(
            is_blind(text, app) or mentions(text, words_of(table)) for text in self.texts[label]
        )


def is_of(model: str, name: str) -> bool:
    """Tell whether a table's name after its label is that of a model, or of one of its relations."""
    return name == model or name.startswith(f"{model}_")


def words_of(table: Table) -> frozenset[bytes]:
    """Return what a migration that changes a table surely says, in lower case."""
    name = (table.model or "").partition(".")[2].partition("_")[0]
    return frozenset(word.lower().encode() for word in (table.name, name) if word)


def mentions(text: bytes, words: frozenset[bytes]) -> bool:
    """Tell whether a lower-case text holds one of the words, also as a part of another."""
    return any(word in text for word in words)


def is_blind(text: bytes, app: str) -> bool:
    """Tell whether the lower-case text of a migration names neither a model nor a table of its app."""
    return f"{app}_".lower().encode() not in text and _NAMES_MODELS.search(text) is None
