"""Reports built by hand: a shop with problems of every severity, and an empty one."""

from __future__ import annotations

from msgspec.structs import replace

from scanner.model.catalog import Column, Constraint, Default, Origin, Table
from scanner.model.facts import Diagnostic, Kind, Write
from scanner.model.finding import Finding, Report, SchemaChange, Severity, Stats
from scanner.model.statement import (
    ColumnList,
    Columns,
    Named,
    Operation,
    Positional,
    Statement,
    Target,
    Unread,
)
from scanner.model.template import Position
from scanner.reporters.style import RuleText, Source, Style

MODELS = "shop/models.py"
SOURCE = Source("https://github.com", "acme/shop", "0123456789abcdef0123456789abcdef01234567")
ORDERS = Named("shop_order")
RULES = (
    RuleText(
        "not-null-omitted",
        "error",
        "A writer leaves out a column that Postgres requires.",
        "# not-null-omitted\n\nGive the field a `db_default`.",
    ),
    RuleText("null-into-not-null", "error", "A writer puts a literal NULL into a NOT NULL column."),
    RuleText("positional-insert", "warning", "A writer names no columns at all."),
    RuleText("required-column", "note", "Every writer names it today; the next one may not."),
)


def write(
    path: str,
    line: int,
    columns: Columns,
    *,
    operation: Operation = "insert",
    target: Target = ORDERS,
    language: str = "rust",
    via: str | None = "sqlx::query!",
    kind: Kind = "raw-sql",
    in_tests: bool = False,
    symbol: str | None = "save",
    conflict: ColumnList | None = None,
) -> Write:
    """Return a write at a place, eight columns in."""
    statement = Statement(operation, target, columns, Position(line, 9), line + 3, conflict, "postgres")
    return Write(path, language, statement, via, kind, "postgres", in_tests, symbol)


def column(
    name: str,
    type_: str,
    line: int,
    migrated: Default | None = None,
    models: Default | None = None,
    *,
    null: bool = False,
) -> Column:
    """Return a column of the shop's order, with its own value in each schema."""
    at = Origin(MODELS, line)
    held = Constraint(not null, migrated, Origin("shop/migrations/0001_initial.py", line - 12))
    return Column(name, type_, held, Constraint(not null, models, at), at)


ORDER = Table(
    "shop_order",
    (
        column("id", "bigint", 31, "identity", "identity"),
        column("number", "varchar(12)", 33),
        column("customer_id", "bigint", 34),
        column("total", "numeric(10,2)", 35),
        column("note", "text", 36, null=True),
        column("currency", "varchar(3)", 38),
        column("channel", "varchar(16)", 39, "run_sql"),
        replace(column("legacy_code", "varchar(8)", 41), models=None),
    ),
    model="shop.Order",
    origin=Origin(MODELS, 31),
)
TAG = Table(
    "shop_tag", (column("id", "bigint", 60, "serial", "serial"),), "shop.Tag", origin=Origin(MODELS, 60)
)

FULL = ("number", "customer_id", "total", "currency", "channel")
WRITES = (
    write(
        "api/src/checkout.ts",
        44,
        ColumnList(FULL),
        language="typescript",
        via="client.query",
        symbol="checkout",
    ),
    write(
        "api/test/seed.ts",
        12,
        ColumnList(
            ("number", "customer_id", "total"),
            ("note",),
            complete=False,
            reason="`...overrides` is not a literal",
        ),
        language="typescript",
        via="insertRow",
        kind="helper",
        in_tests=True,
        symbol="seedOrder",
    ),
    write("jobs/load.py", 80, Positional(4), operation="copy", language="python", via="cursor.copy_expert"),
    write(
        "worker/fixtures/tags.sql",
        1,
        ColumnList(()),
        operation="truncate",
        target=Named("shop_tag"),
        language="sql",
        via="sql file",
        symbol=None,
    ),
    write(
        "worker/src/orders.rs",
        57,
        ColumnList(("number", "customer_id", "total"), nulls=("total",), defaults=("number",)),
        operation="upsert",
        conflict=ColumnList(("total",), nulls=("total",)),
    ),
    write("worker/src/orders.rs", 90, ColumnList(("total",)), operation="update"),
    write(
        "worker/src/sync.rs",
        18,
        Unread("the column list is `cols.join()`", "cols"),
        target=Unread("`{table}` is only known at run time", "table"),
    ),
)


def finding(
    rule: str, severity: Severity, column: str | None, writes: tuple[int, ...], message: str, help_: str
) -> Finding:
    """Return a finding about the shop's order."""
    here = Origin(WRITES[writes[0]].path, WRITES[writes[0]].statement.at.line)
    at = next((one.origin for one in ORDER.columns if one.name == column), None) or here
    mark = f"{rule}/{column}/{'-'.join(map(str, writes))}"
    return Finding(rule, severity, "shop_order", column, message, help_, at, writes, mark)


REFUSED = 'null value in column "{}" of relation "shop_order" violates not-null constraint'
FINDINGS = (
    finding(
        "not-null-omitted",
        "error",
        "currency",
        (4,),
        f"{REFUSED.format('currency')}: this INSERT leaves out currency, which is NOT NULL and has no "
        'default in Postgres (`default="EUR"` is Django\'s alone).',
        'Add `db_default="EUR"` to the field at shop/models.py:38 and run makemigrations; or name it: '
        "`INSERT INTO shop_order (…, currency) VALUES (…)`.",
    ),
    finding(
        "null-into-not-null",
        "error",
        "total",
        (4,),
        f"{REFUSED.format('total')}: this INSERT sets total to NULL.",
        "Write a value, or leave it out and let Postgres fill it.",
    ),
    finding(
        "positional-insert",
        "warning",
        None,
        (2,),
        "the next column of shop_order can break or misplace the values: this COPY has no column list.",
        "Name the columns that the values are for, out of (id, number, customer_id, total).",
    ),
    finding(
        "opaque-columns",
        "warning",
        None,
        (1,),
        'null value in a column of relation "shop_order" may violate its not-null constraint: this INSERT in '
        "test code must name currency, and its columns cannot be read (`...overrides` is not a literal).",
        "Name currency where the statement is written; suppress this if they are surely named.",
    ),
    *(
        finding(
            "required-column",
            "note",
            name,
            (0, 1, 2, 4),
            f"every INSERT INTO shop_order must name {name}, which is NOT NULL and has no default in "
            "Postgres: all 4 outside writers name it today; the next one, or a running old one, may not.",
            "Nothing is broken. To let writers leave it out, add `db_default=…` to the field and "
            "run makemigrations.",
        )
        for name in ("number", "customer_id")
    ),
    replace(
        finding("not-null-omitted", "error", "channel", (4,), "this INSERT leaves out channel", "db_default"),
        suppressed="a trigger fills it",
    ),
    Finding(
        "unused-ignore",
        "warning",
        "",
        None,
        "this suppression of unknown-column suppresses nothing (its reason: renamed)",
        "Take unknown-column out of the comment.",
        Origin("jobs/load.py", 12),
        (),
        "unused-ignore/1",
    ),
)
GONE = replace(
    FINDINGS[0], column="region", message="this INSERT leaves out region", state="absent", fingerprint="gone"
)

REPORT = Report(
    root="/src/shop",
    writes=WRITES,
    diagnostics=(
        Diagnostic("worker/src/sync.rs", 18, "the table is not known: `{table}` is only known at run time"),
        Diagnostic("web/bundle.js", None, "over 4 MB, not read"),
    ),
    stats=Stats(212, 14, len(WRITES), 1, 1, 1, 0.8412, 9),
    tables=(ORDER, TAG),
    findings=FINDINGS,
    writers={"shop_order": (0, 1, 2, 4, 5), "shop_tag": (3,)},
)
CHECKED = replace(
    REPORT,
    findings=(
        *(replace(one, state="unchanged" if one.severity == "note" else "new") for one in FINDINGS),
        GONE,
    ),
    changes=(
        SchemaChange(
            "added",
            "shop_order",
            "currency",
            "NOT NULL, no default in Postgres",
            Origin(MODELS, 38),
            (0, 1, 2, 4),
        ),
        SchemaChange("dropped", "shop_order", "region", "no longer there", None),
    ),
)
CLEAN = replace(REPORT, findings=(), changes=())
EMPTY = Report("/src/none", (), (), Stats())
SCAN = Style("scan", version="0.1.0", source=SOURCE, rules=RULES)
LIST = replace(SCAN, command="list")
CHECK = replace(SCAN, command="check")
SCHEMA = replace(SCAN, command="schema")
