"""What one source file holds: SQL texts and calls that build a write without SQL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import field

from scanner.model.statement import ColumnList, Columns, Dialect, Operation, Statement, Unread
from scanner.model.template import Position, Template
from scanner.model.value import Value

Kind = Literal["raw-sql", "helper", "query-builder", "orm"]


class Site(Value, frozen=True):
    """Where in a program something stands: the enclosing definition, and whether that is test code."""

    at: Position
    end_line: int
    symbol: str | None
    in_tests: bool


class SqlText(Value, frozen=True):
    """A string that may hold statements; `via` is the call, macro or tag it is given to.

    `executor` is the database that the call belongs to when the code tells (`clickhouse` for
    `clickhouse.query(…)`), else "unknown". `connection` is the alias of the connection that it goes
    through, where that is surely not the default one.
    """

    template: Template
    site: Site
    via: str | None
    executor: Dialect = "unknown"
    sink_of: str | None = None
    connection: str | None = None


class RowCall(Value, frozen=True):
    """A helper or builder call that writes: its table, and the columns that its row names.

    `library` is the builder's own name. `spelt` are columns whose name in the database another
    expression tells.
    """

    operation: Operation
    table: Template
    columns: Columns
    site: Site
    via: str
    kind: Kind
    conflict: ColumnList | None = None
    executor: Dialect = "unknown"
    sink: Sink | None = None
    library: str | None = None
    spelt: tuple[tuple[str, Template], ...] = ()


class Argument(Value, frozen=True):
    """Where a call's argument is found: by position from 0 (a method's receiver not counted), by
    keyword, or as the key `member` of an object given there. Of a curried function, `f(a)(b)`,
    `level` says which call: 0 is the first.
    """

    index: int | None = None
    keyword: str | None = None
    member: str | None = None
    level: int = 0


class Sink(Value, frozen=True):
    """A function whose calls are writes: it takes the table, the row, or both from its caller.

    `name` is the plain called name, `language` a grammar's name or label (None for any). What is
    no Argument is the same for every call; several arguments of a row are merged. `path` and
    `line` are where it is defined, None when the configuration names it. `without` are keys of
    the row that it keeps to itself, `more` the columns that it adds. `method` says that it is called
    on an object.
    """

    name: str
    language: str | None
    table: Argument | Template
    row: tuple[Argument, ...] | ColumnList | Unread
    operation: Operation = "insert"
    path: str | None = None
    line: int | None = None
    without: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    method: bool = False


class Diagnostic(Value, frozen=True):
    """Something that could not be read or understood, and why; `line` is None for a whole file."""

    path: str
    line: int | None
    message: str


class Suppression(Value, frozen=True):
    """An inline `writers: ignore[slug] -- reason`.

    It covers the lines from its own to `until`: the next one, or more where those only open a call
    or a string.
    """

    path: str
    line: int
    rules: tuple[str, ...]
    reason: str
    until: int

    def covers(self, line: int) -> bool:
        """Whether a statement or a field that begins on this line of the file is meant."""
        return self.line <= line <= self.until


class Made(Value, frozen=True):
    """The row that a function returns, or that a name holds.

    A column `...name` stands for the keys of what a call gives to that parameter, or for those of
    its default where the call gives nothing. `rest` is the parameter that takes all other keywords.
    With `listed` it is a list of columns, each of which is no row.
    """

    columns: ColumnList | Unread
    parameters: Mapping[str, Argument] = field(default_factory=dict)
    defaults: Mapping[str, ColumnList | Unread] = field(default_factory=dict)
    rest: str | None = None
    listed: bool = False


class Wanted(Value, frozen=True):
    """A name that another file defines, whose text would tell a table or a column list here.

    `imported` is the source of the import that brings it in, empty where none is seen. A "row" is
    asked of a function or a constant, a "method" of whichever class has it. `original` is what the
    other file calls it, empty where that is `name`.
    """

    name: str
    imported: str = ""
    kind: Literal["text", "row", "method"] = "text"
    original: str = ""

    @property
    def question(self) -> Question:
        """What the other file is asked."""
        return self.kind, self.original or self.name


Question = tuple[str, str]
"""A kind of Wanted, and the name that the file which answers gives to it."""


class Known(Value, frozen=True):
    """What the other files of a tree tell one of them: sinks, texts and rows by the names it uses.

    `folding` are the libraries that the tree sets to write camelCase names as snake_case.
    """

    sinks: tuple[Sink, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    folding: frozenset[str] = frozenset()
    rows: Mapping[str, Made] = field(default_factory=dict)


class Answers(Value, frozen=True):
    """What a file tells others, and `wanted`, what it must be told to tell more."""

    texts: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[Question, Made] = field(default_factory=dict)
    wanted: tuple[Wanted, ...] = ()


class FileFacts(Value, frozen=True):
    """Everything that one file says, independent of every other file.

    `temporary` are the temporary tables that it makes: name, enclosing definition, line.
    """

    path: str
    language: str
    texts: tuple[SqlText, ...] = ()
    rows: tuple[RowCall, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    sinks: tuple[Sink, ...] = ()
    wanted: tuple[Wanted, ...] = ()
    folding: frozenset[str] = frozenset()
    temporary: tuple[tuple[str, str | None, int], ...] = ()


class Write(Value, frozen=True):
    """A statement and who makes it.

    `sink` is the function that a helper call goes through; `sink_of` names the function that this
    statement is the body of, when its callers say what is written. `spelling` gives the names of
    columns in the database where the code, and so the statement, spells them in another way.
    `shadow` is the line where the same definition makes a temporary table of that name, `connection`
    the alias of another database that the statement surely goes to.
    """

    path: str
    language: str
    statement: Statement
    via: str | None
    kind: Kind
    database: Dialect
    in_tests: bool
    symbol: str | None
    reason: str | None = None
    sink: Sink | None = None
    sink_of: str | None = None
    spelling: tuple[tuple[str, str], ...] = ()
    shadow: int | None = None
    connection: str | None = None
