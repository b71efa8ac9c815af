"""TypeORM's query builder, repositories and entity managers, with the entities' own names.

Source: https://typeorm.io/docs/query-builder/insert-query-builder, https://typeorm.io/docs/entity/entities
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace
from tree_sitter import Node

from grammars.syntax import Call, Decoded, Library, Pieces, Reader, Setting
from grammars.typescript import chain, decorators
from grammars.typescript.chain import Step
from grammars.typescript.nodes import bare, called, callee, named, text
from scanner.model.facts import RowCall
from scanner.model.statement import ColumnList, Operation, Unread
from scanner.model.template import Template

_OPERATIONS: dict[str, Operation] = {
    "insert": "insert",
    "upsert": "upsert",
    "update": "update",
    "delete": "delete",
}
_MANAGER = re.compile(r"(?:\w*[mM]anager|em)")


def read(call: Call, reader: Reader) -> Iterator[RowCall]:
    """Yield the write of a query builder, a repository or an entity manager."""
    if call.receiver is None or call.at is None or text(call.at) not in _OPERATIONS:
        return
    earlier = chain.before(call)
    if chain.found(earlier, "createQueryBuilder"):
        write = _built(call, reader, earlier)
    else:
        write = _direct(call, reader)
    if write is not None:
        yield write


def _built(call: Call, reader: Reader, earlier: Sequence[Step]) -> RowCall | None:
    """Read `.createQueryBuilder().insert().into(User).values({…})` and its kin."""
    assert call.at is not None
    operation, later = _OPERATIONS[text(call.at)], chain.after(call, reader)
    begun = chain.found(earlier, "createQueryBuilder")
    given = call.positional[0] if call.positional and operation == "update" else None
    target = chain.argument(chain.found(later, "into", "from"))
    if target is None and given is not None and bare(given).type != "object":
        target = given
    entity = target or _entity_of_builder(reader, begun)
    if operation == "delete":
        columns: ColumnList | Unread = chain.none()
    else:
        row = chain.argument(chain.found(later, "values", "set")) or (call.positional or (None,))[0]
        columns = chain.row(reader, row, "the values are given elsewhere")
    if operation == "insert" and chain.found(later, "orUpdate"):
        operation = "upsert"
    return _write(reader, call.at, operation, entity, columns)


def _direct(call: Call, reader: Reader) -> RowCall | None:
    """Read `repository.insert({…})` and `manager.update(User, where, {…})`."""
    assert call.at is not None
    assert call.receiver is not None
    operation, given = _OPERATIONS[text(call.at)], list(call.positional)
    entity = _entity_of(reader, call.receiver)
    if entity is None and _MANAGER.fullmatch(called(call.receiver).rsplit(".", 1)[-1]) and len(given) > 1:
        entity = given.pop(0)
    if entity is None or not given or (isinstance(entity, Node) and entity.type not in _ENTITIES):
        return None
    row = given[1] if operation == "update" and len(given) > 1 else given[0]
    columns = chain.none() if operation == "delete" else reader.row(row)
    write = _write(reader, call.at, operation, entity, columns)
    return replace(write, kind="orm")


_ENTITIES = frozenset({"identifier", "string", "member_expression"})


def _entity_of_builder(reader: Reader, begun: Step | None) -> Node | str | None:
    """Return the entity of `repository.createQueryBuilder()` or `.createQueryBuilder(User, 'u')`."""
    function = callee(begun.node) if begun is not None else None
    owner = function.child_by_field_name("object") if function is not None else None
    known = _entity_of(reader, owner)
    given = chain.argument(begun)
    return known or (given if given is not None and given.type in _ENTITIES else None)


def _entity_of(reader: Reader, receiver: Node | None) -> Node | str | None:
    """Return the entity of a repository: of `getRepository(User)`, or as its type `Repository<User>` says."""
    if receiver is None:
        return None
    step = chain.found(chain.inside(receiver), "getRepository", "getMongoRepository", "getTreeRepository")
    if step is not None:
        return chain.argument(step)
    name = re.escape(called(receiver).rsplit(".", 1)[-1].encode())
    if not name:
        return None
    typed = rb"\b%s\s*[!?]?\s*:\s*(?:\w+\.)?\w*Repository<\s*(\w+)" % name
    made = rb"\b%s\s*=\s*[^;\n]{0,80}getRepository(?:<\w+>)?\(\s*(\w+)" % name
    found = re.search(typed, reader.source) or re.search(made, reader.source)
    return found[1].decode() if found is not None else None


def _write(
    reader: Reader, at: Node, operation: Operation, entity: Node | str | None, columns: ColumnList | Unread
) -> RowCall:
    if entity is None:
        return chain.write(reader, operation, chain.nothing(), columns, at)
    name = entity if isinstance(entity, str) else text(entity)
    literal = not isinstance(entity, str) and bare(entity).type == "string"
    table = reader.template(entity) if literal and not isinstance(entity, str) else reader.lookup(name, at)
    write = chain.write(reader, operation, table, columns, at)
    return write if literal else replace(write, spelt=tuple(_spelt(reader, name, at, columns)))


def _spelt(
    reader: Reader, entity: str, at: Node, columns: ColumnList | Unread
) -> Iterator[tuple[str, Template]]:
    if isinstance(columns, ColumnList):
        for name in (*columns.certain, *columns.possible):
            yield name, reader.lookup(f"{entity}.{name}", at)


def pieces(node: Node) -> Pieces | None:
    """Return the name that `@Entity('users')` gives a class, or `@Column({ name: 'x' })` a field."""
    function = callee(node) if node.type == "call_expression" else None
    if function is None or function.type != "identifier" or node.parent is None:
        return None
    name = text(function)
    if name.endswith("Column") and node.parent.type == "decorator":
        value = decorators.option(node, "name")
        return (value,) if value is not None else None
    return _entity(node) if name == "Entity" and node.parent.type == "decorator" else None


def _entity(node: Node) -> Pieces | None:
    given = named(node.child_by_field_name("arguments"))
    name = decorators.option(node, "name") or (given[0] if given and given[0].type == "string" else None)
    schema = decorators.option(node, "schema")
    if name is None:
        declared = decorators.class_name(node)
        return (Decoded(decorators.snake_case(text(declared)), node.start_byte),) if declared else None
    return (name,) if schema is None else (schema, Decoded(".", node.start_byte), name)


LIBRARY = Library(
    "typeorm",
    sinks=frozenset({"createQueryBuilder", "getRepository", "Repository", "insert"}),
    common=frozenset(_OPERATIONS),
    read=read,
    pieces=pieces,
    marks=re.compile(
        rb"typeorm|createQueryBuilder|Repository<|getRepository\(|@Entity\b|[mM]anager\.(?:insert|update|upsert|delete)\("
    ),
    folds=Setting(b"SnakeNamingStrategy", re.compile(rb"new\s+SnakeNamingStrategy\b")),
    cues=(b"typeorm", b"createQueryBuilder", b"Repository", b"@Entity", b"anager."),
)
