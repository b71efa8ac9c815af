"""String literals that Postgres' own parser reads as writes, held against what `writers list` finds.

usage: python -m benchmarks.literals TREE

Prints every literal that libpg_query reads as a data-modifying statement while no write is listed on
its lines, then how many there are. A literal that is printed, documented or compared with is rightly
none. It judges whole statements in one literal: what is put together of several has no such judge.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from pglast.parser import ParseError, parse_sql_json
from tree_sitter import Parser

from grammars import Grammar
from scanner.adapters.disk import MAXIMUM
from scanner.reading.parsers import languages

_KEYWORD = re.compile(rb"\b(?:insert|update|delete|merge|copy|truncate)\b", re.IGNORECASE)
_WRITES = ("InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "TruncateStmt")
_QUOTED = re.compile(r"[a-zA-Z]{0,3}#*[$@]*(\"\"\"|'''|[\"'`])(.*)\1#*", re.DOTALL)
_ESCAPES = (("\\\n", " "), ("\\n", "\n"), ("\\t", "\t"), ('\\"', '"'), ("\\'", "'"), ("\\`", "`"))
_HOLE = re.compile(r"[$#]\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\{\{[^{}]*\}\}|\{[^{}]*\}|%\(\w+\)s|%[a-zA-Z]")
_BIND = re.compile(r"(?<![:\w]):\w+|\?+|@\w+|\$[A-Za-z]\w*")


def main(tree: Path) -> int:
    """Print the literals of a tree that no listed write accounts for."""
    listed = _listed(tree)
    total = left = 0
    for path, first, last, text in sorted(_literals(tree)):
        if any(map(_is_write, _readings(text))):
            total += 1
            if not any(first <= line <= last for line in listed[path]):
                left += 1
                print(f"{path}:{first}: {' '.join(text.split())[:120]}")
    print(f"{total} literals are statements that write, {left} of them not listed")
    return 0


def _listed(tree: Path) -> defaultdict[str, list[int]]:
    command = [sys.executable, "-m", "scanner.cli", "list", "--root", str(tree), "--output-format", "json"]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    lines = defaultdict[str, list[int]](list)
    for write in json.loads(done.stdout)["writes"]:
        lines[write["path"]].append(write["line"])
    return lines


def _literals(tree: Path) -> Iterator[tuple[str, int, int, str]]:
    """Yield the path, the first and last line and the text of each literal with a keyword in it."""
    known = languages()
    for file in sorted(tree.rglob("*")):
        suffix = next((suffix for suffix in known if file.name.lower().endswith(suffix)), None)
        if suffix is None or not file.is_file() or file.stat().st_size > MAXIMUM:
            continue
        source, grammar = file.read_bytes(), known[suffix]
        if isinstance(grammar, Grammar) and _KEYWORD.search(source):
            path = file.relative_to(tree).as_posix()
            yield from ((path, *each) for each in _strings(source, grammar, grammar.labels[suffix]))


def _strings(source: bytes, grammar: Grammar, label: str) -> Iterator[tuple[int, int, str]]:
    pending = [Parser(grammar.load(label)).parse(source).root_node]
    while pending:
        node = pending.pop()
        if node.type not in grammar.strings:
            pending.extend(node.children)
        elif _KEYWORD.search(text := source[node.start_byte : node.end_byte]):
            yield node.start_point[0] + 1, node.end_point[0] + 1, text.decode(errors="replace")


def _readings(literal: str) -> Iterator[str]:
    """Yield what a literal may say: as it stands, with holes as names, with binds as values."""
    quoted = _QUOTED.fullmatch(literal)
    text = quoted[2] if quoted else literal
    for written, meant in _ESCAPES:
        text = text.replace(written, meant)
    holes = _HOLE.sub(" x1 ", text)
    for each in (text, holes, _BIND.sub(" $1 ", holes)):
        yield each
        yield each.removesuffix(" x1 ")


def _is_write(text: str) -> bool:
    try:
        said = parse_sql_json(text)
    except ParseError:
        return False
    copied = '"CopyStmt"' in said and '"is_from":true' in said
    return copied or any(f'"{kind}"' in said for kind in _WRITES)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
