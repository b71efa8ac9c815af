"""The sample report with hostile text in the place of every name, message and path."""

from __future__ import annotations

from msgspec.structs import replace

from scanner.model.catalog import Origin
from scanner.model.facts import Diagnostic
from scanner.model.finding import SchemaChange
from scanner.model.statement import ColumnList, Named
from tests.reporters.sample import CHECKED, ORDER, WRITES

TEXT = (
    "\x1b[31mred\u202e</script><img src=x onerror=alert(1)>@octocat #1 `` ` ``` ~~~ | "
    "[a](http://evil.example) "
    "::error::x --> ]]> %0A\r\n## hi ${{ x }} \udcff {{ a }} www.evil.example <!-- a@b.example"
)
REPORT = replace(
    CHECKED,
    root=TEXT,
    writes=tuple(
        replace(
            one,
            path=TEXT,
            language=TEXT,
            via=TEXT,
            symbol=TEXT,
            reason=TEXT,
            statement=replace(
                one.statement,
                target=Named(TEXT, TEXT),
                columns=ColumnList((TEXT,), (TEXT,), complete=False, reason=TEXT),
            ),
        )
        for one in WRITES
    ),
    diagnostics=(Diagnostic(TEXT, 3, TEXT),),
    tables=tuple(
        replace(
            one,
            name=TEXT,
            model=TEXT,
            origin=Origin(TEXT, 3),
            unread=TEXT,
            columns=(replace(one.columns[0], name=TEXT, type=TEXT, origin=Origin(TEXT, 9)),),
        )
        for one in (ORDER,)
    ),
    findings=tuple(
        replace(
            one,
            table=TEXT,
            column=TEXT,
            message=TEXT,
            help=f"{TEXT}\n{TEXT}",
            fingerprint=TEXT,
            origin=Origin(TEXT, 3),
            suppressed=TEXT if one.suppressed else None,
        )
        for one in CHECKED.findings
    ),
    changes=(SchemaChange("added", TEXT, TEXT, TEXT, Origin(TEXT, 3), (0,)),),
    writers={TEXT: (0, 1, 2)},
)
