"""A JSON document, version 1, as the report it was made of: the inverse of `documents`.

What a document does not tell stays empty: sinks, a report's digests, and which of several reasons
belongs to what. A document that is read and written again is the same document.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import Any, NoReturn

from scanner.model.catalog import Column, Constraint, Origin, Table
from scanner.model.facts import Diagnostic, Suppression, Write
from scanner.model.failure import CannotRun
from scanner.model.finding import Finding, Report, SchemaChange, Stats
from scanner.model.statement import ColumnList, Columns, Named, Positional, Statement, Unread
from scanner.model.template import Position

Json = dict[str, Any]

LONGEST = 64 * 1024 * 1024
"""Bytes of a document; ten thousand writes make five million."""


def report(data: bytes) -> Report:
    """Return the report of a document; CannotRun says what is wrong with it."""
    document = _valid(_parsed(data))
    writes = tuple(map(_write, document.get("writes", ())))
    tables = tuple(map(_table, document.get("tables", ())))
    changes = document.get("changes")
    found = Report(
        root=document["root"],
        writes=writes,
        diagnostics=tuple(map(_diagnostic, document["diagnostics"])),
        stats=_stats(document.get("stats")),
        tables=tables,
        findings=tuple(map(_finding, document.get("findings", ()))),
        writers={
            table.qualified: _whole(raw["writers"])
            for table, raw in zip(tables, document.get("tables", ()), strict=True)
        },
        changes=None if changes is None else tuple(map(_change, changes)),
        suppressions=tuple(map(_suppression, document.get("suppressions", ()))),
    )
    unknown = next((index for index in _indexes(found) if index >= len(writes)), None)
    if unknown is not None and "writes" in document:
        _refuse(f"it speaks of write {unknown:,} and has {len(writes):,}")
    return found


def _parsed(data: bytes) -> Any:
    if len(data) > LONGEST:
        _refuse(f"it has more than {LONGEST:,} bytes")
    try:
        document = json.loads(data.decode("utf-8-sig"), parse_constant=_refuse)
        json.dumps(document, ensure_ascii=False, allow_nan=False).encode()
    except UnicodeError:
        _refuse("it holds what is no Unicode text")
    except RecursionError:
        _refuse("it is nested too deeply")
    except ValueError as error:
        _refuse(f"it is no JSON: {error}")
    return document


def _valid(document: Any) -> Json:
    """Return the document if it holds to the JSON Schema of its kind, which its members tell."""
    from jsonschema import Draft202012Validator  # imported here: most runs read no document

    schema = json.loads(files("scanner.reporters").joinpath("schema/v1.json").read_text(encoding="utf-8"))
    if not isinstance(document, dict):
        _refuse("it is no object")
    if document.get("version") != 1:
        _refuse(f"its version is {str(document.get('version'))[:20]!r}, not 1")
    kind = "report" if "findings" in document else "list" if "writes" in document else "schema"
    del schema["oneOf"]
    schema["$ref"] = f"#/$defs/{kind}"
    for error in Draft202012Validator(schema).iter_errors(document):
        _refuse(f"at {error.json_path[:200]}: {error.message[:200]}")
    return document


def _refuse(why: str) -> NoReturn:
    raise CannotRun(
        f"this is no report of writers: {why}", "make one with: writers check -o json:report.json"
    )


def _indexes(report: Report) -> Iterator[int]:
    for finding in report.findings:
        yield from finding.writes
    for change in report.changes or ():
        yield from change.writes
    for writers in (report.writers or {}).values():
        yield from writers


def _write(raw: Json) -> Write:
    reason = raw["reason"]
    target = Unread(reason or "") if raw["table"] is None else Named(raw["table"], raw["schema"])
    named = raw["conflict_columns"]
    columns = _columns(raw, reason)
    nulls = () if isinstance(columns, ColumnList) else tuple(raw["explicit_nulls"])
    statement = Statement(
        operation=raw["operation"],
        target=target,
        columns=columns,
        at=Position(int(raw["line"]), int(raw["column"])),
        end_line=int(raw["end_line"]),
        conflict=None if named is None else ColumnList(tuple(named), nulls=nulls),
        dialect=raw["database"],
        digest=raw.get("digest", ""),
    )
    return Write(
        path=raw["path"],
        language=raw["language"],
        statement=statement,
        via=raw["via"],
        kind=raw["kind"],
        database=raw["database"],
        in_tests=raw["in_tests"],
        symbol=raw["symbol"],
        reason=reason,
        spelling=tuple(raw.get("stored_as", {}).items()),
    )


def _columns(raw: Json, reason: str | None) -> Columns:
    if raw["positional"]:
        return Positional()
    if raw["columns"] is None:
        return Unread(reason or "")
    return ColumnList(
        certain=tuple(raw["columns"]),
        possible=tuple(raw["possible_columns"]),
        complete=raw["columns_complete"],
        nulls=tuple(raw["explicit_nulls"]),
        defaults=tuple(raw["default_columns"]),
    )


def _table(raw: Json) -> Table:
    return Table(
        name=raw["table"],
        columns=tuple(map(_column, raw["columns"])),
        model=raw["model"],
        schema=raw["schema"],
        managed=raw["managed"],
        origin=_origin(raw),
        unread=raw["reason"],
    )


def _column(raw: Json) -> Column:
    migrated = _constraint(raw["migrated"], raw["migrated_from"])
    models = _constraint(raw["models"], raw["models_from"])
    return Column(raw["name"], raw["type"], migrated, models, _origin(raw))


def _constraint(raw: Json | None, place: Json | None) -> Constraint | None:
    return Constraint(raw["not_null"], raw["default"], _origin(place or {})) if raw else None


def _origin(raw: Json) -> Origin | None:
    return Origin(raw["path"], _line(raw)) if raw.get("path") is not None else None


def _line(raw: Json) -> int | None:
    return None if raw["line"] is None else int(raw["line"])


def _finding(raw: Json) -> Finding:
    return Finding(
        rule=raw["rule"],
        severity=raw["severity"],
        table=raw["table"],
        column=raw["column"],
        message=raw["message"],
        help=raw["help"],
        origin=Origin(raw["path"], _line(raw)),
        writes=_whole(raw["writes"]),
        fingerprint=raw["fingerprint"],
        suppressed=raw["suppressed"],
        state=raw.get("state"),
    )


def _change(raw: Json) -> SchemaChange:
    return SchemaChange(
        raw["kind"], raw["table"], raw["column"], raw["detail"], _origin(raw), _whole(raw["writes"])
    )


def _diagnostic(raw: Json) -> Diagnostic:
    return Diagnostic(raw["path"], _line(raw), raw["message"])


def _suppression(raw: Json) -> Suppression:
    line, until = int(raw["line"]), int(raw["until"])
    return Suppression(raw["path"], line, tuple(raw["rules"]), raw["reason"], until)


def _stats(raw: Json | None) -> Stats:
    counts = {name: int(count) for name, count in (raw or {}).items() if name != "seconds"}
    return Stats(**counts, seconds=float(raw["seconds"])) if raw else Stats()


def _whole(indexes: Sequence[float]) -> tuple[int, ...]:
    return tuple(map(int, indexes))
