"""The nouns as the values of JSON documents, version 1; names and nulls as the contract states them."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Any

from msgspec.json import encode
from msgspec.json import format as format_json

from scanner.model.catalog import Column, Constraint, Origin, Table
from scanner.model.facts import Diagnostic, Suppression, Write
from scanner.model.finding import Finding, SchemaChange, Stats
from scanner.model.statement import ColumnList, Named, Positional, Statement, Unread
from scanner.reporters import escape
from scanner.reporters.words import reasons

Json = dict[str, Any]

_DIGEST = re.compile(r"[0-9a-f]{16}")


def encoded(value: object, indent: int = 0) -> str:
    """Return a value as JSON in ASCII; a byte that is not UTF-8 is spelt out, never a lone surrogate.

    It is what `json` writes, in a quarter of the time.
    """
    try:
        text = encode(value)
    except UnicodeEncodeError:
        text = encode(escape.spelt(value))
    said = format_json(text, indent=indent).decode()
    return said if said.isascii() and "\x7f" not in said else re.sub(r"[^\0-~]", _units, said)


def _units(character: re.Match[str]) -> str:
    """Return a character as JSON escapes it: in UTF-16, four digits a unit."""
    digits = character[0].encode("utf-16-be").hex()
    return "".join(f"\\u{digits[start : start + 4]}" for start in range(0, len(digits), 4))


def write(write: Write) -> Json:
    """Return a Write."""
    statement = write.statement
    target = statement.target
    schema = target.schema if isinstance(target, Named) else None
    return {
        "path": write.path,
        "line": statement.at.line,
        "column": statement.at.column,
        "end_line": statement.end_line,
        "language": write.language,
        "operation": statement.operation,
        "table": target.name if isinstance(target, Named) else None,
        "schema": schema if isinstance(schema, str) else None,
        **_columns(statement),
        **({"stored_as": dict(write.spelling)} if write.spelling else {}),
        "via": write.via,
        "kind": write.kind,
        "database": write.database,
        "in_tests": write.in_tests,
        "symbol": write.symbol,
        "reason": "; ".join(reasons(write)) or None,
    }


def fact(one: Write) -> Json:
    """Return a Write as a list publishes it: with a digest that tells alike ones apart."""
    said = one.statement.digest
    kept = said if _DIGEST.fullmatch(said) else sha256(said.encode(errors="surrogatepass")).hexdigest()[:16]
    return {**write(one), **({"digest": kept} if said else {})}


def suppression(suppression: Suppression) -> Json:
    """Return an inline suppression."""
    return {
        "path": suppression.path,
        "line": suppression.line,
        "until": suppression.until,
        "rules": list(suppression.rules),
        "reason": suppression.reason,
    }


def _columns(statement: Statement) -> Json:
    conflict = statement.conflict
    conflict_nulls = conflict.nulls if conflict else ()
    match statement.columns:
        case _ if statement.operation in {"delete", "truncate"}:
            named = ColumnList(())
        case ColumnList() as listed:
            named = listed
        case Positional() | Unread():
            named = ColumnList((), complete=False)
    known = isinstance(statement.columns, ColumnList) or named.complete
    return {
        "columns": list(named.certain) if known else None,
        "columns_complete": named.complete,
        "possible_columns": list(named.possible),
        "explicit_nulls": list(dict.fromkeys((*named.nulls, *conflict_nulls))),
        "default_columns": list(named.defaults),
        "conflict_columns": [*conflict.certain, *conflict.possible] if conflict else None,
        "positional": isinstance(statement.columns, Positional),
    }


def table(table: Table, writers: tuple[int, ...]) -> Json:
    """Return a Table; `writers` are indexes into the document's writes."""
    return {
        "table": table.name,
        "schema": table.schema,
        "model": table.model,
        **_place(table.origin),
        "managed": table.managed,
        "reason": table.unread,
        "columns": [_column(column) for column in table.columns],
        "writers": list(writers),
    }


def _column(column: Column) -> Json:
    return {
        "name": column.name,
        "type": column.type,
        "migrated": _constraint(column.migrated),
        "models": _constraint(column.models),
        "migrated_from": _place(column.migrated.origin) if column.migrated else None,
        "models_from": _place(column.models.origin) if column.models else None,
        **_place(column.origin),
    }


def _constraint(constraint: Constraint | None) -> Json | None:
    return {"not_null": constraint.not_null, "default": constraint.default} if constraint else None


def _place(origin: Origin | None) -> Json:
    return {"path": origin.path, "line": origin.line} if origin else {"path": None, "line": None}


def finding(finding: Finding) -> Json:
    """Return a Finding; `state` is there only where a base was compared with."""
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "table": finding.table,
        "column": finding.column,
        "message": finding.message,
        "help": finding.help,
        **_place(finding.origin),
        "writes": list(finding.writes),
        "fingerprint": finding.fingerprint,
        "suppressed": finding.suppressed,
        **({"state": finding.state} if finding.state else {}),
    }


def change(change: SchemaChange) -> Json:
    """Return what a revision does to a column."""
    return {
        "kind": change.kind,
        "table": change.table,
        "column": change.column,
        "detail": change.detail,
        **_place(change.origin),
        "writes": list(change.writes),
    }


def diagnostic(diagnostic: Diagnostic) -> Json:
    """Return a Diagnostic."""
    return {"path": diagnostic.path, "line": diagnostic.line, "message": diagnostic.message}


def stats(stats: Stats) -> Json:
    """Return the counts of what was read."""
    return {
        "files": stats.files,
        "candidates": stats.candidates,
        "writes": stats.writes,
        "partial": stats.partial,
        "opaque": stats.opaque,
        "skipped": stats.skipped,
        "seconds": round(stats.seconds, 3),
        "cache_hits": stats.cache_hits,
    }
