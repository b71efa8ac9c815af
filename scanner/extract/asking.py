"""Names that one file uses and another defines: what is asked of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grammars.syntax import Trail
from scanner.extract.names import definitions
from scanner.extract.tree import Found, Tree
from scanner.find.names import segments
from scanner.model.facts import Wanted
from scanner.model.template import Interpolation, Position, Template

_PATH = re.compile(r"[A-Za-z_$][\w$]*(?:(?:\.|::)[A-Za-z_$][\w$]*){0,5}")
_IMPORTS = re.compile("import|use_declaration")
_LOADS = re.compile(r"(?:await\s+)?(?:require|import)\s*\(")
_GO = re.compile(rb"^package\s+\w+\s*$", re.MULTILINE)
_OPEN = re.compile(rb"\bimport\s+\*\s*$|::\*\s*;|^package\s+\w+\s*$", re.MULTILINE)
"""A file that may use names of others without naming them."""

_COMMON = frozenset(
    "add all append apply as assign at bind build call clone collect concat copy create data dict "
    "entries filter find first flat from get group insert into items json keys last list load make "
    "map merge model_dump new next of omit one parse pick pop push read reduce resolve result row "
    "rows save select serialize set slice sort split then to toArray toDict toJSON toObject to_dict "
    "to_json unwrap update value values zip".split()
)
"""Methods that so many classes have that the name alone does not tell whose it is."""

MAX_IMPORT = 200
"""Of a longer import the head and the tail are kept: its module stands at one of them."""


def wanted(tree: Tree, template: Template) -> Iterator[Wanted]:
    """Yield the names in a template's holes that this file does not define."""
    for part in template.parts:
        if isinstance(part, Interpolation) and _PATH.fullmatch(part.expression):
            found = wanted_text(tree, part.expression, tree.trail_at(*_bytes(tree, part.at)))
            if found is not None:
                yield found


def wanted_text(tree: Tree, name: str, use: Trail) -> Wanted | None:
    """Return a name whose text another file must tell, None where this file defines it."""
    head = segments(name)[0]
    seen = definitions(tree, head, use)
    imported = _imported(tree, seen, head)
    is_module = "::" in name and head.islower()
    if seen and imported is None and not is_module:
        return None
    if imported is None:
        return Wanted(name)
    original = _renamed(name, imported)
    imported = _ungrouped(imported, head)
    return Wanted(name, _clipped(imported), original="" if original == name else original)


def wanted_row(tree: Tree, name: str, use: Trail) -> Wanted | None:
    """Return a function or constant whose row another file must tell, None where this file has it."""
    names = segments(name)
    if not _PATH.fullmatch(name):
        return None
    seen = definitions(tree, names[0], use)
    imported = _imported(tree, seen, names[0])
    if imported is not None:
        return Wanted(name, _clipped(imported), "row", _renamed(name, imported))
    if len(names) > 1:
        return _wanted_method(tree, name, use)
    return None if seen or not _OPEN.search(tree.source) else Wanted(name, "", "row", name)


def _wanted_method(tree: Tree, name: str, use: Trail) -> Wanted | None:
    """Return a method, of the class that its receiver is declared as where the file says that."""
    owner, method = segments(name)[-2:]
    kind = owner if owner[:1].isupper() else _type(tree, owner)
    if kind is not None:
        imported = _imported(tree, definitions(tree, kind, use), kind) or ""
        return Wanted(name, _clipped(imported), "row", f"{_unaliased(kind, imported)}.{method}")
    return None if method in _COMMON else Wanted(name, "", "method", method)


def _type(tree: Tree, owner: str) -> str | None:
    """Return the class of a name that the file declares, or makes, as one of a single class."""
    name = re.escape(owner.encode())
    declared = rb"(?<![\w$])%s[?!]?\s*:\s*&?\s*(?:mut\s+)?(?:dyn\s+)?['\"]?(?:\w+(?:\.|::))*([A-Z]\w*)"
    made = rb"(?<![\w$])%s\s*(?::=|=)\s*&?(?:await\s+)?(?:new\s+)?([A-Z]\w*)\s*[({]"
    found = {match[1] for pattern in (declared, made) for match in re.finditer(pattern % name, tree.source)}
    return found.pop().decode() if len(found) == 1 else None


def _imported(tree: Tree, seen: list[Found], name: str) -> str | None:
    """Return the source of the import that brings a name in; Go's packages are named by the path alone."""
    if not seen and (package := _package(tree, name)) is not None:
        return package
    for each in seen:
        value = each.definition.value
        if value is not None and _LOADS.match(tree.text(value)[:80]):
            return tree.text(value)
        if each.definition.kind == "opaque":
            node = next((node for node in each.trail if _IMPORTS.search(node.type)), None)
            if node is not None:
                return tree.text(node)
    return None


def _renamed(path: str, imported: str) -> str:
    """Return a path as the file knows it from which its first name comes."""
    head = segments(path)[0]
    return _unaliased(head, imported) + path[len(head) :]


def _package(tree: Tree, name: str) -> str | None:
    """Return the import whose last part is a Go package of that name."""
    path = rf'"(?:[^"\s]*/)?{re.escape(name)}(?:/v\d+)?"'.encode()
    found = re.search(path, tree.source) if _GO.search(tree.source) else None
    return found[0].decode("utf-8", "replace") if found is not None else None


def _unaliased(name: str, imported: str) -> str:
    """Return what a name is called where it comes from."""
    renamed = re.search(rf"([A-Za-z_$][\w$]*)\s+as\s+{re.escape(name)}(?![\w$])", imported)
    return renamed[1] if renamed is not None else name


def _ungrouped(imported: str, name: str) -> str:
    """Return what `use a::{b::{C, D}, e::F}` says of one name: `a::b::C`."""
    if "::" not in imported or "{" not in imported:
        return imported
    groups, path = [""], ""
    for word in re.findall(r"::|[{},]|\w+", imported):
        if word == name:
            return f"{path}{word}"
        if word == "{":
            groups.append(path)
        elif word == "}" and len(groups) > 1:
            path = groups.pop()
        elif word == ",":
            path = groups[-1]
        elif word not in ("use", "pub"):
            path += " as " if word == "as" else word
    return imported


def _clipped(imported: str) -> str:
    half = MAX_IMPORT // 2
    return imported if len(imported) <= MAX_IMPORT else f"{imported[:half]} … {imported[-half:]}"


def _bytes(tree: Tree, at: Position) -> tuple[int, int]:
    start = tree.lines[at.line - 1]
    line = tree.source[start : tree.source.find(b"\n", start) % (len(tree.source) + 1)]
    offset = start + len(line.decode("utf-8", "replace")[: at.column - 1].encode())
    return offset, offset + 1
