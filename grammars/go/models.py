"""Structs as gorm maps them: the table's name, and the columns that an INSERT of one names.

Source: https://gorm.io/docs/conventions.html, https://gorm.io/docs/models.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from tree_sitter import Node

from grammars.syntax import Reader
from scanner.model.statement import ColumnList
from scanner.model.template import Interpolation, Template, Text

_FIELD = re.compile(r"^\s*(?P<name>\w+)\s+(?P<type>[^\s`/]+)[^`\n]*(?:`(?P<tags>[^`]*)`)?", re.MULTILINE)
_EMBEDDED = re.compile(r"^\s*\*?(?P<type>[\w.]+)\s*(?:`(?P<tags>[^`]*)`)?\s*(?://.*)?$", re.MULTILINE)
_GORM = re.compile(r'gorm:"([^"]*)"')
_BASIC = re.compile(r"\*?(?:string|bool|byte|rune|u?int\d*|float\d+|\[\]byte|map\[.*|\w+\.\w+)")
_UNSURE = re.compile(
    r".*(?:us|is|fe?|o|ix|ex|um|a|mouse|louse|quiz|man|person|child|sex|move|foot|goose|tooth|equipment"
    r"|information|rice|money|species|series|fish|sheep|police|[^s]s)"
)
"""Endings of which no rule as simple as ours tells the plural."""


class Field(Struct, frozen=True):
    """A mapped field: its column, and whether an INSERT surely names it."""

    name: str
    column: str
    certain: bool


class Model(Struct, frozen=True):
    """What a struct maps; `reason` says why there may be more columns."""

    fields: tuple[Field, ...]
    reason: str | None = None
    soft: bool = False

    def column(self, name: str) -> str:
        """Return the column of a field."""
        return next((each.column for each in self.fields if each.name == name), snake_case(name))

    @property
    def columns(self) -> ColumnList:
        """The columns that an INSERT of the struct names."""
        return ColumnList(
            tuple(each.column for each in self.fields if each.certain),
            tuple(each.column for each in self.fields if not each.certain),
            complete=self.reason is None,
            reason=self.reason,
        )


def snake_case(name: str) -> str:
    """Return a name as gorm's naming strategy spells it in the database."""
    name = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", name)
    return re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name).lower()


def table(reader: Reader, near: Node, struct: str) -> Template:
    """Return a struct's table: what its `TableName` says, else gorm's name; a hole where neither is sure."""
    at = reader.site(near).at
    said = reader.lookup(f"{struct}.TableName", near)
    if said.literal is not None:
        return said
    reader.elsewhere(f"{struct}.TableName", near)
    plural = _plural(snake_case(struct)) if source(reader, near, struct) is not None else None
    return Template((Interpolation(struct, at) if plural is None else Text(plural, at, verbatim=False),))


def _plural(name: str) -> str | None:
    if _UNSURE.fullmatch(name):
        return None
    if re.search(r"(?:ss|x|ch|sh)$", name):
        return f"{name}es"
    return f"{name[:-1]}ies" if re.search(r"[^aeiou]y$", name) else f"{name}s"


def source(reader: Reader, near: Node, struct: str) -> str | None:
    """Return the source of a struct, of this file or of the one that defines it."""
    found = re.search(rb"\btype\s+%s\s+struct\s*\{" % re.escape(struct.encode()), reader.source)
    if found is None:
        return reader.elsewhere(struct, near)
    end = reader.source.find(b"\n}", found.end())
    return reader.source[found.start() : end + 2].decode("utf-8", "replace")


def model(reader: Reader, near: Node, struct: str) -> Model | None:
    """Return what a struct maps, None where its source is not known."""
    said = source(reader, near, struct)
    if said is None:
        return None
    body = said.partition("{")[2].rpartition("}")[0]
    fields, reasons = [], []
    names = {match["name"] for match in _FIELD.finditer(body)}
    for match in _FIELD.finditer(body):
        fields += [*_field(match["name"], match["type"], match["tags"] or "", names)]
    for match in _EMBEDDED.finditer(body):
        if match["type"] in ("gorm.Model", "Model"):
            fields = [*_BASE, *fields]
        else:
            reasons.append(f"the struct embeds {match['type']}")
    soft = "gorm.DeletedAt" in body or "gorm.Model" in body
    return Model(tuple(fields), reasons[0] if reasons else None, soft)


_BASE = (
    Field("ID", "id", False),
    Field("CreatedAt", "created_at", True),
    Field("UpdatedAt", "updated_at", True),
    Field("DeletedAt", "deleted_at", True),
)


def _field(name: str, kind: str, tags: str, names: set[str]) -> Iterator[Field]:
    """Yield a field's column; none for an association, and for what a tag leaves out."""
    found = _GORM.search(tags)
    options = [each.strip() for each in found[1].split(";")] if found is not None else []
    keys = {each.partition(":")[0].lower(): each.partition(":")[2] for each in options}
    if not name[:1].isupper() or "-" in keys or "->" in keys or f"{name}ID" in names:
        return
    if keys.keys() & {"foreignkey", "many2many", "references", "polymorphic", "embedded"}:
        return
    basic = _BASIC.fullmatch(kind) is not None
    if not basic and kind.startswith(("[]", "*")) and "type" not in keys and "serializer" not in keys:
        return
    filled = "default" in keys or "autoincrement" in keys
    serial = (name == "ID" or "primarykey" in keys or "primary_key" in keys) and "int" in kind
    yield Field(name, keys.get("column") or snake_case(name), basic and not (filled or serial))
