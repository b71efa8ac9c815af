"""Files that are too large or too strange to commit, written into a copy of sample_repos/odd."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DEEP = 100_000
PYTHON = 'def save(cursor):\n    cursor.execute("INSERT INTO part (name) VALUES (1)")\n'
RUST = 'fn save(client: &Client) { client.execute("INSERT INTO part (name) VALUES (1)", &[]); }\n'
TYPESCRIPT = "export const save = (client) => client.query('INSERT INTO part (name) VALUES (1)')\n"
SQL = "INSERT INTO part (name) VALUES (1);\n"


@dataclass(frozen=True, slots=True)
class Hostile:
    """A file, the line of an INSERT INTO part to be found all the same, and what a diagnostic says.

    Both are None where nothing is promised but that the neighbours are read.
    """

    path: bytes
    content: bytes
    line: int | None = None
    says: str | None = None


def files() -> Iterator[Hostile]:
    """Yield every hostile file; each plain INSERT comes first, so that what follows cannot excuse a miss."""
    yield from _nested()
    yield from _endless()
    yield from _bytes()
    yield from _names()
    yield from _django()


def write(root: Path) -> tuple[Hostile, ...]:
    """Write them all below `root`, with the links that lead astray."""
    hostile = tuple(files())
    for file in hostile:
        place = root / os.fsdecode(file.path)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(file.content)
    (root / "links").mkdir()
    (root / "links" / "around").symlink_to("..", target_is_directory=True)
    (root / "links" / "itself.sql").symlink_to("itself.sql")
    (root / "links" / "outside.sql").symlink_to(root.parent / "outside.sql")
    (root / "links" / "outside").symlink_to(root.parent / "elsewhere", target_is_directory=True)
    (root.parent / "elsewhere").mkdir()
    for secret in (root.parent / "outside.sql", root.parent / "elsewhere" / "secret.sql"):
        secret.write_text("INSERT INTO secret (name) VALUES (1);\n")
    os.mkfifo(root / "links" / "pipe.sql")
    (root / "links" / "folder.py").mkdir()
    return hostile


def _nested() -> Iterator[Hostile]:
    """Brackets of every kind, 100,000 deep."""
    for opening, closing in ("()", "[]", "{}"):
        name = {"(": "round", "[": "square", "{": "curly"}[opening]
        deep = opening * DEEP + closing * DEEP + "\n"
        for suffix, plain in (
            ("py", PYTHON),
            ("rs", RUST),
            ("ts", TYPESCRIPT),
            ("tsx", TYPESCRIPT),
            ("js", TYPESCRIPT),
        ):
            body = f"x = {deep}" if suffix == "py" else f"const X = {deep};\n"
            yield Hostile(
                f"nested/{name}.{suffix}".encode(), (plain + body).encode(), 2 if suffix == "py" else 1
            )
    yield Hostile(b"nested/unclosed.py", (PYTHON + "x = " + "(" * DEEP).encode(), 2)
    yield Hostile(b"nested/unclosed.ts", (TYPESCRIPT + "const x = " + "[" * DEEP).encode(), 1)
    yield Hostile(
        b"nested/values.sql", f"{SQL}INSERT INTO part (name) VALUES ({'(' * DEEP}1{')' * DEEP});".encode(), 1
    )
    yield Hostile(b"nested/unclosed.sql", f"{SQL}INSERT INTO part (name) VALUES {'(' * DEEP}".encode(), 1)
    yield Hostile(b"nested/with.sql", f"{SQL}{'WITH a AS (' * DEEP}".encode(), 1)
    yield Hostile(b"nested/comments.sql", f"{SQL}{'/*' * DEEP}".encode(), 1)
    yield Hostile(b"nested/dollars.sql", f"{SQL}{''.join(f'$a{n}$' for n in range(20_000))}".encode(), 1)
    yield Hostile(
        b"nested/templates.ts", (TYPESCRIPT + "const x = " + "`${" * 20_000 + "}`" * 20_000).encode(), 1
    )


def _endless() -> Iterator[Hostile]:
    """Long chains, long lists, and keywords over and over."""
    chain = " + ".join(['"INSERT INTO part (name) VALUES (1)"'] * 5_000)
    yield Hostile(b"endless/sum.py", f"{PYTHON}x = {chain}\n".encode(), 2)
    yield Hostile(b"endless/sum.ts", f"{TYPESCRIPT}const x = {chain}\n".encode(), 1)
    yield Hostile(b"endless/dots.py", f"{PYTHON}x = a{'.b' * DEEP}\n".encode(), 2)
    yield Hostile(b"endless/calls.ts", f"{TYPESCRIPT}const x = a{'.then(b)' * 20_000}\n".encode(), 1)
    yield Hostile(b"endless/nots.py", f"{PYTHON}x = {'not ' * DEEP}y\n".encode(), 2)
    yield Hostile(b"endless/else_if.rs", f"{RUST}fn f() {{ {'if a {} else ' * 20_000}{{}} }}\n".encode(), 1)
    yield Hostile(b"endless/words.sql", f"{SQL}{'INSERT INTO ' * 20_000}".encode(), 1)
    yield Hostile(b"endless/quotes.sql", f'{SQL}INSERT INTO "{"x" * 1_000_000}'.encode(), 1)
    columns = ", ".join(f"c{n}" for n in range(5_000))
    yield Hostile(b"endless/columns.sql", f"{SQL}INSERT INTO part ({columns}) VALUES (1);".encode(), 1)
    yield Hostile(
        b"endless/rows.sql", f"{SQL}INSERT INTO part (name) VALUES {'(NULL),' * 20_000}(1);".encode(), 1
    )
    yield Hostile(
        b"endless/spaces.ts",
        f"{TYPESCRIPT}const x = `INSERT{' ' * 1_000_000}INTO part (name) VALUES (1)`".encode(),
        1,
    )
    yield Hostile(b"endless/constants.py", _constants().encode(), 2)


def _constants() -> str:
    """Return constants of which each holds the one before it twice: 2 ** 200 characters."""
    first = 'A0 = "INSERT INTO part (name) VALUES (1)"\n'
    doubled = "".join(f'A{n + 1} = f"{{A{n}}}{{A{n}}}"\n' for n in range(200))
    ring = "B = C\nC = B\n"
    return f"{PYTHON}{first}{doubled}{ring}def run(cursor):\n    cursor.execute(A200 + B)\n"


def _bytes() -> Iterator[Hostile]:
    """Content that is no text, or too much of it."""
    yield Hostile(b"bytes/latin1.py", PYTHON.encode() + b"name = 'caf\xe9'\n", 2)
    yield Hostile(b"bytes/latin1.sql", SQL.encode() + b"INSERT INTO part (name) VALUES ('caf\xe9');\n", 1)
    yield Hostile(b"bytes/nul.py", PYTHON.encode() + b"x = '\0'\n", None, "binary|NUL")
    yield Hostile(b"bytes/utf16.sql", SQL.encode("utf-16"), None, "UTF-16")
    yield Hostile(b"bytes/large.sql", SQL.encode() * 260_000, None, "larger than 8 MB")
    yield Hostile(
        b"bytes/surrogates.ts", (TYPESCRIPT + "const x = '\\ud800\\udfff \\u{110000}'\n").encode(), 1
    )
    escaped = "client.query('\\x49NSERT INTO \\ud800 (name) VALUES (1)')\n"
    yield Hostile(b"bytes/lone_surrogate.ts", (TYPESCRIPT + escaped).encode(), 1)
    yield Hostile(
        b"bytes/zero.py", (PYTHON + "x = '\\0\\x00 INSERT INTO \\x00 (a) VALUES (1)'\n").encode(), 2
    )


def _names() -> Iterator[Hostile]:
    """File names that a terminal, a line-based format or a browser would take for something else."""
    names = (
        b"new\nline.sql",
        b"\x1b[31mred\x1b[2J.sql",
        "‮lqs.trap.sql".encode(),
        b"invalid\xff.sql",
        b"<b>@everyone `x`.sql",
        b"::error file=x::y.sql",
        b"a,b;c:d%0A.sql",
        b"[link](javascript:alert(1)).sql",
        b"-q.sql",
        ("n" * 200 + ".sql").encode(),
    )
    for name in names:
        yield Hostile(b"names/" + name, SQL.encode(), 1)


def _django() -> Iterator[Hostile]:
    """Models, migrations and settings that no Django would load."""
    header = "from django.db import migrations, models\n"
    yield Hostile(b"deep/__init__.py", b"")
    yield Hostile(b"deep/models.py", f"{header}x = {'(' * DEEP}1{')' * DEEP}\n".encode(), None, "")
    yield Hostile(
        b"ring/models.py", f"{header}class A(B): pass\nclass B(A): pass\nclass C(C): pass\n".encode()
    )
    yield Hostile(
        b"huge/models.py",
        f"{header}class M(models.Model):\n    n = models.IntegerField(default={'9' * 10_000})\n".encode(),
    )
    loop = (
        'class Migration(migrations.Migration):\n    dependencies = [("ring", "{}")]\n    operations = []\n'
    )
    yield Hostile(b"ring/migrations/__init__.py", b"")
    yield Hostile(b"ring/migrations/0001_a.py", (header + loop.format("0002_b")).encode())
    yield Hostile(b"ring/migrations/0002_b.py", (header + loop.format("0001_a")).encode())
    yield Hostile(b"ring/migrations/0003_c.py", b"class Migration(: <<<<\n", None, "")
    yield Hostile(
        b"ring/settings.py",
        b"from ring.settings import *\nINSTALLED_APPS = INSTALLED_APPS + INSTALLED_APPS\n",
    )
