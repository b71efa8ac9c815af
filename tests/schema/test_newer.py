"""f-strings of Python 3.12, whichever Python reads them."""

from __future__ import annotations

import ast

import pytest

from scanner.schema.python.newer import in_older_syntax


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (b'x = f"{d["a"]}"\n', b'x = f"{_}     "\n'),
        (b'x = (\n  f"{\n d["a"]\n} b"\n)\n', None),
        (b"x = 'a' f'{'\\n'.join(y)}' 'b'\n", b"x = 'a' f\"{_}           \" 'b'\n"),
        (b"x = 'a' + f(1)\n", b"x = 'a' + f(1)\n"),
    ],
)
def test_every_line_stays(written: bytes, read: bytes | None) -> None:
    older = in_older_syntax(written)
    assert (len(older), older.count(b"\n")) == (len(written), written.count(b"\n"))
    assert read is None or older == read
    ast.parse(older)
