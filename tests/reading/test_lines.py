"""Files whose lines end in carriage returns alone: a comment ends there, and places count them."""

import pytest

from scanner.model.template import Position
from scanner.reading.rounds import read
from scanner.reading.source import Source
from tests.schema.memory import Memory


@pytest.mark.parametrize(
    ("path", "lines"),
    [
        ("a.py", ("# one", 'cursor.execute("DELETE FROM t")')),
        ("a.ts", ("// one", "await db.query(`DELETE FROM t`)")),
        ("a.rs", ("// one", 'fn f() { sqlx::query("DELETE FROM t"); }')),
        ("a.sql", ("-- one", "DELETE FROM t;")),
    ],
)
def test_a_carriage_return_ends_a_line(path: str, lines: tuple[str, str]):
    (write,) = read(Source(Memory({path: "\r".join(lines)}), jobs=1)).writes
    assert write.statement.at == Position(2, lines[1].index("DELETE") + 1)


def test_a_carriage_return_in_a_line_does_not():
    files = {"a.py": '# one\rtwo\ncursor.execute("DELETE FROM t")\n'}
    (write,) = read(Source(Memory(files), jobs=1)).writes
    assert write.statement.at.line == 2
