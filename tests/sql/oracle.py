"""What libpg_query makes of a text, in the terms of the reader: the judge of the property tests."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pglast.parser import parse_sql_json

from scanner.model.statement import ColumnList, Columns, Named, Operation, Positional, Target, Unread

Node = dict[str, Any]


@dataclass(frozen=True)
class Fact:
    """What reader and libpg_query must agree on for each statement."""

    operation: Operation
    target: Target
    columns: Columns
    conflict: ColumnList | None = None


def facts(text: str) -> list[Fact]:
    """Return the data-modifying statements of a text that libpg_query accepts, by place."""
    found = [fact for raw in json.loads(parse_sql_json(text)).get("stmts", ()) for fact in _walk(raw)]
    return [fact for _, fact in sorted(found, key=lambda one: one[0])]


def _walk(node: Any) -> Iterator[tuple[int, Fact]]:
    pending = [node]
    while pending:
        here = pending.pop()
        if isinstance(here, list):
            pending.extend(here)
        elif isinstance(here, dict):
            for key, value in here.items():
                yield from _statement(key, value)
                pending.append(value)


def _statement(kind: str, node: Any) -> Iterator[tuple[int, Fact]]:
    match kind:
        case "InsertStmt":
            yield _place(node["relation"]), _insert(node)
        case "UpdateStmt":
            columns = _assigned(node["targetList"])
            yield _place(node["relation"]), Fact("update", _table(node["relation"]), columns)
        case "DeleteStmt":
            yield _place(node["relation"]), Fact("delete", _table(node["relation"]), ColumnList(()))
        case "TruncateStmt":
            for relation in node["relations"]:
                table = relation["RangeVar"]
                yield _place(table), Fact("truncate", _table(table), ColumnList(()))
        case "CopyStmt" if node.get("is_from"):
            names = [name["String"]["sval"] for name in node.get("attlist", ())]
            listed: Columns = _listed(names, []) if names else Positional()
            yield _place(node["relation"]), Fact("copy", _table(node["relation"]), listed)
        case "MergeStmt":
            yield _place(node["relation"]), _merge(node)
        case _:
            pass


def _place(relation: Node) -> int:
    return int(relation["location"]) if "location" in relation else 0


def _table(relation: Node) -> Named:
    return Named(relation["relname"], relation.get("schemaname"))


def _insert(node: Node) -> Fact:
    operation: Operation = "insert"
    conflict = node.get("onConflictClause", {})
    updated = None
    if conflict.get("action") == "ONCONFLICT_UPDATE":
        operation, updated = "upsert", _assigned(conflict["targetList"])
    query = node.get("selectStmt", {}).get("SelectStmt")
    if query is None:
        return Fact(operation, _table(node["relation"]), ColumnList(()), updated)
    rows = list(_rows(query))
    columns = _columns(node.get("cols", []), rows)
    return Fact(operation, _table(node["relation"]), columns, updated)


def _columns(targets: list[Node], rows: list[list[str]]) -> Columns:
    if not targets:
        stars = any("*" in row for row in rows)
        nulls = {at for row in rows for at, mark in enumerate(_before_star(row)) if mark == "n"}
        width = None if stars else max((len(row) for row in rows), default=None)
        return Positional(width, tuple(sorted(nulls)))
    names = [target["ResTarget"]["name"] for target in targets]
    return _listed(names, [list(zip(names, _before_star(row), strict=False)) for row in rows])


def _before_star(row: list[str]) -> list[str]:
    return row[: row.index("*")] if "*" in row else row


def _listed(names: list[str], given: list[list[tuple[str, str]]]) -> ColumnList:
    def marked(mark: str) -> tuple[str, ...]:
        found = {name for row in given for name, value in row if value == mark}
        return tuple(dict.fromkeys(name for name in names if name in found))

    return ColumnList(tuple(dict.fromkeys(names)), nulls=marked("n"), defaults=marked("d"))


def _rows(query: Node) -> Iterator[list[str]]:
    """Yield the rows of VALUES and the select lists; EXCEPT and INTERSECT give those on the left."""
    pending = [query]
    while pending:
        here = pending.pop()
        if here.get("op", "SETOP_NONE") != "SETOP_NONE":
            pending.append(here["larg"])
            if here["op"] == "SETOP_UNION":
                pending.append(here["rarg"])
        elif "valuesLists" in here:
            yield from ([_mark(item) for item in row["List"].get("items", ())] for row in here["valuesLists"])
        else:
            yield [_mark(target["ResTarget"]["val"]) for target in here.get("targetList", ())]


def _mark(node: Node) -> str:
    match node:
        case {"SetToDefault": _}:
            return "d"
        case {"A_Const": {"isnull": True}}:
            return "n"
        case {"TypeCast": {"arg": argument}} | {"CollateClause": {"arg": argument}}:
            return "n" if _mark(argument) == "n" else "v"
        case {"ColumnRef": {"fields": fields}} if "A_Star" in fields[-1]:
            return "*"
        case {"A_Indirection": {"indirection": [*_, {"A_Star": _}]}}:
            return "*"
        case _:
            return "v"


def _assigned(targets: list[Node]) -> ColumnList:
    names, given = [], []
    for target in (one["ResTarget"] for one in targets):
        names.append(target["name"])
        given += [(target["name"], mark) for mark in _given(target["val"])]
    return _listed(names, [given])


def _given(node: Node) -> Iterator[str]:
    match node:
        case {"MultiAssignRef": {"colno": number, "source": {"RowExpr": {"args": values}}}}:
            yield _mark(values[number - 1])
        case {"MultiAssignRef": {"colno": number, "source": {"SubLink": {"subselect": query}}}}:
            for row in _rows(query["SelectStmt"]):
                yield from _before_star(row)[number - 1 : number]
        case {"MultiAssignRef": {"source": source}}:
            yield _mark(source)
        case _:
            yield _mark(node)


def _merge(node: Node) -> Fact:
    inserted: list[Columns] = []
    updated: list[ColumnList] = []
    for arm in (clause["MergeWhenClause"] for clause in node["mergeWhenClauses"]):
        if arm["commandType"] == "CMD_UPDATE":
            updated.append(_assigned(arm["targetList"]))
        elif arm["commandType"] == "CMD_INSERT":
            values = [_mark(one) for one in arm.get("values", ())]
            inserted.append(_columns(arm.get("targetList", []), [values]) if values else ColumnList(()))
    columns = _common(inserted)
    return Fact("merge", _table(node["relation"]), columns, _union(updated) if updated else None)


def _common(arms: list[Columns]) -> Columns:
    lists = [arm for arm in arms if isinstance(arm, ColumnList)]
    if len(arms) == 1 or not arms:
        return arms[0] if arms else ColumnList(())
    if len(lists) < len(arms):
        return Unread("one arm of the MERGE has no column list that can be read")
    union = _union(lists)
    every = set.intersection(*(set(arm.certain) for arm in lists))
    return ColumnList(
        tuple(name for name in union.certain if name in every),
        tuple(name for name in union.certain if name not in every),
        nulls=union.nulls,
        defaults=union.defaults,
    )


def _union(lists: list[ColumnList]) -> ColumnList:
    return ColumnList(
        tuple(dict.fromkeys(name for arm in lists for name in arm.certain)),
        nulls=tuple(dict.fromkeys(name for arm in lists for name in arm.nulls)),
        defaults=tuple(dict.fromkeys(name for arm in lists for name in arm.defaults)),
    )
