"""What libpg_query makes of DDL, in the terms of `scanner.model.ddl`."""

import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from msgspec.structs import replace
from pglast.parser import parse_sql_json

from scanner.model.ddl import (
    Action,
    AddColumn,
    AddIdentity,
    AlterType,
    CheckNotNull,
    ColumnDefinition,
    CreateDomain,
    CreateTable,
    CreateTrigger,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropExpression,
    DropIdentity,
    DropNotNull,
    DropTable,
    DropTrigger,
    Like,
    PrimaryKey,
    RenameColumn,
    RenameConstraint,
    RenameTable,
    SetDefault,
    SetNotNull,
    SetSchema,
    TableConstraint,
    ValueKind,
)
from scanner.model.statement import Named, Target

Node = dict[str, Any]
Done = tuple[Target | None, Action]

_BEFORE, _INSERT, _INSTEAD = 2, 4, 64
_LIKE = {"constraints": 4, "defaults": 8, "generated": 16, "identity": 32}
_BY_COLUMN: dict[str, Callable[[str], Action]] = {
    "AT_DropColumn": DropColumn,
    "AT_SetNotNull": SetNotNull,
    "AT_DropNotNull": DropNotNull,
    "AT_AddIdentity": AddIdentity,
    "AT_DropIdentity": DropIdentity,
    "AT_DropExpression": DropExpression,
    "AT_DropConstraint": DropConstraint,
}


def changes(text: str) -> list[Done]:
    """Return what the statements of a text do, in order; types as libpg_query knows them."""
    return [
        done for raw in json.loads(parse_sql_json(text)).get("stmts", ()) for done in _statement(raw["stmt"])
    ]


@lru_cache(maxsize=4096)
def type_name(written: str) -> str:
    """Return libpg_query's name of a type."""
    raw = json.loads(parse_sql_json(f"CREATE TABLE x (c {written})"))
    return _type(raw["stmts"][0]["stmt"]["CreateStmt"]["tableElts"][0]["ColumnDef"]["typeName"])


def _type(node: Any) -> str:
    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: bare(inner) for key, inner in value.items() if key != "location"}
        return [bare(inner) for inner in value] if isinstance(value, list) else value

    return json.dumps(bare(node), sort_keys=True)


def _table(node: Node) -> Named:
    return Named(node["relname"], node.get("schemaname"))


def _names(items: list[Node]) -> Named:
    names = [item["String"]["sval"] for item in items]
    return Named(names[-1], names[-2] if len(names) > 1 else None)


def _statement(node: Node) -> Iterator[Done]:
    match node:
        case {"CreateStmt": create}:
            yield _table(create["relation"]), _create(create)
        case {"CreateTableAsStmt": {"objtype": "OBJECT_TABLE", "into": {"rel": table}} as made}:
            yield _table(table), _queried(table, made.get("if_not_exists", False))
        case {"SelectStmt": {"intoClause": {"rel": table}}}:
            yield _table(table), _queried(table)
        case {"AlterTableStmt": {"relation": table, "cmds": commands, "objtype": "OBJECT_TABLE"}}:
            for command in commands:
                for action in _command(command["AlterTableCmd"], table["relname"]):
                    yield _table(table), action
        case {"RenameStmt": rename}:
            yield from _rename(rename)
        case {
            "AlterObjectSchemaStmt": {"objectType": "OBJECT_TABLE", "relation": table, "newschema": schema}
        }:
            yield _table(table), SetSchema(schema)
        case {"DropStmt": drop}:
            yield from _drop(drop)
        case {"CreateDomainStmt": domain}:
            yield _names(domain["domainname"]), _domain(domain)
        case {"CreateTrigStmt": trigger}:
            yield from _trigger(trigger)
        case _:
            pass


def _queried(table: Node, guarded: bool = False) -> CreateTable:
    return CreateTable(query=True, temporary=table["relpersistence"] == "t", guarded=guarded)


def _drop(node: Node) -> Iterator[Done]:
    match node:
        case {"removeType": "OBJECT_TABLE", "objects": objects}:
            for one in objects:
                yield _names(one["List"]["items"]), DropTable()
        case {"removeType": "OBJECT_TRIGGER", "objects": [{"List": {"items": items}}]}:
            yield _names(items[:-1]), DropTrigger(items[-1]["String"]["sval"])
        case _:
            pass


def _trigger(node: Node) -> Iterator[Done]:
    if node["events"] & _INSERT and node.get("timing") in (_BEFORE, _INSTEAD):
        yield _table(node["relation"]), CreateTrigger(node["trigname"], _names(node["funcname"]))


def _rename(rename: Node) -> Iterator[Done]:
    match rename:
        case {"renameType": "OBJECT_TABLE", "relation": table, "newname": new}:
            yield _table(table), RenameTable(new)
        case {"renameType": "OBJECT_COLUMN", "relation": table, "subname": old, "newname": new}:
            yield _table(table), RenameColumn(old, new)
        case {"renameType": "OBJECT_TABCONSTRAINT", "relation": table, "subname": old, "newname": new}:
            yield _table(table), RenameConstraint(old, new)
        case _:
            pass


def _create(node: Node) -> CreateTable:
    table = node["relation"]["relname"]
    columns, constraints, likes = [], [], []
    for element in node.get("tableElts", ()):
        match element:
            case {"ColumnDef": definition}:
                column, written = _column(definition, table)
                columns.append(column)
                constraints.extend(written)
            case {"Constraint": constraint}:
                constraints.extend(_constraint(constraint, table))
            case {"TableLikeClause": {"relation": source} as rest}:
                options = rest.get("options", 0)
                likes.append(
                    Like(_table(source), **{name: bool(options & bit) for name, bit in _LIKE.items()})
                )
            case _:
                pass
    keys = {name for one in constraints if isinstance(one, PrimaryKey) for name in one.columns}
    parents = tuple(_table(one["RangeVar"]) for one in node.get("inhRelations", ()))
    partition = "partbound" in node
    return CreateTable(
        tuple(replace(one, not_null=True) if one.name in keys else one for one in columns),
        tuple(constraints),
        tuple(likes),
        () if partition else parents,
        parents[0] if partition else None,
        temporary=node["relation"]["relpersistence"] == "t",
        guarded=node.get("if_not_exists", False),
    )


def _is_null(node: Node) -> bool:
    match node:
        case {"A_Const": {"isnull": True}}:
            return True
        case {"TypeCast": {"arg": inner}} | {"CollateClause": {"arg": inner}}:
            return _is_null(inner)
        case _:
            return False


def _column(node: Node, table: str) -> tuple[ColumnDefinition, list[TableConstraint]]:
    name = node["colname"]
    type_ = node.get("typeName")
    not_null, default = False, None
    constraints: list[TableConstraint] = []
    if type_ and type_["names"][-1]["String"]["sval"] in ("serial", "bigserial", "smallserial"):
        not_null, default = True, _value("serial")
    for constraint in (one["Constraint"] for one in node.get("constraints", ())):
        match constraint["contype"]:
            case "CONSTR_NOTNULL" | "CONSTR_PRIMARY":
                not_null = True
            case "CONSTR_IDENTITY":
                not_null, default = True, _value("identity")
            case "CONSTR_GENERATED":
                default = _value("generated")
            case "CONSTR_DEFAULT" if not _is_null(constraint["raw_expr"]):
                default = _value("expression")
            case "CONSTR_CHECK":
                columns = _required(constraint["raw_expr"])
                if columns:
                    constraints.append(
                        CheckNotNull(columns, constraint.get("conname", f"{table}_{name}_check"))
                    )
            case _:
                pass
    return ColumnDefinition(name, _type(type_) if type_ else None, not_null, default), constraints


def _value(kind: ValueKind) -> ValueKind:
    return kind


def _constraint(node: Node, table: str) -> Iterator[TableConstraint]:
    match node:
        case {"contype": "CONSTR_PRIMARY", "keys": keys}:
            yield PrimaryKey(
                tuple(key["String"]["sval"] for key in keys), node.get("conname", f"{table}_pkey")
            )
        case {"contype": "CONSTR_CHECK", "raw_expr": condition} if columns := _required(condition):
            chosen = f"{table}_{columns[0]}_check" if len(columns) == 1 else f"{table}_check"
            yield CheckNotNull(columns, node.get("conname", chosen))
        case {"contype": "CONSTR_NOTNULL", "keys": [{"String": {"sval": column}}]}:
            yield CheckNotNull((column,), node.get("conname", f"{table}_{column}_not_null"))
        case _:
            pass


def _required(node: Node) -> tuple[str, ...]:
    match node:
        case {"NullTest": {"nulltesttype": "IS_NOT_NULL", "arg": {"ColumnRef": {"fields": fields}}}}:
            return (fields[-1]["String"]["sval"],)
        case {"BoolExpr": {"boolop": "AND_EXPR", "args": arguments}}:
            return tuple(dict.fromkeys(name for argument in arguments for name in _required(argument)))
        case {
            "BoolExpr": {"boolop": "NOT_EXPR", "args": [{"NullTest": {"nulltesttype": "IS_NULL"} as test}]}
        }:
            return _required({"NullTest": {**test, "nulltesttype": "IS_NOT_NULL"}})
        case _:
            return ()


def _command(node: Node, table: str) -> Iterator[Action]:
    name = node.get("name", "")
    match node["subtype"]:
        case "AT_AddColumn":
            column, constraints = _column(node["def"]["ColumnDef"], table)
            yield AddColumn(column, tuple(constraints), node.get("missing_ok", False))
        case "AT_ColumnDefault":
            yield SetDefault(name) if "def" in node and not _is_null(node["def"]) else DropDefault(name)
        case "AT_AlterColumnType":
            yield AlterType(name, _type(node["def"]["ColumnDef"]["typeName"]))
        case "AT_AddConstraint":
            yield from _constraint(node["def"]["Constraint"], table)
        case kind if kind in _BY_COLUMN:
            yield _BY_COLUMN[kind](name)
        case _:
            pass


def _domain(node: Node) -> CreateDomain:
    given = [one["Constraint"] for one in node.get("constraints", ())]
    kinds = {one["contype"] for one in given}
    checks = [one["raw_expr"] for one in given if one["contype"] == "CONSTR_CHECK"]
    not_null = "CONSTR_NOTNULL" in kinds or any("value" in _required(one) for one in checks)
    default = any(one["contype"] == "CONSTR_DEFAULT" and not _is_null(one["raw_expr"]) for one in given)
    return CreateDomain(_type(node["typeName"]), not_null, default)
