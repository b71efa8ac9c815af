"""The writers that rules look at one by one, and findings about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from scanner.model.catalog import Column, Origin, Table
from scanner.model.facts import Write
from scanner.model.finding import Facts, Finding, Rule, Severity
from scanner.rules.vocabulary.columns import assigned, left_out


class Writer(Struct, frozen=True):
    """One write of one table; `index` is its place in `Facts.writes`."""

    table: Table
    index: int
    write: Write

    def __str__(self) -> str:
        """Return what a message calls it: `this INSERT`, `this UPDATE in test code`."""
        operation = self.write.statement.operation
        keyword = "INSERT" if operation == "upsert" else operation.upper()
        return f"this {keyword} in test code" if self.write.in_tests else f"this {keyword}"

    def refusal(self, column: Column) -> str:
        """Return Postgres' own words for a NULL in the column (SQLSTATE 23502)."""
        return (
            f'null value in column "{column.name}" of relation "{self.table.name}" '
            f"violates not-null constraint"
        )

    def omits(self, column: Column) -> str:
        """Return how it leaves the column to Postgres: `this INSERT leaves out x`."""
        defaulted = any(column.name in names.defaults for names in assigned(self.write))
        return f"{self} sets {column.name} to DEFAULT" if defaulted else f"{self} leaves out {column.name}"

    def finding(
        self,
        rule: Rule,
        message: str,
        remedy: str,
        column: Column | str | None = None,
        severity: Severity | None = None,
    ) -> Finding:
        """Return the finding; it stands at the model field, or here where there is none.

        `column` is a name alone when the table has no such column.
        """
        here = Origin(self.write.path, self.write.statement.at.line)
        return Finding(
            rule=rule.slug,
            severity=severity or rule.severity,
            table=self.table.qualified,
            column=column.name if isinstance(column, Column) else column,
            message=message,
            help=remedy,
            origin=(column.origin if isinstance(column, Column) else None) or here,
            writes=(self.index,),
        )


def writers(facts: Facts) -> Iterator[Writer]:
    """Yield every writer that is judged, by table, in the order of the writes."""
    for table, indexes in facts.written():
        for index in indexes:
            yield Writer(table, index, facts.writes[index])


def omissions(facts: Facts, matters: Callable[[Column], bool]) -> Iterator[tuple[Writer, Column]]:
    """Yield every writer that is judged with each column that it surely leaves out and that matters."""
    for table, indexes in facts.written():
        columns = [column for column in table.columns if matters(column)]
        for index in indexes if columns else ():
            write = facts.writes[index]
            for column in left_out(write, columns):
                yield Writer(table, index, write), column
