"""What the text of a migration tells without being parsed: its place, and what it may concern."""

from __future__ import annotations

import re
from collections.abc import Collection

from msgspec import Struct

from scanner.model.catalog import Origin
from scanner.model.snapshot import Skipped
from scanner.schema.django_migrations.doubts import is_blind
from scanner.schema.django_migrations.files import File, read
from scanner.schema.django_migrations.graph import Key, Migration
from scanner.schema.django_migrations.operations import OPERATIONS
from scanner.schema.project import Project

_CLASS = re.compile(rb"^class Migration\((?:migrations\.)?Migration\):", re.MULTILINE)
_RELATIONS = ("dependencies", "run_before", "replaces")
_PAIR = re.compile(rb"""\(\s*["'](\w+)["']\s*,\s*["'](\w+)["']\s*,?\s*\)""")
_USER = b"migrations.swappable_dependency(settings.AUTH_USER_MODEL)"

_BEYOND = (
    *("AddConstraint", "RemoveConstraint", "AlterConstraint", "SeparateDatabaseAndState"),
    *("RunSQL", "RunPython"),
)
_KNOWN = frozenset(name.lower().encode() for name in (*OPERATIONS, *_BEYOND))
_LISTED = re.compile(
    rb"^    operations(?:: [^=\n]+)? = \[\s*(?:#[^\n]*\n\s*)*(?:\]|migrations\.)", re.MULTILINE
)
_ODD = re.compile(
    rb"^ {8}(?![ \])#]|migrations\.\w+\()|\boperations *(?:\+=|\.)"
    rb"|(?:state|database)_operations *= *(?!\[\s*(?:\]|migrations\.))",
    re.MULTILINE,
)
_NESTED = re.compile(rb"^ +(?!migrations\.|models\.|django\.)[\w.]+\(", re.MULTILINE)
_OPERATION = re.compile(rb"\bmigrations\.(\w+)\(")

_SQL = re.compile(rb"""runsql\(\s*(?:sql *= *)?(?:\[\s*|\(\s*)*(?:r?(["'])|migrations\.runsql\.noop|(\w+))""")
_PYTHON = re.compile(rb"runpython\(\s*(?:code *= *)?(?:migrations\.runpython\.noop|(\w+)\s*[,)])")
_WORKS = (
    rb"\.(?:execute|executemany|cursor|add_field|alter_field|remove_field|create_model|delete_model"
    rb"|alter_db_table)\b|call_command"
)
_DDL = re.compile(rb"\b(?:create|alter|drop)\b|" + _WORKS)
_DOMAIN = re.compile(rb"create\s+domain\b")
_WORKS_ON_TABLES = re.compile(_WORKS)
_FOREIGN = re.compile(
    rb"^[ \t]*(?:from|import) (?!django|__future__|uuid|datetime|re\b|json|logging|typing)", re.M
)

_RENAMED = re.compile(
    rb"""renamemodel\(\s*(?:old_name *= *)?["'](\w+)["']\s*,\s*(?:new_name *= *)?["'](\w+)["']"""
)
_TABLE = re.compile(
    rb"""db_table["']? *[:=] *["']([^"']+)["']|altermodeltable\(\s*[^,]+,\s*(?:table *= *)?["']([^"']+)["']"""
)


class Script(Struct, frozen=True):
    """A migration's file, and its text in lower case."""

    file: File
    source: bytes
    text: bytes

    def is_plain(self) -> bool:
        """Tell whether all it does to tables is what Django's own operations do to the models they name."""
        known = self._operations_are_known() and _CLASS.search(self.source) is not None
        runs = b"runsql" in self.text or b"runpython" in self.text
        return known and (not runs or (_DDL.search(self.text) is None and self._is_whole()))

    def is_opaque(self) -> bool:
        """Tell whether it may do something to a table that its text does not name."""
        if not self._operations_are_known() or not self._is_whole() or _DOMAIN.search(self.text):
            return True
        works = _WORKS_ON_TABLES.search(self.text) is not None
        if works and _FOREIGN.search(self.text):
            return True
        return (works or b"runsql" in self.text) and is_blind(self.text, self.file.app.label)

    def renamed(self) -> set[tuple[str, str]] | None:
        """Return the old and new names of the models that it renames, None when not all can be read."""
        pairs = {(match[1].decode(), match[2].decode()) for match in _RENAMED.finditer(self.text)}
        return pairs if len(_RENAMED.findall(self.text)) == self.text.count(b"renamemodel(") else None

    def tables(self) -> set[str]:
        """Return the names of tables that it gives to models, without their schemas."""
        found = ((match[1] or match[2]).decode() for match in _TABLE.finditer(self.text))
        return {each.strip('"').rpartition('"."')[2] for each in found}

    def migration(self, project: Project) -> Migration | None:
        """Return the migration with its place among others; it is parsed when its text is not as usual."""
        declared = _CLASS.search(self.source)
        related = {name: self._related(project, name) for name in _RELATIONS}
        dependencies, before, replaces = (related[name] for name in _RELATIONS)
        if declared is None or dependencies is None or before is None or replaces is None:
            return read(project, self.file)
        line = self.source.count(b"\n", 0, declared.start()) + 1
        origin = Origin(self.file.root.label + self.file.path, line)
        file = self.file
        return Migration(file.key, file.module, file.app.folder, origin, dependencies, before, replaces)

    def _related(self, project: Project, name: str) -> tuple[Key, ...] | None:
        """Return the migrations that a list of that name holds, None when it has to be parsed."""
        word = name.encode()
        if word not in self.source:
            return ()
        if self.source.count(b"    " + word) > 1:
            return None
        found = re.search(rb"^    " + word + rb"[^=\n]*=\s*\[(.*?)\]", self.source, re.M | re.S)
        if found is None:
            return None
        body = re.sub(rb"#[^\n]*", b"", found[1])
        keys = [(match[1].decode(), match[2].decode()) for match in _PAIR.finditer(body)]
        user = project.setting("AUTH_USER_MODEL")
        if _USER in body:
            keys.append(((user if isinstance(user, str) else "auth.User").split(".")[0], "__first__"))
        rest = _PAIR.sub(b"", body).replace(_USER, b"")
        return None if rest.strip(b" \t\r\n,") else tuple(keys)

    def _operations_are_known(self) -> bool:
        start = _LISTED.search(self.text)
        if start is None or _ODD.search(self.text, start.start()):
            return False
        named = {match[1] for match in _OPERATION.finditer(self.text, start.start())}
        split = b"separatedatabaseandstate" in named and _NESTED.search(self.text, start.start())
        return named <= _KNOWN and not split

    def _is_whole(self) -> bool:
        """Whether the SQL and the functions that it runs are written in it."""
        return self._sql_is_here() and self._functions_are_here()

    def _sql_is_here(self) -> bool:
        found = [*_SQL.finditer(self.text)]
        named = (match[2] for match in found if match[2])
        here = all(re.search(rb"^" + name + rb" *= *\(?\s*r?[\"']", self.text, re.M) for name in named)
        return here and len(found) == self.text.count(b"runsql(")

    def _functions_are_here(self) -> bool:
        found = [*_PYTHON.finditer(self.text)]
        named = (match[1] for match in found if match[1])
        here = all(b"def " + name + b"(" in self.text for name in named)
        return here and len(found) == self.text.count(b"runpython(")


def script(file: File) -> Script:
    """Return a migration's file as text."""
    source = file.root.snapshot.read(file.path)
    written = b"" if isinstance(source, Skipped) else source
    return Script(file, written, written.lower())


def may_concern(one: Script, models: Collection[tuple[str, str]], tables: Collection[str]) -> bool:
    """Tell whether a migration may do something to one of the models, or to one of the tables."""
    words = [name for label, name in models if label == one.file.app.label]
    if words and any(word.encode() in one.text for word in (*words, *tables)):
        return True
    if one.is_plain():
        return False
    every = (*(name for _, name in models), *tables)
    return any(word.encode() in one.text for word in every) or one.is_opaque()
